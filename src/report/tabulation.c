#include "tabulation.h"

static size_t count_columns(const struct wj_tabulation *tabulation)
{
    size_t count = 1;
    for (size_t i = 0; i < tabulation->spec->by_count; i++) {
        count += wj_tabulated_width(tabulation, i);
    }
    return count;
}

const struct wj_weighted_cross *wj_cross_weighted(struct wj_arena *arena,
                                                  const struct wj_findings *findings,
                                                  const struct wj_cross_tally *cross)
{
    const struct wj_weighted_figures *figures = findings->figures->weighted;
    if (figures == NULL || findings->survey->suppress_below > 0) {
        return NULL;
    }
    struct wj_weighted_cross *weighted = wj_arena_alloc(arena, sizeof *weighted);
    bool fine = weighted != NULL && wj_weighted_cross(&figures->weights, findings->tally, cross,
                                                      arena, weighted) == WJ_OK;
    return fine ? weighted : NULL;
}

bool wj_tabulate(struct wj_arena *arena, const struct wj_findings *findings, size_t table,
                 size_t row, struct wj_tabulation *tabulation)
{
    const struct wj_tally *tally = findings->tally;
    const struct wj_table_spec *spec = &tally->survey->tables[table];
    *tabulation = (struct wj_tabulation){
        .findings = findings,
        .tally = tally,
        .survey = tally->survey,
        .spec = spec,
        .question = &tally->survey->questions[spec->rows[row]],
        .table = table,
        .row = row,
        .depth = 1,
        .banded = spec->by_count > 1,
    };
    size_t count = count_columns(tabulation);
    tabulation->columns = wj_arena_alloc(arena, count * sizeof *tabulation->columns);
    if (tabulation->columns == NULL) {
        return false;
    }
    for (size_t i = 0; i < spec->by_count; i++) {
        const struct wj_cross_tally *cross = wj_tally_cross(tally, table, row, i);
        const struct wj_weighted_cross *weighted = wj_cross_weighted(arena, findings, cross);
        for (size_t j = 0; j < cross->column_count; j++) {
            tabulation->columns[tabulation->column_count++] =
                (struct wj_tabulated){i, cross, j, weighted};
        }
        size_t depth = spec->by[i].count;
        tabulation->depth = depth > tabulation->depth ? depth : tabulation->depth;
    }
    const struct wj_cross_tally *all = wj_tally_all(tally, table, row);
    tabulation->columns[tabulation->column_count++] =
        (struct wj_tabulated){spec->by_count, all, 0, wj_cross_weighted(arena, findings, all)};
    return true;
}

bool wj_tabulated_weighted(const struct wj_tabulation *tabulation)
{
    return tabulation->columns[tabulation->column_count - 1].weighted != NULL;
}

void wj_weighted_people(const struct wj_tabulated *place, mpq_t people)
{
    mpq_set_d(people, place->weighted->respondents[place->column]);
}

void wj_weighted_divisor(const struct wj_tabulated *place, mpq_t base)
{
    mpq_set_d(base, place->weighted->bases[place->column]);
}

void wj_weighted_count(const struct wj_tabulated *place, size_t option, mpq_t count)
{
    const struct wj_weighted_cross *weighted = place->weighted;
    mpq_set_d(count, weighted->cells[option * weighted->columns + place->column]);
}

void wj_weighted_option(const struct wj_tabulated *place, size_t option, struct wj_figure *share)
{
    const struct wj_weighted_cross *weighted = place->weighted;
    size_t cell = option * weighted->columns + place->column;
    share->hidden = false;
    share->exists =
        wj_weighted_share(weighted->cells[cell], weighted->bases[place->column], share->value);
}

void wj_weighted_place(const struct wj_findings *findings, const struct wj_tabulated *place,
                       enum wj_table_summary summary, struct wj_figure *figure)
{
    struct wj_weighted weighted = {0};
    mpq_init(weighted.value);
    /* That memory ran out is noticed where all of its requests are counted. */
    bool there = wj_weighted_summary(&findings->figures->weighted->weights, findings->tally,
                                     place->cross, place->column, summary, &weighted) == WJ_OK;
    figure->hidden = false;
    figure->exists = there && weighted.exists;
    mpq_set(figure->value, weighted.value);
    mpq_clear(weighted.value);
}

const char *wj_wide_tables(const struct wj_survey *survey)
{
    return (survey->output.formats & WJ_FORMAT_CSV) != 0 ? "crosstabs.csv" : "results.json";
}

struct wj_cross_column wj_tabulated_column(const struct wj_tabulation *tabulation, size_t column)
{
    const struct wj_tabulated *place = &tabulation->columns[column];
    return wj_cross_column(tabulation->tally, place->cross, place->column);
}

size_t wj_tabulated_first(const struct wj_tabulation *tabulation, size_t by)
{
    size_t first = 0;
    for (size_t i = 0; i < by; i++) {
        first += wj_tabulated_width(tabulation, i);
    }
    return first;
}

size_t wj_tabulated_width(const struct wj_tabulation *tabulation, size_t by)
{
    return wj_tally_cross(tabulation->tally, tabulation->table, tabulation->row, by)->column_count;
}

size_t wj_tabulated_under(const struct wj_tabulation *tabulation, const struct wj_banner *by,
                          size_t n)
{
    size_t count = 1;
    for (size_t i = n + 1; i < by->count; i++) {
        count *= tabulation->survey->questions[by->questions[i]].option_count;
    }
    return count;
}

static void add_banner(struct wj_buf *out, const struct wj_survey *survey,
                       const struct wj_banner *by)
{
    for (size_t i = 0; i < by->count; i++) {
        wj_buf_addf(out, "%s%s", i > 0 ? "×" : "", survey->questions[by->questions[i]].label);
    }
}

static const char *keep(struct wj_arena *arena, struct wj_buf *text)
{
    const char *copy = wj_arena_copy(arena, wj_buf_slice(text));
    wj_buf_clear(text);
    return copy != NULL ? copy : "";
}

const char *wj_banner_name(struct wj_arena *arena, const struct wj_survey *survey,
                           const struct wj_banner *by)
{
    struct wj_buf text = {0};
    add_banner(&text, survey, by);
    return keep(arena, &text);
}

const char *wj_banner_names(struct wj_arena *arena, const struct wj_survey *survey,
                            const struct wj_table_spec *spec, const char *comma)
{
    struct wj_buf text = {0};
    for (size_t i = 0; i < spec->by_count; i++) {
        wj_buf_add_text(&text, i > 0 ? comma : "");
        add_banner(&text, survey, &spec->by[i]);
    }
    return keep(arena, &text);
}

size_t wj_tabulated_letter(const struct wj_tabulation *tabulation, size_t by)
{
    return tabulation->column_count <= WJ_MOST_TESTED + 1 ? wj_tabulated_first(tabulation, by) : 0;
}

unsigned wj_summaries_of(const struct wj_table_spec *spec, const struct wj_question *row)
{
    unsigned wanted = spec->summaries;
    unsigned shown = 0;
    if (row->type == WJ_QUANTITY && wanted == 0) {
        wanted = WJ_TABLE_MEAN | WJ_TABLE_SD | WJ_TABLE_MEDIAN | WJ_TABLE_QUARTILES;
    }
    for (unsigned bit = 1; bit <= WJ_TABLE_QUARTILES; bit <<= 1) {
        bool fits = wj_question_sums(row, (enum wj_table_summary)bit);
        shown |= fits ? wanted & bit : 0;
    }
    return shown;
}
