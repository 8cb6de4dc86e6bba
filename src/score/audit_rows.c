#include "audit_job.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* The state between two rows. */
struct rows {
    struct wj_audit_job *job;
    long above[WJ_LEVELS + 1]; /* the nodes that a blank level repeats; [0] is the table */
    size_t row;
    const char *levels[WJ_LEVELS + 1]; /* the row's own cells, cleaned; [0] is unused */
};

static struct wj_audit_node *add_node(struct wj_audit_job *job, size_t level, long parent,
                                      const char *name, size_t row)
{
    if (wj_grow(&job->nodes, &job->node_capacity, job->node_count + 1, sizeof *job->nodes) !=
        WJ_OK) {
        return NULL;
    }
    struct wj_audit_node *node = &job->nodes[job->node_count++];
    *node = (struct wj_audit_node){.level = level,
                                   .parent = parent,
                                   .name = name,
                                   .shown = name,
                                   .row = row,
                                   .place = wj_small_table_place(&job->table, row, -1)};
    for (size_t i = 0; i < MEASURES; i++) {
        struct wj_audit_sum *const sums[] = {&node->sums[i], &node->upper[i], &node->held[i]};
        for (size_t j = 0; j < sizeof sums / sizeof *sums; j++) {
            mpq_inits(sums[j]->low, sums[j]->high, NULL);
        }
    }
    if (parent >= 0) {
        job->nodes[parent].children++;
    }
    return node;
}

static const char *cell_text(struct wj_audit_job *job, size_t row, size_t column)
{
    return wj_audit_clean(job, wj_small_table_text(&job->table, row, (long)column));
}

/* Keeps a node's name as it stands, for messages. */
static void show_name(const struct rows *rows, size_t number)
{
    struct wj_audit_job *job = rows->job;
    for (size_t i = 0; i < job->column_count; i++) {
        const struct wj_audit_column *column = &job->columns[i];
        if (column->kind == AUDIT_LEVEL && column->level == job->nodes[number].level) {
            job->nodes[number].shown = cell_text(job, rows->row, i);
        }
    }
}

/* The node below `parent` of this name; *added where it is new. -1 when memory ran out. */
static long enter(struct rows *rows, size_t level, long parent, const char *name, bool *added)
{
    struct wj_audit_job *job = rows->job;
    struct wj_buf key = {0};
    uint64_t *number = NULL;
    size_t count = job->paths.count;
    wj_buf_addf(&key, "%zu:%ld:%s", level, parent, name);
    if (wj_buf_status(&key) == WJ_OK) {
        wj_map_put(&job->paths, wj_buf_slice(&key), &number);
    }
    wj_buf_clear(&key);
    if (number == NULL) {
        return -1;
    }
    *added = job->paths.count > count;
    if (*added) {
        *number = job->node_count;
        if (add_node(job, level, parent, name, rows->row) == NULL) {
            return -1;
        }
        show_name(rows, job->node_count - 1);
        return (long)job->node_count - 1;
    }
    return (long)*number;
}

/* ---- cells ---- */

static bool has_digit(const char *text)
{
    return strpbrk(text, "0123456789") != NULL;
}

/* A cell's number, or NULL; what is no number is a finding. */
static struct wj_audit_figure *cell_figure(struct wj_audit_job *job, size_t row, size_t column,
                                           const char *subject)
{
    const char *text = cell_text(job, row, column);
    struct wj_place place = wj_small_table_place(&job->table, row, (long)column);
    if (*text == '\0') {
        return NULL;
    }
    struct wj_audit_figure *figure = wj_audit_figure_read(job, wj_slice_of(text), &place, NULL);
    if (figure == NULL || has_digit(figure->unit)) {
        struct wj_audit_finding finding = {.kind = "unreadable",
                                           .file = place.file,
                                           .line = place.line,
                                           .column = place.column,
                                           .subject = subject,
                                           .stated = text};
        wj_audit_add(job, &finding, _("“%s” under %s is no number"), text,
                     job->columns[column].name);
        return NULL;
    }
    return figure;
}

