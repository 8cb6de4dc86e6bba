/* The coded answers of any number of responses, in a file without a name: for exports, which are
 * written when the last response was seen. */
#ifndef WJTAB_TALLY_CASES_H
#define WJTAB_TALLY_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/survey.h"

enum {
    WJ_CASE_PLACES = 9,     /* decimals that are kept of a number, rounded half-up */
    WJ_CASE_DIGITS = 15,    /* before the point; a number with more is not kept */
    WJ_CASE_LONGEST = 32767 /* bytes that are kept of a text */
};

/* A zeroed struct is to be opened. */
struct wj_cases {
    const struct wj_survey *survey;
    bool keep_text; /* texts, and the reasons behind `other` options */
    uint64_t count;
    uint64_t large; /* numbers that were not kept */
    uint64_t cut;   /* texts that were cut */
    FILE *file;     /* private from here on */
    struct wj_buf row;
    struct wj_buf shown;
};

enum wj_case_state {
    WJ_CASE_BLANK,
    WJ_CASE_NOT_ASKED,
    WJ_CASE_UNKNOWN, /* fits no option, several ticks, no number, or personal */
    WJ_CASE_ANSWERED
};

struct wj_case_answer {
    enum wj_case_state state;
    size_t option;               /* single */
    const unsigned char *chosen; /* multiple: bit i % 8 of byte i / 8 is option i */
    struct wj_slice text;        /* quantity: a decimal; text: masked */
    struct wj_slice reason;      /* single: masked; empty where there is none */
};

/* A response that was read back; lives until the next one. */
struct wj_case {
    long rule;   /* of enum wj_rule: it was rejected by it; -1: it is effective */
    size_t file; /* from 0 */
    uint64_t record;
    uint64_t weight;         /* of an effective one: what wj_weighting_of takes */
    struct wj_slice id;      /* masked */
    const unsigned char *at; /* private */
};

/* WJ_IO with a message. The survey must outlive the cases. */
WJ_API enum wj_status wj_cases_open(struct wj_cases *cases, struct wj_diags *diags,
                                    const struct wj_survey *survey);

/* Keeps a response. WJ_IO with a message, WJ_MEMORY. */
WJ_API enum wj_status wj_cases_add(struct wj_cases *cases, struct wj_diags *diags,
                                   const struct wj_response *response, long rule);

/* Goes back before the first. WJ_IO with a message. */
WJ_API enum wj_status wj_cases_rewind(struct wj_cases *cases, struct wj_diags *diags);

/* Reads the next response; to be called `count` times. WJ_IO with a message, WJ_MEMORY. */
WJ_API enum wj_status wj_cases_next(struct wj_cases *cases, struct wj_diags *diags,
                                    struct wj_case *response);

/* The next answer of a response; to be called once per question, in their order. */
WJ_API struct wj_case_answer wj_case_answer(struct wj_case *response,
                                            const struct wj_question *question);

WJ_API void wj_cases_clear(struct wj_cases *cases);

#endif
