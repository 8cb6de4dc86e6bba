#include "docx.h"

/* What all paragraphs start from. GB/T 9704-2012: 仿宋 16 pt, lines of 28 pt. */
static const char defaults_zh[] =
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋_GB2312\" w:hAnsi=\"Times New Roman\""
    " w:cs=\"Times New Roman\"/>"
    "<w:kern w:val=\"2\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>"
    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/>"
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
    "<w:qFormat/><w:pPr><w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/>"
    "</w:pPr></w:style>";

static const char defaults_en[] =
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"宋体\" w:hAnsi=\"Times New Roman\""
    " w:cs=\"Times New Roman\"/>"
    "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>"
    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/>"
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
    "<w:qFormat/><w:pPr><w:spacing w:line=\"300\" w:lineRule=\"auto\"/></w:pPr></w:style>";

static const char others[] =
    "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">"
    "<w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/>"
    "<w:unhideWhenUsed/></w:style>"
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
    "<w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/>"
    "<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
    "<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>"
    "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar>"
    "</w:tblPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:pPr><w:snapToGrid w:val=\"0\"/>"
    "<w:spacing w:line=\"360\" w:lineRule=\"exact\"/></w:pPr><w:rPr>"
    "<w:rFonts w:ascii=\"宋体\" w:eastAsia=\"宋体\" w:hAnsi=\"宋体\"/>"
    "<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr></w:style>";

#define SIZE(half) "<w:sz w:val=\"" #half "\"/><w:szCs w:val=\"" #half "\"/>"
#define CHINESE_FONT(name) "<w:rFonts w:eastAsia=\"" name "\"/>"
#define LATIN_FONT                                                                                 \
    "<w:rFonts w:ascii=\"Arial\" w:eastAsia=\"黑体\" w:hAnsi=\"Arial\" w:cs=\"Arial\"/>"
#define LINES(before, after, line, rule)                                                           \
    "<w:spacing w:before=\"" #before "\" w:after=\"" #after "\" w:line=\"" #line                   \
    "\" w:lineRule=\"" rule "\"/>"
/* Two characters, whatever the size of the type. */
#define INDENT "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"
#define FLUSH "<w:ind w:left=\"0\" w:firstLineChars=\"0\" w:firstLine=\"0\"/>"
#define HOLD "<w:keepNext/><w:keepLines/>"
#define LOOSE "<w:snapToGrid w:val=\"0\"/>"

/* One look per language; `house` is what is said in a document that has its own styles, whose
 * fonts and sizes are then theirs. */
