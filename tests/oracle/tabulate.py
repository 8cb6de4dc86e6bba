"""Reference tabulation: counts, shares, rates, measures and cross tables of the effective responses, exactly."""

from fractions import Fraction
from itertools import product

from formula import FormulaError, number_of, parse, round_places
from matching import KNOWN, SKIPPED
from screening import holds, rejected_by_rule


def percent_text(value, rule):
    """`rule` is (places, mode): 0.845283 is 84.53%. All places are printed; what has no base is a dash."""
    if value is None:
        return "–"
    return fixed(round_places(value * 100, *rule), rule[0]) + "%"


def fixed(value, places):
    """Decimal notation of a number that has at most these places."""
    units = value * 10 ** places
    assert units.denominator == 1
    digits = str(abs(units.numerator)).rjust(places + 1, "0")
    whole, rest = digits[:len(digits) - places], digits[len(digits) - places:]
    return ("-" if units < 0 else "") + whole + ("." + rest if places else "")


def short(text):
    """Without trailing zeros: 15.0 is 15, 75.00% is 75%."""
    sign = "%" if text.endswith("%") else ""
    number = text[:-1] if sign else text
    return (number.rstrip("0").rstrip(".") if "." in number else number) + sign


def ratio(above, below):
    return Fraction(above, below) if below else None


def ticked(question, responses):
    return sum(len(response.answers[question.name].chosen) for response in responses)


def spread_out(question, responses):
    """n, mean, and quartiles of type 7: at (n - 1) * p of the ordered numbers, between two in proportion."""
    answers = [response.answers[question.name] for response in responses]
    numbers = sorted(answer.number for answer in answers if answer.state == KNOWN)
    if not numbers:
        return {"n": 0, "mean": None, "q1_type7": None, "median": None, "q3_type7": None}

    def quartile(share):
        place = share * (len(numbers) - 1)
        below = place.numerator // place.denominator
        above = min(below + 1, len(numbers) - 1)
        return numbers[below] + (place - below) * (numbers[above] - numbers[below])

    return {"n": len(numbers), "mean": sum(numbers, Fraction(0)) / len(numbers), "q1_type7": quartile(Fraction(1, 4)),
            "median": quartile(Fraction(1, 2)), "q3_type7": quartile(Fraction(3, 4))}


