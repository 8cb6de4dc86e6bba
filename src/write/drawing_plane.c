/* Points in four fields. Every point has its name beside it where all names find room, else its
 * number, and the names stand below. */
#include "drawing_layout.h"
#include "wjtab/base/buf.h"

enum {
    MARK = 560,
    HALO = 100,
    NEAR = 160,  /* between a mark and its label */
    INSET = 350, /* of the fields' names */
    LEAST_HEIGHT = 13000,
    MOST_HEIGHT = 27000,
    LEAST_SPAN = 10000, /* millionths that an axis shows at least */
    MOST_RINGS = 60,    /* around a mark, in which its number looks for room */
    MOST_NAMED = 24,    /* names below the plane; of more, the table beside it has them */
    PLACES_AROUND = 8
};

struct area {
    int32_t left;
    int32_t top;
    int32_t right;
    int32_t bottom;
};

struct axis {
    int64_t from; /* millionths */
    int64_t to;
    int64_t step;
};

struct plane {
    struct wj_layout *layout;
    struct area frame;
    struct axis across;
    struct axis up;
    struct area *taken; /* by marks, fields' names and labels */
    size_t taken_count;
    struct area *labels; /* per row */
};

/* ---- axes ---- */

/* 1, 2 or 5 times a power of ten, so that there are no more steps than wanted. */
static int64_t step_of(int64_t span, int64_t most)
{
    int64_t step = 100;
    int leading = 1;
    while (span / step > most) {
        step = leading == 2 ? step / 2 * 5 : step * 2;
        leading = leading == 1 ? 2 : leading == 2 ? 5 : 1;
    }
    return step;
}

static void stretch(struct axis *axis, int64_t value, bool *any)
{
    axis->from = !*any || value < axis->from ? value : axis->from;
    axis->to = !*any || value > axis->to ? value : axis->to;
    *any = true;
}

/* Room around the values, so that no mark lies on the frame. */
static void settle(struct axis *axis, int64_t most_steps)
{
    int64_t span = axis->to - axis->from;
    int64_t lacking = span < LEAST_SPAN ? LEAST_SPAN - span : 0;
    int64_t room = (span + lacking) * 18 / 100 + lacking / 2;
    axis->from -= room;
    axis->to += room;
    axis->step = step_of(axis->to - axis->from, most_steps);
}

static void set_axes(struct plane *plane)
{
    const struct wj_chart *chart = plane->layout->chart;
    bool narrow = plane->layout->above;
    bool any = false;
    bool any_up = false;
    stretch(&plane->across, chart->plane->cut_across, &any);
    stretch(&plane->up, chart->plane->cut_up, &any_up);
    for (size_t i = 0; i < chart->row_count; i++) {
        if (chart->rows[i].has_value) {
            stretch(&plane->across, chart->rows[i].value, &any);
            stretch(&plane->up, chart->rows[i].height, &any_up);
        }
    }
    settle(&plane->across, narrow ? 3 : 6);
    settle(&plane->up, narrow ? 4 : 6);
}

static int32_t x_of(const struct plane *plane, int64_t value)
{
    const struct axis *axis = &plane->across;
    int64_t width = plane->frame.right - plane->frame.left;
    return plane->frame.left + (int32_t)((value - axis->from) * width / (axis->to - axis->from));
}

static int32_t y_of(const struct plane *plane, int64_t value)
{
    const struct axis *axis = &plane->up;
    int64_t height = plane->frame.bottom - plane->frame.top;
    return plane->frame.bottom - (int32_t)((value - axis->from) * height / (axis->to - axis->from));
}

/* "84%", "84.5%" or "0.75": as many decimals as the steps need. */
static const char *tick_text(struct wj_layout *layout, int64_t value, int64_t step, bool percent)
{
    struct wj_buf text = {0};
    int64_t unit = percent ? WJ_CHART_WHOLE / 100 : WJ_CHART_WHOLE;
    int64_t size = value < 0 ? -value : value;
    wj_buf_addf(&text, "%s%lld", value < 0 ? "-" : "", (long long)(size / unit));
    if (step % unit != 0) {
        wj_buf_add_char(&text, '.');
    }
    for (int64_t part = unit / 10; part > 0 && step % (part * 10) != 0; part /= 10) {
        wj_buf_add_char(&text, (char)('0' + size / part % 10));
    }
    wj_buf_add_text(&text, percent ? "%" : "");
    const char *kept = wj_drawn_copy(layout, &text);
    wj_buf_clear(&text);
    return kept;
}

static int64_t first_tick(const struct axis *axis)
{
    int64_t tick = axis->from / axis->step * axis->step;
    return tick < axis->from ? tick + axis->step : tick;
}

