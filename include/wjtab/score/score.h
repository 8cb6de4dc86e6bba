/* The scoring table: facts, indicators, levels, total and grade. */
#ifndef WJTAB_SCORE_SCORE_H
#define WJTAB_SCORE_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/number.h"
#include "wjtab/formula/formula.h"
#include "wjtab/read/table.h"
#include "wjtab/survey/survey.h"

enum { WJ_LEVELS = 4 };

/* A name that formulas may use, from outside the facts file: a measure, 有效问卷, a --set. */
struct wj_known {
    const char *name;
    bool has_value;  /* false: `why` says why not */
    mpq_t value;     /* always initialised */
    const char *why; /* translated, e.g. "measure X has no base"; may be NULL */
    bool percent;    /* is shown as a percentage */
    bool replaces;   /* --set: takes the place of a fact of the same name, no conflict */
    bool sampled;    /* a measure of the survey: it would be another with other respondents */
    size_t measure;  /* its number in the survey, where sampled */
    bool weighted;   /* its weighted figure */
};

struct wj_fact {
    char *name;
    char *unit;                 /* "" where none is given */
    char *source;               /* likewise */
    struct wj_formula *formula; /* NULL: the value was given as a number */
    mpq_t value;                /* always initialised; meaningful for numbers */
    const char *text;           /* of a date (2022-05-01) or of words; NULL: a number */
    bool percent;               /* is shown as a percentage */
    uint64_t line;
};

/* A cell of 目标值 or 实际值: "≥70 人", "100%", "定性". */
struct wj_amount {
    const char *text; /* as it stands; "" is none */
    bool has_number;  /* false: a text, several targets in one cell, or a span */
    mpq_t number;     /* always initialised */
    bool percent;     /* is shown as a percentage */
    const char *sign; /* ≥ > ≤ < =, "" where none is written, which counts as ≥ */
    enum wj_goal goal;
    const char *unit; /* "" where there is none; "%" of a percentage */
};

struct wj_indicator {
    char *levels[WJ_LEVELS]; /* NULL or a name; blank cells are filled from above */
    size_t depth;            /* deepest level, 1..4: its name is levels[depth - 1] */
    size_t row;              /* in the table */
    uint64_t line;
    mpq_t points;               /* 分值 */
    struct wj_formula *formula; /* NULL: given by hand */
    const char *with_numbers;   /* the formula with values for names; NULL: by hand, or no score */
    mpq_t raw;                  /* before rounding */
    mpq_t score;                /* 得分 */
    bool has_score;             /* false: not judged yet, or a name in the formula has no value */
    mpq_t rate;                 /* 得分/分值; meaningful where points > 0 */
    struct wj_amount target;    /* 目标值 */
    struct wj_amount actual;    /* 实际值 */
    long actual_name;           /* private: of the fact or measure that 实际值 names, or -1 */
    bool has_done;
    mpq_t done;           /* 完成率; not cut at 100 % */
    const char *standard; /* 评价标准; "" where there is none, likewise below */
    const char *basis;    /* 依据 */
    const char *problem;  /* 问题 */
};

/* A level above the indicators. */
struct wj_level {
    size_t level; /* 1..3 */
    long parent;  /* number of the level above it, or -1 */
    char *name;
    mpq_t points;
    mpq_t score;
    bool has_score; /* false: an indicator below has none */
};

struct wj_scoring {
    struct wj_table table; /* the scoring file */
    long columns[16];      /* private: positions of the known columns */
    struct wj_indicator *indicators;
    size_t indicator_count;
    struct wj_level *levels;
    size_t level_count;
    struct wj_fact *facts;
    size_t fact_count;
    struct wj_table facts_table;
    mpq_t points;
    mpq_t total;
    bool has_total;             /* false: an indicator has no score */
    const char *grade;          /* the one that holds; NULL: no grade fits */
    const char *computed_grade; /* from the total */
    struct wj_arena arena;
};

struct wj_score_options {
    const char *file;                   /* the scoring file */
    const char *facts;                  /* NULL: none */
    const struct wj_read_options *read; /* NULL: auto */
    const struct wj_known *known;
    size_t known_count;
    struct wj_rounding rounding;   /* of a formula's score */
    struct wj_rounding percent;    /* of the percentages in with_numbers */
    const struct wj_grade *grades; /* highest first; none: 优 90 良 80 中 60 差 0 where the
                                    * points add up to 100 */
    size_t grade_count;
    const char *grade; /* set by hand, or NULL */
};

/* Those that a definition settles, with no file yet. They live as long as the survey. */
WJ_API struct wj_score_options wj_score_options_of(const struct wj_survey *survey);

/* Reads facts and scoring file, computes every fact, indicator, level, the total and the grade.
 * All faults are reported, with file, line and what to do. WJ_DEFINITION, WJ_IO, WJ_MEMORY.
 * `scoring` is zeroed storage; clear it after failure, too. */
WJ_API enum wj_status wj_scoring_compute(struct wj_diags *diags,
                                         const struct wj_score_options *options,
                                         struct wj_scoring *scoring);

/* Appends the scoring file with 得分 of the computed rows, 得分率 of all rows, and 完成率 of those
 * with target and actual as numbers filled in (where these columns exist); every other byte as it
 * came. `percent` rounds 得分率. */
WJ_API enum wj_status wj_scoring_write(const struct wj_scoring *scoring, struct wj_rounding percent,
                                       struct wj_rounding score, struct wj_buf *out);

/* The grades that hold where none are given, highest first: how many there are (0 where the points
 * don't add up to 100), and each with its lower end. */
WJ_API size_t wj_usual_grade_count(const struct wj_scoring *scoring);
WJ_API const char *wj_usual_grade(size_t number, mpq_t from);

/* Appends a number for people, as with_numbers has it: a percentage rounded, anything else exactly
 * where it ends within six decimals, and else rounded to these. */
WJ_API void wj_scoring_show_number(struct wj_buf *out, const mpq_t value, bool percent,
                                   struct wj_rounding rounding);

/* What stands as an indicator's 指标值; lives as long as the scoring. */
WJ_API struct wj_slice wj_indicator_value(const struct wj_scoring *scoring,
                                          const struct wj_indicator *indicator);

WJ_API void wj_scoring_clear(struct wj_scoring *scoring);

#endif
