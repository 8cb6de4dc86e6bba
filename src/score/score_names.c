#include "score_job.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* The cells of its own row that a formula may name, in the order of their numbers. */
enum { OWN_POINTS, OWN_VALUE, OWN_TARGET, OWN_ACTUAL, OWN_DONE, OWN_NAMES };

static const char *const own_names[OWN_NAMES] = {"分值", "指标值", "目标值", "实际值", "完成率"};

/* The name that facts and measures may bear where the table has no such cells. */
static bool is_there(const struct wj_score_job *job, size_t own)
{
    const long *columns = job->scoring->columns;
    bool target = columns[WJ_COLUMN_TARGET] >= 0;
    bool actual = columns[WJ_COLUMN_ACTUAL] >= 0;
    switch (own) {
    case OWN_TARGET:
        return target;
    case OWN_ACTUAL:
        return actual;
    case OWN_DONE:
        return target && actual;
    default:
        return true;
    }
}

enum wj_status wj_score_clean(struct wj_score_job *job, struct wj_slice text, bool upper,
                              struct wj_slice *clean)
{
    wj_buf_reset(&job->scratch);
    if (wj_text_has_odd_digit(text)) {
        wj_buf_add(&job->scratch, wj_text_trim(text));
        *clean = wj_buf_slice(&job->scratch);
        return wj_buf_status(&job->scratch);
    }
    enum wj_status status = wj_text_clean(&job->scratch, text, upper);
    *clean = wj_buf_slice(&job->scratch);
    return status;
}

const char *wj_score_excerpt(struct wj_score_job *job, const char *name)
{
    const char *excerpt = wj_text_excerpt(&job->excerpt, wj_slice_of(name));
    job->out_of_memory = job->out_of_memory || wj_buf_status(&job->excerpt) != WJ_OK;
    return excerpt;
}

static long points_number(const struct wj_score_job *job)
{
    return (long)(job->scoring->fact_count + job->options->known_count);
}

/* The known name behind a number, or NULL. */
static const struct wj_known *known_at(const struct wj_score_job *job, long number)
{
    long first = (long)job->scoring->fact_count;
    return number >= first && number < points_number(job) ? &job->options->known[number - first]
                                                          : NULL;
}

long wj_score_find(struct wj_score_job *job, struct wj_slice name)
{
    struct wj_slice clean;
    if (wj_score_clean(job, name, false, &clean) != WJ_OK) {
        job->out_of_memory = true;
        return -1;
    }
    const uint64_t *number = wj_map_get(&job->names, clean);
    return number != NULL ? (long)*number : -1;
}

const struct wj_known *wj_score_replacement(struct wj_score_job *job, const struct wj_fact *fact)
{
    return known_at(job, wj_score_find(job, wj_slice_of(fact->name)));
}

static struct wj_place fact_place(const struct wj_score_job *job, const struct wj_fact *fact)
{
    return (struct wj_place){.file = job->scoring->facts_table.path, .line = fact->line};
}

/* Finds or makes the entry of a name; *taken: what it stood for before, -1 for nothing. */
static enum wj_status enter(struct wj_score_job *job, const char *name, uint64_t **entry,
                            long *taken)
{
    struct wj_slice clean;
    enum wj_status status = wj_score_clean(job, wj_slice_of(name), false, &clean);
    size_t count = job->names.count;
    if (status == WJ_OK) {
        status = wj_map_put(&job->names, clean, entry);
    }
    if (status == WJ_OK) {
        *taken = job->names.count > count ? -1 : (long)**entry;
    }
    return status;
}

