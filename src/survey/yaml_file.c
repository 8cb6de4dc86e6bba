#include "yaml_file.h"

#include "wjtab/base/file.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "yaml_fault.h"

enum { MOST_BYTES = 16 << 20, MOST_DEPTH = 32, MOST_NODES = 1000000 };

/* The pass over the events that looks for what is refused. */
struct inspection {
    struct wj_diags *diags;
    const char *path;
    size_t documents;
    size_t nodes;
    size_t depth;
    size_t faults;
};

struct wj_place wj_yaml_place(const char *path, yaml_mark_t mark)
{
    struct wj_place place = {.file = path, .line = mark.line + 1, .column = mark.column + 1};
    return place;
}

/* The text behind a byte order mark. */
static struct wj_slice content_of(const struct wj_yaml *yaml)
{
    struct wj_slice text = wj_buf_slice(&yaml->bytes);
    struct wj_slice bom = wj_slice("\xEF\xBB\xBF", 3);
    return wj_slice_starts(text, bom) ? wj_slice_from(text, bom.len) : text;
}

/* What libyaml refuses, and the rarer line ends, which would make its line numbers differ from
 * those of an editor. */
static bool is_refused(int32_t codepoint)
{
    if (codepoint < 0x20) {
        return codepoint != '\t' && codepoint != '\n' && codepoint != '\r';
    }
    return (codepoint >= 0x7F && codepoint < 0xA0) || codepoint == 0x2028 || codepoint == 0x2029 ||
           codepoint == 0xFEFF || codepoint == 0xFFFE || codepoint == 0xFFFF;
}

/* Moves a place over one character; CR LF is one line end. */
static void step(struct wj_place *place, int32_t codepoint, struct wj_slice rest)
{
    bool pair = codepoint == '\r' && rest.len > 0 && rest.ptr[0] == '\n';
    if ((codepoint == '\n' || codepoint == '\r') && !pair) {
        place->line++;
        place->column = 1;
    } else {
        place->column++;
    }
}

static enum wj_status check_characters(struct wj_diags *diags, const char *path,
                                       struct wj_slice text)
{
    struct wj_place place = {.file = path, .line = 1, .column = 1};
    size_t valid = wj_utf8_valid(text);
    struct wj_slice rest = wj_slice(text.ptr, valid);
    while (rest.len > 0) {
        int32_t codepoint;
        rest = wj_slice_from(rest, wj_utf8_next(rest, &codepoint));
        if (is_refused(codepoint)) {
            return wj_fail(diags, WJ_DEFINITION, "yaml_character", &place,
                           _("an invisible character (U+%04X) stands here; remove it"),
                           (unsigned)codepoint);
        }
        step(&place, codepoint, rest);
    }
    if (valid < text.len) {
        return wj_fail(diags, WJ_DEFINITION, "yaml_encoding", &place,
                       _("this is no UTF-8 text from here on; save the file as UTF-8"));
    }
    return WJ_OK;
}

static void refuse(struct inspection *inspection, const yaml_event_t *event, const char *kind,
                   const char *sentence)
{
    struct wj_place place = wj_yaml_place(inspection->path, event->start_mark);
    wj_diag_add(inspection->diags, WJ_ERROR, kind, &place, "%s", sentence);
    inspection->faults++;
}

static void inspect_node(struct inspection *inspection, const yaml_event_t *event,
                         const yaml_char_t *anchor, const yaml_char_t *tag)
{
    inspection->nodes++;
    if (inspection->nodes == MOST_NODES + 1) {
        refuse(inspection, event, "yaml_size",
               _("more than 1,000,000 entries; a definition is smaller"));
    }
    if (anchor != NULL) {
        refuse(inspection, event, "yaml_anchor",
               _("YAML anchors (&) are not supported; write the entry out, and put a text that "
                 "begins with & in single quotes"));
    }
    if (tag != NULL) {
        refuse(inspection, event, "yaml_tag",
               _("YAML tags (!) are not supported; remove it, and put a text that begins with ! "
                 "in single quotes"));
    }
}

