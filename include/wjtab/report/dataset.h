/* The responses as a rectangle of variables and rows, for other programs' file formats. */
#ifndef WJTAB_REPORT_DATASET_H
#define WJTAB_REPORT_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/weights.h"
#include "wjtab/survey/survey.h"
#include "wjtab/tally/cases.h"

enum wj_variable_kind { WJ_VARIABLE_CODE, WJ_VARIABLE_NUMBER, WJ_VARIABLE_TEXT };
enum wj_variable_level { WJ_LEVEL_NOMINAL, WJ_LEVEL_ORDINAL, WJ_LEVEL_SCALE };

/* Why there is no answer: numbered as the first of enum wj_case_state. */
enum { WJ_MISSING_KINDS = 3 };

struct wj_category {
    int64_t value;     /* what stands in the data; at least 0 */
    const char *code;  /* the definition's */
    const char *label; /* UTF-8, as everywhere here */
    const char *score; /* an exact decimal or fraction; NULL: none */
    uint64_t count;    /* of rows */
};

struct wj_variable {
    const char *name; /* ASCII letters, digits and _; a letter first; unique, letter case aside */
    const char *label;
    const char *question; /* its name in the definition; NULL: of none */
    const char *option;   /* of a multiple question: the option's label */
    enum wj_variable_kind kind;
    enum wj_variable_level level;
    struct wj_category *categories; /* of a code */
    size_t category_count;
    bool has_missing;                  /* numbers below all values stand for what is missing */
    int64_t missing[WJ_MISSING_KINDS]; /* per kind */
    uint64_t missing_count[WJ_MISSING_KINDS];
    uint64_t answered;
    unsigned decimals; /* of a number */
    char *lowest;      /* of a number, a decimal; NULL: there is none */
    char *highest;
    size_t width; /* bytes of the longest text or number */
    bool ascii;   /* no text has anything but printable ASCII */
};

/* A multiple question: one variable per option, 1 is chosen and 0 is not. */
struct wj_variable_set {
    const char *name; /* as a variable's */
    const char *label;
    const char *question;
    size_t first; /* variable */
    size_t count;
};

struct wj_datum {
    enum wj_case_state state;
    size_t category;      /* of a code */
    struct wj_slice text; /* a number as a decimal, or a text */
};

struct wj_dataset_options {
    const char *const *files; /* of the responses, by number */
    size_t file_count;
    bool rejected;  /* the rows hold rejected responses, too: a variable says the rule */
    bool keep_text; /* variables for texts */
    int64_t date;   /* seconds since 1970 */
    const struct wj_weights *weights; /* of a weighted survey; NULL: no response is effective */
};

struct wj_dataset {
    const char *title;
    const char *missing_labels[WJ_MISSING_KINDS];
    enum wj_language language;
    int64_t date;
    uint64_t rows;
    struct wj_variable *variables;
    size_t variable_count;
    struct wj_variable_set *sets;
    size_t set_count;
    bool has_weight;
    size_t weight; /* the variable that holds the weights; a rejected response has 0 */
    const struct wj_survey *survey; /* private from here on */
    struct wj_cases *cases;
    const struct wj_dataset_options *options;
    struct wj_datum *cells;
    uint64_t next;
    char record[24];
    struct wj_buf weight_text;
    struct wj_arena arena;
};

/* Builds the variables and counts their values. Everything borrowed must outlive the dataset.
 * WJ_IO with a message, WJ_MEMORY. Clear it in any case. */
WJ_API enum wj_status wj_dataset_open(struct wj_dataset *dataset, struct wj_diags *diags,
                                      const struct wj_survey *survey, struct wj_cases *cases,
                                      const struct wj_dataset_options *options);

/* Goes back before the first row. WJ_IO with a message. */
WJ_API enum wj_status wj_dataset_rewind(struct wj_dataset *dataset, struct wj_diags *diags);

/* The next row, a cell per variable, until the next call; *cells is NULL behind the last. WJ_IO
 * with a message, WJ_MEMORY. */
WJ_API enum wj_status wj_dataset_next(struct wj_dataset *dataset, struct wj_diags *diags,
                                      const struct wj_datum **cells);

WJ_API void wj_dataset_clear(struct wj_dataset *dataset);

#endif
