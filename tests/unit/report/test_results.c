/* results.json and the CSV tables, of a small survey that can be counted by hand. */
#include "../measure/job_support.h"

#include <jansson.h>

#include "print.h"
#include "wjtab/write/write.h"

static const char definition[] =
    "survey: 调查\n"
    "distributed: 12\n"
    "responses: responses.csv\n"
    "id: 号\n"
    "scales:\n"
    "  度: [{code: A, label: 满意, score: 100}, {code: B, label: 一般, score: 60.5},\n"
    "      {code: C, label: 不满意, score: 0}]\n"
    "questions:\n"
    "  - {name: 甲, label: 甲题, type: single, scale: 度}\n"
    "  - {name: 乙, type: single, scale: 度}\n"
    "  - {name: 丙, type: multiple, options: [{code: X, label: =x}, {code: Y, label: y}]}\n"
    "  - {name: 丁, type: quantity, min: 0, max: 10}\n"
    "  - {name: 戊, type: text}\n"
    "valid:\n"
    "  straight_line: {questions: [甲, 乙]}\n"
    "  rules: [{name: 自定, reject_if: '丁=7'}]\n"
    "measures:\n"
    "  - {name: 满意度, mean_of: [甲, 乙]}\n"
    "  - {name: 份额, share_of: {question: 丙, codes: [X]}}\n"
    "tables:\n"
    "  - {rows: [丙], by: [甲, [甲, 乙]], where: '戊<>\"不\"'}\n";

/* Eight came back, three effective: 2, 3, 4. */
static const char responses[] = "号,甲,乙,丙,丁,戊\n"
                                "01,A,A,X;Y,1,\n"
                                "02,A,B,X,2,不\n"
                                "03,C,B,-3,,\n"
                                "=04,AB,,Z,11,\n"     /* required, several, unknown, range */
                                "05,A,A,X,7,\n"       /* 自定 */
                                "06,A,\n"             /* shape */
                                "07,\"Q,x\",A,X,1,\n" /* unknown */
                                "08,A,AB,,,\n";       /* several */

static json_t *at(json_t *json, const char *path)
{
    char *copy = strdup(path);
    char *rest = NULL;
    for (char *key = strtok_r(copy, "/", &rest); key != NULL; key = strtok_r(NULL, "/", &rest)) {
        json = json_is_array(json) ? json_array_get(json, (size_t)atoi(key))
                                   : json_object_get(json, key);
    }
    free(copy);
    return json;
}

