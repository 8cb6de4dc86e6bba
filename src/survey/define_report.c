#include "define.h"

#include "wjtab/base/message.h"
#include "wjtab/survey/report_texts.h"

/* --- sections --- */

static void read_sections(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_ENTRIES};
    struct wj_report_spec *report = &define->survey->report;
    const char *keys[WJ_SECTION_COUNT];
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    for (size_t i = 0; i < WJ_SECTION_COUNT; i++) {
        keys[i] = wj_section_key(i);
    }
    report->sections = wj_define_array(define, WJ_SECTION_COUNT, sizeof *report->sections);
    bool seen[WJ_SECTION_COUNT] = {false};
    for (size_t i = 0; report->sections != NULL && i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        size_t section;
        if (!wj_define_word(define, item, keys, WJ_SECTION_COUNT, &section)) {
            continue;
        }
        if (seen[section]) {
            wj_define_fault(define, item, "duplicate_item",
                            _("“%s” stands twice in this list; remove one"), keys[section]);
            continue;
        }
        seen[section] = true;
        report->sections[report->section_count++] = section;
    }
}

/* --- texts --- */

/* Which text a key means. */
static bool parse_key(struct wj_slice key, struct wj_own_text *own)
{
    for (size_t i = 0; i < WJ_TEXT_COUNT; i++) {
        if (wj_slice_is(key, wj_text_key(i))) {
            own->kind = WJ_OWN_TEXT;
            own->number = i;
            return true;
        }
    }
    for (size_t i = 0; i < WJ_SECTION_COUNT; i++) {
        struct wj_slice section = wj_slice_of(wj_section_key(i));
        if (wj_slice_starts(key, section)) {
            struct wj_slice behind = wj_slice_from(key, section.len);
            own->kind = wj_slice_is(behind, ".before") ? WJ_OWN_BEFORE : WJ_OWN_AFTER;
            own->number = i;
            if (own->kind == WJ_OWN_BEFORE || wj_slice_is(behind, ".after")) {
                return true;
            }
        }
    }
    return false;
}

static void unknown_key(struct wj_define *define, const yaml_node_t *node, struct wj_slice key)
{
    struct wj_nearest nearest = wj_nearest(key);
    struct wj_buf own[2 * WJ_SECTION_COUNT] = {0};
    for (size_t i = 0; i < WJ_TEXT_COUNT; i++) {
        wj_nearest_try(&nearest, wj_slice_of(wj_text_key(i)));
    }
    for (size_t i = 0; i < 2 * WJ_SECTION_COUNT; i++) {
        wj_buf_addf(&own[i], "%s.%s", wj_section_key(i / 2), i % 2 == 0 ? "before" : "after");
        wj_nearest_try(&nearest, wj_buf_slice(&own[i]));
    }
    wj_define_fault(define, node, "unknown_key",
                    _("there is no text “%s” in a report; docs/formats.md lists them%s"),
                    wj_define_show(define, key), wj_define_hint(define, &nearest));
    for (size_t i = 0; i < 2 * WJ_SECTION_COUNT; i++) {
        define->no_memory = define->no_memory || wj_buf_status(&own[i]) != WJ_OK;
        wj_buf_clear(&own[i]);
    }
}

static void try_names(struct wj_nearest *nearest, struct wj_buf *known, size_t text)
{
    const char *rest = NULL;
    struct wj_slice name;
    for (size_t i = 0; wj_text_next_name(text, &rest, &name); i++) {
        wj_nearest_try(nearest, name);
        if (i % 2 == 0) {
            wj_buf_addf(known, "%s{%.*s}", known->len > 0 ? " " : "", WJ_SLICE_ARG(name));
        }
    }
}

static bool is_measure(const struct wj_survey *survey, struct wj_slice name)
{
    bool found = false;
    for (size_t i = 0; !found && i < survey->measure_count; i++) {
        found = survey->measures[i].name != NULL && wj_slice_is(name, survey->measures[i].name);
    }
    return found;
}

