#include "audit_job.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static enum wj_status add_known(struct wj_audit_job *job, size_t capacity, const char *name,
                                const struct wj_known *from, const mpq_t value)
{
    if (job->known_count == capacity) {
        return WJ_OK;
    }
    struct wj_known *known = &job->known[job->known_count++];
    *known = from != NULL ? *from : (struct wj_known){.name = name, .has_value = true};
    mpq_init(known->value);
    mpq_set(known->value, value);
    return WJ_OK;
}

/* May a stated amount be a name in formulas? Not where a fact or measure bears it, or an earlier
 * amount. */
static bool is_free(struct wj_audit_job *job, struct wj_map *taken, const char *name)
{
    const char *clean = wj_audit_clean(job, wj_slice_of(name));
    size_t count = taken->count;
    uint64_t *entry;
    return wj_map_put(taken, wj_slice_of(clean), &entry) == WJ_OK && taken->count > count;
}

static void take_amounts(struct wj_audit_job *job, struct wj_map *taken, size_t capacity)
{
    for (size_t i = 0; i < job->stated.count; i++) {
        const struct wj_stated_figure *stated = &job->stated.list[i];
        const struct wj_audit_figure *figure = job->statements[i].figure;
        if (strcmp(stated->scope, "金额") == 0 && *stated->name != '\0' && figure != NULL &&
            is_free(job, taken, stated->name)) {
            add_known(job, capacity, stated->name, NULL, figure->value);
        }
    }
}

static enum wj_status take_known(struct wj_audit_job *job)
{
    const struct wj_audit_options *options = job->options;
    size_t capacity = options->known_count + job->stated.count;
    struct wj_map taken = {0};
    job->known = wj_arena_alloc(&job->audit->arena, (capacity + 1) * sizeof *job->known);
    if (job->known == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < job->facts.fact_count; i++) {
        is_free(job, &taken, job->facts.facts[i].name);
    }
    for (size_t i = 0; i < options->known_count; i++) {
        is_free(job, &taken, options->known[i].name);
        add_known(job, capacity, NULL, &options->known[i], options->known[i].value);
    }
    take_amounts(job, &taken, capacity);
    wj_map_clear(&taken);
    return WJ_OK;
}

enum wj_status wj_audit_prepare_names(struct wj_audit_job *job)
{
    size_t errors = job->diags->errors;
    job->score_options = (struct wj_score_options){
        .file = job->options->file, .facts = job->options->facts, .rounding = job->options->score};
    job->score = (struct wj_score_job){
        .diags = job->diags, .options = &job->score_options, .scoring = &job->facts};
    for (size_t i = 0; i < sizeof job->facts.columns / sizeof *job->facts.columns; i++) {
        job->facts.columns[i] = -1;
    }
    enum wj_status status = job->options->facts != NULL ? wj_facts_read(&job->score) : WJ_OK;
    if (status == WJ_OK) {
        status = take_known(job);
    }
    if (status == WJ_OK) {
        job->score_options.known = job->known;
        job->score_options.known_count = job->known_count;
        status = wj_score_number_names(&job->score);
    }
    if (status == WJ_OK) {
        status = wj_facts_compute(&job->score);
    }
    /* From here on formulas are stated ones: they see every name but those of a table's row. */
    job->score.facts_only = true;
    for (size_t i = 0; i < job->known_count; i++) {
        job->known[i].replaces = true;
    }
    return status == WJ_OK && job->diags->errors > errors ? WJ_DEFINITION : status;
}

static enum wj_status report_outcome(struct wj_audit_job *job, const struct wj_place *place,
                                     struct wj_slice text, enum wj_outcome outcome)
{
    const char *reason = wj_buf_text(&job->score.reason);
    if (outcome == WJ_OUTCOME_NO_MEMORY) {
        return WJ_MEMORY;
    }
    if (outcome == WJ_OUTCOME_TEXT) {
        reason = _("it gives a text");
    } else if (outcome == WJ_OUTCOME_NO_VALUE) {
        reason = _("a name in it has no value");
    }
    return wj_fail(job->diags, WJ_DEFINITION, "stated_formula", place,
                   _("the formula “%.*s” can't be computed: %s"), WJ_SLICE_ARG(text), reason);
}

