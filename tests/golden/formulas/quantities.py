"""Quantities, net promoter score, open answers."""

import math
import re
from fractions import Fraction

from .survey import limits, mean, variance
from .worked import named, worked

PEOPLE = 60
THEMES = {"审批": "审批|慢", "标准": "标准"}


def numbers(case, question):
    return sorted(int(row[question]) for row in case.answers if row[question])


def pairs(found, own, suffix=""):
    yield from zip((found["lower" + suffix], found["upper" + suffix]), own)


@worked("Quantities", "mean and its interval")
def quantity(case):
    found, own = named(case.twelve["questions"], "天数")["quantity"], numbers(case, "天数")
    yield found["mean"], mean(own)
    yield found["sd"], math.sqrt(variance(own))
    yield from pairs(found, limits(own))
    yield from pairs(found, limits(own, PEOPLE), "_fpc")


@worked("Quantities", "least and greatest")
def extremes(case):
    found, own = named(case.twelve["questions"], "天数")["quantity"], numbers(case, "天数")
    yield found["min"], own[0]
    yield found["max"], own[-1]


@worked("Quantities", "quartiles")
def quartiles(case):
    found, own = named(case.twelve["questions"], "天数")["quantity"], numbers(case, "天数")
    for key, quarter in (("q1_type7", 1), ("median", 2), ("q3_type7", 3)):
        place, rest = divmod((len(own) - 1) * quarter, 4)
        after = own[min(place + 1, len(own) - 1)]
        yield found[key], own[place] + Fraction(rest, 4) * (after - own[place])


@worked("Quantities", "net promoter score")
def promoters(case):
    found = named(case.twelve["questions"], "推荐")["nps"]
    own = [(number >= 9) - (number <= 6) for number in numbers(case, "推荐")]
    yield found["nps"], mean(own)
    yield from pairs(found, limits(own))


def written(case):
    return [row["意见"] for row in case.answers if row["意见"]]


def fitting(case, label):
    return sum(re.search(THEMES[label], text) is not None for text in written(case))


@worked("Open answers", "who wrote something")
def wrote(case):
    found = named(case.twelve["questions"], "意见")["answered"]
    yield Fraction(found, case.twelve["returns"]["valid"]), Fraction(len(written(case)), len(case.answers))


@worked("Open answers", "theme")
def theme(case):
    found = named(named(case.twelve["questions"], "意见")["themes"], "审批", "label")
    yield found["share"], Fraction(fitting(case, "审批"), len(written(case)))


@worked("Open answers", "… of all")
def theme_of_base(case):
    found = named(named(case.twelve["questions"], "意见")["themes"], "审批", "label")
    yield found["share_of_base"], Fraction(fitting(case, "审批"), len(case.answers))


@worked("Open answers", "sequence of 汉字")
def sequence(case):
    definition = case.definition.replace("{label: 审批, pattern: 审批|慢}, ", "") + "open_answers: {least: 2}\n"
    found = named(case.run("sequences", definition)["questions"], "意见")["open_answers"]["phrases"]
    rest = [text for text in written(case) if not re.search(THEMES["标准"], text)]
    yield named(found, "太慢", "text")["share"], Fraction(sum("太慢" in text for text in rest), len(rest))


@worked("Open answers", "without a theme")
def uncoded(case):
    none = sum(not any(re.search(pattern, text) for pattern in THEMES.values()) for text in written(case))
    yield named(case.twelve["questions"], "意见")["uncoded"]["share"], Fraction(none, len(written(case)))


@worked("Fast answers", "median duration")
def fast(case):
    """A further column, 20 seconds for each of 天数."""
    lines = case.csv.splitlines()
    text = "\n".join([lines[0] + ",填写时长", *(f"{line},{20 * int(row['天数'])}" if row["天数"] else line + ","
                                            for line, row in zip(lines[1:], case.answers))])
    found = named(case.checked("fast", case.definition, [("answers.csv", text + "\n")])["suspicious"], "fast", "kind")
    own = [20 * number for number in numbers(case, "天数")]
    middle = Fraction(own[(len(own) - 1) // 2] + own[len(own) // 2], 2)
    yield Fraction(found["median_seconds"]), middle
    yield found["count"], sum(3 * number < middle for number in own)
    yield found["base"], len(own)
