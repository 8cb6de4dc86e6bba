#!/usr/bin/env python3
"""Measures what docs/scale.md reckons with: tallies, their sizes, and what it takes to add them up.

    scale.py BUILD [ANSWERS]     1,000,000 answers: half a minute

Prints a table in Markdown. Times are processor time of one thread: the shortest of three runs.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

from compare import SURVEY, run

PARTS = 100
ROWS = 50_000  # as many as are kept


class Bench:
    def __init__(self, build, answers, folder):
        self.build, self.answers, self.folder = build, answers, folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def wjtab(self, *arguments, times=1):
        """Processor seconds and MiB."""
        command = [os.path.join(self.build, "wjtab"), *arguments, "--force", "--quiet"]
        taken = [run(self.build, command, {}) for _ in range(times)]
        return min(t[1] for t in taken), max(t[2] for t in taken)

    def generate(self, name, answers):
        with open(self.path(name), "wb") as file:
            subprocess.run([os.path.join(self.build, "tests", "bench_generate"), str(answers)], stdout=file, check=True)
        return self.path(name)

    def definition(self, name, more):
        with open(SURVEY, encoding="utf-8") as file:
            text = file.read()
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text.replace("\nvalid:\n", f"\nvalid:\n  {more}\n"))
        return self.path(name)

    def tally(self, definition, file, name, *more, times=1):
        seconds, memory = self.wjtab("tally", definition, file, "-o", self.path(name), "--threads", "1", *more, times=times)
        return seconds, memory, os.path.getsize(self.path(name))

    def one(self):
        file = self.generate("answers.csv", self.answers)
        size = os.path.getsize(file)
        plain, memory, small = self.tally(SURVEY, file, "a.tally", "--keep", "none", "--digest", "none", times=3)
        digest, _, _ = self.tally(SURVEY, file, "d.tally", "--keep", "none", times=3)
        yield "bytes of an answer", f"{size / self.answers:.0f}"
        yield "counting, one thread", f"{size / plain / 1e9:.2f} GB/s, {memory:.0f} MiB"
        yield "SHA-256 beside it, on the same thread", f"{size / (digest - plain) / 1e9:.2f} GB/s"
        yield "a tally", f"{small:,} bytes"

    def many(self):
        tallies = [self.path(f"part-{i:03}.tally") for i in range(PARTS)]
        for tally in tallies:
            shutil.copyfile(self.path("a.tally"), tally)
        merged, memory = self.wjtab("merge", *tallies, "-o", self.path("all.tally"), times=3)
        report, _ = self.wjtab("run", SURVEY, "--format", "json", "-o", self.path("out"), "--from", *tallies, times=3)
        yield f"`merge` of {PARTS} tallies", f"{merged:.3f} s, {memory:.0f} MiB"
        yield f"`run --from` {PARTS} tallies, the report included", f"{report:.3f} s"

    def growing(self):
        file = self.path("answers.csv")
        _, _, small = self.tally(SURVEY, file, "s.tally", "--keep", "none")
        reject = self.definition("reject.yaml", "rules: [{name: 高, reject_if: '补贴金额>30000'}]")
        _, _, half = self.tally(reject, file, "h.tally", "--keep", "none")
        self.wjtab("run", reject, "--format", "json", "-o", self.path("out"), "--from", self.path("h.tally"))
        with open(self.path("out/results.json"), encoding="utf-8") as results:
            returns = json.load(results)["returns"]
        yield "a rejected response, with one rule", f"{(half - small) / (returns['returned'] - returns['valid']):.0f} bytes"
        rows = self.generate("rows.csv", ROWS)
        _, _, bare = self.tally(SURVEY, rows, "b.tally", "--keep", "none")
        _, _, kept = self.tally(SURVEY, rows, "r.tally", "--keep", "rows")
        yield "a coded row of `--keep rows`", f"{(kept - bare) / ROWS:.0f} bytes"
        unique = self.definition("unique.yaml", "unique: {columns: [序号], keep: first}")
        _, _, keyed = self.tally(unique, file, "u.tally", "--keep", "none")
        yield "an effective response, with `unique`", f"{(keyed - small) / self.answers:.0f} bytes"
        less = self.wjtab("run", SURVEY, "--format", "json", "-o", self.path("out"), "--from", self.path("s.tally"))[1]
        more = self.wjtab("run", unique, "--format", "json", "-o", self.path("out"), "--from", self.path("u.tally"))[1]
        yield "memory of `run --from` for a key of `unique`", f"{(more - less) * 2 ** 20 / self.answers:.0f} bytes"


def main():
    folder = tempfile.mkdtemp(prefix="wjtab-scale-")
    bench = Bench(os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000, folder)
    try:
        print(f"| {bench.answers:,} answers | measured |\n|---|---|")
        for part in (bench.one, bench.many, bench.growing):
            for what, found in part():
                print(f"| {what} | {found} |", flush=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
