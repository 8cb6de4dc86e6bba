#!/usr/bin/env python3
"""Runs `wjtab records` over every file of csv-cases/ and compares with cases.json.

usage: csv_cases.py WJTAB

The cases state what a reader must make of each file, byte exact; they come from outside this
project. Each file is read with its stated encoding and delimiter, from its path and from a pipe.
"""

import json
import os
import re
import subprocess
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "csv-cases")


def run(wjtab, case, from_pipe):
    path = os.path.join(FOLDER, case["file"])
    command = [wjtab, "records", "-" if from_pipe else path, "--json"]
    command += ["--encoding", case["encoding"]]
    delimiter = case.get("delimiter", ",")
    command += ["--delimiter", "tab" if delimiter == "\t" else delimiter]
    with open(path, "rb") as file:
        data = file.read()
    return subprocess.run(
        command,
        input=data if from_pipe else b"",
        capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
        timeout=60,
        check=False,
    )


def complaints_about_rows(result, case):
    if result.returncode != 0:
        yield f"exit status {result.returncode}: {result.stderr.decode()}"
        return
    seen = json.loads(result.stdout)
    expect = case["expect"]
    if seen["records"] != expect["rows"]:
        yield f"records {seen['records']}"
    if seen["encoding"] != case["encoding"] or seen["delimiter"] != case.get("delimiter", ","):
        yield f"read as {seen['encoding']}, {seen['delimiter']!r}"
    if seen["columns"] != len(expect["rows"][0]):
        yield f"columns {seen['columns']}"
    shape = expect.get("shape", [])
    if len(shape) != len(seen["shape"]):
        yield f"shape {seen['shape']}"
    for wanted, got in zip(shape, seen["shape"]):
        if any(got[key] != value for key, value in wanted.items()):
            yield f"shape {got}, not {wanted}"


def complaints_about_error(result, case):
    message = result.stderr.decode()
    expect = case["expect"]
    at = expect.get("error_at", {})
    if result.returncode != 3:
        yield f"exit status {result.returncode}, not 3"
    if result.stdout:
        yield f"wrote {result.stdout!r}"
    if f"[{expect['error']}]" not in message:
        yield f"no {expect['error']} in: {message}"
    place = re.search(r":(\d+):(\d+): error: ", message)
    if "line" in at and (not place or place.groups() != (str(at["line"]), str(at["column"]))):
        yield f"not at {at}: {message}"
    if "byte" in at and f"byte {at['byte']} " not in message:
        yield f"not at byte {at['byte']}: {message}"


def main():
    wjtab = sys.argv[1]
    with open(os.path.join(FOLDER, "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)["cases"]
    bad = 0
    for case in cases:
        for from_pipe in (False, True):
            result = run(wjtab, case, from_pipe)
            check = complaints_about_error if "error" in case["expect"] else complaints_about_rows
            for complaint in check(result, case):
                bad += 1
                print(f"{case['id']}{' (pipe)' if from_pipe else ''}: {complaint}")
    print(f"{len(cases)} cases, {bad} complaints")
    return 1 if bad or len(cases) != 89 else 0


if __name__ == "__main__":
    sys.exit(main())
