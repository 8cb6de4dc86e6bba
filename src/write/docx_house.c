#include "docx_house.h"

#include <strings.h>

#include <libxml/parser.h>
#include <zip.h>

#include "wjtab/base/message.h"

enum {
    MOST_PART = 64 << 20,   /* unpacked bytes of one part */
    MOST_WHOLE = 256 << 20, /* of all that are read */
    RATIO_FROM = 10 << 20,  /* unpacked bytes up to which any ratio passes */
    RATIO_MOST = 200        /* unpacked : packed */
};

enum wj_status wj_house_fail(const struct wj_house *house, const char *what)
{
    struct wj_place place = {.file = house->docx->report->template_name};
    return wj_fail(house->docx->diags, WJ_DEFINITION, "template", &place,
                   _("this document can't lend its looks to report.docx: %s"), what);
}

static enum wj_status fail_part(const struct wj_house *house, const char *name, const char *what)
{
    struct wj_place place = {.file = house->docx->report->template_name};
    return wj_fail(house->docx->diags, WJ_DEFINITION, "template", &place,
                   _("this document can't lend its looks to report.docx: its part %s %s; open it "
                     "in a word processor and save it again as .docx"),
                   name, what);
}

/* ---- parts ---- */

static zip_int64_t locate(const struct wj_house *house, const char *name)
{
    zip_int64_t index = zip_name_locate(house->zip, name, 0);
    return index >= 0 ? index : zip_name_locate(house->zip, name, ZIP_FL_NOCASE);
}

bool wj_house_has(const struct wj_house *house, const char *name)
{
    return locate(house, name) >= 0;
}

static bool is_bomb(const struct wj_house *house, const zip_stat_t *info)
{
    return info->size > MOST_PART || house->unpacked + info->size > MOST_WHOLE ||
           (info->size > RATIO_FROM && info->size / RATIO_MOST > info->comp_size);
}

enum wj_status wj_house_read(struct wj_house *house, const char *name, struct wj_buf *bytes)
{
    zip_stat_t info;
    zip_int64_t index = locate(house, name);
    if (index < 0) {
        return fail_part(house, name, _("is missing"));
    }
    if (zip_stat_index(house->zip, (zip_uint64_t)index, 0, &info) != 0) {
        return fail_part(house, name, _("is damaged"));
    }
    if (info.encryption_method != ZIP_EM_NONE) {
        return fail_part(house, name, _("is encrypted"));
    }
    if (is_bomb(house, &info)) {
        return fail_part(house, name, _("is larger than that of any document"));
    }
    house->unpacked += info.size;
    zip_file_t *file = zip_fopen_index(house->zip, (zip_uint64_t)index, 0);
    if (file == NULL) {
        return fail_part(house, name, _("is damaged"));
    }
    char *room = wj_buf_reserve(bytes, info.size + 1);
    /* One more than it should have: a part that is longer than it says is not read on. */
    zip_int64_t got = room != NULL ? zip_fread(file, room, info.size + 1) : 0;
    zip_fclose(file);
    if (room == NULL) {
        return WJ_MEMORY;
    }
    if (got < 0 || (zip_uint64_t)got != info.size) {
        return fail_part(house, name, _("is damaged"));
    }
    bytes->len += info.size;
    return WJ_OK;
}

static void hear_nothing(void *data, xmlErrorPtr error)
{
    (void)data;
    (void)error;
}