enum wj_status wj_audit_formula(struct wj_audit_job *job, const struct wj_place *place,
                                struct wj_slice text, struct wj_audit_figure **figure)
{
    struct wj_formula *formula = NULL;
    enum wj_status status = wj_score_parse(&job->score, place, "", text, &formula);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_audit_figure *made = wj_audit_figure_new(job, place);
    if (made == NULL) {
        wj_formula_free(formula);
        return WJ_MEMORY;
    }
    enum wj_outcome outcome = wj_score_evaluate(&job->score, formula, made->value);
    wj_formula_free(formula);
    if (outcome != WJ_OUTCOME_NUMBER) {
        return report_outcome(job, place, text, outcome);
    }
    text = wj_text_trim(text);
    if (wj_slice_starts(text, wj_slice_of("="))) {
        text = wj_slice_from(text, 1);
    }
    made->items = wj_audit_text(job, "%.*s", WJ_SLICE_ARG(text));
    made->text =
        wj_audit_text(job, "%s = %s", made->items, wj_audit_number(job, made->value, false));
    *figure = made;
    return WJ_OK;
}

bool wj_audit_named(struct wj_audit_job *job, const char *name, mpq_t value, const char **unit)
{
    long number = wj_score_find(&job->score, wj_slice_of(name));
    *unit = "";
    if (number < 0) {
        return false;
    }
    if ((size_t)number < job->facts.fact_count) {
        mpq_set(value, job->facts.facts[number].value);
        *unit = wj_audit_clean(job, wj_slice_of(job->facts.facts[number].unit));
        return job->score.work[number].state == WJ_FACT_DONE &&
               job->facts.facts[number].text == NULL;
    }
    size_t known = (size_t)number - job->facts.fact_count;
    if (known >= job->options->known_count || !job->known[known].has_value) {
        return false;
    }
    mpq_set(value, job->known[known].value);
    return true;
}

/* ---- the table's formulas ---- */

static void take_computed(struct wj_audit_job *job)
{
    for (size_t i = 0; i < job->scoring.indicator_count; i++) {
        const struct wj_indicator *indicator = &job->scoring.indicators[i];
        for (size_t j = 1; j < job->node_count; j++) {
            struct wj_audit_node *node = &job->nodes[j];
            if (node->row != indicator->row || node->children > 0 || indicator->formula == NULL ||
                !indicator->has_score || indicator->with_numbers == NULL) {
                continue;
            }
            node->computed = wj_audit_figure_new(job, &node->place);
            if (node->computed != NULL) {
                mpq_set(node->computed->value, indicator->raw);
                node->computed->items = wj_audit_text(job, "%s = %s", indicator->with_numbers,
                                                      wj_audit_number(job, indicator->raw, false));
            }
        }
    }
}

enum wj_status wj_audit_compute_rows(struct wj_audit_job *job)
{
    const struct wj_audit_options *options = job->options;
    struct wj_diags found = {0};
    struct wj_score_options wanted = {
        .file = options->file,
        .facts = options->facts,
        .read = options->read,
        .known = options->known,
        .known_count = options->known_count,
        .rounding = options->score,
        .percent = options->percent,
        .grades = options->grades,
        .grade_count = options->grade_count,
    };
    if (!options->formulas) {
        return WJ_OK;
    }
    job->has_scoring = true;
    enum wj_status status = wj_scoring_compute(&found, &wanted, &job->scoring);
    if (status == WJ_OK) {
        take_computed(job);
    }
    for (size_t i = 0; i < found.count && status == WJ_DEFINITION; i++) {
        const struct wj_diag *diag = &found.list[i];
        struct wj_audit_finding finding = {.kind = "formula",
                                           .file = diag->file,
                                           .line = diag->line,
                                           .column = diag->column,
                                           .subject = ""};
        if (diag->severity == WJ_ERROR) {
            wj_audit_add(job, &finding, "%s", diag->message);
        }
    }
    wj_diags_clear(&found);
    return status == WJ_DEFINITION ? WJ_OK : status;
}
