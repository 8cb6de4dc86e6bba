#include "emf.h"

#include <string.h>

#include "wjtab/base/text.h"

/* [MS-EMF], the records that are written. All numbers are little-endian. */
enum {
    HEADER = 1,
    SET_WINDOW_EXTENT = 9,
    SET_WINDOW_ORIGIN = 10,
    SET_VIEWPORT_EXTENT = 11,
    SET_VIEWPORT_ORIGIN = 12,
    END = 14,
    SET_MAP_MODE = 17,
    SET_BACKGROUND_MODE = 18,
    SET_TEXT_ALIGN = 22,
    SET_TEXT_COLOUR = 24,
    MOVE_TO = 27,
    SELECT_OBJECT = 37,
    CREATE_PEN = 38,
    CREATE_BRUSH = 39,
    DELETE_OBJECT = 40,
    RECTANGLE = 43,
    LINE_TO = 54,
    CREATE_FONT = 82,
    TEXT_OUT = 84
};

enum {
    HEADER_BYTES = 108,
    TWIPS = 1440,       /* the reference device has so many dots in an inch */
    PER_DOT = 5,        /* hundredths of a point */
    DEVICE_INCHES = 10, /* its width and height: 254 mm */
    ANISOTROPIC = 8,    /* the map mode that takes the extents as they are */
    TRANSPARENT = 1,
    NO_BRUSH = 5, /* stock objects */
    NO_PEN = 8,
    SYSTEM_FONT = 13,
    BASELINE = 24,
    FONT_WEIGHT = 400,
    CHINESE_CHARSET = 134,
    TEXT_HEAD = 76,
    FONT_BYTES = 320, /* with everything that this picture leaves at 0 */
    FACE_AT = 28,
    OBJECT = 1 /* the one slot that is used */
};

static const uint32_t STOCK = 0x80000000;

/* What is written, and how many records so far. */
struct emf {
    struct wj_buf *out;
    size_t start;
    uint32_t records;
    bool chinese;
};

static void put16(struct wj_buf *out, uint32_t value)
{
    char bytes[] = {(char)(value & 0xFF), (char)(value >> 8 & 0xFF)};
    wj_buf_add(out, wj_slice(bytes, sizeof bytes));
}

