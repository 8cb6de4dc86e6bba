/* Whatever values the names take within their ranges, the formula's value lies in its enclosure;
 * and the enclosure of a formula that names everything once is no larger than need be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "random_formula.h"
#include "wjtab/base/text.h"
#include "wjtab/formula/enclosure.h"

enum { FORMULAS = 6000, POINTS = 24 };

struct world {
    struct wj_span ranges[RANDOM_NAMES];
    struct random_point point;
    struct wj_values inside;
    struct wj_buf seen;
};

static void get_range(void *user, long name, struct wj_enclosure *enclosure)
{
    struct world *world = user;
    wj_enclosure_set_range(enclosure, &world->ranges[name]);
}

static void note(void *user, const struct wj_comparison_seen *seen)
{
    struct world *world = user;
    wj_buf_addf(&world->seen, "%zu%s%s", seen->position, seen->can_be_true ? "T" : "",
                seen->can_be_false ? "F" : "");
    if (seen->name >= 0) {
        wj_buf_addf(&world->seen, " %s:", random_names[seen->name]);
        wj_number_exact(&world->seen, seen->with);
    }
    wj_buf_add_char(&world->seen, ';');
}

static void world_init(struct world *world)
{
    *world = (struct world){0};
    for (size_t i = 0; i < RANDOM_NAMES; i++) {
        wj_span_init(&world->ranges[i]);
        mpq_init(world->point.at[i]);
    }
    world->inside = (struct wj_values){&world->point, random_get, NULL};
}

static void world_clear(struct world *world)
{
    for (size_t i = 0; i < RANDOM_NAMES; i++) {
        wj_span_clear(&world->ranges[i]);
        mpq_clear(world->point.at[i]);
    }
    wj_buf_clear(&world->seen);
}

static struct wj_formula *parse(struct wj_slice text)
{
    struct wj_diags diags = {0};
    struct wj_formula *formula = NULL;
    if (wj_formula_parse(&diags, NULL, text, &random_known, &formula) != WJ_OK) {
        wj_formula_free(formula);
        formula = NULL;
    }
    wj_diags_clear(&diags);
    return formula;
}

/* ---- how large: hand-worked ---- */

static void read_end(struct wj_bound *bound, struct wj_slice text, char open)
{
    assert_true(wj_number_parse(bound->at, text, 0));
    bound->infinite = 0;
    bound->open = open == '(' || open == ')';
}

/* "[0.5,1)" */
static void read_range(struct wj_span *range, const char *text)
{
    size_t len = strlen(text);
    size_t comma = strcspn(text, ",");
    read_end(&range->lower, wj_slice(text + 1, comma - 1), text[0]);
    read_end(&range->upper, wj_slice(text + comma + 1, len - comma - 2), text[len - 1]);
}

static void show_end(struct wj_buf *out, const struct wj_bound *bound)
{
    if (bound->infinite != 0) {
        wj_buf_add_text(out, bound->infinite < 0 ? "-inf" : "inf");
    } else {
        wj_number_exact(out, bound->at);
    }
}

static void show(struct wj_buf *out, const struct wj_enclosure *enclosure)
{
    const struct wj_span *range = &enclosure->range;
    wj_buf_reset(out);
    if (enclosure->number && wj_span_is_point(range)) {
        show_end(out, &range->lower);
    } else if (enclosure->number) {
        wj_buf_add_char(out, range->lower.open ? '(' : '[');
        show_end(out, &range->lower);
        wj_buf_add_char(out, ',');
        show_end(out, &range->upper);
        wj_buf_add_char(out, range->upper.open ? ')' : ']');
    }
    wj_buf_add_text(out, enclosure->is_true ? "T" : "");
    wj_buf_add_text(out, enclosure->is_false ? "F" : "");
    if (enclosure->text) {
        wj_buf_add_char(out, '"');
        wj_buf_add(out, enclosure->any_text ? wj_slice_of("*") : wj_buf_slice(&enclosure->words));
    }
    wj_buf_add_text(out, enclosure->fails ? "!" : "");
}

