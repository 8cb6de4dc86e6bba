/* The ledger: every rejected response, with every rule that it breaks. Its entries are packed, and
 * what exceeds a few MB lies in a temporary file: it is written once, and read in file order. */
#ifndef WJTAB_SCREEN_LEDGER_H
#define WJTAB_SCREEN_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/spill.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/survey.h"

struct wj_breach {
    size_t rule;
    const size_t *asked; /* numbers of the questions that it is about */
    size_t asked_count;
    const char *questions; /* their names joined by `;` */
    const char *answers;   /* as written, of closed questions in one cell, joined by `;` */
};

struct wj_rejection {
    const char *file; /* "" where the ledger does not know it */
    size_t file_number;
    uint64_t record;
    uint64_t line;
    const char *id;
    const struct wj_breach *breaches; /* the first is the one that it counts under */
    size_t breach_count;
};

/* Where an entry stands that came out of order. */
struct wj_late_entry {
    uint64_t file;
    uint64_t record;
    uint64_t offset; /* in `late` */
};

struct wj_ledger {
    uint64_t count;
    uint64_t *by_rule;              /* per rule: responses that count under it */
    uint64_t *broken;               /* per rule: responses that break it */
    size_t last_rule;               /* that the response which came last counts under */
    const struct wj_survey *survey; /* private from here on */
    struct wj_diags *diags;
    const char **files; /* names by number */
    size_t file_count;
    size_t file_capacity;
    struct wj_spill entries; /* in file order */
    struct wj_spill late;
    struct wj_late_entry *late_list;
    size_t late_count;
    size_t late_capacity;
    uint64_t last_file; /* of `entries` */
    uint64_t last_record;
    struct wj_buf entry;
    struct wj_buf framed;
};

/* `survey` must outlive the ledger; NULL: entries are kept, but neither counted nor read. `diags`
 * hears of a temporary file that fails; NULL: nobody does. WJ_MEMORY. */
WJ_API enum wj_status wj_ledger_init(struct wj_ledger *ledger, const struct wj_survey *survey,
                                     struct wj_diags *diags);

/* What a file is called, which must outlive the ledger. WJ_MEMORY. */
WJ_API enum wj_status wj_ledger_name(struct wj_ledger *ledger, size_t file_number,
                                     const char *name);

/* Adds a response that breaks one rule, which is about no question. WJ_MEMORY, WJ_IO. */
WJ_API enum wj_status wj_ledger_add_rule(struct wj_ledger *ledger,
                                         const struct wj_rejection *rejection, size_t rule);

/* Adds the entries of another ledger, which stays as it is. The shifts are added to records and
 * lines. WJ_MEMORY, WJ_IO. */
WJ_API enum wj_status wj_ledger_append(struct wj_ledger *ledger, const struct wj_ledger *from,
                                       uint64_t record_shift, uint64_t line_shift);

/* Adds an entry that wj_ledger_next_entry gave. `file_shift` is added to its file's number, which
 * must then be below `files`. WJ_DATA: it is none; WJ_MEMORY, WJ_IO. */
WJ_API enum wj_status wj_ledger_put(struct wj_ledger *ledger, struct wj_slice entry,
                                    uint64_t file_shift, uint64_t files);

/* To be called before reading, if entries may have come out of order. */
WJ_API void wj_ledger_sort(struct wj_ledger *ledger);

/* Empties it, keeps its memory. */
WJ_API void wj_ledger_reset(struct wj_ledger *ledger);

WJ_API void wj_ledger_clear(struct wj_ledger *ledger);

/* ---- reading ---- */

/* {.ledger = …} stands before the first entry. */
struct wj_ledger_walk {
    const struct wj_ledger *ledger;
    struct wj_rejection rejection; /* what wj_ledger_next gave */
    struct wj_spill_walk entries;  /* private from here on */
    struct wj_spill_walk late;
    size_t next_late;
    struct wj_slice entry; /* the next of `entries`; at its end NULL */
    bool has_entry;
    struct wj_breach *breaches;
    size_t breach_capacity;
    size_t *asked;
    size_t asked_capacity;
    struct wj_buf texts;
};

/* The next entry into `walk->rejection`, which lives until the next call; *any is false behind the
 * last. The ledger may not change meanwhile. WJ_MEMORY, WJ_IO. */
WJ_API enum wj_status wj_ledger_next(struct wj_ledger_walk *walk, bool *any);

/* The next entry as it is packed; its ptr is NULL behind the last. */
WJ_API enum wj_status wj_ledger_next_entry(struct wj_ledger_walk *walk, struct wj_slice *entry);

WJ_API void wj_ledger_walk_clear(struct wj_ledger_walk *walk);

#endif
