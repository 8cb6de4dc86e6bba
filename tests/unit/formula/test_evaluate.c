/* What formulas give. The values were worked by hand from docs and FORMATS, not by this program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "known.h"
#include "wjtab/base/memory.h"

/* What a formula gives, as text: a number exactly, a text in quotation marks, TRUE or FALSE, or !
 * and the reason why there is no value. */
static size_t evaluate(struct wj_slice text, struct wj_buf *out)
{
    struct wj_diags diags = {0};
    struct wj_formula *formula = NULL;
    struct wj_value value;
    struct wj_buf reason = {0};
    struct asked asked = {0};
    const struct wj_values values = {&asked, known_get, known_has};
    wj_value_init(&value);
    wj_buf_reset(out);
    if (wj_formula_parse(&diags, NULL, text, &known_names, &formula) != WJ_OK) {
        wj_buf_addf(out, "?%s", diags.count > 0 ? diags.list[0].message : "");
    } else if (!wj_formula_evaluate(formula, &values, &value, &reason)) {
        wj_buf_addf(out, "!%s", wj_buf_text(&reason));
    } else if (value.kind == WJ_VALUE_NUMBER) {
        wj_number_exact(out, value.number);
    } else if (value.kind == WJ_VALUE_TEXT) {
        wj_buf_addf(out, "\"%s\"", wj_buf_text(&value.text));
    } else {
        wj_buf_add_text(out, value.logical ? "TRUE" : "FALSE");
    }
    wj_formula_free(formula);
    wj_value_clear(&value);
    wj_buf_clear(&reason);
    wj_diags_clear(&diags);
    return asked.count;
}

struct pair {
    const char *formula;
    const char *result;
};

static void check(const struct pair *pairs, size_t count)
{
    size_t wrong = 0;
    struct wj_buf result = {0};
    for (size_t i = 0; i < count; i++) {
        evaluate(wj_slice_of(pairs[i].formula), &result);
        if (strcmp(wj_buf_text(&result), pairs[i].result) != 0) {
            print_error("%s\n  expected %s\n  but got  %s\n", pairs[i].formula, pairs[i].result,
                        wj_buf_text(&result));
            wrong++;
        }
    }
    wj_buf_clear(&result);
    assert_int_equal(wrong, 0);
}

#define CHECK(pairs) check(pairs, sizeof(pairs) / sizeof *(pairs))

static void arithmetic_is_exact(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"0.1+0.2=0.3", "TRUE"},
        {"0.1+0.2", "0.3"},
        {"1/3+1/3+1/3=1", "TRUE"},
        {"1/3", "1/3"},
        {"7-10", "-3"},
        {"2*3+4", "10"},
        {"2+3*4", "14"},
        {"(2+3)*4", "20"},
        {"8/4/2", "1"},
        {"10-4-3", "3"},
        {"98.57%", "0.9857"},
        {"5%%", "0.0005"},
        {"200*15%", "30"},
        {"-5%", "-0.05"},
        {"-2^2", "4"},
        {"0-2^2", "-4"},
        {"2^-1", "0.5"},
        {"2^3^2", "64"},
        {"2^10%", "!an exponent that is no integer from -1000 to 1000 at character 2"},
        {"(2/3)^-2", "2.25"},
        {"(-2)^3", "-8"},
        {"(-2)^-3", "-0.125"},
        {"5^0", "1"},
        {"0^5", "0"},
        {"+3", "3"},
        {"--3", "3"},
        {"TRUE+TRUE", "2"},
        {"-TRUE", "-1"},
        {"TRUE%", "0.01"},
        {"满意度*分值", "9"},
        {"[2022年人数]/2", "701"},
        {"二〇二二.a_１+[TRUE]", "10"},
        {"9999999999999999999999+1", "10000000000000000000000"},
        {"＝（１＋２）×３÷４", "2.25"},
    };
    CHECK(pairs);
}

