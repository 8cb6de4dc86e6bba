/* The questionnaire: what SURVEY.yaml says, checked. */
#ifndef WJTAB_SURVEY_SURVEY_H
#define WJTAB_SURVEY_SURVEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/number.h"
#include "wjtab/formula/formula.h"
#include "wjtab/read/reader.h"
#include "wjtab/survey/pattern.h"

/* Where in the definition something stands. */
struct wj_mark {
    uint64_t line;   /* from 1; 0: it does not stand there */
    uint64_t column; /* in characters, from 1 */
};

enum wj_question_type { WJ_SINGLE, WJ_MULTIPLE, WJ_QUANTITY, WJ_TEXT };

struct wj_option {
    char *code;
    char *label; /* the code where none is given */
    char **also;
    size_t also_count;
    struct wj_pattern *pattern; /* NULL: none */
    bool other;                 /* a written reason may follow */
    bool exclusive;             /* excludes the others (multiple) */
    bool scored;
    mpq_t score; /* always initialised; at least 0 */
    struct wj_mark mark;
};

/* A column of the responses: header text, or a pattern for it. */
struct wj_column_spec {
    char *text;                 /* as written, /…/ included; NULL: no such column is wanted */
    struct wj_pattern *pattern; /* NULL: `text` is the header */
    struct wj_mark mark;
};

/* What an open answer may be about; several may fit one. */
struct wj_theme {
    char *label;
    struct wj_pattern *pattern; /* looks past what `not` fits, and nowhere in it */
};

struct wj_question {
    char *name;
    char *label; /* the name where none is given */
    enum wj_question_type type;
    struct wj_column_spec column;  /* one cell */
    struct wj_column_spec columns; /* multiple: one column per option; then column.text is NULL */
    struct wj_option *options;     /* single, multiple */
    size_t option_count;
    char *scale; /* the name of its scale, or NULL */
    bool scored; /* at least one option carries a score */
    mpq_t top;   /* the highest score; always initialised, above 0 where scored */
    bool numbered;
    char *separator; /* multiple: NULL is auto */
    bool has_min;
    bool has_max;
    mpq_t min; /* always initialised */
    mpq_t max;
    struct wj_formula *asked_if; /* NULL: always asked. Names are question numbers */
    struct wj_theme *themes;
    size_t theme_count;
    struct wj_mark mark;
};

enum wj_required { WJ_REQUIRED_SCORED, WJ_REQUIRED_ALL, WJ_REQUIRED_NAMED };
enum wj_on_unknown { WJ_UNKNOWN_REJECT, WJ_UNKNOWN_MISSING, WJ_UNKNOWN_STOP };
enum wj_keep { WJ_KEEP_FIRST, WJ_KEEP_LAST };

struct wj_named_rule {
    char *name;
    struct wj_formula *reject_if; /* names are question numbers */
    struct wj_mark mark;
};

struct wj_valid {
    enum wj_required required;
    bool *is_required; /* per question, whatever `required` says; filled by the loader */
    enum wj_on_unknown unknown;
    bool several_missing; /* several_ticks: missing */
    bool has_min_seconds;
    struct wj_column_spec seconds_column;
    mpq_t at_least; /* seconds; always initialised */
    bool has_max_missing;
    mpq_t max_missing; /* 0..1; always initialised */
    size_t *straight_questions;
    size_t straight_count;
    bool straight_reject;
    struct wj_named_rule *rules;
    size_t rule_count;
    struct wj_column_spec *unique_columns;
    size_t unique_count;
    enum wj_keep keep;
};

/* What reports show beside the rates; results.json has all of it. */
enum wj_summary {
    WJ_SUMMARY_MEAN,
    WJ_SUMMARY_SD,
    WJ_SUMMARY_TOP2,
    WJ_SUMMARY_BOTTOM2,
    WJ_SUMMARY_NET,
    WJ_SUMMARY_NPS,
    WJ_SUMMARY_ALPHA,
    WJ_SUMMARY_PAIRED,
    WJ_SUMMARY_IMPORTANCE
};

enum wj_base { WJ_BASE_VALID, WJ_BASE_ANSWERED };

enum wj_measure_kind { WJ_MEAN_OF, WJ_POOLED_OF, WJ_SHARE_OF };

struct wj_measure {
    char *name;
    enum wj_measure_kind kind;
    size_t *items; /* question numbers; share_of: one */
    size_t item_count;
    mpq_t *weights; /* per item, above or equal 0, not all 0; NULL: equal weights */
    bool *codes;    /* share_of: per option of its question */
    struct wj_mark mark;
};

/* One element of `by`: one question, or several nested ones. */
struct wj_banner {
    size_t *questions;
    size_t count;
};

