/* A row's formula with the numbers put in. */
#include "score_job.h"

enum { SHOWN_PLACES = 6 };

/* Does the number end within the places shown? */
static bool ends_soon(const mpq_t value)
{
    mpq_t cut;
    mpq_init(cut);
    wj_number_round(cut, value, SHOWN_PLACES, WJ_TRUNCATE);
    bool same = mpq_equal(cut, value) != 0;
    mpq_clear(cut);
    return same;
}

void wj_scoring_show_number(struct wj_buf *out, const mpq_t value, bool percent,
                            struct wj_rounding rounding)
{
    if (percent) {
        wj_number_percent(out, value, rounding, true);
    } else if (ends_soon(value)) {
        wj_number_exact(out, value);
    } else {
        wj_number_short(out, value, (struct wj_rounding){SHOWN_PLACES, WJ_HALF_UP});
    }
}

/* A name that has no value stays as it is. */
static void put_value(void *user, long name, struct wj_slice written, struct wj_buf *out)
{
    struct wj_score_job *job = user;
    struct wj_value value;
    bool percent;
    wj_value_init(&value);
    if (!wj_score_value(job, name, &value, &percent)) {
        wj_buf_add(out, written);
    } else if (value.kind == WJ_VALUE_TEXT) {
        wj_text_quote(out, wj_buf_slice(&value.text));
    } else {
        bool negative = mpq_sgn(value.number) < 0;
        wj_buf_add_text(out, negative ? "(" : "");
        wj_scoring_show_number(out, value.number, percent, job->options->percent);
        wj_buf_add_text(out, negative ? ")" : "");
    }
    job->out_of_memory = job->out_of_memory || wj_buf_status(&value.text) != WJ_OK;
    wj_value_clear(&value);
}

enum wj_status wj_scoring_put_numbers(struct wj_score_job *job, struct wj_indicator *indicator)
{
    struct wj_buf text = {0};
    struct wj_formula_style style = {.user = job, .name = put_value};
    wj_formula_print(indicator->formula, &style, &text);
    enum wj_status status = job->out_of_memory ? WJ_MEMORY : wj_buf_status(&text);
    if (status == WJ_OK) {
        indicator->with_numbers = wj_arena_copy(&job->scoring->arena, wj_buf_slice(&text));
        status = indicator->with_numbers != NULL ? WJ_OK : WJ_MEMORY;
    }
    wj_buf_clear(&text);
    return status;
}
