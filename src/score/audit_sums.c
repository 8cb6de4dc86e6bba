#include "audit_job.h"

#include "wjtab/base/message.h"

/* What a node shows by itself for a measure, or NULL. */
static const struct wj_audit_figure *own_figure(const struct wj_audit_node *node, size_t measure)
{
    return node->figures[measure].count > 0 ? node->figures[measure].list[0] : NULL;
}

static bool has_any(const struct wj_audit_node *node)
{
    for (size_t i = 0; i < MEASURES; i++) {
        if (node->figures[i].count > 0) {
            return true;
        }
    }
    return false;
}

static void set_sum(struct wj_audit_sum *sum, const mpq_t low, const mpq_t high)
{
    mpq_set(sum->low, low);
    mpq_set(sum->high, high);
    sum->known = true;
}

/* An indicator's own value: as written, as computed, or between nothing and its points. */
static void sum_leaf(const struct wj_audit_job *job, struct wj_audit_node *node, size_t measure)
{
    const struct wj_audit_figure *own = own_figure(node, measure);
    const struct wj_audit_figure *points = own_figure(node, MEASURE_POINTS);
    struct wj_audit_sum *sum = &node->sums[measure];
    mpq_t value;
    mpq_init(value);
    if (own != NULL) {
        set_sum(sum, own->value, own->value);
    } else if (measure != MEASURE_POINTS && node->computed != NULL) {
        struct wj_rounding rounding = job->options->score;
        wj_number_round(value, node->computed->value, (int)rounding.places, rounding.mode);
        set_sum(sum, value, value);
    } else if (measure != MEASURE_POINTS && points != NULL) {
        set_sum(sum, value, points->value);
    }
    mpq_clear(value);
}

static void add_part(struct wj_audit_sum *to, const struct wj_audit_sum *part)
{
    mpq_add(to->low, to->low, part->low);
    mpq_add(to->high, to->high, part->high);
    to->known = (to->parts == 0 || to->known) && part->known;
    to->parts++;
}

static void copy_sum(struct wj_audit_sum *to, const struct wj_audit_sum *from)
{
    set_sum(to, from->low, from->high);
    to->known = from->known;
    to->parts = from->parts;
}

static void sum_node(struct wj_audit_job *job, struct wj_audit_node *node, size_t measure)
{
    struct wj_audit_sum *sum = &node->sums[measure];
    struct wj_audit_sum *upper = &node->upper[measure];
    struct wj_audit_sum *held = &node->held[measure];
    const struct wj_audit_figure *own = own_figure(node, measure);
    bool counts = sum->parts > 0 || has_any(node);
    if (sum->parts == 0) {
        sum_leaf(job, node, measure);
        copy_sum(upper, sum);
    }
    copy_sum(held, upper);
    if (own != NULL) {
        set_sum(held, own->value, own->value);
    }
    if (node->parent >= 0 && (counts || sum->known)) {
        add_part(&job->nodes[node->parent].sums[measure], sum->known ? sum : held);
        add_part(&job->nodes[node->parent].upper[measure], held);
    }
}

/* ---- comparing ---- */

const char *wj_audit_sum_text(struct wj_audit_job *job, const struct wj_audit_sum *sum)
{
    const char *low = wj_audit_number(job, sum->low, false);
    return mpq_equal(sum->low, sum->high) != 0
               ? low
               : wj_audit_text(job, "%s…%s", low, wj_audit_number(job, sum->high, false));
}

/* The node itself, or below it the first that has several parts. */
static size_t split_node(const struct wj_audit_job *job, size_t node, size_t measure)
{
    for (size_t i = node + 1; i < job->node_count && job->nodes[node].sums[measure].parts == 1;
         i++) {
        node = job->nodes[i].parent == (long)node && job->nodes[i].sums[measure].known ? i : node;
    }
    return node;
}

const char *wj_audit_items(struct wj_audit_job *job, size_t node, size_t measure)
{
    node = split_node(job, node, measure);
    const struct wj_audit_sum *sum = &job->nodes[node].sums[measure];
    struct wj_buf buf = {0};
    size_t items = 0;
    for (size_t i = node + 1; i < job->node_count && sum->parts > 0; i++) {
        const struct wj_audit_node *child = &job->nodes[i];
        if (child->parent != (long)node || !child->sums[measure].known) {
            continue;
        }
        if (items < MOST_ITEMS) {
            wj_buf_addf(&buf, "%s%s", items > 0 ? "+" : "",
                        wj_audit_sum_text(job, &child->sums[measure]));
        }
        items++;
    }
    if (items > MOST_ITEMS) {
        wj_buf_add_text(&buf, "+…");
    }
    const char *text =
        items > 1 ? wj_audit_text(job, "%s = %s", wj_buf_text(&buf), wj_audit_sum_text(job, sum))
                  : "";
    wj_buf_clear(&buf);
    return text;
}

static const char *measure_name(const struct wj_audit_job *job, size_t measure)
{
    return measure == MEASURE_POINTS ? "分值" : job->scores[measure - MEASURE_SCORE];
}

