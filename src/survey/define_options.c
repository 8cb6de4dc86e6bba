#include "define.h"

#include "wjtab/base/map.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { CODE, LABEL, SCORE, ALSO, PATTERN, OTHER, OPTION_KEYS };

static const struct wj_key option_keys[OPTION_KEYS] = {
    [CODE] = {"code", true},  [LABEL] = {"label", false},     [SCORE] = {"score", false},
    [ALSO] = {"also", false}, [PATTERN] = {"pattern", false}, [OTHER] = {"other", false},
};

static void read_also(struct wj_define *define, const yaml_node_t *node, struct wj_option *option)
{
    struct wj_list_rule rule = {.most = WJ_MOST_ENTRIES};
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    option->also = wj_define_array(define, count, sizeof *option->also);
    for (size_t i = 0; option->also != NULL && i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        option->also_count +=
            wj_define_text(define, item, &option->also[option->also_count]) ? 1 : 0;
    }
}

static void read_option(struct wj_define *define, const yaml_node_t *node, struct wj_option *option)
{
    const yaml_node_t *values[OPTION_KEYS] = {0};
    option->mark = wj_define_mark(node);
    if (!wj_define_mapping(define, node, _("an option"), option_keys, OPTION_KEYS, values)) {
        return;
    }
    wj_define_text(define, values[CODE], &option->code);
    option->label = option->code;
    wj_define_text(define, values[LABEL], &option->label);
    option->scored = wj_define_positive(define, values[SCORE], option->score);
    read_also(define, values[ALSO], option);
    wj_define_pattern(define, values[PATTERN], &option->pattern);
    wj_define_boolean(define, values[OTHER], &option->other);
}

/* --- spellings --- */

/* The spellings of a list of options, each with its option's position + 1. */
struct spellings {
    struct wj_define *define;
    const yaml_node_t *list;
    const struct wj_option *options;
    struct wj_map seen;
    struct wj_buf cleaned;
};

static bool note(struct spellings *spellings, size_t option, struct wj_slice text)
{
    struct wj_define *define = spellings->define;
    uint64_t *owner = NULL;
    if (text.len == 0) {
        return true; /* complained about already */
    }
    wj_buf_reset(&spellings->cleaned);
    if (wj_text_clean(&spellings->cleaned, text, true) != WJ_OK ||
        wj_map_put(&spellings->seen, wj_buf_slice(&spellings->cleaned), &owner) != WJ_OK) {
        define->no_memory = true;
        return false;
    }
    if (*owner == 0) {
        *owner = option + 1;
    }
    if (*owner == option + 1) {
        return true;
    }
    return wj_define_fault(define, wj_define_item(define, spellings->list, option),
                           "duplicate_spelling",
                           _("“%s” is a spelling of two options, “%s” and “%s”; an answer must "
                             "fit one only"),
                           wj_define_show(define, text),
                           wj_define_show(define, wj_slice_of(spellings->options[*owner - 1].code)),
                           wj_define_show(define, wj_slice_of(spellings->options[option].code)));
}

static bool note_option(struct spellings *spellings, size_t number, bool numbered)
{
    const struct wj_option *option = &spellings->options[number];
    bool fine = note(spellings, number, wj_slice_of(option->code)) &&
                note(spellings, number, wj_slice_of(option->label));
    for (size_t i = 0; fine && i < option->also_count; i++) {
        fine = note(spellings, number, wj_slice_of(option->also[i]));
    }
    if (fine && numbered) {
        struct wj_buf position = {0};
        wj_buf_addf(&position, "%zu", number + 1);
        fine = note(spellings, number, wj_buf_slice(&position));
        wj_buf_clear(&position);
    }
    return fine;
}

bool wj_define_spellings(struct wj_define *define, const yaml_node_t *list,
                         const struct wj_option *options, size_t count, bool numbered)
{
    struct spellings spellings = {.define = define, .list = list, .options = options};
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        fine = note_option(&spellings, i, numbered) && fine;
    }
    if (spellings.seen.count > WJ_MOST_SPELLINGS) {
        fine = wj_define_fault(define, list, "too_many",
                               _("the options have more than %d spellings together"),
                               WJ_MOST_SPELLINGS);
    }
    wj_map_clear(&spellings.seen);
    wj_buf_clear(&spellings.cleaned);
    return fine;
}

/* --- a list of options --- */

/* Scores that are all 0 give no rate. */
static void check_top(struct wj_define *define, const yaml_node_t *list,
                      const struct wj_option *options, size_t count)
{
    bool scored = false;
    bool above = false;
    for (size_t i = 0; i < count; i++) {
        scored = scored || options[i].scored;
        above = above || mpq_sgn(options[i].score) > 0;
    }
    if (scored && !above) {
        wj_define_fault(define, list, "no_top_score",
                        _("at least one score must be above 0; a rate is a share of the highest"));
    }
}

bool wj_define_options(struct wj_define *define, const yaml_node_t *list, bool numbered,
                       struct wj_option **options, size_t *count)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_OPTIONS};
    size_t errors = define->diags->errors;
    size_t found;
    if (!wj_define_list(define, list, rule, &found)) {
        return false;
    }
    struct wj_option *read = wj_define_array(define, found, sizeof *read);
    if (read == NULL) {
        return false;
    }
    for (size_t i = 0; i < found; i++) {
        mpq_init(read[i].score);
    }
    *options = read;
    *count = found;
    for (size_t i = 0; i < found; i++) {
        read_option(define, wj_define_item(define, list, i), &read[i]);
    }
    if (define->diags->errors == errors) {
        check_top(define, list, read, found);
    }
    wj_define_spellings(define, list, read, found, numbered);
    return define->diags->errors == errors;
}

/* --- scales --- */

void wj_define_scales(struct wj_define *define, const yaml_node_t *node)
{
    size_t count;
    if (!wj_define_entries(define, node, WJ_MOST_SCALES, &count)) {
        return;
    }
    define->scales = wj_define_array(define, count, sizeof *define->scales);
    for (size_t i = 0; define->scales != NULL && i < count; i++) {
        struct wj_scale *scale = &define->scales[define->scale_count];
        const yaml_node_t *name;
        const yaml_node_t *list;
        if (wj_define_entry(define, node, i, &name, &list) &&
            wj_define_slice(define, name, &scale->name)) {
            define->scale_count++;
            scale->list = list;
            scale->faulty =
                !wj_define_options(define, list, false, &scale->options, &scale->option_count);
        }
    }
}

const struct wj_scale *wj_define_scale(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_slice name;
    if (!wj_define_slice(define, node, &name)) {
        return NULL;
    }
    struct wj_nearest nearest = wj_nearest(name);
    for (size_t i = 0; i < define->scale_count; i++) {
        if (wj_slice_equal(define->scales[i].name, name)) {
            return &define->scales[i];
        }
        if (define->diags->dropped == 0) {
            wj_nearest_try(&nearest, define->scales[i].name);
        }
    }
    wj_define_fault(define, node, "unknown_scale", _("there is no scale “%s”%s"),
                    wj_define_show(define, name), wj_define_hint(define, &nearest));
    return NULL;
}

void wj_define_scales_clear(struct wj_define *define)
{
    for (size_t i = 0; i < define->scale_count; i++) {
        for (size_t j = 0; j < define->scales[i].option_count; j++) {
            mpq_clear(define->scales[i].options[j].score);
        }
    }
}
