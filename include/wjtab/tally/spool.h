/* The coded answers of every effective response, for the sheet that the workbook's formulas count:
 * kept only when it is wanted, in the order in which they were counted. */
#ifndef WJTAB_TALLY_SPOOL_H
#define WJTAB_TALLY_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/survey.h"

enum { WJ_SPOOL_MOST = 50000 /* responses */ };

/* A zeroed struct with a survey, which must outlive it, is empty. */
struct wj_spool {
    const struct wj_survey *survey;
    size_t count;
    bool overflow;       /* there were more than fit: nothing is kept */
    struct wj_buf bytes; /* private from here on */
    size_t *rows;
    size_t capacity;
    struct wj_buf shown;
};

/* Keeps an effective response. Personal strings in what names the form and in quantities are
 * masked; texts are left out. WJ_MEMORY. */
WJ_API enum wj_status wj_spool_add(struct wj_spool *spool, const struct wj_response *response);

/* Moves the responses of another spool of the same survey behind those of this one, as if they had
 * been added one by one. WJ_MEMORY. */
WJ_API enum wj_status wj_spool_append(struct wj_spool *spool, struct wj_spool *from);

/* The bytes of a response that is kept, for wj_spool_put. */
WJ_API struct wj_slice wj_spool_row(const struct wj_spool *spool, size_t row);

/* Keeps such bytes, which may come from anywhere. WJ_DATA: they are no response of the survey;
 * WJ_MEMORY. */
WJ_API enum wj_status wj_spool_put(struct wj_spool *spool, struct wj_slice row);

/* Keeps nothing from now on, as if there had been more than fit. */
WJ_API void wj_spool_give_up(struct wj_spool *spool);

enum wj_spool_state { WJ_SPOOL_BLANK, WJ_SPOOL_NOT_ASKED, WJ_SPOOL_ANSWERED };

/* What was kept of one answer; lives as long as the spool is unchanged. */
struct wj_spool_answer {
    enum wj_spool_state state;
    size_t option;               /* single */
    const unsigned char *chosen; /* multiple: bit i % 8 of byte i / 8 is option i */
    struct wj_slice text;        /* quantity: an exact decimal, or a masked text */
    bool masked;
};

/* Walks one response: first what names the form, then every question in its order, then for every
 * table with a `where` whether it takes the response. */
struct wj_spool_walk {
    const struct wj_spool *spool;
    const unsigned char *at;
};

WJ_API struct wj_spool_walk wj_spool_open(const struct wj_spool *spool, size_t row);
WJ_API struct wj_slice wj_spool_id(struct wj_spool_walk *walk);
WJ_API struct wj_spool_answer wj_spool_answer(struct wj_spool_walk *walk, size_t question);
WJ_API bool wj_spool_where(struct wj_spool_walk *walk);

WJ_API void wj_spool_clear(struct wj_spool *spool);

#endif
