#!/usr/bin/env python3
"""The figures do not depend on how a file was saved.

    tests/golden/encodings.py WJTAB

Writes the sample's two response files in every combination of encoding, delimiter, line end and
quoting, and compares everything in results.json but the inputs with the original's.
"""
import csv
import io
import itertools
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLE = os.path.join(ROOT, "samples", "zhifu-2022")
ENCODINGS = {"utf-8": (b"", "utf-8"), "utf-8-bom": (b"\xef\xbb\xbf", "utf-8"),
             "gb18030": (b"", "gb18030"), "utf-16le": (b"\xff\xfe", "utf-16-le"),
             "utf-16be": (b"\xfe\xff", "utf-16-be")}


def figures(wjtab, responses, scratch):
    out = os.path.join(scratch, "out")
    subprocess.run([wjtab, "run", os.path.join(SAMPLE, "survey.yaml"), responses, "-o", out,
                    "--quiet", "--force"], check=True)
    with open(os.path.join(out, "results.json"), encoding="utf-8") as file:
        results = json.load(file)
    with open(os.path.join(out, "rejected.csv"), encoding="utf-8-sig", newline="") as file:
        rejected = [[row[0], *row[2:3], *row[4:]] for row in csv.reader(file)]
    for key in ("inputs", "outputs"):
        del results[key]
    return results, rejected


def main():
    wjtab = os.path.abspath(sys.argv[1])
    passed = failed = 0
    for name in ("responses-paper.csv", "responses-online.csv"):
        with open(os.path.join(SAMPLE, name), encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        with tempfile.TemporaryDirectory() as scratch:
            wanted = figures(wjtab, os.path.join(SAMPLE, name), scratch)
            path = os.path.join(scratch, "variant.csv")
            for encoding, delimiter, end, quoting in itertools.product(
                    ENCODINGS, ",;\t", ("\n", "\r\n"), (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)):
                text = io.StringIO()
                csv.writer(text, delimiter=delimiter, lineterminator=end,
                           quoting=quoting).writerows(rows)
                mark, codec = ENCODINGS[encoding]
                with open(path, "wb") as file:
                    file.write(mark + text.getvalue().encode(codec))
                got = figures(wjtab, path, scratch)
                if got == wanted:
                    passed += 1
                else:
                    failed += 1
                    print(f"FAILED {name} {encoding} {delimiter!r} {end!r} {quoting}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
