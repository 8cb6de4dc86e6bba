"""Scale quality: alpha, its interval, correlations, pairs of items."""

import math
from fractions import Fraction

from .distributions import f_quantile, t_two_sided
from .survey import ABOVE, TWELVE, WEIGHTS, mean, of_twelve, standard_error, variance
from .worked import POINTS, named, worked


def complete(case):
    """The scores of those who gave one to every item, item by item."""
    rows = [row for row in case.answers if all(row[item] in POINTS for item in TWELVE)]
    return [[POINTS[row[item]] for row in rows] for item in TWELVE]


def sums(columns, weights=None):
    weights = weights or [1] * len(columns)
    return [sum(weight * value for weight, value in zip(weights, values)) for values in zip(*columns)]


def alpha_of(columns):
    k = len(columns)
    return Fraction(k, k - 1) * (1 - sum(map(variance, columns)) / variance(sums(columns)))


def correlation(first, second):
    together = sum((x - mean(first)) * (y - mean(second)) for x, y in zip(first, second))
    return float(together) / (len(first) - 1) / math.sqrt(variance(first) * variance(second))


@worked("Scale quality", "Cronbach's alpha")
def alpha(case):
    yield case.twelve["scale"]["alpha"], alpha_of(complete(case))


@worked("Scale quality", "its interval")
def feldt(case):
    columns = complete(case)
    n, k = len(columns[0]), len(columns)
    rest, found = 1 - float(alpha_of(columns)), case.twelve["scale"]["feldt"]
    yield found["lower"], 1 - rest * f_quantile(ABOVE, n - 1, (n - 1) * (k - 1))
    yield found["upper"], 1 - rest * f_quantile(1 - ABOVE, n - 1, (n - 1) * (k - 1))


@worked("Scale quality", "alpha without an item")
def dropped(case):
    yield case.twelve["scale"]["alpha_if_dropped"][2], alpha_of(complete(case)[:2])


@worked("Scale quality", "item and the others")
def rest_correlation(case):
    first, *others = complete(case)
    yield case.twelve["scale"]["item_rest_correlation"][0], correlation(first, sums(others))


@worked("Scale quality", "item and the sum")
def total_correlation(case):
    columns = complete(case)
    yield case.twelve["scale"]["item_total_correlation"][0], correlation(columns[0], sums(columns))


@worked("Scale quality", "item and the composite")
def composite_correlation(case):
    columns = complete(case)
    own = sums(columns, [WEIGHTS[item] for item in TWELVE])
    yield case.twelve["scale"]["item_composite_correlation"][0], correlation(columns[0], own)


def importances(case):
    columns = complete(case)
    own = sums(columns, [WEIGHTS[item] for item in TWELVE])
    return [correlation(column, own) for column in columns]


@worked("Scale quality", "importance")
def importance(case):
    yield case.twelve["importance"]["items"][1]["importance"], importances(case)[1]


@worked("Scale quality", "where the fields of importance and rate meet")
def cuts(case):
    found = case.twelve["importance"]
    yield found["importance_cut"], sum(importances(case)) / len(TWELVE)
    yield found["rate_cut"], sum(mean(of_twelve(case, item)) for item in TWELVE) / len(TWELVE)


@worked("Scale quality", "two items")
def paired(case):
    pair = ["政策", "服务"]
    found = named(case.twelve["paired"], pair, "items")["scores"]
    differences = [POINTS[row["政策"]] - POINTS[row["服务"]] for row in case.answers
                   if all(row[item] in POINTS for item in pair)]
    error = standard_error(differences)
    t = float(mean(differences)) / error
    yield from zip((found["diff"], found["se"], found["t"], found["p"]),
                   (mean(differences), error, t, t_two_sided(t, len(differences) - 1)))
