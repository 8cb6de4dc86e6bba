#include "print.h"
#include "results.h"
#include "table_dashes.h"
#include "wjtab/measure/cross.h"

/* Cross tables, and grids of items by levels. */

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

/* One cross table on its way into results.json. */
struct part {
    struct wj_arena *arena;
    const struct wj_findings *findings;
    const struct wj_table_spec *spec;
    const struct wj_cross_tally *cross;
    const struct wj_cross_tally *all; /* everybody whom the table takes */
    struct wj_rounding percent;
};

static struct wj_cross_column column_of(const struct part *part, size_t column)
{
    return wj_cross_column(part->findings->tally, part->cross, column);
}

static struct wj_cross_column everybody(const struct part *part)
{
    return wj_cross_column(part->findings->tally, part->all, 0);
}

/* The codes of a column, joined by × where questions are nested. */
json_t *wj_results_column(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                          size_t column)
{
    struct wj_buf code = {0};
    for (size_t i = 0; i < cross->by->count; i++) {
        const struct wj_question *question = &findings->survey->questions[cross->by->questions[i]];
        size_t option = wj_cross_option(findings->tally, cross, column, i);
        wj_buf_addf(&code, "%s%s", i > 0 ? "×" : "", question->options[option].code);
    }
    json_t *text = json_string(wj_buf_text(&code));
    wj_buf_clear(&code);
    return text;
}

/* Says why figures are null, under the name of each where there are several. */
static void set_why(json_t *object, const char *key, enum wj_dash dash)
{
    if (dash != WJ_DASH_NONE) {
        set(object, key, json_string(wj_dash_name(dash)));
    }
}

static void set_reasons(json_t *object, json_t *reasons)
{
    if (json_object_size(reasons) > 0) {
        set(object, "why", json_incref(reasons));
    }
    json_decref(reasons);
}

/* ---- rows ---- */

static json_t *share_of(const struct part *part, uint64_t count, uint64_t base)
{
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_figure_ratio(&share, count, base);
    json_t *json = wj_json_percent(part->arena, &share, part->percent);
    mpq_clear(share.value);
    return json;
}

static json_t *index_of(const struct part *part, const struct wj_cross_column *column,
                        const struct wj_cross_column *all, size_t row)
{
    static const struct wj_rounding places = {1, WJ_HALF_UP};
    struct wj_figure index;
    mpq_init(index.value);
    wj_cross_index(column, all, row, &index);
    json_t *json = index.exists ? wj_json_fraction(index.value,
                                                   wj_print_fixed(part->arena, index.value, places))
                                : json_null();
    mpq_clear(index.value);
    return json;
}

/* Figures of a row that `show` asks for. */
static void set_shown(const struct part *part, size_t row, json_t *object)
{
    struct wj_cross_column all = everybody(part);
    json_t *row_shares = json_array();
    json_t *total_shares = json_array();
    json_t *indexes = json_array();
    for (size_t i = 0; i < part->cross->column_count; i++) {
        struct wj_cross_column column = column_of(part, i);
        uint64_t count = wj_cross_count(&column, row);
        json_array_append_new(row_shares, share_of(part, count, wj_cross_count(&all, row)));
        json_array_append_new(total_shares, share_of(part, count, all.base));
        json_array_append_new(indexes, index_of(part, &column, &all, row));
    }
    if ((part->spec->show & WJ_SHOW_ROW_SHARE) != 0) {
        set(object, "row_shares", json_incref(row_shares));
    }
    if ((part->spec->show & WJ_SHOW_TOTAL_SHARE) != 0) {
        set(object, "total_shares", json_incref(total_shares));
    }
    if ((part->spec->show & WJ_SHOW_INDEX) != 0) {
        set(object, "indexes", json_incref(indexes));
    }
    json_decref(row_shares);
    json_decref(total_shares);
    json_decref(indexes);
}

