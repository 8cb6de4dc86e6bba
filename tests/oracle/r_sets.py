"""Random surveys whose figures R computes too: a definition, answers, and the same definition for R.

The same seed gives the same bytes. Cells are codes, since reading and matching are tested elsewhere; here are
what statistics stumble over: small and empty bases, constant items, empty columns, decimals as scores, answers
that carry no score, blanks, questions that were not asked, columns that share respondents. Some have an
earlier survey beside them, whose definition differs here and there.
"""

import copy
import json
import math
import random
from decimal import Decimal

NOT_ASKED = "(跳过)"
SCORES = [["100", "80", "60", "0"], ["5", "4", "3", "2", "1"], ["3", "2", "1", "0"], ["1", "0"], ["100", "66.67", "33.33", "0"],
          ["9", "7.5", "6", "2.25", "0.125"], ["90", "60", "30", "10"], ["2", "2", "1", "1", "0"], ["10", "10"], ["0.1", "0.7"]]
THEMES = [{"label": "审批", "pattern": "审批|手续"}, {"label": "及时", "pattern": "及时", "not": "不及时"},
          {"label": "标准", "pattern": "标准.{0,3}[低高]"}]
TEXTS = ["审批太慢", "发放不及时", "以前不及时，现在及时", "标准偏低", "标准太高，手续多", "很好", "没有意见", "及时"]
LEVELS = ["95%", "95%", "90%", "99%", "92.5%"]


def question(name, kind, options=None, **more):
    return {"name": name, "type": kind, **({"options": options} if options else {}), **more}


def choices(codes, scores=None):
    return [{"code": code, **({"score": score} if score else {})}
            for code, score in zip(codes, scores or [None] * len(codes))]


def uses(measure, name):
    return name in [*measure.get("mean_of", []), *measure.get("pooled_of", []), measure.get("share_of", {}).get("question")]


