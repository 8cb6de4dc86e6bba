#include <stdlib.h>

#include "audit_job.h"

/* In the order of the table, then of what is stated; there by line. */
static int by_place(const void *a, const void *b)
{
    const struct wj_audit_finding *one = a;
    const struct wj_audit_finding *other = b;
    int order = strcmp(one->file, other->file);
    if (order == 0) {
        order = (one->line > other->line) - (one->line < other->line);
    }
    if (order == 0) {
        order = (one->column > other->column) - (one->column < other->column);
    }
    if (order == 0) {
        order = strcmp(one->kind, other->kind);
    }
    if (order == 0) {
        order = strcmp(one->subject, other->subject);
    }
    return order != 0 ? order : strcmp(one->message, other->message);
}

/* The findings on the table come first, whatever the files are called. */
static void sort_findings(struct wj_audit_job *job)
{
    struct wj_audit *audit = job->audit;
    size_t first = 0;
    for (size_t i = 0; i < audit->finding_count; i++) {
        if (strcmp(audit->findings[i].file, job->table.path) == 0) {
            struct wj_audit_finding finding = audit->findings[i];
            audit->findings[i] = audit->findings[first];
            audit->findings[first++] = finding;
        }
    }
    if (audit->finding_count > 0) {
        qsort(audit->findings, first, sizeof *audit->findings, by_place);
        qsort(audit->findings + first, audit->finding_count - first, sizeof *audit->findings,
              by_place);
    }
}

static enum wj_status check(struct wj_audit_job *job)
{
    wj_audit_check_sums(job);
    wj_audit_check_cells(job);
    wj_audit_check_targets(job);
    wj_audit_check_shares(job);
    enum wj_status status = wj_audit_check_stated(job);
    if (status == WJ_OK) {
        wj_audit_check_bands(job);
        wj_audit_report_roundings(job);
        sort_findings(job);
    }
    return status;
}

static void clear(struct wj_audit_job *job)
{
    for (size_t i = 0; i < job->figures.count; i++) {
        mpq_clear(job->figures.list[i]->value);
    }
    for (size_t i = 0; i < job->node_count; i++) {
        struct wj_audit_node *node = &job->nodes[i];
        for (size_t j = 0; j < MEASURES; j++) {
            mpq_clears(node->sums[j].low, node->sums[j].high, node->upper[j].low,
                       node->upper[j].high, node->held[j].low, node->held[j].high, NULL);
            wj_free(node->figures[j].list);
            wj_free(node->rates[j].list);
        }
    }
    for (size_t i = 0; i < job->known_count; i++) {
        mpq_clear(job->known[i].value);
    }
    wj_free(job->nodes);
    wj_free(job->figures.list);
    wj_free(job->grades.list);
    wj_free(job->rounded[0]);
    wj_free(job->rounded[1]);
    wj_map_clear(&job->paths);
    wj_map_clear(&job->score.names);
    wj_free(job->score.work);
    wj_buf_clear(&job->score.reason);
    wj_buf_clear(&job->score.scratch);
    wj_buf_clear(&job->score.excerpt);
    wj_stated_clear(&job->stated);
    wj_table_clear(&job->table);
    wj_scoring_clear(&job->facts);
    if (job->has_scoring) {
        wj_scoring_clear(&job->scoring);
    }
}

enum wj_status wj_audit_run(struct wj_diags *diags, const struct wj_audit_options *options,
                            struct wj_audit *audit)
{
    struct wj_audit_job job = {.diags = diags, .options = options, .audit = audit};
    unsigned long failures = wj_memory_failures();
    mpq_inits(job.facts.points, job.facts.total, NULL);
    enum wj_status status = wj_audit_read_table(&job);
    if (status == WJ_OK) {
        status = wj_audit_read_stated(&job);
    }
    if (status == WJ_OK && wj_memory_status(failures) == WJ_OK) {
        status = wj_audit_prepare_names(&job);
    }
    if (status == WJ_OK) {
        status = wj_audit_compute_rows(&job);
    }
    if (status == WJ_OK && wj_memory_status(failures) == WJ_OK) {
        status = check(&job);
    }
    if (wj_memory_status(failures) != WJ_OK || diags->failed) {
        status = WJ_MEMORY;
    }
    clear(&job);
    return status;
}

void wj_audit_clear(struct wj_audit *audit)
{
    wj_free(audit->findings);
    wj_arena_clear(&audit->arena);
    *audit = (struct wj_audit){0};
}
