"""Reference intervals: residuals response by response, exactly; then the textbook's formulas."""

import math
from fractions import Fraction
from functools import lru_cache
from statistics import NormalDist

from formula import number_of

STEPS = 4000  # of the integral under Student's density
CLOSE = 1e-8


def level_of(definition):
    """The confidence as a fraction: 95% is 19/20."""
    return number_of(definition.raw.get("confidence", "95%").rstrip("%")) / 100


def population_of(definition):
    return int(definition.raw["population"]) if "population" in definition.raw else None


@lru_cache(maxsize=None)
def t_inside(t, df):
    """Probability that Student's t lies within ±t, by Simpson's rule over the angle atan(t/√df)."""
    end = math.atan(t / math.sqrt(df))
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(math.pi)
    total = 0.0
    for step in range(STEPS + 1):
        weight = 1 if step in (0, STEPS) else 4 if step % 2 else 2
        total += weight * math.cos(step * end / STEPS) ** (df - 1)
    return 2 * scale * total * end / STEPS / 3


def wilson(count, base, level):
    z = NormalDist().inv_cdf(float((1 + level) / 2))
    share, extra = count / base, z * z / base
    half = z * math.sqrt(share * (1 - share) / base + extra / base / 4)
    middle = share + extra / 2
    return (0.0 if count == 0 else (middle - half) / (1 + extra),
            1.0 if count == base else (middle + half) / (1 + extra))


class Spread:
    """Everything about the scores of the effective responses, from `tabulate.Figures`."""

    def __init__(self, figures):
        self.figures = figures

    def score(self, question, response):
        """Out of the rate's base: None. A blank: 0."""
        if not self.figures.in_rate_base(question, response):
            return None
        places = response.answers[question.name].chosen
        return sum((question.options[place].score for place in places), Fraction(0))

    def rate(self, question):
        values = [self.score(question, response) for response in self.figures.effective]
        return mean([value / question.top for value in values if value is not None])

    def scores(self, question):
        return mean([self.score(question, response) for response in self.figures.effective
                     if self.score(question, response) is not None
                     and response.answers[question.name].chosen])

    def measure(self, raw, rate):
        """Linearised: the residuals' squares, summed over the responses."""
        kind = "mean_of" if "mean_of" in raw else "pooled_of"
        items = [self.figures.definition.question(name) for name in raw[kind]]
        bases = [self.figures.by_name[item.name]["rate_base"] for item in items]
        rows = [[self.score(item, response) for item in items] for response in self.figures.effective]
        rows = [row for row in rows if any(value is not None for value in row)]
        found = {"n": len(rows), "mean": rate, "squares": None}
        if len(rows) < 2 or (kind == "mean_of" and min(bases) < 2):
            return found
        if kind == "mean_of":
            weights = [number_of(weight) for weight in raw.get("weights", ["1"] * len(items))]
            factors = [weight / sum(weights) / base for weight, base in zip(weights, bases)]
            centres = [self.figures.by_name[item.name]["rate"] for item in items]
        else:
            full = sum(item.top * base for item, base in zip(items, bases))
            factors, centres = [item.top / full for item in items], [rate] * len(items)
        residuals = [sum(factor * (value / item.top - centre)
                         for value, item, factor, centre in zip(row, items, factors, centres)
                         if value is not None) for row in rows]
        n = len(rows)
        found["squares"] = sum(residual ** 2 for residual in residuals) * n / (n - 1)
        return found


def mean(values):
    """`squares` is the squared standard error; None where there are fewer than two values."""
    n = len(values)
    if n == 0:
        return {"n": 0, "mean": None, "squares": None}
    middle = sum(values) / n
    if n == 1:
        return {"n": 1, "mean": middle, "squares": None}
    return {"n": n, "mean": middle, "squares": sum((value - middle) ** 2 for value in values) / (n - 1) / n}


def is_close(found, expected):
    return isinstance(found, (int, float)) and abs(found - expected) <= CLOSE * max(1, abs(expected))


def differences(place, found, expected, definition, cut):
    """What is wrong with {mean, sd, se, …, upper_fpc} of wjtab."""
    keys = ("sd", "se", "df", "t", "lower", "upper")
    n, squares = expected["n"], expected["squares"]
    if squares is None:
        return [f"{place}.{key}: wjtab {found.get(key)!r}, reference none" for key in keys
                if found.get(key) is not None]
    if any(found.get(key) is None for key in keys):
        return [f"{place}: wjtab has no {', '.join(key for key in keys if found.get(key) is None)}"]
    population, middle, t = population_of(definition), float(expected["mean"]), found["t"]
    wanted = {"se": math.sqrt(squares), "sd": math.sqrt(squares * n), "df": n - 1}
    corrected = {"": wanted["se"]}
    if population is not None:
        corrected["_fpc"] = wanted["se_fpc"] = math.sqrt(squares * (1 - Fraction(n, population)))
    for suffix, error in corrected.items():
        wanted["lower" + suffix] = max(0.0, middle - t * error) if cut else middle - t * error
        wanted["upper" + suffix] = min(1.0, middle + t * error) if cut else middle + t * error
    wrong = [f"{place}.{key}: wjtab {found.get(key)!r}, reference {value!r}" for key, value in wanted.items()
             if not is_close(found.get(key), value)]
    level = float(level_of(definition))
    if abs(t_inside(t, n - 1) - level) > CLOSE:
        wrong.append(f"{place}.t: {t!r} is not the quantile of {level} with {n - 1} degrees of freedom")
    return wrong
