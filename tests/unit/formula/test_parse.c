/* Formulas that parse: the tree they give. Formulas that don't: what is said, and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../../src/formula/ast.h"
#include "known.h"

static const struct wj_place place = {"survey.yaml", 12, 5};

static enum wj_status parse(struct wj_diags *diags, struct wj_slice text, bool with_has,
                            struct wj_formula **formula)
{
    struct wj_names names = known_names;
    if (!with_has) {
        names.can_have = NULL;
    }
    *formula = NULL;
    return wj_formula_parse(diags, &place, text, &names, formula);
}

/* Writes (kind@position child …). */
static void dump(const struct wj_node *node, struct wj_buf *out)
{
    static const char *const signs[] = {
        [WJ_EQUAL] = "=",    [WJ_UNEQUAL] = "<>",  [WJ_LESS] = "<",   [WJ_AT_MOST] = "<=",
        [WJ_MORE] = ">",     [WJ_AT_LEAST] = ">=", [WJ_JOIN] = "&",   [WJ_ADD] = "+",
        [WJ_SUBTRACT] = "-", [WJ_MULTIPLY] = "*",  [WJ_DIVIDE] = "/", [WJ_POWER] = "^",
    };
    wj_buf_add_char(out, '(');
    switch (node->kind) {
    case WJ_NODE_NUMBER:
        wj_number_exact(out, node->number);
        break;
    case WJ_NODE_TEXT:
        wj_buf_addf(out, "\"%.*s\"", WJ_SLICE_ARG(node->text));
        break;
    case WJ_NODE_LOGICAL:
        wj_buf_add_text(out, node->logical ? "TRUE" : "FALSE");
        break;
    case WJ_NODE_NAME:
        wj_buf_addf(out, "[%.*s]", WJ_SLICE_ARG(node->text));
        break;
    case WJ_NODE_UNARY:
    case WJ_NODE_BINARY:
        wj_buf_add_text(out, signs[node->sign]);
        break;
    case WJ_NODE_PERCENT:
        wj_buf_add_char(out, '%');
        break;
    case WJ_NODE_CALL:
        wj_buf_add_text(out, node->function->name);
        break;
    }
    wj_buf_addf(out, "@%zu", node->position);
    for (const struct wj_node *child = node->first; child != NULL; child = child->next) {
        assert_ptr_equal(child->parent, node);
        wj_buf_add_char(out, ' ');
        dump(child, out);
    }
    wj_buf_add_char(out, ')');
}

