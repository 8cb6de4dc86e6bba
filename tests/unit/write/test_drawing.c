/* Charts as shapes: whatever the figures and names, nothing overlaps and nothing leaves the
 * frame. */
#include "../base/random.h"
#include "../base/support.h"

#include <stdlib.h>

#include "drawing.h"
#include "wjtab/base/text.h"

enum {
    MOST_ROWS = 60,
    MOST_SERIES = 20,
    WIDE = 51000,
    NARROW = 24600,
    ANNEX = 44200,
    A_PAGE = 63800
};

struct sample {
    struct wj_chart chart;
    struct wj_chart_row rows[MOST_ROWS];
    struct wj_chart_part parts[MOST_ROWS][MOST_SERIES];
    const char *series[MOST_SERIES];
    struct wj_chart_plane plane;
    struct wj_chart_band bands[MOST_SERIES];
    char names[MOST_SERIES][16];
};

static const char *any_label(void)
{
    static const char *const labels[] = {
        "",
        "满意",
        "A",
        "补贴政策的知晓程度",
        "您对农作物秸秆综合利用项目实施中补贴发放及时性、发放标准公开程度的总体满意情况如何",
        "How satisfied are you with the speed at which applications were handled by the office?",
        "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenfabrikationsgelaendeverwaltungsstelle",
        "\001\002\003\t\n\001",
        "👩‍👩‍👧‍👦🏳️‍🌈👍🏽 emoji",
        "\u202Eright to left\u202C",
        "WWWWWWWWWWMMMMMMMMMM%%%%%%%%%%@@@@@@@@@@",
    };
    return labels[random_below(sizeof labels / sizeof *labels)];
}

static void fill(struct sample *sample, enum wj_chart_kind kind)
{
    static const char *const texts[] = {"", "84.53%", "0.00%", "85.7分，评定等级为“良”", "–"};
    *sample = (struct sample){.chart = {.kind = kind,
                                        .title = "t",
                                        .description = "",
                                        .series = sample->series,
                                        .series_count = random_below(MOST_SERIES + 1),
                                        .rows = sample->rows,
                                        .row_count = random_below(MOST_ROWS + 1),
                                        .bands = sample->bands,
                                        .band_count = random_below(9),
                                        .plane = &sample->plane}};
    sample->plane =
        (struct wj_chart_plane){.across = any_label(),
                                .up = any_label(),
                                .cut_across = (int32_t)random_below(1000000),
                                .cut_up = (int32_t)random_below(2000000) - 1000000,
                                .fields = {any_label(), any_label(), any_label(), any_label()}};
    /* Items are often rated alike. */
    uint32_t spread = 1000 * random_below(3) * random_below(500) + 1;
    for (size_t i = 0; i < MOST_SERIES; i++) {
        sample->series[i] = any_label();
        int32_t from = (int32_t)(i * 1000000 / MOST_SERIES);
        sample->bands[i] = (struct wj_chart_band){any_label(), "80", from};
    }
    for (size_t i = 0; i < MOST_ROWS; i++) {
        struct wj_chart_row *row = &sample->rows[i];
        *row = (struct wj_chart_row){.label = any_label(),
                                     .text = texts[random_below(5)],
                                     .has_value = random_below(8) > 0,
                                     .value = (int32_t)random_below(1300000) - 100000,
                                     .height = 800000 - (int32_t)random_below(spread),
                                     .has_interval = random_below(2) > 0,
                                     .lower = (int32_t)random_below(1300000) - 200000,
                                     .parts = sample->parts[i]};
        row->upper = row->lower + (int32_t)random_below(300000);
        if (kind == WJ_CHART_PLANE) {
            row->value = 850000 - (int32_t)random_below(spread);
        }
        for (size_t j = 0; j < MOST_SERIES; j++) {
            int32_t share = random_below(3) == 0 ? 0 : (int32_t)random_below(300000);
            sample->parts[i][j] = (struct wj_chart_part){share, "26.42%"};
        }
    }
}

