/* Writes report trees that no survey has, as documents, for docx_check.py:
 *   documents_trees FOLDER [TEMPLATE.docx]
 * SOURCE_DATE_EPOCH is the date of the documents. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wjtab/base/file.h"
#include "wjtab/report/section.h"
#include "wjtab/write/write.h"

/* What people paste into answers and labels. */
static const char *const hostile[] = {
    "<script>alert('1')</script> & \"x\"",
    "a ]]> b <![CDATA[ c &amp; &#65; d",
    "_x0041_ _x000D_ =cmd|' /C calc'!A0",
    "U+0001 \x01 U+001F \x1f U+007F \x7f end",
    "U+FFFE \xEF\xBF\xBE U+FFFF \xEF\xBF\xBF U+FFFD \xEF\xBF\xBD",
    "not UTF-8: \xFF\xC0\x80 \xED\xA0\x80 end",
    "emoji 👩‍👩‍👧‍👦🇨🇳 𠮷 ä́",
    "bidi \u202Eabc\u202C \u2067xyz\u2069 שלום",
    "tab\tline\nfeed\r\nboth\rreturn",
    "  blanks  around  ",
    "",
};

enum { HOSTILE = sizeof hostile / sizeof *hostile, LONG = 5000 };

static void check(enum wj_status status, const struct wj_diags *diags)
{
    struct wj_buf text = {0};
    if (status == WJ_OK) {
        return;
    }
    for (size_t i = 0; i < diags->count; i++) {
        wj_diag_write(&diags->list[i], &text);
    }
    fprintf(stderr, "%s%s\n", wj_buf_text(&text), wj_status_text(status));
    wj_buf_clear(&text);
    exit(wj_status_exit(status));
}

static void *must(void *pointer)
{
    if (pointer == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(5);
    }
    return pointer;
}

static void open_section(struct wj_report *report, const char *title)
{
    must(wj_section_open(report, "test", title) == WJ_OK ? report : NULL);
}

static void say(struct wj_report *report, enum wj_block_kind kind, const char *text)
{
    must(wj_section_say(report, kind, text) == WJ_OK ? report : NULL);
}

static const char *made(struct wj_report *report, const char *format, size_t number)
{
    char text[200];
    snprintf(text, sizeof text, format, number);
    return must(wj_arena_copy(&report->arena, wj_slice_of(text)));
}

static void cell(struct wj_grid *grid, const char *text)
{
    wj_grid_text(grid, wj_slice_of(text));
}

static struct wj_grid *table(struct wj_report *report, const char *caption, size_t columns)
{
    struct wj_grid *grid = must(wj_section_table(report, caption));
    grid->columns = columns;
    return grid;
}

/* A stacked chart of `rows` items with four parts. */
static void chart(struct wj_report *report, const char *title, size_t rows)
{
    static const char *series[] = {"非常满意", "满意", "一般", "不满意"};
    struct wj_chart *drawn = must(wj_section_chart(report, WJ_CHART_STACKED, title));
    drawn->description = "各项目满意情况的堆积条形图 <&\">";
    drawn->series = series;
    drawn->series_count = 4;
    drawn->row_count = rows;
    drawn->rows = must(wj_arena_alloc(&report->arena, rows * sizeof *drawn->rows));
    for (size_t i = 0; i < rows; i++) {
        struct wj_chart_row *row = &drawn->rows[i];
        *row = (struct wj_chart_row){.label = made(report, "第 %zu 项服务质量", i + 1),
                                     .text = "85.13%",
                                     .has_value = true,
                                     .value = 851300};
        row->parts = must(wj_arena_alloc(&report->arena, 4 * sizeof *row->parts));
        for (size_t j = 0; j < 4; j++) {
            static const int32_t values[] = {400000, 300000, 200000, 100000};
            static const char *const texts[] = {"40.00%", "30.00%", "20.00%", "10.00%"};
            row->parts[j] = (struct wj_chart_part){values[j], texts[j]};
        }
    }
}

static struct wj_report begin(const char *title)
{
    const char *date = getenv("SOURCE_DATE_EPOCH");
    struct wj_report report = {.date = date != NULL ? atoll(date) : 1700000000};
    report.title = must(wj_arena_copy(&report.arena, wj_slice_of(title)));
    return report;
}