static const struct {
    const char *formula;
    const char *tree;
} trees[] = {
    /* literals */
    {"12", "(12@1)"},
    {"3.5", "(3.5@1)"},
    {".5", "(0.5@1)"},
    {"5.", "(5@1)"},
    {"1E5", "(100000@1)"},
    {"1e-3", "(0.001@1)"},
    {"2.5E+2", "(250@1)"},
    {"98.57%", "(%@6 (98.57@1))"},
    {"5%%", "(%@3 (%@2 (5@1)))"},
    {"\"a\"\"b\"", "(\"a\"b\"@1)"},
    {"\"\"", "(\"\"@1)"},
    {"\"\"\"\"", "(\"\"\"@1)"},
    {"“非常满意”", "(\"非常满意\"@1)"},
    {"“a\"", "(\"a\"@1)"},
    {"”a“", "(\"a\"@1)"},
    {"＂a＂", "(\"a\"@1)"},
    {"“a””b”", "(\"a”b\"@1)"},
    {"\"（１，２）％　\"", "(\"（１，２）％　\"@1)"},
    {"true", "(TRUE@1)"},
    {"False", "(FALSE@1)"},
    {"TRUE()", "(TRUE@1)"},
    /* the leading sign */
    {"=1", "(1@2)"},
    {"＝1", "(1@2)"},
    {" = 1 ", "(1@4)"},
    /* names */
    {"x", "([x]@1)"},
    {"满意度", "([满意度]@1)"},
    {"[2022年人数]", "([2022年人数]@1)"},
    {"［2022年人数］", "([2022年人数]@1)"},
    {"[TRUE]", "([TRUE]@1)"},
    {"二〇二二.a_１", "([二〇二二.a_１]@1)"},
    {"ཀི", "([ཀི]@1)"},
    {"[ཞི་]", "([ཞི་]@1)"},
    {"满意度>=x", "(>=@4 ([满意度]@1) ([x]@6))"},
    /* precedence, lowest first, and grouping to the left */
    {"1=2&3", "(=@2 (1@1) (&@4 (2@3) (3@5)))"},
    {"1&2+3", "(&@2 (1@1) (+@4 (2@3) (3@5)))"},
    {"1+2*3", "(+@2 (1@1) (*@4 (2@3) (3@5)))"},
    {"1*2^3", "(*@2 (1@1) (^@4 (2@3) (3@5)))"},
    {"2^3%", "(^@2 (2@1) (%@4 (3@3)))"},
    {"1*2+3", "(+@4 (*@2 (1@1) (2@3)) (3@5))"},
    {"1-2-3", "(-@4 (-@2 (1@1) (2@3)) (3@5))"},
    {"1-2+3", "(+@4 (-@2 (1@1) (2@3)) (3@5))"},
    {"8/4/2", "(/@4 (/@2 (8@1) (4@3)) (2@5))"},
    {"2^3^2", "(^@4 (^@2 (2@1) (3@3)) (2@5))"},
    {"1<x<2", "(<@4 (<@2 (1@1) ([x]@3)) (2@5))"},
    {"1=2<>3", "(<>@4 (=@2 (1@1) (2@3)) (3@6))"},
    {"-2^2", "(^@3 (-@1 (2@2)) (2@4))"},
    {"2^-1", "(^@2 (2@1) (-@3 (1@4)))"},
    {"-5%", "(-@1 (%@3 (5@2)))"},
    {"-+-1", "(-@1 (+@2 (-@3 (1@4))))"},
    {"1--1", "(-@2 (1@1) (-@3 (1@4)))"},
    {"(1+2)*3", "(*@6 (+@3 (1@2) (2@4)) (3@7))"},
    {"1-(2-3)", "(-@2 (1@1) (-@5 (2@4) (3@6)))"},
    /* calls */
    {"if(x;1,2)", "(IF@1 ([x]@4) (1@6) (2@8))"},
    {"Sum (1)", "(SUM@1 (1@6))"},
    {"ＩＦ(x,1)", "(IF@1 ([x]@4) (1@6))"},
    {"HAS(最需改进,\"A\"&\"\")", "(HAS@1 ([最需改进]@5) (&@13 (\"A\"@10) (\"\"@14)))"},
    /* every sign of an input method */
    {"（１）", "(1@2)"},
    {"0１２３４５６７８９", "(123456789@1)"},
    {"１．５", "(1.5@1)"},
    {"１Ｅ＋２", "(100@1)"},
    {"1＋2", "(+@2 (1@1) (2@3))"},
    {"1－2", "(-@2 (1@1) (2@3))"},
    {"－2", "(-@1 (2@2))"},
    {"1＊2", "(*@2 (1@1) (2@3))"},
    {"1×2", "(*@2 (1@1) (2@3))"},
    {"1／2", "(/@2 (1@1) (2@3))"},
    {"1÷2", "(/@2 (1@1) (2@3))"},
    {"1＾2", "(^@2 (1@1) (2@3))"},
    {"1＆2", "(&@2 (1@1) (2@3))"},
    {"1％", "(%@2 (1@1))"},
    {"1＝2", "(=@2 (1@1) (2@3))"},
    {"1＜2", "(<@2 (1@1) (2@3))"},
    {"1＞2", "(>@2 (1@1) (2@3))"},
    {"1≤2", "(<=@2 (1@1) (2@3))"},
    {"1≥2", "(>=@2 (1@1) (2@3))"},
    {"1≠2", "(<>@2 (1@1) (2@3))"},
    {"1＜＝2", "(<=@2 (1@1) (2@4))"},
    {"1>＝2", "(>=@2 (1@1) (2@4))"},
    {"1＜>2", "(<>@2 (1@1) (2@4))"},
    {"SUM（1，2；3）", "(SUM@1 (1@5) (2@7) (3@9))"},
    {"1　+\xC2\xA0\t\n2", "(+@3 (1@1) (2@7))"},
    {"\xEF\xBB\xBF=1", "(1@3)"},
};

