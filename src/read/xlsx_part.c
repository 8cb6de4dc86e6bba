#include "xlsx_part.h"

#include <string.h>

#include <libxml/xmlreader.h>

#include "wjtab/base/message.h"

/* The namespaces whose elements we know: workbook parts (transitional, strict), and the
 * package's own. */
static const char *const ours[] = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
};

static const char *const relations[] = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
};

/* Where libxml2 leaves its errors in this thread, so that it prints none. */
struct listener {
    xmlStructuredErrorFunc function;
    void *data;
};

static void note_error(void *data, xmlErrorPtr error)
{
    struct wj_xlsx_part *part = data;
    if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE || part->broken) {
        return;
    }
    part->broken = true;
    /* A text beyond libxml2's own ceiling (10 MB) comes under the same code. */
    part->no_memory = error->code == XML_ERR_NO_MEMORY &&
                      (error->message == NULL || strstr(error->message, "huge text") == NULL);
    part->line = error->line;
    struct wj_slice text = wj_slice_of(error->message);
    const char *end = text.len > 0 ? memchr(text.ptr, '\n', text.len) : NULL;
    wj_buf_add(&part->reason, end != NULL ? wj_slice(text.ptr, (size_t)(end - text.ptr)) : text);
}

static struct listener listen(struct wj_xlsx_part *part)
{
    struct listener before = {xmlStructuredError, xmlStructuredErrorContext};
    xmlSetStructuredErrorFunc(part, note_error);
    return before;
}

static void unlisten(struct listener before)
{
    xmlSetStructuredErrorFunc(before.data, before.function);
}

static int read_bytes(void *data, char *room, int len)
{
    struct wj_xlsx_part *part = data;
    return wj_xlsx_stream_read(&part->stream, room, len);
}

