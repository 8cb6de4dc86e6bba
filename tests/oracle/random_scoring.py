"""Random scoring files with their facts and definition, as data and as the bytes that people's programs write."""

import random
from fractions import Fraction

import formula
from formula import FormulaError, to_number, to_truth

MODES = ["half-up", "half-even", "truncate", "up"]
LEVELS = ["一级指标", "二级指标", "三级指标", "四级指标"]
WIDE = str.maketrans("(),%+-<>=0123456789", "（），％＋－＜＞＝０１２３４５６７８９")
PRECEDENCE = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
SIGNS = {"≥": ["≥", ">=", "不少于", "不低于", "大于等于", ""], "≤": ["≤", "<=", "不超过", "不高于", "小于等于"],
         ">": [">", "高于", "超过"], "<": ["<", "低于", "少于"], "=": ["=", "等于"]}
REMARKS = ["", "无", "甲,乙;丙", '他说"好"', "第一行\n第二行", "a\tb|c", " 前后有空格 ", "合计另列"]
ENCODINGS = [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("gb18030", b"\x84\x31\x95\x33"),
             ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"")]


def shown(value, places):
    whole = value * 10 ** places
    assert whole.denominator == 1
    digits = str(abs(whole.numerator)).rjust(places + 1, "0")
    return ("-" if whole < 0 else "") + (digits[:-places] + "." + digits[-places:] if places else digits)


def plain(value):
    text = shown(value, 6).rstrip("0").rstrip(".")
    return text or "0"


def spelled(value, rng):
    """A number as a cell may have it: plain, with trailing zeros, thousands separators or as a percentage."""
    kind = rng.random()
    if kind < 0.15:
        return plain(value * 100) + "%"
    text = plain(value)
    if kind < 0.3 and "." in text:
        text += "0"
    if abs(value) >= 1000 and kind < 0.7:
        whole, point, rest = text.partition(".")
        text = f"{int(whole):,}" + point + rest
    return text


# The functions that spreadsheet programs do not have.

def target(actual, wanted, sign="≥"):
    a, b = to_number(actual), to_number(wanted)
    if sign in ("≥", ">"):
        met, above, below = a >= b, a, b
    elif sign in ("≤", "<"):
        met, above, below = a <= b, b, a
    elif sign == "=":
        met, above, below = a == b, min(a, b), max(a, b)
    else:
        raise FormulaError("sign")
    return Fraction(1) if met else max(Fraction(0), formula.divide(above, below))


FUNCTIONS = {
    "TARGET": (2, 3, target),
    "DEDUCT": (3, 3, lambda p, t, e: max(Fraction(0), to_number(p) - to_number(t) * to_number(e))),
    "GATE": (1, 255, lambda *c: Fraction(all([to_truth(one) for one in c]))),
}
formula.FUNCTIONS.update(FUNCTIONS)
for rounding in ("ROUND", "ROUNDUP", "ROUNDDOWN"):
    formula.FUNCTIONS[rounding] = (1, 2, formula.FUNCTIONS[rounding][2])


def tiers(arguments):
    """TIERS as what formats.md says that it is: only the value that is taken is evaluated. Thresholds fall here."""
    value, *steps, last = arguments
    pairs = [one for threshold, reached in zip(steps[::2], steps[1::2])
             for one in (("binary", ">=", value, threshold), reached)]
    return ("call", "IFS", [*pairs, ("value", True), last])


def target_rules(node, stated=None):
    """The same without TIERS, and with the sign of the row's own 目标值 as TARGET's third argument."""
    if not isinstance(node, tuple) or node[0] in ("value", "name"):
        return node
    parts = [[target_rules(one, stated) for one in part] if isinstance(part, list) else target_rules(part, stated)
             for part in node]
    if parts[:2] == ["call", "TARGET"] and len(parts[2]) == 2 and parts[2][1] == ("name", "目标值"):
        parts[2] = [*parts[2], ("value", stated.sign)]
    elif parts[:2] == ["call", "TIERS"]:
        return tiers(parts[2])
    return tuple(parts)


