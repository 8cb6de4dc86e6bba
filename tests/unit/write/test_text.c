/* The report as text: tables aligned for wide characters, nothing that a terminal would obey. */
#include "../base/support.h"

#include "wjtab/report/report.h"
#include "wjtab/report/section.h"
#include "wjtab/write/write.h"

static void cell(struct wj_grid *grid, const char *text)
{
    wj_grid_text(grid, wj_slice_of(text));
}

static void figure(struct wj_grid *grid, const char *text)
{
    wj_grid_number(grid, wj_slice_of(text));
}

/* A report without a title, which has nothing but a table. */
static struct wj_grid *open_table(struct wj_report *report, size_t columns)
{
    static char title[] = "";
    *report = (struct wj_report){.title = title};
    assert_int_equal(wj_section_open(report, "test", "t"), WJ_OK);
    struct wj_grid *grid = wj_section_table(report, NULL);
    assert_non_null(grid);
    grid->columns = columns;
    return grid;
}

static void check_text(const struct wj_report *report, const char *expected)
{
    struct wj_buf out = {0};
    assert_int_equal(wj_write_text(report, &out), WJ_OK);
    size_t wrong = differs("text", wj_buf_text(&out), expected);
    wj_buf_clear(&out);
    assert_int_equal(wrong, 0);
}

static void sections_hold_sentences_remarks_and_tables(void **state)
{
    char title[] = "满意度调查";
    struct wj_report report = {.title = title};
    (void)state;
    wj_section_open(&report, "test", "回收");
    wj_section_say(&report, WJ_PARAGRAPH, "回收 56 份。");
    wj_section_say(&report, WJ_REMARK, "有效 53 份。");
    struct wj_grid *grid = wj_section_table(&report, "各题");
    grid->columns = 3;
    cell(grid, "选项");
    cell(grid, "人数");
    cell(grid, "x");
    cell(grid, "满意");
    figure(grid, "12");
    cell(grid, "甲乙");
    cell(grid, "不a");
    figure(grid, "3");
    cell(grid, "");
    wj_section_say(&report, WJ_PARAGRAPH, "完。");
    wj_section_open(&report, "test", "空");
    /* Columns are 4, 4 and 4 wide, two blanks between them; figures and their header stand to the
     * right; no blanks at the end of a line. */
    check_text(&report, "满意度调查\n"
                        "\n"
                        "【回收】\n"
                        "  回收 56 份。\n"
                        "  * 有效 53 份。\n"
                        "\n"
                        "  各题\n"
                        "  选项  人数  x\n"
                        "  ----------------\n"
                        "  满意    12  甲乙\n"
                        "  不a      3\n"
                        "\n"
                        "  完。\n"
                        "\n"
                        "【空】\n");
    wj_report_clear(&report);
}

static void headings_are_those_of_the_language(void **state)
{
    char title[] = "Service";
    struct wj_report report = {.title = title, .language = WJ_ENGLISH};
    (void)state;
    wj_section_open(&report, "test", "Measures");
    wj_section_say(&report, WJ_PARAGRAPH, "None.");
    wj_section_open(&report, "test", "满意 of B");
    check_text(&report, "Service\n"
                        "\n"
                        "Measures\n"
                        "========\n"
                        "  None.\n"
                        "\n"
                        "满意 of B\n"
                        "=========\n");
    wj_report_clear(&report);
}

static void a_column_with_one_text_in_it_is_no_column_of_figures(void **state)
{
    struct wj_report report;
    (void)state;
    struct wj_grid *grid = open_table(&report, 3);
    cell(grid, "a");
    cell(grid, "b");
    cell(grid, "c");
    cell(grid, "");
    figure(grid, "100");
    figure(grid, "100");
    cell(grid, "x");
    cell(grid, "无");
    figure(grid, "1");
    /* The header of c stands to the right as its figures do, that of b to the left. */
    check_text(&report, "【t】\n"
                        "  a  b      c\n"
                        "  -----------\n"
                        "     100  100\n"
                        "  x  无     1\n");
    wj_report_clear(&report);
}

#define TEN "一二三四五六七八九十"

static void long_cells_are_cut_at_48_columns(void **state)
{
    struct wj_report report;
    (void)state;
    struct wj_grid *grid = open_table(&report, 1);
    cell(grid, TEN TEN "一二三四");     /* 48 */
    cell(grid, TEN TEN "一二三四x");    /* 49: 23 characters and the ellipsis make 47 */
    cell(grid, "x" TEN TEN "一二三四"); /* 49: x, 23 characters, the ellipsis: 48 */
    check_text(&report, "【t】\n"
                        "  " TEN TEN "一二三四\n"
                        "  ------------------------------------------------\n"
                        "  " TEN TEN "一二三…\n"
                        "  x" TEN TEN "一二三…\n");
    wj_report_clear(&report);
}

static void lines_of_the_last_column_stand_whole_below_their_rows(void **state)
{
    struct wj_report report;
    (void)state;
    struct wj_grid *grid = open_table(&report, 3);
    cell(grid, "指标");
    cell(grid, "得分");
    cell(grid, "说明");
    cell(grid, "甲");
    figure(grid, "9.5");
    cell(grid, TEN TEN TEN "\n乙\x1b");
    cell(grid, TEN TEN TEN);
    figure(grid, "8");
    cell(grid, "一行");
    cell(grid, "丙");
    figure(grid, "–");
    cell(grid, "");
    /* The column of lines has no header and takes no width; the others are cut as ever. */
    check_text(&report, "【t】\n"
                        "  指标                                             得分\n"
                        "  -----------------------------------------------------\n"
                        "  甲                                                9.5\n"
                        "    * " TEN TEN TEN "\n"
                        "    * 乙\\x1b\n"
                        "  " TEN TEN "一二三…     8\n"
                        "    * 一行\n"
                        "  丙                                                  –\n");
    wj_report_clear(&report);
}

static void a_column_of_short_lines_stays_a_column(void **state)
{
    struct wj_report report;
    (void)state;
    struct wj_grid *grid = open_table(&report, 2);
    cell(grid, "甲");
    cell(grid, "乙\n丙"); /* of the header: not what is meant */
    cell(grid, "x\ny");   /* not the last column */
    cell(grid, "z");
    check_text(&report, "【t】\n"
                        "  甲    乙\\n丙\n"
                        "  ------------\n"
                        "  x\\ny  z\n");
    wj_report_clear(&report);
}

static void control_characters_are_shown_not_obeyed(void **state)
{
    char title[] = "a\x1b[2J";
    struct wj_report report = {.title = title};
    (void)state;
    wj_section_open(&report, "test", "t");
    wj_section_say(&report, WJ_PARAGRAPH, "b\nc\u202E");
    struct wj_grid *grid = wj_section_table(&report, "d\r");
    grid->columns = 1;
    cell(grid, "h");
    cell(grid, "\te");
    check_text(&report, "a\\x1b[2J\n\n【t】\n  b\\nc\\u202e\n\n  d\\r\n  h\n  --\n   e\n");
    wj_report_clear(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_hold_sentences_remarks_and_tables),
        cmocka_unit_test(headings_are_those_of_the_language),
        cmocka_unit_test(a_column_with_one_text_in_it_is_no_column_of_figures),
        cmocka_unit_test(long_cells_are_cut_at_48_columns),
        cmocka_unit_test(lines_of_the_last_column_stand_whole_below_their_rows),
        cmocka_unit_test(a_column_of_short_lines_stays_a_column),
        cmocka_unit_test(control_characters_are_shown_not_obeyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
