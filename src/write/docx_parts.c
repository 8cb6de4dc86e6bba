#include "docx.h"

#include <string.h>
#include <time.h>

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

struct wj_docx_part *wj_docx_part(struct wj_docx *docx, const char *name, const char *type)
{
    if (wj_grow(&docx->parts, &docx->part_capacity, docx->part_count + 1, sizeof *docx->parts) !=
        WJ_OK) {
        return NULL;
    }
    struct wj_docx_part *part = &docx->parts[docx->part_count++];
    part->name = name;
    part->type = type;
    return part;
}

enum wj_status wj_docx_relate(struct wj_docx *docx, const char *id, const char *type,
                              const char *target)
{
    if (wj_grow(&docx->relations, &docx->relation_capacity, docx->relation_count + 1,
                sizeof *docx->relations) != WJ_OK) {
        return WJ_MEMORY;
    }
    docx->relations[docx->relation_count++] = (struct wj_docx_relation){id, type, target, false};
    return WJ_OK;
}

/* ---- what our own house is made of ---- */

/* Names under which a missing font may be found, then what the substitution goes by. */
static const char fonts[] = XML
    "<w:fonts xmlns:w=\"" WORD "\">"
    "<w:font w:name=\"方正小标宋简体\"><w:altName w:val=\"方正小标宋_GBK,小标宋体,华文中宋,宋体\"/>"
    "<w:charset w:val=\"86\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font>"
    "<w:font w:name=\"仿宋_GB2312\"><w:altName w:val=\"仿宋,FangSong,方正仿宋_GBK,华文仿宋\"/>"
    "<w:charset w:val=\"86\"/><w:family w:val=\"modern\"/><w:pitch w:val=\"fixed\"/></w:font>"
    "<w:font w:name=\"楷体_GB2312\"><w:altName w:val=\"楷体,KaiTi,方正楷体_GBK,华文楷体\"/>"
    "<w:charset w:val=\"86\"/><w:family w:val=\"modern\"/><w:pitch w:val=\"fixed\"/></w:font>"
    "<w:font w:name=\"黑体\"><w:altName w:val=\"SimHei,方正黑体_GBK,华文黑体\"/>"
    "<w:panose1 w:val=\"02010609060101010101\"/><w:charset w:val=\"86\"/>"
    "<w:family w:val=\"modern\"/><w:pitch w:val=\"fixed\"/></w:font>"
    "<w:font w:name=\"宋体\"><w:altName w:val=\"SimSun,方正书宋_GBK,华文宋体\"/>"
    "<w:panose1 w:val=\"02010600030101010101\"/><w:charset w:val=\"86\"/>"
    "<w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>"
    "<w:font w:name=\"Times New Roman\"><w:panose1 w:val=\"02020603050405020304\"/>"
    "<w:charset w:val=\"00\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font>"
    "<w:font w:name=\"Arial\"><w:panose1 w:val=\"020B0604020202020204\"/>"
    "<w:charset w:val=\"00\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font>"
    "</w:fonts>";

static const char settings[] =
    XML "<w:settings xmlns:w=\"" WORD "\"><w:bordersDoNotSurroundHeader/>"
        "<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>"
        "<w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>"
        "<w:compatSetting w:name=\"compatibilityMode\""
        " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
        "<w:compatSetting w:name=\"overrideTableStyleFontSizeAndJustification\""
        " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"1\"/>"
        "<w:compatSetting w:name=\"enableOpenTypeFeatures\""
        " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"1\"/>"
        "<w:compatSetting w:name=\"doNotFlipMirrorIndents\""
        " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"1\"/></w:compat>"
        "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/><w:decimalSymbol w:val=\".\"/>"
        "<w:listSeparator w:val=\",\"/></w:settings>";

