/* Definitions that load, and what is said about those that don't: where, and of which kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "wjtab/survey/report_texts.h"
#include "wjtab/survey/survey.h"

#define FOLDER WJTAB_SOURCE_DIR "/tests/unit/survey/definitions/"
#define SAMPLE WJTAB_SOURCE_DIR "/samples/zhifu-2022/survey.yaml"

/* --- faulty definitions --- */

static const struct faulty {
    const char *file;
    const char *faults; /* line:column kind, in the order of the file */
} faulty[] = {
    {"yaml-alias-in-chinese.yaml", "7:18 yaml_alias\n"},
    {"yaml-anchor-in-chinese.yaml", "1:9 yaml_anchor\n"},
    {"yaml-carriage-returns.yaml", "1:1 nothing_to_do\n"
                                   "2:5 needs_questions\n"
                                   "3:7 needs_questions\n"},
    {"yaml-colon.yaml", "2:27 yaml_syntax\n"},
    {"yaml-comma-twice.yaml", "2:20 yaml_syntax\n"},
    {"yaml-comments-only.yaml", "1:1 empty_definition\n"},
    {"yaml-control.yaml", "2:15 yaml_character\n"},
    {"yaml-depth.yaml", "1:40 yaml_depth\n"},
    {"yaml-documents.yaml", "2:1 yaml_documents\n"},
    {"yaml-empty.yaml", "1:1 empty_definition\n"},
    {"yaml-escape.yaml", "4:20 yaml_escape\n"},
    {"yaml-first-sign.yaml", "2:5 yaml_syntax\n"},
    {"yaml-formula-cut.yaml", "4:45 unquoted_formula\n"},
    {"yaml-full-width-colon.yaml", "2:1 full_width\n"},
    {"yaml-full-width-comma.yaml", "3:21 full_width\n"},
    {"yaml-full-width-top.yaml", "1:1 full_width\n"},
    {"yaml-gb18030.yaml", "1:9 yaml_encoding\n"},
    {"yaml-indentation.yaml", "5:4 yaml_syntax\n"},
    {"yaml-line-separator.yaml", "2:6 yaml_character\n"},
    {"yaml-name-in-brackets.yaml", "5:27 yaml_syntax\n"},
    {"yaml-open-quote.yaml", "2:5 yaml_syntax\n"},
    {"yaml-refused.yaml", "1:9 yaml_anchor\n"
                          "2:5 yaml_alias\n"
                          "3:12 yaml_tag\n"
                          "4:12 yaml_tag\n"
                          "5:35 yaml_alias\n"},
    {"yaml-regex-cut.yaml", "3:26 unquoted_pattern\n"},
    {"yaml-second-colon.yaml", "1:14 yaml_syntax\n"},
    {"yaml-tab.yaml", "3:1 yaml_tab\n"},
    {"yaml-tag-in-chinese.yaml", "1:9 yaml_tag\n"},
    {"yaml-utf16.yaml", "1:1 yaml_encoding\n"},
    {"root-is-a-list.yaml", "1:1 expected_mapping\n"},
    {"root-keys.yaml", "2:1 unknown_key\n"
                       "3:13 out_of_range\n"
                       "4:14 integer\n"
                       "5:11 integer\n"
                       "6:1 missing_value\n"
                       "7:11 unknown_word\n"
                       "8:12 delimiter\n"
                       "9:5 pattern\n"
                       "10:7 unknown_word\n"
                       "11:1 duplicate_key\n"
                       "12:13 percentage\n"
                       "13:1 unknown_key\n"},
    {"report.yaml", "6:23 unknown_word\n"
                    "6:29 duplicate_item\n"
                    "6:38 expected_value\n"
                    "9:5 unknown_key\n"
                    "10:5 unknown_key\n"
                    "11:23 unknown_place\n"
                    "12:20 unknown_place\n"
                    "13:21 unknown_place\n"
                    "14:20 open_brace\n"
                    "15:17 expected_value\n"
                    "16:5 unknown_key\n"
                    "17:13 empty_text\n"
                    "18:13 boolean\n"
                    "19:3 unknown_key\n"
                    "20:13 out_of_range\n"},
    {"misspelled-questions.yaml", "2:1 unknown_key\n"},
    {"nothing-to-do.yaml", "1:1 nothing_to_do\n"
                           "2:12 needs_questions\n"},
    {"no-title.yaml", "1:1 missing_key\n"},
    {"needs-list.yaml", "2:12 too_few\n"
                        "3:12 expected_list\n"},
    {"questions.yaml", "3:15 unknown_key\n"
                       "4:6 full_width\n"
                       "5:5 full_width\n"
                       "6:5 missing_key\n"
                       "7:12 duplicate_name\n"
                       "8:5 missing_key\n"
                       "9:21 unknown_word\n"
                       "10:5 missing_key\n"
                       "11:36 unknown_scale\n"
                       "12:36 excluded_key\n"
                       "13:36 out_of_range\n"
                       "14:36 number\n"
                       "14:48 wrong_key\n"
                       "15:32 wrong_key\n"
                       "15:46 wrong_key\n"
                       "15:80 pattern\n"
                       "15:86 missing_key\n"
                       "15:98 duplicate_name\n"
                       "15:126 pattern\n"
                       "16:40 no_option_group\n"
                       "16:62 excluded_key\n"
                       "16:76 excluded_key\n"
                       "17:40 no_option_group\n"
                       "18:42 separator\n"
                       "18:65 unknown_code\n"
                       "19:40 wrong_key\n"
                       "19:55 boolean\n"
                       "20:12 unusable_name\n"
                       "20:39 pattern\n"
                       "21:37 self_reference\n"
                       "22:37 formula_syntax\n"
                       "23:37 formula_arguments\n"
                       "24:6 unknown_key\n"
                       "24:14 unknown_key\n"
                       "25:6 missing_value\n"
                       "26:12 empty_text\n"
                       "27:35 control_character\n"
                       "28:12 expected_value\n"},
    {"options.yaml", "3:41 duplicate_spelling\n"
                     "4:24 out_of_range\n"
                     "4:46 number\n"
                     "4:69 full_width\n"
                     "5:6 no_top_score\n"
                     "6:7 missing_key\n"
                     "6:31 duplicate_spelling\n"
                     "7:6 too_few\n"
                     "8:3 duplicate_key\n"
                     "8:24 full_width\n"
                     "8:49 expected_list\n"
                     "9:26 pattern\n"
                     "9:55 pattern\n"
                     "9:82 boolean\n"
                     "10:6 expected_list\n"
                     "11:3 missing_value\n"
                     "12:5 expected_key\n"
                     "15:64 duplicate_spelling\n"
                     "16:66 duplicate_spelling\n"
                     "17:52 unknown_scale\n"
                     "19:39 expected_mapping\n"
                     "19:42 expected_mapping\n"
                     "20:59 unknown_key\n"
                     "20:71 missing_value\n"},
    {"numbered-scale.yaml", "3:29 duplicate_spelling\n"},
    {"valid-other.yaml", "5:13 unknown_word\n"
                         "6:41 number\n"
                         "7:16 out_of_range\n"
                         "8:30 too_few\n"
                         "9:10 expected_list\n"
                         "10:11 pattern\n"},
    {"valid.yaml", "8:17 duplicate_item\n"
                   "8:20 unknown_question\n"
                   "9:12 unknown_word\n"
                   "10:18 unknown_word\n"
                   "11:31 unknown_key\n"
                   "12:16 percentage\n"
                   "13:34 wrong_question\n"
                   "15:14 reserved_name\n"
                   "16:29 unknown_name\n"
                   "17:14 duplicate_name\n"
                   "17:29 formula_syntax\n"
                   "17:39 unquoted_formula\n"
                   "18:29 formula_syntax\n"
                   "19:7 missing_key\n"
                   "20:21 too_few\n"
                   "20:31 unknown_word\n"},
    {"max-missing-full-width.yaml", "4:22 full_width\n"},
    {"measures.yaml", "10:28 wrong_question\n"
                      "11:28 unknown_question\n"
                      "12:24 too_few\n"
                      "13:5 measure_kind\n"
                      "14:5 measure_kind\n"
                      "15:43 excluded_key\n"
                      "16:41 weight_count\n"
                      "17:41 out_of_range\n"
                      "18:45 out_of_range\n"
                      "19:50 unknown_code\n"
                      "19:53 duplicate_item\n"
                      "20:37 wrong_question\n"
                      "21:26 missing_key\n"
                      "22:12 duplicate_name\n"
                      "23:12 reserved_name\n"
                      "24:25 expected_list\n"},
    {"tables.yaml", "9:12 wrong_question\n"
                    "10:24 wrong_question\n"
                    "11:16 duplicate_item\n"
                    "11:29 duplicate_item\n"
                    "12:5 table_kind\n"
                    "13:29 formula_syntax\n"
                    "14:22 unknown_key\n"
                    "15:12 too_few\n"
                    "15:20 expected_list\n"
                    "16:12 different_scales\n"
                    "17:5 table_kind\n"
                    "18:26 excluded_key\n"
                    "19:29 duplicate_item\n"
                    "19:36 unknown_word\n"
                    "19:57 unknown_word\n"
                    "19:71 unknown_word\n"},
    {"statistics.yaml", "8:8 target_total\n"
                        "9:8 mixed_targets\n"
                        "10:5 wrong_question\n"
                        "11:5 unknown_question\n"
                        "12:13 out_of_range\n"
                        "13:18 duplicate_item\n"
                        "13:38 unknown_word\n"
                        "14:21 unknown_word\n"
                        "14:28 unknown_key\n"
                        "15:19 unknown_word\n"
                        "15:27 duplicate_item\n"
                        "16:13 out_of_range\n"
                        "17:14 percentage\n"},
    {"weighting-both.yaml", "4:12 weighting_kind\n"},
    {"weighting-unread.yaml", "4:5 missing_key\n4:29 unknown_key\n"},
    {"weighting-totals.yaml", "9:8 target_total\n"
                              "10:8 target_total\n"},
    {"weighting.yaml", "5:60 unknown_code\n"
                       "6:18 too_many\n"},
    {"score-reason.yaml", "1:36 missing_key\n"
                          "1:50 too_few\n"
                          "2:11 expected_mapping\n"},
    {"score.yaml", "2:30 out_of_range\n"
                   "2:40 unknown_word\n"
                   "2:56 unknown_word\n"
                   "2:63 unknown_key\n"
                   "4:3 missing_key\n"
                   "5:34 duplicate_limit\n"
                   "5:56 duplicate_name\n"
                   "5:95 number\n"
                   "6:10 missing_key\n"
                   "7:18 empty_text\n"
                   "7:37 unknown_word\n"
                   "7:42 duplicate_item\n"
                   "7:58 unknown_word\n"
                   "7:67 boolean\n"},
};

