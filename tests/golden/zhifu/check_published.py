#!/usr/bin/env python3
"""Compare what `wjtab run samples/zhifu-2022/survey.yaml -o FOLDER` wrote with the published figures.

usage: check_published.py FOLDER [published.json]

FOLDER holds results.json, frequencies.csv, satisfaction.csv and scoring.csv. Every figure of published.json, except
under `note` and `contradictions`, is compared to its last printed digit: in results.json the printed text and the
exact value, and the CSV files where they have it. A figure that no check looked at is a failure too.
Exit status: 0 all agree, 1 something differs or is missing, 2 usage.
"""
import csv
import json
import pathlib
import sys
from fractions import Fraction

QUESTION = {"subsidy": "补贴类型", "degree": "学历职称", "awareness": "政策了解", "improve": "最需改进"}
GROWTH = {"合计": "人才总量"}
GROWTH_FACTS = ("2021年", "2022年", "增长人数", "增长率")
OPTIONS = ("非常满意", "满意", "一般", "不满意")
NOT_FIGURES = ("note", "contradictions")


def leaves(node, path=()):
    """The paths of all figures in published.json."""
    if isinstance(node, dict):
        children = node.items()
    elif isinstance(node, list):
        children = enumerate(node)
    else:
        return {path}
    return {leaf for key, child in children if path or key not in NOT_FIGURES for leaf in leaves(child, path + (key,))}


def number(text):
    """A printed figure as an exact number; a percentage as what stands before its sign."""
    return Fraction(str(text).removesuffix("%"))


def half_up(value, places):
    """value >= 0 rounded to places, a tie away from zero."""
    scaled = value * 10 ** places
    return Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10 ** places)


def exact(fraction):
    return Fraction(int(fraction["num"]), int(fraction["den"]))


class Output:
    """The files of an output folder, by the keys that the published figures have."""

    def __init__(self, folder):
        self.json = json.loads((folder / "results.json").read_text(encoding="utf-8-sig"))
        self.frequencies = {(r["question"], r["label"]): r for r in self.rows(folder / "frequencies.csv")}
        self.satisfaction = {r["调查内容"]: r for r in self.rows(folder / "satisfaction.csv")}
        self.indicators = self.filled(self.rows(folder / "scoring.csv"))
        self.questions = {q["name"]: q for q in self.json["questions"]}
        self.measures = {m["name"]: m for m in self.json["measures"]}
        self.facts = {f["name"]: f["value"] for f in self.json.get("facts", [])}
        self.score = self.json["score"]

    @staticmethod
    def rows(path):
        with open(path, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, strict=True))

    @staticmethod
    def filled(rows):
        """A blank level repeats the one above."""
        above = {}
        for row in rows:
            for level in ("一级指标", "二级指标"):
                row[level] = above[level] = row[level] or above[level]
        return rows

    def option(self, question, label):
        return next(o for o in self.questions[question]["options"] if o["label"] == label)

    def level(self, level, name):
        return next(e for e in self.score["levels"] if e["level"] == level and e["name"] == name)

    def indicator(self, name):
        return next(i for i in self.score["indicators"] if i["name"] == name)

    def indicator_row(self, name):
        return next(r for r in self.indicators if r["三级指标"] == name)

    def column_sum(self, column, level=None, name=None):
        """Σ of a column of scoring.csv, of all rows or of those under one level."""
        found = [Fraction(r[column]) for r in self.indicators if level is None or r[level] == name]
        if not found:
            raise KeyError(name)
        return sum(found)


