#include "define.h"

#include "wjtab/base/message.h"
#include "yaml_file.h"

enum {
    SURVEY,
    POPULATION,
    DISTRIBUTED,
    RETURNED,
    RESPONSES,
    ENCODING,
    DELIMITER,
    SHEET,
    ID,
    SCALES,
    QUESTIONS,
    VALID,
    BASE,
    MEASURES,
    TABLES,
    WEIGHTING,
    CONFIDENCE,
    TESTS,
    INTERVALS,
    SUMMARIES,
    SMALL_BASE,
    SUPPRESS_BELOW,
    SAMPLE_SIZE,
    PREVIOUS,
    OPEN_ANSWERS,
    ROUNDING,
    SCORE,
    REPORT,
    FORM,
    OUTPUT,
    SURVEY_KEYS
};

static const struct wj_key survey_keys[SURVEY_KEYS] = {
    [SURVEY] = {"survey", false},
    [POPULATION] = {"population", false},
    [DISTRIBUTED] = {"distributed", false},
    [RETURNED] = {"returned", false},
    [RESPONSES] = {"responses", false},
    [ENCODING] = {"encoding", false},
    [DELIMITER] = {"delimiter", false},
    [SHEET] = {"sheet", false},
    [ID] = {"id", false},
    [SCALES] = {"scales", false},
    [QUESTIONS] = {"questions", false},
    [VALID] = {"valid", false},
    [BASE] = {"base", false},
    [MEASURES] = {"measures", false},
    [TABLES] = {"tables", false},
    [WEIGHTING] = {"weighting", false},
    [CONFIDENCE] = {"confidence", false},
    [TESTS] = {"tests", false},
    [INTERVALS] = {"intervals", false},
    [SUMMARIES] = {"summaries", false},
    [SMALL_BASE] = {"small_base", false},
    [SUPPRESS_BELOW] = {"suppress_below", false},
    [SAMPLE_SIZE] = {"sample_size", false},
    [PREVIOUS] = {"previous", false},
    [OPEN_ANSWERS] = {"open_answers", false},
    [ROUNDING] = {"rounding", false},
    [SCORE] = {"score", false},
    [REPORT] = {"report", false},
    [FORM] = {"form", false},
    [OUTPUT] = {"output", false},
};

/* What a scoring project without a survey may hold. */
static const size_t scoring_keys[] = {SURVEY, ROUNDING, SCORE, REPORT, OUTPUT};

/* Cells up to here can be hidden. */
enum { MOST_SUPPRESSED = 1000 };

static const uint64_t most_people = UINT64_C(999999999999999);

/* --- the plain keys --- */

static void read_counts(struct wj_define *define, const yaml_node_t **values)
{
    struct wj_survey *survey = define->survey;
    survey->has_population =
        wj_define_count(define, values[POPULATION], 1, most_people, &survey->population);
    if (survey->has_population) {
        survey->population_mark = wj_define_mark(values[POPULATION]);
    }
    survey->has_distributed =
        wj_define_count(define, values[DISTRIBUTED], 0, most_people, &survey->distributed);
    survey->has_returned =
        wj_define_count(define, values[RETURNED], 0, most_people, &survey->returned);
}

static void read_responses(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_ENTRIES, .or_one = true};
    struct wj_survey *survey = define->survey;
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    survey->responses_mark = wj_define_mark(node);
    survey->responses = wj_define_array(define, count, sizeof *survey->responses);
    for (size_t i = 0; survey->responses != NULL && i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        survey->response_count +=
            wj_define_text(define, item, &survey->responses[survey->response_count]) ? 1 : 0;
    }
}

static void read_shape(struct wj_define *define, const yaml_node_t **values)
{
    struct wj_survey *survey = define->survey;
    struct wj_slice text;
    if (wj_define_slice(define, values[ENCODING], &text) &&
        !wj_encoding_parse(text, &survey->encoding)) {
        wj_define_fault(define, values[ENCODING], "unknown_word",
                        _("“%s” is not one of auto, utf-8, gb18030, utf-16; GBK and GB2312 are "
                          "parts of gb18030"),
                        wj_define_show(define, text));
    }
    if (wj_define_raw(define, values[DELIMITER], &text) &&
        !wj_delimiter_parse(text, &survey->delimiter)) {
        wj_define_fault(define, values[DELIMITER], "delimiter",
                        _("“delimiter” is auto, tab, or one ASCII character in quotes, as in "
                          "delimiter: ';'"));
    }
    wj_define_text(define, values[SHEET], &survey->sheet);
}

static void read_base(struct wj_define *define, const yaml_node_t *node)
{
    static const char *const words[] = {"valid", "answered"};
    size_t word;
    if (wj_define_word(define, node, words, 2, &word)) {
        define->survey->base = (enum wj_base)word;
    }
}

static void read_title(struct wj_define *define, const yaml_node_t *root,
                       const yaml_node_t **values, bool report)
{
    struct wj_survey *survey = define->survey;
    survey->title = wj_define_copy(define, wj_slice_of(""));
    wj_define_text(define, values[SURVEY], &survey->title);
    if (values[SURVEY] == NULL && values[QUESTIONS] != NULL && report) {
        wj_define_fault(define, root, "missing_key",
                        _("the definition needs a title: “survey: …”"));
    }
}

/* --- what goes together --- */

static bool is_for_scoring(size_t key)
{
    for (size_t i = 0; i < sizeof scoring_keys / sizeof scoring_keys[0]; i++) {
        if (scoring_keys[i] == key) {
            return true;
        }
    }
    return false;
}

