/* Workbooks as records: small ones made here part by part, and some saved by LibreOffice. */
#include "support.h"

#include <zip.h>

#include "wjtab/base/digest.h"
#include "wjtab/base/file.h"
#include "wjtab/base/memory.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define STRICT_RELATIONS "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

#define TYPES "[Content_Types].xml"
#define ROOT_RELATIONS "_rels/.rels"
#define BOOK "xl/workbook.xml"
#define BOOK_RELATIONS "xl/_rels/workbook.xml.rels"
#define STRINGS "xl/sharedStrings.xml"
#define STYLES "xl/styles.xml"
#define SHEET "xl/worksheets/sheet1.xml"

#define SHEET_OF(rows)                                                                             \
    XML "<worksheet xmlns=\"" MAIN "\"><sheetData>" rows "</sheetData></worksheet>"
#define BOOK_OF(inside)                                                                            \
    XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONS "\">" inside "</workbook>"
#define ONE_SHEET "<sheets><sheet name=\"数据\" sheetId=\"1\" r:id=\"r1\"/></sheets>"

struct made_part {
    const char *name;
    const char *text; /* NULL in a case: this part is left out */
};

/* What every workbook here has unless its case says otherwise. */
static const struct made_part usual[] = {
    {TYPES, XML "<Types xmlns=\"" PACKAGE "content-types\">"
                "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/"
                "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"},
    {ROOT_RELATIONS, XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship "
                         "Id=\"a\" Type=\"" RELATIONS "/officeDocument\" "
                         "Target=\"xl/workbook.xml\"/></Relationships>"},
    {BOOK, BOOK_OF(ONE_SHEET)},
    {BOOK_RELATIONS, XML
     "<Relationships xmlns=\"" PACKAGE "relationships\">"
     "<Relationship Id=\"r1\" Type=\"" RELATIONS "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
     "<Relationship Id=\"r2\" Type=\"" RELATIONS
     "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
     "<Relationship Id=\"r3\" Type=\"" RELATIONS
     "/chartsheet\" Target=\"../xl/./chartsheets/sheet1.xml\"/>"
     "<Relationship Id=\"r4\" Type=\"" RELATIONS "/sharedStrings\" "
     "Target=\"sharedStrings.xml\"/>"
     "<Relationship Id=\"r5\" Type=\"" RELATIONS "/styles\" Target=\"styles.xml\"/>"
     "</Relationships>"},
    {STRINGS, XML "<sst xmlns=\"" MAIN "\"><si><t>满意</t></si>"
                  "<si><r><t>非常</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> 满意"
                  "</t></r></si>"
                  "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si>"
                  "<si/><si><t>a_x000D_b_x005F_x000D__xD83D__xDE00__xD83D__x0000__xZZZZ_</t></si>"
                  "<si><t>&lt;&amp;&#x4E2D;<![CDATA[<c>]]></t></si></sst>"},
    {STYLES, XML "<styleSheet xmlns=\"" MAIN "\"><numFmts>"
                 "<numFmt numFmtId=\"164\" formatCode=\"yyyy/m/d\\ h:mm:ss\"/>"
                 "<numFmt numFmtId=\"165\" formatCode=\"[h]:mm:ss\"/>"
                 "<numFmt numFmtId=\"166\" formatCode=\"0.0&quot; days&quot;\"/></numFmts>"
                 "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                 "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"21\"/>"
                 "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/>"
                 "<xf numFmtId=\"22\"/></cellXfs></styleSheet>"},
    {SHEET, SHEET_OF("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>")},
};

enum { USUAL = sizeof usual / sizeof *usual, OWN = 4 };

static void add_part(zip_t *zip, const char *name, struct wj_slice text)
{
    zip_source_t *source = zip_source_buffer(zip, text.ptr, text.len, 0);
    assert_non_null(source);
    assert_true(zip_file_add(zip, name, source, 0) >= 0);
}

