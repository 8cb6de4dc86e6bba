/* Formulas printed from their tree: the grouping stays, and spreadsheet programs read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../../src/formula/ast.h"
#include "../base/random.h"
#include "known.h"

static struct wj_formula *parse(const char *text)
{
    struct wj_diags diags = {0};
    struct wj_formula *formula = NULL;
    enum wj_status status =
        wj_formula_parse(&diags, NULL, wj_slice_of(text), &known_names, &formula);
    if (status != WJ_OK) {
        print_error("%s: %s\n", text, diags.count > 0 ? diags.list[0].message : "");
    }
    assert_int_equal(status, WJ_OK);
    wj_diags_clear(&diags);
    return formula;
}

static void add_cell(void *user, long name, struct wj_slice written, struct wj_buf *out)
{
    (void)user;
    (void)written;
    wj_buf_addf(out, "事实_%ld", name);
}

static void test_table(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        const char *people;      /* NULL: as it was written */
        const char *spreadsheet; /* NULL: likewise */
    } cases[] = {
        {"1+2*3", NULL, NULL},
        {"(1+2)*3", NULL, NULL},
        {"((1)+(2*3))", "1+2*3", "1+2*3"},
        {"1-(2-3)", NULL, NULL},
        {"1-2-3", NULL, NULL},
        {"1+(2+3)", NULL, NULL},
        {"12/(2*3)", NULL, NULL},
        {"12/2*3", NULL, NULL},
        {"-2^2", NULL, NULL},
        {"(-2)^2", "-2^2", "-2^2"},
        {"-(2^2)", NULL, NULL},
        {"2^-3", NULL, NULL},
        {"2^3^2", NULL, NULL},
        {"2^(3^2)", NULL, NULL},
        {"(2^3)^2", "2^3^2", "2^3^2"},
        {"50%%", NULL, NULL},
        {"(-50)%", NULL, NULL},
        {"-50%", NULL, NULL},
        {"(1+2)%", NULL, NULL},
        {"--+3", NULL, NULL},
        {"1--2", NULL, NULL},
        {"\"a\"&(1=2)", NULL, NULL},
        {"\"a\"&1+2", NULL, NULL},
        {"(\"a\"&1)+2", NULL, NULL},
        {"1<2=TRUE", NULL, NULL},
        {"1<(2=TRUE)", NULL, NULL},
        {"= １＋２％ ", "1+2%", "1+2%"},
        {"IF ( 1≥2 ; true() ; 3×4÷5 )", "IF(1>=2,TRUE,3*4/5)", "IF(1>=2,TRUE,3*4/5)"},
        {"ifs(1≠2,3,true,4)", "IFS(1<>2,3,TRUE,4)", "_xlfn.IFS(1<>2,3,TRUE,4)"},
        {"ROUND(2.50)+ROUND(1,2)", "ROUND(2.5)+ROUND(1,2)", "ROUND(2.5,0)+ROUND(1,2)"},
        {"ROUNDUP(1)+ROUNDDOWN(1)+TRUNC(1)", NULL, "ROUNDUP(1,0)+ROUNDDOWN(1,0)+TRUNC(1)"},
        {"[2022年人数]*分值", NULL, "事实_6*事实_1"},
        {"[分值]", "分值", "事实_1"},
        {"[TRUE]+[ཞི་]", NULL, "事实_11+事实_12"},
        {"target(x，10)", "TARGET(x,10)", "IF(事实_0>=10,1,MAX(0,事实_0/10))"},
        {"TARGET(x+1,上限)", NULL, "IF((事实_0+1)<=事实_14,1,MAX(0,事实_14/(事实_0+1)))"},
        {"TARGET(x,10,\"=\")", NULL, "IF(事实_0=10,1,MAX(0,IF(事实_0<10,事实_0/10,10/事实_0)))"},
        {"DEDUCT(分值,1-x,2)", NULL, "MAX(0,事实_1-(1-事实_0)*2)"},
        {"2*TIERS(x,15%,1,0,80%,0.5)", NULL, "2*IF(事实_0>=(15%),1,IF(事实_0>=0,(80%),0.5))"},
        {"GATE(x=1,TRUE)", NULL, "IF(AND((事实_0=1),TRUE),1,0)"},
        {"HAS(最需改进,\"A\")", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wj_formula *formula = parse(cases[i].formula);
        struct wj_buf out = {0};
        wj_formula_print(formula, &(struct wj_formula_style){0}, &out);
        const char *expected = cases[i].people != NULL ? cases[i].people : cases[i].formula;
        assert_string_equal(wj_buf_text(&out), expected);
        if (strncmp(cases[i].formula, "HAS", 3) != 0) {
            wj_buf_reset(&out);
            wj_formula_print(formula, &(struct wj_formula_style){NULL, add_cell, true}, &out);
            assert_string_equal(wj_buf_text(&out), cases[i].spreadsheet != NULL
                                                       ? cases[i].spreadsheet
                                                       : cases[i].formula);
        }
        wj_buf_clear(&out);
        wj_formula_free(formula);
    }
}

