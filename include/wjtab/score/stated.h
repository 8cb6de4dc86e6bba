/* Published figures, to compare with the computed ones. */
#ifndef WJTAB_SCORE_STATED_H
#define WJTAB_SCORE_STATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/number.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

struct wj_stated_figure {
    const char *scope;  /* 范围 */
    const char *name;   /* 名称; "" where the scope says it all */
    const char *value;  /* 值, cleaned: "85.13%", "12,683", "良" */
    const char *source; /* 出处; "" where none is given */
    uint64_t line;
};

/* A zeroed struct is empty. Texts live as long as it does. */
struct wj_stated {
    struct wj_stated_figure *list;
    size_t count;
    size_t capacity;
    struct wj_arena arena;
};

/* Reads a CSV file with the columns 范围, 名称, 值, 出处, found by header (范围 and 值 are
 * required). All faults are reported. WJ_DEFINITION, WJ_IO, WJ_MEMORY; clear it after failure, too.
 */
WJ_API enum wj_status wj_stated_read(struct wj_diags *diags, const char *path,
                                     struct wj_stated *stated);

WJ_API void wj_stated_clear(struct wj_stated *stated);

/* Does a published number with k decimals (12,683; 85.13%: then of the value times 100) equal the
 * value rounded to k decimals? *readable is false, as is the answer, when it is no number. */
WJ_API bool wj_stated_agrees(struct wj_slice stated, const mpq_t value, enum wj_round_mode mode,
                             bool *readable);

#endif
