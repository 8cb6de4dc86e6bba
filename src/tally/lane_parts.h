/* What the files of the fast lane share. */
#ifndef WJTAB_TALLY_LANE_PARTS_H
#define WJTAB_TALLY_LANE_PARTS_H

#include "memo.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/pack.h"
#include "wjtab/base/spill.h"
#include "wjtab/read/codes.h"
#include "wjtab/tally/lane.h"

/* What a cell can be: numbered from 0 per column, in the order in which they came. */
enum wj_lane_kind {
    WJ_LANE_CELLS,   /* looked up by their bytes: closed questions and quantities */
    WJ_LANE_TEXT,    /* answered or blank */
    WJ_LANE_THEMES,  /* likewise, and looked through for themes at once */
    WJ_LANE_SET,     /* a question with a column per option: what its ticks say */
    WJ_LANE_SECONDS, /* no question: cells that `min_seconds` lets pass */
    WJ_LANE_TICK     /* one of a question's columns */
};

/* The value of a cell: the number of its answer, and what the judges want to know of that. */
enum {
    WJ_LANE_NUMBER = WJ_MEMO_NUMBER,
    WJ_LANE_UNKNOWN_CELL = 1 << 24, /* WJ_MEMO_NONE has it */
    WJ_LANE_MISSING = 1 << 25,
    WJ_LANE_NOT_ASKED = 1 << 26,
    WJ_LANE_WRITTEN_BLANK = 1 << 27
};

struct wj_lane_column {
    enum wj_lane_kind kind;
    size_t question;
    size_t field;       /* in the file at hand */
    size_t first_tick;  /* of a set: number of its first column */
    bool asked_if;      /* a blank cell may mean that it was not asked */
    bool required;      /* a blank answer is not for the lane */
    uint32_t blank;     /* value of a blank cell; WJ_MEMO_NONE: none was met yet */
    uint32_t not_asked; /* what it becomes where it was not asked */
    bool quoted;        /* there are cells in quotes, which are remembered with them */
    bool in_run;        /* it is looked up with its neighbours */
    size_t longest;     /* bytes of the longest cell that is remembered */
    struct wj_memo memo;
    size_t spellings;
    struct wj_answer *answers; /* by number; their slices and sets are the lane's */
    uint32_t *values;          /* likewise */
    size_t answer_count;
    size_t answer_capacity;
    size_t value_capacity;
    size_t room; /* numbers below this have a place in every table */
};

/* A place in a table of several columns' answers. */
struct wj_lane_radix {
    uint32_t *columns;
    uint32_t *strides;
    size_t count;
    size_t cells; /* 0: too many */
};

/* A formula's value by the answers that it names. */
struct wj_lane_formula {
    const struct wj_formula *formula; /* NULL: there is none */
    size_t question;                  /* whose `asked_if` it is */
    struct wj_lane_radix radix;
    unsigned char *known; /* per place: enum wj_lane_value */
    size_t capacity;
};

enum wj_lane_value { WJ_LANE_UNKNOWN, WJ_LANE_TRUE, WJ_LANE_FALSE, WJ_LANE_FAULT };

/* Something that is counted of a response, by the answers in a few columns. */
enum wj_lane_part_kind {
    WJ_LANE_QUESTION,
    WJ_LANE_MEASURE,
    WJ_LANE_JOINT,
    WJ_LANE_SCALE,
    WJ_LANE_CROSS,
    WJ_LANE_WHOLE /* everything, of a weighted survey: record by record */
};

struct wj_lane_part {
    enum wj_lane_part_kind kind;
    size_t number; /* of the question, the measure, … in the tally */
    uint32_t *columns;
    size_t count;
    size_t places; /* of a histogram of its own; more than there may be: too many */
};

/* A histogram, and the parts that are counted by it. */
struct wj_lane_group {
    struct wj_lane_radix radix;
    uint32_t *counts;
    uint32_t *places; /* of the batch's records */
    bool *has;        /* per column */
    uint32_t *parts;
    size_t part_count;
};

