#!/usr/bin/env python3
"""Random surveys through wjtab and through R: every figure of results.json must agree.

    r_batch.py WJTAB [--seeds 200] [--start 0] [--keep FOLDER]

r_sets.py writes the surveys, wjtab computes each, and one Rscript (r_batch.R) computes all of them again from
the raw answers. Numbers agree to 1e-9, relatively, Fisher's p to 1e-6. Whatever has no figure in R's opinion must be
null in wjtab's, with the same reason. Every number, null and reason in results.json is compared, but for the short
list NOT_COMPARED: a key that this test does not know is a fault. To see that the test can fail, every number is then
changed by ten times what is allowed: that must be noticed each time.

Prints each difference, then `N passed, N failed`; exit status 1 if anything failed.
"""
import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

from r_sets import Survey

HERE = Path(__file__).resolve().parent
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
AGREE, FISHER_AGREE = 1e-9, 1e-6
NOTHING = 1e-13  # what cancels out to nothing in floating point; p-values have no such floor
# A standard error is a root: where it is tiny, R has its square, of sums of doubles around 1, to 1e-15 and no better.
SQUARES = 1e-15
SMALLEST_SIZE = 1e-10  # of n0, for the same reason
SMALLEST_T = 1e-11  # of a difference that is 0, over its standard error
SHOWN = 12       # differences per survey that are printed
# Texts that are compared; all others name things.
REASONS = {"why", "no_tests", "note", "method", "no_interval", "no_independence", "codes", "measure", "change", "quadrant", "text"}
# What results.json says beside statistics, and why R has no opinion on it.
NOT_COMPARED = [
    (r"/(survey|inputs|outputs)/", "provenance"),
    (r"/(rejected|straight_line)(/|$)", "screening: property_test.py"),
    (r"/measures/[^/]*/(weights|codes)(/|$)", "the definition"),
    (r"/weighting/iterations", "how the raking went, not what came of it"),
    (r"/weighting/worst_margin/(target|reached)", "of several that are as far off, any"),
    (r"/comparison/previous/(file|sha256|title)", "provenance"),
]
# How a list's elements are told apart; other lists are numbered.
NAMES = {"questions": ["name"], "measures": ["name"], "options": ["code"], "themes": ["label"], "rows": ["code"],
         "tables": ["table", "row", "by"], "grids": ["table", "by"], "z_tests": ["pair"], "mean_tests": ["pair"], "paired": ["items"]}
NAMING = {"table", "code", "label", "name", "where", "title"}  # numbers and nulls among these name things, too


def element_name(key, element, place):
    if key == "items" and isinstance(element, dict):
        return element.get("item") or element.get("name")
    if key in ("measures", "rates", "shares") and isinstance(element, dict) and "difference" in element:
        return "|".join(element[name] or "" for name in ("measure", "question", "code") if name in element)
    if key == "cells":
        return "|".join(code for code in element.values() if isinstance(code, str))
    if key not in NAMES:
        return str(place)
    parts = [element[name] for name in NAMES[key]]
    joined = {"by": "+", "pair": "~", "items": "~"}
    return "|".join(joined[name].join(part) if isinstance(part, list) else str(part)
                    for name, part in zip(NAMES[key], parts))


def leaves(value, path="", key=""):
    """(path, value) of every number, null, reason; fractions as such."""
    if isinstance(value, dict) and "num" in value and "den" in value:
        beside = {name: inner for name, inner in value.items() if name not in ("num", "den", "text")}
        yield path + ("/fraction" if beside else ""), Fraction(int(value["num"]), int(value["den"]))
        yield from leaves(beside, path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in NAMING:
                yield from leaves(inner, f"{path}/{name}", name)
    elif key == "codes":
        yield path, ",".join(value)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, f"{path}/{element_name(key, inner, place)}", key if isinstance(inner, list) else "")
    elif not isinstance(value, str) or key in REASONS or "/why/" in path:
        yield path, value


def is_compared(path):
    return not any(re.match(pattern, path) for pattern, _ in NOT_COMPARED)


def compared_leaves(results):
    """The worst margin of several that hold is chance."""
    holds = (results.get("weighting") or {}).get("margins_hold", True)
    for path, value in leaves(results):
        if is_compared(path) and not (holds and path.startswith("/weighting/worst_margin")):
            yield path, value


