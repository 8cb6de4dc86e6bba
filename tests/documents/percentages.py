#!/usr/bin/env python3
"""Every percentage that report.html and report.docx print stands in results.json.

    tests/documents/percentages.py WJTAB

Runs the samples and compares. Besides its texts, what results.json holds as numbers counts (limits
of intervals, levels), rounded here; and sums of printed shares, for the notes that tell them, what
the definition, the scoring file and the facts say in percent, and the axes of charts. The limits
behind the range of a score are at another level than those of results.json: tests/oracle/sure.py
has them.
"""
import decimal
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PERCENT = re.compile(r"-?\d+(?:\.\d+)?%")
OTHER_LEVEL = re.compile("^由各调查指标的置信区间")
AXIS = {f"{n}%" for n in range(0, 101, 10)}


def rounded(value):
    """A fraction as a percentage of two places, halves up."""
    exact = decimal.Decimal(value) * 100
    return f"{exact.quantize(decimal.Decimal('0.01'), decimal.ROUND_HALF_UP)}%"


def shorter(text):
    """Without trailing zeros: how scores' rates are printed."""
    number = text[:-1]
    return (number.rstrip("0").rstrip(".") if "." in number else number) + "%"


def walk(node, found):
    if isinstance(node, dict):
        for value in node.values():
            walk(value, found)
    elif isinstance(node, list):
        for value in node:
            walk(value, found)
    elif isinstance(node, str):
        found.update(PERCENT.findall(node))
    elif isinstance(node, float) and -1.5 <= node <= 1.5:
        found.add(rounded(repr(node)))


def known_in(results):
    found = set(AXIS)
    walk(results, found)
    for question in results.get("questions", []):
        shares = [option["share"]["text"] for option in question["options"] if option.get("share")]
        total = sum((decimal.Decimal(share[:-1]) for share in shares), decimal.Decimal(0))
        found.add(f"{total}%")
        if question.get("base"):
            found.add(rounded(decimal.Decimal(question["base"] - question["answered"]) /
                              question["base"]))
            found.add(rounded(decimal.Decimal(question["answered"]) / question["base"]))
    found.update(shorter(text) for text in set(found))
    return found


def texts_of(folder):
    page = open(os.path.join(folder, "report.html"), encoding="utf-8").read()
    page = re.sub(r"(?s)<style.*?</style>", "", page)
    yield "report.html", html.unescape(re.sub(r"<[^>]*>", "\n", page))
    with zipfile.ZipFile(os.path.join(folder, "report.docx")) as archive:
        document = archive.read("word/document.xml").decode("utf-8")
    document = re.sub(r"</w:p>|<w:br/>", "\n", document)
    yield "report.docx", html.unescape(re.sub(r"<[^>]*>", "", document))


def inputs_of(sample):
    found = set()
    for name in sorted(os.listdir(sample)):
        if name.endswith((".csv", ".yaml")) and "responses" not in name and "stated" not in name:
            with open(os.path.join(sample, name), encoding="utf-8-sig") as file:
                found.update(PERCENT.findall(file.read()))
    return found


def check(wjtab, definition):
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([wjtab, "run", definition, "-o", folder, "--quiet"],
                             capture_output=True)
        if run.returncode not in (0, 1):
            sys.exit(f"{definition}: wjtab failed: {run.stderr.decode()}")
        with open(os.path.join(folder, "results.json"), encoding="utf-8") as file:
            known = known_in(json.load(file)) | inputs_of(os.path.dirname(definition))
        printed = 0
        wrong = []
        for name, text in texts_of(folder):
            for line in text.split("\n"):
                for percent in PERCENT.findall(line) if not OTHER_LEVEL.match(line) else ():
                    printed += 1
                    if percent.lstrip("-") not in known and percent not in known:
                        wrong.append(f"{name}: {percent}: {line.strip()[:100]}")
    return printed, wrong


def main():
    definitions = sys.argv[2:]
    samples = os.path.join(ROOT, "samples")
    if not definitions:
        definitions = [os.path.join(samples, name, file) for name in sorted(os.listdir(samples))
                       if os.path.isdir(os.path.join(samples, name))
                       for file in sorted(os.listdir(os.path.join(samples, name)))
                       if file.endswith(".yaml")]
    failed = 0
    total = 0
    for definition in definitions:
        printed, wrong = check(os.path.abspath(sys.argv[1]), definition)
        total += printed
        failed += len(wrong)
        for line in wrong:
            print(f"{definition}: {line}")
    print(f"{total} percentages, {failed} unknown")
    return 1 if failed or total < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