/* What a table shows besides counts and column shares: bits. */
enum wj_table_show {
    WJ_SHOW_ROW_SHARE = 1,   /* of the row's total */
    WJ_SHOW_TOTAL_SHARE = 2, /* of the table's total base */
    WJ_SHOW_INDEX = 4,       /* column share / share in the total × 100 */
    WJ_SHOW_NO_ANSWER = 8,   /* rows: asked, and without an answer; */
    WJ_SHOW_NOT_ASKED = 16   /* not asked */
};

/* Rows below a table's options, per column: bits. */
enum wj_table_summary {
    WJ_TABLE_RATE = 1, /* of a scored question; so are those up to net */
    WJ_TABLE_MEAN = 2, /* of a quantity, too, which has n, mean, sd and quartiles where none are
                        * named; so are sd, median and quartiles */
    WJ_TABLE_SD = 4,
    WJ_TABLE_TOP2 = 8,
    WJ_TABLE_BOTTOM2 = 16,
    WJ_TABLE_NET = 32,
    WJ_TABLE_MEDIAN = 64,
    WJ_TABLE_QUARTILES = 128
};

/* One entry of `tables`: each of its rows against all of `by` side by side. */
struct wj_table_spec {
    size_t *rows; /* question numbers */
    size_t row_count;
    struct wj_banner *by; /* none: the total column alone */
    size_t by_count;
    struct wj_formula *where;         /* NULL: everybody */
    char *title;                      /* NULL: the names of its rows and columns */
    const struct wj_measure *measure; /* a grid's that names it; NULL: none does */
    bool grid;          /* rows are items of one scale: one table of items by levels */
    bool responses;     /* bases are all ticks, not all respondents */
    unsigned show;      /* bits of enum wj_table_show */
    unsigned summaries; /* bits of enum wj_table_summary */
};

struct wj_grade {
    char *grade;
    mpq_t from; /* always initialised */
};

struct wj_score_spec {
    bool present;
    char *file;              /* as written; relative to the definition */
    char *facts;             /* NULL: none */
    char *stated;            /* NULL: none */
    bool audit;              /* the report says whether the table adds up */
    struct wj_grade *grades; /* highest first; none: the usual ones (score/score.h) */
    size_t grade_count;
    char *grade;  /* set by hand; NULL: computed */
    char *reason; /* why it was set by hand */
    struct wj_mark mark;
};

enum wj_own_kind { WJ_OWN_TEXT, WJ_OWN_BEFORE, WJ_OWN_AFTER };

/* A text of the report in the user's words. */
struct wj_own_text {
    enum wj_own_kind kind;
    size_t number; /* of enum wj_text; of enum wj_section_number for paragraphs before and after */
    char *text;
};

struct wj_report_spec {
    size_t *sections;     /* of enum wj_section_number, in the order wanted */
    size_t section_count; /* 0: all, as they come */
    struct wj_own_text *texts;
    size_t text_count;
    char *template; /* as written; NULL: none */
    struct wj_mark template_mark;
    bool contents;
};

enum wj_adjust { WJ_ADJUST_NONE, WJ_ADJUST_BONFERRONI, WJ_ADJUST_HOLM };

enum { WJ_MOST_LEVELS = 2 };

/* Tests between the columns of cross tables. */
struct wj_tests_spec {
    size_t level_count;           /* 0: no tests are asked for */
    mpq_t levels[WJ_MOST_LEVELS]; /* 0..1, exclusive, the stricter first; always initialised */
    enum wj_adjust adjust;
};

enum { WJ_MOST_TARGETS = 1000 /* categories of all margins */ };

/* What the options of one question are to add up to. */
struct wj_margin {
    size_t question; /* single */
    mpq_t *targets;  /* per option; all initialised */
    bool *given;     /* per option: it has a target */
    mpq_t total;     /* of the targets, the same in every margin; 1 where they are shares */
    struct wj_mark mark;
};

/* What a measure's name ends with in formulas that mean its weighted figure. */
#define WJ_WEIGHTED_NAME ".加权"

enum wj_weighting_kind { WJ_UNWEIGHTED, WJ_RAKED, WJ_WEIGHT_COLUMN };

struct wj_weighting {
    enum wj_weighting_kind kind;
    struct wj_margin *margins; /* raked */
    size_t margin_count;
    bool shares; /* the targets are percentages */
    bool has_trim;
    mpq_t trim; /* no weight is above so many times the mean; always initialised */
    struct wj_column_spec column;
    struct wj_mark mark;
};

/* Texts of the printed questionnaire; NULL: ours, "": it has none. */
struct wj_form_spec {
    char *title;
    char *greeting;
    char *confidentiality;
    char *closing;
};

