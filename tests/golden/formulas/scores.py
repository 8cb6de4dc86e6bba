"""Scores, what the sample makes of them, rounding."""

import math
from fractions import Fraction

from .distributions import t_quantile
from .survey import composite, of_all, of_sample
from .worked import ITEMS, ROOT, named, worked

AIM = 10  # points of 补贴对象满意度
BENEFIT = {"引进人才增长率": 10, "建立健全人才引进培养机制": 5}  # by rule, whatever the survey says


def measure(case, items):
    return composite(of_all(case, of_sample, items), [1] * len(items))


def cut(value):
    """To one place, towards zero, as the sample's `rounding.score` says."""
    return Fraction(math.floor(value * 10), 10)


def known(case):
    return 4 * measure(case, ["政策了解"])[0] + 1


def satisfied(case):
    return AIM * measure(case, ITEMS)[0]


def indicator(results, name):
    return named(results["score"]["indicators"], name)


def level(case):
    return named(case.sample["score"]["levels"], "效益")


def benefit(case):
    return sum(BENEFIT.values()) + cut(known(case)) + cut(satisfied(case))


def total(case):
    """The other three levels hang on no answer: their indicators as they are printed."""
    others = [one for one in case.sample["score"]["indicators"] if one["level1"] != "效益"]
    return benefit(case) + sum(Fraction(int(one["score"]["num"]), int(one["score"]["den"])) for one in others)


@worked("Scores", "得分 of an indicator")
def score(case):
    yield indicator(case.sample, "补贴对象满意度")["score"], cut(satisfied(case))


@worked("Scores", "得分 of a level, total")
def sums(case):
    yield level(case)["score"], benefit(case)
    yield case.sample["score"]["total"], total(case)


@worked("Scores", "得分率")
def score_rate(case):
    yield indicator(case.sample, "补贴对象满意度")["rate"], cut(satisfied(case)) / AIM
    yield level(case)["rate"], benefit(case) / 30


def scored(case, name, rows, rounding="{places: 10, mode: truncate}"):
    """A scoring file of its own; `rows` are its lines below the head."""
    head = "三级指标,分值,公式,目标值,实际值\n"
    definition = f"score: {{file: scoring.csv}}\nrounding: {{score: {rounding}}}\n"
    return case.run(name, definition, [("scoring.csv", head + "".join(row + "\n" for row in rows))])


@worked("Scores", "完成率")
def completion(case):
    found = scored(case, "completion", ["多,10,1,≥240,265.25", "少,10,1,≤240,265.25"])
    yield indicator(found, "多")["done"], Fraction(26525, 24000)
    yield indicator(found, "少")["done"], Fraction(24000, 26525)


@worked("Scores", "TARGET, pro rata")
def target(case):
    found = scored(case, "target", ['例,10,"TARGET(265.25,240,""≤"")",,'])
    yield indicator(found, "例")["raw"], Fraction(24000, 26525)


@worked("Scores", "grade")
def grade(case):
    assert case.sample["score"]["grade"] == "良"
    yield case.sample["score"]["total"], total(case)
    yield 80, 80


# ---- how sure ----

def between(case, items):
    """The interval of a measure at the level that two of them get."""
    rate, error = measure(case, items)
    half = t_quantile(1 - 0.025 / 2, len(case.forms) - 1) * error
    return float(rate) - half, float(rate) + half


@worked("How sure", None)
def how_sure(case):
    with open(f"{ROOT}/samples/zhifu-2022/survey.yaml", encoding="utf-8") as file:
        assert "population" not in file.read()
    found = case.run("sure", case.sample_definition)["score"]
    satisfaction, knowledge = between(case, ITEMS), between(case, ["政策了解"])
    for name, own in (("满意度", satisfaction), ("政策知晓率", knowledge)):
        limits = named(found["interval"]["measures"], name)
        for key, value in zip(("lower", "upper"), own):
            yield float(Fraction(int(limits[key]["num"]), int(limits[key]["den"]))), value
    ends = [(cut(AIM * satisfied_), cut(4 * known_ + 1)) for satisfied_, known_ in zip(satisfaction, knowledge)]
    for place, name in enumerate(("补贴对象满意度", "提高政策知晓人群覆盖率")):
        limits = named(found["indicators"], name)["interval"]
        for key, end in zip(("lower", "upper"), ends):
            yield limits[key], end[place]
    now = cut(satisfied(case)) + cut(known(case))
    for key, end in zip(("lower", "upper"), ends):
        yield found["interval"][key], total(case) - now + sum(end)


# ---- rounding ----

def rounded(value, places, mode):
    """By the definition of each mode; the values are positive."""
    scaled = value * 10 ** places
    down = math.floor(scaled)
    rest = scaled - down
    more = {"half-up": rest >= Fraction(1, 2), "up": rest > 0, "truncate": False,
            "half-even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and down % 2 == 1)}[mode]
    return Fraction(down + more, 10 ** places)


SHOWN = [(Fraction(1, 8), 2, "0.125"), (Fraction(27, 200), 2, "0.135"),
         (Fraction(11280, 1325), 1, "10*1128/1325"), (Fraction(344136 * 3, 349136), 1, "3*3441.36/3491.36")]


def rounding(figure, mode):
    @worked("Rounding", figure)
    def one(case):
        for value, places, formula in SHOWN:
            found = scored(case, f"{mode} {formula.replace('/', ' ')}", [f"例,10,{formula},,"],
                           f"{{places: {places}, mode: {mode}}}")
            yield indicator(found, "例")["score"], rounded(value, places, mode)
    return one


rounding("half-up 四舍五入", "half-up")
rounding("half-even 四舍六入五成双", "half-even")
rounding("truncate 舍去", "truncate")
rounding("up 进一", "up")
