/* Shapes, and texts cut to the room they have. */
#include "drawing_layout.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/text.h"

enum { SWATCH = 900, SWATCH_GAP = 350, ENTRY_GAP = 1200, MARK = 350 };

static const char ellipsis[] = "…";

/* A character with what hangs on it: marks without a width, and what a joiner ties to it. */
static size_t next_unit(struct wj_slice text, int32_t size, int32_t *width)
{
    int32_t codepoint;
    size_t len = wj_utf8_next(text, &codepoint);
    size_t columns = wj_text_width(wj_slice(text.ptr, len));
    bool wide_letter = (codepoint >= 'A' && codepoint <= 'Z') || codepoint == 'm' ||
                       codepoint == 'w' || codepoint == '%' || codepoint == '@';
    /* In thousandths of the size. What has no width of its own is shown by a sign. */
    int32_t thousandths = columns == 1 ? 580 : 1000;
    if (columns == 1 && wide_letter) {
        thousandths = 900;
    }
    *width = size * thousandths / 1000;
    bool joined = false;
    while (len < text.len) {
        size_t more = wj_utf8_next(wj_slice_from(text, len), &codepoint);
        bool control = codepoint < 0x20 || codepoint == 0x7F;
        if (control || (!joined && wj_text_width(wj_slice(text.ptr + len, more)) > 0)) {
            break;
        }
        joined = codepoint == 0x200D;
        len += more;
    }
    return len;
}

int32_t wj_drawn_width(struct wj_slice text, int32_t size)
{
    int64_t total = 0;
    while (text.len > 0) {
        int32_t width;
        text = wj_slice_from(text, next_unit(text, size, &width));
        total += width;
    }
    return total > INT32_MAX ? INT32_MAX : (int32_t)total;
}

/* The longest start of a text that fits; may be empty. */
static struct wj_slice fitting(struct wj_slice text, int32_t size, int32_t most)
{
    size_t end = 0;
    int32_t total = 0;
    while (end < text.len) {
        int32_t width;
        size_t len = next_unit(wj_slice_from(text, end), size, &width);
        if (total + width > most) {
            break;
        }
        total += width;
        end += len;
    }
    return wj_slice(text.ptr, end);
}

static bool is_latin(struct wj_slice text)
{
    return text.len > 0 && (unsigned char)text.ptr[0] < 0x80 && text.ptr[0] != ' ';
}

/* The first line of a text: words are kept whole where a blank is near the end of the line. */
static struct wj_slice first_line(struct wj_slice text, int32_t size, int32_t most)
{
    struct wj_slice line = fitting(text, size, most);
    if (line.len == text.len || !is_latin(wj_slice_from(text, line.len))) {
        return line;
    }
    for (size_t end = line.len; end > line.len / 2; end--) {
        unsigned char before = (unsigned char)line.ptr[end - 1];
        if (before == ' ' || before >= 0x80) {
            return wj_slice(line.ptr, end);
        }
    }
    return line;
}

static struct wj_shape *add_shape(struct wj_layout *layout)
{
    struct wj_drawing *drawing = layout->drawing;
    if (layout->status == WJ_OK) {
        layout->status = wj_grow(&drawing->shapes, &drawing->capacity, drawing->count + 1,
                                 sizeof *drawing->shapes);
    }
    if (layout->status != WJ_OK) {
        return NULL;
    }
    struct wj_shape *shape = &drawing->shapes[drawing->count++];
    *shape = (struct wj_shape){0};
    return shape;
}

struct wj_shape *wj_draw_box(struct wj_layout *layout, int32_t x, int32_t y, int32_t width,
                             int32_t height, enum wj_colour fill)
{
    struct wj_shape *shape = add_shape(layout);
    if (shape != NULL) {
        *shape = (struct wj_shape){
            .kind = WJ_SHAPE_BOX, .x = x, .y = y, .width = width, .height = height, .fill = fill};
    }
    return shape;
}

void wj_draw_line(struct wj_layout *layout, int32_t x, int32_t y, int32_t width, int32_t height,
                  enum wj_colour stroke)
{
    struct wj_shape *shape = add_shape(layout);
    if (shape != NULL) {
        *shape = (struct wj_shape){.kind = WJ_SHAPE_LINE,
                                   .x = x,
                                   .y = y,
                                   .width = width,
                                   .height = height,
                                   .stroke = stroke,
                                   .stroke_width = stroke == WJ_COLOUR_INK ? 120 : 50};
    }
}

static const char *keep(struct wj_layout *layout, struct wj_slice text, const char *behind)
{
    struct wj_buf made = {0};
    wj_buf_add(&made, text);
    wj_buf_add_text(&made, behind);
    const char *kept = NULL;
    if (wj_buf_status(&made) == WJ_OK) {
        kept = wj_arena_copy(&layout->drawing->arena, wj_buf_slice(&made));
    }
    wj_buf_clear(&made);
    if (kept == NULL) {
        layout->status = WJ_MEMORY;
    }
    return kept;
}

static struct wj_shape *add_text(struct wj_layout *layout, int32_t x, int32_t baseline,
                                 const char *text, enum wj_anchor anchor)
{
    struct wj_shape *shape = text != NULL ? add_shape(layout) : NULL;
    if (shape != NULL) {
        *shape = (struct wj_shape){.kind = WJ_SHAPE_TEXT,
                                   .x = x,
                                   .y = baseline,
                                   .width = wj_drawn_width(wj_slice_of(text), WJ_TEXT_SIZE),
                                   .height = WJ_TEXT_SIZE,
                                   .fill = WJ_COLOUR_INK,
                                   .behind = WJ_COLOUR_PAPER,
                                   .anchor = anchor,
                                   .text = text};
    }
    return shape;
}

