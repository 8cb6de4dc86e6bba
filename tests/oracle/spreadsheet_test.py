#!/usr/bin/env python3
"""Compare formulas with LibreOffice: the same trees, computed by wjtab, by LibreOffice and exactly here.

usage: spreadsheet_test.py --wjtab WJTAB [--count 500] [--seed 2022]

Random formulas use every function and operator that both sides have; TARGET, DEDUCT, TIERS and GATE are given to
LibreOffice as docs/formats.md writes them out. A formula counts where every comparison and rounding in it is more than
1e-9 away from its edge: there wjtab must equal the exact value, and LibreOffice agree within 1e-9. Some formulas on the
edge follow: there wjtab must be exact, and LibreOffice, which computes in binary, is not. A scoring table whose level
cells are merged, saved by LibreOffice as CSV and as a workbook, must score alike.
Exit status: 0 all agree, 1 something differs, 2 usage.
"""
import argparse
import csv
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from xml.sax.saxutils import quoteattr

NEAR = Fraction(1, 10 ** 9)
# formula, its exact value; what binary arithmetic makes of it differs
EDGES = [("1000000000000000+0.3-1000000000000000=0.3", 1),
         ("0.9-0.00000000000000001>=0.9", 0),
         ("IF(1/3+1/3+1/3-0.00000000000000000001>=1,10,9)", 9),
         ("INT(1-0.00000000000000000001)", 0),
         ("TARGET(0.9-0.00000000000000001,0.9)=1", 0)]


class Unfit(Exception):
    """The formula has no value, is too large, or touches an edge."""


def far(distance):
    if abs(distance) <= NEAR:
        raise Unfit


def number(value):
    return Fraction(int(value)) if isinstance(value, bool) else value


def divide(a, b):
    if b == 0:
        raise Unfit
    return a / b


def rounded(value, places, mode):
    scaled = value * Fraction(10) ** places
    floor = math.floor(abs(scaled))
    rest = abs(scaled) - floor
    whole = rest == 0
    if mode == "half":
        far(rest - Fraction(1, 2))
        size = floor + (1 if rest > Fraction(1, 2) else 0)
    else:
        if not whole:
            far(rest)
            far(1 - rest)
        # A whole number is an edge, too, unless binary arithmetic holds it exactly.
        if whole and places != 0:
            raise Unfit
        size = floor + (1 if mode == "up" and not whole else 0)
    return (size if scaled >= 0 else -size) / Fraction(10) ** places


def compare(sign, a, b):
    far(a - b)
    return {"=": False, "<>": True, "<": a < b, "<=": a < b, ">": a > b, ">=": a > b}[sign]


