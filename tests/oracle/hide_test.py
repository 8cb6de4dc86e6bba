#!/usr/bin/env python3
"""Can an outsider compute what `suppress_below` hides? Random surveys are run with it, and all that
is published about their counts is written down as equations: sums, bases, rates, measures, cross
tables that share rows or columns, conditions. For each small count (known from a second run without
it) linear programming asks for the lowest and the highest value that fits all of them.

    python3 tests/oracle/hide_test.py WJTAB [SURVEYS [FIRST]]

Reads results.json only, and knows nothing of how wjtab chooses. That the equations are enough to
find what is badly hidden is tested, too: with the small counts hidden and no others, most of them
are found.
"""
import json
import math
import os
import random
import re
import sys
import tempfile
import zipfile
from fractions import Fraction

import numpy as np
from scipy.sparse import coo_matrix

from hiding import SCORES, fraction, optimum, run, write_answers

BELOW = 5


# ---- random surveys ----

class Survey:
    """A definition and its answers."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.seed = seed
        self.people = self.random.choice([25, 40, 60, 90, 150, 400])
        self.singles = {"g1": "ABC", "g2": "ABCD", "u": "AB"}
        self.items = ["s1", "s2", "s3", "s4"]
        self.unscored = self.random.random() < 0.4
        self.exclusive = self.random.random() < 0.5
        self.tables = self.choose_tables()
        self.share = self.random.random() < 0.5

    def choose_tables(self):
        chance = self.random.random
        tables = [{"rows": ["s1", "s2", "m"], "by": ["g1"]}]
        if chance() < 0.7:
            tables[0]["by"].append("g2")
        if chance() < 0.6:
            tables[0]["by"].append(["g1", "g2"])
        if chance() < 0.4:
            tables[0]["by"].append("m")
        if chance() < 0.5:
            tables.append({"rows": ["s1", "g1"], "by": ["g2"], "where": 'g1="A"'})
        if chance() < 0.4:
            tables.append({"rows": ["s2"], "by": ["g1"], "where": 's1<>"A"'})
        if chance() < 0.4:
            tables.append({"rows": ["v", "s4"], "by": ["g1", "u"]})
        return tables

    def answer(self, codes, blank=0.0):
        if self.random.random() < blank:
            return ""
        weights = [self.random.choice([1, 3, 10, 20]) for _ in codes]
        return self.weights.setdefault(codes, weights) and self.random.choices(
            codes, self.weights[codes])[0]

    def rows(self):
        self.weights = {}
        blank = self.random.choice([0, 0, 0.05])
        rows = []
        levels = {name: [self.random.choice([0, 1, 4, 20, 30]) + (i == 0)
                         for i in range(5 if self.unscored and name == "s3" else 4)]
                  for name in self.items + ["v"]}
        for _ in range(self.people):
            row = {name: self.answer(codes, blank if name == "g2" else 0)
                   for name, codes in self.singles.items()}
            for name in self.items + ["v"]:
                row[name] = self.random.choices("ABCDE"[:len(levels[name])], levels[name])[0]
                if self.random.random() < blank:
                    row[name] = ""
            if row["u"] != "A":
                row["v"] = ""
            row["m"] = "".join(code for code, chance in zip("ABC", (0.5, 0.2, 0.04))
                               if self.random.random() < chance)
            if self.exclusive and row["m"] == "":
                row["m"] = "D"
            rows.append(row)
        return rows

    def definition(self, suppressed):
        def options(codes):
            return "[" + ", ".join("{code: %s, label: %s项}" % (c, c) for c in codes) + "]"
        lines = ["survey: 试验", "responses: answers.csv", "valid: {required: []}", "scales:",
                 "  满意度:"]
        lines += ["    - {code: %s, label: %s级, score: %d}" % (c, c, s)
                  for c, s in SCORES.items()]
        lines += ["questions:"]
        for name, codes in self.singles.items():
            lines += [f"  - {{name: {name}, type: single, options: {options(codes)}}}"]
        for name in self.items:
            if name == "s3" and self.unscored:
                scored = ", ".join("{code: %s, label: %s级, score: %d}" % (c, c, s)
                                   for c, s in SCORES.items())
                lines += ["  - {name: s3, type: single, options: [%s, {code: E, label: 不清楚}]}"
                          % scored]
            else:
                lines += [f"  - {{name: {name}, type: single, scale: 满意度}}"]
        lines += ["  - {name: v, type: single, scale: 满意度, asked_if: 'u=\"A\"'}"]
        lines += [f"  - {{name: m, type: multiple, options: {options('ABCD')}"
                  + (", exclusive: [D]" if self.exclusive else "") + "}"]
        lines += ["measures:", "  - {name: 满意度, mean_of: [s1, s2, s3, s4]}",
                  "  - {name: 合计, pooled_of: [s1, s2]}"]
        if self.share:
            lines += ["  - {name: 满意率, share_of: {question: s2, codes: [A, B]}}"]
        lines += ["tables:"]
        for table in self.tables:
            by = ", ".join("[" + ", ".join(b) + "]" if isinstance(b, list) else b
                           for b in table["by"])
            where = f", where: '{table['where']}'" if "where" in table else ""
            lines += [f"  - {{rows: [{', '.join(table['rows'])}], by: [{by}]{where}}}"]
        if suppressed:
            lines += [f"suppress_below: {BELOW}"]
        return "\n".join(lines) + "\n"


# ---- what is published, as equations ----

class Attack:
    """Unknown counts, all of them 0 or more, and what is known about them."""

    def __init__(self):
        self.names = {}
        self.known = {}
        self.rows = []

    def cell(self, *name):
        return self.names.setdefault(name, len(self.names))

    def set(self, name, value):
        number = self.cell(*name)
        if value is not None:
            self.known[number] = int(value)
        return number

    def equation(self, terms, value):
        # Whole numbers without a common divisor: what the solver reads is exact.
        exact = [(cell, Fraction(factor)) for cell, factor in terms]
        numbers = [factor for _, factor in exact] + [Fraction(value)]
        scale = Fraction(math.lcm(*(n.denominator for n in numbers)))
        scale /= math.gcd(*(int(n * scale) for n in numbers)) or 1
        self.rows.append(([(cell, float(factor * scale)) for cell, factor in exact],
                          float(Fraction(value) * scale)))

    def at_most(self, part, whole):
        self.equation([(part, 1), (self.cell("slack", len(self.names)), 1), (whole, -1)], 0)

    def union(self, parts, whole):
        slack = self.cell("slack", len(self.names))
        self.equation([(part, 1) for part in parts] + [(slack, -1), (whole, -1)], 0)
        for part in parts:
            self.at_most(part, whole)

    def matrix(self):
        data, row, column, right = [], [], [], []
        for number, (terms, value) in enumerate(self.rows):
            largest = max((abs(f) for _, f in terms), default=1.0)
            for cell, factor in terms:
                data.append(factor / largest)
                row.append(number)
                column.append(cell)
            right.append(value / largest)
        shape = (len(self.rows), len(self.names))
        return coo_matrix((data, (row, column)), shape=shape).tocsr(), np.array(right)

    def bounds(self, extra=None):
        known = dict(self.known)
        known.update(extra or {})
        return [(known[i], known[i]) if i in known else (0, None) for i in range(len(self.names))]


def contributions(attack, question, cells):
    """Shares of the rate's base: where the option's count is known, so is that."""
    for cell, option in zip(cells, question["options"]):
        part = fraction(option.get("contribution"))
        if part and option["count"] is not None and question["base"] is not None:
            scored = Fraction(option["score"]) * option["count"] / 100 / part
            attack.equation([(c, 1) for c, o in zip(cells, question["options"])
                             if o["score"] is None], question["base"] - scored)


def add_question(attack, survey, question):
    """Frequencies, bases, rate."""
    name = question["name"]
    cells = [attack.set((name, o["code"]), o["count"]) for o in question["options"]]
    for option, cell in zip(question["options"], cells):
        share = fraction(option["share"])
        if share is not None and question["base"] is not None:
            attack.equation([(cell, 1)], share * question["base"])
    answered = attack.set((name, "answered"), question["answered"])
    if question["type"] == "multiple":
        some = attack.cell(name, "some")
        free = [c for c, o in zip(cells, question["options"])
                if not (survey.exclusive and o["code"] == "D")]
        only = [c for c in cells if c not in free]
        attack.equation([(some, 1), (answered, -1)] + [(c, 1) for c in only], 0)
        attack.union(free, some)
        return
    attack.equation([(c, 1) for c in cells] + [(answered, -1)], 0)
    contributions(attack, question, cells)
    if question.get("rate_base") is None:
        return
    scored = [(c, o["score"]) for c, o in zip(cells, question["options"])
              if o["score"] is not None]
    unscored = [c for c, o in zip(cells, question["options"]) if o["score"] is None]
    attack.equation([(c, 1) for c in unscored], question["base"] - question["rate_base"])
    rate = fraction(question["rate"])
    if rate is not None:
        attack.equation(scored, rate * question["rate_base"] * 100)
    for box in ("top2", "bottom2"):
        if question[box]["count"] is not None:
            attack.equation([(cells[[o["code"] for o in question["options"]].index(c)], 1)
                             for c in question[box]["codes"]], question[box]["count"])


def add_measures(attack, results, survey):
    questions = {q["name"]: q for q in results["questions"]}
    for measure in results["measures"]:
        rate = fraction(measure["rate"])
        if rate is None:
            continue
        if measure["kind"] == "share_of":
            attack.equation([(attack.cell("s2", "A"), 1), (attack.cell("s2", "B"), 1)],
                            rate * measure["base"])
            continue
        items = survey.items if measure["kind"] == "mean_of" else ["s1", "s2"]
        bases = [questions[name]["rate_base"] for name in items]
        if None in bases:
            continue
        if measure["kind"] == "mean_of":
            terms = [(attack.cell(name, o["code"]), Fraction(o["score"], 100 * base * len(items)))
                     for name, base in zip(items, bases) for o in questions[name]["options"]
                     if o["score"] is not None]
            attack.equation(terms, rate)
        else:
            terms = [(attack.cell(name, o["code"]), o["score"]) for name in items
                     for o in questions[name]["options"] if o["score"] is not None]
            attack.equation(terms, rate * sum(bases) * 100)


def people_of(results):
    """The options of every question."""
    return {q["name"]: [o["code"] for o in q["options"]] for q in results["questions"]}


def takes(where):
    """Of which question, and which of its codes, a `where` of these surveys takes."""
    if where is None:
        return None
    name, sign, code = ((where[:2], "<>", where[5]) if "<>" in where
                        else (where[:2], "=", where[4]))
    return name, sign, code


def add_table(attack, results, table, number):
    """One cross table; the numbers of its cells by (row, columns)."""
    questions = {q["name"]: q for q in results["questions"]}
    row = questions[table["row"]]
    by = tuple(table["by"])
    bases = table["bases"]
    columns = [tuple(c.split("×")) if by else () for c in table["columns"]]
    several = any(questions[b]["type"] == "multiple" for b in by)
    key = ("table", number)
    parts = []
    for i, column in enumerate(columns):
        base = bases["columns"][i]
        cells = [attack.set(key + (r["code"],) + column, r["counts"][i]) for r in table["rows"]]
        base_cell = attack.set(key + ("base",) + column, base["base"])
        no_answer = attack.set(key + ("no_answer",) + column, base["no_answer"])
        not_asked = attack.set(key + ("not_asked",) + column, base["not_asked"])
        answered = attack.cell(*key, "answered", *column)
        attack.equation([(answered, 1), (no_answer, 1), (base_cell, -1)], 0)
        if row["type"] == "multiple":
            attack.union(cells, answered)
        else:
            attack.equation([(c, 1) for c in cells] + [(answered, -1)], 0)
            if base.get("rate_base") is not None and base["base"] is not None:
                attack.equation([(c, 1) for c, o in zip(cells, row["options"])
                                 if o["score"] is None], base["base"] - base["rate_base"])
        parts.append((cells, base_cell, no_answer, not_asked))
        # The same people stand in the column whatever the rows are.
        people = attack.cell("people", by, table["where"], *column)
        attack.equation([(base_cell, 1), (not_asked, 1), (people, -1)], 0)
    rows = [[part[0][i] for part in parts] for i in range(len(table["rows"]))]
    lists = [(rows[i], key + (r["code"], "total"), r["total"])
             for i, r in enumerate(table["rows"])]
    lists += [([p[1] for p in parts], key + ("base", "total"), bases["total"]["base"]),
              ([p[2] for p in parts], key + ("no_answer", "total"), bases["total"]["no_answer"]),
              ([p[3] for p in parts], key + ("not_asked", "total"), bases["total"]["not_asked"])]
    for cells, name, value in lists:
        total = attack.set(name, value)
        if several:
            attack.union(cells, total)
        else:
            attack.equation([(c, 1) for c in cells] + [(total, -1)], 0)
    for i, r in enumerate(table["rows"]):
        everybody = attack.set(("all", table["row"], table["where"], r["code"]), r["all"])
        attack.at_most(attack.cell(*key, r["code"], "total"), everybody)
        frequency = attack.cell(table["row"], r["code"])
        if table["where"] is None:
            attack.equation([(everybody, 1), (frequency, -1)], 0)
        else:
            attack.at_most(everybody, frequency)
            name, sign, code = takes(table["where"])
            if name == table["row"]:
                inside = (r["code"] == code) == (sign == "=")
                attack.equation([(everybody, 1), (frequency, -1 if inside else 0)], 0)
    add_people(attack, results, table, key, columns, parts)


def add_people(attack, results, table, key, columns, parts):
    """Who stands in a column, against the frequencies of its question."""
    by = table["by"]
    kinds = {q["name"]: q["type"] for q in results["questions"]}
    if len(by) > 1 and any(kinds[b] == "multiple" for b in by):
        return
    for place, name in enumerate(by):
        for code in people_of(results)[name]:
            terms = [(cell, 1) for column, part in zip(columns, parts) if column[place] == code
                     for cell in (part[1], part[3])]
            frequency = attack.cell(name, code)
            if len(by) == 1 and table["where"] is None:
                attack.equation(terms + [(frequency, -1)], 0)
            else:
                slack = attack.cell("slack", len(attack.names))
                attack.equation(terms + [(slack, 1), (frequency, -1)], 0)


def link_tables(attack, results):
    """Tables of the same rows whose columns are parts of another's, or whose people are."""
    kinds = {q["name"]: q["type"] for q in results["questions"]}
    tables = list(enumerate(results["tables"]))
    for i, table in tables:
        for j, part in tables:
            if i == j or table["row"] != part["row"] or not table["by"]:
                continue
            extra = [b for b in part["by"] if b not in table["by"]]
            if any(b not in part["by"] for b in table["by"]) or \
                    any(kinds[b] == "multiple" for b in extra):
                continue
            same = table["where"] == part["where"]
            if not same and table["where"] is not None:
                continue
            link_two(attack, table, part, i, j, same and not extra)
    for i, table in tables:
        for j, whole in tables:
            where = takes(table["where"])
            if where is None or whole["where"] is not None or whole["row"] != table["row"]:
                continue
            if whole["by"] == [where[0]]:
                link_condition(attack, table, whole, j, where)


