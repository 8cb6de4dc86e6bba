"""Tests between columns, and of rows against columns; shares in a column."""

import math
from collections import Counter
from fractions import Fraction
from itertools import combinations, product

from .distributions import chi_square_above, t_two_sided, z_two_sided
from .survey import mean, variance
from .worked import POINTS, named, worked

SIGNS = ("A", "B", "C")


def table(case, by):
    return next(table for table in case.twelve["tables"] if table["by"] == [by])


def z_test(case, by, code, pair):
    found = named(named(table(case, by)["rows"], code, "code")["z_tests"], list(pair), "pair")
    groups = [{place for place, row in enumerate(case.answers) if column in row[by]} for column in pair]
    n1, n2 = map(len, groups)
    c1, c2 = (sum(case.answers[place]["政策"] == code for place in group) for group in groups)
    shared, p = len(groups[0] & groups[1]), Fraction(c1 + c2, n1 + n2)
    spread = p * (1 - p) * (Fraction(1, n1) + Fraction(1, n2) - Fraction(2 * shared, n1 * n2))
    difference = Fraction(c1, n1) - Fraction(c2, n2)
    return found, difference, float(difference) / math.sqrt(spread), shared


@worked("Tests", "shares of two columns")
def shares(case):
    found, difference, z, _ = z_test(case, "地区", "B", "城乡")
    yield from zip((found["diff"], found["z"], found["p"]), (difference, z, z_two_sided(z)))


@worked("Tests", "… that share n₁₂ responses")
def shared_columns(case):
    found, _, z, shared = z_test(case, "渠道", "A", "AB")
    yield from zip((found["n12"], found["z"], found["p"]), (shared, z, z_two_sided(z)))


@worked("Tests", "Bonferroni")
def bonferroni(case):
    found, _, z, _ = z_test(case, "渠道", "A", "BC")
    yield found["p_bonferroni"], min(1, 3 * z_two_sided(z))


@worked("Tests", "Holm")
def holm(case):
    found, *_ = z_test(case, "渠道", "A", "AC")
    ordered = sorted((z_two_sided(z_test(case, "渠道", "A", pair)[2]), pair) for pair in combinations(SIGNS, 2))
    largest = 0
    for place, (p, pair) in enumerate(ordered):
        largest = max(largest, min(1, (3 - place) * p))
        if pair == ("A", "C"):
            yield found["p_holm"], largest


@worked("Tests", "means of two columns")
def welch(case):
    found = table(case, "地区")["mean_tests"][0]
    groups = [[POINTS[row["政策"]] for row in case.answers if row["地区"] == place and row["政策"] in POINTS]
              for place in "城乡"]
    squares = [variance(group) / len(group) for group in groups]
    difference = mean(groups[0]) - mean(groups[1])
    t = float(difference) / math.sqrt(sum(squares))
    df = sum(squares) ** 2 / sum(square ** 2 / (len(group) - 1) for square, group in zip(squares, groups))
    yield from zip((found["diff"], found["t"], found["df"], found["p"]),
                   (difference, t, df, t_two_sided(t, float(df))))


def observed(case):
    """政策 by 地区, without those who left 政策 empty and without what nobody chose."""
    return Counter((row["政策"], row["地区"]) for row in case.answers if row["政策"])


def margins(cells):
    rows, columns = Counter(), Counter()
    for (row, column), count in cells.items():
        rows[row] += count
        columns[column] += count
    return rows, columns, sum(rows.values())


def expected(case):
    rows, columns, n = margins(observed(case))
    return {(row, column): Fraction(rows[row] * columns[column], n) for row, column in product(rows, columns)}


def chi_square(case):
    cells = observed(case)
    return sum((cells[place] - value) ** 2 / value for place, value in expected(case).items())


@worked("Tests", "independence")
def independence(case):
    found = table(case, "地区")["independence"]
    rows, columns, _ = margins(observed(case))
    df = (len(rows) - 1) * (len(columns) - 1)
    yield from zip((found["chi_square"], found["df"], found["p"], found["min_expected"]),
                   (chi_square(case), df, chi_square_above(float(chi_square(case)), df),
                    min(expected(case).values())))


@worked("Tests", "Cramér's V")
def cramers_v(case):
    _, columns, n = margins(observed(case))
    yield (table(case, "地区")["independence"]["cramers_v"],
           math.sqrt(chi_square(case) / (n * (len(columns) - 1))))


@worked("Tests", "Fisher's exact test")
def fisher(case):
    """All tables with two columns and these margins, each with its probability."""
    cells = observed(case)
    rows, columns, n = margins(cells)
    names, first = list(rows), next(iter(columns))

    def probability(left):
        ways = math.prod(math.comb(rows[name], count) for name, count in zip(names, left))
        return Fraction(ways, math.comb(n, columns[first]))

    tables = [left for left in product(*[range(rows[name] + 1) for name in names]) if sum(left) == columns[first]]
    this = probability([cells[name, first] for name in names])
    yield (table(case, "地区")["independence"]["fisher_p"],
           sum(probability(left) for left in tables if probability(left) <= this * (1 + Fraction(1, 10 ** 7))))


@worked("Cross tables", None)
def cell(case):
    found = next(table for table in case.sample["tables"] if table["row"] == "通知发布")
    column = [form for form in case.forms if form["补贴类型"] == "A"]
    yield (named(found["rows"], "A", "code")["shares"][0],
           Fraction(sum(form["通知发布"] == "A" for form in column), len(column)))


def in_town(case):
    """The row of B, and how many of 城 chose it, of all chose it, are in the column, are in the base."""
    chose = [row for row in case.answers if row["政策"] == "B"]
    return (named(table(case, "地区")["rows"], "B", "code"), sum("城" in row["地区"] for row in chose), len(chose),
            sum("城" in row["地区"] for row in case.answers), len(case.answers))


@worked("Cross tables", "share of the row")
def share_of_row(case):
    found, count, everybody, _, _ = in_town(case)
    yield found["row_shares"][0], Fraction(count, everybody)


@worked("Cross tables", "share of the table")
def share_of_table(case):
    found, count, _, _, base = in_town(case)
    yield found["total_shares"][0], Fraction(count, base)


@worked("Cross tables", "index")
def index(case):
    found, count, everybody, column, base = in_town(case)
    yield found["indexes"][0], 100 * Fraction(count, column) / Fraction(everybody, base)
