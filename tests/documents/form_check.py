#!/usr/bin/env python3
"""The blank questionnaire of random definitions: every question and option stands on it once, in
its order, in the page as in the Word document; and what is printed is what may be keyed.

  form_check.py WJTAB [--seeds N]
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "samples" / "zhifu-2022" / "survey.yaml"
sys.path.insert(0, str(HERE.parent / "oracle"))

from definition import load  # noqa: E402
from generate import emit_definition, generate  # noqa: E402

SEPARATORS = "、．.。)）:： "
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en", SOURCE_DATE_EPOCH="1700000000")


def run(*command):
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False)


class Page(HTMLParser):
    """The texts of questions, options and tables in their order."""

    def __init__(self, text):
        super().__init__()
        self.items, self.kind, self.row = [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        names = (dict(attrs).get("class") or "").split()
        if tag == "p" and "question" in names:
            self.start("question")
        elif tag == "ul" and "choices" in names:
            self.items.append(("choices", []))
        elif tag == "li":
            self.start("option")
        elif tag == "table":
            self.items.append(("table", []))
        elif tag == "tr":
            self.items[-1][1].append([])
        elif tag in ("td", "th"):
            self.start("cell")

    def start(self, kind):
        self.kind, self.row = kind, ""

    def handle_data(self, data):
        if self.kind is not None:
            self.row += data

    def handle_endtag(self, tag):
        if tag not in ("p", "li", "td", "th") or self.kind is None:
            return
        if self.kind == "question":
            self.items.append(("question", self.row))
        elif self.kind == "option":
            self.items[-1][1].append(self.row)
        else:
            self.items[-1][1][-1].append(self.row)
        self.kind = None


def word_items(path):
    """The same of the Word document."""
    document, items = docx.Document(path), []
    for element in document.element.body:
        if element.tag == qn("w:tbl"):
            table = Table(element, document)
            items.append(("table", [[cell.text for cell in row.cells] for row in table.rows]))
        if element.tag != qn("w:p"):
            continue
        block = Paragraph(element, document)
        if block.style.name == "wjtab Question":
            items.append(("question", block.text))
        elif block.style.name == "wjtab Choices":
            if items[-1][0] != "choices":
                items.append(("choices", []))
            items[-1][1].extend(text.removeprefix("□ ") for text in block.text.split("\t"))
    return items


def begins(text, mark):
    return text.startswith(mark) and text[len(mark):len(mark) + 1] in tuple(SEPARATORS)


def printed(option):
    if option.code == option.label or begins(option.label, option.code):
        return option.label
    return f"{option.code}. {option.label}"


def flatten(items):
    """A list of (question's text, texts of its options)."""
    found = []
    for kind, content in items:
        if kind == "question":
            found.append((content, []))
        elif kind == "choices":
            found[-1][1].extend(content)
        else:
            lead = found.pop()[0]
            assert "每行" in lead, lead
            width = sum(cell == "□" for cell in content[1])
            found.extend((row[0], content[0][1:width + 1]) for row in content[1:])
    return found


def compare(definition, items, name):
    found, faults = flatten(items), []
    if len(found) != len(definition.questions):
        return [f"{name}: {len(found)} questions, not {len(definition.questions)}"]
    for number, (question, (text, options)) in enumerate(zip(definition.questions, found), 1):
        label = question.label if begins(question.label, str(number)) else f"{number}. {question.label}"
        expected = [printed(option) for option in question.options]
        notes = [text.removeprefix(label)] + [a.removeprefix(b) for a, b in zip(options, expected)]
        if not text.startswith(label) or len(options) != len(expected) or \
                not all(a.startswith(b) for a, b in zip(options, expected)):
            faults.append(f"{name}: question {number}: {text!r} {options}, not {label!r} {expected}")
        elif not all(note == "" or note[0] in "（" for note in notes):
            faults.append(f"{name}: question {number}: {notes}")
    return faults


def keyed(wjtab, folder, raw, definition):
    """What is printed goes into a table, which must be understood."""
    closed = [question for question in definition.questions if question.type == "single"]
    most = max((len(question.options) for question in closed), default=0)
    plain = {key: raw[key] for key in ("survey", "scales") if key in raw}
    plain["questions"] = [{key: value for key, value in question.items()
                           if key not in ("column", "columns", "asked_if")}
                          for question in raw["questions"] if question["type"] == "single"]
    plain["valid"] = {"required": "all"}
    if not closed:
        return []
    (folder / "keyed.yaml").write_text(emit_definition(plain), encoding="utf-8")
    with open(folder / "keyed.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([question.name for question in closed])
        for row in range(most):
            writer.writerow([printed(question.options[row % len(question.options)]) for question in closed])
    done = run(wjtab, "check", str(folder / "keyed.yaml"), str(folder / "keyed.csv"), "--json")
    try:
        found = json.loads(done.stdout)
    except json.JSONDecodeError:
        return [f"keyed: {done.returncode} {done.stderr[:300]}"]
    faults = [f"keyed: not understood: {answer}" for answer in found["unknown"]]
    for question in closed:
        spellings = [each for entry in found["answers"] if entry["question"] == question.name
                     for each in entry["spellings"]]
        codes = {each["answer"]: each["codes"] for each in spellings}
        for option in question.options:
            if codes.get(printed(option)) != [option.code]:
                faults.append(f"keyed: {question.name}: {printed(option)!r} is {codes.get(printed(option))}")
    return faults


def check(wjtab, survey, folder):
    done = run(wjtab, "form", str(survey), "-o", str(folder / "form"), "-q")
    if done.returncode != 0:
        return [f"exit status {done.returncode}: {done.stderr[:300]}"]
    definition = load(survey)
    page = (folder / "form" / "form.html").read_text(encoding="utf-8")
    return (compare(definition, Page(page).items, "html")
            + compare(definition, word_items(folder / "form" / "form.docx"), "docx"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wjtab")
    parser.add_argument("--seeds", type=int, default=60)
    options = parser.parse_args()
    wjtab, passed, failed = os.path.abspath(options.wjtab), 0, 0
    for seed in range(-1, options.seeds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if seed < 0:
                faults = check(wjtab, SAMPLE, folder)
            else:
                project = generate(seed)
                project.write(folder)
                faults = check(wjtab, folder / "survey.yaml", folder)
                faults += keyed(wjtab, folder, project.raw, load(folder / "survey.yaml"))
        passed, failed = passed + (not faults), failed + bool(faults)
        for fault in faults[:6]:
            print(f"seed {seed}: {fault}")
    print(f"forms: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
