#include "stated.h"

#include <string.h>

#include "print.h"
#include "wjtab/base/message.h"
#include "wjtab/score/audit.h"
#include "wjtab/score/stated.h"

/* A figure of ours that a published one is compared with. */
struct own {
    enum { NOT_THERE, NOT_SHOWN, NO_VALUE, NUMBER, WORD } kind;
    const mpq_t *number;
    struct wj_figure computed; /* `number` may point here */
    const char *word;
    bool is_percent; /* printed as a percentage */
};

struct compare {
    const struct wj_findings *findings;
    struct wj_arena *arena;
    struct own own;
};

static void take_number(struct own *own, const mpq_t *number, bool exists, bool is_percent)
{
    own->kind = exists ? NUMBER : NO_VALUE;
    own->number = number;
    own->is_percent = is_percent;
}

static void take_figure(struct own *own, const struct wj_figure *figure)
{
    take_number(own, &figure->value, figure->exists, true);
    own->kind = figure->hidden ? NOT_SHOWN : own->kind;
}

static void take_count(struct own *own, uint64_t count)
{
    wj_number_ratio(own->computed.value, count, 1);
    take_number(own, &own->computed.value, true, false);
    own->kind = count == WJ_HIDDEN ? NOT_SHOWN : own->kind;
}

/* ---- the survey ---- */

static void find_return(struct compare *compare, const char *name)
{
    const struct wj_findings *findings = compare->findings;
    if (strcmp(name, "发放问卷") == 0 && findings->survey->has_distributed) {
        take_count(&compare->own, findings->survey->distributed);
    } else if (strcmp(name, "回收问卷") == 0) {
        take_count(&compare->own, findings->returned);
    } else if (strcmp(name, "有效问卷") == 0) {
        take_count(&compare->own, findings->tally->effective);
    } else if (strcmp(name, "回收率") == 0) {
        take_figure(&compare->own, &findings->figures->return_rate);
    } else if (strcmp(name, "有效率") == 0) {
        take_figure(&compare->own, &findings->figures->valid_rate);
    }
}

static long find_option(const struct wj_question *question, struct wj_slice name)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (wj_slice_is(name, question->options[i].label) ||
            wj_slice_is(name, question->options[i].code)) {
            return (long)i;
        }
    }
    return -1;
}

/* `题目/选项` */
static void find_of_option(struct compare *compare, const char *scope, const char *name)
{
    const struct wj_findings *findings = compare->findings;
    const char *slash = strchr(name, '/');
    if (slash == NULL) {
        return;
    }
    long number = wj_survey_question(findings->survey, wj_slice(name, (size_t)(slash - name)));
    if (number < 0) {
        return;
    }
    long option = find_option(&findings->survey->questions[number], wj_slice_of(slash + 1));
    if (option < 0) {
        return;
    }
    if (strcmp(scope, "选项人数") == 0) {
        take_count(&compare->own, findings->tally->questions[number].counts[option]);
    } else if (strcmp(scope, "选项占比") == 0) {
        take_figure(&compare->own, &findings->figures->questions[number].shares[option]);
    } else {
        take_figure(&compare->own, &findings->figures->questions[number].contributions[option]);
    }
}

static void find_in_survey(struct compare *compare, const char *scope, const char *name)
{
    const struct wj_findings *findings = compare->findings;
    const struct wj_survey *survey = findings->survey;
    if (strcmp(scope, "回收") == 0) {
        find_return(compare, name);
    } else if (strcmp(scope, "题目") == 0) {
        long number = wj_survey_question(survey, wj_slice_of(name));
        if (number >= 0) {
            take_figure(&compare->own, &findings->figures->questions[number].rate);
        }
    } else if (strcmp(scope, "指标") == 0) {
        for (size_t i = 0; i < survey->measure_count; i++) {
            if (strcmp(survey->measures[i].name, name) == 0) {
                take_figure(&compare->own, &findings->figures->measures[i]);
            }
        }
    } else {
        find_of_option(compare, scope, name);
    }
}

