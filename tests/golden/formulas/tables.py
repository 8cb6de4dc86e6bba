"""Cross tables that count ticks, summaries of columns, grids."""

import math
import re
from fractions import Fraction

from .survey import TWELVE, WEIGHTS, mean, of_twelve, there, variance
from .worked import POINTS, named, worked


def of_area(case, area):
    return [row for row in case.answers if row["地区"] == area]


def table_of(case, row, key):
    return next(table for table in case.twelve["tables"]
                if (table["row"], table["by"]) == (row, ["地区"]) and key(table))


@worked("Cross tables", "share of the ticks")
def ticks(case):
    found = table_of(case, "渠道", lambda table: table["count"] == "responses")
    row = named(found["rows"], "B", "code")
    town = [code for answer in of_area(case, "城") for code in answer["渠道"]]
    everybody = [code for answer in case.answers for code in answer["渠道"]]
    yield row["shares"][0], Fraction(town.count("B"), len(town))
    yield row["all_share"], Fraction(everybody.count("B"), len(everybody))


def country(case):
    """What is summarised of 乡, the second column, and the parts of the best score there."""
    found = table_of(case, "政策", lambda table: "summaries" in table)["summaries"]["columns"][1]
    inside = [row["地区"] == "乡" for row in case.answers]
    return found, [value for value, here in zip(of_twelve(case, "政策"), inside) if here]


@worked("Cross tables", "rate of a column")
def rate(case):
    found, values = country(case)
    yield found["rate"], mean(values)


def scores(case):
    return [POINTS[row["政策"]] for row in of_area(case, "乡") if row["政策"] in POINTS]


@worked("Cross tables", "mean score and its spread")
def mean_score(case):
    found, _ = country(case)
    yield found["mean"], mean(scores(case))
    yield found["sd"], math.sqrt(variance(scores(case)))


@worked("Cross tables", "boxes and net of a column")
def boxes(case):
    found, values = country(case)
    base = len(there(values))
    top, bottom = (Fraction(sum(row["政策"] in codes and row["政策"] != "" for row in of_area(case, "乡")), base)
                   for codes in ("AB", "CD"))
    yield found["top2"], top
    yield found["bottom2"], bottom
    yield found["net"], top - bottom


@worked("Cross tables", "quantity of a column")
def quantity(case):
    found = table_of(case, "天数", lambda table: True)["quantity"]["columns"][1]
    own = sorted(int(row["天数"]) for row in of_area(case, "乡") if row["天数"])
    yield found["mean"], mean(own)
    yield found["sd"], math.sqrt(variance(own))
    for key, quarter in (("q1_type7", 1), ("median", 2), ("q3_type7", 3)):
        place, rest = divmod((len(own) - 1) * quarter, 4)
        yield found[key], own[place] + Fraction(rest, 4) * (own[min(place + 1, len(own) - 1)] - own[place])


@worked("Cross tables", "item in a grid")
def grid(case):
    found = next(grid for grid in case.twelve["grids"] if grid["by"] == ["地区"])
    inside = [row["地区"] == "乡" for row in case.answers]
    for item in ("流程", "服务"):
        yield (named(found["items"], item, "item")["rates"][1],
               mean([value for value, here in zip(of_twelve(case, item), inside) if here]))


@worked("Cross tables", "composite under a grid")
def grid_composite(case):
    """As the summary prints it: no rounding is needed."""
    block = case.printed("twelve").partition("地区：乡村")[2]
    text = re.search(r"综合得分\s+([\d.]+)%", block).group(1)
    inside = [row["地区"] == "乡" for row in case.answers]
    rates = [mean([value for value, here in zip(of_twelve(case, item), inside) if here]) for item in TWELVE]
    yield (Fraction(text) / 100,
           sum(WEIGHTS[item] * rate for item, rate in zip(TWELVE, rates)) / sum(WEIGHTS.values()))