static void every_formula_gives_its_tree(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        struct wj_diags diags = {0};
        struct wj_formula *formula;
        struct wj_buf tree = {0};
        enum wj_status status = parse(&diags, wj_slice_of(trees[i].formula), true, &formula);
        if (status == WJ_OK) {
            dump(formula->root, &tree);
            assert_true(wj_slice_is(wj_formula_text(formula), trees[i].formula));
        } else {
            wj_buf_add_text(&tree, diags.list[0].message);
        }
        if (strcmp(wj_buf_text(&tree), trees[i].tree) != 0) {
            print_error("%s\n  expected %s\n  but got  %s\n", trees[i].formula, trees[i].tree,
                        wj_buf_text(&tree));
            wrong++;
        }
        wj_formula_free(formula);
        wj_buf_clear(&tree);
        wj_diags_clear(&diags);
    }
    assert_int_equal(wrong, 0);
}

struct fault {
    const char *formula;
    const char *message; /* of the only error */
};

static void check_faults(const struct fault *faults, size_t count, bool with_has)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct wj_diags diags = {0};
        struct wj_formula *formula;
        enum wj_status status = parse(&diags, wj_slice_of(faults[i].formula), with_has, &formula);
        const char *message = diags.count > 0 ? diags.list[0].message : "nothing";
        if (status != WJ_DEFINITION || diags.count != 1 ||
            strcmp(message, faults[i].message) != 0) {
            print_error("%s\n  expected %s\n  but got  %s (%zu)\n", faults[i].formula,
                        faults[i].message, message, diags.count);
            wrong++;
        } else {
            assert_string_equal(diags.list[0].file, "survey.yaml");
            assert_int_equal(diags.list[0].line, 12);
            assert_int_equal(diags.list[0].column, 5);
        }
        wj_formula_free(formula);
        wj_diags_clear(&diags);
    }
    assert_int_equal(wrong, 0);
}

#define CHECK_FAULTS(faults, with_has)                                                             \
    check_faults(faults, sizeof(faults) / sizeof *(faults), with_has)

