/* From YAML nodes to the model. Every reader reports each fault where it stands and goes on, so
 * that all of them come out at once. Private to the loader. */
#ifndef SURVEY_DEFINE_H
#define SURVEY_DEFINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>
#include <yaml.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/survey/survey.h"

/* Ceilings on what a definition may ask for. */
enum {
    WJ_MOST_QUESTIONS = 2000,
    WJ_MOST_SCALES = 500,
    WJ_MOST_OPTIONS = 500,
    WJ_MOST_SPELLINGS = 10000, /* of one question */
    WJ_MOST_ENTRIES = 2000,    /* of any other list */
    WJ_MOST_NESTED = 8,        /* questions inside each other in a table's columns */
    WJ_MOST_CELLS = 10000000   /* of all tables */
};

struct wj_scale {
    struct wj_slice name; /* borrowed from the document */
    const yaml_node_t *list;
    struct wj_option *options; /* in the survey's arena */
    size_t option_count;
    bool faulty; /* its options have been complained about */
};

struct wj_define {
    struct wj_diags *diags;
    const char *path;
    yaml_document_t *document;
    struct wj_survey *survey;
    struct wj_scale *scales;
    size_t scale_count;
    bool *faulty; /* per question: complained about, what depends on it is not judged */
    size_t cells; /* of the tables so far */
    bool no_memory;
    struct wj_buf shown[4]; /* behind wj_define_show */
    size_t next_shown;
};

/* --- define.c: places, messages, memory --- */

struct wj_mark wj_define_mark(const yaml_node_t *node);
struct wj_place wj_define_place(const struct wj_define *define, const yaml_node_t *node);

/* Reports an error at a node. Returns false, so that `return wj_define_fault(…)` reads well. */
bool wj_define_fault(struct wj_define *define, const yaml_node_t *node, const char *kind,
                     const char *format, ...) WJ_PRINTF(4, 5);

/* The start of a text for a message; the last four results stand. */
const char *wj_define_show(struct wj_define *define, struct wj_slice text);

/* "; did you mean “x”?" or "", as wj_define_show. */
const char *wj_define_hint(struct wj_define *define, const struct wj_nearest *nearest);

/* Zeroed memory that lives as long as the survey; NULL, and remembered, when there is none. */
void *wj_define_array(struct wj_define *define, size_t count, size_t size);
char *wj_define_copy(struct wj_define *define, struct wj_slice text);

/* --- define_node.c: mappings and lists --- */

struct wj_key {
    const char *name;
    bool required;
};

/* The key of a mapping with this name; NULL where there is none. */
const yaml_node_t *wj_define_key(const struct wj_define *define, const yaml_node_t *mapping,
                                 const char *name);

/* Sorts a mapping's values by `keys`; values[i] is NULL where the key is absent or was refused.
 * Reports unknown, repeated, empty and missing keys; `what` names the mapping in messages, e.g.
 * _("a question"). False when the node is no mapping. */
bool wj_define_mapping(struct wj_define *define, const yaml_node_t *node, const char *what,
                       const struct wj_key *keys, size_t key_count, const yaml_node_t **values);

/* Checks a mapping whose keys are the user's own names, and counts its entries. Reports keys that
 * are repeated. False where it is no mapping, is absent (NULL), or holds more than `most`. */
bool wj_define_entries(struct wj_define *define, const yaml_node_t *node, size_t most,
                       size_t *count);

/* An entry of such a mapping; false, and reported, where there is no value. */
bool wj_define_entry(struct wj_define *define, const yaml_node_t *node, size_t index,
                     const yaml_node_t **key, const yaml_node_t **value);

/* What a list may be. */
struct wj_list_rule {
    size_t least;
    size_t most;
    bool or_one; /* a single value stands for a list of one */
};

/* Checks a list and counts its items. False, and nothing to read, where it is refused or
 * absent (NULL). */
bool wj_define_list(struct wj_define *define, const yaml_node_t *node, struct wj_list_rule rule,
                    size_t *count);
const yaml_node_t *wj_define_item(const struct wj_define *define, const yaml_node_t *list,
                                  size_t index);

/* Is the node empty, ~ or null? */
bool wj_define_is_null(const yaml_node_t *node);

/* --- define_value.c: single values. All return false where the node is NULL (an absent key),
 * which leaves *result alone, or was reported. --- */

/* The text without blanks around it; never empty. Borrowed from the document. */
bool wj_define_slice(struct wj_define *define, const yaml_node_t *node, struct wj_slice *result);

/* The text as written; never empty. Borrowed from the document. */
bool wj_define_raw(struct wj_define *define, const yaml_node_t *node, struct wj_slice *result);

/* As wj_define_slice, copied. */
bool wj_define_text(struct wj_define *define, const yaml_node_t *node, char **result);

bool wj_define_boolean(struct wj_define *define, const yaml_node_t *node, bool *result);
bool wj_define_count(struct wj_define *define, const yaml_node_t *node, uint64_t least,
                     uint64_t most, uint64_t *result);
bool wj_define_decimal(struct wj_define *define, const yaml_node_t *node, mpq_t result);

/* A decimal that is not below 0. */
bool wj_define_positive(struct wj_define *define, const yaml_node_t *node, mpq_t result);

/* A percentage, which needs its sign, as a fraction. */
bool wj_define_percentage(struct wj_define *define, const yaml_node_t *node, mpq_t result);

