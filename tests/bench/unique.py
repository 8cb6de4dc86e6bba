#!/usr/bin/env python3
"""What `unique` costs: the whole job without it, and with the first or the last answer of a key kept.

    unique.py BUILD [ANSWERS [RUNS]]     10,000,000 answers make files of 1.8 GB, one after the other

Prints a table in Markdown: medians of wall time, of its ratio to the plain run of the same turn, and
the peak of memory. Digests are off. Both numbers of threads must find the same.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from compare import SURVEY, run

KEPT = ("first", "last")


def definitions(folder):
    """The plain one, and one for each answer that may be kept."""
    with open(SURVEY, encoding="utf-8") as file:
        plain = file.read()
    paths = [SURVEY]
    for keep in KEPT:
        paths.append(os.path.join(folder, f"{keep}.yaml"))
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write(plain.replace("valid:\n", f"valid:\n  unique: {{columns: [手机号], keep: {keep}}}\n", 1))
    return paths


def take(build, definition, file, threads, out):
    """Wall seconds, peak memory in MiB, what was found."""
    command = [os.path.join(build, "wjtab"), "run", definition, file, "-q", "--force", "--format", "json",
               "-o", out, "--digest", "none", "--threads", threads]
    wall, _, memory, _ = run(build, command, {})
    with open(os.path.join(out, "results.json"), "rb") as results:
        return wall, memory, results.read()


def row(label, build, paths, file, threads, runs, out):
    turns = [[take(build, path, file, threads, out) for path in paths] for _ in range(runs + 1)][1:]
    wall = [statistics.median(turn[i][0] for turn in turns) for i in range(len(paths))]
    ratio = [statistics.median(turn[i][0] / turn[0][0] for turn in turns) for i in range(1, len(paths))]
    memory = [max(turn[i][1] for turn in turns) for i in range(len(paths))]
    print(f"| {label}, {threads} | " + " | ".join(f"{w:.2f} s" for w in wall) + " | " +
          ", ".join(f"{r:.2f}" for r in ratio) + " | " + ", ".join(f"{m:.0f}" for m in memory) + " MiB |", flush=True)
    return [turns[0][i][2] for i in range(len(paths))]


def main():
    build = os.path.abspath(sys.argv[1])
    answers = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    folder = tempfile.mkdtemp(prefix="wjtab-unique-")
    path, out = os.path.join(folder, "answers.csv"), os.path.join(folder, "out")
    print("| answers, repeated keys, threads | plain | keeps the first | keeps the last | ratios | peak memory |\n"
          "|---|---|---|---|---|---|")
    try:
        paths = definitions(folder)
        for repeated in ("0", "1", "20"):
            with open(path, "wb") as file:
                subprocess.run([os.path.join(build, "tests", "bench_generate"), str(answers), "keys", repeated],
                               stdout=file, check=True)
            found = [row(f"{answers:,}, {repeated} %", build, paths, path, t, runs, out) for t in ("1", "2")]
            if found[0] != found[1]:
                raise SystemExit(f"{repeated} %: one thread found otherwise than two")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
