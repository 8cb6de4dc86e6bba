"""Returns, questions, measures, intervals."""

import math
from fractions import Fraction

from .distributions import beta_quantile, t_quantile, z_quantile
from .worked import ITEMS, POINTS, exact, named, worked

LEVEL = 0.95
ABOVE = (1 + LEVEL) / 2
PEOPLE = 1402  # of the sample; the twelve are out of 60
TWELVE = ["政策", "流程", "服务"]
WEIGHTS = dict(zip(TWELVE, (2, 1, 1)))


# ---- the raw answers ----

def in_base(answer):
    """Of a rate: a blank is, somebody who was not asked or gave an answer without a score is not."""
    return answer in POINTS or answer == ""


def parts(answers):
    """Per answer in the base its part of the best score; None of the others."""
    return [Fraction(POINTS.get(answer, 0), 100) if in_base(answer) else None for answer in answers]


def of_twelve(case, item):
    return parts([row[item] for row in case.answers])


def of_sample(case, item):
    return parts([form[item] for form in case.forms])


def there(values):
    return [value for value in values if value is not None]


def mean(values):
    values = there(values)
    return Fraction(sum(values)) / len(values)


def variance(values):
    values = there(values)
    return sum((value - mean(values)) ** 2 for value in values) / Fraction(len(values) - 1)


def standard_error(values, population=None):
    n = len(there(values))
    rest = 1 - Fraction(n, population) if population else 1
    return math.sqrt(variance(values) / n * rest)


def limits(values, population=None):
    half = t_quantile(ABOVE, len(there(values)) - 1) * standard_error(values, population)
    return [float(mean(values)) - half, float(mean(values)) + half]


def composite(columns, weights):
    """Rate and standard error of a weighted mean of items, linearised."""
    rate = sum(weight * mean(column) for weight, column in zip(weights, columns)) / sum(weights)
    residuals = [[Fraction(weight) * (value - mean(column)) / len(there(column)) / sum(weights)
                  for weight, column, value in zip(weights, columns, values) if value is not None]
                 for values in zip(*columns)]
    return rate, error_of(residuals)


def pooled(columns):
    answers = sum(len(there(column)) for column in columns)
    rate = sum(sum(there(column)) for column in columns) / answers
    residuals = [[(value - rate) / answers for value in values if value is not None]
                 for values in zip(*columns)]
    return rate, error_of(residuals)


def error_of(residuals):
    taking_part = [sum(one) for one in residuals if one]
    n = len(taking_part)
    return math.sqrt(Fraction(n, n - 1) * sum(value ** 2 for value in taking_part))


def of_all(case, columns_of, items):
    return [columns_of(case, item) for item in items]


# ---- returns, questions ----

@worked("Returns", "return rate 回收率")
def return_rate(case):
    yield case.sample["returns"]["return_rate"], Fraction(56, 60)


@worked("Returns", "effective rate 有效率")
def effective_rate(case):
    yield case.sample["returns"]["valid_rate"], Fraction(len(case.forms), 56)


def notice(case):
    return named(case.sample["questions"], "通知发布")


def letters(case, letter):
    return sum(form["通知发布"] == letter for form in case.forms)


@worked("Questions", "share 占比")
def share(case):
    yield notice(case)["options"][0]["share"], Fraction(letters(case, "A"), len(case.forms))


@worked("Questions", "contribution 得分")
def contribution(case):
    own = Fraction(80 * letters(case, "B"), 100 * len(case.forms))
    yield notice(case)["options"][1]["contribution"], own
    yield notice(case)["options"][1]["contribution"], own


@worked("Questions", "item rate 单项满意度")
def rate(case):
    yield notice(case)["rate"], mean(of_sample(case, "通知发布"))
    yield notice(case)["rate"], mean(of_sample(case, "通知发布"))


@worked("Questions", "… with a blank and one not asked")
def uneven_rates(case):
    for item in ("政策", "流程"):
        yield named(case.twelve["questions"], item)["rate"], mean(of_twelve(case, item))
    answered = case.run("answered", case.definition + "base: answered\n")
    given = [row["政策"] for row in case.answers if row["政策"] in POINTS]
    yield named(answered["questions"], "政策")["rate"], mean(parts(given))


@worked("Questions", "ticks per respondent 占比之和")
def ticks(case):
    found = named(case.twelve["questions"], "渠道")["options"]
    yield (sum(exact(option["share"]) for option in found),
           Fraction(sum(len(row["渠道"]) for row in case.answers), len(case.answers)))


# ---- measures ----

@worked("Measures", "mean_of")
def mean_of(case):
    own, _ = composite(of_all(case, of_sample, ITEMS), [1] * 5)
    yield named(case.sample["measures"], "满意度")["rate"], own
    yield named(case.sample["measures"], "满意度")["rate"], own


def weighted_mean(case):
    return composite(of_all(case, of_twelve, TWELVE), [WEIGHTS[item] for item in TWELVE])