bool wj_stated_survey_figure(const struct wj_findings *findings, const char *scope,
                             const char *name, mpq_t value)
{
    struct compare compare = {.findings = findings};
    mpq_init(compare.own.computed.value);
    find_in_survey(&compare, scope, name);
    bool exists = compare.own.kind == NUMBER;
    if (exists) {
        mpq_set(value, *compare.own.number);
    }
    mpq_clear(compare.own.computed.value);
    return exists;
}

/* ---- the scoring table ---- */

static void take_ratio(struct own *own, const mpq_t score, const mpq_t points, bool exists)
{
    own->computed.exists = exists && mpq_sgn(points) > 0;
    if (own->computed.exists) {
        mpq_div(own->computed.value, score, points);
    }
    take_figure(own, &own->computed);
}

/* What of a level or an indicator is meant: 分值, 得分 or 得分率. */
static void take_part(struct own *own, const char *part, const mpq_t *points, const mpq_t *score,
                      bool has_score)
{
    if (strcmp(part, "分值") == 0) {
        take_number(own, points, true, false);
    } else if (strcmp(part, "得分") == 0) {
        take_number(own, score, has_score, false);
    } else if (strcmp(part, "得分率") == 0) {
        take_ratio(own, *score, *points, has_score);
    }
}

/* `一级指标得分` and the like. */
static void find_level(struct compare *compare, const char *scope, const char *name)
{
    static const char *const numerals[WJ_LEVELS] = {"一级指标", "二级指标", "三级指标", "四级指标"};
    const struct wj_scoring *scoring = compare->findings->scoring;
    size_t level = 0;
    while (level < WJ_LEVELS && strncmp(scope, numerals[level], strlen(numerals[level])) != 0) {
        level++;
    }
    if (level == WJ_LEVELS) {
        return;
    }
    const char *part = scope + strlen(numerals[level]);
    for (size_t i = 0; i < scoring->level_count; i++) {
        const struct wj_level *found = &scoring->levels[i];
        if (found->level == level + 1 && strcmp(found->name, name) == 0) {
            take_part(&compare->own, part, &found->points, &found->score, found->has_score);
            return;
        }
    }
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        const struct wj_indicator *found = &scoring->indicators[i];
        if (found->depth == level + 1 && strcmp(found->levels[level], name) == 0) {
            take_part(&compare->own, part, &found->points, &found->score, found->has_score);
            return;
        }
    }
}

static void take_fact(struct own *own, const struct wj_fact *fact)
{
    if (fact->text == NULL) {
        take_number(own, &fact->value, true, false);
        return;
    }
    own->kind = WORD;
    own->word = fact->text;
}

static void find_in_scoring(struct compare *compare, const char *scope, const char *name)
{
    const struct wj_scoring *scoring = compare->findings->scoring;
    if (strcmp(scope, "总分") == 0) {
        take_number(&compare->own, &scoring->total, scoring->has_total, false);
    } else if (strcmp(scope, "等级") == 0) {
        compare->own.kind = scoring->grade != NULL ? WORD : NO_VALUE;
        compare->own.word = scoring->grade;
    } else if (strcmp(scope, "事实") == 0) {
        for (size_t i = 0; i < scoring->fact_count; i++) {
            if (strcmp(scoring->facts[i].name, name) == 0) {
                take_fact(&compare->own, &scoring->facts[i]);
            }
        }
    } else {
        find_level(compare, scope, name);
    }
}

/* ---- comparing ---- */

static bool agrees(const struct own *own, const struct wj_stated_figure *stated,
                   enum wj_round_mode mode)
{
    bool readable;
    switch (own->kind) {
    case NUMBER:
        return wj_stated_agrees(wj_slice_of(stated->value), *own->number, mode, &readable);
    case WORD:
        return strcmp(own->word, stated->value) == 0;
    case NOT_THERE:
    case NOT_SHOWN:
    case NO_VALUE:
        break;
    }
    return false;
}

/* How many decimals a published figure shows. */
static unsigned decimals_of(const char *stated)
{
    const char *point = strchr(stated, '.');
    size_t count = point != NULL ? strspn(point + 1, "0123456789") : 0;
    return count < 15 ? (unsigned)count : 15;
}