static void what_has_no_value_says_why_and_where(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"1/0", "!division by zero at character 2"},
        {"分值*(1/(x-5))", "!division by zero at character 6"},
        {"0^0", "!0^0 has no value at character 2"},
        {"0^-1", "!division by zero at character 2"},
        {"2^0.5", "!an exponent that is no integer from -1000 to 1000 at character 2"},
        {"1^1001", "!an exponent that is no integer from -1000 to 1000 at character 2"},
        {"1^-1001", "!an exponent that is no integer from -1000 to 1000 at character 2"},
        {"1^1000", "1"},
        {"1^-1000", "1"},
        {"1+\"a\"", "!the text “a” where a number is needed at character 3"},
        {"\"a\"*2", "!the text “a” where a number is needed at character 1"},
        {"性别+1", "!the text “1” where a number is needed at character 1"},
        {"\"5\"%", "!the text “5” where a number is needed at character 1"},
        {"-\"5\"", "!the text “5” where a number is needed at character 2"},
        {"+\"5\"", "!the text “5” where a number is needed at character 2"},
        {"1+空", "!no answer (an empty text) where a number is needed at character 3"},
        {"2+(1&2)", "!the text “12” where a number is needed at character 5"},
        {"1+坏", "!a value that is missing at character 3"},
        {"坏+1/0", "!a value that is missing at character 1"},
        {"IF(\"a\",1,2)", "!the text “a” where a condition is needed at character 4"},
        {"IF(空,1,2)", "!no answer (an empty text) where a condition is needed at character 4"},
        {"NOT(\"TRUE\")", "!the text “TRUE” where a condition is needed at character 5"},
        {"IFS(0,1,FALSE,2)", "!no condition of IFS is true at character 1"},
        {"ROUND(1,101)", "!a number of places that is not from -100 to 100 at character 9"},
        {"ROUND(1,-101)", "!a number of places that is not from -100 to 100 at character 9"},
        {"TRUNC(1,\"2\")", "!the text “2” where a number is needed at character 9"},
        {"ABS(\"2\")", "!the text “2” where a number is needed at character 5"},
        {"INT(空)", "!no answer (an empty text) where a number is needed at character 5"},
        {"SUM(1,\"2\")", "!the text “2” where a number is needed at character 7"},
        {"MIN(空,1)", "!no answer (an empty text) where a number is needed at character 5"},
        {"MAX(1,空)", "!no answer (an empty text) where a number is needed at character 7"},
        {"AVERAGE(1,空)", "!no answer (an empty text) where a number is needed at character 11"},
        {"COUNT(1,1/0)", "!division by zero at character 10"},
        {"AND(FALSE,1/0)", "!division by zero at character 12"},
        {"OR(TRUE,1/0)", "!division by zero at character 10"},
        {"(1/0)&\"a\"", "!division by zero at character 3"},
        {"(1/0)=1", "!division by zero at character 3"},
    };
    CHECK(pairs);
}

static void numbers_compare_as_numbers(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"1=1.0", "TRUE"},         {"1<>1.0", "FALSE"},    {"1/3<0.3333333333333333334", "TRUE"},
        {"2<10", "TRUE"},          {"2<=2", "TRUE"},       {"2>=3", "FALSE"},
        {"3>2", "TRUE"},           {"TRUE=1", "TRUE"},     {"1=TRUE", "TRUE"},
        {"2>TRUE", "TRUE"},        {"TRUE<2", "TRUE"},     {"TRUE>2", "FALSE"},
        {"0.5>FALSE", "TRUE"},     {"TRUE>FALSE", "TRUE"}, {"TRUE=TRUE", "TRUE"},
        {"FALSE<FALSE", "FALSE"},  {"1<x<2", "TRUE"},      {"3<2<1", "TRUE"},
        {"1＜2", "TRUE"},          {"90%=0.9", "TRUE"},    {"满意度>=90%", "TRUE"},
        {"满意度＞90％", "FALSE"}, {"(1=1)+(2=2)", "2"},
    };
    CHECK(pairs);
}

static void a_text_that_reads_as_a_number_compares_with_numbers_as_one(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"性别=1", "TRUE"},
        {"1=性别", "TRUE"},
        {"性别<>1", "FALSE"},
        {"性别<2", "TRUE"},
        {"2>性别", "TRUE"},
        {"0>性别", "FALSE"},
        {"\" 1,234.5 \"=1234.5", "TRUE"},
        {"\"98.57%\"=0.9857", "TRUE"},
        {"\"1e3\"=1000", "TRUE"},
        {"\"　7\"=7", "TRUE"},
        {"\"12,34\"=1234", "FALSE"},
        /* two texts stay texts */
        {"性别=\"1.0\"", "FALSE"},
        {"\"10\"<\"9\"", "TRUE"},
        /* a text that is none: after every number */
        {"\"a\"=1", "FALSE"},
        {"\"a\"<>1", "TRUE"},
        {"\"a\">999999", "TRUE"},
        {"\"a\"<1", "FALSE"},
        {"1<\"a\"", "TRUE"},
        {"1>=\"a\"", "FALSE"},
        {"\" \"=0", "FALSE"},
        {"\" \">0", "TRUE"},
    };
    CHECK(pairs);
}

