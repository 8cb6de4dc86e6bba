#include "cut.h"
#include "draft.h"
#include "match.h"
#include "wjtab/base/text.h"

/* A header as `stem + option + closing`. Borrowed from the header. */
struct split {
    struct wj_slice before; /* the sign in front of the option included */
    struct wj_slice option;
    struct wj_slice after;
};

enum kind { BRACKETS, FIRST_COLON, LAST_COLON, DASH, LETTER, KINDS };

enum { LONGEST_REGEX = 4000 };

/* --- cutting headers --- */

static bool cut_brackets(struct wj_slice header, struct split *split)
{
    for (size_t at = 0; at < header.len;) {
        int32_t codepoint;
        struct wj_slice rest = wj_slice_from(header, at);
        struct wj_slice inside;
        size_t group = wj_bracket_group(rest, &inside);
        size_t len = wj_utf8_next(rest, &codepoint);
        if (group == rest.len && at > 0) {
            split->before = wj_slice(header.ptr, at + len);
            split->option = inside;
            split->after = wj_slice_from(rest, len + inside.len);
            return inside.len > 0;
        }
        at += group > 0 ? group : len;
    }
    return false;
}

static bool is_sign(enum kind kind, int32_t codepoint)
{
    if (kind != DASH) {
        return codepoint == ':' || codepoint == 0xFF1A;
    }
    return codepoint == '-' || codepoint == '_' || codepoint == 0x2014 || codepoint == 0xFF0D ||
           codepoint == 0x2013;
}

static bool cut_sign(struct wj_slice header, enum kind kind, struct split *split)
{
    bool found = false;
    for (size_t at = 0; at < header.len;) {
        int32_t codepoint;
        size_t len = wj_utf8_next(wj_slice_from(header, at), &codepoint);
        at += len;
        if (is_sign(kind, codepoint) && at > len && at < header.len) {
            split->before = wj_slice(header.ptr, at);
            split->option = wj_slice_from(header, at);
            split->after = wj_slice(NULL, 0);
            found = true;
            if (kind == FIRST_COLON) {
                return true;
            }
        }
    }
    return found;
}

static bool cut_letter(struct wj_slice header, struct split *split)
{
    size_t at = header.len > 0 ? header.len - 1 : 0;
    char last = at > 0 ? header.ptr[at] : '\0';
    split->before = wj_slice(header.ptr, at);
    split->option = wj_slice_from(header, at);
    split->after = wj_slice(NULL, 0);
    return last >= 'A' && last <= 'Z';
}

static bool cut_header(struct wj_slice header, enum kind kind, struct split *split)
{
    switch (kind) {
    case BRACKETS:
        return cut_brackets(header, split);
    case LETTER:
        return cut_letter(header, split);
    default:
        return cut_sign(header, kind, split);
    }
}

/* --- what ticks look like --- */

static bool is_tick(struct wj_slice cell)
{
    static const char *const ticks[] = {"0", "1", "√", "✓", "✔", "是", "否", "Y", "y", NULL};
    for (size_t i = 0; ticks[i] != NULL; i++) {
        if (wj_slice_is(cell, ticks[i])) {
            return true;
        }
    }
    return false;
}

/* Does every cell of the column say no more than whether this option was chosen? *said: some do. */
static bool is_ticked(struct wj_draft *draft, const struct wj_draft_column *column,
                      struct wj_slice option, bool *said)
{
    struct wj_draft_answer wanted = wj_draft_answer(option);
    if (wanted.other) {
        return true; /* what was written */
    }
    if (column->overflow || column->long_cells > 0) {
        return false;
    }
    for (size_t i = 0; i < column->cells.index.count; i++) {
        struct wj_slice cell = wj_draft_value(&column->cells, i);
        struct wj_draft_answer answer = wj_draft_answer(cell);
        if (!is_tick(cell) && !wj_draft_same(draft, answer.label, wanted.label)) {
            return false;
        }
        *said = true;
    }
    return true;
}

/* --- a run of columns --- */

static bool same_frame(struct wj_draft *draft, const struct split *a, const struct split *b)
{
    return wj_draft_same(draft, a->before, b->before) && wj_draft_same(draft, a->after, b->after);
}

static size_t run_of(struct wj_draft *draft, size_t first, enum kind kind)
{
    struct split frame;
    bool said = false;
    size_t count = 0;
    if (!cut_header(draft->columns[first].header, kind, &frame)) {
        return 0;
    }
    while (first + count < draft->column_count && count <= WJ_DRAFT_OPTIONS) {
        const struct wj_draft_column *column = &draft->columns[first + count];
        struct split split;
        if (column->role != WJ_DRAFT_QUESTION || !cut_header(column->header, kind, &split) ||
            !same_frame(draft, &frame, &split) || !is_ticked(draft, column, split.option, &said)) {
            break;
        }
        count++;
    }
    return said && count > 1 && count <= WJ_DRAFT_OPTIONS ? count : 0;
}

