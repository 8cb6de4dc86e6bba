/* The spread of scores: hand-worked ones, and against brute force over many points of the box. */
#include "support.h"

#include "../formula/random_formula.h"
#include "wjtab/score/sure.h"

enum { CASES = 300, MOST_POINTS = 2048 };

/* ---- one computation ---- */

struct world {
    struct wj_known known[RANDOM_NAMES];
    struct wj_diags diags;
    struct wj_scoring scoring;
    struct wj_score_options options;
    struct wj_sure sure;
};

/* "0.8 0.85 0.9": lower, value, upper. */
static void set_ends(struct wj_sure *sure, const char *const ends[RANDOM_NAMES])
{
    for (size_t i = 0; i < sure->name_count; i++) {
        struct wj_sure_name *name = &sure->names[i];
        const char *text = ends[name->known->measure];
        const char *upper = strrchr(text, ' ') + 1;
        name->has_range = strcmp(upper, "-") != 0;
        name->why = "too few";
        if (name->has_range) {
            assert_true(wj_number_parse(name->lower, wj_slice(text, strcspn(text, " ")), 0));
            assert_true(wj_number_parse(name->upper, wj_slice_of(upper), 0));
        }
    }
}

static bool start(struct world *world, const char *scoring, const char *const ends[RANDOM_NAMES],
                  struct wj_rounding rounding)
{
    *world = (struct world){0};
    for (size_t i = 0; i < RANDOM_NAMES; i++) {
        const char *value = strchr(ends[i], ' ') + 1;
        world->known[i] = (struct wj_known){
            .name = random_names[i], .has_value = true, .sampled = true, .measure = i};
        mpq_init(world->known[i].value);
        assert_true(
            wj_number_parse(world->known[i].value, wj_slice(value, strcspn(value, " ")), 0));
    }
    world->options = (struct wj_score_options){.file = file_with('s', wj_slice_of(scoring)),
                                               .known = world->known,
                                               .known_count = RANDOM_NAMES,
                                               .rounding = rounding};
    bool good = wj_scoring_compute(&world->diags, &world->options, &world->scoring) == WJ_OK;
    unlink(path_of('s'));
    mpq_t confidence;
    mpq_init(confidence);
    mpq_set_ui(confidence, 19, 20);
    assert_int_equal(wj_sure_init(&world->sure, &world->options, &world->scoring, confidence),
                     WJ_OK);
    mpq_clear(confidence);
    if (good) {
        set_ends(&world->sure, ends);
        assert_int_equal(wj_sure_compute(&world->sure, &world->options, &world->scoring), WJ_OK);
    }
    return good;
}

static void stop(struct world *world)
{
    wj_sure_clear(&world->sure);
    wj_scoring_clear(&world->scoring);
    wj_diags_clear(&world->diags);
    for (size_t i = 0; i < RANDOM_NAMES; i++) {
        mpq_clear(world->known[i].value);
    }
}

static void show_spread(struct wj_buf *out, const struct wj_spread *spread)
{
    if (spread->state == WJ_SPREAD_UNKNOWN) {
        wj_buf_addf(out, " ? %s", spread->why);
    } else if (spread->state != WJ_SPREAD_NONE) {
        wj_buf_addf(out, spread->state == WJ_SPREAD_EXACT ? " " : " about ");
        wj_number_exact(out, spread->lower);
        wj_buf_add_text(out, "..");
        wj_number_exact(out, spread->upper);
    }
}