static const char *subject_of(struct wj_audit_job *job, size_t node, size_t measure)
{
    const char *name = node == 0 ? "合计" : job->nodes[node].shown;
    return wj_audit_text(job, "%s%s%s", name, *name != '\0' ? " " : "", measure_name(job, measure));
}

/* Lies the printed figure between the limits, a digit's width aside? */
static bool lies_between(const struct wj_audit_figure *figure, const struct wj_audit_sum *sum)
{
    mpq_t unit;
    mpq_t edge;
    mpq_inits(unit, edge, NULL);
    if (figure->decimals >= 0) {
        mpq_set_ui(unit, 1, 1);
        mpz_ui_pow_ui(mpq_denref(unit), 10, (unsigned long)figure->decimals);
    }
    mpq_sub(edge, sum->low, unit);
    bool above = mpq_cmp(figure->value, edge) >= 0;
    mpq_add(edge, sum->high, unit);
    bool below = mpq_cmp(figure->value, edge) <= 0;
    mpq_clears(unit, edge, NULL);
    return above && below;
}

static bool fits_sum(struct wj_audit_job *job, const struct wj_audit_figure *figure,
                     const struct wj_audit_sum *sum, const char *subject)
{
    if (!sum->known) {
        return false;
    }
    return mpq_equal(sum->low, sum->high) != 0 ? wj_audit_fits(job, figure, sum->low, subject)
                                               : lies_between(figure, sum);
}

bool wj_audit_check_figure(struct wj_audit_job *job, size_t number, size_t measure,
                           const struct wj_audit_figure *figure, bool report)
{
    struct wj_audit_node *node = &job->nodes[number];
    const struct wj_audit_sum *sum = &node->sums[measure];
    const char *subject = subject_of(job, number, measure);
    if (!sum->known) {
        return true;
    }
    if (measure != MEASURE_POINTS && node->computed != NULL &&
        wj_audit_fits(job, figure, node->computed->value, subject)) {
        return true;
    }
    if (fits_sum(job, figure, sum, subject) ||
        fits_sum(job, figure, &node->upper[measure], subject)) {
        return true;
    }
    if (report) {
        const char *computed = wj_audit_sum_text(job, sum);
        struct wj_audit_finding finding = {
            .kind = measure == MEASURE_POINTS ? "points" : "score",
            .file = figure->place.file,
            .line = figure->place.line,
            .column = figure->place.column,
            .subject = subject,
            .stated = figure->text,
            .computed = computed,
            .arithmetic = wj_audit_items(job, number, measure),
        };
        if (sum->parts > 0) {
            wj_audit_add(job, &finding, _("%s: %s is stated, the parts add up to %s"), subject,
                         figure->text, computed);
        } else {
            wj_audit_add(job, &finding, _("%s: %s is stated here, %s in the table"), subject,
                         figure->text, computed);
        }
    }
    return false;
}

/* ---- 得分率 ---- */

/* Fits the rate score/points? One without a percent sign may stand for 0.9267 or for 92.67. */
static bool fits_rate(struct wj_audit_job *job, const struct wj_audit_figure *figure,
                      const mpq_t rate, const char *subject)
{
    if (wj_audit_fits(job, figure, rate, subject)) {
        return true;
    }
    mpq_t hundred;
    mpq_init(hundred);
    mpq_set_ui(hundred, 100, 1);
    mpq_mul(hundred, hundred, rate);
    bool fits = !figure->percent && wj_audit_fits(job, figure, hundred, subject);
    mpq_clear(hundred);
    return fits;
}

/* Sets the rate of a node in a score column; false where it has none. */
static bool rate_of(const struct wj_audit_node *node, size_t score, mpq_t rate)
{
    const struct wj_audit_sum *sum = &node->held[MEASURE_SCORE + score];
    const struct wj_audit_sum *points = &node->held[MEASURE_POINTS];
    bool known = sum->known && points->known && mpq_sgn(points->low) > 0 &&
                 mpq_equal(sum->low, sum->high) != 0;
    if (known) {
        mpq_div(rate, sum->low, points->low);
    }
    return known;
}

bool wj_audit_check_rate(struct wj_audit_job *job, size_t number, size_t score,
                         const struct wj_audit_figure *figure, bool report)
{
    const struct wj_audit_node *node = &job->nodes[number];
    const char *subject =
        wj_audit_text(job, "%s率", subject_of(job, number, MEASURE_SCORE + score));
    mpq_t rate;
    mpq_init(rate);
    bool known = rate_of(node, score, rate);
    bool fits = !known || fits_rate(job, figure, rate, subject);
    if (!fits && report) {
        const char *computed = wj_audit_number(job, rate, true);
        struct wj_audit_finding finding = {
            .kind = "rate",
            .file = figure->place.file,
            .line = figure->place.line,
            .column = figure->place.column,
            .subject = subject,
            .stated = figure->text,
            .computed = computed,
            .arithmetic = wj_audit_text(
                job, "%s÷%s = %s", wj_audit_sum_text(job, &node->held[MEASURE_SCORE + score]),
                wj_audit_sum_text(job, &node->held[MEASURE_POINTS]), computed),
        };
        wj_audit_add(job, &finding, _("%s: %s is stated, the score gives %s"), subject,
                     figure->text, computed);
    }
    mpq_clear(rate);
    return fits;
}

