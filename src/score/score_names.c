#include "score_job.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static const char points_name[] = "分值";
static const char value_name[] = "指标值";

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

/* 分值 or 指标值: nothing else may bear this name. */
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
    if (status == WJ_OK) {
        status = number_own(job, points_name, number);
    }
    if (status == WJ_OK) {
        status = number_own(job, value_name, number + 1);
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

enum wj_status wj_score_parse(struct wj_score_job *job, const struct wj_place *place,
                              const char *label, struct wj_slice text, struct wj_formula **formula)
{
    struct wj_diags found = {0};
    struct wj_names names = {.user = job, .find = find_in_reach, .each = try_each};
    enum wj_status status = wj_formula_parse(&found, place, text, &names, formula);
    if (job->out_of_memory || found.failed) {
        status = WJ_MEMORY;
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
    wj_value_set_number(value, job->scoring->facts[i].value);
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

static const char *get(void *user, long number, struct wj_value *value)
{
    struct wj_score_job *job = user;
    const struct wj_known *known = known_at(job, number);
    if (known != NULL) {
        return get_known(job, known, value);
    }
    if (number < points_number(job)) {
        return get_fact(job, (size_t)number, value);
    }
    if (number > points_number(job)) {
        return get_row_value(job, value);
    }
    wj_value_set_number(value, job->row->points);
    return NULL;
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
    struct wj_values values = {.user = job, .get = get};
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
