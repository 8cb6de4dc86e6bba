/* What is worth a look about the responses, though no rule rejects them for it. */
#ifndef WJTAB_SCREEN_SUSPECT_H
#define WJTAB_SCREEN_SUSPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/columns.h"
#include "wjtab/survey/survey.h"

enum wj_suspicion_kind {
    WJ_UNUSED_OPTION, /* question, option; base: answers to the question */
    WJ_MOSTLY_EMPTY,  /* a required question: count blanks among base responses that were asked */
    WJ_CONSTANT,      /* question, answer; count: everybody who answered */
    WJ_FOLLOWS,  /* the question's count blanks follow `other`; answer: a formula for asked_if */
    WJ_STRAIGHT, /* questions: count of base responses gave one option throughout */
    WJ_FAST,     /* count of base durations lie below a third of the median; places */
    WJ_SAME_IP,  /* places: the same answers from one address, each within a minute of the next */
    WJ_DUPLICATE_ID /* answer: the id, as it may be shown; places */
};

/* Where a response stands. */
struct wj_sighting {
    const char *file; /* borrowed from the response */
    size_t file_number;
    uint64_t record;
    uint64_t line;
};

/* One finding; what a kind does not fill is NULL or 0. */
struct wj_suspicion {
    enum wj_suspicion_kind kind;
    size_t question;
    size_t option;
    size_t other;
    uint64_t count;
    uint64_t base;
    uint64_t median; /* of the durations, in milliseconds */
    const char *answer;
    const char *scale; /* WJ_STRAIGHT: NULL for the definition's straight_line */
    const size_t *questions;
    size_t question_count;
    struct wj_sighting *places; /* in file order; WJ_SAME_IP: by time */
    size_t place_count;
};

struct wj_suspect;

/* The survey must outlive it. */
WJ_API enum wj_status wj_suspect_new(const struct wj_survey *survey, struct wj_suspect **suspect);

/* A file begins: looks for columns that hold an IP address, a time of submission, a duration. */
WJ_API enum wj_status wj_suspect_file(struct wj_suspect *suspect, const struct wj_columns *columns,
                                      const struct wj_slice *header, size_t count);

/* Looks at a coded response, before it is judged; one of the wrong shape is passed over. */
WJ_API enum wj_status wj_suspect_see(struct wj_suspect *suspect,
                                     const struct wj_response *response);

/* To be called once, behind the last response. */
WJ_API enum wj_status wj_suspect_finish(struct wj_suspect *suspect);

/* The findings: question by question, then about responses. They live as long as `suspect`. */
WJ_API const struct wj_suspicion *wj_suspect_list(const struct wj_suspect *suspect, size_t *count);

/* Were there more responses than can be compared with each other (1,000,000)? */
WJ_API bool wj_suspect_truncated(const struct wj_suspect *suspect);

WJ_API void wj_suspect_free(struct wj_suspect *suspect);

/* Reads a time of submission as seconds since 1970, the year of four digits first:
 * `2023/9/18 10:07:13`, `2023-09-18 10:07`, `2023-09-18T10:07:13+08:00`. False when it is none. */
WJ_API bool wj_time_parse(int64_t *seconds, struct wj_slice cell);

#endif
