/* Surveys and records for tests: a definition in YAML, a header, and records, whose fields stand
 * between tabs. */
#ifndef TESTS_UNIT_SURVEY_MATCH_SUPPORT_H
#define TESTS_UNIT_SURVEY_MATCH_SUPPORT_H

#include "../base/support.h"

#include "wjtab/base/number.h"
#include "wjtab/base/text.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/columns.h"
#include "wjtab/survey/survey.h"

enum { MOST_FIELDS = 64 };

/* A zeroed struct is a bench that holds nothing. */
struct bench {
    struct wj_diags diags;
    struct wj_survey *survey;
    struct wj_slice header[MOST_FIELDS];
    size_t header_count;
    struct wj_columns *columns;
    struct wj_coder *coder;
    struct wj_slice fields[MOST_FIELDS]; /* of the last record, each with its own memory */
    size_t field_count;
    uint64_t records; /* coded so far */
};

static inline size_t cut_at_tabs(const char *text, struct wj_slice fields[MOST_FIELDS])
{
    size_t count = 0;
    for (;;) {
        size_t len = strcspn(text, "\t");
        assert_true(count < MOST_FIELDS);
        fields[count++] = exact_copy(wj_slice(text, len));
        if (text[len] == '\0') {
            return count;
        }
        text += len + 1;
    }
}

static inline void free_fields(struct wj_slice *fields, size_t *count)
{
    for (size_t i = 0; i < *count; i++) {
        free_copy(fields[i]);
    }
    *count = 0;
}

/* Loads a definition that must be right. */
static inline void bench_load(struct bench *bench, const char *yaml)
{
    char *folder = folder_new();
    *bench = (struct bench){0};
    write_text(in_folder(folder, "survey.yaml"), yaml);
    enum wj_status status =
        wj_survey_load(&bench->diags, in_folder(folder, "survey.yaml"), &bench->survey);
    folder_remove(folder);
    if (status != WJ_OK) {
        show_diags(&bench->diags);
    }
    assert_int_equal(status, WJ_OK);
}

/* Finds the columns in a header. */
static inline enum wj_status bench_header(struct bench *bench, const char *header)
{
    wj_columns_free(bench->survey, bench->columns);
    bench->columns = NULL;
    free_fields(bench->header, &bench->header_count);
    bench->header_count = cut_at_tabs(header, bench->header);
    return wj_columns_find(&bench->diags, bench->survey, "responses.csv", bench->header,
                           bench->header_count, &bench->columns);
}

/* Loads a definition, finds its columns, and prepares for coding. */
static inline void bench_open(struct bench *bench, const char *yaml, const char *header)
{
    bench_load(bench, yaml);
    enum wj_status status = bench_header(bench, header);
    if (status != WJ_OK) {
        show_diags(&bench->diags);
    }
    assert_int_equal(status, WJ_OK);
    assert_int_equal(wj_coder_new(bench->survey, &bench->coder), WJ_OK);
}

/* Puts a record into the coder's response; the next one takes its place. Records are numbered
 * from 2, and stand on the line of their number. */
static inline struct wj_response *bench_record(struct bench *bench, const char *record)
{
    struct wj_response *response = wj_coder_response(bench->coder);
    free_fields(bench->fields, &bench->field_count);
    bench->field_count = cut_at_tabs(record, bench->fields);
    bench->records++;
    response->file = "responses.csv";
    response->record = bench->records + 1;
    response->line = bench->records + 1;
    response->columns = bench->columns;
    response->fields = bench->fields;
    response->field_count = bench->field_count;
    response->shape = bench->field_count != bench->header_count;
    response->id = wj_response_cell(response, bench->columns->id);
    response->seconds = wj_response_cell(response, bench->columns->seconds);
    return response;
}

/* Codes a record, unless its shape is wrong. */
static inline struct wj_response *bench_code(struct bench *bench, const char *record)
{
    struct wj_response *response = bench_record(bench, record);
    if (!response->shape) {
        enum wj_status status = wj_coder_code(bench->coder, &bench->diags);
        if (status != WJ_OK) {
            show_diags(&bench->diags);
        }
        assert_int_equal(status, WJ_OK);
    }
    return response;
}

static inline void bench_close(struct bench *bench)
{
    wj_coder_free(bench->coder);
    wj_columns_free(bench->survey, bench->columns);
    wj_survey_free(bench->survey);
    free_fields(bench->header, &bench->header_count);
    free_fields(bench->fields, &bench->field_count);
    wj_diags_clear(&bench->diags);
}

/* An answer as text: its codes joined by commas, with what was written behind an `other` option;
 * a number, with `!` when it is out of range; a text; or `-` blank, `not asked`, `unknown`,
 * `several`. */
static inline const char *answer_text(const struct bench *bench, size_t number, struct wj_buf *out)
{
    static const char *const states[] = {"-", "not asked", "", "unknown", "several"};
    const struct wj_question *question = &bench->survey->questions[number];
    const struct wj_answer *answer = &wj_coder_response(bench->coder)->answers[number];
    wj_buf_reset(out);
    wj_buf_add_text(out, states[answer->state]);
    if (answer->state != WJ_ANSWERED) {
        return wj_buf_text(out);
    }
    switch (question->type) {
    case WJ_SINGLE:
        wj_buf_add_text(out, question->options[answer->option].code);
        if (answer->reason.len > 0) {
            wj_buf_addf(out, "<%.*s>", WJ_SLICE_ARG(answer->reason));
        }
        break;
    case WJ_MULTIPLE:
        for (size_t i = 0; i < question->option_count; i++) {
            if (wj_answer_has(answer, i)) {
                wj_buf_addf(out, "%s%s", out->len > 0 ? "," : "", question->options[i].code);
            }
        }
        break;
    case WJ_QUANTITY:
        wj_number_exact(out, answer->number);
        wj_buf_add_text(out, answer->out_of_range ? "!" : "");
        break;
    case WJ_TEXT:
        wj_buf_add(out, answer->cell);
        break;
    }
    return wj_buf_text(out);
}

/* A cell, and the answer that it is. */
struct reading {
    const char *cell;
    const char *answer;
};

/* Codes each cell as the answer to the definition's only question, three times over: the second
 * and third time from memory, with other answers in between. */
static inline void check_readings(const char *yaml, const struct reading *readings, size_t count)
{
    struct bench bench;
    struct wj_buf text = {0};
    size_t wrong = 0;
    bench_open(&bench, yaml, "q");
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < count; i++) {
            const struct reading *reading = &readings[round == 1 ? count - 1 - i : i];
            bench_code(&bench, reading->cell);
            const struct wj_answer *answer = &wj_coder_response(bench.coder)->answers[0];
            wrong += differs(reading->cell, answer_text(&bench, 0, &text), reading->answer);
            assert_true(wj_slice_is(answer->cell, reading->cell)); /* as written */
            assert_int_equal(answer->written_blank, strcmp(reading->answer, "-") == 0);
        }
    }
    wj_buf_clear(&text);
    bench_close(&bench);
    assert_int_equal(wrong, 0);
}

#define CHECK_READINGS(yaml, readings) check_readings(yaml, readings, COUNT(readings))

#endif
