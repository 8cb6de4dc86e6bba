#!/usr/bin/env python3
"""What `wjtab export` writes, read by others: the .sav by PSPP, triple-S by a reader of the standard's text
(Triple-S XML 2.0.002), DDI-Codebook by an XML parser. All must give the counts of results.json.

    python3 tests/oracle/exchange.py WJTAB [--seeds N]
"""

import argparse
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path

from generate import generate

DDI = "{ddi:codebook:2_5}"
FILES = ["codebook.xml", "data.csv", "data.sav", "data.sss"]
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
PLAIN = re.compile(r"[A-Za-z0-9]{1,16}$", re.ASCII)
NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})$", re.ASCII)


def run(command, folder, **more):
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=100, check=False,
                          env={**ENVIRONMENT, **more})
    return done.returncode, done.stderr.decode("utf-8", "replace")


# ---- what the names and values must be, from docs/formats.md ----

def flags(number, question):
    codes = [option["code"] for option in question["options"]]
    plain = all(PLAIN.match(code) for code in codes) and len({code.lower() for code in codes}) == len(codes)
    return [f"q{number}_{code if plain else position}" for position, code in enumerate(codes, 1)]


def values(question):
    codes = [option["code"] for option in question["options"]]
    if all(NUMBER.match(code) for code in codes):
        return [int(code) for code in codes]
    return list(range(1, len(codes) + 1))


# ---- .sav, by PSPP ----

PSPP = """SET TNUMBERS=VALUES /TVARS=NAMES.
GET FILE='{sav}'.
MRSETS /DISPLAY NAME=ALL.
FREQUENCIES /VARIABLES=ALL /FORMAT=AVALUE.
DISPLAY DICTIONARY.
SAVE TRANSLATE /OUTFILE='{out}' /TYPE=CSV /REPLACE /FIELDNAMES /CELLS=VALUES.
"""


def tables_of(text):
    """PSPP's tables, title -> rows."""
    tables, rows = {}, None
    for row in csv.reader(io.StringIO(text)):
        if not row:
            rows = None
        elif row[0].startswith("Table: "):
            rows = tables.setdefault(row[0][7:], [])
        elif rows is not None:
            rows.append(row)
    return tables


def valid_of(rows):
    """How many PSPP takes for valid answers, None without a table of frequencies."""
    if not rows or rows[0][2:4] != ["Frequency", "Percent"]:
        return None
    valid, section = 0, ""
    for row in rows[1:]:
        section = row[0] or section
        valid += int(row[2]) if section == "Valid" else 0
    return valid