/* libxml2 would print some of its errors whatever the options say. */
static xmlDocPtr parse_quietly(const struct wj_buf *bytes)
{
    xmlStructuredErrorFunc before = xmlStructuredError;
    void *data = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(NULL, hear_nothing);
    xmlDocPtr tree = xmlReadMemory(bytes->ptr, (int)bytes->len, NULL, NULL,
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlSetStructuredErrorFunc(data, before);
    return tree;
}

enum wj_status wj_house_parse(struct wj_house *house, const char *name, xmlDocPtr *tree)
{
    struct wj_buf bytes = {0};
    enum wj_status status = wj_house_read(house, name, &bytes);
    if (status == WJ_OK) {
        *tree = parse_quietly(&bytes);
        /* No part has a document type, and what one could do is not wanted. */
        if (*tree == NULL || (*tree)->intSubset != NULL || xmlDocGetRootElement(*tree) == NULL) {
            xmlFreeDoc(*tree);
            *tree = NULL;
            status = fail_part(house, name, _("is no well-formed XML"));
        }
    }
    wj_buf_clear(&bytes);
    return status;
}

enum wj_status wj_house_put(struct wj_house *house, const char *name, xmlDocPtr tree)
{
    xmlChar *text = NULL;
    int len = 0;
    struct wj_docx_part *part = wj_docx_part(house->docx, name, wj_house_type(house, name));
    if (part != NULL) {
        xmlDocDumpMemoryEnc(tree, &text, &len, "UTF-8");
    }
    if (text != NULL) {
        wj_buf_add(&part->bytes, wj_slice((const char *)text, (size_t)len));
        xmlFree(text);
    }
    xmlFreeDoc(tree);
    return text != NULL ? wj_buf_status(&part->bytes) : WJ_MEMORY;
}

/* ---- names ---- */

/* The copy of a value, which is freed. */
static const char *keep(struct wj_house *house, xmlChar *value)
{
    const char *copy =
        value != NULL ? wj_arena_copy(&house->docx->arena, wj_slice_of((const char *)value)) : NULL;
    xmlFree(value);
    return copy;
}

const char *wj_house_attribute(struct wj_house *house, const xmlNode *node, const char *name)
{
    return keep(house, xmlGetNoNsProp(node, (const xmlChar *)name));
}

/* By its name, else by its ending. */
const char *wj_house_type(const struct wj_house *house, const char *name)
{
    struct wj_house *store = (struct wj_house *)house;
    const char *ending = strrchr(name, '.');
    const char *found = NULL;
    for (xmlNodePtr node = xmlDocGetRootElement(house->types)->children; node != NULL;
         node = node->next) {
        if (node->type != XML_ELEMENT_NODE) {
            continue;
        }
        const char *part = wj_house_attribute(store, node, "PartName");
        const char *kind = wj_house_attribute(store, node, "Extension");
        if (part != NULL && part[0] == '/' && strcasecmp(part + 1, name) == 0) {
            return wj_house_attribute(store, node, "ContentType");
        }
        if (kind != NULL && ending != NULL && strcasecmp(kind, ending + 1) == 0) {
            found = wj_house_attribute(store, node, "ContentType");
        }
    }
    return found;
}

/* Takes one folder off the end of a path. */
static void go_up(struct wj_buf *path)
{
    while (path->len > 0 && path->ptr[path->len - 1] != '/') {
        path->len--;
    }
}

const char *wj_house_target(struct wj_house *house, const char *from, const char *target)
{
    struct wj_buf path = {0};
    wj_buf_add_text(&path, target[0] == '/' ? "" : from);
    go_up(&path);
    target += target[0] == '/' ? 1 : 0;
    while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
        if (target[1] == '.') {
            path.len -= path.len > 0 ? 1 : 0;
            go_up(&path);
        }
        target += target[1] == '.' ? 3 : 2;
    }
    wj_buf_add_text(&path, target);
    const char *copy = wj_arena_copy(&house->docx->arena, wj_buf_slice(&path));
    wj_buf_clear(&path);
    return copy;
}

const char *wj_house_relations(struct wj_house *house, const char *name)
{
    struct wj_buf path = {0};
    const char *file = strrchr(name, '/');
    file = file != NULL ? file + 1 : name;
    wj_buf_addf(&path, "%.*s_rels/%s.rels", (int)(file - name), name, file);
    const char *copy = wj_arena_copy(&house->docx->arena, wj_buf_slice(&path));
    wj_buf_clear(&path);
    return copy;
}

/* ---- trees ---- */

bool wj_word_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           xmlStrEqual(node->ns->href, (const xmlChar *)WJ_WORD_XML) &&
           xmlStrEqual(node->name, (const xmlChar *)name);
}

xmlNodePtr wj_word_child(const xmlNode *node, const char *name)
{
    xmlNodePtr child = node != NULL ? node->children : NULL;
    while (child != NULL && !wj_word_is(child, name)) {
        child = child->next;
    }
    return child;
}

const char *wj_word_attribute(struct wj_house *house, const xmlNode *node, const char *name)
{
    xmlChar *value = node != NULL
                         ? xmlGetNsProp(node, (const xmlChar *)name, (const xmlChar *)WJ_WORD_XML)
                         : NULL;
    return keep(house, value);
}
