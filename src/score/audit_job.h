/* What the parts of one audit share. Private to the score floor. Texts and figures live in the
 * audit's arena; whoever runs out of memory lets wj_memory_status tell it at the end. */
#ifndef WJTAB_SRC_SCORE_AUDIT_JOB_H
#define WJTAB_SRC_SCORE_AUDIT_JOB_H

#include "score_job.h"
#include "wjtab/score/audit.h"

/* Ceilings: findings that are kept, and items that an arithmetic shows. */
enum { MOST_FINDINGS = 10000, MOST_ITEMS = 40, AUDIT_SCORES = 8 };

/* A number as it stands somewhere. */
struct wj_audit_figure {
    mpq_t value;       /* 92.67% is 0.9267 */
    int decimals;      /* of the value: 92.67% has 4; exact: -1 */
    bool percent;      /* written with % */
    const char *text;  /* as written, cleaned */
    const char *unit;  /* what stands behind the number */
    const char *items; /* of a formula, "1138+262+2"; else NULL */
    struct wj_place place;
};

struct wj_audit_figures {
    struct wj_audit_figure **list;
    size_t count;
    size_t capacity;
};

/* What a level is measured by: its points, then its scores in every score column. */
enum { MEASURE_POINTS, MEASURE_SCORE, MEASURES = MEASURE_SCORE + AUDIT_SCORES };

struct wj_audit_sum {
    bool known;   /* every part has a value, or at least its limits */
    size_t parts; /* levels or indicators below that count */
    mpq_t low;
    mpq_t high; /* as low, unless a score is blank */
};

/* The table as a whole (number 0), a level or an indicator. */
struct wj_audit_node {
    size_t level; /* 0 the table */
    long parent;
    const char *name;  /* without blanks, to be looked for */
    const char *shown; /* as it stands */
    struct wj_place place;
    size_t row;
    size_t children;
    bool again;                                /* stands under the same levels already */
    bool subtotalled;                          /* a 小计 row of its own follows it */
    struct wj_audit_figures figures[MEASURES]; /* as written */
    struct wj_audit_figures rates[MEASURES];   /* 得分率 of a score */
    struct wj_audit_sum sums[MEASURES];        /* of the indicators below; of one, what it has */
    struct wj_audit_sum upper[MEASURES];       /* the same, taking what levels below state */
    struct wj_audit_sum held[MEASURES];        /* what is written, else as `upper` */
    struct wj_audit_figure *computed;          /* by the row's formula, unrounded; or NULL */
};

enum wj_audit_column_kind {
    AUDIT_OTHER,
    AUDIT_LEVEL,
    AUDIT_POINTS,
    AUDIT_SCORE,
    AUDIT_RATE,
    AUDIT_TARGET,
    AUDIT_ACTUAL,
    AUDIT_COUNT,
    AUDIT_SHARE,
    AUDIT_GRADE
};

struct wj_audit_column {
    enum wj_audit_column_kind kind;
    const char *name; /* header, cleaned, without what stands in brackets at its end */
    size_t level;     /* 1..4: of that level; 0: of the row's own */
    size_t score;     /* score and rate: which score column, from 0; AUDIT_SCORES: any */
    long pair;        /* of a share, its counts */
};

struct wj_audit_rounded {
    const char *subject;
    const struct wj_audit_figure *figure;
    const char *exact;
    unsigned modes; /* bit per mode that explains it */
};

/* A line of the stated file. */
struct wj_audit_statement {
    const struct wj_stated_figure *stated;
    struct wj_audit_figure *figure; /* NULL: no number */
    bool compared;
};

struct wj_audit_job {
    struct wj_diags *diags;
    const struct wj_audit_options *options;
    struct wj_audit *audit;
    struct wj_table table;
    struct wj_audit_column *columns;
    size_t column_count;
    const char *scores[AUDIT_SCORES]; /* names of the score columns */
    size_t score_count;
    struct wj_audit_node *nodes;
    size_t node_count;
    size_t node_capacity;
    struct wj_map paths;             /* paths -> numbers of nodes */
    struct wj_audit_figures figures; /* all there are, to be cleared */
    struct wj_audit_figures grades;  /* cells and statements that name the grade: text alone */
    struct wj_audit_rounded *rounded[2];
    size_t rounded_count[2];
    size_t rounded_capacity[2];
    struct wj_stated stated;
    struct wj_audit_statement *statements;
    struct wj_score_job score; /* facts and known names, for formulas */
    struct wj_score_options score_options;
    struct wj_scoring facts;
    struct wj_known *known; /* options->known and stated amounts */
    size_t known_count;
    struct wj_scoring scoring; /* the computed table */
    bool has_scoring;
    bool has_facts; /* `score` is ready for formulas */
};

