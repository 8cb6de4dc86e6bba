#include "score_job.h"

#include "wjtab/base/message.h"

/* How many facts of a cycle a message shows, and how many cycles are looked at: each takes as
 * long as its chain. */
enum { MOST_SHOWN = 20, MOST_CYCLES = 100 };

/* A fact whose needs are being looked at. */
struct frame {
    size_t fact;
    size_t next; /* name in its formula */
};

/* Depth first, without recursion: a chain of facts may be as long as the file. */
struct walk {
    struct wj_score_job *job;
    struct frame *frames;
    size_t depth;
    size_t capacity;
    size_t cycles;
};

static enum wj_status push(struct walk *walk, size_t fact)
{
    enum wj_status status =
        wj_grow(&walk->frames, &walk->capacity, walk->depth + 1, sizeof *walk->frames);
    if (status == WJ_OK) {
        walk->frames[walk->depth++] = (struct frame){.fact = fact};
        walk->job->work[fact].state = WJ_FACT_OPEN;
    }
    return status;
}

static struct wj_place place_of(const struct wj_score_job *job, size_t fact)
{
    return wj_small_table_place(&job->scoring->facts_table, job->work[fact].row,
                                job->fact_value_column);
}

/* The frames from `first` on need one another in a circle. */
static enum wj_status report_cycle(struct walk *walk, size_t first)
{
    struct wj_score_job *job = walk->job;
    bool told = true;
    struct wj_buf chain = {0};
    for (size_t i = first; i < walk->depth; i++) {
        size_t fact = walk->frames[i].fact;
        told = told && job->work[fact].in_cycle;
        job->work[fact].in_cycle = true;
        if (i - first < MOST_SHOWN) {
            wj_buf_addf(&chain, "%s → ", wj_score_excerpt(job, job->scoring->facts[fact].name));
        }
    }
    if (walk->depth - first > MOST_SHOWN) {
        wj_buf_add_text(&chain, "… → ");
    }
    size_t start = walk->frames[first].fact;
    wj_buf_add_text(&chain, wj_score_excerpt(job, job->scoring->facts[start].name));
    if (!told) {
        struct wj_place place = place_of(job, start);
        wj_diag_add(job->diags, WJ_ERROR, "fact_cycle", &place,
                    _("these facts need one another in a circle: %s; give one of them a number"),
                    wj_buf_text(&chain));
    }
    enum wj_status status = wj_buf_status(&chain);
    wj_buf_clear(&chain);
    return status;
}

/* Looks at the next name that the fact on top needs; *done when there is none left. */
static enum wj_status step(struct walk *walk, bool *done)
{
    struct wj_score_job *job = walk->job;
    struct frame *top = &walk->frames[walk->depth - 1];
    const struct wj_formula *formula = job->scoring->facts[top->fact].formula;
    *done = top->next == wj_formula_name_count(formula);
    if (*done) {
        return WJ_OK;
    }
    size_t need = (size_t)wj_formula_name(formula, top->next++);
    if (need >= job->scoring->fact_count) {
        return WJ_OK;
    }
    if (job->work[need].state == WJ_FACT_NEW) {
        return push(walk, need);
    }
    if (job->work[need].state != WJ_FACT_OPEN || walk->cycles == MOST_CYCLES) {
        return WJ_OK;
    }
    walk->cycles++;
    size_t first = walk->depth - 1;
    while (walk->frames[first].fact != need) {
        first--;
    }
    return report_cycle(walk, first);
}

static enum wj_status evaluate(struct wj_score_job *job, size_t i)
{
    struct wj_fact *fact = &job->scoring->facts[i];
    struct wj_place place = place_of(job, i);
    job->work[i].state = WJ_FACT_FAILED;
    if (job->work[i].in_cycle) {
        return WJ_OK;
    }
    switch (wj_score_evaluate(job, fact->formula, fact->value)) {
    case WJ_OUTCOME_NUMBER:
        job->work[i].state = WJ_FACT_DONE;
        break;
    case WJ_OUTCOME_TEXT:
        wj_diag_add(job->diags, WJ_ERROR, "fact_text", &place,
                    _("fact “%s”: its formula gives the text “%s”; a fact must be a number"),
                    wj_score_excerpt(job, fact->name), wj_buf_text(&job->reason));
        break;
    case WJ_OUTCOME_ERROR:
        wj_diag_add(job->diags, WJ_ERROR, "fact_evaluation", &place,
                    _("fact “%s” can't be computed: %s"), wj_score_excerpt(job, fact->name),
                    wj_buf_text(&job->reason));
        break;
    case WJ_OUTCOME_NO_VALUE:
        wj_diag_add(job->diags, WJ_ERROR, "fact_evaluation", &place,
                    _("fact “%s” can't be computed: “%s” has no value"),
                    wj_score_excerpt(job, fact->name), job->missing->name);
        break;
    case WJ_OUTCOME_NO_FACT:
        break;
    case WJ_OUTCOME_NO_MEMORY:
        return WJ_MEMORY;
    }
    return WJ_OK;
}

/* A fact and everything it needs. */
static enum wj_status evaluate_from(struct walk *walk, size_t fact)
{
    enum wj_status status = push(walk, fact);
    while (status == WJ_OK && walk->depth > 0) {
        bool done;
        status = step(walk, &done);
        if (status == WJ_OK && done) {
            walk->depth--;
            status = evaluate(walk->job, walk->frames[walk->depth].fact);
        }
    }
    return status;
}

enum wj_status wj_facts_evaluate(struct wj_score_job *job)
{
    struct walk walk = {.job = job};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < job->scoring->fact_count; i++) {
        if (job->work[i].state == WJ_FACT_NEW) {
            status = evaluate_from(&walk, i);
        }
    }
    wj_free(walk.frames);
    return status;
}
