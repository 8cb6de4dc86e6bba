#include "wjtab/survey/survey.h"

static void clear_options(struct wj_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mpq_clear(options[i].score);
    }
}

static void clear_questions(struct wj_survey *survey)
{
    for (size_t i = 0; i < survey->question_count; i++) {
        struct wj_question *question = &survey->questions[i];
        clear_options(question->options, question->option_count);
        mpq_clears(question->top, question->min, question->max, NULL);
        wj_formula_free(question->asked_if);
    }
}

static void clear_valid(struct wj_valid *valid)
{
    mpq_clears(valid->at_least, valid->max_missing, NULL);
    for (size_t i = 0; i < valid->rule_count; i++) {
        wj_formula_free(valid->rules[i].reject_if);
    }
}

static void clear_measures(struct wj_survey *survey)
{
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_measure *measure = &survey->measures[i];
        for (size_t j = 0; measure->weights != NULL && j < measure->item_count; j++) {
            mpq_clear(measure->weights[j]);
        }
    }
}

static void clear_weighting(struct wj_survey *survey)
{
    for (size_t i = 0; i < survey->weighting.margin_count; i++) {
        struct wj_margin *margin = &survey->weighting.margins[i];
        size_t count = survey->questions[margin->question].option_count;
        for (size_t j = 0; j < count; j++) {
            mpq_clear(margin->targets[j]);
        }
        mpq_clear(margin->total);
    }
}

void wj_survey_free(struct wj_survey *survey)
{
    if (survey == NULL) {
        return;
    }
    clear_weighting(survey);
    clear_questions(survey);
    clear_valid(&survey->valid);
    clear_measures(survey);
    mpq_clears(survey->confidence, survey->sample_size, survey->tests.levels[0],
               survey->tests.levels[1], survey->weighting.trim, NULL);
    for (size_t i = 0; i < survey->table_count; i++) {
        wj_formula_free(survey->tables[i].where);
    }
    for (size_t i = 0; i < survey->score.grade_count; i++) {
        mpq_clear(survey->score.grades[i].from);
    }
    for (size_t i = 0; i < survey->pattern_count; i++) {
        wj_pattern_free(survey->patterns[i]);
    }
    wj_free(survey->patterns);
    wj_map_clear(&survey->names);
    wj_arena_clear(&survey->arena);
    wj_free(survey);
}

bool wj_measure_is_composite(const struct wj_measure *measure)
{
    return measure->kind != WJ_SHARE_OF && measure->item_count > 1;
}

const struct wj_measure *wj_survey_composite(const struct wj_survey *survey)
{
    for (size_t i = 0; i < survey->measure_count; i++) {
        if (wj_measure_is_composite(&survey->measures[i])) {
            return &survey->measures[i];
        }
    }
    return NULL;
}

long wj_survey_question(const struct wj_survey *survey, struct wj_slice name)
{
    const uint64_t *number = wj_map_get(&survey->names, name);
    return number != NULL ? (long)*number - 1 : -1;
}

static long find(void *user, struct wj_slice name)
{
    return wj_survey_question(user, name);
}

static void each(void *user, struct wj_nearest *nearest)
{
    const struct wj_survey *survey = user;
    for (size_t i = 0; i < survey->question_count; i++) {
        wj_nearest_try(nearest, wj_slice_of(survey->questions[i].name));
    }
}

static bool can_have(void *user, long name)
{
    const struct wj_survey *survey = user;
    return survey->questions[name].type == WJ_MULTIPLE;
}

enum wj_status wj_question_code(const struct wj_question *question, struct wj_slice code,
                                long *option)
{
    struct wj_buf wanted = {0};
    struct wj_buf known = {0};
    enum wj_status status = wj_text_clean(&wanted, code, true);
    *option = -1;
    for (size_t i = 0; status == WJ_OK && *option < 0 && i < question->option_count; i++) {
        wj_buf_reset(&known);
        status = wj_text_clean(&known, wj_slice_of(question->options[i].code), true);
        if (status == WJ_OK && wj_slice_equal(wj_buf_slice(&known), wj_buf_slice(&wanted))) {
            *option = (long)i;
        }
    }
    wj_buf_clear(&known);
    wj_buf_clear(&wanted);
    return status;
}

static bool has_code(void *user, long name, struct wj_slice code, struct wj_nearest *nearest)
{
    const struct wj_survey *survey = user;
    const struct wj_question *question = &survey->questions[name];
    long option;
    for (size_t i = 0; i < question->option_count; i++) {
        wj_nearest_try(nearest, wj_slice_of(question->options[i].code));
        wj_nearest_mean(nearest, wj_slice_of(question->options[i].label),
                        wj_slice_of(question->options[i].code));
    }
    /* Without memory nothing is known, and the code is not to blame. */
    return question->option_count == 0 || wj_question_code(question, code, &option) != WJ_OK ||
           option >= 0;
}

static void add_codes(void *user, long name, struct wj_buf *out)
{
    enum { MOST_SHOWN = 20 };
    const struct wj_survey *survey = user;
    const struct wj_question *question = &survey->questions[name];
    struct wj_buf shown = {0};
    for (size_t i = 0; i < question->option_count && i < MOST_SHOWN; i++) {
        struct wj_slice code = wj_slice_of(question->options[i].code);
        wj_buf_addf(out, "%s%s", i > 0 ? ", " : "", wj_text_excerpt(&shown, code));
        wj_buf_reset(&shown);
    }
    wj_buf_add_text(out, question->option_count > MOST_SHOWN ? ", …" : "");
    wj_buf_clear(&shown);
}

struct wj_names wj_survey_names(struct wj_survey *survey)
{
    struct wj_names names = {survey, find, each, can_have, has_code, add_codes, NULL};
    return names;
}

struct wj_place wj_survey_place(const struct wj_survey *survey, struct wj_mark mark)
{
    struct wj_place place = {survey->path, mark.line, mark.column};
    return place;
}
