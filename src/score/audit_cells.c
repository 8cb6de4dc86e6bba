#include "audit_job.h"

#include "wjtab/base/message.h"

static struct wj_audit_finding finding_at(const struct wj_audit_figure *figure, const char *kind,
                                          const char *subject)
{
    return (struct wj_audit_finding){.kind = kind,
                                     .file = figure->place.file,
                                     .line = figure->place.line,
                                     .column = figure->place.column,
                                     .subject = subject,
                                     .stated = figure->text};
}

/* Another person's score, or another year's, need not be the same. */
static bool is_comparable(const char *name)
{
    static const char *const apart[] = {"自评", "自查", "初评", "上年", "去年", "目标"};
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        if (strncmp(name, apart[i], strlen(apart[i])) == 0) {
            return false;
        }
    }
    return true;
}

/* Every score column against the first that has a score on the row. */
static void check_columns(struct wj_audit_job *job, const struct wj_audit_node *node)
{
    const struct wj_audit_figure *first = NULL;
    size_t which = 0;
    for (size_t i = 0; i < job->score_count; i++) {
        const struct wj_audit_figures *figures = &node->figures[MEASURE_SCORE + i];
        if (figures->count == 0 || !is_comparable(job->scores[i])) {
            continue;
        }
        const struct wj_audit_figure *figure = figures->list[0];
        if (first == NULL) {
            first = figure;
            which = i;
            continue;
        }
        job->audit->compared++;
        if (mpq_equal(first->value, figure->value) != 0) {
            continue;
        }
        struct wj_audit_finding finding = finding_at(figure, "columns", node->shown);
        finding.computed = first->text;
        finding.arithmetic = wj_audit_text(job, "%s %s ≠ %s %s", job->scores[which], first->text,
                                           job->scores[i], figure->text);
        wj_audit_add(job, &finding, _("%s: %s is %s, %s is %s"), node->shown, job->scores[which],
                     first->text, job->scores[i], figure->text);
    }
}

static void check_range(struct wj_audit_job *job, const struct wj_audit_node *node)
{
    const struct wj_audit_sum *points = &node->held[MEASURE_POINTS];
    for (size_t i = MEASURE_SCORE; i < MEASURE_SCORE + job->score_count; i++) {
        for (size_t j = 0; j < node->figures[i].count; j++) {
            const struct wj_audit_figure *figure = node->figures[i].list[j];
            bool above = points->known && mpq_cmp(figure->value, points->high) > 0;
            job->audit->compared++;
            if (!above && mpq_sgn(figure->value) >= 0) {
                continue;
            }
            struct wj_audit_finding finding = finding_at(figure, "range", node->shown);
            finding.computed =
                points->known
                    ? wj_audit_text(job, "0…%s", wj_audit_number(job, points->high, false))
                    : "≥0";
            finding.arithmetic =
                wj_audit_text(job, above ? "%s > %s" : "%s < %s", figure->text,
                              above ? wj_audit_number(job, points->high, false) : "0");
            wj_audit_add(job, &finding, _("%s: the score %s lies outside %s"), node->shown,
                         figure->text, finding.computed);
        }
    }
}

static long first_level(const struct wj_audit_job *job, size_t node)
{
    while (job->nodes[node].parent > 0) {
        node = (size_t)job->nodes[node].parent;
    }
    return (long)node;
}

/* The same name twice under one level 1, in other places of the tree. */
static void check_names(struct wj_audit_job *job)
{
    struct wj_map names = {0};
    struct wj_buf key = {0};
    for (size_t i = 1; i < job->node_count; i++) {
        const struct wj_audit_node *node = &job->nodes[i];
        uint64_t *number = NULL;
        if (node->children > 0 || node->again || *node->name == '\0') {
            continue;
        }
        wj_buf_reset(&key);
        wj_buf_addf(&key, "%ld:%s", first_level(job, i), node->name);
        if (wj_buf_status(&key) != WJ_OK ||
            wj_map_put(&names, wj_buf_slice(&key), &number) != WJ_OK) {
            break;
        }
        if (*number == 0) {
            *number = i;
            continue;
        }
        unsigned long long line = (unsigned long long)job->nodes[*number].place.line;
        struct wj_audit_finding finding = {.kind = "duplicate",
                                           .file = node->place.file,
                                           .line = node->place.line,
                                           .subject = node->shown,
                                           .stated = node->shown,
                                           .computed = wj_audit_text(job, _("line %llu"), line)};
        wj_audit_add(job, &finding, _("the indicator “%s” stands on line %llu already; both count"),
                     node->shown, line);
    }
    wj_map_clear(&names);
    wj_buf_clear(&key);
}

void wj_audit_check_cells(struct wj_audit_job *job)
{
    for (size_t i = 0; i < job->node_count; i++) {
        check_columns(job, &job->nodes[i]);
        check_range(job, &job->nodes[i]);
    }
    check_names(job);
}
