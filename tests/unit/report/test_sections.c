/* What the report says, case by case: every sentence has a response file that brings it about. */
#include "dump_support.h"

#include "wjtab/base/file.h"
#include "wording.h"

#define HEAD "survey: 调查\nresponses: responses.csv\n"
#define SCALE                                                                                       \
    "scales:\n  度: [{code: A, label: 满意, score: 100}, {code: B, label: 一般, score: 60},\n" \
    "      {code: C, label: 不满意, score: 0}]\n"
#define SINGLE                                                                                     \
    "  - {name: 性别, type: single, options: [{code: A, label: 男}, {code: B, label: 女}]}\n"
#define MULTIPLE                                                                                         \
    "  - {name: 改进, type: multiple, options: [{code: X, label: 加快}, {code: Y, label: 宣传},\n" \
    "     {code: Z, label: 无}], exclusive: [Z]}\n"
#define LENIENT "valid: {required: [号]}\n"
#define NUMBER "  - {name: 号, type: quantity}\n"
#define ITEMS                                                                                      \
    "  - {name: 甲, label: 服务, type: single, scale: 度}\n"                                   \
    "  - {name: 乙, label: 效率, type: single, scale: 度}\n"
#define PLAIN HEAD "questions:\n" NUMBER SINGLE MULTIPLE LENIENT
#define SCORED                                                                                     \
    HEAD SCALE "questions:\n" NUMBER ITEMS LENIENT "measures: [{name: 满意度, mean_of: [甲, "  \
               "乙]}]\n"

#define SUMMED                                                                                      \
    HEAD SCALE                                                                                      \
        "questions:\n" NUMBER ITEMS "  - {name: 荐, type: quantity, min: 0, max: 10}\n" LENIENT     \
        "measures: [{name: 满意度, mean_of: [甲, 乙]}]\nsummaries: [mean, sd, top2, bottom2, " \
        "net, nps]\n"
#define SCALED SCORED "summaries: [alpha, paired, importance]\n"
#define STRICT                                                                                     \
    HEAD SCALE                                                                                     \
        "questions:\n" NUMBER ITEMS                                                                \
        "valid: {required: [甲, 乙], unknown: missing, several_ticks: missing, min_seconds: "    \
        "{column: 秒, at_least: 45}, max_missing: 40%, straight_line: {questions: [甲, 乙], "   \
        "reject: true}, rules: [{name: 前后矛盾, reject_if: 'AND(甲=\"A\",乙=\"C\")'}], "    \
        "unique: 号}\n"

