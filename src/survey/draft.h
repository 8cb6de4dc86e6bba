/* Drafting a definition: columns are observed while the file is read, then become questions.
 * Private to draft*.c. Slices live in the draft's arena unless said otherwise. */
#ifndef SURVEY_DRAFT_H
#define SURVEY_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/draft.h"
#include "wjtab/survey/survey.h"

enum {
    WJ_DRAFT_CELLS = 1000,      /* distinct cells kept of one column */
    WJ_DRAFT_CELL_BYTES = 360,  /* a longer cell is free text */
    WJ_DRAFT_MEMORY = 64 << 20, /* bytes of distinct cells kept in all */
    WJ_DRAFT_OPTIONS = 300,     /* a question with more is a text */
    WJ_DRAFT_QUESTIONS = 2000,  /* what a definition may hold */
    WJ_DRAFT_HEADER = 4000,     /* characters */
    WJ_DRAFT_ODD_HEADER = 600,  /* bytes of a header that takes a regex */
    WJ_DRAFT_NAME = 12          /* characters */
};

/* --- draft_values.c: distinct texts, how often, and in which records --- */

/* The sum of the marks of the records that hold a text: two texts that stand in the same records
 * have the same sum, and (but for a chance of 2^-64) only they. */
struct wj_draft_tally {
    uint64_t count;
    uint64_t print;
    bool personal; /* of a cell: what it looks like */
    bool number;
};

struct wj_draft_values {
    struct wj_map index; /* text -> number in `tallies` + 1, in the order of first appearance */
    struct wj_draft_tally *tallies;
    size_t capacity;
};

enum wj_status wj_draft_values_add(struct wj_draft_values *values, struct wj_slice text,
                                   struct wj_draft_tally tally);
struct wj_slice wj_draft_value(const struct wj_draft_values *values, size_t number);
void wj_draft_values_clear(struct wj_draft_values *values);

/* --- the columns --- */

enum wj_draft_role {
    WJ_DRAFT_QUESTION,
    WJ_DRAFT_ID,
    WJ_DRAFT_DURATION,
    WJ_DRAFT_CLEANING, /* the platform's own verdict */
    WJ_DRAFT_META,
    WJ_DRAFT_PERSONAL,
    WJ_DRAFT_TWICE, /* another column has this header */
    WJ_DRAFT_UNNAMED,
    WJ_DRAFT_LEFT_OUT /* beyond what a definition may hold */
};

struct wj_draft_column {
    struct wj_slice header;  /* without outer blanks */
    struct wj_slice cleaned; /* as headers are compared */
    enum wj_draft_role role;
    bool taken; /* belongs to a question that has been found */
    struct wj_draft_values cells;
    struct wj_draft_values parts; /* of cells that came after `cells` was full */
    bool overflow;                /* not every cell is in `cells` */
    int separator;                /* of `parts`; -1: none was found */
    uint64_t filled;              /* cells with an answer */
    uint64_t skipped;             /* marked as not asked */
    struct wj_draft_tally blank;
    uint64_t long_cells;
    uint64_t personal; /* cells that look like an address, a phone number, … */
    uint64_t numbers;
    mpq_t least; /* always initialised */
    mpq_t most;
};

enum wj_draft_platform {
    WJ_PLATFORM_UNKNOWN,
    WJ_PLATFORM_WENJUANXING,
    WJ_PLATFORM_TENCENT,
    WJ_PLATFORM_JINSHUJU,
    WJ_PLATFORM_WENJUANWANG,
    WJ_PLATFORM_PAPER
};

/* --- the questions --- */

enum wj_draft_family {
    WJ_FAMILY_NONE,
    WJ_FAMILY_SATISFACTION,
    WJ_FAMILY_AWARENESS,
    WJ_FAMILY_AGREEMENT,
    WJ_FAMILY_GRADE,
    WJ_FAMILY_QUALITY,
    WJ_FAMILIES
};

