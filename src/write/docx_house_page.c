#include "docx_house.h"

#include <stdlib.h>

/* The section of a house.docx: its last one, with the headers and footers that it shows, its own
 * or those of sections before it. */

enum {
    KINDS = 6,
    NARROWEST = 3200,
    LOWEST = 4000,
    A4_WIDTH = 11906,
    A4_HEIGHT = 16838,
    INCH = 1440
};

static const struct {
    const char *element;
    const char *type;
} kinds[KINDS] = {
    {"headerReference", "even"}, {"headerReference", "default"}, {"headerReference", "first"},
    {"footerReference", "even"}, {"footerReference", "default"}, {"footerReference", "first"},
};

/* What is known of the section. */
struct page {
    xmlNodePtr last;
    const char *shown[KINDS]; /* ids of relations */
    int32_t width;
    int32_t height;
    int32_t margins[5]; /* top, right, bottom, left, gutter */
};

static const char *const margin_names[] = {"top", "right", "bottom", "left", "gutter"};

static void note_references(struct wj_house *house, const xmlNode *section, struct page *page)
{
    for (const xmlNode *node = section->children; node != NULL; node = node->next) {
        const char *type = wj_word_attribute(house, node, "type");
        for (size_t i = 0; type != NULL && i < KINDS; i++) {
            if (wj_word_is(node, kinds[i].element) && strcmp(type, kinds[i].type) == 0) {
                xmlChar *id =
                    xmlGetNsProp(node, (const xmlChar *)"id", (const xmlChar *)WJ_OFFICE_XML);
                page->shown[i] = wj_arena_copy(&house->docx->arena, wj_slice_of((const char *)id));
                xmlFree(id);
            }
        }
    }
}

static struct page find_page(struct wj_house *house)
{
    struct page page = {0};
    const xmlNode *body = wj_word_child(xmlDocGetRootElement(house->main), "body");
    for (xmlNodePtr node = body != NULL ? body->children : NULL; node != NULL; node = node->next) {
        xmlNodePtr section =
            wj_word_is(node, "sectPr") ? node : wj_word_child(wj_word_child(node, "pPr"), "sectPr");
        if (section != NULL) {
            note_references(house, section, &page);
            page.last = section;
        }
    }
    return page;
}

bool wj_house_shows(struct wj_house *house, const char *id)
{
    struct page page = find_page(house);
    for (size_t i = 0; i < KINDS; i++) {
        if (page.shown[i] != NULL && strcmp(page.shown[i], id) == 0) {
            return true;
        }
    }
    return false;
}

static int32_t number(struct wj_house *house, const xmlNode *node, const char *name, int32_t other)
{
    const char *text = wj_word_attribute(house, node, name);
    long value = text != NULL ? strtol(text, NULL, 10) : other;
    return value > -32000 && value < 32000 ? (int32_t)value : other;
}

static void measure(struct wj_house *house, struct page *page)
{
    const xmlNode *size = page->last != NULL ? wj_word_child(page->last, "pgSz") : NULL;
    const xmlNode *margins = page->last != NULL ? wj_word_child(page->last, "pgMar") : NULL;
    page->width = number(house, size, "w", A4_WIDTH);
    page->height = number(house, size, "h", A4_HEIGHT);
    for (size_t i = 0; i < 5; i++) {
        page->margins[i] = number(house, margins, margin_names[i], i < 4 ? INCH : 0);
    }
}

static int32_t at_least(int32_t value, int32_t least)
{
    return value > least ? value : least;
}

/* An element with its attributes in Word's namespace, and its children, under our prefix. */
static void copy_element(struct wj_buf *out, const xmlNode *node)
{
    wj_buf_addf(out, "<w:%s", (const char *)node->name);
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        if (attribute->ns == NULL ||
            !xmlStrEqual(attribute->ns->href, (const xmlChar *)WJ_WORD_XML)) {
            continue;
        }
        xmlChar *value = xmlNodeListGetString(node->doc, attribute->children, 1);
        wj_buf_addf(out, " w:%s=\"", (const char *)attribute->name);
        wj_docx_escape(out, value != NULL ? (const char *)value : "");
        wj_buf_add_text(out, "\"");
        xmlFree(value);
    }
    wj_buf_add_text(out, ">");
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE && wj_word_is(child, (const char *)child->name)) {
            copy_element(out, child);
        }
    }
    wj_buf_addf(out, "</w:%s>", (const char *)node->name);
}

