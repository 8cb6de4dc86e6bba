#include <string.h>

#include "extremes.h"
#include "section_sure.h"
#include "sections.h"

/* ---- the table: names of the levels, merged; then points, score, rate ---- */

/* A level whose name stands in a cell that still grows downwards. */
struct open_level {
    const char *name; /* NULL: not open */
    size_t row;
    size_t column;
    size_t across;
};

struct score_table {
    const struct wj_tell *tell;
    struct wj_grid *grid;
    size_t columns[WJ_LEVELS]; /* of the levels that indicators have */
    bool has_level[WJ_LEVELS];
    size_t depth; /* how many these are */
    struct open_level open[WJ_LEVELS];
    size_t next_level;
};

static void close_from(struct score_table *table, size_t level)
{
    for (size_t i = level; i < WJ_LEVELS; i++) {
        struct open_level *open = &table->open[i];
        size_t down = open->name != NULL ? wj_grid_rows(table->grid) - open->row : 0;
        if (open->name != NULL && (down > 1 || open->across > 1)) {
            wj_grid_merge(table->grid, open->row, open->column, down, open->across);
        }
        open->name = NULL;
    }
}

/* The column behind the names that stand above this level. */
static size_t column_behind(const struct score_table *table, size_t level)
{
    size_t column = 0;
    for (size_t i = 0; i < level; i++) {
        column = table->open[i].name != NULL ? table->columns[i] + 1 : column;
    }
    return column;
}

/* Opens the levels of an indicator that are not open; names[] gets those that are new. */
static void open_levels(struct score_table *table, const struct wj_indicator *indicator,
                        size_t depth, const char **names)
{
    for (size_t i = 0; i < depth; i++) {
        const char *name = indicator->levels[i];
        struct open_level *open = &table->open[i];
        if (name != NULL && open->name != NULL && strcmp(name, open->name) == 0) {
            continue;
        }
        close_from(table, i);
        if (name != NULL) {
            size_t column = column_behind(table, i);
            *open = (struct open_level){name, wj_grid_rows(table->grid), column,
                                        table->columns[i] + 1 - column};
            names[column] = name;
        }
    }
    close_from(table, depth);
}

/* A row of the table; `behind` stands behind the levels, over all columns of names that are left.
 */
static void add_row(struct score_table *table, const struct wj_indicator *indicator, size_t depth,
                    const char *behind, const char *const *figures)
{
    const char *names[WJ_LEVELS + 1] = {"", "", "", "", ""};
    open_levels(table, indicator, depth, names);
    size_t row = wj_grid_rows(table->grid);
    size_t column = column_behind(table, depth);
    names[column] = behind;
    for (size_t i = 0; i < table->depth; i++) {
        wj_cell(table->grid, names[i]);
    }
    for (size_t i = 0; i < 3; i++) {
        wj_cell_figure(table->grid, figures[i]);
    }
    wj_cell(table->grid, figures[3]);
    if (column + 1 < table->depth) {
        wj_grid_merge(table->grid, row, column, 1, table->depth - column);
    }
}

static const char *rate_of(const struct wj_tell *tell, const mpq_t score, const mpq_t points,
                           bool scored)
{
    return scored ? wj_print_ratio(tell->arena, score, points, tell->percent) : WJ_NO_FIGURE;
}

static void add_level(struct score_table *table, const struct wj_level *level,
                      const struct wj_indicator *indicator)
{
    const struct wj_tell *tell = table->tell;
    const char *figures[] = {
        wj_print_exact(tell->arena, level->points),
        level->has_score ? wj_print_short(tell->arena, level->score, tell->survey->score_rounding)
                         : WJ_NO_FIGURE,
        rate_of(tell, level->score, level->points, level->has_score), ""};
    add_row(table, indicator, level->level, tell->words->subtotal, figures);
    wj_grid_strong(table->grid);
}

static void add_indicator(struct score_table *table, const struct wj_indicator *indicator)
{
    const struct wj_tell *tell = table->tell;
    const char *figures[] = {
        wj_print_exact(tell->arena, indicator->points),
        indicator->has_score ? wj_print_exact(tell->arena, indicator->score) : WJ_NO_FIGURE,
        rate_of(tell, indicator->score, indicator->points, indicator->has_score),
        indicator->formula != NULL ? tell->words->by_formula : tell->words->by_hand};
    add_row(table, indicator, indicator->depth - 1, indicator->levels[indicator->depth - 1],
            figures);
}

/* Does the level stand above the indicator, with everything above itself? */
static bool is_above(const struct wj_scoring *scoring, long number,
                     const struct wj_indicator *indicator)
{
    bool above = true;
    for (long i = number; above && i >= 0; i = scoring->levels[i].parent) {
        const struct wj_level *level = &scoring->levels[i];
        const char *here =
            level->level < indicator->depth ? indicator->levels[level->level - 1] : NULL;
        above = here != NULL && strcmp(here, level->name) == 0;
    }
    return above;
}

