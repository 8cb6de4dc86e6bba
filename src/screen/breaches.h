/* The rules that one response breaks, while it is judged. */
#ifndef WJTAB_SCREEN_BREACHES_H
#define WJTAB_SCREEN_BREACHES_H

#include "wjtab/screen/ledger.h"
#include "wjtab/survey/answer.h"

struct wj_breaches {
    const struct wj_response *response;
    const struct wj_survey *survey;
    size_t count;
    struct wj_buf packed;    /* as in the ledger */
    struct wj_buf questions; /* numbers of those named for the rule at hand */
    struct wj_buf answers;
    size_t named; /* how many they are */
    bool failed;  /* memory ran out while an answer was masked */
};

/* Begins a response. */
void wj_breaches_open(struct wj_breaches *breaches, const struct wj_response *response);

/* Names a question for the rule at hand; `with_answer`: its cell too, if it is a closed one, as it
 * may be shown. */
void wj_breaches_name(struct wj_breaches *breaches, size_t question, bool with_answer);

/* Records that the rule was broken, with the questions named since the last time. */
enum wj_status wj_breaches_add(struct wj_breaches *breaches, size_t rule);

void wj_breaches_clear(struct wj_breaches *breaches);

/* Puts a response with its breaches into the ledger, and counts it under the first. */
enum wj_status wj_ledger_add(struct wj_ledger *ledger, const struct wj_response *response,
                             const struct wj_breaches *breaches);

#endif
