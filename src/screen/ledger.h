/* The ledger of rejected responses. */
#ifndef WJTAB_SCREEN_LEDGER_H
#define WJTAB_SCREEN_LEDGER_H

#include "wjtab/screen/screen.h"

/* The breaches of one response while it is judged. */
struct wj_breaches {
    const struct wj_response *response;
    const struct wj_survey *survey;
    struct wj_arena *arena; /* the ledger's */
    struct wj_breach *list;
    size_t count;
    size_t capacity;
    struct wj_buf questions;
    struct wj_buf answers;
    size_t named; /* questions named for the rule at hand */
    bool failed;  /* memory ran out while an answer was masked */
};

/* Names a question for the rule at hand; `with_answer`: its cell too, if it is a closed one, as it
 * may be shown. */
void wj_breaches_name(struct wj_breaches *breaches, size_t question, bool with_answer);

/* Records that the rule was broken, with the questions named since the last time. */
enum wj_status wj_breaches_add(struct wj_breaches *breaches, size_t rule);

/* Puts a response with its breaches into the ledger, and counts it under the first. */
enum wj_status wj_ledger_add(struct wj_ledger *ledger, const struct wj_survey *survey,
                             const struct wj_response *response, const struct wj_breach *breaches,
                             size_t count);

void wj_ledger_sort(struct wj_ledger *ledger);

#endif