struct box {
    int64_t left, top, right, bottom;
};

static struct box box_of(const struct wj_shape *shape)
{
    struct box box = {shape->x, shape->y, shape->x + shape->width, shape->y + shape->height};
    if (shape->kind == WJ_SHAPE_TEXT) {
        int32_t before = shape->anchor == WJ_ANCHOR_START    ? 0
                         : shape->anchor == WJ_ANCHOR_MIDDLE ? shape->width / 2
                                                             : shape->width;
        box.left = shape->x - before;
        box.right = box.left + shape->width;
        box.top = shape->y - shape->height * 88 / 100;
        box.bottom = shape->y + shape->height * 12 / 100;
    }
    return box;
}

static bool overlap(struct box a, struct box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static size_t faults(const struct wj_drawing *drawing)
{
    size_t found = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct wj_shape *shape = &drawing->shapes[i];
        struct box box = box_of(shape);
        bool negative = shape->kind == WJ_SHAPE_BOX && (shape->width < 0 || shape->height < 0);
        if (negative || box.left < 0 || box.right > drawing->width || box.top < 0 ||
            box.bottom > drawing->height) {
            print_error("shape %zu leaves the frame: %s\n", i, shape->text);
            found++;
        }
        for (size_t j = 0; shape->kind == WJ_SHAPE_TEXT && j < i; j++) {
            const struct wj_shape *other = &drawing->shapes[j];
            if (other->kind == WJ_SHAPE_TEXT && overlap(box, box_of(other))) {
                print_error("“%s” is over “%s”\n", shape->text, other->text);
                found++;
            }
            /* A figure inside a bar stands in its own part alone. */
            if (other->kind == WJ_SHAPE_BOX && shape->behind != WJ_COLOUR_PAPER &&
                overlap(box, box_of(other)) && other->fill != shape->behind) {
                print_error("“%s” leaves its part\n", shape->text);
                found++;
            }
        }
    }
    return found;
}

/* Texts that a mark is under. */
static size_t covered_marks(const struct wj_drawing *drawing)
{
    size_t found = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct wj_shape *mark = &drawing->shapes[i];
        bool is_mark = mark->kind == WJ_SHAPE_BOX && mark->fill == WJ_COLOUR_SERIES + 1;
        for (size_t j = 0; is_mark && j < drawing->count; j++) {
            const struct wj_shape *text = &drawing->shapes[j];
            if (text->kind == WJ_SHAPE_TEXT && overlap(box_of(text), box_of(mark))) {
                print_error("“%s” is over a mark\n", text->text);
                found++;
            }
        }
    }
    return found;
}

static size_t check(const struct wj_chart *chart, int32_t width)
{
    size_t found = 0;
    for (size_t piece = 0; piece < wj_chart_pieces(chart); piece++) {
        struct wj_chart part = wj_chart_piece(chart, piece);
        struct wj_drawing drawing = {0};
        assert_int_equal(wj_drawing_make(&part, width, &drawing), WJ_OK);
        found += faults(&drawing);
        found += chart->kind == WJ_CHART_PLANE ? covered_marks(&drawing) : 0;
        bool usual = width >= ANNEX && chart->series_count <= 6;
        found += usual && drawing.height > A_PAGE ? 1 : 0;
        wj_drawing_clear(&drawing);
    }
    return found;
}

static void nothing_overlaps_and_nothing_leaves_the_frame(void **state)
{
    static struct sample sample;
    (void)state;
    for (size_t seed = 1; seed < 400; seed++) {
        random_seed(seed);
        fill(&sample, (enum wj_chart_kind)random_below(4));
        size_t found =
            check(&sample.chart, WIDE) + check(&sample.chart, NARROW) + check(&sample.chart, ANNEX);
        if (found > 0) {
            print_error("with seed %zu\n", seed);
        }
        assert_int_equal(found, 0);
    }
}

