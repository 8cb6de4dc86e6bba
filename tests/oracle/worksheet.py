"""Random facts and scoring files; used by generate.py."""

from dataclasses import dataclass

FULL_WIDTH = str.maketrans({"=": "＝", "(": "（", ")": "）", ",": "，", "%": "％", "*": "×", "/": "÷", "3": "３"})
HEADERS = ["一级指标", "二级指标", "三级指标", "四级指标", "分值", "公式", "指标值", "得分", "备注"]


@dataclass
class Facts:
    names: list
    data: bytes


def csv_text(rows, rng):
    lines = []
    for row in rows:
        cells = []
        for cell in row:
            quote = any(sign in cell for sign in ',"\n') or rng.random() < 0.05
            cells.append('"' + cell.replace('"', '""') + '"' if quote else cell)
        lines.append(",".join(cells))
    text = rng.choice(["\n", "\r\n"]).join(lines + [""])
    return rng.choice([b"", b"\xef\xbb\xbf"]) + text.encode()


def expression(rng, names, depth=3):
    """An arithmetic formula over the names."""
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(names + ["2", "3.5", "12%", "0.125", "10", "98.57%"])

    def part():
        return expression(rng, names, depth - 1)
    kind = rng.randrange(9)
    if kind < 4:
        return f"({part()}{rng.choice(['+', '-', '*', '*', '/'])}{part()})"
    if kind == 4:
        return f"-{part()}" if rng.random() < 0.5 else f"({part()})%"
    if kind == 5:
        return f"{rng.choice(['MIN', 'MAX', 'SUM', 'AVERAGE', 'COUNT'])}({part()},{part()},{part()})"
    if kind == 6:
        return f"{rng.choice(['ROUND', 'ROUNDUP', 'ROUNDDOWN', 'TRUNC'])}({part()},{rng.randint(-1, 3)})"
    if kind == 7:
        sign = rng.choice([">", ">=", "<", "<=", "=", "<>"])
        return f"IF({part()}{sign}{part()},{part()},{part()})"
    return rng.choice([f"ABS({part()})", f"INT({part()})", f"({part()})^{rng.choice(['2', '3', '-1', '0'])}",
                       f"IFS({part()}>1,{part()},TRUE,{part()})", f"-{rng.choice(names)}^2", "2^3^2",
                       f"(IF({part()}>1,{part()})+0)", f"(1=1)*{part()}", f"(AND({part()}>0;NOT(1>2))-1)"])


def write_facts(rng):
    rows, names = [["名称", "值", "单位", "来源"]], []
    for number in range(rng.randint(2, 5)):
        name = rng.choice(["", "", "2022年"]) + f"事实{number + 1}"
        value = rng.choice(["3,491.36", "98.57%", "1138", "0.5", "262", "12.125", "7"])
        if names and rng.random() < 0.4:
            value = expression(rng, names, 2)
        rows.append([name, value, rng.choice(["", "万元"]), "台账"])
        names.append(name if name[0] != "2" else f"[{name}]")
    # A fact may use one that stands below it.
    body = rows[1:]
    rng.shuffle(body)
    return Facts(names, csv_text([rows[0]] + body, rng))


def formula(rng, names, measures):
    every = names + measures + ["有效率", "有效问卷", "分值"]
    kind = rng.randrange(8)
    if rng.random() < 0.01:
        return rng.choice(["分值+0.1", "-0.1", "1/0", "分值&分值", "无此名称*2"])
    if kind == 0 and measures:
        measure = rng.choice(measures)
        return f"IF({measure}>=90%,分值,IF({measure}>=50%,{measure}*分值,0))"
    if kind == 1 and measures:
        return f"MIN(分值,{rng.choice(measures)}*分值)"
    if kind == 2:
        return rng.choice(["指标值/100*分值", "=指标值/100*分值", "ROUND(指标值/100*分值,2)"])
    if kind == 3:
        return "有效率*分值"
    inner = expression(rng, every)
    if kind == 4:
        return f"MIN(分值,MAX(0,{inner}))"
    # The fraction that is left shows every digit of what was computed.
    return f"({inner}-INT({inner}))*分值"


def given_score(rng, points, places):
    """A score by hand, with no more decimals than the rounding has."""
    units = points * 10 ** places
    value = rng.randint(0, units)
    whole, rest = divmod(value, 10 ** places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)


class LevelCells:
    """The level cells of one row after another, merged or repeated as people do it."""

    def __init__(self, rng, deep):
        self.rng, self.deep = rng, deep
        self.first, self.second, self.third = 0, 0, 0

    def next(self, number):
        rng, row = self.rng, {}
        changed = rng.random() < 0.3 or number == 0
        if changed:
            self.first += 1
            row["一级指标"] = f"一级{self.first}"
        if changed and rng.random() < 0.1:
            return {**row, "三级指标": f"指标{number + 1}"}
        if changed or rng.random() < 0.3:
            self.second += 1
            row["二级指标"] = f"二级{self.second}"
            changed = True
        elif rng.random() < 0.3:
            row.update({"一级指标": f"一级{self.first}", "二级指标": f"二级{self.second}"})
        if not self.deep:
            return {**row, "三级指标": f"指标{number + 1}"}
        if changed or rng.random() < 0.5:
            self.third += 1
            row["三级指标"] = f"三级{self.third}"
        return {**row, "四级指标": f"指标{number + 1}"}


def write_scoring(rng, names, measures, raw):
    rule = raw.get("rounding", {}).get("score", {})
    places = rule.get("places", 1) if isinstance(rule, dict) else 1
    deep = rng.random() < 0.25
    headers = [name for name in HEADERS if deep or name != "四级指标"]
    if rng.random() < 0.3:
        rng.shuffle(headers)
    rows, levels = [], LevelCells(rng, deep)
    for number in range(rng.randint(1, 8)):
        row = {**dict.fromkeys(HEADERS, ""), **levels.next(number)}
        points = rng.choice([1, 3, 4, 5, 10])
        row.update({"分值": str(points), "指标值": str(rng.randint(0, 100)),
                    "备注": rng.choice(["", "说明,有逗号", "x"])})
        if rng.random() < 0.75:
            row["公式"] = formula(rng, names, measures)
            if rng.random() < 0.15 and "[" not in row["公式"]:
                row["公式"] = row["公式"].translate(FULL_WIDTH)
        else:
            row["得分"] = given_score(rng, points, places)
            if rng.random() < 0.01:
                row["得分"] = rng.choice(["-1", "11"])
        rows.append([row[name] for name in headers])
    return csv_text([headers] + rows, rng)
