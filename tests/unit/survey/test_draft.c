/* Drafts made of small exports of each platform. Every draft is loaded again, and its columns are
 * found in the file that it came from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "draft.h"
#include "wjtab/survey/columns.h"
#include "wjtab/survey/draft.h"
#include "wjtab/survey/survey.h"

struct drafted {
    struct wj_buf text;
    struct wj_survey *survey;
    struct wj_diags diags;
};

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void print_faults(const struct drafted *drafted)
{
    struct wj_buf out = {0};
    for (size_t i = 0; i < drafted->diags.count; i++) {
        wj_diag_write(&drafted->diags.list[i], &out);
    }
    if (out.len > 0) {
        print_message("%s%s", wj_buf_text(&out),
                      drafted->text.ptr != NULL ? drafted->text.ptr : "");
    }
    wj_buf_clear(&out);
}

static void check_columns(struct drafted *drafted, const char *path)
{
    struct wj_read_options options = {.no_digest = true};
    struct wj_reader *reader = NULL;
    struct wj_batch batch;
    struct wj_columns *columns = NULL;
    assert_int_equal(wj_reader_open(&drafted->diags, path, &options, &reader), WJ_OK);
    assert_int_equal(wj_reader_next(reader, &drafted->diags, &batch), WJ_OK);
    enum wj_status status = wj_columns_find(&drafted->diags, drafted->survey, path, batch.fields,
                                            batch.records[0].count, &columns);
    print_faults(drafted);
    assert_int_equal(status, WJ_OK);
    wj_columns_free(drafted->survey, columns);
    wj_reader_free(reader);
}

/* Drafts a definition of these responses, and loads it. */
static struct drafted draft_of(const char *csv)
{
    struct drafted drafted = {.survey = NULL};
    char data[] = "/tmp/wj-draft-XXXXXX";
    char yaml[] = "/tmp/wj-draft-XXXXXX";
    struct wj_read_options options = {.no_digest = true};
    struct wj_draft_text text = {.title = "试: '题' #", .responses = data};
    struct wj_draft *draft = NULL;
    close(mkstemp(data));
    close(mkstemp(yaml));
    write_file(data, csv);
    assert_int_equal(wj_draft_read(&drafted.diags, data, &options, &draft), WJ_OK);
    assert_int_equal(wj_draft_write(draft, &text, &drafted.text), WJ_OK);
    wj_draft_free(draft);
    write_file(yaml, wj_buf_text(&drafted.text));
    enum wj_status status = wj_survey_load(&drafted.diags, yaml, &drafted.survey);
    print_faults(&drafted);
    assert_int_equal(status, WJ_OK);
    assert_string_equal(drafted.survey->title, text.title);
    check_columns(&drafted, data);
    unlink(data);
    unlink(yaml);
    return drafted;
}

static void drafted_clear(struct drafted *drafted)
{
    wj_survey_free(drafted->survey);
    wj_buf_clear(&drafted->text);
    wj_diags_clear(&drafted->diags);
}

/* What became of a question: `single A=满意/80 B=…`, with ! for exclusive and ~ for other. */
static void check_question(const struct drafted *drafted, const char *name, const char *wanted)
{
    static const char *const types[] = {"single", "multiple", "quantity", "text"};
    struct wj_buf out = {0};
    long number = wj_survey_question(drafted->survey, wj_slice_of(name));
    if (number < 0) {
        print_message("no question %s in\n%s", name, drafted->text.ptr);
    }
    assert_true(number >= 0);
    const struct wj_question *question = &drafted->survey->questions[number];
    wj_buf_add_text(&out, types[question->type]);
    for (size_t i = 0; i < question->option_count; i++) {
        const struct wj_option *option = &question->options[i];
        wj_buf_addf(&out, " %s=%s%s%s", option->code, option->label, option->other ? "~" : "",
                    option->exclusive ? "!" : "");
        if (option->scored) {
            wj_buf_add_text(&out, "/");
            wj_number_exact(&out, option->score);
        }
    }
    assert_string_equal(wj_buf_text(&out), wanted);
    wj_buf_clear(&out);
}