/* — 1 —, one character away from the edge of the text. */
#define PAGE_NUMBER(align, indent)                                                                  \
    XML "<w:ftr xmlns:w=\"" WORD "\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:ind " indent        \
        "=\"280\"/><w:jc w:val=\"" align "\"/></w:pPr>"                                             \
        "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\">— </w:t>" \
        "</w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"                                     \
        "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"                       \
        "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>"                 \
        "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"                                             \
        "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\"> —</w:t>" \
        "</w:r></w:p></w:ftr>"

static const char footer_odd[] = PAGE_NUMBER("right", "w:right");
static const char footer_even[] = PAGE_NUMBER("left", "w:left");

/* 第 1 页 共 2 页, in the middle. */
#define SMALL                                                                                      \
    "<w:rPr><w:rFonts w:hint=\"eastAsia\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr>"
#define FIELD(name)                                                                                \
    "<w:r>" SMALL "<w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>" SMALL                          \
    "<w:instrText xml:space=\"preserve\"> " name " </w:instrText></w:r>"                           \
    "<w:r>" SMALL "<w:fldChar w:fldCharType=\"separate\"/></w:r><w:r>" SMALL                       \
    "<w:t>1</w:t></w:r><w:r>" SMALL "<w:fldChar w:fldCharType=\"end\"/></w:r>"
#define WORDS(text) "<w:r>" SMALL "<w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define PAGE_OF(before, between, after)                                                            \
    XML "<w:ftr xmlns:w=\"" WORD "\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>"                     \
        "<w:jc w:val=\"center\"/></w:pPr>" WORDS(before) FIELD("PAGE") WORDS(between)              \
            FIELD("NUMPAGES") WORDS(after) "</w:p></w:ftr>"

static const char footer_form_zh[] = PAGE_OF("第 ", " 页　共 ", " 页");
static const char footer_form_en[] = PAGE_OF("Page ", " of ", "");

/* A4; above the text 37 mm, left of it 28 mm, the text 156 by 225 mm; the page number 7 mm below
 * the text. */
enum {
    PAGE_WIDTH = 11906,
    PAGE_HEIGHT = 16838,
    TEXT_WIDTH = 8844,
    TEXT_HEIGHT = 12756,
    TOP = 2098,
    LEFT = 1587,
    BOTTOM = PAGE_HEIGHT - TOP - TEXT_HEIGHT,
    RIGHT = PAGE_WIDTH - LEFT - TEXT_WIDTH,
    HEADER = 851,
    FOOTER = BOTTOM - 397 - 360,
    /* A questionnaire: 20 mm above and below, 22 mm at the sides. */
    FORM_EDGE = 1134,
    FORM_SIDE = 1247
};

struct edges {
    int top;
    int right;
    int bottom;
    int left;
    int footer;
};

static struct edges edges_of(const struct wj_docx *docx, bool sideways)
{
    if (docx->report->form) {
        return (struct edges){FORM_EDGE, FORM_SIDE, FORM_EDGE, FORM_SIDE, FORM_EDGE - 567};
    }
    if (sideways) {
        return (struct edges){LEFT, TOP, RIGHT, BOTTOM, RIGHT - 397 - 360};
    }
    return (struct edges){TOP, RIGHT, BOTTOM, LEFT, FOOTER};
}

static const char *own_section(struct wj_docx *docx, bool sideways)
{
    struct wj_buf xml = {0};
    wj_buf_add_text(&xml, "<w:sectPr><w:footerReference w:type=\"even\" r:id=\"rId5\"/>"
                          "<w:footerReference w:type=\"default\" r:id=\"rId4\"/>");
    struct edges edges = edges_of(docx, sideways);
    wj_buf_addf(&xml,
                "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" w:right=\"%d\" "
                "w:bottom=\"%d\" w:left=\"%d\" w:header=\"%d\" w:footer=\"%d\" "
                "w:gutter=\"0\"/>",
                sideways ? PAGE_HEIGHT : PAGE_WIDTH, sideways ? PAGE_WIDTH : PAGE_HEIGHT,
                sideways ? " w:orient=\"landscape\"" : "", edges.top, edges.right, edges.bottom,
                edges.left, HEADER, edges.footer);
    wj_buf_add_text(&xml, "<w:cols w:space=\"425\"/></w:sectPr>");
    const char *copy = wj_arena_copy(&docx->arena, wj_buf_slice(&xml));
    wj_buf_clear(&xml);
    return copy != NULL ? copy : "";
}

