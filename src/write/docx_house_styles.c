#include "docx_house.h"

#include <stdlib.h>
#include <strings.h>

#include <libxml/parser.h>

#include "wjtab/base/message.h"

/* Word has no more than some thousands of styles. */
enum { MOST_STYLES = 10000 };

enum { DEEPEST_BASE = 20, DEFAULT_SIZE = 20, LARGEST_CELL = 24, CHOICE_LEFT = 480, LARGEST = 144 };

static xmlNodePtr find_style(struct wj_house *house, const xmlNode *styles, const char *attribute,
                             const char *value)
{
    for (xmlNodePtr node = styles->children; node != NULL; node = node->next) {
        const char *found =
            wj_word_is(node, "style") ? wj_word_attribute(house, node, attribute) : NULL;
        if (found != NULL && strcmp(found, value) == 0) {
            return node;
        }
    }
    return NULL;
}

static bool is_of_type(struct wj_house *house, const xmlNode *style, const char *type)
{
    const char *found = wj_word_attribute(house, style, "type");
    return wj_word_is(style, "style") && found != NULL && strcmp(found, type) == 0;
}

/* Names of built-in styles are told apart without regard to case. */
static xmlNodePtr find_named(struct wj_house *house, const xmlNode *styles, enum wj_docx_role role)
{
    const char *type = role == WJ_ROLE_TABLE ? "table" : "paragraph";
    for (xmlNodePtr node = styles->children; node != NULL; node = node->next) {
        const char *name = is_of_type(house, node, type)
                               ? wj_word_attribute(house, wj_word_child(node, "name"), "val")
                               : NULL;
        if (name != NULL && strcasecmp(name, wj_docx_style_name(role)) == 0) {
            return node;
        }
    }
    return NULL;
}

/* The id of the default style of a type, or NULL. */
static xmlNodePtr find_default(struct wj_house *house, const xmlNode *styles, const char *type)
{
    for (xmlNodePtr node = styles->children; node != NULL; node = node->next) {
        const char *is =
            is_of_type(house, node, type) ? wj_word_attribute(house, node, "default") : NULL;
        if (is != NULL &&
            (strcmp(is, "1") == 0 || strcmp(is, "true") == 0 || strcmp(is, "on") == 0)) {
            return node;
        }
    }
    return NULL;
}

/* Does the style, or one that it is based on, number its paragraphs? */
static bool numbers(struct wj_house *house, const xmlNode *styles, const xmlNode *style)
{
    for (int depth = 0; style != NULL && depth < DEEPEST_BASE; depth++) {
        const xmlNode *properties = wj_word_child(style, "pPr");
        const xmlNode *numbering = properties != NULL ? wj_word_child(properties, "numPr") : NULL;
        if (numbering != NULL) {
            const char *id = wj_word_attribute(house, wj_word_child(numbering, "numId"), "val");
            return id != NULL && strcmp(id, "0") != 0;
        }
        const char *base = wj_word_attribute(house, wj_word_child(style, "basedOn"), "val");
        style = base != NULL ? find_style(house, styles, "styleId", base) : NULL;
    }
    return false;
}

/* The size of type in run properties, in half-points. */
static unsigned size_in(struct wj_house *house, const xmlNode *owner, unsigned other)
{
    const xmlNode *run = owner != NULL ? wj_word_child(owner, "rPr") : NULL;
    const char *text =
        run != NULL ? wj_word_attribute(house, wj_word_child(run, "sz"), "val") : NULL;
    long size = text != NULL ? strtol(text, NULL, 10) : 0;
    return size > 0 && size <= LARGEST ? (unsigned)size : other;
}

static unsigned body_size(struct wj_house *house, const xmlNode *styles, const xmlNode *normal)
{
    const xmlNode *defaults = wj_word_child(styles, "docDefaults");
    unsigned size = size_in(house, defaults != NULL ? wj_word_child(defaults, "rPrDefault") : NULL,
                            DEFAULT_SIZE);
    return size_in(house, normal, size);
}

