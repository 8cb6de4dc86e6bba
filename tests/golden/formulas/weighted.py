"""Weighted tables, summaries and measures; trimmed weights; responses without an answer to a target question."""

import math
from fractions import Fraction

from .distributions import t_quantile
from .survey import ABOVE, TWELVE, WEIGHTS, of_twelve, there
from .weights import raked, weight_of
from .worked import POINTS, named, worked

TRIMMED = "weighting: {targets: {地区: {城: 20%, 乡: 80%}}, trim: 1.5}\n"
SHARES = {"地区": {"城": Fraction(1, 2), "乡": Fraction(1, 2)},
          "政策": {"A": Fraction(2, 5), "B": Fraction(3, 10), "C": Fraction(1, 5), "D": Fraction(1, 10)}}
TWO = "weighting: {targets: {地区: {城: 50%, 乡: 50%}, 政策: {A: 40%, B: 30%, C: 20%, D: 10%}}}\n"
PEOPLE = 60


# ---- the raw answers ----

def weights_of(case):
    return [weight_of(case, row) for row in case.answers]


def areas_of(case):
    return [[row["地区"]] for row in case.answers]


def points(row, item):
    return row[item] in POINTS


# ---- a ratio Σw·y / Σw, and how sure it is ----

def ratio(weights, values):
    """The weighted mean of the values that are there, and the weight of these."""
    base = sum(w for w, y in zip(weights, values) if y is not None)
    return sum(w * y for w, y in zip(weights, values) if y is not None) / base, base


def residuals(weights, values):
    mean, base = ratio(weights, values)
    return [0 if y is None else (y - mean) / base for y in values]


def fitted(us, groups):
    """Least squares by indicators of all categories: the groups' means are taken out in turn."""
    rest = [float(u) for u in us]
    for _ in range(2000):
        for place in range(max(map(len, groups))):
            for name in {group[place] for group in groups if group}:
                members = [i for i, group in enumerate(groups) if group and group[place] == name]
                mean = sum(rest[i] for i in members) / len(members)
                for i in members:
                    rest[i] -= mean
    return [u - left for u, left in zip(us, rest)]


def error_of(weights, us, groups):
    """`groups`: the categories of a response, one of every target question; none where one is missing."""
    n = len(us)
    zs = [w * (u - fit) for w, u, fit in zip(weights, us, fitted(us, groups))]
    return math.sqrt(n / (n - 1) * sum((z - sum(zs) / n) ** 2 for z in zs))


def fixed_error(weights, us):
    n = len(us)
    return math.sqrt(n / (n - 1) * sum((w * u) ** 2 for w, u in zip(weights, us)))


def both(case, found, values):
    """Value and error of a ratio of the survey that is raked to 城 and 乡 50 % each."""
    weights = weights_of(case)
    yield found["value"], ratio(weights, values)[0]
    yield found["se_raked"], error_of(weights, residuals(weights, values), areas_of(case))


# ---- figures of the whole survey ----

@worked("Weights", "… of a share")
def share(case):
    found = named(named(raked(case)["questions"], "政策")["options"], "A", "code")["weighted"]
    values = [int(row["政策"] == "A") for row in case.answers]
    yield found["weighted_count"], sum(w * y for w, y in zip(weights_of(case), values))
    yield from both(case, found, values)


@worked("Weights", "… of boxes and net promoter score")
def boxes(case):
    item = named(raked(case)["questions"], "服务")
    for key, codes in (("top2", "AB"), ("bottom2", "CD")):
        values = [int(row["服务"] in codes) if points(row, "服务") else None for row in case.answers]
        yield item[key]["weighted"]["value"], ratio(weights_of(case), values)[0]
    nps = named(raked(case)["questions"], "推荐")["nps"]["weighted"]
    yield from both(case, nps, [(int(row["推荐"]) >= 9) - (int(row["推荐"]) <= 6) for row in case.answers])


