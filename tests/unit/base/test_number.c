/* Exact numbers: reading, the one rounding, and texts. */
#include "support.h"

#include "wjtab/base/number.h"

static const enum wj_round_mode modes[] = {WJ_HALF_UP, WJ_HALF_EVEN, WJ_TRUNCATE, WJ_UP};

/* ---- reading ---- */

enum {
    PLAIN = 0,
    PERCENT = WJ_NUMBER_PERCENT,
    GROUPS = WJ_NUMBER_THOUSANDS,
    POWER = WJ_NUMBER_EXPONENT
};

/* The strings of numbers.csv (reference, csv-cases) and others. NULL: no number. */
static const struct {
    const char *text;
    unsigned allowed;
    const char *value; /* as GMP writes a fraction */
} readings[] = {
    {"0", PLAIN, "0"},
    {"-0", PLAIN, "0"},
    {"+0", PLAIN, "0"},
    {"007", PLAIN, "7"},
    {"1e5", PLAIN, NULL},
    {"1e5", POWER, "100000"},
    {"1E-3", POWER, "1/1000"},
    {"1E+3", POWER, "1000"},
    {"1.5e1", POWER, "15"},
    {"1e", POWER, NULL},
    {"1e+", POWER, NULL},
    {"e5", POWER, NULL},
    {"1e1.5", POWER, NULL},
    {"1e1000", POWER, NULL}, /* more than three digits */
    {"0x10", POWER, NULL},
    {"１", PLAIN, NULL}, /* cleaning comes first */
    {"1,000", PLAIN, NULL},
    {"1,000", GROUPS, "1000"},
    {"12,345,678", GROUPS, "12345678"},
    {"3,491.36", GROUPS, "87284/25"}, /* 349136/100, by 4 */
    {"-3,491.36", GROUPS, "-87284/25"},
    {"1,00", GROUPS, NULL},
    {"1,0000", GROUPS, NULL},
    {"1000,000", GROUPS, NULL},
    {",000", GROUPS, NULL},
    {"1,,000", GROUPS, NULL},
    {"1,000,", GROUPS, NULL},
    {"1,000,0", GROUPS, NULL},
    {"1.000,5", GROUPS, NULL},
    {"1 000", GROUPS, NULL},
    {"1_000", GROUPS, NULL},
    {"NaN", POWER, NULL},
    {"inf", POWER, NULL},
    {"-inf", POWER, NULL},
    {".5", PLAIN, "1/2"},
    {"5.", PLAIN, "5"},
    {".", PLAIN, NULL},
    {"-.", PLAIN, NULL},
    {"1.2.3", PLAIN, NULL},
    {"9223372036854775807", PLAIN, "9223372036854775807"},
    {"9223372036854775808", PLAIN, "9223372036854775808"},
    {"-9223372036854775809", PLAIN, "-9223372036854775809"},
    {"99999999999999999999", PLAIN, "99999999999999999999"},
    {"2.675", PLAIN, "107/40"}, /* 2675/1000, by 25: no binary fraction in between */
    {"0.1", PLAIN, "1/10"},
    {"", PLAIN, NULL},
    {"-", PLAIN, NULL},
    {"+", PLAIN, NULL},
    {"--1", PLAIN, NULL},
    {"1-", PLAIN, NULL},
    {" 1", PLAIN, NULL},
    {"1 ", PLAIN, NULL},
    {"٣", PLAIN, NULL},
    {"½", PLAIN, NULL},
    {"98.57%", PLAIN, NULL},
    {"98.57%", PERCENT, "9857/10000"},
    {"100%", PERCENT, "1"},
    {"%", PERCENT, NULL},
    {"5%%", PERCENT, NULL},
    {"5 %", PERCENT, NULL},
    {"5%1", PERCENT, NULL},
    {"1,000.5%", PERCENT | GROUPS, "2001/200"}, /* 1000.5/100 */
};

