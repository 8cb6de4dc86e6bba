#include "docx_house.h"

#include <libxml/parser.h>
#include <zip.h>

#include "wjtab/base/message.h"

enum { MOST_PARTS = 2000 };

#define PACKAGE_XML "http://schemas.openxmlformats.org/package/2006/relationships"
#define RELATIONS_TYPE "application/vnd.openxmlformats-package.relationships+xml"

/* What a relation of the document leads to, by the last word of its type. */
static const char *const taken[] = {"styles",      "theme",     "numbering", "settings",
                                    "webSettings", "fontTable", "footnotes", "endnotes"};

/* ---- opening ---- */

static enum wj_status open_zip(struct wj_house *house)
{
    static const char compound[] = {'\xD0', '\xCF', '\x11', '\xE0'};
    struct wj_slice bytes = wj_buf_slice(&house->docx->report->template);
    if (bytes.len >= sizeof compound && memcmp(bytes.ptr, compound, sizeof compound) == 0) {
        return wj_house_fail(house, _("it has a password, or is an old .doc; open it in a word "
                                      "processor, take the password off, and save it as .docx"));
    }
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, &error);
    house->zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    bool no_memory = zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    zip_error_fini(&error);
    if (house->zip == NULL) {
        zip_source_free(source);
        return no_memory ? WJ_MEMORY
                         : wj_house_fail(house, _("it is no .docx; save it as one in a word "
                                                  "processor"));
    }
    if (zip_get_num_entries(house->zip, 0) > MOST_PARTS) {
        return wj_house_fail(house, _("it has more parts than any document"));
    }
    return WJ_OK;
}

/* Is a relation's type the one of this name? */
static bool leads_to(const char *type, const char *name)
{
    size_t len = strlen(WJ_OFFICE_XML);
    return type != NULL && strncmp(type, WJ_OFFICE_XML "/", len + 1) == 0 &&
           strcmp(type + len + 1, name) == 0;
}

static enum wj_status find_main(struct wj_house *house)
{
    xmlDocPtr relations = NULL;
    bool strict = false;
    enum wj_status status = wj_house_parse(house, "_rels/.rels", &relations);
    if (status != WJ_OK) {
        return status;
    }
    for (xmlNodePtr node = xmlDocGetRootElement(relations)->children; node != NULL;
         node = node->next) {
        const char *type =
            node->type == XML_ELEMENT_NODE ? wj_house_attribute(house, node, "Type") : NULL;
        const char *target = wj_house_attribute(house, node, "Target");
        strict = strict || (type != NULL && strstr(type, "purl.oclc.org") != NULL);
        if (leads_to(type, "officeDocument") && target != NULL) {
            house->main_name = wj_house_target(house, "", target);
        }
    }
    xmlFreeDoc(relations);
    if (house->main_name == NULL) {
        return wj_house_fail(house, strict ? _("it is saved as Strict Open XML; save it as an "
                                               "ordinary .docx")
                                           : _("it is no Word document; save it as .docx"));
    }
    return WJ_OK;
}

static enum wj_status check_type(struct wj_house *house)
{
    const char *type = wj_house_type(house, house->main_name);
    if (type != NULL && strstr(type, "macroEnabled") != NULL) {
        return wj_house_fail(house, _("it holds macros; save it as .docx, without them"));
    }
    if (type == NULL || (!wj_slice_ends(wj_slice_of(type), "wordprocessingml.document.main+xml") &&
                         !wj_slice_ends(wj_slice_of(type), "wordprocessingml.template.main+xml"))) {
        return wj_house_fail(house, _("it is no Word document; save it as .docx"));
    }
    return WJ_OK;
}

static enum wj_status open_house(struct wj_house *house)
{
    enum wj_status status = open_zip(house);
    if (status == WJ_OK && !wj_house_has(house, "[Content_Types].xml")) {
        return wj_house_fail(house, _("it is no Word document; save it as .docx"));
    }
    if (status == WJ_OK) {
        status = wj_house_parse(house, "[Content_Types].xml", &house->types);
    }
    if (status == WJ_OK) {
        status = find_main(house);
    }
    if (status == WJ_OK) {
        status = check_type(house);
    }
    return status == WJ_OK ? wj_house_parse(house, house->main_name, &house->main) : status;
}

/* ---- what is taken ---- */

static void drop(xmlNodePtr node)
{
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

/* Settings but for what leads elsewhere, locks the document, asks when it is opened, or belongs to
 * the text that is gone. */
static enum wj_status put_settings(struct wj_house *house, const char *name)
{
    static const char *const dropped[] = {"attachedTemplate", "mailMerge",    "documentProtection",
                                          "writeProtection",  "updateFields", "trackRevisions",
                                          "saveThroughXslt",  "docVars",      "linkStyles"};
    xmlDocPtr tree = NULL;
    enum wj_status status = wj_house_parse(house, name, &tree);
    if (status != WJ_OK) {
        return status;
    }
    xmlNodePtr root = xmlDocGetRootElement(tree);
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
        xmlNodePtr node = wj_word_child(root, dropped[i]);
        if (node != NULL) {
            drop(node);
        }
    }
    return wj_house_put(house, name, tree);
}

/* Notes belong to the text that is gone; only the separators, which have a type, are looks. */
static enum wj_status put_notes(struct wj_house *house, const char *name)
{
    xmlDocPtr tree = NULL;
    enum wj_status status = wj_house_parse(house, name, &tree);
    if (status != WJ_OK) {
        return status;
    }
    xmlNodePtr next = NULL;
    for (xmlNodePtr node = xmlDocGetRootElement(tree)->children; node != NULL; node = next) {
        next = node->next;
        const char *type = wj_word_attribute(house, node, "type");
        if (node->type == XML_ELEMENT_NODE && (type == NULL || strcmp(type, "normal") == 0)) {
            drop(node);
        }
    }
    return wj_house_put(house, name, tree);
}