/* Rates end at 0 and 100 %, correlations at -1 and 1. */
static bool is_possible(int64_t value, bool percent)
{
    return value <= WJ_CHART_WHOLE && value >= (percent ? 0 : -WJ_CHART_WHOLE);
}

static void draw_small(struct wj_layout *layout, int32_t x, int32_t baseline, const char *text,
                       enum wj_anchor anchor)
{
    struct wj_shape *shape =
        text != NULL ? wj_draw_text(layout, x, baseline, layout->drawing->width, text, anchor)
                     : NULL;
    if (shape != NULL) {
        shape->height = WJ_SMALL_SIZE;
        shape->width = wj_drawn_width(wj_slice_of(text), WJ_SMALL_SIZE);
        shape->fill = WJ_COLOUR_MUTED;
    }
}

static void draw_ticks(struct plane *plane)
{
    struct wj_layout *layout = plane->layout;
    const struct area *frame = &plane->frame;
    for (int64_t v = first_tick(&plane->up); v <= plane->up.to; v += plane->up.step) {
        if (is_possible(v, false)) {
            wj_draw_line(layout, frame->left, y_of(plane, v), frame->right - frame->left, 0,
                         WJ_COLOUR_RULE);
            draw_small(layout, frame->left - WJ_GAP / 2,
                       wj_middle_baseline(y_of(plane, v), 0, WJ_SMALL_SIZE),
                       tick_text(layout, v, plane->up.step, false), WJ_ANCHOR_END);
        }
    }
    for (int64_t v = first_tick(&plane->across); v <= plane->across.to; v += plane->across.step) {
        if (is_possible(v, true)) {
            wj_draw_line(layout, x_of(plane, v), frame->top, 0, frame->bottom - frame->top,
                         WJ_COLOUR_RULE);
            draw_small(layout, x_of(plane, v), frame->bottom + WJ_SMALL_SIZE + 500,
                       tick_text(layout, v, plane->across.step, true), WJ_ANCHOR_MIDDLE);
        }
    }
}

/* ---- the frame ---- */