@worked("Weights", "… of a quantity")
def quantity(case):
    found = named(raked(case)["questions"], "天数")["quantity"]["weighted"]
    yield from both(case, found, [int(row["天数"]) if row["天数"] else None for row in case.answers])


def composite(weights, columns, shares):
    """Σ share · rate, and the residuals of it."""
    rates = [ratio(weights, column) for column in columns]
    us = [sum(share * (y - rate) / base for y, share, (rate, base) in zip(values, shares, rates) if y is not None)
          for values in zip(*columns)]
    return sum(share * rate for share, (rate, _) in zip(shares, rates)), us


@worked("Weights", "… of a measure")
def measures(case):
    weights, columns = weights_of(case), [of_twelve(case, item) for item in TWELVE]
    rate, us = composite(weights, columns, [Fraction(WEIGHTS[item], sum(WEIGHTS.values())) for item in TWELVE])
    found = named(raked(case)["measures"], "满意度")["weighted"]
    yield found["value"], rate
    yield found["se_raked"], error_of(weights, us, areas_of(case))
    bases = [ratio(weights, column)[1] for column in columns]
    whole = sum(bases)
    rate = sum(ratio(weights, column)[0] * base for column, base in zip(columns, bases)) / whole
    us = [sum(y - rate for y in there(values)) / whole for values in zip(*columns)]
    found = named(raked(case)["measures"], "合并")["weighted"]
    yield found["value"], rate
    yield found["se_raked"], error_of(weights, us, areas_of(case))
    found = named(raked(case)["measures"], "满意率")["weighted"]
    yield from both(case, found, [int(row["政策"] in ("A", "B")) for row in case.answers])


@worked("Weights", "… of a finite population")
def corrected(case):
    found = named(raked(case)["questions"], "服务")["weighted"]
    weights, values = weights_of(case), of_twelve(case, "服务")
    left = math.sqrt(1 - len(values) / PEOPLE)
    error = error_of(weights, residuals(weights, values), areas_of(case)) * left
    half = t_quantile(ABOVE, len(there(values)) - 1) * error
    rate = float(ratio(weights, values)[0])
    yield found["se_raked_fpc"], error
    yield found["se_fixed_fpc"], fixed_error(weights, residuals(weights, values)) * left
    yield found["lower_fpc"], rate - half
    yield found["upper_fpc"], rate + half


# ---- tables ----

def table_of(case, row, by, key):
    return next(table for table in raked(case)["tables"]
                if (table["row"], table["by"]) == (row, [by]) and key(table))


def in_column(case, column):
    return [column in row["渠道"] for row in case.answers]


@worked("Weights", "weighted count of a table")
def count(case):
    found = table_of(case, "政策", "渠道", lambda table: True)
    first = [w for w, inside in zip(weights_of(case), in_column(case, "A")) if inside]
    chose = [w for w, row in zip(weights_of(case), case.answers) if "A" in row["渠道"] and row["政策"] == "A"]
    yield named(found["rows"], "A", "code")["weighted_counts"][0], sum(chose)
    yield found["weighted_column_base"][0], sum(first)


@worked("Weights", "weighted share of a table")
def table_share(case):
    found = table_of(case, "政策", "渠道", lambda table: True)
    values = [int(row["政策"] == "A") if inside else None
              for row, inside in zip(case.answers, in_column(case, "A"))]
    yield named(found["rows"], "A", "code")["weighted_shares"][0], ratio(weights_of(case), values)[0]


@worked("Weights", "… by responses")
def ticks_share(case):
    found = table_of(case, "渠道", "地区", lambda table: table["count"] == "responses")
    ticks = [(w, code) for w, row in zip(weights_of(case), case.answers) for code in row["渠道"]]
    yield found["weighted_total_base"], sum(w for w, _ in ticks)
    yield named(found["rows"], "B", "code")["weighted_total"], sum(w for w, code in ticks if code == "B")
    town = [code for row in case.answers if row["地区"] == "城" for code in row["渠道"]]
    yield named(found["rows"], "B", "code")["weighted_shares"][0], Fraction(town.count("B"), len(town))