def read_sav(folder):
    """Value -> count per variable, value labels, multiple response sets, variables, and the rows as PSPP reads them."""
    script, out = folder / "read.sps", folder / "read.csv"
    script.write_text(PSPP.format(sav=folder / "data.sav", out=out), encoding="utf-8")
    status, messages = run(["pspp", "-o", "tables.csv", "-O", "format=csv", "read.sps"], folder)
    text = (folder / "tables.csv").read_text(encoding="utf-8")
    said = [line for line in (messages + text).splitlines() if re.search(r"(warning|error): ", line)]
    if status != 0 or said:
        raise ValueError(f"PSPP says {said}")
    tables = tables_of(text)
    counts = {}
    for name, rows in tables.items():
        if rows and rows[0][2:4] == ["Frequency", "Percent"]:
            counts[name] = {row[1]: int(row[2]) for row in rows[1:] if row[1]}
    sets = {row[0]: (row[1:4], row[4].split("\n")) for row in tables.get("Multiple Response Sets", [])[1:]}
    labels, name = {}, None
    for row in (row for row in tables.get("Value Labels", [])[1:] if len(row) > 2):
        name = row[0] or name
        labels.setdefault(name, {})[re.sub(r"\[.\]$", "", row[1])] = row[2]
    described = {row[0]: (row[2], row[9], valid_of(tables.get(row[0]))) for row in tables.get("Variables", [])[1:]}
    with open(out, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return counts, sets, labels, described, rows


# ---- triple-S: the standard's rules, pages 22 to 48 ----

class TripleS:
    def __init__(self, folder):
        root = ElementTree.parse(folder / "data.sss").getroot()
        assert root.tag == "sss" and root.get("version") == "2.0"
        record = root.find("survey/record")
        assert [child.tag for child in root] == ["date", "time", "origin", "survey"], "order of the DTD"
        assert re.fullmatch("[A-Za-z]", record.get("ident")) and record.get("format") == "csv"
        data = (folder / "data.csv").read_bytes().decode("iso-8859-1")
        assert all(sign in "\r\n" or 32 <= ord(sign) <= 255 for sign in data)
        lines = data.split("\r\n")
        assert lines.pop() == "" and not any("\n" in line or "\r" in line for line in lines)
        self.rows = [next(csv.reader([line])) for line in lines[int(record.get("skip")):]]
        self.variables, seen = {}, set()
        for variable in record:
            name = variable.findtext("name")
            assert re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name) and name.lower() not in seen, name
            seen.add(name.lower())
            assert [child.tag for child in variable][:3] == ["name", "label", "position"]
            self.variables[name] = (variable, self.column(variable))
        assert all(len(row) == len(self.variables) for row in self.rows)

    def column(self, variable):
        field = int(variable.find("position").get("start")) - 1
        cells = [row[field].strip(" ") for row in self.rows]
        return [self.value(variable, cell) if cell else None for cell in cells]

    @staticmethod
    def value(variable, cell):
        codes = [value.get("code") for value in variable.iter("value")]
        kind = variable.get("type")
        if kind == "single":
            assert cell.isascii() and cell.isdigit() and str(int(cell)) in codes, cell
            return int(cell)
        if kind == "multiple":
            assert set(cell) <= {"0", "1"} and len(cell) == max(map(int, codes)), cell
            return [int(code) for code in codes if cell[int(code) - 1] == "1"]
        if kind == "quantity":
            span = variable.find("values/range")
            low, high = span.get("from"), span.get("to")
            places = {len(text.partition(".")[2]) for text in (low, high, cell)}
            assert len(places) == 1 and Fraction(low) <= Fraction(cell) <= Fraction(high), cell
            return Fraction(cell)
        assert kind == "character" and len(cell) <= int(variable.findtext("size"))
        return cell


# ---- DDI-Codebook ----

def read_ddi(folder):
    """Per variable its label, value -> count, and value -> label; missing ones apart."""
    root = ElementTree.parse(folder / "codebook.xml").getroot()
    assert root.tag == DDI + "codeBook" and root.get("version") == "2.5"
    assert [child.tag for child in root] == [DDI + name for name in ("stdyDscr", "fileDscr", "dataDscr")]
    variables, ids = {}, set()
    for variable in root.iter(DDI + "var"):
        assert variable.get("ID") not in ids
        ids.add(variable.get("ID"))
        found = {"label": variable.findtext(DDI + "labl"), "counts": {}, "missing": {}, "labels": {}}
        for category in variable.iter(DDI + "catgry"):
            value = category.findtext(DDI + "catValu")
            part = found["missing" if category.get("missing") == "Y" else "counts"]
            part[value] = int(category.findtext(DDI + "catStat"))
            found["labels"][value] = category.findtext(DDI + "labl")
        found["stats"] = {stat.get("type"): stat.text for stat in variable.iter(DDI + "sumStat")}
        assert sum(found["missing"].values()) <= int(found["stats"]["invd"])
        variables[variable.get("name")] = found
    for group in root.iter(DDI + "varGrp"):
        assert set(group.get("var").split()) <= ids
    return variables, int(root.find(f".//{DDI}caseQnty").text)


# ---- comparing ----

def clean(label):
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", label)


