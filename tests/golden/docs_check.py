#!/usr/bin/env python3
"""Checks that the documentation is true.

    docs_check.py WJTAB

- every example of the two formula tables in docs/formats.md gives its result;
- the screenfuls in README.md and README.zh.md are what the program prints for the sample and for
  the small definition shown there (whole sections may be cut, marked …);
- every relative link in the documents leads somewhere.

Prints each fault, then `N passed, N failed`; exit status 1 if anything failed.
"""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

from checking import ROOT, Report, read

FORMATS = "docs/formats.md"
READMES = ["README.md", "README.zh.md"]
SAMPLE = "samples/zhifu-2022/survey.yaml"

# What docs/formats.md says that the names in its first table stand for.
FACTS = [("满意度", "85.13%"), ("2022年人数", "1402")]
POINTS = "10"
ROW_VALUE = "5"

# The response behind the second table.
QUESTIONS = """\
  - {name: 性别, type: single, options: [{code: 1, label: 男}, {code: 2, label: 女}]}
  - {name: 年龄, type: quantity}
  - {name: 学历, type: single, options: [{code: A, label: 专科}, {code: B, label: 本科}]}
  - name: 最需改进
    type: multiple
    options: [{code: A, label: 流程}, {code: B, label: 拨付}, {code: C, label: 力度}, {code: D, label: 宣传}]
  - {name: 意见, type: text}
"""
RESPONSE = [["性别", "年龄", "学历", "最需改进", "意见"], ["1", "37", "", "BD", "手续多"]]


def run(wjtab, *arguments):
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="")
    return subprocess.run([wjtab, *arguments], capture_output=True, text=True, encoding="utf-8",
                          env=environment, check=False)


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


# ---- formulas ----

def examples(text, header):
    """(line, formula, result) of each row of the table whose first column has this header."""
    found = []
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(f"| {header} | result |"):
            inside = True
        elif inside and not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|---"):
            match = re.fullmatch(r"\| `(.*)` \| `(.*)` \|", line)
            found.append((number, match.group(1), match.group(2)) if match
                         else (number, None, line))
    return found


def score(wjtab, folder, formula):
    """What the program makes of a formula in a scoring file: its process, and the indicator."""
    table = os.path.join(folder, "scoring.csv")
    facts = os.path.join(folder, "facts.csv")
    write_csv(table, [["三级指标", "分值", "公式", "指标值", "得分"],
                      ["例", POINTS, formula, ROW_VALUE, ""]])
    write_csv(facts, [["名称", "值"], *FACTS])
    done = run(wjtab, "score", table, "--facts", facts, "--json")
    indicator = json.loads(done.stdout)["score"]["indicators"][0] if done.returncode == 0 else None
    return done, indicator


def gives_text(done, text):
    return done.returncode == 2 and "[formula_text]" in done.stderr and f"“{text}”" in done.stderr


def is_number(wjtab, folder, formula, result):
    """Equal to the expected fraction, exactly, whatever its size; text would be an error."""
    if formula[0] in "=＝":
        _, indicator = score(wjtab, folder, formula)
        raw = indicator["raw"] if indicator else {"num": 0, "den": 0}
        return indicator is not None and Fraction(raw["num"], raw["den"]) == Fraction(result)
    _, indicator = score(wjtab, folder, f"IF(({formula})+0=({result}),1,0)")
    return indicator is not None and indicator["raw"]["num"] == 1


def holds(wjtab, folder, formula, result):
    if result == "error":
        done, _ = score(wjtab, folder, formula)
        return done.returncode == 2 and "[formula_text]" not in done.stderr
    if result in ("TRUE", "FALSE"):
        return gives_text(score(wjtab, folder, f'({formula})&""')[0], result)
    if result.startswith('"'):
        return gives_text(score(wjtab, folder, formula)[0], result[1:-1])
    return is_number(wjtab, folder, formula, result)


def holds_of_answers(wjtab, folder, formula, result):
    definition = os.path.join(folder, "survey.yaml")
    quoted = formula.replace("'", "''")
    with open(definition, "w", encoding="utf-8") as file:
        file.write(f"survey: x\nresponses: answers.csv\nquestions:\n{QUESTIONS}"
                   f"valid: {{rules: [{{name: example, reject_if: '{quoted}'}}]}}\n")
    write_csv(os.path.join(folder, "answers.csv"), RESPONSE)
    done = run(wjtab, "check", definition, "--json")
    if result == "error":
        return done.returncode == 2 or "[rule_error]" in done.stderr
    if done.returncode not in (0, 1) or "[rule_error]" in done.stderr:
        return False
    broken = [rule["rule"] for one in json.loads(done.stdout)["rejected"] for rule in one["rules"]]
    return broken == (["example"] if result == "TRUE" else [])


