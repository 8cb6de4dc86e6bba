#!/usr/bin/env python3
"""Random scoring tables that add up, and the same with one figure corrupted.

    audit_test.py WJTAB [TABLES [START]]

The generator does its own arithmetic (fractions). `wjtab audit` must find nothing in a consistent
table, whatever its levels, points and rounding, and the one corrupted figure where it stands.

Prints each fault, then `N passed, N failed`; exit status 1 if anything failed.
"""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

MODES = ["half-up", "half-even", "truncate", "up"]
NOTHING = ["", "", "—", "-", "/"]


def rounded(value, places, mode):
    scaled = value * 10 ** places
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    half = Fraction(1, 2)
    away = {"half-up": rest >= half, "half-even": rest > half or (rest == half and whole % 2 == 1),
            "truncate": False, "up": rest > 0}[mode]
    return Fraction(whole + (1 if away else 0), 10 ** places)


def shown(value, places):
    whole = value * 10 ** places
    assert whole.denominator == 1
    digits = str(abs(whole.numerator)).rjust(places + 1, "0")
    sign = "-" if whole < 0 else ""
    return sign + (digits[:-places] + "." + digits[-places:] if places else digits)


def plain(value):
    text = shown(value, 4).rstrip("0").rstrip(".")
    return text or "0"


class Table:
    """Levels down to 三级指标, with a figure for everything that may be printed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        pick = self.random
        self.mode = pick.choice(MODES)
        self.places = pick.choice([0, 1, 2])
        self.percent_places = pick.choice([0, 1, 2])
        self.full_width = pick.random() < 0.2
        self.merged = pick.random() < 0.5
        self.rows = []       # name path, kind, points, score
        self.leaves = []
        count = 0
        for one in range(pick.randint(1, 4)):
            for two in range(pick.randint(1, 3)):
                for three in range(pick.randint(1, 4)):
                    count += 1
                    points = Fraction(pick.randint(1, 40), pick.choice([1, 1, 1, 2]))
                    raw = points * Fraction(pick.randint(0, 200), 200)
                    score = min(points, rounded(raw, self.places, self.mode))
                    self.leaves.append([f"甲{one}", f"乙{one}{two}", f"丙{count}", points, score])
        self.levels = {}
        for leaf in self.leaves:
            for path in [(), (leaf[0],), (leaf[0], leaf[1])]:
                sums = self.levels.setdefault(path, [Fraction(0), Fraction(0)])
                sums[0] += leaf[3]
                sums[1] += leaf[4]

    def rate(self, score, points):
        """Printed so that at least the table's own rounding explains it."""
        return shown(rounded(score / points * 100, self.percent_places, self.mode), self.percent_places) + "%"

    def cells(self):
        """Rows of cells; [(row, column, what, value)] of what may be corrupted."""
        header = ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "得分", "得分率", "备注"]
        rows, spots, before = [header], [], (None, None)
        groups = list(dict.fromkeys((leaf[0], leaf[1]) for leaf in self.leaves))
        for group in groups:
            members = [leaf for leaf in self.leaves if (leaf[0], leaf[1]) == group]
            for number, (one, two, three, points, score) in enumerate(members):
                new_one = before[0] != one
                new_two = new_one or before[1] != two
                row = ["" if self.merged and not new_one else one, "", "" if self.merged and not new_two else two, "",
                       three, plain(points), plain(score), self.rate(score, points), "无"]
                if new_one:
                    row[1] = plain(self.levels[(one,)][0])
                    spots.append((len(rows), 1, "points"))
                if new_two:
                    row[3] = plain(self.levels[(one, two)][0])
                    spots.append((len(rows), 3, "points"))
                spots += [(len(rows), 5, "leaf points"), (len(rows), 6, "leaf score"), (len(rows), 7, "rate")]
                rows.append(row)
                before = (one, two)
            sums = self.levels[group]
            subtotal = ["", "", "小计", "", "", plain(sums[0]), plain(sums[1]), self.rate(sums[1], sums[0]), ""]
            spots += [(len(rows), 5, "points"), (len(rows), 6, "score"), (len(rows), 7, "rate")]
            rows.append(subtotal)
        sums = self.levels[()]
        rows.append(["合计", "", "", "", "", plain(sums[0]), plain(sums[1]), self.rate(sums[1], sums[0]), ""])
        spots += [(len(rows) - 1, 5, "points"), (len(rows) - 1, 6, "score"), (len(rows) - 1, 7, "rate")]
        return rows, spots

    def write(self, path, rows):
        """The cells as people type them."""
        wide = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789.%"}
        typed = []
        for number, row in enumerate(rows):
            cells = []
            for column, text in enumerate(row):
                if number > 0 and column in (1, 3, 5, 6, 7) and text == "":
                    text = self.random.choice(NOTHING)
                elif number > 0 and column in (5, 6) and self.random.random() < 0.2:
                    text += self.random.choice([" 分", "分", " "])
                if number > 0 and self.full_width and column in (1, 3, 5, 6, 7):
                    text = text.translate(wide)
                cells.append(text)
            typed.append(cells)
        with open(path, "w", encoding=self.random.choice(["utf-8", "utf-8-sig", "gb18030"]), newline="") as file:
            csv.writer(file, lineterminator=self.random.choice(["\n", "\r\n"])).writerows(typed)


