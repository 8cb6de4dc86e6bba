"""The many ways in which people and survey platforms write down an answer; used by generate.py."""

TAILS = ["【{}】", "〖{}〗", "（{}）", "({})", ":{}", "：{}", ",{}", "，{}"]
REASONS = ["手续太多", "没有回音", "等太久;又没人", "", "A"]
UNKNOWN = ["不知道", "见附件", "？", "满 意 吗", "零", "(不详)"]
BLANKS = [" ", "\u3000", "\u00a0", "\u200b", "\t", "  "]
SEPARATORS = ["┋", "|", ";", "；", "、", ",", "，"]


def full_width(text):
    """ASCII letters and digits as an input method's full-width mode types them."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


class Speller:
    def __init__(self, rng, patterns):
        self.rng, self.examples = rng, dict(patterns)
        self.mess = 0.1

    def chance(self, probability):
        return self.rng.random() < probability

    def spell(self, option, place, numbered=False):
        """One option, in one of the forms that rules 2, 3, 5 and 6 know."""
        rng, code, label = self.rng, str(option["code"]), option["label"]
        forms = [code, label, label, label, f"{code}.{label}", f"{code}、{label}", f"（{code}）{label}",
                 f"({code}){label}", f"{code} {label}", f"{code}）\u3000{label}", f"{code}：{label}",
                 full_width(code), full_width(label), code.lower(), code.upper(), label.upper()]
        forms += option.get("also", [])
        forms += [f"{code}.{text}" for text in option.get("also", [])]
        if numbered:
            forms.append(str(place + 1))
        if "pattern" in option:
            forms += [self.examples[option["pattern"]]] * 4
        if option.get("other"):
            head = rng.choice([code, label, f"{code}.{label}"])
            forms += [head + rng.choice(TAILS).format(rng.choice(REASONS)) for _ in range(4)]
        return rng.choice(forms)

    def padded(self, text):
        if self.chance(0.1):
            text = self.rng.choice(BLANKS) + text
        if self.chance(0.1):
            text += self.rng.choice(BLANKS)
        return text

    def nothing(self):
        return self.rng.choice(["", "", "", " ", "\u3000", "(空)", "（空）", "-2", "(跳过)", "（跳过）", "-3", "－３"])

    def single(self, question):
        options, rng = question["_options"], self.rng
        place = min(int(rng.expovariate(0.7)), len(options) - 1)
        if not self.chance(self.mess * 2):
            return self.padded(self.spell(options[place], place, question.get("numbered")))
        first, second = rng.choice(options), rng.choice(options)
        return self.padded(rng.choice([
            self.nothing(), self.nothing(), rng.choice(UNKNOWN),
            f"{first['code']}{second['code']}",
            rng.choice(SEPARATORS).join([first["label"], second["label"]]),
            rng.choice(SEPARATORS[:3]).join([str(first["code"]), str(second["code"])]),
            f"{first['code']}.{second['label']}",
            f"{first['code']}.没有这一项",
            f"{first['code']}{second['code']}{first['code']}",
            f"{first['label']}{rng.choice(TAILS).format(second['label'])}",
            f"{options[-1]['label']}【甲】{rng.choice(TAILS[:4]).format('乙,丙')}",
            rng.choice(list(self.examples.values())), self.two_patterns(options), self.two_patterns(options),
        ]))

    def two_patterns(self, options):
        """A text that fits the patterns of two options, where there are two."""
        found = [self.examples[option["pattern"]] for option in options if "pattern" in option]
        return "，".join(found[::-1]) if len(found) > 1 else "请及时到账，总是排队太久"

    def multiple(self, question):
        options, rng = question["_options"], self.rng
        if self.chance(self.mess * 2):
            first, last = options[0], options[-1]
            return rng.choice([self.nothing(), self.nothing(), rng.choice(UNKNOWN), ";", self.two_patterns(options),
                               f"{last['code']}:甲;{last['code']},{first['code']}",
                               f"{first['code']}{last['code']}{first['code']}{options[1]['code']}", "┋、",
                               f"{options[0]['code']};不知道", rng.choice(list(self.examples.values())),
                               f"{options[0]['code']}、{options[1]['label']}", f"{options[0]['code']}┋-2",
                               f"{options[1]['label']}（{options[0]['label']};{options[1]['label']}）",
                               f"{options[-1]['label']},{options[0]['code']}:{options[1]['code']}",
                               f"{options[-1]['code']}【{rng.choice(REASONS)},甲;乙】┋{options[0]['code']}"])
        places = rng.sample(range(len(options)), rng.randint(1, min(3, len(options))))
        if self.chance(0.1):
            places.append(places[0])
        separator = question.get("separator") or rng.choice(SEPARATORS)
        style = rng.randrange(4)
        if style == 0 and "separator" not in question:
            return "".join(str(options[place]["code"]) for place in places)
        if style == 1:
            parts = [str(options[place]["code"]) for place in places]
        else:
            parts = [self.padded(self.spell(options[place], place, question.get("numbered"))) for place in places]
        if style == 2 and len(parts) > 2 and "separator" not in question:
            return f"{parts[0]}{separator}{parts[1]}{rng.choice(SEPARATORS)}{parts[2]}"
        if self.chance(0.1):
            parts.insert(rng.randrange(len(parts)), "")
        return separator.join(parts)

    def option_cells(self, question, blank):
        """One column per option."""
        places, rng = range(len(question["_options"])), self.rng
        name = question["name"]
        if blank or self.chance(self.mess):
            cell = "" if blank else rng.choice(["", "-3", "(跳过)", "0", "-2", "否"])
            return {(name, place): cell for place in places}
        return {(name, place): rng.choice(["1", "是", "√", "选中", "5"]) if self.chance(0.35)
                else rng.choice(["", "0", "否", " ", "０", "-2"]) for place in places}

    def quantity(self):
        if self.chance(self.mess):
            return self.rng.choice([self.nothing(), "很多", "1,23", "12岁", "-3", "-2", "1 2"])
        number = self.rng.randint(10, 105)
        return self.padded(self.rng.choice([str(number), str(number), f"{number}.5", full_width(str(number)),
                                            f"+{number}", "1,024", "2e1", "99.50", f"0{number}"]))

    def remark(self):
        return self.rng.choice(["", "", "无", "手机提交", '说"好"', "多行\n意见", "好,继续", "a;b", "甲\t乙", "乙\r\n丙",
                                "-1", "=1+1", "(空)", "(跳过)", "很好 ", "😀"])

    def duration(self):
        minutes, seconds = self.rng.randint(0, 3), self.rng.randint(0, 59)
        total = minutes * 60 + seconds
        return self.rng.choice([str(total), f"{total}秒", f"{minutes}分{seconds}秒", f"0:{minutes:02}:{seconds:02}",
                                f"{total}秒", "", "不详", full_width(str(total))])

    def row_cells(self, question, blank):
        """Column key -> cell, for one respondent and question."""
        if "columns" in question:
            return self.option_cells(question, blank)
        if blank:
            return {question["name"]: self.rng.choice(["", " ", "(空)"])}
        kinds = {"single": self.single, "multiple": self.multiple}
        if question["type"] in kinds:
            return {question["name"]: kinds[question["type"]](question)}
        return {question["name"]: self.quantity() if question["type"] == "quantity" else self.remark()}
