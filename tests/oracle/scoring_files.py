#!/usr/bin/env python3
"""Random scoring files, computed here a second time from docs/formats.md: Formulas, Scoring file, Facts.

    scoring_files.py WJTAB [FILES [START]]

Every figure of `wjtab score --json` must be the same fraction, and the table that -o writes the same
bytes but for the computed cells. Prints each fault, then `N passed, N failed`; exit status 1 if anything failed.
"""
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from formula import FormulaError, evaluate, round_places
from random_scoring import ScoringFile, shown, target_rules

LEVELS = ["一级指标", "二级指标", "三级指标", "四级指标"]
ENGLISH = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
USUAL_GRADES = [("优", Fraction(90)), ("良", Fraction(80)), ("中", Fraction(60)), ("差", Fraction(0))]


class Refused(Exception):
    """The file is in error: exit status 2, and a message that names the row, None where a fact is to blame."""

    def __init__(self, row=None):
        super().__init__()
        self.row = row

    def told(self, errors):
        """Is an error of that row, or of a fact, among the messages?"""
        places = [f"facts.csv:{line}:" for line in range(2, 100)]
        if self.row:
            places = [f"scoring.csv:{line}:" for line in range(self.row.line, self.row.last_line + 1)]
        return any(place in line and " error: " in line for line in errors.splitlines() for place in places)


def cut(text):
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate_text(rate, rule):
    """Without trailing zeros, as 得分率 and 完成率 are printed."""
    places, mode = rule
    return cut(shown(round_places(rate * 100, places, mode), places)) + "%"


def score_text(value, rule):
    return cut(shown(round_places(value, *rule), rule[0]))


def fact_values(facts):
    """Formulas see facts only, in any order; a cycle is an error, and so is a fact without a value."""
    values, waiting = {}, set()

    def value(name):
        if name not in facts:
            raise FormulaError(f"unknown name {name}")
        if name not in values:
            if name in waiting:
                raise FormulaError("cycle")
            waiting.add(name)
            fact = facts[name]
            values[name] = fact.value if fact.node is None else Fraction(evaluate(target_rules(fact.node), later))
        return values[name]

    later = {name: (lambda name=name: value(name)) for name in facts}
    for name in facts:
        value(name)
    return values


def paths_of(rows, columns):
    """A blank level repeats the one above, unless a higher level on its row changes."""
    above, found = {}, []
    for row in rows:
        path, changed = {}, False
        for level in columns:
            text = row.cells.get(level, "")
            if not text and not changed:
                text = above.get(level, "")
            changed = changed or text != above.get(level, "")
            path[level] = above[level] = text
        found.append([path.get(level, "") for level in LEVELS])
    return found


def done_rate(row, actual):
    """完成率, None where one of the two is no number."""
    if row.target is None or row.target.value is None or not isinstance(actual, Fraction):
        return None
    sign, target = row.target.sign, row.target.value
    above, below = (target, actual) if sign in "≤<" else (actual, target)
    if below:
        return above / below
    met = {"≥": actual >= target, ">": actual > target, "≤": actual <= target, "<": actual < target,
           "=": actual == target}[sign]
    return Fraction(1 if met else 0)


def judge(row, path, facts, file):
    """The figures of one indicator."""
    actual = facts.get(row.actual, row.actual) if isinstance(row.actual, str) else row.actual
    found = {"name": [text for text in path if text][-1], "points": row.points, "raw": None, "score": None,
             "rate": None, "done": done_rate(row, actual), "path": path, "source": "formula" if row.node else "given"}
    if row.node:
        names = {**facts, "分值": row.points, "指标值": row.given}
        if row.target is not None:
            names.update({"目标值": row.target.text if row.target.value is None else row.target.value,
                          "实际值": actual})
        if found["done"] is not None:
            names["完成率"] = found["done"]
        value = evaluate(target_rules(row.node, row.target), names)
        if isinstance(value, str):
            raise Refused(row)
        found["raw"] = Fraction(value)
        found["score"] = round_places(found["raw"], *file.score_rule)
    elif row.score is not None:
        found["raw"] = found["score"] = row.score
    if found["score"] is not None:
        if not 0 <= found["score"] <= row.points:
            raise Refused(row)
        found["rate"] = found["score"] / row.points if row.points else None
    return found


