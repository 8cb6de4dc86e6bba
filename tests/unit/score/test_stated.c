/* Published figures: reading them, and when one agrees with a computed value. */
#include "support.h"

#include "wjtab/base/memory.h"
#include "wjtab/score/stated.h"

static void a_figure_agrees_at_its_own_decimals(void **state)
{
    static const struct {
        const char *stated;
        uint64_t num;
        uint64_t den;
        enum wj_round_mode mode;
        bool readable;
        bool agrees;
    } cases[] = {
        {"85.13%", 1128, 1325, WJ_HALF_UP, true, true},
        {"85.1%", 1128, 1325, WJ_HALF_UP, true, true},
        {"85%", 1128, 1325, WJ_HALF_UP, true, true},
        {"85.14%", 1128, 1325, WJ_HALF_UP, true, false},
        {"85.132%", 1128, 1325, WJ_HALF_UP, true, true},
        {"0.8513", 1128, 1325, WJ_HALF_UP, true, true},
        {"85.13", 1128, 1325, WJ_HALF_UP, true, false},
        {"94.34%", 50, 53, WJ_HALF_UP, true, true},
        {"94.33%", 50, 53, WJ_TRUNCATE, true, true},
        {"94.34%", 50, 53, WJ_TRUNCATE, true, false},
        {"2.5", 245, 100, WJ_HALF_UP, true, true},
        {"2.4", 245, 100, WJ_HALF_EVEN, true, true},
        {"2.5", 241, 100, WJ_UP, true, true},
        {"15", 15, 1, WJ_HALF_UP, true, true},
        {"15.00", 15, 1, WJ_HALF_UP, true, true},
        {"12,683", 12683, 1, WJ_HALF_UP, true, true},
        {" 0% ", 0, 1, WJ_HALF_UP, true, true},
        {"良", 1, 1, WJ_HALF_UP, false, false},
        {"", 0, 1, WJ_HALF_UP, false, false},
        {"–", 0, 1, WJ_HALF_UP, false, false},
    };
    mpq_t value;
    mpq_init(value);
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool readable = !cases[i].readable;
        wj_number_ratio(value, cases[i].num, cases[i].den);
        bool agrees =
            wj_stated_agrees(wj_slice_of(cases[i].stated), value, cases[i].mode, &readable);
        if (agrees != cases[i].agrees || readable != cases[i].readable) {
            print_error("%s\n", cases[i].stated);
        }
        assert_int_equal(readable, cases[i].readable);
        assert_int_equal(agrees, cases[i].agrees);
    }
    mpq_set_si(value, -1, 8);
    bool readable;
    assert_true(wj_stated_agrees(wj_slice_of("-12.5%"), value, WJ_HALF_UP, &readable));
    mpq_clear(value);
}

static void figures_are_read_by_header(void **state)
{
    struct wj_diags diags = {0};
    struct wj_stated stated = {0};
    const char *path = file_with(
        'p', wj_slice_of("出处,值,范围,名称\n报告, ８５．１３％ ,指标,满意度\n,,,\n,良,等级,\n"));
    (void)state;
    assert_int_equal(wj_stated_read(&diags, path, &stated), WJ_OK);
    assert_int_equal(diags.count, 0);
    assert_int_equal(stated.count, 2);
    assert_string_equal(stated.list[0].scope, "指标");
    assert_string_equal(stated.list[0].name, "满意度");
    assert_string_equal(stated.list[0].value, "85.13%");
    assert_string_equal(stated.list[0].source, "报告");
    assert_int_equal(stated.list[0].line, 2);
    assert_string_equal(stated.list[1].name, "");
    assert_string_equal(stated.list[1].source, "");
    assert_int_equal(stated.list[1].line, 4);
    wj_stated_clear(&stated);
    wj_stated_clear(&stated);
    wj_diags_clear(&diags);
    unlink(path);
}

static void faults_have_kind_and_place(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"名称,出处\na,b\n", "error missing_column@p1:0\nerror missing_column@p1:0\n"},
        {"范围,值,值\n总分,1,\n", "error duplicate_column@p1:3\n"},
        {"范围,名称,值\n,a,1\n总分,,\n总分,,\"1,000\"\n总分,,1,000\n",
         "error incomplete_row@p2:1\nerror incomplete_row@p3:3\nerror row_shape@p5:4\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_diags diags = {0};
        struct wj_stated stated = {0};
        struct wj_buf out = {0};
        const char *path = file_with('p', wj_slice_of(cases[i].text));
        assert_int_equal(wj_stated_read(&diags, path, &stated), WJ_DEFINITION);
        show_diags(&out, &diags, false);
        assert_string_equal(wj_buf_text(&out), cases[i].expected);
        wj_buf_clear(&out);
        wj_stated_clear(&stated);
        wj_diags_clear(&diags);
        unlink(path);
    }
}

static void lost_memory_loses_no_figure(void **state)
{
    const char *path = file_with('p', wj_slice_of("范围,值,名\n总分,85.7％,\n等级,良,\n"));
    unsigned long requests = 1;
    (void)state;
    for (unsigned long n = 0; n <= requests; n++) {
        struct wj_diags diags = {0};
        struct wj_stated stated = {0};
        wj_memory_fail_at(n);
        enum wj_status status = wj_stated_read(&diags, path, &stated);
        requests = n == 0 ? wj_memory_requests() : requests;
        wj_memory_fail_at(0);
        if (n == 0 || status != WJ_MEMORY) {
            assert_int_equal(status, WJ_OK);
            assert_int_equal(stated.count, 2);
            assert_string_equal(stated.list[0].value, "85.7%");
            assert_string_equal(stated.list[1].scope, "等级");
        }
        wj_stated_clear(&stated);
        wj_diags_clear(&diags);
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_agrees_at_its_own_decimals),
        cmocka_unit_test(figures_are_read_by_header),
        cmocka_unit_test(faults_have_kind_and_place),
        cmocka_unit_test(lost_memory_loses_no_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
