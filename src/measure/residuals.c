#include "residuals.h"

#include "statistics.h"

void wj_residuals_set(struct wj_residuals *residuals, const struct wj_survey *survey, size_t number,
                      const mpq_t centre, const mpq_t top)
{
    const struct wj_question *question = &survey->questions[number];
    mpq_t value;
    mpq_init(value);
    residuals->question = question;
    residuals->number = number;
    for (size_t i = 0; i < question->option_count; i++) {
        mpq_set_ui(value, 0, 1);
        if (question->options[i].scored) {
            mpq_div(value, question->options[i].score, top);
        }
        if (question->type == WJ_SINGLE) {
            mpq_sub(value, value, centre);
        }
        residuals->values[i] = (long double)wj_double_of(value);
    }
    mpq_neg(value, centre);
    residuals->values[question->option_count] = (long double)wj_double_of(value);
    mpq_clear(value);
}

static void add_single(const struct wj_residuals *item, const struct wj_tally *part, bool blanks,
                       long double factor, long double *sum, long double *square)
{
    const struct wj_question_tally *counts = &part->questions[item->number];
    size_t options = item->question->option_count;
    for (size_t i = 0; i <= options; i++) {
        long double count = (long double)(counts->base - counts->answered);
        long double value = factor * item->values[i];
        if (i < options) {
            count = item->question->options[i].scored ? (long double)counts->counts[i] : 0.0L;
        } else if (!blanks) {
            count = 0.0L;
        }
        *sum += count * value;
        *square += count * value * value;
    }
}

long double wj_residuals_product(const struct wj_joint_tally *joint,
                                 const struct wj_residuals *first,
                                 const struct wj_residuals *second)
{
    long double sum = 0.0L;
    for (size_t i = 0; i < joint->row_count; i++) {
        for (size_t j = 0; j < joint->column_count; j++) {
            long double count = (long double)joint->cells[i * joint->column_count + j];
            sum += count * first->values[i] * second->values[j];
        }
    }
    return sum;
}

/* The last row of a multiple question's own joint counts is every response of its base. */
static void add_multiple(const struct wj_residuals *item, const struct wj_tally *part, bool blanks,
                         long double factor, long double *sum, long double *square)
{
    const struct wj_question_tally *counts = &part->questions[item->number];
    long double without = blanks ? 0.0L : (long double)(counts->base - counts->answered);
    long double value = factor * item->values[item->question->option_count];
    const struct wj_joint_tally *own = wj_tally_joint(part, item->number, item->number);
    const uint64_t *last = &own->cells[(own->row_count - 1) * own->column_count];
    for (size_t i = 0; i < own->column_count; i++) {
        *sum += factor * item->values[i] * (long double)last[i];
    }
    *sum -= value * without;
    *square += factor * factor * wj_residuals_product(own, item, item) - value * value * without;
}

void wj_residuals_add(const struct wj_residuals *item, const struct wj_tally *part, bool blanks,
                      long double factor, long double *sum, long double *square)
{
    if (item->question->type == WJ_SINGLE) {
        add_single(item, part, blanks, factor, sum, square);
    } else {
        add_multiple(item, part, blanks, factor, sum, square);
    }
}
