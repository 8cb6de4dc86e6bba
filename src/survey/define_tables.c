#include "define.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { BOXES = WJ_TABLE_TOP2 | WJ_TABLE_BOTTOM2 | WJ_TABLE_NET };
enum { ROWS, GRID, BY, WHERE, TITLE, COUNT, SHOW, SUMMARIES, TABLE_KEYS };

static const struct wj_key table_keys[TABLE_KEYS] = {
    [ROWS] = {"rows", false},   [GRID] = {"grid", false},           [BY] = {"by", false},
    [WHERE] = {"where", false}, [TITLE] = {"title", false},         [COUNT] = {"count", false},
    [SHOW] = {"show", false},   [SUMMARIES] = {"summaries", false},
};

const char *const wj_count_words[] = {"respondents", "responses"};
const char *const wj_show_words[] = {"row_share", "total_share", "index", "no_answer", "not_asked"};
const char *const wj_table_summary_words[] = {"rate",    "mean", "sd",     "top2",
                                              "bottom2", "net",  "median", "quartiles"};

static void read_rows(struct wj_define *define, struct wj_table_spec *table,
                      const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_ENTRIES, .or_one = true};
    struct wj_wanted wanted = {
        .types = 1U << WJ_SINGLE | 1U << WJ_MULTIPLE | 1U << WJ_QUANTITY,
        .sentence = _("the rows of a table are questions with options, or quantities"),
    };
    wj_define_question_list(define, node, rule, &wanted, &table->rows, &table->row_count);
}

/* --- grids --- */

/* A grid may be named by the measure whose items it has. */
static const struct wj_measure *find_measure(const struct wj_define *define,
                                             const yaml_node_t *node)
{
    const struct wj_survey *survey = define->survey;
    struct wj_slice name =
        wj_slice((const char *)node->data.scalar.value, node->data.scalar.length);
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_measure *measure = &survey->measures[i];
        if (measure->name != NULL && measure->item_count > 0 &&
            wj_slice_is(wj_text_trim(name), measure->name)) {
            return measure;
        }
    }
    return NULL;
}

bool wj_table_is_grid(const struct wj_survey *survey, const struct wj_table_spec *table,
                      const struct wj_question **other)
{
    const struct wj_question *first = &survey->questions[table->rows[0]];
    for (size_t i = 1; i < table->row_count; i++) {
        const struct wj_question *item = &survey->questions[table->rows[i]];
        bool alike = first->option_count == item->option_count;
        for (size_t j = 0; alike && j < item->option_count; j++) {
            alike = wj_slice_is(wj_slice_of(first->options[j].label), item->options[j].label);
        }
        if (!alike) {
            *other = item;
            return false;
        }
    }
    return first->option_count > 0;
}

static void check_labels(struct wj_define *define, const struct wj_table_spec *table,
                         const yaml_node_t *node)
{
    const struct wj_question *other = NULL;
    for (size_t i = 0; i < table->row_count; i++) {
        if (define->faulty[table->rows[i]]) {
            return;
        }
    }
    if (table->row_count > 0 && !wj_table_is_grid(define->survey, table, &other)) {
        wj_define_fault(define, node, "different_scales",
                        _("“%s” and “%s” have different options, which can't be the columns "
                          "of one grid; give each scale a table of its own"),
                        define->survey->questions[table->rows[0]].name,
                        other != NULL ? other->name : "");
    }
}

static void read_grid(struct wj_define *define, struct wj_table_spec *table,
                      const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_ENTRIES, .or_one = true};
    struct wj_wanted wanted = {
        .types = 1U << WJ_SINGLE | 1U << WJ_MULTIPLE,
        .or_measure = true,
        .sentence = _("a grid is made of questions with the same options, or of a measure"),
    };
    const struct wj_measure *measure =
        node->type == YAML_SCALAR_NODE ? find_measure(define, node) : NULL;
    table->grid = true;
    if (measure != NULL) {
        table->rows = measure->items;
        table->row_count = measure->item_count;
        table->measure = measure;
    } else {
        wj_define_question_list(define, node, rule, &wanted, &table->rows, &table->row_count);
    }
    check_labels(define, table, node);
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
    size_t columns = 1; /* the total */
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

size_t wj_table_cells(const struct wj_survey *survey, const struct wj_table_spec *table)
{
    return at_most(row_count(survey, table) * column_count(survey, table));
}

static void count_cells(struct wj_define *define, const struct wj_table_spec *table,
                        const yaml_node_t *node)
{
    size_t cells = wj_table_cells(define->survey, table);
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

/* Words of a list as bits, in the order of `words`. */
static void read_bits(struct wj_define *define, const yaml_node_t *node, const char *const *words,
                      size_t word_count, unsigned *bits)
{
    struct wj_list_rule rule = {.most = word_count, .or_one = true};
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        size_t word;
        if (!wj_define_word(define, item, words, word_count, &word)) {
            continue;
        }
        if ((*bits >> word & 1) != 0) {
            wj_define_fault(define, item, "duplicate_item",
                            _("“%s” stands twice in this list; remove one"), words[word]);
        }
        *bits |= 1U << word;
    }
}

