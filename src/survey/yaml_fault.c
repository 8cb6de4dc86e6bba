#include "yaml_fault.h"

#include <string.h>

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "yaml_file.h"

static bool is(const yaml_parser_t *parser, const char *problem)
{
    return parser->problem != NULL && strcmp(parser->problem, problem) == 0;
}

static bool tells_of(const yaml_parser_t *parser, const char *part)
{
    return parser->problem != NULL && strstr(parser->problem, part) != NULL;
}

/* What the scanner was reading when it stopped. */
static bool is_about(const yaml_parser_t *parser, const char *part)
{
    return parser->context != NULL && strstr(parser->context, part) != NULL;
}

/* libyaml notices these far behind the place where the cause stands. */
static bool is_noticed_late(const yaml_parser_t *parser)
{
    return is(parser, "could not find expected ':'") ||
           is(parser, "found unexpected end of stream") ||
           is(parser, "found unexpected document indicator") || is_about(parser, "alias") ||
           is_about(parser, "anchor") || is_about(parser, "tag");
}

static bool ends_line(const char *at, const char *end)
{
    return *at == '\n' || (*at == '\r' && (at + 1 == end || at[1] != '\n'));
}

/* A line of the text, counted from 0, with its line end. */
static struct wj_slice line_of(struct wj_slice text, size_t line)
{
    const char *end = text.ptr + text.len;
    const char *at = text.ptr;
    for (; at < end && line > 0; at++) {
        line -= ends_line(at, end) ? 1 : 0;
    }
    const char *start = at;
    while (at < end && !ends_line(at, end)) {
        at++;
    }
    return wj_slice(start, (size_t)(at - start));
}

static bool holds(struct wj_slice text, const char *sign)
{
    return text.len > 0 && memmem(text.ptr, text.len, sign, strlen(sign)) != NULL;
}

/* The line up to a comment or a quote: what YAML itself reads for signs. */
static struct wj_slice bare_part(struct wj_slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (c == '\'' || c == '"' || c == '#') {
            line.len = i;
        }
    }
    return line;
}

static bool is_indented_by_tab(struct wj_slice line)
{
    for (size_t i = 0; i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t'); i++) {
        if (line.ptr[i] == '\t') {
            return true;
        }
    }
    return false;
}

static const char *scanner_sentence(const yaml_parser_t *parser)
{
    if (is(parser, "could not find expected ':'")) {
        return _("a key needs a “:” with a blank behind it");
    }
    if (is(parser, "found unexpected end of stream") ||
        is(parser, "found unexpected document indicator")) {
        return _("the quote that opens here is never closed");
    }
    if (is(parser, "found character that cannot start any token")) {
        return _("a text can't begin with this character; put the text in single quotes");
    }
    if (is(parser, "mapping values are not allowed in this context")) {
        return _("a second “: ” can't stand here; put a text that holds it in single quotes, and "
                 "begin each key of a mapping in the same column");
    }
    if (is(parser, "found unexpected ':'")) {
        return _("a colon that separates key and value needs a blank behind it");
    }
    if (is(parser, "block sequence entries are not allowed in this context")) {
        return _("a list item (-) can't stand here; begin it on a line of its own");
    }
    return NULL;
}

static const char *parser_sentence(const yaml_parser_t *parser)
{
    if (is(parser, "did not find expected ',' or '}'")) {
        return _("a comma or the closing “}” is missing before this");
    }
    if (is(parser, "did not find expected ',' or ']'")) {
        return _("a comma or the closing “]” is missing before this");
    }
    if (is(parser, "did not find expected key") ||
        is(parser, "did not find expected '-' indicator")) {
        return _("this does not continue what stands above; begin keys, and the “-” of a list, in "
                 "the same column as those above, and put a text with [ ] { } or quotes in it in "
                 "single quotes");
    }
    if (is(parser, "did not find expected node content")) {
        return _("something is missing before this: two commas, or a comma too many");
    }
    return NULL;
}

/* What the parser says, and what the line shows: a kind, and one sentence for both or a hint behind
 * the parser's own sentence. */
struct cause {
    const char *kind;
    const char *sentence; /* NULL: the parser's own */
    const char *hint;
};

