"""Tallies of parts against one run: random surveys, cut at random into 1 to 8 pieces, tallied piece by piece, merged
in a random tree, give every output of the single run over the same pieces, byte for byte.

    python3 tests/oracle/parts_test.py --wjtab build/release/wjtab --seeds 200
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from generate import generate

FORMATS = ["text,csv,json", "csv,html", "csv,xlsx", "text,csv,json,html,xlsx,docx"]
WEIGHTS = ["1", "0.5", "2.25", "3", "0.000000001", "12345678.9"]
SHOWN = 600  # bytes of a failure that are printed


def call(wjtab, folder, *arguments):
    return subprocess.run([wjtab, *map(str, arguments)], cwd=folder, capture_output=True, timeout=120, check=False)


def weigh(project, rng):
    """Gives every response a weight, in a column of its own."""
    project.raw["weighting"] = {"column": "权重"}
    for file in project.files:
        file.columns.append("weight")
        file.headers["weight"] = "权重"
        for row in file.rows:
            row["weight"] = rng.choice(WEIGHTS)


def cut(project, folder, rng):
    """Writes the rows of every file as pieces; their names in order."""
    names = []
    for file in project.files:
        count = rng.randint(1, max(1, 8 // len(project.files)))
        ends = sorted(rng.randint(0, len(file.rows)) for _ in range(count - 1)) + [len(file.rows)]
        start = 0
        for end in ends:
            name = f"piece{len(names)}.csv"
            (folder / name).write_bytes(file.content(file.rows[start:end]))
            names.append(name)
            start = end
    return names


def merge(wjtab, folder, tallies, rng):
    """Brings neighbours together until few are left; their names, or what went wrong."""
    made = 0
    while len(tallies) > 1 and rng.random() < 0.8:
        first = rng.randrange(len(tallies) - 1)
        last = rng.randint(first + 1, len(tallies) - 1)
        name = f"merged{made}.tally"
        made += 1
        done = call(wjtab, folder, "merge", *tallies[first:last + 1], "-o", name, "-q")
        if done.returncode != 0:
            return None, done
        tallies[first:last + 1] = [name]
    return tallies, None


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def compare(wjtab, seed, folder):
    rng = random.Random(seed)
    project = generate(seed)
    if rng.random() < 0.3:
        weigh(project, rng)
    project.write(folder)
    pieces = cut(project, folder, rng)
    formats = rng.choice(FORMATS)
    options = ["--format", formats, "--quiet"] + (["--keep-personal"] if rng.random() < 0.2 else [])
    personal = [option for option in options if option == "--keep-personal"]
    single = call(wjtab, folder, "run", "survey.yaml", *pieces, "-o", "single", *options)
    tallies = []
    for number, piece in enumerate(pieces):
        done = call(wjtab, folder, "tally", "survey.yaml", piece, "-o", f"{number}.tally", "-q", *personal,
                    "--keep", "rows" if "xlsx" in formats else rng.choice(["rows", "none"]))
        if done.returncode != 0:
            # What stops a piece stops the whole, with the same status.
            same = done.returncode == single.returncode
            return None if same else f"tally of {piece} ended with {done.returncode}: {done.stderr[-SHOWN:].decode()}", 0
        tallies.append(f"{number}.tally")
    tallies, fault = merge(wjtab, folder, tallies, rng)
    if fault is not None:
        return f"merge ended with {fault.returncode}: {fault.stderr[-SHOWN:].decode()}", 0
    parts = call(wjtab, folder, "run", "survey.yaml", "--from", *tallies, "-o", "parts", *options)
    if (parts.returncode, parts.stderr) != (single.returncode, single.stderr):
        return (f"ended with {single.returncode} and {parts.returncode}: {single.stderr[-SHOWN:].decode()}\n---\n"
                f"{parts.stderr[-SHOWN:].decode()}"), 0
    expected, found = contents(folder / "single"), contents(folder / "parts")
    differing = [name for name in sorted(set(expected) | set(found)) if expected.get(name) != found.get(name)]
    return (f"these differ: {', '.join(differing)}" if differing else None), len(pieces) if expected else 0


def check(task):
    wjtab, seed, keep = task
    folder = Path(tempfile.mkdtemp(prefix=f"parts-{seed}-"))
    try:
        fault, pieces = compare(wjtab, seed, folder)
    finally:
        if not keep:
            shutil.rmtree(folder)
    return seed, f"{fault} ({folder})" if fault and keep else fault, pieces


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wjtab", required=True)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--keep", action="store_true", help="leaves the folders")
    options = parser.parse_args()
    wjtab = str(Path(options.wjtab).resolve())
    failed = pieces = 0
    tasks = [(wjtab, seed, options.keep) for seed in range(options.start, options.start + options.seeds)]
    with ProcessPoolExecutor(max_workers=2) as pool:
        for seed, fault, count in pool.map(check, tasks):
            failed += fault is not None
            pieces += count
            if fault is not None:
                print(f"seed {seed}: {fault}")
    print(f"{options.seeds - failed} passed, {failed} failed; {pieces} pieces were brought together")
    return 1 if failed or pieces == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
