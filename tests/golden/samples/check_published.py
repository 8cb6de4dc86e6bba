#!/usr/bin/env python3
"""Compare the samples xinzhou-2019 and jinchang-2021, and the summary tables of reports, with the published figures beside this script.

usage: check_published.py WJTAB

Both `wjtab run` and `wjtab score` must give the published total, grade, level scores and rates and the score of every
indicator, 完成率 as worked here, and the contradictions of the papers as differences, neither more nor fewer.
Exit status: 0 all agree, 1 something differs, 2 usage.
"""
import csv
import html.parser
import json
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parents[2] / "samples"
# Worked from the cells: 74/70; 265.25/240 with the carried-over sum, as the list of contradictions has it.
DONE = {"预算执行率": "100%", "引进急需紧缺人才人数等 7 项": "", "保证项目正常开展": "100%", "规定时间内完成": "100%",
        "严格控制成本": "110.52%", "加快地方经济发展": "", "重才用才氛围": "", "引进人才满意度": "100%",
        "科技创新与产业发展": ""}


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def same(self, what, got, expected):
        if got == expected:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{what}: got {got!r}, published {expected!r}")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def wjtab(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout.decode("utf-8")


def exact(fraction):
    return Fraction(int(fraction["num"]), int(fraction["den"]))


def check_score(checks, name, score, published, scores):
    checks.same(f"{name}: total", score["total"]["text"], published["total"])
    checks.same(f"{name}: grade", score["grade"], published["grade"])
    levels = {level["name"]: level for level in score["levels"] if level["level"] == 1}
    checks.same(f"{name}: levels", list(levels), list(published["level1"]))
    for key, (points, text, rate) in published["level1"].items():
        level = levels[key]
        checks.same(f"{name}: {key}", [exact(level["points"]), level["score"]["text"], level["rate"]["text"]],
                    [Fraction(points), text, rate])
    checks.same(f"{name}: indicators", {i["name"]: exact(i["score"]) for i in score["indicators"]},
                {key: Fraction(value) for key, value in scores.items()})


def run_and_score(checks, program, folder, sample, definition, table):
    """results.json of run; what score --json prints must have the same score."""
    source = SAMPLES / sample
    out = folder / definition
    status, _ = wjtab(program, "run", source / definition, "-o", out, "--quiet")
    checks.same(f"{definition}: exit status", status, 0)
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    status, text = wjtab(program, "score", source / table, "--facts", source / "facts.csv", "--json")
    checks.same(f"{table}: exit status", status, 0)
    checks.same(f"{sample}: score as run", json.loads(text)["score"], results["score"])
    return results, rows(out / "scoring.csv")


def differing(results):
    return sorted((d["scope"], d["name"], d["stated"]) for d in results["stated"]["differing"])


def xinzhou(checks, program, folder):
    published = json.loads((HERE / "xinzhou-2019.json").read_text(encoding="utf-8"))
    table = rows(HERE / "xinzhou-2019.csv")
    checks.same("xinzhou: count of indicators", len(table), 17)
    results, _ = run_and_score(checks, program, folder, "xinzhou-2019", "survey.yaml", "scoring.csv")
    check_score(checks, "xinzhou", results["score"], published,
                {r["三级指标"]: r["正文得分"] or r["附表得分"] for r in table})
    checks.same("xinzhou: differences", differing(results), [])
    # The annex does not add up to the total that it states.
    annex = json.loads(json.dumps(published))
    annex["total"] = "94.5"
    annex["level1"]["效益"] = [20, "18", "90%"]
    results, _ = run_and_score(checks, program, folder, "xinzhou-2019", "annex.yaml", "scoring-annex.csv")
    check_score(checks, "xinzhou, annex", results["score"], annex, {r["三级指标"]: r["附表得分"] for r in table})
    checks.same("xinzhou, annex: differences", differing(results),
                [("一级指标得分", "效益", "20"), ("一级指标得分率", "效益", "100%"), ("总分", "", "96.5")])


