/* Does a scoring table add up? Published tables and own ones. */
#ifndef WJTAB_SCORE_AUDIT_H
#define WJTAB_SCORE_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/number.h"
#include "wjtab/read/reader.h"
#include "wjtab/score/score.h"
#include "wjtab/score/stated.h"
#include "wjtab/survey/survey.h"

/* What does not add up. Texts live as long as the audit. */
struct wj_audit_finding {
    const char *kind; /* a word a program may look for: points, score, total, … (docs/formats.md) */
    const char *file;
    uint64_t line;
    uint64_t column;        /* the field's number; 0: the whole row */
    const char *subject;    /* indicator, level or figure; "" for the table */
    const char *stated;     /* what is written there; "" where nothing is */
    const char *computed;   /* what it should be, or what it contradicts; "" where there is none */
    const char *arithmetic; /* "3+3+3+3+3 = 15"; "" where there is none */
    const char *message;    /* a translated sentence */
};

/* Which roundings explain the published figures of one kind. */
struct wj_audit_rounding {
    const char *figures; /* "percent" or "number" */
    size_t compared;     /* figures that digits were cut off from */
    size_t explained[4]; /* of these, by every enum wj_round_mode */
};

/* A zeroed struct is empty. */
struct wj_audit {
    struct wj_audit_finding *findings; /* in the order of file, then line */
    size_t finding_count;
    size_t finding_capacity;
    struct wj_audit_rounding roundings[2];
    size_t compared; /* figures that were compared with others */
    size_t skipped;  /* stated figures for which there was nothing to compare with */
    struct wj_arena arena;
};

struct wj_audit_options {
    const char *file;                   /* the scoring table */
    const char *facts;                  /* NULL: none */
    const char *stated;                 /* NULL: none */
    const struct wj_read_options *read; /* of table, NULL: auto */
    const struct wj_known *known;       /* measures and the like, for formulas */
    size_t known_count;
    const struct wj_grade *grades; /* highest first; none: the stated bands, else the usual ones */
    size_t grade_count;
    bool declared; /* the two below were declared, and must explain the figures */
    struct wj_rounding percent;
    struct wj_rounding score;
    bool formulas; /* the table's formulas are computed, too */
    /* A figure of the survey that a stated one names (scope 选项人数, 题目, …); false: there is
     * none. NULL: no survey. */
    bool (*survey_figure)(void *user, const char *scope, const char *name, mpq_t value);
    void *user;
};

/* Reads the table and what is stated, and finds what does not add up. Cells that can't be read are
 * findings; a table without indicators or a formula that is none are WJ_DEFINITION. WJ_IO,
 * WJ_MEMORY; `audit` is zeroed storage, to be cleared after failure, too. */
WJ_API enum wj_status wj_audit_run(struct wj_diags *diags, const struct wj_audit_options *options,
                                   struct wj_audit *audit);

WJ_API void wj_audit_clear(struct wj_audit *audit);

/* Is this scope of a stated figure one that only an audit looks at? */
WJ_API bool wj_audit_scope(const char *scope);

#endif
