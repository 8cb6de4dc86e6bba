#!/usr/bin/env python3
"""Exports of survey platforms give the figures of the plain table of the same answers.

    tests/golden/platforms.py WJTAB

Each tests/golden/platforms/NAME.yaml names its export; the figures of all must be those of
plain.yaml. What was asked and not asked must agree too.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "platforms")


def figures(wjtab, definition, scratch):
    out = os.path.join(scratch, os.path.basename(definition))
    subprocess.run([wjtab, "run", definition, "-o", out, "--quiet"], check=True)
    with open(os.path.join(out, "results.json"), encoding="utf-8") as file:
        results = json.load(file)
    questions = []
    for question in results["questions"]:
        if question["type"] == "text":
            continue
        counts = [[option["label"], option["count"], option["share"]]
                  for option in question["options"]]
        questions.append([question[key] for key in
                          ("name", "base", "answered", "not_asked", "rate_base", "rate")] + counts)
    return {"returns": results["returns"], "rejected": results["rejected"]["total"],
            "questions": questions, "measures": results["measures"]}


def main():
    wjtab = os.path.abspath(sys.argv[1])
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        wanted = figures(wjtab, os.path.join(FOLDER, "plain.yaml"), scratch)
        for definition in sorted(glob.glob(os.path.join(FOLDER, "*.yaml"))):
            got = figures(wjtab, definition, scratch)
            if got == wanted:
                passed += 1
                continue
            failed += 1
            print(f"FAILED {os.path.basename(definition)}")
            for key, value in wanted.items():
                if got[key] != value:
                    print(f"  {key}: expected {value}\n  got {got[key]}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
