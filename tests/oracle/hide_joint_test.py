#!/usr/bin/env python3
"""Can an outsider compute what `suppress_below` hides, who knows that all tables are about the same
people? hide_test.py writes down which counts must add up to which. Here the unknowns are how many
people gave each combination of answers, to all questions at once: every published count, base,
rate, weighted rate, variance of a composite or difference between tables with whatever conditions
is one equation about these. For each small count (known from a second run) linear programming asks
for the lowest and the highest value.

    /usr/bin/python3 tests/oracle/hide_joint_test.py WJTAB [SURVEYS [FIRST]]

Reads results.json only. `--naive` shows that it can fail: small counts hidden, no others.
"""
import itertools
import json
import os
import random
import sys
import tempfile

import numpy as np
from scipy.sparse import csr_matrix

from hiding import SCORES, fraction, optimum, run, write_answers

MOST_TRIED = 14  # small counts per survey


# ---- random surveys ----

class Survey:
    """A definition and its answers: few questions, many tables of them."""

    def __init__(self, seed):
        self.seed = seed
        self.random = random.Random(seed)
        pick = self.random.choice
        self.below = pick([2, 3, 5, 5, 5, 5, 10, 100])
        self.people = pick([30, 60, 120, 300]) * (10 if self.below == 100 else 1)
        self.blank = pick([0, 0, 0, 0.04])
        self.singles = {"a": "ABC"[:pick([2, 3])], "b": "ABCD"[:pick([2, 3, 4])], "c": "AB"}
        self.items = ["s", "t"]
        self.multiple = self.random.random() < 0.25
        self.asked = self.random.random() < 0.25
        self.weighted = pick([None, None, None, "a", "b"])
        self.base = pick(["valid", "valid", "answered"])
        if self.asked:
            self.items = ["s", "v"]
        self.measure = pick(["mean_of", "mean_of", "pooled_of", None])
        self.share = self.random.random() < 0.3
        self.tables = self.choose_tables()

    def choose_tables(self):
        pick = self.random.choice
        names = list(self.singles)
        tables = []
        conditions = ['a="A"', 'a<>"A"', 'b="B"', 's="A"', 's="B"', 'AND(a="A",c="A")',
                      'OR(a="A",c="A")']
        for _ in range(pick([2, 3, 3, 4])):
            kind = self.random.random()
            by = []
            for _ in range(pick([1, 1, 2, 3])):
                depth = pick([1, 1, 2, 2])
                by.append(self.random.sample(names, depth))
            if self.multiple and self.random.random() < 0.2:
                by.append(["m"])
            if self.random.random() < 0.25:
                by.append([pick(self.items)])
            table = {"by": by}
            if kind < 0.2 and self.measure == "mean_of" and not self.asked:
                table["grid"] = "满意度"
                table["by"] = [b for b in by if not set(b) & set(self.items)] or [["a"]]
            else:
                rows = self.random.sample(self.items + names + (["m"] if self.multiple else []),
                                          pick([1, 1, 2]))
                table["rows"] = rows
                table["by"] = [b for b in by if not set(b) & set(rows)] or \
                    [[n for n in names if n not in rows][:1]]
            if self.random.random() < 0.3:
                table["where"] = pick(conditions)
            if "rows" in table and self.random.random() < 0.2:
                table["summaries"] = ["rate", "mean", "top2"]
            tables.append(table)
        return tables

    def rows(self):
        pick = self.random.choice
        levels = {name: [pick([1, 3, 10, 20]) for _ in codes]
                  for name, codes in self.singles.items()}
        for name in self.items:
            levels[name] = [pick([0, 1, 4, 20, 30]) + (i == 0) for i in range(4)]
        rows = []
        for _ in range(self.people):
            row = {name: self.random.choices("ABCD"[:len(w)], w)[0] for name, w in levels.items()}
            for name in row:
                if self.random.random() < self.blank:
                    row[name] = ""
            if self.asked and row["a"] != "A":
                row["v"] = ""
            if self.multiple:
                row["m"] = "".join(c for c, p in zip("AB", (0.6, 0.1)) if self.random.random() < p)
            rows.append(row)
        for name, codes in self.singles.items():
            for place, code in enumerate(codes):  # a target needs somebody in each category
                rows[place][name] = code
        for row in rows:
            if self.asked and row["a"] != "A":
                row["v"] = ""
        return rows

    def definition(self, suppressed, shown=False):
        def options(codes):
            return "[" + ", ".join("{code: %s, label: %s项}" % (c, c) for c in codes) + "]"
        lines = ["survey: 试验", "responses: answers.csv", "valid: {required: []}",
                 f"base: {self.base}", "scales:", "  满意度:"]
        lines += ["    - {code: %s, label: %s级, score: %d}" % (c, c, s)
                  for c, s in SCORES.items()]
        lines += ["questions:"]
        for name, codes in self.singles.items():
            lines += [f"  - {{name: {name}, type: single, options: {options(codes)}}}"]
        for name in self.items:
            more = ", asked_if: 'a=\"A\"'" if name == "v" else ""
            lines += [f"  - {{name: {name}, type: single, scale: 满意度{more}}}"]
        if self.multiple:
            lines += [f"  - {{name: m, type: multiple, options: {options('AB')}}}"]
        if self.measure or self.share:
            lines += ["measures:"]
        if self.measure:
            lines += [f"  - {{name: 满意度, {self.measure}: [{', '.join(self.items)}]}}"]
        if self.share:
            lines += ["  - {name: 满意率, share_of: {question: s, codes: [A, B]}}"]
        if self.weighted:
            codes = self.singles[self.weighted]
            shares = ", ".join(f"{c}: {10 * (i + 1)}" for i, c in enumerate(codes))
            lines += [f"weighting: {{targets: {{{self.weighted}: {{{shares}}}}}}}"]
        lines += ["tables:"]
        for table in self.tables:
            by = ", ".join("[" + ", ".join(b) + "]" if len(b) > 1 else b[0] for b in table["by"])
            rows = f"grid: {table['grid']}" if "grid" in table else \
                f"rows: [{', '.join(table['rows'])}]"
            where = f", where: '{table['where']}'" if "where" in table else ""
            sums = f", summaries: [{', '.join(table['summaries'])}]" if "summaries" in table else ""
            lines += [f"  - {{{rows}, by: [{by}]{where}{sums}}}"]
        if suppressed:
            lines += [f"suppress_below: {self.below}"]
        return "\n".join(lines) + "\n"


