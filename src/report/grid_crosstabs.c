/* crosstabs.csv: a line per row and column of every table. */
#include "grids.h"

#include "print.h"
#include "table_dashes.h"
#include "table_rows.h"
#include "wording.h"

enum { WEIGHTED_PLACES = 4 };

/* One row of a table on its way into lines, column by column. */
struct lines {
    struct wj_grid *grid;
    const struct wj_findings *findings;
    const struct wj_wording *words;
    const struct wj_cross_tally *cross;
    const struct wj_cross_tally *all;
    const struct wj_weighted_cross *weighted; /* NULL: there are no such columns */
};

static void text(const struct lines *lines, const char *value)
{
    wj_grid_text(lines->grid, wj_slice_of(value));
}

static void figure(const struct lines *lines, const char *value)
{
    wj_grid_number(lines->grid, wj_slice_of(value));
}

/* A column's question, code or label, joined by × where questions are nested; everybody has a label
 * alone. */
static void add_column(const struct lines *lines, size_t column, int part)
{
    const struct wj_cross_tally *cross = lines->cross;
    const struct wj_survey *survey = lines->findings->survey;
    struct wj_buf joined = {0};
    if (cross->by->count == 0) {
        text(lines, part == 2 ? lines->words->all : "");
        return;
    }
    for (size_t i = 0; i < cross->by->count; i++) {
        const struct wj_question *question = &survey->questions[cross->by->questions[i]];
        const struct wj_option *option =
            &question->options[wj_cross_option(lines->findings->tally, cross, column, i)];
        const char *parts[] = {question->name, option->code, option->label};
        wj_buf_addf(&joined, "%s%s", i > 0 ? "×" : "", parts[part]);
    }
    wj_grid_text(lines->grid, wj_buf_slice(&joined));
    wj_buf_clear(&joined);
}

/* The first seven cells. */
static void begin_line(const struct lines *lines, const char *code, const char *label,
                       size_t column)
{
    wj_grid_count(lines->grid, lines->cross->table + 1);
    text(lines, lines->findings->survey->questions[lines->cross->row].name);
    text(lines, code);
    text(lines, label);
    add_column(lines, column, 0);
    add_column(lines, column, 1);
    add_column(lines, column, 2);
}

static const char *share_text(const struct lines *lines, uint64_t count, uint64_t base)
{
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_figure_ratio(&share, count, base);
    const char *printed =
        wj_print_percent(lines->grid->arena, &share, lines->findings->survey->percent);
    mpq_clear(share.value);
    return printed;
}

static const char *index_text(const struct lines *lines, const struct wj_cross_column *column,
                              const struct wj_cross_column *all, size_t row)
{
    struct wj_rounding rounding = {1, lines->findings->survey->percent.mode};
    struct wj_figure index = {0};
    mpq_init(index.value);
    wj_cross_index(column, all, row, &index);
    const char *printed = wj_table_number(lines->grid->arena, &index, rounding);
    mpq_clear(index.value);
    return printed;
}

static void add_why(const struct lines *lines, enum wj_dash dash)
{
    text(lines, dash != WJ_DASH_NONE ? wj_dash_name(dash) : "");
}

/* The last cells of a line in a weighted survey: count, base and share of an option, or a value. */
static void add_weighted_option(const struct lines *lines, size_t column, size_t row)
{
    struct wj_arena *arena = lines->grid->arena;
    struct wj_rounding rounding = {WEIGHTED_PLACES, WJ_HALF_UP};
    struct wj_tabulated place = {
        .cross = lines->cross, .column = column, .weighted = lines->weighted};
    struct wj_figure number = {.exists = true};
    if (lines->weighted == NULL) {
        return;
    }
    mpq_init(number.value);
    wj_weighted_count(&place, row, number.value);
    figure(lines, wj_print_fixed(arena, number.value, rounding));
    wj_weighted_divisor(&place, number.value);
    figure(lines, wj_print_fixed(arena, number.value, rounding));
    wj_weighted_option(&place, row, &number);
    figure(lines, wj_print_percent(arena, &number, lines->findings->survey->percent));
    text(lines, "");
    mpq_clear(number.value);
}