struct wj_lane_joints {
    struct wj_lane_part *parts;
    size_t part_count;
    size_t part_capacity;
    struct wj_lane_group *groups;
    size_t group_count;
    size_t group_capacity;
    uint32_t *direct; /* parts without histogram: they are counted record by record */
    size_t direct_count;
    uint32_t *look; /* columns that these look at */
    size_t look_count;
    bool *listed; /* scratch, per column */
    bool *none;   /* false, per column */
    bool whole;
    uint64_t pending;      /* records that the histograms hold */
    struct wj_arena arena; /* of all but parts and groups */
};

enum { WJ_LANE_BATCH = WJ_MEMO_BATCH /* records */ };

/* Records that were looked at together. */
struct wj_lane_batch {
    size_t count;
    size_t next;              /* the first that is not dealt with */
    struct wj_memo_rows rows; /* where they stand */
    const uint32_t *even_end; /* marks up to here are of records that are surely plain; or NULL */
    size_t even_stride;       /* of these */
    uint32_t *values;         /* per column and record */
    uint32_t *seen;           /* per column: bits that its values may have */
    bool sure;                /* no value has a bit that any and all are about */
    uint32_t any[WJ_LANE_BATCH]; /* bits that the value of some question has */
    uint32_t all[WJ_LANE_BATCH]; /* bits that all of them have */
};

enum { WJ_LANE_RUN_COLUMNS = 8, WJ_LANE_RUN_PLACES = WJ_MEMO_BATCH };

/* Fields side by side that are looked up as one cell. */
struct wj_lane_run {
    size_t first; /* field */
    size_t last;
    size_t column_count; /* 0: it was given up */
    size_t places;       /* so many ways there may be to fill it */
    size_t longest;
    uint32_t columns[WJ_LANE_RUN_COLUMNS];
    struct wj_memo memo;
    size_t count; /* of what is remembered, each a number */
    uint32_t values[WJ_LANE_RUN_COLUMNS][WJ_LANE_RUN_PLACES];
    uint32_t seen[WJ_LANE_RUN_COLUMNS]; /* bits that these have */
    uint64_t looked; /* records, and those of them whose cells had to be looked up one by one */
    uint64_t missed;
};

/* Records that wait for `unique`, since wj_lane_count_claims was called. */
struct wj_lane_claims {
    bool wanted;
    long *fields; /* of the key, and behind them the one that names the form; -1: there is none */
    struct wj_slice *cells; /* of these, of one record of the batch after the other */
    struct wj_claims made;
    uint16_t *rows; /* numbers of answers */
    size_t row_capacity;
    bool full;            /* there are more answers than such numbers */
    struct wj_spill held; /* those that wait for the end, some at once */
    struct wj_spill_walk next_held;
    struct wj_unpack held_claims; /* of those that were fetched last, packed */
    struct wj_buf entry;          /* of these, and its length */
    struct wj_buf length;
};

/* Fields that stand side by side. */
struct wj_lane_span {
    uint32_t first;
    uint32_t last;
};

struct wj_lane {
    const struct wj_survey *survey;
    struct wj_tally *tally;
    bool able; /* to take records of the file at hand */
    size_t field_count;
    struct wj_lane_column *columns; /* the questions', then the seconds' */
    size_t column_count;
    uint32_t *values; /* per column, of the record at hand */
    struct wj_lane_batch batch;
    bool has_themes; /* some column has */
    bool simple;     /* a response is judged by the bits of its values alone */
    bool sure[256];  /* per first byte of a text: it is an answer, whatever stands behind */
    bool raw;        /* it takes GB18030 as it stands in the file */
    struct wj_codes *codes;
    struct wj_buf code;
    struct wj_lane_span *unseen; /* fields that nothing is looked up of */
    size_t unseen_count;
    size_t unseen_capacity;
    struct wj_lane_run *runs;
    size_t run_count;
    size_t run_capacity;
    uint64_t runs_due; /* they are laid when so many records were taken */
    bool outgrown;     /* a column has more answers than there is room for */
    uint64_t records;
    uint64_t straight;
    size_t closed_count;    /* questions that are no texts */
    uint64_t *most_missing; /* per number of those asked */
    struct wj_lane_formula *rules;
    size_t rule_count;
    struct wj_lane_formula *asked;
    size_t asked_count;
    struct wj_lane_joints joints;
    struct wj_lane_claims claims;
    struct wj_response response; /* for formulas and counting */
    struct wj_answers answers;
    struct wj_value value;
    struct wj_buf reason;
    struct wj_arena arena;
    enum wj_status status; /* WJ_MEMORY: it takes nothing any more */
};