static struct wj_report hostile_tree(void)
{
    struct wj_report report = begin(hostile[0]);
    char *text = must(wj_alloc(LONG * 3 + 1));
    for (size_t i = 0; i < LONG; i++) {
        memcpy(text + i * 3, "长", 3);
    }
    open_section(&report, hostile[2]);
    for (size_t i = 0; i < HOSTILE; i++) {
        say(&report, WJ_PARAGRAPH, hostile[i]);
        say(&report, WJ_REMARK, hostile[i]);
        say(&report, WJ_HEADING, hostile[i]);
    }
    struct wj_grid *grid = table(&report, hostile[1], 2);
    cell(grid, "号");
    cell(grid, "原文");
    for (size_t i = 0; i < HOSTILE; i++) {
        wj_grid_count(grid, i);
        cell(grid, hostile[i]);
    }
    chart(&report, hostile[6], 3);
    open_section(&report, "五千字");
    say(&report, WJ_PARAGRAPH, text);
    grid = table(&report, NULL, 2);
    cell(grid, "号");
    cell(grid, "长文");
    wj_grid_count(grid, 1);
    cell(grid, text);
    memset(text, 'x', LONG);
    text[LONG] = '\0';
    wj_grid_count(grid, 2);
    cell(grid, text);
    wj_free(text);
    return report;
}

static struct wj_report big_tree(void)
{
    struct wj_report report = begin("六十题十二选项的统计报告");
    open_section(&report, "问卷统计");
    for (size_t i = 0; i < 60; i++) {
        say(&report, WJ_HEADING, made(&report, "第 %zu 题：您对服务的总体评价", i + 1));
        struct wj_grid *grid = table(&report, made(&report, "第 %zu 题各选项人数", i + 1), 3);
        cell(grid, "选项");
        cell(grid, "人数");
        cell(grid, "占比");
        for (size_t j = 0; j < 12; j++) {
            cell(grid, made(&report, "选项 %zu：办理流程与窗口服务", j + 1));
            wj_grid_count(grid, j * 7 + i);
            wj_grid_number(grid, wj_slice_of("8.33%"));
        }
        cell(grid, "合计");
        wj_grid_count(grid, 1000);
        wj_grid_number(grid, wj_slice_of("100.00%"));
        wj_grid_strong(grid);
        say(&report, WJ_PARAGRAPH, "选择最多的是办理流程与窗口服务，占 26.42%。");
        chart(&report, made(&report, "第 %zu 题各选项占比", i + 1), 12);
    }
    return report;
}

/* Merged cells, a table for the page on its side, one of more columns than Word takes. */
static struct wj_report tables_tree(void)
{
    struct wj_report report = begin("表格");
    open_section(&report, "合并单元格");
    struct wj_grid *grid = table(&report, "合并", 4);
    static const char *const merged[] = {"指标", "人数", "",  "备注", "",     "男", "女", "",
                                         "甲",   "1",    "2", "三",   "",     "3",  "4",  "四",
                                         "乙",   "5",    "",  "五",   "合计", "9",  "6",  ""};
    grid->header_rows = 2;
    for (size_t i = 0; i < sizeof merged / sizeof *merged; i++) {
        cell(grid, merged[i]);
    }
    wj_grid_strong(grid);
    wj_grid_merge(grid, 0, 0, 2, 1);
    wj_grid_merge(grid, 0, 1, 1, 2);
    wj_grid_merge(grid, 0, 3, 2, 1);
    wj_grid_merge(grid, 2, 0, 2, 1);
    wj_grid_merge(grid, 4, 1, 1, 2);
    say(&report, WJ_REMARK, "注：人数为有效问卷数。");
    grid = table(&report, "很宽", 13);
    for (size_t i = 0; i < 13 * 4; i++) {
        if (i < 13 || i % 13 == 0) {
            cell(grid, i == 0 ? "项目名称" : "比较长的列名称十个字");
        } else {
            wj_grid_number(grid, wj_slice_of("1234 (26.42%)"));
        }
    }
    say(&report, WJ_REMARK, "注：横排页上的表。");
    say(&report, WJ_PARAGRAPH, "又回到竖排页。");
    grid = table(&report, "六十四列以上", 100);
    for (size_t i = 0; i < 100 * 3; i++) {
        wj_grid_count(grid, i);
    }
    open_section(&report, "没有题注的表");
    for (size_t j = 0; j < 2; j++) {
        grid = table(&report, NULL, 1);
        cell(grid, "只有表头");
    }
    grid = table(&report, "长表", 2);
    for (size_t i = 0; i < 120; i++) {
        cell(grid, i < 2 ? "表头" : made(&report, "第 %zu 行", i / 2));
    }
    return report;
}