static const struct style {
    const char *id;
    const char *name;
    bool built_in;
    const char *paragraph[2];
    const char *run[2];
    const char *house[2]; /* not for built-in ones */
} styles[WJ_ROLE_COUNT] = {
    [WJ_ROLE_TITLE] = {"Title",
                       "Title",
                       true,
                       {"<w:keepLines/>" LINES(0, 560, 720, "exact") "<w:jc w:val=\"center\"/>",
                        "<w:keepLines/>" LINES(0, 360, 240, "auto") "<w:jc w:val=\"center\"/>"},
                       {CHINESE_FONT("方正小标宋简体") SIZE(44),
                        LATIN_FONT "<w:b/><w:bCs/>" SIZE(36)},
                       {0}},
    [WJ_ROLE_HEADING_1] = {"Heading1",
                           "heading 1",
                           true,
                           {HOLD INDENT "<w:outlineLvl w:val=\"0\"/>",
                            HOLD LINES(360, 120, 240, "auto") "<w:outlineLvl w:val=\"0\"/>"},
                           {CHINESE_FONT("黑体") SIZE(32), LATIN_FONT "<w:b/><w:bCs/>" SIZE(28)},
                           {0}},
    [WJ_ROLE_HEADING_2] = {"Heading2",
                           "heading 2",
                           true,
                           {HOLD INDENT "<w:outlineLvl w:val=\"1\"/>",
                            HOLD LINES(240, 80, 240, "auto") "<w:outlineLvl w:val=\"1\"/>"},
                           {CHINESE_FONT("楷体_GB2312") SIZE(32),
                            LATIN_FONT "<w:b/><w:bCs/>" SIZE(24)},
                           {0}},
    [WJ_ROLE_BODY] = {"WjBody",
                      "wjtab Body",
                      false,
                      {INDENT, LINES(0, 120, 300, "auto")},
                      {"", ""},
                      {INDENT, ""}},
    [WJ_ROLE_REMARK] = {"WjRemark",
                        "wjtab Remark",
                        false,
                        {LOOSE LINES(0, 60, 360,
                                     "exact") "<w:ind w:firstLineChars=\"200\" "
                                              "w:firstLine=\"480\"/><w:jc w:val=\"left\"/>",
                         LINES(0, 120, 260, "auto")},
                        {SIZE(24), SIZE(20)},
                        {INDENT, ""}},
    [WJ_ROLE_CAPTION] = {"Caption",
                         "caption",
                         true,
                         {LOOSE LINES(120, 80, 240, "auto") "<w:jc w:val=\"center\"/>",
                          LINES(120, 80, 240, "auto") "<w:jc w:val=\"center\"/>"},
                         {CHINESE_FONT("黑体") SIZE(24), LATIN_FONT "<w:b/><w:bCs/>" SIZE(20)},
                         {0}},
    [WJ_ROLE_PICTURE] = {"WjPicture",
                         "wjtab Picture",
                         false,
                         {LOOSE LINES(120, 0, 240, "auto") FLUSH "<w:jc w:val=\"center\"/>",
                          LOOSE LINES(120, 0, 240, "auto") FLUSH "<w:jc w:val=\"center\"/>"},
                         {"", ""},
                         {LOOSE LINES(120, 0, 240, "auto") FLUSH "<w:jc w:val=\"center\"/>",
                          LOOSE LINES(120, 0, 240, "auto") FLUSH "<w:jc w:val=\"center\"/>"}},
    [WJ_ROLE_CELL] = {"WjCell",
                      "wjtab Cell",
                      false,
                      {LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"left\"/>",
                       LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"left\"/>"},
                      {SIZE(24), SIZE(20)},
                      {LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"left\"/>",
                       LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"left\"/>"}},
    [WJ_ROLE_HEAD_CELL] = {"WjHeadCell",
                           "wjtab Head Cell",
                           false,
                           {LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"center\"/>",
                            LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"center\"/>"},
                           {CHINESE_FONT("黑体") SIZE(24), "<w:b/><w:bCs/>" SIZE(20)},
                           {LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"center\"/>",
                            LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"center\"/>"}},
    [WJ_ROLE_QUESTION] = {"WjQuestion",
                          "wjtab Question",
                          false,
                          {"<w:keepLines/>" FLUSH "<w:jc w:val=\"left\"/>",
                           "<w:keepLines/>" LINES(160, 40, 280, "auto") FLUSH},
                          {"", ""},
                          {"<w:keepLines/>" FLUSH "<w:jc w:val=\"left\"/>",
                           "<w:keepLines/>" LINES(160, 40, 280, "auto") FLUSH}},
    [WJ_ROLE_CHOICES] = {"WjChoices",
                         "wjtab Choices",
                         false,
                         {"<w:keepLines/><w:ind w:left=\"640\"/><w:jc w:val=\"left\"/>",
                          "<w:keepLines/><w:ind w:left=\"480\"/><w:jc w:val=\"left\"/>"},
                         {SIZE(28), ""},
                         {"<w:keepLines/><w:ind w:left=\"480\"/><w:jc w:val=\"left\"/>",
                          "<w:keepLines/><w:ind w:left=\"480\"/><w:jc w:val=\"left\"/>"}},
    [WJ_ROLE_BLANKS] = {"WjBlanks",
                        "wjtab Blanks",
                        false,
                        {LOOSE LINES(0, 0, 640, "exact") FLUSH "<w:jc w:val=\"left\"/>",
                         LOOSE LINES(0, 0, 560, "exact") FLUSH "<w:jc w:val=\"left\"/>"},
                        {"", ""},
                        {LOOSE LINES(0, 0, 560, "exact") FLUSH "<w:jc w:val=\"left\"/>",
                         LOOSE LINES(0, 0, 560, "exact") FLUSH "<w:jc w:val=\"left\"/>"}},
    [WJ_ROLE_GAP] = {"WjGap",
                     "wjtab Gap",
                     false,
                     {LOOSE LINES(0, 0, 160, "exact") FLUSH, LOOSE LINES(0, 0, 160, "exact") FLUSH},
                     {SIZE(4), SIZE(4)},
                     {LOOSE LINES(0, 0, 160, "exact") FLUSH,
                      LOOSE LINES(0, 0, 160, "exact") FLUSH}},
    [WJ_ROLE_CONTENTS] = {"TOCHeading",
                          "TOC Heading",
                          true,
                          {"<w:keepNext/><w:jc w:val=\"center\"/>",
                           "<w:keepNext/>" LINES(240, 120, 240, "auto")},
                          {CHINESE_FONT("黑体") SIZE(32), LATIN_FONT "<w:b/><w:bCs/>" SIZE(28)},
                          {0}},
    [WJ_ROLE_CONTENTS_1] = {"TOC1", "toc 1", true, {"", ""}, {"", ""}, {0}},
    [WJ_ROLE_CONTENTS_2] = {"TOC2",
                            "toc 2",
                            true,
                            {"<w:ind w:left=\"640\"/>", "<w:ind w:left=\"480\"/>"},
                            {"", ""},
                            {0}},
    [WJ_ROLE_TABLE] = {"TableGrid", "Table Grid", true, {"", ""}, {"", ""}, {0}},
};