# ---- everybody, by all answers at once ----

class People:
    """The combinations of answers, and which of them a count is of."""

    def __init__(self, survey):
        kinds = {name: list(codes) + [""] for name, codes in survey.singles.items()}
        kinds.update({name: list(SCORES) + [""] for name in survey.items})
        if survey.multiple:
            kinds["m"] = ["", "A", "B", "AB"]
        self.kinds = kinds
        states = list(itertools.product(*kinds.values()))
        if survey.asked:
            a, v = list(kinds).index("a"), list(kinds).index("v")
            states = [s for s in states if s[a] == "A" or s[v] == ""]
        self.answers = {name: np.array([s[i] for s in states]) for i, name in enumerate(kinds)}
        self.size = len(states)
        self.asked = survey.asked
        self.base = survey.base

    def all(self):
        return np.ones(self.size, dtype=bool)

    def chose(self, name, code):
        if name == "m":
            return np.char.find(self.answers["m"], code) >= 0
        return self.answers[name] == code

    def was_asked(self, name):
        return self.answers["a"] == "A" if self.asked and name == "v" else self.all()

    def answered(self, name):
        return self.answers[name] != ""

    def in_base(self, name):
        return self.was_asked(name) if self.base == "valid" else self.answered(name)

    def takes(self, where):
        if where is None:
            return self.all()
        if where.startswith(("OR", "AND")):
            first, second = where[where.index("(") + 1:-1].split(",")
            first, second = self.takes(first), self.takes(second)
            return first | second if where.startswith("OR") else first & second
        if "<>" in where:
            return ~self.chose(where[0], where[4])
        return self.chose(where[0], where[3])