@worked("Measures", "mean_of with weights")
def mean_of_weights(case):
    own, _ = weighted_mean(case)
    yield named(case.twelve["measures"], "满意度")["rate"], own
    yield named(case.twelve["measures"], "满意度")["rate"], own


@worked("Measures", "pooled_of")
def pooled_of(case):
    own, _ = pooled(of_all(case, of_twelve, TWELVE))
    yield named(case.twelve["measures"], "合并")["rate"], own
    yield named(case.twelve["measures"], "合并")["rate"], own


@worked("Measures", "share_of")
def share_of(case):
    own = Fraction(sum(row["政策"] in ("A", "B") for row in case.answers), 12)
    yield named(case.twelve["measures"], "满意率")["rate"], own


# ---- intervals ----

@worked("Intervals", "spread of an item")
def spread(case):
    yield notice(case)["rate_statistics"]["sd"], math.sqrt(variance(of_sample(case, "通知发布")))


@worked("Intervals", "standard error of an item")
def error(case):
    yield notice(case)["rate_statistics"]["se"], standard_error(of_sample(case, "通知发布"))


@worked("Intervals", "… of a finite population")
def error_fpc(case):
    yield notice(case)["rate_statistics"]["se_fpc"], standard_error(of_sample(case, "通知发布"), PEOPLE)


@worked("Intervals", "interval of an item")
def interval(case):
    found = notice(case)["rate_statistics"]
    yield found["t"], t_quantile(ABOVE, 52)
    yield from zip((found["lower"], found["upper"]), limits(of_sample(case, "通知发布")))


@worked("Intervals", "mean score")
def mean_score(case):
    found = notice(case)["mean_statistics"]
    scores = [100 * value for value in of_sample(case, "通知发布")]
    yield from zip((found["lower"], found["upper"]), limits(scores))


@worked("Intervals", "interval of a share")
def wilson(case):
    z, n = z_quantile(ABOVE), len(case.forms)
    p = letters(case, "A") / n
    middle, half = p + z * z / 2 / n, z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    found = notice(case)["options"][0]["wilson"]
    yield found["lower"], (middle - half) / (1 + z * z / n)
    yield found["upper"], (middle + half) / (1 + z * z / n)


@worked("Intervals", "… on request")
def clopper_pearson(case):
    c, n = letters(case, "A"), len(case.forms)
    found = notice(case)["options"][0]["clopper_pearson"]
    yield found["lower"], beta_quantile(1 - ABOVE, c, n - c + 1)
    yield found["upper"], beta_quantile(ABOVE, c + 1, n - c)


def boxes_of(case):
    n = len(case.forms)
    return Fraction(letters(case, "A") + letters(case, "B"), n), Fraction(letters(case, "C") + letters(case, "D"), n)


@worked("Intervals", "boxes")
def boxes(case):
    top, bottom = boxes_of(case)
    yield notice(case)["top2"]["share"], top
    yield notice(case)["bottom2"]["share"], bottom


@worked("Intervals", "net")
def net(case):
    top, bottom = boxes_of(case)
    yield notice(case)["net"], top - bottom


@worked("Intervals", "composite")
def composite_error(case):
    _, own = composite(of_all(case, of_sample, ITEMS), [1] * 5)
    yield named(case.sample["measures"], "满意度")["se"], own
    _, own = weighted_mean(case)
    found = named(case.twelve["measures"], "满意度")
    yield found["se"], own
    yield found["se_fpc"], own * math.sqrt(1 - 12 / 60)


@worked("Intervals", "interval of a composite")
def composite_interval(case):
    own, half = composite(of_all(case, of_sample, ITEMS), [1] * 5)
    half *= t_quantile(ABOVE, 52)
    found = named(case.sample["measures"], "满意度")
    yield found["lower"], float(own) - half
    yield found["upper"], float(own) + half


@worked("Intervals", "pooled_of")
def pooled_error(case):
    _, own = pooled(of_all(case, of_twelve, TWELVE))
    yield named(case.twelve["measures"], "合并")["se"], own


def needed(found, n0, corrected):
    yield found["n0"], n0
    yield found["n"], math.ceil(n0)
    yield found["n0_fpc"], corrected
    yield found["n_fpc"], math.ceil(corrected)


@worked("Intervals", "answers needed")
def sample_size(case):
    n0 = z_quantile(ABOVE) ** 2 * float(variance(of_sample(case, "通知发布"))) / 0.03 ** 2
    yield from needed(notice(case)["sample_size"], n0, n0 / (1 + n0 / PEOPLE))


@worked("Intervals", "… for a share of 50 %")
def sample_size_of_share(case):
    n0 = (z_quantile(ABOVE) * 0.5 / 0.03) ** 2
    yield from needed(case.sample["sample_size"], n0, n0 / (1 + (n0 - 1) / PEOPLE))
