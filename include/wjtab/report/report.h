/* The report: what is said, decided once. Writers only know how to say it. */
#ifndef WJTAB_REPORT_REPORT_H
#define WJTAB_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/measure.h"
#include "wjtab/read/reader.h"
#include "wjtab/report/chart.h"
#include "wjtab/report/grid.h"
#include "wjtab/score/audit.h"
#include "wjtab/score/score.h"
#include "wjtab/score/sure.h"
#include "wjtab/screen/screen.h"
#include "wjtab/survey/survey.h"
#include "wjtab/tally/open.h"
#include "wjtab/tally/spool.h"
#include "wjtab/tally/tally.h"

enum wj_block_kind {
    WJ_PARAGRAPH,
    WJ_TABLE,
    WJ_REMARK,   /* a note under a table or paragraph, in smaller type */
    WJ_CHART,    /* its figures stand in a table beside it */
    WJ_HEADING,  /* within a section */
    WJ_QUESTION, /* of a questionnaire; stays on the page of what it is answered in */
    WJ_CHOICES,  /* its options, to tick */
    WJ_BLANKS,   /* lines to write on */
    WJ_ASIDE     /* a line at the far edge: the number of a form */
};

struct wj_block {
    enum wj_block_kind kind;
    char *text; /* paragraph, remark, heading, question, aside; a table's caption or NULL */
    struct wj_grid *grid;   /* table */
    struct wj_chart *chart; /* chart; its caption is its title */
    char **choices;         /* choices: their texts, with their letters */
    size_t count;           /* of the choices, or of the lines to write on */
    bool detail;            /* for documents; the summary on a terminal leaves it out */
    bool brief;             /* for that summary; documents say it in another way */
};

struct wj_section {
    const char *key; /* by which a definition names it: "returns", "items", … */
    char *title;     /* "" is none: what stands before the first heading */
    bool detail;     /* for documents; the summary on a terminal leaves it out */
    struct wj_block *blocks;
    size_t block_count;
    size_t block_capacity;
};

/* A file whose bytes are made below the writers: the filled scoring file. */
struct wj_report_file {
    const char *name;
    struct wj_buf bytes;
};

struct wj_workbook; /* wjtab/report/workbook.h */

/* Cleared with wj_report_clear. */
struct wj_report {
    char *title;
    struct wj_section *sections;
    size_t section_count;
    size_t section_capacity;
    struct wj_grid grids[16]; /* the CSV tables */
    size_t grid_count;
    json_t *results; /* results.json but for `outputs` */
    struct wj_report_file scoring;
    struct wj_workbook *workbook; /* what workbook.xlsx holds; NULL: not wanted */
    struct wj_buf template;       /* bytes of a .docx whose styles are used; empty: ours */
    const char *template_name;    /* its path, for messages */
    bool contents;                /* report.docx begins with a table of contents */
    int64_t date;                 /* of the documents, in seconds since 1970 (UTC) */
    enum wj_language language;
    bool bom;
    bool form; /* a blank questionnaire: smaller type, narrower margins, pages counted */
    struct wj_arena arena;
};

/* Everything that a report is made of. Pointers to what is not there are NULL. */
struct wj_findings {
    const struct wj_survey *survey;
    const struct wj_input *inputs;
    size_t input_count;
    uint64_t returned;
    const struct wj_tally *tally;     /* NULL: a scoring project without a survey */
    const struct wj_figures *figures; /* with the tally */
    const struct wj_open *open;       /* NULL: open answers are not asked for */
    const struct wj_spool *spool;     /* NULL: the workbook is not wanted, or there is no tally */
    const struct wj_known *known;     /* the names from outside that scoring formulas may use */
    size_t known_count;
    const struct wj_ledger *ledger; /* with the tally */
    uint64_t straight;
    const struct wj_scoring *scoring; /* NULL: no scoring table */
    const struct wj_sure *sure;       /* how sure the sample makes the scores, or NULL */
    const struct wj_audit *audit;     /* NULL: not asked for */
    const char *stated;               /* path of the published figures, or NULL */
    const char *previous;             /* path of an earlier results.json, or NULL */
    const char *template;             /* path of the .docx whose styles are used, or NULL */
    int64_t date;                     /* of the documents, in seconds since 1970 (UTC) */
};

/* Builds the report. Published figures that differ are reported as warnings ("stated_differs").
 * WJ_DEFINITION for a faulty `stated` file, WJ_IO, WJ_MEMORY; clear the report in any case. */
WJ_API enum wj_status wj_report_build(struct wj_diags *diags, const struct wj_findings *findings,
                                      struct wj_report *report);

/* The names and values that scoring formulas may use: the measures, 有效问卷, 回收问卷,
 * 发放问卷, 回收率, 有效率. The list lives in the arena; its numbers are cleared with
 * wj_known_clear. */
WJ_API enum wj_status wj_known_build(struct wj_arena *arena, const struct wj_survey *survey,
                                     const struct wj_tally *tally, const struct wj_figures *figures,
                                     uint64_t returned, struct wj_known **known, size_t *count);
WJ_API void wj_known_clear(struct wj_known *known, size_t count);

/* wj_sure_init and wj_sure_compute, with the intervals of the survey's measures between them.
 * `options` are those with the list of wj_known_build. WJ_MEMORY. */
WJ_API enum wj_status wj_sure_of_survey(struct wj_sure *sure, const struct wj_tally *tally,
                                        const struct wj_figures *figures,
                                        const struct wj_score_options *options,
                                        const struct wj_scoring *scoring);

/* The figure of the survey that a published one is about (scope 选项人数, 题目, …), exactly; false
 * where there is none, or it has no base. */
WJ_API bool wj_stated_survey_figure(const struct wj_findings *findings, const char *scope,
                                    const char *name, mpq_t value);

WJ_API void wj_report_clear(struct wj_report *report);

#endif
