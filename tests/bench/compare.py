#!/usr/bin/env python3
"""Counts the same answers with wjtab and with other programs, side by side in one run.

    compare.py BUILD RECORDS [RUNS] [--only NAME,…]

Every program runs once to warm up and then RUNS times, in turn; what it counted must be what wjtab
counted. Prints a table in Markdown: the median of wall time, of processor time, the peak of memory,
and the ratio of wall times to wjtab's with two threads. wjtab judges every response by the rules of
validity, keeps a ledger and checks UTF-8; the others only count. PSPP and mawk do not read line ends
in quotes: they get a file of as many answers without quotes.
"""
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, "peers")
SURVEY = os.path.join(HERE, "survey.yaml")


def questions():
    with open(SURVEY, encoding="utf-8") as file:
        survey = yaml.safe_load(file)
    asked = {}
    for question in survey["questions"]:
        options = question.get("options") or survey["scales"].get(question.get("scale"), [])
        asked[question["name"]] = {"type": question["type"], "labels": [o["label"] for o in options]}
    return asked


def of_wjtab(path, asked):
    with open(path, encoding="utf-8") as file:
        results = json.load(file)
    found = {"n": results["returns"]["returned"]}
    for question in results["questions"]:
        name = question["name"]
        for option in question["options"]:
            found[f"{name}/{option['label']}"] = option["count"]
        if asked[name]["type"] == "text":
            found[f"{name}/filled"] = question["answered"]
        if asked[name]["type"] == "quantity":
            found[f"{name}/sum"] = round(question["quantity"]["mean"] * question["quantity"]["n"])
    return found


def of_miller(text, asked):
    found = {f"{name}/{label}": 0 for name, about in asked.items() for label in about["labels"]}
    found["n"] = 0
    first = next(iter(asked))
    for row in json.loads(text):
        name, cell, count = row["field"], row["value"], row["count"]
        found["n"] += count if name == first else 0
        if asked[name]["type"] == "quantity":
            found[f"{name}/sum"] = found.get(f"{name}/sum", 0) + int(cell) * count
        elif asked[name]["type"] == "text":
            found[f"{name}/filled"] = found.get(f"{name}/filled", 0) + (count if cell != "" else 0)
        else:
            for label in str(cell).split("┋"):
                found[f"{name}/{label}"] += count
    return found


def of_pspp(text, asked):
    rows = []
    table = None
    for line in text.splitlines():
        cells = line.split(",")
        if cells[0].startswith("Table: "):
            table = cells[0].removeprefix("Table: ")
        elif table in asked and cells[0] in ("Valid", "") and len(cells) > 2 and cells[2].isdigit():
            rows.append({"field": table, "value": cells[1].strip('"'), "count": int(cells[2])})
    return of_miller(json.dumps(rows), asked)