/* What should stand at a path, as compact JSON in the order of the file. */
static const struct {
    const char *path;
    const char *json;
} expected[] = {
    {"schema", "\"wjtab-results/1\""},
    {"survey/title", "\"调查\""},
    {"survey/file", "\"survey.yaml\""},
    {"inputs/0/file", "\"responses.csv\""},
    {"inputs/0/encoding", "\"utf-8\""},
    {"inputs/0/records", "8"},
    {"outputs", "[]"},
    {"returns/distributed", "12"},
    {"returns/returned", "8"},
    {"returns/valid", "3"},
    {"returns/return_rate", "{\"num\":2,\"den\":3,\"text\":\"66.67%\"}"},
    {"returns/valid_rate", "{\"num\":3,\"den\":8,\"text\":\"37.50%\"}"},
    /* 04 breaks required first; 05 and 01 gave straight lines */
    {"rejected",
     "{\"total\":5,\"by_rule\":{\"shape\":1,\"required\":1,\"several_ticks\":1,\"unknown\":1,"
     "\"自定\":1}}"},
    {"questions/0/name", "\"甲\""},
    {"questions/0/label", "\"甲题\""},
    {"questions/0/type", "\"single\""},
    {"questions/0/base", "3"},
    {"questions/0/answered", "3"},
    {"questions/0/not_asked", "0"},
    {"questions/0/options/0",
     "{\"code\":\"A\",\"label\":\"满意\",\"score\":100,\"count\":2,\"share\":{\"num\":2,\"den\":3,"
     "\"text\":\"66.67%\"},\"contribution\":{\"num\":2,\"den\":3,\"text\":\"66.67%\"},"
     "\"wilson\":{\"lower\":0.207659600802048,\"upper\":0.938508055279604}}"},
    {"questions/0/options/1/score", "60.5"},
    {"questions/0/options/1/share", "{\"num\":0,\"den\":1,\"text\":\"0.00%\"}"},
    {"questions/0/rate", "{\"num\":2,\"den\":3,\"text\":\"66.67%\"}"},
    /* 乙: A, B, B: (100 + 121)/300 */
    {"questions/1/rate", "{\"num\":221,\"den\":300,\"text\":\"73.67%\"}"},
    {"questions/1/options/1/contribution", "{\"num\":121,\"den\":300,\"text\":\"40.33%\"}"},
    {"questions/2/type", "\"multiple\""},
    {"questions/2/base", "2"},
    {"questions/2/not_asked", "1"},
    {"questions/2/rate", "null"},
    {"questions/2/options/0",
     "{\"code\":\"X\",\"label\":\"=x\",\"score\":null,\"count\":2,\"share\":{\"num\":1,\"den\":1,"
     "\"text\":\"100.00%\"},\"contribution\":null,"
     "\"wilson\":{\"lower\":0.342380227506653,\"upper\":1.0}}"},
    {"questions/3/options", "[]"},
    {"questions/3/answered", "2"},
    {"questions/4/type", "\"text\""},
    {"questions/4/options", "[]"},
    {"questions/4/answered", "1"},
    /* (2/3 + 221/300)/2 = 421/600 */
    {"measures/0/name", "\"满意度\""},
    {"measures/0/base", "3"},
    {"measures/0/rate", "{\"num\":421,\"den\":600,\"text\":\"70.17%\"}"},
    {"measures/1/rate", "{\"num\":1,\"den\":1,\"text\":\"100.00%\"}"},
    /* where leaves 01 and 03; 03 was not asked 丙 */
    {"tables/0/row", "\"丙\""},
    {"tables/0/by", "[\"甲\"]"},
    {"tables/0/where", "\"戊<>\\\"不\\\"\""},
    {"tables/0/columns", "[\"A\",\"B\",\"C\"]"},
    {"tables/0/column_base", "[1,0,0]"},
    {"tables/0/rows/0",
     "{\"code\":\"X\",\"label\":\"=x\",\"counts\":[1,0,0],\"shares\":[{\"num\":1,\"den\":1,"
     "\"text\":\"100.00%\"},null,null],\"total\":1,\"all\":1,"
     "\"all_share\":{\"num\":1,\"den\":1,\"text\":\"100.00%\"}}"},
    {"tables/1/by", "[\"甲\",\"乙\"]"},
    {"tables/1/columns",
     "[\"A×A\",\"A×B\",\"A×C\",\"B×A\",\"B×B\",\"B×C\",\"C×A\",\"C×B\",\"C×C\"]"},
    {"tables/1/rows/1/counts", "[1,0,0,0,0,0,0,0,0]"},
};

static void results_hold_every_figure_exactly(void **state)
{
    size_t flags = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15);
    char *folder = folder_new();
    struct job job;
    size_t wrong = 0;
    (void)state;
    job_open(&job, folder, definition, responses);
    for (size_t i = 0; i < COUNT(expected); i++) {
        json_t *value = at(job.report.results, expected[i].path);
        char *text = json_dumps(value, flags);
        wrong += differs(expected[i].path, text != NULL ? text : "nothing", expected[i].json);
        free(text);
    }
    assert_int_equal(wj_screen_straight(job.screen), 2); /* 01 and 05 */
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

static void what_has_no_base_is_null(void **state)
{
    static const char *const paths[] = {
        "returns/valid_rate",
        "questions/0/rate",
        "questions/0/options/0/share",
        "questions/0/options/0/contribution",
        "measures/0/rate",
        "tables/0/rows/0/shares/0",
    };
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, definition, "号,甲,乙,丙,丁,戊\n");
    for (size_t i = 0; i < COUNT(paths); i++) {
        assert_true(json_is_null(at(job.report.results, paths[i])));
    }
    assert_int_equal(json_integer_value(at(job.report.results, "returns/valid")), 0);
    job_clear(&job);
    folder_remove(folder);
}

/* ---- CSV tables ---- */