enum { FAULTY = sizeof faulty / sizeof faulty[0] };

static const struct worded {
    const char *file;
    const char *message;
} worded[] = {
    {"questions.yaml",
     "questions.yaml:3:15: error: unknown key “lable” in a question (did you mean “label”?) "
     "[unknown_key]\n"},
    {"root-keys.yaml",
     "root-keys.yaml:12:13: error: “95” is no percentage; write it with its sign, as in 40% "
     "[percentage]\n"},
    {"options.yaml",
     "options.yaml:8:24: error: “很好，挺好” is one item to YAML; separate items with the ASCII "
     "sign “,”, or put a text that holds “，” in quotes [full_width]\n"},
    {"valid.yaml",
     "valid.yaml:17:39: error: “乙=\"B\")” looks like the rest of a formula; a formula inside {} "
     "needs single quotes: '…' [unquoted_formula]\n"},
    {"measures.yaml",
     "measures.yaml:19:50: error: “a” is no code of an option of “丙” (A, B) (did you mean “A”?) "
     "[unknown_code]\n"},
    {"yaml-full-width-colon.yaml",
     "yaml-full-width-colon.yaml:2:1: error: a key needs a “:” with a blank behind it; this line "
     "holds the full-width sign “：”: YAML needs the ASCII sign “:” with a blank behind it "
     "[full_width]\n"},
    {"yaml-escape.yaml",
     "yaml-escape.yaml:4:20: error: YAML knows no such escape with \\ in double quotes; put a "
     "regex in single quotes: '…' leaves \\ alone [yaml_escape]\n"},
    {"yaml-gb18030.yaml",
     "yaml-gb18030.yaml:1:9: error: this is no UTF-8 text from here on; save the file as UTF-8 "
     "[yaml_encoding]\n"},
};

