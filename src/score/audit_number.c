#include "audit_job.h"

#include "wjtab/base/text.h"

/* Signs that stand for nothing in a cell. */
static bool is_nothing(struct wj_slice text)
{
    static const char *const signs[] = {"-", "--", "—", "——", "–", "―", "/", "\\", "无", "空"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (wj_slice_is(text, signs[i])) {
            return true;
        }
    }
    return false;
}

const char *wj_audit_clean(struct wj_audit_job *job, struct wj_slice text)
{
    struct wj_buf clean = {0};
    const char *copy = NULL;
    if (wj_text_has_odd_digit(text)) {
        wj_buf_add(&clean, wj_text_trim(text));
    } else {
        wj_text_clean(&clean, text, false);
    }
    if (wj_buf_status(&clean) == WJ_OK && !is_nothing(wj_buf_slice(&clean))) {
        copy = wj_arena_copy(&job->audit->arena, wj_buf_slice(&clean));
    }
    wj_buf_clear(&clean);
    return copy != NULL ? copy : "";
}

const char *wj_audit_squeeze(struct wj_audit_job *job, const char *text)
{
    struct wj_buf buf = {0};
    struct wj_slice rest = wj_slice_of(text);
    while (rest.len > 0) {
        int32_t codepoint;
        size_t bytes = wj_utf8_next(rest, &codepoint);
        if (!wj_text_is_blank(codepoint)) {
            wj_buf_add(&buf, wj_slice(rest.ptr, bytes));
        }
        rest = wj_slice_from(rest, bytes);
    }
    const char *copy = wj_arena_copy(&job->audit->arena, wj_buf_slice(&buf));
    wj_buf_clear(&buf);
    return copy != NULL ? copy : "";
}

void wj_audit_figures_add(struct wj_audit_figures *figures, struct wj_audit_figure *figure)
{
    if (figure != NULL && wj_grow(&figures->list, &figures->capacity, figures->count + 1,
                                  sizeof *figures->list) == WJ_OK) {
        figures->list[figures->count++] = figure;
    }
}

struct wj_audit_figure *wj_audit_figure_new(struct wj_audit_job *job, const struct wj_place *place)
{
    struct wj_audit_figure *figure = wj_arena_alloc(&job->audit->arena, sizeof *figure);
    size_t count = job->figures.count;
    wj_audit_figures_add(&job->figures, figure);
    if (figure == NULL || job->figures.count == count) {
        return NULL;
    }
    mpq_init(figure->value);
    figure->decimals = -1;
    figure->text = "";
    figure->unit = "";
    figure->place = *place;
    return figure;
}

/* How many bytes of the text an operator before a number takes. */
static size_t operator_length(struct wj_slice text, char *relation)
{
    static const struct {
        const char *sign;
        char relation;
    } signs[] = {
        {"≥", '>'},      {"≤", '<'},      {">=", '>'},     {"<=", '<'},     {"=>", '>'},
        {"=<", '<'},     {"=", '='},      {">", 'G'},      {"<", 'L'},      {"≧", '>'},
        {"≦", '<'},      {"不少于", '>'}, {"不低于", '>'}, {"不超过", '<'}, {"不高于", '<'},
        {"不多于", '<'}, {"约", '='},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (wj_slice_starts(text, wj_slice_of(signs[i].sign))) {
            *relation = signs[i].relation;
            return strlen(signs[i].sign);
        }
    }
    return 0;
}

/* The number's own bytes: sign, digits, thousands separators, point, %. */
static size_t number_length(struct wj_slice text)
{
    size_t len = 0;
    size_t digits = 0;
    if (len < text.len && (text.ptr[len] == '-' || text.ptr[len] == '+')) {
        len++;
    }
    for (; len < text.len; len++) {
        char byte = text.ptr[len];
        bool digit = byte >= '0' && byte <= '9';
        bool inside = len + 1 < text.len && text.ptr[len + 1] >= '0' && text.ptr[len + 1] <= '9';
        if (!digit && !((byte == ',' || byte == '.') && inside)) {
            break;
        }
        digits += digit ? 1 : 0;
    }
    if (digits > 0 && len < text.len && text.ptr[len] == '%') {
        len++;
    }
    return digits > 0 ? len : 0;
}

/* Digits behind the point. */
static int decimals_of(struct wj_slice number)
{
    const char *point = memchr(number.ptr, '.', number.len);
    bool percent = number.ptr[number.len - 1] == '%';
    int decimals =
        point != NULL ? (int)(number.ptr + number.len - point) - 1 - (percent ? 1 : 0) : 0;
    return decimals + (percent ? 2 : 0);
}

/* What stands behind a number, up to a remark in brackets. */
static const char *unit_of(struct wj_audit_job *job, struct wj_slice rest)
{
    const char *bracket = rest.len > 0 ? memchr(rest.ptr, '(', rest.len) : NULL;
    if (bracket != NULL) {
        rest.len = (size_t)(bracket - rest.ptr);
    }
    return wj_audit_text(job, "%.*s", WJ_SLICE_ARG(wj_text_trim(rest)));
}

struct wj_audit_figure *wj_audit_figure_read(struct wj_audit_job *job, struct wj_slice clean,
                                             const struct wj_place *place, char *relation)
{
    char found = 0;
    struct wj_slice rest = wj_text_trim(clean);
    rest = wj_text_trim_start(wj_slice_from(rest, operator_length(rest, &found)));
    size_t len = number_length(rest);
    if (relation != NULL) {
        *relation = found;
    }
    if (len == 0 || (relation == NULL && found != 0) || wj_text_has_odd_digit(rest)) {
        return NULL;
    }
    struct wj_audit_figure *figure = wj_audit_figure_new(job, place);
    struct wj_slice number = wj_slice(rest.ptr, len);
    if (figure == NULL ||
        !wj_number_parse(figure->value, number, WJ_NUMBER_PERCENT | WJ_NUMBER_THOUSANDS)) {
        return NULL;
    }
    figure->decimals = decimals_of(number);
    figure->percent = number.ptr[len - 1] == '%';
    figure->unit = unit_of(job, wj_slice_from(rest, len));
    figure->text = wj_audit_text(job, "%.*s", WJ_SLICE_ARG(wj_text_trim(clean)));
    return figure;
}

unsigned long wj_audit_money(const char *unit)
{
    static const struct {
        const char *name;
        unsigned long size;
    } units[] = {{"元", 1},        {"人民币元", 1},     {"千元", 1000},       {"万元", 10000},
                 {"万", 10000},    {"百万元", 1000000}, {"千万元", 10000000}, {"亿元", 100000000},
                 {"亿", 100000000}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(unit, units[i].name) == 0) {
            return units[i].size;
        }
    }
    return 0;
}