static const struct {
    const char *name;
    const char *csv;
} tables[] = {
    {"frequencies", "question,code,label,count,base,share\n"
                    "甲,A,满意,2,3,66.67%\n甲,B,一般,0,3,0.00%\n甲,C,不满意,1,3,33.33%\n"
                    "乙,A,满意,1,3,33.33%\n乙,B,一般,2,3,66.67%\n乙,C,不满意,0,3,0.00%\n"
                    "丙,X,'=x,2,2,100.00%\n丙,Y,y,1,2,50.00%\n"},
    {"satisfaction",
     "调查内容,满意 人数,满意 得分,一般 人数,一般 得分,不满意 人数,不满意 得分,单项满意度\n"
     "甲题,2,66.67%,0,0.00%,1,0.00%,66.67%\n"
     "乙,1,33.33%,2,40.33%,0,0.00%,73.67%\n"
     "综合得分,,,,,,,70.17%\n"},
    {"rejected", "id,file,record,line,rule,first,question,answer\n"
                 "'=04,responses,5,5,required,1,乙,\n"
                 "'=04,responses,5,5,several_ticks,0,甲,AB\n"
                 "'=04,responses,5,5,unknown,0,丙,Z\n"
                 "'=04,responses,5,5,range,0,丁,\n"
                 "05,responses,6,6,自定,1,,\n"
                 "06,responses,7,7,shape,1,,\n"
                 "07,responses,8,8,unknown,1,甲,\"Q,x\"\n"
                 "08,responses,9,9,several_ticks,1,乙,AB\n"},
};

static void csv_tables_hold_the_printed_figures(void **state)
{
    char *folder = folder_new();
    struct job job;
    struct wj_buf csv = {0};
    size_t found = 0;
    size_t wrong = 0;
    (void)state;
    job_open(&job, folder, definition, responses);
    for (size_t i = 0; i < job.report.grid_count; i++) {
        for (size_t j = 0; j < COUNT(tables); j++) {
            if (strcmp(job.report.grids[i].name, tables[j].name) == 0) {
                wj_buf_reset(&csv);
                wj_write_csv(&job.report.grids[i], false, &csv);
                wrong += differs(tables[j].name, wj_buf_text(&csv), tables[j].csv);
                found++;
            }
        }
    }
    wj_buf_clear(&csv);
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
    assert_int_equal(found, COUNT(tables));
}