enum { WORDED = sizeof worded / sizeof worded[0] };

static enum wj_status load(struct wj_diags *diags, const char *file, struct wj_survey **survey)
{
    struct wj_buf path = {0};
    wj_buf_addf(&path, FOLDER "%s", file);
    enum wj_status status = wj_survey_load(diags, wj_buf_text(&path), survey);
    wj_buf_clear(&path);
    return status;
}

static void every_fault_is_placed_and_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < FAULTY; i++) {
        struct wj_diags diags = {0};
        struct wj_buf found = {0};
        struct wj_survey *survey = NULL;
        assert_int_equal(load(&diags, faulty[i].file, &survey), WJ_DEFINITION);
        assert_null(survey);
        for (size_t j = 0; j < diags.count; j++) {
            const struct wj_diag *diag = &diags.list[j];
            wj_buf_addf(&found, "%llu:%llu %s\n", (unsigned long long)diag->line,
                        (unsigned long long)diag->column, diag->kind);
        }
        if (!wj_slice_is(wj_buf_slice(&found), faulty[i].faults)) {
            fail_msg("%s:\n%s", faulty[i].file, wj_buf_text(&found));
        }
        wj_buf_clear(&found);
        wj_diags_clear(&diags);
    }
}

static void messages_say_what_to_do(void **state)
{
    (void)state;
    for (size_t i = 0; i < WORDED; i++) {
        struct wj_diags diags = {0};
        struct wj_buf said = {0};
        struct wj_survey *survey = NULL;
        load(&diags, worded[i].file, &survey);
        for (size_t j = 0; j < diags.count; j++) {
            wj_diag_write(&diags.list[j], &said);
        }
        if (strstr(wj_buf_text(&said), worded[i].message) == NULL) {
            fail_msg("%s is not in\n%s", worded[i].message, wj_buf_text(&said));
        }
        wj_buf_clear(&said);
        wj_diags_clear(&diags);
    }
}