def link_two(attack, table, part, i, j, exact):
    kinds = [r["code"] for r in table["rows"]] + ["base", "no_answer", "not_asked"]
    places = [part["by"].index(b) for b in table["by"]]
    for column in table["columns"]:
        codes = tuple(column.split("×"))
        inside = [tuple(c.split("×")) for c in part["columns"]]
        inside = [c for c in inside if tuple(c[p] for p in places) == codes]
        for kind in kinds:
            terms = [(attack.cell("table", j, kind, *c), 1) for c in inside]
            terms.append((attack.cell("table", i, kind, *codes), -1))
            if not exact:
                terms.append((attack.cell("slack", len(attack.names)), 1))
            attack.equation(terms, 0)


def link_condition(attack, table, whole, number, where):
    """All whom a table with a condition takes are columns of a table without it."""
    name, sign, code = where
    for r in table["rows"]:
        terms = [(attack.cell("table", number, r["code"], c), 1) for c in whole["columns"]
                 if (c == code) == (sign == "=")]
        everybody = attack.cell("all", table["row"], table["where"], r["code"])
        if sign == "=":
            attack.equation(terms + [(everybody, -1)], 0)
        else:
            attack.equation(terms + [(everybody, -1), (attack.cell("slack", len(attack.names)), 1)],
                            0)


