/* Numbers of a workbook as a person sees them. */
#include "support.h"

#include "xlsx_number.h"

static void numbers_are_the_shortest_decimals(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"0", "0"},
                                           {"5", "5"},
                                           {"-12.50", "-12.50"},
                                           {"0.10000000000000001", "0.1"},
                                           {"16.350000000000001", "16.35"},
                                           {"99.999999999999986", "100"},
                                           {"0.30000000000000004", "0.3"},
                                           {"0.1234567890123455", "0.123456789012346"},
                                           {"4.3499999999999996", "4.35"},
                                           {"1E+5", "100000"},
                                           {"1e5", "100000"},
                                           {"1.5E3", "1500"},
                                           {"1E-7", "0.0000001"},
                                           {"3.1010119900101126E17", "310101199001011000"},
                                           {"9.9999999999999999E22", "100000000000000000000000"},
                                           {"1234567890123456789", "1234567890123456789"},
                                           {"-0", "0"},
                                           {"-0.0", "0"},
                                           {".5", "0.5"},
                                           {"5.", "5"},
                                           {"+7", "7"},
                                           {"007", "7"},
                                           {"0.333333333333333", "0.333333333333333"},
                                           {"0.33333333333333331", "0.333333333333333"},
                                           {"2.2250738585072014E-3", "0.0022250738585072"},
                                           {"", NULL},
                                           {".", NULL},
                                           {"-", NULL},
                                           {"1E", NULL},
                                           {"1E+", NULL},
                                           {"1.2.3", NULL},
                                           {"NaN", NULL},
                                           {"INF", NULL},
                                           {"1E99999", NULL},
                                           {"0x10", NULL},
                                           {"1 2", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wj_buf got = {0};
        bool is_number = wj_xlsx_number(&got, wj_slice_of(cases[i][0]));
        assert_int_equal(is_number, cases[i][1] != NULL);
        if (is_number && strcmp(wj_buf_text(&got), cases[i][1]) != 0) {
            fail_msg("%s: %s, should be %s", cases[i][0], wj_buf_text(&got), cases[i][1]);
        }
        wj_buf_clear(&got);
    }
}

static void days_become_dates(void **state)
{
    (void)state;
    enum { D = WJ_XLSX_DATE, T = WJ_XLSX_TIME, E = WJ_XLSX_TIME | WJ_XLSX_ELAPSED };
    static const struct {
        const char *days;
        unsigned format;
        bool from_1904;
        const char *expect;
    } cases[] = {
        {"0", D, false, "1900/1/0"},
        {"1", D, false, "1900/1/1"},
        {"59", D, false, "1900/2/28"},
        {"60", D, false, "1900/2/29"},
        {"61", D, false, "1900/3/1"},
        {"25569", D, false, "1970/1/1"},
        {"36585", D, false, "2000/2/29"},
        {"45657", D, false, "2024/12/31"},
        {"2958465", D, false, "9999/12/31"},
        {"2958466", D, false, "2958466"},
        {"2958465.9999999", D, false, "2958465.9999999"},
        {"45187.999999", D | T, false, "2023/9/19 0:00:00"},
        {"45187.99999", D | T, false, "2023/9/18 23:59:59"},
        {"0.5", T, false, "12:00:00"},
        {"0.5", D, false, "12:00:00"},
        {"0", T, false, "0:00:00"},
        {"1.25", T, false, "1900/1/1 6:00:00"},
        {"1.25", E, false, "30:00:00"},
        {"0", D, true, "1904/1/1"},
        {"60", D, true, "1904/3/1"},
        {"0.5", D | T, true, "1904/1/1 12:00:00"},
        {"-3", D, false, "-3"},
        {"1E300", D, false, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wj_buf got = {0};
        assert_true(
            wj_xlsx_date(&got, wj_slice_of(cases[i].days), cases[i].format, cases[i].from_1904));
        if (cases[i].expect != NULL && strcmp(wj_buf_text(&got), cases[i].expect) != 0) {
            fail_msg("%s: %s, should be %s", cases[i].days, wj_buf_text(&got), cases[i].expect);
        }
        wj_buf_clear(&got);
    }
}

static void formats_of_dates_are_known_by_their_letters(void **state)
{
    (void)state;
    enum { D = WJ_XLSX_DATE, T = WJ_XLSX_TIME, E = WJ_XLSX_TIME | WJ_XLSX_ELAPSED };
    static const struct {
        const char *code;
        unsigned expect;
    } cases[] = {{"General", 0},
                 {"G/通用格式", 0},
                 {"0.00", 0},
                 {"#,##0.00_ ;[Red]\\-#,##0.00\\ ", 0},
                 {"0.00E+00", 0},
                 {"0\"days\"", 0},
                 {"[Red]0", 0},
                 {"\\d0", 0},
                 {"_d0", 0},
                 {"@", 0},
                 {"[$-804]0", 0},
                 {"[DBNum1][$-804]General", 0},
                 {"[>=100]0;0", 0},
                 {"0;yyyy", 0},
                 {"yyyy/m/d", D},
                 {"yyyy\"年\"m\"月\"d\"日\";@", D},
                 {"m/d", D},
                 {"mmm", D},
                 {"e/m/d", D},
                 {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", D},
                 {"h:mm:ss", T},
                 {"mm:ss", T},
                 {"上午/下午h\"时\"mm\"分\"", T},
                 {"h:mm AM/PM", T},
                 {"[$-409]h:mm", T},
                 {"yyyy/m/d h:mm", D | T},
                 {"[h]:mm:ss", E},
                 {"[mm]:ss", E},
                 {"[s]", E},
                 {"\"", 0},
                 {"[", 0},
                 {"\\", 0},
                 {"", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned got = wj_xlsx_format_of(wj_slice_of(cases[i].code));
        if (got != cases[i].expect) {
            fail_msg("%s: %u, should be %u", cases[i].code, got, cases[i].expect);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_the_shortest_decimals),
        cmocka_unit_test(days_become_dates),
        cmocka_unit_test(formats_of_dates_are_known_by_their_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