/* `summary` 0: the line has no value. */
static void add_weighted_value(const struct lines *lines, size_t column,
                               enum wj_table_summary summary)
{
    struct wj_rounding percent = lines->findings->survey->percent;
    struct wj_rounding rounding = {.places = 2, .mode = percent.mode};
    struct wj_tabulated place = {
        .cross = lines->cross, .column = column, .weighted = lines->weighted};
    struct wj_figure value = {0};
    if (lines->weighted == NULL) {
        return;
    }
    for (int i = 0; i < 3; i++) {
        text(lines, "");
    }
    if (summary == 0 || !wj_weighs_summary(summary)) {
        text(lines, "");
        return;
    }
    mpq_init(value.value);
    wj_weighted_place(lines->findings, &place, summary, &value);
    figure(lines, summary == WJ_TABLE_MEAN ? wj_table_number(lines->grid->arena, &value, rounding)
                                           : wj_print_percent(lines->grid->arena, &value, percent));
    mpq_clear(value.value);
}

static void add_option(const struct lines *lines, size_t row)
{
    const struct wj_tally *tally = lines->findings->tally;
    const struct wj_option *option =
        &lines->findings->survey->questions[lines->cross->row].options[row];
    struct wj_cross_column all = wj_cross_column(tally, lines->all, 0);
    for (size_t i = 0; i < lines->cross->column_count; i++) {
        struct wj_cross_column column = wj_cross_column(tally, lines->cross, i);
        uint64_t count = wj_cross_count(&column, row);
        begin_line(lines, option->code, option->label, i);
        wj_grid_count(lines->grid, count);
        wj_grid_count(lines->grid, column.base);
        figure(lines, share_text(lines, count, column.base));
        figure(lines, share_text(lines, count, wj_cross_count(&all, row)));
        figure(lines, share_text(lines, count, all.base));
        figure(lines, index_text(lines, &column, &all, row));
        text(lines, "");
        text(lines, "");
        bool chosen = count == WJ_HIDDEN || wj_cross_count(&all, row) != 0;
        enum wj_dash dash = wj_dash_of_column(&column);
        add_why(lines, dash == WJ_DASH_NONE && !chosen ? WJ_DASH_NOT_CHOSEN : dash);
        add_weighted_option(lines, i, row);
    }
}

/* A line about all rows of a column together: count and base, or a value. */
struct about {
    const char *label;
    const char *name;
    const char *count;
    const char *value;
    enum wj_dash dash;
    enum wj_table_summary summary; /* 0: it is none */
};

static void add_figure(const struct lines *lines, size_t column, const struct about *about)
{
    struct wj_cross_column at = wj_cross_column(lines->findings->tally, lines->cross, column);
    begin_line(lines, "", about->label, column);
    figure(lines, about->count);
    wj_grid_count(lines->grid, at.respondents);
    for (int i = 0; i < 4; i++) {
        text(lines, "");
    }
    text(lines, about->name);
    figure(lines, about->value);
    add_why(lines, about->dash);
    add_weighted_value(lines, column, about->summary);
}

static void add_unanswered(const struct lines *lines, unsigned show)
{
    for (size_t i = 0; i < lines->cross->column_count; i++) {
        struct wj_cross_column column = wj_cross_column(lines->findings->tally, lines->cross, i);
        struct about no_answer = {.label = lines->words->no_answer_row,
                                  .name = "no_answer",
                                  .count = wj_print_count(lines->grid->arena, column.no_answer),
                                  .value = ""};
        struct about not_asked = {.label = lines->words->not_asked_row,
                                  .name = "not_asked",
                                  .count = wj_print_count(lines->grid->arena, column.not_asked),
                                  .value = ""};
        if ((show & WJ_SHOW_NO_ANSWER) != 0) {
            add_figure(lines, i, &no_answer);
        }
        if ((show & WJ_SHOW_NOT_ASKED) != 0) {
            add_figure(lines, i, &not_asked);
        }
    }
}

static void add_summaries(const struct lines *lines, unsigned summaries)
{
    static const char *const names[] = {"rate", "mean", "sd", "top2", "bottom2", "net"};
    const struct wj_survey *survey = lines->findings->survey;
    for (unsigned number = 0; number < sizeof names / sizeof *names; number++) {
        enum wj_table_summary summary = (enum wj_table_summary)(1U << number);
        bool shown = (summaries >> number & 1) != 0 &&
                     wj_question_sums(&survey->questions[lines->cross->row], summary);
        for (size_t i = 0; shown && i < lines->cross->column_count; i++) {
            struct wj_cross_column column =
                wj_cross_column(lines->findings->tally, lines->cross, i);
            struct about about = {
                .label = lines->words->table_summaries[number],
                .name = names[number],
                .count = "",
                .value = wj_summary_text(lines->grid->arena, survey->percent, &column, summary),
                .dash = wj_dash_of_summary(&column, summary),
                .summary = summary};
            add_figure(lines, i, &about);
        }
    }
}

