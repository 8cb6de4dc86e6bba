/* The blank questionnaire: what stands on it, and that nothing is missing. */
#include "../measure/job_support.h"

#include "wjtab/report/form.h"

#define HEAD "survey: 满意度调查\n"
#define SCALE                                                                                      \
    "scales:\n  度: [{code: A, label: 满意, score: 100}, {code: B, label: 不满意, score: 0}]\n"
#define YES "{name: 用过, type: single, options: [{code: A, label: 是}, {code: B, label: 否}]}"
#define ASKED(formula)                                                                             \
    HEAD "questions:\n  - " YES "\n  - {name: 言, type: text, asked_if: '" formula "'}\n"

static void add_grid(const struct wj_grid *grid, struct wj_buf *out)
{
    for (size_t i = 0; i < grid->count; i++) {
        wj_buf_addf(out, "%s%s", grid->cells[i].text, (i + 1) % grid->columns == 0 ? "\n" : "|");
    }
}

/* A line per block, options side by side. */
static void dump(const struct wj_report *report, struct wj_buf *out)
{
    static const char *const kinds[] = {[WJ_PARAGRAPH] = "",
                                        [WJ_QUESTION] = "? ",
                                        [WJ_CHOICES] = "□ ",
                                        [WJ_ASIDE] = "> ",
                                        [WJ_TABLE] = "table\n"};
    wj_buf_addf(out, "# %s\n", report->title);
    for (size_t i = 0; i < report->sections[0].block_count; i++) {
        const struct wj_block *block = &report->sections[0].blocks[i];
        if (block->kind == WJ_BLANKS) {
            wj_buf_addf(out, "%zu lines\n", block->count);
            continue;
        }
        wj_buf_add_text(out, kinds[block->kind]);
        if (block->kind == WJ_TABLE) {
            add_grid(block->grid, out);
            continue;
        }
        for (size_t j = 0; block->kind == WJ_CHOICES && j < block->count; j++) {
            wj_buf_addf(out, "%s%s", j > 0 ? " / " : "", block->choices[j]);
        }
        wj_buf_addf(out, "%s\n", block->text);
    }
}

static void print_form(const char *definition, enum wj_language language, struct wj_buf *out)
{
    char *folder = folder_new();
    struct wj_diags diags = {0};
    struct wj_survey *survey = NULL;
    struct wj_report report = {0};
    write_text(in_folder(folder, "survey.yaml"), definition);
    enum wj_status status = wj_survey_load(&diags, in_folder(folder, "survey.yaml"), &survey);
    if (status == WJ_OK) {
        survey->output.language = language;
        status = wj_form_build(&diags, survey, 0, &report);
    }
    show_diags(&diags);
    assert_int_equal(status, WJ_OK);
    wj_buf_reset(out);
    dump(&report, out);
    wj_report_clear(&report);
    wj_survey_free(survey);
    wj_diags_clear(&diags);
    folder_remove(folder);
}