class Attack:
    def __init__(self, size):
        self.rows, self.values, self.names = [], [], []
        self.name = None  # of what the next equations are about
        self.possible = np.ones(size, dtype=bool)

    def count(self, of, value):
        if value is None:
            return
        if value == 0:
            self.possible &= ~of  # nobody
        self.equation(of.astype(float), float(value))

    def equation(self, factors, value):
        largest = np.abs(factors).max(initial=0) or 1
        self.rows.append(factors / largest)
        self.values.append(value / largest)
        self.names.append(self.name)

    def solve(self):
        """The equations of those states that are possible, each once."""
        matrix = np.array(self.rows)[:, self.possible]
        both = np.unique(np.round(np.column_stack([matrix, self.values]), 12), axis=0)
        return csr_matrix(both[:, :-1]), both[:, -1]


def score_of(people, name):
    return sum(people.chose(name, code) * float(score) for code, score in SCORES.items())


def add_questions(attack, people, results, survey):
    attack.count(people.all(), results["returns"]["valid"])
    for question in results["questions"]:
        name = attack.name = question["name"]
        for option in question["options"]:
            attack.count(people.chose(name, option["code"]), option["count"])
        attack.count(people.answered(name), question["answered"])
        attack.count(people.in_base(name), question["base"])
        attack.count(people.all() & ~people.was_asked(name), question["not_asked"])
        rate = fraction(question["rate"])
        if rate is not None and question["rate_base"]:
            attack.equation(score_of(people, name), float(rate * 100 * question["rate_base"]))
        for box, codes in (("top2", "AB"), ("bottom2", "CD")):
            if question.get(box) and question[box]["count"] is not None:
                attack.count(sum(people.chose(name, c) for c in codes).astype(bool),
                             question[box]["count"])
        add_weighted(attack, people, results, survey, question)


def add_weighted(attack, people, results, survey, question):
    """Weights of one target are known from what is published: target / count."""
    value = question.get("weighted", {}).get("value")
    if not survey.weighted:
        return
    target = next(q for q in results["questions"] if q["name"] == survey.weighted)
    if value is None or any(o["count"] is None for o in target["options"]):
        return
    weights = sum(people.chose(survey.weighted, o["code"]) * 10.0 * (i + 1) / o["count"]
                  for i, o in enumerate(target["options"]))
    if any(o["answered"] != results["returns"]["valid"] for o in (target, question)):
        return
    attack.equation(weights * score_of(people, question["name"]) / 100 - value * weights, 0.0)


def add_measures(attack, people, results, survey):
    questions = {q["name"]: q for q in results["questions"]}
    for measure in results["measures"]:
        rate = fraction(measure["rate"])
        attack.name = measure["name"]
        if rate is None:
            continue
        bases = [questions[name]["rate_base"] for name in measure["items"]]
        if measure["kind"] == "share_of":
            attack.count(people.chose("s", "A") | people.chose("s", "B"),
                         int(rate * measure["base"]))
        elif None not in bases and 0 not in bases:
            sums = [score_of(people, name) for name in measure["items"]]
            if measure["kind"] == "mean_of":
                attack.equation(sum(s / (100 * b * len(bases)) for s, b in zip(sums, bases)),
                                float(rate))
            else:
                attack.equation(sum(sums), float(rate * 100 * sum(bases)))


