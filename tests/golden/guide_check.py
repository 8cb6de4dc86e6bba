#!/usr/bin/env python3
"""Checks that docs/guide.md is true.

    tests/golden/guide_check.py WJTAB

- every block ```yaml complete, a definition whose first line `# 数据: FILE…` names its responses,
  is accepted by `check` and `run`: no error, no warning, no answer that fits no option, and the
  effective responses are those that the other definitions of the same forms give;
- every other ```yaml block is YAML;
- every block ```text run: COMMAND is what the command prints, in a folder that holds a copy of
  samples/, the sample as 练习/ too, the data of the definitions, and each block ```LANGUAGE file: NAME.
  A line … stands for any lines, … in a line for any text;
- every message that chapter 8 quotes is in the catalogue; … stands for what the program fills in.

docs_check.py follows its links. Prints each fault, then `N passed, N failed`; exit status 1 if anything failed.
"""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import yaml

from checking import ROOT, Report, read

GUIDE = "docs/guide.md"
CATALOGUE = "src/cli/messages/zh_CN.po"
DATA = ["tests/golden/platforms", "tests/unit/read/xlsx", "tests/unit/read/sav"]
SAMPLE = "samples/zhifu-2022"
PRACTICE = "练习"
MESSAGES = "8 出错信息对照"


def blocks(text):
    """(line, language, rest of the info string, content) of the fenced blocks."""
    for match in re.finditer(r"(?ms)^```(\w+) *(.*?)\n(.*?)^```$", text):
        line = text.count("\n", 0, match.start()) + 1
        yield (line, *match.groups())


def run(wjtab, folder, *arguments):
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="zh_CN")
    return subprocess.run([wjtab, *arguments], cwd=folder, env=environment, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, encoding="utf-8")


def furnish(folder, text):
    """Puts into a folder what the guide's commands find there."""
    ignore = shutil.ignore_patterns("out", "out-*")
    shutil.copytree(os.path.join(ROOT, "samples"), os.path.join(folder, "samples"), ignore=ignore)
    shutil.copytree(os.path.join(ROOT, SAMPLE), os.path.join(folder, PRACTICE), ignore=ignore)
    for path in DATA:
        shutil.copytree(os.path.join(ROOT, path), os.path.join(folder, path))
    for _, _, rest, content in blocks(text):
        if rest.startswith("file: "):
            with open(os.path.join(folder, rest[6:]), "w", encoding="utf-8") as file:
                file.write(content)


# ---- definitions ----

def named_data(content):
    match = re.match(r"# 数据: (.+)\n", content)
    return match.group(1).split() if match else []


def check_definition(report, wjtab, folder, line, content):
    data = named_data(content)
    there = bool(data) and all(os.path.exists(os.path.join(folder, path)) for path in data)
    report.check(there, line, f"no such data: {data}")
    if not there:
        return None
    home = os.path.join(folder, os.path.dirname(data[0]))
    with open(os.path.join(home, "guide.yaml"), "w", encoding="utf-8") as file:
        file.write(content)
    done = run(wjtab, home, "check", "guide.yaml", "--json")
    report.check(done.returncode in (0, 1), line, f"check: {done.returncode} {done.stdout}")
    if done.returncode not in (0, 1):
        return None
    try:
        found = json.loads(done.stdout)
    except ValueError:
        report.check(False, line, f"check warns: {done.stdout[-400:]}")
        return None
    report.check(found["unknown"] == [], line, f"answers that fit no option: {found['unknown']}")
    report.check(sorted(one["file"] for one in found["inputs"]) ==
                 sorted(os.path.basename(path) for path in data), line, "reads other data")
    done = run(wjtab, home, "run", "guide.yaml", "-o", "guide-out", "--force", "--json", "-q")
    good = done.returncode in (0, 1) and done.stdout.startswith("{")
    report.check(good, line, f"run: {done.returncode} {done.stdout[:400]}")
    return json.loads(done.stdout) if good else None


