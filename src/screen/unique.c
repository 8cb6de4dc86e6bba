#include "unique.h"

#include <string.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/text.h"

bool wj_response_key(const struct wj_survey *survey, const struct wj_response *response,
                     struct wj_buf *key)
{
    struct wj_buf part = {0};
    bool any = false;
    for (size_t i = 0; i < survey->valid.unique_count; i++) {
        wj_buf_reset(&part);
        wj_text_clean(&part, wj_response_cell(response, response->columns->unique[i]), false);
        any = any || part.len > 0;
        wj_buf_addf(key, "%zu:", part.len);
        wj_buf_add(key, wj_buf_slice(&part));
    }
    wj_buf_clear(&part);
    return any;
}

/* Copies the fields of a response into one piece of memory. */
static struct wj_slice *copy_fields(const struct wj_response *response)
{
    size_t bytes = 0;
    for (size_t i = 0; i < response->field_count; i++) {
        bytes += response->fields[i].len;
    }
    struct wj_slice *fields = wj_alloc(response->field_count * sizeof *fields + bytes);
    char *end = fields != NULL ? (char *)(fields + response->field_count) : NULL;
    for (size_t i = 0; fields != NULL && i < response->field_count; i++) {
        struct wj_slice field = response->fields[i];
        if (field.len > 0) {
            memcpy(end, field.ptr, field.len);
        }
        fields[i] = wj_slice(end, field.len);
        end += field.len;
    }
    return fields;
}

static enum wj_status hold(struct wj_unique *unique, const struct wj_response *response)
{
    if (wj_grow(&unique->held, &unique->held_capacity, unique->held_count + 1,
                sizeof *unique->held) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_held held = {.response = *response, .fields = copy_fields(response)};
    if (held.fields == NULL) {
        return WJ_MEMORY;
    }
    held.response.answers = NULL;
    held.response.fields = held.fields;
    unique->held[unique->held_count++] = held;
    return WJ_OK;
}

/* Puts a held response that a later one supersedes into the ledger. */
static enum wj_status supersede(struct wj_held *held, const struct wj_survey *survey,
                                struct wj_ledger *ledger)
{
    struct wj_response *response = &held->response;
    struct wj_buf id = {0};
    response->id = wj_response_cell(response, response->columns->id);
    held->superseded = true;
    enum wj_status status = wj_response_show_id(survey, response, &id);
    struct wj_rejection rejection = {.file_number = response->file_number,
                                     .record = response->record,
                                     .line = response->line,
                                     .id = wj_buf_text(&id)};
    if (status == WJ_OK) {
        status = wj_ledger_name(ledger, response->file_number, response->file);
    }
    if (status == WJ_OK) {
        status = wj_ledger_add_rule(ledger, &rejection, wj_rule_count(survey) - 1);
    }
    wj_buf_clear(&id);
    return status;
}

enum wj_status wj_unique_judge(struct wj_unique *unique, const struct wj_survey *survey,
                               const struct wj_response *response, struct wj_ledger *ledger,
                               enum wj_verdict *verdict)
{
    bool last = survey->valid.keep == WJ_KEEP_LAST;
    wj_buf_reset(&unique->key);
    bool has_key = wj_response_key(survey, response, &unique->key);
    size_t known = unique->keys.count;
    uint64_t *value = NULL;
    enum wj_status status = wj_buf_status(&unique->key);
    *verdict = last ? WJ_HELD : WJ_EFFECTIVE;
    if (status == WJ_OK && has_key) {
        status = wj_map_put(&unique->keys, wj_buf_slice(&unique->key), &value);
    }
    bool repeated = status == WJ_OK && has_key && unique->keys.count == known;
    if (repeated && !last) {
        *verdict = WJ_REJECTED;
    } else if (repeated) {
        status = supersede(&unique->held[*value], survey, ledger);
    }
    if (status == WJ_OK && last) {
        status = hold(unique, response);
        if (value != NULL) {
            *value = unique->held_count - 1;
        }
    }
    return status;
}

void wj_unique_clear(struct wj_unique *unique)
{
    for (size_t i = 0; i < unique->held_count; i++) {
        wj_free(unique->held[i].fields);
    }
    wj_free(unique->held);
    wj_map_clear(&unique->keys);
    wj_buf_clear(&unique->key);
}