/* The form has `says` as a whole line; NULL: not the next. */
static const struct {
    const char *definition;
    const char *says;
    const char * not ;
} cases[] = {
    {HEAD "questions:\n  - " YES "\n", "# 满意度调查问卷", "编号"},
    {"survey: 民意问卷\nquestions:\n  - " YES "\n", "# 民意问卷", NULL},
    {HEAD "form: {title: 问卷一}\nquestions:\n  - " YES "\n", "# 问卷一", "满意度"},
    {HEAD "id: 表号\nquestions:\n  - " YES "\n", "> 表号：____________", NULL},
    {HEAD "id: '/^(编号|序号)$/'\nquestions:\n  - " YES "\n", "> 编号：____________", "|"},
    {HEAD "form: {greeting: \"各位：\\n你们好！\"}\nquestions:\n  - " YES "\n", "你们好！",
     "感谢您参加"},
    {HEAD "form: {confidentiality: false}\nquestions:\n  - " YES "\n", NULL, "保密"},
    {HEAD "form: {closing: no}\nquestions:\n  - " YES "\n", NULL, "到此结束"},
    {HEAD "questions:\n  - " YES "\n", "填写说明：请在所选项的□内打“√”。标明“单选”的题只选一项。",
     "多选"},
    {HEAD "questions:\n  - {name: 言, type: text}\n", "? 1. 言", "填写说明"},
    {HEAD "questions:\n  - {name: 言, type: text}\n", "3 lines", "□"},
    /* Options. */
    {HEAD "questions:\n  - " YES "\n", "□ A. 是 / B. 否", NULL},
    {HEAD "questions:\n  - {name: 项, type: single, options: [{code: 好}, {code: B, label: "
          "B、差}]}\n",
     "□ 好 / B、差", "B. B"},
    {HEAD "questions:\n  - {name: 项, type: multiple, options: [{code: A, label: 水, other: true}, "
          "{code: B, label: 无}], exclusive: [B]}\n",
     "□ A. 水（请说明：____________） / B. 无（选此项时不再选其他项）", "标明“单选”"},
    /* Numbers. */
    {HEAD "questions:\n  - {name: 龄, type: quantity, min: 16, max: 100}\n",
     "? 1. 龄（填数字，16～100）：____________", "□"},
    {HEAD "questions:\n  - {name: 龄, type: quantity, min: 0.5}\n",
     "? 1. 龄（填数字，不小于 0.5）：____________", NULL},
    {HEAD "questions:\n  - {name: 龄, type: quantity, max: 9}\n",
     "? 1. 龄（填数字，不大于 9）：____________", NULL},
    {HEAD "questions:\n  - {name: 龄, type: quantity}\n", "? 1. 龄（填数字）：____________", NULL},
    {HEAD "questions:\n  - {name: 问, label: '1、您是（单选）', type: single, options: [{code: A}, "
          "{code: B}]}\n",
     "? 1、您是（单选）", "1. 1"},
    {HEAD "questions:\n  - {name: 问, label: 10年前, type: text}\n", "? 1. 10年前", NULL},
    /* Who answers. */
    {ASKED("用过=\"A\""), "? 2. 言（第 1 题选 A 者回答）", NULL},
    {ASKED("\"A\"=用过"), "? 2. 言（第 1 题选 A 者回答）", NULL},
    {ASKED("OR(用过=\"A\",用过=\"B\")"), "? 2. 言（第 1 题选 A 或 B 者回答）", NULL},
    {ASKED("用过<>\"B\""), "? 2. 言（第 1 题未选 B 者回答）", NULL},
    {ASKED("AND(用过=\"A\",用过<>\"B\")"), NULL, "言（第 1 题选"},
    {ASKED("NOT(用过=\"A\")"), "? 2. 言（符合下列条件者回答：NOT(第1题=\"A\")）", NULL},
    {ASKED("用过<>\"\""), "? 2. 言（符合下列条件者回答：第1题<>\"\"）", NULL},
    {HEAD "questions:\n  - {name: 项, type: multiple, options: [{code: 水}, {code: B, label: "
          "电}]}\n  - {name: 言, type: text, asked_if: 'OR(HAS(项,\"水\"),HAS(项,\"B\"))'}\n",
     "? 2. 言（第 1 题选 “水” 或 B 者回答）", NULL},
    /* Tables. */
    {HEAD SCALE "questions:\n  - {name: 甲, type: single, scale: 度}\n  - {name: 乙, type: single, "
                "scale: 度}\n",
     "? 2. 乙（单选）", "table"},
    {HEAD SCALE "questions:\n  - {name: 甲, type: single, scale: 度}\n  - {name: 乙, type: single, "
                "scale: 度}\n  - {name: 丙, type: single, scale: 度}\n",
     "题目|A. 满意|B. 不满意", "? 2"},
    {HEAD SCALE
     "questions:\n  - " YES "\n  - {name: 甲, type: single, scale: 度}\n  - {name: 乙, "
     "type: single, scale: 度, asked_if: '用过=\"A\"'}\n  - {name: 丙, type: single, scale: "
     "度}\n",
     "3. 乙（第 1 题选 A 者回答）|□|□", NULL},
    {HEAD SCALE "questions:\n  - {name: 甲, type: single, scale: 度}\n  - {name: 乙, type: single, "
                "scale: 度}\n  - " YES "\n  - {name: 丙, type: single, scale: 度}\n",
     "? 4. 丙（单选）", "table"},
    {HEAD "scales:\n  度: [{code: A, label: 满意}, {code: B, label: 不满意, other: true}]\n"
          "questions:\n  - {name: 甲, type: single, scale: 度}\n  - {name: 乙, type: single, "
          "scale: 度}\n  - {name: 丙, type: single, scale: 度}\n",
     "题目|A. 满意|B. 不满意|选 B 的请说明", NULL},
    {HEAD "scales:\n  度: [{code: A, label: 一个比表头能容下的选项长出了许多的选项}, {code: B}]\n"
          "questions:\n  - {name: 甲, type: single, scale: 度}\n  - {name: 乙, type: single, "
          "scale: 度}\n  - {name: 丙, type: single, scale: 度}\n",
     "? 3. 丙（单选）", "table"},
};

static bool has_line(const char *text, const char *line)
{
    size_t len = strlen(line);
    for (const char *at = text; (at = strstr(at, line)) != NULL; at++) {
        if ((at == text || at[-1] == '\n') && at[len] == '\n') {
            return true;
        }
    }
    return false;
}

static void a_form_says_what_the_definition_says(void **state)
{
    struct wj_buf text = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_form(cases[i].definition, WJ_CHINESE, &text);
        const char *found = wj_buf_text(&text);
        bool said = cases[i].says == NULL || has_line(found, cases[i].says);
        bool silent = cases[i].not == NULL || strstr(found, cases[i].not ) == NULL;
        if (!said || !silent) {
            print_error("case %zu: %s %s in\n%s\n", i, said ? "there is" : "no",
                        said ? cases[i].not : cases[i].says, found);
            wrong++;
        }
    }
    wj_buf_clear(&text);
    assert_int_equal(wrong, 0);
}

static void an_english_form_has_english_words(void **state)
{
    struct wj_buf text = {0};
    (void)state;
    print_form("survey: Water survey\nid: Form\nquestions:\n  - {name: used, label: Do you use it, "
               "type: single, options: [{code: A, label: Yes}, {code: B, label: No}]}\n  - {name: "
               "Age, type: quantity, min: 16, asked_if: 'used=\"A\"'}\n",
               WJ_ENGLISH, &text);
    assert_string_equal(
        wj_buf_text(&text),
        "# Water survey\n> Form: ____________\n"
        "Thank you for taking part in this survey. Please answer from your own experience.\n"
        "Your answers are used for statistics only and are kept confidential.\n"
        "How to answer: tick the box □ of the option that you choose. Where it says “one answer”, "
        "tick one only. Where a question says who answers it, others leave it out.\n"
        "? 1. Do you use it (one answer)\n□ A. Yes / B. No\n"
        "? 2. Age (a number, at least 16; only if in question 1 you chose A): ____________\n"
        "This is the end of the questionnaire. Thank you for your help.\n");
    wj_buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_says_what_the_definition_says),
        cmocka_unit_test(an_english_form_has_english_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