/* An id for a style of ours that none of theirs has. */
static const char *free_id(struct wj_house *house, const xmlNode *styles, enum wj_docx_role role)
{
    struct wj_buf id = {0};
    wj_buf_addf(&id, "wjtab%d", (int)role);
    while (!id.failed && find_style(house, styles, "styleId", wj_buf_text(&id)) != NULL) {
        wj_buf_add_char(&id, 'a');
    }
    const char *copy = wj_arena_copy(&house->docx->arena, wj_buf_slice(&id));
    wj_buf_clear(&id);
    return copy;
}

/* Moves styles in XML to the end of theirs. */
static enum wj_status append(xmlNodePtr styles, const struct wj_buf *xml)
{
    xmlDocPtr ours = xmlReadMemory(xml->ptr, (int)xml->len, NULL, NULL, XML_PARSE_NONET);
    if (ours == NULL) {
        return WJ_MEMORY;
    }
    for (xmlNodePtr node = xmlDocGetRootElement(ours)->children; node != NULL; node = node->next) {
        xmlNodePtr copy = xmlDocCopyNode(node, styles->doc, 1);
        if (copy == NULL) {
            xmlFreeDoc(ours);
            return WJ_MEMORY;
        }
        xmlAddChild(styles, copy);
        xmlReconciliateNs(styles->doc, copy);
    }
    xmlFreeDoc(ours);
    return WJ_OK;
}

static void take_sizes(struct wj_house *house, const xmlNode *styles, const xmlNode *normal)
{
    struct wj_docx *docx = house->docx;
    unsigned size = body_size(house, styles, normal);
    docx->cell_size = size_in(house, find_named(house, styles, WJ_ROLE_CELL),
                              size < LARGEST_CELL ? size : LARGEST_CELL);
    docx->choice_size = size_in(house, find_named(house, styles, WJ_ROLE_CHOICES), size);
    docx->choice_left = CHOICE_LEFT;
}

/* Uses their style of a role, or makes one. */
static void settle(struct wj_house *house, const xmlNode *styles, enum wj_docx_role role,
                   struct wj_buf *made)
{
    struct wj_docx *docx = house->docx;
    const xmlNode *found = find_named(house, styles, role);
    const char *id = found != NULL ? wj_word_attribute(house, found, "styleId") : NULL;
    if (id != NULL) {
        docx->styles[role] = id;
    } else {
        const xmlNode *base =
            find_default(house, styles, role == WJ_ROLE_TABLE ? "table" : "paragraph");
        id = free_id(house, styles, role);
        docx->styles[role] = id != NULL ? id : "";
        wj_docx_style_add(docx, role, wj_word_attribute(house, base, "styleId"), made);
    }
    if (role == WJ_ROLE_HEADING_1 || role == WJ_ROLE_HEADING_2) {
        docx->numbered[role - WJ_ROLE_HEADING_1] = found == NULL || !numbers(house, styles, found);
    }
}

enum wj_status wj_house_styles(struct wj_house *house, const char *name)
{
    xmlDocPtr tree = NULL;
    struct wj_buf made = {0};
    enum wj_status status = wj_house_parse(house, name, &tree);
    if (status != WJ_OK) {
        return status;
    }
    xmlNodePtr styles = xmlDocGetRootElement(tree);
    if (xmlChildElementCount(styles) > MOST_STYLES) {
        xmlFreeDoc(tree);
        return wj_house_fail(house, _("it has more styles than any document"));
    }
    take_sizes(house, styles, find_default(house, styles, "paragraph"));
    wj_buf_add_text(&made, "<w:styles xmlns:w=\"" WJ_WORD_XML "\">");
    for (int role = 0; role < WJ_ROLE_COUNT; role++) {
        settle(house, styles, (enum wj_docx_role)role, &made);
    }
    wj_buf_add_text(&made, "</w:styles>");
    status = wj_buf_status(&made) == WJ_OK ? append(styles, &made) : WJ_MEMORY;
    wj_buf_clear(&made);
    if (status != WJ_OK) {
        xmlFreeDoc(tree);
        return status;
    }
    return wj_house_put(house, name, tree);
}
