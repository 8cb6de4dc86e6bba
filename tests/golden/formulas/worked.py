"""Where the worked numbers of docs/formulas.md are recomputed: the register, and the data.

A function per row of a worked column gives, for each bold number of the cell in their order, a pair:
what wjtab says in results.json, and the same from the raw answers by the formula.

    @worked("Scale quality", "Cronbach's alpha")
    def alpha(case):
        yield case.twelve["scale"]["alpha"], own_alpha(...)
"""

import csv
import io
import json
import os
import re
import subprocess
from fractions import Fraction

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
SAMPLE = os.path.join(ROOT, "samples", "zhifu-2022")
# What some rows of the document say about the sample, beyond its own definition.
SWITCHES = """
population: 1402
sample_size: 3%
intervals: {shares: clopper-pearson}
"""
POINTS = {"A": 100, "B": 80, "C": 60, "D": 0}  # of both scales of the sample, and of the twelve's
REGISTER = {}


def worked(section, figure):
    """The row of this section whose first cell says `figure`; None: its sentence `Worked:`."""
    def keep(function):
        assert (section, figure) not in REGISTER, (section, figure)
        REGISTER[section, figure] = function
        return function
    return keep


def exact(value):
    """A fraction of results.json, or a plain number."""
    if isinstance(value, dict):
        return Fraction(int(value["num"]), int(value["den"]))
    return value


def named(rows, name, key="name"):
    return next(row for row in rows if row[key] == name)


class Case:
    """The data that the document speaks of, through wjtab and raw."""

    def __init__(self, wjtab, text, folder):
        self.wjtab, self.folder = wjtab, folder
        blocks = dict(re.findall(r"(?ms)^```(yaml|csv)\n(.*?)^```$", text))
        self.definition, self.csv = blocks["yaml"], blocks["csv"]
        self.answers = list(csv.DictReader(io.StringIO(self.csv)))
        self.twelve = self.run("twelve", self.definition)
        with open(os.path.join(SAMPLE, "survey.yaml"), encoding="utf-8") as file:
            sample = file.read()
        self.sample_definition = re.sub(r"(responses|file|facts|stated): ([\w-]+\.csv)", rf"\1: {SAMPLE}/\2", sample)
        self.sample = self.run("sample", self.sample_definition + SWITCHES)
        self.forms = self.effective_forms()

    def laid(self, name, definition, files):
        """A folder with these files."""
        place = os.path.join(self.folder, name)
        os.makedirs(place)
        for file, content in (("survey.yaml", definition), ("answers.csv", self.csv), *files):
            with open(os.path.join(place, file), "w", encoding="utf-8") as opened:
                opened.write(content)
        return place

    def checked(self, name, definition, files):
        """What `check --json` says of a definition."""
        done = subprocess.run([self.wjtab, "check", "survey.yaml", "--json"],
                              cwd=self.laid(name, definition, files), capture_output=True, text=True,
                              encoding="utf-8", check=False, env=dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE=""))
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)

    def run(self, name, definition, files=()):
        """results.json of a definition, beside the twelve answers and files of one's own."""
        place = self.laid(name, definition, files)
        done = subprocess.run([self.wjtab, "run", "survey.yaml", "-o", "out", "--format", "json", "--quiet"],
                              cwd=place, capture_output=True, text=True, encoding="utf-8", check=False,
                              env=dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE=""))
        assert done.returncode in (0, 1), done.stderr
        with open(os.path.join(place, "out", "results.json"), encoding="utf-8") as file:
            return json.load(file)

    def printed(self, name):
        """The summary of what ran before under this name."""
        done = subprocess.run([self.wjtab, "run", "survey.yaml", "-o", "printed", "--format", "text"],
                              cwd=os.path.join(self.folder, name), capture_output=True, text=True, encoding="utf-8",
                              check=False, env=dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE=""))
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    def effective_forms(self):
        """The sample's forms with one known answer to every scored question."""
        with open(os.path.join(SAMPLE, "responses-paper.csv"), encoding="utf-8-sig") as file:
            forms = list(csv.DictReader(file))
        scored = ["政策了解", *ITEMS]
        return [form for form in forms if all(form[item] in POINTS for item in scored)]


ITEMS = ["通知发布", "评定标准", "评定程序", "审核效率", "发放及时"]