class Checker:
    def __init__(self, published, output):
        self.published, self.output = published, output
        self.left = leaves(published)
        self.passed = self.failed = 0

    def figure(self, *path):
        """A published figure; from now on it counts as looked at."""
        self.left.discard(path)
        node = self.published
        for key in path:
            node = node[key]
        return node

    def equal(self, what, published, ours):
        """Compare with ours(), which may fail where the output lacks something."""
        try:
            got = ours()
        except (KeyError, IndexError, StopIteration, TypeError, ValueError, ZeroDivisionError) as error:
            got = f"missing ({type(error).__name__}: {error})"
        if type(got) is type(published) and got == published:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{what}: published {published}, ours {got}")

    def percent(self, what, published, fraction):
        """A percentage of results.json: its text, and its exact value rounded half-up to two decimals."""
        self.equal(f"{what} (text)", published, lambda: fraction()["text"])
        self.equal(f"{what} (value)", number(published), lambda: half_up(exact(fraction()) * 100, 2))

    def points(self, what, published, fraction):
        """Points or a score of results.json: its text and its exact value."""
        self.equal(f"{what} (text)", str(published), lambda: fraction()["text"])
        self.equal(f"{what} (value)", number(published), lambda: exact(fraction()))

    def returns(self):
        ours = self.output.json.get("returns", {})
        for key in ("distributed", "returned", "valid"):
            self.equal(f"returns.{key}", self.figure("returns", key), lambda: ours[key])
        for key in ("return_rate", "valid_rate"):
            self.percent(f"returns.{key}", self.figure("returns", key), lambda: ours[key])

    def count(self, question, label, published):
        what, out = f"{question}/{label} count", self.output
        self.equal(what, published, lambda: out.option(question, label)["count"])
        self.equal(f"{what} (frequencies.csv)", str(published), lambda: out.frequencies[question, label]["count"])

    def share(self, question, label, published):
        what, out = f"{question}/{label} share", self.output
        self.percent(what, published, lambda: out.option(question, label)["share"])
        self.equal(f"{what} (frequencies.csv)", published, lambda: out.frequencies[question, label]["share"])

    def frequencies(self):
        for key, labels in self.published["frequencies"].items():
            for label in labels:
                self.count(QUESTION[key], label, self.figure("frequencies", key, label, 0))
                self.share(QUESTION[key], label, self.figure("frequencies", key, label, 1))
        for item in self.published["option_shares"]:
            for i, label in enumerate(OPTIONS):
                self.share(item, label, self.figure("option_shares", item, i))

    def satisfaction(self):
        table, out = "satisfaction_table", self.output
        columns = ["调查内容"] + [f"{label} {kind}" for label in OPTIONS for kind in ("人数", "得分")] + ["单项满意度"]
        printed = [self.figure(table, "columns", i) for i in range(len(self.published[table]["columns"]))]
        self.equal("satisfaction.csv columns", columns, lambda: list(next(iter(out.satisfaction.values()))))
        self.equal("satisfaction table columns", printed, lambda: [c if "人数" in c else c.split()[-1] for c in columns[1:]])
        for item in self.published[table]:
            if item == "columns":
                continue
            for i, label in enumerate(OPTIONS):
                count, contribution = self.figure(table, item, 2 * i), self.figure(table, item, 2 * i + 1)
                self.count(item, label, count)
                self.equal(f"{item}/{label} 人数 (satisfaction.csv)", str(count),
                           lambda: out.satisfaction[item][f"{label} 人数"])
                self.percent(f"{item}/{label} 得分", contribution, lambda: out.option(item, label)["contribution"])
                self.equal(f"{item}/{label} 得分 (satisfaction.csv)", contribution,
                           lambda: out.satisfaction[item][f"{label} 得分"])
            rate = self.figure(table, item, 8)
            self.percent(f"{item} 单项满意度", rate, lambda: out.questions[item]["rate"])
            self.equal(f"{item} 单项满意度 (satisfaction.csv)", rate, lambda: out.satisfaction[item]["单项满意度"])

    def composites(self):
        out = self.output
        rate = self.figure("composite_satisfaction")
        self.percent("满意度", rate, lambda: out.measures["满意度"]["rate"])
        self.equal("综合得分 (satisfaction.csv)", rate, lambda: out.satisfaction["综合得分"]["单项满意度"])
        rate = self.figure("policy_awareness")
        self.percent("政策知晓率", rate, lambda: out.measures["政策知晓率"]["rate"])
        self.percent("政策了解", rate, lambda: out.questions["政策了解"]["rate"])

    def levels(self):
        out = self.output
        for level, column in ((1, "一级指标"), (2, "二级指标")):
            key = f"level{level}"
            for name in self.published["score"][key]:
                what = f"{column} {name}"
                points, score, rate = (self.figure("score", key, name, i) for i in range(3))
                self.points(f"{what} 分值", points, lambda: out.level(level, name)["points"])
                self.points(f"{what} 得分", score, lambda: out.level(level, name)["score"])
                self.percent(f"{what} 得分率", rate, lambda: out.level(level, name)["rate"])
                self.equal(f"{what} 分值 (scoring.csv)", number(points), lambda: out.column_sum("分值", column, name))
                self.equal(f"{what} 得分 (scoring.csv)", number(score), lambda: out.column_sum("得分", column, name))

    def score(self):
        out = self.output
        total, grade = self.figure("score", "total"), self.figure("score", "grade")
        self.points("总分", total, lambda: out.score["total"])
        self.equal("总分 (scoring.csv)", number(total), lambda: out.column_sum("得分"))
        self.equal("等级", grade, lambda: out.score["grade"])
        for name in self.published["score"]["level3_rate"]:
            rate = self.figure("score", "level3_rate", name)
            self.percent(f"{name} 得分率", rate, lambda: out.indicator(name)["rate"])
            self.equal(f"{name} 得分率 (scoring.csv)", rate, lambda: out.indicator_row(name)["得分率"])

    def growth(self):
        facts = self.output.facts
        for key in self.published["growth"]:
            for i, suffix in enumerate(GROWTH_FACTS):
                name = GROWTH.get(key, key) + suffix
                published = self.figure("growth", key, i)
                if isinstance(published, int):
                    self.equal(f"事实 {name}", Fraction(published), lambda: exact(facts[name]))
                else:
                    self.equal(f"事实 {name}", number(published), lambda: half_up(exact(facts[name]) * 100, 2))

    def run(self):
        for check in (self.returns, self.frequencies, self.satisfaction, self.composites, self.levels, self.score, self.growth):
            check()
        for path in sorted(self.left, key=str):
            self.failed += 1
            print(f"{'.'.join(map(str, path))}: published, but no check looks at it")
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    beside = pathlib.Path(__file__).resolve().parent / "published.json"
    published = pathlib.Path(arguments[1]) if len(arguments) == 2 else beside
    try:
        output = Output(pathlib.Path(arguments[0]))
    except (OSError, ValueError, KeyError, csv.Error) as error:
        print(f"{arguments[0]}: {type(error).__name__}: {error}")
        print("0 passed, 1 failed")
        return 1
    return Checker(json.loads(published.read_text(encoding="utf-8")), output).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