static void a_missing_file_is_an_io_error(void **state)
{
    (void)state;
    struct wj_diags diags = {0};
    struct wj_survey *survey = NULL;
    assert_int_equal(load(&diags, "there-is-no-such-file.yaml", &survey), WJ_IO);
    assert_null(survey);
    assert_int_equal(diags.errors, 1);
    wj_diags_clear(&diags);
}

/* --- good definitions --- */

static struct wj_survey *good(const char *file)
{
    struct wj_diags diags = {0};
    struct wj_survey *survey = NULL;
    enum wj_status status = load(&diags, file, &survey);
    if (status != WJ_OK || diags.errors + diags.warnings > 0) {
        fail_msg("%s: %s", file, diags.count > 0 ? diags.list[0].message : wj_status_text(status));
    }
    wj_diags_clear(&diags);
    return survey;
}

static void assert_number(const mpq_t number, const char *text)
{
    struct wj_buf shown = {0};
    wj_number_exact(&shown, number);
    assert_string_equal(wj_buf_text(&shown), text);
    wj_buf_clear(&shown);
}

static void the_head_is_read(void **state)
{
    (void)state;
    struct wj_survey *survey = good("good-everything.yaml");
    assert_string_equal(survey->title, "2022 年度满意度调查");
    assert_true(survey->has_population && survey->has_distributed && survey->has_returned);
    assert_int_equal(survey->population, 1402);
    assert_int_equal(survey->distributed, 60);
    assert_int_equal(survey->returned, 56);
    assert_int_equal(survey->response_count, 2);
    assert_string_equal(survey->responses[1], "在线-*.csv");
    assert_int_equal(survey->responses_mark.line, 7);
    assert_int_equal(survey->responses_mark.column, 12);
    assert_int_equal(survey->encoding, WJ_ENCODING_GB18030);
    assert_int_equal(survey->delimiter, '\t');
    assert_string_equal(survey->id.text, "/^(编号|序号)$/");
    assert_int_equal(wj_pattern_find(survey->id.pattern, wj_slice_of("序号")), WJ_FOUND);
    assert_int_equal(strlen(survey->digest), WJ_DIGEST_TEXT - 1);
    struct wj_place place = wj_survey_place(survey, survey->id.mark);
    assert_string_equal(place.file, FOLDER "good-everything.yaml");
    assert_int_equal(place.line, 10);
    wj_survey_free(survey);
}