static struct wj_report english_tree(void)
{
    struct wj_report report = begin("Satisfaction survey 2022");
    report.language = WJ_ENGLISH;
    report.contents = true;
    for (size_t i = 0; i < 3; i++) {
        open_section(&report, made(&report, "Section number %zu", i + 1));
        say(&report, WJ_HEADING, "A heading");
        say(&report, WJ_PARAGRAPH,
            "Of 60 forms handed out, 53 came back and were effective; “satisfied” counts for 80 "
            "points. Every figure can be traced to the counts in the tables below.");
        struct wj_grid *grid = table(&report, "Answers", 3);
        cell(grid, "Option");
        cell(grid, "People");
        cell(grid, "Share");
        cell(grid, "Very satisfied");
        wj_grid_count(grid, 14);
        wj_grid_number(grid, wj_slice_of("26.42%"));
        say(&report, WJ_REMARK, "Note: shares may pass 100%.");
        chart(&report, "Answers by item", 2);
    }
    return report;
}

static void choices(struct wj_report *report, const char *const *texts, size_t count)
{
    say(report, WJ_CHOICES, "");
    struct wj_block *block = wj_section_last(report);
    block->text = NULL;
    block->choices = must(wj_arena_alloc(&report->arena, count * sizeof *block->choices));
    block->count = count;
    for (size_t i = 0; i < count; i++) {
        block->choices[i] = must(wj_arena_copy(&report->arena, wj_slice_of(texts[i])));
    }
}

static struct wj_report form_tree(void)
{
    static const char *const scale[] = {"A. 非常满意", "B. 满意", "C. 一般", "D. 不满意"};
    static const char *const yes[] = {"A. 是", "B. 否"};
    static const char *const lengthy[] = {"A. 审批流程环节过多，等待时间过长，窗口答复不一致",
                                          "B. 资金拨付", "C. 其他（请写明）："};
    struct wj_report report = begin("2022 年度引进人才补贴满意度调查问卷");
    open_section(&report, "");
    say(&report, WJ_PARAGRAPH, "您好！本问卷不记名，仅用于绩效评价。请在“□”内打“√”。");
    open_section(&report, "基本情况");
    say(&report, WJ_PARAGRAPH, "1. 您是否了解该政策？（单选）");
    choices(&report, yes, 2);
    say(&report, WJ_PARAGRAPH, "2. 您对通知发布是否满意？（单选）");
    choices(&report, scale, 4);
    say(&report, WJ_PARAGRAPH, "3. 您认为哪些方面最需改进？（可多选）");
    choices(&report, lengthy, 3);
    say(&report, WJ_PARAGRAPH, "4. 您的意见建议：");
    say(&report, WJ_BLANKS, "");
    wj_section_last(&report)->count = 3;
    return report;
}

static struct wj_report empty_tree(void)
{
    struct wj_report report = begin("");
    report.contents = true;
    return report;
}

static void put(const char *folder, const char *name, struct wj_report report, const char *template)
{
    char path[4096];
    struct wj_diags diags = {0};
    struct wj_buf bytes = {0};
    struct wj_outputs outputs = {0};
    if (template != NULL) {
        report.template_name = template;
        check(wj_file_read(&diags, template, SIZE_MAX, &report.template), &diags);
    }
    check(wj_write_docx(&diags, &report, &bytes), &diags);
    snprintf(path, sizeof path, "%s/%s.docx", folder, name);
    check(wj_outputs_add(&outputs, &diags, path, wj_buf_slice(&bytes)), &diags);
    check(wj_outputs_commit(&outputs, &diags), &diags);
    wj_outputs_clear(&outputs);
    wj_buf_clear(&bytes);
    wj_diags_clear(&diags);
    wj_report_clear(&report);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "documents_trees FOLDER [TEMPLATE.docx]\n");
        return 2;
    }
    const char *template = argc > 2 ? argv[2] : NULL;
    struct wj_report contents = tables_tree();
    contents.contents = true;
    put(argv[1], "hostile", hostile_tree(), template);
    put(argv[1], "big", big_tree(), template);
    put(argv[1], "tables", tables_tree(), template);
    put(argv[1], "contents", contents, template);
    put(argv[1], "english", english_tree(), template);
    put(argv[1], "form", form_tree(), template);
    put(argv[1], "empty", empty_tree(), template);
    return 0;
}
