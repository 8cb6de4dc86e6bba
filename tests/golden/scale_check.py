"""Runs the jobs that docs/scale.md shows, by GNU parallel and Open MPI's mpirun for real and what a Slurm array and
Hadoop Streaming do with their scripts, and compares every output with that of one run.

    python3 tests/golden/scale_check.py WJTAB
"""

import base64
import csv
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = 4


def blocks():
    """The shell blocks of the page, by the heading above them."""
    found, heading = {}, ""
    text = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    for match in re.finditer(r"^## ([^\n]+)$|^```sh\n(.*?)^```$", text, re.M | re.S):
        if match.group(1):
            heading = match.group(1)
        else:
            found.setdefault(heading, []).append(match.group(2))
    return found


def prepare(folder):
    """The sample's responses many times over, one file for each part, and the whole in one file."""
    sample = ROOT / "samples/zhifu-2022"
    shutil.copytree(sample, folder, dirs_exist_ok=True)
    rows = list(csv.reader((sample / "responses-paper.csv").read_text(encoding="utf-8-sig").splitlines()))
    lines = []
    for number in range(PARTS):
        part = [rows[0]] + (number + 1) * rows[1 + number:]
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(part)
        (folder / f"part-{number}.csv").write_text(out.getvalue(), encoding="utf-8")
        lines += out.getvalue().splitlines(keepends=True)[1 if lines else 0:]
    (folder / "whole.csv").write_text("".join(lines), encoding="utf-8")
    (folder / "header.csv").write_text(lines[0], encoding="utf-8")


class Job:
    def __init__(self, folder, wjtab):
        self.folder = folder
        os.makedirs(folder / "bin")
        os.symlink(Path(wjtab).resolve(), folder / "bin/wjtab")
        self.environment = {"PATH": f"{folder}/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder),
                            "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                            "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_btl": "self,tcp"}

    def run(self, script, stdin=b"", **more):
        done = subprocess.run(["sh", "-e", "-c", script], cwd=self.folder, input=stdin, capture_output=True, timeout=120,
                              env=self.environment | more, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{script}\nended with {done.returncode}: {done.stderr.decode()}")
        return done.stdout

    def script(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        (self.folder / name).chmod(0o755)

    def compare(self, name, expected="single", only=None):
        """Compares a folder of results, and makes room for the next."""
        one, other = self.folder / expected, self.folder / name
        names = only or sorted({path.name for path in [*one.iterdir(), *other.iterdir()]})
        wrong = [file for file in names if not (other / file).exists()
                 or (one / file).read_bytes() != (other / file).read_bytes()]
        shutil.rmtree(other)
        for path in self.folder.glob("*.tally"):
            path.unlink()
        return wrong


def hadoop(job, shown):
    """Every mapper gets a piece through standard input, what they print is sorted by key, the reducer gets that."""
    for text in shown:
        job.script(re.search(r"^# (\w+\.sh)$", text, re.M).group(1), text)
    lines = (job.folder / "whole.csv").read_bytes().splitlines(keepends=True)
    size = len(lines) // 3 + 1
    printed, start = [], 0
    for first in range(0, len(lines), size):
        piece = b"".join(lines[first:first + size])
        printed.append(job.run("./map.sh", piece, mapreduce_map_input_file="hdfs://answers/whole.csv",
                               mapreduce_map_input_start=str(start)))
        start += len(piece)
    merged = base64.b64decode(job.run("./reduce.sh", b"".join(sorted(printed))))
    job.run("wjtab run survey.yaml --from - -o results --quiet --format csv,json", merged)
    job.run("wjtab run survey.yaml whole.csv -o whole --quiet --format csv,json")
    # Lines and records are those of the pieces: the figures are the same.
    return job.compare("results", "whole", ["frequencies.csv", "satisfaction.csv", "measures.csv", "scoring.csv"])


def main():
    shown = blocks()
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "job"
        prepare(folder)
        job = Job(folder, sys.argv[1])
        definition = (folder / "survey.yaml").read_text(encoding="utf-8")
        definition = re.sub(r"^output:.*\n(?:  .*\n)*", "", definition, flags=re.M)
        (folder / "survey.yaml").write_text(definition + "output: {formats: [text, csv, json, html]}\n", encoding="utf-8")
        job.run("wjtab run survey.yaml part-0.csv part-1.csv part-2.csv part-3.csv -o single --quiet")
        checks = {}
        job.run(shown["GNU parallel"][0])
        checks["GNU parallel"] = job.compare("results")
        job.script("tally.sh", shown["Slurm"][0])
        for task in range(1, PARTS + 1):
            job.run("./tally.sh", SLURM_ARRAY_TASK_ID=str(task))
        job.run("wjtab run survey.yaml --from part-*.tally -o results --quiet")
        checks["a Slurm array's tasks"] = job.compare("results")
        job.script("share.sh", shown["Open MPI"][0])
        job.run(shown["Open MPI"][1])
        checks["Open MPI"] = job.compare("results")
        checks["Hadoop Streaming's scripts"] = hadoop(job, shown["Hadoop Streaming and Spark"])
        for name, wrong in checks.items():
            failed += bool(wrong)
            if wrong:
                print(f"{name}: these differ from one run: {', '.join(wrong)}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