/* A section holds `says` as a whole line, after the mark of details and of its kind. */
static const struct {
    const char *definition;
    const char *responses;
    const char *section;
    const char *says; /* NULL: the section is not there */
} cases[] = {
    /* One choice: highest and next, ties, all, one person, nobody. */
    {PLAIN, "号,性别,改进\n1,A,\n2,A,\n3,B,\n", "respondents",
     "+性别：选择“男”的最多，有 2 人，占 66.67%；其次是“女”，有 1 人，占 33.33%。"},
    {PLAIN, "号,性别,改进\n1,A,\n2,A,\n3,,\n", "respondents",
     "+性别：选择“男”的最多，有 2 人，占 66.67%。"},
    {PLAIN, "号,性别,改进\n1,A,\n2,B,\n", "respondents",
     "+性别：选择“男”“女”的并列最多，各有 1 人，各占 50.00%。"},
    {PLAIN, "号,性别,改进\n1,A,\n2,A,\n", "respondents", "+性别：2 人全部选择“男”。"},
    {PLAIN, "号,性别,改进\n1,B,\n", "respondents", "+性别：仅 1 人作答，选择“女”。"},
    {PLAIN, "号,性别,改进\n1,,\n", "respondents", "+性别：无人作答。"},
    {PLAIN, "号,性别,改进\n1,-3,\n", "respondents", "+性别：没有应答此题的人，占比无法计算。"},
    {PLAIN, "号,性别,改进\n1,A,\n2.5,A,\n4,A,\n8,A,\n", "respondents", " table 号（4 人）**"},
    {PLAIN, "号,性别,改进\n1,A,\n2.5,A,\n4,A,\n8,A,\n", "respondents", "  3.88|1|2.13|3.25|5|8"},
    {PLAIN, "号,性别,改进\n1,A,\n2,,\n", "respondents",
     "+* 性别：有 1 人未作答，计入占比的分母，因此各选项占比之和不到 100%。"},
    {PLAIN, "号,性别,改进\n1,A,\n2,-3,\n", "respondents",
     "+* 性别：有 1 人按条件无需回答，不计入分母。"},
    /* Several choices. */
    {PLAIN, "号,性别,改进\n1,A,X;Y\n2,A,X\n3,A,Z\n", "improve",
     "+改进：选择最多的是“加快”，有 2 人，占 66.67%；其次是“宣传”，有 1 人，占 33.33%。另有 1 "
     "人（33.33%）选择“无”。"},
    {PLAIN, "号,性别,改进\n1,A,X\n2,A,\n", "improve",
     "+改进：选择最多的是“加快”，有 1 人，占 50.00%。"},
    {PLAIN, "号,性别,改进\n1,A,X\n2,A,Y\n3,A,\n", "improve",
     "+改进：选择“加快”“宣传”的并列最多，各有 1 人，各占 33.33%。"},
    {PLAIN, "号,性别,改进\n1,A,X;Y\n2,A,X;Y\n", "improve", "+改进：2 人全部选择了“加快”“宣传”。"},
    {PLAIN, "号,性别,改进\n1,A,X;Y\n2,A,X\n", "improve", "+改进：2 人全部选择了“加快”。"},
    {PLAIN, "号,性别,改进\n1,A,Z\n2,A,\n", "improve",
     "+改进：有 1 人（50.00%）选择“无”，无人选择其他选项。"},
    {PLAIN, "号,性别,改进\n1,A,\n2,A,\n", "improve", "+改进：2 人均未选择任何一项。"},
    {PLAIN, "号,性别,改进\n1,A,-3\n", "improve", "+改进：没有应答此题的人，占比无法计算。"},
    {PLAIN, "号,性别,改进\n1,A,X;Y\n2,A,X\n", "improve",
     " * 改进为多选题，占比以人数为分母，各选项占比之和为 150.00%，超过 100%。"},
    /* Items. */
    {SCORED, "号,甲,乙\n1,A,A\n2,B,A\n3,,A\n", "items",
     "+服务：3 人中，“满意”1 人（33.33%）、“一般”1 "
     "人（33.33%），无人选择“不满意”，未作答的 1 人；得分率为 53.33%。"},
    {SCORED, "号,甲,乙\n1,A,A\n2,B,A\n", "items", "+效率：2 人全部选择“满意”，得分率为 100.00%。"},
    {SCORED, "号,甲,乙\n1,,A\n", "items", "+服务：无人作答。"},
    {SCORED, "号,甲,乙\n1,-3,A\n", "items", "+服务：没有应答此题的人，得分率无法计算。"},
    {SCORED, "号,甲,乙\n1,A,B\n", "items",
     "+2 项中，得分率最高的是“服务”，为 100.00%；最低的是“效率”，为 60.00%。"},
    {SCORED, "号,甲,乙\n1,A,A\n", "items", "+2 项的得分率相同，均为 100.00%。"},
    {SCORED, "号,甲,乙\n1,A,B\n", "satisfaction",
     " 满意度为 80.00%，是 2 项得分率的平均值（以舍入前的数值计算）。"},
    {SCORED, "号,甲,乙\n1,A,-3\n", "satisfaction", " 满意度无法计算：其中有的题没有应答的人。"},
    {SCORED, "号,甲,乙\n1,A,B\n2,A,C\n", "satisfaction",
     "  *综合得分*[1x7]|*^*|*^*|*^*|*^*|*^*|*^*|*65.00%*"},
    {SCORED, "号,甲,乙\n1,A,B\n", "method", "  服务|(100×1+60×0+0×0)÷(100×1)|100.00%"},
    {SCORED, "号,甲,乙\n1,A,B\n", "method",
     " 满意度=(100.00%+60.00%)÷2=80.00%（以各项舍入前的数值计算，精确值为 4/5）。"},
    /* Summaries: 100 and 60, so mean 80 and sd 20·√2; the two highest of three options. */
    {SUMMED, "号,甲,乙,荐\n1,A,B,9\n2,B,C,3\n", "items",
     "  服务|80.00|28.28|100.00%|50.00%|50.00%"},
    {SUMMED, "号,甲,乙,荐\n1,-3,B,9\n2,-3,C,3\n", "items", "  服务|–|–|–|–|–"},
    /* How the items hang together; 甲 is 100, 60, 0, 100 and 乙 100, 0, 60, 60, in R. */
    {SCALED, "号,甲,乙\n1,A,A\n2,B,C\n3,C,B\n4,A,B\n", "scale",
     " 满意度（2 题）的 Cronbach α 为 0.447（95% 置信区间 -7.532～0.964），按答全各题的 4 "
     "份有效问卷计算。"},
    {SCALED, "号,甲,乙\n1,A,A\n2,B,C\n3,C,B\n4,A,B\n", "importance",
     "  1|服务|0.832|65.00%|保持优势"},
    {SCALED, "号,甲,乙\n1,A,A\n2,B,C\n3,C,B\n4,A,B\n", "scale", "  服务|–|0.291|0.832"},
    {SCALED, "号,甲,乙\n1,A,A\n2,B,C\n3,C,B\n4,A,B\n", "scale",
     "  服务|效率|4|+10.00|0.38|3|0.731"},
    {SCALED, "号,甲,乙\n1,A,A\n2,A,C\n3,A,B\n", "scale",
     " * “服务”的答案全部相同，没有差异，相关系数无法计算，以“–”表示。"},
    {SCALED, "号,甲,乙\n1,A,A\n", "importance",
     " 无法计算各题的重要性：答全各题的有效问卷不足两份。"},
    {SCALED, "号,甲,乙\n1,A,A\n", "scale",
     " 满意度（2 题）的 Cronbach α 无法计算：答全各题的有效问卷不足两份。"},
    {SCORED, "号,甲,乙\n1,A,A\n", "scale", NULL},
    {SUMMED, "号,甲,乙,荐\n1,A,B,9\n2,A,C,3\n3,A,A,10\n", "respondents",
     "+荐：推荐者（9～10 分）2 人，中立者（7～8 分）0 人，贬损者（0～6 分）1 "
     "人，净推荐值（推荐者占比-贬损者占比）为 33.33%。"},
    /* When a response is effective. */
    {SCORED, "号,甲,乙\n1,A,B\n", "method",
     " 有下列情形之一的问卷不计为有效问卷：必答题（“号”）有未答的；单选题多选；答案不在选项内。"},
    {STRICT, "号,甲,乙,秒\n1,A,B,60\n", "method",
     " 有下列情形之一的问卷不计为有效问卷：必答题（“服务”“效率”）有未答的；答题时间不足 45 "
     "秒；缺答的题目超过 40%；“服务”“效率”的答案完全相同；前后矛盾；“号”与此前的问卷重复。"},
    {STRICT, "号,甲,乙,秒\n1,A,B,60\n", "method", " 答案不在选项内的，按未作答处理。"},
    {STRICT, "号,甲,乙,秒\n1,A,B,60\n", "method", " 单选题选了几个选项的，按未作答处理。"},
    /* 1/3 each: 33.33 % three times */
    {SCORED, "号,甲,乙\n1,A,A\n2,B,A\n3,C,A\n", "items",
     "+* 服务：因尾数舍入，各选项占比之和为 99.99%。"},
    {SCORED, "号,甲,乙\n1,A,A\n2,B,B\n3,C,C\n", "items",
     "+* 因尾数舍入，下列各题的选项占比之和不是 100%：服务（99.99%）、效率（99.99%）。"},
    /* What is not there. */
    {PLAIN, "号,性别,改进\n1,A,X\n", "items", NULL},
    {PLAIN, "号,性别,改进\n1,A,X\n", "satisfaction", NULL},
    {PLAIN, "号,性别,改进\n1,A,X\n", "measures", NULL},
    {PLAIN, "号,性别,改进\n1,A,X\n", "tables", NULL},
    {PLAIN, "号,性别,改进\n1,A,X\n", "score", NULL},
    {SCORED, "号,甲,乙\n1,A,B\n", "improve", NULL},
    {SCORED, "号,甲,乙\n1,A,B\n", "awareness", NULL},
    {SCORED, "号,甲,乙\n1,A,B\n", "themes", NULL},
    /* How it was done. */
    {PLAIN, "号,性别,改进\n1,A,X\n", "returns", "+回收的问卷全部有效。"},
    {PLAIN, "号,性别,改进\n,A,X\n", "returns", " 无效问卷 1 份：必答题未答 1 份。"},
    {PLAIN, "号,性别,改进\n", "returns", " * 没有有效问卷，占比和得分率无法计算，以“–”表示。"},
    {"distributed: 1\n" PLAIN, "号,性别,改进\n1,A,X\n2,A,X\n", "returns",
     "+* 回收份数（2）多于发放份数（1），请核对。"},
    {"distributed: 4\n" PLAIN, "号,性别,改进\n1,A,X\n2,A,X\n", "returns", "  4|2|50.00%|2|100.00%"},
    {"population: 8\n" PLAIN, "号,性别,改进\n1,A,X\n2,A,X\n", "returns",
     "+调查对象共 8 人，有效问卷 2 份，占 25.00%。"},
};