static void the_annex_has_one_column_per_label(void **state)
{
    static const char yaml[] =
        "survey: t\nresponses: responses.csv\n"
        "scales:\n"
        "  度: [{code: A, label: 满意, score: 4}, {code: B, label: 一般, score: 2},"
        " {code: C, label: 差, score: 0}]\n"
        "  了: [{code: A, label: 了解, score: 1}, {code: B, label: 一般, score: 0}]\n"
        "questions:\n"
        "  - {name: 甲, type: single, scale: 度}\n  - {name: 乙, type: single, scale: 度}\n"
        "  - {name: 丙, type: single, scale: 了}\n  - {name: 丁, type: single, scale: 了}\n"
        "measures:\n"
        "  - {name: 一, mean_of: [甲, 乙]}\n  - {name: 二, mean_of: [丙, 丁]}\n"
        "  - {name: 三, mean_of: [乙, 甲]}\n  - {name: 四, mean_of: [甲, 丙]}\n"
        "  - {name: 五, mean_of: [甲]}\n";
    static const char annex[] =
        "调查内容,满意 人数,满意 得分,一般 人数,一般 得分,差 人数,差 得分,了解 人数,了解 得分,"
        "单项满意度\n"
        "甲,1,100.00%,0,0.00%,0,0.00%,,,100.00%\n"
        "乙,0,0.00%,1,50.00%,0,0.00%,,,50.00%\n"
        "综合得分,,,,,,,,,75.00%\n"
        "丙,,,0,0.00%,,,1,100.00%,100.00%\n"
        "丁,,,1,0.00%,,,0,0.00%,0.00%\n"
        "综合得分,,,,,,,,,50.00%\n"
        "乙,0,0.00%,1,50.00%,0,0.00%,,,50.00%\n"
        "甲,1,100.00%,0,0.00%,0,0.00%,,,100.00%\n"
        "综合得分,,,,,,,,,75.00%\n"; /* 四 mixes scales, 五 has one item: not here */
    char *folder = folder_new();
    struct job job;
    struct wj_buf csv = {0};
    (void)state;
    job_open(&job, folder, yaml, "甲,乙,丙,丁\n满意,一般,了解,一般\n");
    for (size_t i = 0; i < job.report.grid_count; i++) {
        if (strcmp(job.report.grids[i].name, "satisfaction") == 0) {
            wj_write_csv(&job.report.grids[i], false, &csv);
        }
    }
    size_t wrong = differs("satisfaction", wj_buf_text(&csv), annex);
    wj_buf_clear(&csv);
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

/* Lines that must stand in a table. */
static const struct {
    const char *name;
    const char *line;
} lines[] = {
    {"measures", "满意度,421,600,70.17%,"},
    {"measures", "份额,1,1,100.00%,"},
    {"crosstabs", "table,row_question,row_code,row_label,column_question,column_code,column_label,"
                  "count,base,share,row_share,total_share,index,figure,value,why\n"},
    {"crosstabs", "1,丙,X,'=x,甲,A,满意,1,1,100.00%,100.00%,100.00%,100.0,,,\n"},
    {"crosstabs", "1,丙,Y,y,甲,C,不满意,0,0,–,0.00%,0.00%,–,,,not_asked\n"},
    {"crosstabs", "1,丙,Y,y,甲×乙,A×B,满意×一般,0,0,–,0.00%,0.00%,–,,,empty_column\n"},
    {"crosstabs", "1,丙,Y,y,甲×乙,A×A,满意×满意,1,1,100.00%,100.00%,100.00%,100.0,,,\n"},
};

static void wide_csv_tables_hold_these_lines(void **state)
{
    char *folder = folder_new();
    struct job job;
    struct wj_buf csv = {0};
    size_t wrong = 0;
    (void)state;
    job_open(&job, folder, definition, responses);
    for (size_t i = 0; i < COUNT(lines); i++) {
        wj_buf_reset(&csv);
        for (size_t j = 0; j < job.report.grid_count; j++) {
            if (strcmp(job.report.grids[j].name, lines[i].name) == 0) {
                wj_write_csv(&job.report.grids[j], false, &csv);
            }
        }
        if (strstr(wj_buf_text(&csv), lines[i].line) == NULL) {
            wrong += differs(lines[i].name, wj_buf_text(&csv), lines[i].line);
        }
    }
    wj_buf_clear(&csv);
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

/* ---- numbers in JSON ---- */

static const struct {
    const char *value;
    const char *json;
} fractions[] = {
    {"0", "{\"num\":0,\"den\":1,\"text\":\"t\"}"},
    {"-3/4", "{\"num\":-3,\"den\":4,\"text\":\"t\"}"},
    /* 2^53 = 9007199254740992 */
    {"9007199254740992/9007199254740991",
     "{\"num\":9007199254740992,\"den\":9007199254740991,\"text\":\"t\"}"},
    {"9007199254740993/2", "{\"num\":\"9007199254740993\",\"den\":2,\"text\":\"t\"}"},
    {"-9007199254740993", "{\"num\":\"-9007199254740993\",\"den\":1,\"text\":\"t\"}"},
    {"1/123456789012345678901234567890",
     "{\"num\":1,\"den\":\"123456789012345678901234567890\",\"text\":\"t\"}"},
};

static void integers_beyond_doubles_are_texts(void **state)
{
    size_t wrong = 0;
    mpq_t value;
    mpq_init(value);
    (void)state;
    for (size_t i = 0; i < COUNT(fractions); i++) {
        mpq_set_str(value, fractions[i].value, 10);
        mpq_canonicalize(value);
        json_t *json = wj_json_fraction(value, "t");
        char *text = json_dumps(json, JSON_COMPACT);
        wrong += differs(fractions[i].value, text, fractions[i].json);
        free(text);
        json_decref(json);
    }
    mpq_clear(value);
    assert_int_equal(wrong, 0);
}

static void counts_beyond_doubles_are_texts(void **state)
{
    (void)state;
    json_t *small = wj_json_count(9007199254740992u);
    json_t *large = wj_json_count(UINT64_MAX - 1);
    assert_true(json_is_integer(small));
    assert_int_equal(json_integer_value(small), 9007199254740992);
    assert_string_equal(json_string_value(large), "18446744073709551614");
    json_decref(small);
    json_decref(large);
}

static void templates_are_filled_in_order(void **state)
{
    static const char *const texts[] = {"%s", "乙", "丙"};
    struct wj_arena arena = {0};
    (void)state;
    assert_string_equal(wj_print(&arena, "a%sb%sc", 2, texts), "a%sb乙c");
    assert_string_equal(wj_print(&arena, "100%", 0, texts), "100%");
    assert_string_equal(wj_print(&arena, "%s", 3, texts), "%s");
    assert_string_equal(wj_print(&arena, "%s%s%s", 1, texts), "%s%s%s");
    wj_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_hold_every_figure_exactly),
        cmocka_unit_test(what_has_no_base_is_null),
        cmocka_unit_test(csv_tables_hold_the_printed_figures),
        cmocka_unit_test(the_annex_has_one_column_per_label),
        cmocka_unit_test(wide_csv_tables_hold_these_lines),
        cmocka_unit_test(integers_beyond_doubles_are_texts),
        cmocka_unit_test(counts_beyond_doubles_are_texts),
        cmocka_unit_test(templates_are_filled_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
