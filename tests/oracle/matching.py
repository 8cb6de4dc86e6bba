"""Reference matching: a cell becomes an answer, after FORMATS.md, section "How an answer is matched"."""

import re
import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction

WHITE_SPACE = "".join(map(chr, [*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029,
                                0x202F, 0x205F, 0x3000]))
BLANKS = WHITE_SPACE + "\u200b\ufeff"
SEPARATORS = ["┋", "|", ";", "、", ","]
BRACKETS = {"(": ")", "〖": "〗", "【": "】", "[": "]", "{": "}", "《": "》", "“": "”", "「": "」"}
NOTHING = ("", "(空)", "-2")
NOT_ASKED = ("(跳过)", "-3")
NOT_CHOSEN = ("", "0", "否", "-2", "-3", "(空)", "(跳过)")
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:E[+-]?\d{1,3})?$", re.ASCII)

KNOWN, EMPTY, SKIPPED, UNKNOWN, SEVERAL = "known", "empty", "not asked", "unknown", "several"
FINAL = object()  # rule 3's verdict that a code and a label disagree: no later rule is tried


@dataclass
class Answer:
    state: str
    chosen: list = field(default_factory=list)  # option positions, ascending
    number: Fraction = None
    text: str = ""
    cell: str = None                            # as written; None with one column per option
    made_missing: bool = False


def clean_keeping_case(text):
    return unicodedata.normalize("NFKC", text).strip(BLANKS)


def clean(text):
    # Simple upper-casing: one character stays one character.
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in clean_keeping_case(text))


def read_number(cleaned):
    if not NUMBER.match(cleaned):
        return None
    return Fraction(cleaned.replace(",", ""))


def pattern_of(text):
    """A /regex/ of a definition in Python's spelling."""
    return re.compile(text.replace("(?<option>", "(?P<option>"), re.IGNORECASE)


class Matcher:
    """Matches the cells of one question."""

    def __init__(self, question):
        self.question = question
        self.codes = [clean(option.code) for option in question.options]
        self.labels, self.spellings = {}, {}
        for place, option in enumerate(question.options):
            texts = ([option.label] if option.has_label else []) + option.also
            for text in texts:
                self.labels[clean(text)] = place
            numbered = [str(place + 1)] if question.numbered else []
            for text in [option.code] + texts + numbered:
                self.spellings[clean(text)] = place

    # Each of the following returns an option's position, None where the rule does not apply, or FINAL.

    def code_and_label(self, text):
        """Rule 3."""
        disagree = False
        for place, code in enumerate(self.codes):
            rest = None
            if text.startswith(code) and text[len(code):len(code) + 1] in (*".、):", *BLANKS):
                rest = text[len(code) + 1:]
            elif text.startswith(f"({code})"):
                rest = text[len(code) + 2:]
            label = self.labels.get(rest.lstrip(BLANKS)) if rest else None
            if label == place:
                return place
            disagree = disagree or label is not None
        return FINAL if disagree else None

    def spelled(self, text):
        """Rules 2 and 3."""
        if text in self.spellings:
            return self.spellings[text]
        return self.code_and_label(text)

    def with_tail(self, text):
        """Rule 5: the longest head that is an option which takes a free text."""
        for end in range(len(text) - 1, 0, -1):
            if is_tail(text[end:]):
                place = self.spelled(text[:end].strip(BLANKS))
                if isinstance(place, int) and self.question.options[place].other:
                    return place
        return None

    def by_pattern(self, cell):
        """Rule 6: exactly one option's pattern fits."""
        cell = cell.strip(BLANKS)
        found = [place for place, option in enumerate(self.question.options)
                 if option.pattern and pattern_of(option.pattern).search(cell)]
        return found[0] if len(found) == 1 else None

    def part(self, text):
        """A part of a cut multiple cell: rules 2, 3, 5, 6."""
        place = self.spelled(text)
        if place is None:
            place = self.with_tail(text)
        if place is None:
            place = self.by_pattern(text)
        return place

    def answer(self, cell):
        text = clean(cell)
        if text in NOTHING + NOT_ASKED:
            itself = text in ("-2", "-3") and text in self.spellings
            if not itself:
                return Answer(EMPTY if text in NOTHING else SKIPPED, cell=cell)
        found = self.single(cell, text) if self.question.type == "single" else self.multiple(cell, text)
        found.cell = cell
        return found

    def single(self, cell, text):
        place = self.spelled(text)
        if place is None and self.side_by_side(text):
            return Answer(SEVERAL)
        if place is None:
            place = self.with_tail(text)
        if place is None:
            place = self.by_pattern(cell)
        return Answer(KNOWN, [place]) if isinstance(place, int) else Answer(UNKNOWN)

    def side_by_side(self, text):
        """Rule 4: a cut into two or more parts that are all options by rules 2 and 3."""
        for parts in cuts(text):
            if len(parts) > 1 and all(isinstance(self.spelled(part), int) for part in parts):
                return True
        return self.adjoining(text) is not None

    def adjoining(self, text):
        """The options of codes that stand side by side, where there is exactly one way to cut them."""
        ways = [[] for _ in range(len(text) + 1)]
        ways[0] = [[]]
        for end in range(1, len(text) + 1):
            for place, code in enumerate(self.codes):
                if code and text[:end].endswith(code):
                    # Two ways are enough to know that the cut is not unique.
                    ways[end] = (ways[end] + [way + [place] for way in ways[end - len(code)]])[:2]
        return ways[-1][0] if len(ways[-1]) == 1 else None

    def multiple(self, cell, text):
        place = self.spelled(text)
        if place is FINAL:
            return Answer(UNKNOWN)
        if place is not None:
            return Answer(KNOWN, [place])
        separator = self.question.separator
        for parts in cuts(text) if separator == "auto" else [cut(text, [clean_keeping_case(separator)])]:
            if not parts:
                return Answer(EMPTY)
            places = [self.part(part) for part in parts]
            if all(isinstance(place, int) for place in places):
                return Answer(KNOWN, sorted(set(places)))
        places = self.adjoining(text) if separator == "auto" else None
        if places is None and separator == "auto":
            place = self.with_tail(text)
            place = self.by_pattern(cell) if place is None else place
            places = None if place is None else [place]
        return Answer(UNKNOWN) if places is None else Answer(KNOWN, sorted(set(places)))


