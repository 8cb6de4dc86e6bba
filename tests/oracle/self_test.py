"""Checks the reference itself against published and independently computed figures: self_test.py REFERENCE_FOLDER."""

import argparse
import json
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from definition import load, load_question, response_files
from formula import FormulaError, evaluate, parse, round_places
from matching import Matcher
from reading import ReadError, fits, read_bytes
from screening import screen_files
from tabulate import Figures, annex_blocks, fixed, percent_text
import scoring

# Python's gb18030 table is the one of 2000; these two bytes mean something else since.
OTHER_EDITION = {"gb-2005-a8bc", "gb-2022-fe59"}

ZHIFU = """
survey: 2022 年度引进人才补贴满意度调查
distributed: 60
responses: responses-paper.csv
id: 编号
scales:
  满意度:
    - {code: A, label: 非常满意, score: 100}
    - {code: B, label: 满意, score: 80}
    - {code: C, label: 一般, score: 60}
    - {code: D, label: 不满意, score: 0}
  了解程度:
    - {code: A, label: 非常了解, score: 100}
    - {code: B, label: 了解, score: 80}
    - {code: C, label: 一般, score: 60}
    - {code: D, label: 不了解, score: 0}
questions:
  - {name: 补贴类型, column: COL1, type: single, options: [{code: A, label: 引进人才生活补贴},
     {code: B, label: 引进人才购房补贴}, {code: C, label: 留学费用补贴}]}
  - {name: 学历职称, column: COL2, type: single, options: [{code: A, label: 博士研究生}, {code: B, label: 硕士研究生},
     {code: C, label: 本科生（“双一流”高校或QS排名全球前200名高校）}, {code: D, label: 正高级职称},
     {code: E, label: 副高级职称}, {code: F, label: 普通本科}, {code: G, label: 专科}]}
  - {name: 政策了解, column: COL3, type: single, scale: 了解程度}
  - {name: 通知发布, column: COL4, type: single, scale: 满意度}
  - {name: 评定标准, column: COL5, type: single, scale: 满意度}
  - {name: 评定程序, column: COL6, type: single, scale: 满意度}
  - {name: 审核效率, column: COL7, type: single, scale: 满意度}
  - {name: 发放及时, column: COL8, type: single, scale: 满意度}
  - {name: 最需改进, column: COL9, type: multiple, exclusive: [F], options: [{code: A, label: 申报审批流程管理},
     {code: B, label: 资金拨付管理}, {code: C, label: 资金支持力度}, {code: D, label: 政策宣传},
     {code: E, label: 其他}, {code: F, label: 无}]}
measures:
  - {name: 满意度, mean_of: [通知发布, 评定标准, 评定程序, 审核效率, 发放及时]}
  - {name: 政策知晓率, mean_of: [政策了解]}
rounding: {score: truncate}
score:
  file: scoring.csv
  facts: facts.csv
  grades: [{grade: 优, from: 90}, {grade: 良, from: 80}, {grade: 中, from: 60}, {grade: 差, from: 0}]
"""
SOURCES = {
    "responses-paper.csv": ["补贴类型", "学历职称", "政策了解", "通知发布", "评定标准", "评定程序", "审核效率",
                            "发放及时", "最需改进"],
    "responses-online.csv": [f"'/^{number}、/'" for number in range(1, 10)],
}
FORMULAS = {"预算执行率": "IF(执行率<50%,0,执行率*分值)", "引进人才增长率": "IF(增长率>=15%,分值,0)",
            "提高政策知晓人群覆盖率": "政策知晓率*4+1",
            "补贴对象满意度": "IF(满意度>=90%,分值,IF(满意度>=50%,满意度*分值,0))"}

