/* One cell against the options of a question: the rules of docs/formats.md, in their order. */
#ifndef WJTAB_SURVEY_MATCH_H
#define WJTAB_SURVEY_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/map.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/survey.h"

struct wj_matcher {
    const struct wj_question *question;
    struct wj_map spellings; /* cleaned code, label, also, position -> option */
    struct wj_map names;     /* cleaned label and also -> option: what may follow a code */
    struct wj_slice *codes;  /* cleaned, per option */
    struct wj_arena texts;
    size_t words;          /* 64-bit words of a set of options */
    size_t longest_code;   /* bytes, cleaned */
    size_t longest_name;   /* likewise */
    struct wj_buf cleaned; /* scratch */
};

enum wj_match_kind {
    WJ_MATCH_NONE,     /* unknown */
    WJ_MATCH_OPTION,   /* one option */
    WJ_MATCH_CONFLICT, /* code and label disagree: unknown, and final */
    WJ_MATCH_SEVERAL,  /* several ticks in a single question */
    WJ_MATCH_SET,      /* a multiple answer */
    WJ_MATCH_EMPTY,    /* nothing but separators */
    WJ_MATCH_LIMIT     /* the pattern of `option` hit a limit */
};

struct wj_match {
    enum wj_match_kind kind;
    size_t option;
    bool tail;              /* a free text was cut off */
    struct wj_slice reason; /* that text, within the cell */
};

enum wj_status wj_matcher_init(struct wj_matcher *matcher, const struct wj_question *question);
void wj_matcher_clear(struct wj_matcher *matcher);

/* What rule 1 says of a cell. */
enum wj_emptiness { WJ_CELL_FILLED, WJ_CELL_EMPTY, WJ_CELL_NOT_ASKED };

/* Rule 1, of a cleaned cell: `-2` and `-3` count only with `numeric`. */
enum wj_emptiness wj_cell_emptiness(struct wj_slice cleaned, bool numeric);

/* Rule 1 for a question's cell: a spelling of its own wins over `-2` and `-3`. */
enum wj_emptiness wj_match_empty(struct wj_matcher *matcher, struct wj_slice cell);

/* Rules 2 and 3: a spelling, or code and label together. */
struct wj_match wj_match_plain(struct wj_matcher *matcher, struct wj_slice cell);

/* Rule 5: an `other` option with a written reason. */
struct wj_match wj_match_tail(struct wj_matcher *matcher, struct wj_slice cell);

/* Rule 6: the options' patterns. */
struct wj_match wj_match_pattern(struct wj_matcher *matcher, struct wj_slice cell);

/* Rules 2, 3, 5 and 6: a part of a multiple answer, or what a header's option captured. */
struct wj_match wj_match_part(struct wj_matcher *matcher, struct wj_slice cell);

/* Rules 2 to 7 for a single question. */
struct wj_match wj_match_single(struct wj_matcher *matcher, struct wj_slice cell);

/* Rules 2 to 7 for a multiple question's cell; `chosen` gets the set (matcher->words words). */
struct wj_match wj_match_multiple(struct wj_matcher *matcher, struct wj_slice cell,
                                  uint64_t *chosen);

#endif