/* Our figure, with as many decimals as the published one shows, and at least the usual ones. */
static const char *printed(struct compare *compare, const char *stated)
{
    const struct own *own = &compare->own;
    struct wj_rounding rounding = compare->findings->survey->percent;
    if (own->kind == WORD) {
        return own->word;
    }
    if (own->kind != NUMBER) {
        return WJ_NO_FIGURE;
    }
    struct wj_figure figure = {.exists = true};
    unsigned decimals = decimals_of(stated);
    rounding.places = decimals > rounding.places ? decimals : rounding.places;
    mpq_init(figure.value);
    mpq_set(figure.value, *own->number);
    bool as_percent = own->is_percent || strchr(stated, '%') != NULL;
    const char *text = as_percent ? wj_print_percent(compare->arena, &figure, rounding)
                                  : wj_print_exact(compare->arena, figure.value);
    mpq_clear(figure.value);
    return text;
}

static enum wj_status compare_one(struct wj_diags *diags, struct compare *compare,
                                  const struct wj_stated_figure *stated,
                                  struct wj_comparison *comparison)
{
    const struct wj_findings *findings = compare->findings;
    struct wj_place place = {.file = findings->stated, .line = stated->line};
    if (wj_audit_scope(stated->scope) || *stated->value == '=') {
        return WJ_OK; /* a matter of `wjtab audit` */
    }
    compare->own.kind = NOT_THERE;
    if (findings->tally != NULL) {
        find_in_survey(compare, stated->scope, stated->name);
    }
    if (findings->scoring != NULL && compare->own.kind == NOT_THERE) {
        find_in_scoring(compare, stated->scope, stated->name);
    }
    if (compare->own.kind == NOT_THERE) {
        return wj_fail(diags, WJ_DEFINITION, "unknown_figure", &place,
                       _("there is no figure “%s” in “%s” to compare with; docs/formats.md lists "
                         "what 范围 and 名称 may be"),
                       stated->name, stated->scope);
    }
    if (compare->own.kind == NOT_SHOWN) {
        return WJ_OK; /* that it differs, or not, would show it */
    }
    comparison->compared++;
    if (agrees(&compare->own, stated, findings->survey->percent.mode)) {
        return WJ_OK;
    }
    struct wj_difference *difference = &comparison->list[comparison->count++];
    *difference = (struct wj_difference){
        .scope = wj_arena_copy(compare->arena, wj_slice_of(stated->scope)),
        .name = wj_arena_copy(compare->arena, wj_slice_of(stated->name)),
        .stated = wj_arena_copy(compare->arena, wj_slice_of(stated->value)),
        .computed = printed(compare, stated->value),
    };
    if (difference->scope == NULL || difference->name == NULL || difference->stated == NULL) {
        return WJ_MEMORY;
    }
    wj_diag_add(diags, WJ_WARNING, "stated_differs", &place, _("%s%s%s: published %s, computed %s"),
                stated->scope, stated->name[0] != '\0' ? " " : "", stated->name, stated->value,
                difference->computed);
    return WJ_OK;
}

enum wj_status wj_stated_compare(struct wj_diags *diags, const struct wj_findings *findings,
                                 struct wj_arena *arena, struct wj_comparison *comparison)
{
    struct wj_stated stated = {0};
    struct compare compare = {.findings = findings, .arena = arena};
    mpq_init(compare.own.computed.value);
    enum wj_status result = wj_stated_read(diags, findings->stated, &stated);
    if (result == WJ_OK) {
        comparison->list = wj_arena_alloc(arena, (stated.count + 1) * sizeof *comparison->list);
        result = comparison->list != NULL ? WJ_OK : WJ_MEMORY;
    }
    for (size_t i = 0; result != WJ_MEMORY && i < stated.count; i++) {
        enum wj_status status = compare_one(diags, &compare, &stated.list[i], comparison);
        result = status != WJ_OK ? status : result;
    }
    mpq_clear(compare.own.computed.value);
    wj_stated_clear(&stated);
    return result;
}