# Worked by hand from the sentences of FORMATS.md.
COMPUTED = {"-2^2": 4, "2^3^2": 64, "=1+2*3": 7, "10%+1": "1.1", "3491.36*98.57%": "3441.433552", "2^-1": "0.5",
            "ROUND(-2.5,0)": -3, "ROUNDUP(2.01;1)": "2.1", "TRUNC(-2.7)": -2, "INT(-2.5)": -3, "IF(1>2,1/0,5)": 5,
            "IF(1>2,5)": False, "IFS(1>2,1/0,TRUE,2)": 2, "（1+2）": 3, "４×３÷２": 6,
            "空=“”": True, '空<>"A"': True, "空<18": False, "空=0": False, "性别=1": True, '文="b"': True,
            "NOT(空<18)": True, "AND(1≤2;2≥1，3≠4)": True, "[2022年人数]*2": 20, "COUNT(1,2,3)": 3, "TRUE+1": 2,
            '1&"份"': "1份", "98.57%>0.98": True, "-2%": "-0.02", "SUM(1,2)/AVERAGE(1,2)": 2}
IN_ERROR = ["0^0", "1/0", '"a"+1', "性别+1", "AND(1>2,1/0)", "无此名", "IFS(1>2,1)", "2^0.5", "2^1001", "1+", "空+1"]
NAMES = {"空": "", "性别": "1", "文": "B", "2022年人数": Fraction(10)}
OPTIONS = [{"code": "A", "label": "非常满意"}, {"code": "B", "label": "满意", "also": ["较为满意"]},
           {"code": "C", "label": "水、电"}, {"code": "D", "label": "其他", "other": "true", "pattern": "^不行"},
           {"code": "E", "label": "不知道", "pattern": "不清楚|不行"}]
SINGLE = {"Ａ": "A", " b\u3000": "B", "较为满意": "B", "A.非常满意": "A", "（Ｂ）较为满意": "B", "A 非常满意": "A",
          "A.满意": "unknown", "AB": "several", "满意;水、电": "several", "A，A": "several", "水、电": "C",
          "其他【太慢】": "D", "D.其他：太慢": "D", "D（甲）（乙）": "D", "其他（甲": "unknown", "满意（甲）": "unknown",
          "说不清楚": "E", "不行不行": "unknown", "(空)": "empty", "-2": "empty", "－3": "not asked",
          "（跳过）": "not asked", "A.没有": "unknown", "D,A": "several", "D,": "D", "X": "unknown"}
MULTIPLE = {"A;B": "AB", "ABD": "ABD", "非常满意、水、电": "unknown", "非常满意┋水、电": "AC", "B;其他（甲;乙）": "BD",
            "A,B;C": "ABC", "B;B;;": "B", ";": "empty", "A;(空)": "unknown", "A、满意": "unknown", "A B": "unknown",
            "其他,甲;乙": "D", "水、电": "C"}
DIVIDED = {"half-up": ["2.35", "-2.35"], "half-even": ["2.34", "-2.34"], "truncate": ["2.34", "-2.34"],
           "up": ["2.35", "-2.35"]}

failures = []


def check(place, found, expected):
    if found != expected:
        failures.append(place)
        print(f"{place}: {found!r} instead of {expected!r}")


def check_examples():
    for text, expected in COMPUTED.items():
        value = evaluate(parse(text), NAMES)
        exact = expected if text.startswith("1&") or isinstance(expected, bool) else Fraction(expected)
        check(text, (type(value) is bool, value), (type(exact) is bool, exact))
    for text in IN_ERROR:
        try:
            check(text, evaluate(parse(text), NAMES), "an error")
        except FormulaError:
            pass
    for kind, cases in (("single", SINGLE), ("multiple", MULTIPLE)):
        matcher = Matcher(load_question({"name": "q", "type": kind, "options": OPTIONS}, {}))
        for cell, expected in cases.items():
            answer = matcher.answer(cell)
            codes = "".join(OPTIONS[place]["code"] for place in answer.chosen)
            check(f"{kind} {cell}", codes or answer.state, expected)
    for mode, texts in DIVIDED.items():
        found = [fixed(round_places(Fraction(sign + "2.345"), 2, mode), 2) for sign in ("", "-")]
        check(mode, found, texts)


