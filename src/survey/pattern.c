#define PCRE2_CODE_UNIT_WIDTH 8

#include "wjtab/survey/pattern.h"

#include <pcre2.h>
#include <stdatomic.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum {
    MOST_BYTES = 4096,
    MOST_STEPS = 1000000,
    MOST_DEPTH = 100000,
    MOST_HEAP = 20 * 1024, /* KiB */
    REASON = 256
};

/* Groups that bear the name `option`; several only where a pattern asks for it by (?J). */
struct groups {
    PCRE2_SPTR first;
    PCRE2_SPTR last;
    uint32_t size; /* of an entry, whose first two bytes are the group's number; 0: no such group */
};

struct wj_pattern {
    pcre2_general_context *general;
    pcre2_code *code;
    pcre2_match_data *data;
    atomic_flag busy; /* somebody matches into `data` */
    pcre2_match_context *limits;
    struct groups groups;
};

static void *request(PCRE2_SIZE size, void *user)
{
    (void)user;
    return wj_alloc(size);
}

static void release(void *memory, void *user)
{
    (void)user;
    wj_free(memory);
}

static void explain(struct wj_buf *reason, struct wj_slice text, int error, size_t offset)
{
    PCRE2_UCHAR sentence[REASON] = "";
    if (error == PCRE2_ERROR_HEAP_FAILED) {
        return;
    }
    pcre2_get_error_message(error, sentence, sizeof sentence);
    struct wj_slice before = wj_slice(text.ptr, offset < text.len ? offset : text.len);
    before.len = wj_utf8_valid(before);
    wj_buf_addf(reason, _("%s (behind character %zu of the pattern)"), (const char *)sentence,
                wj_utf8_count(before));
}

static void find_groups(struct wj_pattern *pattern)
{
    PCRE2_SPTR name = (PCRE2_SPTR) "option";
    struct groups found = {0};
    int size = pcre2_substring_nametable_scan(pattern->code, name, &found.first, &found.last);
    if (size > 0) {
        found.size = (uint32_t)size;
        pattern->groups = found;
    }
}

/* Everything that matching needs; false when memory ran out. */
static bool prepare(struct wj_pattern *pattern)
{
    pattern->limits = pcre2_match_context_create(pattern->general);
    pattern->data = pcre2_match_data_create_from_pattern(pattern->code, pattern->general);
    if (pattern->limits == NULL || pattern->data == NULL) {
        return false;
    }
    pcre2_set_match_limit(pattern->limits, MOST_STEPS);
    pcre2_set_depth_limit(pattern->limits, MOST_DEPTH);
    pcre2_set_heap_limit(pattern->limits, MOST_HEAP);
    find_groups(pattern);
    return true;
}

static bool compile(struct wj_pattern *pattern, struct wj_slice text, struct wj_buf *reason)
{
    int error = 0;
    size_t offset = 0;
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C;
    pattern->general = pcre2_general_context_create(request, release, NULL);
    if (pattern->general == NULL) {
        return false;
    }
    pcre2_compile_context *context = pcre2_compile_context_create(pattern->general);
    if (context == NULL) {
        return false;
    }
    PCRE2_SPTR start = (PCRE2_SPTR)(text.len > 0 ? text.ptr : "");
    pattern->code = pcre2_compile(start, text.len, options, &error, &offset, context);
    pcre2_compile_context_free(context);
    if (pattern->code == NULL) {
        explain(reason, text, error, offset);
        return false;
    }
    /* Where there is no JIT compiler, or it can't take this pattern, the interpreter matches. */
    pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
    return prepare(pattern);
}

struct wj_pattern *wj_pattern_new(struct wj_slice text, struct wj_buf *reason)
{
    if (text.len > MOST_BYTES) {
        wj_buf_addf(reason, _("it is longer than %d bytes; split it or shorten it"), MOST_BYTES);
        return NULL;
    }
    struct wj_pattern *pattern = wj_alloc(sizeof *pattern);
    if (pattern == NULL) {
        return NULL;
    }
    atomic_flag_clear(&pattern->busy);
    if (!compile(pattern, text, reason)) {
        wj_pattern_free(pattern);
        return NULL;
    }
    return pattern;
}

static int match(const struct wj_pattern *pattern, struct wj_slice text, pcre2_match_data *data)
{
    PCRE2_SPTR start = (PCRE2_SPTR)(text.len > 0 ? text.ptr : "");
    int result = pcre2_match(pattern->code, start, text.len, 0, 0, data, pattern->limits);
    if (result == PCRE2_ERROR_JIT_STACKLIMIT) {
        /* The interpreter has more room: 20 MiB instead of 32 KiB. */
        result =
            pcre2_match(pattern->code, start, text.len, 0, PCRE2_NO_JIT, data, pattern->limits);
    }
    return result;
}

/* While another thread matches the same pattern. */
static int match_aside(const struct wj_pattern *pattern, struct wj_slice text)
{
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, pattern->general);
    int result = data != NULL ? match(pattern, text, data) : PCRE2_ERROR_NOMEMORY;
    pcre2_match_data_free(data);
    return result;
}

enum wj_found wj_pattern_find(struct wj_pattern *pattern, struct wj_slice text)
{
    int result;
    if (!atomic_flag_test_and_set_explicit(&pattern->busy, memory_order_acquire)) {
        result = match(pattern, text, pattern->data);
        atomic_flag_clear_explicit(&pattern->busy, memory_order_release);
    } else {
        result = match_aside(pattern, text);
    }
    if (result == PCRE2_ERROR_NOMATCH) {
        return WJ_NOT_FOUND;
    }
    return result > 0 ? WJ_FOUND : WJ_FOUND_LIMIT;
}

struct wj_slice wj_pattern_option(const struct wj_pattern *pattern, struct wj_slice text)
{
    if (pattern->groups.size == 0 || text.len == 0) {
        return wj_slice(NULL, 0);
    }
    const size_t *bounds = pcre2_get_ovector_pointer(pattern->data);
    uint32_t count = pcre2_get_ovector_count(pattern->data);
    for (PCRE2_SPTR at = pattern->groups.first; at <= pattern->groups.last;
         at += pattern->groups.size) {
        size_t number = (size_t)at[0] << 8 | at[1];
        size_t from = number < count ? bounds[2 * number] : PCRE2_UNSET;
        size_t to = number < count ? bounds[2 * number + 1] : PCRE2_UNSET;
        if (from <= to && to <= text.len) {
            return wj_slice(text.ptr + from, to - from);
        }
    }
    return wj_slice(NULL, 0);
}

bool wj_pattern_has_option(const struct wj_pattern *pattern)
{
    return pattern->groups.size > 0;
}

void wj_pattern_free(struct wj_pattern *pattern)
{
    if (pattern == NULL) {
        return;
    }
    pcre2_match_data_free(pattern->data);
    pcre2_match_context_free(pattern->limits);
    pcre2_code_free(pattern->code);
    pcre2_general_context_free(pattern->general);
    wj_free(pattern);
}