/* Drops keys that mean nothing without questions. */
static void check_scoring_only(struct wj_define *define, const yaml_node_t *root,
                               const yaml_node_t **values, bool report)
{
    if (values[SCORE] == NULL && report) {
        wj_define_fault(define, root, "nothing_to_do",
                        _("the definition has neither “questions” nor “score”"));
    }
    for (size_t key = 0; key < SURVEY_KEYS; key++) {
        if (values[key] == NULL || is_for_scoring(key)) {
            continue;
        }
        if (report) {
            wj_define_fault(define, values[key], "needs_questions",
                            _("“%s” needs “questions”; a definition without questions holds "
                              "score, rounding, report and output only"),
                            survey_keys[key].name);
        }
        values[key] = NULL;
    }
}

static void read_statistics(struct wj_define *define, const yaml_node_t **values)
{
    wj_define_weighting(define, values[WEIGHTING]);
    wj_define_level(define, values[CONFIDENCE], define->survey->confidence);
    wj_define_tests(define, values[TESTS]);
    wj_define_intervals(define, values[INTERVALS]);
    wj_define_summaries(define, values[SUMMARIES]);
    wj_define_small_base(define, values[SMALL_BASE]);
    wj_define_count(define, values[SUPPRESS_BELOW], 2, MOST_SUPPRESSED,
                    &define->survey->suppress_below);
    wj_define_open_answers(define, values[OPEN_ANSWERS]);
    define->survey->has_sample_size =
        wj_define_level(define, values[SAMPLE_SIZE], define->survey->sample_size);
    wj_define_text(define, values[PREVIOUS], &define->survey->previous);
}

static void read_all(struct wj_define *define, const yaml_node_t *root)
{
    const yaml_node_t *values[SURVEY_KEYS] = {0};
    size_t errors = define->diags->errors;
    if (!wj_define_mapping(define, root, _("the definition"), survey_keys, SURVEY_KEYS, values)) {
        return;
    }
    /* What seems to be missing may be there under an unknown key. */
    bool report = define->diags->errors == errors;
    if (values[QUESTIONS] == NULL) {
        check_scoring_only(define, root, values, report);
    }
    read_title(define, root, values, report);
    read_counts(define, values);
    read_responses(define, values[RESPONSES]);
    read_shape(define, values);
    wj_define_column(define, values[ID], &define->survey->id);
    wj_define_scales(define, values[SCALES]);
    wj_define_questions(define, values[QUESTIONS]);
    wj_define_valid(define, values[VALID]);
    read_base(define, values[BASE]);
    wj_define_measures(define, values[MEASURES]);
    wj_define_tables(define, values[TABLES]);
    read_statistics(define, values);
    wj_define_rounding(define, values[ROUNDING]);
    wj_define_score(define, values[SCORE]);
    wj_define_report(define, values[REPORT]);
    wj_define_form(define, values[FORM]);
    wj_define_output(define, values[OUTPUT]);
}

/* --- the order of the file --- */

static bool is_before(uint64_t line, uint64_t column, uint64_t other_line, uint64_t other_column)
{
    return line < other_line || (line == other_line && column < other_column);
}

/* Puts the messages of this definition in the order of its lines. */
static void sort_messages(struct wj_diags *diags, size_t first)
{
    for (size_t i = first + 1; i < diags->count; i++) {
        struct wj_diag moved = diags->list[i];
        size_t j = i;
        while (j > first && is_before(moved.line, moved.column, diags->list[j - 1].line,
                                      diags->list[j - 1].column)) {
            diags->list[j] = diags->list[j - 1];
            j--;
        }
        diags->list[j] = moved;
    }
}

/* --- loading --- */

static void clear_define(struct wj_define *define)
{
    wj_define_scales_clear(define);
    for (size_t i = 0; i < sizeof define->shown / sizeof define->shown[0]; i++) {
        wj_buf_clear(&define->shown[i]);
    }
}

static enum wj_status read_definition(struct wj_diags *diags, struct wj_yaml *yaml,
                                      struct wj_survey *survey)
{
    size_t first = diags->count;
    size_t errors = diags->errors;
    struct wj_define define = {
        .diags = diags,
        .path = yaml->path,
        .document = &yaml->document,
        .survey = survey,
    };
    memcpy(survey->digest, yaml->digest, sizeof survey->digest);
    survey->path = wj_define_copy(&define, wj_slice_of(yaml->path));
    mpq_inits(survey->valid.at_least, survey->valid.max_missing, survey->confidence,
              survey->sample_size, survey->tests.levels[0], survey->tests.levels[1],
              survey->weighting.trim, NULL);
    mpq_set_ui(survey->confidence, 95, 100);
    mpq_canonicalize(survey->confidence);
    read_all(&define, yaml_document_get_root_node(&yaml->document));
    sort_messages(diags, first);
    clear_define(&define);
    if (define.no_memory || diags->failed) {
        return WJ_MEMORY;
    }
    return diags->errors > errors ? WJ_DEFINITION : WJ_OK;
}

enum wj_status wj_survey_load(struct wj_diags *diags, const char *path, struct wj_survey **survey)
{
    struct wj_yaml yaml = {0};
    *survey = NULL;
    enum wj_status status = wj_yaml_read(diags, path, &yaml);
    struct wj_survey *loaded = status == WJ_OK ? wj_alloc(sizeof *loaded) : NULL;
    if (status == WJ_OK && loaded == NULL) {
        status = WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = read_definition(diags, &yaml, loaded);
    }
    wj_yaml_clear(&yaml);
    if (status == WJ_OK) {
        *survey = loaded;
    } else {
        wj_survey_free(loaded);
    }
    return status;
}