enum wj_status wj_docx_house(struct wj_docx *docx)
{
    static const struct {
        const char *name;
        const char *id;
        const char *kind; /* of relation and content type alike */
        const char *bytes;
    } own[] = {
        {"styles.xml", "rId1", "styles", NULL},
        {"settings.xml", "rId2", "settings", settings},
        {"fontTable.xml", "rId3", "fontTable", fonts},
        {"footer1.xml", "rId4", "footer", footer_odd},
        {"footer2.xml", "rId5", "footer", footer_even},
    };
    struct wj_buf text = {0};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        const char *texts[3];
        wj_buf_reset(&text);
        wj_buf_addf(&text, "word/%s", own[i].name);
        texts[0] = wj_arena_copy(&docx->arena, wj_buf_slice(&text));
        wj_buf_reset(&text);
        wj_buf_addf(&text, WORD_TYPE "%s+xml", own[i].kind);
        texts[1] = wj_arena_copy(&docx->arena, wj_buf_slice(&text));
        wj_buf_reset(&text);
        wj_buf_addf(&text, OFFICE "/%s", own[i].kind);
        texts[2] = wj_arena_copy(&docx->arena, wj_buf_slice(&text));
        struct wj_docx_part *part = wj_docx_part(docx, texts[0], texts[1]);
        if (part == NULL || wj_docx_relate(docx, own[i].id, texts[2], own[i].name) != WJ_OK) {
            wj_buf_clear(&text);
            return WJ_MEMORY;
        }
        bool counted = docx->report->form && strcmp(own[i].kind, "footer") == 0;
        const char *pages = docx->chinese ? footer_form_zh : footer_form_en;
        wj_buf_add_text(&part->bytes, counted ? pages : own[i].bytes != NULL ? own[i].bytes : "");
    }
    wj_buf_clear(&text);
    wj_docx_styles(docx, &docx->parts[docx->part_count - sizeof own / sizeof *own].bytes);
    for (int sideways = 0; sideways < 2; sideways++) {
        docx->section[0][sideways] = own_section(docx, sideways != 0);
        docx->section[1][sideways] = docx->section[0][sideways];
        struct edges edges = edges_of(docx, sideways != 0);
        int32_t across = sideways != 0 ? PAGE_HEIGHT : PAGE_WIDTH;
        int32_t down = sideways != 0 ? PAGE_WIDTH : PAGE_HEIGHT;
        docx->width[sideways] = across - edges.left - edges.right;
        docx->height[sideways] = down - edges.top - edges.bottom;
    }
    return WJ_OK;
}

/* ---- what every package has ---- */

static void add_date(struct wj_buf *out, const char *element, int64_t seconds)
{
    struct tm tm = {0};
    time_t when = (time_t)seconds;
    gmtime_r(&when, &tm);
    wj_buf_addf(out,
                "<dcterms:%s xsi:type=\"dcterms:W3CDTF\">%04d-%02d-%02dT%02d:%02d:%02dZ"
                "</dcterms:%s>",
                element, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
                tm.tm_sec, element);
}