static const struct {
    const char *formula;
    const char *x;
    const char *y;
    const char *expected;
} sizes[] = {
    {"x", "[0.8,0.9)", "[0,0]", "[0.8,0.9)"},
    {"x+y", "[1,2)", "[10,20]", "[11,22)"},
    {"x-y", "[1,2)", "[10,20]", "[-19,-8)"},
    {"x-x", "[1,2)", "[0,0]", "(-1,1)"},
    {"x*y", "[-1,2)", "[-3,5]", "(-6,10)"},
    {"x*y", "[-1,2]", "(-3,5)", "(-6,10)"},
    {"x*y", "[0,2]", "(3,5)", "[0,10)"},
    {"x*y", "(0,2]", "(3,5)", "(0,10)"},
    {"-x", "[1,2)", "[0,0]", "(-2,-1]"},
    {"x%", "[1,2)", "[0,0]", "[0.01,0.02)"},
    {"x/y", "[1,2)", "[2,4]", "[0.25,1)"},
    {"x/y", "[1,2)", "[-4,-2]", "(-1,-0.25]"},
    {"x/y", "[1,2)", "[0,4]", "[0.25,inf)!"},
    {"x/y", "[1,2)", "(0,4]", "[0.25,inf)"},
    {"x/y", "[1,2]", "[-4,0)", "(-inf,-0.25]"},
    {"x/y", "[1,2]", "[-1,1]", "(-inf,inf)!"},
    {"x/y", "[1,2]", "[0,0]", "!"},
    {"MIN(10,x/y)", "[1,2]", "(0,4]", "[0.25,10]"},
    {"0*(x/y)", "[1,2]", "(0,4]", "0"},
    {"x^2", "[-1,2)", "[0,0]", "[0,4)"},
    {"x^2", "(-3,2]", "[0,0]", "[0,9)"},
    {"x^3", "[-1,2)", "[0,0]", "[-1,8)"},
    {"x^-1", "[1,2)", "[0,0]", "(0.5,1]"},
    {"x^-2", "[-2,-1)", "[0,0]", "[0.25,1)"},
    {"x^0", "[1,2)", "[0,0]", "1"},
    {"x^0", "[0,2)", "[0,0]", "1!"},
    {"x^y", "[1,2)", "[1,2]", "(-inf,inf)!"},
    {"x^0.5", "[1,2)", "[0,0]", "!"},
    {"MIN(x,y)", "[1,3]", "[2,3)", "[1,3)"},
    {"MAX(x,y)", "[1,3]", "(1,2)", "(1,3]"},
    {"MAX(x,y)", "[1,3]", "[1,4)", "[1,4)"},
    {"SUM(x,y,1)", "[1,3]", "[1,4)", "[3,8)"},
    {"AVERAGE(x,y)", "[1,3]", "[1,4)", "[1,3.5)"},
    {"COUNT(x,y,\"A\",\"5\")", "[1,3]", "[1,4)", "3"},
    {"ABS(x)", "[-3,1)", "[0,0]", "[0,3]"},
    {"ABS(x)", "(-3,3]", "[0,0]", "[0,3]"},
    {"ABS(x)", "(-3,-1]", "[0,0]", "[1,3)"},
    {"INT(x)", "[-0.5,2)", "[0,0]", "[-1,1]"},
    {"INT(x)", "(-1,2]", "[0,0]", "[-1,2]"},
    {"INT(x)", "(1,2)", "[0,0]", "1"},
    {"ROUND(x,1)", "(0.85,0.95)", "[0,0]", "0.9"},
    {"ROUND(x,1)", "[0.85,0.95]", "[0,0]", "[0.9,1]"},
    {"ROUND(x,1)", "(-0.95,-0.85)", "[0,0]", "-0.9"},
    {"ROUND(x,-1)", "[15,25)", "[0,0]", "20"},
    {"TRUNC(x,1)", "[8.9,9.0)", "[0,0]", "8.9"},
    {"TRUNC(x,1)", "(-9.0,-8.9]", "[0,0]", "-8.9"},
    {"ROUNDUP(x,1)", "(8.9,9.0]", "[0,0]", "9"},
    {"ROUNDUP(x,1)", "[8.9,9.0]", "[0,0]", "[8.9,9]"},
    {"ROUNDUP(x,1)", "(-0.1,0)", "[0,0]", "-0.1"},
    {"ROUND(x,y)", "[1,2]", "[1.2,1.9]", "[1,2]"},
    {"ROUND(x,y)", "[1,2]", "[1,2]", "(-inf,inf)!"},
    {"ROUND(x,101)", "[1,2]", "[1,2]", "!"},
    {"x>=0.9", "[0.8,0.9]", "[0,0]", "TF"},
    {"x>=0.9", "[0.8,0.9)", "[0,0]", "F"},
    {"x>=0.9", "[0.9,1]", "[0,0]", "T"},
    {"x>0.9", "[0.9,1]", "[0,0]", "TF"},
    {"x>0.9", "(0.9,1]", "[0,0]", "T"},
    {"x=0.9", "(0.9,1]", "[0,0]", "F"},
    {"x<>0.9", "[0.9,1]", "[0,0]", "TF"},
    {"x=\"0.9\"", "[0.9,0.9]", "[0,0]", "T"},
    {"x<\"A\"", "[0.8,0.9]", "[0,0]", "T"},
    {"\"A\">x", "[0.8,0.9]", "[0,0]", "T"},
    {"x=\"\"", "[0.8,0.9]", "[0,0]", "F"},
    {"x<>\"\"", "[0.8,0.9]", "[0,0]", "T"},
    {"IF(x>=0.9,10,x*10)", "[0.8,0.95]", "[0,0]", "[8,10]"},
    {"IF(x>=0.9,10,\"A\")", "[0.8,0.95]", "[0,0]", "10\"A"},
    {"IF(x>=0.9,10)", "[0.8,0.95]", "[0,0]", "10F"},
    {"IF(x,1,2)", "[0,1]", "[0,0]", "[1,2]"},
    {"IF(x,1,2)", "(0,1]", "[0,0]", "1"},
    {"IF(\"A\",1,2)", "(0,1]", "[0,0]", "!"},
    {"IFS(x>=0.9,10,x>=0.8,8)", "[0.85,0.95]", "[0,0]", "[8,10]"},
    {"IFS(x>=0.9,10,x>=0.8,8)", "[0.75,0.95]", "[0,0]", "[8,10]!"},
    {"AND(x>0,y>0)", "[-1,1]", "[1,2]", "TF"},
    {"AND(x>0,y>0)", "[-1,1]", "[-2,-1]", "F"},
    {"OR(x>0,y>0)", "[-1,1]", "[1,2]", "T"},
    {"NOT(x>0)", "[1,2]", "[1,2]", "F"},
    {"TARGET(x,0.9)", "[0.45,0.9)", "[0,0]", "[0.5,1)"},
    {"TARGET(x,0.9)", "[0.45,2]", "[0,0]", "[0.5,1]"},
    {"TARGET(x,0.9)", "[0.9,2]", "[0,0]", "1"},
    {"TARGET(x,0.9)", "[-2,-1]", "[0,0]", "0"},
    {"TARGET(x,0)", "[-2,-1]", "[0,0]", "!"},
    {"TARGET(x,0)", "[-2,1]", "[0,0]", "1!"},
    {"TARGET(x,1,\"≤\")", "[0.5,2)", "[0,0]", "(0.5,1]"},
    {"TARGET(x,1,\"=\")", "[0.5,1)", "[0,0]", "[0.5,1)"},
    {"TARGET(x,1,\"=\")", "(1,2]", "[0,0]", "[0.5,1)"},
    {"DEDUCT(10,x,2)", "[1,3)", "[0,0]", "(4,8]"},
    {"DEDUCT(10,x,2)", "[3,6]", "[0,0]", "[0,4]"},
    {"TIERS(x,15%,10,10%,9,0,8,5)", "[0.1,0.15)", "[0,0]", "9"},
    {"TIERS(x,15%,10,10%,9,0,8,5)", "[0.05,0.12]", "[0,0]", "[8,9]"},
    {"TIERS(x,15%,10,10%,9,0,8,5)", "[-1,1]", "[0,0]", "[5,10]"},
    {"TIERS(1,x,10,1,9,0)", "[1,2]", "[0,0]", "[9,10]!"},
    {"TIERS(1,x,10,1,9,0)", "[0,1]", "[0,0]", "!"},
    {"GATE(x>=1,y)", "[1,2]", "[1,2]", "1"},
    {"GATE(x>1,y)", "[1,2]", "[1,2]", "[0,1]"},
    {"TRUE+x", "[1,2]", "[1,2]", "[2,3]"},
    {"\"A\"+x", "[1,2]", "[1,2]", "!"},
    {"\"A\"&TRUE", "[1,2]", "[1,2]", "\"ATRUE"},
    {"\"A\"&x", "[1,2]", "[1,2]", "\"*!"},
};