/* A questionnaire in Chinese is to be answered, not to be filed: 宋体 12 pt and a line and a
 * quarter, so that a page holds twice as many questions. */
static const char defaults_form[] =
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"宋体\" w:hAnsi=\"Times New Roman\""
    " w:cs=\"Times New Roman\"/>"
    "<w:kern w:val=\"2\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>"
    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/>"
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
    "<w:qFormat/><w:pPr><w:spacing w:line=\"300\" w:lineRule=\"auto\"/><w:jc w:val=\"both\"/>"
    "</w:pPr></w:style>";

/* Where it departs from the styles above. */
static const struct {
    const char *paragraph;
    const char *run;
} forms[WJ_ROLE_COUNT] = {
    [WJ_ROLE_TITLE] = {"<w:keepLines/>" LINES(0, 240, 300, "auto") "<w:jc w:val=\"center\"/>",
                       CHINESE_FONT("黑体") SIZE(36)},
    [WJ_ROLE_BODY] = {LINES(60, 0, 300,
                            "auto") "<w:ind w:firstLineChars=\"200\" w:firstLine=\"480\"/>",
                      ""},
    [WJ_ROLE_QUESTION] = {"<w:keepLines/>" LINES(120, 20, 300, "auto") FLUSH
                          "<w:jc w:val=\"left\"/>",
                          ""},
    [WJ_ROLE_CHOICES] = {"<w:keepLines/><w:ind w:left=\"840\" w:hanging=\"480\"/>"
                         "<w:jc w:val=\"left\"/>",
                         ""},
    [WJ_ROLE_BLANKS] = {LOOSE LINES(200, 0, 320, "exact") FLUSH "<w:jc w:val=\"left\"/>", ""},
    [WJ_ROLE_CELL] = {LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"left\"/>", SIZE(21)},
    [WJ_ROLE_HEAD_CELL] = {LOOSE LINES(40, 40, 240, "auto") FLUSH "<w:jc w:val=\"center\"/>",
                           CHINESE_FONT("黑体") SIZE(21)},
};