def whole(members):
    points = sum((one["points"] for one in members), Fraction(0))
    if any(one["score"] is None for one in members):
        return {"points": points, "score": None, "rate": None}
    score = sum((one["score"] for one in members), Fraction(0))
    return {"points": points, "score": score, "rate": score / points if points else None}


def levels_of(indicators):
    """Every level above an indicator, in order of appearance."""
    members = {}
    for one in indicators:
        deepest = max(place for place, text in enumerate(one["path"]) if text)
        for place in range(deepest):
            if one["path"][place]:
                members.setdefault(tuple(one["path"][:place + 1]), []).append(one)
    return [{"level": len(path), "name": path[-1], "parent": next(filter(None, path[-2::-1]), None),
             **whole(ones)} for path, ones in members.items()]


def compute(file):
    """What wjtab has to say, or Refused."""
    row = None
    try:
        facts = {**fact_values(file.facts), **file.settings}
        indicators = []
        for row, path in zip(file.rows, paths_of(file.rows, file.level_columns)):
            indicators.append(judge(row, path, facts, file))
    except FormulaError as error:
        raise Refused(row) from error
    total = whole(indicators)
    grades = file.grades or (USUAL_GRADES if total["points"] == 100 else [])
    grade = None
    if total["score"] is not None:
        printed = round_places(total["score"], *file.score_rule)
        reached = [band for band in grades if band[1] <= printed]
        grade = max(reached, key=lambda band: band[1])[0] if reached else None
    return {"total": total, "grade": grade, "levels": levels_of(indicators), "indicators": indicators, "facts": facts}


def fraction(value):
    return None if value is None else Fraction(int(value["num"]), int(value["den"]))


