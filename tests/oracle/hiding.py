"""What the two tests of `suppress_below` share: writing answers, running wjtab, reading figures, and a
linear program that is solved whatever a single method says."""
import csv
import json
import os
import subprocess
from fractions import Fraction

from scipy.optimize import linprog

SCORES = {"A": 100, "B": 80, "C": 60, "D": 0}


def write_answers(folder, rows):
    with open(os.path.join(folder, "answers.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def run(wjtab, folder, survey, suppressed, *options):
    """results.json of the survey, with what is small hidden or without."""
    path = os.path.join(folder, "survey.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(survey.definition(suppressed))
    out = os.path.join(folder, "hidden" if suppressed else "open")
    done = subprocess.run([wjtab, "run", path, "-o", out, "--quiet", *options],
                          capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        raise SystemExit(f"survey {survey.seed}: wjtab run: {done.returncode} {done.stderr}")
    with open(os.path.join(out, "results.json"), encoding="utf-8") as file:
        return json.load(file)


def fraction(figure):
    return None if figure is None else Fraction(int(figure["num"]), int(figure["den"]))


def optimum(aim, matrix, right, bounds):
    """The lowest value of the aim; None: there is none. What the counts were solves the equations,
    so where HiGHS finds that nothing does, its presolve has lost it: others are asked then."""
    for method, presolve in (("highs", True), ("highs-ds", False), ("highs-ipm", True),
                             ("highs-ipm", False)):
        found = linprog(aim, A_eq=matrix, b_eq=right, bounds=bounds, method=method,
                        options={"presolve": presolve})
        if found.status == 0:
            return found.fun
        if found.status == 3:
            return None
    raise SystemExit(f"linprog: {found.message}")