static bool parse(mpq_t value, const char *text, unsigned allowed)
{
    struct wj_slice copy = exact_copy(wj_slice_of(text));
    bool read = wj_number_parse(value, copy, allowed);
    free_copy(copy);
    return read;
}

static void texts_are_read_exactly_or_refused(void **state)
{
    size_t wrong = 0;
    mpq_t value;
    mpq_init(value);
    (void)state;
    for (size_t i = 0; i < COUNT(readings); i++) {
        mpq_set_ui(value, 77, 78); /* stays where nothing is read */
        bool read = parse(value, readings[i].text, readings[i].allowed);
        char *text = mpq_get_str(NULL, 10, value);
        const char *expected = readings[i].value != NULL ? readings[i].value : "77/78";
        assert_int_equal(read, readings[i].value != NULL);
        wrong += differs(readings[i].text, text, expected);
        free(text);
    }
    mpq_clear(value);
    assert_int_equal(wrong, 0);
}

static size_t digits_of(const mpz_t number)
{
    char *text = mpz_get_str(NULL, 10, number);
    size_t count = strlen(text);
    free(text);
    return count;
}

static void large_exponents_and_many_digits_are_exact(void **state)
{
    char digits[1003];
    mpq_t value;
    mpq_init(value);
    (void)state;
    assert_true(parse(value, "1e400", POWER));
    assert_int_equal(digits_of(mpq_numref(value)), 401);
    assert_true(parse(value, "1e-999", POWER));
    assert_int_equal(digits_of(mpq_denref(value)), 1000);
    assert_true(parse(value, "1e999", POWER));
    assert_false(parse(value, "12e999", POWER)); /* 1,001 digits, written out */
    assert_false(parse(value, "1.2e-999", POWER));
    memset(digits, '9', sizeof digits);
    digits[1000] = '\0';
    assert_true(parse(value, digits, PLAIN));
    assert_int_equal(digits_of(mpq_numref(value)), 1000);
    digits[1000] = '9';
    digits[1001] = '\0';
    assert_false(parse(value, digits, PLAIN));
    mpq_clear(value);
}

/* ---- rounding ---- */

/* value, places -> half-up, half-even, truncate, up */
static const struct {
    const char *value;
    int places;
    const char *rounded[4];
} roundings[] = {
    {"5/2", 0, {"3", "2", "2", "3"}},
    {"7/2", 0, {"4", "4", "3", "4"}},
    {"-5/2", 0, {"-3", "-2", "-2", "-3"}},
    {"-7/2", 0, {"-4", "-4", "-3", "-4"}},
    {"1/2", 0, {"1", "0", "0", "1"}},
    {"-1/2", 0, {"-1", "0", "0", "-1"}},
    {"49/100", 0, {"0", "0", "0", "1"}},
    {"51/100", 0, {"1", "1", "0", "1"}},
    {"107/40", 2, {"67/25", "67/25", "267/100", "67/25"}},      /* 2.675 -> 2.68, 2.67 */
    {"533/200", 2, {"267/100", "133/50", "133/50", "267/100"}}, /* 2.665 -> 2.67, 2.66 */
    {"3", 2, {"3", "3", "3", "3"}},
    {"0", 3, {"0", "0", "0", "0"}},
    {"1/3", 2, {"33/100", "33/100", "33/100", "17/50"}}, /* 0.33, 0.34 */
    {"-1/3", 2, {"-33/100", "-33/100", "-33/100", "-17/50"}},
    {"2/3", 2, {"67/100", "67/100", "33/50", "67/100"}},
    {"1/1000000", 2, {"0", "0", "0", "1/100"}},
    {"-1/1000000", 2, {"0", "0", "0", "-1/100"}},
    {"15", -1, {"20", "20", "10", "20"}},
    {"25", -1, {"30", "20", "20", "30"}},
    {"-25", -1, {"-30", "-20", "-20", "-30"}},
    {"1449", -2, {"1400", "1400", "1400", "1500"}},
    {"1450", -2, {"1500", "1400", "1400", "1500"}},
    {"1450001/1000", -2, {"1500", "1500", "1400", "1500"}}, /* just above the tie */
    {"49", -3, {"0", "0", "0", "1000"}},
    {"999/1000", 2, {"1", "1", "99/100", "1"}}, /* carries over the point */
    {"99999999999999999999/2",
     0,
     {"50000000000000000000", "50000000000000000000", "49999999999999999999",
      "50000000000000000000"}},
};