def cut(label, most):
    return clean(label).encode()[:most].decode(errors="ignore")


def expected_missing(question, rows):
    """Not answered (or not usable), not asked: of all rows."""
    return rows - question["answered"] - question["not_asked"], question["not_asked"]


def compare_code(name, wanted, question, rows, sav, ddi):
    """One variable with categories: wanted is value -> count of the answered."""
    counts, _, labels, described, _ = sav
    unanswered, not_asked = expected_missing(question, rows)
    found = {int(value): count for value, count in counts.get(name, {}).items() if value}
    asked = found.pop(-2, 0) + found.pop(-4, 0)
    differences = []
    for what, got, expected in (
            ("sav", found, {value: count for value, count in wanted.items() if count} |
             ({-3: not_asked} if not_asked else {})),
            ("sav, no answer", asked, unanswered),
            ("ddi", {int(value): count for value, count in ddi[name]["counts"].items()}, wanted),
            ("ddi, no answer", ddi[name]["missing"]["-2"] + ddi[name]["missing"]["-4"], unanswered),
            ("ddi, not asked", ddi[name]["missing"]["-3"], not_asked)):
        if got != expected:
            differences.append(f"{name} {what}: {got}, not {expected}")
    label, missing, valid = described[name]
    if label != cut(ddi[name]["label"], 255):
        differences.append(f"{name}: label {label!r}, not {ddi[name]['label']!r}")
    if [int(value) for value in missing.split(";")] != [-2, -3, -4] or valid != (sum(wanted.values()) if rows else None):
        differences.append(f"{name}: PSPP takes {valid} for valid, and {missing} for missing")
    wanted_labels = {value: cut(label, 120) for value, label in ddi[name]["labels"].items()}
    if labels.get(name) != wanted_labels:
        differences.append(f"{name}: value labels {labels.get(name)}, not {wanted_labels}")
    return differences


def compare_single(number, question, rows, sav, sss, ddi):
    name = f"q{number}"
    options = list(zip(values(question), question["options"]))
    wanted = {value: option["count"] for value, option in options}
    differences = compare_code(name, wanted, question, rows, sav, ddi)
    variable, column = sss.variables[name]
    found = {value: column.count(value) for value in wanted}
    if found != wanted or column.count(None) != rows - sum(wanted.values()):
        differences.append(f"{name} triple-S: {found}, not {wanted}")
    for value, option in options:
        text = ddi[name]["labels"][str(value)]
        described = next(item for item in variable.iter("value") if item.get("code") == str(value))
        if {text, described.text} != {clean(option["label"])}:
            differences.append(f"{name}: {text!r}, {described.text!r}, not {option['label']!r}")
    return differences


def compare_multiple(number, question, rows, sav, sss, ddi):
    names = flags(number, question)
    differences = []
    for name, option in zip(names, question["options"]):
        wanted = {0: question["answered"] - option["count"], 1: option["count"]}
        differences += compare_code(name, wanted, question, rows, sav, ddi)
    members = sav[1].get(f"$q{number}")
    if len(names) > 1 and members != ([cut(question["label"], 255), "Dichotomies", "1"], names):
        differences.append(f"set q{number}: {members}, not {names}")
    column = sss.variables[f"q{number}"][1]
    found = [sum(position in (cell or []) for cell in column) for position in range(1, len(names) + 1)]
    if found != [option["count"] for option in question["options"]]:
        differences.append(f"q{number} triple-S: {found}")
    if column.count(None) != rows - question["answered"]:
        differences.append(f"q{number} triple-S: {column.count(None)} missing")
    return differences


