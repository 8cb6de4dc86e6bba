"""Reference screening: which returned questionnaires are effective, after FORMATS.md, "Effective or not"."""

import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from formula import FormulaError, evaluate, number_of, parse, to_truth
from matching import (EMPTY, KNOWN, SEVERAL, SKIPPED, UNKNOWN, clean, clean_keeping_case, column_index,
                      match_answers, out_of_range)
from reading import fits

DURATION = re.compile(r"(?:(\d+)秒?|(\d+)分(\d+)秒|(\d+):(\d+):(\d+))$", re.ASCII)


class Stop(Exception):
    """`unknown: stop` met an answer that fits no option."""


@dataclass
class Broken:
    rule: str
    questions: list = field(default_factory=list)
    answers: list = None  # one for each question; None where the ledger shows none


@dataclass
class Response:
    file: str
    number: int
    line: int
    identity: str
    answers: dict = field(default_factory=dict)  # question name -> Answer
    broken: list = field(default_factory=list)
    key: tuple = ()
    seconds: Fraction = None

    @property
    def effective(self):
        return not self.broken


def names_of(definition, answers):
    """What a formula sees: code, codes joined by commas, number or text, "" where there is no answer."""
    names = {}
    for question in definition.questions:
        answer = answers[question.name]
        value = ""
        if answer.state == KNOWN:
            if question.closed:
                value = ",".join(question.options[place].code for place in answer.chosen)
            else:
                value = answer.number if question.type == "quantity" else answer.text
        names[question.name] = value
    return names


def asker(definition, answers):
    """HAS(question, code)."""
    def has(name, code):
        question, answer = definition.question(name), answers[name]
        wanted = clean(str(code))
        return answer.state == KNOWN and any(clean(question.options[place].code) == wanted for place in answer.chosen)
    return has


def holds(definition, answers, node):
    """The truth of a formula on a response; FormulaError where it errs."""
    return to_truth(evaluate(node, names_of(definition, answers), asker(definition, answers)))


def seconds_of(cell):
    match = DURATION.match(clean(cell))
    if not match:
        return None
    plain, minutes, rest, *clock = match.groups()
    if plain:
        return Fraction(plain)
    if minutes:
        return Fraction(minutes) * 60 + Fraction(rest)
    return Fraction(clock[0]) * 3600 + Fraction(clock[1]) * 60 + Fraction(clock[2])


def shown(question, answer):
    """What the ledger shows of an answer: the cell as written, of closed questions in one cell only."""
    return answer.cell if question.closed and answer.cell is not None else ""