static const char table_look[] =
    "<w:tblPr><w:tblBorders>"
    "<w:top w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"auto\"/>"
    "<w:left w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"auto\"/>"
    "<w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"auto\"/>"
    "<w:right w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"auto\"/>"
    "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
    "<w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
    "</w:tblBorders></w:tblPr>";

/* Heads the list of a heading's further properties. */
static void add_properties(struct wj_buf *out, const char *element, const char *properties)
{
    if (properties[0] != '\0') {
        wj_buf_addf(out, "<w:%s>%s</w:%s>", element, properties, element);
    }
}

const char *wj_docx_style_name(enum wj_docx_role role)
{
    return styles[role].name;
}

static void add_style(struct wj_docx *docx, enum wj_docx_role role, const char *normal,
                      const char *paragraph, const char *run, struct wj_buf *out)
{
    const struct style *style = &styles[role];
    bool table = role == WJ_ROLE_TABLE;
    wj_buf_addf(out, "<w:style w:type=\"%s\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>",
                table ? "table" : "paragraph", style->built_in ? "" : " w:customStyle=\"1\"",
                docx->styles[role], style->name);
    if (normal != NULL) {
        wj_buf_addf(out, "<w:basedOn w:val=\"%s\"/>", normal);
    }
    wj_buf_add_text(out, table ? "" : "<w:qFormat/>");
    add_properties(out, "pPr", paragraph);
    add_properties(out, "rPr", run);
    wj_buf_addf(out, "%s</w:style>", table ? table_look : "");
}

void wj_docx_style_add(struct wj_docx *docx, enum wj_docx_role role, const char *normal,
                       struct wj_buf *out)
{
    const struct style *style = &styles[role];
    size_t language = docx->chinese ? 0 : 1;
    if (style->built_in) {
        add_style(docx, role, normal, style->paragraph[language], style->run[language], out);
        return;
    }
    const char *bold = role == WJ_ROLE_HEAD_CELL ? "<w:b/><w:bCs/>" : "";
    struct wj_buf run = {0};
    wj_buf_add_text(&run, bold);
    if (role == WJ_ROLE_CELL || role == WJ_ROLE_HEAD_CELL) {
        wj_buf_addf(&run, "<w:sz w:val=\"%u\"/><w:szCs w:val=\"%u\"/>", docx->cell_size,
                    docx->cell_size);
    }
    add_style(docx, role, normal, style->house[language], wj_buf_text(&run), out);
    wj_buf_clear(&run);
}

void wj_docx_styles(struct wj_docx *docx, struct wj_buf *out)
{
    size_t language = docx->chinese ? 0 : 1;
    wj_buf_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles "
                         "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                         "main\">");
    bool form = docx->chinese && docx->report->form;
    wj_buf_add_text(out, form ? defaults_form : docx->chinese ? defaults_zh : defaults_en);
    wj_buf_add_text(out, others);
    for (int role = 0; role < WJ_ROLE_COUNT; role++) {
        const struct style *style = &styles[role];
        bool own = form && forms[role].paragraph != NULL;
        docx->styles[role] = style->id;
        add_style(docx, (enum wj_docx_role)role, role == WJ_ROLE_TABLE ? "TableNormal" : "Normal",
                  own ? forms[role].paragraph : style->paragraph[language],
                  own ? forms[role].run : style->run[language], out);
    }
    wj_buf_add_text(out, "</w:styles>");
    docx->numbered[0] = docx->numbered[1] = true;
    docx->choice_size = docx->chinese && !form ? 28 : 24;
    docx->choice_left = form ? 360 : docx->chinese ? 640 : 480;
    docx->cell_size = form ? 21 : docx->chinese ? 24 : 20;
}
