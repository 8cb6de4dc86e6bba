#include "define.h"

#include <string.h>

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* The targets of all questions must add up to the same total. */
struct totals {
    bool known;
    mpq_t first;
    bool percent;         /* it is one of percentages */
    const char *question; /* whose total that is */
};

/* A count, or a percentage. */
static bool read_target(struct wj_define *define, const yaml_node_t *node, bool *percent,
                        mpq_t target)
{
    struct wj_slice text;
    if (!wj_define_slice(define, node, &text)) {
        return false;
    }
    *percent = text.ptr[text.len - 1] == '%';
    return *percent ? wj_define_percentage(define, node, target)
                    : wj_define_positive(define, node, target);
}

/* What is known of one question's targets. */
struct margin {
    struct wj_margin *kept;
    const struct wj_question *question;
    size_t percentages;
};

static bool read_category(struct wj_define *define, const yaml_node_t *code,
                          const yaml_node_t *node, struct margin *margin)
{
    size_t position;
    bool percent = false;
    mpq_t target;
    mpq_init(target);
    bool known = wj_define_code(define, code, margin->question, &position);
    bool fine = read_target(define, node, &percent, target) && known;
    if (known && margin->kept->given[position]) {
        fine =
            wj_define_fault(define, code, "duplicate_item", _("“%s” has two targets; remove one"),
                            margin->question->options[position].code);
    }
    mpq_add(margin->kept->total, margin->kept->total, target);
    margin->percentages += percent ? 1 : 0;
    if (fine) {
        mpq_set(margin->kept->targets[position], target);
        margin->kept->given[position] = true;
    }
    mpq_clear(target);
    return fine;
}

static void show_total(struct wj_buf *out, const mpq_t total, bool percent)
{
    mpq_t shown;
    mpq_init(shown);
    mpq_set_ui(shown, percent ? 100 : 1, 1);
    mpq_mul(shown, shown, total);
    wj_number_exact(out, shown);
    wj_buf_add_text(out, percent ? "%" : "");
    mpq_clear(shown);
}

static void check_margin(struct wj_define *define, const yaml_node_t *node, size_t count,
                         const struct margin *margin, struct totals *totals)
{
    struct wj_buf sum = {0};
    bool percent = margin->percentages > 0;
    show_total(&sum, margin->kept->total, percent);
    if (percent && margin->percentages < count) {
        wj_define_fault(define, node, "mixed_targets",
                        _("write the targets of “%s” all as counts, or all as percentages"),
                        margin->question->name);
    } else if (percent && mpq_cmp_ui(margin->kept->total, 1, 1) != 0) {
        wj_define_fault(define, node, "target_total",
                        _("the targets of “%s” add up to %s; percentages must add up to 100%%: "
                          "correct one, or write them as counts, without the sign"),
                        margin->question->name, wj_buf_text(&sum));
    } else if (mpq_sgn(margin->kept->total) == 0) {
        wj_define_fault(define, node, "target_total", _("the targets of “%s” are all 0"),
                        margin->question->name);
    } else if (!totals->known) {
        totals->known = true;
        mpq_set(totals->first, margin->kept->total);
        totals->percent = percent;
        totals->question = margin->question->name;
    } else if (mpq_equal(totals->first, margin->kept->total) == 0) {
        struct wj_buf first = {0};
        show_total(&first, totals->first, totals->percent);
        wj_define_fault(define, node, "target_total",
                        _("the targets of “%s” add up to %s, those of “%s” to %s; give all "
                          "questions the same total, or percentages"),
                        margin->question->name, wj_buf_text(&sum), totals->question,
                        wj_buf_text(&first));
        wj_buf_clear(&first);
    }
    wj_buf_clear(&sum);
}

/* Room for a target of every option. */
static bool init_margin(struct wj_define *define, const yaml_node_t *node, size_t number,
                        struct wj_margin *margin)
{
    size_t count = define->survey->questions[number].option_count;
    margin->targets = wj_define_array(define, count, sizeof *margin->targets);
    margin->given = wj_define_array(define, count, sizeof *margin->given);
    if (margin->targets == NULL || margin->given == NULL) {
        return false;
    }
    margin->question = number;
    margin->mark = wj_define_mark(node);
    mpq_init(margin->total);
    for (size_t i = 0; i < count; i++) {
        mpq_init(margin->targets[i]);
    }
    define->survey->weighting.margin_count++;
    return true;
}

static void read_margin(struct wj_define *define, const yaml_node_t *name, const yaml_node_t *node,
                        struct totals *totals)
{
    struct wj_wanted wanted = {
        .types = 1U << WJ_SINGLE,
        .sentence = _("weighting goes by questions of type: single"),
    };
    struct wj_weighting *weighting = &define->survey->weighting;
    struct margin margin = {.kept = &weighting->margins[weighting->margin_count]};
    size_t number;
    size_t count;
    if (!wj_define_question(define, name, &wanted, &number) ||
        !wj_define_entries(define, node, WJ_MOST_OPTIONS, &count) ||
        !init_margin(define, name, number, margin.kept)) {
        return;
    }
    bool fine = true;
    margin.question = &define->survey->questions[number];
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *code;
        const yaml_node_t *target;
        fine = wj_define_entry(define, node, i, &code, &target) &&
               read_category(define, code, target, &margin) && fine;
    }
    if (fine) {
        check_margin(define, node, count, &margin, totals);
    }
    weighting->shares = margin.percentages > 0;
}