static void texts_compare_without_case(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"通知=\"a\"", "TRUE"},
        {"\"ÄÖ\"=\"äö\"", "TRUE"},
        {"\"Σσς\"=\"σςΣ\"", "TRUE"},
        {"\"a\"<\"B\"", "TRUE"},
        {"\"A\"<\"b\"", "TRUE"},
        {"\"ab\">\"A\"", "TRUE"},
        {"\"a\"<\"ab\"", "TRUE"},
        {"\"满意\"=“满意”", "TRUE"},
        {"\"满意\"<>\"不满意\"", "TRUE"},
        {"\"a \"=\"a\"", "FALSE"},
        {"\"（\"=\"(\"", "FALSE"},
        {"\"b\"<=\"B\"", "TRUE"},
        {"\"b\">=\"C\"", "FALSE"},
        /* texts before logical values, also those that look like one */
        {"\"TRUE\"=TRUE", "FALSE"},
        {"\"TRUE\"<>TRUE", "TRUE"},
        {"\"z\"<FALSE", "TRUE"},
        {"TRUE>\"z\"", "TRUE"},
        {"\"1\"=TRUE", "FALSE"},
        {"FALSE<=\"0\"", "FALSE"},
    };
    CHECK(pairs);
}

static void no_answer_compares_as_false_except_with_itself(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"空=\"\"", "TRUE"},   {"\"\"=空", "TRUE"},   {"空<>\"\"", "FALSE"}, {"空<=\"\"", "FALSE"},
        {"空>=\"\"", "FALSE"}, {"空<\"\"", "FALSE"},  {"空>\"\"", "FALSE"},  {"空=0", "FALSE"},
        {"空<>0", "TRUE"},     {"空<0", "FALSE"},     {"空<=0", "FALSE"},    {"空>0", "FALSE"},
        {"空>=0", "FALSE"},    {"0<空", "FALSE"},     {"0>=空", "FALSE"},    {"0<>空", "TRUE"},
        {"空=\"A\"", "FALSE"}, {"空<>\"A\"", "TRUE"}, {"空<\"A\"", "FALSE"}, {"\"A\">空", "FALSE"},
        {"空=FALSE", "FALSE"}, {"空<>FALSE", "TRUE"}, {"空<TRUE", "FALSE"},  {"TRUE>空", "FALSE"},
        {"未答=\"\"", "TRUE"}, {"NOT(空=1)", "TRUE"},
    };
    CHECK(pairs);
}

static void joining_puts_numbers_as_decimals(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"\"a\"&\"b\"", "\"ab\""},
        {"1&2", "\"12\""},
        {"1&2=12", "TRUE"},
        {"1+1&\"个\"", "\"2个\""},
        {"TRUE&FALSE", "\"TRUEFALSE\""},
        {"空&空", "\"\""},
        {"0&\"\"", "\"0\""},
        {"-0.50&\"\"", "\"-0.5\""},
        {"1200&\"\"", "\"1200\""},
        {"1/3&\"\"", "\"0.333333333333333\""},
        {"2/3&\"\"", "\"0.666666666666667\""},
        {"-2/3&\"\"", "\"-0.666666666666667\""},
        {"200/3&\"\"", "\"66.6666666666667\""},
        {"1/300&\"\"", "\"0.00333333333333333\""},
        {"123456789012345&\"\"", "\"123456789012345\""},
        {"1234567890123456&\"\"", "\"1234567890123460\""},
        {"0.123456789012345&\"\"", "\"0.123456789012345\""},
        {"0.1234567890123455&\"\"", "\"0.123456789012346\""},
        {"999999999999999.5&\"\"", "\"1000000000000000\""},
        {"99.99999999999999999&\"\"", "\"100\""},
        {"0.99999999999999999&\"\"", "\"1\""},
        {"0.09999999999999999999&\"\"", "\"0.1\""},
        {"1E20&\"\"", "\"100000000000000000000\""},
        {"1E-7&\"\"", "\"0.0000001\""},
        {"12.5%&\"\"", "\"0.125\""},
        {"10&\"\"", "\"10\""},
        {"9&\"\"", "\"9\""},
        {"0.1&\"\"", "\"0.1\""},
        {"1024/1000&\"\"", "\"1.024\""},
    };
    CHECK(pairs);
}