def check_csv_cases(folder):
    cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"))["cases"]
    for case in cases:
        if case["id"] in OTHER_EDITION:
            continue
        expected = case["expect"]
        data = (folder / case["file"]).read_bytes()
        try:
            table = read_bytes(data, case["encoding"], case.get("delimiter", ","))
        except ReadError as error:
            check(case["id"], error.kind, expected.get("error"))
            for key, value in expected.get("error_at", {}).items():
                check(f"{case['id']} {key}", getattr(error, key), value)
            continue
        check(case["id"], [record.fields for record in table.records], expected.get("rows"))
        shape = [record for record in table.records if not fits(table.header, record.fields)]
        for record, place in zip(shape, expected.get("shape", [])):
            check(f"{case['id']} shape", record.line, place["line"])
            check(f"{case['id']} record", record.number, place.get("record", record.number))
        check(f"{case['id']} shape", len(shape), len(expected.get("shape", [])))
    return len(cases) - len(OTHER_EDITION)


def figures_of(path):
    definition = load(path)
    tables = [(name, read_bytes((definition.folder / name).read_bytes(), definition.raw.get("encoding", "auto"),
                                definition.raw.get("delimiter", "auto"))) for name in response_files(definition)]
    return definition, Figures(definition, screen_files(definition, tables))


def check_fraction(place, value, expected, rule):
    if expected is None:
        check(place, value, None)
        return
    check(place, (str(value.numerator), str(value.denominator), percent_text(value, rule)),
          (str(expected["num"]), str(expected["den"]), expected["text"]))


def check_set(folder, name):
    definition, figures = figures_of(folder / name)
    place, rule = f"{folder.name}/{name}", definition.rounding["percent"]
    exact = json.loads((folder / "exact.json").read_text(encoding="utf-8"))
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    check(f"{place} effective", len(figures.effective), expected["effective"])
    for item, fraction in exact["items"].items():
        check_fraction(f"{place} {item}", figures.by_name[item]["rate"], fraction, rule)
    measures = {measure["name"]: measure for measure in figures.measures}
    for measure, fraction in exact["measures"].items():
        check_fraction(f"{place} {measure}", measures[measure]["rate"], fraction, rule)
    for item in expected["items"]:
        found = figures.by_name[item["name"]]
        for key in ("base", "answered", "not_asked", "rate_base"):
            check(f"{place} {item['name']} {key}", found[key], item[key])
        for option, wanted in zip(found["options"], item["options"]):
            check(f"{place} {item['name']} {option['code']}", option["count"], wanted["count"])
            check_fraction(f"{place} {item['name']} {option['code']}", option["share"], wanted["share"], rule)
    check_tables(place, figures.tables(), expected["tables"], rule)


def check_tables(place, found, expected, rule):
    tables = {(table["table"], table["row"], tuple(table["by"])): table for table in found}
    check(f"{place} tables", len(found), len(expected))
    for wanted in expected:
        key = (wanted["table"], wanted["row"], tuple(wanted["by"]))
        table = tables[key]
        check(f"{place} {key} columns", table["columns"], [text.replace("|", "×") for text in wanted["columns"]])
        if not table["rows"]:
            continue  # the base of a quantity's means is another one
        check(f"{place} {key} base", table["column_base"], wanted["column_base"])
        check(f"{place} {key} total", table["total_base"], wanted["respondents_in_table"])
        for row, wanted_row in zip(table["rows"], wanted["rows"]):
            for part in ("code", "counts", "total"):
                check(f"{place} {key} {part}", row[part], wanted_row[part])
            for share, fraction in zip(row["shares"], wanted_row["shares"]):
                check_fraction(f"{place} {key} share", share, fraction, rule)


