#include "audit_job.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static const char *const numerals[WJ_LEVELS] = {"一级指标", "二级指标", "三级指标", "四级指标"};

static bool is_among(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

#define IS_AMONG(text, words) is_among(text, words, sizeof words / sizeof *words)

/* The level that a scope is about, 1..4, and what of it (分值, 附表得分, …; "": that it exists). */
static size_t level_scope(const char *scope, const char **part)
{
    for (size_t i = 0; i < WJ_LEVELS; i++) {
        if (strncmp(scope, numerals[i], strlen(numerals[i])) == 0) {
            *part = scope + strlen(numerals[i]);
            bool known = **part == '\0' || strcmp(*part, "分值") == 0 ||
                         wj_slice_ends(wj_slice_of(*part), "得分") ||
                         wj_slice_ends(wj_slice_of(*part), "得分率");
            return known ? i + 1 : 0;
        }
    }
    return 0;
}

bool wj_audit_scope(const char *scope)
{
    static const char *const own[] = {"指标数", "满分", "总得分率", "等级区间", "评分区间",
                                      "金额",   "计算", "要点分值", "要点得分", "完成率"};
    const char *part = "";
    if (IS_AMONG(scope, own)) {
        return true;
    }
    return level_scope(scope, &part) > 0 && strcmp(part, "分值") != 0 &&
           strcmp(part, "得分") != 0 && strcmp(part, "得分率") != 0;
}

/* ---- reading ---- */

static bool is_text_scope(const char *scope)
{
    static const char *const texts[] = {"等级", "等级区间", "评分区间"};
    const char *part = "";
    return IS_AMONG(scope, texts) || (level_scope(scope, &part) > 0 && *part == '\0');
}

static bool is_known_scope(const char *scope)
{
    static const char *const known[] = {"总分", "等级",     "事实",     "回收",    "题目",
                                        "指标", "选项人数", "选项占比", "选项得分"};
    const char *part = "";
    return IS_AMONG(scope, known) || wj_audit_scope(scope) || level_scope(scope, &part) > 0;
}

static struct wj_place place_of(const struct wj_audit_job *job, size_t i)
{
    return (struct wj_place){.file = job->options->stated, .line = job->stated.list[i].line};
}

static bool has_digit(const char *text)
{
    return strpbrk(text, "0123456789") != NULL;
}

/* A number with its unit; NULL where it must be a formula. */
static struct wj_audit_figure *plain_number(struct wj_audit_job *job, size_t i)
{
    const struct wj_stated_figure *stated = &job->stated.list[i];
    struct wj_place place = place_of(job, i);
    struct wj_audit_figure *figure = NULL;
    if (*stated->value != '=') {
        figure = wj_audit_figure_read(job, wj_slice_of(stated->value), &place, NULL);
    }
    return figure != NULL && !has_digit(figure->unit) && strpbrk(figure->unit, "+*/") == NULL
               ? figure
               : NULL;
}

enum wj_status wj_audit_read_stated(struct wj_audit_job *job)
{
    size_t errors = job->diags->errors;
    if (job->options->stated == NULL) {
        return WJ_OK;
    }
    enum wj_status status = wj_stated_read(job->diags, job->options->stated, &job->stated);
    if (status != WJ_OK) {
        return status;
    }
    job->statements =
        wj_arena_alloc(&job->audit->arena, (job->stated.count + 1) * sizeof *job->statements);
    if (job->statements == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < job->stated.count; i++) {
        const struct wj_stated_figure *stated = &job->stated.list[i];
        struct wj_place place = place_of(job, i);
        job->statements[i].stated = stated;
        if (!is_known_scope(stated->scope)) {
            wj_diag_add(job->diags, WJ_ERROR, "unknown_figure", &place,
                        _("“%s” is no 范围 that an audit knows; docs/formats.md lists them"),
                        stated->scope);
        } else if (!is_text_scope(stated->scope)) {
            job->statements[i].figure = plain_number(job, i);
        }
    }
    return job->diags->errors > errors ? WJ_DEFINITION : WJ_OK;
}

/* Computes the values that are formulas, when all names are known. */
static enum wj_status compute_values(struct wj_audit_job *job)
{
    enum wj_status status = WJ_OK;
    size_t errors = job->diags->errors;
    for (size_t i = 0; i < job->stated.count && status != WJ_MEMORY; i++) {
        const struct wj_stated_figure *stated = &job->stated.list[i];
        struct wj_place place = place_of(job, i);
        if (is_text_scope(stated->scope) || job->statements[i].figure != NULL) {
            continue;
        }
        status =
            wj_audit_formula(job, &place, wj_slice_of(stated->value), &job->statements[i].figure);
    }
    if (status == WJ_MEMORY) {
        return status;
    }
    return job->diags->errors > errors ? WJ_DEFINITION : WJ_OK;
}

/* ---- one statement ---- */

static struct wj_audit_finding finding_of(const struct wj_audit_job *job, size_t i,
                                          const char *kind)
{
    const struct wj_audit_statement *statement = &job->statements[i];
    return (struct wj_audit_finding){
        .kind = kind,
        .file = job->options->stated,
        .line = statement->stated->line,
        .subject =
            *statement->stated->name != '\0' ? statement->stated->name : statement->stated->scope,
        .stated = statement->figure != NULL ? statement->figure->text : statement->stated->value,
    };
}

static const char *name_of(struct wj_audit_job *job, size_t i)
{
    return wj_audit_squeeze(job, wj_audit_clean(job, wj_slice_of(job->stated.list[i].name)));
}

/* Is it the value, under some rounding? If not, a finding. */
static void compare_value(struct wj_audit_job *job, size_t i, const char *kind, const mpq_t value,
                          const char *arithmetic)
{
    struct wj_audit_finding finding = finding_of(job, i, kind);
    const struct wj_audit_figure *figure = job->statements[i].figure;
    if (strcmp(kind, "count") == 0) {
        finding.subject = wj_audit_text(job, "指标数 %s", job->stated.list[i].name);
    }
    job->statements[i].compared = true;
    if (wj_audit_fits(job, figure, value, finding.subject)) {
        return;
    }
    const char *computed = wj_audit_number(job, value, figure->percent);
    finding.computed = computed;
    finding.arithmetic = *arithmetic != '\0' ? wj_audit_text(job, "%s = %s", arithmetic, computed)
                         : figure->items != NULL ? figure->text
                                                 : "";
    wj_audit_add(job, &finding, _("%s: %s is stated, it is %s"), finding.subject, figure->text,
                 computed);
}

static void report_missing(struct wj_audit_job *job, size_t i)
{
    struct wj_audit_finding finding = finding_of(job, i, "missing");
    job->statements[i].compared = true;
    wj_audit_add(job, &finding, _("the report names “%s”, which the table does not have"),
                 finding.subject);
}

/* The scores of a node, in the column of this name, or in any. */
static void check_scores(struct wj_audit_job *job, size_t i, size_t node, const char *column,
                         bool rate)
{
    const struct wj_audit_figure *figure = job->statements[i].figure;
    size_t first = AUDIT_SCORES;
    for (size_t score = 0; score < job->score_count; score++) {
        bool named = *column == '\0' || strcmp(job->scores[score], column) == 0;
        const struct wj_audit_sum *sum = &job->nodes[node].sums[MEASURE_SCORE + score];
        if (!named || !sum->known) {
            continue;
        }
        job->statements[i].compared = true;
        first = first == AUDIT_SCORES ? score : first;
        bool fits = rate ? wj_audit_check_rate(job, node, score, figure, false)
                         : wj_audit_check_figure(job, node, MEASURE_SCORE + score, figure, false);
        if (fits) {
            return;
        }
    }
    if (first < AUDIT_SCORES && rate) {
        wj_audit_check_rate(job, node, first, figure, true);
    } else if (first < AUDIT_SCORES) {
        wj_audit_check_figure(job, node, MEASURE_SCORE + first, figure, true);
    }
}

/* The score column that a text names; "" for any: 得分 where no column has just this name. */
static const char *column_named(const struct wj_audit_job *job, const char *name)
{
    for (size_t i = 0; i < job->score_count; i++) {
        if (strcmp(job->scores[i], name) == 0) {
            return name;
        }
    }
    return "";
}

static void check_points(struct wj_audit_job *job, size_t i, size_t node)
{
    job->statements[i].compared = job->nodes[node].sums[MEASURE_POINTS].known;
    wj_audit_check_figure(job, node, MEASURE_POINTS, job->statements[i].figure, true);
}

static void check_level(struct wj_audit_job *job, size_t i, size_t level, const char *part)
{
    long node = wj_audit_find(job, level, name_of(job, i));
    if (node < 0) {
        report_missing(job, i);
    } else if (strcmp(part, "分值") == 0) {
        check_points(job, i, (size_t)node);
    } else if (wj_slice_ends(wj_slice_of(part), "率")) {
        const char *score = wj_audit_text(job, "%.*s", (int)(strlen(part) - strlen("率")), part);
        check_scores(job, i, (size_t)node, column_named(job, score), true);
    } else if (*part != '\0') {
        check_scores(job, i, (size_t)node, column_named(job, part), false);
    } else {
        job->statements[i].compared = true;
        job->audit->compared++;
    }
}

/* 指标数: of a level, or of all indicators. */
static void check_count(struct wj_audit_job *job, size_t i)
{
    const char *name = name_of(job, i);
    size_t level = 0;
    size_t count = 0;
    mpq_t value;
    while (level < WJ_LEVELS && strcmp(name, numerals[level]) != 0) {
        level++;
    }
    for (size_t j = 1; j < job->node_count; j++) {
        const struct wj_audit_node *node = &job->nodes[j];
        bool is_leaf = node->children == 0 &&
                       (node->sums[MEASURE_POINTS].known || node->sums[MEASURE_SCORE].known);
        count += level < WJ_LEVELS ? node->level == level + 1 && (node->children > 0 || is_leaf)
                                   : is_leaf;
    }
    mpq_init(value);
    wj_number_ratio(value, count, 1);
    compare_value(job, i, "count", value, "");
    mpq_clear(value);
}

/* The points, or the score, of an indicator's criteria against its own. */
static void check_criteria(struct wj_audit_job *job, size_t i, bool points)
{
    long number = wj_audit_find(job, 0, name_of(job, i));
    const struct wj_audit_figure *figure = job->statements[i].figure;
    struct wj_audit_finding finding = finding_of(job, i, "criteria");
    if (number < 0) {
        report_missing(job, i);
        return;
    }
    const struct wj_audit_node *node = &job->nodes[number];
    size_t end = points ? MEASURE_POINTS + 1 : MEASURE_SCORE + job->score_count;
    for (size_t j = points ? MEASURE_POINTS : MEASURE_SCORE; j < end; j++) {
        const struct wj_audit_sum *sum = &node->sums[j];
        if (!sum->known) {
            continue;
        }
        job->statements[i].compared = true;
        if (wj_audit_fits(job, figure, sum->low, finding.subject)) {
            return;
        }
        finding.computed =
            finding.computed == NULL ? wj_audit_number(job, sum->low, false) : finding.computed;
    }
    if (finding.computed != NULL) {
        finding.arithmetic = figure->text;
        wj_audit_add(job, &finding,
                     points ? _("%s: its criteria carry %s points, the indicator %s")
                            : _("%s: its criteria have %s, the indicator %s"),
                     finding.subject, figure->text, finding.computed);
    }
}

static bool is_below_one(const struct wj_audit_figure *figure)
{
    mpq_t one;
    mpq_init(one);
    mpq_set_ui(one, 1, 1);
    bool below = mpq_cmp(figure->value, one) < 0;
    mpq_clear(one);
    return below;
}

/* 完成率: less than all of it, and full marks all the same? */
static void check_completion(struct wj_audit_job *job, size_t i)
{
    long number = wj_audit_find(job, 0, name_of(job, i));
    const struct wj_audit_figure *figure = job->statements[i].figure;
    if (number < 0) {
        report_missing(job, i);
        return;
    }
    const struct wj_audit_node *node = &job->nodes[number];
    const struct wj_audit_sum *points = &node->sums[MEASURE_POINTS];
    bool full = false;
    for (size_t j = MEASURE_SCORE; j < MEASURE_SCORE + job->score_count && points->known; j++) {
        const struct wj_audit_sum *sum = &node->sums[j];
        full = full || (sum->known && mpq_equal(sum->low, points->low) != 0 &&
                        mpq_equal(sum->high, sum->low) != 0);
    }
    job->statements[i].compared = true;
    job->audit->compared++;
    if (!full || !is_below_one(figure)) {
        return;
    }
    struct wj_audit_finding finding = finding_of(job, i, "full_marks");
    const char *rate = wj_audit_number(job, figure->value, true);
    finding.stated = wj_audit_sum_text(job, points);
    finding.computed = rate;
    finding.arithmetic =
        figure->items != NULL ? wj_audit_text(job, "%s = %s", figure->items, rate) : figure->text;
    wj_audit_add(job, &finding, _("%s: full marks (%s), but only %s was reached"), finding.subject,
                 finding.stated, rate);
}

/* A fact, a measure: in its own unit. */
static void check_named(struct wj_audit_job *job, size_t i)
{
    const char *unit = "";
    mpq_t value;
    mpq_t factor;
    mpq_inits(value, factor, NULL);
    if (wj_audit_named(job, job->stated.list[i].name, value, &unit)) {
        unsigned long own = wj_audit_money(unit);
        unsigned long stated = wj_audit_money(job->statements[i].figure->unit);
        if (own > 0 && stated > 0) {
            wj_number_ratio(factor, own, stated);
            mpq_mul(value, value, factor);
        }
        compare_value(job, i, "fact", value, "");
    }
    mpq_clears(value, factor, NULL);
}

/* 计算: its name is the formula. */
static enum wj_status check_formula(struct wj_audit_job *job, size_t i)
{
    struct wj_audit_figure *figure = NULL;
    struct wj_place place = place_of(job, i);
    enum wj_status status =
        wj_audit_formula(job, &place, wj_slice_of(job->stated.list[i].name), &figure);
    if (status == WJ_OK) {
        compare_value(job, i, "formula", figure->value, figure->items);
    }
    return status;
}

/* ---- the survey ---- */

static const struct wj_audit_figure *find_stated(const struct wj_audit_job *job, const char *scope,
                                                 const char *name)
{
    for (size_t i = 0; i < job->stated.count; i++) {
        if (strcmp(job->stated.list[i].scope, scope) == 0 &&
            strcmp(job->stated.list[i].name, name) == 0) {
            return job->statements[i].figure;
        }
    }
    return NULL;
}

/* A stated rate against the stated counts that it is made of. */
static void check_ratio(struct wj_audit_job *job, size_t i, const char *kind,
                        const struct wj_audit_figure *part, const struct wj_audit_figure *whole)
{
    mpq_t rate;
    if (part == NULL || whole == NULL || mpq_sgn(whole->value) <= 0) {
        return;
    }
    mpq_init(rate);
    mpq_div(rate, part->value, whole->value);
    compare_value(job, i, kind, rate, wj_audit_text(job, "%s÷%s", part->text, whole->text));
    mpq_clear(rate);
}

/* The people behind a question's shares: the effective forms, else all that its options have. */
static struct wj_audit_figure *base_of(struct wj_audit_job *job, const char *name)
{
    size_t len = strcspn(name, "/");
    struct wj_place place = {.file = job->options->stated};
    struct wj_audit_figure *base = wj_audit_figure_new(job, &place);
    for (size_t i = 0; i < job->stated.count && base != NULL; i++) {
        const struct wj_stated_figure *stated = &job->stated.list[i];
        if (strcmp(stated->scope, "选项人数") == 0 && strncmp(stated->name, name, len + 1) == 0 &&
            job->statements[i].figure != NULL) {
            mpq_add(base->value, base->value, job->statements[i].figure->value);
        }
    }
    if (base != NULL) {
        base->text = wj_audit_number(job, base->value, false);
    }
    return base;
}

/* A share is of the effective forms, or of all who answered the question. */
static void check_share(struct wj_audit_job *job, size_t i)
{
    const char *name = job->stated.list[i].name;
    const struct wj_audit_figure *count = find_stated(job, "选项人数", name);
    const struct wj_audit_figure *valid = find_stated(job, "回收", "有效问卷");
    const struct wj_audit_figure *answers = base_of(job, name);
    mpq_t rate;
    mpq_init(rate);
    if (count != NULL && answers != NULL && mpq_sgn(answers->value) > 0) {
        mpq_div(rate, count->value, answers->value);
        bool of_answers = wj_audit_modes(job->statements[i].figure, rate) != 0;
        check_ratio(job, i, "share", count, of_answers || valid == NULL ? answers : valid);
    }
    mpq_clear(rate);
}

static void check_survey(struct wj_audit_job *job, size_t i)
{
    const struct wj_audit_options *options = job->options;
    const struct wj_stated_figure *stated = &job->stated.list[i];
    mpq_t value;
    mpq_init(value);
    bool known = options->survey_figure != NULL &&
                 options->survey_figure(options->user, stated->scope, stated->name, value);
    if (known) {
        compare_value(job, i, "survey", value, "");
    } else if (strcmp(stated->name, "回收率") == 0) {
        check_ratio(job, i, "share", find_stated(job, "回收", "回收问卷"),
                    find_stated(job, "回收", "发放问卷"));
    } else if (strcmp(stated->name, "有效率") == 0) {
        check_ratio(job, i, "share", find_stated(job, "回收", "有效问卷"),
                    find_stated(job, "回收", "回收问卷"));
    } else if (strcmp(stated->scope, "选项占比") == 0) {
        check_share(job, i);
    } else if (strcmp(stated->scope, "指标") == 0) {
        check_named(job, i);
    }
    mpq_clear(value);
}

/* ---- all ---- */

static enum wj_status check_one(struct wj_audit_job *job, size_t i)
{
    static const char *const survey[] = {"回收",     "题目",     "指标",
                                         "选项人数", "选项占比", "选项得分"};
    const char *scope = job->stated.list[i].scope;
    const char *part = "";
    size_t level = level_scope(scope, &part);
    if (level > 0) {
        check_level(job, i, level, part);
    } else if (IS_AMONG(scope, survey)) {
        check_survey(job, i);
    } else if (strcmp(scope, "指标数") == 0) {
        check_count(job, i);
    } else if (strcmp(scope, "总分") == 0 || strcmp(scope, "总得分率") == 0) {
        check_scores(job, i, 0, name_of(job, i), wj_slice_ends(wj_slice_of(scope), "率"));
    } else if (strcmp(scope, "满分") == 0) {
        check_points(job, i, 0);
    } else if (strcmp(scope, "要点分值") == 0 || strcmp(scope, "要点得分") == 0) {
        check_criteria(job, i, wj_slice_ends(wj_slice_of(scope), "分值"));
    } else if (strcmp(scope, "完成率") == 0) {
        check_completion(job, i);
    } else if (strcmp(scope, "事实") == 0 || strcmp(scope, "金额") == 0) {
        check_named(job, i);
    } else if (strcmp(scope, "计算") == 0) {
        return check_formula(job, i);
    }
    return WJ_OK;
}

/* Could both be the same value, each as it is printed? */
static bool agree(const struct wj_audit_figure *one, const struct wj_audit_figure *other)
{
    unsigned long from = wj_audit_money(other->unit);
    unsigned long to = wj_audit_money(one->unit);
    mpq_t factor;
    mpq_t turned;
    mpq_inits(factor, turned, NULL);
    mpq_set_ui(factor, 1, 1);
    if (from > 0 && to > 0) {
        wj_number_ratio(factor, from, to);
    }
    mpq_mul(turned, other->value, factor);
    bool same = wj_audit_modes(one, turned) != 0;
    mpq_div(turned, one->value, factor);
    same = same || wj_audit_modes(other, turned) != 0;
    mpq_clears(factor, turned, NULL);
    return same;
}

/* Statements on the same thing that nothing else is known of are checked against the first. */
static void check_twins(struct wj_audit_job *job)
{
    struct wj_map first = {0};
    for (size_t i = 0; i < job->stated.count; i++) {
        const struct wj_audit_statement *statement = &job->statements[i];
        const char *scope = statement->stated->scope;
        uint64_t *number = NULL;
        if (statement->figure == NULL || statement->compared) {
            continue;
        }
        const char *key = wj_audit_text(job, "%s/%s", strcmp(scope, "金额") == 0 ? "事实" : scope,
                                        name_of(job, i));
        if (wj_map_put(&first, wj_slice_of(key), &number) != WJ_OK) {
            break;
        }
        if (*number == 0) {
            *number = i + 1;
            continue;
        }
        size_t earlier = (size_t)*number - 1;
        const struct wj_audit_figure *other = job->statements[earlier].figure;
        job->statements[i].compared = true;
        job->statements[earlier].compared = true;
        job->audit->compared++;
        if (agree(statement->figure, other)) {
            continue;
        }
        struct wj_audit_finding finding = finding_of(job, i, "statements");
        finding.computed = other->text;
        finding.arithmetic = statement->figure->items != NULL ? statement->figure->text
                             : other->items != NULL           ? other->text
                                                              : "";
        wj_audit_add(job, &finding, _("%s: %s is stated here, %s on line %llu"), finding.subject,
                     statement->figure->text, other->text,
                     (unsigned long long)job->stated.list[earlier].line);
    }
    wj_map_clear(&first);
}

static void take_grades(struct wj_audit_job *job)
{
    for (size_t i = 0; i < job->stated.count; i++) {
        struct wj_place place = place_of(job, i);
        if (strcmp(job->stated.list[i].scope, "等级") == 0) {
            struct wj_audit_figure *grade = wj_audit_figure_new(job, &place);
            if (grade != NULL) {
                grade->text = job->stated.list[i].value;
                wj_audit_figures_add(&job->grades, grade);
            }
        }
    }
}

enum wj_status wj_audit_check_stated(struct wj_audit_job *job)
{
    enum wj_status status = compute_values(job);
    size_t errors = job->diags->errors;
    take_grades(job);
    for (size_t i = 0; status == WJ_OK && i < job->stated.count; i++) {
        status = check_one(job, i);
        status = status == WJ_DEFINITION ? WJ_OK : status;
    }
    if (status != WJ_OK) {
        return status;
    }
    check_twins(job);
    for (size_t i = 0; i < job->stated.count; i++) {
        const char *scope = job->stated.list[i].scope;
        bool known = job->statements[i].compared || strcmp(scope, "等级") == 0 ||
                     wj_slice_ends(wj_slice_of(scope), "区间");
        job->audit->skipped += known ? 0 : 1;
    }
    return job->diags->errors > errors ? WJ_DEFINITION : WJ_OK;
}