static const char *shortened(struct wj_layout *layout, struct wj_slice text, int32_t most)
{
    int32_t room = most - wj_drawn_width(wj_slice_of(ellipsis), WJ_TEXT_SIZE);
    struct wj_slice kept = fitting(text, WJ_TEXT_SIZE, room);
    return kept.len > 0 ? keep(layout, wj_text_trim(kept), ellipsis) : NULL;
}

struct wj_shape *wj_draw_text(struct wj_layout *layout, int32_t x, int32_t baseline, int32_t most,
                              const char *text, enum wj_anchor anchor)
{
    struct wj_slice whole = wj_slice_of(text);
    if (whole.len == 0) {
        return NULL;
    }
    if (fitting(whole, WJ_TEXT_SIZE, most).len < whole.len) {
        text = shortened(layout, whole, most);
    }
    return add_text(layout, x, baseline, text, anchor);
}

int32_t wj_label_lines(const char *text, int32_t width)
{
    struct wj_slice rest = wj_slice_of(text);
    int32_t lines = 0;
    while (rest.len > 0 && lines < WJ_LABEL_LINES) {
        struct wj_slice line = first_line(rest, WJ_TEXT_SIZE, width);
        rest = wj_text_trim_start(wj_slice_from(rest, line.len));
        lines++;
    }
    return lines > 0 ? lines : 1;
}

void wj_draw_label(struct wj_layout *layout, int32_t x, int32_t y, int32_t width, const char *text)
{
    struct wj_slice rest = wj_slice_of(text);
    for (int32_t i = 0; rest.len > 0 && i < WJ_LABEL_LINES; i++) {
        struct wj_slice line = first_line(rest, WJ_TEXT_SIZE, width);
        bool last = i + 1 == WJ_LABEL_LINES && line.len < rest.len;
        const char *shown =
            last ? shortened(layout, rest, width) : keep(layout, wj_text_trim(line), "");
        int32_t top = y + i * WJ_LINE_HEIGHT;
        add_text(layout, x, wj_middle_baseline(top, WJ_LINE_HEIGHT, WJ_TEXT_SIZE), shown,
                 WJ_ANCHOR_START);
        rest = wj_text_trim_start(wj_slice_from(rest, line.len));
    }
}

int32_t wj_middle_baseline(int32_t y, int32_t height, int32_t size)
{
    return y + height / 2 + size * 36 / 100;
}

const char *wj_drawn_copy(struct wj_layout *layout, const struct wj_buf *text)
{
    if (wj_buf_status(text) == WJ_OK) {
        return keep(layout, wj_buf_slice(text), "");
    }
    layout->status = WJ_MEMORY;
    return NULL;
}

const char *wj_drawn_hint(struct wj_layout *layout, const char *name, const char *figure)
{
    struct wj_buf made = {0};
    wj_buf_addf(&made, "%s: %s", name, figure);
    const char *kept = wj_drawn_copy(layout, &made);
    wj_buf_clear(&made);
    return kept;
}

/* Few series are spread over the palette, so that they differ most. */
enum wj_colour wj_series_colour(size_t series, size_t count)
{
    size_t place = series % WJ_SERIES;
    if (count > 1 && count <= WJ_SERIES) {
        place = series * (WJ_SERIES - 1) / (count - 1);
    }
    return (enum wj_colour)(WJ_COLOUR_SERIES + (int)place);
}

void wj_draw_series(struct wj_layout *layout, size_t series, size_t count, int32_t x, int32_t y,
                    int32_t width, int32_t height, const char *hint)
{
    struct wj_shape *box =
        wj_draw_box(layout, x, y, width, height, wj_series_colour(series, count));
    if (box == NULL) {
        return;
    }
    box->hint = hint;
    box->stroke = WJ_COLOUR_MUTED;
    box->stroke_width = WJ_EDGE;
    enum wj_colour fill = box->fill;
    bool pale = fill >= WJ_COLOUR_SERIES + WJ_SERIES / 2;
    size_t strips = series / WJ_SERIES < 3 ? series / WJ_SERIES : 3;
    for (size_t i = 0; i < strips; i++) {
        int32_t strip = height / 9;
        wj_draw_box(layout, x, y + height - (int32_t)(2 * i + 2) * strip, width, strip,
                    pale ? WJ_COLOUR_SERIES : WJ_COLOUR_SERIES + WJ_SERIES - 1);
    }
}

void wj_draw_legend_entry(struct wj_layout *layout, size_t series, size_t count, const char *name,
                          int32_t *x)
{
    int32_t width = layout->drawing->width;
    int32_t text = wj_drawn_width(wj_slice_of(name), WJ_TEXT_SIZE);
    int32_t most = width - SWATCH - SWATCH_GAP;
    text = text > most ? most : text;
    if (*x > 0 && *x + SWATCH + SWATCH_GAP + text > width) {
        *x = 0;
        layout->y += WJ_LINE_HEIGHT + MARK;
    }
    wj_draw_series(layout, series, count, *x, layout->y + (WJ_LINE_HEIGHT - SWATCH) / 2, SWATCH,
                   SWATCH, NULL);
    wj_draw_text(layout, *x + SWATCH + SWATCH_GAP,
                 wj_middle_baseline(layout->y, WJ_LINE_HEIGHT, WJ_TEXT_SIZE), most, name,
                 WJ_ANCHOR_START);
    *x += SWATCH + SWATCH_GAP + text + ENTRY_GAP;
}

void wj_draw_legend_end(struct wj_layout *layout, int32_t x)
{
    if (x > 0) {
        layout->y += WJ_LINE_HEIGHT + WJ_ROW_GAP;
    }
}