static void put32(struct wj_buf *out, uint32_t value)
{
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

static void put_record(struct emf *emf, uint32_t type, const int32_t *values, size_t count)
{
    put32(emf->out, type);
    put32(emf->out, (uint32_t)(8 + count * 4));
    for (size_t i = 0; i < count; i++) {
        put32(emf->out, (uint32_t)values[i]);
    }
    emf->records++;
}

static void put_one(struct emf *emf, uint32_t type, int32_t value)
{
    put_record(emf, type, &value, 1);
}

static void put_pair(struct emf *emf, uint32_t type, int32_t a, int32_t b)
{
    int32_t values[] = {a, b};
    put_record(emf, type, values, 2);
}

static void select_stock(struct emf *emf, uint32_t object)
{
    put_one(emf, SELECT_OBJECT, (int32_t)(STOCK + object));
}

/* Metafiles have red in the lowest byte. */
static int32_t colour_ref(uint32_t rgb)
{
    return (int32_t)((rgb & 0xFF) << 16 | (rgb & 0xFF00) | rgb >> 16);
}

static uint32_t rgb_of(enum wj_colour colour)
{
    return wj_colour_rgb(colour, false);
}

static uint32_t text_rgb(const struct wj_shape *shape)
{
    return shape->behind < WJ_COLOUR_SERIES ? rgb_of(shape->fill)
                                            : wj_colour_text(shape->behind, false);
}

/* ---- shapes ---- */

static void select_brush(struct emf *emf, enum wj_colour colour)
{
    if (colour == WJ_COLOUR_NONE) {
        select_stock(emf, NO_BRUSH);
        return;
    }
    int32_t brush[] = {OBJECT, 0, colour_ref(rgb_of(colour)), 0};
    put_record(emf, CREATE_BRUSH, brush, 4);
    put_one(emf, SELECT_OBJECT, OBJECT);
}

static void select_pen(struct emf *emf, enum wj_colour colour, int32_t width)
{
    if (colour == WJ_COLOUR_NONE) {
        select_stock(emf, NO_PEN);
        return;
    }
    int32_t pen[] = {OBJECT + 1, 0, width, 0, colour_ref(rgb_of(colour))};
    put_record(emf, CREATE_PEN, pen, 5);
    put_one(emf, SELECT_OBJECT, OBJECT + 1);
}

static void release(struct emf *emf, const struct wj_shape *shape)
{
    select_stock(emf, NO_BRUSH);
    select_stock(emf, NO_PEN);
    if (shape->kind == WJ_SHAPE_BOX && shape->fill != WJ_COLOUR_NONE) {
        put_one(emf, DELETE_OBJECT, OBJECT);
    }
    if (shape->stroke != WJ_COLOUR_NONE) {
        put_one(emf, DELETE_OBJECT, OBJECT + 1);
    }
}

static void add_box(struct emf *emf, const struct wj_shape *shape)
{
    int32_t corners[] = {shape->x, shape->y, shape->x + shape->width, shape->y + shape->height};
    select_brush(emf, shape->fill);
    select_pen(emf, shape->stroke, shape->stroke_width);
    put_record(emf, RECTANGLE, corners, 4);
    release(emf, shape);
}

static void add_line(struct emf *emf, const struct wj_shape *shape)
{
    select_pen(emf, shape->stroke, shape->stroke_width);
    put_pair(emf, MOVE_TO, shape->x, shape->y);
    put_pair(emf, LINE_TO, shape->x + shape->width, shape->y + shape->height);
    release(emf, shape);
}

/* Widths of Arial's characters from the blank on, in thousandths of its size (also those of
 * Helvetica and Liberation Sans). */
static const uint16_t latin_widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

/* How far a character moves on, in thousandths of the size of the type. In a Chinese font every
 * other character is half as wide as a Chinese one. */
static uint32_t advance_of(const struct emf *emf, int32_t codepoint, struct wj_slice character)
{
    size_t index = (size_t)codepoint - ' ';
    if (!emf->chinese && codepoint >= ' ' && index < sizeof latin_widths / sizeof *latin_widths) {
        return latin_widths[index];
    }
    return (uint32_t)wj_text_width(character) * 500;
}

/* Adds a text as UTF-16 to `units`, and what each unit moves on, in lengths of the drawing, to
 * `steps`. What can't be drawn is shown as a symbol. */
static void put_utf16(const struct emf *emf, const char *text, int32_t size, struct wj_buf *units,
                      struct wj_buf *steps)
{
    struct wj_slice rest = wj_slice_of(text);
    while (rest.len > 0) {
        int32_t codepoint = 0xFFFD;
        size_t len = wj_utf8_valid(rest) > 0 ? wj_utf8_next(rest, &codepoint) : 1;
        codepoint = codepoint < ' ' ? 0x2400 + codepoint : codepoint;
        uint32_t step = advance_of(emf, codepoint, wj_slice(rest.ptr, len)) * (uint32_t)size / 1000;
        rest = wj_slice_from(rest, len);
        put32(steps, step);
        if (codepoint > 0xFFFF) {
            uint32_t above = (uint32_t)codepoint - 0x10000;
            put16(units, 0xD800 + (above >> 10));
            put16(units, 0xDC00 + (above & 0x3FF));
            put32(steps, 0);
        } else {
            put16(units, (uint32_t)codepoint);
        }
    }
}

static void put_zeros(struct wj_buf *out, size_t count)
{
    char *room = wj_buf_reserve(out, count);
    if (room != NULL) {
        memset(room, 0, count);
        out->len += count;
    }
}

static void select_font(struct emf *emf, int32_t size)
{
    struct wj_buf *out = emf->out;
    struct wj_buf steps = {0};
    put32(out, CREATE_FONT);
    put32(out, 12 + FONT_BYTES);
    put32(out, OBJECT);
    put32(out, (uint32_t)-size); /* negative: of the type, not of the line */
    put_zeros(out, 12);
    put32(out, FONT_WEIGHT);
    put32(out, emf->chinese ? (uint32_t)CHINESE_CHARSET << 24 : 0);
    put_zeros(out, 4);
    put_utf16(emf, emf->chinese ? "宋体" : "Arial", size, out, &steps);
    put_zeros(out, FONT_BYTES - FACE_AT - steps.len / 2);
    wj_buf_clear(&steps);
    emf->records++;
    put_one(emf, SELECT_OBJECT, OBJECT);
}

static void put_text(struct emf *emf, const struct wj_shape *shape, const struct wj_buf *units,
                     const struct wj_buf *steps)
{
    struct wj_buf *out = emf->out;
    size_t padding = units->len % 4;
    put32(out, TEXT_OUT);
    put32(out, (uint32_t)(TEXT_HEAD + units->len + padding + steps->len));
    put_zeros(out, 16); /* bounds, which nobody reads */
    put32(out, 2);      /* the advanced graphics mode, in which the two scales mean nothing */
    put_zeros(out, 8);
    put32(out, (uint32_t)shape->x);
    put32(out, (uint32_t)shape->y);
    put32(out, (uint32_t)(units->len / 2));
    put32(out, TEXT_HEAD);
    put_zeros(out, 20); /* no options, no rectangle to clip to */
    put32(out, (uint32_t)(TEXT_HEAD + units->len + padding));
    wj_buf_add(out, wj_buf_slice(units));
    put_zeros(out, padding);
    wj_buf_add(out, wj_buf_slice(steps));
    emf->records++;
}

static void add_text(struct emf *emf, const struct wj_shape *shape)
{
    static const int32_t aligns[] = {0, 6, 2}; /* left, centre, right of the point */
    struct wj_buf units = {0};
    struct wj_buf steps = {0};
    put_utf16(emf, shape->text, shape->height, &units, &steps);
    if (units.len > 0) {
        select_font(emf, shape->height);
        put_one(emf, SET_TEXT_ALIGN, BASELINE | aligns[shape->anchor]);
        put_one(emf, SET_TEXT_COLOUR, colour_ref(text_rgb(shape)));
        put_text(emf, shape, &units, &steps);
        select_stock(emf, SYSTEM_FONT);
        put_one(emf, DELETE_OBJECT, OBJECT);
    }
    emf->out->failed = emf->out->failed || units.failed || steps.failed;
    wj_buf_clear(&units);
    wj_buf_clear(&steps);
}

/* ---- the file ---- */

/* Sizes of the whole are filled in at the end. */
static void put_header(struct emf *emf, const struct wj_drawing *drawing)
{
    struct wj_buf *out = emf->out;
    enum { DOTS = TWIPS * DEVICE_INCHES, MILLIMETRES = 254 };
    put32(out, HEADER);
    put32(out, HEADER_BYTES);
    put32(out, 0);
    put32(out, 0);
    put32(out, (uint32_t)(drawing->width / PER_DOT));
    put32(out, (uint32_t)(drawing->height / PER_DOT));
    put32(out, 0);
    put32(out, 0);
    put32(out, (uint32_t)((int64_t)drawing->width * 2540 / 7200)); /* hundredths of a mm */
    put32(out, (uint32_t)((int64_t)drawing->height * 2540 / 7200));
    put32(out, 0x464D4520); /* " EMF" */
    put32(out, 0x10000);
    put32(out, 0); /* bytes, records */
    put32(out, 0);
    put16(out, OBJECT + 2); /* handles, with the one that is reserved */
    put16(out, 0);
    put_zeros(out, 12);
    put32(out, DOTS);
    put32(out, DOTS);
    put32(out, MILLIMETRES);
    put32(out, MILLIMETRES);
    put_zeros(out, 12);
    put32(out, MILLIMETRES * 1000);
    put32(out, MILLIMETRES * 1000);
    emf->records++;
}

static void fill_in(struct emf *emf, size_t at, uint32_t value)
{
    if (!emf->out->failed) {
        for (int i = 0; i < 4; i++) {
            emf->out->ptr[emf->start + at + (size_t)i] = (char)(value >> 8 * i & 0xFF);
        }
    }
}

void wj_emf_write(const struct wj_drawing *drawing, bool chinese, struct wj_buf *out)
{
    struct emf emf = {.out = out, .start = out->len, .chinese = chinese};
    int32_t end[] = {0, 16, 20};
    put_header(&emf, drawing);
    put_one(&emf, SET_MAP_MODE, ANISOTROPIC);
    put_pair(&emf, SET_WINDOW_ORIGIN, 0, 0);
    put_pair(&emf, SET_WINDOW_EXTENT, drawing->width, drawing->height);
    put_pair(&emf, SET_VIEWPORT_ORIGIN, 0, 0);
    put_pair(&emf, SET_VIEWPORT_EXTENT, drawing->width / PER_DOT, drawing->height / PER_DOT);
    put_one(&emf, SET_BACKGROUND_MODE, TRANSPARENT);
    for (size_t i = 0; i < drawing->count; i++) {
        const struct wj_shape *shape = &drawing->shapes[i];
        if (shape->kind == WJ_SHAPE_BOX) {
            add_box(&emf, shape);
        } else if (shape->kind == WJ_SHAPE_LINE) {
            add_line(&emf, shape);
        } else {
            add_text(&emf, shape);
        }
    }
    put_record(&emf, END, end, 3);
    fill_in(&emf, 48, (uint32_t)(out->len - emf.start));
    fill_in(&emf, 52, emf.records);
}