def add_cells(attack, people, table, row, who, columns):
    """columns: (who stands in it, its counts, its bases)."""
    for inside, counts, bases in columns:
        inside = inside & who
        for code, count in counts:
            attack.count(inside & people.chose(row, code), count)
        for key, whom in (("base", people.in_base(row)),
                          ("no_answer", people.was_asked(row) & ~people.answered(row)),
                          ("not_asked", ~people.was_asked(row)),
                          ("rate_base", people.in_base(row))):
            if bases.get(key) is not None:
                attack.name = (table["row"], table["by"], table["where"], key)
                attack.count(inside & whom, bases[key])
    for part, (inside, _, bases) in zip(table.get("summaries_of", []), columns):
        rate = fraction(part.get("rate"))
        if rate is not None and bases.get("rate_base"):
            attack.equation((inside & who) * score_of(people, row),
                            float(rate * 100 * bases["rate_base"]))


def inside_of(people, by, column):
    inside = people.all()
    for name, code in zip(by, column.split("×")):
        inside = inside & people.chose(name, code)
    return inside


def add_table(attack, people, table):
    by = table["by"]
    who = people.takes(table["where"])
    attack.name = (table["row"], by, table["where"])
    places = [inside_of(people, by, c) if by else people.all() for c in table["columns"]]
    total = np.any(places, axis=0)
    bases = table["bases"]
    columns = [(place, [(r["code"], r["counts"][i]) for r in table["rows"]], bases["columns"][i])
               for i, place in enumerate(places)]
    columns.append((total, [(r["code"], r["total"]) for r in table["rows"]], bases["total"]))
    columns.append((people.all(), [(r["code"], r["all"]) for r in table["rows"]], bases["all"]))
    sums = table.get("summaries")
    table = dict(table, summaries_of=(sums["columns"] + [sums["total"], sums["all"]])
                 if sums else [])
    add_cells(attack, people, table, table["row"], who, columns)


def add_grid(attack, people, grid):
    """A part of a grid: counts per item, and rates."""
    attack.name = ("grid", grid["by"], grid["where"])
    who = people.takes(grid["where"])
    places = [inside_of(people, grid["by"], c) if grid["by"] else people.all()
              for c in grid["columns"]]
    for item in grid["items"]:
        for i, place in enumerate(places):
            inside = place & who
            for code, count in zip(SCORES, item["counts"][i]):
                attack.count(inside & people.chose(item["item"], code), count)
            base = item["column_base"][i]
            attack.count(inside & people.in_base(item["item"]), base)
            rate = fraction(item["rates"][i]) if item["rates"] else None
            if rate is not None and base is not None:
                attack.equation(inside * score_of(people, item["item"]), float(rate * 100 * base))


def check_equations(survey, people, attack, rows):
    """What was counted solves them, or they are wrong."""
    place = {state: i for i, state in enumerate(zip(*people.answers.values()))}
    truth = np.zeros(people.size)
    for row in rows:
        truth[place[tuple(row[name] for name in people.answers)]] += 1
    off = np.abs(np.array(attack.rows) @ truth - np.array(attack.values))
    wrong = np.flatnonzero(off > 1e-6 * (1 + np.abs(attack.values)))
    if len(wrong) or truth[~attack.possible].any():
        raise SystemExit(f"survey {survey.seed}: equations that are not true: "
                         f"{[attack.names[i] for i in wrong]}")


def published(results, survey):
    people = People(survey)
    attack = Attack(people.size)
    add_questions(attack, people, results, survey)
    add_measures(attack, people, results, survey)
    for table in results["tables"]:
        add_table(attack, people, table)
    for grid in results.get("grids", []):
        add_grid(attack, people, grid)
    return people, attack