class Comparison:
    def __init__(self, file, expected):
        self.file, self.expected, self.faults = file, expected, []

    def same(self, what, got, wanted):
        if got != wanted:
            self.faults.append(f"{what}: {got}, not {wanted}")

    def figures(self, what, got, wanted):
        for key in ("points", "score", "rate"):
            self.same(f"{what} {key}", fraction(got[key]), wanted[key])
        if wanted["rate"] is not None:
            self.same(f"{what} rate as printed", got["rate"]["text"], rate_text(wanted["rate"], self.file.rate_rule))

    def results(self, results):
        """The object that --json prints."""
        got, total = results["score"], self.expected["total"]
        self.figures("total", {**got, "score": got["total"]}, total)
        self.same("grade", got.get("computed_grade", got["grade"]), self.expected["grade"])
        if total["score"] is not None:
            self.same("total as printed", got["total"]["text"], score_text(total["score"], self.file.score_rule))
        self.same("levels", [(one["level"], one["parent"], one["name"]) for one in got["levels"]],
                  [(one["level"], one["parent"], one["name"]) for one in self.expected["levels"]])
        for one, wanted in zip(got["levels"], self.expected["levels"]):
            self.figures(f"level {wanted['name']}", one, wanted)
        self.same("indicators", len(got["indicators"]), len(self.expected["indicators"]))
        for one, wanted, row in zip(got["indicators"], self.expected["indicators"], self.file.rows):
            self.indicator(one, wanted, row)
        for fact in results.get("facts") or []:
            value = self.expected["facts"][fact["name"]]
            self.same(f"fact {fact['name']}", fact["text"] if isinstance(value, str) else fraction(fact["value"]), value)

    def indicator(self, got, wanted, row):
        what = f"line {row.line} {wanted['name']}"
        self.same(f"{what} line", got["line"], row.line)
        self.same(f"{what} name", got["name"], wanted["name"])
        self.figures(what, got, wanted)
        self.same(f"{what} raw", fraction(got["raw"]), wanted["raw"])
        self.same(f"{what} source", got["source"], wanted["source"])
        self.same(f"{what} done", fraction(got["done"]), wanted["done"])
        above = [text for text in wanted["path"] if text][:-1]
        self.same(f"{what} levels", [got[f"level{depth}"] for depth in range(1, 5) if got.get(f"level{depth}")], above)

    def cell(self, row, wanted, name):
        """What is computed for a cell of a row, None where the cell has to come back as it was."""
        if name == "得分" and row.node:
            return score_text(wanted["score"], self.file.score_rule)
        if name == "得分率" and wanted["rate"] is not None:
            return rate_text(wanted["rate"], self.file.rate_rule)
        if name == "完成率" and wanted["done"] is not None:
            return rate_text(wanted["done"], self.file.rate_rule)
        return None

    def written(self, data):
        """Walks the table as it was written, byte by byte."""
        if not data.startswith(self.file.bom):
            self.faults.append("the BOM is gone")
            return
        text, at = data[len(self.file.bom):].decode(self.file.codec), 0
        figures = {id(row): one for row, one in zip(self.file.rows, self.expected["indicators"])}
        added = "得分" not in self.file.columns and any(row.node for row in self.file.rows)
        for row, pieces, end in self.file.lines:
            spellings = []
            for name, piece in zip(self.file.columns, pieces):
                value = self.cell(row, figures[id(row)], name) if id(row) in figures else None
                spellings.append([piece] if value is None else [f'"{value}"', value])
            if added and (row is None or id(row) in figures and row.node):
                spellings.append(["得分" if row is None else self.cell(row, figures[id(row)], "得分")])
            for place, choices in enumerate(spellings):
                choices = [("" if place == 0 else self.file.delimiter) + choice for choice in choices]
                fitting = [choice for choice in choices if text.startswith(choice, at)]
                if not fitting:
                    self.faults.append(f"written: {text[at:at + 30]!r} where {choices} should stand")
                    return
                at += len(max(fitting, key=len))
            if not text.startswith(end, at):
                self.faults.append(f"written: {text[at:at + 30]!r} where the line should end")
                return
            at += len(end)
        self.same("written: behind the last line", text[at:], "")


def run_one(wjtab, seed, folder):
    file = ScoringFile(seed)
    arguments = file.write(folder)
    expected, refusal = None, None
    try:
        expected = compute(file)
    except Refused as error:
        refusal = error
    filled = folder / "filled.csv"
    filled.unlink(missing_ok=True)
    done = subprocess.run([wjtab, "score", *arguments, "--json"], capture_output=True, timeout=60, check=False,
                          env=ENGLISH)
    errors = done.stderr.decode("utf-8", "replace").strip()
    wrote = subprocess.run([wjtab, "score", *arguments, "-o", str(filled), "-q"], capture_output=True, timeout=60,
                           check=False, env=ENGLISH)
    if refusal:
        refused = done.returncode == 2 and wrote.returncode == 2 and not filled.exists() and refusal.told(errors)
        return [] if refused else [f"not refused as it has to be: {done.returncode}, {wrote.returncode}: {errors}"], True
    if done.returncode or wrote.returncode:
        return [f"refused: {done.returncode}, {wrote.returncode}: {errors}"], False
    comparison = Comparison(file, expected)
    comparison.results(json.loads(done.stdout))
    comparison.written(filled.read_bytes())
    return comparison.faults, False


def main():
    wjtab = os.path.abspath(sys.argv[1])
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    start = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    failed = refused = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(start, start + files):
            faults, in_error = run_one(wjtab, seed, Path(folder))
            failed += bool(faults)
            refused += in_error
            for fault in faults[:4]:
                print(f"seed {seed}: {fault}")
    print(f"{refused} of the files are in error")
    print(f"{files - failed} passed, {failed} failed")
    return 1 if failed or refused > files / 2 else 0


if __name__ == "__main__":
    sys.exit(main())