/* What is ours to say, or belongs to the text that is gone. */
static bool is_left_out(const xmlNode *node, bool later)
{
    static const char *const names[] = {
        "headerReference", "footerReference", "sectPrChange", "type", "cols", "printerSettings"};
    if (node->type != XML_ELEMENT_NODE || !wj_word_is(node, (const char *)node->name)) {
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (wj_word_is(node, names[i])) {
            return true;
        }
    }
    /* A later section is no new beginning. */
    return later && (wj_word_is(node, "titlePg") || wj_word_is(node, "pgNumType"));
}

/* The page turned to the left: its top is then at the right. */
static void add_turned(struct wj_buf *out, const xmlNode *node, const struct page *page,
                       struct wj_house *house)
{
    if (wj_word_is(node, "pgSz")) {
        wj_buf_addf(out, "<w:pgSz w:w=\"%d\" w:h=\"%d\" w:orient=\"landscape\"/>", page->height,
                    page->width);
        return;
    }
    wj_buf_addf(out,
                "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
                "w:header=\"%d\" w:footer=\"%d\" w:gutter=\"%d\"/>",
                page->margins[3], page->margins[0], page->margins[1], page->margins[2],
                number(house, node, "header", 720), number(house, node, "footer", 720),
                page->margins[4]);
}

static const char *make_section(struct wj_house *house, const struct page *page, bool later,
                                bool sideways)
{
    struct wj_buf xml = {0};
    wj_buf_add_text(&xml, "<w:sectPr>");
    for (size_t i = 0; i < KINDS; i++) {
        if (page->shown[i] != NULL) {
            wj_buf_addf(&xml, "<w:%s w:type=\"%s\" r:id=\"", kinds[i].element, kinds[i].type);
            wj_docx_escape(&xml, page->shown[i]);
            wj_buf_add_text(&xml, "\"/>");
        }
    }
    for (const xmlNode *node = page->last != NULL ? page->last->children : NULL; node != NULL;
         node = node->next) {
        if (is_left_out(node, later)) {
            continue;
        }
        if (sideways && (wj_word_is(node, "pgSz") || wj_word_is(node, "pgMar"))) {
            add_turned(&xml, node, page, house);
        } else {
            copy_element(&xml, node);
        }
    }
    wj_buf_add_text(&xml, "</w:sectPr>");
    const char *copy = wj_arena_copy(&house->docx->arena, wj_buf_slice(&xml));
    wj_buf_clear(&xml);
    return copy;
}

enum wj_status wj_house_page(struct wj_house *house)
{
    struct wj_docx *docx = house->docx;
    struct page page = find_page(house);
    measure(house, &page);
    int32_t across = page.width - page.margins[1] - page.margins[3] - page.margins[4];
    int32_t down = page.height - abs(page.margins[0]) - abs(page.margins[2]);
    bool turns = page.last != NULL && wj_word_child(page.last, "pgSz") != NULL &&
                 wj_word_child(page.last, "pgMar") != NULL && page.width < page.height;
    for (int sideways = 0; sideways < 2; sideways++) {
        bool turned = turns && sideways != 0;
        docx->width[sideways] = at_least(turned ? down - page.margins[4] : across, NARROWEST);
        docx->height[sideways] = at_least(turned ? across : down, LOWEST);
        for (int later = 0; later < 2; later++) {
            docx->section[later][sideways] = make_section(house, &page, later != 0, turned);
            if (docx->section[later][sideways] == NULL) {
                return WJ_MEMORY;
            }
        }
    }
    return WJ_OK;
}