static bool has_line(const char *text, const char *line)
{
    size_t len = strlen(line);
    for (const char *found = strstr(text, line); found != NULL; found = strstr(found + 1, line)) {
        if ((found == text || found[-1] == '\n') && (found[len] == '\n' || found[len] == '\0')) {
            return true;
        }
    }
    return false;
}

static void every_case_has_its_sentence(void **state)
{
    char *folder = folder_new();
    struct wj_buf out = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct job job;
        job_open(&job, folder, cases[i].definition, cases[i].responses);
        const char *said = dump(&job.report, cases[i].section, &out);
        bool fine = cases[i].says != NULL ? has_line(said, cases[i].says) : said[0] == '\0';
        if (!fine) {
            print_error("%s\nshould say: %s\n%s\n", cases[i].responses,
                        cases[i].says != NULL ? cases[i].says : "nothing", said);
        }
        wrong += fine ? 0 : 1;
        job_clear(&job);
    }
    wj_buf_clear(&out);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

/* ---- the parts that questions play ---- */

#define OWN_SCALE "  知: [{code: A, label: 了解, score: 100}, {code: B, label: 不了解, score: 0}]\n"
#define THREE HEAD SCALE OWN_SCALE "questions:\n" ITEMS "  - {name: 丙, type: single, scale: 知}\n"
#define FOUR HEAD SCALE "questions:\n" ITEMS "  - {name: 丙, type: single, scale: 度}\n"

