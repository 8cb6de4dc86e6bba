#include "score_job.h"

#include "cell.h"
#include "fact_text.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { NAME, VALUE, UNIT, SOURCE, COLUMNS };

static const struct wj_small_column columns[COLUMNS] = {
    [NAME] = {.name = "名称", .required = true},
    [VALUE] = {.name = "值", .required = true},
    [UNIT] = {.name = "单位"},
    [SOURCE] = {.name = "来源"},
};

static enum wj_status grow(struct wj_score_job *job)
{
    size_t need = job->scoring->fact_count + 1;
    enum wj_status status =
        wj_grow(&job->scoring->facts, &job->fact_capacity, need, sizeof *job->scoring->facts);
    return status == WJ_OK ? wj_grow(&job->work, &job->work_capacity, need, sizeof *job->work)
                           : status;
}

static enum wj_status add_fact(struct wj_score_job *job, size_t row, const long *positions)
{
    struct wj_scoring *scoring = job->scoring;
    enum wj_status status = grow(job);
    if (status != WJ_OK) {
        return status;
    }
    size_t i = scoring->fact_count++;
    struct wj_fact *fact = &scoring->facts[i];
    const struct wj_table *table = &scoring->facts_table;
    *fact = (struct wj_fact){.line = table->rows[row].line};
    mpq_init(fact->value);
    job->work[i] = (struct wj_fact_work){.row = row};
    fact->name = wj_arena_copy(&scoring->arena, wj_small_table_text(table, row, positions[NAME]));
    fact->unit = wj_arena_copy(&scoring->arena, wj_small_table_text(table, row, positions[UNIT]));
    fact->source =
        wj_arena_copy(&scoring->arena, wj_small_table_text(table, row, positions[SOURCE]));
    bool good = fact->name != NULL && fact->unit != NULL && fact->source != NULL;
    return good ? WJ_OK : WJ_MEMORY;
}

static enum wj_status read_row(struct wj_score_job *job, size_t row, const long *positions)
{
    const struct wj_table *table = &job->scoring->facts_table;
    if (wj_small_table_is_blank(table, row)) {
        return WJ_OK;
    }
    bool fits = wj_small_table_check_row(job->diags, table, row) == WJ_OK;
    if (wj_small_table_text(table, row, positions[NAME]).len == 0) {
        struct wj_place place = wj_small_table_place(table, row, positions[NAME]);
        wj_diag_add(job->diags, WJ_ERROR, "unnamed_fact", &place,
                    _("this fact has no name; write one under “名称”, or empty the row"));
        return WJ_OK;
    }
    enum wj_status status = add_fact(job, row, positions);
    if (status == WJ_OK && !fits) {
        job->work[job->scoring->fact_count - 1].state = WJ_FACT_FAILED;
    }
    return status;
}

enum wj_status wj_facts_read(struct wj_score_job *job)
{
    struct wj_table *table = &job->scoring->facts_table;
    long positions[COLUMNS];
    enum wj_status status =
        wj_small_table_read(job->diags, job->options->facts, job->options->read, "名称", table);
    if (status == WJ_OK) {
        status = wj_small_table_columns(job->diags, table, columns, COLUMNS, positions);
    }
    if (status != WJ_OK) {
        return status;
    }
    job->fact_value_column = positions[VALUE];
    for (size_t row = 1; status == WJ_OK && row < table->row_count; row++) {
        status = read_row(job, row, positions);
    }
    return status;
}

static enum wj_status parse_fact(struct wj_score_job *job, struct wj_fact *fact,
                                 const struct wj_place *place, struct wj_slice text)
{
    struct wj_buf label = {0};
    wj_buf_addf(&label, _("fact “%s”: "), wj_score_excerpt(job, fact->name));
    enum wj_status status = wj_buf_status(&label);
    if (status == WJ_OK) {
        status = wj_score_parse(job, place, wj_buf_text(&label), text, &fact->formula);
    }
    wj_buf_clear(&label);
    return status;
}

