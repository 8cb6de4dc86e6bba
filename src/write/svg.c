#include "html.h"

const char *wj_svg_class(enum wj_colour colour)
{
    static const char *const names[WJ_COLOURS] = {
        [WJ_COLOUR_NONE] = "none",     [WJ_COLOUR_PAPER] = "paper",   [WJ_COLOUR_INK] = "ink",
        [WJ_COLOUR_MUTED] = "muted",   [WJ_COLOUR_RULE] = "rule",     [WJ_COLOUR_BAR] = "bar",
        [WJ_COLOUR_TRACK] = "track",   [WJ_COLOUR_SERIES] = "s0",     [WJ_COLOUR_SERIES + 1] = "s1",
        [WJ_COLOUR_SERIES + 2] = "s2", [WJ_COLOUR_SERIES + 3] = "s3", [WJ_COLOUR_SERIES + 4] = "s4",
        [WJ_COLOUR_SERIES + 5] = "s5", [WJ_COLOUR_SERIES + 6] = "s6", [WJ_COLOUR_SERIES + 7] = "s7",
    };
    return names[colour];
}

/* name="12.5", in points. */
static void add_length(struct wj_buf *out, const char *name, int32_t value)
{
    int32_t size = value < 0 ? -value : value;
    wj_buf_addf(out, " %s=\"%s%d", name, value < 0 ? "-" : "", size / WJ_DRAWING_UNIT);
    if (size % WJ_DRAWING_UNIT != 0) {
        wj_buf_addf(out, size % 10 == 0 ? ".%d" : ".%02d",
                    size % 10 == 0 ? size % WJ_DRAWING_UNIT / 10 : size % WJ_DRAWING_UNIT);
    }
    wj_buf_add_char(out, '"');
}

static void add_box(struct wj_buf *out, const struct wj_shape *shape)
{
    bool edged = shape->stroke != WJ_COLOUR_NONE;
    wj_buf_addf(out, "<rect class=\"%s%s\"", wj_svg_class(shape->fill), edged ? " edge" : "");
    add_length(out, "x", shape->x);
    add_length(out, "y", shape->y);
    add_length(out, "width", shape->width);
    add_length(out, "height", shape->height);
    if (edged) {
        add_length(out, "stroke-width", shape->stroke_width);
    }
    if (shape->hint == NULL) {
        wj_buf_add_text(out, "/>");
        return;
    }
    wj_buf_add_text(out, "><title>");
    wj_html_text(out, shape->hint);
    wj_buf_add_text(out, "</title></rect>");
}

static void add_line(struct wj_buf *out, const struct wj_shape *shape)
{
    wj_buf_addf(out, "<line class=\"line-%s\"", wj_svg_class(shape->stroke));
    add_length(out, "x1", shape->x);
    add_length(out, "y1", shape->y);
    add_length(out, "x2", shape->x + shape->width);
    add_length(out, "y2", shape->y + shape->height);
    add_length(out, "stroke-width", shape->stroke_width);
    wj_buf_add_text(out, "/>");
}

static void add_text(struct wj_buf *out, const struct wj_shape *shape)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    bool on_series = shape->behind >= WJ_COLOUR_SERIES;
    wj_buf_addf(out, "<text class=\"%s%s\"", on_series ? "on-" : "",
                wj_svg_class(on_series ? shape->behind : shape->fill));
    add_length(out, "x", shape->x);
    add_length(out, "y", shape->y);
    add_length(out, "font-size", shape->height);
    wj_buf_addf(out, "%s>", anchors[shape->anchor]);
    wj_html_text(out, shape->text);
    wj_buf_add_text(out, "</text>");
}

static void add_shape(struct wj_buf *out, const struct wj_shape *shape)
{
    switch (shape->kind) {
    case WJ_SHAPE_BOX:
        add_box(out, shape);
        break;
    case WJ_SHAPE_LINE:
        add_line(out, shape);
        break;
    case WJ_SHAPE_TEXT:
        add_text(out, shape);
        break;
    }
}

void wj_svg_add(struct wj_buf *out, const struct wj_drawing *drawing,
                const struct wj_svg_frame *frame)
{
    bool described = frame->description != NULL && frame->description[0] != '\0';
    wj_buf_addf(out, "<svg class=\"%s\" role=\"img\" aria-labelledby=\"t%zu", frame->kind,
                frame->id);
    if (described) {
        wj_buf_addf(out, " d%zu", frame->id);
    }
    wj_buf_addf(out, "\" viewBox=\"0 0 %d %d\">\n<title id=\"t%zu\">",
                drawing->width / WJ_DRAWING_UNIT,
                (drawing->height + WJ_DRAWING_UNIT - 1) / WJ_DRAWING_UNIT, frame->id);
    wj_html_text(out, frame->title);
    wj_buf_add_text(out, "</title>\n");
    if (described) {
        wj_buf_addf(out, "<desc id=\"d%zu\">", frame->id);
        wj_html_text(out, frame->description);
        wj_buf_add_text(out, "</desc>\n");
    }
    for (size_t i = 0; i < drawing->count; i++) {
        add_shape(out, &drawing->shapes[i]);
        wj_buf_add_char(out, '\n');
    }
    wj_buf_add_text(out, "</svg>\n");
}
