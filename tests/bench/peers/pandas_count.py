"""Counts with pandas: the file as text, then value counts.

    python3 pandas_count.py QUESTIONS.json FILE
"""
import json
import sys

import pandas

with open(sys.argv[1], encoding="utf-8") as file:
    asked = json.load(file)
frame = pandas.read_csv(sys.argv[2], dtype=str, keep_default_na=False, usecols=list(asked))
found = {"n": len(frame)}
for question, about in asked.items():
    column = frame[question]
    if about["type"] == "quantity":
        found[f"{question}/sum"] = int(column.astype("int64").sum())
    elif about["type"] == "text":
        found[f"{question}/filled"] = int((column != "").sum())
    counts = column.value_counts() if about["labels"] else {}
    for label in about["labels"]:
        multiple = about["type"] == "multiple"
        found[f"{question}/{label}"] = int(
            sum(n for cell, n in counts.items() if label in cell.split("┋")) if multiple else counts.get(label, 0))
print(json.dumps(found, ensure_ascii=False))