/* Reports what can't be a fact's value; true when it did. */
static bool report_cell(struct wj_score_job *job, const struct wj_fact *fact,
                        const struct wj_place *place, struct wj_slice clean)
{
    const char *name = wj_score_excerpt(job, fact->name);
    if (clean.len == 0 && wj_fact_kind(fact->unit) != WJ_FACT_NUMBER) {
        wj_diag_add(job->diags, WJ_ERROR, "empty_fact", place,
                    _("the fact “%s” has no value; write its date or text under “值”"), name);
        return true;
    }
    if (clean.len == 0) {
        wj_diag_add(job->diags, WJ_ERROR, "empty_fact", place,
                    _("the fact “%s” has no value; write a number or a formula under “值”"), name);
        return true;
    }
    const char *error = wj_cell_error_value(clean);
    if (error != NULL) {
        wj_diag_add(job->diags, WJ_ERROR, "spreadsheet_error", place,
                    _("the fact “%s” holds %s, which a spreadsheet program left there; write the "
                      "number or formula again"),
                    name, error);
        return true;
    }
    if (wj_fact_kind(fact->unit) == WJ_FACT_NUMBER && wj_cell_is_date(clean)) {
        wj_diag_add(job->diags, WJ_WARNING, "date_in_cell", place,
                    _("the value of the fact “%s” looks like a number that a spreadsheet program "
                      "made a date; it is computed as a formula"),
                    name);
    }
    return false;
}

/* A fact is a percentage where it was written as one, and where a formula without a unit has the
 * name of one. */
static bool is_percentage(const struct wj_fact *fact, struct wj_slice clean, bool number)
{
    static const char *const endings[] = {"率", "占比", "比例", "比重"};
    if (number || fact->unit[0] != '\0') {
        return number && clean.ptr[clean.len - 1] == '%';
    }
    size_t len = strlen(fact->name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (len >= ending && strcmp(fact->name + len - ending, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Words stay as they are written; a date becomes one that compares as text. */
static enum wj_status read_text(struct wj_score_job *job, size_t i, const struct wj_place *place,
                                struct wj_slice text, struct wj_slice clean)
{
    struct wj_fact *fact = &job->scoring->facts[i];
    struct wj_buf date = {0};
    if (wj_fact_kind(fact->unit) == WJ_FACT_WORDS) {
        fact->text = wj_arena_copy(&job->scoring->arena, wj_text_trim(text));
    } else if (wj_fact_date(&date, clean)) {
        fact->text = wj_arena_copy(&job->scoring->arena, wj_buf_slice(&date));
    } else {
        wj_diag_add(job->diags, WJ_ERROR, "fact_date", place,
                    _("the fact “%s” should be a date, for its 单位 is 日期; write one such as "
                      "2022-05-01 or 2022年5月"),
                    wj_score_excerpt(job, fact->name));
        return WJ_OK;
    }
    bool failed = wj_buf_status(&date) != WJ_OK || fact->text == NULL;
    wj_buf_clear(&date);
    job->work[i].state = failed ? WJ_FACT_FAILED : WJ_FACT_DONE;
    return failed ? WJ_MEMORY : WJ_OK;
}

/* Reads a number, or parses a formula. */
static enum wj_status read_value(struct wj_score_job *job, size_t i)
{
    struct wj_fact *fact = &job->scoring->facts[i];
    struct wj_fact_work *work = &job->work[i];
    const struct wj_table *table = &job->scoring->facts_table;
    struct wj_place place = wj_small_table_place(table, work->row, job->fact_value_column);
    struct wj_slice text = wj_small_table_text(table, work->row, job->fact_value_column);
    struct wj_slice clean;
    enum wj_status status = wj_score_clean(job, text, true, &clean);
    work->state = WJ_FACT_FAILED;
    if (status != WJ_OK || report_cell(job, fact, &place, clean)) {
        return status;
    }
    if (wj_fact_kind(fact->unit) != WJ_FACT_NUMBER) {
        return read_text(job, i, &place, text, clean);
    }
    bool number = wj_number_parse(fact->value, clean, WJ_NUMBER_PERCENT | WJ_NUMBER_THOUSANDS);
    fact->percent = is_percentage(fact, clean, number);
    if (number) {
        work->state = WJ_FACT_DONE;
        return WJ_OK;
    }
    status = parse_fact(job, fact, &place, text);
    if (status == WJ_OK) {
        work->state = WJ_FACT_NEW;
    }
    return status == WJ_DEFINITION ? WJ_OK : status;
}

enum wj_status wj_facts_compute(struct wj_score_job *job)
{
    enum wj_status status = WJ_OK;
    job->facts_only = true;
    for (size_t i = 0; status == WJ_OK && i < job->scoring->fact_count; i++) {
        const struct wj_known *known = wj_score_replacement(job, &job->scoring->facts[i]);
        if (job->out_of_memory) {
            status = WJ_MEMORY;
        } else if (known == NULL) {
            status = job->work[i].state == WJ_FACT_NEW ? read_value(job, i) : WJ_OK;
        } else {
            mpq_set(job->scoring->facts[i].value, known->value);
            job->work[i].state = WJ_FACT_DONE;
        }
    }
    if (status == WJ_OK) {
        status = wj_facts_evaluate(job);
    }
    job->facts_only = false;
    return status;
}