static void every_mode_rounds_every_way(void **state)
{
    size_t wrong = 0;
    mpq_t value;
    mpq_t expected;
    mpq_inits(value, expected, NULL);
    (void)state;
    for (size_t i = 0; i < COUNT(roundings); i++) {
        for (size_t j = 0; j < COUNT(modes); j++) {
            mpq_set_str(value, roundings[i].value, 10);
            mpq_canonicalize(value);
            mpq_set_str(expected, roundings[i].rounded[j], 10);
            mpq_canonicalize(expected);
            wj_number_round(value, value, roundings[i].places, modes[j]); /* in place */
            char *got = mpq_get_str(NULL, 10, value);
            char *wanted = mpq_get_str(NULL, 10, expected);
            wrong += differs(roundings[i].value, got, wanted);
            free(got);
            free(wanted);
        }
    }
    mpq_clears(value, expected, NULL);
    assert_int_equal(wrong, 0);
}

/* Lines of `num,den,places,half-up,half-even,truncate,up`; percent: num/den is a share. */
static size_t check_file(const char *path, bool percent)
{
    char *text = read_text(path);
    char *rest = NULL;
    size_t lines = 0;
    size_t wrong = 0;
    mpq_t value;
    struct wj_buf out = {0};
    mpq_init(value);
    assert_non_null(text);
    strtok_r(text, "\n", &rest); /* the header */
    for (char *line = strtok_r(NULL, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        unsigned long num;
        unsigned long den;
        unsigned places;
        char texts[4][32];
        assert_int_equal(sscanf(line, "%lu,%lu,%u,%31[^,],%31[^,],%31[^,],%31s", &num, &den,
                                &places, texts[0], texts[1], texts[2], texts[3]),
                         7);
        wj_number_ratio(value, num, den);
        for (size_t i = 0; i < COUNT(modes); i++) {
            struct wj_rounding rounding = {places, modes[i]};
            wj_buf_reset(&out);
            if (percent) {
                wj_number_percent(&out, value, rounding, false);
                out.len--; /* the sign */
            } else {
                wj_number_fixed(&out, value, rounding);
            }
            wrong += differs(line, wj_buf_text(&out), texts[i]);
        }
        lines++;
    }
    assert_int_equal(wrong, 0);
    mpq_clear(value);
    wj_buf_clear(&out);
    free(text);
    return lines;
}

/* All k/n for n = 8, 16, 32, 40, 80 (0 to 2 decimals) and 800 (2 decimals), where true ties
 * abound; written with Python's fractions. */
static void shares_round_as_pythons_fractions_do(void **state)
{
    (void)state;
    size_t lines = check_file(WJTAB_SOURCE_DIR "/tests/unit/base/ties.csv", true);
    assert_int_equal(lines, 3 * (9 + 17 + 33 + 41 + 81) + 801);
}

/* The roundings of oracle.json, computed with R 4.2.2. */
static void means_and_percentages_round_as_r_does(void **state)
{
    (void)state;
    size_t lines = check_file(WJTAB_SOURCE_DIR "/tests/unit/base/roundings.csv", false);
    assert_int_equal(lines, 76);
}

static void modes_have_names(void **state)
{
    static const char *const names[] = {"half-up", "half-even", "truncate", "up"};
    enum wj_round_mode mode = WJ_UP;
    (void)state;
    for (size_t i = 0; i < COUNT(modes); i++) {
        assert_string_equal(wj_round_mode_name(modes[i]), names[i]);
        assert_true(wj_round_mode_parse(wj_slice_of(names[i]), &mode));
        assert_int_equal(mode, modes[i]);
    }
    assert_false(wj_round_mode_parse(wj_slice_of("half_up"), &mode));
    assert_false(wj_round_mode_parse(wj_slice_of("Up"), &mode));
    assert_false(wj_round_mode_parse(wj_slice_of(""), &mode));
}

/* ---- texts ---- */

static const struct {
    const char *value;
    unsigned places;
    const char *fixed;
    const char *shortened;
    const char *percent; /* of the value as a share */
    const char *short_percent;
} texts[] = {
    {"0", 2, "0.00", "0", "0.00%", "0%"},
    {"0", 0, "0", "0", "0%", "0%"},
    {"15", 1, "15.0", "15", "1500.0%", "1500%"},
    {"17/2", 1, "8.5", "8.5", "850.0%", "850%"},
    {"100", 0, "100", "100", "10000%", "10000%"},
    {"1/20", 1, "0.1", "0.1", "5.0%", "5%"}, /* 0.05 half-up */
    {"1/100", 1, "0.0", "0", "1.0%", "1%"},
    {"-1/100", 1, "0.0", "0", "-1.0%", "-1%"}, /* no minus before zero */
    {"-1/20", 1, "-0.1", "-0.1", "-5.0%", "-5%"},
    {"-3/2", 2, "-1.50", "-1.5", "-150.00%", "-150%"},
    {"224/265", 2, "0.85", "0.85", "84.53%", "84.53%"}, /* 84.528… */
    {"3/4", 2, "0.75", "0.75", "75.00%", "75%"},
    {"139/150", 2, "0.93", "0.93", "92.67%", "92.67%"}, /* 92.666… */
    {"1", 2, "1.00", "1", "100.00%", "100%"},
    {"99999/100000", 2, "1.00", "1", "100.00%", "100%"},
    {"1/1024", 15, "0.000976562500000", "0.0009765625", "0.097656250000000%", "0.09765625%"},
    {"12345678901234567890123/10", 2, "1234567890123456789012.30", "1234567890123456789012.3",
     "123456789012345678901230.00%", "123456789012345678901230%"},
};

static void numbers_are_printed(void **state)
{
    size_t wrong = 0;
    struct wj_buf out = {0};
    mpq_t value;
    mpq_init(value);
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct wj_rounding rounding = {texts[i].places, WJ_HALF_UP};
        mpq_set_str(value, texts[i].value, 10);
        mpq_canonicalize(value);
        wj_buf_reset(&out);
        wj_number_fixed(&out, value, rounding);
        wrong += differs(texts[i].value, wj_buf_text(&out), texts[i].fixed);
        wj_buf_reset(&out);
        wj_number_short(&out, value, rounding);
        wrong += differs(texts[i].value, wj_buf_text(&out), texts[i].shortened);
        wj_buf_reset(&out);
        wj_number_percent(&out, value, rounding, false);
        wrong += differs(texts[i].value, wj_buf_text(&out), texts[i].percent);
        wj_buf_reset(&out);
        wj_number_percent(&out, value, rounding, true);
        wrong += differs(texts[i].value, wj_buf_text(&out), texts[i].short_percent);
    }
    mpq_clear(value);
    wj_buf_clear(&out);
    assert_int_equal(wrong, 0);
}