def counts_of(results, people):
    """Every count by its name: of whom it is, and how many."""
    counts = {}
    for question in results["questions"]:
        for option in question["options"]:
            counts[(question["name"], option["code"])] = (
                people.chose(question["name"], option["code"]), option["count"])
    for number, table in enumerate(results["tables"]):
        who = people.takes(table["where"])
        for row in table["rows"]:
            of = who & people.chose(table["row"], row["code"])
            counts[("table", number, row["code"], "all")] = (of, row["all"])
            for column, count in zip(table["columns"], row["counts"]):
                inside = inside_of(people, table["by"], column) if table["by"] else people.all()
                counts[("table", number, table["row"], row["code"], column)] = (of & inside, count)
    for number, grid in enumerate(results.get("grids", [])):
        who = people.takes(grid["where"])
        for item in grid["items"]:
            for column, levels in zip(grid["columns"], item["counts"]):
                inside = inside_of(people, grid["by"], column) if grid["by"] else people.all()
                for code, count in zip(SCORES, levels):
                    counts[("grid", number, item["item"], code, column)] = (
                        who & inside & people.chose(item["item"], code), count)
    return counts


# ---- the attack ----

def bounds_of(attack, system, of):
    matrix, right = system
    limits = []
    aim = of[attack.possible].astype(float)
    for sign in (1, -1):
        found = optimum(sign * aim, matrix, right, (0, None))
        limits.append(np.inf if found is None else sign * found)
    return limits[0], limits[1]


def test_survey(wjtab, seed, totals, naive):
    survey = Survey(seed)
    with tempfile.TemporaryDirectory() as folder:
        rows = survey.rows()
        write_answers(folder, rows)
        full = run(wjtab, folder, survey, False, "--format", "csv")
        hidden = run(wjtab, folder, survey, True, "--format", "csv")
    if naive:
        hidden = only_small(full, survey.below)
    people, attack = published(hidden, survey)
    check_equations(survey, people, attack, rows)
    truth, shown = counts_of(full, people), counts_of(hidden, people)
    faults, small = [], []
    for name, (of, count) in truth.items():
        if 0 < count < survey.below:
            small.append(name)
            if shown[name][1] is not None:
                faults.append(f"{name}: {count} is shown")
    totals["small"] += len(small)
    totals["hidden"] += sum(count is None for _, count in shown.values())
    totals["counts"] += len(shown)
    system = attack.solve()
    tried = survey.random.sample(small, min(len(small), MOST_TRIED))
    for name in tried:
        low, high = bounds_of(attack, system, truth[name][0])
        totals["tried"] += 1
        if high - low < 0.5:
            faults.append(f"{name}: {truth[name][1]} can be computed")
    return faults


def only_small(results, below):
    """The same results with small counts hidden and nothing else."""
    results = json.loads(json.dumps(results))
    def small(count):
        return None if count is not None and 0 < count < below else count
    for question in results["questions"]:
        for option in question["options"]:
            option["count"] = small(option["count"])
        for box in ("top2", "bottom2"):
            if question.get(box):
                question[box]["count"] = small(question[box]["count"])
    for table in results["tables"]:
        for row in table["rows"]:
            row["counts"] = [small(c) for c in row["counts"]]
            row["total"], row["all"] = small(row["total"]), small(row["all"])
    for grid in results.get("grids", []):
        for item in grid["items"]:
            item["counts"] = [[small(c) for c in column] for column in item["counts"]]
    return results


def main():
    naive = "--naive" in sys.argv
    arguments = [a for a in sys.argv[1:] if a != "--naive"]
    wjtab = os.path.abspath(arguments[0])
    surveys = int(arguments[1]) if len(arguments) > 1 else 20
    first = int(arguments[2]) if len(arguments) > 2 else 1
    totals = dict.fromkeys(["small", "tried", "hidden", "counts"], 0)
    wrong = 0
    for seed in range(first, first + surveys):
        faults = test_survey(wjtab, seed, totals, naive)
        for fault in faults:
            print(f"survey {seed}: {fault}", flush=True)
        wrong += len(faults)
    print("; ".join(f"{key} {value}" for key, value in totals.items()))
    print(f"hide, joint: {surveys} passed, {wrong} failed" if wrong == 0 else
          f"hide, joint: {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