/* ---- audit_finding.c ---- */

/* Adds a finding; the message is formatted. Texts but the kind and the file are copied. */
void wj_audit_add(struct wj_audit_job *job, const struct wj_audit_finding *finding,
                  const char *format, ...) WJ_PRINTF(3, 4);

/* A formatted text in the audit's arena; "" when memory ran out. */
const char *wj_audit_text(struct wj_audit_job *job, const char *format, ...) WJ_PRINTF(2, 3);

/* A number for people: exactly where it ends within 6 decimals, else 4 of them and "…". */
const char *wj_audit_number(struct wj_audit_job *job, const mpq_t value, bool percent);

/* Could the figure be the value under some rounding at its printed digits? If it could, this is
 * remembered for the report on roundings. */
bool wj_audit_fits(struct wj_audit_job *job, const struct wj_audit_figure *figure,
                   const mpq_t value, const char *subject);

/* The roundings that make the figure of the value, a bit each; all when no digits were cut. */
unsigned wj_audit_modes(const struct wj_audit_figure *figure, const mpq_t value);

/* Adds what the roundings have to say. */
void wj_audit_report_roundings(struct wj_audit_job *job);

/* ---- audit_number.c ---- */

/* The number at the start of a cleaned text: thousands separators, %, a unit behind it, an operator
 * before it (skipped, *relation is its first byte or 0). NULL when there is none. */
struct wj_audit_figure *wj_audit_figure_read(struct wj_audit_job *job, struct wj_slice clean,
                                             const struct wj_place *place, char *relation);

struct wj_audit_figure *wj_audit_figure_new(struct wj_audit_job *job, const struct wj_place *place);

/* A cell's text, cleaned, dashes that stand for nothing taken as empty. */
const char *wj_audit_clean(struct wj_audit_job *job, struct wj_slice text);

/* Without the blanks inside it. */
const char *wj_audit_squeeze(struct wj_audit_job *job, const char *text);

/* How many of the base unit one of these is (万元 10000, 元 1); 0 where it is no unit of money. */
unsigned long wj_audit_money(const char *unit);

void wj_audit_figures_add(struct wj_audit_figures *figures, struct wj_audit_figure *figure);

/* ---- the rest ---- */

/* audit_table.c, audit_rows.c: reads the table, its columns and its rows. WJ_DEFINITION, WJ_IO. */
enum wj_status wj_audit_read_table(struct wj_audit_job *job);
enum wj_status wj_audit_find_columns(struct wj_audit_job *job);
void wj_audit_read_rows(struct wj_audit_job *job);

/* The node of an indicator or level by name; level 0: any, the deepest first. -1: none. */
long wj_audit_find(const struct wj_audit_job *job, size_t level, const char *name);

/* audit_sums.c */
void wj_audit_check_sums(struct wj_audit_job *job);
/* Compares one more figure with a node's measure; `kind` and `subject` are the finding's. */
bool wj_audit_check_figure(struct wj_audit_job *job, size_t node, size_t measure,
                           const struct wj_audit_figure *figure, bool report);
bool wj_audit_check_rate(struct wj_audit_job *job, size_t node, size_t score,
                         const struct wj_audit_figure *figure, bool report);
/* A sum for people: 94.5, or its limits. */
const char *wj_audit_sum_text(struct wj_audit_job *job, const struct wj_audit_sum *sum);
/* What a node's children add up to: 3+3+3 = 9. */
const char *wj_audit_items(struct wj_audit_job *job, size_t node, size_t measure);

/* audit_cells.c: score columns against each other, ranges, duplicates, targets, shares. */
void wj_audit_check_cells(struct wj_audit_job *job);

/* audit_targets.c */
void wj_audit_check_targets(struct wj_audit_job *job);
void wj_audit_check_shares(struct wj_audit_job *job);

/* audit_bands.c: 等级区间, 评分区间, and the grades against the total. */
void wj_audit_check_bands(struct wj_audit_job *job);

/* audit_stated.c */
enum wj_status wj_audit_read_stated(struct wj_audit_job *job);
enum wj_status wj_audit_check_stated(struct wj_audit_job *job);

/* audit_facts.c: facts, names and formulas. */
enum wj_status wj_audit_prepare_names(struct wj_audit_job *job);
enum wj_status wj_audit_compute_rows(struct wj_audit_job *job);
/* A formula's exact value; WJ_DEFINITION with a message. */
enum wj_status wj_audit_formula(struct wj_audit_job *job, const struct wj_place *place,
                                struct wj_slice text, struct wj_audit_figure **figure);
/* A fact's or known name's value; false: there is none. */
bool wj_audit_named(struct wj_audit_job *job, const char *name, mpq_t value, const char **unit);

#endif
