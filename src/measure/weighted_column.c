/* Summaries of a cross table's columns, weighted. */
#include "statistics.h"
#include "weighted.h"
#include "wjtab/base/number.h"
#include "wjtab/measure/cross.h"

/* What the responses of a part give: how many there are, Σy and Σy². */
struct sums {
    uint64_t n;
    mpq_t sum;
    mpq_t squares;
};

/* A column of a table, and what is taken of it. */
struct place {
    const struct wj_tally *tally;
    const struct wj_cross_tally *cross;
    size_t column;
    const struct wj_question *row;
    enum wj_table_summary summary;
};

bool wj_weighs_summary(enum wj_table_summary summary)
{
    return summary != WJ_TABLE_SD && summary != WJ_TABLE_MEDIAN && summary != WJ_TABLE_QUARTILES;
}

/* What choosing an option counts: its score, or whether it is in a box. */
static void set_value(const struct place *place, size_t option, mpq_t value)
{
    int top = wj_question_in_box(place->row, option, true) ? 1 : 0;
    int bottom = wj_question_in_box(place->row, option, false) ? 1 : 0;
    mpq_set_ui(value, 0, 1);
    switch (place->summary) {
    case WJ_TABLE_TOP2:
        mpq_set_si(value, top, 1);
        break;
    case WJ_TABLE_BOTTOM2:
        mpq_set_si(value, bottom, 1);
        break;
    case WJ_TABLE_NET:
        mpq_set_si(value, top - bottom, 1);
        break;
    case WJ_TABLE_RATE:
        mpq_div(value, place->row->options[option].score, place->row->top);
        break;
    default:
        mpq_set(value, place->row->options[option].score);
        break;
    }
}

static void add_options(const struct place *place, const struct wj_cross_column *column,
                        struct sums *sums)
{
    mpq_t value;
    mpq_t part;
    mpq_inits(value, part, NULL);
    sums->n = place->summary == WJ_TABLE_MEAN ? wj_cross_scored(column) : column->rate_base;
    for (size_t i = 0; i < place->row->option_count; i++) {
        if (!place->row->options[i].scored) {
            continue;
        }
        set_value(place, i, value);
        wj_number_ratio(part, wj_cross_count(column, i), 1);
        mpq_mul(part, part, value);
        mpq_add(sums->sum, sums->sum, part);
        mpq_mul(part, part, value);
        mpq_add(sums->squares, sums->squares, part);
    }
    mpq_clears(value, part, NULL);
}

static const struct wj_cross_tally *same_table(const struct place *place,
                                               const struct wj_tally *part)
{
    const struct wj_tally *tally = place->tally;
    bool everybody = place->cross->by->count == 0;
    return everybody ? &part->alls[place->cross - tally->alls]
                     : &part->crosses[place->cross - tally->crosses];
}

/* Zeroes the sums first. */
static void take_sums(const struct place *place, const struct wj_tally *tally,
                      const struct wj_cross_tally *cross, struct sums *sums)
{
    struct wj_cross_column column = wj_cross_column(tally, cross, place->column);
    sums->n = 0;
    mpq_set_ui(sums->sum, 0, 1);
    mpq_set_ui(sums->squares, 0, 1);
    if (column.quantity != NULL) {
        wj_quantity_sums(column.quantity, &sums->n, sums->sum, sums->squares);
    } else if (column.respondents > 0) {
        add_options(place, &column, sums);
    }
}

/* Σw·y and Σw over all parts. */
static void weigh(const struct place *place, const struct wj_weights *weights, struct sums *sums,
                  mpq_t value, mpq_t base)
{
    mpq_t factor;
    mpq_init(factor);
    for (size_t i = 0; i < weights->count; i++) {
        const struct wj_tally *part = weights->parts[i].tally;
        take_sums(place, part, same_table(place, part), sums);
        mpz_set(mpq_numref(factor), weights->parts[i].exact);
        mpz_set(mpq_denref(factor), weights->unit);
        mpq_canonicalize(factor);
        mpq_mul(sums->sum, sums->sum, factor);
        mpq_add(value, value, sums->sum);
        wj_number_ratio(sums->squares, sums->n, 1);
        mpq_mul(factor, factor, sums->squares);
        mpq_add(base, base, factor);
    }
    mpq_clear(factor);
}

/* Σ(y − mean) and Σ(y − mean)² of every part. */
static void spread(const struct place *place, struct wj_sample *sample, struct sums *sums,
                   const mpq_t mean)
{
    for (size_t i = 0; i < sample->weights->count; i++) {
        const struct wj_tally *tally = sample->weights->parts[i].tally;
        take_sums(place, tally, same_table(place, tally), sums);
        if (sums->n > 0) {
            wj_sample_centre(sample, i, sums->n, sums->sum, sums->squares, mean);
        }
    }
}

static void fill(const struct place *place, struct wj_sample *sample, struct sums *sums,
                 struct wj_weighted *figure)
{
    const struct wj_weights *weights = sample->weights;
    bool several = place->row->type == WJ_MULTIPLE;
    mpq_t value;
    mpq_t base;
    mpq_inits(value, base, NULL);
    take_sums(place, place->tally, place->cross, sums);
    figure->base = sums->n;
    figure->missing = WJ_SMALL_BASE;
    figure->is_cut = !several && place->row->type != WJ_QUANTITY &&
                     place->summary != WJ_TABLE_MEAN && place->summary != WJ_TABLE_NET;
    weigh(place, weights, sums, value, base);
    figure->weighted_base = wj_double_of(base);
    figure->exists = mpq_sgn(base) > 0;
    if (figure->exists) {
        mpq_div(value, value, base);
        wj_weighted_set(weights, figure, value);
        wj_sample_reset(sample);
        spread(place, sample, sums, value);
        wj_sample_finish(sample, figure, (long double)figure->weighted_base);
        /* How often two options were ticked together was not counted column by column. */
        figure->missing = several ? WJ_TOO_MANY_ITEMS : figure->missing;
    }
    mpq_clears(value, base, NULL);
}

enum wj_status wj_weighted_summary(const struct wj_weights *weights, const struct wj_tally *tally,
                                   const struct wj_cross_tally *cross, size_t column,
                                   enum wj_table_summary summary, struct wj_weighted *figure)
{
    struct place place = {tally, cross, column, &tally->survey->questions[cross->row], summary};
    struct wj_sample sample;
    struct sums sums = {0};
    enum wj_status status = wj_sample_init(&sample, weights);
    if (status == WJ_OK) {
        mpq_inits(sums.sum, sums.squares, NULL);
        fill(&place, &sample, &sums, figure);
        mpq_clears(sums.sum, sums.squares, NULL);
    }
    wj_sample_clear(&sample);
    return status;
}