def closing_place(text, start):
    """Where the bracket at start is closed, brackets of its kind inside counted; -1 where it is not."""
    opening, closing, depth = text[start], BRACKETS[text[start]], 0
    for at in range(start, len(text)):
        depth += (text[at] == opening) - (text[at] == closing)
        if depth == 0:
            return at
    return -1


def is_tail(text):
    """A colon or comma and the rest, or bracket groups up to the end."""
    if text[0] in ":,":
        return True
    at = 0
    while at < len(text):
        end = closing_place(text, at) if text[at] in "(〖【" else -1
        if end < 0:
            return False
        at = end + 1
    return True


def protected(text):
    """The places inside brackets that are closed later: not cut there."""
    inside, at = set(), 0
    while at < len(text):
        end = closing_place(text, at) if text[at] in BRACKETS else -1
        if end > 0:
            inside.update(range(at, end + 1))
            at = end
        at += 1
    return inside


def cut(text, signs):
    """The non-empty parts between the signs, without outer blanks."""
    inside, parts, start = protected(text), [], 0
    for at, char in enumerate(text):
        if char in signs and at not in inside:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip(BLANKS) for part in parts if part.strip(BLANKS)]


def cuts(text):
    """Every separator that occurs, alone, in the contract's order; then all together."""
    inside = protected(text)
    present = [sign for sign in SEPARATORS if any(char == sign and at not in inside for at, char in enumerate(text))]
    if present:
        # A cell of separators only is empty, whichever of them comes first.
        if not cut(text, present):
            return [[]]
    return [cut(text, [sign]) for sign in present] + ([cut(text, present)] if len(present) > 1 else [])


def option_columns(question, headers):
    """One column per option: option position -> column index."""
    matcher, found = Matcher(question), {}
    pattern = pattern_of(question.columns.strip()[1:-1])
    for index, header in enumerate(headers):
        match = pattern.search(clean(header))
        if match:
            found[matcher.part(clean(match.group("option")))] = index
    return found


def column_index(wanted, headers):
    """The column named by header text or /regex/; None where there is none."""
    regex = len(wanted) > 1 and wanted[0] == "/" and wanted[-1] == "/"
    for index, header in enumerate(headers):
        cleaned = clean(header)
        if pattern_of(wanted[1:-1]).search(cleaned) if regex else cleaned == clean(wanted):
            return index
    return None


def match_option_cells(cells):
    """cells: option position -> text. Nothing chosen is empty; not asked in all of them is not asked."""
    cleaned = {place: clean(cell) for place, cell in cells.items()}
    if cleaned and all(text in NOT_ASKED for text in cleaned.values()):
        return Answer(SKIPPED)
    chosen = sorted(place for place, text in cleaned.items() if text not in NOT_CHOSEN)
    return Answer(KNOWN, chosen) if chosen else Answer(EMPTY)


def match_quantity(question, cell):
    text = clean(cell)
    number = read_number(text)
    if text in ("-2", "-3"):
        limits = question.lowest is not None or question.highest is not None
        if not limits or out_of_range(question, number):
            return Answer(EMPTY if text == "-2" else SKIPPED, cell=cell)
    if text in NOTHING or text in NOT_ASKED:
        if text not in ("-2", "-3"):
            return Answer(EMPTY if text in NOTHING else SKIPPED, cell=cell)
    if number is None:
        return Answer(UNKNOWN, cell=cell)
    return Answer(KNOWN, number=number, cell=cell)


def out_of_range(question, number):
    return (question.lowest is not None and number < question.lowest) or (
        question.highest is not None and number > question.highest)


def match_text(cell):
    text = clean(cell)
    if text in NOTHING:
        return Answer(EMPTY, cell=cell)
    if text in NOT_ASKED:
        return Answer(SKIPPED, cell=cell)
    return Answer(KNOWN, text=cell.strip(BLANKS), cell=cell)


def match_answers(definition, headers):
    """Returns a function: the fields of a record -> {question name: Answer}."""
    plans = []
    for question in definition.questions:
        if question.columns:
            plans.append((question, option_columns(question, headers), None))
        else:
            matcher = Matcher(question) if question.closed else None
            plans.append((question, column_index(question.column, headers), matcher))

    def answers(fields):
        found = {}
        for question, where, matcher in plans:
            if question.columns:
                found[question.name] = match_option_cells({place: fields[index] for place, index in where.items()})
            elif question.type == "quantity":
                found[question.name] = match_quantity(question, fields[where])
            elif question.type == "text":
                found[question.name] = match_text(fields[where])
            else:
                found[question.name] = matcher.answer(fields[where])
        return found
    return answers