struct wj_draft_option {
    struct wj_slice code; /* empty: to be assigned */
    struct wj_slice label;
    const char *score;        /* NULL: none */
    const char *const *words; /* further spellings of a known level, NULL at the end; or NULL */
    bool other;
    bool exclusive;
    bool control; /* held control characters, which are left out of the label */
    struct wj_draft_tally tally;
};

struct wj_draft_question {
    size_t column;  /* the first */
    size_t columns; /* more than 1: one per option */
    enum wj_question_type type;
    struct wj_slice name;
    struct wj_slice label;
    struct wj_slice pattern; /* regex of the column or columns; empty: the header's text */
    struct wj_draft_option *options;
    size_t option_count;
    enum wj_draft_family family;
    bool letters;       /* the options are letters: labels are to be filled in */
    bool numbers;       /* likewise, digits */
    bool numbered;      /* a position is a spelling */
    bool left_personal; /* some answers looked personal and became no option */
    long scale;         /* number of its scale, -1: none */
    struct wj_slice asked_if;
};

struct wj_draft_scale {
    struct wj_slice name;
    size_t question; /* the first that has it */
    size_t uses;
};

struct wj_draft {
    const char *path;
    struct wj_diags *diags; /* while it is read */
    struct wj_draft_column *columns;
    size_t column_count;
    enum wj_draft_platform platform;
    uint64_t records; /* without the header, and those of another shape */
    uint64_t misfits;
    struct wj_draft_tally all;
    size_t kept; /* bytes of distinct cells */
    struct wj_draft_question *questions;
    size_t question_count;
    struct wj_draft_scale *scales;
    size_t scale_count;
    struct wj_buf scratch;
    struct wj_buf other_scratch;
    bool no_memory;
    struct wj_arena arena;
};

/* --- draft.c --- */

/* Zeroed memory and copies that live as long as the draft; NULL or empty, and remembered, when
 * there is none. */
void *wj_draft_array(struct wj_draft *draft, size_t count, size_t size);
struct wj_slice wj_draft_copy(struct wj_draft *draft, struct wj_slice text);

/* The text as spellings are compared, in the arena. */
struct wj_slice wj_draft_clean(struct wj_draft *draft, struct wj_slice text);

/* Are they the same spelling? */
bool wj_draft_same(struct wj_draft *draft, struct wj_slice a, struct wj_slice b);

/* Is `part` somewhere in the text? Is one of the words (NULL at the end)? */
bool wj_draft_holds(struct wj_slice text, const char *part);
bool wj_draft_holds_any(struct wj_slice text, const char *const *words);
bool wj_draft_ends(struct wj_slice text, const char *end);

/* --- draft_column.c --- */

enum wj_status wj_draft_observe(struct wj_draft *draft, struct wj_draft_column *column,
                                struct wj_slice cell, uint64_t print);

/* The separator at which a column's cells fall into parts that come back; -1: none. *share gets how
 * many of 1,000 filled cells have several parts. */
int wj_draft_separator(const struct wj_draft_column *column, unsigned *share);

/* --- draft_personal.c --- */

/* Is the column kept out because of its header or of what it holds? */
bool wj_draft_personal_column(const struct wj_draft_column *column);

/* --- draft_platform.c --- */

/* Sets the roles of the columns that the platform adds, by their headers. */
void wj_draft_find_platform(struct wj_draft *draft);
const char *wj_draft_platform_name(enum wj_draft_platform platform);

/* --- draft_header.c --- */

enum wj_draft_mark { WJ_MARK_SINGLE = 1, WJ_MARK_MULTIPLE = 2, WJ_MARK_TEXT = 4 };

/* A header without its number, and without marks such as （多选题） at its end. */
struct wj_slice wj_draft_stem(struct wj_slice header, unsigned *marks);

/* The length of `12、`, `Q4.`, `第6题` at the start of a header; 0: none. */
size_t wj_draft_number(struct wj_slice header);