static json_t *row_of(const struct part *part, size_t row)
{
    const struct wj_cross_tally *cross = part->cross;
    const struct wj_option *option = &part->findings->survey->questions[cross->row].options[row];
    struct wj_cross_column all = everybody(part);
    json_t *object = json_object();
    json_t *counts = json_array();
    json_t *shares = json_array();
    for (size_t i = 0; i < cross->column_count; i++) {
        struct wj_cross_column column = column_of(part, i);
        uint64_t count = wj_cross_count(&column, row);
        json_array_append_new(counts, wj_json_count(count));
        json_array_append_new(shares, share_of(part, count, column.base));
    }
    set(object, "code", json_string(option->code));
    set(object, "label", json_string(option->label));
    set(object, "counts", counts);
    set(object, "shares", shares);
    set(object, "total", wj_json_count(cross->totals[row]));
    set(object, "all", wj_json_count(wj_cross_count(&all, row)));
    set(object, "all_share", share_of(part, wj_cross_count(&all, row), all.base));
    set_shown(part, row, object);
    if ((part->spec->show & (WJ_SHOW_ROW_SHARE | WJ_SHOW_INDEX)) != 0 && all.base > 0 &&
        wj_cross_count(&all, row) == 0) {
        set_why(object, "why", WJ_DASH_NOT_CHOSEN);
    }
    if (wj_tests_wanted(part->findings->tally, cross)) {
        set(object, "z_tests", wj_results_z_tests(part->findings, cross, row));
    }
    return object;
}

/* ---- summaries ---- */

static json_t *summary_of(const struct part *part, const struct wj_cross_column *column,
                          enum wj_table_summary summary)
{
    struct wj_figure figure;
    json_t *json = json_null();
    mpq_init(figure.value);
    wj_cross_summary(column, summary, &figure);
    bool scores = summary == WJ_TABLE_MEAN || summary == WJ_TABLE_SD;
    if (figure.exists && scores) {
        json = json_real(mpq_get_d(figure.value));
    } else if (figure.exists) {
        json = wj_json_percent(part->arena, &figure, part->percent);
    }
    mpq_clear(figure.value);
    return json;
}

/* A column of a table, or of that of everybody. */
struct place {
    const struct wj_cross_tally *cross;
    size_t at;
    struct wj_cross_column column;
};

static json_t *summaries_of(const struct part *part, const struct place *place)
{
    const struct wj_cross_column *column = &place->column;
    static const struct {
        enum wj_table_summary summary;
        const char *key;
    } summaries[] = {{WJ_TABLE_RATE, "rate"}, {WJ_TABLE_MEAN, "mean"},       {WJ_TABLE_SD, "sd"},
                     {WJ_TABLE_TOP2, "top2"}, {WJ_TABLE_BOTTOM2, "bottom2"}, {WJ_TABLE_NET, "net"}};
    json_t *object = json_object();
    json_t *weighted = json_object();
    json_t *reasons = json_object();
    for (size_t i = 0; i < sizeof summaries / sizeof *summaries; i++) {
        const struct wj_question *row = &part->findings->survey->questions[part->cross->row];
        if ((part->spec->summaries & (unsigned)summaries[i].summary) != 0 &&
            wj_question_sums(row, summaries[i].summary)) {
            set(object, summaries[i].key, summary_of(part, column, summaries[i].summary));
            set_why(reasons, summaries[i].key, wj_dash_of_summary(column, summaries[i].summary));
            wj_results_weigh_summary(part->arena, part->findings, place->cross, place->at,
                                     summaries[i].summary, summaries[i].key, weighted);
        }
    }
    if (json_object_size(weighted) > 0) {
        set(object, "weighted", json_incref(weighted));
    }
    json_decref(weighted);
    set_reasons(object, reasons);
    return object;
}

static json_t *quantity_of(const struct part *part, const struct place *place)
{
    const struct wj_cross_column *column = &place->column;
    struct wj_quantity_figures figures;
    json_t *object = json_null();
    /* That memory ran out is noticed where all of its requests are counted. */
    if (wj_cross_quantity(column, &figures) == WJ_OK) {
        json_t *reasons = json_object();
        object = wj_results_quantity(part->findings->survey, &figures);
        set_why(reasons, "mean", wj_dash_of_quantity(column, &figures, WJ_TABLE_MEAN));
        set_why(reasons, "sd", wj_dash_of_quantity(column, &figures, WJ_TABLE_SD));
        set_why(reasons, "quartiles", wj_dash_of_quantity(column, &figures, WJ_TABLE_QUARTILES));
        set_reasons(object, reasons);
        wj_results_weigh_summary(part->arena, part->findings, place->cross, place->at,
                                 WJ_TABLE_MEAN, "weighted", object);
    }
    wj_quantity_figures_clear(&figures);
    return object;
}