enum wj_status wj_xlsx_part_open(struct wj_xlsx_part *part, const struct wj_xlsx_package *package,
                                 struct wj_diags *diags, const char *name, uint64_t most)
{
    *part = (struct wj_xlsx_part){.element = ""};
    enum wj_status status = wj_xlsx_stream_open(&part->stream, package, diags, name, most);
    if (status != WJ_OK) {
        return status;
    }
    struct listener before = listen(part);
    part->xml =
        xmlReaderForIO(read_bytes, NULL, part, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    unlisten(before);
    if (part->xml == NULL) {
        /* It reads the first bytes here. */
        return part->stream.bomb || part->stream.damaged ? wj_xlsx_stream_fail(&part->stream, diags)
                                                         : WJ_MEMORY;
    }
    return WJ_OK;
}

enum wj_status wj_xlsx_part_fail(const struct wj_xlsx_part *part, struct wj_diags *diags,
                                 const char *what)
{
    struct wj_place place = {.file = part->stream.package->path};
    int line = part->broken ? part->line : xmlTextReaderGetParserLineNumber(part->xml);
    return wj_fail(diags, WJ_DATA, "damaged_file", &place,
                   _("this workbook is damaged: in its part %s, line %d: %s; open it in a "
                     "spreadsheet program and save it again"),
                   part->stream.name, line, what);
}

static bool is_one_of(const xmlNs *space, const char *const *list, size_t count)
{
    for (size_t i = 0; space != NULL && space->href != NULL && i < count; i++) {
        if (strcmp((const char *)space->href, list[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void take_element(struct wj_xlsx_part *part, const xmlNode *node, enum wj_xlsx_event event)
{
    bool known = is_one_of(node->ns, ours, sizeof ours / sizeof *ours);
    part->event = event;
    part->element = known ? (const char *)node->name : "";
    part->depth = xmlTextReaderDepth(part->xml);
    part->hollow = event == WJ_XLSX_START && xmlTextReaderIsEmptyElement(part->xml) == 1;
}

/* Takes the event that the XML reader stands at; false when it is none of interest. */
static bool take(struct wj_xlsx_part *part)
{
    const xmlNode *node = xmlTextReaderCurrentNode(part->xml);
    switch (xmlTextReaderNodeType(part->xml)) {
    case XML_READER_TYPE_ELEMENT:
        take_element(part, node, WJ_XLSX_START);
        return true;
    case XML_READER_TYPE_END_ELEMENT:
        take_element(part, node, WJ_XLSX_END);
        return true;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        part->event = WJ_XLSX_TEXT;
        part->element = "";
        part->depth = xmlTextReaderDepth(part->xml);
        return true;
    default:
        return false;
    }
}

static enum wj_status report(struct wj_xlsx_part *part, struct wj_diags *diags)
{
    if (part->stream.bomb || part->stream.damaged) {
        return wj_xlsx_stream_fail(&part->stream, diags);
    }
    if (part->no_memory) {
        return WJ_MEMORY;
    }
    const char *reason = part->reason.len > 0 ? wj_buf_text(&part->reason) : _("broken XML");
    return wj_xlsx_part_fail(part, diags, reason);
}

enum wj_status wj_xlsx_part_next(struct wj_xlsx_part *part, struct wj_diags *diags)
{
    if (part->hollow) {
        part->hollow = false;
        part->event = WJ_XLSX_END;
        return WJ_OK;
    }
    int got;
    do {
        struct listener before = listen(part);
        got = xmlTextReaderRead(part->xml);
        unlisten(before);
        if (part->broken || part->stream.bomb || part->stream.damaged || got < 0) {
            return report(part, diags);
        }
        int type = got == 1 ? xmlTextReaderNodeType(part->xml) : XML_READER_TYPE_NONE;
        if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) {
            return wj_xlsx_part_fail(part, diags, _("a document type, which no workbook has"));
        }
    } while (got == 1 && !take(part));
    if (got == 0) {
        part->event = WJ_XLSX_DONE;
    }
    return WJ_OK;
}

bool wj_xlsx_part_starts(const struct wj_xlsx_part *part, int depth, const char *element)
{
    return part->event == WJ_XLSX_START && part->depth == depth &&
           strcmp(part->element, element) == 0;
}

static struct wj_slice find_attribute(const struct wj_xlsx_part *part, const char *name,
                                      bool relation)
{
    const xmlNode *node = xmlTextReaderCurrentNode(part->xml);
    const xmlAttr *attribute = node != NULL ? node->properties : NULL;
    for (; attribute != NULL; attribute = attribute->next) {
        bool there = relation
                         ? is_one_of(attribute->ns, relations, sizeof relations / sizeof *relations)
                         : attribute->ns == NULL;
        if (there && strcmp((const char *)attribute->name, name) == 0) {
            const xmlNode *value = attribute->children;
            return wj_slice_of(
                value != NULL && value->content != NULL ? (const char *)value->content : "");
        }
    }
    return wj_slice(NULL, 0);
}

struct wj_slice wj_xlsx_part_attribute(const struct wj_xlsx_part *part, const char *name)
{
    return find_attribute(part, name, false);
}

struct wj_slice wj_xlsx_part_relation(const struct wj_xlsx_part *part, const char *name)
{
    return find_attribute(part, name, true);
}

enum wj_status wj_xlsx_part_text(struct wj_xlsx_part *part, struct wj_diags *diags,
                                 struct wj_buf *out, size_t most)
{
    int depth = part->depth;
    enum wj_status status = wj_xlsx_part_next(part, diags);
    while (status == WJ_OK && (part->event != WJ_XLSX_END || part->depth != depth)) {
        if (part->event == WJ_XLSX_TEXT && out->len <= most) {
            wj_buf_add(out, wj_slice_of((const char *)xmlTextReaderConstValue(part->xml)));
        }
        status = wj_xlsx_part_next(part, diags);
    }
    return status == WJ_OK ? wj_buf_status(out) : status;
}

enum wj_status wj_xlsx_part_skip(struct wj_xlsx_part *part, struct wj_diags *diags)
{
    int depth = part->depth;
    enum wj_status status = wj_xlsx_part_next(part, diags);
    while (status == WJ_OK && (part->event != WJ_XLSX_END || part->depth != depth)) {
        status = wj_xlsx_part_next(part, diags);
    }
    return status;
}

enum wj_status wj_xlsx_part_rich(struct wj_xlsx_part *part, struct wj_diags *diags,
                                 struct wj_buf *out, size_t most)
{
    int depth = part->depth;
    enum wj_status status = wj_xlsx_part_next(part, diags);
    while (status == WJ_OK && (part->event != WJ_XLSX_END || part->depth != depth)) {
        size_t from = out->len;
        if (wj_xlsx_part_starts(part, part->depth, "t")) {
            status = wj_xlsx_part_text(part, diags, out, most);
            wj_xlsx_unescape(out, from);
        } else if (wj_xlsx_part_starts(part, part->depth, "rPh")) {
            status = wj_xlsx_part_skip(part, diags);
        }
        if (status == WJ_OK) {
            status = wj_xlsx_part_next(part, diags);
        }
    }
    return status;
}

/* Reads _xHHHH_ at the start; false when it is none. */
static bool read_escape(struct wj_slice text, long *unit)
{
    enum { ESCAPE = 7 };
    if (text.len < ESCAPE || text.ptr[0] != '_' || text.ptr[1] != 'x' || text.ptr[6] != '_') {
        return false;
    }
    *unit = 0;
    for (size_t i = 2; i < 6; i++) {
        static const char digits[] = "0123456789abcdefABCDEF";
        const char *digit = text.ptr[i] != '\0' ? strchr(digits, text.ptr[i]) : NULL;
        if (digit == NULL) {
            return false;
        }
        long value = digit - digits;
        *unit = *unit * 16 + (value < 16 ? value : value - 6);
    }
    return true;
}

/* Decodes the escape at the start, a pair of them for a character above U+FFFF; returns its
 * bytes, 0 when there is none that means a character. */
static size_t read_character(struct wj_slice text, long *codepoint)
{
    enum { ESCAPE = 7 };
    long low = 0;
    if (!read_escape(text, codepoint) || *codepoint == 0) {
        return 0;
    }
    if (*codepoint < 0xD800 || *codepoint > 0xDFFF) {
        return ESCAPE;
    }
    if (*codepoint > 0xDBFF || !read_escape(wj_slice_from(text, ESCAPE), &low) || low < 0xDC00 ||
        low > 0xDFFF) {
        return 0;
    }
    *codepoint = 0x10000 + ((*codepoint - 0xD800) << 10) + (low - 0xDC00);
    return (size_t)2 * ESCAPE;
}

void wj_xlsx_unescape(struct wj_buf *text, size_t from)
{
    size_t end = text->len;
    if (end <= from || memchr(text->ptr + from, '_', end - from) == NULL) {
        return;
    }
    /* A character is shorter than its escape: what is written never passes what is read. */
    text->len = from;
    size_t at = from;
    while (at < end) {
        long codepoint = 0;
        size_t used = read_character(wj_slice(text->ptr + at, end - at), &codepoint);
        if (used > 0) {
            wj_buf_add_codepoint(text, codepoint);
        } else {
            wj_buf_add_char(text, text->ptr[at]);
            used = 1;
        }
        at += used;
    }
}

void wj_xlsx_part_close(struct wj_xlsx_part *part)
{
    if (part->xml != NULL) {
        xmlFreeTextReader(part->xml);
        part->xml = NULL;
    }
    wj_xlsx_stream_close(&part->stream);
    wj_buf_clear(&part->reason);
}