def compare_quantity(number, question, rows, sav, sss, ddi):
    """PSPP's numbers, row by row, are those of triple-S."""
    name = f"q{number}"
    column, differences = sss.variables[name][1], []
    given = [cell for cell in column if cell is not None]
    missing = {int(value) for value in ddi[name]["missing"] if value}
    if {int(value) for value in sav[3][name][1].split(";")} != missing or len(missing) != 3:
        differences.append(f"{name}: missing in the .sav are {sav[3][name][1]}, not {missing}")
    for row, cell in zip(sav[4], column):
        read = Fraction(row[name]) if row[name].strip() else None
        read = None if read in missing and cell is None else read
        if (read is None) != (cell is None) or (cell is not None and abs(read - cell) > abs(cell) / 10 ** 15):
            differences.append(f"{name}: sav {row[name]}, triple-S {cell}")
    if len(given) != question["answered"] or int(ddi[name]["stats"]["vald"]) != len(given):
        differences.append(f"{name}: {len(given)} numbers, not {question['answered']}")
    if given and [Fraction(ddi[name]["stats"][part]) for part in ("min", "max")] != [min(given), max(given)]:
        differences.append(f"{name}: limits {ddi[name]['stats']}")
    return differences


def compare(folder, results):
    rows = results["returns"]["valid"]
    sav, sss = read_sav(folder), TripleS(folder)
    ddi, cases = read_ddi(folder)
    differences = [f"{what}: {count} rows, not {rows}" for what, count in
                   (("sav", len(sav[4])), ("triple-S", len(sss.rows)), ("ddi", cases)) if count != rows]
    for number, question in enumerate(results["questions"], 1):
        check = {"single": compare_single, "multiple": compare_multiple, "quantity": compare_quantity}
        if question["type"] in check:
            differences += check[question["type"]](number, question, rows, sav, sss, ddi)
        elif int(ddi[f"q{number}"]["stats"]["vald"]) != question["answered"]:
            differences.append(f"q{number}: texts {ddi[f'q{number}']['stats']}, not {question['answered']}")
    return differences


def export_and_compare(wjtab, folder, more=()):
    status, messages = run([wjtab, "run", "survey.yaml", "-o", "out", "--format", "json", "--quiet"], folder)
    for name, zone in (("first", "UTC"), ("second", "Asia/Shanghai")):
        got, said = run([wjtab, "export", "survey.yaml", "-o", name, "--keep-text", *more], folder, TZ=zone)
        # Scores are no concern of an export.
        if status == 3 or (status == 0 and got != 0):
            left = (folder / name).exists()
            return [f"export: {got} {said[:300]}"] if got != status or left else []
        if got not in (0, 2):
            return [f"export: {got} {said[:300]}"]
    if status != 0:
        return []
    found = sorted(path.name for path in (folder / "first").iterdir())
    if found != FILES:
        return [f"files: {found}"]
    for name in FILES:
        if (folder / "first" / name).read_bytes() != (folder / "second" / name).read_bytes():
            return [f"{name} differs the second time"]
    results = json.loads((folder / "out" / "results.json").read_text(encoding="utf-8"))
    try:
        return compare(folder / "first", results)
    except (AssertionError, LookupError, ValueError, StopIteration, ElementTree.ParseError) as error:
        return [f"can't be read: {error!r}"]


def check_seed(task):
    wjtab, seed = task
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        generate(seed).write(folder)
        return [f"seed {seed}: {line}" for line in export_and_compare(wjtab, folder)]


# ---- cases that chance does not bring ----

def survey(folder, definition, lines):
    (folder / "survey.yaml").write_text(definition, encoding="utf-8")
    (folder / "a.csv").write_text("".join(line + "\n" for line in lines), encoding="utf-8")


HOSTILE = """survey: '<题目> & "引号" ]]> ''单引号'' \U0001F600'
responses: a.csv
valid: {required: []}
questions:
  - name: 甲
    label: "第一行\\n第二行 <b>&amp;</b> \\"x\\" %s"
    type: single
    options: [{code: 'a"b<', label: "\\t制表\\u0007铃&<>"}, {code: '0', label: '%s'}, {code: '$x', label: '=1+1'}]
  - name: 乙
    type: multiple
    options: [{code: ALL, label: all}, {code: to, label: to}, {code: With, label: with}]
  - name: 丙
    type: multiple
    options: [{code: a, label: 小写}, {code: 甲乙, label: 其他}, {code: a-b, label: 连号}]
""" % ("长" * 300, "标签" * 100)