/* Something of every column, of all who stand in one, and of everybody. */
static json_t *of_columns(const struct part *part,
                          json_t *(*of)(const struct part *, const struct place *))
{
    json_t *object = json_object();
    json_t *columns = json_array();
    for (size_t i = 0; i < part->cross->column_count; i++) {
        struct place place = {part->cross, i, column_of(part, i)};
        json_array_append_new(columns, of(part, &place));
    }
    size_t last = part->cross->column_count;
    struct place total = {part->cross, last, column_of(part, last)};
    struct place all = {part->all, 0, everybody(part)};
    set(object, "columns", columns);
    set(object, "total", of(part, &total));
    set(object, "all", of(part, &all));
    return object;
}

static void set_summaries(const struct part *part, json_t *object)
{
    if (part->cross->quantities != NULL) {
        set(object, "quantity", of_columns(part, quantity_of));
    } else if (part->spec->summaries != 0 &&
               part->findings->survey->questions[part->cross->row].scored) {
        set(object, "summaries", of_columns(part, summaries_of));
    }
}

/* ---- bases ---- */

static json_t *base_of(const struct part *part, const struct place *place)
{
    const struct wj_cross_column *column = &place->column;
    json_t *object = json_object();
    set(object, "base", wj_json_count(column->base));
    set(object, "respondents", wj_json_count(column->respondents));
    set(object, "no_answer", wj_json_count(column->no_answer));
    set(object, "not_asked", wj_json_count(column->not_asked));
    if (part->findings->survey->questions[part->cross->row].scored) {
        set(object, "rate_base", wj_json_count(column->rate_base));
    }
    set_why(object, "why", wj_dash_of_column(column));
    return object;
}

static json_t *table_of(const struct part *part)
{
    const struct wj_survey *survey = part->findings->survey;
    const struct wj_cross_tally *cross = part->cross;
    const struct wj_formula *where = part->spec->where;
    json_t *object = json_object();
    json_t *by = json_array();
    json_t *columns = json_array();
    json_t *bases = json_array();
    json_t *rows = json_array();
    for (size_t i = 0; i < cross->by->count; i++) {
        json_array_append_new(by, json_string(survey->questions[cross->by->questions[i]].name));
    }
    for (size_t i = 0; i < cross->column_count; i++) {
        struct wj_cross_column column = column_of(part, i);
        json_array_append_new(columns, wj_results_column(part->findings, cross, i));
        json_array_append_new(bases, wj_json_count(column.base));
    }
    for (size_t i = 0; i < cross->row_count; i++) {
        json_array_append_new(rows, row_of(part, i));
    }
    struct wj_slice text = where != NULL ? wj_formula_text(where) : wj_slice(NULL, 0);
    struct wj_cross_column total = column_of(part, cross->column_count);
    set(object, "table", wj_json_count(cross->table + 1));
    set(object, "row", json_string(survey->questions[cross->row].name));
    set(object, "by", by);
    set(object, "where", where != NULL ? json_stringn(text.ptr, text.len) : json_null());
    set(object, "title", wj_json_text(part->spec->title));
    set(object, "count", json_string(part->spec->responses ? "responses" : "respondents"));
    set(object, "columns", columns);
    set(object, "column_base", bases);
    set(object, "total_base", wj_json_count(total.base));
    set(object, "bases", of_columns(part, base_of));
    set(object, "rows", rows);
    wj_results_mark(object, cross->hidden);
    set_summaries(part, object);
    wj_results_weigh_table(part->arena, part->findings, cross, object);
    if (wj_tests_wanted(part->findings->tally, cross)) {
        wj_results_tests(part->findings, cross, object);
    } else if (survey->tests.level_count > 0 && cross->by->count > 0) {
        bool ticks = part->spec->responses && cross->quantities == NULL;
        set(object, "no_tests",
            json_string(cross->column_count > WJ_MOST_TESTED ? "too_many_columns"
                        : ticks                              ? "responses"
                                                             : "suppressed"));
    }
    return object;
}

static json_t *tables_of(struct part *part)
{
    const struct wj_tally *tally = part->findings->tally;
    json_t *list = json_array();
    for (size_t i = 0; i < tally->survey->table_count; i++) {
        part->spec = &tally->survey->tables[i];
        for (size_t by = 0; !part->spec->grid && (by == 0 || by < part->spec->by_count); by++) {
            for (size_t row = 0; row < part->spec->row_count; row++) {
                part->all = wj_tally_all(tally, i, row);
                part->cross =
                    part->spec->by_count > 0 ? wj_tally_cross(tally, i, row, by) : part->all;
                json_array_append_new(list, table_of(part));
            }
        }
    }
    return list;
}