static bool is_own(const struct made_part own[OWN], const char *name)
{
    for (size_t i = 0; i < OWN; i++) {
        if (own[i].name != NULL && strcmp(own[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Writes a workbook of the case's own parts and the other usual ones; its name stays the same. */
static const char *book_with(const struct made_part own[OWN])
{
    static char path[64];
    int code = 0;
    snprintf(path, sizeof path, "/tmp/wjtab-xlsx-test-%ld", (long)getpid());
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    assert_non_null(zip);
    for (size_t i = 0; i < USUAL; i++) {
        if (!is_own(own, usual[i].name)) {
            add_part(zip, usual[i].name, wj_slice_of(usual[i].text));
        }
    }
    for (size_t i = 0; i < OWN; i++) {
        if (own[i].text != NULL) {
            add_part(zip, own[i].name, wj_slice_of(own[i].text));
        }
    }
    assert_int_equal(zip_close(zip), 0);
    return path;
}

struct book_case {
    const char *what;
    const char *sheet;
    struct made_part own[OWN];
    const char *expect;
};

static void check_case(const struct book_case *one)
{
    struct wj_buf got = {0};
    struct wj_read_options options = {.sheet = one->sheet};
    const char *path = book_with(one->own);
    show_file(&got, path, &options);
    if (strcmp(wj_buf_text(&got), one->expect) != 0) {
        fail_msg("%s:\n  %s\nshould be\n  %s", one->what, wj_buf_text(&got), one->expect);
    }
    remove_file(path);
    wj_buf_clear(&got);
}

#define ROWS(rows)                                                                                 \
    {                                                                                              \
        {                                                                                          \
            SHEET, SHEET_OF(rows)                                                                  \
        }                                                                                          \
    }

static const struct book_case cell_cases[] = {
    {"shared strings: plain, rich, without phonetic runs, empty", NULL,
     ROWS("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
          "<c r=\"C1\" t=\"s\"><v> 2 </v></c><c r=\"D1\" t=\"s\"><v>3</v></c>"
          "<c r=\"E1\" t=\"s\"><v>5</v></c></row>"),
     "1[满意|非常 满意|東京||<&中<c>]"},
    {"escapes: decoded once; a lone surrogate, NUL and nonsense stay", NULL,
     ROWS("<row><c t=\"s\"><v>4</v></c></row>"), "1[a\rb_x000D_😀_xD83D__x0000__xZZZZ_]"},
    {"inline strings, formula results, booleans, errors", NULL,
     ROWS("<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>a</t></is></c>"
          "<c r=\"B3\" t=\"inlineStr\"><is><r><t>b</t></r><r><t>_x0041_</t></r></is></c>"
          "<c r=\"C3\" t=\"str\"><f>A3&amp;1</f><v>a_x0031_</v></c>"
          "<c r=\"D3\" t=\"b\"><v>1</v></c><c r=\"E3\" t=\"b\"><v>0</v></c>"
          "<c r=\"F3\" t=\"e\"><f>NA()</f><v>#N/A</v></c>"
          "<c r=\"G3\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"H3\"><f>1+1</f><v>2</v></c></row>"),
     "3[a|bA|a1|TRUE|FALSE|#N/A||2]"},
    {"missing cells are empty, rows without text are none, widths follow the header", NULL,
     ROWS("<row r=\"1\"/><row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"D2\"><v>2</v></c>"
          "<c r=\"E2\" s=\"1\"/></row><row r=\"4\"><c r=\"A4\"/></row>"
          "<row r=\"7\"><c r=\"A7\"><v>3</v></c></row>"
          "<row r=\"8\"><c r=\"A8\"><v>4</v></c><c r=\"F8\"/></row>"
          "<row r=\"9\"><c r=\"F9\"><v>5</v></c></row>"),
     "2[|1||2]7[3|||]8[4|||]9[|||||5]"},
    {"one column: an empty row is no record", NULL,
     ROWS("<row><c><v>1</v></c></row><row><c/></row><row><c><v>2</v></c></row>"), "1[1]3[2]"},
    {"dates, times, elapsed times, and a number whose format has words", NULL,
     ROWS("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>45187</v></c>"
          "<c r=\"B1\" s=\"3\"><v>45187.421678240738</v></c>"
          "<c r=\"C1\" s=\"2\"><v>1.1226851851851851E-3</v></c>"
          "<c r=\"D1\" s=\"4\"><v>1.5</v></c><c r=\"E1\" s=\"5\"><v>12.5</v></c>"
          "<c r=\"F1\" s=\"1\"><v>45187.5</v></c><c r=\"G1\" s=\"6\"><v>45187</v></c>"
          "<c r=\"H1\" t=\"d\" s=\"1\"><v>2023-09-18T10:07:13</v></c>"
          "<c r=\"I1\" s=\"1\"><v>-1.50</v></c></row>"),
     "1[2023/9/18|2023/9/18 10:07:13|0:01:37|36:00:00|12.5|2023/9/18 12:00:00|"
     "2023/9/18 0:00:00|2023/9/18 10:07:13|-1.50]"},
    {"pretty-printed XML, foreign elements, comments", NULL,
     ROWS("\n <row r=\"1\">\n <!-- --> <c r=\"A1\">\n <v>1</v> <x:y xmlns:x=\"urn:x\"><x:v>9</x:v>"
          "</x:y></c>\n </row>\n"),
     "1[1]"},
    {"a prefix for the namespace",
     NULL,
     {{SHEET, "<x:worksheet xmlns:x=\"" MAIN "\"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>"
              "</x:row></x:sheetData></x:worksheet>"}},
     "1[1]"},
    {"the strict namespaces",
     NULL,
     {{SHEET, "<worksheet xmlns=\"" STRICT "\"><sheetData><row><c><v>1</v></c></row>"
              "</sheetData></worksheet>"},
      {ROOT_RELATIONS, "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"a\" "
                       "Type=\"" STRICT_RELATIONS "/officeDocument\" Target=\"/xl/workbook.xml\"/>"
                       "</Relationships>"},
      {BOOK,
       "<workbook xmlns=\"" STRICT "\" xmlns:r=\"" STRICT_RELATIONS "\">" ONE_SHEET "</workbook>"},
      {BOOK_RELATIONS, "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"r1\" "
                       "Type=\"" STRICT_RELATIONS "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                       "</Relationships>"}},
     "1[1]"},
    {"days from 1904",
     NULL,
     {{BOOK, BOOK_OF("<workbookPr date1904=\"1\"/>" ONE_SHEET)},
      {SHEET, SHEET_OF("<row><c s=\"1\"><v>43725</v></c><c s=\"1\"><v>0</v></c>"
                       "<c s=\"2\"><v>0.25</v></c></row>")}},
     "1[2023/9/18|1904/1/1|6:00:00]"},
    {"neither strings nor styles",
     NULL,
     {{STRINGS, "<sst xmlns=\"" MAIN "\"/>"},
      {STYLES, "<styleSheet xmlns=\"" MAIN "\"/>"},
      {SHEET, SHEET_OF("<row><c s=\"1\"><v>45187</v></c></row>")}},
     "1[45187]"},
    {"merged cells below the header",
     NULL,
     {{SHEET, XML "<worksheet xmlns=\"" MAIN "\"><sheetData><row r=\"2\"><c r=\"A2\"><v>1</v></c>"
                  "</row><row r=\"3\"><c r=\"A3\"><v>2</v></c></row></sheetData>"
                  "<mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A2\"/>"
                  "<mergeCell ref=\"A2:A2\"/><mergeCell ref=\"A3:A4\"/></mergeCells>"
                  "</worksheet>"}},
     "2[1]3[2]"},
};

#define SECOND                                                                                     \
    {                                                                                              \
        "xl/worksheets/sheet2.xml", SHEET_OF("<row><c><v>2</v></c></row>")                         \
    }
#define SHEETS(first, more)                                                                        \
    BOOK_OF("<sheets><sheet name=\"图\" r:id=\"r3\"/><sheet name=\"答卷\" r:id=\"r1\" " first      \
            "/><sheet name=\"答卷2\" r:id=\"r2\" " more "/></sheets>")

static const struct book_case sheet_cases[] = {
    {"the first sheet with cells", NULL, {{BOOK, SHEETS("", "")}, SECOND}, "1[满意]"},
    {"hidden ones are passed over", NULL, {{BOOK, SHEETS("state=\"hidden\"", "")}, SECOND}, "1[2]"},
    {"unless they are named",
     "答卷",
     {{BOOK, SHEETS("state=\"veryHidden\"", "")}, SECOND},
     "1[满意]"},
    {"by name", "答卷2", {{BOOK, SHEETS("", "")}, SECOND}, "1[2]"},
    {"unknown", "答卷3", {{BOOK, SHEETS("", "")}, SECOND}, "!missing_sheet@0:0"},
    {"no table", "图", {{BOOK, SHEETS("", "")}, SECOND}, "!missing_sheet@0:0"},
    {"none visible",
     NULL,
     {{BOOK, SHEETS("state=\"hidden\"", "state=\"hidden\"")}, SECOND},
     "!missing_sheet@0:0"},
};

#define MERGED(rows, ref)                                                                          \
    {                                                                                              \
        {                                                                                          \
            SHEET, XML "<worksheet xmlns=\"" MAIN "\"><sheetData>" rows "</sheetData><mergeCells>" \
                       "<mergeCell ref=\"" ref "\"/></mergeCells></worksheet>"                     \
        }                                                                                          \
    }

static const struct book_case fault_cases[] = {
    {"merged header", NULL, MERGED("<row><c><v>1</v></c></row>", "A1:B1"), "!merged_header@1:0"},
    {"header merged with the row below", NULL,
     MERGED("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>", "C1:C2"), "!merged_header@2:0"},
    {"no content types", NULL, {{TYPES, NULL}}, "!not_workbook@0:0"},
    {"no relationships", NULL, {{ROOT_RELATIONS, NULL}}, "!not_workbook@0:0"},
    {"another kind of document",
     NULL,
     {{TYPES, "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"xml\" "
              "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml."
              "document.main+xml\"/></Types>"}},
     "!not_workbook@0:0"},
    {"no sheet part", NULL, {{SHEET, NULL}}, "!damaged_file@0:0"},
    {"no shared strings part", NULL, {{STRINGS, NULL}}, "!damaged_file@0:0"},
    {"nothing in it", NULL, ROWS(""), "!empty_input@0:0"},
    {"empty rows only", NULL, ROWS("<row><c/></row>"), "!empty_input@0:0"},
    {"not a sheet", NULL, {{SHEET, "<a/>"}}, "!damaged_file@0:0"},
    {"an empty part", NULL, {{SHEET, ""}}, "!damaged_file@0:0"},
    {"tags that don't match", NULL, ROWS("<row><c><v>1</c></row>"), "!damaged_file@0:0"},
    {"ends too early",
     NULL,
     {{SHEET, "<worksheet xmlns=\"" MAIN "\"><sheetData><row><c>"}},
     "!damaged_file@0:0"},
    {"invalid UTF-8", NULL, ROWS("<row><c t=\"str\"><v>a\xFF</v></c></row>"), "!damaged_file@0:0"},
    {"a control character", NULL, ROWS("<row><c t=\"str\"><v>a&#1;</v></c></row>"),
     "!damaged_file@0:0"},
    {"a document type",
     NULL,
     {{SHEET, "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
              "<worksheet xmlns=\"" MAIN "\"><sheetData><row><c t=\"str\"><v>&b;</v></c></row>"
              "</sheetData></worksheet>"}},
     "!damaged_file@0:0"},
    {"an external document type",
     NULL,
     {{SHEET, "<!DOCTYPE worksheet SYSTEM \"file:///etc/passwd\"><worksheet xmlns=\"" MAIN "\"/>"}},
     "!damaged_file@0:0"},
    {"an unknown entity", NULL, ROWS("<row><c t=\"str\"><v>&b;</v></c></row>"),
     "!damaged_file@0:0"},
    {"a string that is not there", NULL, ROWS("<row><c t=\"s\"><v>6</v></c></row>"),
     "!damaged_file@1:1"},
    {"a number that is none", NULL, ROWS("<row><c><v>1</v></c><c><v>1,5</v></c></row>"),
     "!damaged_file@1:2"},
    {"an unknown type", NULL, ROWS("<row><c t=\"x\"><v>1</v></c></row>"), "!damaged_file@1:1"},
    {"rows out of order", NULL,
     ROWS("<row r=\"5\"><c><v>1</v></c></row><row r=\"5\"><c><v>1</v></c></row>"),
     "5[1]!damaged_file@5:1"},
    {"cells out of order", NULL,
     ROWS("<row><c r=\"B1\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row>"), "!damaged_file@1:3"},
    {"a cell of another row", NULL, ROWS("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"),
     "!damaged_file@1:1"},
    {"a cell without a name", NULL, ROWS("<row><c r=\"1\"><v>1</v></c></row>"),
     "!damaged_file@1:1"},
    {"beyond the last column", NULL, ROWS("<row><c r=\"XFE1\"><v>1</v></c></row>"),
     "!too_many_columns@1:1"},
    {"a formula that was never computed", NULL,
     ROWS("<row><c><v>1</v></c></row><row><c><f>1+1</f></c></row>"),
     "1[1]!formula_not_computed@2:1"},
};

static void check_cases(const struct book_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_case(&cases[i]);
    }
}

static void cells_become_the_texts_that_a_person_sees(void **state)
{
    (void)state;
    check_cases(cell_cases, sizeof cell_cases / sizeof *cell_cases);
}

static void sheets_are_found_in_the_order_of_the_workbook(void **state)
{
    (void)state;
    check_cases(sheet_cases, sizeof sheet_cases / sizeof *sheet_cases);
}

static void faults_are_named(void **state)
{
    (void)state;
    check_cases(fault_cases, sizeof fault_cases / sizeof *fault_cases);
}

static void the_last_column_is_xfd(void **state)
{
    (void)state;
    struct wj_buf got = {0};
    struct made_part own[OWN] = {{SHEET, SHEET_OF("<row><c r=\"XFD1\"><v>7</v></c></row>")}};
    const char *path = book_with(own);
    show_file(&got, path, &(struct wj_read_options){0});
    assert_int_equal(got.len, strlen("1[7]") + 16383);
    remove_file(path);
    wj_buf_clear(&got);
}

/* Reads a workbook that must be refused while it is opened; returns the only message. */
static char *refusal_of(const char *path, const char *sheet, const char *kind)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_read_options options = {.sheet = sheet};
    assert_int_equal(wj_reader_open(&diags, path, &options, &reader), WJ_DATA);
    assert_int_equal(diags.count, 1);
    assert_string_equal(diags.list[0].kind, kind);
    char *message = strdup(diags.list[0].message);
    wj_diags_clear(&diags);
    return message;
}

static void messages_say_where_and_what_to_do(void **state)
{
    (void)state;
    static const struct {
        const char *sheet;
        struct made_part own[OWN];
        const char *kind;
        const char *holds[3];
    } cases[] = {
        {"答卷3",
         {{BOOK, SHEETS("", "")}, SECOND},
         "missing_sheet",
         {"“答卷3”", "“答卷”, “答卷2”", "(did you mean “答卷”?"}},
        {NULL,
         MERGED("<row><c><v>1</v></c></row>", "A1:B1"),
         "merged_header",
         {"A1:B1", "undo", "row 1"}},
        {NULL, {{STYLES, "<a>\n\n</b>"}}, "damaged_file", {STYLES, "line 3", "mismatch"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = book_with(cases[i].own);
        char *message = refusal_of(path, cases[i].sheet, cases[i].kind);
        for (size_t j = 0; j < 3; j++) {
            if (strstr(message, cases[i].holds[j]) == NULL) {
                fail_msg("“%s” does not hold %s", message, cases[i].holds[j]);
            }
        }
        free(message);
        remove_file(path);
    }
}

static void compound_files_are_refused_with_advice(void **state)
{
    (void)state;
    const char *path = file_with(BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on, in sectors"));
    char *message = refusal_of(path, NULL, "old_excel");
    assert_non_null(strstr(message, ".xlsx or CSV"));
    free(message);
    remove_file(path);
}

static void damaged_zip_files_are_refused(void **state)
{
    (void)state;
    const char *path = file_with(BYTES("PK\x03\x04 and nothing more of a ZIP file"));
    free(refusal_of(path, NULL, "damaged_file"));
    remove_file(path);
    /* A byte of the packed sheet changed: its checksum tells. */
    struct made_part own[OWN] = {{NULL, NULL}};
    struct wj_buf bytes = {0};
    struct wj_diags diags = {0};
    assert_int_equal(wj_file_read(&diags, book_with(own), 1 << 20, &bytes), WJ_OK);
    remove_file(book_with(own));
    char *name = memmem(bytes.ptr, bytes.len, SHEET, strlen(SHEET));
    assert_non_null(name);
    name[strlen(SHEET) + 60] ^= 0x10;
    path = file_with(wj_buf_slice(&bytes));
    char *message = refusal_of(path, NULL, "damaged_file");
    assert_non_null(strstr(message, SHEET));
    free(message);
    remove_file(path);
    wj_buf_clear(&bytes);
}

/* A part that begins properly and then repeats a filler up to that many bytes. */
static void check_bomb(const char *part, const char *head, const char *filler, size_t size,
                       const char *expect)
{
    struct wj_buf text = {0};
    struct wj_buf got = {0};
    wj_buf_add_text(&text, head);
    while (text.len < size) {
        wj_buf_add_text(&text, filler);
    }
    struct made_part own[OWN] = {{part, wj_buf_text(&text)}};
    const char *path = book_with(own);
    show_file(&got, path, &(struct wj_read_options){0});
    assert_string_equal(wj_buf_text(&got), expect);
    remove_file(path);
    wj_buf_clear(&got);
    wj_buf_clear(&text);
}

static void bombs_are_refused(void **state)
{
    (void)state;
    static const char sheet[] = "<worksheet xmlns=\"" MAIN "\"><sheetData>"
                                "<row><c><v>1</v></c></row>";
    static const char strings[] = "<sst xmlns=\"" MAIN "\">";
    static const char styles[] = "<styleSheet xmlns=\"" MAIN "\">";
    check_bomb(SHEET, sheet, "<row/>", 11 << 20, "!zip_bomb@0:0");
    check_bomb(STRINGS, strings, "<si/>", 11 << 20, "!zip_bomb@0:0");
    check_bomb(STYLES, styles, "<numFmts/>", 11 << 20, "!zip_bomb@0:0");
    /* Up to 10 MiB any ratio passes: these are broken, not bombs. */
    check_bomb(SHEET, sheet, "<row/>", 9 << 20, "1[1]!damaged_file@0:0");
    check_bomb(STRINGS, strings, " ", 10 << 20, "!damaged_file@0:0");
}

static void long_cells_are_refused(void **state)
{
    (void)state;
    enum { LONG = (1 << 20) + 1 };
    static const char head[] = "<worksheet xmlns=\"" MAIN "\"><sheetData><row><c t=\"str\"><v>";
    static const char tail[] = "</v></c></row></sheetData></worksheet>";
    char *text = malloc(sizeof head + LONG + sizeof tail);
    assert_non_null(text);
    for (size_t len = LONG - 1; len <= LONG; len++) {
        struct wj_buf got = {0};
        memcpy(text, head, sizeof head - 1);
        memset(text + sizeof head - 1, 'x', len);
        memcpy(text + sizeof head - 1 + len, tail, sizeof tail);
        struct made_part own[OWN] = {{SHEET, text}};
        const char *path = book_with(own);
        show_file(&got, path, &(struct wj_read_options){0});
        if (len < LONG) {
            assert_int_equal(got.len, len + strlen("1[]"));
        } else {
            assert_string_equal(wj_buf_text(&got), "!field_too_long@1:1");
        }
        remove_file(path);
        wj_buf_clear(&got);
    }
    free(text);
}

/* Compares the records, not their lines: a field of a CSV file may have several. */
static void check_same(const char *book, const char *csv)
{
    struct wj_diags diags = {0};
    struct wj_reader *readers[2] = {NULL, NULL};
    struct wj_batch batches[2] = {{0}, {0}};
    struct wj_read_options options = {0};
    assert_int_equal(wj_reader_open(&diags, book, &options, &readers[0]), WJ_OK);
    assert_int_equal(wj_reader_open(&diags, csv, &options, &readers[1]), WJ_OK);
    assert_string_equal(wj_reader_format(readers[0]), "xlsx");
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(wj_reader_next(readers[i], &diags, &batches[i]), WJ_OK);
    }
    assert_int_equal(batches[0].count, batches[1].count);
    for (size_t r = 0; r < batches[0].count; r++) {
        const struct wj_record *a = &batches[0].records[r];
        const struct wj_record *b = &batches[1].records[r];
        assert_int_equal(a->count, b->count);
        for (size_t f = 0; f < a->count; f++) {
            struct wj_slice got = batches[0].fields[a->first + f];
            struct wj_slice want = batches[1].fields[b->first + f];
            if (!wj_slice_equal(got, want)) {
                fail_msg("%s, row %zu, cell %zu: “%.*s”, should be “%.*s”", book, r + 1, f + 1,
                         WJ_SLICE_ARG(got), WJ_SLICE_ARG(want));
            }
        }
    }
    assert_true(batches[0].count > 2);
    wj_reader_free(readers[0]);
    wj_reader_free(readers[1]);
    wj_diags_clear(&diags);
}

static void workbooks_of_libreoffice_give_the_records_of_their_csv(void **state)
{
    (void)state;
    check_same("tests/unit/read/xlsx/zhifu-online.xlsx", "samples/zhifu-2022/responses-online.csv");
    check_same("tests/unit/read/xlsx/zhifu-paper.xlsx", "samples/zhifu-2022/responses-paper.csv");
    check_same("tests/unit/read/xlsx/kinds.xlsx", "tests/unit/read/xlsx/kinds.csv");
}

static void the_digest_is_that_of_the_file(void **state)
{
    (void)state;
    static const char book[] = "tests/unit/read/xlsx/zhifu-paper.xlsx";
    struct wj_diags diags = {0};
    struct wj_buf bytes = {0};
    char digest[WJ_DIGEST_TEXT];
    assert_int_equal(wj_file_read(&diags, book, 1 << 20, &bytes), WJ_OK);
    assert_int_equal(wj_digest_of(wj_buf_slice(&bytes), digest), WJ_OK);
    for (int without = 0; without < 2; without++) {
        struct wj_reader *reader = NULL;
        struct wj_read_options options = {.no_digest = without == 1};
        assert_int_equal(wj_reader_open(&diags, book, &options, &reader), WJ_OK);
        assert_string_equal(wj_reader_digest(reader), without == 1 ? "" : digest);
        assert_int_equal(wj_reader_encoding(reader), WJ_ENCODING_UTF8);
        assert_int_equal(wj_reader_delimiter(reader), 0);
        wj_reader_free(reader);
    }
    wj_buf_clear(&bytes);
    wj_diags_clear(&diags);
}

/* Every request for memory fails once: the file is read, or memory is said to be out. */
static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    static const char book[] = "tests/unit/read/xlsx/kinds.xlsx";
    enum wj_status status = WJ_MEMORY;
    unsigned long n = 0;
    while (status != WJ_OK) {
        struct wj_diags diags = {0};
        struct wj_reader *reader = NULL;
        struct wj_batch batch = {0};
        wj_memory_fail_at(++n);
        status = wj_reader_open(&diags, book, &(struct wj_read_options){0}, &reader);
        do {
            status = status == WJ_OK ? wj_reader_next(reader, &diags, &batch) : status;
        } while (status == WJ_OK && batch.count > 0);
        wj_memory_fail_at(0);
        assert_true(status == WJ_OK || status == WJ_MEMORY);
        assert_true(n < 10000);
        wj_reader_free(reader);
        wj_diags_clear(&diags);
    }
    assert_true(n > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_become_the_texts_that_a_person_sees),
        cmocka_unit_test(sheets_are_found_in_the_order_of_the_workbook),
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(the_last_column_is_xfd),
        cmocka_unit_test(messages_say_where_and_what_to_do),
        cmocka_unit_test(compound_files_are_refused_with_advice),
        cmocka_unit_test(damaged_zip_files_are_refused),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(long_cells_are_refused),
        cmocka_unit_test(workbooks_of_libreoffice_give_the_records_of_their_csv),
        cmocka_unit_test(the_digest_is_that_of_the_file),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