static inline size_t wj_lane_place(const struct wj_lane_radix *radix, const uint32_t *values)
{
    size_t place = 0;
    for (size_t i = 0; i < radix->count; i++) {
        place += (size_t)(values[radix->columns[i]] & WJ_LANE_NUMBER) * radix->strides[i];
    }
    return place;
}

/* Sets the strides by the columns' room; no more than `most` cells. */
void wj_lane_lay(const struct wj_lane *lane, struct wj_lane_radix *radix, size_t most);

/* Before anything is learnt: who looks cells up. WJ_MEMORY. */
enum wj_status wj_lane_tune(struct wj_lane *lane, const struct wj_memo_kernel *kernel);

/* Makes all tables anew. WJ_MEMORY. */
enum wj_status wj_lane_lay_all(struct wj_lane *lane);

/* ---- lane_judge.c ---- */

enum wj_status wj_lane_judge_init(struct wj_lane *lane);

/* Makes the tables anew where columns have outgrown them. */
enum wj_status wj_lane_judge_lay(struct wj_lane *lane);

/* Is the response at hand effective, no answer of which breaks a rule? False also where only the
 * careful path knows. Settles questions that were not asked. */
bool wj_lane_judge(struct wj_lane *lane);

void wj_lane_judge_clear(struct wj_lane *lane);

/* ---- lane_batch.c ---- */

/* The records of the batch, and what is known of the marks behind them, are no longer there. */
void wj_lane_batch_forget(struct wj_lane *lane);

/* Looks at a stretch's marks, where they are others than before. */
void wj_lane_batch_begin(struct wj_lane *lane, const struct wj_stretch *stretch);

/* Looks at the records at a stretch's start, up to the first that is not plain. */
void wj_lane_batch_make(struct wj_lane *lane, const struct wj_stretch *stretch);

/* A field of a record, without its quotes. */
static inline struct wj_slice wj_lane_field(const struct wj_memo_rows *rows, size_t record,
                                            size_t field)
{
    struct wj_slice cell = wj_memo_cell(rows, record, field, field);
    size_t quote = cell.ptr[0] == '"' ? 1 : 0;
    return wj_slice(cell.ptr + quote, cell.len - 2 * quote);
}

/* That of a column, of the batch. */
struct wj_slice wj_lane_batch_cell(const struct wj_lane *lane, size_t record, size_t column);

/* Finds the places of the batch's records in all histograms. */
void wj_lane_find_places(struct wj_lane *lane);

/* Notes which columns of a record that is left are in quotes. */
void wj_lane_note_quotes(struct wj_lane *lane, size_t record);

/* ---- lane_claims.c ---- */

enum wj_status wj_lane_claims_init(struct wj_lane *lane);

void wj_lane_claims_begin(struct wj_lane *lane, const struct wj_columns *columns);

/* Leaves records of the batch whose key is not in the text as it was meant. */
void wj_lane_claims_find(struct wj_lane *lane);

/* Lets records wait instead of counting them: the one at hand, which is the batch's next, */
void wj_lane_claim(struct wj_lane *lane, struct wj_stretch *rest);

/* or some of the batch. `rest` begins with the first, and passes on in records, lines and breaks.
 */
void wj_lane_claim_batch(struct wj_lane *lane, struct wj_stretch *rest, size_t first, size_t count);