def published(results, survey):
    attack = Attack()
    for question in results["questions"]:
        add_question(attack, survey, question)
    asked = next(q for q in results["questions"] if q["name"] == "v")
    base = attack.set(("v", "base"), asked["base"])
    attack.equation([(base, 1), (attack.cell("u", "A"), -1)], 0)
    add_measures(attack, results, survey)
    for number, table in enumerate(results["tables"]):
        add_table(attack, results, table, number)
    link_tables(attack, results)
    return attack


# ---- the attack ----

def counts_of(results):
    """Every count that is shown or hidden, by its name."""
    counts = {}
    for question in results["questions"]:
        for option in question["options"]:
            counts[(question["name"], option["code"])] = option["count"]
    for number, table in enumerate(results["tables"]):
        for row in table["rows"]:
            for column, count in zip(table["columns"], row["counts"]):
                counts[("table", number, row["code"]) + tuple(column.split("×"))] = count
    return counts


def pinned(attack, matrix, right, cell, extra=None):
    """Lowest and highest value of a count; None where no solution was found."""
    limits = []
    bounds = attack.bounds(extra)
    for sign in (1, -1):
        aim = np.zeros(len(attack.names))
        aim[cell] = sign
        found = optimum(aim, matrix, right, bounds)
        limits.append(None if found is None else sign * found)
    low, high = limits
    return low is not None and high is not None and high - low < 0.5


