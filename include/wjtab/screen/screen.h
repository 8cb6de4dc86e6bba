/* Is a response effective? Every rejection has a rule's name, and stands in the ledger. */
#ifndef WJTAB_SCREEN_SCREEN_H
#define WJTAB_SCREEN_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/screen/claims.h"
#include "wjtab/screen/ledger.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/survey.h"

/* The rules in the order in which they judge. The definition's own rule i is
 * WJ_RULE_NAMED + i, and `unique` comes behind the last of those. */
enum wj_rule {
    WJ_RULE_SHAPE,
    WJ_RULE_REQUIRED,
    WJ_RULE_SEVERAL_TICKS,
    WJ_RULE_UNKNOWN,
    WJ_RULE_EXCLUSIVE,
    WJ_RULE_RANGE,
    WJ_RULE_MIN_SECONDS,
    WJ_RULE_MAX_MISSING,
    WJ_RULE_STRAIGHT_LINE,
    WJ_RULE_NAMED
};

WJ_API size_t wj_rule_count(const struct wj_survey *survey);
WJ_API const char *wj_rule_name(const struct wj_survey *survey, size_t rule);

enum wj_verdict {
    WJ_EFFECTIVE,
    WJ_REJECTED,
    WJ_HELD /* effective unless a later one has the same key: `unique` keeps the last */
};

struct wj_screen;

/* The survey must outlive the screen. */
WJ_API enum wj_status wj_screen_new(const struct wj_survey *survey, struct wj_screen **screen);

/* Turns answers that count as missing by definition (`unknown: missing`, `several_ticks: missing`)
 * into blanks. wj_screen_judge does it itself. */
WJ_API void wj_screen_settle(const struct wj_survey *survey, struct wj_response *response);

/* Judges a coded response by every rule, and puts it into the ledger if it breaks one. */
WJ_API enum wj_status wj_screen_judge(struct wj_screen *screen, struct wj_response *response,
                                      enum wj_verdict *verdict);

/* Where the screen says that its temporary file fails; without it that is a status alone. */
WJ_API void wj_screen_tell(struct wj_screen *screen, struct wj_diags *diags);

/* Adds what another screen of the same survey saw of later responses, and empties that one: its
 * ledger, straight lines and rules that could not be evaluated, but nothing of `unique`. The shifts
 * are added to records and lines. WJ_MEMORY, WJ_IO. */
WJ_API enum wj_status wj_screen_commit(struct wj_screen *screen, struct wj_screen *from,
                                       uint64_t record_shift, uint64_t line_shift);

/* To be called after the last response: reports rules whose formula could not be evaluated. */
WJ_API void wj_screen_finish(struct wj_screen *screen, struct wj_diags *diags);

/* The responses that were held, in file order: puts the next one into `response`, to be coded and
 * settled again; its fields live until the next call. *any: false behind the last. WJ_MEMORY, WJ_IO
 * with a message to wj_screen_tell's diagnostics. */
WJ_API enum wj_status wj_screen_next_held(struct wj_screen *screen, struct wj_response *response,
                                          bool *any);

/* The same for those that were held and then rejected, since a later one has their key. */
WJ_API enum wj_status wj_screen_next_superseded(struct wj_screen *screen,
                                                struct wj_response *response, bool *any);

/* ---- `unique` apart from all other rules: see claims.h ---- */

/* From now on wj_screen_judge leaves `unique` to the screen that gets the response's claim. */
WJ_API void wj_screen_await(struct wj_screen *screen);

/* Judges the claims of a contest to a part of the keys, behind all of that part that were judged
 * before: part after part, from the first on. Different parts of different contests may be judged
 * at the same time. Where the first of a key is kept, drops those whose key came already. Where the
 * last is, they are to be held by whoever can count them, each by its number, until all responses
 * were judged. WJ_MEMORY. */
WJ_API enum wj_status wj_screen_judge_part(struct wj_screen *screen, size_t part,
                                           struct wj_contest *contest);

/* Holds a response for wj_screen_next_held by a number that it has in a list of claims. WJ_MEMORY,
 * WJ_IO with a message. */
WJ_API enum wj_status wj_screen_hold(struct wj_screen *screen, const struct wj_response *response,
                                     uint64_t number);

/* When all responses were judged: is any of those from the first number on superseded by a later
 * one? */
WJ_API bool wj_screen_drops(const struct wj_screen *screen, uint64_t first, size_t count);

/* The same time: drops those that later ones supersede. */
WJ_API void wj_screen_drop_claims(const struct wj_screen *screen, struct wj_claims *claims);

/* How many of those that were held so far nothing supersedes: it never gets less. */
WJ_API uint64_t wj_screen_held(const struct wj_screen *screen);

/* Puts those that were dropped into the ledger; `file` is a response of their file. WJ_MEMORY,
 * WJ_IO. */
WJ_API enum wj_status wj_screen_reject_claims(struct wj_screen *screen,
                                              const struct wj_response *file,
                                              const struct wj_claims *claims);

WJ_API const struct wj_ledger *wj_screen_ledger(const struct wj_screen *screen);

/* How many responses, effective or not, gave the same option throughout the questions of
 * `straight_line`. */
WJ_API uint64_t wj_screen_straight(const struct wj_screen *screen);

/* Adds such responses that were judged elsewhere. */
WJ_API void wj_screen_add_straight(struct wj_screen *screen, uint64_t count);

/* What a named rule could not judge. */
struct wj_rule_fault {
    uint64_t count;
    char *file; /* of the first; NULL where there is none */
    uint64_t line;
    char *reason;
};

/* `rule` counts the definition's own rules, from 0. */
WJ_API const struct wj_rule_fault *wj_screen_fault(const struct wj_screen *screen, size_t rule);

/* Adds faults of later responses. WJ_MEMORY. */
WJ_API enum wj_status wj_screen_add_fault(struct wj_screen *screen, size_t rule,
                                          const struct wj_rule_fault *fault);

/* Adds what a screen of later responses left. WJ_MEMORY, WJ_IO. */
WJ_API enum wj_status wj_screen_add_ledger(struct wj_screen *screen, const struct wj_ledger *ledger,
                                           uint64_t straight);

/* What the ledger calls a file; the name must outlive the screen. WJ_MEMORY. */
WJ_API enum wj_status wj_screen_name_file(struct wj_screen *screen, size_t number,
                                          const char *name);

/* Appends the response's key for `unique`: its parts cleaned, each behind its length so that no two
 * keys run together. False when every part is empty. */
WJ_API bool wj_response_key(const struct wj_survey *survey, const struct wj_response *response,
                            struct wj_buf *key);

WJ_API void wj_screen_free(struct wj_screen *screen);

/* Reads a duration in seconds: `97`, `97秒`, `1分37秒`, `0:01:37`. False when it is none. */
WJ_API bool wj_duration_parse(mpq_t seconds, struct wj_slice cell);

#endif