/* The sums of the levels that begin at this indicator, then the indicator. */
static void add_with_levels(struct score_table *table, const struct wj_indicator *indicator)
{
    const struct wj_scoring *scoring = table->tell->findings->scoring;
    while (table->next_level < scoring->level_count &&
           is_above(scoring, (long)table->next_level, indicator)) {
        add_level(table, &scoring->levels[table->next_level++], indicator);
    }
    add_indicator(table, indicator);
}

static void add_header(struct score_table *table)
{
    const struct wj_wording *words = table->tell->words;
    table->grid->columns = table->depth + 4;
    for (size_t i = 0; i < WJ_LEVELS; i++) {
        if (table->has_level[i]) {
            wj_cell(table->grid, table->depth > 1 ? words->levels[i] : words->indicator);
        }
    }
    wj_cell(table->grid, words->points);
    wj_cell(table->grid, words->scored);
    wj_cell(table->grid, words->rate);
    wj_cell(table->grid, words->how);
}

static void add_total(struct score_table *table)
{
    const struct wj_tell *tell = table->tell;
    const struct wj_scoring *scoring = tell->findings->scoring;
    static const struct wj_indicator nothing;
    const char *figures[] = {wj_print_exact(tell->arena, scoring->points),
                             scoring->has_total ? wj_print_short(tell->arena, scoring->total,
                                                                 tell->survey->score_rounding)
                                                : WJ_NO_FIGURE,
                             rate_of(tell, scoring->total, scoring->points, scoring->has_total),
                             ""};
    add_row(table, &nothing, 0, tell->words->total, figures);
    wj_grid_strong(table->grid);
}

static void find_columns(struct score_table *table)
{
    const struct wj_scoring *scoring = table->tell->findings->scoring;
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        for (size_t j = 0; j < scoring->indicators[i].depth; j++) {
            table->has_level[j] = table->has_level[j] || scoring->indicators[i].levels[j] != NULL;
        }
    }
    for (size_t i = 0; i < WJ_LEVELS; i++) {
        table->columns[i] = table->depth;
        table->depth += table->has_level[i] ? 1 : 0;
    }
}

static void add_table(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    struct score_table table = {.tell = tell,
                                .grid = wj_section_table(tell->report, wj_tell_title(tell))};
    if (table.grid == NULL) {
        return;
    }
    find_columns(&table);
    add_header(&table);
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        add_with_levels(&table, &scoring->indicators[i]);
    }
    add_total(&table);
}

/* ---- total and grade ---- */

static void say_grade(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    const struct wj_score_spec *spec = &tell->survey->score;
    const char *computed = scoring->computed_grade != NULL ? scoring->computed_grade : WJ_NO_FIGURE;
    const char *parts[] = {scoring->grade, computed, spec->reason != NULL ? spec->reason : ""};
    if (spec->grade != NULL) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SCORE_BY_HAND, 3, parts);
    } else if (scoring->grade != NULL) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SCORE_GRADE, 1, parts);
    } else if (spec->grade_count > 0) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SCORE_NO_GRADE, 0, NULL);
    }
}

static void say_total(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    if (!scoring->has_total) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_SCORE_NO_TOTAL, 0, NULL);
        return;
    }
    const char *parts[] = {
        wj_print_exact(tell->arena, scoring->points),
        wj_print_short(tell->arena, scoring->total, tell->survey->score_rounding),
        wj_print_ratio(tell->arena, scoring->total, scoring->points, tell->percent)};
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SCORE_TOTAL, 3, parts);
    say_grade(tell);
}

/* ---- what was good, what was lost ---- */

static void add_rate(struct wj_extremes *extremes, struct wj_figure *rate, const char *name,
                     bool scored, const mpq_t score, const mpq_t points)
{
    mpq_init(rate->value);
    rate->exists = scored && mpq_sgn(points) > 0;
    if (rate->exists) {
        mpq_div(rate->value, score, points);
    }
    wj_extremes_add(extremes, name, rate);
}

/* The rates of the first level; an indicator may stand there, too. */
static void say_levels(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    struct wj_extremes extremes = {.shorten = true};
    size_t count = 0;
    struct wj_figure *rates =
        wj_alloc((scoring->level_count + scoring->indicator_count) * sizeof *rates);
    if (rates == NULL) {
        return;
    }
    for (size_t i = 0; i < scoring->level_count; i++) {
        const struct wj_level *level = &scoring->levels[i];
        if (level->level == 1) {
            add_rate(&extremes, &rates[count++], level->name, level->has_score, level->score,
                     level->points);
        }
    }
    for (size_t i = 0; i < scoring->indicator_count && scoring->level_count > 0; i++) {
        const struct wj_indicator *indicator = &scoring->indicators[i];
        if (indicator->depth == 1) {
            add_rate(&extremes, &rates[count++], indicator->levels[0], indicator->has_score,
                     indicator->score, indicator->points);
        }
    }
    wj_tell_extremes(tell, &extremes, WJ_TEXT_SCORE_EXTREMES, WJ_TEXT_SCORE_EQUAL);
    for (size_t i = 0; i < count; i++) {
        mpq_clear(rates[i].value);
    }
    wj_free(rates);
}

