/* From a record's cells to coded answers. */
#ifndef WJTAB_SURVEY_ANSWER_H
#define WJTAB_SURVEY_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/columns.h"
#include "wjtab/survey/survey.h"

enum wj_answer_state {
    WJ_BLANK,     /* asked, and not answered */
    WJ_NOT_ASKED, /* a third state: leaves every base */
    WJ_ANSWERED,
    WJ_UNKNOWN, /* fits no option; a quantity that is no number */
    WJ_SEVERAL  /* two options or more in a single question */
};

struct wj_answer {
    enum wj_answer_state state;
    bool written_blank;     /* the cell itself is empty (FORMATS rule 1) */
    bool out_of_range;      /* a quantity beyond its limits */
    uint32_t option;        /* single: the option's number */
    uint64_t *chosen;       /* multiple: bit i is option i; NULL for other types */
    mpq_t number;           /* quantity; always initialised */
    struct wj_slice cell;   /* as written; empty with one column per option */
    struct wj_slice reason; /* single: what was written behind an `other` option */
};

/* A coded response. Slices live as long as the batch that it was coded from. */
struct wj_response {
    const char *file;
    size_t file_number; /* from 0 */
    uint64_t record;
    uint64_t line;
    bool shape; /* the record has the wrong number of fields: it is judged by nothing else */
    struct wj_slice id;
    struct wj_slice seconds; /* the duration's cell */
    const struct wj_slice *fields;
    size_t field_count;
    const struct wj_columns *columns;
    struct wj_answer *answers; /* one per question */
};

/* The cell of a column, "" when the record is shorter or the column is -1. */
WJ_API struct wj_slice wj_response_cell(const struct wj_response *response, long column);

static inline bool wj_answer_has(const struct wj_answer *answer, size_t option)
{
    return (answer->chosen[option / 64] >> option % 64 & 1) != 0;
}

/* Appends a cell as outputs and messages may show it: personal strings masked, all of it if it is
 * `hidden` and not empty; as written with the survey's keep_personal. To be called before a cell is
 * cut short. WJ_MEMORY: what was appended is no use. */
WJ_API enum wj_status wj_cell_show(const struct wj_survey *survey, struct wj_slice cell,
                                   bool hidden, struct wj_buf *out);

/* The same for a question's cell: hidden where the column's header announces personal data, except
 * for options chosen. */
WJ_API enum wj_status wj_answer_show(const struct wj_survey *survey,
                                     const struct wj_response *response, size_t question,
                                     struct wj_buf *out);

/* The same for the cell that names the form. */
WJ_API enum wj_status wj_response_show_id(const struct wj_survey *survey,
                                          const struct wj_response *response, struct wj_buf *out);

struct wj_coder;

/* Prepares matching for a survey, which must outlive it. */
WJ_API enum wj_status wj_coder_new(const struct wj_survey *survey, struct wj_coder **coder);

/* Where the response is to be coded into; owned by the coder, one at a time. */
WJ_API struct wj_response *wj_coder_response(struct wj_coder *coder);

/* Codes the fields set in the coder's response. Each distinct spelling is resolved once. WJ_DATA
 * with a message when a pattern hits its limits, or with `unknown: stop` at an unknown answer. */
WJ_API enum wj_status wj_coder_code(struct wj_coder *coder, struct wj_diags *diags);

WJ_API void wj_coder_free(struct wj_coder *coder);

/* The answers of a response, for formulas whose names came from wj_survey_names. */
struct wj_answers {
    const struct wj_survey *survey;
    const struct wj_response *response;
};
WJ_API struct wj_values wj_answers_values(struct wj_answers *answers);

/* The two options whose patterns both fit a cell, for `check`; false when there are no two. */
WJ_API bool wj_coder_ambiguous(struct wj_coder *coder, size_t question, struct wj_slice cell,
                               size_t options[2]);

#endif