static const struct {
    const char *definition;
    const char *section; /* where 丙 stands */
    const char *title;
} roles[] = {
    {THREE "measures: [{name: 满意度, mean_of: [甲, 乙]}, {name: 知晓率, mean_of: [丙]}]\n",
     "awareness", "== awareness 知晓情况"},
    {THREE "measures: [{name: 满意度, mean_of: [甲, 乙]}]\n", "awareness", "== awareness 知晓情况"},
    {FOUR "measures: [{name: 满意度, mean_of: [甲, 乙]}, {name: 总体, mean_of: [丙]}]\n",
     "awareness", "== awareness 其他评价"},
    /* The same options as the items, and no measure of its own: one of them. */
    {FOUR "measures: [{name: 满意度, mean_of: [甲, 乙]}]\n", "items",
     "== items 满意度各题选择情况"},
    {FOUR "measures: [{name: 满意度, pooled_of: [甲, 乙]}, {name: 总体, mean_of: [丙]}]\n",
     "awareness", "== awareness 其他评价"},
    /* Nothing is put together: all are items. */
    {THREE "measures: [{name: 总体, mean_of: [丙]}]\n", "items", "== items 满意度各题选择情况"},
    {THREE, "items", "== items 满意度各题选择情况"},
};

static void questions_stand_where_their_measures_put_them(void **state)
{
    char *folder = folder_new();
    struct wj_buf out = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(roles); i++) {
        struct job job;
        job_open(&job, folder, roles[i].definition, "甲,乙,丙\nA,B,A\nA,A,B\n");
        const char *said = dump(&job.report, roles[i].section, &out);
        bool fine = has_line(said, roles[i].title) && strstr(said, "丙") != NULL;
        if (!fine) {
            print_error("%zu: %s\n", i, said);
        }
        wrong += fine ? 0 : 1;
        job_clear(&job);
    }
    wj_buf_clear(&out);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