static void say_lost(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    struct wj_buf list = {0};
    size_t count = 0;
    mpq_t lost;
    mpq_init(lost);
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        const struct wj_indicator *indicator = &scoring->indicators[i];
        mpq_sub(lost, indicator->points, indicator->score);
        if (!indicator->has_score || mpq_sgn(lost) == 0) {
            continue;
        }
        const char *one[] = {indicator->levels[indicator->depth - 1],
                             wj_print_exact(tell->arena, lost)};
        wj_buf_add_text(&list, count++ > 0 ? tell->words->comma : "");
        wj_buf_add_text(&list, wj_said(tell, WJ_TEXT_SCORE_LOST_ONE, 2, one));
    }
    mpq_clear(lost);
    const char *parts[] = {wj_count(tell, count), wj_buf_text(&list)};
    if (count > 0) {
        wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_SCORE_LOST, 2, parts);
    } else if (scoring->has_total) {
        wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_SCORE_NONE_LOST, 0, NULL);
    }
    wj_buf_clear(&list);
}

/* ---- the gauge ---- */

/* The grades' bands, rising. */
static void add_bands(const struct wj_tell *tell, struct wj_chart *chart)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    const struct wj_score_spec *spec = &tell->survey->score;
    bool usual = spec->grade_count == 0;
    size_t count = usual ? wj_usual_grade_count(scoring) : spec->grade_count;
    mpq_t from;
    chart->bands = wj_arena_alloc(tell->arena, (count + 1) * sizeof *chart->bands);
    chart->band_count = chart->bands != NULL ? count : 0;
    mpq_init(from);
    for (size_t i = 0; i < chart->band_count; i++) {
        size_t number = count - 1 - i;
        struct wj_chart_band *band = &chart->bands[i];
        if (usual) {
            band->label = wj_usual_grade(number, from);
        } else {
            band->label = spec->grades[number].grade;
            mpq_set(from, spec->grades[number].from);
        }
        band->text = wj_print_exact(tell->arena, from);
        mpq_div(from, from, scoring->points);
        band->from = mpq_cmp_ui(from, 1, 1) > 0 ? WJ_CHART_WHOLE : wj_millionths(from);
    }
    mpq_clear(from);
}

static void say_bands(const struct wj_tell *tell, const struct wj_chart *chart)
{
    struct wj_buf list = {0};
    for (size_t i = chart->band_count; i > 0; i--) {
        const struct wj_chart_band *band = &chart->bands[i - 1];
        bool highest = i == chart->band_count;
        const char *above = highest ? "" : chart->bands[i].text;
        const char *parts[] = {band->label, band->text, above};
        const char *below[] = {band->label, above};
        bool lowest = !highest && i == 1 && band->from == 0;
        wj_buf_add_text(&list, list.len > 0 ? tell->words->clause : "");
        wj_buf_add_text(&list, lowest    ? wj_said(tell, WJ_TEXT_SCORE_GRADE_BELOW, 2, below)
                               : highest ? wj_said(tell, WJ_TEXT_SCORE_GRADE_FROM, 2, parts)
                                         : wj_said(tell, WJ_TEXT_SCORE_GRADE_BETWEEN, 3, parts));
    }
    const char *parts[] = {wj_buf_text(&list)};
    if (chart->band_count > 0) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_SCORE_GRADES, 1, parts);
    }
    wj_buf_clear(&list);
}

static void add_gauge(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    struct wj_figure rate = {.exists = scoring->has_total && mpq_sgn(scoring->points) > 0};
    if (!rate.exists) {
        return;
    }
    struct wj_chart *chart =
        wj_section_chart(tell->report, WJ_CHART_GAUGE, wj_said(tell, WJ_TEXT_CHART_GAUGE, 0, NULL));
    if (!wj_chart_rows(tell, chart, 1)) {
        return;
    }
    const char *printed = wj_print_short(tell->arena, scoring->total, tell->survey->score_rounding);
    const char *parts[] = {
        wj_print_exact(tell->arena, scoring->points), printed,
        wj_print_ratio(tell->arena, scoring->total, scoring->points, tell->percent)};
    mpq_init(rate.value);
    mpq_div(rate.value, scoring->total, scoring->points);
    wj_chart_bar(&chart->rows[0], scoring->grade != NULL ? scoring->grade : "", &rate, printed);
    mpq_clear(rate.value);
    chart->description = wj_said(tell, WJ_TEXT_SCORE_TOTAL, 3, parts);
    add_bands(tell, chart);
    say_bands(tell, chart);
}

void wj_section_score(const struct wj_tell *tell)
{
    wj_tell_open(tell, WJ_SECTION_SCORE, WJ_TEXT_SCORE_TITLE);
    add_table(tell);
    say_total(tell);
    wj_tell_sure(tell);
    say_levels(tell);
    say_lost(tell);
    add_gauge(tell);
}
