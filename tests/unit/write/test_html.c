/* The report as a web page: what stands where, and that a text never is more than text. */
#include "../base/support.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "html.h"
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

static void check_escaped(const char *text, const char *expected)
{
    struct wj_buf out = {0};
    wj_html_text(&out, text);
    size_t wrong = differs(text, wj_buf_text(&out), expected);
    wj_buf_clear(&out);
    assert_int_equal(wrong, 0);
}

static void texts_stay_texts(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"", ""},
        {"满意 12%", "满意 12%"},
        {"<script>a & b</script>", "&lt;script&gt;a &amp; b&lt;/script&gt;"},
        {"\"quoted\" 'too' ]]> &amp;", "&quot;quoted&quot; &#39;too&#39; ]]&gt; &amp;amp;"},
        {"a\001b\033[31m\177", "a␁b␛[31m␡"},
        {"a\tb\nc", "a\tb\nc"},
        {"\xC2\x85 \xEF\xBF\xBE \xEF\xBF\xBF \xEF\xB7\x90", "\uFFFD \uFFFD \uFFFD \uFFFD"},
        {"\xF0\x9F\xBF\xBE", "\uFFFD"},
        {"\u202Eabc\u2066", "\uFFFDabc\uFFFD"},
        {"a\u2028b", "a\nb"},
        {"\xFF\xFE a \xE6\xBB", "\uFFFD\uFFFD a \uFFFD\uFFFD"},
        {"👩‍👩‍👧‍👦 كلام", "👩‍👩‍👧‍👦 كلام"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_escaped(cases[i].text, cases[i].expected);
    }
}

static void check_table(const struct wj_grid *grid, const char *caption, const char *expected)
{
    struct wj_buf out = {0};
    wj_html_table(&out, grid, caption, 7, 3);
    size_t wrong = differs("table", wj_buf_text(&out), expected);
    wj_buf_clear(&out);
    assert_int_equal(wrong, 0);
}

static void tables_name_their_rows_and_columns(void **state)
{
    struct wj_arena arena = {0};
    struct wj_grid grid = {.columns = 4, .header_rows = 2, .arena = &arena};
    (void)state;
    cell(&grid, "项目");
    cell(&grid, "满意");
    cell(&grid, "");
    cell(&grid, "");
    cell(&grid, "");
    cell(&grid, "人数");
    cell(&grid, "占比");
    cell(&grid, "注");
    cell(&grid, "甲");
    figure(&grid, "12");
    figure(&grid, "60%");
    cell(&grid, "<b>");
    cell(&grid, "合计");
    figure(&grid, "20");
    cell(&grid, "");
    cell(&grid, "");
    wj_grid_strong(&grid);
    wj_grid_merge(&grid, 0, 0, 2, 1);
    wj_grid_merge(&grid, 0, 1, 1, 2);
    check_table(
        &grid, "表 & 注",
        "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"c7\">\n"
        "<table class=\"whole even\">\n<caption id=\"c7\"><span>表 &amp; "
        "注</span></caption>\n<thead>\n"
        "<tr><th scope=\"col\" class=\"w2\" rowspan=\"2\">项目</th>"
        "<th scope=\"colgroup\" colspan=\"2\">满意</th><td></td></tr>\n"
        "<tr><th scope=\"col\" class=\"figure\">人数</th>"
        "<th scope=\"col\" class=\"figure\">占比</th><th scope=\"col\" class=\"w2\">注</th></tr>\n"
        "</thead>\n<tbody>\n"
        "<tr><th scope=\"row\">甲</th><td class=\"figure\">12</td>"
        "<td class=\"figure\">60%</td><td>&lt;b&gt;</td></tr>\n"
        "<tr class=\"total\"><th scope=\"row\">合计</th><td class=\"figure\">20</td>"
        "<td></td><td></td></tr>\n"
        "</tbody>\n</table>\n</div>\n");
    wj_grid_clear(&grid);
    wj_arena_clear(&arena);
}

/* On paper the type gets smaller before a word is broken, and figures stand in one line where they
 * can. */
static void print_keeps_words_whole(void **state)
{
    static const struct {
        size_t columns;
        const char *head;
        const char *figure;
        const char *expected;
    } cases[] = {
        /* 7 × (11 × 0.59 × 9 + 8) + 4.5 × 9 + 8 = 513 pt are more than 493. */
        {7, "一般", "12 (40.00%)", "<table class=\"whole even\">"},
        {8, "一般", "12 (40.00%)", "<table class=\"whole even compact\">"},
        {8, "dissatisfied", "12 (40.00%)", "<table class=\"whole even compact\">"},
        {10, "dissatisfied", "12", "<table class=\"dense whole even compact tiny\">"},
        {12, "commonly", "12 (40.00%)", "<table class=\"dense whole compact tight\">"},
        {12, "很不满意", "12 (40.00%)", "<table class=\"dense whole\">"},
        {12, "dissatisfied", "12", "<table class=\"dense\">"},
        {3, "abcdefghijklmnopqrstuvwxyz0", "12", "<table class=\"slim\">"},
    };
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_arena arena = {0};
        struct wj_grid grid = {.columns = cases[i].columns, .header_rows = 1, .arena = &arena};
        struct wj_buf out = {0};
        for (size_t column = 0; column < 2 * grid.columns; column++) {
            bool header = column < grid.columns;
            bool name = column % grid.columns == 0;
            (name || header ? cell : figure)(&grid, name     ? "item"
                                                    : header ? cases[i].head
                                                             : cases[i].figure);
        }
        wj_html_table(&out, &grid, NULL, 7, 3);
        const char *table = strstr(wj_buf_text(&out), "<table");
        struct wj_slice start = wj_slice(table, strcspn(table, "\n"));
        struct wj_buf got = {0};
        wj_buf_add(&got, start);
        wrong += differs(cases[i].head, wj_buf_text(&got), cases[i].expected);
        wj_buf_clear(&got);
        wj_buf_clear(&out);
        wj_grid_clear(&grid);
        wj_arena_clear(&arena);
    }
    assert_int_equal(wrong, 0);
}