def read_figures(path):
    """set -> path -> text, as R wrote them."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, place, text = line.split("\t")
        # R writes what belongs to the survey itself below an empty name.
        found.setdefault(name, {})[place.replace("//", "/")] = text
    return found


def is_probability(key):
    return re.fullmatch(r"p|p_.*|.*_p", key) is not None


def floor_of(key, value):
    """By how much a figure may be off, whatever its size: what is lost where it cancels out."""
    if is_probability(key):
        return 0
    if re.fullmatch(r"(sd|se)(_.*)?", key):
        return max(NOTHING, math.sqrt(value * value + SQUARES) - abs(value))
    return SMALLEST_T if key == "t" else SMALLEST_SIZE if key.startswith("n0") else NOTHING


def is_same(path, found, text):
    if found is None or isinstance(found, (str, bool)):
        return {None: "null", True: "true", False: "false"}.get(found, found) == text
    if text in ("null", "true", "false"):
        return False
    key = path.rpartition("/")[2]
    found, expected = float(found), float(text)
    tolerance = FISHER_AGREE if key == "fisher_p" else AGREE
    floor = floor_of(key, expected)
    return abs(found - expected) <= max(tolerance * max(abs(expected), abs(found)), floor)


def differences(results, expected):
    """What is wrong, and how many figures were compared."""
    found = dict(compared_leaves(results))
    wrong = [f"{path}: wjtab {found[path]!r}, R {expected[path]}" for path in found
             if path in expected and not is_same(path, found[path], expected[path])]
    wrong += [f"{path}: wjtab {value!r}, R does not compute this" for path, value in found.items()
              if path not in expected]
    wrong += [f"{path}: R {text}, not in results.json" for path, text in expected.items() if path not in found]
    return wrong, len(found)


def unnoticed(results, expected):
    """Figures whose change this test would not see."""
    for path, value in compared_leaves(results):
        if isinstance(value, (int, float, Fraction)) and not isinstance(value, bool):
            most = FISHER_AGREE if path.endswith("/fisher_p") else AGREE
            floor = floor_of(path.rpartition("/")[2], float(value))
            changed = float(value) + 10 * (max(most * abs(value), floor) or NOTHING)
            if path in expected and is_same(path, changed, expected[path]):
                yield f"{path}: wjtab {changed!r} would pass, R {expected[path]}"


def run_wjtab(wjtab, folder):
    """The results, and why there are none."""
    done = subprocess.run([wjtab, "run", "survey.yaml", "-o", "out", "--format", "json", "--quiet"], cwd=folder,
                          capture_output=True, text=True, env=ENVIRONMENT, timeout=60, check=False)
    if done.returncode != 0:
        return None, f"exit status {done.returncode}: {done.stderr.strip()[:500]}"
    return json.loads((folder / "out" / "results.json").read_text(encoding="utf-8")), None


def run_both(wjtab, folder, name):
    """Of the survey before, where there was one, and of the survey: its name, and what run_wjtab gives."""
    names = [f"{name}/before"] if (folder / name / "before").is_dir() else []
    return [(own, *run_wjtab(wjtab, folder / own)) for own in [*names, name]]


def run_r(folder):
    subprocess.run(["Rscript", "--vanilla", HERE / "r_batch.R", folder], env=ENVIRONMENT, check=True)
    return read_figures(folder / "figures.tsv")


def kind_of(path):
    """The key, and for what stands at the top, which part of the file."""
    return re.sub(r"^/(\w*).*/", r"\1/", re.sub(r"/\d+$", "", path))


def compare(wjtab, seeds, folder):
    """(seed, differences) of each, and what was compared."""
    sets = {f"{seed:06}": seed for seed in seeds}
    for name, seed in sets.items():
        Survey(seed).write(folder / name)
    with ThreadPoolExecutor(2) as pool:
        expected = pool.submit(run_r, folder)
        ours = list(pool.map(lambda name: run_both(wjtab, folder, name), sets))
        expected = expected.result()
    compared, kinds, found = 0, Counter(), {seed: [] for seed in sets.values()}
    for name, results, fault in (one for both in ours for one in both):
        wrong, count = ([fault], 0) if fault else differences(results, expected[name])
        wrong += [] if fault else unnoticed(results, expected[name])
        compared += count
        kinds.update(kind_of(path) for path in expected.get(name, []))
        found[sets[name[:6]]] += [f"{name[7:]} {line}".lstrip() for line in wrong]
    return list(found.items()), compared, kinds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wjtab")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the surveys")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="r-batch-"))
    folder.mkdir(exist_ok=True)
    seeds = range(options.start, options.start + options.seeds)
    try:
        found, compared, kinds = compare(os.path.abspath(options.wjtab), seeds, folder)
    finally:
        if options.keep is None:
            shutil.rmtree(folder)
    failed = sum(bool(wrong) for _, wrong in found)
    for seed, wrong in found:
        for line in wrong[:SHOWN]:
            print(f"seed {seed}: {line}")
        if len(wrong) > SHOWN:
            print(f"seed {seed}: and {len(wrong) - SHOWN} more")
    print(f"{compared} figures of {len(kinds)} kinds compared")
    print(f"{len(found) - failed} passed, {failed} failed")
    return 1 if failed or not found else 0


if __name__ == "__main__":
    sys.exit(main())