/* Combinations of answers are numbered in 63 bits. */
static void check_size(struct wj_define *define, const yaml_node_t *node)
{
    const struct wj_weighting *weighting = &define->survey->weighting;
    uint64_t combinations = 1;
    size_t targets = 0;
    bool fits = true;
    for (size_t i = 0; i < weighting->margin_count; i++) {
        size_t options = define->survey->questions[weighting->margins[i].question].option_count;
        targets += options;
        /* A question whose options could not be read has none, and its own message. */
        fits = fits && (options == 0 || combinations <= INT64_MAX / options);
        combinations *= fits && options > 0 ? options : 1;
    }
    if (targets > WJ_MOST_TARGETS || !fits) {
        wj_define_fault(define, node, "too_many",
                        _("“targets” names too many questions, or ones with too many options (%zu "
                          "in all; at most %d are allowed); name fewer"),
                        targets, WJ_MOST_TARGETS);
    }
}

static void read_targets(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_weighting *weighting = &define->survey->weighting;
    struct totals totals = {0};
    size_t count;
    if (!wj_define_entries(define, node, WJ_MOST_ENTRIES, &count)) {
        return;
    }
    if (count == 0) {
        wj_define_fault(define, node, "too_few", _("“targets” names no question"));
    }
    weighting->margins = wj_define_array(define, count, sizeof *weighting->margins);
    if (weighting->margins == NULL) {
        return;
    }
    mpq_init(totals.first);
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *name;
        const yaml_node_t *margin;
        if (wj_define_entry(define, node, i, &name, &margin)) {
            read_margin(define, name, margin, &totals);
        }
    }
    mpq_clear(totals.first);
    check_size(define, node);
}

static void read_trim(struct wj_define *define, const yaml_node_t *node, bool raked)
{
    struct wj_weighting *weighting = &define->survey->weighting;
    weighting->has_trim = wj_define_positive(define, node, weighting->trim);
    if (weighting->has_trim && !raked) {
        wj_define_fault(define, node, "weighting_kind",
                        _("“trim” goes with “targets”; weights of a column are taken as they are"));
    } else if (weighting->has_trim && mpq_cmp_ui(weighting->trim, 1, 1) <= 0) {
        wj_define_fault(define, node, "out_of_range",
                        _("“trim” is how many times the mean weight a weight may be: above 1"));
    }
}

/* Weighted figures are called after the unweighted ones. */
static void check_names(struct wj_define *define, const yaml_node_t *node)
{
    const struct wj_survey *survey = define->survey;
    struct wj_buf name = {0};
    for (size_t i = 0; i < survey->measure_count; i++) {
        wj_buf_reset(&name);
        wj_buf_addf(&name, "%s" WJ_WEIGHTED_NAME,
                    survey->measures[i].name != NULL ? survey->measures[i].name : "");
        for (size_t j = 0; j < survey->measure_count; j++) {
            if (survey->measures[j].name != NULL &&
                wj_slice_is(wj_buf_slice(&name), survey->measures[j].name)) {
                wj_define_fault(define, node, "reserved_name",
                                _("formulas of a scoring file name “%s” already; choose another "
                                  "name"),
                                wj_buf_text(&name));
            }
        }
    }
    wj_buf_clear(&name);
}

/* Targets that stand beside “targets” instead of below it: true where there are some. */
static bool names_questions(struct wj_define *define, const yaml_node_t *node)
{
    const struct wj_survey *survey = define->survey;
    for (size_t i = 0; i < survey->question_count; i++) {
        const char *name = survey->questions[i].name;
        const yaml_node_t *key = name != NULL ? wj_define_key(define, node, name) : NULL;
        if (key != NULL && strcmp(name, "targets") != 0 && strcmp(name, "column") != 0 &&
            strcmp(name, "trim") != 0) {
            wj_define_fault(define, key, "unknown_key",
                            _("the targets of a question stand below “targets”: weighting: "
                              "{targets: {%s: …}}"),
                            name);
            return true;
        }
    }
    return false;
}

void wj_define_weighting(struct wj_define *define, const yaml_node_t *node)
{
    enum { TARGETS, COLUMN, TRIM, WEIGHTING_KEYS };
    static const struct wj_key keys[WEIGHTING_KEYS] = {
        {"targets", false}, {"column", false}, {"trim", false}};
    struct wj_weighting *weighting = &define->survey->weighting;
    const yaml_node_t *values[WEIGHTING_KEYS] = {0};
    if (names_questions(define, node)) {
        return;
    }
    if (!wj_define_mapping(define, node, _("“weighting”"), keys, WEIGHTING_KEYS, values)) {
        return;
    }
    if ((values[TARGETS] != NULL) == (values[COLUMN] != NULL)) {
        wj_define_fault(define, node, "weighting_kind",
                        _("“weighting” needs either “targets” or “column”"));
        return;
    }
    weighting->kind = values[TARGETS] != NULL ? WJ_RAKED : WJ_WEIGHT_COLUMN;
    weighting->mark = wj_define_mark(node);
    read_targets(define, values[TARGETS]);
    wj_define_column(define, values[COLUMN], &weighting->column);
    read_trim(define, values[TRIM], values[TARGETS] != NULL);
    check_names(define, node);
}
