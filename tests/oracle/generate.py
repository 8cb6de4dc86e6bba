"""A random survey project from a seed: SURVEY.yaml, response files, facts and scoring file.

The same seed gives the same bytes. Texts keep to characters that have one meaning in every edition of GB18030, and
to spellings on which the contract is unambiguous."""

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from spelling import Speller
from worksheet import write_facts, write_scoring

PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9_]*$")
RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
ENCODINGS = ["utf-8", "utf-8", "utf-8-bom", "gb18030", "gb18030", "utf-16-le-bom", "utf-16-be-bom", "gb18030-bom"]
BOMS = {"utf-8-bom": b"\xef\xbb\xbf", "utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff",
        "gb18030-bom": b"\x84\x31\x95\x33"}
SCALES = [["非常满意", "满意", "一般", "不满意", "非常不满意"], ["非常了解", "了解", "一般", "不了解"],
          ["很好", "好", "还行", "差"], ["同意", "中立", "反对"], ["达标", "未达标"]]
SCORES = {5: [["100", "80", "60", "40", "0"], ["5", "4", "3", "2", "1"], ["9", "7.5", "6", "2.25", "0.125"]],
          4: [["100", "80", "60", "0"], ["100", "66.67", "33.33", "0"], ["3", "2", "1", "0"]],
          3: [["100", "60", "0"], ["3", "1", "2"]], 2: [["1", "0"], ["100", "33.3"]]}
LABELS = ["水、电、气", "交通,出行", "本科（双一流）", "A类企业", "1年以下", "ＸＹ公司", "政策宣传", "审批速度",
          "办理渠道", "服务态度", "信息公开", "普通本科", "满意度调查", "x;y方案", "New York", "发放标准", "无", "无,另有", "其他:说明"]
ALSO = ["较好的一种", "甲类", "乙 类", "丙类", "ok", "还可以的", "戊类", "己类", "第七种", "第八种", "hello world"]
PATTERNS = [("及时|到账", "请及时到账"), ("^口碑", "口碑很好呀"), ("排队", "总是排队太久"), ("停车难?$", "附近停车难"),
            ("绿化", "小区绿化不足"), ("噪音.*大", "噪音实在大")]

GRADES = ["优", "良", "中", "差"] + [f"{number}档" for number in range(5, 40)]


class Plain(str):
    """A YAML scalar that is written without quotes."""


