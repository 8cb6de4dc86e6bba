"""Weights: the twelve answers, raked so that 城 and 乡 weigh the same, and weighed by 天数."""

import math
from fractions import Fraction

from .distributions import t_quantile
from .survey import ABOVE
from .worked import POINTS, named, worked

RAKED = "weighting: {targets: {地区: {城: 50%, 乡: 50%}}}\n"
COLUMN = "weighting: {column: 天数}\n"


def raked(case):
    """results.json of the raked survey, made once."""
    if not hasattr(case, "raked"):
        case.raked = case.run("raked", case.definition + RAKED)
    return case.raked


def weight_of(case, row):
    rows = [other for other in case.answers if other["地区"] == row["地区"]]
    return Fraction(len(case.answers), 2 * len(rows))


def y_of(row):
    """服务: the score over the highest one; None outside the base."""
    return Fraction(POINTS[row["服务"]], 100) if row["服务"] in POINTS else None


def rate_of(pairs):
    pairs = [(w, y) for w, y in pairs if y is not None]
    base = sum(w for w, _ in pairs)
    return sum(w * y for w, y in pairs) / base, base


def pairs_of(case):
    return [(weight_of(case, row), y_of(row)) for row in case.answers]


def residuals(pairs):
    rate, base = rate_of(pairs)
    return [Fraction(0) if y is None else (y - rate) / base for _, y in pairs]


def fixed(pairs):
    n = len(pairs)
    return math.sqrt(Fraction(n, n - 1) * sum((w * u) ** 2 for (w, _), u in zip(pairs, residuals(pairs))))


def raked_error(case):
    pairs = pairs_of(case)
    us = residuals(pairs)
    areas = [row["地区"] for row in case.answers]
    n = len(us)
    means = {area: sum(u for u, a in zip(us, areas) if a == area) / areas.count(area) for area in areas}
    zs = [w * (u - means[a]) for (w, _), u, a in zip(pairs, us, areas)]
    return math.sqrt(Fraction(n, n - 1) * sum((z - sum(zs) / n) ** 2 for z in zs))


def item(case):
    return named(raked(case)["questions"], "服务")["weighted"]


@worked("Weights", "raking")
def weights(case):
    for cell in raked(case)["weighting"]["cells"]:
        yield cell["weight"], next(weight_of(case, row) for row in case.answers if row["地区"] == cell["地区"])


@worked("Weights", "effective number")
def effective(case):
    ws = [w for w, _ in pairs_of(case)]
    weighting = raked(case)["weighting"]
    yield weighting["kish_n_eff"], sum(ws) ** 2 / sum(w * w for w in ws)
    yield weighting["kish_deff"], len(ws) * sum(w * w for w in ws) / sum(ws) ** 2


@worked("Weights", "least and greatest weight")
def extremes(case):
    ws = [w for w, _ in pairs_of(case)]
    yield raked(case)["weighting"]["weight_min"], min(ws)
    yield raked(case)["weighting"]["weight_max"], max(ws)


@worked("Weights", "weighted rate")
def rate(case):
    yield item(case)["value"], rate_of(pairs_of(case))[0]


@worked("Weights", "error with weights as constants")
def fixed_error(case):
    yield item(case)["se_fixed"], fixed(pairs_of(case))


@worked("Weights", "error of raked weights")
def error(case):
    yield item(case)["se_raked"], raked_error(case)


@worked("Weights", "its interval")
def interval(case):
    rate = float(rate_of(pairs_of(case))[0])
    half = t_quantile(ABOVE, 10) * raked_error(case)
    yield item(case)["lower"], rate - half
    yield item(case)["upper"], min(rate + half, 1.0)


@worked("Weights", "weight column")
def column(case):
    rows = [row for row in case.answers if row["天数"]]
    text = [",".join(case.answers[0])] + [",".join(row.values()) for row in rows]
    files = [("answers.csv", "\n".join(text) + "\n")]
    got = named(case.run("column", case.definition + COLUMN, files)["questions"], "服务")["weighted"]
    pairs = [(Fraction(row["天数"]), y_of(row)) for row in rows]
    yield got["value"], rate_of(pairs)[0]
    yield got["se_fixed"], fixed(pairs)