static void wenjuanxing_texts(void **state)
{
    (void)state;
    struct drafted drafted = draft_of(
        "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的性别 ,2、渠道【多选题】,"
        "3、服务—态度,3、服务—效率,4、您的姓名,总分\n"
        "1,2023/9/"
        "18,97秒,链接,直接,192.0.2.1(上海-上海),男,微信┋其他【请注明】〖邻居〗,满意,一般,张三,9\n"
        "2,2023/9/18,97秒,链接,直接,192.0.2.2(上海-上海),女,以上都没有,非常满意,满意,李四,8\n"
        "3,2023/9/18,97秒,链接,直接,192.0.2.3(上海-上海),男,电视┋微信,满意,(跳过),王五,8\n"
        "4,2023/9/18,97秒,链接,直接,192.0.2.4(上海-上海),女,(空),非常不满意,满意,赵六,8\n");
    check_question(&drafted, "性别", "single A=男 B=女");
    check_question(&drafted, "渠道", "multiple A=微信 B=其他~ C=以上都没有! D=电视");
    check_question(&drafted, "态度",
                   "single A=非常满意/100 B=满意/80 C=一般/60 D=不满意/40 E=非常不满意/0");
    check_question(&drafted, "效率",
                   "single A=非常满意/100 B=满意/80 C=一般/60 D=不满意/40 E=非常不满意/0");
    assert_int_equal(drafted.survey->question_count, 4);
    assert_string_equal(drafted.survey->id.text, "序号");
    assert_string_equal(drafted.survey->valid.seconds_column.text, "所用时间");
    assert_string_equal(drafted.survey->measures[0].name, "满意度");
    assert_int_equal(drafted.survey->measures[0].item_count, 2);
    assert_null(strstr(drafted.text.ptr, "张三"));
    assert_null(strstr(drafted.text.ptr, "192.0.2"));
    assert_null(strstr(drafted.text.ptr, "邻居"));
    assert_non_null(strstr(drafted.text.ptr, "4、您的姓名"));
    drafted_clear(&drafted);
}

static void wenjuanxing_numbers(void **state)
{
    (void)state;
    struct drafted drafted =
        draft_of("序号,提交答卷时间,所用时间,5、您对窗口满意吗,第6题(办事(大厅)),"
                 "第6题(网上.),7、满意度得分,8、您的年龄\n"
                 "1,2023,97,1,1,0,100,34\n2,2023,60,2,0,1,80,51\n"
                 "3,2023,70,2,-3,-3,100,28\n4,2023,60,4,1,1,60,51\n"
                 "5,2023,60,1,0,1,80,66\n6,2023,60,1,0,1,80,70\n"
                 "7,2023,60,2,0,1,80,29\n8,2023,60,1,0,1,80,45\n"
                 "9,2023,60,4,0,1,80,81\n");
    check_question(&drafted, "窗口满意吗", "single A=非常满意/100 B=满意/80 C=一般/60 D=不满意/0");
    assert_true(drafted.survey->questions[0].numbered);
    check_question(&drafted, "第6题", "multiple A=办事(大厅) B=网上.");
    check_question(&drafted, "满意度得分", "single 60=60/60 80=80/80 100=100/100");
    check_question(&drafted, "年龄", "quantity");
    drafted_clear(&drafted);
}

static void tencent(void **state)
{
    (void)state;
    struct drafted drafted = draft_of(
        "编号,开始答题时间,结束答题时间,答题时长,清洗数据结果,1.是否用过,2.满意度,21.渠道:A.电视,"
        "21.渠道:B.报纸,\n"
        "1,t,t,90,有效,A.是,A.很满意,A.电视,,\n2,t,t,90,无效,B.否,,,B.报纸,\n"
        "3,t,t,90,有效,A.是,C.一般,A.电视,B.报纸,\n4,t,t,90,有效,B.否,,,,\n");
    check_question(&drafted, "是否用过", "single A=是 B=否");
    check_question(&drafted, "满意度", "single A=很满意/100 B=满意/80 C=一般/60 D=不满意/0");
    check_question(&drafted, "渠道", "multiple A=电视 B=报纸");
    check_question(&drafted, "清洗数据结果", "text");
    assert_int_equal(drafted.survey->valid.rule_count, 1);
    assert_non_null(strstr(drafted.text.ptr, "# asked_if: '是否用过=\"A\"'"));
    drafted_clear(&drafted);
}

static void jinshuju(void **state)
{
    (void)state;
    struct drafted drafted =
        draft_of("序号,您的单位,了解程度,需要改进,需要改进,主要困难,电话回访满意度,手机,提交人,"
                 "提交时间,修改时间,填写设备,IP\n"
                 "1,甲局,比较了解,a,b,资金，人员,满意,13800138000,甲,t,t,手机,192.0.2.1\n"
                 "2,乙局,不太了解,a,b,人员,一般,13800138001,甲,t,t,手机,192.0.2.1\n"
                 "3,甲局,完全不了解,a,b,资金，人员,满意,13800138002,甲,t,t,手机,192.0.2.1\n"
                 "4,乙局,比较了解,a,b,场地，资金,满意,13800138003,甲,t,t,手机,192.0.2.1\n"
                 "5,乙局,比较了解,a,b,场地,满意,13800138003,甲,t,t,手机,192.0.2.1\n");
    check_question(&drafted, "单位", "single A=甲局 B=乙局");
    check_question(&drafted, "了解程度",
                   "single A=非常了解/100 B=比较了解/80 C=一般/60 D=不太了解/40 E=完全不了解/0");
    check_question(&drafted, "主要困难", "multiple A=资金 B=人员 C=场地");
    check_question(&drafted, "电话回访满意度",
                   "single A=非常满意/100 B=满意/80 C=一般/60 D=不满意/0");
    assert_int_equal(drafted.survey->question_count, 4);
    assert_null(strstr(drafted.text.ptr, "13800138"));
    assert_non_null(strstr(drafted.text.ptr, "表头重复"));
    drafted_clear(&drafted);
}

