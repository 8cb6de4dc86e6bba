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


# ---- sheets that other programs may make ----

HEAD = ("一级指标", "二级指标", "分值", "公式", "得分", "得分率")
ROWS = (("决策", "立项", None, "8.5", None, None), (None, "目标", 20, None, None, None),
        ("效果", "满意", 30, "30*率", None, None))


def small(path, widen=lambda sheet: None):
    """Points and a judged score as formulas, and a total row; saved by LibreOffice with values."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("某项目评分表",), HEAD, *ROWS, ("合计",)):
        sheet.append(row)
    sheet["C3"], sheet["E4"] = "=5*2", "=9*2"
    sheet["C6"], sheet["E6"], sheet["F6"] = "=SUM(C3:C5)", "=SUM(E3:E5)", "=E6/C6"
    sheet["G5"] = "=E5*2"
    for row in range(3, 7):
        sheet.cell(row, 6).number_format = "0.00%"
    widen(sheet)
    book.save(path)


def change_sheet(source, target, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data = change(data)
            new.writestr(info.filename, data)


def run_small(wjtab, source, target):
    return subprocess.run([wjtab, "score", source, "--set", "率=92%", "-o", target, "--force",
                           "--json"], capture_output=True, timeout=60)


def in_utf16(data):
    text = data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return text.encode("utf-16")


def in_latin(data):
    text = data.decode().replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    return text.encode("ascii", "xmlcharrefreplace")


def check_odd_sheets(wjtab, folder):
    small(f"{folder}/small-in.xlsx")
    office(f"{folder}/small-in.xlsx", f"{folder}/office", "xlsx")
    source = f"{folder}/office/small-in.xlsx"
    with zipfile.ZipFile(source) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    tails = [("as it was", lambda data: data, 0),
             ("in UTF-16", in_utf16, 2),
             ("in ISO 8859-1", in_latin, 0),
             ("with a mark before it", lambda data: b"\xEF\xBB\xBF" + data, 0),
             ("with names as references",
              lambda data: data.replace(b'r="E4"', b'r="&#69;4"'), 2),
             ("with rows that bear no number",
              lambda data: re.sub(rb'<row r="\d+"', b"<row", data), 0),
             ("with a row twice",
              lambda data: data.replace(b'<row r="6"', b'<row r="5"'), 2),
             ("with a cell twice",
              lambda data: data.replace(b'r="C4"', b'r="B4"'), 2),
             ("cut", lambda data: data[:len(data) // 2], 2)]
    for name, change, status in tails:
        path, target = f"{folder}/odd.xlsx", f"{folder}/odd-filled.xlsx"
        if os.path.exists(target):
            os.remove(target)
        change_sheet(source, path, change)
        run = run_small(wjtab, path, target)
        check(f"a sheet {name}: exit status", run.returncode == status,
              (run.returncode, run.stderr.decode()))
        check(f"a sheet {name}: written or not", os.path.exists(target) == (status == 0))
        check(f"a sheet {name}: says why", (b"error: " in run.stderr) == (status != 0))
        if status != 0:
            continue
        filled = openpyxl.load_workbook(target).active
        kept = openpyxl.load_workbook(target, data_only=True).active
        check(f"a sheet {name}: scores", [filled.cell(row, 5).value for row in (3, 4, 5)] ==
              [8.5, "=9*2", 27.6])
        check(f"a sheet {name}: rates", [filled.cell(row, 6).value for row in (3, 4, 5)] ==
              [0.85, 0.9, 0.92])
        check(f"a sheet {name}: what was computed with keeps its values",
              (kept["C3"].value, kept["E4"].value) == (10, 18))
        check(f"a sheet {name}: other formulas are to be computed anew",
              (kept["E6"].value, kept["G5"].value) == (None, None))
        again = run_small(wjtab, target, f"{folder}/odd-again.xlsx")
        check(f"a sheet {name}: it can be read again", again.returncode == 0 and
              open(target, "rb").read() == open(f"{folder}/odd-again.xlsx", "rb").read(),
              again.stderr.decode())
    check("the sheets differ", b'r="E4"' in sheet and b'<row r="6"' in sheet)
    run = subprocess.run([wjtab, "score", f"{folder}/odd.xlsx"], capture_output=True, timeout=60)
    check("without a file to write the table is not needed", run.returncode in (0, 2))
    change_sheet(source, f"{folder}/odd.xlsx", in_utf16)
    run = subprocess.run([wjtab, "score", f"{folder}/odd.xlsx", "--set", "率=92%", "--json"],
                         capture_output=True, timeout=60)
    check("scores without a file", run.returncode == 0 and b"not_written_back" in run.stderr)


def check_two_headers(wjtab, folder):
    """得分 and 得分率 below a common head, in a workbook and in the CSV file saved from it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("某项目评分表",), (*HEAD[:4], "评分情况", None), (None,) * 4 + HEAD[4:],
                ("决策", "立项", 10, None, 9), (None, "目标", 20, "17.5"),
                ("效果", "满意", 70, "70*率"), ("合计",)):
        sheet.append(row)
    for column in "ABCD":
        sheet.merge_cells(f"{column}2:{column}3")
    for merged in ("E2:F2", "A1:F1", "A4:A5"):
        sheet.merge_cells(merged)
    book.save(f"{folder}/two.xlsx")
    office(f"{folder}/two.xlsx", f"{folder}/office", "xlsx")
    with open(f"{folder}/two.csv", "w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([["" if cell is None else cell for cell in row]
                                    for row in sheet.iter_rows(min_row=2, values_only=True)])
    for path in (f"{folder}/two.xlsx", f"{folder}/office/two.xlsx", f"{folder}/two.csv"):
        target = f"{folder}/two-filled{path[path.rindex('.'):]}"
        run = run_small(wjtab, path, target)
        check(f"two header rows, {path}: exit status", run.returncode == 0, run.stderr.decode())
        if run.returncode != 0:
            continue
        if target.endswith("csv"):
            with open(target, encoding="gb18030", newline="") as file:
                rows = list(csv.reader(file))[2:5]
        else:
            filled = openpyxl.load_workbook(target).active
            rows = [[cell.value for cell in row] for row in filled.iter_rows(4, 6)]
        found = [[str(value) for value in row[4:]] for row in rows]
        check(f"two header rows, {path}: filled", found ==
              [["9", "90%"], ["17.5", "87.5%"], ["64.4", "92%"]], found)