def jinchang(checks, program, folder):
    published = json.loads((HERE / "jinchang-2021.json").read_text(encoding="utf-8"))
    table = rows(HERE / "jinchang-2021.csv")
    results, filled = run_and_score(checks, program, folder, "jinchang-2021", "survey.yaml", "scoring.csv")
    check_score(checks, "jinchang", results["score"], published, {r["三级指标"]: r["得分"] for r in table})
    checks.same("jinchang: differences", differing(results), [])
    checks.same("jinchang: targets", [(r["目标值"], r["实际值"]) for r in filled],
                [(r["目标值"], r["实际值"]) for r in table])
    checks.same("jinchang: 完成率", {r["三级指标"]: r["完成率"] for r in filled}, DONE)
    facts = {f["name"]: exact(f["value"]) for f in results["facts"]}
    checks.same("jinchang: items of spending", facts["支出明细合计"], Fraction("256.13"))


class Tables(html.parser.HTMLParser):
    """The tables of a web page: for each the title of its section, and its rows."""

    def __init__(self, page):
        super().__init__()
        self.title, self.tables, self.cell, self.heading = "", [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append((self.title, []))
        elif tag == "tr":
            self.tables[-1][1].append([])
        elif tag in ("td", "th"):
            self.cell = ""
        elif tag == "h2":
            self.heading = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        elif self.heading is not None:
            self.heading += data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][1][-1].append(self.cell.strip())
            self.cell = None
        elif tag == "h2":
            self.title, self.heading = self.heading.strip(), None

    def of(self, title):
        """The rows below the header."""
        return [row for section, rows in self.tables if section.endswith(title) for row in rows[1:]]


def page_of(checks, program, folder, definition):
    status, _ = wjtab(program, "run", definition, "-o", folder, "--format", "html", "--quiet")
    checks.same(f"{definition.name} as a web page: exit status", status, 0)
    return Tables((folder / "report.html").read_text(encoding="utf-8"))


def summaries(checks, program, folder):
    """Rows worked by hand from the samples and a small table with every kind of fact."""
    page = page_of(checks, program, folder / "z", SAMPLES / "zhifu-2022" / "survey.yaml")
    checks.same("zhifu: result", page.of("评价结果汇总表"),
                [["2022 年度引进人才补贴满意度调查", "3491.36 万元", "3491.36 万元", "3441.36 万元", "98.57%", "85.7", "良"]])
    problems = page.of("问题清单")
    checks.same("zhifu: problems", (len(problems), problems[0]),
                (8, ["决策", "立项程序规范性", "两个要点中有一个不符合"]))
    checks.same("zhifu: no targets", page.of("绩效目标表"), [])
    page = page_of(checks, program, folder / "j", SAMPLES / "jinchang-2021" / "survey.yaml")
    targets = {row[1]: row for row in page.of("绩效目标表")}
    checks.same("jinchang: targets", list(targets), list(DONE))
    checks.same("jinchang: cost", targets["严格控制成本"],
                ["产出", "严格控制成本", "", "240", "万元", "265.25 万元（含上年结转 25.25 万元）", "110.52%", "10", "10"])
    (folder / "s.csv").write_text("一级指标,分值,目标值,实际值,得分\nA,100,≤20%,甲项目.完成率,80\n", encoding="utf-8")
    (folder / "f.csv").write_text("名称,值,单位\n预算资金,8,万元\n支出资金,6,万元\n甲项目.预算资金,8,万元\n甲项目.完成率,40%,\n"
                                  "甲项目.一季度,1.5,万元\n乙项目.二季度,4,万元\n甲项目.二季度,2,万元\n", encoding="utf-8")
    (folder / "d.yaml").write_text("survey: 甲\nscore: {file: s.csv, facts: f.csv}\n", encoding="utf-8")
    page = page_of(checks, program, folder / "d", folder / "d.yaml")
    checks.same("facts: result", page.of("评价结果汇总表"), [["甲", "8 万元", "–", "6 万元", "75%", "80", "良"]])
    checks.same("facts: projects", page.of("项目评价情况汇总表"), [["甲项目", "8 万元", "40%"]])
    checks.same("facts: quarters", page.of("分季度用款计划"),
                [["甲项目", "1.5 万元", "2 万元", "3.5"], ["乙项目", "–", "4 万元", "4"]])
    checks.same("facts: targets", page.of("绩效目标表"), [["A", "A", "≤", "20%", "", "40%", "50%", "100", "80"]])


def main():
    if len(sys.argv) != 2:
        print(__doc__.strip().splitlines()[2], file=sys.stderr)
        return 2
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        xinzhou(checks, sys.argv[1], pathlib.Path(folder) / "x")
        jinchang(checks, sys.argv[1], pathlib.Path(folder) / "j")
        summaries(checks, sys.argv[1], pathlib.Path(folder))
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