/* Open answers that no theme fits, for a person. */
struct wj_open_spec {
    bool wanted;
    uint64_t list;    /* answers of a question that are listed, at most */
    uint64_t phrases; /* frequent sequences of 汉字 that are shown, at most; 0: none are counted */
    uint64_t least;   /* respondents that such a one needs */
};

/* Bases below these are marked in tables: `**` below `strong`, else `*` below `warn`. */
struct wj_small_base {
    uint64_t warn;
    uint64_t strong;
};

enum wj_format {
    WJ_FORMAT_TEXT = 1,
    WJ_FORMAT_CSV = 2,
    WJ_FORMAT_JSON = 4,
    WJ_FORMAT_HTML = 8,
    WJ_FORMAT_XLSX = 16,
    WJ_FORMAT_DOCX = 32
};

enum wj_language { WJ_CHINESE, WJ_ENGLISH };

struct wj_output_spec {
    char *folder;     /* "out" by default; relative to the definition */
    unsigned formats; /* of enum wj_format; all by default */
    bool formats_given;
    enum wj_language language;
    bool bom;
};

struct wj_survey {
    char *path; /* of the definition */
    char digest[WJ_DIGEST_TEXT];
    char *title; /* "" where a scoring project has none */
    bool has_population;
    struct wj_mark population_mark;
    uint64_t population;
    bool has_distributed;
    uint64_t distributed;
    bool has_returned;
    uint64_t returned;
    char **responses; /* paths or globs as written */
    size_t response_count;
    struct wj_mark responses_mark;
    enum wj_encoding encoding;
    char delimiter; /* 0: auto */
    char *sheet;    /* of workbooks; NULL: the first */
    struct wj_column_spec id;
    struct wj_question *questions;
    size_t question_count;
    struct wj_valid valid;
    enum wj_base base;
    struct wj_measure *measures;
    size_t measure_count;
    struct wj_table_spec *tables;
    size_t table_count;
    mpq_t confidence;  /* of intervals, 0..1, exclusive; always initialised */
    bool exact_shares; /* intervals of shares by Clopper and Pearson */
    bool has_sample_size;
    mpq_t sample_size; /* the half-width wanted, 0..1, exclusive; always initialised */
    char *previous;    /* results.json of the last wave, as written; NULL: none */
    struct wj_rounding percent;
    struct wj_rounding score_rounding;
    struct wj_score_spec score;
    struct wj_tests_spec tests;
    struct wj_weighting weighting;
    unsigned summaries; /* bits of enum wj_summary */
    bool wants_scale;   /* `summaries` has alpha, paired or importance */
    struct wj_small_base small_base;
    uint64_t suppress_below; /* counts from 1 to below it are hidden (measure/hide.h); 0: none */
    struct wj_open_spec open_answers;
    struct wj_report_spec report;
    struct wj_form_spec form;
    struct wj_output_spec output;
    bool keep_personal;           /* --keep-personal: outputs and messages show personal data */
    struct wj_map names;          /* private: numbers of the questions */
    struct wj_pattern **patterns; /* private: owns every pattern above; a scale's questions share
                                   * its options' patterns */
    size_t pattern_count;
    size_t pattern_capacity;
    struct wj_arena arena;
};

/* Reads and checks a definition. Every fault is reported, as file:line:column. WJ_IO,
 * WJ_DEFINITION, WJ_MEMORY. NULL on failure. */
WJ_API enum wj_status wj_survey_load(struct wj_diags *diags, const char *path,
                                     struct wj_survey **survey);

WJ_API void wj_survey_free(struct wj_survey *survey);

/* May a table of this question show a summary? */
WJ_API bool wj_question_sums(const struct wj_question *row, enum wj_table_summary summary);

/* A quantity from 0 to 10: it has a net promoter score. */
WJ_API bool wj_question_is_nps(const struct wj_question *question);

/* A measure of several items, whose rates it takes together. */
WJ_API bool wj_measure_is_composite(const struct wj_measure *measure);

/* The first of these; NULL: there is none. */
WJ_API const struct wj_measure *wj_survey_composite(const struct wj_survey *survey);

/* The number of a question, or -1. */
WJ_API long wj_survey_question(const struct wj_survey *survey, struct wj_slice name);

/* Finds the option with a code, compared cleaned; *option is its number, -1 when there is none.
 * WJ_MEMORY. */
WJ_API enum wj_status wj_question_code(const struct wj_question *question, struct wj_slice code,
                                       long *option);

/* The names that formulas about answers may use: the questions. Kept no longer than `survey`. */
WJ_API struct wj_names wj_survey_names(struct wj_survey *survey);

/* The place of a mark in the definition. */
WJ_API struct wj_place wj_survey_place(const struct wj_survey *survey, struct wj_mark mark);

#endif