@worked("Weights", "weighted summary of a column")
def column_summary(case):
    found = table_of(case, "政策", "渠道", lambda table: "summaries" in table)["summaries"]["columns"][0]["weighted"]
    inside = in_column(case, "A")
    rates = [y if here else None for y, here in zip(of_twelve(case, "政策"), inside)]
    yield from both(case, found["rate"], rates)
    half = t_quantile(ABOVE, len(there(rates)) - 1) * error_of(
        weights_of(case), residuals(weights_of(case), rates), areas_of(case))
    yield found["rate"]["lower"], float(ratio(weights_of(case), rates)[0]) - half
    scores = [POINTS[row["政策"]] if here and points(row, "政策") else None for row, here in zip(case.answers, inside)]
    yield found["mean"]["value"], ratio(weights_of(case), scores)[0]
    net = [int(row["政策"] in ("A", "B")) - int(row["政策"] in ("C", "D")) if here else None
           for row, here in zip(case.answers, inside)]
    yield from both(case, found["net"], net)
    found = table_of(case, "天数", "渠道", lambda table: True)["quantity"]["columns"][0]["weighted"]
    yield from both(case, found, [int(row["天数"]) if here and row["天数"] else None
                                  for row, here in zip(case.answers, inside)])


@worked("Weights", "weighted rate in a grid")
def grid(case):
    found = next(grid for grid in raked(case)["grids"] if grid["by"] == ["渠道"])
    values = [y if here else None for y, here in zip(of_twelve(case, "服务"), in_column(case, "B"))]
    yield from both(case, named(found["items"], "服务", "item")["weighted_rates"][1], values)


# ---- other weights ----

@worked("Weights", "trimmed weights")
def trimmed(case):
    found = case.run("trimmed", case.definition + TRIMMED)["weighting"]
    n, country = len(case.answers), [row for row in case.answers if row["地区"] == "乡"]
    limit = Fraction(3, 2)
    assert Fraction(4, 5) * n / len(country) > limit
    town = (n - limit * len(country)) / (n - len(country))
    reached = town * (n - len(country)) / n
    cells = {cell["地区"]: cell["weight"] for cell in found["cells"]}
    yield cells["乡"], limit
    yield cells["城"], town
    yield found["trimmed"], len(country)
    yield found["worst_margin"]["reached"], reached
    yield found["worst_margin"]["error"], reached / Fraction(1, 5) - 1
    yield found["kish_n_eff"], n * n / (len(country) * limit ** 2 + (n - len(country)) * town ** 2)


def two_questions(case):
    """Weights by raking the responses that answered both, and the categories that they stand in."""
    groups = [[row[question] for question in SHARES] if row["政策"] else [] for row in case.answers]
    n, weights = sum(map(bool, groups)), [1.0] * len(groups)
    for _ in range(2000):
        for place, targets in enumerate(SHARES.values()):
            for name, target in targets.items():
                members = [i for i, group in enumerate(groups) if group and group[place] == name]
                factor = float(target) * n / sum(weights[i] for i in members)
                for i in members:
                    weights[i] *= factor
    return weights, groups


@worked("Weights", "responses without an answer to a target question")
def without_target(case):
    result = case.run("two", case.definition + TWO)
    weights, groups = two_questions(case)
    found = named(result["questions"], "服务")["weighted"]
    values = of_twelve(case, "服务")
    yield result["weighting"]["without_target"], groups.count([])
    for cell in result["weighting"]["cells"][:3]:
        yield cell["weight"], weights[groups.index([cell["地区"], cell["政策"]])]
    yield found["value"], ratio(weights, values)[0]
    yield found["se_raked"], error_of(weights, residuals(weights, values), groups)