static enum wj_status number_fact(struct wj_score_job *job, size_t i)
{
    const struct wj_fact *fact = &job->scoring->facts[i];
    uint64_t *entry;
    long taken;
    enum wj_status status = enter(job, fact->name, &entry, &taken);
    if (status != WJ_OK) {
        return status;
    }
    if (taken < 0) {
        *entry = i;
        return WJ_OK;
    }
    struct wj_place place = fact_place(job, fact);
    wj_diag_add(job->diags, WJ_ERROR, "duplicate_fact", &place,
                _("the fact “%s” stands on line %llu already; rename or remove one"),
                wj_score_excerpt(job, fact->name),
                (unsigned long long)job->scoring->facts[taken].line);
    return WJ_OK;
}

static enum wj_status number_known(struct wj_score_job *job, size_t i)
{
    const struct wj_known *known = &job->options->known[i];
    uint64_t *entry;
    long taken;
    enum wj_status status = enter(job, known->name, &entry, &taken);
    if (status != WJ_OK) {
        return status;
    }
    if (taken < 0 || known->replaces) {
        *entry = job->scoring->fact_count + i;
        return WJ_OK;
    }
    if (known_at(job, taken) != NULL) {
        return WJ_OK;
    }
    const struct wj_fact *fact = &job->scoring->facts[taken];
    struct wj_place place = fact_place(job, fact);
    wj_diag_add(job->diags, WJ_ERROR, "name_conflict", &place,
                _("the fact “%s” has the name of a figure that comes from the survey; rename the "
                  "fact, or remove it where the survey's figure is meant"),
                wj_score_excerpt(job, fact->name));
    return WJ_OK;
}

/* A cell of the row: nothing else may bear this name. */
static enum wj_status number_own(struct wj_score_job *job, const char *name, long number)
{
    uint64_t *entry;
    long taken;
    enum wj_status status = enter(job, name, &entry, &taken);
    if (status != WJ_OK) {
        return status;
    }
    *entry = (uint64_t)number;
    if (taken < 0) {
        return WJ_OK;
    }
    struct wj_place place = {.file = job->options->file};
    if (known_at(job, taken) == NULL) {
        place = fact_place(job, &job->scoring->facts[taken]);
    }
    wj_diag_add(job->diags, WJ_ERROR, "name_conflict", &place,
                _("no fact or measure may be called “%s”: in a formula this is the cell of the "
                  "indicator's own row; rename it"),
                name);
    return WJ_OK;
}

enum wj_status wj_score_number_names(struct wj_score_job *job)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < job->scoring->fact_count; i++) {
        status = number_fact(job, i);
    }
    for (size_t i = 0; status == WJ_OK && i < job->options->known_count; i++) {
        status = number_known(job, i);
    }
    long number = points_number(job);
    for (size_t i = 0; status == WJ_OK && i < OWN_NAMES; i++) {
        if (is_there(job, i)) {
            status = number_own(job, own_names[i], number + (long)i);
        }
    }
    return status;
}

/* A fact's formula sees facts and what takes the place of one. */
static bool is_in_reach(const struct wj_score_job *job, long number)
{
    const struct wj_known *known = known_at(job, number);
    return !job->facts_only || (known != NULL ? known->replaces : number < points_number(job));
}

static long find_in_reach(void *user, struct wj_slice name)
{
    struct wj_score_job *job = user;
    long number = wj_score_find(job, name);
    return number >= 0 && is_in_reach(job, number) ? number : -1;
}

static void try_each(void *user, struct wj_nearest *nearest)
{
    const struct wj_score_job *job = user;
    for (size_t i = 0; i < job->names.count; i++) {
        const struct wj_map_entry *entry = &job->names.entries[i];
        if (is_in_reach(job, (long)entry->value)) {
            wj_nearest_try(nearest, entry->key);
        }
    }
}

/* The sign of the row's 目标值. */
static enum wj_goal goal_of(void *user, long number)
{
    const struct wj_score_job *job = user;
    bool own = job->row != NULL && number == points_number(job) + OWN_TARGET;
    return own ? job->row->target.goal : WJ_GOAL_AT_LEAST;
}