void wj_draft_quote_regex(struct wj_buf *out, struct wj_slice text)
{
    static const char special[] = "\\^$.[]|()?*+{}/-#";
    while (text.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(text, &codepoint);
        struct wj_slice sign = wj_slice(text.ptr, len);
        if (wj_draft_has_control(sign) || wj_text_is_blank(codepoint)) {
            wj_buf_addf(out, codepoint == ' ' ? " " : "\\x{%x}", (unsigned)codepoint);
        } else {
            wj_buf_add_text(out, len == 1 && strchr(special, *sign.ptr) != NULL ? "\\" : "");
            wj_buf_add(out, sign);
        }
        text = wj_slice_from(text, len);
    }
}

static void make_pattern(struct wj_draft *draft, const struct split *frame, struct wj_buf *regex)
{
    wj_buf_add_text(regex, "^");
    wj_draft_quote_regex(regex, wj_draft_clean(draft, frame->before));
    wj_buf_add_text(regex, "(?<option>.*)");
    wj_draft_quote_regex(regex, wj_draft_clean(draft, frame->after));
    wj_buf_add_text(regex, "$");
}

/* Does the regex fit these columns, and no other? */
static bool fits_only(struct wj_draft *draft, struct wj_slice regex, size_t first, size_t count)
{
    struct wj_buf reason = {0};
    struct wj_pattern *pattern = regex.len <= LONGEST_REGEX ? wj_pattern_new(regex, &reason) : NULL;
    bool good = pattern != NULL;
    for (size_t i = 0; good && i < draft->column_count; i++) {
        enum wj_found found = wj_pattern_find(pattern, draft->columns[i].cleaned);
        good = found == (i >= first && i < first + count ? WJ_FOUND : WJ_NOT_FOUND);
    }
    wj_pattern_free(pattern);
    wj_buf_clear(&reason);
    return good;
}

static bool take_options(struct wj_draft *draft, size_t first, size_t count, enum kind kind,
                         struct wj_draft_question *question)
{
    struct wj_draft_values options = {0};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        struct wj_draft_tally tally = {.count = 1};
        struct split split;
        cut_header(draft->columns[first + i].header, kind, &split);
        status = wj_draft_values_add(&options, wj_text_trim(split.option), tally);
    }
    draft->no_memory = draft->no_memory || status != WJ_OK;
    question->type = WJ_MULTIPLE;
    bool good = status == WJ_OK && wj_draft_options(draft, question, &options);
    if (good) {
        wj_draft_settle(draft, question);
    }
    wj_draft_values_clear(&options);
    return good && question->option_count == count;
}

/* The option of every column is found again, each once. */
static bool options_fit(struct wj_draft *draft, size_t first, size_t count, enum kind kind,
                        const struct wj_draft_question *question)
{
    bool *seen = wj_draft_array(draft, count, sizeof *seen);
    for (size_t i = 0; seen != NULL && i < count; i++) {
        struct split split;
        cut_header(draft->columns[first + i].header, kind, &split);
        struct wj_slice label = wj_draft_answer(split.option).label;
        size_t option = 0;
        while (option < count && !wj_draft_same(draft, label, question->options[option].label)) {
            option++;
        }
        if (option == count || seen[option]) {
            return false;
        }
        seen[option] = true;
    }
    return seen != NULL;
}

/* The stem without the sign that leads to the option. */
static struct wj_slice stem_of(struct wj_slice before, enum kind kind)
{
    struct wj_slice stem = before;
    if (kind != LETTER && stem.len > 0) {
        size_t at = stem.len - 1;
        while (at > 0 && ((unsigned char)stem.ptr[at] & 0xC0) == 0x80) {
            at--;
        }
        stem.len = at;
    }
    return wj_text_trim(stem);
}

size_t wj_draft_group(struct wj_draft *draft, size_t first, struct wj_draft_question *question)
{
    size_t found = 0;
    for (unsigned kind = 0; kind < KINDS && found == 0; kind++) {
        struct wj_draft_question tried = *question;
        struct wj_buf regex = {0};
        struct split frame;
        size_t count = run_of(draft, first, (enum kind)kind);
        if (count == 0 || !cut_header(draft->columns[first].header, (enum kind)kind, &frame)) {
            continue;
        }
        make_pattern(draft, &frame, &regex);
        if (wj_buf_status(&regex) == WJ_OK &&
            fits_only(draft, wj_buf_slice(&regex), first, count) &&
            take_options(draft, first, count, (enum kind)kind, &tried) &&
            options_fit(draft, first, count, (enum kind)kind, &tried)) {
            tried.pattern = wj_draft_copy(draft, wj_buf_slice(&regex));
            tried.label = wj_draft_copy(draft, stem_of(frame.before, (enum kind)kind));
            *question = tried;
            found = count;
        }
        wj_buf_clear(&regex);
    }
    return found;
}
