#include "define.h"

#include "wjtab/base/message.h"

enum { NAME, MEAN_OF, POOLED_OF, SHARE_OF, WEIGHTS, MEASURE_KEYS };

static const struct wj_key measure_keys[MEASURE_KEYS] = {
    [NAME] = {"name", true},
    [MEAN_OF] = {"mean_of", false},
    [POOLED_OF] = {"pooled_of", false},
    [SHARE_OF] = {"share_of", false},
    [WEIGHTS] = {"weights", false},
};

/* What formulas of a scoring file name already. */
static const char *const reserved_names[] = {"有效问卷", "回收问卷", "发放问卷", "回收率",
                                             "有效率",   "分值",     "指标值"};

enum { RESERVED_COUNT = sizeof reserved_names / sizeof reserved_names[0] };

static void check_name(struct wj_define *define, const yaml_node_t *node, size_t number)
{
    const struct wj_measure *measures = define->survey->measures;
    struct wj_slice name = wj_slice_of(measures[number].name);
    for (size_t i = 0; i < RESERVED_COUNT; i++) {
        if (wj_slice_is(name, reserved_names[i])) {
            wj_define_fault(define, node, "reserved_name",
                            _("formulas of a scoring file name “%s” already; choose another name"),
                            reserved_names[i]);
        }
    }
    for (size_t i = 0; i < number; i++) {
        if (wj_slice_is(name, measures[i].name)) {
            wj_define_fault(define, node, "duplicate_name",
                            _("two measures are called “%s”; give each a name of its own"),
                            wj_define_show(define, name));
            return;
        }
    }
}

static void read_items(struct wj_define *define, struct wj_measure *measure,
                       const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_ENTRIES};
    struct wj_wanted wanted = {
        .types = 1U << WJ_SINGLE | 1U << WJ_MULTIPLE,
        .scored = true,
        .sentence = _("a measure is made of questions whose options carry scores"),
    };
    wj_define_question_list(define, node, rule, &wanted, &measure->items, &measure->item_count);
}

/* --- weights --- */

static bool are_all_zero(const struct wj_measure *measure)
{
    for (size_t i = 0; i < measure->item_count; i++) {
        if (mpq_sgn(measure->weights[i]) != 0) {
            return false;
        }
    }
    return true;
}

static void read_weights(struct wj_define *define, struct wj_measure *measure,
                         const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_ENTRIES};
    size_t count;
    if (!wj_define_list(define, node, rule, &count) || measure->item_count == 0) {
        return;
    }
    if (count != measure->item_count) {
        wj_define_fault(define, node, "weight_count",
                        _("%zu weights for %zu items; write one weight for each item, in their "
                          "order"),
                        count, measure->item_count);
        return;
    }
    measure->weights = wj_define_array(define, count, sizeof *measure->weights);
    if (measure->weights == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        mpq_init(measure->weights[i]);
    }
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        fine = wj_define_positive(define, item, measure->weights[i]) && fine;
    }
    if (fine && are_all_zero(measure)) {
        wj_define_fault(define, node, "out_of_range", _("at least one weight must be above 0"));
    }
}

/* --- share_of --- */

static void read_share(struct wj_define *define, struct wj_measure *measure,
                       const yaml_node_t *node)
{
    enum { QUESTION, CODES, SHARE_KEYS };
    static const struct wj_key keys[SHARE_KEYS] = {{"question", true}, {"codes", true}};
    const yaml_node_t *values[SHARE_KEYS] = {0};
    struct wj_wanted wanted = {
        .types = 1U << WJ_SINGLE | 1U << WJ_MULTIPLE,
        .sentence = _("a share is of a question with options"),
    };
    if (!wj_define_mapping(define, node, _("“share_of”"), keys, SHARE_KEYS, values)) {
        return;
    }
    measure->items = wj_define_array(define, 1, sizeof *measure->items);
    if (measure->items != NULL &&
        wj_define_question(define, values[QUESTION], &wanted, &measure->items[0])) {
        measure->item_count = 1;
        wj_define_code_list(define, values[CODES], &define->survey->questions[measure->items[0]],
                            &measure->codes);
    }
}

static void read_kind(struct wj_define *define, struct wj_measure *measure, const yaml_node_t *node,
                      const yaml_node_t **values)
{
    size_t kinds = 0;
    for (size_t key = MEAN_OF; key <= SHARE_OF; key++) {
        kinds += values[key] != NULL ? 1 : 0;
    }
    if (kinds != 1) {
        wj_define_fault(define, node, "measure_kind",
                        _("a measure needs one of “mean_of”, “pooled_of” and “share_of”"));
        return;
    }
    if (values[WEIGHTS] != NULL && values[MEAN_OF] == NULL) {
        wj_define_fault(define, values[WEIGHTS], "excluded_key",
                        _("“weights” goes with “mean_of” only; remove it"));
    }
    if (values[MEAN_OF] != NULL) {
        measure->kind = WJ_MEAN_OF;
        read_items(define, measure, values[MEAN_OF]);
        read_weights(define, measure, values[WEIGHTS]);
    } else if (values[POOLED_OF] != NULL) {
        measure->kind = WJ_POOLED_OF;
        read_items(define, measure, values[POOLED_OF]);
    } else {
        measure->kind = WJ_SHARE_OF;
        read_share(define, measure, values[SHARE_OF]);
    }
}

static void read_measure(struct wj_define *define, const yaml_node_t *node, size_t number)
{
    struct wj_measure *measure = &define->survey->measures[number];
    const yaml_node_t *values[MEASURE_KEYS] = {0};
    measure->mark = wj_define_mark(node);
    if (!wj_define_mapping(define, node, _("a measure"), measure_keys, MEASURE_KEYS, values)) {
        return;
    }
    if (wj_define_text(define, values[NAME], &measure->name)) {
        check_name(define, values[NAME], number);
    }
    read_kind(define, measure, node, values);
}

void wj_define_measures(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.most = WJ_MOST_ENTRIES};
    struct wj_survey *survey = define->survey;
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    survey->measures = wj_define_array(define, count, sizeof *survey->measures);
    if (survey->measures == NULL) {
        return;
    }
    survey->measure_count = count;
    for (size_t i = 0; i < count; i++) {
        read_measure(define, wj_define_item(define, node, i), i);
    }
}
