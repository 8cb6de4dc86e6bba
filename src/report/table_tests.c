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
                             size_t count, size_t column, size_t first)
{
    struct wj_buf text = {0};
    for (size_t i = 0; i < count; i++) {
        size_t other;
        unsigned level = wj_test_level(tell->survey, &pairs[i]);
        if (level > 0 && is_above(&pairs[i], column, &other)) {
            wj_buf_add_text(&text, text.len == 0 ? " " : "");
            wj_buf_add_char(&text, (char)((level == 1 ? 'A' : 'a') + first + other));
        }
    }
    return keep(tell, &text);
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

/* Columns of one band that share responses: their shares are tested, their means are not. */
static void tell_overlap(const struct wj_tell *tell, const char *name, bool shares, bool means)
{
    const struct {
        bool there;
        enum wj_text text;
    } texts[] = {{means, WJ_TEXT_TABLE_MEANS_NOT}, {shares, WJ_TEXT_TABLE_OVERLAP}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!texts[i].there) {
            continue;
        }
        const char *named[] = {name, wj_said(tell, texts[i].text, 0, NULL)};
        wj_section_say(tell->report, WJ_REMARK,
                       name != NULL ? wj_print(tell->arena, tell->words->band, 2, named)
                                    : named[1]);
    }
}

static const char *band_name(const struct wj_tell *tell, const struct wj_tabulation *tabulation,
                             const struct wj_cross_tally *cross)
{
    return tabulation->banded ? wj_banner_name(tell->arena, tell->survey, cross->by) : NULL;
}

/* What letters are about; nothing where there are none. */
static void tell_method(const struct wj_tell *tell, const struct wj_tabulation *tabulation)
{
    const char *parts[] = {levels_text(tell), tell->words->adjustments[tell->survey->tests.adjust]};
    bool quantity = tabulation->question->type == WJ_QUANTITY;
    bool letters = false;
    bool means = false;
    for (size_t i = 0; i < tabulation->spec->by_count; i++) {
        const struct wj_cross_tally *cross =
            wj_tally_cross(tabulation->tally, tabulation->table, tabulation->row, i);
        bool lettered = wj_tests_letters(tabulation->tally, cross);
        letters = letters || lettered;
        means = means || (lettered && wj_tests_means(tabulation->tally, cross) &&
                          !wj_tests_overlap(tabulation->tally, cross));
    }
    if (letters) {
        wj_tell(tell, WJ_REMARK, quantity ? WJ_TEXT_TABLE_LETTERS_QUANTITY : WJ_TEXT_TABLE_LETTERS,
                2, parts);
    }
    if (letters && tabulation->banded) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_BANDS, 0, NULL);
    }
    if (means && !quantity) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_MEANS, 0, NULL);
    }
}

static void tell_letters(const struct wj_tell *tell, const struct wj_tabulation *tabulation)
{
    tell_method(tell, tabulation);
    for (size_t i = 0; i < tabulation->spec->by_count; i++) {
        const struct wj_cross_tally *cross =
            wj_tally_cross(tabulation->tally, tabulation->table, tabulation->row, i);
        if (wj_tests_wanted(tabulation->tally, cross) &&
            wj_tests_overlap(tabulation->tally, cross)) {
            tell_overlap(tell, band_name(tell, tabulation, cross), cross->quantities == NULL,
                         wj_tests_means(tabulation->tally, cross));
        }
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

static void tell_independence(const struct wj_tell *tell, const char *name,
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
    const char *sentence = wj_said(tell, WJ_TEXT_TABLE_INDEPENDENCE, 5, parts);
    const char *named[] = {name, sentence};
    wj_section_say(tell->report, WJ_REMARK,
                   name != NULL ? wj_print(tell->arena, tell->words->band, 2, named) : sentence);
    mpq_clear(value);
    if (independence->is_small) {
        tell_fisher(tell, independence);
    }
}

static bool has_empty_lines(const struct wj_cross_tally *cross)
{
    bool empty = false;
    for (size_t i = 0; i < cross->column_count; i++) {
        empty = empty || cross->column_base[i] == 0;
    }
    for (size_t i = 0; i < cross->row_count; i++) {
        empty = empty || cross->totals[i] == 0;
    }
    return empty;
}

/* `name`: of the band, NULL where there is one only. */
static void tell_no_independence(const struct wj_tell *tell, const char *name, enum wj_no_test why)
{
    const char *parts[] = {tell->words->no_independence[why]};
    const char *named[] = {name, wj_said(tell, WJ_TEXT_TABLE_NO_INDEPENDENCE, 1, parts)};
    wj_section_say(tell->report, WJ_REMARK,
                   name != NULL ? wj_print(tell->arena, tell->words->band, 2, named) : named[1]);
}

void wj_tell_untested(const struct wj_tell *tell, const struct wj_tabulation *tabulation)
{
    const struct wj_table_spec *spec = tabulation->spec;
    bool quantity = tabulation->question->type == WJ_QUANTITY;
    if (tell->survey->tests.level_count == 0 || spec->by_count == 0) {
        return;
    }
    if (spec->responses && !quantity) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_UNTESTED_TICKS, 0, NULL);
        return;
    }
    if (quantity && tell->survey->suppress_below > 0) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_UNTESTED_HIDDEN, 0, NULL);
        return;
    }
    for (size_t i = 0; i < spec->by_count; i++) {
        const struct wj_cross_tally *cross =
            wj_tally_cross(tabulation->tally, tabulation->table, tabulation->row, i);
        const char *name = wj_banner_name(tell->arena, tell->survey, cross->by);
        const char *parts[] = {name, wj_count(tell, cross->column_count),
                               wj_count(tell, WJ_MOST_TESTED)};
        if (cross->column_count > WJ_MOST_TESTED) {
            wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_UNTESTED, 3, parts);
        } else if (cross->hidden) {
            wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_UNTESTED_HIDDEN, 0, NULL);
            return;
        }
    }
}

/* True: rows or columns were left out of it. */
static bool tell_band(const struct wj_tell *tell, const struct wj_tabulation *tabulation, size_t by)
{
    const struct wj_cross_tally *cross =
        wj_tally_cross(tabulation->tally, tabulation->table, tabulation->row, by);
    const char *name = band_name(tell, tabulation, cross);
    struct wj_independence independence;
    /* That memory ran out is noticed where all of its requests are counted. */
    if (!wj_tests_wanted(tabulation->tally, cross) || cross->quantities != NULL ||
        wj_test_independence(tabulation->tally, cross, &independence) != WJ_OK) {
        return false;
    }
    if (independence.missing != WJ_TEST_THERE) {
        tell_no_independence(tell, name, independence.missing);
        return false;
    }
    tell_independence(tell, name, &independence);
    return has_empty_lines(cross);
}

void wj_tell_tests(const struct wj_tell *tell, const struct wj_tabulation *tabulation)
{
    bool empty = false;
    tell_letters(tell, tabulation);
    for (size_t i = 0; i < tabulation->spec->by_count; i++) {
        empty = tell_band(tell, tabulation, i) || empty;
    }
    if (empty) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_EMPTY_LINES, 0, NULL);
    }
}
