#include "audit_job.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static const char *cell_text(struct wj_audit_job *job, size_t row, size_t column)
{
    return wj_audit_clean(job, wj_small_table_text(&job->table, row, (long)column));
}

static long column_of(const struct wj_audit_job *job, enum wj_audit_column_kind kind)
{
    for (size_t i = 0; i < job->column_count; i++) {
        if (job->columns[i].kind == kind) {
            return (long)i;
        }
    }
    return -1;
}

/* ---- targets ---- */

/* The part before the next `;` or line end; the rest moves behind it. */
static struct wj_slice next_part(struct wj_slice *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] != ';' && rest->ptr[len] != '\n') {
        len++;
    }
    struct wj_slice part = wj_slice(rest->ptr, len);
    *rest = wj_slice_from(*rest, len < rest->len ? len + 1 : len);
    return part;
}

static size_t count_parts(const char *text)
{
    size_t count = 0;
    struct wj_slice rest = wj_slice_of(text);
    while (rest.len > 0) {
        next_part(&rest);
        count++;
    }
    return count;
}

/* Words behind a unit: 60 人等, 70 人以上. */
static void take_words(struct wj_audit_job *job, struct wj_audit_figure *figure, char *relation)
{
    static const struct {
        const char *word;
        char relation;
    } words[] = {{"及以上", '>'}, {"以上", '>'}, {"及以下", '<'}, {"以下", '<'},
                 {"以内", '<'},   {"左右", 0},   {"等", 0}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(figure->unit);
        size_t word = strlen(words[i].word);
        if (len >= word && strcmp(figure->unit + len - word, words[i].word) == 0) {
            figure->unit = wj_audit_text(job, "%.*s", (int)(len - word), figure->unit);
            *relation = words[i].relation != 0 ? words[i].relation : *relation;
            return;
        }
    }
}

static bool is_met(const struct wj_audit_figure *target, char relation,
                   const struct wj_audit_figure *actual)
{
    int order = mpq_cmp(actual->value, target->value);
    switch (relation) {
    case '>':
        return order >= 0;
    case '<':
        return order <= 0;
    case 'G':
        return order > 0;
    case 'L':
        return order < 0;
    default:
        return order == 0;
    }
}

/* Brings an amount to the target's unit; false where the units have nothing in common. */
static bool same_unit(const struct wj_audit_figure *target, struct wj_audit_figure *actual)
{
    unsigned long of_target = wj_audit_money(target->unit);
    unsigned long of_actual = wj_audit_money(actual->unit);
    if (of_target > 0 && of_actual > 0) {
        mpq_t factor;
        mpq_init(factor);
        wj_number_ratio(factor, of_actual, of_target);
        mpq_mul(actual->value, actual->value, factor);
        mpq_clear(factor);
        return true;
    }
    return strcmp(target->unit, actual->unit) == 0 || *target->unit == '\0' ||
           *actual->unit == '\0';
}

static void check_target(struct wj_audit_job *job, const struct wj_audit_node *node,
                         struct wj_slice target_text, struct wj_slice actual_text, long column)
{
    char relation = 0;
    struct wj_place place = wj_small_table_place(&job->table, node->row, column);
    struct wj_audit_figure *target = wj_audit_figure_read(job, target_text, &place, &relation);
    struct wj_audit_figure *actual = wj_audit_figure_read(job, actual_text, &place, NULL);
    if (target == NULL || actual == NULL) {
        return;
    }
    take_words(job, target, &relation);
    if (!same_unit(target, actual)) {
        return;
    }
    job->audit->compared++;
    if (is_met(target, relation, actual)) {
        return;
    }
    struct wj_audit_finding finding = {.kind = "target",
                                       .file = place.file,
                                       .line = place.line,
                                       .column = place.column,
                                       .subject = node->shown,
                                       .stated = actual->text,
                                       .computed = target->text};
    mpq_t rate;
    mpq_init(rate);
    if (mpq_sgn(target->value) > 0) {
        mpq_div(rate, actual->value, target->value);
        finding.arithmetic = wj_audit_text(
            job, "%s÷%s = %s", wj_audit_number(job, actual->value, actual->percent),
            wj_audit_number(job, target->value, target->percent), wj_audit_number(job, rate, true));
    }
    mpq_clear(rate);
    if (relation == 0) {
        wj_audit_add(job, &finding,
                     _("%s: full marks for %s, but the target is %s, without an operator"),
                     node->shown, actual->text, target->text);
    } else {
        wj_audit_add(job, &finding, _("%s: full marks for %s, which misses the target %s"),
                     node->shown, actual->text, target->text);
    }
}

/* Has the indicator all its points, in some score column? */
static bool has_full_marks(const struct wj_audit_job *job, const struct wj_audit_node *node)
{
    const struct wj_audit_sum *points = &node->sums[MEASURE_POINTS];
    for (size_t i = 0; i < job->score_count && points->known; i++) {
        const struct wj_audit_sum *sum = &node->sums[MEASURE_SCORE + i];
        if (sum->known && mpq_equal(sum->low, points->low) != 0 &&
            mpq_equal(sum->low, sum->high) != 0) {
            return true;
        }
    }
    return false;
}