def test_survey(wjtab, seed, totals):
    survey = Survey(seed)
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        rows = survey.rows()
        write_answers(folder, rows)
        full = run(wjtab, folder, survey, False)
        hidden = run(wjtab, folder, survey, True)
    truth = counts_of(full)
    shown = counts_of(hidden)
    attack = published(hidden, survey)
    matrix, right = attack.matrix()
    for name, count in truth.items():
        small = 0 < count < BELOW
        if small and shown[name] is not None:
            faults.append(f"{name}: {count} is shown")
        if shown[name] is not None and shown[name] != count:
            faults.append(f"{name}: {shown[name]} is shown, {count} was counted")
        if small and pinned(attack, matrix, right, attack.cell(*name)):
            faults.append(f"{name}: {count} can be computed")
        totals["small"] += small
        totals["others"] += shown[name] is None and not small
        totals["shown"] += shown[name] is not None
    for question, was in zip(hidden["questions"], full["questions"]):
        totals["rates"] += question["rate"] is not None
        totals["rates_before"] += was["rate"] is not None
    for measure, was in zip(hidden["measures"], full["measures"]):
        totals["measures"] += measure["rate"] is not None
        totals["measures_before"] += was["rate"] is not None
    # Only the small ones hidden: the same equations then find most of them.
    naive = published(full, survey)
    for name, count in truth.items():
        if 0 < count < BELOW:
            naive.known.pop(naive.cell(*name), None)
    return faults, naive, truth


