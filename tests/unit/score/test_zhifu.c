/* The published scoring table of zhifu-2022: every figure in stated.csv that a score has. */
#include "support.h"

#include "wjtab/score/stated.h"

#define SAMPLE WJTAB_SOURCE_DIR "/samples/zhifu-2022/"

struct world {
    struct wj_scoring scoring;
    struct wj_stated stated;
    struct wj_known known[2];
    struct wj_grade grades[4];
};

/* Rates from the published counts: 14+15+20+13+14 answered 非常满意, … of 53 on five questions. */
static void set_measures(struct wj_known known[2])
{
    set_known(&known[0], "满意度", 76 * 100 + 181 * 80 + 8 * 60, 5 * 53 * 100);
    set_known(&known[1], "政策知晓率", 11 * 100 + 38 * 80 + 4 * 60, 53 * 100);
}

static int compute(void **state)
{
    static struct world world;
    struct wj_diags diags = {0};
    set_measures(world.known);
    grades_init(world.grades);
    struct wj_score_options options = {
        .file = SAMPLE "scoring.csv",
        .facts = SAMPLE "facts.csv",
        .known = world.known,
        .known_count = 2,
        .rounding = {1, WJ_TRUNCATE},
        .grades = world.grades,
        .grade_count = 4,
    };
    assert_int_equal(wj_scoring_compute(&diags, &options, &world.scoring), WJ_OK);
    assert_int_equal(wj_stated_read(&diags, SAMPLE "stated.csv", &world.stated), WJ_OK);
    assert_int_equal(diags.count, 0);
    wj_diags_clear(&diags);
    *state = &world;
    return 0;
}

static int forget(void **state)
{
    struct world *world = *state;
    mpq_clear(world->known[0].value);
    mpq_clear(world->known[1].value);
    grades_clear(world->grades);
    wj_scoring_clear(&world->scoring);
    wj_stated_clear(&world->stated);
    return 0;
}

/* The computed figure that a stated one is about; NULL where scoring has none. */
static const __mpq_struct *find_score(struct wj_scoring *scoring, const char *scope,
                                      const char *name)
{
    static const char *const scopes[] = {"一级指标得分", "二级指标得分"};
    for (size_t i = 0; i < scoring->level_count; i++) {
        struct wj_level *level = &scoring->levels[i];
        if (level->level <= 2 && strcmp(scopes[level->level - 1], scope) == 0 &&
            strcmp(level->name, name) == 0) {
            return level->score;
        }
    }
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        struct wj_indicator *indicator = &scoring->indicators[i];
        const char *own = indicator->levels[indicator->depth - 1];
        if (strcmp(scope, "三级指标得分") == 0 && strcmp(own, name) == 0) {
            return indicator->score;
        }
        if (strcmp(scope, "三级指标得分率") == 0 && strcmp(own, name) == 0) {
            return indicator->rate;
        }
    }
    return NULL;
}

static const __mpq_struct *find_other(struct wj_scoring *scoring, const char *scope,
                                      const char *name)
{
    static const char *const scopes[] = {"一级指标分值", "二级指标分值"};
    for (size_t i = 0; i < scoring->level_count; i++) {
        struct wj_level *level = &scoring->levels[i];
        if (level->level <= 2 && strcmp(scopes[level->level - 1], scope) == 0 &&
            strcmp(level->name, name) == 0) {
            return level->points;
        }
    }
    for (size_t i = 0; i < scoring->fact_count; i++) {
        if (strcmp(scope, "事实") == 0 && strcmp(scoring->facts[i].name, name) == 0) {
            return scoring->facts[i].value;
        }
    }
    return strcmp(scope, "总分") == 0 ? scoring->total : NULL;
}