/* ---- what the user chooses ---- */

static void sections_come_as_the_definition_orders_them(void **state)
{
    char *folder = folder_new();
    struct wj_buf keys = {0};
    struct job job;
    (void)state;
    job_open(&job, folder, SCORED "report: {sections: [method, returns, tables, items]}\n",
             "号,甲,乙\n1,A,B\n");
    for (size_t i = 0; i < job.report.section_count; i++) {
        wj_buf_addf(&keys, "%s ", job.report.sections[i].key);
    }
    assert_string_equal(wj_buf_text(&keys), "method returns items ");
    wj_buf_clear(&keys);
    job_clear(&job);
    folder_remove(folder);
}

static void texts_are_the_users(void **state)
{
    static const char definition[] =
        SCORED "report:\n"
               "  texts:\n"
               "    title: '{标题}·{有效问卷}'\n"
               "    intro: \"满意度 {满意度}。\\n{{第二段}} {回收率} {评价得分} {评价等级}\"\n"
               "    items.title: 逐题\n"
               "    items.before: 前面\n"
               "    items.after: \"后面\\n再后面\"\n"
               "    items.sentence: '{question}有{base}人{rate}{题目}'\n"
               "    returns.returned: 收回 {回收}。\n";
    char *folder = folder_new();
    struct wj_buf out = {0};
    struct job job;
    (void)state;
    job_open(&job, folder, definition, "号,甲,乙\n1,A,B\n2,B,B\n");
    assert_string_equal(job.report.title, "调查·2");
    assert_string_equal(dump(&job.report, "intro", &out),
                        "== intro  +\n+满意度 70.00%。\n+{第二段} – – –\n");
    const char *items = dump(&job.report, "items", &out);
    assert_non_null(strstr(items, "== items 逐题\n+前面\n+服务有2人80.00%服务\n"));
    assert_non_null(strstr(items, "\n+后面\n+再后面\n"));
    assert_true(has_line(dump(&job.report, "returns", &out),
                         " 收回 2。有效问卷 2 份，有效率 100.00%（有效问卷÷回收问卷）。"));
    wj_buf_clear(&out);
    job_clear(&job);
    folder_remove(folder);
}

/* ---- small bases ---- */

static const struct {
    const char *keys;
    size_t responses;
    const char *base;
    const char *note;
} marks[] = {
    {"", 29, "  人数|29**|29**",
     "人数不足 100 的标 *，不足 30 的标 **：人数少，占比受个别人影响大，仅供参考。"},
    {"", 30, "  人数|30*|30*",
     "人数不足 100 的标 *，不足 30 的标 **：人数少，占比受个别人影响大，仅供参考。"},
    {"", 99, "  人数|99*|99*",
     "人数不足 100 的标 *，不足 30 的标 **：人数少，占比受个别人影响大，仅供参考。"},
    {"", 100, "  人数|100|100", NULL},
    {"", 0, "  人数|0|0", NULL},
    {"small_base: {warn: 20, strong: 0}\n", 5, "  人数|5*|5*",
     "人数不足 20 的标 *：人数少，占比受个别人影响大，仅供参考。"},
    {"small_base: {warn: 20, strong: 20}\n", 5, "  人数|5**|5**",
     "人数不足 20 的标 **：人数少，占比受个别人影响大，仅供参考。"},
    {"small_base: {warn: 0, strong: 0}\n", 5, "  人数|5|5", NULL},
};

