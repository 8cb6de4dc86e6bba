#include "sav.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#include "wjtab/base/text.h"

enum {
    WORD = 4,
    NAME = 8,
    PRODUCT = 60,
    FILE_LABEL = 64,
    LONGEST_LABEL = 255,
    LONGEST_VALUE_LABEL = 120,
    WIDEST = 40,           /* of a number in print */
    FULL_SEGMENT = 252,    /* a text of n bytes has n/252 segments, rounded up */
    FORMAT_TEXT = 1,       /* A */
    FORMAT_NUMBER = 5,     /* F */
    CONTINUES = 0xFFFFFFFF /* -1: a further slot of a text */
};

/* Kinds of records, and of the extensions among them. */
enum { VARIABLE = 2, VALUE_LABELS = 3, LABELLED = 4, EXTENSION = 7, END = 999 };
enum {
    INTEGERS = 3,
    NUMBERS = 4,
    SETS = 7,
    DISPLAY = 11,
    LONG_NAMES = 13,
    LONG_TEXTS = 14,
    CASES = 16,
    ENCODING = 20
};

uint64_t wj_sav_integer(int64_t value)
{
    enum { MANTISSA = 52, EXPONENT_BIAS = 1023 };
    uint64_t sign = value < 0 ? (uint64_t)1 << 63 : 0;
    uint64_t digits = value < 0 ? -(uint64_t)value : (uint64_t)value;
    unsigned top = 0;
    if (digits == 0) {
        return 0;
    }
    while (digits >> top > 1) {
        top++;
    }
    uint64_t hidden = (uint64_t)1 << MANTISSA;
    return sign | (uint64_t)(top + EXPONENT_BIAS) << MANTISSA |
           ((digits << (MANTISSA - top)) - hidden);
}

void wj_sav_put(struct wj_buf *out, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        wj_buf_add_char(out, (char)(number >> 8 * i & 0xFF));
    }
}

size_t wj_sav_segments(const struct wj_variable *variable)
{
    if (variable->kind != WJ_VARIABLE_TEXT) {
        return 0;
    }
    return variable->width > WJ_SAV_SEGMENT ? (variable->width + FULL_SEGMENT - 1) / FULL_SEGMENT
                                            : 1;
}

size_t wj_sav_segment_width(const struct wj_variable *variable, size_t segment)
{
    size_t segments = wj_sav_segments(variable);
    if (segment + 1 < segments) {
        return WJ_SAV_SEGMENT;
    }
    size_t width = variable->width - (segments - 1) * FULL_SEGMENT;
    return width > 0 ? width : 1;
}

static size_t slots(size_t width)
{
    return (width + WJ_SAV_SLOT - 1) / WJ_SAV_SLOT;
}

static size_t variable_slots(const struct wj_variable *variable)
{
    size_t sum = variable->kind == WJ_VARIABLE_TEXT ? 0 : 1;
    for (size_t i = 0; i < wj_sav_segments(variable); i++) {
        sum += slots(wj_sav_segment_width(variable, i));
    }
    return sum;
}

static void put_word(struct wj_buf *out, uint64_t number)
{
    wj_sav_put(out, number, WORD);
}

static void fill(struct wj_buf *out, char byte, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_char(out, byte);
    }
}

/* A text in one line, cut between two characters to at most `most` bytes. */
static struct wj_slice cut(struct wj_buf *store, const char *text, size_t most)
{
    wj_buf_reset(store);
    wj_export_line(store, text);
    struct wj_slice line = wj_buf_slice(store);
    return line.len > most ? wj_slice(line.ptr, wj_utf8_valid(wj_slice(line.ptr, most))) : line;
}

static void put_fixed(struct wj_buf *out, struct wj_slice text, size_t width)
{
    wj_buf_add(out, text);
    fill(out, ' ', width - text.len);
}

/* ---- the header ---- */