/* Indicators, levels in brackets, total, grades, thresholds. */
static void show_sure(struct wj_buf *out, const struct wj_sure *sure)
{
    for (size_t i = 0; i < sure->indicator_count; i++) {
        show_spread(out, &sure->indicators[i]);
        wj_buf_add_char(out, ';');
    }
    for (size_t i = 0; i < sure->level_count; i++) {
        wj_buf_add_text(out, " [");
        show_spread(out, &sure->levels[i]);
        wj_buf_add_char(out, ']');
    }
    wj_buf_add_text(out, " total");
    show_spread(out, &sure->total);
    for (size_t i = 0; i < sure->grade_count; i++) {
        wj_buf_addf(out, " %s", sure->grades[i] != NULL ? sure->grades[i] : "-");
    }
    for (size_t i = 0; i < sure->threshold_count; i++) {
        const struct wj_sure_threshold *threshold = &sure->thresholds[i];
        wj_buf_addf(out, " %zu@%zu", threshold->indicator, threshold->position);
        if (threshold->name >= 0) {
            wj_buf_addf(out, ":%s ", sure->names[threshold->name].known->name);
            wj_number_exact(out, threshold->with);
        }
    }
}

/* ---- hand-worked ---- */

static const struct {
    const char *rows;
    const char *ends[RANDOM_NAMES];
    enum wj_round_mode mode;
    const char *expected;
} worked[] = {
    /* the sample: 8.513 of 10, truncated; 0.829 to 0.8735 gives 8.2 to 8.7 */
    {"A,a,10,IF(x>=90%;分值;IF(x>=50%;x*分值;0)),\nB,b,90,,77.2\n",
     {"0.829 0.8513 0.8735", "0 0 0", "0 0 0"},
     WJ_TRUNCATE,
     " 8.2..8.7;; [ 8.2..8.7] [] total 85.4..85.9 良"},
    /* a threshold within: from 8.4 to full points, and 9 is only the limit of what is below */
    {"A,a,10,IF(x>=90%;分值;x*分值),\n",
     {"0.84 0.87 0.91", "0 0 0", "0 0 0"},
     WJ_HALF_UP,
     " 8.4..10; [ 8.4..10] total 8.4..10 0@5:x 0.9"},
    {"A,a,10,IF(x<90%;x*分值;0),\n",
     {"0.84 0.87 0.91", "0 0 0", "0 0 0"},
     WJ_TRUNCATE,
     " 0..8.9; [ 0..8.9] total 0..8.9 0@5:x 0.9"},
    {"A,a,10,IF(x<=90%;x*分值;0),\n",
     {"0.84 0.87 0.91", "0 0 0", "0 0 0"},
     WJ_TRUNCATE,
     " 0..9; [ 0..9] total 0..9 0@5:x 0.9"},
    /* one point alone */
    {"A,a,10,IF(x=88.37%;分值;0),\n",
     {"0.84 0.8837 0.91", "0 0 0", "0 0 0"},
     WJ_TRUNCATE,
     " 0..10; [ 0..10] total 0..10 0@5:x 0.8837"},
    /* a plateau: rounding hides what happens within */
    {"A,a,10,8.5+x*x/100,\n",
     {"0.8 0.85 0.9", "0 0 0", "0 0 0"},
     WJ_TRUNCATE,
     " 8.5..8.5; [ 8.5..8.5] total 8.5..8.5"},
    /* correlated: one rises as the other falls; the sum is 10, or 9.9 for the digits that are cut
     */
    {"A,a,10,x*10,\nA,b,10,10-x*10,\n",
     {"0.84 0.87 0.91", "0 0 0", "0 0 0"},
     WJ_TRUNCATE,
     " 8.4..9.1; 0.9..1.6; [ 9.9..10] total 9.9..10"},
    /* without a common measure the bounds add up */
    {"A,a,10,x*10,\nA,b,10,10-y*10,\n",
     {"0.84 0.87 0.91", "0.84 0.87 0.91", "0 0 0"},
     WJ_TRUNCATE,
     " 8.4..9.1; 0.9..1.6; [ 9.3..10.7] total 9.3..10.7"},
    /* x-x, x*(1-x): more than once, highest inside */
    {"A,a,10,5+x-x,\nA,b,10,40*x*(1-x),\n",
     {"0.4 0.45 0.6", "0 0 0", "0 0 0"},
     WJ_HALF_UP,
     " 5..5; 9.6..10; [ 14.6..15] total 14.6..15"},
    /* the total jumps over 良 and 中 */
    {"A,a,100,IF(x>=90%;95;40),\n",
     {"0.84 0.87 0.91", "0 0 0", "0 0 0"},
     WJ_HALF_UP,
     " 40..95; [ 40..95] total 40..95 优 差 0@5:x 0.9"},
    {"A,a,100,IF(x>=90%;95;IF(x>=0.8999;85;40)),\n",
     {"0.84 0.87 0.91", "0 0 0", "0 0 0"},
     WJ_HALF_UP,
     " 40..95; [ 40..95] total 40..95 优 良 差 0@5:x 0.9 0@18:x 0.8999"},
    /* a condition that enclosures leave open for ever, but no point does */
    {"A,a,10,IF(x-x>=0;5;6),\n",
     {"0.84 0.87 0.91", "0 0 0", "0 0 0"},
     WJ_HALF_UP,
     " about 5..6; [ about 5..6] total about 5..6"},
    /* no value in a part of the interval; no interval */
    {"A,a,10,1/(x-0.9)+100-y,\nB,b,5,,5\n",
     {"0.84 0.89 0.91", "0.5 0.6 0.7", "0 0 0"},
     WJ_HALF_UP,
     NULL},
    {"A,a,10,MAX(0;MIN(10;1/(x-0.9))),\nB,b,5,,5\n",
     {"0.84 0.89 0.91", "0.5 0.6 0.7", "0 0 0"},
     WJ_HALF_UP,
     " ? division by zero at character 15;; [ ? division by zero at character 15] [] total ? "
     "division by zero at character 15"},
    {"A,a,10,IFS(x>=0.85;9),\nB,b,5,,5\n",
     {"0.84 0.89 0.91", "0.5 0.6 0.7", "0 0 0"},
     WJ_HALF_UP,
     " ? no condition of IFS is true at character 1;; [ ? no condition of IFS is true at character "
     "1] [] total ? no condition of IFS is true at character 1"},
    {"A,a,10,x*10,\nA,b,5,y*5,\nB,c,5,,\n",
     {"0.84 0.89 -", "0.5 0.6 0.7", "0 0 0"},
     WJ_HALF_UP,
     " ? too few; 2.5..3.5;; [ ? too few] [] total"},
    {"A,a,10,x*10,\nA,b,5,y*5,\n",
     {"0.84 0.89 0.89", "0.5 0.5 0.5", "0 0 0"},
     WJ_HALF_UP,
     " 8.4..8.9; 2.5..2.5; [ 10.9..11.4] total 10.9..11.4"},
    {"A,a,10,TARGET(x;90%)*分值,\nA,b,10,TIERS(x;90%;10;85%;8;6),\n",
     {"0.81 0.87 0.91", "0 0 0", "0 0 0"},
     WJ_HALF_UP,
     " 9..10; 6..10; [ 15..20] total 15..20 0@1:x 0.9 1@11:x 0.9 1@18:x 0.85"},
};