static const struct {
    const char *value;
    const char *exact;
} exacts[] = {
    {"0", "0"},
    {"100", "100"},
    {"-7", "-7"},
    {"1/2", "0.5"},
    {"-1/8", "-0.125"},
    {"1/3", "1/3"},
    {"-2/7", "-2/7"},
    {"87284/25", "3491.36"},
    {"1/1024", "0.0009765625"},
    {"1/6", "1/6"},
    {"1/100000000000000000000", "0.00000000000000000001"},
    {"99999999999999999999/7", "99999999999999999999/7"},
};

static void exact_texts_lose_nothing(void **state)
{
    size_t wrong = 0;
    struct wj_buf out = {0};
    mpq_t value;
    mpq_init(value);
    (void)state;
    for (size_t i = 0; i < COUNT(exacts); i++) {
        mpq_set_str(value, exacts[i].value, 10);
        mpq_canonicalize(value);
        wj_buf_reset(&out);
        wj_number_exact(&out, value);
        wrong += differs(exacts[i].value, wj_buf_text(&out), exacts[i].exact);
    }
    mpq_clear(value);
    wj_buf_clear(&out);
    assert_int_equal(wrong, 0);
}

static void printing_appends_and_remembers_failure(void **state)
{
    static const struct wj_rounding rounding = {1, WJ_HALF_UP};
    struct wj_buf out = {0};
    mpq_t value;
    mpq_init(value);
    (void)state;
    wj_buf_add_text(&out, "10");
    wj_number_short(&out, value, rounding);
    assert_string_equal(wj_buf_text(&out), "100"); /* takes no zeros off what stood before */
    wj_memory_fail_at(1);
    wj_number_short(&out, value, rounding);
    wj_memory_fail_at(0);
    assert_int_equal(wj_buf_status(&out), WJ_MEMORY);
    mpq_clear(value);
    wj_buf_clear(&out);
}