static void conditions_choose_and_combine(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"IF(TRUE,1,2)", "1"},
        {"IF(FALSE,1,2)", "2"},
        {"IF(0.5,1,2)", "1"},
        {"IF(-1,1,2)", "1"},
        {"IF(0,1,2)", "2"},
        {"IF(0,1)", "FALSE"},
        {"IF(1,\"a\")", "\"a\""},
        {"if(满意度≥90%，分值；满意度*分值)", "10"},
        {"IF(x>3,IF(x>4,\"大\",\"中\"),\"小\")", "\"大\""},
        {"IFS(x<3,1,x<6,2,TRUE,3)", "2"},
        {"IFS(TRUE,1)", "1"},
        {"AND(TRUE)", "TRUE"},
        {"AND(1,2,TRUE)", "TRUE"},
        {"AND(1,0)", "FALSE"},
        {"AND(0,1)", "FALSE"},
        {"OR(FALSE)", "FALSE"},
        {"OR(0,0,3)", "TRUE"},
        {"OR(1,0)", "TRUE"},
        {"NOT(0)", "TRUE"},
        {"NOT(2)", "FALSE"},
        {"NOT(TRUE)", "FALSE"},
        {"AND(通知=\"A\",性别=1)", "TRUE"},
        {"HAS(最需改进,\"D\")", "TRUE"},
        {"HAS(最需改进,\"B\")", "FALSE"},
        {"HAS(最需改进,通知)", "TRUE"},
        {"HAS(未答,\"A\")", "FALSE"},
        {"最需改进=\"a,d\"", "TRUE"},
    };
    CHECK(pairs);
}

static void functions_of_numbers(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"MIN(3,1,2)", "1"},
        {"MIN(3)", "3"},
        {"MIN(-0.5,FALSE)", "-0.5"},
        {"MAX(3,10,2)", "10"},
        {"MAX(0,TRUE)", "1"},
        {"MAX(-1,-2)", "-1"},
        {"SUM(1,2,3.5)", "6.5"},
        {"SUM(TRUE,x)", "6"},
        {"SUM(0.1,0.2,-0.3)", "0"},
        {"AVERAGE(1,2)", "1.5"},
        {"AVERAGE(1,1,2)", "4/3"},
        {"AVERAGE(TRUE)", "1"},
        {"COUNT(1,\"a\",TRUE,\"5\",\" 5% \",\"\",空,x)", "5"},
        {"COUNT(\"a\")", "0"},
        {"ABS(-2.5)", "2.5"},
        {"ABS(2)", "2"},
        {"ABS(-TRUE)", "1"},
        {"INT(2.9)", "2"},
        {"INT(-2.1)", "-3"},
        {"INT(-2)", "-2"},
        {"INT(TRUE)", "1"},
    };
    CHECK(pairs);
}

static void rounding_goes_as_in_spreadsheets(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"ROUND(2.5)", "3"},
        {"ROUND(2.5,0)", "3"},
        {"ROUND(-2.5,0)", "-3"},
        {"ROUND(-2.4,0)", "-2"},
        {"ROUND(2.675,2)", "2.68"},
        {"ROUND(1.005,2)", "1.01"},
        {"ROUND(-1.005,2)", "-1.01"},
        {"ROUND(-1.0049,2)", "-1"},
        {"ROUND(1250,-2)", "1300"},
        {"ROUND(-1250,-2)", "-1300"},
        {"ROUND(1249,-2)", "1200"},
        {"ROUND(49,-2)", "0"},
        {"ROUND(1.25,1.9)", "1.3"},
        {"ROUND(15,-1.9)", "20"},
        {"ROUND(1/3,4)", "0.3333"},
        {"ROUND(TRUE,1)", "1"},
        {"ROUND(0.5,TRUE)", "0.5"},
        {"ROUND(1/3,100)=1/3", "FALSE"},
        {"ROUND(5,-100)", "0"},
        {"ROUNDUP(2.1)", "3"},
        {"ROUNDUP(-2.1,0)", "-3"},
        {"ROUNDUP(2,0)", "2"},
        {"ROUNDUP(1.001,2)", "1.01"},
        {"ROUNDUP(1201,-2)", "1300"},
        {"ROUNDDOWN(2.9)", "2"},
        {"ROUNDDOWN(-2.9,0)", "-2"},
        {"ROUNDDOWN(-1.999,2)", "-1.99"},
        {"ROUNDDOWN(1299,-2)", "1200"},
        {"TRUNC(8.9)", "8"},
        {"TRUNC(-8.9)", "-8"},
        {"TRUNC(-8.999,2)", "-8.99"},
        {"TRUNC(1999,-3)", "1000"},
    };
    CHECK(pairs);
}