/* Makes room for the answers of so many records. WJ_MEMORY. */
enum wj_status wj_lane_claims_reserve(struct wj_lane *lane, size_t count);

void wj_lane_claims_clear(struct wj_lane *lane);

/* ---- lane_raw.c ---- */

/* Text comes decoded again. WJ_MEMORY. */
enum wj_status wj_lane_end_raw(struct wj_lane *lane);

/* How many of the batch's first records have valid fields where nothing is looked up? */
size_t wj_lane_count_valid(struct wj_lane *lane, size_t count);

/* Is a text that begins so an answer, whatever stands behind? Two bytes are read: GB 2312's
 * ideographs, and those of GBK behind the same first bytes, stand for themselves. */
static inline bool wj_lane_is_sure_code(const char *text)
{
    unsigned first = (unsigned char)text[0];
    return (first - 0xB0 <= 0xF7 - 0xB0) & ((unsigned char)text[1] >= 0x40);
}

/* Makes a cell what stands in the file; it lives until the next call. WJ_MEMORY, or WJ_DEFINITION
 * where it can't be written so. */
enum wj_status wj_lane_written(struct wj_lane *lane, struct wj_slice *cell);

void wj_lane_raw_clear(struct wj_lane *lane);

/* ---- lane_runs.c ---- */

/* A file begins, or what was learnt of cells is forgotten. */
void wj_lane_runs_begin(struct wj_lane *lane);

/* Makes runs of what is known now. WJ_MEMORY. */
enum wj_status wj_lane_runs_lay(struct wj_lane *lane);

/* The values of a run's columns for the batch. */
void wj_lane_runs_find(struct wj_lane *lane, struct wj_lane_run *run);

void wj_lane_runs_clear(struct wj_lane *lane);

/* ---- lane_learn.c ---- */

/* Adds an answer that a column can have. WJ_MEMORY. */
enum wj_status wj_lane_add_answer(struct wj_lane *lane, struct wj_lane_column *column,
                                  const struct wj_answer *answer);

/* The value of an answer, which is added where it is new; of a blank one that where it was asked.
 * WJ_MEMORY. */
enum wj_status wj_lane_value_of(struct wj_lane *lane, struct wj_lane_column *column,
                                const struct wj_answer *answer, uint32_t *value);

/* Remembers a cell, if there is room, and it is not remembered yet. WJ_MEMORY. */
enum wj_status wj_lane_remember(struct wj_lane *lane, struct wj_lane_column *column,
                                struct wj_slice cell, uint32_t value);

/* ---- lane_ticks.c ---- */

/* How many columns a survey's sets have. */
size_t wj_lane_ticks_count(const struct wj_survey *survey);

/* Makes a question's column a set, and adds its ticks. WJ_MEMORY. */
enum wj_status wj_lane_ticks_init(struct wj_lane *lane, size_t question);

/* Begins a file; false where the lane can't take it. */
bool wj_lane_ticks_begin(struct wj_lane *lane, size_t question, const long *columns);

enum wj_status wj_lane_ticks_learn(struct wj_lane *lane, size_t question,
                                   const struct wj_response *response);

/* The values of a set for the batch, whose ticks were looked up. */
void wj_lane_ticks_find(struct wj_lane *lane, size_t question);

/* ---- lane_joint.c ---- */

enum wj_status wj_lane_joints_init(struct wj_lane *lane);

/* Makes histograms by the columns' room; those that were there must be folded before. WJ_MEMORY. */
enum wj_status wj_lane_joints_lay(struct wj_lane *lane);

/* Counts the record at hand. */
void wj_lane_count(struct wj_lane *lane);

/* Counts records of the batch, which has their places. */
void wj_lane_count_batch(struct wj_lane *lane, size_t first, size_t count);

/* Puts a record of the batch at hand. */
void wj_lane_load(struct wj_lane *lane, size_t record);

/* Brings what the histograms hold into the tally. WJ_MEMORY. */
enum wj_status wj_lane_fold(struct wj_lane *lane);

void wj_lane_joints_clear(struct wj_lane *lane);

#endif
