/* How answers to closed questions were written, and what they were taken for. */
#ifndef WJTAB_CLI_CHECK_SPELLINGS_H
#define WJTAB_CLI_CHECK_SPELLINGS_H

#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/columns.h"
#include "wjtab/survey/survey.h"

/* What to think of an answer that fits no option. */
struct wj_advice {
    const char *nearest; /* the nearest label or spelling, or NULL */
    bool ambiguous;      /* two patterns fit: of these options */
    size_t options[2];
};

struct wj_spelling {
    struct wj_slice cell; /* while it is counted: as written, the tail of an `other` option as … */
    const char *shown;    /* the same as it may be shown; cut with `…` */
    bool cut;             /* longer than the ceiling */
    size_t order;
    uint64_t count;
    enum wj_answer_state state;
    bool ticked;            /* one column per option: this option was chosen */
    uint32_t option;        /* single, answered */
    const uint64_t *chosen; /* multiple in one cell, answered */
    struct wj_advice advice;
};

/* One column that answers are read from. */
struct wj_spelled {
    size_t question;
    long option;   /* -1: the whole question */
    long column;   /* of the first file that was read */
    bool personal; /* by its header there */
    const char *header;
    struct wj_map known; /* -> number in `list` */
    struct wj_spelling *list;
    size_t count;
    size_t capacity;
    uint64_t more; /* answers in spellings beyond the ceiling */
};

/* A zeroed struct is empty. */
struct wj_spellings {
    const struct wj_survey *survey;
    struct wj_spelled *columns; /* question by question */
    size_t count;
    size_t *first; /* per question: its first column; one behind the last */
    size_t *sizes; /* per question: its spellings */
    struct wj_buf key;
    struct wj_buf cell;
    struct wj_arena arena;
};

/* Prepares for the columns of the first file. */
enum wj_status wj_spellings_init(struct wj_spellings *spellings, const struct wj_survey *survey,
                                 const struct wj_columns *columns, const struct wj_slice *header);

/* Counts a coded response, before it is judged. */
enum wj_status wj_spellings_see(struct wj_spellings *spellings, struct wj_coder *coder,
                                const struct wj_response *response);

/* Sorts the spellings of each column, the most frequent first. */
void wj_spellings_sort(struct wj_spellings *spellings);

void wj_spellings_clear(struct wj_spellings *spellings);

/* Looks for the option that an unknown answer may mean. */
struct wj_advice wj_advise(const struct wj_survey *survey, struct wj_coder *coder, size_t question,
                           struct wj_slice cell);

#endif