void wj_audit_check_targets(struct wj_audit_job *job)
{
    long target_column = column_of(job, AUDIT_TARGET);
    long actual_column = column_of(job, AUDIT_ACTUAL);
    for (size_t i = 1; i < job->node_count && target_column >= 0 && actual_column >= 0; i++) {
        const struct wj_audit_node *node = &job->nodes[i];
        if (node->children > 0 || !has_full_marks(job, node)) {
            continue;
        }
        const char *target = cell_text(job, node->row, (size_t)target_column);
        const char *actual = cell_text(job, node->row, (size_t)actual_column);
        struct wj_slice targets = wj_slice_of(target);
        struct wj_slice actuals = wj_slice_of(actual);
        size_t parts = count_parts(target);
        for (size_t j = 0; j < parts && parts == count_parts(actual); j++) {
            struct wj_slice one = next_part(&targets);
            check_target(job, node, one, next_part(&actuals), actual_column);
        }
    }
}

/* ---- counts and shares ---- */

static bool is_total_row(struct wj_audit_job *job, size_t row)
{
    static const char *const words[] = {"合计", "总计", "小计", "共计"};
    for (size_t i = 0; i < job->column_count; i++) {
        const char *text = wj_audit_squeeze(job, cell_text(job, row, i));
        for (size_t j = 0; j < sizeof words / sizeof *words; j++) {
            if (strcmp(text, words[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

static struct wj_audit_figure *cell_number(struct wj_audit_job *job, size_t row, size_t column)
{
    struct wj_place place = wj_small_table_place(&job->table, row, (long)column);
    return wj_audit_figure_read(job, wj_slice_of(cell_text(job, row, column)), &place, NULL);
}

/* The people of a column: what its rows add up to, checked against its total row, which is
 * returned. */
static const struct wj_audit_figure *add_up_column(struct wj_audit_job *job, size_t column,
                                                   mpq_t sum)
{
    struct wj_buf items = {0};
    const struct wj_audit_figure *total = NULL;
    for (size_t row = 1; row < job->table.row_count; row++) {
        const struct wj_audit_figure *count = cell_number(job, row, column);
        if (count != NULL && is_total_row(job, row)) {
            total = count;
        } else if (count != NULL) {
            mpq_add(sum, sum, count->value);
            wj_buf_addf(&items, "%s%s", items.len > 0 ? "+" : "", count->text);
        }
    }
    const char *subject = job->columns[column].name;
    if (total != NULL && !wj_audit_fits(job, total, sum, subject)) {
        const char *computed = wj_audit_number(job, sum, false);
        struct wj_audit_finding finding = {
            .kind = "counts",
            .file = total->place.file,
            .line = total->place.line,
            .column = total->place.column,
            .subject = subject,
            .stated = total->text,
            .computed = computed,
            .arithmetic = wj_audit_text(job, "%s = %s", wj_buf_text(&items), computed)};
        wj_audit_add(job, &finding, _("%s: %s is stated, the rows add up to %s"), subject,
                     total->text, computed);
    }
    wj_buf_clear(&items);
    return total;
}

/* The people of a row, where several columns count them. */
static bool add_up_row(struct wj_audit_job *job, size_t row, mpq_t sum)
{
    size_t columns = 0;
    for (size_t i = 0; i < job->column_count; i++) {
        const struct wj_audit_figure *count =
            job->columns[i].kind == AUDIT_COUNT ? cell_number(job, row, i) : NULL;
        if (count != NULL) {
            mpq_add(sum, sum, count->value);
            columns++;
        }
    }
    return columns > 1 && mpq_sgn(sum) > 0;
}

static bool fits_share(struct wj_audit_job *job, const struct wj_audit_figure *share,
                       const struct wj_audit_figure *count, const mpq_t base, const char *subject)
{
    mpq_t part;
    mpq_init(part);
    if (mpq_sgn(base) > 0) {
        mpq_div(part, count->value, base);
    }
    bool fits = wj_audit_fits(job, share, part, subject);
    mpq_clear(part);
    return fits;
}

static void check_share(struct wj_audit_job *job, size_t row, size_t column, const mpq_t people,
                        const struct wj_audit_figure *total)
{
    const struct wj_audit_column *kind = &job->columns[column];
    const struct wj_audit_figure *share = cell_number(job, row, column);
    const struct wj_audit_figure *count = cell_number(job, row, (size_t)kind->pair);
    mpq_t base;
    mpq_init(base);
    if (share != NULL && count != NULL && mpq_sgn(people) > 0) {
        const char *subject = wj_audit_text(job, "%s %s", cell_text(job, row, 0), kind->name);
        bool fits = (add_up_row(job, row, base) && fits_share(job, share, count, base, subject)) ||
                    (total != NULL && fits_share(job, share, count, total->value, subject));
        if (!fits && !fits_share(job, share, count, people, subject)) {
            mpq_div(base, count->value, people);
            const char *computed = wj_audit_number(job, base, true);
            struct wj_audit_finding finding = {
                .kind = "share",
                .file = share->place.file,
                .line = share->place.line,
                .column = share->place.column,
                .subject = subject,
                .stated = share->text,
                .computed = computed,
                .arithmetic = wj_audit_text(job, "%s÷%s = %s", count->text,
                                            wj_audit_number(job, people, false), computed)};
            wj_audit_add(job, &finding, _("%s: %s is stated, the counts give %s"), subject,
                         share->text, computed);
        }
    }
    mpq_clear(base);
}

void wj_audit_check_shares(struct wj_audit_job *job)
{
    mpq_t people;
    mpq_init(people);
    for (size_t i = 0; i < job->column_count; i++) {
        if (job->columns[i].kind != AUDIT_SHARE) {
            continue;
        }
        mpq_set_ui(people, 0, 1);
        const struct wj_audit_figure *total =
            add_up_column(job, (size_t)job->columns[i].pair, people);
        for (size_t row = 1; row < job->table.row_count; row++) {
            check_share(job, row, i, people, total);
        }
    }
    mpq_clear(people);
}