class Tree:
    """A random formula as text for either side and as its value, all at once."""

    def __init__(self, dice):
        self.dice = dice

    def literal(self):
        kind = self.dice.randrange(4)
        if kind == 0:
            value = self.dice.randrange(0, 200)
            return str(value), str(value), Fraction(value)
        if kind == 1:
            value = Fraction(self.dice.randrange(0, 100000), 1000)
            text = f"{float(value):.3f}"
            return text, text, value
        if kind == 2:
            value = Fraction(self.dice.randrange(0, 20000), 10000)
            text = f"{float(value * 100):.2f}%"
            return text, text, value
        value = self.dice.choice([True, False])
        return str(value).upper(), str(value).upper() + "()", value

    def make(self, depth):
        if depth == 0 or self.dice.random() < 0.12:
            return self.literal()
        return self.dice.choice([self.binary, self.binary, self.unary, self.condition, self.fold, self.rounding,
                                 self.choice, self.logic, self.rules, self.tiers])(depth - 1)

    def several(self, depth, least, most):
        return list(zip(*(self.make(depth) for _ in range(self.dice.randint(least, most)))))

    def call(self, name, parts, value, spreadsheet=None):
        ours, theirs = ",".join(parts[0]), ";".join(parts[1])
        return f"{name}({ours})", spreadsheet or f"{name}({theirs})", value

    def binary(self, depth):
        (a, la, x), (b, lb, y) = self.make(depth), self.make(depth)
        sign = self.dice.choice("+-*/")
        x, y = number(x), number(y)
        value = {"+": lambda: x + y, "-": lambda: x - y, "*": lambda: x * y, "/": lambda: divide(x, y)}[sign]()
        return f"({a}){sign}({b})", f"({la}){sign}({lb})", value

    def unary(self, depth):
        a, la, x = self.make(depth)
        kind = self.dice.randrange(4)
        if kind == 0:
            return f"-({a})", f"-({la})", -number(x)
        if kind == 1:
            return f"({a})%", f"({la})%", number(x) / 100
        if kind == 2:
            power = self.dice.randint(0, 3)
            if number(x) == 0:
                raise Unfit
            return f"({a})^{power}", f"({la})^{power}", number(x) ** power
        return f"ABS({a})", f"ABS({la})", abs(number(x))

    def condition(self, depth):
        (a, la, x), (b, lb, y) = self.make(depth), self.make(depth)
        sign = self.dice.choice(["=", "<>", "<", "<=", ">", ">="])
        if isinstance(x, bool) or isinstance(y, bool):  # spreadsheet programs differ among themselves here
            raise Unfit
        return f"({a}){sign}({b})", f"({la}){sign}({lb})", compare(sign, x, y)

    def fold(self, depth):
        parts = self.several(depth, 1, 4)
        values = [number(v) for v in parts[2]]
        name = self.dice.choice(["MIN", "MAX", "SUM", "AVERAGE", "COUNT"])
        value = {"MIN": min(values), "MAX": max(values), "SUM": sum(values),
                 "AVERAGE": sum(values) / len(values), "COUNT": Fraction(len(values))}[name]
        return self.call(name, parts, value)

    def rounding(self, depth):
        a, la, x = self.make(depth)
        name, mode = self.dice.choice([("ROUND", "half"), ("ROUNDUP", "up"), ("ROUNDDOWN", "cut"), ("TRUNC", "cut"),
                                       ("INT", "floor")])
        if name == "INT":
            x = number(x)
            if x.denominator != 1:
                far(x - math.floor(x))
                far(math.ceil(x) - x)
            return f"INT({a})", f"INT({la})", Fraction(math.floor(x))
        places = self.dice.randint(-2, 4)
        return f"{name}({a},{places})", f"{name}({la};{places})", rounded(number(x), places, mode)

    def choice(self, depth):
        (c, lc, condition), (a, la, x), (b, lb, y) = self.make(depth), self.make(depth), self.make(depth)
        far_from_zero(condition)
        value = x if condition else y
        if self.dice.random() < 0.5:
            return f"IF({c},{a},{b})", f"IF({lc};{la};{lb})", value
        return f"IFS({c},{a},TRUE,{b})", f"COM.MICROSOFT.IFS({lc};{la};TRUE();{lb})", value

    def logic(self, depth):
        parts = self.several(depth, 1, 3)
        for value in parts[2]:
            far_from_zero(value)
        name = self.dice.choice(["AND", "OR", "NOT"])
        if name == "NOT":
            return f"NOT({parts[0][0]})", f"NOT({parts[1][0]})", not parts[2][0]
        return self.call(name, parts, all(parts[2]) if name == "AND" else any(parts[2]))

    def rules(self, depth):
        (a, la, x), (b, lb, y), (c, lc, z) = self.make(depth), self.make(depth), self.make(depth)
        kind = self.dice.randrange(5)
        x, y, z = number(x), number(y), number(z)
        if kind == 3:
            return f"DEDUCT({a},{b},{c})", f"MAX(0;({la})-({lb})*({lc}))", max(Fraction(0), x - y * z)
        if kind == 4:
            far_from_zero(x)
            far_from_zero(y)
            return f"GATE({a},{b})", f"IF(AND({la};{lb});1;0)", Fraction(1 if x != 0 and y != 0 else 0)
        far(x - y)
        la, lb = f"({la})", f"({lb})"
        low, high = (divide(x, y) if x < y else None), (divide(y, x) if x > y else None)
        if kind == 0:
            return (f"TARGET({a},{b})", f"IF({la}>={lb};1;MAX(0;{la}/{lb}))",
                    Fraction(1) if x > y else max(Fraction(0), low))
        if kind == 1:
            return (f'TARGET({a},{b},"≤")', f"IF({la}<={lb};1;MAX(0;{lb}/{la}))",
                    Fraction(1) if x < y else max(Fraction(0), high))
        return (f'TARGET({a},{b},"=")', f"IF({la}={lb};1;MAX(0;IF({la}<{lb};{la}/{lb};{lb}/{la})))",
                max(Fraction(0), low if x < y else high))

    def tiers(self, depth):
        a, la, x = self.make(depth)
        x = number(x)
        bounds = sorted({Fraction(self.dice.randrange(-50, 1500), 10) for _ in range(self.dice.randint(1, 4))},
                        reverse=True)
        ours, theirs, value, closing = f"TIERS({a}", "", None, ""
        for i, bound in enumerate(bounds):
            far(x - bound)
            text = f"{float(bound):.1f}"
            ours += f",{text},{10 - i}"
            theirs += f"IF(({la})>={text};{10 - i};"
            closing += ")"
            if value is None and x > bound:
                value = Fraction(10 - i)
        return ours + ",1.5)", theirs + "1.5" + closing, Fraction(3, 2) if value is None else value


def far_from_zero(value):
    if not isinstance(value, bool):
        far(value)


def generate(count, seed):
    dice = random.Random(seed)
    made = []
    while len(made) < count:
        try:
            ours, theirs, value = Tree(dice).make(4)
        except Unfit:
            continue
        value = number(value)
        if abs(value) < 10 ** 9 and len(ours) < 2000:
            made.append((ours, theirs, value))
    return made