static void the_enclosures_are_those_worked_by_hand(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct world world;
        struct wj_enclosure enclosure;
        struct wj_buf shown = {0};
        world_init(&world);
        wj_enclosure_init(&enclosure);
        read_range(&world.ranges[0], sizes[i].x);
        read_range(&world.ranges[1], sizes[i].y);
        struct wj_formula *formula = parse(wj_slice_of(sizes[i].formula));
        struct wj_ranges ranges = {&world, get_range, &world.inside, NULL};
        assert_non_null(formula);
        assert_true(wj_formula_enclose(formula, &ranges, &enclosure) > 0);
        show(&shown, &enclosure);
        if (strcmp(wj_buf_text(&shown), sizes[i].expected) != 0) {
            print_error("%s, x %s, y %s: %s, not %s\n", sizes[i].formula, sizes[i].x, sizes[i].y,
                        wj_buf_text(&shown), sizes[i].expected);
            wrong++;
        }
        wj_formula_free(formula);
        wj_buf_clear(&shown);
        wj_enclosure_clear(&enclosure);
        world_clear(&world);
    }
    assert_int_equal(wrong, 0);
}

static void comparisons_are_told(void **state)
{
    (void)state;
    struct world world;
    struct wj_enclosure enclosure;
    world_init(&world);
    wj_enclosure_init(&enclosure);
    read_range(&world.ranges[0], "[0.8,0.95]");
    read_range(&world.ranges[1], "[0.5,0.6]");
    struct wj_formula *formula =
        parse(wj_slice_of("IF(AND(x>=90%,0.55<y,y>0),1,IF(x+0>=y*1,2,IF(x>y,3,0)))"
                          "+TARGET(x,0.9)+TIERS(x,1,1,0.85,1,0.9,3,2)"));
    struct wj_ranges ranges = {&world, get_range, &world.inside, note};
    assert_non_null(formula);
    wj_formula_enclose(formula, &ranges, &enclosure);
    assert_string_equal(
        wj_buf_text(&world.seen),
        "9TF x:0.9;19TF y:0.55;23T y:0;35T;57TF x:0.9;79F x:1;83TF x:0.85;90TF x:0.9;");
    wj_formula_free(formula);
    wj_enclosure_clear(&enclosure);
    world_clear(&world);
}