/* Names of anchors are ASCII to libyaml: others never reach the pass that refuses them. */
static bool reserved_sign(const yaml_parser_t *parser, struct cause *cause)
{
    if (is_about(parser, "alias")) {
        *cause = (struct cause){"yaml_alias",
                                _("a text that begins with * needs single quotes (YAML aliases "
                                  "are not supported)"),
                                ""};
    } else if (is_about(parser, "anchor")) {
        *cause = (struct cause){"yaml_anchor",
                                _("a text that begins with & needs single quotes (YAML anchors "
                                  "are not supported)"),
                                ""};
    } else if (is_about(parser, "tag")) {
        *cause = (struct cause){"yaml_tag",
                                _("a text that begins with ! needs single quotes (YAML tags are "
                                  "not supported)"),
                                ""};
    } else {
        return false;
    }
    return true;
}

static struct cause cause_of_sign(const yaml_parser_t *parser, struct wj_slice line)
{
    bool flow = tells_of(parser, "expected ',' or");
    struct wj_slice bare = bare_part(line);
    struct cause cause = {"yaml_syntax", NULL, ""};
    if (flow && holds(line, "(") && (holds(line, "\"") || holds(line, "="))) {
        cause.kind = "unquoted_formula";
        cause.hint = _("; a formula inside {} needs single quotes: '…'");
    } else if (holds(bare, "：")) {
        cause.kind = "full_width";
        cause.hint = _("; this line holds the full-width sign “：”: YAML needs the ASCII sign “:” "
                       "with a blank behind it");
    } else if (holds(bare, "，")) {
        cause.kind = "full_width";
        cause.hint = _("; this line holds the full-width sign “，”: YAML needs the ASCII sign "
                       "“,”, or quotes around a text that holds “，”");
    } else if (flow && holds(line, "/")) {
        cause.kind = "unquoted_pattern";
        cause.hint = _("; a regex inside {} or [] needs single quotes: '…'");
    }
    return cause;
}

static struct cause cause_in(const yaml_parser_t *parser, struct wj_slice line)
{
    struct cause cause = {0};
    if (reserved_sign(parser, &cause)) {
        return cause;
    }
    if (tells_of(parser, "escape") || tells_of(parser, "hexdecimal")) {
        return (struct cause){"yaml_escape",
                              _("YAML knows no such escape with \\ in double quotes; put a regex "
                                "in single quotes: '…' leaves \\ alone"),
                              ""};
    }
    if (tells_of(parser, "tab character") || is_indented_by_tab(line)) {
        return (struct cause){"yaml_tab",
                              _("this line is indented by a tab; YAML allows blanks only"), ""};
    }
    return cause_of_sign(parser, line);
}

/* A key with a full-width colon makes one text of its line and the next, and the parser stops at
 * the next one's colon: the place is the line before. */
static yaml_mark_t full_width_before(const yaml_parser_t *parser, struct wj_slice text,
                                     yaml_mark_t mark)
{
    if (mark.line == 0 || !is(parser, "mapping values are not allowed in this context") ||
        holds(bare_part(line_of(text, mark.line)), "：")) {
        return mark;
    }
    struct wj_slice before = bare_part(line_of(text, mark.line - 1));
    const char *sign = before.len > 0 ? memmem(before.ptr, before.len, "：", strlen("：")) : NULL;
    if (sign != NULL) {
        mark.line--;
        mark.column = wj_utf8_count(wj_slice(before.ptr, (size_t)(sign - before.ptr)));
    }
    return mark;
}

enum wj_status wj_yaml_fault(struct wj_diags *diags, const char *path, struct wj_slice text,
                             const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR) {
        return WJ_MEMORY;
    }
    yaml_mark_t mark = is_noticed_late(parser) ? parser->context_mark : parser->problem_mark;
    mark = full_width_before(parser, text, mark);
    struct wj_place place = wj_yaml_place(path, mark);
    struct cause cause = cause_in(parser, line_of(text, mark.line));
    const char *sentence = cause.sentence;
    if (sentence == NULL && strcmp(cause.kind, "full_width") == 0 &&
        is(parser, "mapping values are not allowed in this context")) {
        sentence = _("a key needs a “:” with a blank behind it");
    }
    if (sentence == NULL) {
        sentence = scanner_sentence(parser);
    }
    if (sentence == NULL) {
        sentence = parser_sentence(parser);
    }
    if (sentence != NULL) {
        return wj_fail(diags, WJ_DEFINITION, cause.kind, &place, "%s%s", sentence, cause.hint);
    }
    return wj_fail(diags, WJ_DEFINITION, cause.kind, &place, _("this is no valid YAML: %s%s"),
                   parser->problem != NULL ? parser->problem : _("it can't be read"), cause.hint);
}