static void descend(struct inspection *inspection, const yaml_event_t *event)
{
    inspection->depth++;
    if (inspection->depth == MOST_DEPTH + 1) {
        refuse(inspection, event, "yaml_depth",
               _("more than 32 levels inside each other; a definition needs fewer"));
    }
}

static void inspect(struct inspection *inspection, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        inspection->documents++;
        if (inspection->documents == 2) {
            refuse(inspection, event, "yaml_documents",
                   _("a second document begins here; a definition is one document: remove the "
                     "line ---"));
        }
        break;
    case YAML_ALIAS_EVENT:
        refuse(inspection, event, "yaml_alias",
               _("YAML aliases (*) are not supported; write the entry out, and put a text that "
                 "begins with * in single quotes"));
        break;
    case YAML_SCALAR_EVENT:
        inspect_node(inspection, event, event->data.scalar.anchor, event->data.scalar.tag);
        break;
    case YAML_SEQUENCE_START_EVENT:
        inspect_node(inspection, event, event->data.sequence_start.anchor,
                     event->data.sequence_start.tag);
        descend(inspection, event);
        break;
    case YAML_MAPPING_START_EVENT:
        inspect_node(inspection, event, event->data.mapping_start.anchor,
                     event->data.mapping_start.tag);
        descend(inspection, event);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        inspection->depth--;
        break;
    default:
        break;
    }
}

static bool begin(yaml_parser_t *parser, struct wj_slice text)
{
    if (yaml_parser_initialize(parser) == 0) {
        return false;
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, (const unsigned char *)text.ptr, text.len);
    return true;
}

/* Goes on until the end, a fault of syntax, or more than libyaml should be asked to hold. */
static enum wj_status inspect_events(struct inspection *inspection, yaml_parser_t *parser,
                                     struct wj_slice text)
{
    bool ended = false;
    while (!ended && inspection->depth <= MOST_DEPTH && inspection->nodes <= MOST_NODES) {
        yaml_event_t event;
        if (yaml_parser_parse(parser, &event) == 0) {
            return wj_yaml_fault(inspection->diags, inspection->path, text, parser);
        }
        inspect(inspection, &event);
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    return inspection->faults > 0 ? WJ_DEFINITION : WJ_OK;
}

static enum wj_status check_events(struct wj_diags *diags, const char *path, struct wj_slice text)
{
    struct inspection inspection = {.diags = diags, .path = path};
    yaml_parser_t parser;
    if (!begin(&parser, text)) {
        return WJ_MEMORY;
    }
    enum wj_status status = inspect_events(&inspection, &parser, text);
    yaml_parser_delete(&parser);
    if (status == WJ_OK && inspection.documents == 0) {
        struct wj_place place = {.file = path, .line = 1, .column = 1};
        return wj_fail(diags, WJ_DEFINITION, "empty_definition", &place,
                       _("this file is empty; `wjtab init` drafts a definition from responses"));
    }
    return status;
}

static enum wj_status load(struct wj_yaml *yaml, struct wj_slice text)
{
    yaml_parser_t parser;
    if (!begin(&parser, text)) {
        return WJ_MEMORY;
    }
    yaml->loaded = yaml_parser_load(&parser, &yaml->document) != 0;
    yaml_parser_delete(&parser);
    /* The same text has just been parsed without a fault. */
    return yaml->loaded ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_yaml_read(struct wj_diags *diags, const char *path, struct wj_yaml *yaml)
{
    yaml->path = path;
    enum wj_status status = wj_file_read(diags, path, MOST_BYTES, &yaml->bytes);
    if (status != WJ_OK) {
        return status;
    }
    status = wj_digest_of(wj_buf_slice(&yaml->bytes), yaml->digest);
    struct wj_slice text = content_of(yaml);
    if (status == WJ_OK) {
        status = check_characters(diags, path, text);
    }
    if (status == WJ_OK) {
        status = check_events(diags, path, text);
    }
    return status == WJ_OK ? load(yaml, text) : status;
}

void wj_yaml_clear(struct wj_yaml *yaml)
{
    if (yaml->loaded) {
        yaml_document_delete(&yaml->document);
    }
    wj_buf_clear(&yaml->bytes);
    *yaml = (struct wj_yaml){0};
}