/* A percentage above 0 % and below 100 %. */
bool wj_define_level(struct wj_define *define, const yaml_node_t *node, mpq_t result);

/* One of a few words. */
bool wj_define_word(struct wj_define *define, const yaml_node_t *node, const char *const *words,
                    size_t word_count, size_t *result);

/* --- define_refer.c: what refers to something else --- */

/* A pattern for answers, without slashes. The survey owns it. */
bool wj_define_pattern(struct wj_define *define, const yaml_node_t *node,
                       struct wj_pattern **pattern);

/* A pattern that is not looked for where the one of `not` fits; NULL: no such exception. */
bool wj_define_pattern_but(struct wj_define *define, const yaml_node_t *node,
                           const yaml_node_t *except, struct wj_pattern **pattern);

/* Header text or /regex/. */
bool wj_define_column(struct wj_define *define, const yaml_node_t *node,
                      struct wj_column_spec *column);

/* A formula over the questions. */
bool wj_define_formula(struct wj_define *define, const yaml_node_t *node,
                       struct wj_formula **formula);

/* Which questions may stand in a place, and a translated sentence that says so. */
struct wj_wanted {
    unsigned types; /* 1 << type */
    bool scored;
    bool or_measure; /* a measure may be named, too */
    const char *sentence;
};

/* The number of the question that a node names. */
bool wj_define_question(struct wj_define *define, const yaml_node_t *node,
                        const struct wj_wanted *wanted, size_t *number);

/* A list of different questions; true only where every item was fine. */
bool wj_define_question_list(struct wj_define *define, const yaml_node_t *node,
                             struct wj_list_rule rule, const struct wj_wanted *wanted,
                             size_t **numbers, size_t *count);

/* The position of the option that a node names by its code. */
bool wj_define_code(struct wj_define *define, const yaml_node_t *node,
                    const struct wj_question *question, size_t *position);

/* A list of different codes of a question, as one flag per option. */
bool wj_define_code_list(struct wj_define *define, const yaml_node_t *node,
                         const struct wj_question *question, bool **flags);

/* --- define_tables.c: what the definition and a request share --- */

enum { WJ_COUNT_WORDS = 2, WJ_SHOW_WORDS = 5, WJ_TABLE_SUMMARY_WORDS = 8, WJ_ADJUST_WORDS = 3 };

/* By bit of enum wj_table_show and wj_table_summary. */
extern const char *const wj_count_words[WJ_COUNT_WORDS];
extern const char *const wj_show_words[WJ_SHOW_WORDS];
extern const char *const wj_adjust_words[WJ_ADJUST_WORDS];
extern const char *const wj_table_summary_words[WJ_TABLE_SUMMARY_WORDS];

/* The first summary that is asked for and that no row of the table has; NULL: there is none. */
const char *wj_table_idle(const struct wj_survey *survey, const struct wj_table_spec *table);

/* The same of what a table shows: shares and indexes of quantities, anything of a grid. */
const char *wj_table_idle_show(const struct wj_survey *survey, const struct wj_table_spec *table);

/* How many cells a table has; just above WJ_MOST_CELLS where they are more. */
size_t wj_table_cells(const struct wj_survey *survey, const struct wj_table_spec *table);

/* Have all rows the options of the first? *other is one that has not. */
bool wj_table_is_grid(const struct wj_survey *survey, const struct wj_table_spec *table,
                      const struct wj_question **other);

/* --- the sections; `node` may be NULL, where the key is absent --- */

void wj_define_scales(struct wj_define *define, const yaml_node_t *node);

/* The scale that a node names, or NULL. */
const struct wj_scale *wj_define_scale(struct wj_define *define, const yaml_node_t *node);
void wj_define_scales_clear(struct wj_define *define);

/* Reads a list of options; their scores are initialised whatever is returned. `numbered`: their
 * positions are spellings, too. False when something was reported. */
bool wj_define_options(struct wj_define *define, const yaml_node_t *list, bool numbered,
                       struct wj_option **options, size_t *count);

/* Reports options that share a spelling. */
bool wj_define_spellings(struct wj_define *define, const yaml_node_t *list,
                         const struct wj_option *options, size_t count, bool numbered);

void wj_define_questions(struct wj_define *define, const yaml_node_t *node);
void wj_define_valid(struct wj_define *define, const yaml_node_t *node);
void wj_define_measures(struct wj_define *define, const yaml_node_t *node);
void wj_define_tables(struct wj_define *define, const yaml_node_t *node);
void wj_define_score(struct wj_define *define, const yaml_node_t *node);
void wj_define_rounding(struct wj_define *define, const yaml_node_t *node);
void wj_define_report(struct wj_define *define, const yaml_node_t *node);
void wj_define_form(struct wj_define *define, const yaml_node_t *node);
void wj_define_output(struct wj_define *define, const yaml_node_t *node);
void wj_define_weighting(struct wj_define *define, const yaml_node_t *node);

void wj_define_tests(struct wj_define *define, const yaml_node_t *node);
void wj_define_intervals(struct wj_define *define, const yaml_node_t *node);
void wj_define_summaries(struct wj_define *define, const yaml_node_t *node);
void wj_define_open_answers(struct wj_define *define, const yaml_node_t *node);
void wj_define_small_base(struct wj_define *define, const yaml_node_t *node);

#endif