def write_zhifu(folder, target, source, columns):
    """The 2022 evaluation as a project: the published scores, with formulas where its rules can be computed."""
    text = ZHIFU.replace("responses-paper.csv", source)
    if source == "responses-online.csv":
        text = text.replace("id: 编号", "id: 序号")
    for place, column in enumerate(columns, 1):
        text = text.replace(f"COL{place},", f"{column},")
    (target / "survey.yaml").write_text(text, encoding="utf-8")
    (target / source).write_bytes((folder / source).read_bytes())
    rows = (folder / "scoring.csv").read_text(encoding="utf-8").splitlines()
    filled = [rows[0] + ",公式"]
    for row in rows[1:]:
        name = row.split(",")[2]
        filled.append(f'{row},"{FORMULAS.get(name, "")}"')
    (target / "scoring.csv").write_text("\n".join(filled) + "\n", encoding="utf-8")
    facts = ["名称,值,单位,来源", '支出,"3,441.36",万元,', '到位资金,"3,491.36",万元,', "执行率,支出/到位资金,,",
             "增长率,(12683-9660)/9660,,"]
    (target / "facts.csv").write_text("\n".join(facts) + "\n", encoding="utf-8")


def check_zhifu(folder, source, columns):
    published = json.loads((folder / "published.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        write_zhifu(folder, Path(name), source, columns)
        definition, figures = figures_of(Path(name) / "survey.yaml")
        score = scoring.compute(definition, figures)
    rule = definition.rounding["percent"]
    returns = figures.returns()
    for key, value in published["returns"].items():
        found = percent_text(returns[key], rule) if key.endswith("rate") else returns[key]
        check(f"{source} {key}", found, value)
    check(f"{source} by rule", figures.by_rule, {"required": 2, "several_ticks": 1})
    names = {"subsidy": "补贴类型", "degree": "学历职称", "awareness": "政策了解", "improve": "最需改进"}
    for key, question in names.items():
        options = figures.by_name[question]["options"]
        found = sorted([option["count"], percent_text(option["share"], rule)] for option in options
                       if option["count"] and option["label"] != "无")
        wanted = sorted(value for value in published["frequencies"][key].values() if value[0])
        check(f"{source} {question}", found, wanted)
    annex = {row[0]: row[1:] for row in annex_blocks(definition, figures)[0]["rows"]}
    for item, row in published["satisfaction_table"].items():
        if item != "columns":
            check(f"{source} {item}", annex[item], [str(value) for value in row])
    for item, row in published["option_shares"].items():
        found = [percent_text(option["share"], rule) for option in figures.by_name[item]["options"]]
        check(f"{source} {item} shares", found, row)
    for measure, key in zip(figures.measures, ("composite_satisfaction", "policy_awareness")):
        check(f"{source} {key}", percent_text(measure["rate"], rule), published[key])
    check_zhifu_score(source, definition, score, published["score"])


def check_zhifu_score(source, definition, score, published):
    check(f"{source} total", score["total_text"], published["total"])
    check(f"{source} grade", score["grade"], published["grade"])
    for level in (1, 2):
        found = {entry["name"]: [int(entry["points"]), scoring.score_text(entry["score"], 1),
                                 scoring.rate_text(entry["rate"], definition)]
                 for entry in score["levels"] if entry["level"] == level}
        for name, value in published[f"level{level}"].items():
            check(f"{source} {name}", found[name], value)
    for indicator in score["indicators"]:
        wanted = published["level3_rate"].get(indicator["name"])
        if wanted:
            check(f"{source} {indicator['name']}", scoring.rate_text(indicator["rate"], definition), wanted)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("reference", type=Path)
    reference = arguments.parse_args().reference
    check_examples()
    cases = check_csv_cases(reference / "csv-cases")
    sets = sorted((reference / "statistics" / "sets").iterdir())
    for folder in sets:
        for path in sorted(folder.glob("survey*.yaml")):
            check_set(folder, path.name)
    for source, columns in SOURCES.items():
        check_zhifu(reference / "zhifu-2022", source, columns)
    print(f"{cases} CSV cases, {len(sets)} data sets, {len(SOURCES)} published evaluations; {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