static void pieces_hold_every_row_once(void **state)
{
    static struct sample sample;
    (void)state;
    for (size_t rows = 0; rows <= MOST_ROWS; rows++) {
        fill(&sample, WJ_CHART_BARS);
        sample.chart.row_count = rows;
        size_t next = 0;
        for (size_t i = 0; i < wj_chart_pieces(&sample.chart); i++) {
            struct wj_chart part = wj_chart_piece(&sample.chart, i);
            assert_ptr_equal(part.rows, sample.rows + next);
            assert_true(part.row_count <= WJ_DRAWING_ROWS);
            next += part.row_count;
        }
        assert_int_equal(next, rows);
    }
}

static size_t count_boxes(const struct wj_drawing *drawing, enum wj_colour fill)
{
    size_t count = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        count += drawing->shapes[i].kind == WJ_SHAPE_BOX && drawing->shapes[i].fill == fill;
    }
    return count;
}

static const struct wj_shape *find_text(const struct wj_drawing *drawing, const char *text)
{
    for (size_t i = 0; i < drawing->count; i++) {
        const struct wj_shape *shape = &drawing->shapes[i];
        if (shape->kind == WJ_SHAPE_TEXT && strcmp(shape->text, text) == 0) {
            return shape;
        }
    }
    return NULL;
}

/* Two options, the first chosen by three of four: its part is three quarters of the bar. */
static void parts_are_as_long_as_their_shares(void **state)
{
    static struct sample sample;
    struct wj_drawing drawing = {0};
    (void)state;
    fill(&sample, WJ_CHART_STACKED);
    sample.chart.series_count = 3;
    sample.chart.row_count = 1;
    sample.rows[0] = (struct wj_chart_row){
        .label = "A", .text = "", .has_value = true, .parts = sample.parts[0]};
    sample.parts[0][0] = (struct wj_chart_part){750000, "75.00%"};
    sample.parts[0][1] = (struct wj_chart_part){0, "0.00%"};
    sample.parts[0][2] = (struct wj_chart_part){250000, "25.00%"};
    assert_int_equal(wj_drawing_make(&sample.chart, WIDE, &drawing), WJ_OK);
    int32_t widths[3] = {0};
    for (size_t i = 0; i < drawing.count; i++) {
        const struct wj_shape *shape = &drawing.shapes[i];
        if (shape->kind == WJ_SHAPE_BOX && shape->hint != NULL) {
            widths[strstr(shape->hint, "75.00%") != NULL ? 0 : 2] = shape->width;
        }
    }
    assert_int_equal(widths[0] / 100, widths[2] * 3 / 100);
    assert_non_null(find_text(&drawing, "75.00%"));
    assert_null(find_text(&drawing, "0.00%"));
    assert_int_equal(count_boxes(&drawing, WJ_COLOUR_SERIES), 2); /* the legend's, and the part */
    wj_drawing_clear(&drawing);
}

