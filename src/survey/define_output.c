#include "define.h"

#include "wjtab/base/message.h"

enum { MOST_PLACES = 10 };

/* --- rounding --- */

static void read_mode(struct wj_define *define, const yaml_node_t *node,
                      struct wj_rounding *rounding)
{
    static const char *const words[] = {"half-up", "half-even", "truncate", "up"};
    size_t word;
    if (wj_define_word(define, node, words, sizeof words / sizeof words[0], &word)) {
        wj_round_mode_parse(wj_slice_of(words[word]), &rounding->mode);
    }
}

static void read_rounding(struct wj_define *define, const yaml_node_t *node,
                          struct wj_rounding *rounding)
{
    enum { PLACES, MODE, ROUNDING_KEYS };
    static const struct wj_key keys[ROUNDING_KEYS] = {{"places", false}, {"mode", false}};
    const yaml_node_t *values[ROUNDING_KEYS] = {0};
    uint64_t places;
    if (node != NULL && node->type == YAML_SCALAR_NODE) {
        read_mode(define, node, rounding);
        return;
    }
    if (wj_define_mapping(define, node, _("a rounding"), keys, ROUNDING_KEYS, values)) {
        if (wj_define_count(define, values[PLACES], 0, MOST_PLACES, &places)) {
            rounding->places = (unsigned)places;
        }
        read_mode(define, values[MODE], rounding);
    }
}

void wj_define_rounding(struct wj_define *define, const yaml_node_t *node)
{
    enum { PERCENT, SCORE, KIND_KEYS };
    static const struct wj_key keys[KIND_KEYS] = {{"percent", false}, {"score", false}};
    const yaml_node_t *values[KIND_KEYS] = {0};
    struct wj_survey *survey = define->survey;
    survey->percent = (struct wj_rounding){2, WJ_HALF_UP};
    survey->score_rounding = (struct wj_rounding){1, WJ_HALF_UP};
    if (wj_define_mapping(define, node, _("“rounding”"), keys, KIND_KEYS, values)) {
        read_rounding(define, values[PERCENT], &survey->percent);
        read_rounding(define, values[SCORE], &survey->score_rounding);
    }
}

/* --- output --- */

/* In the order of the bits of enum wj_format. */
static const char *const format_words[] = {"text", "csv", "json", "html", "xlsx", "docx"};

enum { FORMAT_COUNT = sizeof format_words / sizeof format_words[0] };

static void read_formats(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = FORMAT_COUNT};
    struct wj_output_spec *output = &define->survey->output;
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    output->formats = 0;
    output->formats_given = true;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        size_t word;
        if (!wj_define_word(define, item, format_words, FORMAT_COUNT, &word)) {
            continue;
        }
        if ((output->formats >> word & 1) != 0) {
            wj_define_fault(define, item, "duplicate_item",
                            _("“%s” stands twice in this list; remove one"), format_words[word]);
        }
        output->formats |= 1U << word;
    }
}

void wj_define_output(struct wj_define *define, const yaml_node_t *node)
{
    enum { FOLDER, FORMATS, LANGUAGE, BOM, OUTPUT_KEYS };
    static const struct wj_key keys[OUTPUT_KEYS] = {
        {"folder", false}, {"formats", false}, {"language", false}, {"bom", false}};
    static const char *const languages[] = {"zh", "en"};
    const yaml_node_t *values[OUTPUT_KEYS] = {0};
    struct wj_output_spec *output = &define->survey->output;
    size_t language;
    output->folder = wj_define_copy(define, wj_slice_of("out"));
    output->formats = (1U << FORMAT_COUNT) - 1;
    output->bom = true;
    if (!wj_define_mapping(define, node, _("“output”"), keys, OUTPUT_KEYS, values)) {
        return;
    }
    wj_define_text(define, values[FOLDER], &output->folder);
    read_formats(define, values[FORMATS]);
    if (wj_define_word(define, values[LANGUAGE], languages, 2, &language)) {
        output->language = (enum wj_language)language;
    }
    wj_define_boolean(define, values[BOM], &output->bom);
}