static void questions_are_read(void **state)
{
    (void)state;
    struct wj_survey *survey = good("good-everything.yaml");
    const struct wj_question *used = &survey->questions[0];
    assert_int_equal(survey->question_count, 7);
    assert_string_equal(used->label, "您用过这项服务吗");
    assert_string_equal(used->column.text, "1、使用过");
    assert_null(used->column.pattern);
    assert_true(used->numbered && !used->scored);
    assert_string_equal(used->options[1].label, "没有");
    const struct wj_question *needs = &survey->questions[3];
    assert_null(needs->column.text);
    assert_true(wj_pattern_has_option(needs->columns.pattern));
    assert_true(needs->options[2].exclusive && !needs->options[1].exclusive);
    assert_string_equal(needs->options[0].label, "A");
    const struct wj_question *channel = &survey->questions[4];
    assert_string_equal(channel->separator, " ");
    assert_number(channel->top, "2.5");
    const struct wj_question *age = &survey->questions[5];
    assert_true(age->has_min && age->has_max);
    assert_number(age->min, "-0.5");
    const struct wj_question *opinion = &survey->questions[6];
    assert_int_equal(opinion->theme_count, 2);
    assert_string_equal(opinion->themes[1].label, "多宣传");
    assert_string_equal(opinion->column.text, "10、意见[填空]");
    assert_int_equal(wj_survey_question(survey, wj_slice_of("年龄")), 5);
    assert_int_equal(wj_survey_question(survey, wj_slice_of("岁数")), -1);
    wj_survey_free(survey);
}

static void a_scale_gives_each_question_its_options(void **state)
{
    (void)state;
    struct wj_survey *survey = good("good-everything.yaml");
    for (size_t i = 1; i <= 2; i++) {
        const struct wj_question *question = &survey->questions[i];
        assert_string_equal(question->scale, "满意度");
        assert_int_equal(question->option_count, 4);
        assert_true(question->scored);
        assert_number(question->top, "100");
        assert_number(question->options[1].score, "66.67");
        assert_int_equal(question->options[1].also_count, 2);
        assert_string_equal(question->options[1].also[1], "很好，挺好");
        assert_string_equal(question->options[2].label, "C");
        assert_true(question->options[2].scored && question->options[2].other);
        assert_non_null(question->options[2].pattern);
        assert_false(question->options[3].scored);
    }
    assert_int_equal(wj_formula_name_count(survey->questions[1].asked_if), 1);
    assert_int_equal(wj_formula_name(survey->questions[1].asked_if, 0), 0);
    assert_null(survey->questions[2].asked_if);
    wj_survey_free(survey);
}

static void rules_are_read(void **state)
{
    (void)state;
    struct wj_survey *survey = good("good-everything.yaml");
    const struct wj_valid *valid = &survey->valid;
    static const bool required[] = {false, true, false, false, false, false, true};
    assert_int_equal(valid->required, WJ_REQUIRED_NAMED);
    assert_memory_equal(valid->is_required, required, sizeof required);
    assert_int_equal(valid->unknown, WJ_UNKNOWN_STOP);
    assert_true(valid->several_missing && valid->has_min_seconds && valid->has_max_missing);
    assert_string_equal(valid->seconds_column.text, "所用时间");
    assert_number(valid->at_least, "45");
    assert_number(valid->max_missing, "0.4");
    assert_int_equal(valid->straight_count, 2);
    assert_int_equal(valid->straight_questions[1], 2);
    assert_true(valid->straight_reject);
    assert_int_equal(valid->rule_count, 2);
    assert_string_equal(valid->rules[1].name, "没有意见");
    assert_int_equal(wj_formula_name(valid->rules[1].reject_if, 0), 6);
    assert_int_equal(valid->unique_count, 2);
    assert_non_null(valid->unique_columns[1].pattern);
    assert_int_equal(valid->keep, WJ_KEEP_LAST);
    wj_survey_free(survey);
}

static void measures_and_tables_are_read(void **state)
{
    (void)state;
    struct wj_survey *survey = good("good-everything.yaml");
    const struct wj_measure *measures = survey->measures;
    assert_int_equal(survey->base, WJ_BASE_ANSWERED);
    assert_int_equal(survey->measure_count, 4);
    assert_int_equal(measures[0].kind, WJ_MEAN_OF);
    assert_number(measures[0].weights[1], "0.5");
    assert_null(measures[1].weights);
    assert_int_equal(measures[2].kind, WJ_POOLED_OF);
    assert_int_equal(measures[2].items[2], 4);
    assert_int_equal(measures[3].kind, WJ_SHARE_OF);
    assert_true(measures[3].codes[0] && !measures[3].codes[1]);
    assert_int_equal(survey->table_count, 2);
    assert_int_equal(survey->tables[0].rows[0], 5);
    assert_int_equal(survey->tables[0].by[0].questions[0], 0);
    assert_null(survey->tables[0].where);
    const struct wj_table_spec *table = &survey->tables[1];
    assert_int_equal(table->row_count, 2);
    assert_int_equal(table->by_count, 2);
    assert_int_equal(table->by[1].count, 2);
    assert_int_equal(table->by[1].questions[1], 4);
    assert_int_equal(wj_formula_name(table->where, 0), 5);
    wj_survey_free(survey);
}