/* A short name for formulas, unique among the questions so far. */
struct wj_slice wj_draft_name(struct wj_draft *draft, struct wj_slice stem, size_t column);

/* --- draft_scales.c --- */

struct wj_draft_level {
    const char *score;
    const char *words[10]; /* NULL at the end; the first is the usual one */
};

struct wj_draft_template {
    enum wj_draft_family family;
    const char *needs[2]; /* words that must have been chosen; NULL: none */
    struct wj_draft_level levels[6];
    size_t level_count;
};

const char *wj_draft_family_name(enum wj_draft_family family);

/* The level that a label is, or -1. */
long wj_draft_level_of(const struct wj_draft_template *known, struct wj_slice label);

/* The first known scale of a family (WJ_FAMILY_NONE: of any) that has a level of its own for every
 * one of these labels; NULL: none. */
const struct wj_draft_template *wj_draft_find_template(enum wj_draft_family family,
                                                       const struct wj_slice *labels, size_t count);

/* The scale of so many levels that a header speaks of, or NULL. */
const struct wj_draft_template *wj_draft_hinted(struct wj_slice header, size_t levels);

/* An answer beside a scale, such as 不清楚: without a score. */
bool wj_draft_beside_scale(struct wj_slice label);

/* Gives the question's options the levels of a known scale. Those that nobody chose are included,
 * spelled as one of `labels` if one fits. */
void wj_draft_apply(struct wj_draft *draft, struct wj_draft_question *question,
                    const struct wj_draft_template *known, const struct wj_slice *labels,
                    size_t label_count);

/* Recognises known scales in all questions. */
void wj_draft_find_scales(struct wj_draft *draft);

/* Lets questions with the same options, now with their codes, share a scale. */
void wj_draft_share_scales(struct wj_draft *draft);

/* --- draft_options.c --- */

/* What an answer is without the prefix `A.` and the written reason behind it. */
struct wj_draft_answer {
    struct wj_slice code; /* empty: none */
    struct wj_slice label;
    bool other;
};

struct wj_draft_answer wj_draft_answer(struct wj_slice text);

/* Options out of distinct texts; false when there are too many. */
bool wj_draft_options(struct wj_draft *draft, struct wj_draft_question *question,
                      const struct wj_draft_values *values);

/* Gives every option a code, and takes out spellings that two options share. */
void wj_draft_settle(struct wj_draft *draft, struct wj_draft_question *question);

/* --- draft_type.c --- */

/* Finds type and options of a question in one column. */
void wj_draft_type(struct wj_draft *draft, struct wj_draft_question *question);

/* --- draft_groups.c --- */

/* How many columns from `first` on are the options of one multiple question, whose label, pattern
 * and options are then set; 0: none. */
size_t wj_draft_group(struct wj_draft *draft, size_t first, struct wj_draft_question *question);

/* Appends a text as a regex that fits nothing else. */
void wj_draft_quote_regex(struct wj_buf *out, struct wj_slice text);

/* --- draft_asked.c --- */

/* Finds questions that are blank exactly where an earlier one has a certain answer. */
void wj_draft_find_asked(struct wj_draft *draft);

/* --- draft_yaml.c --- */

/* Appends a scalar that YAML reads back as the same text, whatever it holds; control characters are
 * left out. In a flow list as well. */
void wj_draft_scalar(struct wj_buf *out, struct wj_slice text);

/* Appends a text for a comment: on one line, shortened, escaped. */
void wj_draft_comment(struct wj_buf *out, struct wj_slice text);

/* A text without the characters that no scalar can hold, and without outer blanks. */
struct wj_slice wj_draft_printable(struct wj_draft *draft, struct wj_slice text);

/* Does it hold a character that no scalar can hold? */
bool wj_draft_has_control(struct wj_slice text);

/* Can the column's header only be written as a regex? */
bool wj_draft_needs_regex(const struct wj_draft_column *column);

#endif
