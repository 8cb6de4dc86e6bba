"""Reference scoring: facts, scoring file, levels, total, grade, after FORMATS.md, "Scoring file"."""

from fractions import Fraction

from formula import FormulaError, MissingValue, evaluate, names_in, number_of, parse, round_places
from matching import clean
from reading import read_bytes
from tabulate import fixed, percent_text, ratio, short

LEVELS = ["一级指标", "二级指标", "三级指标", "四级指标"]


class ScoringError(Exception):
    """The run ends with exit status 2."""


def rows_of(path):
    """The rows of a small table as dictionaries by header."""
    table = read_bytes(path.read_bytes())
    header = [clean(name) for name in table.header]
    return [dict(zip(header, record.fields + [""] * len(header))) for record in table.records[1:]]


class Facts(dict):
    """Facts by name; a formula is computed when it is first asked for, and a cycle is an error."""

    def __init__(self, rows):
        super().__init__()
        self.open = set()
        for row in rows:
            value = number_of(row["值"])
            self[row["名称"]] = value if value is not None else self.later(row["名称"], row["值"])

    def later(self, name, text):
        def compute():
            if name in self.open:
                raise FormulaError(f"cycle at {name}")
            self.open.add(name)
            value = evaluate(parse(text), self)
            self.open.discard(name)
            self[name] = value
            return value
        return compute

    def check(self):
        """Every fact must have a value, used or not."""
        for name in list(self):
            if callable(self[name]):
                self[name]()


def fill_levels(rows):
    """A blank level repeats the one above, unless a higher level on its row changes."""
    above, filled = {}, []
    for row in rows:
        changed, path = False, []
        for level in LEVELS:
            text = row.get(level, "").strip()
            if not text and not changed:
                text = above.get(level, "")
            changed = changed or text != above.get(level, "")
            above[level] = text
            path.append(text)
        filled.append(path)
    return filled


def score_text(value, places):
    return short(fixed(value, places))


def total(indicators):
    """Points, score and rate of several indicators; without a score where one of them has none."""
    points = sum((indicator["points"] for indicator in indicators), Fraction(0))
    if any(indicator["score"] is None for indicator in indicators):
        return {"points": points, "score": None, "rate": None}
    score = sum((indicator["score"] for indicator in indicators), Fraction(0))
    return {"points": points, "score": score, "rate": ratio(score, points)}


class Score:
    def __init__(self, definition, figures, rows, facts):
        self.definition, self.rows, self.facts = definition, rows, facts
        self.rule = definition.rounding["score"]
        self.names = dict(facts)
        self.names.update({measure["name"]: measure["rate"] for measure in figures.measures})
        returns = figures.returns()
        self.names.update({"有效问卷": Fraction(returns["valid"]), "回收问卷": Fraction(returns["returned"]),
                           "发放问卷": None if returns["distributed"] is None else Fraction(returns["distributed"]),
                           "回收率": returns["return_rate"], "有效率": returns["valid_rate"]})
        self.indicators = [self.indicator(row, path) for row, path in zip(rows, fill_levels(rows))]

    def indicator(self, row, path):
        points = number_of(row["分值"])
        formula = row.get("公式", "").strip()
        found = {"path": path, "name": [text for text in path if text][-1], "points": points, "raw": None,
                 "formula": formula or None, "source": "formula" if formula else "given"}
        if formula:
            try:
                found["raw"] = self.value(formula, row, points)
            except MissingValue:
                # A measure without a base leaves the indicator, and what stands above it, without a score.
                return {**found, "score": None, "rate": None}
            found["score"] = round_places(found["raw"], *self.rule)
        else:
            found["score"] = number_of(row["得分"])
        if not 0 <= found["score"] <= points:
            raise ScoringError(f"{found['name']}: score outside 0..points")
        found["rate"] = ratio(found["score"], points)
        return found

    def value(self, formula, row, points):
        given = row.get("指标值", "")
        value = number_of(given)
        names = {**self.names, "分值": points, "指标值": given if value is None else value}
        node = parse(formula)
        unknown = names_in(node) - set(names)
        if unknown:
            raise ScoringError(f"unknown name {unknown}")
        value = evaluate(node, names)
        if isinstance(value, str):
            raise ScoringError("a formula that gives text")
        return Fraction(value)

    def levels(self):
        """The levels above the indicators, keyed by their path, in order of appearance."""
        sums = {}
        for indicator in self.indicators:
            path = indicator["path"]
            depth = max(place for place, text in enumerate(path) if text)
            for level in range(depth):
                if path[level]:
                    sums.setdefault(tuple(path[:level + 1]), []).append(indicator)
        return [{"level": len(path), "parent": next(filter(None, path[-2::-1]), None), "name": path[-1],
                 **total(members)} for path, members in sums.items()]

    def result(self):
        whole = total(self.indicators)
        found = {"points": whole["points"], "total": whole["score"], "rate": whole["rate"], "total_text": "–",
                 "grade": None, "levels": self.levels(), "indicators": self.indicators}
        if whole["score"] is not None:
            printed = round_places(whole["score"], *self.rule)
            found.update(total_text=score_text(printed, self.rule[0]), grade=self.grade(printed))
        return found

    def grade(self, printed):
        """`from` compares the printed total."""
        stated = self.definition.raw["score"].get("grades", [])
        reached = [grade for grade in stated if printed >= number_of(grade["from"])]
        return max(reached, key=lambda grade: number_of(grade["from"]))["grade"] if reached else None


def rate_text(rate, definition):
    return short(percent_text(rate, definition.rounding["percent"]))


def compute(definition, figures):
    """The score part of results.json, None without one. ScoringError or FormulaError where the run must fail."""
    raw = definition.raw.get("score")
    if not raw:
        return None
    facts = Facts(rows_of(definition.folder / raw["facts"])) if "facts" in raw else {}
    if facts:
        facts.check()
    shared = set(facts) & {measure["name"] for measure in figures.measures}
    if shared:
        raise ScoringError(f"a fact and a measure of the same name: {shared}")
    return Score(definition, figures, rows_of(definition.folder / raw["file"]), facts).result()