static void spreads_are_those_worked_by_hand(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT(worked); i++) {
        struct world world;
        struct wj_buf text = {0};
        struct wj_buf shown = {0};
        wj_buf_addf(&text, "一级指标,二级指标,分值,公式,得分\n%s", worked[i].rows);
        bool good = start(&world, wj_buf_text(&text), worked[i].ends,
                          (struct wj_rounding){1, worked[i].mode});
        assert_int_equal(good, worked[i].expected != NULL);
        if (good) {
            show_sure(&shown, &world.sure);
            if (strcmp(wj_buf_text(&shown), worked[i].expected) != 0) {
                print_error("%s %s\n not %s\n", worked[i].rows, wj_buf_text(&shown),
                            worked[i].expected);
                wrong++;
            }
        }
        stop(&world);
        wj_buf_clear(&shown);
        wj_buf_clear(&text);
    }
    assert_int_equal(wrong, 0);
}

/* ---- brute force ---- */

/* Numbers of an interval: its ends, all fractions with small denominators, and what is next to
 * them. */
struct numbers {
    mpq_t list[MOST_POINTS];
    size_t count;
};

static void add_number(struct numbers *numbers, const mpq_t number, const mpq_t lower,
                       const mpq_t upper)
{
    if (mpq_cmp(number, lower) >= 0 && mpq_cmp(number, upper) <= 0 &&
        numbers->count < MOST_POINTS) {
        mpq_init(numbers->list[numbers->count]);
        mpq_set(numbers->list[numbers->count++], number);
    }
}