static const struct fault syntax_faults[] = {
    {"", "the formula is empty"},
    {" = ", "the formula is empty"},
    {"\xFF", "the formula is not valid UTF-8"},
    {"1+", "at character 3: the formula ends where a value is expected"},
    {"*2", "at character 1: a value is missing before “*”"},
    {"1+*2", "at character 3: a value is missing before “*”"},
    {"()", "at character 2: a value is missing before “)”"},
    {"%", "at character 1: a value is missing before “%”"},
    {"1 2", "at character 3: an operator is missing before “2”"},
    {"满意度 x", "at character 5: an operator is missing before “x”"},
    {"\"a\"\"b\"“c”", "at character 7: an operator is missing before ““c””"},
    {"[x](1)", "at character 4: an operator is missing before “(”"},
    {"(1)(2)", "at character 4: an operator is missing before “(”"},
    {"((1)", "at character 1: “(” is not closed"},
    {"IF(1,2", "at character 3: “(” is not closed"},
    {"TRUE(1)", "at character 6: an operator is missing before “1”"},
    {"1)", "at character 2: “)” has no “(” before it"},
    {"1,000", "at character 2: “,” separates the arguments of a function; numbers are written "
              "without it"},
    {"(1；2)", "at character 3: “；” separates the arguments of a function; numbers are written "
               "without it"},
    {"\"abc", "at character 1: the text that begins here is not closed by a quotation mark"},
    {"x=\"a\"\"", "at character 3: the text that begins here is not closed by a quotation mark"},
    {"[x", "at character 1: “[” is not closed by “]”"},
    {"［x]", "at character 1: “[” is not closed by “]”"},
    {"[]", "at character 1: there is no name between the brackets"},
    {"1+2022年人数",
     "at character 3: a name that begins with a digit stands in brackets: [2022年人数]"},
    {"1E", "at character 1: a name that begins with a digit stands in brackets: [1E]"},
    {"1.5.2", "at character 4: an operator is missing before “.2”"},
    {"1.5.", "at character 4: “.” can't stand in a formula"},
    {"1E1000", "at character 1: a number has at most 1000 digits and 3 digits of exponent"},
    {"x==1", "at character 2: “==” is written “=”"},
    {"x=>1", "at character 2: “=>” is written “>=”"},
    {"x＝＜1", "at character 2: “=<” is written “<=”"},
    {"x><1", "at character 2: “><” is written “<>”"},
    {"x!=1", "at character 2: “!=” is written “<>”"},
    {"x**2", "at character 2: “**” is written “^”"},
    {"x&&x", "at character 2: “&&” is written “AND(…, …)”"},
    {"x||x", "at character 2: “||” is written “OR(…, …)”"},
    {"SUM(x:x)", "at character 6: “:” can't stand in a formula; ranges of cells are not "
                 "possible: name each value"},
    {"SUM(B3：B4)", "at character 7: “：” can't stand in a formula; ranges of cells are not "
                    "possible: name each value"},
    {"$B$3", "at character 1: “$” can't stand in a formula; references to cells and sheets "
             "are not possible: use names"},
    {"x!x", "at character 2: “!” can't stand in a formula; references to cells and sheets "
            "are not possible: use names"},
    {"{1}", "at character 1: “{” can't stand in a formula; lists in braces are not possible"},
    {"x='a'", "at character 3: “'” can't stand in a formula; texts stand in \"…\""},
    {"MAX(1、2)", "at character 6: “、” can't stand in a formula; arguments are separated by a "
                  "comma"},
    {"【x】", "at character 1: “【” can't stand in a formula; names stand in [ ]"},
    {"x?", "at character 2: “?” can't stand in a formula"},
};

static void a_broken_formula_is_refused_at_its_character(void **state)
{
    (void)state;
    CHECK_FAULTS(syntax_faults, true);
}

static void an_error_of_a_spreadsheet_program_is_recognised(void **state)
{
    (void)state;
#define LEFT " is an error that a spreadsheet program left here: write the formula anew"
    static const struct fault faults[] = {
        {"#NAME?", "at character 1: “#NAME?”" LEFT},
        {"=#REF!*2", "at character 2: “#REF!”" LEFT},
        {"1+#DIV/0!", "at character 3: “#DIV/0!”" LEFT},
        {"#VALUE!", "at character 1: “#VALUE!”" LEFT},
        {"IF(x,#N/A)", "at character 6: “#N/A”" LEFT},
        {"#NUM!", "at character 1: “#NUM!”" LEFT},
        {"#NULL!", "at character 1: “#NULL!”" LEFT},
        {"#x", "at character 1: “#” can't stand in a formula"},
    };
#undef LEFT
    CHECK_FAULTS(faults, true);
}