static void a_branch_not_taken_is_not_evaluated(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        const char *result;
        size_t asked;
    } cases[] = {
        {"IF(TRUE,1,坏)", "1", 0},          {"IF(FALSE,坏,1)", "1", 0},
        {"IF(FALSE,1/0)", "FALSE", 0},      {"IF(x=0,0,分值/x)", "2", 3},
        {"IFS(TRUE,1,坏,2)", "1", 0},       {"IFS(FALSE,坏,TRUE,1)", "1", 0},
        {"HAS(最需改进,\"A\")", "TRUE", 0}, {"OR(TRUE,x)", "TRUE", 1},
        {"AND(FALSE,x)", "FALSE", 1},
    };
    struct wj_buf result = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t asked = evaluate(wj_slice_of(cases[i].formula), &result);
        assert_string_equal(wj_buf_text(&result), cases[i].result);
        assert_int_equal(asked, cases[i].asked);
    }
    wj_buf_clear(&result);
}

static void numbers_and_texts_have_a_ceiling(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        /* 2^1000 to the 1000th has a million bits, and 2^20 are 1,048,576 */
        {"(2^1000)^1000>0", "TRUE"},
        {"(2^1000)^1000*2^1000*2^1000>0", "TRUE"},
        {"((2^1000)^1000)^2", "!the result is too large at character 16"},
        {"((1/2^1000)^1000)^2", "!the result is too large at character 18"},
        {"((2^1000)^1000)^-2", "!the result is too large at character 16"},
        {"(2^1000)^1000*(2^1000)^1000", "!the result is too large at character 14"},
        {"1/(2^1000)^1000/(2^1000)^1000", "!the result is too large at character 16"},
        {"((10^1000)^1000)^1000", "!the result is too large at character 11"},
        {"SUM((2^1000)^1000,1/(2^1000)^1000)", "!the result is too large at character 1"},
        /* 2^1048575 has 2^20 bits, 2^1048576 one more */
        {"(2^1000)^1000*(2^1000)^48*2^575>0", "TRUE"},
        {"(2^1000)^1000*(2^1000)^48*2^576>0", "!the result is too large at character 26"},
        {"1^1000^1000", "1"},
        {"(-1)^999", "-1"},
        /* each of these numbers has 300,001 digits */
        {"(10^1000)^300&(10^1000)^300&(10^1000)^300=1", "FALSE"},
        {"(10^1000)^300&(10^1000)^300&(10^1000)^300&(10^1000)^300",
         "!the result is too large at character 42"},
    };
    CHECK(pairs);
}

static void a_long_chain_needs_no_deep_stack(void **state)
{
    (void)state;
    struct wj_buf text = {0};
    struct wj_buf result = {0};
    wj_buf_add_text(&text, "1");
    for (size_t i = 0; i < 4095; i++) {
        wj_buf_add_text(&text, "+1");
    }
    evaluate(wj_buf_slice(&text), &result);
    assert_string_equal(wj_buf_text(&result), "4096");
    wj_buf_reset(&text);
    wj_buf_add_text(&text, "0");
    for (size_t i = 0; i < 8191; i++) {
        wj_buf_add_text(&text, "%");
    }
    evaluate(wj_buf_slice(&text), &result);
    assert_string_equal(wj_buf_text(&result), "0");
    wj_buf_clear(&text);
    wj_buf_clear(&result);
}

