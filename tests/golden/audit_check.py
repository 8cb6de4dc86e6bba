#!/usr/bin/env python3
"""Checks `wjtab audit` on the published tables of the samples.

    audit_check.py WJTAB

Every contradiction of the three reports is found, each at its place, with both values; nothing
else is. What adds up gives no finding and exit status 0. A GB18030 file gives the same.

Prints each fault, then `N passed, N failed`; exit status 1 if anything failed.
"""
import json
import os
import subprocess
import sys
import tempfile

from checking import ROOT, Report

SAMPLES = os.path.join(ROOT, "samples")

# Sample, arguments, and the findings: kind, file, line, subject, stated, computed.
CASES = [
    ("xinzhou-2019", ["published.csv", "--stated", "audit-stated.csv", "--facts", "facts.csv"], [
        ("columns", "published.csv", 18, "经济效益", "8", "10"),
        ("count", "audit-stated.csv", 2, "指标数 三级指标", "18", "17"),
        ("missing", "audit-stated.csv", 3, "环境效益", "有", ""),
        ("score", "audit-stated.csv", 6, "合计 附表得分", "96.5", "94.5"),
        ("points", "audit-stated.csv", 21, "管理制度健全性 分值", "2", "5"),
        ("points", "audit-stated.csv", 23, "到位及时率 分值", "5", "3"),
        ("criteria", "audit-stated.csv", 24, "制度执行有效性", "2+2+1+1 = 6", "5"),
        ("criteria", "audit-stated.csv", 25, "完成及时率", "3+3 = 6", "9"),
        ("formula", "audit-stated.csv", 30, "支出资金/预算资金", "84.87%", "79.6747…%"),
        ("band_hole", "audit-stated.csv", 32, "良", "80—89", "90—100"),
        ("band_hole", "audit-stated.csv", 33, "中", "60—79", "80—89"),
        ("band_hole", "audit-stated.csv", 34, "差", "0—59", "60—79"),
    ]),
    ("jinchang-2021", ["published.csv", "--stated", "audit-stated.csv", "--facts", "facts.csv"], [
        ("target", "published.csv", 3, "引进急需紧缺人才人数等 7 项", "128 人", "60 人等"),
        ("target", "published.csv", 6, "严格控制成本", "265.25 万元(含上年结转 25.25 万元)", "240 万元"),
        ("formula", "audit-stated.csv", 16, "本年支出/年初预算", "100%", "110.5208…%"),
        ("fact", "audit-stated.csv", 18, "本年支出", "17.25+96+54.94+7.4+7.3+24+49.24 = 256.13", "265.25"),
        ("full_marks", "audit-stated.csv", 19, "引进急需紧缺人才人数等 7 项", "20", "57.3170…%"),
    ]),
    ("zhifu-2022", ["published.csv", "--stated", "audit-stated.csv", "--facts", "facts.csv"], [
        ("formula", "audit-stated.csv", 4, "(14+37+15+38+20+33+13+38+14+35)/(53*5)", "85.13%", "96.9811…%"),
        ("fact", "audit-stated.csv", 5, "补贴实发总人数", "1403", "1402"),
        ("statements", "audit-stated.csv", 8, "补贴计划人数", "4990+2495+44 = 7529", "7546"),
        ("formula", "audit-stated.csv", 10, "支出资金/到位资金", "100%", "98.5678…%"),
        ("band_overlap", "audit-stated.csv", 11, "补贴对象满意度 满分", "≥90%", "≤90%"),
        ("rounding", "audit-stated.csv", 13, "支出资金/到位资金*3", "2.9", "2.9570…"),
    ]),
    # What the reports state elsewhere is right, and the declared roundings explain it.
    ("zhifu-2022", ["published.csv"], []),
    ("zhifu-2022", ["published.csv", "--stated", "stated.csv", "--facts", "facts.csv"], []),
    ("zhifu-2022", ["scoring.csv", "--survey", "survey.yaml"], []),
    ("xinzhou-2019", ["scoring.csv", "--survey", "survey.yaml"], []),
    ("xinzhou-2019", ["scoring-annex.csv", "--survey", "annex.yaml"], [
        ("score", "stated-annex.csv", 12, "效益 得分", "20", "18"),
        ("rate", "stated-annex.csv", 13, "效益 得分率", "100%", "90%"),
        ("score", "stated-annex.csv", 31, "合计 得分", "96.5", "94.5"),
    ]),
]

# What the roundings of the published figures are: kind, figures, explained by half-up, half-even,
# truncation, rounding up. 58 percentages of the survey's report are rounded half-up, 3 scores cut.
ROUNDINGS = [("percent", 58, 58, 58, 29, 29), ("number", 3, 2, 2, 3, 0)]


def audit(wjtab, folder, arguments):
    done = subprocess.run([wjtab, "audit", *arguments, "--json"], cwd=folder, capture_output=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}, timeout=60, check=False)
    return done.returncode, json.loads(done.stdout or b"{}"), done.stderr.decode("utf-8", "replace")


def found(result):
    return [(f["kind"], f["file"], f["line"], f["subject"], f["stated"], f["computed"])
            for f in result.get("findings", [])]


def check_samples(report, wjtab):
    for sample, arguments, wanted in CASES:
        place = f"{sample} {' '.join(arguments)}"
        status, result, errors = audit(wjtab, os.path.join(SAMPLES, sample), arguments)
        report.check(status == (1 if wanted else 0), place, f"exit status {status}")
        report.check(not errors, place, errors)
        got = found(result)
        for one in wanted:
            report.check(one in got, place, f"missing: {one}")
        for one in got:
            report.check(one in wanted, place, f"too much: {one}")


def check_roundings(report, wjtab):
    _, result, _ = audit(wjtab, os.path.join(SAMPLES, "zhifu-2022"), ["scoring.csv", "--survey", "survey.yaml"])
    got = [(r["figures"], r["rounded"], *r["explained"].values()) for r in result["roundings"]]
    report.check(got == ROUNDINGS, "roundings", f"{got}")


def check_encoding(report, wjtab):
    """The published table as a spreadsheet program in Chinese saves it."""
    sample, arguments, wanted = CASES[0]
    folder = os.path.join(SAMPLES, sample)
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("published.csv", "audit-stated.csv", "facts.csv"):
            with open(os.path.join(folder, name), encoding="utf-8-sig") as file:
                text = file.read()
            with open(os.path.join(scratch, name), "w", encoding="gb18030", newline="\r\n") as file:
                file.write(text)
        _, result, errors = audit(wjtab, scratch, arguments)
    report.check(found(result) == wanted and not errors, "gb18030", f"{found(result)} {errors}")


def main():
    wjtab = os.path.abspath(sys.argv[1])
    report = Report()
    check_samples(report, wjtab)
    check_roundings(report, wjtab)
    check_encoding(report, wjtab)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
