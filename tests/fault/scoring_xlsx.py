#!/usr/bin/env python3
"""Makes the workbook whose scoring fails at every request for memory; always the same bytes.

Run from the repository's root:  python3 tests/fault/scoring_xlsx.py
"""
import zipfile
from xml.sax.saxutils import escape

ROWS = [["某项目评分表"],
        ["一级指标", "二级指标", "分值", "目标值", "实际值", "完成率", "公式", "得分", "得分率"],
        ["决策", "立项", 10, "", "", "", "8.5", "", ""],
        ["", "目标", "=5*2", "≥80 人", "人数", "", "分值*TARGET(实际值,目标值)", "", ""],
        ["过程", "开工", 30, "", "", "", 'IF(开工<="2022-06-30",分值,0)', "", ""],
        ["效果", "评级", 20, "", "", "", 'IF(评级="良好",分值*80%,0)', "", ""],
        ["", "满意", 30, "≥90%", "率", "", "分值*TARGET(实际值,目标值)", "", ""],
        ["合计", "", "=SUM(C3:C7)", "", "", "", "", "=SUM(H3:H7)", ""]]
VALUES = {"=5*2": 10, "=SUM(C3:C7)": 100, "=SUM(H3:H7)": 0}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def cell(row, column, value):
    name = f"{'ABCDEFGHI'[column]}{row}"
    if value == "":
        return f'<c r="{name}"/>'
    if isinstance(value, int):
        return f'<c r="{name}"><v>{value}</v></c>'
    if value.startswith("="):
        return f'<c r="{name}"><f>{value[1:]}</f><v>{VALUES[value]}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def sheet():
    rows = "".join(f'<row r="{i}">' + "".join(cell(i, j, value) for j, value in enumerate(row)) +
                   "</row>" for i, row in enumerate(ROWS, 1))
    return (f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><mergeCells count="2">'
            '<mergeCell ref="A1:I1"/><mergeCell ref="A3:A4"/></mergeCells></worksheet>')


PARTS = {
    "[Content_Types].xml":
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
        '</Types>',
    "_rels/.rels":
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml":
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="评分表" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": sheet(),
}

with zipfile.ZipFile("tests/fault/scoring.xlsx", "w", zipfile.ZIP_STORED) as book:
    for name, text in PARTS.items():
        book.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), HEAD + text)
