/* The parts of wj_hide: what is hidden is decided first, and overwritten at the end. */
#ifndef MEASURE_HIDING_H
#define MEASURE_HIDING_H

#include "mask.h"
#include "wjtab/measure/hide.h"

/* A part of a witness that was found: a count of a question that it moves. */
struct wj_hint {
    size_t question;
    size_t option;
    long by;
    bool last; /* of its witness */
};

struct wj_hiding {
    struct wj_tally *tally;
    struct wj_figures *figures;
    const struct wj_survey *survey;
    struct wj_hidden *hidden;
    bool **cells;           /* per question and option: hidden */
    bool **themes;          /* per question and theme, then those without: hidden */
    struct wj_arena *arena; /* the figures' */
    uint64_t work;          /* that linear programs of cross tables may still take */
    struct wj_hint *hints;  /* witnesses of frequencies, one after the other */
    size_t hint_count;
    size_t hint_capacity;
    bool final; /* nothing more may be hidden: what is there is checked */
};

/* 1 … below − 1 */
static inline bool wj_is_small(const struct wj_hiding *hiding, uint64_t count)
{
    return count > 0 && count < hiding->hidden->below;
}

/* What hiding a printed count costs: a small one less than a large one, a 0 more than any. */
unsigned wj_hiding_cost(uint64_t count);

/* Is a question hidden whole? Then its bases aren't shown, either. */
static inline bool wj_is_whole(const struct wj_hiding *hiding, size_t question)
{
    return hiding->hidden->questions[question].whole;
}

/* Does a question have a rate, shown or hidden? */
bool wj_hiding_has_rate(const struct wj_hiding *hiding, size_t question);

/* Gives up one more thing that is published of a question; false: nothing is left. */
bool wj_hiding_give_up(struct wj_hiding *hiding, size_t number);

/* Hides a question whole. */
void wj_hiding_drop_whole(struct wj_hiding *hiding, size_t question);

/* The frequencies and rates, themes, and measures; in this order. */
enum wj_status wj_hide_questions(struct wj_hiding *hiding);

/* Adds a question's counts and the equations that are published about them. Returns the number of
 * the first of its options' counts; the others follow. */
size_t wj_hiding_add_question(const struct wj_hiding *hiding, struct wj_mask *mask,
                              size_t question);

/* Hides another option of a multiple question that has one hidden alone. False: there is none. */
bool wj_hiding_accompany(struct wj_hiding *hiding, size_t number);

/* Is a measure, a mean or a sum of items, shown while one of its items has no rate that is? Then it
 * ties the counts of all such items together. */
bool wj_hiding_is_tie(const struct wj_hiding *hiding, size_t measure);

/* Adds what such a measure says. `first`: per question, the number of its first count. */
void wj_hiding_add_tie(const struct wj_hiding *hiding, struct wj_mask *mask, size_t measure,
                       const size_t *first);

/* A count of the themes' own. */
enum wj_status wj_hide_themes(struct wj_hiding *hiding);

/* Adds, for every question that is asked on condition of this one's answer, that its base is
 * published. `first`: as above. */
void wj_hiding_add_conditions(const struct wj_hiding *hiding, struct wj_mask *mask, size_t question,
                              size_t first);

/* Hides the questions that are asked on condition of this one's answer; false: there is none that
 * is shown. */
bool wj_hiding_drop_conditions(struct wj_hiding *hiding, size_t question);

/* An answer; option_count: none. */
struct wj_given {
    size_t question;
    size_t option;
};

enum { WJ_MOST_GIVEN = 16 };

/* What a condition is for those who gave some answers, whatever else they answered. */
enum wj_truth { WJ_NEVER, WJ_PERHAPS, WJ_ALWAYS };

/* A formula that is NULL is no condition. */
enum wj_truth wj_condition_of(const struct wj_hiding *hiding, const struct wj_formula *formula,
                              const struct wj_given *given, size_t count);

/* Solves; *fine: every small count is safe. */
enum wj_status wj_hiding_solve(struct wj_mask *mask, bool *fine);

/* The cross tables. */
enum wj_status wj_hide_tables(struct wj_hiding *hiding);

/* Overwrites it. */
void wj_hide_apply(struct wj_hiding *hiding);

#endif
