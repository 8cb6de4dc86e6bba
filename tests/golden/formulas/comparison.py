"""One survey beside an earlier one: the twelve's seven of 城 after their five of 乡."""

import csv
import io
import json
import math
from fractions import Fraction

from .distributions import t_quantile, z_quantile
from .survey import ABOVE, TWELVE, WEIGHTS, composite, mean, parts, standard_error, there
from .weighted import fixed_error, ratio, residuals
from .worked import named, worked

NOW, BEFORE = "城", "乡"
PEOPLE = 60


def rows_of(case, area):
    return [row for row in case.answers if row["地区"] == area]


def file_of(case, area):
    text = io.StringIO()
    writer = csv.DictWriter(text, case.answers[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows_of(case, area))
    return "answers.csv", text.getvalue()


def compared(case):
    """`comparison` of results.json, made once."""
    if not hasattr(case, "comparison"):
        definition = case.definition.replace("population: 60\n", "")
        last = case.run("last", definition, [file_of(case, BEFORE)])
        files = [file_of(case, NOW), ("last.json", json.dumps(last))]
        case.comparison = case.run("now", definition + "previous: last.json\n", files)["comparison"]
    return case.comparison


def corrected(case):
    """The same of finite populations."""
    if not hasattr(case, "corrected"):
        last = case.run("last_of_60", case.definition, [file_of(case, BEFORE)])
        files = [file_of(case, NOW), ("last.json", json.dumps(last))]
        case.corrected = case.run("now_of_60", case.definition + "previous: last.json\n", files)["comparison"]
    return case.corrected


def column(case, area, item):
    return parts([row[item] for row in rows_of(case, area)])


def welch(difference, errors, degrees):
    both = sum(error ** 2 for error in errors)
    df = both ** 2 / sum(error ** 4 / degree for error, degree in zip(errors, degrees))
    half = t_quantile(ABOVE, df) * math.sqrt(both)
    return float(difference) - half, float(difference) + half


def limits_of(row):
    return row["interval"]["lower"], row["interval"]["upper"]


@worked("Comparison", "difference")
def difference(case):
    row = named(compared(case)["rates"], "政策", "question")
    yield row["difference"], mean(column(case, NOW, "政策")) - mean(column(case, BEFORE, "政策"))


@worked("Comparison", "its interval, of a rate")
def rate_interval(case):
    columns = [column(case, area, "政策") for area in (NOW, BEFORE)]
    own = welch(mean(columns[0]) - mean(columns[1]), [standard_error(one) for one in columns],
                [len(there(one)) - 1 for one in columns])
    yield from zip(limits_of(named(compared(case)["rates"], "政策", "question")), own)


@worked("Comparison", "… of a measure")
def measure_interval(case):
    waves = [composite([column(case, area, item) for item in TWELVE], [WEIGHTS[item] for item in TWELVE])
             for area in (NOW, BEFORE)]
    own = welch(waves[0][0] - waves[1][0], [error for _, error in waves],
                [len(rows_of(case, area)) - 1 for area in (NOW, BEFORE)])
    yield from zip(limits_of(named(compared(case)["measures"], "满意度", "measure")), own)


def errors_of_60(case, item):
    return [standard_error(column(case, area, item), PEOPLE) for area in (NOW, BEFORE)]


@worked("Comparison", "… of finite populations")
def finite_interval(case):
    columns = [column(case, area, "政策") for area in (NOW, BEFORE)]
    errors = errors_of_60(case, "政策")
    yield from zip(limits_of(named(corrected(case)["rates"], "政策", "question")),
                   welch(mean(columns[0]) - mean(columns[1]), errors, [len(there(one)) - 1 for one in columns]))
    waves = [composite([column(case, area, item) for item in TWELVE], [WEIGHTS[item] for item in TWELVE])
             for area in (NOW, BEFORE)]
    sizes = [len(rows_of(case, area)) for area in (NOW, BEFORE)]
    errors = [error * math.sqrt(1 - n / PEOPLE) for (_, error), n in zip(waves, sizes)]
    yield from zip(limits_of(named(corrected(case)["measures"], "满意度", "measure")),
                   welch(waves[0][0] - waves[1][0], errors, [n - 1 for n in sizes]))


@worked("Comparison", "… of weighted figures")
def weighted_interval(case):
    """Both weighed by 推荐."""
    definition = case.definition.replace("population: 60\n", "") + "weighting: {column: 推荐}\n"
    last = case.run("last_weighed", definition, [file_of(case, BEFORE)])
    files = [file_of(case, NOW), ("last.json", json.dumps(last))]
    found = case.run("now_weighed", definition + "previous: last.json\n", files)["comparison"]
    figures, errors, degrees = [], [], []
    for area in (NOW, BEFORE):
        weights, values = [int(row["推荐"]) for row in rows_of(case, area)], column(case, area, "政策")
        figures.append(ratio(weights, values)[0])
        errors.append(fixed_error(weights, residuals(weights, values)))
        degrees.append(len(there(values)) - 1)
    row = named(found["rates"], "政策", "question")
    yield row["difference"], figures[0] - figures[1]
    yield from zip(limits_of(row), welch(figures[0] - figures[1], errors, degrees))


def wilson(count, base):
    z = z_quantile(ABOVE)
    p = count / base
    middle, half = p + z * z / 2 / base, z * math.sqrt(p * (1 - p) / base + z * z / 4 / base / base)
    lower = (middle - half) / (1 + z * z / base) if count else 0
    return p, lower, (middle + half) / (1 + z * z / base) if count < base else 1


@worked("Comparison", "… of a share")
def share_interval(case):
    counts = [(sum(row["政策"] == "A" for row in rows_of(case, area)), len(rows_of(case, area)))
              for area in (NOW, BEFORE)]
    (p, lower, upper), (q, low, high) = [wilson(*one) for one in counts]
    row = next(row for row in compared(case)["shares"] if (row["question"], row["code"]) == ("政策", "A"))
    yield row["difference"], Fraction(*counts[0]) - Fraction(*counts[1])
    found = limits_of(row)
    yield found[0], p - q - math.hypot(p - lower, high - q)
    yield found[1], p - q + math.hypot(upper - p, q - low)