/* Every TARGET writes its arguments twice or more. */
static void test_expansions_end(void **state)
{
    (void)state;
    struct wj_buf text = {0};
    for (int i = 0; i < 100; i++) {
        wj_buf_add_text(&text, "TARGET(");
    }
    wj_buf_add_text(&text, "x");
    for (int i = 0; i < 100; i++) {
        wj_buf_add_text(&text, ",x)");
    }
    struct wj_formula *formula = parse(wj_buf_text(&text));
    struct wj_buf out = {0};
    wj_formula_print(formula, &(struct wj_formula_style){.spreadsheet = true}, &out);
    assert_true(out.len < 4 << 20);
    wj_buf_clear(&out);
    wj_buf_clear(&text);
    wj_formula_free(formula);
}

static void test_texts(void **state)
{
    (void)state;
    struct wj_formula *formula = parse("“a\"\"b””c”&\"““\"");
    struct wj_buf out = {0};
    wj_formula_print(formula, &(struct wj_formula_style){0}, &out);
    wj_buf_add_char(&out, '|');
    wj_formula_print(formula, &(struct wj_formula_style){.spreadsheet = true}, &out);
    assert_string_equal(wj_buf_text(&out), "\"a\"\"b””c\"&\"““\"|\"a\"\"b”c\"&\"“\"");
    wj_buf_clear(&out);
    wj_formula_free(formula);
}

/* ---- random formulas ---- */

static void add_random(struct wj_buf *out, int depth);

static void add_leaf(struct wj_buf *out)
{
    static const char *const leaves[] = {"2",      "0.5",    "[分值]", "满意度", "TRUE",  "\"A\"",
                                         "“1””2”", "[TRUE]", "3",      "空",     "07.50", "通知"};
    wj_buf_add_text(out, leaves[random_below(sizeof leaves / sizeof *leaves)]);
}

static void add_call(struct wj_buf *out, int depth)
{
    static const struct {
        const char *name;
        int arguments;
    } calls[] = {{"IF", 3},  {"if", 2},  {"IFS", 4},   {"AND", 3}, {"OR", 1},
                 {"NOT", 1}, {"SUM", 4}, {"ROUND", 2}, {"ABS", 1}, {"COUNT", 3}};
    size_t chosen = random_below(sizeof calls / sizeof *calls);
    wj_buf_add_text(out, calls[chosen].name);
    for (int i = 0; i < calls[chosen].arguments; i++) {
        wj_buf_add_text(out, i == 0 ? "(" : random_below(2) == 0 ? "," : "；");
        add_random(out, depth);
    }
    wj_buf_add_char(out, ')');
}