def items(content, name):
    """What the measure of this name is made of, as text."""
    return str([one for one in yaml.safe_load(content)["measures"] if one["name"] == name])


def check_definitions(report, wjtab, folder, text):
    """All of these files hold the same answers: what two definitions ask alike must agree, as far
    as they judge the same responses to be effective."""
    known = {}
    for line, language, rest, content in blocks(text):
        if language != "yaml":
            continue
        try:
            yaml.safe_load(content)
        except yaml.YAMLError as error:
            report.check(False, line, f"no YAML: {error}")
            continue
        if rest != "complete":
            report.passed += 1
            continue
        results = check_definition(report, wjtab, folder, line, content)
        if results is None:
            continue
        report.check(results["returns"]["valid"] > 0, line, "no effective response")
        for measure in results["measures"]:
            key = (measure["name"], items(content, measure["name"]), results["returns"]["valid"])
            first = known.setdefault(key, (line, measure["rate"]))
            report.check(first[1] == measure["rate"], line,
                         f"{key[0]} is not what the definition of line {first[0]} gives")


# ---- screenfuls ----

def pattern(line):
    return re.compile(".*".join(re.escape(part) for part in line.split("…")))


def same_lines(shown, printed):
    """None, or the first line that is not printed."""
    at = 0
    skipping = False
    for line in shown:
        if line == "…":
            skipping = True
            continue
        wanted = pattern(line)
        while skipping and at < len(printed) and not wanted.fullmatch(printed[at]):
            at += 1
        if at == len(printed) or not wanted.fullmatch(printed[at]):
            return line
        at += 1
        skipping = False
    return None if skipping or at == len(printed) else f"(end; printed: {printed[at]})"


def check_screens(report, wjtab, folder, text):
    for line, language, rest, content in blocks(text):
        if language != "text" or not rest.startswith("run: "):
            continue
        words = shlex.split(rest[5:])
        report.check(words[0] == "wjtab", line, f"not a command of ours: {rest}")
        done = run(wjtab, folder, *words[1:])
        fault = same_lines(content.rstrip("\n").split("\n"), done.stdout.rstrip("\n").split("\n"))
        report.check(fault is None, line, f"{rest}: not printed like this: {fault}")


# ---- messages ----

def catalogue():
    """The translated messages, with … for what is filled in."""
    found = []
    for match in re.finditer(r'(?m)^msgstr(?:\[\d\])? ((?:".*"\n?)+)', read(CATALOGUE)):
        joined = "".join(re.findall(r'"(.*)"', match.group(1)))
        joined = joined.replace('\\"', '"').replace("\\\\", "\\").replace("\\n", "\n")
        joined = re.sub(r"%(\d\$)?([.]?[*]?)(ll|z|l)?[sdu]|%\d?\$?[.]\*s|%0?\dX", "…", joined)
        found.append(joined.replace("%%", "%"))
    return found


def check_messages(report, text):
    known = catalogue()
    chapter = text.split(f"\n## {MESSAGES}\n")[1].split("\n## ")[0]
    start = text[:text.index(f"\n## {MESSAGES}\n")].count("\n") + 2
    for number, line in enumerate(chapter.split("\n"), start):
        match = re.match(r"\| `(.+?)` \|", line)
        if match:
            report.check(quoted(match.group(1), known), number + 1,
                         f"no such message: {match.group(1)}")


def quoted(shown, known):
    """A quotation stands in one message; its … may also stand for a part left out."""
    wanted = re.compile("(?s)" + ".*".join(re.escape(part) for part in shown.split("…")))
    return any(wanted.search(message) for message in known)


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    wjtab = os.path.abspath(sys.argv[1])
    report = Report(GUIDE)
    text = read(GUIDE)
    with tempfile.TemporaryDirectory() as folder:
        furnish(folder, text)
        check_definitions(report, wjtab, folder, text)
        check_screens(report, wjtab, folder, text)
    check_messages(report, text)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