def check_formulas(report, wjtab):
    text = read(FORMATS)
    tables = [("formula", holds), ("formula over answers", holds_of_answers)]
    for header, function in tables:
        found = examples(text, header)
        report.check(len(found) >= 10, FORMATS, f"no table “{header}”")
        for line, formula, result in found:
            if formula is None:
                report.check(False, f"{FORMATS}:{line}", f"no example: {result}")
                continue
            with tempfile.TemporaryDirectory() as folder:
                report.check(function(wjtab, folder, formula, result), f"{FORMATS}:{line}",
                             f"{formula} does not give {result}")


# ---- screenfuls ----

def blocks(text):
    """(language, content) of the fenced blocks."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def sections(text):
    """The head and the sections, each without the blank lines behind it."""
    return [part.rstrip("\n") for part in re.split(r"(?m)^(?=【)", text)]


def same_screen(shown, printed):
    """None, or what differs. A line … stands for one or more whole sections."""
    rest = sections(printed)
    cut = False
    for part in sections(shown):
        lines = part.split("\n")
        marked = lines[-1] == "…"
        while lines and lines[-1] in ("…", ""):
            lines.pop()
        wanted = "\n".join(lines)
        while cut and rest and rest[0] != wanted:
            rest.pop(0)
        if not rest or rest[0] != wanted:
            return f"not printed like this: {lines[0] if lines else ''}"
        rest.pop(0)
        cut = marked
    return None if cut or not rest else f"not shown, and not marked as cut: {rest[0][:40]}"


def small_example(text):
    """The definition and its answers that a README shows first."""
    found = {}
    for language, content in blocks(text):
        found.setdefault(language, content)
    return found.get("yaml"), found.get("csv")


def screens(wjtab, path, folder):
    """What the program prints for the sample and for the small definition."""
    definition, answers = small_example(read(path))
    small = os.path.join(folder, "survey.yaml")
    for name, content in ((small, definition), (os.path.join(folder, "answers.csv"), answers)):
        with open(name, "w", encoding="utf-8") as file:
            file.write(content or "")
    out = os.path.join(folder, "out")
    for survey in (os.path.join(ROOT, SAMPLE), small):
        yield run(wjtab, "run", survey, "-o", out, "--force").stdout


def check_screens(report, wjtab):
    for path in READMES:
        shown = [content for language, content in blocks(read(path)) if language == "text"]
        with tempfile.TemporaryDirectory() as folder:
            printed = list(screens(wjtab, path, folder))
        report.check(len(shown) == len(printed), path,
                     f"{len(shown)} screenfuls; expected the sample's and the small one")
        for one, other in zip(shown, printed):
            fault = same_screen(one, other)
            report.check(fault is None, path, fault)


# ---- links ----

def documents():
    for folder, names, files in os.walk(ROOT):
        names[:] = [name for name in names if not name.startswith(".") and name not in
                    ("build", "out", "node_modules")]
        for name in sorted(files):
            if name.endswith(".md"):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


def anchors(path):
    """The anchors of a document's headings, as common renderers make them."""
    found = set()
    bare = re.sub(r"(?ms)^```.*?^```$", "", read(path))
    for heading in re.findall(r"(?m)^#+ (.*)$", bare):
        kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
        found.add(kept.replace(" ", "-"))
    return found


def leads_somewhere(path, target):
    file, _, anchor = target.partition("#")
    goal = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
    if not os.path.exists(os.path.join(ROOT, goal)):
        return False
    return not anchor or (goal.endswith(".md") and anchor in anchors(goal))


def check_links(report):
    for path in documents():
        text = re.sub(r"(?ms)^```.*?^```$", "", read(path))
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
            if not re.match(r"[a-z]+:", target):
                report.check(leads_somewhere(path, target), path, f"{target} leads nowhere")


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    wjtab = os.path.abspath(sys.argv[1])
    report = Report()
    check_formulas(report, wjtab)
    check_screens(report, wjtab)
    check_links(report)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