def test_teeth(naive, truth):
    naive.rows = [r for r in naive.rows if len(r[0]) > 1]
    matrix, right = naive.matrix()
    found = tried = 0
    for name, count in list(truth.items()):
        if 0 < count < BELOW and name[0] != "table":
            tried += 1
            found += pinned(naive, matrix, right, naive.cell(*name))
    return found, tried


class Calm(Survey):
    """Nothing is small."""

    def choose_tables(self):
        return [{"rows": ["s1", "s2"], "by": ["g1"]}]

    def rows(self):
        return [{"g1": "ABC"[i % 3], "g2": "ABCD"[i % 4], "u": "AB"[i // 3 % 2],
                 **{name: "ABCD"[i // 5 % 4] for name in self.items},
                 "s3": ("ABCDE" if self.unscored else "ABCD")[i // 7 % 4],
                 "v": "ABCD"[i // 11 % 4] if i // 3 % 2 == 0 else "",
                 "m": ["A", "AB", "C", "BC"][i % 4] if i % 5 else "D"} for i in range(600)]


class Loud(Survey):
    """Thousands of answers, and counts below a thousand are small: their digits can be looked for."""

    def __init__(self, seed):
        super().__init__(seed)
        self.people = 9000

    def definition(self, suppressed):
        return super().definition(suppressed).replace(f"suppress_below: {BELOW}",
                                                      "suppress_below: 1000") + \
            "summaries: [mean, sd, top2, bottom2, net, alpha]\ntests: {columns: [95%]}\n"


class Overlapping(Survey):
    """A multiple question of many options, most of its respondents with a single tick."""

    def choose_tables(self):
        return [{"rows": ["m", "g1"], "by": ["g1"]}, {"rows": ["g1"], "by": ["m"]}]

    def rows(self):
        rows = super().rows()
        for row in rows:
            if row["m"] not in ("", "D"):
                row["m"] = self.random.choice(row["m"] + "A")
        return rows


def alone(lists):
    return sum(sum(count is None for count in counts) == 1 for counts in lists)


def test_alone(wjtab, seed):
    """What a multiple question hides is never one option alone."""
    with tempfile.TemporaryDirectory() as folder:
        survey = Overlapping(seed)
        write_answers(folder, survey.rows())
        hidden = run(wjtab, folder, survey, True)
    question = next(q for q in hidden["questions"] if q["name"] == "m")
    found = alone([[o["count"] for o in question["options"]]])
    for table in hidden["tables"]:
        if table["row"] == "m":
            found += alone(zip(*(r["counts"] for r in table["rows"])))
            found += alone([[r["total"] for r in table["rows"]]])
        elif table["by"] == ["m"]:
            found += alone(r["counts"] for r in table["rows"])
    return [f"{found} times one option alone is hidden"] if found else []


def test_calm(wjtab):
    """Where nothing is small nothing is hidden, and nothing else changes."""
    with tempfile.TemporaryDirectory() as folder:
        survey = Calm(1)
        write_answers(folder, survey.rows())
        full = run(wjtab, folder, survey, False)
        hidden = run(wjtab, folder, survey, True)
    faults = []
    for key in ("questions", "measures", "tables"):
        if full[key] != hidden[key]:
            faults.append(f"nothing is small, and {key} differ")
    return faults


def texts_of(folder):
    """All that is written, by file; packed files unpacked, without what is no content."""
    texts = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                for part in package.namelist():
                    if part.startswith(("word/document", "word/media", "xl/worksheets",
                                        "xl/sharedStrings", "xl/charts")):
                        texts[f"{name}:{part}"] = package.read(part).decode("utf-8", "replace")
        else:
            with open(path, encoding="utf-8", errors="replace") as file:
                texts[name] = file.read()
    return texts


def without_absent(text, hidden):
    """Without the notes that subtract two published bases, which may happen to be as large as a
    hidden count: who did not answer a question, and who stands in no column of a table."""
    unanswered = {q["name"]: q["base"] - q["answered"] for q in hidden["questions"]
                  if None not in (q["base"], q["answered"])}
    outside = {}
    for table in hidden["tables"]:
        bases = (table["bases"]["all"]["base"], table["bases"]["total"]["base"])
        if len(table["by"]) == 1 and None not in bases:
            outside.setdefault(table["by"][0], set()).add(bases[0] - bases[1])
    text = re.sub(r"(\w+)：有 (\d+) 人未作答",
                  lambda f: "" if unanswered.get(f[1]) == int(f[2]) else f[0], text)
    return re.sub(r"有 (\d+) 人不在“(\w+)”的任何一列",
                  lambda f: "" if int(f[1]) in outside.get(f[2], ()) else f[0], text)


def test_loud(wjtab, seed):
    """No hidden count stands in any file, no hidden share in any that shows shares."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        survey = Loud(seed)
        write_answers(folder, survey.rows())
        full = run(wjtab, folder, survey, False)
        hidden = run(wjtab, folder, survey, True)
        texts = texts_of(os.path.join(folder, "hidden"))
    if "rejected.csv" in texts:
        faults.append("rejected.csv was written")
    sheets = [text for name, text in texts.items() if "xl/worksheets" in name]
    if any("<f>" in sheet for sheet in sheets):
        faults.append("the workbook has formulas")
    truth, shown = counts_of(full), counts_of(hidden)
    visible = set(re.findall(r"\d+", json.dumps(hidden)))
    secret = {str(count) for name, count in truth.items() if shown[name] is None}
    secret = {text for text in secret - visible if len(text) >= 3}
    pattern = re.compile(r"(?<![\d.])(" + "|".join(sorted(secret)) + r")(?![\d.]*[%\d])")
    for name, text in texts.items():
        plain = re.sub(r'(?:x|y|cx|cy|d|width|height|points|style|r|w|s|viewBox|sha256)="[^"]*"', "",
                       text) if not name.endswith((".csv", ".json", ".txt")) else text
        plain = re.sub(r"（\d+ 个）", "", plain)  # how many are hidden
        plain = re.sub(r"<style.*?</style>|<[^>]*>|\b[0-9a-f]{64}\b", " ", plain, flags=re.S)
        plain = without_absent(plain, hidden)
        for found in sorted(set(pattern.findall(plain))):
            faults.append(f"{name}: the hidden count {found}")
    return faults, len(secret)


def main():
    wjtab = os.path.abspath(sys.argv[1])
    surveys = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    totals = dict.fromkeys(["small", "others", "shown", "rates", "rates_before", "measures",
                            "measures_before"], 0)
    wrong = found = tried = 0
    for seed in range(first, first + surveys):
        faults, naive, truth = test_survey(wjtab, seed, totals)
        for fault in faults:
            print(f"survey {seed}: {fault}")
        wrong += len(faults)
        if seed < first + 5:
            teeth = test_teeth(naive, truth)
            found += teeth[0]
            tried += teeth[1]
    for fault in test_calm(wjtab):
        print(fault)
        wrong += 1
    for seed in range(first, first + surveys):
        for fault in test_alone(wjtab, seed):
            print(f"overlapping survey {seed}: {fault}")
            wrong += 1
    secrets = 0
    for seed in (first, first + 1):
        faults, count = test_loud(wjtab, seed)
        secrets += count
        for fault in faults:
            print(f"loud survey {seed}: {fault}")
        wrong += len(faults)
    totals["looked for"] = secrets
    if found * 2 < tried:
        print(f"with the small counts hidden alone only {found} of {tried} were found")
        wrong += 1
    print("; ".join(f"{key} {value}" for key, value in totals.items()),
          f"; without others hidden {found} of {tried} found")
    print(f"hide: {surveys} passed, {wrong} failed" if wrong == 0 else f"hide: {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
