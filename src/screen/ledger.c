#include "ledger.h"

#include <stdlib.h>

void wj_breaches_name(struct wj_breaches *breaches, size_t question, bool with_answer)
{
    const struct wj_question *asked = &breaches->survey->questions[question];
    const char *separator = breaches->named++ > 0 ? ";" : "";
    wj_buf_addf(&breaches->questions, "%s%s", separator, asked->name);
    if (with_answer) {
        bool closed = asked->type == WJ_SINGLE || asked->type == WJ_MULTIPLE;
        wj_buf_add_text(&breaches->answers, separator);
        if (closed && wj_answer_show(breaches->survey, breaches->response, question,
                                     &breaches->answers) != WJ_OK) {
            breaches->failed = true;
        }
    }
}

enum wj_status wj_breaches_add(struct wj_breaches *breaches, size_t rule)
{
    if (wj_grow(&breaches->list, &breaches->capacity, breaches->count + 1,
                sizeof *breaches->list) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_breach breach = {
        .rule = rule,
        .questions = wj_arena_copy(breaches->arena, wj_buf_slice(&breaches->questions)),
        .answers = wj_arena_copy(breaches->arena, wj_buf_slice(&breaches->answers)),
    };
    wj_buf_reset(&breaches->questions);
    wj_buf_reset(&breaches->answers);
    breaches->named = 0;
    if (breaches->failed || breach.questions == NULL || breach.answers == NULL) {
        return WJ_MEMORY;
    }
    breaches->list[breaches->count++] = breach;
    return WJ_OK;
}

/* A copy of the cell that names the form, as it may be shown; NULL when there is no memory. */
static char *copy_id(struct wj_ledger *ledger, const struct wj_survey *survey,
                     const struct wj_response *response)
{
    struct wj_buf shown = {0};
    char *copy = NULL;
    if (wj_response_show_id(survey, response, &shown) == WJ_OK) {
        copy = wj_arena_copy(&ledger->arena, wj_buf_slice(&shown));
    }
    wj_buf_clear(&shown);
    return copy;
}

enum wj_status wj_ledger_add(struct wj_ledger *ledger, const struct wj_survey *survey,
                             const struct wj_response *response, const struct wj_breach *breaches,
                             size_t count)
{
    if (wj_grow(&ledger->list, &ledger->capacity, ledger->count + 1, sizeof *ledger->list) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_rejection rejection = {
        .file = response->file,
        .file_number = response->file_number,
        .record = response->record,
        .line = response->line,
        .id = copy_id(ledger, survey, response),
        .breaches = wj_arena_alloc(&ledger->arena, count * sizeof *breaches),
        .breach_count = count,
    };
    if (rejection.id == NULL || rejection.breaches == NULL) {
        return WJ_MEMORY;
    }
    memcpy(rejection.breaches, breaches, count * sizeof *breaches);
    ledger->list[ledger->count++] = rejection;
    ledger->by_rule[breaches[0].rule]++;
    return WJ_OK;
}

static int by_position(const void *a, const void *b)
{
    const struct wj_rejection *one = a;
    const struct wj_rejection *other = b;
    if (one->file_number != other->file_number) {
        return one->file_number < other->file_number ? -1 : 1;
    }
    return one->record < other->record ? -1 : one->record > other->record;
}

void wj_ledger_sort(struct wj_ledger *ledger)
{
    if (ledger->count > 1) {
        qsort(ledger->list, ledger->count, sizeof *ledger->list, by_position);
    }
}