class Survey:
    """`raw` is the definition, for wjtab as YAML and for R as JSON; `rows` the answers; `before` the survey before."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.size = self.draw_size(seed)
        self.scored, self.backgrounds, self.raw = [], [], {}
        self.add_head()
        self.add_questions()
        self.add_measures()
        self.add_tables()
        self.add_answers()
        # Drawn from a sequence of its own, so that what stands above stays as it is.
        self.before = self.earlier(random.Random(f"before {seed}"))

    def add_answers(self):
        self.rows = self.answers()
        self.weights = None
        self.add_weighting()
        self.bound_population()

    def chance(self, share):
        return self.rng.random() < share

    def draw_size(self, seed):
        if seed % 8 == 0:
            return seed // 8 % 4 + 1
        return self.rng.choice([4, 6, 9, 15, 24, 40, 60, 90, 140, 220, 400])

    # ---- the definition ----

    def add_head(self):
        raw, rng = self.raw, self.rng
        raw["survey"] = "统计核对"
        raw["responses"] = "answers.csv"
        raw["base"] = rng.choice(["valid", "answered"])
        raw["confidence"] = rng.choice(LEVELS)
        if self.chance(0.5):
            raw["intervals"] = {"shares": "clopper-pearson"}
        if self.chance(0.6):
            raw["sample_size"] = rng.choice(["3%", "5%", "1%"])
        if self.chance(0.8):
            raw["tests"] = {"columns": rng.choice([["95%"], ["90%"], ["99%"], ["90%", "95%"], ["99%", "95%"]]),
                            "adjust": rng.choice(["none", "holm", "bonferroni"])}
        if self.chance(0.8):
            raw["summaries"] = rng.choice([["alpha"], ["alpha", "importance"], ["importance"], ["paired", "importance"], ["paired"]])
        if self.chance(0.5):
            raw["open_answers"] = {"list": rng.choice([0, 3, 200]), "phrases": rng.choice([5, 20, 200]), "least": rng.choice([2, 3])}

    def add_questions(self):
        rng = self.rng
        found = self.raw["questions"] = []
        for number in range(rng.randint(1, 2)):
            found.append(question(f"背景{number + 1}", "single", choices("ABCDE"[:rng.randint(2, 5)])))
            self.backgrounds.append(found[-1]["name"])
        scale = rng.choice(SCORES[:7])
        for number in range(rng.randint(1, 8)):
            scores = scale if self.chance(0.7) else rng.choice(SCORES)
            unscored = [None] if self.chance(0.2) else []
            found.append(question(f"题{number + 1}", "single", choices("ABCDEF", [*scores, *unscored])))
            self.scored.append(found[-1]["name"])
        if self.chance(0.8):
            found.append(question("多选", "multiple", choices("ABCDEF"[:rng.randint(2, 6)])))
        if self.chance(0.2):
            found.append(question("计分多选", "multiple", choices("ABC", ["3", "2", "0.5"])))
        if self.chance(0.7):
            found.append(question("天数", "quantity"))
        if self.chance(0.6):
            found.append(question("推荐", "quantity", min=0, max=10))
        if self.chance(0.5):
            found.append(question("意见", "text", **self.themes()))
        self.raw["valid"] = {"required": rng.choice([[], [], [self.backgrounds[0]], self.scored])}

    def themes(self):
        found = self.rng.sample(THEMES, self.rng.randint(0, 3))
        return {"themes": found} if found else {}

    def add_measures(self):
        rng = self.rng
        measures = self.raw["measures"] = []
        several = rng.sample(self.scored, rng.randint(1, len(self.scored)))
        if self.chance(0.8):
            measures.append({"name": "综合", "mean_of": self.scored})
        weights = [rng.choice(["1", "2", "0.5", "3", "0"]) for _ in several]
        if any(Decimal(weight) for weight in weights):
            measures.append({"name": "加权", "mean_of": several, "weights": weights})
        measures.append({"name": "合并", "pooled_of": several})
        if any(one["name"] == "计分多选" for one in self.raw["questions"]):
            measures.append({"name": "含多选", "mean_of": [self.scored[0], "计分多选"]})
            measures.append({"name": "合并多选", "pooled_of": [self.scored[0], "计分多选"]})
        for one in self.raw["questions"]:
            if "options" in one and self.chance(0.3):
                codes = [option["code"] for option in one["options"]]
                measures.append({"name": f"{one['name']}率", "share_of": {
                    "question": one["name"], "codes": rng.sample(codes, rng.randint(1, len(codes)))}})

    def add_tables(self):
        rng = self.rng
        closed = [one["name"] for one in self.raw["questions"] if "options" in one]
        tables = self.raw["tables"] = []
        tables.append({"rows": rng.sample(closed, min(3, len(closed))), "by": list(self.backgrounds)})
        if "多选" in closed and self.chance(0.7):
            tables.append({"rows": rng.sample(closed, min(2, len(closed))), "by": ["多选"]})
        if len(self.backgrounds) == 2 and self.chance(0.4):
            tables.append({"rows": [rng.choice(self.scored)], "by": [self.backgrounds]})
        if self.chance(0.4):
            first = self.raw["questions"][0]
            tables.append({"rows": [rng.choice(closed)], "by": [rng.choice(closed)],
                           "where": f'{first["name"]}="{rng.choice(first["options"])["code"]}"'})

        quantities = [one["name"] for one in self.raw["questions"] if one["type"] == "quantity"]
        if quantities and self.chance(0.6):
            tables.append({"rows": quantities, "by": [rng.choice(closed)]})
        for table in tables:
            self.add_switches(table)
        alike = [one["name"] for one in self.raw["questions"]
                 if one["name"] in self.scored and len(one["options"]) == 4]
        if alike and self.chance(0.5):
            tables.append({"grid": alike, "by": [rng.choice(self.backgrounds)]})

    def add_switches(self, table):
        rng = self.rng
        if self.chance(0.3):
            table["show"] = rng.sample(["row_share", "total_share", "index"], rng.randint(1, 3))
        if self.chance(0.3):
            table["summaries"] = rng.sample(["rate", "mean", "sd", "top2", "bottom2", "net"], rng.randint(1, 6))
        if table["rows"] == ["多选"] or self.chance(0.1):
            table["count"] = "responses"
        if self.chance(0.1):
            del table["by"]

    def bound_population(self):
        if self.chance(0.5):
            self.raw["population"] = len(self.rows) + self.rng.choice([0, 1, 7, 100, 2500])

    # ---- the answers ----

    def answers(self):
        """Every question has a habit, so that degenerate ones occur in small and large surveys."""
        rng = self.rng
        blanks = rng.choice([0, 0, 0.04, 0.3])
        habits = {one["name"]: self.habit(one) for one in self.raw["questions"]}
        rows = []
        for _ in range(self.size):
            mood = rng.gauss(0, 1)
            rows.append([self.cell(one, habits[one["name"]], mood, blanks) for one in self.raw["questions"]])
        return rows

    def habit(self, one):
        rng, count = self.rng, len(one.get("options", []))
        return {"kind": rng.choices(["usual", "constant", "nobody", "not asked"], [30, 2, 1, 1])[0],
                "skipped": rng.choice([0, 0, 0, 0.25]), "shift": rng.uniform(-0.5, 0.8),
                "place": rng.randrange(count) if count else 0,
                "never": rng.randrange(count) if count > 2 and self.chance(0.3) else None}

    def cell(self, one, habit, mood, blanks):
        if habit["kind"] == "not asked" or self.chance(habit["skipped"]):
            return NOT_ASKED
        if habit["kind"] == "nobody" or self.chance(blanks):
            return ""
        return getattr(self, one["type"])(one, habit, mood)

    def single(self, one, habit, mood):
        count = len(one["options"])
        if habit["kind"] == "constant":
            return one["options"][habit["place"]]["code"]
        if one["name"] in self.backgrounds:
            place = self.rng.randrange(count)
        else:
            place = round((count - 1) / 2 - habit["shift"] - (0.7 * mood + 0.7 * self.rng.gauss(0, 1)))
            place = min(max(place, 0), count - 1)
        if place == habit["never"]:
            place = (place + 1) % count
        return one["options"][place]["code"]

    def multiple(self, one, habit, mood):
        if habit["kind"] == "constant":
            return one["options"][habit["place"]]["code"]
        return "┋".join(option["code"] for place, option in enumerate(one["options"])
                        if place != habit["never"] and self.chance(0.35))

    def quantity(self, one, habit, mood):
        if habit["kind"] == "constant":
            return "7"
        if "max" in one:
            return str(min(10, max(0, round(6.5 + 2 * mood + self.rng.gauss(0, 1)))))
        return str(round(Decimal(self.rng.expovariate(0.1)), self.rng.choice([0, 1, 2])))

    def text(self, one, habit, mood):
        if self.chance(0.4):
            return ""
        return self.rng.choice(["", "，", "和"]).join(self.rng.choices(TEXTS, k=self.rng.choice([1, 1, 2])))

    # ---- weights ----

    def effective(self):
        names = [one["name"] for one in self.raw["questions"]]
        rows = [dict(zip(names, row)) for row in self.rows]
        return [row for row in rows if any(row.values()) and all(row[name] for name in self.raw["valid"]["required"])]

    def add_weighting(self):
        kind = self.rng.choice(["none", "none", "column", "raking", "raking"])
        if kind == "none" or len(self.effective()) < 3:
            return
        if kind == "column":
            self.weights = [self.rng.choice(["1", "0.5", "2.25", "0.333333333", "1.75", "0"]) for _ in self.rows]
            self.weights[:] = self.weights if len(self.rows) > 20 else ["1.5", *["0.7"] * (len(self.rows) - 1)]
            self.raw["weighting"] = {"column": "权重"}
        else:
            self.rake()

    def rake(self):
        """Targets that some weights meet: every respondent counts as the product of a factor of each category."""
        names = self.backgrounds if len(self.rows) > 30 else self.backgrounds[:1]
        taking = [row for row in self.effective() if all(row[name] not in ("", NOT_ASKED) for name in names)]
        factors = {(name, code): self.rng.choice([1, 2, 3, 5]) for name in names for code in "ABCDEZ"}
        targets = {name: {} for name in names}
        for row in taking:
            weight = math.prod(factors[name, row[name]] for name in names)
            for name in names:
                targets[name][row[name]] = targets[name].get(row[name], 0) + weight
        if len(names) == 1 and len(targets[names[0]]) == 2 and self.chance(0.5):
            targets[names[0]] = dict(zip(sorted(targets[names[0]]), ("37.5%", "62.5%")))
        if taking:
            self.raw["weighting"] = {"targets": targets}
        if taking and self.chance(0.4):
            self.raw["weighting"]["trim"] = self.rng.choice(["1.05", "1.2", "1.5", "2", "3"])

    # ---- the survey before ----

    def earlier(self, rng):
        """The same survey of other people, with an odd change or two; None where there was none."""
        if rng.random() < 0.5:
            return None
        other = copy.copy(self)
        other.rng, other.before = rng, None
        other.size = max(1, round(self.size * rng.choice([0.2, 0.7, 1, 1.5])))
        other.raw = copy.deepcopy({key: value for key, value in self.raw.items() if key not in ("weighting", "population", "tables")})
        for change in rng.sample(CHANGES, rng.choice([0, 0, 1, 2, 3])):
            change(other)
        other.add_answers()
        self.raw["previous"] = "before/out/results.json"
        return other

    def closed(self):
        return self.rng.choice([one for one in self.raw["questions"] if "options" in one])

    def other_label(self):
        self.rng.choice(self.closed()["options"])["label"] = "另一说法"

    def other_score(self):
        options = [one for one in self.closed()["options"] if "score" in one]
        if options:
            self.rng.choice(options)["score"] = "1.5"

    def more_options(self):
        self.closed()["options"].append({"code": "Z", **self.rng.choice([{}, {"score": "1"}])})

    def one_gone(self):
        """A question, and the measures that it is part of."""
        gone = self.closed()["name"]
        if gone in self.backgrounds or len(self.scored) == 1:
            return
        raw = self.raw
        raw["questions"] = [one for one in raw["questions"] if one["name"] != gone]
        raw["valid"]["required"] = [name for name in raw["valid"]["required"] if name != gone]
        raw["measures"] = [one for one in raw["measures"] if not uses(one, gone)]

    def one_more(self):
        self.raw["questions"].append(question("旧题", "single", choices("ABC", ["3", "2", "1"])))
        self.raw["measures"].append({"name": "旧指标", "mean_of": ["旧题"]})

    def other_type(self):
        """Where it may be: weights go by the first question alone, or by all that are left."""
        one = self.raw["questions"][len(self.backgrounds) - 1]
        if len(self.backgrounds) > 1:
            one["type"] = "multiple"
            self.backgrounds = self.backgrounds[:1]

    def other_base(self):
        self.raw["base"] = {"valid": "answered", "answered": "valid"}[self.raw["base"]]

    def other_items(self):
        one = self.rng.choice(self.raw["measures"] or [{}])
        if "weights" in one:
            del one["weights"]
        elif "pooled_of" in one:
            one["mean_of"] = one.pop("pooled_of")
        elif "share_of" in one:
            one["share_of"]["codes"] = one["share_of"]["codes"][:1]

    # ---- files ----

    def write(self, folder):
        folder.mkdir(parents=True)
        if self.before:
            self.before.write(folder / "before")
        head = [one["name"] for one in self.raw["questions"]]
        rows = [head, *self.rows]
        if self.weights:
            rows = [[*row, weight] for row, weight in zip(rows, ["权重", *self.weights])]
        lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
        (folder / "answers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        # JSON is YAML; only the pairs of themes and formulas need no care.
        (folder / "survey.yaml").write_text(
            "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in self.raw.items()),
            encoding="utf-8")
        (folder / "survey.json").write_text(json.dumps(self.raw, ensure_ascii=False), encoding="utf-8")


CHANGES = [Survey.other_label, Survey.other_score, Survey.more_options, Survey.one_gone, Survey.one_more, Survey.other_type,
           Survey.other_base, Survey.other_items]