static void an_unknown_name_is_reported_with_the_nearest(void **state)
{
    (void)state;
    static const struct fault faults[] = {
        {"1+满意率", "at character 3: unknown name “满意率” (did you mean “满意度”?)"},
        {"[2022年人]", "at character 1: unknown name “2022年人” (did you mean “2022年人数”?)"},
        {"qqqqqqqq", "at character 1: unknown name “qqqqqqqq”"},
        {"X", "at character 1: unknown name “X” (did you mean “x”?)"},
        {"B3*2", "at character 1: unknown name “B3”; references to cells are not possible: use "
                 "names"},
        {"ABC12", "at character 1: unknown name “ABC12”; references to cells are not possible: "
                  "use names"},
        {"ABCD12", "at character 1: unknown name “ABCD12”"},
        {"B3_", "at character 1: unknown name “B3_”"},
        {"[B3]", "at character 1: unknown name “B3”"},
        {"IFF(x,1)", "at character 1: unknown function “IFF” (did you mean “IF”?)"},
        {"avarage(x)", "at character 1: unknown function “avarage” (did you mean “AVERAGE”?)"},
        {"VLOOKUP(x)", "at character 1: unknown function “VLOOKUP”"},
        {"1+分值(1-x)", "at character 3: “分值” is a name, not a function: an operator is missing "
                        "before “(”"},
    };
    CHECK_FAULTS(faults, true);
}

static void arguments_are_counted(void **state)
{
    (void)state;
    static const struct fault faults[] = {
        {"IF(1)", "at character 1: arguments of IF: expected 2 or 3, found 1"},
        {"IF(1,2,3,4)", "at character 1: arguments of IF: expected 2 or 3, found 4"},
        {"IFS(1)", "at character 1: arguments of IFS: expected pairs of a condition and a value, "
                   "found 1"},
        {"IFS(1,2,3)", "at character 1: arguments of IFS: expected pairs of a condition and a "
                       "value, found 3"},
        {"IFS()", "at character 1: arguments of IFS: expected pairs of a condition and a value, "
                  "found 0"},
        {"AND()", "at character 1: arguments of AND: expected at least 1, found 0"},
        {"OR()", "at character 1: arguments of OR: expected at least 1, found 0"},
        {"1+NOT(1,2)", "at character 3: arguments of NOT: expected 1, found 2"},
        {"MIN()", "at character 1: arguments of MIN: expected at least 1, found 0"},
        {"MAX()", "at character 1: arguments of MAX: expected at least 1, found 0"},
        {"SUM()", "at character 1: arguments of SUM: expected at least 1, found 0"},
        {"AVERAGE()", "at character 1: arguments of AVERAGE: expected at least 1, found 0"},
        {"COUNT()", "at character 1: arguments of COUNT: expected at least 1, found 0"},
        {"ABS()", "at character 1: arguments of ABS: expected 1, found 0"},
        {"INT(1,2)", "at character 1: arguments of INT: expected 1, found 2"},
        {"ROUND(1,2,3)", "at character 1: arguments of ROUND: expected 1 or 2, found 3"},
        {"ROUNDUP()", "at character 1: arguments of ROUNDUP: expected 1 or 2, found 0"},
        {"ROUNDDOWN()", "at character 1: arguments of ROUNDDOWN: expected 1 or 2, found 0"},
        {"TRUNC(1,2,3)", "at character 1: arguments of TRUNC: expected 1 or 2, found 3"},
        {"IF(1,,2)", "at character 6: an argument is missing before “,”"},
        {"IF(,1)", "at character 4: an argument is missing before “,”"},
        {"SUM(1，)", "at character 7: an argument is missing before “)”"},
        {"SUM(1;；2)", "at character 7: an argument is missing before “；”"},
    };
    CHECK_FAULTS(faults, true);
}

static void has_wants_a_multiple_question(void **state)
{
    (void)state;
    static const struct fault faults[] = {
        {"HAS(最需改进)", "at character 1: arguments of HAS: expected 2, found 1"},
        {"HAS(最需改进,\"A\",\"B\")", "at character 1: arguments of HAS: expected 2, found 3"},
        {"HAS(通知,\"A\")", "at character 5: HAS takes a multiple question first; “通知” is none"},
        {"HAS(\"通知\",\"A\")", "at character 5: HAS takes the name of a question first"},
        {"HAS(最需改进,1)",
         "at character 10: HAS takes an option's code in quotation marks second"},
        {"HAS(最需,\"A\")", "at character 5: unknown name “最需” (did you mean “最需改进”?)"},
        {"HAZ(最需改进,\"A\")", "at character 1: unknown function “HAZ” (did you mean “HAS”?)"},
    };
    CHECK_FAULTS(faults, true);
    static const struct fault without[] = {
        {"HAS(最需改进,\"A\")",
         "at character 1: HAS asks a multiple question: there is none in this formula's reach"},
        {"HAZ(x)", "at character 1: unknown function “HAZ” (did you mean “MAX”?)"},
    };
    CHECK_FAULTS(without, false);
}

