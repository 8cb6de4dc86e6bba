#!/usr/bin/env python3
"""Guards the hot loop: instructions that a plain response costs, counted by callgrind.

    instructions.py BUILD [--print]

The count of a longer file less that of a shorter one, over the responses between them: starting,
and writing the outputs, drop out. Valgrind has no AVX-512: what `wjtab run` takes is the AVX2 path,
and plain C is asked for by name. The counts are the same at every run on one system; the margin is
for others: gcc 11.3 differs by up to 3 % from gcc 12.2, which is Debian 12's own.
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SURVEY = os.path.join(HERE, "survey.yaml")
SHORT, LONG = 20_000, 60_000
MARGIN = 0.04
# The path, what the generator is told, and instructions per response.
PATHS = [
    ("AVX2", [], 1_058),
    ("AVX2, GB18030", ["gb18030"], 865),
    ("portable", [], 3_176),
]


def count(build, folder, path, more, records):
    file = os.path.join(folder, f"{records}{''.join(more)}.csv")
    with open(file, "wb") as out:
        subprocess.run([os.path.join(build, "tests", "bench_generate"), str(records), *more], stdout=out, check=True)
    command = [os.path.join(build, "wjtab"), "run", SURVEY, file, "-q", "--force", "--format", "json", "--digest", "none",
               "--threads", "1", "-o", os.path.join(folder, "out")]
    if path == "portable":
        command = [os.path.join(build, "tests", "bench_count"), SURVEY, file, "portable"]
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                          capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def guard(build, folder, path, more, expected):
    """Is it as it was? Prints what was found."""
    short, long = (count(build, folder, path, more, n) for n in (SHORT, LONG))
    found = (long - short) / (LONG - SHORT)
    print(f"{path}: {found:.0f} instructions per response, {expected} expected", flush=True)
    if found > expected * (1 + MARGIN):
        print("the hot loop has become slower: find out why, or say why in docs/performance.md and raise the number")
    if found < expected * (1 - MARGIN):
        print("the hot loop has become faster: lower the number, so that it stays so")
    return abs(found - expected) <= expected * MARGIN


def main():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        fast = " avx2 " in file.read()
    paths = [p for p in PATHS if fast or p[0] == "portable"]
    with tempfile.TemporaryDirectory(prefix="wjtab-instructions-") as folder:
        good = [guard(sys.argv[1], folder, *path) for path in paths]
    if "--print" in sys.argv:
        return 0
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