/* Three points apart: all have their names, and stand where their figures put them. */
static void points_stand_where_their_figures_put_them(void **state)
{
    static struct sample sample;
    static const char *const names[] = {"甲", "乙", "丙"};
    struct wj_drawing drawing = {0};
    const struct wj_shape *marks[3] = {0};
    size_t count = 0;
    (void)state;
    fill(&sample, WJ_CHART_PLANE);
    sample.chart.row_count = 3;
    sample.plane.cut_across = 850000;
    sample.plane.cut_up = 600000;
    for (size_t i = 0; i < 3; i++) {
        sample.rows[i] = (struct wj_chart_row){.label = names[i],
                                               .text = "",
                                               .has_value = true,
                                               .value = 800000 + (int32_t)i * 50000,
                                               .height = 500000 + (int32_t)(i % 2) * 200000};
    }
    assert_int_equal(wj_drawing_make(&sample.chart, WIDE, &drawing), WJ_OK);
    for (size_t i = 0; i < drawing.count; i++) {
        const struct wj_shape *shape = &drawing.shapes[i];
        if (shape->kind == WJ_SHAPE_BOX && shape->fill == WJ_COLOUR_SERIES + 1) {
            marks[count++ % 3] = shape;
        }
    }
    assert_int_equal(count, 3);
    assert_in_range(marks[1]->x - marks[0]->x, marks[2]->x - marks[1]->x - 1,
                    marks[2]->x - marks[1]->x + 1);
    assert_true(marks[1]->y < marks[0]->y);
    assert_int_equal(marks[0]->y, marks[2]->y);
    for (size_t i = 0; i < 3; i++) {
        assert_non_null(find_text(&drawing, names[i]));
    }
    assert_non_null(find_text(&drawing, "86%"));
    assert_non_null(find_text(&drawing, "0.50"));
    wj_drawing_clear(&drawing);
}

/* Two points in the same place can't both be named beside it: numbers, and the names below. */
static void points_in_one_place_are_numbered(void **state)
{
    static struct sample sample;
    struct wj_drawing drawing = {0};
    (void)state;
    fill(&sample, WJ_CHART_PLANE);
    sample.chart.row_count = 40;
    for (size_t i = 0; i < 40; i++) {
        sample.rows[i] = (struct wj_chart_row){.label = "发放及时",
                                               .text = "",
                                               .has_value = i < 20,
                                               .value = 800000,
                                               .height = 500000};
    }
    assert_int_equal(wj_drawing_make(&sample.chart, WIDE, &drawing), WJ_OK);
    assert_non_null(find_text(&drawing, "1"));
    assert_non_null(find_text(&drawing, "20"));
    assert_non_null(find_text(&drawing, "20 发放及时"));
    assert_null(find_text(&drawing, "21"));
    wj_drawing_clear(&drawing);
}

static void without_a_base_there_is_a_dash_and_no_bar(void **state)
{
    static struct sample sample;
    struct wj_drawing drawing = {0};
    (void)state;
    fill(&sample, WJ_CHART_BARS);
    sample.chart.row_count = 1;
    sample.rows[0] = (struct wj_chart_row){.label = "A", .text = ""};
    assert_int_equal(wj_drawing_make(&sample.chart, WIDE, &drawing), WJ_OK);
    assert_non_null(find_text(&drawing, "–"));
    assert_int_equal(count_boxes(&drawing, WJ_COLOUR_BAR), 0);
    wj_drawing_clear(&drawing);
}

static void fail_each_request(enum wj_chart_kind kind)
{
    static struct sample sample;
    fill(&sample, kind);
    sample.chart.row_count = 5;
    sample.chart.series_count = 12;
    for (unsigned long n = 1; n < 400; n++) {
        struct wj_drawing drawing = {0};
        wj_memory_fail_at(n);
        enum wj_status status = wj_drawing_make(&sample.chart, WIDE, &drawing);
        bool failed = wj_memory_requests() >= n;
        wj_memory_fail_at(0);
        wj_drawing_clear(&drawing);
        assert_int_equal(status, failed ? WJ_MEMORY : WJ_OK);
        if (!failed) {
            return;
        }
    }
    fail();
}

static void without_memory_it_says_so(void **state)
{
    (void)state;
    fail_each_request(WJ_CHART_STACKED);
    fail_each_request(WJ_CHART_PLANE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_overlaps_and_nothing_leaves_the_frame),
        cmocka_unit_test(pieces_hold_every_row_once),
        cmocka_unit_test(parts_are_as_long_as_their_shares),
        cmocka_unit_test(points_stand_where_their_figures_put_them),
        cmocka_unit_test(points_in_one_place_are_numbered),
        cmocka_unit_test(without_a_base_there_is_a_dash_and_no_bar),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