def emit(value):
    """YAML flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{emit(key)}: {emit(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(emit(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Plain, int)):
        return str(value)
    if PLAIN.match(value) and value.lower() not in RESERVED:
        return value
    return "'" + value.replace("'", "''") + "'"


def emit_definition(raw):
    lines = []
    for key, value in raw.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{key}:")
            lines += [f"  - {emit(item)}" for item in value]
        elif isinstance(value, dict):
            lines.append(f"{key}:")
            lines += [f"  {emit(name)}: {emit(item)}" for name, item in value.items()]
        else:
            lines.append(f"{key}: {emit(value)}")
    return "\n".join(lines) + "\n"


@dataclass
class ResponseFile:
    name: str
    columns: list                 # keys of the cells in a row, in this file's order
    headers: dict                 # key -> header text
    rows: list = field(default_factory=list)  # dict key -> cell, plus "tail": cells too many or too few
    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\n"
    quoting: float = 0.1
    blank_lines: float = 0.0
    final_end: bool = True

    def write_cell(self, cell, rng):
        must = any(sign in cell for sign in (self.delimiter, '"', "\r", "\n"))
        if must or rng.random() < self.quoting:
            return '"' + cell.replace('"', '""') + '"'
        return cell

    def content(self, rows):
        rng = random.Random(self.name + self.delimiter)
        lines = [[self.headers[key] for key in self.columns]]
        for row in rows:
            cells = [row[key] for key in self.columns]
            cut = row.get("cut", 0)
            lines.append((cells[:-cut] if cut else cells) + row.get("extra", []))
        text = []
        for cells in lines:
            if rng.random() < self.blank_lines and len(self.columns) > 1:
                text.append(self.line_end)
            line = self.delimiter.join(self.write_cell(cell, rng) for cell in cells)
            # A record whose only field is empty would be a blank line.
            text.append((line or '""') + self.line_end)
        text = "".join(text)
        if not self.final_end:
            text = text[:-len(self.line_end)]
        bom = BOMS.get(self.encoding, b"")
        return bom + text.encode(self.encoding.removesuffix("-bom"))


class Project:
    """Built by Builder; write() puts it into a folder."""

    def __init__(self):
        self.raw, self.files, self.extra_files, self.damage = {}, [], {}, None

    def write(self, folder, shuffle=None):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "survey.yaml").write_text(emit_definition(self.raw), encoding="utf-8")
        for file in self.files:
            rows = list(file.rows)
            if shuffle is not None:
                random.Random(shuffle).shuffle(rows)
            data = file.content(rows)
            if self.damage and file is self.files[-1]:
                data += self.damage.encode(file.encoding.removesuffix("-bom"))
            (folder / file.name).write_bytes(data)
        for name, data in self.extra_files.items():
            (folder / name).write_bytes(data)


class Builder:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.project = Project()
        self.questions = []
        self.patterns = list(PATTERNS)
        # A survey in which every response is effective has round bases, and so ties in rounding.
        self.tidy = self.chance(0.2)

    def chance(self, probability):
        return self.rng.random() < probability

    def codes(self, count):
        style = self.rng.randrange(7)
        if style == 0:
            return [Plain(place + 1) for place in range(count)]
        if style == 1:
            return [f"{place + 1:02}" for place in range(count)]
        if style == 2:
            return [f"Q{place + 1}" for place in range(count)]
        if style == 3:
            return list("abcdefghijklm"[:count])
        if style == 4:
            # ABB can be cut in two ways.
            return ["A", "B", "AB", "C", "BA", "D", "E", "F"][:count]
        return list("ABCDEFGHIJKLM"[:count])

    def options(self, labels, scores=None):
        """Options with also-spellings, patterns and at the end perhaps one that takes a written reason."""
        also = self.rng.sample(ALSO, len(ALSO))
        found = []
        for code, label in zip(self.codes(len(labels)), labels):
            option = {"code": code, "label": label}
            if scores:
                option["score"] = Plain(scores[len(found)])
            if self.chance(0.25):
                option["also"] = [also.pop() for _ in range(self.rng.randint(1, 2))]
            if self.chance(0.1):
                option["other"] = True
            if self.chance(0.2) and self.patterns:
                option["pattern"] = self.patterns.pop(self.rng.randrange(len(self.patterns)))[0]
            found.append(option)
        if self.chance(0.4):
            found[-1]["other"] = True
        if scores and self.chance(0.2) and len(found) > 2:
            del found[-1]["score"]
        return found

    def scale(self):
        labels = self.rng.choice(SCALES)
        return self.options(labels, self.rng.choice(SCORES[len(labels)]))

    def background_options(self, most=5):
        labels = self.rng.sample(LABELS, self.rng.randint(2, most))
        if self.chance(0.3):
            labels[-1] = "其他"
        if self.chance(0.1):
            # A reason may follow either: the longer one must win.
            labels = ["无", "无,另有"] + [label for label in labels if "无" not in label]
            return [{**option, "other": True} for option in self.options(labels)]
        return self.options(labels)

    def add(self, question, options=None):
        question = dict(question)
        if options is not None and "scale" not in question:
            question["options"] = options
        if self.chance(0.1) and question["type"] in ("single", "multiple") and \
                all(not str(option["code"]).isdigit() for option in options):
            question["numbered"] = True
        if self.chance(0.2):
            question["label"] = f"您的{question['name']}如何"
        question["_options"] = options or []
        self.questions.append(question)
        return question

    def make_questions(self):
        rng = self.rng
        scales = {}
        for number in range(rng.randint(1, 2)):
            scales[f"量表{number + 1}"] = self.scale()
        for number in range(rng.randint(0, 2)):
            self.add({"name": f"背景{number + 1}", "type": "single"}, self.background_options())
        for number in range(rng.randint(1, 5)):
            name = rng.choice(sorted(scales))
            prefix = "2022年" if self.chance(0.1) else ""
            question = {"name": f"{prefix}题{number + 1}", "type": "single"}
            if self.chance(0.75):
                self.add({**question, "scale": name}, scales[name])
            else:
                self.add(question, self.scale())
        for number in range(rng.randint(0, 2)):
            self.make_multiple(number + 1)
        if self.chance(0.6):
            limits = rng.choice([{}, {"min": 16, "max": 100}, {"min": -5}, {"max": Plain("99.5")}])
            self.add({"name": "年龄", "type": "quantity", **limits})
        if self.chance(0.5):
            self.add({"name": "意见", "type": "text"})
        if self.chance(0.3):
            rng.shuffle(self.questions)
        self.add_asked_if()
        self.project.raw["scales"] = scales

    def make_multiple(self, number):
        options = self.background_options(7)
        question = {"name": f"多选{number}", "type": "multiple"}
        if self.chance(0.35):
            # Labels with brackets would make the header's regex ambiguous; a tail makes no sense there.
            options = [option for option in options if "（" not in option["label"]]
            question["columns"] = f"/^{number + 8}、.*\\((?<option>.*)\\)$/"
        elif self.chance(0.25):
            question["separator"] = self.rng.choice(["/", "┋", ";", "#"])
        if self.chance(0.3) and len(options) > 1:
            question["exclusive"] = [options[-1]["code"]]
        self.add(question, options)

    def add_asked_if(self):
        for question in self.questions:
            if self.chance(0.12):
                others = [other for other in self.questions if other is not question]
                if others:
                    question["asked_if"] = self.condition(self.rng.choice(others))

    def quoted(self, name):
        return name if name[0].isalpha() else f"[{name}]"

    def condition(self, question):
        """A formula over one question's answer."""
        name, rng = self.quoted(question["name"]), self.rng
        if question["type"] == "quantity":
            return rng.choice([f"{name}>=30", f"={name}<40.5", f'{name}=""', f"NOT({name}>20)",
                               f"AND({name}>20;{name}<=60)", f"{name}+1>50", f"ROUND({name}/10,0)=4"])
        if question["type"] == "text":
            return rng.choice([f'{name}=""', f'{name}<>""'])
        code = str(rng.choice(question["_options"])["code"])
        if question["type"] == "multiple":
            return rng.choice([f'HAS({name},"{code}")', f'NOT(HAS({name},"{code}"))', f'{name}=""'])
        found = [f'{name}="{code}"', f'{name}<>"{code}"', f'OR({name}="{code}",{name}="")', f"{name}＝“{code}”",
                 f'IF({name}="{code}",TRUE,FALSE)', f'IF({name}="{code}",1)']
        if code.isdigit():
            found += [f"{name}={int(code)}", f"{name}>{int(code)}"]
        return rng.choice(found)

    def any_condition(self):
        found = self.condition(self.rng.choice(self.questions))
        if self.chance(0.3):
            second = self.condition(self.questions[0])
            found = f"{self.rng.choice(['AND', 'OR'])}({found.lstrip('=')},{second.lstrip('=')})"
        return found

    def names(self, kind):
        return [question["name"] for question in self.questions if question["type"] == kind]

    def scored_names(self):
        return [question["name"] for question in self.questions
                if any("score" in option for option in question["_options"])]

    def make_valid(self):
        rng, valid = self.rng, {}
        if self.tidy:
            return
        if self.chance(0.6):
            every = [question["name"] for question in self.questions]
            valid["required"] = rng.choice(["scored", "all", [], rng.sample(every, rng.randint(1, len(every)))])
        for key in ("unknown", "several_ticks"):
            if self.chance(0.5):
                valid[key] = rng.choice(["reject", "missing", "missing"])
        if self.chance(0.02):
            valid["unknown"] = "stop"
        if self.chance(0.3):
            valid["min_seconds"] = {"column": "所用时间", "at_least": rng.choice([45, 60, 97])}
        if self.chance(0.35):
            valid["max_missing"] = Plain(rng.choice(["40%", "25%", "33.3%", "0%", "50%"]))
        if self.chance(0.3) and len(self.scored_names()) > 1:
            valid["straight_line"] = {"questions": self.scored_names(), "reject": self.chance(0.8)}
        if self.chance(0.35):
            valid["rules"] = [{"name": f"规则{number + 1}", "reject_if": self.any_condition()}
                              for number in range(rng.randint(1, 3))]
        if self.chance(0.3):
            columns = rng.choice([["编号"], ["编号", "所用时间"]])
            valid["unique"] = rng.choice(["编号", {"columns": columns}, {"columns": columns, "keep": "last"},
                                          {"columns": columns, "keep": "first"}])
        if valid:
            self.project.raw["valid"] = valid

    def make_measures(self):
        rng, scored, measures = self.rng, self.scored_names(), []
        for name in ("满意度", "知晓率", "M.1"):
            if self.chance(0.3):
                continue
            items = rng.sample(scored, rng.randint(1, len(scored)))
            kind = rng.choice(["mean_of", "mean_of", "weights", "pooled_of"])
            measure = {"name": name, "mean_of" if kind == "weights" else kind: items}
            if kind == "weights":
                measure["weights"] = [Plain(rng.choice(["1", "2", "0.5", "3", "1.25"])) for _ in items]
            measures.append(measure)
        closed = [question for question in self.questions if question["type"] in ("single", "multiple")]
        if self.chance(0.5):
            question = rng.choice(closed)
            codes = [option["code"] for option in question["_options"]]
            measures.append({"name": "占比", "share_of": {"question": question["name"],
                                                         "codes": rng.sample(codes, rng.randint(1, len(codes)))}})
        if measures:
            self.project.raw["measures"] = measures

    def make_tables(self):
        closed = self.names("single") + self.names("multiple")
        tables = []
        for _ in range(self.rng.choice([0, 0, 1, 2])):
            by = self.rng.sample(closed, min(len(closed), self.rng.randint(1, 3)))
            if len(by) >= 2 and self.chance(0.4):
                by = [by[:2]] + by[2:]
            rows = closed + self.names("quantity")
            table = {"rows": self.rng.sample(rows, self.rng.randint(1, min(3, len(rows)))), "by": by}
            if self.chance(0.15):
                del table["by"]
            if self.chance(0.25):
                table["count"] = "responses"
            if self.chance(0.4):
                table["where"] = self.any_condition()
            tables.append(table)
        if tables:
            self.project.raw["tables"] = tables

    def make_settings(self):
        rng, raw = self.rng, self.project.raw
        if self.chance(0.5):
            raw["base"] = rng.choice(["valid", "answered"])
        modes = ["half-up", "half-even", "truncate", "up"]
        if self.chance(0.6):
            raw["rounding"] = {}
            for kind in ("percent", "score"):
                if self.chance(0.7):
                    full = {"places": rng.randint(0, 3), "mode": rng.choice(modes)}
                    raw["rounding"][kind] = rng.choice([full, full["mode"], {"places": full["places"]}, full])
            if not raw["rounding"]:
                del raw["rounding"]

    def make_columns(self):
        """Which columns the questions have: key -> header, and `column:` where it is not the name."""
        headers = {"编号": "编号", "所用时间": "所用时间", "来源": "来源"}
        if self.chance(0.3):
            headers.update({"again": "来源", "nameless": ""})
        for number, question in enumerate(self.questions, 1):
            name = question["name"]
            if "columns" in question:
                prefix = question["columns"][2:question["columns"].index("、")]
                for place, option in enumerate(question["_options"]):
                    spelled = self.rng.choice([option["label"], str(option["code"])])
                    left, right = self.rng.choice(["()", "（）"])
                    headers[(name, place)] = f"{prefix}、{name}{left}{spelled}{right}"
                continue
            style = self.rng.randrange(5)
            headers[name] = name
            if style == 0:
                headers[name] = f"第{number}问:{name}"
                question["column"] = f"/^第{number}问[:：]/"
            elif style == 1:
                headers[name] = f"{number}、请问{name}"
                question["column"] = headers[name]
            elif style == 2:
                headers[name] = f" {name}\u3000"
        return headers

    def make_files(self, headers):
        rng, raw = self.rng, self.project.raw
        count = rng.choice([1, 1, 1, 2, 3])
        names = [f"responses{number + 1}.csv" for number in range(count)]
        raw["responses"] = rng.choice([names, "responses*.csv"]) if count > 1 else names[0]
        encoding = rng.choice(["auto"] * 6 + ["utf-8", "gb18030", "utf-16"])
        delimiter = rng.choice(["auto"] * 6 + [",", ";", "tab", "|"])
        for name in names:
            columns = list(headers)
            if self.chance(0.5):
                rng.shuffle(columns)
            file = ResponseFile(name, columns, headers)
            file.encoding = rng.choice(ENCODINGS)
            if encoding != "auto" and self.chance(0.7):
                file.encoding = {"utf-16": "utf-16-le"}.get(encoding, encoding)
            elif encoding != "auto":
                file.encoding = rng.choice(sorted(BOMS))
            file.delimiter = {"auto": rng.choice([",", ",", ";", "\t"]), "tab": "\t"}.get(delimiter, delimiter)
            if delimiter == "auto" and any(sign in header for header in headers.values() for sign in ",;\t"):
                file.quoting = 1.0  # an unquoted sign in the header would be counted
            else:
                file.quoting = rng.choice([0.0, 0.1, 0.5, 1.0])
            file.line_end = rng.choice(["\n", "\n", "\r\n", "\r\n", "\r"])
            file.blank_lines = rng.choice([0.0, 0.0, 0.1])
            file.final_end = self.chance(0.8)
            self.project.files.append(file)
        if encoding != "auto" or self.chance(0.2):
            raw["encoding"] = encoding
        if delimiter != "auto" or self.chance(0.2):
            raw["delimiter"] = delimiter
        if self.chance(0.7):
            raw["id"] = "编号"

    def make_rows(self):
        speller = Speller(self.rng, PATTERNS)
        # Some surveys are tidy, some are not.
        speller.mess = 0.0 if self.tidy else self.rng.choice([0.0, 0.02, 0.08, 0.25])
        number = 0
        for file in self.project.files:
            for _ in range(self.rng.choice([0, 1, 4, 8, 16, 25, 40, 60])):
                number += 1
                row = {"编号": f"{number:03}", "所用时间": speller.duration(), "来源": speller.remark(),
                       "again": speller.remark(), "nameless": self.rng.choice(["", "x"])}
                if self.chance(0.3 if "unique" in self.project.raw.get("valid", {}) else 0.1):
                    row["编号"] = self.rng.choice(["", f"{max(1, number - 2):03}", f" {number:03}", "-5", "=A1"])
                blank = self.chance(0.02)
                for question in self.questions:
                    row.update(speller.row_cells(question, blank))
                self.disorder(row, speller.mess)
                file.rows.append(row)

    def disorder(self, row, mess):
        """Records that are too short or too long, and some that only seem to be."""
        if not self.chance(mess / 3):
            return
        kind = self.rng.randrange(3)
        if kind == 0:
            row["cut"] = self.rng.randint(1, 2)
        else:
            row["extra"] = ["", ""] if kind == 1 else ["", "x"]

    def make_returns(self):
        count = sum(len(file.rows) for file in self.project.files)
        if self.chance(0.3):
            count += self.rng.randint(0, 5)
            self.project.raw["returned"] = count
        if self.chance(0.5):
            self.project.raw["distributed"] = count + self.rng.randint(1, 30)
        if self.chance(0.4):
            self.project.raw["population"] = max(1, count + self.rng.choice([0, 1, 7, 1000]))
        if self.chance(0.4):
            self.project.raw["confidence"] = self.rng.choice(["90%", "95%", "99%", "99.9%"])

    def make_score(self):
        rng, raw = self.rng, self.project.raw
        facts = write_facts(rng)
        measures = [measure["name"] for measure in raw.get("measures", [])]
        raw["score"] = {"file": "scoring.csv", "facts": "facts.csv"}
        self.project.extra_files["facts.csv"] = facts.data
        self.project.extra_files["scoring.csv"] = write_scoring(rng, facts.names, measures, raw)
        if self.chance(0.7):
            limits = rng.choice([(90, 80, 60, 0), (30, 20, 10, 5), range(60, 0, -2)])
            raw["score"]["grades"] = [{"grade": grade, "from": limit} for grade, limit in zip(GRADES, limits)]

    def build(self):
        self.project.raw["survey"] = "随机问卷"
        self.make_questions()
        self.make_valid()
        self.make_measures()
        self.make_tables()
        self.make_settings()
        headers = self.make_columns()
        self.make_files(headers)
        self.make_rows()
        self.make_returns()
        if self.chance(0.5):
            self.make_score()
        if self.chance(0.03):
            self.project.damage = self.rng.choice(['"', 'x"y\n', '"a"b\n', "a\0b\n"])
        self.project.raw["questions"] = [{key: value for key, value in question.items() if key[0] != "_"}
                                         for question in self.questions]
        return self.project


def generate(seed):
    return Builder(seed).build()