static enum wj_status add_core(struct wj_docx *docx)
{
    struct wj_docx_part *part = wj_docx_part(
        docx, "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    if (part == NULL) {
        return WJ_MEMORY;
    }
    struct wj_buf *out = &part->bytes;
    wj_buf_add_text(out, XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\""
                             " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                             " xmlns:dcterms=\"http://purl.org/dc/terms/\""
                             " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    wj_docx_escape(out, docx->report->title);
    wj_buf_addf(out, "</dc:title><dc:language>%s</dc:language>", docx->chinese ? "zh-CN" : "en-US");
    add_date(out, "created", docx->report->date);
    add_date(out, "modified", docx->report->date);
    wj_buf_add_text(out, "</cp:coreProperties>");
    return WJ_OK;
}

static enum wj_status add_app(struct wj_docx *docx)
{
    struct wj_docx_part *part =
        wj_docx_part(docx, "docProps/app.xml",
                     "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    if (part == NULL) {
        return WJ_MEMORY;
    }
    wj_buf_add_text(&part->bytes,
                    XML "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                        "extended-properties\"><Application>wjtab</Application></Properties>");
    return WJ_OK;
}

static enum wj_status add_document_relations(struct wj_docx *docx)
{
    struct wj_docx_part *part = wj_docx_part(docx, "word/_rels/document.xml.rels", NULL);
    if (part == NULL) {
        return WJ_MEMORY;
    }
    struct wj_buf *out = &part->bytes;
    wj_buf_add_text(out, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
    for (size_t i = 0; i < docx->relation_count; i++) {
        const struct wj_docx_relation *relation = &docx->relations[i];
        wj_buf_add_text(out, "<Relationship Id=\"");
        wj_docx_escape(out, relation->id);
        wj_buf_add_text(out, "\" Type=\"");
        wj_docx_escape(out, relation->type);
        wj_buf_add_text(out, "\" Target=\"");
        wj_docx_escape(out, relation->target);
        wj_buf_addf(out, "\"%s/>", relation->external ? " TargetMode=\"External\"" : "");
    }
    wj_buf_add_text(out, "</Relationships>");
    return WJ_OK;
}

static enum wj_status add_package_relations(struct wj_docx *docx)
{
    struct wj_docx_part *part = wj_docx_part(docx, "_rels/.rels", NULL);
    if (part == NULL) {
        return WJ_MEMORY;
    }
    wj_buf_add_text(&part->bytes,
                    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
                        "<Relationship Id=\"rId1\" Type=\"" OFFICE
                        "/officeDocument\" Target=\"word/document.xml\"/>"
                        "<Relationship Id=\"rId2\" Type=\"" PACKAGE
                        "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
                        "<Relationship Id=\"rId3\" Type=\"" OFFICE
                        "/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>");
    return WJ_OK;
}

/* First in the package, as readers that look at its start expect. */
static enum wj_status add_types(struct wj_docx *docx)
{
    if (wj_docx_part(docx, "", NULL) == NULL) {
        return WJ_MEMORY;
    }
    memmove(&docx->parts[1], docx->parts, (docx->part_count - 1) * sizeof *docx->parts);
    struct wj_docx_part *types = &docx->parts[0];
    *types = (struct wj_docx_part){.name = "[Content_Types].xml"};
    wj_buf_add_text(&types->bytes,
                    XML "<Types xmlns=\"" PACKAGE "content-types\">"
                        "<Default Extension=\"rels\" "
                        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    for (size_t i = 1; i < docx->part_count; i++) {
        if (docx->parts[i].type != NULL) {
            wj_buf_add_text(&types->bytes, "<Override PartName=\"/");
            wj_docx_escape(&types->bytes, docx->parts[i].name);
            wj_buf_add_text(&types->bytes, "\" ContentType=\"");
            wj_docx_escape(&types->bytes, docx->parts[i].type);
            wj_buf_add_text(&types->bytes, "\"/>");
        }
    }
    wj_buf_add_text(&types->bytes, "</Types>");
    return WJ_OK;
}

enum wj_status wj_docx_finish(struct wj_docx *docx)
{
    static enum wj_status (*const steps[])(struct wj_docx *) = {
        add_document_relations, add_package_relations, add_core, add_app, add_types};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < sizeof steps / sizeof *steps; i++) {
        status = steps[i](docx);
    }
    for (size_t i = 0; status == WJ_OK && i < docx->part_count; i++) {
        status = wj_buf_status(&docx->parts[i].bytes);
    }
    return status;
}
