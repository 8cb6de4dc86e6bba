#include "define.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* The targets of all questions must add up to the same total. */
struct totals {
    bool known;
    mpq_t first;
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
    const struct wj_question *question;
    size_t percentages;
    mpq_t total;
};

static bool read_category(struct wj_define *define, const yaml_node_t *code,
                          const yaml_node_t *node, struct margin *margin)
{
    size_t position;
    bool percent = false;
    mpq_t target;
    mpq_init(target);
    bool fine = wj_define_code(define, code, margin->question, &position);
    fine = read_target(define, node, &percent, target) && fine;
    mpq_add(margin->total, margin->total, target);
    margin->percentages += percent ? 1 : 0;
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
    show_total(&sum, margin->total, percent);
    if (percent && margin->percentages < count) {
        wj_define_fault(define, node, "mixed_targets",
                        _("write the targets of “%s” all as counts, or all as percentages"),
                        margin->question->name);
    } else if (percent && mpq_cmp_ui(margin->total, 1, 1) != 0) {
        wj_define_fault(define, node, "target_total",
                        _("the targets of “%s” add up to %s; they must add up to 100%%"),
                        margin->question->name, wj_buf_text(&sum));
    } else if (mpq_sgn(margin->total) == 0) {
        wj_define_fault(define, node, "target_total", _("the targets of “%s” are all 0"),
                        margin->question->name);
    } else if (!totals->known) {
        totals->known = true;
        mpq_set(totals->first, margin->total);
        totals->question = margin->question->name;
    } else if (mpq_equal(totals->first, margin->total) == 0) {
        wj_define_fault(define, node, "target_total",
                        _("the targets of “%s” add up to %s, those of “%s” do not; give all "
                          "questions the same total"),
                        margin->question->name, wj_buf_text(&sum), totals->question);
    }
    wj_buf_clear(&sum);
}

static void read_margin(struct wj_define *define, const yaml_node_t *name, const yaml_node_t *node,
                        struct totals *totals)
{
    struct wj_wanted wanted = {
        .types = 1U << WJ_SINGLE,
        .sentence = _("weighting goes by questions of type: single"),
    };
    struct margin margin = {0};
    size_t number;
    size_t count;
    if (!wj_define_question(define, name, &wanted, &number) ||
        !wj_define_entries(define, node, WJ_MOST_OPTIONS, &count)) {
        return;
    }
    bool fine = true;
    margin.question = &define->survey->questions[number];
    mpq_init(margin.total);
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *code;
        const yaml_node_t *target;
        fine = wj_define_entry(define, node, i, &code, &target) &&
               read_category(define, code, target, &margin) && fine;
    }
    if (fine) {
        check_margin(define, node, count, &margin, totals);
    }
    mpq_clear(margin.total);
}

static void read_targets(struct wj_define *define, const yaml_node_t *node)
{
    struct totals totals = {0};
    size_t count;
    if (!wj_define_entries(define, node, WJ_MOST_ENTRIES, &count)) {
        return;
    }
    if (count == 0) {
        wj_define_fault(define, node, "too_few", _("“targets” names no question"));
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
}

void wj_define_weighting(struct wj_define *define, const yaml_node_t *node)
{
    enum { TARGETS, COLUMN, WEIGHTING_KEYS };
    static const struct wj_key keys[WEIGHTING_KEYS] = {{"targets", false}, {"column", false}};
    const yaml_node_t *values[WEIGHTING_KEYS] = {0};
    struct wj_column_spec column = {0};
    if (!wj_define_mapping(define, node, _("“weighting”"), keys, WEIGHTING_KEYS, values)) {
        return;
    }
    if ((values[TARGETS] != NULL) == (values[COLUMN] != NULL)) {
        wj_define_fault(define, node, "weighting_kind",
                        _("“weighting” needs either “targets” or “column”"));
        return;
    }
    read_targets(define, values[TARGETS]);
    wj_define_column(define, values[COLUMN], &column);
}
