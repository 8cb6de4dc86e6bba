#include "sure.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static const struct wj_rounding percent = {2, WJ_HALF_UP};

static bool is_found(const struct wj_spread *spread)
{
    return spread->state == WJ_SPREAD_EXACT || spread->state == WJ_SPREAD_BOUNDED;
}

/* "8.2–8.7" */
static const char *show_scores(struct wj_buf *out, const struct wj_spread *spread)
{
    wj_number_exact(out, spread->lower);
    wj_buf_add_text(out, "–");
    wj_number_exact(out, spread->upper);
    return wj_buf_text(out);
}

/* A measure is a share; so is what it is compared with, as a rule. */
static void show_share(struct wj_buf *out, const mpq_t value)
{
    if (mpq_sgn(value) >= 0 && mpq_cmp_ui(value, 1, 1) <= 0) {
        wj_number_percent(out, value, percent, true);
    } else {
        wj_number_exact(out, value);
    }
}

static void warn_threshold(struct wj_diags *diags, const struct wj_sure *sure,
                           const struct wj_scoring *scoring,
                           const struct wj_sure_threshold *threshold)
{
    const struct wj_indicator *indicator = &scoring->indicators[threshold->indicator];
    const struct wj_place place =
        wj_small_table_place(&scoring->table, indicator->row, scoring->columns[WJ_COLUMN_FORMULA]);
    struct wj_buf excerpt = {0};
    struct wj_buf scores = {0};
    struct wj_buf with = {0};
    struct wj_buf range = {0};
    const char *name =
        wj_text_excerpt(&excerpt, wj_slice_of(indicator->levels[indicator->depth - 1]));
    show_scores(&scores, &sure->indicators[threshold->indicator]);
    if (threshold->name >= 0) {
        const struct wj_sure_name *measure = &sure->names[threshold->name];
        show_share(&with, threshold->with);
        show_share(&range, measure->lower);
        wj_buf_add_text(&range, "–");
        show_share(&range, measure->upper);
        wj_diag_add(diags, WJ_WARNING, "threshold_unsure", &place,
                    _("indicator “%s”: the sample is too small to say on which side of %s “%s” "
                      "lies (%s); the score could be %s"),
                    name, wj_buf_text(&with), measure->known->name, wj_buf_text(&range),
                    wj_buf_text(&scores));
    } else {
        wj_diag_add(diags, WJ_WARNING, "threshold_unsure", &place,
                    _("indicator “%s”: the sample is too small to say whether the condition at "
                      "character %zu of the formula holds; the score could be %s"),
                    name, threshold->position, wj_buf_text(&scores));
    }
    diags->failed = diags->failed || wj_buf_status(&with) != WJ_OK ||
                    wj_buf_status(&range) != WJ_OK || wj_buf_status(&scores) != WJ_OK ||
                    wj_buf_status(&excerpt) != WJ_OK;
    wj_buf_clear(&excerpt);
    wj_buf_clear(&scores);
    wj_buf_clear(&with);
    wj_buf_clear(&range);
}

static void warn_grade(struct wj_diags *diags, const struct wj_sure *sure,
                       const struct wj_scoring *scoring)
{
    const struct wj_place place = {.file = scoring->table.path};
    struct wj_buf scores = {0};
    struct wj_buf grades = {0};
    show_scores(&scores, &sure->total);
    for (size_t i = 0; i < sure->grade_count; i++) {
        wj_buf_addf(&grades, "%s%s", i > 0 ? ", " : "",
                    sure->grades[i] != NULL ? sure->grades[i] : _("none"));
    }
    wj_diag_add(diags, WJ_WARNING, "grade_unsure", &place,
                _("the sample is too small to be sure of the grade: the total could be %s, the "
                  "grade %s"),
                wj_buf_text(&scores), wj_buf_text(&grades));
    diags->failed =
        diags->failed || wj_buf_status(&grades) != WJ_OK || wj_buf_status(&scores) != WJ_OK;
    wj_buf_clear(&scores);
    wj_buf_clear(&grades);
}

void wj_sure_warn(struct wj_diags *diags, const struct wj_sure *sure,
                  const struct wj_score_options *options, const struct wj_scoring *scoring)
{
    for (size_t i = 0; i < sure->threshold_count; i++) {
        const struct wj_spread *spread = &sure->indicators[sure->thresholds[i].indicator];
        if (mpq_cmp(spread->lower, spread->upper) < 0) {
            warn_threshold(diags, sure, scoring, &sure->thresholds[i]);
        }
    }
    if (is_found(&sure->total) && sure->grade_count > 1 && options->grade == NULL) {
        warn_grade(diags, sure, scoring);
    }
}