class Bench:
    def __init__(self, build, records, work):
        self.build, self.records, self.work = build, records, work
        self.asked = questions()
        self.file = self.generate("answers.csv")
        self.plain = self.generate("plain.csv", "plain")
        with open(self.file, encoding="utf-8") as file:
            self.header = file.readline().strip().split(",")
        self.write("questions.json", json.dumps(self.asked, ensure_ascii=False))
        pairs = [(name, about, label) for name, about in self.asked.items()
                 for label in about["labels"] or [""]]
        self.write("questions.tsv", "".join(f"{n}\t{a['type']}\t{label}\n" for n, a, label in pairs))
        self.write("columns.tsv", "".join(
            f"{self.header.index(n)}\t{n}\t{a['type']}\t{label}\n" for n, a, label in pairs))
        self.write("sqlite.sql", self.sqlite())
        self.write("pspp.sps", self.pspp())

    def path(self, name):
        return os.path.join(self.work, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def tool(self, name):
        return os.path.join(self.build, "tests", name)

    def generate(self, name, *more):
        with open(self.path(name), "wb") as file:
            subprocess.run([self.tool("bench_generate"), str(self.records), *more], stdout=file, check=True)
        return self.path(name)

    def zsv(self):
        """The program of zsv, built against the library under ZSV; nothing where there is none."""
        prefix = os.environ.get("ZSV")
        if not prefix:
            return []
        program = self.path("zsv_count")
        subprocess.run(["cc", "-O3", "-march=native", "-o", program, os.path.join(PEERS, "zsv_count.c"),
                        "-I" + os.path.join(prefix, "include"), os.path.join(prefix, "lib", "libzsv.a")], check=True)
        return [("zsv and a count", [program, self.path("columns.tsv"), self.file], {}, json.loads, False)]

    def sqlite(self):
        columns = ["'n', count(*)"]
        for name, about in self.asked.items():
            if about["type"] == "quantity":
                columns.append(f"'{name}/sum', sum(CAST(\"{name}\" AS INTEGER))")
            elif about["type"] == "text":
                columns.append(f"'{name}/filled', sum(\"{name}\" <> '')")
            for label in about["labels"]:
                test = f"instr(\"{name}\", '{label}') > 0" if about["type"] == "multiple" else f"\"{name}\" = '{label}'"
                columns.append(f"'{name}/{label}', sum({test})")
        pairs = " || ', ' || ".join("'\"' || %s || '\": ' || %s" % tuple(c.split(", ", 1)) for c in columns)
        return f".mode csv\n.import '{self.file}' answers\n.mode list\nSELECT '{{' || {pairs} || '}}' FROM answers;\n"

    def pspp(self):
        widths = " ".join(f"{name} A90" for name in self.header)
        return (f"GET DATA /TYPE=TXT /FILE='{self.plain}' /ENCODING='UTF-8' /ARRANGEMENT=DELIMITED "
                f"/DELIMITERS=',' /FIRSTCASE=2 /VARIABLES={widths}.\n"
                f"FREQUENCIES /VARIABLES={' '.join(self.asked)}.\n")

    def wjtab(self, name, threads, *more, file=None, plain=False):
        out = self.path(f"out-{name.replace(' ', '-')}")
        command = [os.path.join(self.build, "wjtab"), "run", SURVEY, file or self.file, "-q", "--force",
                   "--format", "json", "-o", out, "--threads", str(threads), *more]
        return name, command, {}, lambda _: of_wjtab(os.path.join(out, "results.json"), self.asked), plain

    def programs(self):
        closed = [n for n, a in self.asked.items() if a["type"] == "single"]
        of_type = {a["type"]: n for n, a in self.asked.items()}
        place = {n: str(self.header.index(n) + 1) for n in self.asked}
        read = json.loads
        duckdb = ["node", os.path.join(PEERS, "duckdb.mjs"), self.path("questions.json"), self.file]
        polars = ["node", os.path.join(PEERS, "polars.mjs"), self.path("questions.json"), self.file]
        header = {"HEADER": json.dumps(self.header)}
        peers = [self.wjtab("wjtab, 2 threads", 2, "--digest", "none"),
                 self.wjtab("wjtab, 1 thread", 1, "--digest", "none"),
                 self.wjtab("wjtab, 2 threads, digest", 2)]
        for threads in ("2", "1"):
            label = "2 threads" if threads == "2" else "1 thread"
            peers += [
                (f"DuckDB, {label}", [*duckdb, threads], header, read, False),
                (f"Polars streaming, {label}", polars, {"POLARS_MAX_THREADS": threads}, read, False),
                (f"data.table, {label}", ["Rscript", os.path.join(PEERS, "datatable.R"),
                                          self.path("questions.tsv"), self.file, threads], {}, read, False)]
        return peers + self.zsv() + [
            ("libcsv and a count", [self.tool("bench_libcsv"), self.path("columns.tsv"), self.file], {}, read, False),
            ("pandas", ["/usr/bin/python3", os.path.join(PEERS, "pandas_count.py"),
                        self.path("questions.json"), self.file], {}, read, False),
            ("SQLite", ["sqlite3", ":memory:", f".read {self.path('sqlite.sql')}"], {}, read, False),
            ("Miller", ["mlr", "--icsv", "--ojson", "-S", "count-distinct", "-u", "-f", ",".join(self.asked),
                        self.file], {}, lambda t: of_miller(t, self.asked), False),
            ("mawk, no quotes", ["mawk", "-v", "FS=,", "-v", "closed=" + " ".join(place[n] for n in closed),
                                 "-v", "several=" + place[of_type["multiple"]],
                                 "-v", "amount=" + place[of_type["quantity"]],
                                 "-v", "text=" + place[of_type["text"]],
                                 "-f", os.path.join(PEERS, "mawk_count.awk"), self.plain], {}, read, True),
            ("PSPP, no quotes", ["pspp", "-O", "format=csv", self.path("pspp.sps")], {},
             lambda t: of_pspp(t, self.asked), True),
        ]


def run(build, command, more):
    """Wall and processor seconds, peak memory in MiB, what it printed."""
    with tempfile.TemporaryFile() as out, tempfile.NamedTemporaryFile("r") as result:
        done = subprocess.run([os.path.join(build, "tests", "bench_launch"), result.name, *command], stdout=out,
                              stderr=subprocess.DEVNULL, env={**os.environ, **more}, check=False)
        out.seek(0)
        text = out.read().decode()
        if done.returncode != 0:
            raise SystemExit(f"{command[0]}: exit status {done.returncode}: {' '.join(command)}")
        wall, processor, peak = result.read().split()
    return float(wall), float(processor), int(peak) / 1024, text


def check(name, found, expected):
    wrong = [k for k, v in expected.items() if found.get(k, 0) != v]
    if wrong:
        raise SystemExit(f"{name} counted otherwise: " +
                         ", ".join(f"{k}: {found.get(k)} instead of {expected[k]}" for k in wrong[:5]))


def measure(bench, runs, only):
    programs = [p for p in bench.programs() if not only or any(o in p[0] for o in only)]
    expected = {}
    for plain, file in ((False, bench.file), (True, bench.plain)):
        _, command, more, read, _ = bench.wjtab(f"reference {plain}", 1, "--digest", "none", file=file)
        expected[plain] = read(run(bench.build, command, more)[3])
    taken = {p[0]: [] for p in programs}
    for turn in range(runs + 1):
        for name, command, more, read, plain in programs:
            wall, cpu, memory, text = run(bench.build, command, more)
            check(name, read(text), expected[plain])
            if turn > 0:
                taken[name].append((wall, cpu, memory))
    return taken


def print_limits(bench):
    for threads in ("1", "2"):
        out = subprocess.run([bench.tool("bench_limits"), bench.file, threads], check=True,
                             capture_output=True, text=True).stdout
        for line in out.splitlines():
            what, count, seconds, rate, _ = line.split("\t")
            print(f"| {'reading in blocks of 1 MiB and summing' if what == 'read' else 'summing 256 MiB of memory'}"
                  f", {count} thread{'s' if count != '1' else ''} | {float(seconds):.3f} s | {rate} GB/s |")


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--only")]
    only = [o for a in sys.argv[1:] if a.startswith("--only=") for o in a[7:].split(";")]
    records, runs = int(arguments[1]), int(arguments[2]) if len(arguments) > 2 else 5
    work = tempfile.mkdtemp(prefix="wjtab-bench-")
    try:
        bench = Bench(os.path.abspath(arguments[0]), records, work)
        size = os.path.getsize(bench.file)
        print(f"{records:,} answers, {size / 1e6:,.0f} MB, median of {runs} runs\n")
        print("| the machine | time | rate |\n|---|---|---|")
        print_limits(bench)
        taken = measure(bench, runs, only)
        base = statistics.median(t[0] for t in next(iter(taken.values())))
        print("\n| program | wall | processor | peak memory | rate | wall, to the first |\n|---|---|---|---|---|---|")
        for name, times in taken.items():
            wall, cpu, memory = (statistics.median(t[i] for t in times) for i in range(3))
            print(f"| {name} | {wall:.3f} s | {cpu:.3f} s | {memory:,.0f} MiB | {size / wall / 1e9:.2f} GB/s | {wall / base:.1f} |")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
