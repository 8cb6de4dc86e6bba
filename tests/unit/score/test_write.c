/* The filled scoring file: what is filled, and that every other byte is as it was. */
#include "support.h"

#include "wjtab/base/memory.h"

/* Fills a file; scores to one decimal, rates to two, half-up. `facts` and `known` may be NULL. */
static enum wj_status fill(const char *sheet, const char *facts, const struct wj_known *known,
                           struct wj_buf *out)
{
    struct wj_diags diags = {0};
    struct wj_scoring scoring = {0};
    struct wj_score_options options = {
        .file = file_with('s', wj_slice_of(sheet)),
        .facts = facts != NULL ? file_with('f', wj_slice_of(facts)) : NULL,
        .known = known,
        .known_count = known != NULL ? 1 : 0,
        .rounding = {1, WJ_HALF_UP},
    };
    enum wj_status status = wj_scoring_compute(&diags, &options, &scoring);
    if (status == WJ_OK) {
        status = wj_scoring_write(&scoring, (struct wj_rounding){2, WJ_HALF_UP},
                                  (struct wj_rounding){1, WJ_HALF_UP}, out);
    }
    wj_scoring_clear(&scoring);
    wj_diags_clear(&diags);
    unlink(path_of('s'));
    unlink(path_of('f'));
    return status;
}

