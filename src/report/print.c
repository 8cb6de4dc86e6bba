#include "print.h"

#include <string.h>

static const char *keep(struct wj_arena *arena, struct wj_buf *text)
{
    const char *copy = wj_buf_status(text) == WJ_OK ? wj_arena_copy(arena, wj_buf_slice(text)) : "";
    wj_buf_clear(text);
    return copy != NULL ? copy : "";
}

static const char *percent(struct wj_arena *arena, const mpq_t value, struct wj_rounding rounding)
{
    struct wj_buf text = {0};
    wj_number_percent(&text, value, rounding, false);
    return keep(arena, &text);
}

/* What stands where there is no figure. */
static const char *dash(bool hidden)
{
    return hidden ? WJ_HIDDEN_TEXT : WJ_NO_FIGURE;
}

const char *wj_print_percent(struct wj_arena *arena, const struct wj_figure *figure,
                             struct wj_rounding rounding)
{
    return figure->exists ? percent(arena, figure->value, rounding) : dash(figure->hidden);
}

const char *wj_print_weighted(struct wj_arena *arena, const struct wj_weighted *figure,
                              struct wj_rounding rounding)
{
    return figure->exists ? percent(arena, figure->value, rounding) : dash(figure->hidden);
}

const char *wj_print_limit(struct wj_arena *arena, const struct wj_interval *interval,
                           enum wj_limit limit, struct wj_rounding rounding)
{
    struct wj_figure lower = {.exists = interval->missing == WJ_INTERVAL_THERE,
                              .hidden = interval->missing == WJ_SUPPRESSED};
    struct wj_figure upper = lower;
    mpq_inits(lower.value, upper.value, NULL);
    if (lower.exists) {
        wj_interval_limits(interval, lower.value, upper.value);
    }
    const char *text = wj_print_percent(arena, limit == WJ_LOWER ? &lower : &upper, rounding);
    mpq_clears(lower.value, upper.value, NULL);
    return text;
}

const char *wj_print_ratio(struct wj_arena *arena, const mpq_t num, const mpq_t den,
                           struct wj_rounding rounding)
{
    struct wj_buf text = {0};
    mpq_t ratio;
    if (mpq_sgn(den) == 0) {
        return WJ_NO_FIGURE;
    }
    mpq_init(ratio);
    mpq_div(ratio, num, den);
    wj_number_percent(&text, ratio, rounding, true);
    mpq_clear(ratio);
    return keep(arena, &text);
}

const char *wj_print_short(struct wj_arena *arena, const mpq_t value, struct wj_rounding rounding)
{
    struct wj_buf text = {0};
    wj_number_short(&text, value, rounding);
    return keep(arena, &text);
}

const char *wj_print_fixed(struct wj_arena *arena, const mpq_t value, struct wj_rounding rounding)
{
    struct wj_buf text = {0};
    wj_number_fixed(&text, value, rounding);
    return keep(arena, &text);
}

const char *wj_print_exact(struct wj_arena *arena, const mpq_t value)
{
    struct wj_buf text = {0};
    wj_number_exact(&text, value);
    return keep(arena, &text);
}

static void add_integer(struct wj_buf *out, const mpz_t value)
{
    char *end = wj_buf_reserve(out, mpz_sizeinbase(value, 10) + 2);
    if (end != NULL) {
        out->len += strlen(mpz_get_str(end, 10, value));
    }
}

const char *wj_print_fraction(struct wj_arena *arena, const mpq_t value)
{
    struct wj_buf text = {0};
    add_integer(&text, mpq_numref(value));
    wj_buf_add_char(&text, '/');
    add_integer(&text, mpq_denref(value));
    return keep(arena, &text);
}

const char *wj_print_count(struct wj_arena *arena, uint64_t count)
{
    struct wj_buf text = {0};
    if (count == WJ_HIDDEN) {
        return WJ_HIDDEN_TEXT;
    }
    wj_buf_addf(&text, "%llu", (unsigned long long)count);
    return keep(arena, &text);
}

const char *wj_print(struct wj_arena *arena, const char *template, size_t count,
                     const char *const *texts)
{
    struct wj_buf text = {0};
    for (size_t i = 0; i < count; i++) {
        const char *place = strstr(template, "%s");
        if (place == NULL) {
            break;
        }
        wj_buf_add(&text, wj_slice(template, (size_t)(place - template)));
        wj_buf_add_text(&text, texts[i]);
        template = place + 2;
    }
    wj_buf_add_text(&text, template);
    return keep(arena, &text);
}

/* ---- JSON ---- */

static json_t *json_integer_of(const mpz_t value)
{
    static const char limit[] = "9007199254740992"; /* 2^53 */
    mpz_t most;
    mpz_init_set_str(most, limit, 10);
    bool fits = mpz_cmpabs(value, most) <= 0;
    mpz_clear(most);
    if (fits) {
        return json_integer(mpz_get_si(value));
    }
    struct wj_buf digits = {0};
    add_integer(&digits, value);
    json_t *text = json_string(wj_buf_text(&digits));
    wj_buf_clear(&digits);
    return text;
}

json_t *wj_json_count(uint64_t count)
{
    mpz_t value;
    if (count == WJ_HIDDEN) {
        return json_null();
    }
    mpz_init_set_ui(value, count);
    json_t *json = json_integer_of(value);
    mpz_clear(value);
    return json;
}

json_t *wj_json_fraction(const mpq_t value, const char *text)
{
    json_t *fraction = json_object();
    json_object_set_new(fraction, "num", json_integer_of(mpq_numref(value)));
    json_object_set_new(fraction, "den", json_integer_of(mpq_denref(value)));
    json_object_set_new(fraction, "text", json_string(text));
    return fraction;
}

json_t *wj_json_percent(struct wj_arena *arena, const struct wj_figure *figure,
                        struct wj_rounding rounding)
{
    if (!figure->exists) {
        return json_null();
    }
    return wj_json_fraction(figure->value, wj_print_percent(arena, figure, rounding));
}

json_t *wj_json_text(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}
