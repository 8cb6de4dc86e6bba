#!/usr/bin/env python3
"""How time and memory of the whole job grow with answers and with columns, for one and two threads.

    scaling.py BUILD [MOST_ANSWERS [RUNS]]     10,000,000 answers make a file of 1.7 GB

Prints tables in Markdown: medians of wall and of processor time, the peak of memory. Digests are
off. Where other work runs on the machine, processor time is the steadier one.
"""
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

from compare import SURVEY, run

LABELS = ["非常满意", "满意", "一般", "不满意"]
CELLS = 10_000_000  # of the files with many columns


def wide(folder, columns):
    """A definition and a file of so many questions of one scale."""
    chance = random.Random(columns)
    rows = [",".join(chance.choices(LABELS, k=columns)) for _ in range(1000)]
    names = [f"题{i}" for i in range(1, columns + 1)]
    with open(os.path.join(folder, "wide.csv"), "w", encoding="utf-8") as file:
        file.write(",".join(names) + "\n")
        for _ in range(CELLS // columns // len(rows)):
            file.write("\n".join(rows) + "\n")
    with open(os.path.join(folder, "wide.yaml"), "w", encoding="utf-8") as file:
        file.write("survey: 列数\nresponses: wide.csv\nscales: {满意度: [{code: A, label: 非常满意, score: 100}, "
                   "{code: B, label: 满意, score: 80}, {code: C, label: 一般, score: 60}, "
                   "{code: D, label: 不满意, score: 0}]}\nquestions:\n")
        file.writelines(f"  - {{name: {name}, type: single, scale: 满意度}}\n" for name in names)
    return os.path.join(folder, "wide.yaml"), os.path.join(folder, "wide.csv")


def row(label, build, definition, file, runs, folder):
    cells = [label, f"{os.path.getsize(file) / 1e6:,.1f} MB"]
    for threads in ("1", "2"):
        command = [os.path.join(build, "wjtab"), "run", definition, file, "-q", "--force", "--format", "json",
                   "-o", os.path.join(folder, "out"), "--digest", "none", "--threads", threads]
        taken = [run(build, command, {}) for _ in range(runs + 1)][1:]
        wall, processor = (statistics.median(t[i] for t in taken) for i in (0, 1))
        cells += [f"{wall:.3f} s", f"{processor:.3f} s", f"{max(t[2] for t in taken):.0f} MiB"]
    print("| " + " | ".join(cells) + " |", flush=True)


def main():
    build = os.path.abspath(sys.argv[1])
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    folder = tempfile.mkdtemp(prefix="wjtab-scaling-")
    head = ("| {} | file | 1 thread | processor | memory | 2 threads | processor | memory |\n"
            "|---|---|---|---|---|---|---|---|")
    try:
        print(head.format("answers of 14 columns"))
        answers = 1000
        while answers <= most:
            path = os.path.join(folder, "answers.csv")
            with open(path, "wb") as file:
                subprocess.run([os.path.join(build, "tests", "bench_generate"), str(answers)], stdout=file, check=True)
            row(f"{answers:,}", build, SURVEY, path, runs, folder)
            answers *= 10
        print("\n" + head.format("columns, 10,000,000 answers to questions"))
        for columns in (10, 100, 1000):
            row(f"{columns:,}", build, *wide(folder, columns), runs, folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