def hostile(wjtab, folder):
    survey(folder, HOSTILE, ["甲,乙,丙"] + ["0,ALL;to,小写", '"a""b<",With,甲乙;a-b', "$x,,", ",to,小写"] * 3)
    return export_and_compare(wjtab, folder)


def no_effective(wjtab, folder):
    survey(folder, "survey: 空\nresponses: a.csv\nvalid: {required: all}\nquestions:\n"
           "  - {name: 甲, type: single, options: [{code: A}, {code: B}]}\n"
           "  - {name: 数, type: quantity}\n  - {name: 话, type: text}\n", ["甲,数,话", "A,,", ",1,"])
    return export_and_compare(wjtab, folder)


def thousand(wjtab, folder):
    """1,000 questions and 3,000 variables, with names longer than eight bytes."""
    lines = ["survey: 千题", "responses: a.csv", "valid: {required: []}", "questions:"]
    lines += [f"  - {{name: 题{i}, type: multiple, options: [{{code: OPTION{i}A}}, {{code: OPTION{i}B}},"
              f" {{code: OPTION{i}C}}]}}" for i in range(1000)]
    rows = [",".join(f"题{i}" for i in range(1000))]
    rows += [",".join(f"OPTION{i}{'ABC'[(i + j) % 3]}" if (i * j) % 7 else "" for i in range(1000))
             for j in range(1, 8)]
    survey(folder, "\n".join(lines) + "\n", rows)
    return export_and_compare(wjtab, folder)


NUMBERS = """survey: 数
responses: a.csv
valid: {required: []}
questions:
  - {name: 小, type: quantity}
  - {name: 负, type: quantity}
  - {name: 大, type: quantity}
  - {name: 话, type: text}
"""


def numbers_and_texts(wjtab, folder):
    texts = ["短", "中" * 100, "x" * 253, "x" * 256, "长" * 400 + "尾", "y" * 40000]
    numbers = ["0.1,-2,999999999999999", "2.345678901,-94.5,-0.000000001", "-1,-3,1e14", "1e-9,7,123456789.125",
               "3,-2,0.5", "1/3,,1e15"]
    lines = ["小,负,大,话"] + [f"{number},{text}" for number, text in zip(numbers, texts)]
    survey(folder, NUMBERS + "encoding: utf-8\n", lines[:-1])
    differences = export_and_compare(wjtab, folder)
    if differences:
        return differences
    read = read_sav(folder / "first")[4]
    if [row["q4"] for row in read] != texts[:-1]:
        differences.append(f"texts: {[len(row['q4']) for row in read]}")
    ddi = read_ddi(folder / "first")[0]
    if set(ddi["q2"]["missing"]) != {"-992", "-993", "-994"}:
        differences.append(f"missing values: {ddi['q2']['missing']}")
    survey(folder, NUMBERS, lines)
    status, said = run([wjtab, "export", "survey.yaml", "-o", "third", "--all", "--keep-text"], folder)
    if status != 0 or "1 numbers have more than 15 digits" not in said or "1 texts were cut to 32767" not in said:
        differences.append(f"large: {status} {said}")
    read = read_sav(folder / "third")[4]
    if [row["q3"].strip() for row in read][-1:] != ["-4"] or len(read[-1]["q4"]) != 32767:
        differences.append(f"large: {read[-1]['q3']}, {len(read[-1]['q4'])} bytes")
    return differences


