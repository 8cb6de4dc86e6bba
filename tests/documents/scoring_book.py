#!/usr/bin/env python3
"""Scoring tables in workbooks: read, filled and written back.

Run from the repository's root:  python3 tests/documents/scoring_book.py WJTAB
Workbooks are made with openpyxl, some are saved again by LibreOffice, some rewritten with
namespace prefixes or without cell names. What comes back is compared part by part and cell by
cell, and with the filled CSV file.
"""
import csv
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import openpyxl
from openpyxl.utils import get_column_letter as letter

SAMPLE = "samples/zhifu-2022"
passed = 0
failed = 0


def check(what, good, detail=""):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print(f"FAILED: {what} {detail}")


def make(path, rows, title):
    """The sample's table behind another sheet, with title rows, levels merged, and a sum."""
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active["A1"] = "分值见下一张表"
    sheet = book.create_sheet("评分表")
    if title:
        sheet.append(["项目支出绩效评价评分表"])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
        sheet.append([])
    sheet.append(rows[0])
    head = sheet.max_row
    column = {name: i for i, name in enumerate(rows[0])}
    above = [None, None]
    for row in rows[1:]:
        cells = [cell or None for cell in row]
        for name in ("分值", "得分"):
            if cells[column[name]]:
                cells[column[name]] = float(cells[column[name]])
        for level in (0, 1):
            if row[level] == above[level] and (level == 0 or cells[0] is None):
                cells[level] = None
            else:
                above[level] = row[level]
        sheet.append(cells)
    last = sheet.max_row
    for row in range(head + 1, last + 1):
        sheet.cell(row, column["得分率"] + 1).number_format = "0.00%"
    scores = letter(column["得分"] + 1)
    sheet.append(["合计"])
    sheet[f"{scores}{last + 1}"] = f"=SUM({scores}{head + 1}:{scores}{last})"
    sheet["L1"] = f"={scores}{last + 1}*2"
    book.save(path)
    return head, last


def office(path, folder, kind):
    profile = os.path.join(folder, "profile")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless",
                    "--convert-to", kind, "--outdir", folder, path],
                   check=True, capture_output=True, timeout=120)


def rewrite(source, target, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename == "xl/worksheets/sheet2.xml":
                text = change(text.decode()).encode()
            new.writestr(info, text)


def prefixed(xml):
    xml = re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", xml)
    return xml.replace('xmlns="', 'xmlns:x="', 1)


def nameless(xml):
    """Rows and cells without names, where they follow one another."""
    xml = re.sub(r'<row r="\d+"', "<row", xml)
    xml = xml.replace("<sheetData>", "<!-- <c r=\"A1\"> --><sheetData>")
    return re.sub(r'<c r="[A-Z]+\d+"', "<c", xml)


def score(wjtab, source, target, results):
    return subprocess.run([wjtab, "score", source, "--facts", f"{SAMPLE}/facts.csv", "--results",
                           results, "--survey", f"{SAMPLE}/survey.yaml", "-o", target, "--force",
                           "--json"], capture_output=True, timeout=60)


def value_of(text):
    if text.endswith("%"):
        return float(text[:-1]) / 100
    try:
        return float(text)
    except ValueError:
        return text or None


def compare(name, source, target, filled, head, sheet_part):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        check(f"{name}: parts", old.namelist() == new.namelist())
        differing = [part for part in old.namelist() if old.read(part) != new.read(part)]
        check(f"{name}: only the sheet changed", differing == [sheet_part], differing)
        times = [(a.filename) for a, b in zip(old.infolist(), new.infolist())
                 if a.date_time != b.date_time]
        check(f"{name}: times of the parts", not times, times)
    before = openpyxl.load_workbook(source)
    after = openpyxl.load_workbook(target)
    column = {text: i for i, text in enumerate(filled[0])}
    for title in before.sheetnames:
        for row in after[title].iter_rows():
            for cell in row:
                old = before[title][cell.coordinate]
                line = cell.row - head
                good = old.number_format == cell.number_format
                if title == "评分表" and 0 < line < len(filled) and \
                        cell.column - 1 in (column["得分"], column["得分率"]):
                    want = value_of(filled[line][cell.column - 1])
                    good = good and (cell.value == want or
                                     abs(float(cell.value) - float(want)) < 1e-12)
                else:
                    good = good and old.value == cell.value
                check(f"{name}: {title}!{cell.coordinate}", good, (old.value, cell.value))


def main():
    wjtab = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp()
    results = f"{folder}/out/results.json"
    subprocess.run([wjtab, "run", f"{SAMPLE}/survey.yaml", "-o", f"{folder}/out", "--quiet",
                    "--format", "csv"], check=True)
    with open(f"{SAMPLE}/scoring.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with open(f"{folder}/out/scoring.csv", encoding="utf-8-sig", newline="") as file:
        filled = list(csv.reader(file))
    head, last = make(f"{folder}/titled.xlsx", rows, True)
    plain_head, _ = make(f"{folder}/plain.xlsx", rows, False)
    rewrite(f"{folder}/titled.xlsx", f"{folder}/prefixed.xlsx", prefixed)
    os.makedirs(f"{folder}/office")
    shutil.copy(f"{folder}/titled.xlsx", f"{folder}/office-in.xlsx")
    office(f"{folder}/office-in.xlsx", f"{folder}/office", "xlsx")
    shutil.move(f"{folder}/office/office-in.xlsx", f"{folder}/office.xlsx")
    want = None
    for name, start in (("titled", head), ("plain", plain_head), ("prefixed", head),
                        ("office", head)):
        run = score(wjtab, f"{folder}/{name}.xlsx", f"{folder}/{name}-filled.xlsx", results)
        check(f"{name}: exit status", run.returncode == 0, run.stderr.decode())
        scores = re.sub(rb'"line": \d+', b"", run.stdout)  # titles move the rows
        want = want or scores
        check(f"{name}: the same scores", len(scores) > 1000 and scores == want)
        if run.returncode == 0:
            compare(name, f"{folder}/{name}.xlsx", f"{folder}/{name}-filled.xlsx", filled, start,
                    "xl/worksheets/sheet2.xml")
        again = score(wjtab, f"{folder}/{name}-filled.xlsx", f"{folder}/{name}-again.xlsx", results)
        same = again.returncode == 0 and \
            open(f"{folder}/{name}-filled.xlsx", "rb").read() == \
            open(f"{folder}/{name}-again.xlsx", "rb").read()
        check(f"{name}: filled twice is the same", same, again.stderr.decode())
    office(f"{folder}/office-filled.xlsx", f"{folder}/office", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2")
    total = None
    for path in os.listdir(f"{folder}/office"):
        if path.endswith(".csv"):
            text = open(f"{folder}/office/{path}", encoding="utf-8-sig").read()
            for row in csv.reader(io.StringIO(text)):
                if row and row[0] == "合计":
                    total = row[rows[0].index("得分")]
    check("LibreOffice sums the new scores", total == "85.7", total)
    rewrite(f"{folder}/plain.xlsx", f"{folder}/nameless.xlsx", nameless)
    run = score(wjtab, f"{folder}/nameless.xlsx", f"{folder}/nameless-filled.xlsx", results)
    check("rows without names are read or refused with a message",
          run.returncode in (0, 2) and (run.returncode == 0 or b"error" in run.stderr), run.stderr)
    shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