enum wj_status wj_score_parse(struct wj_score_job *job, const struct wj_place *place,
                              const char *label, struct wj_slice text, struct wj_formula **formula)
{
    struct wj_diags found = {0};
    struct wj_names names = {.user = job, .find = find_in_reach, .each = try_each, .goal = goal_of};
    struct wj_formula *made = NULL;
    enum wj_status status = wj_formula_parse(&found, place, text, &names, &made);
    if (job->out_of_memory || found.failed) {
        status = WJ_MEMORY;
    }
    if (status == WJ_OK) {
        *formula = made;
    } else {
        wj_formula_free(made);
    }
    for (size_t i = 0; i < found.count; i++) {
        const struct wj_diag *diag = &found.list[i];
        wj_diag_add(job->diags, diag->severity, diag->kind, place, "%s%s", label, diag->message);
    }
    wj_diags_clear(&found);
    return status;
}

static const char *get_fact(struct wj_score_job *job, size_t i, struct wj_value *value)
{
    if (job->work[i].state != WJ_FACT_DONE) {
        job->failed_fact = true;
        return _("a fact in it has no value");
    }
    const struct wj_fact *fact = &job->scoring->facts[i];
    if (fact->text != NULL) {
        wj_value_set_text(value, wj_slice_of(fact->text));
    } else {
        wj_value_set_number(value, fact->value);
    }
    return NULL;
}

static const char *get_known(struct wj_score_job *job, const struct wj_known *known,
                             struct wj_value *value)
{
    if (!known->has_value) {
        job->missing = known;
        return _("a name in it has no value");
    }
    wj_value_set_number(value, known->value);
    return NULL;
}

/* 指标值 is a number where it reads as one. */
static const char *get_row_value(struct wj_score_job *job, struct wj_value *value)
{
    const struct wj_scoring *scoring = job->scoring;
    long column = scoring->columns[WJ_COLUMN_VALUE];
    if (column < 0) {
        return _("the scoring file has no column “指标值”");
    }
    struct wj_slice written = wj_small_table_text(&scoring->table, job->row->row, column);
    struct wj_slice clean;
    if (wj_score_clean(job, written, false, &clean) != WJ_OK) {
        job->out_of_memory = true;
        return _("out of memory");
    }
    mpq_t number;
    mpq_init(number);
    if (wj_number_parse(number, clean, WJ_NUMBER_PERCENT | WJ_NUMBER_THOUSANDS)) {
        wj_value_set_number(value, number);
    } else {
        wj_value_set_text(value, written);
    }
    mpq_clear(number);
    return NULL;
}

static const char *get_named(struct wj_score_job *job, long number, struct wj_value *value)
{
    const struct wj_known *known = known_at(job, number);
    return known != NULL ? get_known(job, known, value) : get_fact(job, (size_t)number, value);
}

static const char *get_amount(const struct wj_amount *amount, struct wj_value *value)
{
    if (amount->has_number) {
        wj_value_set_number(value, amount->number);
    } else {
        wj_value_set_text(value, wj_slice_of(amount->text));
    }
    return NULL;
}

/* A cell of the row. */
static const char *get_own(struct wj_score_job *job, long own, struct wj_value *value)
{
    const struct wj_indicator *row = job->row;
    switch (own) {
    case OWN_POINTS:
        wj_value_set_number(value, row->points);
        return NULL;
    case OWN_VALUE:
        return get_row_value(job, value);
    case OWN_TARGET:
        return get_amount(&row->target, value);
    case OWN_ACTUAL:
        return row->actual_name >= 0 ? get_named(job, row->actual_name, value)
                                     : get_amount(&row->actual, value);
    default:
        wj_value_set_number(value, row->done);
        return row->has_done ? NULL : _("no 完成率, since 目标值 and 实际值 are not both numbers,");
    }
}

long wj_score_behind(const struct wj_score_job *job, long number, bool *done)
{
    long own = number - points_number(job);
    *done = own == OWN_DONE;
    return (own == OWN_ACTUAL || *done) && job->row->actual_name >= 0 ? job->row->actual_name
                                                                      : number;
}