static void score_and_output_are_read(void **state)
{
    (void)state;
    struct wj_survey *survey = good("good-everything.yaml");
    const struct wj_score_spec *score = &survey->score;
    assert_int_equal(survey->percent.places, 2);
    assert_int_equal(survey->percent.mode, WJ_HALF_EVEN);
    assert_int_equal(survey->score_rounding.places, 0);
    assert_int_equal(survey->score_rounding.mode, WJ_UP);
    assert_true(score->present);
    assert_string_equal(score->stated, "stated.csv");
    assert_int_equal(score->grade_count, 3);
    assert_string_equal(score->grades[0].grade, "优");
    assert_number(score->grades[1].from, "79.5");
    assert_string_equal(score->grades[2].grade, "差");
    assert_string_equal(score->reason, "数据不全");
    assert_string_equal(survey->output.folder, "结果");
    assert_true(survey->output.formats_given);
    assert_int_equal(survey->output.formats, WJ_FORMAT_JSON | WJ_FORMAT_HTML | WJ_FORMAT_TEXT);
    assert_int_equal(survey->output.language, WJ_ENGLISH);
    assert_false(survey->output.bom);
    wj_survey_free(survey);
}

static void a_report_is_as_it_was_ordered(void **state)
{
    (void)state;
    struct wj_survey *survey = good("good-everything.yaml");
    const struct wj_report_spec *report = &survey->report;
    assert_int_equal(report->section_count, 2);
    assert_int_equal(report->sections[0], WJ_SECTION_SCORE);
    assert_int_equal(report->sections[1], WJ_SECTION_RETURNS);
    assert_int_equal(report->text_count, 3);
    assert_int_equal(report->texts[0].kind, WJ_OWN_TEXT);
    assert_int_equal(report->texts[0].number, WJ_TEXT_TITLE);
    assert_string_equal(report->texts[0].text, "附件：{标题}");
    assert_int_equal(report->texts[1].kind, WJ_OWN_BEFORE);
    assert_int_equal(report->texts[1].number, WJ_SECTION_ITEMS);
    assert_int_equal(report->texts[2].kind, WJ_OWN_AFTER);
    assert_int_equal(report->texts[2].number, WJ_SECTION_SCORE);
    assert_string_equal(report->template, "模板.docx");
    assert_true(report->contents);
    assert_int_equal(survey->small_base.warn, 20);
    assert_int_equal(survey->small_base.strong, 20);
    wj_survey_free(survey);
}

static void tests_have_their_stricter_level_first(void **state)
{
    (void)state;
    struct wj_survey *survey = good("good-everything.yaml");
    assert_int_equal(survey->tests.level_count, 2);
    assert_int_equal(mpq_cmp_ui(survey->tests.levels[0], 99, 100), 0);
    assert_int_equal(mpq_cmp_ui(survey->tests.levels[1], 95, 100), 0);
    assert_int_equal(survey->tests.adjust, WJ_ADJUST_HOLM);
    assert_true(survey->wants_scale);
    wj_survey_free(survey);
    survey = good("good-short.yaml");
    assert_int_equal(survey->tests.level_count, 0);
    assert_false(survey->wants_scale);
    wj_survey_free(survey);
}