/* ---- never too small: against points ---- */

static void pick_number(struct chance *chance, mpq_t number)
{
    static const unsigned denominators[] = {1, 2, 3, 7, 10, 100, 1000, 8};
    unsigned denominator = denominators[pick(chance, 8)];
    mpq_set_si(number,
               (long)pick(chance, 3 * denominator + 1) -
                   (pick(chance, 4) == 0 ? (long)denominator : 0),
               denominator);
    mpq_canonicalize(number);
}

static void pick_range(struct chance *chance, struct wj_span *range)
{
    mpq_t ends[2];
    mpq_inits(ends[0], ends[1], NULL);
    pick_number(chance, ends[0]);
    pick_number(chance, ends[1]);
    int order = mpq_cmp(ends[0], ends[1]);
    if (order == 0 || pick(chance, 8) == 0) {
        wj_span_set_point(range, ends[0]);
    } else {
        wj_span_set_ends(range, ends[order > 0], ends[order < 0], false);
        range->lower.open = pick(chance, 2) == 0;
        range->upper.open = pick(chance, 2) == 0;
    }
    mpq_clears(ends[0], ends[1], NULL);
}

/* A number of the range: an end, one near an end, or a decimal within. */
static void pick_inside(struct chance *chance, const struct wj_span *range, mpq_t number)
{
    static const unsigned parts[] = {2, 3, 10, 100, 1000000};
    do {
        unsigned part = parts[pick(chance, 5)];
        mpq_t width;
        mpq_init(width);
        mpq_sub(width, range->upper.at, range->lower.at);
        mpq_set_ui(number, pick(chance, 2) == 0 ? pick(chance, part + 1) : pick(chance, 2) * part,
                   part);
        mpq_canonicalize(number);
        mpq_mul(number, number, width);
        mpq_add(number, number, range->lower.at);
        if (pick(chance, 3) == 0) {
            wj_number_round(number, number, 1, WJ_HALF_UP);
        }
        mpq_clear(width);
    } while (!wj_span_contains(range, number));
}

static bool is_about_size(struct wj_buf *reason)
{
    return strstr(wj_buf_text(reason), "too large") != NULL;
}

static bool point_is_enclosed(struct world *world, const struct wj_formula *formula,
                              const struct wj_enclosure *enclosure)
{
    struct wj_value value;
    struct wj_buf reason = {0};
    wj_value_init(&value);
    bool good = wj_formula_evaluate(formula, &world->inside, &value, &reason);
    bool enclosed = good ? wj_enclosure_contains(enclosure, &value)
                         : enclosure->fails || is_about_size(&reason);
    if (!enclosed) {
        gmp_printf("x=%Qd y=%Qd z=%Qd %s", world->point.at[0], world->point.at[1],
                   world->point.at[2], good ? "" : wj_buf_text(&reason));
    }
    wj_value_clear(&value);
    wj_buf_clear(&reason);
    return enclosed;
}