static void what_is_not_filled_stays_byte_for_byte(void **state)
{
    static const struct {
        const char *before;
        const char *after;
    } cases[] = {
        /* mark, CRLF, quotes that need not be, blanks, a total, blank lines, no last line end */
        {"\xEF\xBB\xBF\"一级指标\", 分值 ,公式,得分,得分率,\"备,注\"\r\n"
         "\"A\", 3 ,\"1.5\",,,\"a \"\"b\"\"\r\nc\"\r\n\r\nB,3,,2,,\r\n合计,6,,9,x,y",
         "\xEF\xBB\xBF\"一级指标\", 分值 ,公式,得分,得分率,\"备,注\"\r\n"
         "\"A\", 3 ,\"1.5\",1.5,50%,\"a \"\"b\"\"\r\nc\"\r\n\r\nB,3,,2,66.67%,\r\n"
         "合计,6,,9,x,y"},
        /* GB18030: 一级指标 分值 公式 得分 备注, and a four-byte character */
        {"\xD2\xBB\xBC\xB6\xD6\xB8\xB1\xEA,\xB7\xD6\xD6\xB5,\xB9\xAB\xCA\xBD,"
         "\xB5\xC3\xB7\xD6,\xB1\xB8\xD7\xA2\n\xBE\xF6\xB2\xDF,3,\xB7\xD6\xD6\xB5/2,,"
         "\x94\x39\xFC\x36\n",
         "\xD2\xBB\xBC\xB6\xD6\xB8\xB1\xEA,\xB7\xD6\xD6\xB5,\xB9\xAB\xCA\xBD,"
         "\xB5\xC3\xB7\xD6,\xB1\xB8\xD7\xA2\n\xBE\xF6\xB2\xDF,3,\xB7\xD6\xD6\xB5/2,1.5,"
         "\x94\x39\xFC\x36\n"},
        /* 得分率 before 得分, semicolons, CR */
        {"得分率;一级指标;得分;分值;公式\r;A;;3;1.25\r;B;;4;4\r",
         "得分率;一级指标;得分;分值;公式\r43.33%;A;1.3;3;1.25\r100%;B;4;4;4\r"},
        /* what is right already is not written anew; neither is a given score */
        {"一级指标,分值,公式,得分,得分率\nA,3,1.5,\"1.5\",\"50%\"\nB,4,,2.0,9\nC,0,0,,\n",
         "一级指标,分值,公式,得分,得分率\nA,3,1.5,\"1.5\",\"50%\"\nB,4,,2.0,50%\nC,0,0,0,\n"},
        /* no 得分 column */
        {"一级指标,分值,公式\nA,3,1.5\nB,2\n合计,5,\n",
         "一级指标,分值,公式,得分\nA,3,1.5,1.5\nB,2\n合计,5,\n"},
        {"一级指标,分值,公式\nA,3,1.5\n合计,5,,5\n",
         "一级指标,分值,公式,,得分\nA,3,1.5,,1.5\n合计,5,,5\n"},
        {"一级指标,分值\nA,3\n", "一级指标,分值\nA,3\n"},
        /* 完成率 on either side of the others; one that can't be computed stays as it is */
        {"\xEF\xBB\xBF完成率,一级指标,分值,目标值,实际值,公式,得分,依据\r\n"
         ",A,10,≥10 场,\"7 场\",分值*完成率,,\"x, \"\"y\"\"\"\r\n好,B,2,定性,定性,,2,\r\n",
         "\xEF\xBB\xBF完成率,一级指标,分值,目标值,实际值,公式,得分,依据\r\n"
         "70%,A,10,≥10 场,\"7 场\",分值*完成率,7,\"x, \"\"y\"\"\"\r\n好,B,2,定性,定性,,2,\r\n"},
        {"一级指标,分值,得分率,目标值,实际值,完成率,公式,得分\nA,10,,3 人,1 人,,分值*完成率,\n",
         "一级指标,分值,得分率,目标值,实际值,完成率,公式,得分\n"
         "A,10,33%,3 人,1 人,33.33%,分值*完成率,3.3\n"},
        /* a short row */
        {"一级指标,分值,公式,指标值,得分\nA,3,1.5\n",
         "一级指标,分值,公式,指标值,得分\nA,3,1.5,,1.5\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_buf out = {0};
        assert_int_equal(fill(cases[i].before, NULL, NULL, &out), WJ_OK);
        assert_string_equal(wj_buf_text(&out), cases[i].after);
        wj_buf_clear(&out);
    }
}

static void a_formula_without_score_leaves_no_old_figure(void **state)
{
    struct wj_known known = {.name = "满意度"};
    struct wj_buf out = {0};
    mpq_init(known.value);
    (void)state;
    assert_int_equal(fill("一级指标,分值,公式,得分,得分率\nA,3,满意度,2,50%\n"
                          "B,3,,,50%\n",
                          NULL, &known, &out),
                     WJ_OK);
    assert_string_equal(wj_buf_text(&out), "一级指标,分值,公式,得分,得分率\nA,3,满意度,,\n"
                                           "B,3,,,50%\n");
    wj_buf_clear(&out);
    mpq_clear(known.value);
}

static void a_filled_file_fills_to_itself(void **state)
{
    struct wj_buf once = {0};
    struct wj_buf twice = {0};
    (void)state;
    assert_int_equal(fill("一级指标,分值,公式,得分率\nA,3,2/3,\n", NULL, NULL, &once), WJ_OK);
    assert_string_equal(wj_buf_text(&once), "一级指标,分值,公式,得分率,得分\nA,3,2/3,23.33%,0.7\n");
    assert_int_equal(fill(wj_buf_text(&once), NULL, NULL, &twice), WJ_OK);
    assert_string_equal(wj_buf_text(&twice), wj_buf_text(&once));
    wj_buf_clear(&once);
    wj_buf_clear(&twice);
}

/* Every request for memory in turn is refused: no crash, no leak, never a wrong file. */
static void lost_memory_is_survived(void **state)
{
    static const struct {
        const char *sheet;
        const char *facts;
    } cases[] = {
        {"一级指标,二级指标,分值,公式,指标值,得分,得分率\n"
         "A,B,3,指标值/2+甲,１,,\n,C,3,,,2,\nD,,3,满意度,,,\n",
         "名称,值\n甲,乙\n乙,=1/2\n"},
        {"一级指标,分值,公式\nA,1,1\n", NULL},
        {"一级指标,分值,完成率,目标值,实际值,公式,得分\nA,9,,≥70 人,60 人（其中 3 "
         "人）,分值*完成率,\n"
         "B,1,,5 人,甲,\"TARGET(实际值,目标值,\"\"≤\"\")\",\nC,1,,3 人,完成,1,\n",
         "名称,值,单位\n甲,5,人\n"},
        {"一级指标,二级指标,三级指表,分值,公式,指标值,得分,得分率\n"
         "A,B,,3,指标值/0,5月6日,,\n,C,,3,,,4,\n,C,,x,人数,,,\n,,,1,,,,\nE,,,1,,,优,\n",
         "名称,值\n甲,乙\n乙,甲+戊\n乙,1\n满意度,1\n丙,\n丁,1/0\n"},
    };
    struct wj_known known = {.name = "满意度", .why = "no base"};
    mpq_init(known.value);
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_buf expected = {0};
        wj_memory_fail_at(0);
        enum wj_status right = fill(cases[i].sheet, cases[i].facts, &known, &expected);
        unsigned long requests = wj_memory_requests();
        for (unsigned long n = 1; n <= requests; n++) {
            struct wj_buf out = {0};
            wj_memory_fail_at(n);
            enum wj_status status = fill(cases[i].sheet, cases[i].facts, &known, &out);
            wj_memory_fail_at(0);
            if (status == WJ_OK) {
                assert_int_equal(right, WJ_OK);
                assert_string_equal(wj_buf_text(&out), wj_buf_text(&expected));
            }
            wj_buf_clear(&out);
        }
        wj_buf_clear(&expected);
    }
    mpq_clear(known.value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_filled_stays_byte_for_byte),
        cmocka_unit_test(a_formula_without_score_leaves_no_old_figure),
        cmocka_unit_test(a_filled_file_fills_to_itself),
        cmocka_unit_test(lost_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