class Figures:
    """Everything that is counted, over the effective responses."""

    def __init__(self, definition, responses):
        self.definition = definition
        self.returned_records = len(responses)
        self.by_rule = rejected_by_rule(responses)
        self.rejected = sum(self.by_rule.values())
        self.effective = [response for response in responses if response.effective]
        self.questions = [self.count_question(question) for question in definition.questions]
        self.by_name = {figures["name"]: figures for figures in self.questions}
        self.measures = [self.measure(raw) for raw in definition.measures]

    def in_base(self, question, response):
        """Is this response in the base of the question's shares?"""
        state = response.answers[question.name].state
        return state == KNOWN if self.definition.base == "answered" else state != SKIPPED

    def in_rate_base(self, question, response):
        """The base of shares, without those who chose an option that carries no score."""
        answer = response.answers[question.name]
        if any(question.options[place].score is None for place in answer.chosen):
            return False
        return self.in_base(question, response)

    def count_question(self, question):
        answers = [response.answers[question.name] for response in self.effective]
        base = sum(self.in_base(question, response) for response in self.effective)
        figures = {"name": question.name, "type": question.type, "base": base,
                   "answered": sum(answer.state == KNOWN for answer in answers),
                   "not_asked": sum(answer.state == SKIPPED for answer in answers),
                   "rate_base": None, "rate": None, "options": []}
        if question.scored:
            figures["rate_base"] = sum(self.in_rate_base(question, response) for response in self.effective)
        total = Fraction(0)
        for place, option in enumerate(question.options):
            count = sum(place in answer.chosen for answer in answers if answer.state == KNOWN)
            contribution = None
            if option.score is not None and figures["rate_base"]:
                contribution = option.score * count / (figures["rate_base"] * question.top)
                total += contribution
            figures["options"].append({"code": option.code, "label": option.label, "score": option.score,
                                       "count": count, "share": ratio(count, base), "contribution": contribution})
        if figures["rate_base"]:
            figures["rate"] = total
        return figures

    def measure(self, raw):
        kind = next(kind for kind in ("mean_of", "pooled_of", "share_of") if kind in raw)
        if kind == "share_of":
            return {"name": raw["name"], **self.share_of(raw["share_of"])}
        items = [self.definition.question(name) for name in raw[kind]]
        base = sum(any(self.in_rate_base(item, response) for item in items) for response in self.effective)
        rates = [self.by_name[item.name]["rate"] for item in items]
        bases = [self.by_name[item.name]["rate_base"] for item in items]
        if kind == "mean_of":
            weights = [number_of(weight) for weight in raw.get("weights", ["1"] * len(items))]
            rate = None
            if None not in rates:
                rate = sum(weight * value for weight, value in zip(weights, rates)) / sum(weights)
        else:
            below = sum(count * item.top for count, item in zip(bases, items))
            above = sum(count * item.top * value for count, item, value in zip(bases, items, rates) if count)
            rate = above / below if below else None
        return {"name": raw["name"], "rate": rate, "base": base}

    def share_of(self, raw):
        question = self.definition.question(raw["question"])
        places = {question.position(code) for code in raw["codes"]}
        base = self.by_name[question.name]["base"]
        count = sum(bool(places & set(response.answers[question.name].chosen)) for response in self.effective
                    if self.in_base(question, response))
        return {"rate": ratio(count, base), "base": base}

    def tables(self):
        found = []
        for number, raw in enumerate(self.definition.tables, 1):
            chosen = self.effective
            if "where" in raw:
                chosen = [response for response in chosen if self.fits_filter(response, parse(raw["where"]))]
            for by in raw.get("by", [[]]):
                columns = [self.definition.question(name) for name in (by if isinstance(by, list) else [by])]
                for row in raw["rows"]:
                    found.append({"table": number, "where": raw.get("where"),
                                  **self.table(self.definition.question(row), columns, chosen,
                                               raw.get("count") == "responses")})
        return found

    def fits_filter(self, response, node):
        try:
            return holds(self.definition, response.answers, node)
        except FormulaError:
            return False

    def table(self, row, columns, responses, ticks):
        """One row question by one banner; several questions in `columns` are nested; none is one column. Bases are
        people, or with `ticks` the options that they ticked."""
        cells = list(product(*[range(len(question.options)) for question in columns]))
        base = [response for response in responses if self.in_base(row, response)]

        def members(cell):
            return [response for response in base
                    if all(place in response.answers[question.name].chosen
                           for question, place in zip(columns, cell))]

        groups = [members(cell) for cell in cells]
        everybody = [response for response in base if any(response in group for group in groups)]
        divisors, total_base = [len(group) for group in groups], len(everybody)
        if ticks and row.type != "quantity":
            divisors = [ticked(row, group) for group in groups]
            total_base = ticked(row, everybody)
        rows = []
        for place, option in enumerate(row.options):
            counts = [sum(place in response.answers[row.name].chosen for response in group) for group in groups]
            rows.append({"code": option.code, "label": option.label, "counts": counts,
                         "shares": [ratio(count, divisor) for count, divisor in zip(counts, divisors)],
                         "total": sum(place in response.answers[row.name].chosen for response in everybody)})
        names = ["×".join(question.options[place].code for question, place in zip(columns, cell)) for cell in cells]
        quantity = [spread_out(row, group) for group in groups + [everybody]] if row.type == "quantity" else None
        return {"row": row.name, "by": [question.name for question in columns], "columns": names,
                "column_base": divisors, "total_base": total_base, "rows": rows, "quantity": quantity}

    def returns(self):
        raw = self.definition.raw
        distributed = int(raw["distributed"]) if "distributed" in raw else None
        returned = int(raw["returned"]) if "returned" in raw else self.returned_records
        valid = len(self.effective)
        return {"distributed": distributed, "returned": returned, "valid": valid,
                "return_rate": ratio(returned, distributed) if distributed is not None else None,
                "valid_rate": ratio(valid, returned)}


def annex_blocks(definition, figures):
    """satisfaction.csv: per mean_of measure with several items of one scale, its items' rows and its 综合得分."""
    rule, blocks = definition.rounding["percent"], []
    for raw, measure in zip(definition.measures, figures.measures):
        items = [definition.question(name) for name in raw.get("mean_of", [])]
        # One scale means the same labels and scores.
        scales = {tuple((option.label, option.score) for option in item.options) for item in items}
        if len(items) < 2 or len(scales) != 1:
            continue
        rows = []
        for item in items:
            counted = figures.by_name[item.name]
            row = [item.label]
            for option in counted["options"]:
                row += [str(option["count"]), percent_text(option["contribution"], rule)]
            rows.append(row + [percent_text(counted["rate"], rule)])
        blocks.append({"labels": [option.label for option in items[0].options], "rows": rows,
                       "composite": percent_text(measure["rate"], rule)})
    return blocks