static void small_bases_are_marked(void **state)
{
    char *folder = folder_new();
    struct wj_buf out = {0};
    struct wj_buf definition = {0};
    struct wj_buf csv = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(marks); i++) {
        struct job job;
        wj_buf_reset(&definition);
        wj_buf_reset(&csv);
        wj_buf_addf(&definition, "%s%s", marks[i].keys,
                    HEAD "questions:\n  - {name: 甲, type: single, options: [{code: A}]}\n"
                         "tables: [{rows: [甲], by: [甲]}]\nreport: {sections: [tables]}\n");
        wj_buf_addf(&csv, "甲\n");
        for (size_t j = 0; j < marks[i].responses; j++) {
            wj_buf_addf(&csv, "A\n");
        }
        job_open(&job, folder, wj_buf_text(&definition), wj_buf_text(&csv));
        const char *said = dump(&job.report, "tables", &out);
        assert_true(has_line(said, marks[i].base));
        if (marks[i].note != NULL) {
            assert_non_null(strstr(said, marks[i].note));
        } else {
            assert_null(strstr(said, "仅供参考"));
        }
        job_clear(&job);
    }
    wj_buf_clear(&csv);
    wj_buf_clear(&definition);
    wj_buf_clear(&out);
    folder_remove(folder);
}

/* ---- the texts themselves ---- */

/* Which places a default text fills; -1 where it holds one that it has not. */
static long places_of(size_t number, const char *text)
{
    struct wj_slice rest = wj_slice_of(text);
    struct wj_slice piece;
    enum wj_piece kind;
    long used = text != NULL ? 0 : -1;
    while (used >= 0 && wj_text_cut(&rest, &piece, &kind)) {
        long place = wj_text_place((enum wj_text)number, piece);
        if (kind == WJ_PIECE_FAULT || (kind == WJ_PIECE_PLACE && place < 0)) {
            used = -1;
        } else if (kind == WJ_PIECE_PLACE) {
            used |= 1L << place;
        }
    }
    return used;
}

static void texts_fill_the_same_places_in_both_languages(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < WJ_TEXT_COUNT; i++) {
        long chinese = places_of(i, wj_texts(WJ_CHINESE)[i]);
        long english = places_of(i, wj_texts(WJ_ENGLISH)[i]);
        if (chinese < 0 || chinese != english) {
            print_error("%s: %ld %ld\n", wj_text_key(i), chinese, english);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* docs/formats.md lists every text with its key, as it is. */
static void texts_stand_in_the_documentation(void **state)
{
    struct wj_diags diags = {0};
    struct wj_buf file = {0};
    struct wj_buf row = {0};
    size_t wrong = 0;
    (void)state;
    assert_int_equal(wj_file_read(&diags, WJTAB_SOURCE_DIR "/docs/formats.md", SIZE_MAX, &file),
                     WJ_OK);
    for (size_t i = 0; i < WJ_TEXT_COUNT; i++) {
        wj_buf_reset(&row);
        wj_buf_addf(&row, "\n| `%s` | %s |", wj_text_key(i), wj_texts(WJ_CHINESE)[i]);
        if (strstr(wj_buf_text(&file), wj_buf_text(&row)) == NULL) {
            print_error("docs/formats.md has no line: %s\n", wj_buf_text(&row) + 1);
            wrong++;
        }
    }
    wj_buf_clear(&row);
    wj_buf_clear(&file);
    wj_diags_clear(&diags);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_has_its_sentence),
        cmocka_unit_test(questions_stand_where_their_measures_put_them),
        cmocka_unit_test(sections_come_as_the_definition_orders_them),
        cmocka_unit_test(texts_are_the_users),
        cmocka_unit_test(small_bases_are_marked),
        cmocka_unit_test(texts_stand_in_the_documentation),
        cmocka_unit_test(texts_fill_the_same_places_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