static void all_faults_of_meaning_are_reported_at_once_and_each_name_once(void **state)
{
    (void)state;
    static const char *const messages[] = {
        "at character 1: unknown name “甲甲甲”",
        "at character 5: unknown function “FOOOO”",
        "at character 11: unknown name “乙乙乙”",
        "at character 18: arguments of NOT: expected 1, found 0",
    };
    struct wj_diags diags = {0};
    struct wj_formula *formula;
    enum wj_status status =
        parse(&diags, wj_slice_of("甲甲甲+FOOOO(乙乙乙)+甲*NOT()+甲甲甲"), true, &formula);
    assert_int_equal(status, WJ_DEFINITION);
    assert_null(formula);
    assert_int_equal(diags.count, 5);
    assert_string_equal(diags.list[0].message, messages[0]);
    assert_string_equal(diags.list[0].kind, "unknown_name");
    assert_string_equal(diags.list[1].message, messages[1]);
    assert_string_equal(diags.list[1].kind, "unknown_function");
    assert_string_equal(diags.list[2].message, messages[2]);
    assert_string_equal(diags.list[3].message, "at character 16: unknown name “甲”");
    assert_string_equal(diags.list[4].message, messages[3]);
    assert_string_equal(diags.list[4].kind, "formula_arguments");
    wj_diags_clear(&diags);
}

static void names_are_listed_once_in_their_order(void **state)
{
    (void)state;
    struct wj_diags diags = {0};
    struct wj_formula *formula;
    struct wj_slice text = wj_slice_of("IF(HAS(最需改进,\"A\"),满意度+x,满意度)*x");
    assert_int_equal(parse(&diags, text, true, &formula), WJ_OK);
    assert_int_equal(wj_formula_name_count(formula), 3);
    assert_int_equal(wj_formula_name(formula, 0), known_find(NULL, wj_slice_of("最需改进")));
    assert_int_equal(wj_formula_name(formula, 1), known_find(NULL, wj_slice_of("满意度")));
    assert_int_equal(wj_formula_name(formula, 2), known_find(NULL, wj_slice_of("x")));
    wj_formula_free(formula);
    wj_diags_clear(&diags);
}

/* before × count, middle, after × count */
static void repeat(struct wj_buf *out, const char *before, const char *middle, const char *after,
                   size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_text(out, before);
    }
    wj_buf_add_text(out, middle);
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_text(out, after);
    }
}

static void nesting_has_a_ceiling_of_200(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        const char *after;
        const char *message;
    } cases[] = {
        {"(", ")", "at character 201: nested more than 200 deep"},
        {"-", "", "at character 201: nested more than 200 deep"},
        {"ABS(", ")", "at character 804: nested more than 200 deep"},
        {"1+(", ")", "at character 603: nested more than 200 deep"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t depth = 200; depth <= 201; depth++) {
            struct wj_diags diags = {0};
            struct wj_formula *formula;
            struct wj_buf text = {0};
            repeat(&text, cases[i].before, "1", cases[i].after, depth);
            enum wj_status status = parse(&diags, wj_buf_slice(&text), true, &formula);
            assert_int_equal(status, depth == 200 ? WJ_OK : WJ_DEFINITION);
            assert_int_equal(diags.count, depth == 200 ? 0 : 1);
            if (depth > 200) {
                assert_string_equal(diags.list[0].message, cases[i].message);
            }
            wj_formula_free(formula);
            wj_buf_clear(&text);
            wj_diags_clear(&diags);
        }
    }
}

