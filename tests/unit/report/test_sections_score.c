/* The section of the scoring table: levels as merged cells, subtotals, grades, what was lost. */
#include "dump_support.h"

#define HEAD                                                                                       \
    "survey: 评价\nresponses: responses.csv\n"                                                   \
    "questions: [{name: 甲, type: single, options: [{code: A}]}]\n"                               \
    "report: {sections: [score]}\nscore: {file: scoring.csv"

/* The whole section, as it should be. */
static const struct {
    const char *definition;
    const char *scoring;
    const char *said;
} cases[] = {
    /* One level: neither subtotals nor names of levels; the usual grades, for the points are 100.
     */
    {HEAD "}\n", "三级指标,分值,得分\n甲,40,40\n乙,60,30\n",
     "== score 评分\n"
     " table 评分\n"
     "  指标|分值|得分|得分率|依据\n"
     "  --\n"
     "  甲|40|40|100%|给定\n"
     "  乙|60|30|50%|给定\n"
     "  *合计*|*100*|*70*|*70%*|**\n"
     " 总分 100 分，得分 70 分，得分率 70%。\n"
     " 评价等级：中。\n"
     "+扣分的指标 1 项：乙（扣 30 分）。\n"
     " chart gauge: 评价得分与等级\n"
     "  中 (70) 700000\n"
     "  band 差 from 0 (0)\n"
     "  band 中 from 600000 (60)\n"
     "  band 良 from 800000 (80)\n"
     "  band 优 from 900000 (90)\n"
     "  desc 总分 100 分，得分 70 分，得分率 70%。\n"
     "+* 等级划分：90 分（含）以上为“优”，80 分（含）至 90 分为“良”，60 分（含）至 80 分为“中”，60 "
     "分以下为“差”。\n"},
    /* An indicator right under the first level, a level without the second above it, one that comes
     * again after another; a grade above the points, and no grade that reaches down to 0. */
    {HEAD ", grades: [{grade: 高, from: 8}, {grade: 中, from: 4}, {grade: 顶, from: 50}]}\n",
     "一级指标,二级指标,三级指标,分值,得分\n"
     "子,丑,甲,2,2\n"
     "子,寅,乙,1,1\n"
     "卯,,丙,3,3\n"
     "子,丑,丁,2,2\n"
     "辰,,,2,2\n",
     "== score 评分\n"
     " table 评分\n"
     "  一级指标|二级指标|三级指标|分值|得分|得分率|依据\n"
     "  --\n"
     "  *子*[5x1]|*小计*[1x2]|*^*|*5*|*5*|*100%*|**\n"
     "  *^*|*丑*[2x1]|*小计*|*4*|*4*|*100%*|**\n"
     "  ^|^|甲|2|2|100%|给定\n"
     "  *^*|*寅*[2x1]|*小计*|*1*|*1*|*100%*|**\n"
     "  ^|^|乙|1|1|100%|给定\n"
     "  *卯*[2x1]|*小计*[1x2]|*^*|*3*|*3*|*100%*|**\n"
     "  ^|丙[1x2]|^|3|3|100%|给定\n"
     "  子|丑|丁|2|2|100%|给定\n"
     "  辰[1x3]|^|^|2|2|100%|给定\n"
     "  *合计*[1x3]|*^*|*^*|*10*|*10*|*100%*|**\n"
     " 总分 10 分，得分 10 分，得分率 100%。\n"
     " 评价等级：高。\n"
     "+各一级指标的得分率相同，均为 100%。\n"
     "+各项指标均得满分。\n"
     " chart gauge: 评价得分与等级\n"
     "  高 (10) 1000000\n"
     "  band 中 from 400000 (4)\n"
     "  band 高 from 800000 (8)\n"
     "  band 顶 from 1000000 (50)\n"
     "  desc 总分 10 分，得分 10 分，得分率 100%。\n"
     "+* 等级划分：50 分（含）以上为“顶”，8 分（含）至 50 分为“高”，4 分（含）至 8 分为“中”。\n"},
    /* Two levels that share the lowest rate; no grades at all. */
    {HEAD "}\n", "一级指标,三级指标,分值,得分\n子,甲,4,4\n丑,乙,2,1\n寅,丙,4,2\n",
     "== score 评分\n"
     " table 评分\n"
     "  一级指标|三级指标|分值|得分|得分率|依据\n"
     "  --\n"
     "  *子*[2x1]|*小计*|*4*|*4*|*100%*|**\n"
     "  ^|甲|4|4|100%|给定\n"
     "  *丑*[2x1]|*小计*|*2*|*1*|*50%*|**\n"
     "  ^|乙|2|1|50%|给定\n"
     "  *寅*[2x1]|*小计*|*4*|*2*|*50%*|**\n"
     "  ^|丙|4|2|50%|给定\n"
     "  *合计*[1x2]|*^*|*10*|*7*|*70%*|**\n"
     " 总分 10 分，得分 7 分，得分率 70%。\n"
     "+一级指标中，得分率最高的是“子”，为 100%；最低的是“丑”“寅”，为 50%。\n"
     "+扣分的指标 2 项：乙（扣 1 分）、丙（扣 2 分）。\n"
     " chart gauge: 评价得分与等级\n"
     "   (7) 700000\n"
     "  desc 总分 10 分，得分 7 分，得分率 70%。\n"},
    /* Not judged yet: no total, no gauge. */
    {HEAD "}\n", "三级指标,分值,得分\n甲,4,4\n乙,6,\n",
     "== score 评分\n"
     " table 评分\n"
     "  指标|分值|得分|得分率|依据\n"
     "  --\n"
     "  甲|4|4|100%|给定\n"
     "  乙|6|–|–|给定\n"
     "  *合计*|*10*|*–*|*–*|**\n"
     " * 有指标尚无得分，不计算总分和等级。\n"},
    /* Set by hand; a grade that nothing reaches. */
    {HEAD ", grade: 无法显示成效, reason: 数据不全, grades: [{grade: 优, from: 9}]}\n",
     "三级指标,分值,得分\n甲,10,1\n",
     "== score 评分\n"
     " table 评分\n"
     "  指标|分值|得分|得分率|依据\n"
     "  --\n"
     "  甲|10|1|10%|给定\n"
     "  *合计*|*10*|*1*|*10%*|**\n"
     " 总分 10 分，得分 1 分，得分率 10%。\n"
     " 评价等级：无法显示成效（按总分计算为 –）。理由：数据不全。\n"
     "+扣分的指标 1 项：甲（扣 9 分）。\n"
     " chart gauge: 评价得分与等级\n"
     "  无法显示成效 (1) 100000\n"
     "  band 优 from 900000 (9)\n"
     "  desc 总分 10 分，得分 1 分，得分率 10%。\n"
     "+* 等级划分：9 分（含）以上为“优”。\n"},
    {HEAD ", grades: [{grade: 优, from: 9}]}\n", "三级指标,分值,得分\n甲,10,1\n",
     "== score 评分\n"
     " table 评分\n"
     "  指标|分值|得分|得分率|依据\n"
     "  --\n"
     "  甲|10|1|10%|给定\n"
     "  *合计*|*10*|*1*|*10%*|**\n"
     " 总分 10 分，得分 1 分，得分率 10%。\n"
     " 没有与该得分对应的等级。\n"
     "+扣分的指标 1 项：甲（扣 9 分）。\n"
     " chart gauge: 评价得分与等级\n"
     "   (1) 100000\n"
     "  band 优 from 900000 (9)\n"
     "  desc 总分 10 分，得分 1 分，得分率 10%。\n"
     "+* 等级划分：9 分（含）以上为“优”。\n"},
};

static void the_table_and_what_is_said_of_it(void **state)
{
    char *folder = folder_new();
    struct wj_buf out = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct job job;
        write_text(in_folder(folder, "scoring.csv"), cases[i].scoring);
        job_open(&job, folder, cases[i].definition, "甲\nA\n");
        const char *said = dump(&job.report, NULL, &out);
        if (strcmp(said, cases[i].said) != 0) {
            print_error("%zu is\n%s\nshould be\n%s\n", i, said, cases[i].said);
            wrong++;
        }
        job_clear(&job);
    }
    wj_buf_clear(&out);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_and_what_is_said_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