const char *wj_score_get(void *user, long number, struct wj_value *value)
{
    struct wj_score_job *job = user;
    long own = number - points_number(job);
    return own >= 0 ? get_own(job, own, value) : get_named(job, number, value);
}

/* Is the row's own cell, or a fact or known name, a percentage? */
static bool is_percent(const struct wj_score_job *job, long number)
{
    const struct wj_known *known = known_at(job, number);
    if (known != NULL) {
        return known->percent;
    }
    switch (number - points_number(job)) {
    case OWN_POINTS:
        return false;
    case OWN_VALUE: {
        struct wj_slice written = wj_small_table_text(&job->scoring->table, job->row->row,
                                                      job->scoring->columns[WJ_COLUMN_VALUE]);
        return memchr(written.ptr, '%', written.len) != NULL;
    }
    case OWN_TARGET:
        return job->row->target.percent;
    case OWN_ACTUAL:
        return job->row->actual.percent;
    case OWN_DONE:
        return true;
    default:
        return job->scoring->facts[number].percent;
    }
}

bool wj_score_value(struct wj_score_job *job, long number, struct wj_value *value, bool *percent)
{
    bool has = wj_score_get(job, number, value) == NULL;
    *percent = has && value->kind == WJ_VALUE_NUMBER && is_percent(job, number);
    return has;
}

long wj_score_take(struct wj_score_job *job, struct wj_slice name, struct wj_amount *amount)
{
    long number = wj_score_find(job, name);
    if (number < 0 || number >= points_number(job)) {
        return -1;
    }
    const struct wj_known *known = known_at(job, number);
    const struct wj_fact *fact = known == NULL ? &job->scoring->facts[number] : NULL;
    amount->percent = known != NULL ? known->percent : fact->percent;
    amount->has_number = known != NULL
                             ? known->has_value
                             : job->work[number].state == WJ_FACT_DONE && fact->text == NULL;
    struct wj_slice unit;
    if (fact != NULL && wj_score_clean(job, wj_slice_of(fact->unit), false, &unit) == WJ_OK) {
        amount->unit = wj_arena_copy(&job->scoring->arena, unit);
    }
    job->out_of_memory = job->out_of_memory || amount->unit == NULL;
    mpq_set(amount->number, known != NULL ? known->value : fact->value);
    return number;
}

static enum wj_outcome outcome_of(struct wj_score_job *job, bool evaluated,
                                  const struct wj_value *value, mpq_t number)
{
    if (job->out_of_memory || wj_buf_status(&job->reason) != WJ_OK) {
        return WJ_OUTCOME_NO_MEMORY;
    }
    if (!evaluated) {
        if (job->failed_fact) {
            return WJ_OUTCOME_NO_FACT;
        }
        return job->missing != NULL ? WJ_OUTCOME_NO_VALUE : WJ_OUTCOME_ERROR;
    }
    if (value->kind == WJ_VALUE_TEXT) {
        wj_text_excerpt(&job->reason, wj_buf_slice(&value->text));
        return WJ_OUTCOME_TEXT;
    }
    if (value->kind == WJ_VALUE_LOGICAL) {
        mpq_set_ui(number, value->logical, 1);
    } else {
        mpq_set(number, value->number);
    }
    return WJ_OUTCOME_NUMBER;
}

enum wj_outcome wj_score_evaluate(struct wj_score_job *job, const struct wj_formula *formula,
                                  mpq_t number)
{
    struct wj_values values = {.user = job, .get = wj_score_get};
    struct wj_value value;
    wj_value_init(&value);
    job->failed_fact = false;
    job->missing = NULL;
    wj_buf_reset(&job->reason);
    bool evaluated = wj_formula_evaluate(formula, &values, &value, &job->reason);
    enum wj_outcome outcome = outcome_of(job, evaluated, &value, number);
    wj_value_clear(&value);
    return outcome;
}
