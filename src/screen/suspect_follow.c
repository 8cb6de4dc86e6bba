/* Was a question left blank exactly where another one has a certain answer? Then `asked_if` is
 * missing. Comparing every pair of questions in every response would cost their product, so a set
 * of responses is kept as the exclusive-or of 128 random bits per response: two different sets of
 * the same size agree in them once in 2^128. */
#include "suspect_parts.h"

#include "wjtab/base/text.h"

enum { FEWEST_BLANKS = 3 };

/* SplitMix64: the n-th random number of a sequence. */
static uint64_t random_bits(uint64_t seed, uint64_t n)
{
    uint64_t z = seed + n * 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static void put(struct wj_mark_set *set, const uint64_t bits[2])
{
    set->bits[0] ^= bits[0];
    set->bits[1] ^= bits[1];
    set->count++;
}

static bool equal(const struct wj_mark_set *a, const struct wj_mark_set *b)
{
    return a->count == b->count && a->bits[0] == b->bits[0] && a->bits[1] == b->bits[1];
}

void wj_suspect_mark(struct wj_suspect *suspect, const struct wj_response *response)
{
    const struct wj_survey *survey = suspect->survey;
    const uint64_t bits[2] = {random_bits(1, suspect->seen), random_bits(2, suspect->seen)};
    bool any = false;
    for (size_t i = 0; !any && i < survey->question_count; i++) {
        any = response->answers[i].state != WJ_BLANK;
    }
    for (size_t i = 0; any && i < survey->question_count; i++) {
        const struct wj_answer *answer = &response->answers[i];
        struct wj_answered *answered = &suspect->questions[i];
        put(answer->state == WJ_BLANK ? &answered->blanks : &answered->filled, bits);
        if (survey->questions[i].type == WJ_SINGLE && answer->state == WJ_ANSWERED) {
            put(&answered->options[answer->option], bits);
        }
    }
}

/* ---- the formula ---- */

static bool is_plain(struct wj_slice name)
{
    for (bool first = true; name.len > 0; first = false) {
        int32_t codepoint;
        size_t len = wj_utf8_next(name, &codepoint);
        bool chinese = codepoint >= 0x4E00 && codepoint <= 0x9FFF;
        bool digit = codepoint >= '0' && codepoint <= '9';
        if (!chinese && (first || !digit)) {
            return false;
        }
        name = wj_slice_from(name, len);
    }
    return true;
}

/* A name that any formula takes: in brackets unless it is plain. */
static void add_name(struct wj_buf *out, const char *name)
{
    if (is_plain(wj_slice_of(name))) {
        wj_buf_add_text(out, name);
    } else if (strchr(name, ']') != NULL) {
        wj_buf_addf(out, "［%s］", name);
    } else {
        wj_buf_addf(out, "[%s]", name);
    }
}

static const char *make_formula(struct wj_suspect *suspect, const struct wj_question *other,
                                const char *sign, size_t option)
{
    struct wj_buf formula = {0};
    add_name(&formula, other->name);
    wj_buf_add_text(&formula, sign);
    wj_formula_quote(&formula, wj_slice_of(other->options[option].code));
    const char *copy = wj_buf_status(&formula) == WJ_OK
                           ? wj_arena_copy(&suspect->arena, wj_buf_slice(&formula))
                           : NULL;
    wj_buf_clear(&formula);
    return copy;
}

/* ---- looking for the other question ---- */

enum fit { NO_FIT, FITS_FILLED, FITS_BLANK };

static enum fit find_option(const struct wj_suspect *suspect, size_t question, size_t other,
                            size_t *option)
{
    const struct wj_answered *answered = &suspect->questions[question];
    const struct wj_answered *leading = &suspect->questions[other];
    size_t options = suspect->survey->questions[other].option_count;
    for (size_t i = 0; i < options; i++) {
        *option = i;
        if (equal(&answered->filled, &leading->options[i])) {
            return FITS_FILLED;
        }
    }
    for (size_t i = 0; i < options; i++) {
        *option = i;
        if (equal(&answered->blanks, &leading->options[i])) {
            return FITS_BLANK;
        }
    }
    return NO_FIT;
}

static enum wj_status tell(struct wj_suspect *suspect, size_t question, size_t other,
                           const char *sign, size_t option)
{
    struct wj_suspicion *found = wj_suspect_add(suspect, WJ_FOLLOWS);
    if (found == NULL) {
        return WJ_MEMORY;
    }
    found->question = question;
    found->other = other;
    found->option = option;
    found->count = suspect->questions[question].blanks.count;
    found->base = suspect->questions[question].seen;
    found->answer = make_formula(suspect, &suspect->survey->questions[other], sign, option);
    return found->answer != NULL ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_suspect_tell_follows(struct wj_suspect *suspect, size_t question)
{
    const struct wj_survey *survey = suspect->survey;
    const struct wj_answered *answered = &suspect->questions[question];
    if (survey->questions[question].asked_if != NULL || answered->not_asked > 0 ||
        answered->blanks.count < FEWEST_BLANKS || answered->filled.count == 0) {
        return WJ_OK;
    }
    for (size_t i = 0; i < survey->question_count; i++) {
        size_t option = 0;
        bool single = i != question && survey->questions[i].type == WJ_SINGLE;
        enum fit fit = single ? find_option(suspect, question, i, &option) : NO_FIT;
        if (fit != NO_FIT) {
            return tell(suspect, question, i, fit == FITS_FILLED ? "=" : "<>", option);
        }
    }
    return WJ_OK;
}
