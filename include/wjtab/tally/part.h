/* Partial counts: what a tally file holds. Parts of one survey, made by one or by many processes,
 * add up to what a single run over the same files sees, in the order in which they are added. */
#ifndef WJTAB_TALLY_PART_H
#define WJTAB_TALLY_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/spill.h"
#include "wjtab/base/status.h"
#include "wjtab/read/reader.h"
#include "wjtab/screen/screen.h"
#include "wjtab/tally/spool.h"
#include "wjtab/tally/tally.h"

enum { WJ_PART_KEY = 16 /* bytes of a key's digest */ };

struct wj_part_warning {
    char *kind;
    char *file; /* "" is none */
    uint64_t line;
    uint64_t column;
    char *message;
};

struct wj_part_plane;

/* Opened with wj_part_init. What a part has read of files stays until wj_part_clear. */
struct wj_part {
    char *definition; /* its name, for messages; NULL: nothing was added yet */
    char digest[WJ_DIGEST_TEXT];
    bool keep_personal;  /* personal data are shown, not masked */
    bool has_spool;      /* the coded rows that the workbook shows travel along */
    const char *rowless; /* the first file in which they do not; or NULL */
    unsigned unique;     /* 0: no `unique`; 1: it keeps the first; 2: the last */
    size_t rule_count;
    struct wj_input *inputs;
    size_t input_count;
    size_t input_capacity;
    struct wj_part_warning *warnings;
    size_t warning_count;
    size_t warning_capacity;
    struct wj_rule_fault *faults; /* per named rule */
    uint64_t straight;
    uint64_t records;
    struct wj_ledger ledger;
    struct wj_part_plane *planes; /* private from here on: counters by weighting cell, the whole
                                   * survey's first */
    size_t plane_count;
    size_t plane_capacity;
    struct wj_spill rows;   /* with `unique`: effective responses that are not counted yet */
    uint64_t row_count;     /* of these */
    struct wj_map keys;     /* -> row */
    unsigned char *dropped; /* per row: another one has its key */
    size_t dropped_capacity;
    struct wj_spill spool; /* coded rows; with `unique` they stand in `rows` */
    uint64_t spool_count;
    bool spool_overflow;
    size_t load_count;
    struct wj_buf packed;
    struct wj_diags *diags;
    struct wj_arena arena;
};

/* `survey` and `diags` must outlive the part. A survey of NULL: the first file decides of which one
 * the parts are. WJ_MEMORY. */
WJ_API enum wj_status wj_part_init(struct wj_part *part, struct wj_diags *diags,
                                   const struct wj_survey *survey);

/* Adds what a tally file holds; `path` of "-" is standard input. WJ_DATA with a message: it is
 * none, was changed, or is of another survey; WJ_IO with a message, WJ_MEMORY. */
WJ_API enum wj_status wj_part_load(struct wj_part *part, const char *path);

/* To be called after the last wj_part_load: responses whose key comes again go to the ledger.
 * WJ_MEMORY, WJ_IO with a message. */
WJ_API enum wj_status wj_part_settle(struct wj_part *part);

/* Writes a tally file. WJ_IO with a message, also where the file did not take everything. */
WJ_API enum wj_status wj_part_save(struct wj_part *part, FILE *file, const char *path);

/* ---- from a run over responses, and back ---- */

/* What the responses of a run left. Tally and screen must be finished. With `unique` the tally is
 * not looked at: every effective response was given to wj_part_add. */
WJ_API enum wj_status wj_part_take(struct wj_part *part, struct wj_tally *tally,
                                   const struct wj_screen *screen, const struct wj_spool *spool);

/* A counter of single responses, for surveys with `unique`. */
struct wj_part_adder;

/* WJ_MEMORY, and what wj_tally_init says. */
WJ_API enum wj_status wj_part_adder_new(struct wj_part *part, const struct wj_survey *survey,
                                        struct wj_part_adder **adder);
WJ_API void wj_part_adder_free(struct wj_part_adder *adder);

/* Adds an effective response to the rows. WJ_MEMORY, WJ_IO with a message. */
WJ_API enum wj_status wj_part_add(struct wj_part_adder *adder, const struct wj_response *response);

/* Adds what the part holds to a tally, a screen and, unless its survey is NULL, a spool, all of the
 * part's survey and new. WJ_DATA with a message: it does not fit them; WJ_MEMORY, WJ_IO. */
WJ_API enum wj_status wj_part_give(struct wj_part *part, struct wj_tally *tally,
                                   struct wj_screen *screen, struct wj_spool *spool);

WJ_API void wj_part_clear(struct wj_part *part);

#endif