static void add_with_neighbours(struct numbers *numbers, const mpq_t number, const mpq_t lower,
                                const mpq_t upper)
{
    mpq_t tiny;
    mpq_t next;
    mpq_inits(tiny, next, NULL);
    mpq_set_ui(tiny, 1, 1000000000);
    mpq_sub(next, number, tiny);
    add_number(numbers, next, lower, upper);
    add_number(numbers, number, lower, upper);
    mpq_add(next, number, tiny);
    add_number(numbers, next, lower, upper);
    mpq_clears(tiny, next, NULL);
}

static void fill(struct numbers *numbers, const mpq_t lower, const mpq_t upper, unsigned finest)
{
    mpq_t number;
    mpq_init(number);
    numbers->count = 0;
    add_with_neighbours(numbers, lower, lower, upper);
    add_with_neighbours(numbers, upper, lower, upper);
    for (unsigned den = 1; den <= finest; den++) {
        for (unsigned num = 0; num <= den; num++) {
            mpq_set_ui(number, num, den);
            mpq_canonicalize(number);
            if (mpz_cmp_ui(mpq_denref(number), den) == 0) {
                add_with_neighbours(numbers, number, lower, upper);
            }
        }
    }
    mpq_clear(number);
}

static void numbers_keep(struct numbers *numbers, size_t count)
{
    while (numbers->count > count) {
        mpq_clear(numbers->list[--numbers->count]);
    }
}

/* The sum of the rounded scores at a point; false: one has none. */
static bool sum_at(const struct wj_formula *const *formulas, size_t count,
                   struct random_point *point, struct wj_rounding rounding, mpq_t *scores,
                   mpq_t sum)
{
    const struct wj_values values = {point, random_get, NULL};
    bool good = true;
    mpq_set_ui(sum, 0, 1);
    for (size_t i = 0; i < count && good; i++) {
        struct wj_value value;
        struct wj_buf reason = {0};
        wj_value_init(&value);
        good = wj_formula_evaluate(formulas[i], &values, &value, &reason) &&
               value.kind != WJ_VALUE_TEXT;
        if (good && value.kind == WJ_VALUE_LOGICAL) {
            mpq_set_ui(value.number, value.logical, 1);
        }
        if (good) {
            wj_number_round(scores[i], value.number, (int)rounding.places, rounding.mode);
            mpq_add(sum, sum, scores[i]);
        }
        wj_value_clear(&value);
        wj_buf_clear(&reason);
    }
    return good;
}

enum { MOST_FORMULAS = 3 };

/* What brute force finds; the last place is the total. */
struct found {
    mpq_t lower[MOST_FORMULAS + 1];
    mpq_t upper[MOST_FORMULAS + 1];
    bool undefined;
    bool some;
};

static void found_take(struct found *found, size_t i, const mpq_t value)
{
    if (!found->some || mpq_cmp(value, found->lower[i]) < 0) {
        mpq_set(found->lower[i], value);
    }
    if (!found->some || mpq_cmp(value, found->upper[i]) > 0) {
        mpq_set(found->upper[i], value);
    }
}

static void try_all(struct found *found, const struct wj_formula *const *formulas, size_t count,
                    const struct numbers *xs, const struct numbers *ys, struct wj_rounding rounding)
{
    struct random_point point;
    mpq_t scores[MOST_FORMULAS];
    mpq_t sum;
    mpq_inits(point.at[0], point.at[1], point.at[2], scores[0], scores[1], scores[2], sum, NULL);
    for (size_t x = 0; x < xs->count; x++) {
        for (size_t y = 0; y < ys->count; y++) {
            mpq_set(point.at[0], xs->list[x]);
            mpq_set(point.at[1], ys->list[y]);
            mpq_set_ui(point.at[2], 1, 2);
            if (!sum_at(formulas, count, &point, rounding, scores, sum)) {
                found->undefined = true;
                continue;
            }
            for (size_t i = 0; i < count; i++) {
                found_take(found, i, scores[i]);
            }
            found_take(found, MOST_FORMULAS, sum);
            found->some = true;
        }
    }
    mpq_clears(point.at[0], point.at[1], point.at[2], scores[0], scores[1], scores[2], sum, NULL);
}