static void a_formula_has_at_most_8192_characters(void **state)
{
    (void)state;
    struct wj_diags diags = {0};
    struct wj_formula *formula;
    struct wj_buf text = {0};
    repeat(&text, "", "\"", "满", 8190);
    wj_buf_add_text(&text, "\"");
    assert_int_equal(wj_utf8_count(wj_buf_slice(&text)), 8192);
    assert_int_equal(parse(&diags, wj_buf_slice(&text), true, &formula), WJ_OK);
    wj_formula_free(formula);
    wj_buf_add_text(&text, " ");
    assert_int_equal(parse(&diags, wj_buf_slice(&text), true, &formula), WJ_DEFINITION);
    assert_string_equal(diags.list[0].message,
                        "the formula has 8193 characters; at most 8192 are possible");
    wj_buf_clear(&text);
    wj_diags_clear(&diags);
}

static void a_number_has_at_most_1000_digits(void **state)
{
    (void)state;
    for (size_t digits = 1000; digits <= 1001; digits++) {
        struct wj_diags diags = {0};
        struct wj_formula *formula;
        struct wj_buf text = {0};
        repeat(&text, "", "", "7", digits);
        enum wj_status status = parse(&diags, wj_buf_slice(&text), true, &formula);
        assert_int_equal(status, digits == 1000 ? WJ_OK : WJ_DEFINITION);
        wj_formula_free(formula);
        wj_buf_clear(&text);
        wj_diags_clear(&diags);
    }
}

static void a_zero_byte_is_no_end(void **state)
{
    (void)state;
    struct wj_diags diags = {0};
    struct wj_formula *formula;
    assert_int_equal(parse(&diags, wj_slice("1\0+1", 4), true, &formula), WJ_DEFINITION);
    assert_int_equal(diags.count, 1);
    assert_ptr_equal(strstr(diags.list[0].message, "at character 2: "), diags.list[0].message);
    wj_diags_clear(&diags);
}

static void every_failing_request_for_memory_is_survived(void **state)
{
    (void)state;
    static const char *const texts[] = {"IF(HAS(最需改进,\"A\"),ROUND(x%,1)&“b”,-2^TRUE)",
                                        "甲甲+乙乙(1E9999)", "NOT(甲甲,丙(1))*1,5"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct wj_slice text = wj_slice_of(texts[i]);
        struct wj_diags diags = {0};
        struct wj_formula *formula;
        wj_memory_fail_at(0);
        enum wj_status expected = parse(&diags, text, true, &formula);
        unsigned long requests = wj_memory_requests();
        wj_formula_free(formula);
        wj_diags_clear(&diags);
        assert_true(requests > 0);
        for (unsigned long n = 1; n <= requests; n++) {
            wj_memory_fail_at(n);
            enum wj_status status = parse(&diags, text, true, &formula);
            assert_true(status == WJ_MEMORY || diags.failed || status == expected);
            wj_formula_free(formula);
            wj_diags_clear(&diags);
        }
        wj_memory_fail_at(0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_formula_gives_its_tree),
        cmocka_unit_test(a_broken_formula_is_refused_at_its_character),
        cmocka_unit_test(an_error_of_a_spreadsheet_program_is_recognised),
        cmocka_unit_test(an_unknown_name_is_reported_with_the_nearest),
        cmocka_unit_test(arguments_are_counted),
        cmocka_unit_test(has_wants_a_multiple_question),
        cmocka_unit_test(all_faults_of_meaning_are_reported_at_once_and_each_name_once),
        cmocka_unit_test(names_are_listed_once_in_their_order),
        cmocka_unit_test(nesting_has_a_ceiling_of_200),
        cmocka_unit_test(a_formula_has_at_most_8192_characters),
        cmocka_unit_test(a_number_has_at_most_1000_digits),
        cmocka_unit_test(a_zero_byte_is_no_end),
        cmocka_unit_test(every_failing_request_for_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
