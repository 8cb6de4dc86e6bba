"""Compares what wjtab wrote with the reference's figures. Every difference is one line of text."""

import csv
import io
import json
from collections import Counter
from fractions import Fraction
from pathlib import PurePath

import spread
from scoring import rate_text, score_text
from screening import ledger
from tabulate import annex_blocks, percent_text

FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
DASHES = ("", "–")


class Comparison:
    def __init__(self, definition):
        self.rule = definition.rounding["percent"]
        self.score_places = definition.rounding["score"][0]
        self.definition = definition
        self.differences = []

    def same(self, place, found, expected):
        if found != expected:
            self.differences.append(f"{place}: wjtab {found!r}, reference {expected!r}")
            return False
        return True

    def fraction(self, place, found, expected, text):
        """A {"num", "den", "text"} of results.json; integers beyond 2^53 are strings."""
        if expected is None:
            self.same(place, found, None)
        elif not isinstance(found, dict):
            self.same(place, found, {"num": expected.numerator, "den": expected.denominator, "text": text})
        else:
            whole = [value if abs(value) <= 2 ** 53 else str(value)
                     for value in (expected.numerator, expected.denominator)]
            self.same(place, [found.get("num"), found.get("den")], whole)
            if text is not None:
                self.same(f"{place}.text", found.get("text"), text)

    def percent(self, place, found, expected):
        self.fraction(place, found, expected, percent_text(expected, self.rule))

    def returns(self, results, figures):
        found, expected = results.get("returns", {}), figures.returns()
        for key in ("distributed", "returned", "valid"):
            self.same(f"returns.{key}", found.get(key), expected[key])
        for key in ("return_rate", "valid_rate"):
            self.percent(f"returns.{key}", found.get(key), expected[key])
        rejected = results.get("rejected", {})
        self.same("rejected.total", rejected.get("total"), figures.rejected)
        by_rule = {rule: count for rule, count in rejected.get("by_rule", {}).items() if count}
        self.same("rejected.by_rule", by_rule, figures.by_rule)

    def questions(self, results, figures):
        found = {question["name"]: question for question in results.get("questions", [])}
        self.same("questions", list(found), [question["name"] for question in figures.questions])
        for expected in figures.questions:
            question, place = found.get(expected["name"], {}), f"questions[{expected['name']}]"
            for key in ("type", "base", "answered", "not_asked"):
                self.same(f"{place}.{key}", question.get(key), expected[key])
            if expected["rate_base"] is not None:
                self.same(f"{place}.rate_base", question.get("rate_base"), expected["rate_base"])
            self.percent(f"{place}.rate", question.get("rate"), expected["rate"])
            options = question.get("options", [])
            codes = [option["code"] for option in options]
            if self.same(f"{place}.options", codes, [str(option["code"]) for option in expected["options"]]):
                for option, wanted in zip(options, expected["options"]):
                    self.option(f"{place}.{wanted['code']}", option, wanted)

    def option(self, place, option, wanted):
        for key in ("label", "count"):
            self.same(f"{place}.{key}", option.get(key), wanted[key])
        self.percent(f"{place}.share", option.get("share"), wanted["share"])
        self.percent(f"{place}.contribution", option.get("contribution"), wanted["contribution"])
        score = option.get("score")
        if isinstance(score, dict):
            score = Fraction(int(score["num"]), int(score["den"]))
        elif score is not None:
            score = Fraction(str(score))
        self.same(f"{place}.score", score, wanted["score"])

    def measures(self, results, figures):
        found = {measure["name"]: measure for measure in results.get("measures", [])}
        self.same("measures", list(found), [measure["name"] for measure in figures.measures])
        for expected in figures.measures:
            measure, place = found.get(expected["name"], {}), f"measures[{expected['name']}]"
            self.percent(f"{place}.rate", measure.get("rate"), expected["rate"])
            self.same(f"{place}.base", measure.get("base"), expected["base"])

    def spread(self, results, figures):
        """Intervals, and what they rest on."""
        reference = spread.Spread(figures)
        questions = {question["name"]: question for question in results.get("questions", [])}
        measures = {measure["name"]: measure for measure in results.get("measures", [])}
        for question in self.definition.questions:
            if question.scored:
                found, place = questions.get(question.name, {}), f"questions[{question.name}]"
                single = question.type == "single"
                rate, scores = reference.rate(question), reference.scores(question)
                self.differences += spread.differences(f"{place}.rate_statistics", found["rate_statistics"], rate,
                                                       self.definition, single)
                self.differences += spread.differences(f"{place}.mean_statistics", found["mean_statistics"],
                                                       scores, self.definition, False)
                self.interval(place, found, found["rate_statistics"])
        for raw, figure in zip(self.definition.measures, figures.measures):
            found, place = measures.get(raw["name"], {}), f"measures[{raw['name']}]"
            if "share_of" in raw:
                self.share(place, found, figure)
                continue
            name = "mean_of" if "mean_of" in raw else "pooled_of"
            single = all(self.definition.question(item).type == "single" for item in raw[name])
            self.differences += spread.differences(place, found, reference.measure(raw, figure["rate"]),
                                                   self.definition, single)
            self.interval(place, found, found)

    def interval(self, place, found, statistics):
        """What is printed is the corrected interval where there is a population."""
        suffix = "_fpc" if spread.population_of(self.definition) is not None else ""
        expected = None
        if statistics.get("se") is not None:
            expected = {"level": float(spread.level_of(self.definition)), "lower": statistics["lower" + suffix],
                        "upper": statistics["upper" + suffix], "method": "t-fpc" if suffix else "t"}
        self.same(f"{place}.interval", found.get("interval"), expected)

    def share(self, place, found, figure):
        if not figure["base"]:
            self.same(f"{place}.interval", found.get("interval"), None)
            return
        limits = spread.wilson(int(figure["rate"] * figure["base"]), figure["base"],
                               spread.level_of(self.definition))
        for key, wanted in zip(("lower", "upper"), limits):
            if not spread.is_close(found["interval"][key], wanted):
                self.differences.append(f"{place}.{key}: wjtab {found['interval'][key]!r}, reference {wanted!r}")

    def tables(self, results, tables):
        found = results.get("tables", [])
        keys = [(table.get("table"), table.get("row"), table.get("by")) for table in found]
        if not self.same("tables", keys, [(table["table"], table["row"], table["by"]) for table in tables]):
            return
        for table, wanted in zip(found, tables):
            place = f"tables[{wanted['table']} {wanted['row']} by {wanted['by']}]"
            for key in ("where", "columns", "column_base", "total_base"):
                self.same(f"{place}.{key}", table.get(key), wanted[key])
            rows = table.get("rows", [])
            self.same(f"{place}.rows", len(rows), len(wanted["rows"]))
            if wanted["quantity"] is not None:
                self.quantity(place, table.get("quantity", {}), wanted["quantity"])
            for row, wanted_row in zip(rows, wanted["rows"]):
                for key in ("code", "label", "counts", "total"):
                    self.same(f"{place}.{wanted_row['code']}.{key}", row.get(key), wanted_row[key])
                for share, wanted_share in zip(row.get("shares", []), wanted_row["shares"]):
                    self.percent(f"{place}.{wanted_row['code']}.share", share, wanted_share)

    def quantity(self, place, found, expected):
        """The columns, and last all who stand in one."""
        columns = found.get("columns", []) + [found.get("total")]
        self.same(f"{place}.quantity", len(columns), len(expected))
        for number, (column, wanted) in enumerate(zip(columns, expected)):
            for key, value in wanted.items():
                got = (column or {}).get(key)
                if value is None or got is None:
                    self.same(f"{place}.quantity[{number}].{key}", got, value)
                elif not spread.is_close(got, float(value)):
                    self.differences.append(f"{place}.quantity[{number}].{key}: wjtab {got!r}, reference {float(value)!r}")

    def points(self, place, found, expected, rounded=True):
        text = score_text(expected, max(self.score_places, 6)) if rounded and expected is not None else None
        self.fraction(place, found, expected, text)

    def score_rate(self, place, found, expected):
        self.fraction(place, found, expected, None if expected is None else rate_text(expected, self.definition))

    def score(self, results, expected):
        found = results.get("score")
        if expected is None:
            self.same("score", found or None, None)
            return
        found = found or {}
        self.points("score.points", found.get("points"), expected["points"])
        self.points("score.total", found.get("total"), expected["total"])
        self.score_rate("score.rate", found.get("rate"), expected["rate"])
        self.same("score.grade", found.get("grade"), expected["grade"])
        levels = {(entry["level"], entry["parent"], entry["name"]): entry for entry in found.get("levels", [])}
        self.same("score.levels", sorted(map(str, levels)),
                  sorted(str((entry["level"], entry["parent"], entry["name"])) for entry in expected["levels"]))
        for entry in expected["levels"]:
            key = (entry["level"], entry["parent"], entry["name"])
            level = levels.get(key, {})
            self.points(f"score.levels{key}.points", level.get("points"), entry["points"])
            self.points(f"score.levels{key}.score", level.get("score"), entry["score"])
            self.score_rate(f"score.levels{key}.rate", level.get("rate"), entry["rate"])
        indicators = found.get("indicators", [])
        self.same("score.indicators", [entry.get("name") for entry in indicators],
                  [entry["name"] for entry in expected["indicators"]])
        for entry, wanted in zip(indicators, expected["indicators"]):
            place = f"score.indicators[{wanted['name']}]"
            self.same(f"{place}.source", entry.get("source"), wanted["source"])
            for level in (1, 2):
                self.same(f"{place}.level{level}", entry.get(f"level{level}") or "", wanted["path"][level - 1])
            self.points(f"{place}.points", entry.get("points"), wanted["points"])
            self.points(f"{place}.score", entry.get("score"), wanted["score"])
            if wanted["raw"] is not None:
                self.points(f"{place}.raw", entry.get("raw"), wanted["raw"], rounded=False)
            self.score_rate(f"{place}.rate", entry.get("rate"), wanted["rate"])

    def rejected(self, text, responses):
        found, expected = rows_of(text), ledger(self.definition, responses)
        self.same("rejected.csv rows", [(row["file"], row["record"], row["rule"]) for row in named(found)],
                  [(row["file"], row["record"], row["rule"]) for row in named(expected)])
        for row, wanted in zip(named(found), named(expected)):
            for key in ("id", "line", "first", "question", "answer"):
                place = f"rejected.csv {wanted['file']} record {wanted['record']} {wanted['rule']} {key}"
                self.same(place, unquoted(row.get(key), wanted[key]), wanted[key])

    def frequencies(self, text, figures):
        found, labels = {}, {question.label: question.name for question in self.definition.questions}
        for row in rows_of(text):
            name = unquoted(row["question"], row["question"][1:])
            found[(labels.get(name, name), row["code"])] = row
        for question in figures.questions:
            for option in question["options"]:
                row = found.get((question["name"], option["code"]), {})
                place = f"frequencies.csv {question['name']} {option['code']}"
                self.same(f"{place} count", row.get("count"), str(option["count"]))
                self.same(f"{place} base", row.get("base"), str(question["base"]))
                self.printed(f"{place} share", row.get("share"), option["share"])

    def measure_table(self, text, figures, results):
        intervals = {measure["name"]: measure["interval"] for measure in results["measures"]}
        rows = {row["name"]: row for row in rows_of(text)}
        for measure in figures.measures:
            row, rate = rows.get(measure["name"], {}), measure["rate"]
            place = f"measures.csv {measure['name']}"
            self.printed(f"{place} rate", row.get("rate"), rate)
            self.same(f"{place} base", row.get("base"), str(measure["base"]))
            interval = intervals.get(measure["name"])
            for key in ("lower", "upper"):
                limit = Fraction(interval[key]) if interval else None
                self.printed(f"{place} {key}", row.get(key), limit)
            if rate is not None:
                found = [row.get("numerator"), row.get("denominator")]
                self.same(f"{place} fraction", found, [str(rate.numerator), str(rate.denominator)])

    def printed(self, place, found, expected):
        if expected is None and found in DASHES:
            return
        self.same(place, found, percent_text(expected, self.rule))

    def crosstabs(self, text, tables):
        """Compared as a bag: the contract says which rows there are, and not their order."""
        found = Counter((row["table"], row["row_code"], row["column_code"], row["count"], row["base"],
                         "–" if row["share"] in DASHES else row["share"])
                        for row in rows_of(text) if row["column_code"] and row["row_code"])
        expected = Counter()
        for table in tables:
            for row in table["rows"]:
                for place, column in enumerate(table["columns"] if table["by"] else []):
                    share = percent_text(row["shares"][place], self.rule)
                    expected[(str(table["table"]), row["code"], column, str(row["counts"][place]),
                              str(table["column_base"][place]), share)] += 1
        for row in (found - expected).keys():
            self.differences.append(f"crosstabs.csv has {row} that the reference has not")
        for row in (expected - found).keys():
            self.differences.append(f"crosstabs.csv has not {row}")

    def annex(self, text, figures):
        """The items of each measure, then its 综合得分; the columns of other scales stay empty."""
        found, expected = rows_of(text), []
        for block in annex_blocks(self.definition, figures):
            heads = [f"{label} {what}" for label in block["labels"] for what in ("人数", "得分")]
            for row in block["rows"]:
                expected.append(dict(zip(["调查内容", *heads, "单项满意度"], row)))
            expected.append({"调查内容": "综合得分", "单项满意度": block["composite"]})
        self.same("satisfaction.csv rows", [row["调查内容"] for row in found], [row["调查内容"] for row in expected])
        for row, wanted in zip(found, expected):
            place = f"satisfaction.csv {wanted['调查内容']}"
            self.same(place, {head: cell for head, cell in row.items() if cell}, wanted)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def named(rows):
    """The file's name without its folder."""
    return [{**row, "file": PurePath(row["file"]).name} for row in rows]


def unquoted(found, expected):
    """Without the apostrophe that protects from spreadsheet programs, where the text needs it."""
    if found and found[0] == "'" and expected.startswith(FORMULA_SIGNS):
        return found[1:]
    return found


def read_output(folder, name):
    return (folder / name).read_bytes().decode("utf-8")


def compare_outputs(definition, folder, figures, responses, score):
    """score: the reference's, None without one."""
    comparison, tables = Comparison(definition), figures.tables()
    results = json.loads(read_output(folder, "results.json"))
    comparison.returns(results, figures)
    comparison.questions(results, figures)
    comparison.measures(results, figures)
    comparison.spread(results, figures)
    comparison.tables(results, tables)
    comparison.score(results, score)
    comparison.rejected(read_output(folder, "rejected.csv"), responses)
    comparison.measure_table(read_output(folder, "measures.csv"), figures, results)
    comparison.frequencies(read_output(folder, "frequencies.csv"), figures)
    if annex_blocks(definition, figures):
        comparison.annex(read_output(folder, "satisfaction.csv"), figures)
    if tables:
        comparison.crosstabs(read_output(folder, "crosstabs.csv"), tables)
    return comparison.differences
