"""Reference evaluator of the spreadsheet formulas, after FORMATS.md, section "Formulas". Numbers are Fractions."""

import re
from fractions import Fraction

FULL_WIDTH = {"＝": "=", "（": "(", "）": ")", "，": ",", "％": "%", "；": ";", "≥": ">=", "≤": "<=", "≠": "<>",
              "×": "*", "÷": "/"}
FULL_WIDTH.update({chr(0xFF10 + digit): str(digit) for digit in range(10)})
NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
OPERATOR = re.compile(r"<=|>=|<>|[-+*/^&=<>%(),;]")
TEXT_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[Ee][+-]?\d{1,3})?$")
POWER_LIMIT = 1000


class FormulaError(Exception):
    pass


class MissingValue(FormulaError):
    """A measure without a base was used: the contract does not say what follows."""


def number_of(text):
    """The number that a text reads as, or None. `%` divides by 100."""
    text = text.strip()
    percent = text.endswith("%")
    text = text[:-1] if percent else text
    if not TEXT_NUMBER.match(text):
        return None
    value = Fraction(text.replace(",", ""))
    return value / 100 if percent else value


def round_places(value, places, mode):
    """The four roundings, and half-up away from zero. places may be negative."""
    scaled = value * Fraction(10) ** places
    sign = -1 if scaled < 0 else 1
    whole, rest = divmod(abs(scaled), 1)
    if mode == "up":
        whole += rest > 0
    elif mode == "half-up":
        whole += rest >= Fraction(1, 2)
    elif mode == "half-even":
        whole += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
    elif mode != "truncate":
        raise ValueError(mode)
    return sign * Fraction(whole) / Fraction(10) ** places


def name_length(text, start):
    """A letter or Han character, then those, digits, underscore, full stop."""
    end = start
    while end < len(text):
        char = text[end]
        if not (char.isalpha() or (end > start and (char.isdigit() or char in "_."))):
            break
        end += 1
    return end - start


def read_text(text, start):
    """A text literal that begins at start, with its quote doubled inside. Returns value and end."""
    closing = {'"': '"', "“": "”"}[text[start]]
    value, at = [], start + 1
    while at < len(text):
        if text[at] == closing:
            if closing == '"' and text.startswith('""', at):
                at += 1
            else:
                return "".join(value), at + 1
        value.append(text[at])
        at += 1
    raise FormulaError("unclosed text")


def tokens_of(text):
    tokens, at = [], 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
        elif char in '"“':
            value, at = read_text(text, at)
            tokens.append(("text", value))
        elif char == "[":
            end = text.find("]", at)
            if end < 0:
                raise FormulaError("unclosed bracket")
            tokens.append(("name", text[at + 1:end]))
            at = end + 1
        elif name_length(text, at):
            length = name_length(text, at)
            # Full-width digits in a name are digits.
            tokens.append(("name", "".join(FULL_WIDTH.get(sign, sign) for sign in text[at:at + length])))
            at += length
        else:
            at = take_sign(text, at, tokens)
    return tokens


def take_sign(text, start, tokens):
    """A number or an operator. Full-width forms are read as what they mean, up to the next text literal."""
    plain = "".join(FULL_WIDTH.get(char, char) for char in text[start:start + 60])
    number = NUMBER.match(plain)
    if number:
        tokens.append(("number", Fraction(number.group())))
        return start + len(number.group())
    sign = OPERATOR.match(plain)
    if not sign:
        raise FormulaError(f"unexpected {text[start]!r}")
    tokens.append(("sign", "," if sign.group() == ";" else sign.group()))
    # ≥ is one character in the source and two in the sign.
    return start + (1 if text[start] in FULL_WIDTH else len(sign.group()))


