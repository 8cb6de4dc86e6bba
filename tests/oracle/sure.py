#!/usr/bin/env python3
"""Is the range of every score what a fine grid over the measures' intervals finds?

Run from the repository's root: sure.py WJTAB. The formulas are evaluated by the reference evaluator, with fractions.
"""
import itertools
import json
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from formula import evaluate, names_in, number_of, parse, round_places
from scoring import Facts, rows_of

CASES = [("samples/zhifu-2022", (1, "truncate"), [("优", 90), ("良", 80), ("中", 60), ("差", 0)]),
         ("tests/golden/cases/score-unsure", (1, "half-up"), [("优", 90), ("良", 80), ("差", 0)])]
TINY = Fraction(1, 10 ** 9)


def fraction(value):
    return Fraction(value["num"], value["den"])


def grid(lower, upper):
    """Both ends, every half per cent between, and what is beside it: most jumps are there."""
    steps = [Fraction(step, 200) for step in range(201)]
    found = {near for step in steps for near in (step - TINY, step, step + TINY)} | {lower, upper}
    return sorted(value for value in found if lower <= value <= upper)


def score(row, names, rule):
    """The rounded score of a row with a formula."""
    given = row.get("指标值", "")
    value = number_of(given)
    own = {**names, "分值": number_of(row["分值"]), "指标值": given if value is None else value}
    return round_places(Fraction(evaluate(parse(row["公式"]), own)), *rule)


def ranges(folder, results, rule):
    """The lowest and highest score of each indicator that hangs on a measure, by line; then all totals."""
    interval = results["score"]["interval"]
    measures = {measure["name"]: grid(fraction(measure["lower"]), fraction(measure["upper"]))
                for measure in interval["measures"]}
    facts = Facts(rows_of(folder / "facts.csv")) if (folder / "facts.csv").exists() else {}
    if facts:
        facts.check()
    rows = [row for row in rows_of(folder / "scoring.csv") if row["分值"]]
    indicators = results["score"]["indicators"]
    assert len(rows) == len(indicators)
    moving = [number for number, row in enumerate(rows)
              if row["公式"] and names_in(parse(row["公式"])) & set(measures)]
    rest = sum(fraction(indicator["score"]) for number, indicator in enumerate(indicators) if number not in moving)
    found = {number: set() for number in moving}
    totals = set()
    for point in itertools.product(*measures.values()):
        names = {**facts, **dict(zip(measures, point))}
        scores = {number: score(rows[number], names, rule) for number in moving}
        for number, value in scores.items():
            found[number].add(value)
        totals.add(rest + sum(scores.values()))
    return found, totals


def check(wjtab, folder, rule, bands):
    """What differs, as texts."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([wjtab, "run", str(folder / "survey.yaml"), "-o", out, "--quiet"], check=True,
                       stderr=subprocess.DEVNULL)
        results = json.loads((Path(out) / "results.json").read_text(encoding="utf-8"))
    found, totals = ranges(folder, results, rule)
    wrong = []
    for number, indicator in enumerate(results["score"]["indicators"]):
        if ("interval" in indicator) != (number in found):
            wrong.append(f"{indicator['name']}: an interval where none is, or none where one is")
        elif number in found:
            wrong += compare(indicator["name"], indicator["interval"], found[number])
    whole = results["score"]["interval"]
    wrong += compare("total", whole, totals)
    reached = {next(grade for grade, least in bands if round_places(total, *rule) >= least) for total in totals}
    if reached != set(whole["grades"]):
        wrong.append(f"grades {whole['grades']}, not {reached}")
    return wrong


def compare(name, interval, values):
    stated = fraction(interval["lower"]), fraction(interval["upper"])
    if not interval["reached"] or stated != (min(values), max(values)):
        return [f"{name}: {stated[0]} to {stated[1]}, the grid has {min(values)} to {max(values)}"]
    return []


def main():
    failed = 0
    for folder, rule, bands in CASES:
        wrong = check(sys.argv[1], Path(folder), rule, bands)
        failed += bool(wrong)
        for text in wrong:
            print(f"{folder}: {text}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
