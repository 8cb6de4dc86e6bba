"""Loads SURVEY.yaml for the reference. All scalars stay text, so that 66.67 and 01 mean exactly what is written."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import yaml

from formula import number_of, parse


@dataclass
class Option:
    code: str
    label: str
    has_label: bool = True
    also: list = field(default_factory=list)
    score: Fraction = None
    pattern: str = None
    other: bool = False


@dataclass
class Question:
    name: str
    label: str
    column: str
    type: str
    options: list
    scale: str = None
    separator: str = "auto"
    columns: str = None
    exclusive: list = field(default_factory=list)
    numbered: bool = False
    lowest: Fraction = None
    highest: Fraction = None
    asked_if: tuple = None

    @property
    def scored(self):
        return any(option.score is not None for option in self.options)

    @property
    def top(self):
        return max(option.score for option in self.options if option.score is not None)

    @property
    def closed(self):
        return self.type in ("single", "multiple")

    def position(self, code):
        return [option.code for option in self.options].index(code)


@dataclass
class Definition:
    folder: Path
    raw: dict
    questions: list
    valid: dict
    base: str
    measures: list
    tables: list
    rounding: dict

    def question(self, name):
        return next(question for question in self.questions if question.name == name)


def load_option(raw):
    return Option(code=raw["code"], label=raw.get("label", raw["code"]), has_label="label" in raw,
                  also=list(raw.get("also", [])), score=Fraction(raw["score"]) if "score" in raw else None,
                  pattern=raw.get("pattern"), other=raw.get("other") == "true")


def load_question(raw, scales):
    options = scales[raw["scale"]] if "scale" in raw else raw.get("options", [])
    limit = {key: number_of(raw[key]) if key in raw else None for key in ("min", "max")}
    return Question(name=raw["name"], label=raw.get("label", raw["name"]), column=raw.get("column", raw["name"]),
                    type=raw["type"], options=[load_option(option) for option in options], scale=raw.get("scale"),
                    separator=raw.get("separator", "auto"), columns=raw.get("columns"),
                    exclusive=list(raw.get("exclusive", [])), numbered=raw.get("numbered") == "true",
                    lowest=limit["min"], highest=limit["max"],
                    asked_if=parse(raw["asked_if"]) if "asked_if" in raw else None)


def load_rounding(raw):
    """places and mode of each kind; a bare word is the mode."""
    rules = {"percent": (2, "half-up"), "score": (1, "half-up")}
    for kind, value in (raw or {}).items():
        places, mode = rules[kind]
        if isinstance(value, str):
            rules[kind] = (places, value)
        else:
            rules[kind] = (int(value.get("places", places)), value.get("mode", mode))
    return rules


def load(path):
    path = Path(path)
    raw = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    scales = raw.get("scales", {})
    return Definition(folder=path.parent, raw=raw,
                      questions=[load_question(question, scales) for question in raw.get("questions", [])],
                      valid=raw.get("valid", {}), base=raw.get("base", "valid"), measures=raw.get("measures", []),
                      tables=raw.get("tables", []), rounding=load_rounding(raw.get("rounding")))


def response_files(definition):
    """The paths of `responses:` as they are written; a glob is sorted by name."""
    stated = definition.raw.get("responses", [])
    if isinstance(stated, list):
        return stated
    if any(sign in stated for sign in "*?["):
        return sorted(str(path.relative_to(definition.folder)) for path in definition.folder.glob(stated))
    return [stated]
