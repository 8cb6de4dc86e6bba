/* Open answers for a person to read, and what is often written in them: kept only where the
 * definition's `open_answers` asks for them. Of the answers that no theme fits; of all answers
 * where a question has no themes. Personal strings are masked before anything is kept. */
#ifndef WJTAB_TALLY_OPEN_H
#define WJTAB_TALLY_OPEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/survey.h"

/* Ceilings, whatever is read. */
enum {
    WJ_OPEN_CHARACTERS = 1000,  /* of an answer; what is beyond is neither kept nor looked at */
    WJ_OPEN_BYTES = 32 << 20,   /* of all answers kept */
    WJ_OPEN_SEQUENCES = 400000, /* distinct ones counted at a time, over all questions */
};

struct wj_open_answer {
    const char *id;
    const char *file;
    size_t file_number;
    uint64_t record;
    const char *text; /* masked; ends with … where it was cut */
};

struct wj_open_question {
    uint64_t count;              /* answers that no theme fits */
    struct wj_open_answer *list; /* the first ones in the order of files and records */
    size_t list_count;
    size_t capacity;
    struct wj_map sequences; /* private: 汉字 -> respondents, and the last of them */
    uint64_t missed;         /* respondents that a sequence may have more, at most: rare ones were
                              * dropped when there were too many */
};

/* A zeroed struct with a survey, which must outlive it, is empty. */
struct wj_open {
    const struct wj_survey *survey; /* NULL: nobody asks */
    struct wj_open_question *questions;
    size_t bytes; /* private from here on */
    struct wj_buf shown;
    struct wj_buf id;
    struct wj_arena arena;
};

/* Looks at an effective response. In any order; but where there are too many sequences, which rare
 * ones are dropped follows from it. WJ_MEMORY. */
WJ_API enum wj_status wj_open_add(struct wj_open *open, const struct wj_response *response);

/* Two to four 汉字 in a row, and how many respondents wrote them. */
struct wj_phrase {
    struct wj_slice text; /* lives as long as `open` */
    uint64_t count;
};

/* The most frequent sequences of a question, as many as the definition asks for: most respondents
 * first, then the longer ones, then in the order of their characters. One that stands in a longer
 * one of as many respondents is left out. WJ_MEMORY. */
WJ_API enum wj_status wj_open_phrases(const struct wj_open *open, size_t question,
                                      struct wj_arena *arena, struct wj_phrase **phrases,
                                      size_t *count);

WJ_API void wj_open_clear(struct wj_open *open);

#endif