static void what_is_not_said_has_its_default(void **state)
{
    (void)state;
    static const bool required[] = {true, true, false};
    struct wj_survey *survey = good("good-short.yaml");
    assert_false(survey->has_population || survey->has_distributed || survey->has_returned);
    assert_string_equal(survey->responses[0], "a.csv");
    assert_int_equal(survey->encoding, WJ_ENCODING_AUTO);
    assert_int_equal(survey->delimiter, 0);
    assert_null(survey->id.text);
    assert_int_equal(survey->valid.required, WJ_REQUIRED_ALL);
    assert_memory_equal(survey->valid.is_required, required, sizeof required);
    assert_string_equal(survey->valid.unique_columns[0].text, "编号");
    assert_int_equal(survey->valid.keep, WJ_KEEP_FIRST);
    assert_int_equal(survey->questions[0].column.mark.line, 4);
    assert_int_equal(survey->percent.places, 2);
    assert_int_equal(survey->score_rounding.places, 1);
    assert_int_equal(survey->score_rounding.mode, WJ_TRUNCATE);
    assert_false(survey->score.present);
    assert_int_equal(survey->score.grade_count, 0);
    assert_string_equal(survey->output.folder, "out");
    assert_int_equal(survey->output.formats, 63);
    assert_true(survey->output.bom && !survey->output.formats_given);
    assert_int_equal(survey->weighting.kind, WJ_WEIGHT_COLUMN);
    assert_string_equal(survey->weighting.column.text, "权重");
    wj_survey_free(survey);
}

static void scored_questions_are_required_by_default(void **state)
{
    (void)state;
    struct wj_diags diags = {0};
    struct wj_survey *survey = NULL;
    assert_int_equal(wj_survey_load(&diags, SAMPLE, &survey), WJ_OK);
    assert_int_equal(survey->question_count, 10);
    for (size_t i = 0; i < survey->question_count; i++) {
        assert_int_equal(survey->valid.is_required[i], i >= 2 && i <= 7);
    }
    wj_survey_free(survey);
    wj_diags_clear(&diags);
}

static void other_good_definitions_load(void **state)
{
    (void)state;
    static const char *const files[] = {"good-d24.yaml", "good-d27.yaml", "good-d29.yaml",
                                        "good-d39.yaml", "good-bom.yaml"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        wj_survey_free(good(files[i]));
    }
}

static void a_scoring_project_needs_no_survey(void **state)
{
    (void)state;
    struct wj_survey *survey = good("good-scoring-only.yaml");
    assert_string_equal(survey->title, "");
    assert_int_equal(survey->question_count, 0);
    assert_string_equal(survey->score.file, "scoring.csv");
    wj_survey_free(survey);
}

/* --- memory --- */

/* Counts the requests, then lets each fail in turn. Fewer than all may go unnoticed: without memory
 * for JIT code, a pattern is interpreted. */
static void fail_each_request(const char *path, enum wj_status expected)
{
    unsigned long requests = 0;
    for (unsigned long n = 0; n <= requests; n++) {
        struct wj_diags diags = {0};
        struct wj_survey *survey = NULL;
        wj_memory_fail_at(n);
        enum wj_status status = wj_survey_load(&diags, path, &survey);
        requests = n == 0 ? wj_memory_requests() : requests;
        wj_memory_fail_at(0);
        if (status != WJ_MEMORY && status != expected) {
            fail_msg("%s, request %lu: %s", path, n, wj_status_text(status));
        }
        assert_int_equal(survey != NULL, status == WJ_OK);
        wj_survey_free(survey);
        wj_diags_clear(&diags);
    }
}

static void want_of_memory_is_reported(void **state)
{
    (void)state;
    fail_each_request(FOLDER "good-everything.yaml", WJ_OK);
    fail_each_request(FOLDER "questions.yaml", WJ_DEFINITION);
    fail_each_request(FOLDER "yaml-formula-cut.yaml", WJ_DEFINITION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_is_placed_and_named),
        cmocka_unit_test(messages_say_what_to_do),
        cmocka_unit_test(a_missing_file_is_an_io_error),
        cmocka_unit_test(the_head_is_read),
        cmocka_unit_test(questions_are_read),
        cmocka_unit_test(a_scale_gives_each_question_its_options),
        cmocka_unit_test(rules_are_read),
        cmocka_unit_test(measures_and_tables_are_read),
        cmocka_unit_test(score_and_output_are_read),
        cmocka_unit_test(a_report_is_as_it_was_ordered),
        cmocka_unit_test(tests_have_their_stricter_level_first),
        cmocka_unit_test(what_is_not_said_has_its_default),
        cmocka_unit_test(scored_questions_are_required_by_default),
        cmocka_unit_test(other_good_definitions_load),
        cmocka_unit_test(a_scoring_project_needs_no_survey),
        cmocka_unit_test(want_of_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
