#include "define.h"

#include "wjtab/base/message.h"

enum { ROWS, BY, WHERE, TABLE_KEYS };

static const struct wj_key table_keys[TABLE_KEYS] = {
    [ROWS] = {"rows", true},
    [BY] = {"by", true},
    [WHERE] = {"where", false},
};

static void read_rows(struct wj_define *define, struct wj_table_spec *table,
                      const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_ENTRIES, .or_one = true};
    struct wj_wanted wanted = {
        .types = 1U << WJ_SINGLE | 1U << WJ_MULTIPLE | 1U << WJ_QUANTITY,
        .sentence = _("the rows of a table are questions with options, or quantities"),
    };
    wj_define_question_list(define, node, rule, &wanted, &table->rows, &table->row_count);
    for (size_t i = 0; i < table->row_count; i++) {
        if (define->survey->questions[table->rows[i]].type == WJ_QUANTITY) {
            wj_define_idle(define, "tables: quantity rows", node);
        }
    }
}

static void read_banner(struct wj_define *define, struct wj_banner *banner, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_NESTED, .or_one = true};
    struct wj_wanted wanted = {
        .types = 1U << WJ_SINGLE | 1U << WJ_MULTIPLE,
        .sentence = _("the columns of a table are options of questions"),
    };
    wj_define_question_list(define, node, rule, &wanted, &banner->questions, &banner->count);
}

static void read_by(struct wj_define *define, struct wj_table_spec *table, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_ENTRIES, .or_one = true};
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    table->by = wj_define_array(define, count, sizeof *table->by);
    if (table->by == NULL) {
        return;
    }
    table->by_count = count;
    for (size_t i = 0; i < count; i++) {
        read_banner(define, &table->by[i], wj_define_item(define, node, i));
    }
}

/* --- the size of the tables --- */

/* Adds and multiplies up to just beyond the ceiling. */
static size_t at_most(size_t cells)
{
    return cells > WJ_MOST_CELLS ? (size_t)WJ_MOST_CELLS + 1 : cells;
}

static size_t column_count(const struct wj_survey *survey, const struct wj_table_spec *table)
{
    size_t columns = 0;
    for (size_t i = 0; i < table->by_count; i++) {
        size_t nested = 1;
        for (size_t j = 0; j < table->by[i].count; j++) {
            nested = at_most(nested * survey->questions[table->by[i].questions[j]].option_count);
        }
        columns = at_most(columns + nested);
    }
    return columns;
}

static size_t row_count(const struct wj_survey *survey, const struct wj_table_spec *table)
{
    size_t rows = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        size_t options = survey->questions[table->rows[i]].option_count;
        rows += options > 0 ? options : 1;
    }
    return at_most(rows);
}

static void count_cells(struct wj_define *define, const struct wj_table_spec *table,
                        const yaml_node_t *node)
{
    size_t cells = at_most(row_count(define->survey, table) * column_count(define->survey, table));
    if (define->cells > WJ_MOST_CELLS) {
        return;
    }
    define->cells = at_most(define->cells + cells);
    if (define->cells > WJ_MOST_CELLS) {
        wj_define_fault(define, node, "too_many",
                        _("with this table, the tables have more than %d cells; nest fewer "
                          "questions, or ask for fewer rows"),
                        WJ_MOST_CELLS);
    }
}

static void read_table(struct wj_define *define, const yaml_node_t *node,
                       struct wj_table_spec *table)
{
    const yaml_node_t *values[TABLE_KEYS] = {0};
    if (wj_define_mapping(define, node, _("a table"), table_keys, TABLE_KEYS, values)) {
        read_rows(define, table, values[ROWS]);
        read_by(define, table, values[BY]);
        wj_define_formula(define, values[WHERE], &table->where);
        count_cells(define, table, node);
    }
}

void wj_define_tables(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.most = WJ_MOST_ENTRIES};
    struct wj_survey *survey = define->survey;
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    survey->tables = wj_define_array(define, count, sizeof *survey->tables);
    if (survey->tables == NULL) {
        return;
    }
    survey->table_count = count;
    for (size_t i = 0; i < count; i++) {
        read_table(define, wj_define_item(define, node, i), &survey->tables[i]);
    }
}