def of_wjtab(wjtab, formulas, folder):
    with open(folder / "facts.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["名称", "值"]] + [[f"f{i}", f] for i, f in enumerate(formulas)])
    (folder / "scoring.csv").write_text("一级指标,分值,得分\nA,1,1\n", encoding="utf-8")
    done = subprocess.run([wjtab, "score", folder / "scoring.csv", "--facts", folder / "facts.csv", "--json"],
                          capture_output=True, timeout=120, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.decode("utf-8")[:4000])
    facts = json.loads(done.stdout)["facts"]
    return [Fraction(int(f["value"]["num"]), int(f["value"]["den"])) for f in facts]


def write_flat(path, rows):
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.{v}"'
                    for n, v in (("office", 0), ("table", 0), ("text", 0), ("of", 2)))
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{names} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>'
        f'<table:table table:name="s">{rows}</table:table></office:spreadsheet></office:body></office:document>',
        encoding="utf-8")


def of_libreoffice(formulas, folder):
    # A text of all digits, whatever format a cell takes from its formula.
    texts = [f'of:=TEXT(0+({f});"0.00000000000000E+000")' for f in formulas]
    rows = "".join(f"<table:table-row><table:table-cell table:formula={quoteattr(text)}/></table:table-row>"
                   for text in texts)
    write_flat(folder / "book.fods", rows)
    convert(folder, folder / "book.fods", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false")
    with open(folder / "book.csv", encoding="utf-8", newline="") as file:
        cells = [row[0] for row in csv.reader(file)]
    return [parsed(cell) for cell in cells]


def convert(folder, source, wanted):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", wanted,
                    "--outdir", folder, source], capture_output=True, timeout=120, check=True)


def merged_levels(wjtab, folder):
    """A table whose level cells are merged, as LibreOffice saves it: names apply to the rows below."""
    def cell(text, rows=1):
        kind = f'office:value-type="float" office:value="{text}"' if text.isdigit() else 'office:value-type="string"'
        span = f' table:number-columns-spanned="1" table:number-rows-spanned="{rows}"' if rows > 1 else ""
        return f"<table:table-cell {kind}{span}><text:p>{text}</text:p></table:table-cell>"
    covered = "<table:covered-table-cell/>"
    lines = [[cell(t) for t in ("一级指标", "二级指标", "三级指标", "分值", "得分")],
             [cell("决策", 3), cell("立项", 2), cell("依据"), cell("3"), cell("3")],
             [covered, covered, cell("程序"), cell("3"), cell("2")],
             [covered, cell("目标"), cell("合理"), cell("4"), cell("4")],
             [cell("产出", 2), cell("数量", 2), cell("人数"), cell("5"), cell("1")],
             [covered, covered, cell("场次"), cell("5"), cell("5")]]
    rows = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in lines)
    write_flat(folder / "merged.fods", rows)
    failed = 0
    for ending, wanted in (("csv", "csv:Text - txt - csv (StarCalc):44,34,76"), ("xlsx", "xlsx")):
        convert(folder, folder / "merged.fods", wanted)
        done = subprocess.run([wjtab, "score", folder / f"merged.{ending}", "--json"], capture_output=True, timeout=60,
                              check=False)
        levels = json.loads(done.stdout)["score"]["levels"] if done.returncode == 0 else done.stderr.decode()
        got = [(v["name"], v["points"]["text"], v["score"]["text"]) for v in levels] if done.returncode == 0 else levels
        if got != [("决策", "10", "9"), ("立项", "6", "5"), ("目标", "4", "4"), ("产出", "10", "6"),
                   ("数量", "10", "6")]:
            failed += 1
            print(f"merged cells, {ending}: {got}")
    return failed


def parsed(cell):
    try:
        return Fraction(cell)
    except ValueError:
        return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wjtab", required=True)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=2022)
    wanted = parser.parse_args()
    made = generate(wanted.count, wanted.seed)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours = of_wjtab(wanted.wjtab, [m[0] for m in made] + [e[0] for e in EDGES], folder)
        plain = [e[0] for e in EDGES[:-1]] + ["IF((0.9-0.00000000000000001)>=0.9;1;0)=1"]
        failed += merged_levels(wanted.wjtab, folder)
        theirs = of_libreoffice([m[1] for m in made] + [p.replace(",", ";") for p in plain], folder)
    if len(theirs) != len(ours):
        sys.exit(f"LibreOffice gave {len(theirs)} values for {len(ours)} formulas")
    for (formula, spreadsheet, exact), got, other in zip(made, ours, theirs):
        agree = other is not None and abs(other - exact) <= NEAR * max(1, abs(exact))
        if got != exact or not agree:
            failed += 1
            print(f"{formula}\n  exact {exact}, wjtab {got}, LibreOffice {other} of {spreadsheet}")
    for (formula, exact), got, other in zip(EDGES, ours[len(made):], theirs[len(made):]):
        if got != exact or other == exact:
            failed += 1
            print(f"{formula}\n  on the edge: exact {exact}, wjtab {got}, LibreOffice {other}")
    print(f"{len(made)} formulas and {len(EDGES)} on the edge, merged cells: {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