class Expressions:
    """Random formulas as the nodes of formula.py, and their spelling."""

    def __init__(self, rng, numbers, dates=()):
        self.rng, self.numbers, self.dates = rng, list(numbers), list(dates)

    def constant(self):
        rng = self.rng
        kind = rng.random()
        if kind < 0.25:
            return ("percent", ("value", Fraction(rng.randint(0, 1500), 10)))
        return ("value", Fraction(rng.randint(0, 200), rng.choice([1, 1, 2, 10, 1000])))

    def number(self, depth):
        rng = self.rng
        if depth == 0 or rng.random() < 0.1:
            if self.numbers and rng.random() < 0.7:
                return ("name", rng.choice(self.numbers))
            return self.constant()
        if rng.random() < 0.4:
            sign = rng.choice("++--**/")
            return ("binary", sign, self.number(depth - 1), self.number(depth - 1))
        return self.call(depth - 1)

    def call(self, depth):
        rng = self.rng
        kind = rng.choice(["IF", "IFS", "MIN", "MAX", "SUM", "AVERAGE", "ROUND", "ABS", "INT", "TARGET", "DEDUCT",
                           "TIERS", "GATE", "minus", "power", "COUNT", "truth"])
        if kind == "minus":
            return ("minus", self.number(depth))
        if kind == "power":
            return ("binary", "^", self.number(depth), ("value", Fraction(rng.randint(1, 3))))
        if kind == "truth":
            return ("binary", "*", self.truth(depth), self.number(depth))
        if kind == "IF":
            return ("call", "IF", [self.truth(depth), self.number(depth), self.number(depth)])
        if kind == "IFS":
            pairs = [one for _ in range(rng.randint(1, 3)) for one in (self.truth(depth), self.number(depth))]
            return ("call", "IFS", [*pairs, ("value", True), self.number(depth)])
        if kind == "ROUND":
            name = rng.choice(["ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC"])
            places = [("value", Fraction(rng.randint(0, 3)))] if rng.random() < 0.6 else []
            if places and rng.random() < 0.3:
                places = [("minus", ("value", Fraction(1)))]
            return ("call", name, [self.number(depth), *places])
        if kind == "TARGET":
            wanted = ("value", Fraction(rng.randint(1, 50), rng.choice([1, 4])))
            sign = [("value", rng.choice("≥≤="))] if rng.random() < 0.5 else []
            return ("call", "TARGET", [self.number(depth), wanted, *sign])
        if kind == "TIERS":
            falling = sorted(rng.sample(range(0, 200), rng.randint(1, 4)), reverse=True)
            values = [one for step in falling
                      for one in (("percent", ("value", Fraction(step))), self.number(depth))]
            # A threshold is reached by what is the same.
            reached = ("percent", ("value", Fraction(rng.choice(falling)))) if rng.random() < 0.3 else self.number(depth)
            return ("call", "TIERS", [reached, *values, self.number(depth)])
        if kind == "GATE":
            return ("call", "GATE", [self.truth(depth) for _ in range(rng.randint(1, 3))])
        count = {"ABS": 1, "INT": 1, "DEDUCT": 3}.get(kind) or rng.randint(1, 3)
        return ("call", kind, [self.number(depth) for _ in range(count)])

    def truth(self, depth):
        rng = self.rng
        kind = rng.random()
        if self.dates and kind < 0.15:
            day = ("value", f"20{rng.randint(20, 24)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}")
            return ("binary", rng.choice(["<=", "<", ">=", ">", "=", "<>"]), ("name", rng.choice(self.dates)), day)
        if depth > 0 and kind < 0.35:
            name = rng.choice(["AND", "OR", "NOT"])
            return ("call", name, [self.truth(depth - 1) for _ in range(1 if name == "NOT" else rng.randint(1, 3))])
        sign = rng.choice(["=", "<>", "<", "<=", ">", ">="])
        depth = max(depth - 1, 0)
        return ("binary", sign, self.number(depth), self.number(depth))

    def text(self, node, least=0):
        """A spelling that reads as the node: brackets where the operator around is at least as strong."""
        rng = self.rng
        kind = node[0]
        if kind == "value":
            return self.literal(node[1])
        if kind == "name":
            # A name may stand in brackets; one that begins with a digit must.
            return f"[{node[1]}]" if node[1][0].isdigit() or rng.random() < 0.1 else node[1]
        if kind == "call":
            name = node[1] if rng.random() < 0.8 else node[1].lower()
            return f"{name}{self.sign('(')}{self.sign(rng.choice([',', ',', ';', ', '])).join(map(self.text, node[2]))})"
        if kind == "percent":
            return self.text(node[1], 8) + self.sign("%")
        if kind == "minus":
            text, strength = self.sign("-") + self.text(node[1], 7), 7
        else:
            strength = PRECEDENCE[node[1]]
            text = self.text(node[2], strength) + self.sign(node[1]) + self.text(node[3], strength + 1)
        return f"({text})" if strength < least or rng.random() < 0.1 else text

    def literal(self, value):
        if isinstance(value, bool):
            return "TRUE" if value else "false"
        if isinstance(value, str):
            return f"“{value}”" if self.rng.random() < 0.2 else f'"{value}"'
        if value >= 100 and value.denominator == 1 and self.rng.random() < 0.3:
            return plain(value / 100) + "e2"
        text = plain(value)
        return text.translate(WIDE) if self.rng.random() < 0.05 else text

    def sign(self, text):
        rng = self.rng
        if rng.random() < 0.15:
            text = {"<=": "≤", ">=": "≥", "<>": "≠", "*": "×", "/": "÷"}.get(text) or text.translate(WIDE)
        return f" {text} " if rng.random() < 0.1 and text != "(" else text