class Parser:
    """Recursive descent; a node is a tuple (kind, ...). Lowest precedence first."""

    def __init__(self, text):
        self.tokens = tokens_of(text)
        if self.tokens and self.tokens[0] == ("sign", "="):
            del self.tokens[0]
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", None)

    def take(self, *signs):
        kind, value = self.peek()
        if kind == "sign" and value in signs:
            self.at += 1
            return value
        return None

    def expect(self, sign):
        if not self.take(sign):
            raise FormulaError(f"{sign} expected")

    def whole(self):
        node = self.binary(0)
        if self.peek()[0] != "end":
            raise FormulaError("text after the formula")
        return node

    LEVELS = [("=", "<>", "<", "<=", ">", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",)]

    def binary(self, level):
        if level == len(self.LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while sign := self.take(*self.LEVELS[level]):
            left = ("binary", sign, left, self.binary(level + 1))
        return left

    def unary(self):
        if self.take("-"):
            return ("minus", self.unary())
        node = self.primary()
        while self.take("%"):
            node = ("percent", node)
        return node

    def primary(self):
        kind, value = self.peek()
        if self.take("("):
            node = self.binary(0)
            self.expect(")")
            return node
        self.at += 1
        if kind in ("number", "text"):
            return ("value", value)
        if kind != "name":
            raise FormulaError("a value expected")
        if self.take("("):
            return ("call", value.upper(), self.arguments())
        if value.upper() in ("TRUE", "FALSE"):
            return ("value", value.upper() == "TRUE")
        return ("name", value)

    def arguments(self):
        if self.take(")"):
            return []
        found = [self.binary(0)]
        while self.take(","):
            found.append(self.binary(0))
        self.expect(")")
        return found


def to_number(value):
    if isinstance(value, str):
        raise FormulaError("text in arithmetic")
    return Fraction(value)


def to_truth(value):
    return to_number(value) != 0


def to_text(value):
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Fraction):
        whole = value.denominator == 1
        return str(value.numerator) if whole else format(value.numerator / value.denominator, ".15g")
    return value


def power(base, exponent):
    if exponent.denominator != 1 or abs(exponent) > POWER_LIMIT:
        raise FormulaError("exponent")
    if base == 0 and exponent <= 0:
        raise FormulaError("0^0 or division by zero")
    return base ** int(exponent)


def divide(left, right):
    if right == 0:
        raise FormulaError("division by zero")
    return left / right


ARITHMETIC = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": divide, "^": power}
COMPARISON = {"=": lambda a, b: a == b, "<>": lambda a, b: a != b, "<": lambda a, b: a < b,
              "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}


def compare(sign, left, right):
    """An empty answer fits nothing but "" and what it differs from; numbers in text meet numbers as numbers."""
    if left == "" or right == "":
        same = left == right
        return {"=": same, "<>": not same}.get(sign, False)
    if isinstance(left, str) and isinstance(right, str):
        return COMPARISON[sign](left.casefold(), right.casefold())
    for text in (left, right):
        if isinstance(text, str) and number_of(text) is None:
            # Texts stand above all numbers, as in spreadsheets.
            return COMPARISON[sign](isinstance(left, str), isinstance(right, str))
    left, right = (number_of(side) if isinstance(side, str) else Fraction(side) for side in (left, right))
    return COMPARISON[sign](left, right)


def evaluate(node, names, has=None):
    """names: dict or function of a name; has: function (question, code) for HAS."""
    kind = node[0]
    if kind == "value":
        return node[1]
    if kind == "name":
        return look_up(node[1], names)
    if kind == "minus":
        return -to_number(evaluate(node[1], names, has))
    if kind == "percent":
        return to_number(evaluate(node[1], names, has)) / 100
    if kind == "call":
        return call(node[1], node[2], names, has)
    sign = node[1]
    left, right = evaluate(node[2], names, has), evaluate(node[3], names, has)
    if sign in COMPARISON:
        return compare(sign, left, right)
    if sign == "&":
        return to_text(left) + to_text(right)
    return ARITHMETIC[sign](to_number(left), to_number(right))


def look_up(name, names):
    if name not in names:
        raise FormulaError(f"unknown name {name}")
    value = names[name]
    if callable(value):
        value = value()
    if value is None:
        raise MissingValue(name)
    return value


def call(name, nodes, names, has):
    """IF and IFS do not touch the branches they do not take; everything else evaluates all arguments."""
    if name == "IF":
        if len(nodes) not in (2, 3):
            raise FormulaError("IF takes 2 or 3 arguments")
        if to_truth(evaluate(nodes[0], names, has)):
            return evaluate(nodes[1], names, has)
        return evaluate(nodes[2], names, has) if len(nodes) == 3 else False
    if name == "IFS":
        if not nodes or len(nodes) % 2:
            raise FormulaError("IFS takes pairs")
        for test, result in zip(nodes[::2], nodes[1::2]):
            if to_truth(evaluate(test, names, has)):
                return evaluate(result, names, has)
        raise FormulaError("no condition holds")
    if name == "HAS":
        if has is None or len(nodes) != 2 or nodes[0][0] != "name":
            raise FormulaError("HAS takes a question and a code")
        return has(nodes[0][1], evaluate(nodes[1], names, has))
    if name not in FUNCTIONS:
        raise FormulaError(f"unknown function {name}")
    lowest, highest, function = FUNCTIONS[name]
    if not lowest <= len(nodes) <= highest:
        raise FormulaError(f"arguments of {name}")
    return function(*[evaluate(node, names, has) for node in nodes])


def rounding(mode):
    def apply(value, places=Fraction(0)):
        places = to_number(places)
        return round_places(to_number(value), int(places), mode)
    return apply


def numbers(values):
    return [to_number(value) for value in values]


def count(*values):
    return Fraction(sum(not isinstance(value, str) for value in values))


MANY = 255
FUNCTIONS = {
    "AND": (1, MANY, lambda *v: all([to_truth(x) for x in v])),
    "OR": (1, MANY, lambda *v: any([to_truth(x) for x in v])),
    "NOT": (1, 1, lambda v: not to_truth(v)),
    "MIN": (1, MANY, lambda *v: min(numbers(v))),
    "MAX": (1, MANY, lambda *v: max(numbers(v))),
    "SUM": (1, MANY, lambda *v: sum(numbers(v), Fraction(0))),
    "AVERAGE": (1, MANY, lambda *v: sum(numbers(v), Fraction(0)) / len(v)),
    "COUNT": (1, MANY, count),
    "ABS": (1, 1, lambda v: abs(to_number(v))),
    "INT": (1, 1, lambda v: Fraction(to_number(v) // 1)),
    "ROUND": (2, 2, rounding("half-up")),
    "ROUNDUP": (2, 2, rounding("up")),
    "ROUNDDOWN": (2, 2, rounding("truncate")),
    "TRUNC": (1, 2, rounding("truncate")),
}


def parse(text):
    return Parser(text).whole()


def names_in(node):
    """The names that a formula uses."""
    if node[0] == "name":
        return {node[1]}
    found = set()
    for part in node[1:]:
        for child in part if isinstance(part, list) else [part]:
            if isinstance(child, tuple):
                found |= names_in(child)
    return found