static void add_quantity(const struct lines *lines, unsigned summaries)
{
    static const struct {
        const char *name;
        enum wj_table_summary summary;
    } rows[WJ_QUANTITY_ROWS] = {{"n", 0},
                                {"mean", WJ_TABLE_MEAN},
                                {"sd", WJ_TABLE_SD},
                                {"q1", WJ_TABLE_QUARTILES},
                                {"median", WJ_TABLE_MEDIAN},
                                {"q3", WJ_TABLE_QUARTILES}};
    struct wj_rounding percent = lines->findings->survey->percent;
    for (size_t i = 0; i < lines->cross->column_count; i++) {
        struct wj_cross_column column = wj_cross_column(lines->findings->tally, lines->cross, i);
        struct wj_quantity_figures figures;
        /* That memory ran out is noticed where all of its requests are counted. */
        bool there = wj_cross_quantity(&column, &figures) == WJ_OK;
        for (unsigned row = 0; there && row < WJ_QUANTITY_ROWS; row++) {
            enum wj_quantity_row which = (enum wj_quantity_row)row;
            enum wj_table_summary summary = rows[row].summary;
            struct about about = {
                .label = lines->words->quantity_rows[row],
                .name = rows[row].name,
                .count = "",
                .value = wj_table_quantity_text(lines->grid->arena, percent, &figures, which),
                .dash =
                    summary != 0 ? wj_dash_of_quantity(&column, &figures, summary) : WJ_DASH_NONE,
                .summary = summary};
            if (wj_table_has_row(summaries, which)) {
                add_figure(lines, i, &about);
            }
        }
        wj_quantity_figures_clear(&figures);
    }
}

static void add_cross(struct lines *lines, const struct wj_cross_tally *cross, size_t row)
{
    const struct wj_tally *tally = lines->findings->tally;
    const struct wj_table_spec *spec = &tally->survey->tables[cross->table];
    const struct wj_question *question = &tally->survey->questions[cross->row];
    unsigned summaries = wj_summaries_of(spec, question);
    lines->cross = cross;
    lines->all = wj_tally_all(tally, cross->table, row);
    lines->weighted = wj_cross_weighted(lines->grid->arena, lines->findings, cross);
    for (size_t i = 0; i < cross->row_count; i++) {
        add_option(lines, i);
    }
    add_unanswered(lines, spec->show);
    if (cross->quantities != NULL) {
        add_quantity(lines, summaries);
    } else {
        add_summaries(lines, spec->grid ? (unsigned)WJ_TABLE_RATE : summaries);
    }
}

void wj_grid_crosstabs(struct wj_grid *grid, const struct wj_findings *findings)
{
    enum { UNWEIGHTED = 16, ALL = 20 };
    static const char *const header[ALL] = {
        "table",       "row_question",   "row_code",      "row_label",      "column_question",
        "column_code", "column_label",   "count",         "base",           "share",
        "row_share",   "total_share",    "index",         "figure",         "value",
        "why",         "weighted_count", "weighted_base", "weighted_share", "weighted_value"};
    const struct wj_tally *tally = findings->tally;
    struct lines lines = {
        .grid = grid, .findings = findings, .words = wj_wording(findings->survey->output.language)};
    bool weighted = findings->figures->weighted != NULL && findings->survey->suppress_below == 0;
    wj_grid_header(grid, weighted ? ALL : UNWEIGHTED, header);
    for (size_t i = 0; i < findings->survey->table_count; i++) {
        const struct wj_table_spec *spec = &findings->survey->tables[i];
        for (size_t by = 0; by < spec->by_count; by++) {
            for (size_t row = 0; row < spec->row_count; row++) {
                add_cross(&lines, wj_tally_cross(tally, i, row, by), row);
            }
        }
        for (size_t row = 0; row < spec->row_count; row++) {
            add_cross(&lines, wj_tally_all(tally, i, row), row);
        }
    }
}