def rejected(wjtab, folder):
    survey(folder, "survey: 无效\nresponses: a.csv\nid: 编号\nvalid: {required: [甲], unique: {columns: [编号], keep: last}}\n"
           "questions:\n  - {name: 甲, type: single, options: [{code: A}, {code: B}]}\n  - {name: 乙, type: text}\n",
           ["编号,甲,乙", "1,A,x", "2,,x", "1,B,13800138000", "3,AB,x", "4,Z,x", "5,A,x,y", "6,B,x"])
    run([wjtab, "run", "survey.yaml", "-o", "out", "--format", "json", "--quiet"], folder)
    results = json.loads((folder / "out" / "results.json").read_text(encoding="utf-8"))
    status, said = run([wjtab, "export", "survey.yaml", "-o", "x", "--all", "--keep-text", "--lang", "en"], folder)
    if status != 0:
        return [said]
    counts, _, labels, _, rows = read_sav(folder / "x")
    rules = [labels["rule"][row["rule"].strip()] for row in rows]
    found = {row["id"]: (rule, row["q1"].strip()) for row, rule in zip(rows, rules) if row["id"] != "1"}
    wanted = {"2": ("required question empty", "-2"), "3": ("several ticks", "-4"), "4": ("answer fits no option", "-4"),
              "5": ("wrong number of fields", "-4"), "6": ("effective", "2")}
    differences = [] if found == wanted else [f"rules: {found}"]
    if rules.count("duplicate") != 1 or rules.count("effective") != results["returns"]["valid"]:
        differences.append(f"rules: {rules}")
    if counts["rule"].get("0") != results["returns"]["valid"] or len(rows) != results["returns"]["returned"]:
        differences.append(f"counts: {counts['rule']}")
    written = b"".join(path.read_bytes() for path in (folder / "x").glob("[cd]*"))
    return differences + (["a phone number"] if b"13800138000" in written else [])


RAKED = """survey: 加权
responses: a.csv
id: 编号
valid: {required: [甲]}
weighting: %s
questions:
  - {name: 甲, type: single, options: [{code: A}, {code: B}, {code: C}]}
  - {name: 乙, type: single, options: [{code: x}, {code: y}]}
  - {name: 丙, type: multiple, options: [{code: M}, {code: N}]}
"""
WEIGHTED = """SET TNUMBERS=VALUES /TVARS=NAMES.
GET FILE='x/data.sav'.
DISPLAY DICTIONARY.
FREQUENCIES /VARIABLES=ALL /FORMAT=AVALUE.
SAVE TRANSLATE /OUTFILE='rows.csv' /TYPE=CSV /REPLACE /FIELDNAMES /CELLS=VALUES.
"""