static void ratios_are_reduced(void **state)
{
    (void)state;
    mpq_t value;
    mpq_init(value);
    wj_number_ratio(value, 53, 53);
    assert_int_equal(mpq_cmp_ui(value, 1, 1), 0);
    wj_number_ratio(value, 0, 53);
    assert_int_equal(mpz_cmp_ui(mpq_denref(value), 1), 0);
    wj_number_ratio(value, UINT64_MAX, UINT64_MAX - 1);
    assert_int_equal(mpz_cmp_ui(mpq_numref(value), UINT64_MAX), 0);
    mpq_clear(value);
}

/* strtod rounds to the nearest, too: glibc's does so exactly. */
static void bits_are_those_of_the_nearest_number(void **state)
{
    static const char *const decimals[] = {"0",
                                           "1",
                                           "-1",
                                           "0.1",
                                           "-94.5",
                                           "0.000000001",
                                           "2.5",
                                           "1e300",
                                           "-1e-300",
                                           "1e23",
                                           "999999999999999",
                                           "9007199254740993",
                                           "1e15",
                                           "0.30000000000000004",
                                           "4503599627370497.5",
                                           "4503599627370498.5",
                                           "18014398509481990",
                                           "18014398509481985",
                                           "9007199254740991.5",
                                           "123456789.123456789"};
    mpq_t value;
    (void)state;
    mpq_init(value);
    for (size_t i = 0; i < sizeof decimals / sizeof *decimals; i++) {
        double expected = strtod(decimals[i], NULL);
        uint64_t bits;
        memcpy(&bits, &expected, sizeof bits);
        assert_true(wj_number_parse(value, wj_slice_of(decimals[i]), POWER));
        if (wj_number_bits(value) != bits) {
            fail_msg("%s: %llx, not %llx", decimals[i], (unsigned long long)wj_number_bits(value),
                     (unsigned long long)bits);
        }
    }
    mpq_clear(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_those_of_the_nearest_number),
        cmocka_unit_test(texts_are_read_exactly_or_refused),
        cmocka_unit_test(large_exponents_and_many_digits_are_exact),
        cmocka_unit_test(every_mode_rounds_every_way),
        cmocka_unit_test(shares_round_as_pythons_fractions_do),
        cmocka_unit_test(means_and_percentages_round_as_r_does),
        cmocka_unit_test(modes_have_names),
        cmocka_unit_test(numbers_are_printed),
        cmocka_unit_test(exact_texts_lose_nothing),
        cmocka_unit_test(printing_appends_and_remembers_failure),
        cmocka_unit_test(ratios_are_reduced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
