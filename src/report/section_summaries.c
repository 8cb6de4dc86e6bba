/* The summary tables of an evaluation: results, sub-projects, spending by quarter, targets and
 * problems. All of it comes from the scoring table and its facts. */
#include <string.h>

#include "explain.h"
#include "grids.h"
#include "sections.h"

/* A fact that is a number. */
static const struct wj_fact *find_fact(const struct wj_tell *tell, const char *name)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    for (size_t i = 0; i < scoring->fact_count; i++) {
        if (strcmp(scoring->facts[i].name, name) == 0 && scoring->facts[i].text == NULL) {
            return &scoring->facts[i];
        }
    }
    return NULL;
}

/* A fact's value with its unit. */
static const char *fact_text(const struct wj_tell *tell, const struct wj_fact *fact)
{
    if (fact == NULL) {
        return WJ_NO_FIGURE;
    }
    if (fact->text != NULL) {
        return fact->text;
    }
    const char *value = wj_explain_number(tell->arena, fact->value, fact->percent, tell->percent);
    const char *parts[] = {value, fact->unit};
    bool unit = fact->unit[0] != '\0' && !fact->percent;
    return unit ? wj_print(tell->arena, "%s %s", 2, parts) : value;
}

static const char *level_name(const struct wj_indicator *indicator, size_t level)
{
    return level < indicator->depth && indicator->levels[level] != NULL ? indicator->levels[level]
                                                                        : "";
}

static const char *score_text(const struct wj_tell *tell, const struct wj_indicator *indicator)
{
    return indicator->has_score ? wj_print_exact(tell->arena, indicator->score) : WJ_NO_FIGURE;
}

/* ---- the result ---- */

/* 预算执行率 where it is a fact, else spent of budget. */
static const char *execution(const struct wj_tell *tell, const struct wj_fact *budget,
                             const struct wj_fact *spent)
{
    const struct wj_fact *fact = find_fact(tell, "预算执行率");
    if (fact != NULL) {
        return wj_explain_number(tell->arena, fact->value, true, tell->percent);
    }
    return wj_print_ratio(tell->arena, spent->value, budget->value, tell->percent);
}

void wj_section_evaluation(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    const struct wj_fact *budget = find_fact(tell, "预算资金");
    const struct wj_fact *spent = find_fact(tell, "支出资金");
    if (budget == NULL || spent == NULL) {
        return;
    }
    wj_tell_open(tell, WJ_SECTION_EVALUATION, WJ_TEXT_EVALUATION_TITLE);
    wj_tell_section_is_detail(tell, true);
    struct wj_grid *grid = wj_section_table(tell->report, NULL);
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 7, tell->words->evaluation_columns);
    wj_cell(grid, tell->survey->title != NULL ? tell->survey->title : "");
    wj_cell_figure(grid, fact_text(tell, budget));
    wj_cell_figure(grid, fact_text(tell, find_fact(tell, "到位资金")));
    wj_cell_figure(grid, fact_text(tell, spent));
    wj_cell_figure(grid, execution(tell, budget, spent));
    wj_cell_figure(grid, scoring->has_total ? wj_print_short(tell->arena, scoring->total,
                                                             tell->survey->score_rounding)
                                            : WJ_NO_FIGURE);
    wj_cell(grid, scoring->grade != NULL ? scoring->grade : WJ_NO_FIGURE);
}

/* ---- facts called row.column ---- */

enum { MOST_NAMES = 64 };

struct names {
    struct wj_slice list[MOST_NAMES];
    size_t count;
};

static void add_name(struct names *names, struct wj_slice name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (wj_slice_equal(names->list[i], name)) {
            return;
        }
    }
    if (names->count < MOST_NAMES) {
        names->list[names->count++] = name;
    }
}

static bool is_quarter(struct wj_slice column)
{
    static const char *const quarters[] = {"一季度", "二季度", "三季度", "四季度"};
    for (size_t i = 0; i < sizeof quarters / sizeof *quarters; i++) {
        if (wj_slice_is(column, quarters[i])) {
            return true;
        }
    }
    return false;
}

/* Cuts 甲.乙 in two; false where there is no point within. */
static bool cut(const char *name, struct wj_slice *row, struct wj_slice *column)
{
    const char *point = strchr(name, '.');
    if (point == NULL || point == name || strchr("0123456789", point[1]) != NULL) {
        return false;
    }
    *row = wj_slice(name, (size_t)(point - name));
    *column = wj_slice_of(point + 1);
    return true;
}

static void collect(const struct wj_tell *tell, bool quarters, struct names *rows,
                    struct names *columns)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    for (size_t i = 0; i < scoring->fact_count; i++) {
        struct wj_slice row;
        struct wj_slice column;
        if (cut(scoring->facts[i].name, &row, &column) && is_quarter(column) == quarters) {
            add_name(rows, row);
            add_name(columns, column);
        }
    }
}