static void nesting_of_200_evaluates(void **state)
{
    (void)state;
    struct wj_buf text = {0};
    struct wj_buf result = {0};
    for (size_t i = 0; i < 200; i++) {
        wj_buf_add_text(&text, "1+IF(1,");
    }
    wj_buf_add_text(&text, "1");
    for (size_t i = 0; i < 200; i++) {
        wj_buf_add_text(&text, ",0)");
    }
    evaluate(wj_buf_slice(&text), &result);
    assert_string_equal(wj_buf_text(&result), "201");
    wj_buf_clear(&text);
    wj_buf_clear(&result);
}

static void a_formula_gives_the_same_again_in_a_used_value(void **state)
{
    (void)state;
    struct wj_diags diags = {0};
    struct wj_formula *formula = NULL;
    struct wj_value value;
    struct wj_buf reason = {0};
    struct asked asked = {0};
    const struct wj_values values = {&asked, known_get, known_has};
    wj_value_init(&value);
    struct wj_slice text = wj_slice_of("IF(x>3,\"a\"&x,x)");
    assert_int_equal(wj_formula_parse(&diags, NULL, text, &known_names, &formula), WJ_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_true(wj_formula_evaluate(formula, &values, &value, &reason));
        assert_int_equal(value.kind, WJ_VALUE_TEXT);
        assert_string_equal(wj_buf_text(&value.text), "a5");
    }
    wj_value_clear(&value);
    wj_formula_free(formula);
    wj_buf_clear(&reason);
    wj_diags_clear(&diags);
}

static void a_value_is_a_condition_unless_it_is_a_text(void **state)
{
    (void)state;
    struct wj_value value;
    bool condition = true;
    wj_value_init(&value);
    assert_true(wj_value_condition(&value, &condition));
    assert_false(condition);
    mpq_set_si(value.number, -1, 7);
    assert_true(wj_value_condition(&value, &condition));
    assert_true(condition);
    wj_value_set_logical(&value, false);
    assert_true(wj_value_condition(&value, &condition));
    assert_false(condition);
    wj_value_set_text(&value, wj_slice_of("1"));
    assert_false(wj_value_condition(&value, &condition));
    wj_value_clear(&value);
}

static void a_failing_request_for_memory_is_no_value(void **state)
{
    (void)state;
    struct wj_diags diags = {0};
    struct wj_formula *formula = NULL;
    struct wj_buf reason = {0};
    struct asked asked = {0};
    const struct wj_values values = {&asked, known_get, known_has};
    struct wj_slice text =
        wj_slice_of("IF(通知=\"a\",\"a long text of more than\"&1/3&最需改进,1)");
    assert_int_equal(wj_formula_parse(&diags, NULL, text, &known_names, &formula), WJ_OK);
    unsigned long n = 0;
    bool good = false;
    do {
        struct wj_value value;
        wj_value_init(&value);
        wj_memory_fail_at(++n);
        good = wj_formula_evaluate(formula, &values, &value, &reason);
        if (good) {
            assert_string_equal(wj_buf_text(&value.text),
                                "a long text of more than0.333333333333333A,D");
        }
        wj_value_clear(&value);
        wj_buf_clear(&reason);
    } while (!good);
    wj_memory_fail_at(0);
    assert_true(n > 4);
    wj_formula_free(formula);
    wj_diags_clear(&diags);
}

static void targets_are_reached_pro_rata_and_not_beyond(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"TARGET(7,10)", "0.7"},
        {"TARGET(1,3)", "1/3"},
        {"TARGET(74,70)", "1"},
        {"TARGET(70,70)", "1"},
        {"TARGET(-5%,15%)", "0"},
        {"TARGET(5,0)", "1"},
        {"TARGET(265.25,240)", "1"},
        {"TARGET(265.25,240,\"≤\")", "960/1061"},
        {"TARGET(265.25,240,\"<=\")", "960/1061"},
        {"TARGET(265.25,上限)", "960/1061"},
        {"TARGET(265.25,上限*1)", "1"},
        {"TARGET(265.25,上限,\"≥\")", "1"},
        {"TARGET(15,20,\"≤\")", "1"},
        {"TARGET(0,0,\"≤\")", "1"},
        {"TARGET(3,0,\"≤\")", "0"},
        {"TARGET(80%,100%,\"=\")", "0.8"},
        {"TARGET(125%,100%,\"=\")", "0.8"},
        {"TARGET(100%,100%,\"＝\")", "1"},
        {"分值*TARGET(x,8)", "6.25"},
        {"TARGET(-1,0)", "!division by zero at character 1"},
        {"TARGET(\"定性\",1)", "!the text “定性” where a number is needed at character 8"},
        {"TARGET(1,2,\"~\")",
         "?at character 12: TARGET takes \"≥\", \"≤\" or \"=\" third, in quotation marks"},
        {"TARGET(1,2,3)",
         "?at character 12: TARGET takes \"≥\", \"≤\" or \"=\" third, in quotation marks"},
    };
    CHECK(pairs);
}

