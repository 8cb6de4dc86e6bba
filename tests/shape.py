#!/usr/bin/env python3
"""The shape of the house: who may include whom, and sizes. docs/architecture.md says why.

Run from the repository's root. Prints each fault as file:line: text, exit status 1 if any.
"""
import os
import re
import subprocess
import sys

FLOORS = ["base", "formula", "read", "survey", "screen", "tally", "measure", "score", "report",
          "write", "cli"]
ONLY = {"write": {"write", "report", "base"}}  # sees less than all floors below
LONGEST_FILE = 600
LONGEST_FUNCTION = 60
DEEPEST = 4
TOP = {"include", "src", "samples", "tests", "docs", "build"}

# Exceptions, each with its reason: {"path": "reason"} or {"path:function": "reason"}.
FILE_EXCEPTIONS = {}
FUNCTION_EXCEPTIONS = {}

faults = []
checked = 0


def fault(path, line, text):
    faults.append(f"{path}:{line}: {text}")


def floor_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" else parts[2]


def check_includes(path, lines):
    floor = floor_of(path)
    for number, line in enumerate(lines, 1):
        match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if not match:
            continue
        target = match.group(1)
        if target.startswith("wjtab/"):
            other = target.split("/")[1]
            allowed = ONLY.get(floor, set(FLOORS[:FLOORS.index(floor) + 1]))
            if other not in allowed:
                fault(path, number, f"floor {floor} may not include {target}")
        elif "/" in target:
            fault(path, number, f"{target} is private to another folder")
        elif path.startswith("include/"):
            fault(path, number, f"a public header includes the private {target}")


def strip(line):
    """Without texts, characters and comments that close on the line."""
    line = re.sub(r'"(\\.|[^"\\])*"', '""', line)
    line = re.sub(r"'(\\.|[^'\\])*'", "''", line)
    line = re.sub(r"/\*.*?\*/", "", line)
    return re.sub(r"//.*", "", line)


def check_functions(path, lines):
    start = None
    name = ""
    depth = deepest = 0
    for number, line in enumerate(lines, 1):
        bare = strip(line)
        if start is None and line.startswith("{"):
            start = number
            depth = deepest = 0
            head = " ".join(lines[max(0, number - 6):number - 1])
            names = re.findall(r"(\w+)\s*\(", head)
            name = names[-1] if names else "?"
            for candidate in names:
                if re.search(r"\b" + candidate + r"\([^;]*\)\s*$", head):
                    name = candidate
                    break
        if start is not None:
            depth += bare.count("{") - bare.count("}")
            deepest = max(deepest, depth)
        if start is not None and line.startswith("}"):
            length = number - start + 1
            key = f"{path}:{name}"
            if length > LONGEST_FUNCTION and key not in FUNCTION_EXCEPTIONS:
                fault(path, start, f"{name} has {length} lines, at most {LONGEST_FUNCTION}")
            if deepest - 1 > DEEPEST and key not in FUNCTION_EXCEPTIONS:
                fault(path, start, f"{name} is nested {deepest - 1} deep, at most {DEEPEST}")
            start = None


def check_words(path, lines):
    floor = floor_of(path)
    for number, line in enumerate(lines, 1):
        bare = strip(line)
        if floor != "measure" and re.search(r"\b(double|float)\b", bare):
            fault(path, number, "floating point belongs to the measure floor")
        if re.search(r'"[^"]*%[-+ #0-9.]*l?[fgea]\b[^"]*"', line) and "printf" in line:
            fault(path, number, "no %f: figures are printed by base/number")
        if floor != "cli" and re.search(r"\b(printf|puts|putchar|exit|abort)\s*\(", bare):
            fault(path, number, "the library prints nothing and never exits")
        if floor != "cli" and re.search(r"\b(stdout|stderr)\b", bare):
            fault(path, number, "the library prints nothing")
        if re.search(r"TODO|FIXME|\bXXX\b|HACK", line):
            fault(path, number, "a note to self")


def check_source(path):
    global checked
    checked += 1
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    if len(lines) - 1 > LONGEST_FILE and path not in FILE_EXCEPTIONS:
        fault(path, len(lines), f"{len(lines) - 1} lines, at most {LONGEST_FILE}")
    check_includes(path, lines)
    check_functions(path, lines)
    check_words(path, lines)


def check_top():
    for name in sorted(os.listdir(".")):
        if os.path.isdir(name) and not name.startswith(".") and name not in TOP:
            fault(name, 1, "no other top-level folders")


def check_paths():
    """No path of somebody's machine in anything that is kept."""
    found = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[^A-Za-z0-9_.])/(work|home|root|farm|Users)/[A-Za-z.]", "--",
         "."], capture_output=True, text=True)
    for line in found.stdout.splitlines():
        if not line.startswith("tests/shape.py"):
            faults.append(line[:160] + ": a path of a machine")


def main():
    for top in ("src", "include"):
        for folder, _, names in sorted(os.walk(top)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    check_source(os.path.join(folder, name))
    check_top()
    check_paths()
    for line in faults:
        print(line)
    print(f"shape: {checked} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