static void add_random(struct wj_buf *out, int depth)
{
    static const char *const signs[] = {"=", "<>", "<", "<=", ">", "≥", "&",
                                        "+", "-",  "*", "/",  "^", "－"};
    unsigned kind = depth == 0 ? 0 : random_below(9);
    bool group = random_below(2) == 0;
    wj_buf_add_text(out, group ? "(" : "");
    if (kind == 0) {
        add_leaf(out);
    } else if (kind == 1) {
        add_call(out, depth - 1);
    } else if (kind == 2) {
        wj_buf_add_text(out, random_below(3) == 0 ? "+" : "-");
        add_random(out, depth - 1);
    } else if (kind == 3) {
        add_random(out, depth - 1);
        wj_buf_add_text(out, "%");
    } else {
        add_random(out, depth - 1);
        wj_buf_add_text(out, signs[random_below(sizeof signs / sizeof *signs)]);
        add_random(out, depth - 1);
    }
    wj_buf_add_text(out, group ? ")" : "");
}

static void assert_same_tree(const struct wj_node *a, const struct wj_node *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->count, b->count);
    assert_true(wj_slice_equal(a->text, b->text));
    assert_int_equal(a->logical, b->logical);
    assert_int_equal(a->name, b->name);
    assert_int_equal(a->sign, b->sign);
    assert_ptr_equal(a->function, b->function);
    if (a->kind == WJ_NODE_NUMBER) {
        assert_true(mpq_equal(a->number, b->number));
    }
    const struct wj_node *other = b->first;
    for (const struct wj_node *child = a->first; child != NULL; child = child->next) {
        assert_same_tree(child, other);
        other = other->next;
    }
}

/* The value, or the reason why there is none but for its place, as text. */
static void add_value(struct wj_buf *out, const struct wj_formula *formula)
{
    struct asked asked = {0};
    const struct wj_values values = {&asked, known_get, known_has};
    struct wj_value value;
    struct wj_buf reason = {0};
    wj_value_init(&value);
    if (!wj_formula_evaluate(formula, &values, &value, &reason)) {
        wj_buf_add_text(out, "error");
    } else if (value.kind == WJ_VALUE_NUMBER) {
        wj_number_exact(out, value.number);
    } else if (value.kind == WJ_VALUE_LOGICAL) {
        wj_buf_add_text(out, value.logical ? "TRUE" : "FALSE");
    } else {
        wj_buf_add(out, wj_buf_slice(&value.text));
    }
    wj_value_clear(&value);
    wj_buf_clear(&reason);
}

static void test_random(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++) {
        struct wj_buf text = {0};
        struct wj_buf printed = {0};
        struct wj_buf values[2] = {{0}, {0}};
        add_random(&text, 5);
        struct wj_formula *formula = parse(wj_buf_text(&text));
        wj_formula_print(formula, &(struct wj_formula_style){0}, &printed);
        struct wj_formula *again = parse(wj_buf_text(&printed));
        assert_same_tree(formula->root, again->root);
        add_value(&values[0], formula);
        add_value(&values[1], again);
        assert_string_equal(wj_buf_text(&values[0]), wj_buf_text(&values[1]));
        wj_formula_free(formula);
        wj_formula_free(again);
        wj_buf_clear(&values[0]);
        wj_buf_clear(&values[1]);
        wj_buf_clear(&printed);
        wj_buf_clear(&text);
    }
}

static void test_long_sum(void **state)
{
    (void)state;
    struct wj_buf text = {0};
    struct wj_buf out = {0};
    wj_buf_add_char(&text, '1');
    for (int i = 0; i < 4000; i++) {
        wj_buf_add_text(&text, "+1");
    }
    struct wj_formula *formula = parse(wj_buf_text(&text));
    wj_formula_print(formula, &(struct wj_formula_style){0}, &out);
    assert_string_equal(wj_buf_text(&out), wj_buf_text(&text));
    wj_buf_clear(&out);
    wj_buf_clear(&text);
    wj_formula_free(formula);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),    cmocka_unit_test(test_expansions_end),
        cmocka_unit_test(test_texts),    cmocka_unit_test(test_random),
        cmocka_unit_test(test_long_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