static void points_are_deducted_down_to_0(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"DEDUCT(5,2,1.5)", "2"},
        {"DEDUCT(5,0,2)", "5"},
        {"DEDUCT(5,3,2)", "0"},
        {"DEDUCT(9,(100%-84.87%)/10%,1)", "7.487"},
        {"DEDUCT(5,1)", "?at character 1: arguments of DEDUCT: expected 3, found 2"},
    };
    CHECK(pairs);
}

static void tiers_give_the_value_of_the_first_threshold_that_is_reached(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"TIERS(31.29%,15%,100%,10%,90%,0,80%,50%)", "1"},
        {"TIERS(15%,15%,100%,10%,90%,0,80%,50%)", "1"},
        {"TIERS(14.999999999999999999%,15%,100%,10%,90%,0,80%,50%)", "0.9"},
        {"TIERS(10%,15%,100%,10%,90%,0,80%,50%)", "0.9"},
        {"TIERS(0,15%,100%,10%,90%,0,80%,50%)", "0.8"},
        {"TIERS(-0.1,15%,100%,10%,90%,0,80%,50%)", "0.5"},
        {"TIERS(5,1,2,3)", "2"},
        {"TIERS(0,1,1/0,3)", "3"},
        {"TIERS(0.1+0.2,0.3,1,0)", "1"},
        {"TIERS(50,60,1,80,2,0)",
         "!the thresholds of TIERS must fall from the first to the last: one that does not stands "
         "at character 15"},
        {"TIERS(5,1,2)", "?at character 1: arguments of TIERS: expected a number, 1 to 64 pairs of "
                         "a threshold and a value, and the value below them, found 3"},
        {"TIERS(5,1,2,3,4)",
         "?at character 1: arguments of TIERS: expected a number, 1 to 64 pairs "
         "of a threshold and a value, and the value below them, found 5"},
    };
    CHECK(pairs);
}

static void a_gate_is_open_where_everything_holds(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"GATE(TRUE)", "1"},
        {"GATE(x=5,满意度>=90%)", "1"},
        {"GATE(1,0,1)", "0"},
        {"GATE(x>5,TRUE)", "0"},
        {"分值*GATE(1,1,x)", "10"},
        {"GATE(\"符合\")", "!the text “符合” where a condition is needed at character 6"},
        {"GATE()", "?at character 1: arguments of GATE: expected at least 1, found 0"},
    };
    CHECK(pairs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_is_exact),
        cmocka_unit_test(what_has_no_value_says_why_and_where),
        cmocka_unit_test(numbers_compare_as_numbers),
        cmocka_unit_test(a_text_that_reads_as_a_number_compares_with_numbers_as_one),
        cmocka_unit_test(texts_compare_without_case),
        cmocka_unit_test(no_answer_compares_as_false_except_with_itself),
        cmocka_unit_test(joining_puts_numbers_as_decimals),
        cmocka_unit_test(conditions_choose_and_combine),
        cmocka_unit_test(functions_of_numbers),
        cmocka_unit_test(rounding_goes_as_in_spreadsheets),
        cmocka_unit_test(targets_are_reached_pro_rata_and_not_beyond),
        cmocka_unit_test(points_are_deducted_down_to_0),
        cmocka_unit_test(tiers_give_the_value_of_the_first_threshold_that_is_reached),
        cmocka_unit_test(a_gate_is_open_where_everything_holds),
        cmocka_unit_test(a_branch_not_taken_is_not_evaluated),
        cmocka_unit_test(numbers_and_texts_have_a_ceiling),
        cmocka_unit_test(a_long_chain_needs_no_deep_stack),
        cmocka_unit_test(nesting_of_200_evaluates),
        cmocka_unit_test(a_formula_gives_the_same_again_in_a_used_value),
        cmocka_unit_test(a_value_is_a_condition_unless_it_is_a_text),
        cmocka_unit_test(a_failing_request_for_memory_is_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
