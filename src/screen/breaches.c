#include "breaches.h"

#include "entry.h"

void wj_breaches_open(struct wj_breaches *breaches, const struct wj_response *response)
{
    breaches->response = response;
    breaches->count = 0;
    wj_buf_reset(&breaches->packed);
}

void wj_breaches_name(struct wj_breaches *breaches, size_t question, bool with_answer)
{
    const struct wj_question *asked = &breaches->survey->questions[question];
    const char *separator = breaches->named++ > 0 ? ";" : "";
    wj_pack_number(&breaches->questions, question);
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
    bool failed = breaches->failed || breaches->questions.failed || breaches->answers.failed;
    wj_pack_number(&breaches->packed, rule);
    wj_pack_number(&breaches->packed, breaches->named);
    wj_buf_add(&breaches->packed, wj_buf_slice(&breaches->questions));
    wj_pack_text(&breaches->packed, wj_buf_slice(&breaches->answers));
    wj_buf_reset(&breaches->questions);
    wj_buf_reset(&breaches->answers);
    breaches->named = 0;
    breaches->count++;
    return failed ? WJ_MEMORY : wj_buf_status(&breaches->packed);
}

void wj_breaches_clear(struct wj_breaches *breaches)
{
    wj_buf_clear(&breaches->packed);
    wj_buf_clear(&breaches->questions);
    wj_buf_clear(&breaches->answers);
}

enum wj_status wj_ledger_add(struct wj_ledger *ledger, const struct wj_response *response,
                             const struct wj_breaches *breaches)
{
    struct wj_buf id = {0};
    enum wj_status status = wj_ledger_name(ledger, response->file_number, response->file);
    if (status == WJ_OK) {
        status = wj_response_show_id(breaches->survey, response, &id);
    }
    if (status == WJ_OK) {
        wj_buf_reset(&ledger->entry);
        wj_pack_number(&ledger->entry, response->file_number);
        wj_pack_number(&ledger->entry, response->record);
        wj_pack_number(&ledger->entry, response->line);
        wj_pack_text(&ledger->entry, wj_buf_slice(&id));
        wj_pack_number(&ledger->entry, breaches->count);
        wj_buf_add(&ledger->entry, wj_buf_slice(&breaches->packed));
        status = wj_ledger_put_made(ledger);
    }
    wj_buf_clear(&id);
    return status;
}