/* How a spread stands to what was found: wrong (a value lies outside, or an end that is said to be
 * reached was not found), wider, or the same. */
enum verdict { WRONG, WIDER, SAME, NOTHING };

static enum verdict judge(const struct wj_spread *spread, const struct found *found, size_t i)
{
    if (spread->state != WJ_SPREAD_EXACT && spread->state != WJ_SPREAD_BOUNDED) {
        return NOTHING;
    }
    if (mpq_cmp(found->lower[i], spread->lower) < 0 ||
        mpq_cmp(found->upper[i], spread->upper) > 0) {
        return WRONG;
    }
    return mpq_equal(found->lower[i], spread->lower) && mpq_equal(found->upper[i], spread->upper)
               ? SAME
               : WIDER;
}

struct count {
    size_t cases;
    size_t undefined;
    size_t about;
    size_t verdicts[4];
};

static void compare(struct count *count, const struct world *world, const struct found *found,
                    size_t formulas, const char *text)
{
    for (size_t i = 0; i <= formulas; i++) {
        const struct wj_spread *spread =
            i < formulas ? &world->sure.indicators[i] : &world->sure.total;
        if (spread->state == WJ_SPREAD_NONE) {
            continue;
        }
        if (found->undefined && i == formulas) {
            /* found by brute force, so that no interval may be given */
            count->verdicts[WRONG] += spread->state != WJ_SPREAD_UNKNOWN;
            count->undefined++;
            continue;
        }
        enum verdict verdict =
            found->undefined ? NOTHING : judge(spread, found, i < formulas ? i : MOST_FORMULAS);
        bool about = spread->state == WJ_SPREAD_BOUNDED;
        verdict = verdict == WIDER && !about ? WRONG : verdict;
        count->verdicts[verdict]++;
        count->about += about;
        if (verdict == WRONG || (verdict == WIDER && getenv("WJTAB_SHOW") != NULL)) {
            gmp_printf("%s %zu: %Qd..%Qd, found %Qd..%Qd %s\n%s",
                       verdict == WRONG ? "WRONG" : "wider", i, spread->lower, spread->upper,
                       found->lower[i < formulas ? i : MOST_FORMULAS],
                       found->upper[i < formulas ? i : MOST_FORMULAS], about ? "about" : "", text);
        }
    }
}

static struct wj_formula *parse(const char *text)
{
    struct wj_diags diags = {0};
    struct wj_formula *formula = NULL;
    if (wj_formula_parse(&diags, NULL, wj_slice_of(text), &random_known, &formula) != WJ_OK) {
        wj_formula_free(formula);
        formula = NULL;
    }
    wj_diags_clear(&diags);
    return formula;
}

/* One to three formulas; false when one does not parse. */
static bool make_formulas(struct chance *chance, struct wj_buf *table,
                          struct wj_formula *formulas[MOST_FORMULAS], size_t count)
{
    bool good = true;
    wj_buf_add_text(table, "一级指标,二级指标,分值,公式\n");
    for (size_t i = 0; i < count && good; i++) {
        struct wj_buf text = {0};
        wj_buf_add_text(&text, "MAX(0,MIN(10,10*");
        add_random(&text, chance, 1 + pick(chance, 3));
        wj_buf_add_text(&text, "))");
        formulas[i] = parse(wj_buf_text(&text));
        good = formulas[i] != NULL;
        wj_buf_addf(table, "A,%zu,10,\"", i);
        for (size_t j = 0; j < text.len; j++) {
            wj_buf_addf(table, "%s%c", text.ptr[j] == '"' ? "\"" : "", text.ptr[j]);
        }
        wj_buf_add_text(table, "\"\n");
        wj_buf_clear(&text);
    }
    return good;
}