static int32_t widest_tick(const struct plane *plane)
{
    int32_t widest = 0;
    for (int64_t v = first_tick(&plane->up); v <= plane->up.to; v += plane->up.step) {
        const char *text = tick_text(plane->layout, v, plane->up.step, false);
        int32_t width = text != NULL ? wj_drawn_width(wj_slice_of(text), WJ_SMALL_SIZE) : 0;
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void set_frame(struct plane *plane)
{
    struct wj_layout *layout = plane->layout;
    int32_t width = layout->drawing->width;
    int32_t height = width * 60 / 100;
    height = height > MOST_HEIGHT ? MOST_HEIGHT : height;
    height = height < LEAST_HEIGHT ? LEAST_HEIGHT : height;
    plane->frame.left = widest_tick(plane) + WJ_GAP;
    plane->frame.right = width - WJ_EDGE - 2 * WJ_TEXT_SIZE; /* half a tick may stand out */
    plane->frame.top = layout->y + WJ_LINE_HEIGHT + WJ_GAP / 2;
    plane->frame.bottom = plane->frame.top + height;
}

static void draw_frame(struct plane *plane)
{
    struct wj_layout *layout = plane->layout;
    const struct wj_chart_plane *model = layout->chart->plane;
    const struct area *frame = &plane->frame;
    int32_t width = frame->right - frame->left;
    int32_t height = frame->bottom - frame->top;
    struct wj_shape *box =
        wj_draw_box(layout, frame->left, frame->top, width, height, WJ_COLOUR_PAPER);
    if (box != NULL) {
        box->stroke = WJ_COLOUR_RULE;
        box->stroke_width = WJ_EDGE;
    }
    draw_ticks(plane);
    wj_draw_line(layout, x_of(plane, model->cut_across), frame->top, 0, height, WJ_COLOUR_MUTED);
    wj_draw_line(layout, frame->left, y_of(plane, model->cut_up), width, 0, WJ_COLOUR_MUTED);
    wj_draw_text(layout, 0, wj_middle_baseline(layout->y, WJ_LINE_HEIGHT, WJ_TEXT_SIZE),
                 layout->drawing->width, model->up, WJ_ANCHOR_START);
    int32_t below = frame->bottom + WJ_SMALL_SIZE + 700;
    wj_draw_text(layout, frame->right, wj_middle_baseline(below, WJ_LINE_HEIGHT, WJ_TEXT_SIZE),
                 frame->right, model->across, WJ_ANCHOR_END);
    layout->y = below + WJ_LINE_HEIGHT + WJ_GAP;
}

/* ---- room ---- */

static bool overlap(const struct area *a, const struct area *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static bool is_free(const struct plane *plane, const struct area *area)
{
    const struct area *frame = &plane->frame;
    bool inside = area->left >= frame->left + NEAR && area->right <= frame->right - NEAR &&
                  area->top >= frame->top + NEAR && area->bottom <= frame->bottom - NEAR;
    for (size_t i = 0; inside && i < plane->taken_count; i++) {
        inside = !overlap(area, &plane->taken[i]);
    }
    return inside;
}

static struct area mark_area(const struct plane *plane, const struct wj_chart_row *row)
{
    int32_t x = x_of(plane, row->value);
    int32_t y = y_of(plane, row->height);
    return (struct area){x - MARK / 2, y - MARK / 2, x + MARK / 2, y + MARK / 2};
}

/* Beside, above, below a mark, then at its corners, `far` away from it. */
static struct area place_around(const struct area *mark, int32_t width, int32_t height, int32_t far,
                                size_t place)
{
    static const signed char across[PLACES_AROUND] = {1, -1, 0, 0, 1, 1, -1, -1};
    static const signed char down[PLACES_AROUND] = {0, 0, -1, 1, -1, 1, -1, 1};
    int32_t x = (mark->left + mark->right - width) / 2 + across[place] * (far + (MARK + width) / 2);
    int32_t y = (mark->top + mark->bottom - height) / 2 + down[place] * (far + (MARK + height) / 2);
    return (struct area){x, y, x + width, y + height};
}

static bool find_room(struct plane *plane, size_t row, int32_t width, int32_t rings)
{
    struct area mark = mark_area(plane, &plane->layout->chart->rows[row]);
    for (int32_t ring = 0; ring < rings; ring++) {
        for (size_t place = 0; place < PLACES_AROUND; place++) {
            struct area area =
                place_around(&mark, width, WJ_TEXT_SIZE, NEAR + ring * WJ_TEXT_SIZE / 2, place);
            if (is_free(plane, &area)) {
                plane->labels[row] = area;
                plane->taken[plane->taken_count++] = area;
                return true;
            }
        }
    }
    plane->labels[row] = (struct area){0};
    return false;
}

/* ---- what the fields are called ---- */

static void draw_fields(struct plane *plane)
{
    struct wj_layout *layout = plane->layout;
    const struct area *frame = &plane->frame;
    int32_t room = (frame->right - frame->left) / 2 - 2 * INSET;
    for (size_t i = 0; i < 4; i++) {
        const char *name = layout->chart->plane->fields[i];
        bool right = i % 2 == 1;
        int32_t x = right ? frame->right - INSET : frame->left + INSET;
        int32_t top = i < 2 ? frame->top + INSET : frame->bottom - INSET - WJ_TEXT_SIZE;
        struct wj_shape *text = wj_draw_text(layout, x, top + WJ_TEXT_SIZE * 88 / 100, room, name,
                                             right ? WJ_ANCHOR_END : WJ_ANCHOR_START);
        if (text != NULL) {
            text->fill = WJ_COLOUR_MUTED;
            struct area area = {right ? x - text->width : x, top, right ? x : x + text->width,
                                top + WJ_TEXT_SIZE};
            plane->taken[plane->taken_count++] = area;
        }
    }
}

/* ---- marks and their labels ---- */

static void draw_marks(struct plane *plane)
{
    struct wj_layout *layout = plane->layout;
    for (size_t i = 0; i < layout->chart->row_count; i++) {
        const struct wj_chart_row *row = &layout->chart->rows[i];
        struct area area = mark_area(plane, row);
        if (!row->has_value) {
            continue;
        }
        plane->taken[plane->taken_count++] = area;
        wj_draw_box(layout, area.left - HALO, area.top - HALO, MARK + 2 * HALO, MARK + 2 * HALO,
                    WJ_COLOUR_PAPER);
        const char *hint = wj_drawn_hint(layout, row->label, row->text);
        struct wj_shape *mark =
            wj_draw_box(layout, area.left, area.top, MARK, MARK, WJ_COLOUR_SERIES + 1);
        if (mark != NULL) {
            mark->hint = hint;
        }
    }
}

/* Names, if all of them find room uncut. */
static bool place_names(struct plane *plane)
{
    const struct wj_chart *chart = plane->layout->chart;
    size_t before = plane->taken_count;
    int32_t most = (plane->frame.right - plane->frame.left) * 36 / 100;
    bool all = true;
    for (size_t i = 0; all && i < chart->row_count; i++) {
        int32_t width = wj_drawn_width(wj_slice_of(chart->rows[i].label), WJ_TEXT_SIZE);
        all = !chart->rows[i].has_value ||
              (width > 0 && width <= most && find_room(plane, i, width, 2));
    }
    plane->taken_count = all ? plane->taken_count : before;
    return all;
}

static const char *number_text(struct wj_layout *layout, size_t number, const char *label)
{
    struct wj_buf text = {0};
    wj_buf_addf(&text, "%zu%s%s", number, label[0] != '\0' ? " " : "", label);
    const char *kept = wj_drawn_copy(layout, &text);
    wj_buf_clear(&text);
    return kept;
}

static void place_numbers(struct plane *plane)
{
    const struct wj_chart *chart = plane->layout->chart;
    for (size_t i = 0; i < chart->row_count; i++) {
        const char *number = number_text(plane->layout, i + 1, "");
        if (chart->rows[i].has_value && number != NULL) {
            find_room(plane, i, wj_drawn_width(wj_slice_of(number), WJ_TEXT_SIZE), MOST_RINGS);
        }
    }
}

/* From a mark to a label that is not beside it. */
static void draw_leader(struct plane *plane, const struct area *mark, const struct area *label)
{
    int32_t x = (mark->left + mark->right) / 2;
    int32_t y = (mark->top + mark->bottom) / 2;
    int32_t to_x = x < label->left ? label->left : x > label->right ? label->right : x;
    int32_t to_y = y < label->top ? label->top : y > label->bottom ? label->bottom : y;
    int32_t far_x = to_x > x ? to_x - x : x - to_x;
    int32_t far_y = to_y > y ? to_y - y : y - to_y;
    int32_t beside = MARK / 2 + NEAR;
    if (far_x > beside || far_y > beside) {
        wj_draw_line(plane->layout, x, y, to_x - x, to_y - y, WJ_COLOUR_MUTED);
    }
}

static void draw_labels(struct plane *plane, bool named)
{
    struct wj_layout *layout = plane->layout;
    for (size_t i = 0; i < layout->chart->row_count; i++) {
        const struct wj_chart_row *row = &layout->chart->rows[i];
        const struct area *area = &plane->labels[i];
        const char *text = named ? row->label : number_text(layout, i + 1, "");
        if (row->has_value && area->right > area->left && text != NULL) {
            wj_draw_text(layout, area->left, area->top + WJ_TEXT_SIZE * 88 / 100,
                         layout->drawing->width, text, WJ_ANCHOR_START);
        }
    }
}

static void draw_leaders(struct plane *plane)
{
    const struct wj_chart *chart = plane->layout->chart;
    for (size_t i = 0; i < chart->row_count; i++) {
        if (chart->rows[i].has_value && plane->labels[i].right > plane->labels[i].left) {
            struct area mark = mark_area(plane, &chart->rows[i]);
            draw_leader(plane, &mark, &plane->labels[i]);
        }
    }
}

static size_t count_points(const struct wj_chart *chart)
{
    size_t count = 0;
    for (size_t i = 0; i < chart->row_count; i++) {
        count += chart->rows[i].has_value ? 1 : 0;
    }
    return count;
}

/* Whose number is whose: two columns where there is room for them. */
static void draw_names_below(struct wj_layout *layout)
{
    const struct wj_chart *chart = layout->chart;
    int32_t columns = layout->above ? 1 : 2;
    int32_t width = layout->drawing->width / columns;
    int32_t column = 0;
    for (size_t i = 0; i < chart->row_count; i++) {
        const char *text = number_text(layout, i + 1, chart->rows[i].label);
        if (!chart->rows[i].has_value || text == NULL) {
            continue;
        }
        wj_draw_text(layout, column * width,
                     wj_middle_baseline(layout->y, WJ_LINE_HEIGHT, WJ_TEXT_SIZE), width - WJ_GAP,
                     text, WJ_ANCHOR_START);
        column = (column + 1) % columns;
        layout->y += column == 0 ? WJ_LINE_HEIGHT + 100 : 0;
    }
    layout->y += column > 0 ? WJ_LINE_HEIGHT + 100 : 0;
}

void wj_draw_plane(struct wj_layout *layout)
{
    struct plane plane = {.layout = layout};
    size_t rows = layout->chart->row_count;
    plane.taken = wj_arena_alloc(&layout->drawing->arena, (2 * rows + 4) * sizeof *plane.taken);
    plane.labels = wj_arena_alloc(&layout->drawing->arena, (rows + 1) * sizeof *plane.labels);
    if (plane.taken == NULL || plane.labels == NULL) {
        layout->status = WJ_MEMORY;
        return;
    }
    set_axes(&plane);
    set_frame(&plane);
    draw_frame(&plane);
    draw_fields(&plane);
    draw_marks(&plane);
    bool named = place_names(&plane);
    if (!named) {
        place_numbers(&plane);
        draw_leaders(&plane);
    }
    draw_labels(&plane, named);
    if (!named && count_points(layout->chart) <= MOST_NAMED) {
        draw_names_below(layout);
    }
}