/* A weight of 10% counts as 10 points. */
static void drop_percent(struct wj_audit_figure *figure)
{
    mpq_t hundred;
    if (!figure->percent) {
        return;
    }
    mpq_init(hundred);
    mpq_set_ui(hundred, 100, 1);
    mpq_mul(figure->value, figure->value, hundred);
    mpq_clear(hundred);
    figure->percent = false;
    figure->decimals -= 2;
}

/* A cell of a level's own column that repeats the value above is the same merged cell. */
static bool repeats(const struct wj_audit_figures *figures, const struct wj_audit_figure *figure)
{
    return figures->count > 0 && mpq_equal(figures->list[0]->value, figure->value) != 0;
}

static void take_cell(struct rows *rows, size_t column, size_t node, bool own)
{
    struct wj_audit_job *job = rows->job;
    const struct wj_audit_column *kind = &job->columns[column];
    struct wj_audit_figure *figure = cell_figure(job, rows->row, column, job->nodes[node].shown);
    struct wj_audit_figures *figures = NULL;
    if (figure == NULL) {
        return;
    }
    if (kind->kind == AUDIT_RATE) {
        size_t score = kind->score == AUDIT_SCORES ? 0 : kind->score;
        figures = &job->nodes[node].rates[MEASURE_SCORE + score];
    } else {
        drop_percent(figure);
        figures =
            &job->nodes[node].figures[kind->kind == AUDIT_POINTS ? MEASURE_POINTS
                                                                 : MEASURE_SCORE + kind->score];
    }
    if (own || !repeats(figures, figure)) {
        wj_audit_figures_add(figures, figure);
    }
}

/* Takes the figures of a row: its own for `node`, those of levels for the levels it stands under.
 */
static void take_cells(struct rows *rows, size_t node)
{
    struct wj_audit_job *job = rows->job;
    for (size_t i = 0; i < job->column_count; i++) {
        const struct wj_audit_column *column = &job->columns[i];
        bool measure = column->kind == AUDIT_POINTS || column->kind == AUDIT_SCORE ||
                       column->kind == AUDIT_RATE;
        bool level = column->level > 0 && node > 0;
        if (measure && level && rows->above[column->level] > 0) {
            take_cell(rows, i, (size_t)rows->above[column->level], false);
        } else if (measure && !level) {
            take_cell(rows, i, node, true);
        } else if (column->kind == AUDIT_GRADE && node == 0) {
            struct wj_place place = wj_small_table_place(&job->table, rows->row, (long)i);
            const char *text = cell_text(job, rows->row, i);
            struct wj_audit_figure *grade = *text != '\0' ? wj_audit_figure_new(job, &place) : NULL;
            if (grade != NULL) {
                grade->text = text;
                wj_audit_figures_add(&job->grades, grade);
            }
        }
    }
}

/* ---- rows ---- */

/* Does another row follow that is no total? */
static bool goes_on(const struct rows *rows)
{
    struct wj_audit_job *job = rows->job;
    for (size_t row = rows->row + 1; row < job->table.row_count; row++) {
        for (size_t i = 0; i < job->column_count; i++) {
            bool level = job->columns[i].kind == AUDIT_LEVEL;
            const char *text = level ? wj_audit_squeeze(job, cell_text(job, row, i)) : "";
            if (*text != '\0') {
                return strcmp(text, "合计") != 0 && strcmp(text, "总计") != 0;
            }
        }
    }
    return false;
}

/* Does the next row still stand under the same levels above this one? */
static bool stays_under(const struct rows *rows, size_t level)
{
    struct wj_audit_job *job = rows->job;
    size_t row = rows->row + 1;
    while (row < job->table.row_count && wj_small_table_is_blank(&job->table, row)) {
        row++;
    }
    bool named = false;
    for (size_t i = 0; i < job->column_count && row < job->table.row_count; i++) {
        const struct wj_audit_column *column = &job->columns[i];
        if (column->kind != AUDIT_LEVEL) {
            continue;
        }
        const char *text = wj_audit_squeeze(job, cell_text(job, row, i));
        named = named || *text != '\0';
        if (column->level < level && *text != '\0' &&
            (rows->above[column->level] <= 0 ||
             strcmp(text, job->nodes[rows->above[column->level]].name) != 0)) {
            return false;
        }
    }
    return named;
}

