#include "sav.h"

#include "wjtab/base/number.h"

/* Rows are compressed: a code of one byte per slot, eight codes before what they stand for. */
enum {
    CODES = 8,
    BIAS = 100,
    LOWEST = -99,
    HIGHEST = 151,
    AS_IS = 253,
    BLANKS = 254,
    NOTHING = 255
};

enum { FLUSH_AT = 1 << 16 };

struct rows {
    struct wj_dataset *dataset;
    FILE *out;
    struct wj_buf done;
    unsigned char codes[CODES];
    size_t code_count;
    struct wj_buf literal; /* what the codes AS_IS stand for */
    mpq_t number;
};

static void put_codes(struct rows *rows)
{
    for (size_t i = rows->code_count; i < CODES; i++) {
        rows->codes[i] = 0;
    }
    wj_buf_add(&rows->done, wj_slice((const char *)rows->codes, CODES));
    wj_buf_add(&rows->done, wj_buf_slice(&rows->literal));
    wj_buf_reset(&rows->literal);
    rows->code_count = 0;
}

static void put_code(struct rows *rows, unsigned char code)
{
    if (rows->code_count == CODES) {
        put_codes(rows);
    }
    rows->codes[rows->code_count++] = code;
}

static void put_bits(struct rows *rows, uint64_t bits)
{
    put_code(rows, AS_IS);
    wj_sav_put(&rows->literal, bits, WJ_SAV_SLOT);
}

static void put_integer(struct rows *rows, int64_t value)
{
    if (value >= LOWEST && value <= HIGHEST) {
        put_code(rows, (unsigned char)(value + BIAS));
    } else {
        put_bits(rows, wj_sav_integer(value));
    }
}

/* A part of a text in slots, filled up with blanks. */
static void put_segment(struct rows *rows, struct wj_slice text, size_t width)
{
    for (size_t at = 0; at < width; at += WJ_SAV_SLOT) {
        if (at >= text.len) {
            put_code(rows, BLANKS);
            continue;
        }
        put_code(rows, AS_IS);
        for (size_t i = at; i < at + WJ_SAV_SLOT; i++) {
            char byte = i < text.len ? text.ptr[i] : ' ';
            bool control = (unsigned char)byte < ' ' || byte == 0x7F;
            wj_buf_add_char(&rows->literal, control ? ' ' : byte);
        }
    }
}

static void put_text(struct rows *rows, const struct wj_variable *variable, struct wj_slice text)
{
    for (size_t i = 0; i < wj_sav_segments(variable); i++) {
        size_t len = text.len < WJ_SAV_SEGMENT ? text.len : WJ_SAV_SEGMENT;
        put_segment(rows, wj_slice(text.ptr, len), wj_sav_segment_width(variable, i));
        text = wj_slice_from(text, len);
    }
}

static void put_cell(struct rows *rows, const struct wj_variable *variable,
                     const struct wj_datum *cell)
{
    if (variable->kind == WJ_VARIABLE_TEXT) {
        put_text(rows, variable, cell->state == WJ_CASE_ANSWERED ? cell->text : wj_slice("", 0));
    } else if (cell->state != WJ_CASE_ANSWERED && variable->has_missing) {
        put_integer(rows, variable->missing[cell->state]);
    } else if (cell->state != WJ_CASE_ANSWERED) {
        put_code(rows, NOTHING);
    } else if (variable->kind == WJ_VARIABLE_CODE) {
        put_integer(rows, variable->categories[cell->category].value);
    } else {
        wj_number_parse(rows->number, cell->text, 0);
        put_bits(rows, wj_number_bits(rows->number));
    }
}

static enum wj_status put_rows(struct rows *rows, struct wj_diags *diags)
{
    const struct wj_dataset *dataset = rows->dataset;
    const struct wj_datum *cells = NULL;
    enum wj_status status = wj_dataset_next(rows->dataset, diags, &cells);
    while (status == WJ_OK && cells != NULL) {
        for (size_t i = 0; i < dataset->variable_count; i++) {
            put_cell(rows, &dataset->variables[i], &cells[i]);
        }
        if (rows->done.len > FLUSH_AT) {
            status = wj_export_flush(&rows->done, rows->out);
        }
        if (status == WJ_OK) {
            status = wj_dataset_next(rows->dataset, diags, &cells);
        }
    }
    if (rows->code_count > 0) {
        put_codes(rows);
    }
    if (status == WJ_OK) {
        status = wj_buf_status(&rows->literal);
    }
    return status == WJ_OK ? wj_export_flush(&rows->done, rows->out) : status;
}

enum wj_status wj_write_sav(struct wj_diags *diags, struct wj_dataset *dataset, FILE *out)
{
    struct rows rows = {.dataset = dataset, .out = out};
    mpq_init(rows.number);
    wj_sav_dictionary(&rows.done, dataset);
    enum wj_status status = wj_export_flush(&rows.done, out);
    if (status == WJ_OK) {
        status = put_rows(&rows, diags);
    }
    mpq_clear(rows.number);
    wj_buf_clear(&rows.done);
    wj_buf_clear(&rows.literal);
    return status;
}