static bool is_there(const struct wj_house *house, const char *name)
{
    for (size_t i = 0; i < house->docx->part_count; i++) {
        if (strcmp(house->docx->parts[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static enum wj_status put_bytes(struct wj_house *house, const char *name, const char *type)
{
    struct wj_buf bytes = {0};
    enum wj_status status = wj_house_read(house, name, &bytes);
    struct wj_docx_part *part = status == WJ_OK ? wj_docx_part(house->docx, name, type) : NULL;
    if (part == NULL) {
        wj_buf_clear(&bytes);
        return status == WJ_OK ? WJ_MEMORY : status;
    }
    part->bytes = bytes;
    return WJ_OK;
}

/* The relations of a part that was taken, and in turn the parts that they lead to: pictures in a
 * header, embedded fonts. The list of parts is the list of what is still to be looked at. */
static enum wj_status follow(struct wj_house *house, const char *name)
{
    const char *relations_name = wj_house_relations(house, name);
    xmlDocPtr relations = NULL;
    if (relations_name == NULL) {
        return WJ_MEMORY;
    }
    if (!wj_house_has(house, relations_name)) {
        return WJ_OK;
    }
    enum wj_status status = wj_house_parse(house, relations_name, &relations);
    if (status == WJ_OK) {
        status = put_bytes(house, relations_name, NULL);
    }
    for (xmlNodePtr node = status == WJ_OK ? xmlDocGetRootElement(relations)->children : NULL;
         status == WJ_OK && node != NULL; node = node->next) {
        const char *mode = wj_house_attribute(house, node, "TargetMode");
        const char *target = node->type == XML_ELEMENT_NODE && mode == NULL
                                 ? wj_house_attribute(house, node, "Target")
                                 : NULL;
        const char *part = target != NULL ? wj_house_target(house, name, target) : NULL;
        if (part != NULL && !is_there(house, part) && wj_house_has(house, part)) {
            status = put_bytes(house, part, wj_house_type(house, part));
        }
    }
    xmlFreeDoc(relations);
    return status;
}

static enum wj_status take(struct wj_house *house, const char *type, const char *name)
{
    if (leads_to(type, "styles")) {
        return wj_house_styles(house, name);
    }
    if (leads_to(type, "settings")) {
        return put_settings(house, name);
    }
    if (leads_to(type, "footnotes") || leads_to(type, "endnotes")) {
        return put_notes(house, name);
    }
    return put_bytes(house, name, wj_house_type(house, name));
}

static bool is_taken(struct wj_house *house, const char *type, const char *id)
{
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (leads_to(type, taken[i])) {
            return true;
        }
    }
    return (leads_to(type, "header") || leads_to(type, "footer")) && wj_house_shows(house, id);
}

/* One relation of their document: takes its part where it is one of looks. */
static enum wj_status take_relation(struct wj_house *house, const xmlNode *node)
{
    struct wj_docx *docx = house->docx;
    const char *id = wj_house_attribute(house, node, "Id");
    const char *type = wj_house_attribute(house, node, "Type");
    const char *target = wj_house_attribute(house, node, "Target");
    if (id == NULL || type == NULL || target == NULL ||
        wj_house_attribute(house, node, "TargetMode") != NULL || !is_taken(house, type, id)) {
        return WJ_OK;
    }
    const char *name = wj_house_target(house, house->main_name, target);
    struct wj_buf absolute = {0};
    wj_buf_addf(&absolute, "/%s", name != NULL ? name : "");
    const char *copy = wj_arena_copy(&docx->arena, wj_buf_slice(&absolute));
    wj_buf_clear(&absolute);
    if (name == NULL || copy == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = wj_docx_relate(docx, id, type, copy);
    if (status == WJ_OK && !is_there(house, name)) {
        size_t first = docx->part_count;
        status = take(house, type, name);
        /* Settings lead to templates and data sources only. */
        for (size_t i = first; status == WJ_OK && i < docx->part_count; i++) {
            bool looked_at = docx->parts[i].type == NULL || leads_to(type, "settings");
            status = looked_at ? WJ_OK : follow(house, docx->parts[i].name);
        }
    }
    return status;
}

static enum wj_status take_house(struct wj_house *house)
{
    const char *name = wj_house_relations(house, house->main_name);
    xmlDocPtr relations = NULL;
    enum wj_status status = name != NULL ? wj_house_parse(house, name, &relations) : WJ_MEMORY;
    if (status != WJ_OK) {
        return status;
    }
    for (xmlNodePtr node = xmlDocGetRootElement(relations)->children;
         status == WJ_OK && node != NULL; node = node->next) {
        if (node->type == XML_ELEMENT_NODE) {
            status = take_relation(house, node);
        }
    }
    xmlFreeDoc(relations);
    if (status == WJ_OK && house->docx->styles[WJ_ROLE_BODY] == NULL) {
        return wj_house_fail(house, _("it has no styles; save it again in a word processor"));
    }
    return status == WJ_OK ? wj_house_page(house) : status;
}

enum wj_status wj_docx_template(struct wj_docx *docx)
{
    struct wj_house house = {.docx = docx};
    enum wj_status status = open_house(&house);
    if (status == WJ_OK) {
        status = take_house(&house);
    }
    xmlFreeDoc(house.main);
    xmlFreeDoc(house.types);
    if (house.zip != NULL) {
        zip_discard(house.zip);
    }
    return status;
}