static bool has_subtotalled(const struct wj_audit_job *job, long parent)
{
    for (size_t i = 1; i < job->node_count; i++) {
        if (job->nodes[i].parent == parent && job->nodes[i].subtotalled) {
            return true;
        }
    }
    return false;
}

/* 小计 in a level's column sums the level's last group where another follows below the same level
 * above, or where groups before it have their own; else the level above. */
static long subtotal_of(const struct rows *rows, size_t level)
{
    struct wj_audit_job *job = rows->job;
    long group = rows->above[level];
    long parent = rows->above[level == 1 ? 1 : level - 1];
    bool grouped = level > 1 && group > 0 && job->nodes[group].children > 0;
    if (grouped && (stays_under(rows, level) || has_subtotalled(job, parent))) {
        job->nodes[group].subtotalled = true;
        return group;
    }
    return parent > 0 ? parent : 0;
}

/* The node whose sum a total row holds, -1 where the text is no total's. */
static long total_of(const struct rows *rows, size_t level, const char *text)
{
    static const char *const words[] = {"小计", "合计", "总计", "总分", "共计"};
    const struct wj_audit_job *job = rows->job;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t word = strlen(words[i]);
        if (strcmp(text, words[i]) == 0) {
            long above = rows->above[level == 1 ? 1 : level - 1];
            bool named = *rows->levels[1] != '\0';
            bool part = i == 1 && level > 1 && (named || goes_on(rows));
            if (i == 0) {
                return subtotal_of(rows, level);
            }
            return part && above > 0 ? above : 0;
        }
        if (i < 3 && wj_slice_ends(wj_slice_of(text), words[i])) {
            for (size_t j = job->node_count; j-- > 1;) {
                const struct wj_audit_node *node = &job->nodes[j];
                if (strlen(node->name) == strlen(text) - word &&
                    strncmp(node->name, text, strlen(node->name)) == 0) {
                    return (long)j;
                }
            }
        }
    }
    return -1;
}

static void read_levels(struct rows *rows)
{
    for (size_t level = 0; level <= WJ_LEVELS; level++) {
        rows->levels[level] = "";
    }
    for (size_t i = 0; i < rows->job->column_count; i++) {
        const struct wj_audit_column *column = &rows->job->columns[i];
        if (column->kind == AUDIT_LEVEL) {
            rows->levels[column->level] =
                wj_audit_squeeze(rows->job, cell_text(rows->job, rows->row, i));
        }
    }
}

static bool is_total(struct rows *rows)
{
    for (size_t level = 1; level <= WJ_LEVELS; level++) {
        long node = *rows->levels[level] != '\0' ? total_of(rows, level, rows->levels[level]) : -1;
        if (node >= 0) {
            take_cells(rows, (size_t)node);
            return true;
        }
    }
    return false;
}

/* Has the row points or scores of its own? */
static bool is_measured(const struct rows *rows)
{
    struct wj_audit_job *job = rows->job;
    for (size_t i = 0; i < job->column_count; i++) {
        const struct wj_audit_column *column = &job->columns[i];
        bool measure = column->kind == AUDIT_POINTS || column->kind == AUDIT_SCORE;
        if (measure && column->level == 0 && *cell_text(job, rows->row, i) != '\0') {
            return true;
        }
    }
    return false;
}

static void report_again(struct wj_audit_job *job, const struct wj_audit_node *first, size_t row)
{
    struct wj_place place = wj_small_table_place(&job->table, row, -1);
    struct wj_audit_finding finding = {
        .kind = "duplicate",
        .file = place.file,
        .line = place.line,
        .subject = first->shown,
        .stated = first->shown,
        .computed = wj_audit_text(job, _("line %llu"), (unsigned long long)first->place.line),
    };
    wj_audit_add(job, &finding, _("the indicator “%s” stands on line %llu already; both count"),
                 first->shown, (unsigned long long)first->place.line);
}