/* At points the enclosure is the value itself. */
static bool point_is_exact(struct world *world, const struct wj_formula *formula)
{
    struct world at;
    struct wj_value value;
    struct wj_buf reason = {0};
    struct wj_enclosure enclosure;
    struct wj_buf shown = {0};
    struct wj_buf expected = {0};
    world_init(&at);
    wj_value_init(&value);
    wj_enclosure_init(&enclosure);
    for (size_t i = 0; i < RANDOM_NAMES; i++) {
        wj_span_set_point(&at.ranges[i], world->point.at[i]);
    }
    struct wj_ranges ranges = {&at, get_range, &world->inside, NULL};
    wj_formula_enclose(formula, &ranges, &enclosure);
    show(&shown, &enclosure);
    if (wj_formula_evaluate(formula, &world->inside, &value, &reason)) {
        wj_enclosure_set_value(&enclosure, &value);
    } else {
        wj_enclosure_clear(&enclosure);
        wj_enclosure_init(&enclosure);
        enclosure.fails = true;
    }
    show(&expected, &enclosure);
    bool exact =
        is_about_size(&reason) || wj_slice_equal(wj_buf_slice(&shown), wj_buf_slice(&expected));
    if (!exact) {
        print_error("%s, not %s: ", wj_buf_text(&shown), wj_buf_text(&expected));
    }
    wj_buf_clear(&shown);
    wj_buf_clear(&expected);
    wj_buf_clear(&reason);
    wj_enclosure_clear(&enclosure);
    wj_value_clear(&value);
    world_clear(&at);
    return exact;
}

static size_t count_wrong(struct world *world, const struct wj_formula *formula,
                          struct chance *chance)
{
    size_t wrong = 0;
    struct wj_enclosure enclosure;
    wj_enclosure_init(&enclosure);
    for (size_t i = 0; i < RANDOM_NAMES; i++) {
        pick_range(chance, &world->ranges[i]);
        pick_inside(chance, &world->ranges[i], world->point.at[i]);
    }
    struct wj_ranges ranges = {world, get_range, &world->inside, NULL};
    wj_formula_enclose(formula, &ranges, &enclosure);
    for (size_t i = 0; i < POINTS && wrong == 0; i++) {
        for (size_t name = 0; name < RANDOM_NAMES; name++) {
            pick_inside(chance, &world->ranges[name], world->point.at[name]);
        }
        wrong += !point_is_enclosed(world, formula, &enclosure);
        wrong += wrong == 0 && !point_is_exact(world, formula);
    }
    wj_enclosure_clear(&enclosure);
    return wrong;
}

static void no_value_is_missed(void **state)
{
    (void)state;
    struct chance chance = {0x9E3779B97F4A7C15};
    size_t wrong = 0;
    size_t parsed = 0;
    for (size_t i = 0; i < FORMULAS; i++) {
        struct world world;
        struct wj_buf text = {0};
        add_random(&text, &chance, 1 + pick(&chance, 4));
        struct wj_formula *formula = parse(wj_buf_slice(&text));
        if (formula != NULL) {
            world_init(&world);
            parsed++;
            if (count_wrong(&world, formula, &chance) > 0) {
                print_error("%s\n", wj_buf_text(&text));
                wrong++;
            }
            world_clear(&world);
        }
        wj_formula_free(formula);
        wj_buf_clear(&text);
    }
    assert_int_equal(wrong, 0);
    assert_true(parsed > FORMULAS / 2);
}

/* Numbers that grow without end stay short, and their enclosure stays one. */
static void long_numbers_are_rounded_outwards(void **state)
{
    (void)state;
    struct world world;
    struct wj_enclosure enclosure;
    world_init(&world);
    wj_enclosure_init(&enclosure);
    read_range(&world.ranges[0], "[0.3,0.7]");
    mpq_set_ui(world.point.at[0], 1, 3);
    struct wj_formula *formula =
        parse(wj_slice_of("(x/7)^1000*(x/11)^1000*(x/13)^1000+MIN(1,(x*7)^1000)+(x+1/3)^900"));
    struct wj_ranges ranges = {&world, get_range, &world.inside, NULL};
    assert_non_null(formula);
    wj_formula_enclose(formula, &ranges, &enclosure);
    assert_true(mpz_sizeinbase(mpq_numref(enclosure.range.lower.at), 2) < 50000);
    assert_true(mpz_sizeinbase(mpq_denref(enclosure.range.upper.at), 2) < 50000);
    assert_true(point_is_enclosed(&world, formula, &enclosure));
    wj_formula_free(formula);
    wj_enclosure_clear(&enclosure);
    world_clear(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_enclosures_are_those_worked_by_hand),
        cmocka_unit_test(comparisons_are_told),
        cmocka_unit_test(no_value_is_missed),
        cmocka_unit_test(long_numbers_are_rounded_outwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
