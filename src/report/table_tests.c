#include "table_tests.h"

#include "wjtab/base/number.h"

enum { PLACES = 3, FEWER_PLACES = 2 };

static const char *keep(const struct wj_tell *tell, struct wj_buf *text)
{
    const char *copy = wj_arena_copy(tell->arena, wj_buf_slice(text));
    wj_buf_clear(text);
    return copy != NULL ? copy : "";
}

/* ---- letters ---- */

const char *wj_column_letter(const struct wj_tell *tell, size_t column)
{
    struct wj_buf text = {0};
    wj_buf_addf(&text, " %c", (char)('A' + column));
    return keep(tell, &text);
}

/* The column that the difference is against, where `column` is the higher one. */
static bool is_above(const struct wj_pair_test *pair, size_t column, size_t *other)
{
    bool first = pair->first == column && pair->diff > 0;
    bool second = pair->second == column && pair->diff < 0;
    *other = first ? pair->second : pair->first;
    return first || second;
}

const char *wj_letters_above(const struct wj_tell *tell, const struct wj_pair_test *pairs,
                             size_t count, size_t column)
{
    struct wj_buf text = {0};
    for (size_t i = 0; i < count; i++) {
        size_t other;
        unsigned level = wj_test_level(tell->survey, &pairs[i]);
        if (level > 0 && is_above(&pairs[i], column, &other)) {
            wj_buf_add_text(&text, text.len == 0 ? " " : "");
            wj_buf_add_char(&text, (char)((level == 1 ? 'A' : 'a') + other));
        }
    }
    return keep(tell, &text);
}

/* ---- means ---- */

/* "84.53"; a dash where there is none. */
static const char *mean_text(const struct wj_tell *tell, const struct wj_statistics *mean)
{
    struct wj_rounding rounding = {.places = FEWER_PLACES, .mode = tell->percent.mode};
    struct wj_buf text = {0};
    mpq_t value;
    if (!mean->has_mean) {
        return WJ_NO_FIGURE;
    }
    mpq_init(value);
    mpq_set_d(value, mean->mean);
    wj_number_fixed(&text, value, rounding);
    mpq_clear(value);
    return keep(tell, &text);
}

void wj_add_means(const struct wj_tell *tell, struct wj_grid *grid,
                  const struct wj_cross_tally *cross)
{
    struct wj_statistics means[WJ_MOST_TESTED];
    struct wj_pair_test pairs[WJ_MOST_PAIRS];
    const struct wj_tally *tally = tell->findings->tally;
    if (!wj_tests_means(tally, cross)) {
        return;
    }
    wj_column_means(tally, cross, means);
    wj_test_means(tally, cross, means, pairs);
    wj_cell(grid, tell->words->mean);
    for (size_t i = 0; i < cross->column_count; i++) {
        const char *parts[] = {mean_text(tell, &means[i]),
                               wj_letters_above(tell, pairs, wj_tests_pairs(cross), i)};
        wj_cell_figure(grid, wj_print(tell->arena, "%s%s", 2, parts));
    }
    struct wj_statistics all;
    wj_total_mean(tally, cross, &all);
    wj_cell_figure(grid, mean_text(tell, &all));
}

/* ---- sentences ---- */

/* "95%", or both levels with the letters that they have. */
static const char *levels_text(const struct wj_tell *tell)
{
    const struct wj_tests_spec *tests = &tell->survey->tests;
    struct wj_rounding exact = {.places = FEWER_PLACES, .mode = WJ_HALF_UP};
    const char *levels[WJ_MOST_LEVELS] = {"", ""};
    for (size_t i = 0; i < tests->level_count; i++) {
        struct wj_buf text = {0};
        wj_number_percent(&text, tests->levels[i], exact, true);
        levels[i] = keep(tell, &text);
    }
    return tests->level_count == 1 ? levels[0]
                                   : wj_print(tell->arena, tell->words->two_levels, 2, levels);
}

static bool has_several(const struct wj_tell *tell, const struct wj_cross_tally *cross)
{
    return cross->shared != NULL && tell->survey->tests.level_count > 0;
}

static void tell_letters(const struct wj_tell *tell, const struct wj_cross_tally *cross)
{
    const char *parts[] = {levels_text(tell), tell->words->adjustments[tell->survey->tests.adjust]};
    wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_LETTERS, 2, parts);
    if (wj_tests_means(tell->findings->tally, cross)) {
        wj_tell(tell, WJ_REMARK,
                has_several(tell, cross) ? WJ_TEXT_TABLE_MEANS_NOT : WJ_TEXT_TABLE_MEANS, 0, NULL);
    }
    if (has_several(tell, cross)) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_OVERLAP, 0, NULL);
    }
}

/* "= 0.034", "< 0.001" */
static const char *probability(const struct wj_tell *tell, const mpq_t p)
{
    struct wj_rounding rounding = {.places = PLACES, .mode = WJ_HALF_UP};
    struct wj_buf text = {0};
    if (mpq_cmp_ui(p, 1, 1000) < 0) {
        return "< 0.001";
    }
    wj_buf_add_text(&text, "= ");
    wj_number_fixed(&text, p, rounding);
    return keep(tell, &text);
}

static const char *fixed(const struct wj_tell *tell, const mpq_t value)
{
    struct wj_rounding rounding = {.places = FEWER_PLACES, .mode = WJ_HALF_UP};
    struct wj_buf text = {0};
    wj_number_fixed(&text, value, rounding);
    return keep(tell, &text);
}

static void tell_fisher(const struct wj_tell *tell, const struct wj_independence *independence)
{
    mpq_t value;
    mpq_init(value);
    mpq_set_d(value, independence->min_expected);
    const char *least = fixed(tell, value);
    if (independence->has_fisher) {
        mpq_set_d(value, independence->fisher_p);
        const char *parts[] = {least, probability(tell, value)};
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_FISHER, 2, parts);
    } else {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_EXPECTED, 1, &least);
    }
    mpq_clear(value);
}

static void tell_independence(const struct wj_tell *tell,
                              const struct wj_independence *independence)
{
    mpq_t value;
    mpq_init(value);
    mpq_set_d(value, independence->chi_square);
    const char *statistic = fixed(tell, value);
    mpq_set_d(value, independence->p);
    const char *p = probability(tell, value);
    mpq_set_d(value, independence->cramers_v);
    const char *parts[] = {wj_count(tell, independence->n), wj_count(tell, independence->df),
                           statistic, p, fixed(tell, value)};
    wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_INDEPENDENCE, 5, parts);
    mpq_clear(value);
    if (independence->is_small) {
        tell_fisher(tell, independence);
    }
}

void wj_tell_tests(const struct wj_tell *tell, const struct wj_cross_tally *cross)
{
    struct wj_independence independence;
    tell_letters(tell, cross);
    /* That memory ran out is noticed where all of its requests are counted. */
    if (wj_test_independence(tell->findings->tally, cross, &independence) == WJ_OK &&
        independence.missing == WJ_TEST_THERE) {
        tell_independence(tell, &independence);
    }
}