def compare_weighted(folder, results):
    """PSPP weights by what the file says is its weight: its counts are our weighted ones."""
    (folder / "weighted.sps").write_text(WEIGHTED, encoding="utf-8")
    status, said = run(["pspp", "-o", "tables.csv", "-O", "format=csv", "weighted.sps"], folder)
    if status != 0:
        return [f"PSPP says {said}"]
    tables = tables_of((folder / "tables.csv").read_text(encoding="utf-8"))
    sss, ddi = TripleS(folder / "x"), ElementTree.parse(folder / "x" / "codebook.xml").getroot()
    weights, differences = sss.variables["weight"], []
    if [name for name, (variable, _) in sss.variables.items() if variable.get("use")] != ["weight"]:
        differences.append("triple-S: another weight")
    if weights[0].get("use") != "weight" or weights[0].get("type") != "quantity":
        differences.append("triple-S: no weight")
    if [variable.get("name") for variable in ddi.iter(DDI + "var") if variable.get("wgt")] != ["weight"]:
        differences.append("ddi: no weight")
    with open(folder / "rows.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if any(abs(Fraction(row["weight"]) - weight) > Fraction(1, 10 ** 9) for row, weight in zip(rows, weights[1])):
        differences.append("weights of .sav and triple-S differ")
    for number, question in enumerate(results["questions"], 1):
        single = question["type"] == "single"
        names = [f"q{number}"] * len(question["options"]) if single else flags(number, question)
        for position, (name, option) in enumerate(zip(names, question["options"]), 1):
            value = position if single else 1
            found = sum((weight for row, weight in zip(rows, weights[1]) if row[name].strip() == str(value)), Fraction(0))
            counted = [Fraction(row[2]) for row in tables[name][1:] if row[1] == str(value)]
            wanted = Fraction(option["weighted"]["weighted_count"])
            if len(counted) != 1 or max(abs(found - wanted), abs(counted[0] - wanted)) > Fraction(1, 10 ** 8):
                differences.append(f"{name}={value}: {counted}, {float(found)}, not {float(wanted)}")
    return differences


def weighted(wjtab, folder):
    rng = random.Random(6)
    lines = ["编号,权,甲,乙,丙"]
    for row in range(400):
        chosen = ";".join(code for code in "MN" if rng.random() < 0.4)
        lines.append(f"{row},{rng.choice(['1', '0', '2.5', '0.333333333', '17', '1e3'])},"
                     f"{rng.choice('AAABBC') if row % 50 else ''},{rng.choice('xxy') if row % 7 else ''},{chosen}")
    differences = []
    for weighting in ("{targets: {甲: {A: 30%, B: 30%, C: 40%}, 乙: {x: 0.5%, y: 99.5%}}}",
                      "{targets: {甲: {A: 30%, B: 30%, C: 40%}, 乙: {x: 45%, y: 55%}}, trim: 2}", "{column: 权}"):
        survey(folder, RAKED % weighting, lines)
        for command in (["run", "-o", "out", "--format", "json"], ["export", "-o", "x", "--all"]):
            status, said = run([wjtab, command[0], "survey.yaml", "--force", *command[1:]], folder)
            differences += [said] if status != 0 else []
        results = json.loads((folder / "out" / "results.json").read_text(encoding="utf-8"))
        differences += [f"{weighting}: {line}" for line in compare_weighted(folder, results)]
    return differences


def full_disk(wjtab, folder):
    """A file that can't grow: nothing stands there afterwards, and what stood there stays."""
    survey(folder, NUMBERS, ["小,负,大,话"] + [f"{i},1,2,{'长' * 60}" for i in range(2000)])
    (folder / "x").mkdir()
    (folder / "x" / "data.sav").write_text("mine")
    differences = []
    for blocks in (1, 40, 300):
        command = f"trap '' XFSZ; ulimit -f {blocks}; exec '{wjtab}' export survey.yaml -o x --force --keep-text"
        status, said = run(["sh", "-c", command], folder)
        left = {path.name: path.stat().st_size for path in (folder / "x").iterdir()}
        if status != 4 or left != {"data.sav": 4}:
            differences.append(f"{blocks} blocks: exit {status}, {left}, {said[:200]}")
    status, said = run([wjtab, "export", "survey.yaml", "-o", "x"], folder)
    if status != 4 or "there already" not in said:
        differences.append(f"without --force: {status} {said}")
    return differences


CASES = [hostile, no_effective, thousand, numbers_and_texts, rejected, weighted, full_disk]


def check_case(task):
    wjtab, number = task
    with tempfile.TemporaryDirectory() as scratch:
        return [f"{CASES[number].__name__}: {line}" for line in CASES[number](wjtab, Path(scratch))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wjtab")
    parser.add_argument("--seeds", type=int, default=60)
    parser.add_argument("--start", type=int, default=0)
    options = parser.parse_args()
    wjtab = str(Path(options.wjtab).resolve())
    failed = 0
    with ProcessPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(check_case, [(wjtab, number) for number in range(len(CASES))]))
        done += pool.map(check_seed, [(wjtab, seed) for seed in range(options.start, options.start + options.seeds)])
    for differences in done:
        failed += bool(differences)
        for line in differences[:8]:
            print(line[:600])
    print(f"{len(done) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