static void unknown_place(struct wj_define *define, const yaml_node_t *node,
                          const struct wj_own_text *own, struct wj_slice name)
{
    struct wj_nearest nearest = wj_nearest(name);
    const struct wj_survey *survey = define->survey;
    struct wj_buf known = {0};
    if (own->kind == WJ_OWN_TEXT) {
        try_names(&nearest, &known, own->number);
    }
    try_names(&nearest, &known, WJ_TEXT_COUNT);
    for (size_t i = 0; i < survey->measure_count; i++) {
        if (survey->measures[i].name != NULL) {
            wj_nearest_try(&nearest, wj_slice_of(survey->measures[i].name));
        }
    }
    wj_define_fault(define, node, "unknown_place",
                    _("nothing can be put at {%s} in this text; it may hold %s and the names of "
                      "measures in braces%s"),
                    wj_define_show(define, name), wj_buf_text(&known),
                    wj_define_hint(define, &nearest));
    define->no_memory = define->no_memory || wj_buf_status(&known) != WJ_OK;
    wj_buf_clear(&known);
}

static void check_places(struct wj_define *define, const yaml_node_t *node,
                         const struct wj_own_text *own)
{
    struct wj_slice rest = wj_slice_of(own->text);
    struct wj_slice piece;
    enum wj_piece kind;
    while (wj_text_cut(&rest, &piece, &kind)) {
        if (kind == WJ_PIECE_FAULT) {
            wj_define_fault(define, node, "open_brace",
                            _("a brace is never closed in this text; {{ stands for a brace"));
        } else if (kind == WJ_PIECE_PLACE && wj_anywhere_place(piece) < 0 &&
                   !is_measure(define->survey, piece) &&
                   (own->kind != WJ_OWN_TEXT ||
                    wj_text_place((enum wj_text)own->number, piece) < 0)) {
            unknown_place(define, node, own, piece);
        }
    }
}

static void read_text(struct wj_define *define, const yaml_node_t *key_node,
                      const yaml_node_t *value, struct wj_own_text *own)
{
    struct wj_slice key;
    if (!wj_define_slice(define, key_node, &key)) {
        return;
    }
    if (!parse_key(key, own)) {
        unknown_key(define, key_node, key);
        return;
    }
    if (wj_define_text(define, value, &own->text)) {
        check_places(define, value, own);
        define->survey->report.text_count++;
    }
}

static void read_texts(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_report_spec *report = &define->survey->report;
    const yaml_node_t *key;
    const yaml_node_t *value;
    size_t count;
    if (!wj_define_entries(define, node, WJ_MOST_ENTRIES, &count)) {
        return;
    }
    report->texts = wj_define_array(define, count, sizeof *report->texts);
    for (size_t i = 0; report->texts != NULL && i < count; i++) {
        if (wj_define_entry(define, node, i, &key, &value)) {
            read_text(define, key, value, &report->texts[report->text_count]);
        }
    }
}

/* --- report --- */

void wj_define_report(struct wj_define *define, const yaml_node_t *node)
{
    enum { SECTIONS, TEXTS, TEMPLATE, CONTENTS, REPORT_KEYS };
    static const struct wj_key keys[REPORT_KEYS] = {
        {"sections", false}, {"texts", false}, {"template", false}, {"contents", false}};
    const yaml_node_t *values[REPORT_KEYS] = {0};
    struct wj_report_spec *report = &define->survey->report;
    if (!wj_define_mapping(define, node, _("“report”"), keys, REPORT_KEYS, values)) {
        return;
    }
    read_sections(define, values[SECTIONS]);
    read_texts(define, values[TEXTS]);
    if (wj_define_text(define, values[TEMPLATE], &report->template)) {
        report->template_mark = wj_define_mark(values[TEMPLATE]);
    }
    wj_define_boolean(define, values[CONTENTS], &report->contents);
}
