"""The fast lane against the careful path: random surveys, and every golden case, done both ways give the same report.

    python3 tests/oracle/lane_test.py --lane build/dev/tests/cli_test_lane --seeds 200
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from generate import generate

ROOT = Path(__file__).resolve().parents[2]
SHOWN = 600  # bytes of a failure that are printed


def compare(lane, definition, files, folder):
    """What went wrong, and how many records the lane took."""
    finished = subprocess.run([lane, definition, *files], cwd=folder, capture_output=True, timeout=120, check=False)
    if finished.returncode != 0:
        said = (finished.stdout + finished.stderr)[-SHOWN:]
        return said.decode("utf-8", "replace") or f"ended with {finished.returncode}", 0
    return None, int(finished.stdout)


def check_seed(task):
    lane, seed = task
    folder = Path(tempfile.mkdtemp(prefix=f"lane-{seed}-"))
    try:
        project = generate(seed)
        project.write(folder)
        fault, taken = compare(lane, "survey.yaml", [file.name for file in project.files], folder)
    finally:
        shutil.rmtree(folder)
    return f"seed {seed}", fault, taken


def check_case(task):
    lane, folder = task
    files = sorted(path.name for path in folder.glob("*.csv") if "responses" in path.name)
    fault, taken = compare(lane, "survey.yaml", files[:5], folder)
    return folder.name, fault, taken


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lane", required=True, help="the test program")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--start", type=int, default=0)
    options = parser.parse_args()
    lane = str(Path(options.lane).resolve())
    cases = sorted(path.parent for path in ROOT.glob("tests/golden/cases/*/survey.yaml"))
    seeds = range(options.start, options.start + options.seeds)
    failed = taken = 0
    with ProcessPoolExecutor(max_workers=2) as pool:
        for name, fault, records in [*pool.map(check_case, [(lane, case) for case in cases]),
                                     *pool.map(check_seed, [(lane, seed) for seed in seeds])]:
            failed += fault is not None
            taken += records
            if fault is not None:
                print(f"{name}: {fault}")
    print(f"{len(cases) + len(seeds) - failed} passed, {failed} failed; the lane took {taken} records")
    return 1 if failed or taken == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