/* A row without any name that has points all the same. */
static void take_unnamed(struct rows *rows)
{
    struct wj_audit_job *job = rows->job;
    long parent = 0;
    if (!is_measured(rows)) {
        return;
    }
    for (size_t level = 1; level <= WJ_LEVELS; level++) {
        bool leaf = rows->above[level] > 0 && job->nodes[rows->above[level]].children == 0;
        parent = rows->above[level] > 0 && !leaf ? rows->above[level] : parent;
    }
    struct wj_place place = wj_small_table_place(&job->table, rows->row, -1);
    struct wj_audit_finding finding = {
        .kind = "unnamed", .file = place.file, .line = place.line, .subject = ""};
    wj_audit_add(job, &finding,
                 _("this row has points or a score, and names no indicator; it is counted"));
    if (add_node(job, job->nodes[parent].level + 1, parent, "", rows->row) != NULL) {
        take_cells(rows, job->node_count - 1);
    }
}

/* Follows the row's levels down to the deepest that it names; -1 when memory ran out. */
static long follow_levels(struct rows *rows, bool *added)
{
    long parent = 0;
    size_t deepest = 0;
    for (size_t level = 1; level <= WJ_LEVELS; level++) {
        deepest = *rows->levels[level] != '\0' ? level : deepest;
    }
    for (size_t level = 1; level <= deepest; level++) {
        long node = rows->above[level];
        if (*rows->levels[level] != '\0') {
            node = enter(rows, level, parent, rows->levels[level], added);
        }
        if (node < 0) {
            return -1;
        }
        if (node != rows->above[level]) {
            memset(&rows->above[level], 0, (WJ_LEVELS + 1 - level) * sizeof *rows->above);
        }
        rows->above[level] = node;
        parent = node > 0 ? node : parent;
    }
    memset(&rows->above[deepest] + 1, 0, (WJ_LEVELS - deepest) * sizeof *rows->above);
    return parent;
}

static void take_row(struct rows *rows)
{
    struct wj_audit_job *job = rows->job;
    bool added = false;
    long own = follow_levels(rows, &added);
    if (own < 0) {
        return;
    }
    const struct wj_audit_node *node = &job->nodes[own];
    if (!added && node->children == 0 && is_measured(rows)) {
        report_again(job, node, rows->row);
        if (add_node(job, node->level, node->parent, node->name, rows->row) == NULL) {
            return;
        }
        own = (long)job->node_count - 1;
        job->nodes[own].again = true;
        show_name(rows, (size_t)own);
    }
    take_cells(rows, (size_t)own);
}

void wj_audit_read_rows(struct wj_audit_job *job)
{
    struct rows rows = {.job = job};
    if (add_node(job, 0, -1, "", 0) == NULL) {
        return;
    }
    for (size_t row = 1; row < job->table.row_count; row++) {
        rows.row = row;
        if (wj_small_table_is_blank(&job->table, row)) {
            continue;
        }
        read_levels(&rows);
        bool named = false;
        for (size_t level = 1; level <= WJ_LEVELS; level++) {
            named = named || *rows.levels[level] != '\0';
        }
        if (!named) {
            take_unnamed(&rows);
        } else if (!is_total(&rows)) {
            take_row(&rows);
        }
    }
}

long wj_audit_find(const struct wj_audit_job *job, size_t level, const char *name)
{
    long found = -1;
    for (size_t i = 1; i < job->node_count; i++) {
        const struct wj_audit_node *node = &job->nodes[i];
        bool deeper = found < 0 || node->level > job->nodes[found].level;
        if ((level == 0 || node->level == level) && deeper && strcmp(node->name, name) == 0) {
            found = (long)i;
        }
    }
    return found;
}
