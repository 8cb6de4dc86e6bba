"""Property test: random surveys through wjtab and through the plain reference in this folder must agree.

    python3 tests/oracle/property_test.py --wjtab build/release/wjtab --seeds 200
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import scoring
from comparing import compare_outputs
from definition import load, response_files
from formula import FormulaError
from generate import generate
from random_csv import RandomCsv
from reading import ReadError, fits, read_bytes
from screening import Stop, screen_files
from tabulate import Figures

DONE, BAD_DEFINITION, BAD_RESPONSES = 0, 2, 3
CSV_FILES_PER_SEED = 4
SHOWN = 12  # differences per seed that are printed
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
# What must not depend on the order of the responses.
FIGURES = ("returns", "rejected", "questions", "measures", "tables", "score")


class Expectation:
    """The reference's answer for one project."""

    def __init__(self, folder):
        self.exits, self.figures, self.responses, self.score = {DONE}, None, [], None
        self.definition = load(folder / "survey.yaml")
        raw = self.definition.raw
        try:
            tables = [(name, read_bytes((folder / name).read_bytes(), raw.get("encoding", "auto"),
                                        raw.get("delimiter", "auto"))) for name in response_files(self.definition)]
            self.responses = screen_files(self.definition, tables)
        except (ReadError, Stop):
            self.exits = {BAD_RESPONSES}
            return
        self.figures = Figures(self.definition, self.responses)
        try:
            self.score = scoring.compute(self.definition, self.figures)
        except (FormulaError, scoring.ScoringError):
            self.exits = {BAD_DEFINITION}


def run(command, folder):
    finished = subprocess.run(command, cwd=folder, capture_output=True, env=ENVIRONMENT, timeout=60, check=False)
    return finished.returncode, finished.stdout, finished.stderr.decode("utf-8", "replace")


def run_project(wjtab, folder):
    return run([wjtab, "run", "survey.yaml", "-o", "out", "--format", "text,csv,json", "--quiet"], folder)


def check_project(wjtab, project, folder):
    """Differences of one project, and the results that wjtab wrote."""
    project.write(folder)
    expected = Expectation(folder)
    status, _, messages = run_project(wjtab, folder)
    if status not in expected.exits:
        return [f"exit status: wjtab {status}, reference {sorted(expected.exits)}: {messages.strip()[:300]}"], None
    out = folder / "out"
    if status != DONE:
        left = [path.name for path in out.glob("*")] if out.exists() else []
        return ([f"outputs after a failed run: {left}"] if left else []), None
    try:
        differences = compare_outputs(expected.definition, out, expected.figures, expected.responses, expected.score)
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"outputs can't be read: {error!r}"], None
    return differences, json.loads((out / "results.json").read_text(encoding="utf-8"))


def check_shuffled(wjtab, project, folder, results, seed):
    """The order of the responses must not matter; `unique` alone looks at it."""
    if "unique" in project.raw.get("valid", {}):
        return []
    project.write(folder, shuffle=seed)
    status, _, messages = run_project(wjtab, folder)
    if status != DONE:
        return [f"shuffled: exit status {status}: {messages.strip()[:300]}"]
    shuffled = json.loads((folder / "out" / "results.json").read_text(encoding="utf-8"))
    return [f"shuffled: {key} differs" for key in FIGURES if shuffled.get(key) != results.get(key)]


def check_records(wjtab, seed, folder):
    case = RandomCsv(seed)
    path = folder / f"records-{seed}.csv"
    path.write_bytes(case.data)
    delimiter = "tab" if case.delimiter == "\t" else case.delimiter
    command = [wjtab, "records", path.name, "--json", "--encoding", case.encoding, "--delimiter", delimiter]
    status, output, messages = run(command, folder)
    try:
        table = read_bytes(case.data, case.encoding, case.delimiter)
    except ReadError as error:
        return check_refusal(case, error, status, messages, path.name)
    if status != DONE:
        return [f"{path.name}: wjtab refuses ({status}) what the reference reads: {messages.strip()[:200]}"]
    try:
        return compare_records(json.loads(output), table, path.name)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"{path.name}: output can't be read: {error!r}"]


def compare_records(found, table, name):
    rows, records = [record.fields for record in table.records], found["records"]
    # `columns` may be the header or its length.
    if isinstance(found.get("columns"), list) and records[:1] != [found["columns"]]:
        records = [found["columns"]] + records
    shape = [{"line": record.line, "record": record.number} for record in table.records
             if not fits(table.header, record.fields)]
    differences = []
    for part, value, expected in (("encoding", found["encoding"], table.encoding), ("records", records, rows),
                                  ("delimiter", found["delimiter"].replace("tab", "\t"), table.delimiter),
                                  ("shape", found["shape"], shape)):
        if value != expected:
            differences.append(f"{name} {part}: wjtab {value!r}, reference {expected!r}")
    return differences


def check_refusal(case, error, status, messages, name):
    if status != BAD_RESPONSES:
        return [f"{name}: exit status {status} where the reference finds {error}: {messages.strip()[:200]}"]
    if not case.exact or error.kind == "empty_input":
        return []
    if error.kind == "invalid_encoding":
        said = error.byte is None or re.search(rf"\b{error.byte}\b", messages.replace(name, ""))
        return [] if said else [f"{name}: byte {error.byte} expected in {messages.strip()[:200]!r}"]
    place = re.search(r":(\d+):(\d+): ", messages)
    found = place and [int(number) for number in place.groups()]
    if found != [error.line, error.column]:
        return [f"{name} {error.kind}: wjtab at {found}, reference at {[error.line, error.column]}: {messages[:200]}"]
    return []


def check_seed(task):
    wjtab, seed, keep = task
    folder = Path(tempfile.mkdtemp(prefix=f"seed-{seed}-"))
    try:
        project = generate(seed)
        differences, results = check_project(wjtab, project, folder / "project")
        if results is not None and not differences:
            differences += check_shuffled(wjtab, project, folder / "shuffled", results, seed)
        for number in range(CSV_FILES_PER_SEED):
            differences += check_records(wjtab, seed * CSV_FILES_PER_SEED + number, folder)
        if differences and keep:
            shutil.copytree(folder, Path(keep) / f"seed-{seed}", dirs_exist_ok=True)
    except subprocess.TimeoutExpired:
        differences = ["timeout"]
    finally:
        shutil.rmtree(folder)
    return seed, differences


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wjtab", required=True, help="the program under test")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--keep", help="folder for the projects of failing seeds")
    options = parser.parse_args()
    wjtab = str(Path(options.wjtab).resolve())
    if not os.access(wjtab, os.X_OK):
        parser.error(f"{options.wjtab} is no program")
    tasks = [(wjtab, seed, options.keep) for seed in range(options.start, options.start + options.seeds)]
    failed = 0
    with ProcessPoolExecutor(max_workers=2) as pool:
        for seed, differences in pool.map(check_seed, tasks):
            failed += bool(differences)
            for difference in differences[:SHOWN]:
                print(f"seed {seed}: {difference}")
            if len(differences) > SHOWN:
                print(f"seed {seed}: and {len(differences) - SHOWN} more")
    print(f"{len(tasks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
