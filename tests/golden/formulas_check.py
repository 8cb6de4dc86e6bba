#!/usr/bin/env python3
"""Recomputes every worked number of docs/formulas.md.

    formulas_check.py WJTAB

A number in **bold**, in a column whose head begins with “worked” or in a paragraph that begins with
“Worked:”, is computed twice: by wjtab from the data that the document names, and by the functions in
tests/golden/formulas from the raw answers, exactly or in Python's floats. Both must agree, and round to
what is written. Where such a cell says that a sum of numbers equals another, that is so. Every row of such a
column has a function, every function a row, and every section with formulas names its sources. To see that the check can fail, every bold number is then changed in its
last digit: that must be noticed each time.

Prints each fault, then `N passed, N failed`; exit status 1 if anything failed.
"""
import math
import os
import re
import sys
import tempfile
from fractions import Fraction

from formulas import (comparison, quantities, scale, scores, survey, tables, tests, weighted,  # noqa: F401
                      weights)  # they register
from formulas.worked import REGISTER, ROOT, Case, exact

DOCUMENT = "docs/formulas.md"
AGREE = 1e-9
ROUNDED = 2e-5  # how far a sum of rounded numbers may be off, relatively
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def sections(text):
    """(title, [(line number, line)]) of every ## section."""
    title, lines, fenced = None, [], False
    for number, line in enumerate(text.split("\n"), 1):
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            yield title, lines
            title, lines = line[3:], []
        elif not fenced:
            lines.append((number, line))
    yield title, lines


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows(lines):
    """(line number, figure, worked cell) of the tables that have a worked column."""
    place = None
    for number, line in lines:
        if not line.startswith("|"):
            place = None
        elif place is None:
            heads = cells(line)
            place = next((i for i, head in enumerate(heads) if head.startswith("worked")), -1)
        elif place >= 0 and not line.startswith("|---"):
            yield number, re.sub(r"`", "", cells(line)[0]), cells(line)[place]


def sentences(lines):
    """(line number, text) of each paragraph that begins with Worked:."""
    paragraph = []
    for number, line in [*lines, (0, "")]:
        if line and not line.startswith("|"):
            paragraph.append((number, line))
            continue
        if paragraph and paragraph[0][1].startswith("Worked:"):
            yield paragraph[0][0], " ".join(text for _, text in paragraph)
        paragraph = []


def worked_words(text):
    """(section, figure, line number, words) of everything worked."""
    for title, lines in sections(text):
        for number, figure, cell in rows(lines):
            yield title, figure, number, cell
        for number, words in sentences(lines):
            yield title, None, number, words


def examples(text):
    """(section, figure, line number, [numbers]) of everything worked."""
    for title, figure, number, words in worked_words(text):
        yield title, figure, number, BOLD.findall(words)


def amount(words):
    """What a sum of numbers gives, whatever words stand before it; None where there is more in it."""
    plain = re.sub(r"^[^\d(√−]*", "", words.replace("**", "")).strip(" .")
    if not re.fullmatch(r"[\d.()·/+−√²% ]*\d[\d.()·/+−√²% ]*", plain):
        return None
    for sign, meaning in ((r"([\d.]+)%", r"(\1/100)"), (r"√([\d.]+)", r"√(\1)"), ("·", "*"), ("−", "-"),
                          ("²", "**2"), ("√", "math.sqrt")):
        plain = re.sub(sign, meaning, plain)
    try:
        return eval(plain, {"__builtins__": {}, "math": math})  # digits and signs alone, as matched above
    except SyntaxError:
        return None  # a parenthesis of the sentence around it


def unequal(text):
    """Equations between numbers in what is worked, None for each that holds."""
    for _, _, number, words in worked_words(text):
        for part in re.split(r"[;:,±]| so | to ", words):
            amounts = [value for value in map(amount, part.split("=")) if value is not None]
            for value in amounts[1:]:
                good = abs(value - amounts[0]) <= max(ROUNDED * abs(value), half_unit(part))
                yield number, None if good else f"this does not hold: {part.strip()}"


def half_unit(part):
    """Half a unit of the last digit of the bold numbers here; 0 where there are none."""
    return max((float(written(number)[1]) for number in BOLD.findall(part)), default=0)


def written(number):
    """(value, half a unit of its last digit), exactly: 84.53%, -1.2, 2.91e-09."""
    plain = number.replace("−", "-").replace(" ", "")
    share = plain.endswith("%")
    plain = plain.rstrip("%")
    if "/" in plain:
        return Fraction(plain), Fraction(0)
    digits, _, power = plain.partition("e")
    scale = Fraction(10) ** int(power or 0) / (100 if share else 1)
    places = len(digits.partition(".")[2])
    return Fraction(digits) * scale, Fraction(1, 2 * 10 ** places) * scale


def fault_of(number, found, own):
    """None, or what is wrong."""
    found, own = exact(found), exact(own)
    if found is None or abs(found - own) > AGREE * max(abs(own), Fraction(1, 10 ** 6)):
        return f"wjtab {found}, recomputed {own}"
    value, half = written(number)
    if abs(Fraction(own) - value) > half + Fraction(1, 10 ** 13) * abs(value):
        return f"{float(own)!r} is not {number}"
    return None


def check(computed, text):
    """(line, fault or None) of each number, and of what is missing."""
    seen = set()
    for title, figure, line, numbers in examples(text):
        pairs = computed.get((title, figure))
        seen.add((title, figure))
        if pairs is None:
            yield line, f"nothing recomputes “{figure}” of “{title}”"
            continue
        if len(pairs) != len(numbers) or not numbers:
            yield line, f"{len(numbers)} bold numbers in “{figure}”, {len(pairs)} are recomputed"
        for number, (found, own) in zip(numbers, pairs):
            yield line, fault_of(number, found, own)
    for title, figure in computed.keys() - seen:
        yield 0, f"no row “{figure}” in “{title}”"


def unsourced(text):
    """Sections with worked numbers that name no source."""
    for title, lines in sections(text):
        words = " ".join(line for _, line in lines)
        if (list(rows(lines)) or list(sentences(lines))) and not re.search(r"\bSources?\b", words):
            yield f"“{title}” names no source"


def changed(number):
    """The number with its last digit changed."""
    return re.sub(r"\d(?=[^\d]*$)", lambda digit: str((int(digit.group()) + 5) % 10), number)


def unnoticed(computed, text):
    """Bold numbers whose change the check does not see."""
    for title, figure, line, numbers in examples(text):
        for number, (found, own) in zip(numbers, computed.get((title, figure), [])):
            mantissa, power = re.fullmatch(r"([^e]*)(e.*)?", number).groups()
            if fault_of(changed(mantissa) + (power or ""), found, own) is None:
                yield line, f"{number} may be changed and nothing notices"


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(os.path.join(ROOT, DOCUMENT), encoding="utf-8") as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as folder:
        case = Case(os.path.abspath(sys.argv[1]), text, folder)
        computed = {place: list(recompute(case)) for place, recompute in REGISTER.items()}
    results = list(check(computed, text))
    results += list(unequal(text))
    results += [(0, fault) for fault in unsourced(text)]
    results += list(unnoticed(computed, text))
    faults = [(line, fault) for line, fault in results if fault is not None]
    for line, fault in faults:
        print(f"{DOCUMENT}:{line}: {fault}")
    print(f"{len(results) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