static void put_date(struct wj_buf *out, int64_t date)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)date;
    struct tm parts = {0};
    gmtime_r(&seconds, &parts);
    wj_buf_addf(out, "%02d %s %02d%02d:%02d:%02d", parts.tm_mday, months[parts.tm_mon],
                parts.tm_year % 100, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

static void put_header(struct wj_buf *out, const struct wj_dataset *dataset, struct wj_buf *store)
{
    enum { LAYOUT = 2, COMPRESSED = 1, CASES_UNKNOWN = 0xFFFFFFFF, PADDING = 3 };
    size_t size = 0;
    size_t weight = 0; /* the slot of the weights, from 1 */
    for (size_t i = 0; i < dataset->variable_count; i++) {
        weight = dataset->has_weight && i == dataset->weight ? size + 1 : weight;
        size += variable_slots(&dataset->variables[i]);
    }
    wj_buf_add_text(out, "$FL2");
    put_fixed(out, wj_slice_of("@(#) SPSS DATA FILE - wjtab " WJ_VERSION), PRODUCT);
    put_word(out, LAYOUT);
    put_word(out, size);
    put_word(out, COMPRESSED);
    put_word(out, weight);
    put_word(out, dataset->rows <= INT32_MAX ? dataset->rows : CASES_UNKNOWN);
    wj_sav_put(out, wj_sav_integer(100), WJ_SAV_SLOT);
    put_date(out, dataset->date);
    put_fixed(out, cut(store, dataset->title, FILE_LABEL), FILE_LABEL);
    fill(out, 0, PADDING);
}

/* ---- names of at most 8 bytes ---- */

/* A name that is longer becomes V and its number; no name of a dataset looks so. */
static void short_name(struct wj_buf *out, const struct wj_dataset *dataset, size_t number)
{
    const char *name = dataset->variables[number].name;
    if (strlen(name) > NAME) {
        wj_buf_addf(out, "V%zu", number + 1);
        return;
    }
    for (size_t i = 0; name[i] != '\0'; i++) {
        wj_buf_add_char(out, (char)toupper((unsigned char)name[i]));
    }
}

/* ---- variables ---- */

static size_t number_width(const struct wj_variable *variable)
{
    struct wj_buf text = {0};
    size_t widest = variable->highest != NULL ? strlen(variable->highest) : 1;
    size_t lowest = variable->lowest != NULL ? strlen(variable->lowest) : 1;
    for (size_t i = 0; i < variable->category_count; i++) {
        wj_buf_reset(&text);
        wj_buf_addf(&text, "%lld", (long long)variable->categories[i].value);
        widest = text.len > widest ? text.len : widest;
    }
    if (variable->has_missing) {
        wj_buf_reset(&text);
        wj_buf_addf(&text, "%lld", (long long)variable->missing[WJ_MISSING_KINDS - 1]);
        size_t missing = text.len + (variable->decimals > 0 ? variable->decimals + 1 : 0);
        widest = missing > widest ? missing : widest;
    }
    wj_buf_clear(&text);
    widest = lowest > widest ? lowest : widest;
    return widest < WIDEST ? widest : WIDEST;
}

static uint64_t format_of(const struct wj_variable *variable, size_t segment)
{
    if (variable->kind == WJ_VARIABLE_TEXT) {
        return (uint64_t)FORMAT_TEXT << 16 | wj_sav_segment_width(variable, segment) << 8;
    }
    return (uint64_t)FORMAT_NUMBER << 16 | number_width(variable) << 8 | variable->decimals;
}

/* The record of a number or of one segment of a text, up to the name. */
static void begin_variable(struct wj_buf *out, const struct wj_variable *variable, size_t segment,
                           bool labelled)
{
    bool text = variable->kind == WJ_VARIABLE_TEXT;
    put_word(out, VARIABLE);
    put_word(out, text ? wj_sav_segment_width(variable, segment) : 0);
    put_word(out, labelled ? 1 : 0);
    put_word(out, !text && variable->has_missing ? WJ_MISSING_KINDS : 0);
    put_word(out, format_of(variable, segment));
    put_word(out, format_of(variable, segment));
}

static void put_continued(struct wj_buf *out, size_t width)
{
    for (size_t i = 1; i < slots(width); i++) {
        put_word(out, VARIABLE);
        put_word(out, CONTINUES);
        fill(out, 0, 4 * WORD);
        fill(out, ' ', NAME);
    }
}

static void put_variable(struct wj_buf *out, const struct wj_dataset *dataset, size_t number,
                         struct wj_buf *store)
{
    const struct wj_variable *variable = &dataset->variables[number];
    struct wj_slice label = cut(store, variable->label, LONGEST_LABEL);
    begin_variable(out, variable, 0, label.len > 0);
    size_t before = out->len;
    short_name(out, dataset, number);
    fill(out, ' ', NAME - (out->len - before));
    if (label.len > 0) {
        put_word(out, label.len);
        put_fixed(out, label, (label.len + WORD - 1) / WORD * WORD);
    }
    for (size_t i = 0; variable->has_missing && i < WJ_MISSING_KINDS; i++) {
        wj_sav_put(out, wj_sav_integer(variable->missing[i]), WJ_SAV_SLOT);
    }
    if (variable->kind == WJ_VARIABLE_TEXT) {
        put_continued(out, wj_sav_segment_width(variable, 0));
    }
}

static void put_variables(struct wj_buf *out, const struct wj_dataset *dataset,
                          struct wj_buf *store)
{
    size_t further = 0;
    for (size_t i = 0; i < dataset->variable_count; i++) {
        const struct wj_variable *variable = &dataset->variables[i];
        put_variable(out, dataset, i, store);
        for (size_t j = 1; j < wj_sav_segments(variable); j++) {
            size_t width = wj_sav_segment_width(variable, j);
            begin_variable(out, variable, j, false);
            size_t before = out->len;
            wj_buf_addf(out, "S%zu", ++further);
            fill(out, ' ', NAME - (out->len - before));
            put_continued(out, width);
        }
    }
}

/* ---- value labels ---- */

static void put_value_label(struct wj_buf *out, int64_t value, const char *label,
                            struct wj_buf *store)
{
    struct wj_slice text = cut(store, label, LONGEST_VALUE_LABEL);
    wj_sav_put(out, wj_sav_integer(value), WJ_SAV_SLOT);
    wj_buf_add_char(out, (char)text.len);
    put_fixed(out, text, slots(text.len + 1) * WJ_SAV_SLOT - 1);
}

/* The labels of a variable's values, for `count` variables from the dictionary's slot `first` on.
 */
static void put_labels(struct wj_buf *out, const struct wj_dataset *dataset,
                       const struct wj_variable *variable, size_t first, size_t count,
                       struct wj_buf *store)
{
    size_t missing = variable->has_missing ? WJ_MISSING_KINDS : 0;
    if (variable->category_count + missing == 0) {
        return;
    }
    put_word(out, VALUE_LABELS);
    put_word(out, variable->category_count + missing);
    for (size_t i = 0; i < variable->category_count; i++) {
        put_value_label(out, variable->categories[i].value, variable->categories[i].label, store);
    }
    for (size_t i = 0; i < missing; i++) {
        put_value_label(out, variable->missing[i], dataset->missing_labels[i], store);
    }
    put_word(out, LABELLED);
    put_word(out, count);
    for (size_t i = 0; i < count; i++) {
        put_word(out, first + i);
    }
}

static void put_value_labels(struct wj_buf *out, const struct wj_dataset *dataset,
                             struct wj_buf *store)
{
    size_t slot = 1;
    size_t set = 0;
    for (size_t i = 0; i < dataset->variable_count;) {
        const struct wj_variable *variable = &dataset->variables[i];
        while (set < dataset->set_count && dataset->sets[set].first < i) {
            set++;
        }
        bool flags = set < dataset->set_count && dataset->sets[set].first == i;
        size_t count = flags ? dataset->sets[set].count : 1;
        put_labels(out, dataset, variable, slot, count, store);
        slot += flags ? count : variable_slots(variable);
        i += count;
    }
}

/* ---- extensions ---- */

static void begin_extension(struct wj_buf *out, unsigned kind, size_t size, size_t count)
{
    put_word(out, EXTENSION);
    put_word(out, kind);
    put_word(out, size);
    put_word(out, count);
}

static void put_text_extension(struct wj_buf *out, unsigned kind, struct wj_slice text)
{
    if (text.len > 0) {
        begin_extension(out, kind, 1, text.len);
        wj_buf_add(out, text);
    }
}

static void put_machine(struct wj_buf *out)
{
    /* The version of the format's dialect (20.0.0), no machine, IEEE 754, compression 1, low byte
     * first, UTF-8. */
    static const uint64_t integers[] = {20, 0, 0, 0xFFFFFFFF, 1, 1, 2, 65001};
    static const uint64_t limits[] = {WJ_SAV_NOTHING, UINT64_C(0x7FEFFFFFFFFFFFFF),
                                      UINT64_C(0xFFEFFFFFFFFFFFFE)};
    begin_extension(out, INTEGERS, WORD, 8);
    for (size_t i = 0; i < 8; i++) {
        put_word(out, integers[i]);
    }
    begin_extension(out, NUMBERS, WJ_SAV_SLOT, 3);
    for (size_t i = 0; i < 3; i++) {
        wj_sav_put(out, limits[i], WJ_SAV_SLOT);
    }
}

/* Multiple response sets, by short names in small letters; one variable is none. */
static void put_sets(struct wj_buf *out, const struct wj_dataset *dataset, struct wj_buf *store)
{
    struct wj_buf text = {0};
    for (size_t i = 0; i < dataset->set_count; i++) {
        const struct wj_variable_set *set = &dataset->sets[i];
        if (set->count < 2) {
            continue;
        }
        struct wj_slice label = cut(store, set->label, LONGEST_LABEL);
        wj_buf_addf(&text, "$%s=D1 1 %zu ", set->name, label.len);
        wj_buf_add(&text, label);
        for (size_t j = 0; j < set->count; j++) {
            wj_buf_add_char(&text, ' ');
            size_t before = text.len;
            short_name(&text, dataset, set->first + j);
            for (size_t k = before; k < text.len; k++) {
                text.ptr[k] = (char)tolower((unsigned char)text.ptr[k]);
            }
        }
        wj_buf_add_char(&text, '\n');
    }
    put_text_extension(out, SETS, wj_buf_slice(&text));
    out->failed = out->failed || text.failed;
    wj_buf_clear(&text);
}

static void put_display(struct wj_buf *out, const struct wj_dataset *dataset)
{
    enum { LEFT = 0, RIGHT = 1, WIDTH = 8, WIDE = 24 };
    size_t count = 0;
    for (size_t i = 0; i < dataset->variable_count; i++) {
        size_t segments = wj_sav_segments(&dataset->variables[i]);
        count += segments > 0 ? segments : 1;
    }
    begin_extension(out, DISPLAY, WORD, 3 * count);
    for (size_t i = 0; i < dataset->variable_count; i++) {
        const struct wj_variable *variable = &dataset->variables[i];
        bool text = variable->kind == WJ_VARIABLE_TEXT;
        size_t segments = text ? wj_sav_segments(variable) : 1;
        for (size_t j = 0; j < segments; j++) {
            put_word(out, (uint64_t)variable->level + 1);
            put_word(out, text ? WIDE : WIDTH);
            put_word(out, text ? LEFT : RIGHT);
        }
    }
}

static void put_long_names(struct wj_buf *out, const struct wj_dataset *dataset)
{
    struct wj_buf names = {0};
    struct wj_buf widths = {0};
    for (size_t i = 0; i < dataset->variable_count; i++) {
        const struct wj_variable *variable = &dataset->variables[i];
        wj_buf_add_text(&names, i > 0 ? "\t" : "");
        short_name(&names, dataset, i);
        wj_buf_addf(&names, "=%s", variable->name);
        if (wj_sav_segments(variable) > 1) {
            short_name(&widths, dataset, i);
            wj_buf_addf(&widths, "=%05zu", variable->width);
            wj_buf_add(&widths, wj_slice("\0\t", 2));
        }
    }
    put_text_extension(out, LONG_NAMES, wj_buf_slice(&names));
    put_text_extension(out, LONG_TEXTS, wj_buf_slice(&widths));
    out->failed = out->failed || names.failed || widths.failed;
    wj_buf_clear(&names);
    wj_buf_clear(&widths);
}

void wj_sav_dictionary(struct wj_buf *out, const struct wj_dataset *dataset)
{
    struct wj_buf store = {0};
    put_header(out, dataset, &store);
    put_variables(out, dataset, &store);
    put_value_labels(out, dataset, &store);
    put_machine(out);
    put_sets(out, dataset, &store);
    put_display(out, dataset);
    put_long_names(out, dataset);
    begin_extension(out, CASES, WJ_SAV_SLOT, 2);
    wj_sav_put(out, 1, WJ_SAV_SLOT);
    wj_sav_put(out, dataset->rows, WJ_SAV_SLOT);
    put_text_extension(out, ENCODING, wj_slice_of("UTF-8"));
    put_word(out, END);
    put_word(out, 0);
    out->failed = out->failed || store.failed;
    wj_buf_clear(&store);
}
