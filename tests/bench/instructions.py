#!/usr/bin/env python3
"""Guards the hot loop: instructions that a plain response costs, counted by callgrind.

    instructions.py BUILD [--print]

The count of a longer file less that of a shorter one, over the responses between them: starting,
and writing the outputs, drop out. Valgrind has no AVX-512, so this is the AVX2 path. The count is the
same at every run on one system; another compiler or C library moves it a little, hence the margin.
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SHORT, LONG = 20_000, 60_000
EXPECTED = 1_116  # instructions per response
MARGIN = 0.10


def count(build, folder, records):
    file = os.path.join(folder, f"{records}.csv")
    with open(file, "wb") as out:
        subprocess.run([os.path.join(build, "tests", "bench_generate"), str(records)], stdout=out, check=True)
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", os.path.join(build, "wjtab"), "run",
         os.path.join(HERE, "survey.yaml"), file, "-q", "--force", "--format", "json", "--digest", "none",
         "--threads", "1", "-o", os.path.join(folder, "out")], capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def main():
    with tempfile.TemporaryDirectory(prefix="wjtab-instructions-") as folder:
        short, long = (count(sys.argv[1], folder, n) for n in (SHORT, LONG))
    found = (long - short) / (LONG - SHORT)
    print(f"{found:.0f} instructions per response, {EXPECTED} expected")
    if "--print" in sys.argv:
        return 0
    if found > EXPECTED * (1 + MARGIN):
        print("the hot loop has become slower: find out why, or say why in docs/performance.md and raise EXPECTED")
    if found < EXPECTED * (1 - MARGIN):
        print("the hot loop has become faster: lower EXPECTED, so that it stays so")
    good = abs(found - EXPECTED) <= EXPECTED * MARGIN
    print(f"{int(good)} passed, {int(not good)} failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