def check_kinds(wjtab, folder):
    source = f"{folder}/office/small-in.xlsx"
    for table, target in ((source, "x.csv"), (f"{SAMPLE}/scoring.csv", "x.xlsx")):
        run = subprocess.run([wjtab, "score", table, "--facts", f"{SAMPLE}/facts.csv", "--set",
                              "率=92%", "--set", "满意度=85%", "--set", "政策知晓率=85%", "-o",
                              f"{folder}/{target}", "-q"], capture_output=True, timeout=60)
        check(f"{target} is refused", run.returncode == 2 and b"[usage]" in run.stderr and
              not os.path.exists(f"{folder}/{target}"), run.stderr.decode())


# ---- workbook.xlsx ----

def nested(levels, tiers):
    text = "0"
    for level in range(levels):
        parts = ",".join(f"{100 - level - i / 100:.2f}%,{10 - i / 10:.1f}" for i in range(tiers))
        text = f"TIERS(率,{parts},{text})"
    return text


def check_workbook(wjtab, folder):
    """Formulas that no program takes stand as values, with a note; 完成率 is a formula."""
    rows = [["一级指标", "分值", "目标值", "实际值", "公式"],
            ["长", 10, "", "", nested(20, 20)],    # too long
            ["深", 10, "", "", nested(3, 30)],     # nested 90 deep
            ["短", 10, "", "", nested(1, 30)],
            ["少", 10, "≥80 人", "60 人", "分值*TARGET(实际值,目标值)"],
            ["多", 10, "≤80 人", "100 人", "分值*TARGET(实际值,目标值)"],
            ["零", 10, "≤5 件", "0 件", "分值*TARGET(实际值,目标值)"],
            ["等", 10, "=100%", "90%", "分值*TARGET(实际值,目标值)"],
            ["文", 10, "定性", "良好", "分值"],
            ["无", 10, "≥0 件", "3 件", "分值"]]
    os.makedirs(f"{folder}/long")
    with open(f"{folder}/long/scoring.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    for path, text in (("facts.csv", "名称,值\n率,95.5%\n"),
                       ("survey.yaml", "survey: 长公式\nscore: {file: scoring.csv, "
                                       "facts: facts.csv}\noutput: {formats: [xlsx]}\n")):
        with open(f"{folder}/long/{path}", "w", encoding="utf-8") as file:
            file.write(text)
    run = subprocess.run([wjtab, "run", f"{folder}/long/survey.yaml", "-o", f"{folder}/long/out",
                          "-q"], capture_output=True, timeout=60)
    check("long formulas: exit status", run.returncode == 0, run.stderr.decode())
    book = f"{folder}/long/out/workbook.xlsx"
    office(book, f"{folder}/long", "xlsx:Calc MS Excel 2007 XML")
    sheets = [openpyxl.load_workbook(path, data_only=values)["评分表"]
              for path, values in ((book, False), (book, True),
                                   (f"{folder}/long/workbook.xlsx", True))]
    heads = {cell.value: cell.column for cell in sheets[0][2]}
    for i, row in enumerate(rows[1:], 3):
        raw, done = (heads[name] for name in ("未取整得分", "完成率"))
        formula = isinstance(sheets[0].cell(i, raw).value, str)
        check(f"{row[0]}: formula or value", formula == (row[0] not in "长深"))
        if row[2][:1] in "≥≤=" and row[2]:
            check(f"{row[0]}: 完成率 is a formula",
                  str(sheets[0].cell(i, done).value).startswith("=IF("))
        for column in (raw, done):
            ours, theirs = (sheet.cell(i, column).value for sheet in sheets[1:])
            same = ours == theirs or abs(float(ours) - float(theirs)) < 1e-9
            check(f"{row[0]}: LibreOffice agrees", same, (ours, theirs))
    notes = [cell.value for (cell,) in sheets[0].iter_rows(max_col=1)]
    check("a note says so", any("电子表格程序容纳不下" in str(note) for note in notes))


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
    check_odd_sheets(wjtab, folder)
    check_two_headers(wjtab, folder)
    check_kinds(wjtab, folder)
    check_workbook(wjtab, folder)
    shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