bool wj_question_sums(const struct wj_question *row, enum wj_table_summary summary)
{
    bool moments = summary == WJ_TABLE_MEAN || summary == WJ_TABLE_SD;
    if (row->type == WJ_QUANTITY) {
        return moments || summary == WJ_TABLE_MEDIAN || summary == WJ_TABLE_QUARTILES;
    }
    if (!row->scored) {
        return false;
    }
    bool boxes = ((unsigned)summary & BOXES) != 0;
    return summary == WJ_TABLE_RATE || (row->type == WJ_SINGLE && (moments || boxes));
}

const char *wj_table_idle(const struct wj_survey *survey, const struct wj_table_spec *table)
{
    for (unsigned word = 0; word < WJ_TABLE_SUMMARY_WORDS; word++) {
        bool idle = (table->summaries >> word & 1) != 0;
        for (size_t i = 0; i < table->row_count; i++) {
            const struct wj_question *row = &survey->questions[table->rows[i]];
            idle = idle && !wj_question_sums(row, (enum wj_table_summary)(1U << word));
        }
        if (idle) {
            return wj_table_summary_words[word];
        }
    }
    return NULL;
}

const char *wj_table_idle_show(const struct wj_survey *survey, const struct wj_table_spec *table)
{
    unsigned shares = WJ_SHOW_ROW_SHARE | WJ_SHOW_TOTAL_SHARE | WJ_SHOW_INDEX;
    bool quantities = table->row_count > 0;
    for (size_t i = 0; i < table->row_count; i++) {
        quantities = quantities && survey->questions[table->rows[i]].type == WJ_QUANTITY;
    }
    for (unsigned word = 0; word < WJ_SHOW_WORDS; word++) {
        bool idle = table->grid || (quantities && (shares >> word & 1) != 0);
        if (idle && (table->show >> word & 1) != 0) {
            return wj_show_words[word];
        }
    }
    return NULL;
}

/* `idle`: a word of the list `node` that does nothing; both may be NULL. */
static void warn_of_idle(struct wj_define *define, const struct wj_table_spec *table,
                         const yaml_node_t *node, const char *idle)
{
    if (node != NULL && idle != NULL && table->row_count > 0 && !table->grid) {
        struct wj_place place = wj_define_place(define, node);
        wj_diag_add(define->diags, WJ_WARNING, "no_effect", &place,
                    _("no row of this table has “%s”; remove it"), idle);
    }
}

static void read_figures(struct wj_define *define, struct wj_table_spec *table,
                         const yaml_node_t **values)
{
    size_t word = 0;
    if (wj_define_word(define, values[COUNT], wj_count_words, WJ_COUNT_WORDS, &word)) {
        table->responses = word == 1;
    }
    read_bits(define, values[SHOW], wj_show_words, WJ_SHOW_WORDS, &table->show);
    read_bits(define, values[SUMMARIES], wj_table_summary_words, WJ_TABLE_SUMMARY_WORDS,
              &table->summaries);
    warn_of_idle(define, table, values[SHOW], wj_table_idle_show(define->survey, table));
    warn_of_idle(define, table, values[SUMMARIES], wj_table_idle(define->survey, table));
    const yaml_node_t *idle = values[COUNT] != NULL  ? values[COUNT]
                              : values[SHOW] != NULL ? values[SHOW]
                                                     : values[SUMMARIES];
    if (table->grid && idle != NULL) {
        wj_define_fault(define, idle, "excluded_key",
                        _("“count”, “show” and “summaries” go with “rows” only; remove them"));
    }
}

/* What other programs call them, and no typing error of ours: true where one stands. */
static bool has_foreign_key(struct wj_define *define, const yaml_node_t *node)
{
    static const struct {
        const char *name;
        const char *ours;
    } known[] = {{"columns", "by"}, {"column", "by"},      {"cols", "by"},
                 {"banner", "by"},  {"questions", "rows"}, {"question", "rows"},
                 {"items", "grid"}, {"measure", "grid"},   {"filter", "where"},
                 {"if", "where"},   {"caption", "title"},  {"name", "title"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const yaml_node_t *key = wj_define_key(define, node, known[i].name);
        if (key != NULL) {
            wj_define_fault(define, key, "unknown_key",
                            _("unknown key “%s” in a table; it is “%s” here"), known[i].name,
                            known[i].ours);
            return true;
        }
    }
    return false;
}

static void read_table(struct wj_define *define, const yaml_node_t *node,
                       struct wj_table_spec *table)
{
    const yaml_node_t *values[TABLE_KEYS] = {0};
    if (has_foreign_key(define, node)) {
        return;
    }
    if (!wj_define_mapping(define, node, _("a table"), table_keys, TABLE_KEYS, values)) {
        return;
    }
    if ((values[ROWS] != NULL) == (values[GRID] != NULL)) {
        wj_define_fault(define, node, "table_kind", _("a table needs either “rows” or “grid”"));
        return;
    }
    if (values[GRID] != NULL) {
        read_grid(define, table, values[GRID]);
    } else {
        read_rows(define, table, values[ROWS]);
    }
    read_by(define, table, values[BY]);
    wj_define_formula(define, values[WHERE], &table->where);
    wj_define_text(define, values[TITLE], &table->title);
    read_figures(define, table, values);
    count_cells(define, table, node);
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