/* ---- grids ---- */

static void append_weighted_rate(const struct part *part, size_t column, json_t *list)
{
    json_t *object = json_object();
    wj_results_weigh_summary(part->arena, part->findings, part->cross, column, WJ_TABLE_RATE,
                             "rate", object);
    json_t *rate = json_object_get(object, "rate");
    if (rate != NULL) {
        json_array_append(list, rate);
    }
    json_decref(object);
}

static json_t *item_of(struct part *part, size_t row)
{
    const struct wj_question *item = &part->findings->survey->questions[part->spec->rows[row]];
    json_t *object = json_object();
    json_t *bases = json_array();
    json_t *rates = json_array();
    json_t *weighted = json_array();
    json_t *counts = json_array();
    for (size_t i = 0; i < part->cross->column_count; i++) {
        struct wj_cross_column column = column_of(part, i);
        json_t *levels = json_array();
        for (size_t j = 0; j < part->cross->row_count; j++) {
            json_array_append_new(levels, wj_json_count(wj_cross_count(&column, j)));
        }
        json_array_append_new(bases, wj_json_count(column.base));
        json_array_append_new(rates, summary_of(part, &column, WJ_TABLE_RATE));
        if (item->scored) {
            append_weighted_rate(part, i, weighted);
        }
        json_array_append_new(counts, levels);
    }
    set(object, "item", json_string(item->name));
    wj_results_mark(object, part->cross->hidden);
    set(object, "column_base", bases);
    set(object, "counts", counts);
    set(object, "rates", item->scored ? json_incref(rates) : json_null());
    json_decref(rates);
    if (json_array_size(weighted) > 0) {
        set(object, "weighted_rates", json_incref(weighted));
    }
    json_decref(weighted);
    return object;
}

/* A grid's part: items against one banner, or everybody. */
static json_t *grid_of(struct part *part, size_t table, size_t by)
{
    const struct wj_tally *tally = part->findings->tally;
    const struct wj_question *questions = part->findings->survey->questions;
    const struct wj_question *first = &questions[part->spec->rows[0]];
    const struct wj_formula *where = part->spec->where;
    struct wj_slice text = where != NULL ? wj_formula_text(where) : wj_slice(NULL, 0);
    json_t *object = json_object();
    json_t *names = json_array();
    json_t *columns = json_array();
    json_t *levels = json_array();
    json_t *items = json_array();
    for (size_t i = 0; i < part->spec->row_count; i++) {
        part->all = wj_tally_all(tally, table, i);
        part->cross = by > 0 ? wj_tally_cross(tally, table, i, by - 1) : part->all;
        json_array_append_new(items, item_of(part, i));
    }
    for (size_t i = 0; i < part->cross->by->count; i++) {
        json_array_append_new(names, json_string(questions[part->cross->by->questions[i]].name));
    }
    for (size_t i = 0; i < part->cross->column_count; i++) {
        json_array_append_new(columns, wj_results_column(part->findings, part->cross, i));
    }
    for (size_t i = 0; i < first->option_count; i++) {
        json_array_append_new(levels, json_string(first->options[i].label));
    }
    set(object, "table", wj_json_count(table + 1));
    set(object, "title", wj_json_text(part->spec->title));
    set(object, "by", names);
    set(object, "where", where != NULL ? json_stringn(text.ptr, text.len) : json_null());
    set(object, "columns", columns);
    set(object, "levels", levels);
    set(object, "items", items);
    return object;
}

void wj_results_tables(struct wj_arena *arena, const struct wj_findings *findings, json_t *results)
{
    struct part part = {.arena = arena, .findings = findings, .percent = findings->survey->percent};
    json_t *grids = json_array();
    set(results, "tables", tables_of(&part));
    for (size_t i = 0; i < findings->survey->table_count; i++) {
        part.spec = &findings->survey->tables[i];
        for (size_t by = 0; part.spec->grid && by <= part.spec->by_count; by++) {
            json_array_append_new(grids, grid_of(&part, i, by));
        }
    }
    if (json_array_size(grids) > 0) {
        set(results, "grids", json_incref(grids));
    }
    json_decref(grids);
}