static void paper(void **state)
{
    (void)state;
    struct drafted drafted =
        draft_of("问卷编号,性别,总体满意,需改进,意见,困难A,困难B,评价,是否同意\n"
                 "1,A,A,BD,无,√,,优,同意\n2,B,B,A,加快审批,,√,良,非常同意\n"
                 "3,A,D,BC,,√,√,优,不同意\n4,A,AB,C,无,,,差,同意\n"
                 "5,B,B,CD,,√,,中,同意\n");
    check_question(&drafted, "性别", "single A=A B=B");
    check_question(&drafted, "总体满意", "multiple A=A B=B C=C D=D");
    check_question(&drafted, "需改进", "multiple A=A B=B C=C D=D");
    check_question(&drafted, "意见", "text");
    check_question(&drafted, "困难", "multiple A=A B=B");
    check_question(&drafted, "评价", "single A=优/100 B=良/80 C=中/60 D=差/0");
    check_question(&drafted, "是否同意",
                   "single A=非常同意/100 B=同意/80 C=一般/60 D=不同意/40 E=非常不同意/0");
    drafted_clear(&drafted);
}

static void names(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"12、您对窗口人员服务态度是否满意？（单选题）", "窗口人员服务态度是否满意"},
        {"Q4.请问您的家庭年收入是多少（元）[填空题]", "家庭年收入是多少元"},
        {"3.5万元以上的比例", "Q35万元以上的比例"},
        {"7、您对本街道社区养老服务中心工作人员的服务态度是否满意？", "服务态度"},
        {"true", "Q1"},
        {"???", "Q1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wj_draft draft = {.question_count = 0};
        unsigned marks;
        struct wj_slice stem = wj_draft_stem(wj_slice_of(cases[i][0]), &marks);
        struct wj_slice name = wj_draft_name(&draft, stem, 0);
        assert_string_equal(name.ptr, cases[i][1]);
        wj_buf_clear(&draft.scratch);
        wj_arena_clear(&draft.arena);
    }
}

static void scalars(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"满意", "满意"},      {"a'b", "'a''b'"},  {"no", "'no'"},
        {"12", "'12'"},        {"a: b", "'a: b'"}, {"# x", "'# x'"},
        {"a\nb", "\"a\\nb\""}, {"", "''"},         {"a\x01\n\"", "\"a\\n\\\"\""},
        {"~", "'~'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wj_buf out = {0};
        wj_draft_scalar(&out, wj_slice_of(cases[i][0]));
        assert_string_equal(wj_buf_text(&out), cases[i][1]);
        wj_buf_clear(&out);
    }
}

/* A thousand columns, and a question with 300 options. */
static void wide(void **state)
{
    (void)state;
    struct wj_buf csv = {0};
    for (int i = 0; i < 1000; i++) {
        wj_buf_addf(&csv, "%s第%d题：项目", i > 0 ? "," : "", i);
    }
    for (int row = 0; row < 600; row++) {
        wj_buf_addf(&csv, "\n选项%d", row % 300);
        for (int i = 1; i < 1000; i++) {
            wj_buf_add_text(&csv, ",满意");
        }
    }
    struct drafted drafted = draft_of(wj_buf_text(&csv));
    assert_int_equal(drafted.survey->question_count, 1000);
    assert_int_equal(drafted.survey->questions[0].option_count, 300);
    assert_int_equal(drafted.survey->measures[0].item_count, 999);
    drafted_clear(&drafted);
    wj_buf_clear(&csv);
}

/* Whatever request for memory fails, it is said and nothing is lost. */
static void without_memory(void **state)
{
    (void)state;
    char data[] = "/tmp/wj-draft-XXXXXX";
    struct wj_read_options options = {.no_digest = true};
    struct wj_draft_text text = {.title = "题"};
    close(mkstemp(data));
    write_file(data, "编号,满意度,渠道,9、题(甲),9、题(乙),年龄,意见\n1,满意,a┋b,1,0,3,x\n"
                     "2,一般,a,0,1,4,y\n3,满意,b,1,1,55,\n");
    bool done = false;
    for (unsigned long n = 1; !done && n < 100000; n++) {
        struct wj_diags diags = {0};
        struct wj_draft *draft = NULL;
        struct wj_buf out = {0};
        wj_memory_fail_at(n);
        enum wj_status status = wj_draft_read(&diags, data, &options, &draft);
        if (status == WJ_OK) {
            status = wj_draft_write(draft, &text, &out);
        } else {
            assert_null(draft);
        }
        done = wj_memory_requests() < n;
        assert_true(status == WJ_OK || (status == WJ_MEMORY && !done));
        wj_memory_fail_at(0);
        wj_draft_free(draft);
        wj_buf_clear(&out);
        wj_diags_clear(&diags);
    }
    assert_true(done);
    unlink(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wenjuanxing_texts),
        cmocka_unit_test(wenjuanxing_numbers),
        cmocka_unit_test(tencent),
        cmocka_unit_test(jinshuju),
        cmocka_unit_test(paper),

        cmocka_unit_test(names),
        cmocka_unit_test(scalars),
        cmocka_unit_test(wide),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