static void try_case(struct chance *chance, struct count *count)
{
    static const char *const ends[][RANDOM_NAMES] = {
        {"0.8 0.85 0.9", "0.4 0.5 0.6", "0.5 0.5 0.5"},
        {"0.85 0.88 0.91", "0.9 0.95 1", "0.5 0.5 0.5"},
        {"0.829 0.8513 0.8735", "0.3 0.3 0.3", "0.5 0.5 0.5"},
        {"0.3 0.5 0.7", "0 0.1 0.25", "0.5 0.5 0.5"},
    };
    static struct numbers xs;
    static struct numbers ys;
    const char *const *box = ends[pick(chance, COUNT(ends))];
    const struct wj_rounding rounding = {1, (enum wj_round_mode)pick(chance, 4)};
    size_t formula_count = 1 + pick(chance, MOST_FORMULAS);
    struct wj_formula *formulas[MOST_FORMULAS] = {0};
    struct wj_buf table = {0};
    struct world world;
    if (make_formulas(chance, &table, formulas, formula_count)) {
        bool good = start(&world, wj_buf_text(&table), box, rounding);
        if (good && world.sure.total.state != WJ_SPREAD_NONE) {
            struct found found = {0};
            mpq_t bounds[4];
            mpq_inits(bounds[0], bounds[1], bounds[2], bounds[3], NULL);
            for (size_t i = 0; i <= MOST_FORMULAS; i++) {
                mpq_inits(found.lower[i], found.upper[i], NULL);
            }
            for (size_t i = 0; i < 2; i++) {
                const char *upper = strrchr(box[i], ' ') + 1;
                wj_number_parse(bounds[2 * i], wj_slice(box[i], strcspn(box[i], " ")), 0);
                wj_number_parse(bounds[2 * i + 1], wj_slice_of(upper), 0);
            }
            bool two = world.sure.name_count > 1;
            fill(&xs, bounds[0], bounds[1], two ? 12 : 40);
            fill(&ys, bounds[2], bounds[3], two ? 12 : 40);
            bool has_x = strchr(wj_buf_text(&table), 'x') != NULL;
            bool has_y = strchr(wj_buf_text(&table), 'y') != NULL;
            numbers_keep(&xs, has_x ? xs.count : 1);
            numbers_keep(&ys, has_y ? ys.count : 1);
            try_all(&found, (const struct wj_formula *const *)formulas, formula_count, &xs, &ys,
                    rounding);
            compare(count, &world, &found, formula_count, wj_buf_text(&table));
            count->cases++;
            numbers_keep(&xs, 0);
            numbers_keep(&ys, 0);
            for (size_t i = 0; i <= MOST_FORMULAS; i++) {
                mpq_clears(found.lower[i], found.upper[i], NULL);
            }
            mpq_clears(bounds[0], bounds[1], bounds[2], bounds[3], NULL);
        }
        stop(&world);
    }
    for (size_t i = 0; i < MOST_FORMULAS; i++) {
        wj_formula_free(formulas[i]);
    }
    wj_buf_clear(&table);
}

static void spreads_are_those_of_brute_force(void **state)
{
    (void)state;
    struct chance chance = {0x2545F4914F6CDD1D};
    struct count count = {0};
    while (count.cases < CASES) {
        try_case(&chance, &count);
    }
    print_message("%zu cases: %zu undefined, %zu about; %zu wrong, %zu wider, %zu the same, %zu "
                  "unknown\n",
                  count.cases, count.undefined, count.about, count.verdicts[WRONG],
                  count.verdicts[WIDER], count.verdicts[SAME], count.verdicts[NOTHING]);
    assert_int_equal(count.verdicts[WRONG], 0);
    assert_true(count.about * 20 < count.cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spreads_are_those_worked_by_hand),
        cmocka_unit_test(spreads_are_those_of_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