static void every_stated_figure_agrees(void **state)
{
    struct world *world = *state;
    size_t compared = 0;
    for (size_t i = 0; i < world->stated.count; i++) {
        const struct wj_stated_figure *figure = &world->stated.list[i];
        const __mpq_struct *value = find_score(&world->scoring, figure->scope, figure->name);
        if (value == NULL) {
            value = find_other(&world->scoring, figure->scope, figure->name);
        }
        if (value == NULL) {
            continue;
        }
        bool readable = false;
        bool agrees = wj_stated_agrees(wj_slice_of(figure->value), value, WJ_HALF_UP, &readable);
        if (!agrees) {
            print_error("%s %s %s\n", figure->scope, figure->name, figure->value);
        }
        assert_true(readable);
        assert_true(agrees);
        compared++;
    }
    /* 16 facts, 4 + 7 levels' points and scores, 22 scores, 5 rates, the total */
    assert_int_equal(compared, 16 + 2 * 11 + 22 + 5 + 1);
}

static void all_indicators_have_a_score(void **state)
{
    struct world *world = *state;
    assert_int_equal(world->scoring.indicator_count, 22);
    for (size_t i = 0; i < world->scoring.indicator_count; i++) {
        assert_true(world->scoring.indicators[i].has_score);
        assert_int_equal(world->scoring.indicators[i].depth, 3);
    }
}

static void the_grade_is_good(void **state)
{
    struct world *world = *state;
    assert_true(world->scoring.has_total);
    assert_int_equal(mpq_cmp_ui(world->scoring.total, 857, 10), 0);
    assert_int_equal(mpq_cmp_ui(world->scoring.points, 100, 1), 0);
    assert_string_equal(world->scoring.grade, "良");
    assert_string_equal(world->scoring.computed_grade, "良");
}

static void levels_stand_in_document_order(void **state)
{
    struct world *world = *state;
    struct wj_buf names = {0};
    for (size_t i = 0; i < world->scoring.level_count; i++) {
        const struct wj_level *level = &world->scoring.levels[i];
        wj_buf_addf(&names, "%s%s", level->level == 1 ? "\n" : " ", level->name);
    }
    assert_string_equal(wj_buf_text(&names), "\n决策 项目立项 绩效目标 资金投入"
                                             "\n过程 资金管理 组织实施"
                                             "\n产出 产出数量 产出质量 产出时效 成本指标"
                                             "\n效益 社会效益 可持续性影响 满意度");
    wj_buf_clear(&names);
}

/* Scores and rates as the published table prints them, and nothing else has changed. */
static void the_written_file_differs_in_scores_and_rates_only(void **state)
{
    struct world *world = *state;
    struct wj_buf original = {0};
    struct wj_buf written = {0};
    read_whole(SAMPLE "scoring.csv", &original);
    assert_int_equal(wj_scoring_write(&world->scoring, (struct wj_rounding){2, WJ_HALF_UP},
                                      (struct wj_rounding){1, WJ_TRUNCATE}, &written),
                     WJ_OK);
    assert_non_null(strstr(wj_buf_text(&written), ",1,1.5,50%,两个要点中有一个不符合"));
    assert_non_null(strstr(wj_buf_text(&written), ",2.9,96.67%,到位资金未全部支出"));
    assert_non_null(strstr(wj_buf_text(&written), ",,1+0.5+1,2.5,83.33%,要点二部分符合"));
    assert_non_null(strstr(wj_buf_text(&written), ",问卷：满意度,8.5,85%,"));
    const struct wj_table *table = &world->scoring.table;
    size_t at = 0;
    size_t old = 0;
    for (size_t row = 1; row < table->row_count; row++) {
        size_t start = wj_table_cell(table, row, 7)->start;
        assert_memory_equal(written.ptr + at, original.ptr + old, start - old);
        at += start - old;
        at = (size_t)(strchr(strchr(written.ptr + at, ',') + 1, ',') - written.ptr);
        old = wj_table_cell(table, row, 8)->end;
    }
    assert_string_equal(written.ptr + at, wj_buf_text(&original) + old);
    wj_buf_clear(&original);
    wj_buf_clear(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stated_figure_agrees),
        cmocka_unit_test(all_indicators_have_a_score),
        cmocka_unit_test(the_grade_is_good),
        cmocka_unit_test(levels_stand_in_document_order),
        cmocka_unit_test(the_written_file_differs_in_scores_and_rates_only),
    };
    return cmocka_run_group_tests(tests, compute, forget);
}