class Screen:
    """The rules of one definition."""

    def __init__(self, definition):
        self.definition = definition
        self.valid = definition.valid
        self.formulas = [(rule["name"], parse(rule["reject_if"])) for rule in self.valid.get("rules", [])]
        unique = self.valid.get("unique")
        if unique is not None and not isinstance(unique, dict):
            unique = {"columns": unique}
        self.unique = unique
        if unique is not None and isinstance(unique["columns"], str):
            unique["columns"] = [unique["columns"]]

    def required(self):
        stated = self.valid.get("required", "scored")
        if isinstance(stated, list):
            return [question for question in self.definition.questions if question.name in stated]
        if stated == "all":
            return [question for question in self.definition.questions if question.type != "text"]
        return [question for question in self.definition.questions if question.scored]

    def settle(self, answers):
        """Applies `asked_if` to what is empty as written, then `missing` to what fits no or two options."""
        empty = [name for name, answer in answers.items() if answer.state == EMPTY]
        for question in self.definition.questions:
            if question.asked_if is None or question.name not in empty:
                continue
            try:
                asked = holds(self.definition, answers, question.asked_if)
            except FormulaError:
                asked = True
            if not asked:
                answers[question.name].state = SKIPPED
        for answer in answers.values():
            if answer.state == UNKNOWN and self.valid.get("unknown") == "stop":
                raise Stop
            for state, key in ((UNKNOWN, "unknown"), (SEVERAL, "several_ticks")):
                if answer.state == state and self.valid.get(key, "reject") == "missing":
                    answer.state, answer.made_missing = EMPTY, True
        return len(empty) == len(answers)

    def judge(self, response):
        answers = response.answers
        all_empty = self.settle(answers)
        broken = response.broken

        def note(rule, questions):
            if questions:
                broken.append(Broken(rule, [question.name for question in questions],
                                     [shown(question, answers[question.name]) for question in questions]))

        questions = self.definition.questions
        empty = [question for question in self.required() if answers[question.name].state == EMPTY]
        if empty or all_empty:
            broken.append(Broken("required", [question.name for question in empty or questions]))
        note("several_ticks", [q for q in questions if answers[q.name].state == SEVERAL])
        note("unknown", [q for q in questions if answers[q.name].state == UNKNOWN])
        note("exclusive", [q for q in questions if self.breaks_exclusive(q, answers[q.name])])
        note("range", [q for q in questions if q.type == "quantity" and answers[q.name].state == KNOWN
                       and out_of_range(q, answers[q.name].number)])
        limit = self.valid.get("min_seconds")
        if limit and response.seconds is not None and response.seconds < Fraction(limit["at_least"]):
            broken.append(Broken("min_seconds"))
        if self.too_much_missing(answers):
            broken.append(Broken("max_missing"))
        note("straight_line", self.straight_line(answers))
        for name, node in self.formulas:
            try:
                if holds(self.definition, answers, node):
                    broken.append(Broken(name))
            except FormulaError:
                pass  # reported by the program, and does not reject

    @staticmethod
    def breaks_exclusive(question, answer):
        codes = [question.options[place].code for place in answer.chosen]
        return len(codes) > 1 and any(code in question.exclusive for code in codes)

    def too_much_missing(self, answers):
        limit = self.valid.get("max_missing")
        if limit is None:
            return False
        states = [answers[question.name].state for question in self.definition.questions if question.type != "text"]
        asked = sum(state != SKIPPED for state in states)
        return asked > 0 and Fraction(states.count(EMPTY), asked) > number_of(limit)

    def straight_line(self, answers):
        """The questions, where the rule rejects and all that were asked have the same option."""
        rule = self.valid.get("straight_line")
        if not rule or rule.get("reject") != "true":
            return []
        questions = [self.definition.question(name) for name in rule["questions"]]
        asked = [answers[question.name] for question in questions if answers[question.name].state != SKIPPED]
        if len(asked) < 2 or any(answer.state != KNOWN or len(answer.chosen) != 1 for answer in asked):
            return []
        return questions if len({answer.chosen[0] for answer in asked}) == 1 else []

    def reject_repeated(self, responses):
        """`unique`: last of all, among those still effective, in file order."""
        if self.unique is None:
            return
        left = [response for response in responses if response.effective and any(response.key)]
        if self.unique.get("keep") == "last":
            left.reverse()
        seen = set()
        for response in left:
            if response.key in seen:
                response.broken.append(Broken("unique"))
            seen.add(response.key)


def padded(fields, count):
    """The fields of a record that fits: what it lacks is empty, and so is what it has too much."""
    return (fields + [""] * count)[:count]


def screen_files(definition, tables):
    """tables: (file name, reading.Table) in order. Returns all responses, judged."""
    screen, responses = Screen(definition), []
    for name, table in tables:
        header = table.header
        answers = match_answers(definition, header)
        identity = column_index(definition.raw["id"], header) if "id" in definition.raw else None
        limit = definition.valid.get("min_seconds")
        time = column_index(limit["column"], header) if limit else None
        key = [column_index(column, header) for column in screen.unique["columns"]] if screen.unique else []
        for record in table.records[1:]:
            fields = record.fields
            response = Response(name, record.number, record.line, "")
            if identity is not None and identity < len(fields):
                response.identity = fields[identity]
            responses.append(response)
            if not fits(header, fields):
                response.broken.append(Broken("shape"))
                continue
            fields = padded(fields, len(header))
            response.answers = answers(fields)
            response.key = tuple(clean_keeping_case(fields[index]) for index in key)
            response.seconds = seconds_of(fields[time]) if time is not None else None
            screen.judge(response)
    screen.reject_repeated(responses)
    return responses


def rejected_by_rule(responses):
    return dict(Counter(response.broken[0].rule for response in responses if response.broken))


def ledger(definition, responses):
    """The rows of rejected.csv."""
    rows = []
    for response in responses:
        for place, broken in enumerate(response.broken):
            answer = ";".join(broken.answers or [])
            rows.append({"id": response.identity, "file": response.file, "record": str(response.number),
                         "line": str(response.line), "rule": broken.rule, "first": "1" if place == 0 else "0",
                         "question": ";".join(broken.questions), "answer": answer})
    return rows