class Fact:
    def __init__(self, value, node, unit, text):
        self.value, self.node, self.unit, self.text = value, node, unit, text


class Target:
    """value is None where it is a text."""

    def __init__(self, text, sign=None, value=None):
        self.text, self.sign, self.value = text, sign, value


class Row:
    def __init__(self):
        self.cells, self.points, self.node, self.given, self.score = {}, None, None, "", None
        self.target, self.actual, self.line, self.last_line = None, None, 0, 0


class ScoringFile:
    """rows: the indicators; lines: (row or None, spelled cells, line end) of the file, from the header on."""

    def __init__(self, seed):
        rng = self.rng = random.Random(f"scoring {seed}")
        self.score_rule = rng.choice([0, 1, 1, 2, 3]), rng.choice(MODES)
        self.rate_rule = rng.choice([0, 1, 2, 2, 4]), rng.choice(MODES)
        self.survey = rng.random() < 0.8
        if not self.survey:
            self.score_rule, self.rate_rule = (1, "half-up"), (2, "half-up")
        self.grades = []
        if self.survey and rng.random() < 0.5:
            steps = rng.sample(range(0, 110), rng.randint(1, 6))
            self.grades = [(f"第{number}等", Fraction(step)) for number, step in enumerate(steps)]
        self.by_hand = bool(self.grades) and rng.random() < 0.2
        self.delimiter = rng.choice([",", ",", ",", ";", "\t", "|"])
        self.codec, self.bom = rng.choice(ENCODINGS)
        self.settings = {}
        self.make_facts()
        self.make_columns()
        self.make_rows()
        self.make_lines()

    def make_facts(self):
        rng = self.rng
        self.facts, numbers = {}, []
        for number in range(rng.randint(0, 7)):
            name = rng.choice(["人数{}", "支出.{}", "{}年到位", "Rate_{}"]).format(number)
            if numbers and rng.random() < 0.4:
                maker = Expressions(rng, numbers)
                node = maker.number(2)
                self.facts[name] = Fact(None, node, "", rng.choice(["", "", "="]) + maker.text(node))
            else:
                value = Fraction(rng.randint(0, 500000), rng.choice([1, 10, 100, 1000, 100000]))
                self.facts[name] = Fact(value, None, "", spelled(value, rng))
            numbers.append(name)
        if rng.random() < 0.3:
            year, month, day = rng.randint(2020, 2024), rng.randint(1, 12), rng.randint(1, 28)
            text = rng.choice(["{}-{:02}-{:02}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日"]).format(year, month, day)
            self.facts["开工日期"] = Fact(f"{year}-{month:02}-{day:02}", None, "日期", text)
        if len(numbers) > 1 and rng.random() < 0.04:
            for one, other in ((numbers[0], numbers[1]), (numbers[1], numbers[0])):
                self.facts[one] = Fact(None, ("binary", "+", ("name", other), ("value", Fraction(1))), "", f"[{other}]+1")
        if rng.random() < 0.2:
            self.settings["外设"] = Fraction(rng.randint(0, 300), 100)
        self.numbers = numbers + list(self.settings)
        # In any order.
        self.facts = dict(rng.sample(sorted(self.facts.items()), len(self.facts)))

    def make_columns(self):
        rng = self.rng
        self.level_columns = LEVELS[:rng.randint(1, 4)]
        if len(self.level_columns) > 2 and rng.random() < 0.2:
            del self.level_columns[1]
        self.with_targets = rng.random() < 0.6
        others = ["分值", "公式", "指标值"]
        others += [name for name in ("得分", "得分率", "备注", "依据", "问题", "评价标准") if rng.random() < 0.8]
        if self.with_targets:
            others += ["目标值", "实际值"] + (["完成率"] if rng.random() < 0.8 else [])
        self.columns = self.level_columns + others
        if rng.random() < 0.4:
            rng.shuffle(self.columns)

    def make_rows(self):
        """A tree of levels; what repeats the row above may be blank. Names are distinct, so that no row means another."""
        rng = self.rng
        self.rows, above = [], [""] * len(self.level_columns)
        left = Fraction(100)
        count = rng.randint(1, 10)
        for number in range(count):
            row = Row()
            # From this level on the row has new names, maybe not down to the deepest.
            new = rng.randrange(len(above)) if number else 0
            deep = max(new, len(above) - 1 - (rng.random() < 0.15))
            path = above[:new] + [f"级{level}.{number}" for level in range(new, deep + 1)]
            path += [""] * (len(above) - len(path))
            blank = rng.random() < 0.6
            for level, name in enumerate(self.level_columns):
                row.cells[name] = "" if blank and level < new else path[level]
            above = path
            points = Fraction(rng.randint(0 if rng.random() < 0.1 else 1, 60), rng.choice([1, 1, 2, 4]))
            row.points = left if number == count - 1 and left > 0 and rng.random() < 0.7 else points
            left -= points
            row.cells["分值"] = plain(row.points)
            self.judge(row)
            self.rows.append(row)

    def judge(self, row):
        rng = self.rng
        if self.with_targets and rng.random() < 0.7:
            self.aim(row)
        if rng.random() < 0.5:
            row.given = Fraction(rng.randint(0, 400000), rng.choice([1, 100, 1000]))
            row.cells["指标值"] = spelled(row.given, rng)
        elif rng.random() < 0.3:
            row.given = row.cells["指标值"] = rng.choice(["符合", "3491.36÷3491.36", "2+1"])
        if rng.random() < (0.75 if "得分" in self.columns else 0.98):
            self.formula(row)
        elif "得分" in self.columns and rng.random() < 0.92:
            row.score = row.points * rng.randint(0, 8) / 8
            row.cells["得分"] = plain(row.score)
        for name in ("得分率", "完成率"):
            row.cells[name] = rng.choice(["", "", "50%", "旧"])
        if row.node:
            row.cells["得分"] = rng.choice(["", "", "1", "1.50"])
        for name in ("备注", "依据", "问题", "评价标准"):
            row.cells[name] = rng.choice(REMARKS)

    def aim(self, row):
        """目标值 and 实际值: numbers of one unit, or texts."""
        rng = self.rng
        if rng.random() < 0.15:
            row.target, row.actual = Target("定性"), "达成"
            row.cells.update({"目标值": "定性", "实际值": "达成"})
            return
        sign, unit = rng.choice(list(SIGNS)), rng.choice(["人", "万元", "%", ""])
        scale = 100 if unit == "%" else 1
        amount = Fraction(rng.randint(1, 3000), rng.choice([1, 1, 10])) if rng.random() < 0.93 else Fraction(0)
        reached = amount * rng.randint(0, 8) / 4 if rng.random() < 0.7 else Fraction(rng.randint(0, 3000), 10)
        gap = rng.choice(["", " "]) if unit not in ("%", "") else ""
        number = f"{amount.numerator:,}" if amount.denominator == 1 and rng.random() < 0.3 else plain(amount)
        text = rng.choice(SIGNS[sign]) + rng.choice(["", " "]) + number + gap + unit
        if unit in ("人", "万元") and sign in "≥≤" and rng.random() < 0.2:
            text = number + gap + unit + ("以上" if sign == "≥" else rng.choice(["以下", "以内"]))
        if unit and rng.random() < 0.1:
            text += "（含）"
        row.target, row.actual = Target(text, sign, amount / scale), reached / scale
        row.cells.update({"目标值": text, "实际值": plain(reached) + gap + unit})
        whole = [name for name in self.numbers if name in self.facts and not self.facts[name].text.endswith("%")]
        if unit == "" and whole and rng.random() < 0.4:
            row.actual = row.cells["实际值"] = rng.choice(whole)

    def formula(self, row):
        rng = self.rng
        numbers = self.numbers + ["分值"] * 2
        if isinstance(row.given, Fraction):
            numbers.append("指标值")
        aimed = row.target is not None and row.target.value is not None
        if aimed:
            numbers += ["目标值", "实际值", "完成率"]
        maker = Expressions(rng, numbers, [name for name in self.facts if name == "开工日期"])
        node = maker.number(rng.randint(1, 3))
        if aimed and rng.random() < 0.5:
            node = ("binary", "*", ("name", "分值"), ("call", "TARGET", [("name", "实际值"), ("name", "目标值")]))
        elif isinstance(row.given, str) and row.given and rng.random() < 0.5:
            same = ("binary", rng.choice(["=", "<>"]), ("name", "指标值"), ("value", "符合"))
            node = ("call", "IF", [same, ("name", "分值"), node])
        kind = rng.random()
        if kind < 0.5:
            node = ("call", "MIN", [("name", "分值"), ("call", "MAX", [("value", Fraction(0)), node])])
        elif kind < 0.98:
            # What is behind the point shows every error there is, and lies within 分值.
            size = ("call", "ABS", [node])
            node = ("binary", "*", ("name", "分值"), ("binary", "-", size, ("call", "INT", [size])))
        row.node = node
        row.cells["公式"] = rng.choice(["", "", "", "="]) + maker.text(node)
        if rng.random() < 0.015:
            row.node, row.cells["公式"] = ("name", "不存在"), rng.choice(["不存在*1", "#REF!+1", "SUM(A1:A3)"])

    def spell(self, text):
        """A cell in the file."""
        if any(sign in text for sign in (self.delimiter, '"', "\n", "\r")) or self.rng.random() < 0.15:
            return '"' + text.replace('"', '""') + '"'
        return text

    def make_lines(self):
        rng = self.rng
        end = rng.choice(["\n", "\r\n", "\r\n", "\r"])
        self.lines = [(None, [self.spell(name) for name in self.columns], end)]
        line = 2
        for row in self.rows:
            if rng.random() < 0.1:
                self.lines.append((False, [], end))
                line += 1
            row.line = line
            cells = [row.cells.get(name, "") for name in self.columns]
            self.lines.append((row, [self.spell(text) for text in cells], end))
            row.last_line = line + sum(text.count("\n") for text in cells)
            line = row.last_line + 1
            if rng.random() < 0.1:
                sums = {self.level_columns[-1]: rng.choice(["小计", "合 计"]), "分值": "7", "得分": "x", "得分率": "旧"}
                self.lines.append((False, [self.spell(sums.get(name, "")) for name in self.columns], end))
                line += 1
        if rng.random() < 0.5:
            sums = {self.level_columns[0]: rng.choice(["合计", "总计", "总分"]), "得分": "0", "得分率": "0%"}
            self.lines.append((False, [self.spell(sums.get(name, "")) for name in self.columns], end))
        if rng.random() < 0.2:
            self.lines[-1] = (*self.lines[-1][:2], "")

    def write(self, folder):
        """Writes the files; returns the arguments of `wjtab score`."""
        rng = self.rng
        table = "".join(self.delimiter.join(cells) + end for _, cells, end in self.lines)
        (folder / "scoring.csv").write_bytes(self.bom + table.encode(self.codec))
        arguments = [str(folder / "scoring.csv")]
        if self.facts:
            rows = [["名称", "值", "单位"]] + [[name, fact.text, fact.unit] for name, fact in self.facts.items()]
            text = "".join(self.delimiter.join(map(self.spell, row)) + "\n" for row in rows)
            (folder / "facts.csv").write_bytes(self.bom + text.encode(self.codec))
            arguments += ["--facts", str(folder / "facts.csv")]
        if self.survey:
            (folder / "survey.yaml").write_text(self.definition(), encoding="utf-8")
            arguments += ["--survey", str(folder / "survey.yaml")]
        for name, value in self.settings.items():
            arguments += ["--set", f"{name}={spelled(value, rng)}"]
        if self.codec == "utf-16-le" and not self.bom:
            arguments += ["--encoding", "utf-16"]
        if self.delimiter == "|":
            arguments += ["--delimiter", "|"]
        return arguments

    def definition(self):
        rules = [f"{key}: {{places: {rule[0]}, mode: {rule[1]}}}"
                 for key, rule in (("percent", self.rate_rule), ("score", self.score_rule))]
        score = "file: scoring.csv"
        if self.grades:
            score += ", grades: [" + ", ".join(f"{{grade: {name}, from: {step}}}" for name, step in self.grades) + "]"
        if self.by_hand:
            score += f", grade: {self.grades[0][0]}, reason: 会议决定"
        return f"rounding: {{{', '.join(rules)}}}\nscore: {{{score}}}\n"