def corrupt(table, rows, spot):
    """Beyond every rounding."""
    row, column, what = spot
    text = rows[row][column]
    up = table.random.choice([True, False])
    if what == "rate":
        value = Fraction(text.rstrip("%"))
        step = Fraction(table.random.randint(2, 30))
        value = value + step if up or value < step else value - step
        rows[row][column] = shown(value, table.percent_places) + "%"
        return
    rows[row][column] = plain(Fraction(text) + table.random.randint(2, 30))


def audit(wjtab, path):
    done = subprocess.run([wjtab, "audit", path, "--json"], capture_output=True, timeout=60, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"})
    result = json.loads(done.stdout) if done.stdout else {"findings": []}
    return done.returncode, result["findings"], done.stderr.decode("utf-8", "replace")


def subtotal_line(rows, row):
    while rows[row][2] != "小计":
        row += 1
    return row + 1


def level_line(rows, row):
    """The row that names the 二级指标 of an indicator, and has its points."""
    while rows[row][3] == "":
        row -= 1
    return row + 1


def expected(rows, spot):
    """Where a corrupted figure must be reported: at itself, or at the next sum of which it is part."""
    row, column, what = spot
    if what in ("points", "score", "rate"):
        return {(row + 1, column + 1)}
    if what == "leaf points":
        return {(level_line(rows, row), 4)}
    return {(subtotal_line(rows, row), column + 1)}


def run_one(wjtab, seed, folder):
    faults = []
    table = Table(seed)
    rows, spots = table.cells()
    path = os.path.join(folder, "table.csv")
    table.write(path, rows)
    status, findings, errors = audit(wjtab, path)
    if status != 0 or findings or errors:
        faults.append(f"seed {seed}: consistent, but {status} {[f['message'] for f in findings]} {errors}")
    spot = table.random.choice(spots)
    original = rows[spot[0]][spot[1]]
    corrupt(table, rows, spot)
    table.write(path, rows)
    status, findings, errors = audit(wjtab, path)
    got = {(f["line"], f["column"]) for f in findings if f["kind"] != "rounding"}
    wanted = expected(rows, spot)
    told = f"seed {seed}: {spot} was {original}, is {rows[spot[0]][spot[1]]}"
    if status != 1 or not wanted <= got:
        faults.append(f"{told}: not found at {wanted}: {status} {[f['message'] for f in findings]} {errors}")
    # It also breaks its own row's range and rate, and what else states the same sum: the 小计 and
    # the level of a group, the rate of either.
    row = spot[0] + 1
    sums = {n + 1 for n in range(1, len(rows)) if "小计" in rows[n] or "合计" in rows[n]}
    related = {(line, column) for line, column in got
               if line == row or (line, column) in wanted or
               (spot[2] != "rate" and line in sums and column in (spot[1] + 1, 6, 8))}
    if got - related:
        faults.append(f"{told}: too much: {[f['message'] for f in findings]}")
    return faults


def main():
    wjtab = os.path.abspath(sys.argv[1])
    tables = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    start = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(start, start + tables):
            faults = run_one(wjtab, seed, folder)
            passed += 0 if faults else 1
            failed += 1 if faults else 0
            for fault in faults:
                print(fault)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
