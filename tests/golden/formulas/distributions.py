"""The distributions that the worked numbers need, from their definitions: no library is asked."""

import math
from statistics import NormalDist

TINY = 1e-300
ENOUGH = 500  # terms; the sums and fractions below need far fewer for small samples


def beta_probability(x, a, b):
    """The regularised incomplete beta function, by its continued fraction (Lentz's method)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_probability(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
                     + a * math.log(x) + b * math.log1p(-x)) / a
    above, below, value = 1.0, 0.0, 1.0
    for place in range(ENOUGH):
        half = place // 2
        if place == 0:
            step = 1.0
        elif place % 2 == 0:
            step = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        else:
            step = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        below = 1 / (1 + step * below or TINY)
        above = 1 + step / above or TINY
        value *= above * below
        if place > 0 and abs(above * below - 1) < 1e-16:
            break
    return front * (value - 1)


def gamma_above(x, a):
    """1 − the regularised incomplete gamma function, by the series for its lower part."""
    term = total = 1 / a
    for place in range(1, ENOUGH):
        term *= x / (a + place)
        total += term
    return 1 - total * math.exp(a * math.log(x) - x - math.lgamma(a))


def root(function, low, high):
    """Where an increasing function passes 0."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return (low + high) / 2


def beta_quantile(p, a, b):
    return root(lambda x: beta_probability(x, a, b) - p, 0.0, 1.0)


def t_two_sided(t, df):
    return beta_probability(df / (df + t * t), df / 2, 0.5)


def t_quantile(p, df):
    """For p above one half."""
    return root(lambda t: 1 - t_two_sided(t, df) / 2 - p, 0.0, 1e4)


def f_quantile(p, above, below):
    share = beta_quantile(p, above / 2, below / 2)
    return below * share / (above * (1 - share))


def chi_square_above(x, df):
    return gamma_above(x / 2, df / 2)


def z_quantile(p):
    return NormalDist().inv_cdf(p)


def z_two_sided(z):
    return math.erfc(abs(z) / math.sqrt(2))