static const struct wj_fact *find_cell(const struct wj_tell *tell, struct wj_slice row,
                                       struct wj_slice column)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    for (size_t i = 0; i < scoring->fact_count; i++) {
        struct wj_slice above;
        struct wj_slice beside;
        if (cut(scoring->facts[i].name, &above, &beside) && wj_slice_equal(above, row) &&
            wj_slice_equal(beside, column)) {
            return &scoring->facts[i];
        }
    }
    return NULL;
}

static void add_row(const struct wj_tell *tell, struct wj_grid *grid, struct wj_slice row,
                    const struct names *columns, bool sum)
{
    mpq_t total;
    mpq_init(total);
    wj_grid_text(grid, row);
    for (size_t i = 0; i < columns->count; i++) {
        const struct wj_fact *fact = find_cell(tell, row, columns->list[i]);
        if (fact != NULL && fact->text != NULL) {
            wj_cell(grid, fact->text);
        } else {
            wj_cell_figure(grid, fact_text(tell, fact));
        }
        if (fact != NULL) {
            mpq_add(total, total, fact->value);
        }
    }
    if (sum) {
        wj_cell_figure(grid, wj_explain_number(tell->arena, total, false, tell->percent));
    }
    mpq_clear(total);
}

static void add_matrix(const struct wj_tell *tell, bool quarters, enum wj_section_number section,
                       enum wj_text title)
{
    struct names rows = {.count = 0};
    struct names columns = {.count = 0};
    collect(tell, quarters, &rows, &columns);
    if (rows.count == 0) {
        return;
    }
    wj_tell_open(tell, section, title);
    wj_tell_section_is_detail(tell, true);
    struct wj_grid *grid = wj_section_table(tell->report, NULL);
    if (grid == NULL) {
        return;
    }
    grid->columns = columns.count + (quarters ? 2 : 1);
    wj_cell(grid, tell->words->project);
    for (size_t i = 0; i < columns.count; i++) {
        wj_grid_text(grid, columns.list[i]);
    }
    if (quarters) {
        wj_cell(grid, tell->words->all);
    }
    for (size_t i = 0; i < rows.count; i++) {
        add_row(tell, grid, rows.list[i], &columns, quarters);
    }
}

void wj_section_projects(const struct wj_tell *tell)
{
    add_matrix(tell, false, WJ_SECTION_PROJECTS, WJ_TEXT_PROJECTS_TITLE);
}

void wj_section_spending(const struct wj_tell *tell)
{
    add_matrix(tell, true, WJ_SECTION_SPENDING, WJ_TEXT_SPENDING_TITLE);
}

/* ---- targets ---- */

static void add_target(const struct wj_tell *tell, struct wj_grid *grid,
                       const struct wj_indicator *indicator)
{
    const struct wj_amount *target = &indicator->target;
    const struct wj_amount *actual = &indicator->actual;
    bool plain = target->has_number && !target->percent;
    wj_cell(grid, level_name(indicator, 0));
    wj_cell(grid, indicator->levels[indicator->depth - 1]);
    wj_cell(grid, target->sign);
    wj_cell(grid, target->has_number ? wj_explain_number(tell->arena, target->number,
                                                         target->percent, tell->percent)
                                     : target->text);
    wj_cell(grid, plain ? target->unit : "");
    wj_cell(grid,
            indicator->actual_name >= 0 && actual->has_number
                ? wj_explain_number(tell->arena, actual->number, actual->percent, tell->percent)
                : actual->text);
    wj_cell_figure(grid, indicator->has_done
                             ? wj_explain_number(tell->arena, indicator->done, true, tell->percent)
                             : WJ_NO_FIGURE);
    wj_cell_figure(grid, wj_print_exact(tell->arena, indicator->points));
    wj_cell_figure(grid, score_text(tell, indicator));
}

void wj_section_targets(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    struct wj_grid *grid = NULL;
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        const struct wj_indicator *indicator = &scoring->indicators[i];
        if (indicator->target.text[0] == '\0') {
            continue;
        }
        if (grid == NULL) {
            wj_tell_open(tell, WJ_SECTION_TARGETS, WJ_TEXT_TARGETS_TITLE);
            wj_tell_section_is_detail(tell, true);
            grid = wj_section_table(tell->report, NULL);
            if (grid == NULL) {
                return;
            }
            wj_grid_header(grid, 9, tell->words->target_columns);
        }
        add_target(tell, grid, indicator);
    }
}

/* ---- problems ---- */

void wj_section_problems(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    struct wj_grid *grid = NULL;
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        const struct wj_indicator *indicator = &scoring->indicators[i];
        if (indicator->problem[0] == '\0') {
            continue;
        }
        if (grid == NULL) {
            wj_tell_open(tell, WJ_SECTION_PROBLEMS, WJ_TEXT_PROBLEMS_TITLE);
            wj_tell_section_is_detail(tell, true);
            grid = wj_section_table(tell->report, NULL);
            if (grid == NULL) {
                return;
            }
            wj_grid_header(grid, 3, tell->words->problem_columns);
        }
        wj_cell(grid, level_name(indicator, 0));
        wj_cell(grid, indicator->levels[indicator->depth - 1]);
        wj_cell(grid, indicator->problem);
    }
}