static bool has_rate(const struct wj_audit_node *node, size_t score)
{
    mpq_t rate;
    mpq_init(rate);
    bool has = rate_of(node, score, rate);
    mpq_clear(rate);
    return has;
}

/* A column 得分率 without a score column of its own name fits any of them. */
static void check_rate_cell(struct wj_audit_job *job, size_t node, size_t score,
                            const struct wj_audit_figure *figure)
{
    size_t last = score > 0 ? score + 1 : job->score_count;
    size_t first = AUDIT_SCORES;
    for (size_t i = score; i < last; i++) {
        if (!has_rate(&job->nodes[node], i)) {
            continue;
        }
        first = first == AUDIT_SCORES ? i : first;
        if (wj_audit_check_rate(job, node, i, figure, false)) {
            return;
        }
    }
    if (first < AUDIT_SCORES) {
        wj_audit_check_rate(job, node, first, figure, true);
    }
}

static void check_node_rates(struct wj_audit_job *job, size_t node)
{
    for (size_t score = 0; score < job->score_count; score++) {
        const struct wj_audit_figures *rates = &job->nodes[node].rates[MEASURE_SCORE + score];
        for (size_t i = 0; i < rates->count; i++) {
            check_rate_cell(job, node, score, rates->list[i]);
        }
    }
}

/* ---- all of the table ---- */

/* What an indicator's own cell says against its formula, and further cells against the first. */
static void check_leaf(struct wj_audit_job *job, size_t number, size_t measure)
{
    const struct wj_audit_node *node = &job->nodes[number];
    const struct wj_audit_figures *figures = &node->figures[measure];
    const char *subject = subject_of(job, number, measure);
    if (measure != MEASURE_POINTS && node->computed != NULL && figures->count > 0 &&
        !wj_audit_fits(job, figures->list[0], node->computed->value, subject)) {
        const struct wj_audit_figure *figure = figures->list[0];
        const char *computed = wj_audit_number(job, node->computed->value, false);
        struct wj_audit_finding finding = {.kind = "formula",
                                           .file = figure->place.file,
                                           .line = figure->place.line,
                                           .column = figure->place.column,
                                           .subject = subject,
                                           .stated = figure->text,
                                           .computed = computed,
                                           .arithmetic = node->computed->items};
        wj_audit_add(job, &finding, _("%s: %s is stated, the formula gives %s"), subject,
                     figure->text, computed);
    }
    for (size_t i = 1; i < figures->count; i++) {
        wj_audit_check_figure(job, number, measure, figures->list[i], true);
    }
}

static void check_full_marks(struct wj_audit_job *job)
{
    const struct wj_audit_node *root = &job->nodes[0];
    const struct wj_audit_sum *sum = &root->held[MEASURE_POINTS];
    for (size_t i = 0; i < job->stated.count; i++) {
        if (strcmp(job->stated.list[i].scope, "满分") == 0) {
            return;
        }
    }
    if (root->figures[MEASURE_POINTS].count > 0 || !sum->known || sum->parts == 0 ||
        mpq_cmp_ui(sum->low, 100, 1) == 0 || mpq_cmp_ui(sum->low, 1, 1) == 0) {
        return;
    }
    const char *computed = wj_audit_sum_text(job, sum);
    struct wj_audit_finding finding = {.kind = "points",
                                       .file = job->table.path,
                                       .line = job->table.rows[0].line,
                                       .subject = "分值",
                                       .stated = "100",
                                       .computed = computed,
                                       .arithmetic = wj_audit_items(job, 0, MEASURE_POINTS)};
    wj_audit_add(job, &finding,
                 _("the points add up to %s, not to 100; a total row or a stated 满分 names other "
                   "full marks"),
                 computed);
}

void wj_audit_check_sums(struct wj_audit_job *job)
{
    size_t measures = MEASURE_SCORE + job->score_count;
    for (size_t i = job->node_count; i-- > 0;) {
        for (size_t measure = 0; measure < measures; measure++) {
            sum_node(job, &job->nodes[i], measure);
        }
    }
    for (size_t i = 0; i < job->node_count; i++) {
        for (size_t measure = 0; measure < measures; measure++) {
            const struct wj_audit_figures *figures = &job->nodes[i].figures[measure];
            if (job->nodes[i].sums[measure].parts == 0) {
                check_leaf(job, i, measure);
                continue;
            }
            for (size_t j = 0; j < figures->count; j++) {
                wj_audit_check_figure(job, i, measure, figures->list[j], true);
            }
        }
        check_node_rates(job, i);
    }
    check_full_marks(job);
}