/* A page with every kind of block. */
static void fill(struct wj_report *report, char **choices)
{
    static struct wj_chart_row row = {
        .label = "A & B", .text = "50%", .has_value = true, .value = 500000};
    wj_section_open(report, "form", "");
    wj_section_say(report, WJ_PARAGRAPH, "您好：<br>");
    wj_section_open(report, "one", "第一部分");
    wj_section_say(report, WJ_HEADING, "1. 题目");
    wj_section_say(report, WJ_REMARK, "注");
    wj_section_say(report, WJ_CHOICES, "");
    wj_section_last(report)->choices = choices;
    wj_section_last(report)->count = 2;
    wj_section_say(report, WJ_BLANKS, "");
    wj_section_last(report)->count = 2;
    wj_section_open(report, "two", "第二部分");
    struct wj_chart *chart = wj_section_chart(report, WJ_CHART_BARS, "图 <1>");
    chart->description = "说明";
    chart->rows = &row;
    chart->row_count = 1;
}

static size_t count(struct wj_buf *page, const char *part)
{
    size_t found = 0;
    for (const char *at = wj_buf_text(page); (at = strstr(at, part)) != NULL; at++) {
        found++;
    }
    return found;
}

static void a_page_has_every_kind_of_block(void **state)
{
    static const struct {
        const char *part;
        size_t times;
    } cases[] = {
        {"<html lang=\"zh-CN\">", 1},
        {"<title>调查 &lt;x&gt;</title>", 1},
        {"<h1 id=\"h0\">调查 &lt;x&gt;</h1>", 1},
        {"<li><a href=\"#s2\">第一部分", 1},
        {"<li><a href=\"#s1\">", 0},
        {"<section id=\"s2\">", 1},
        {"<p>您好：&lt;br&gt;</p>", 1},
        {"<p class=\"note\">注</p>", 1},
        {"<ul class=\"choices short\">\n<li>A. 满意</li>\n<li>B. 不满意</li>\n</ul>", 1},
        {"<div class=\"blanks\">\n<div></div>\n<div></div>\n</div>", 1},
        {"<figcaption>图 &lt;1&gt;</figcaption>", 1},
        {"<svg class=\"wide\" role=\"img\" aria-labelledby=", 1},
        {"<svg class=\"narrow\" role=\"img\" aria-labelledby=", 1},
        {"\">说明</desc>", 2},
        {"<title>A &amp; B: 50%</title>", 2},
        {"<script", 0},
        {" style=\"", 0},
        {"src=", 0},
        {"url(", 0},
    };
    char title[] = "调查 <x>";
    char first[] = "A. 满意";
    char second[] = "B. 不满意";
    char *choices[] = {first, second};
    struct wj_report report = {.title = title};
    struct wj_buf out = {0};
    size_t wrong = 0;
    (void)state;
    fill(&report, choices);
    assert_int_equal(wj_write_html(&report, &out), WJ_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (count(&out, cases[i].part) != cases[i].times) {
            print_error("%s: %zu times\n", cases[i].part, count(&out, cases[i].part));
            wrong++;
        }
    }
    wj_buf_clear(&out);
    wj_report_clear(&report);
    assert_int_equal(wrong, 0);
}

/* The policy allows the one style sheet by its digest: taken here from the page itself. */
static void the_policy_names_the_style_of_the_page(void **state)
{
    char title[] = "t";
    struct wj_report report = {.title = title, .language = WJ_ENGLISH};
    struct wj_buf out = {0};
    unsigned char digest[SHA256_DIGEST_LENGTH];
    unsigned char encoded[64];
    char expected[128];
    (void)state;
    assert_int_equal(wj_write_html(&report, &out), WJ_OK);
    const char *style = strstr(wj_buf_text(&out), "<style>") + strlen("<style>");
    size_t len = (size_t)(strstr(style, "</style>") - style);
    SHA256((const unsigned char *)style, len, digest);
    EVP_EncodeBlock(encoded, digest, sizeof digest);
    snprintf(expected, sizeof expected, "default-src 'none'; style-src 'sha256-%s';",
             (const char *)encoded);
    assert_non_null(strstr(wj_buf_text(&out), expected));
    assert_non_null(strstr(wj_buf_text(&out), "<html lang=\"en\">"));
    wj_buf_clear(&out);
    wj_report_clear(&report);
}

static void without_memory_it_says_so(void **state)
{
    char title[] = "t";
    char first[] = "A";
    char second[] = "B";
    char *choices[] = {first, second};
    struct wj_report report = {.title = title};
    (void)state;
    fill(&report, choices);
    for (unsigned long n = 1; n < 1000; n++) {
        struct wj_buf out = {0};
        wj_memory_fail_at(n);
        enum wj_status status = wj_write_html(&report, &out);
        bool failed = wj_memory_requests() >= n;
        wj_memory_fail_at(0);
        wj_buf_clear(&out);
        assert_int_equal(status, failed ? WJ_MEMORY : WJ_OK);
        if (!failed) {
            wj_report_clear(&report);
            return;
        }
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_stay_texts),
        cmocka_unit_test(tables_name_their_rows_and_columns),
        cmocka_unit_test(print_keeps_words_whole),
        cmocka_unit_test(a_page_has_every_kind_of_block),
        cmocka_unit_test(the_policy_names_the_style_of_the_page),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
