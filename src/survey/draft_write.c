#include "draft.h"
#include "wjtab/base/number.h"
#include "wjtab/base/text.h"

#define CONFIRM "  # 请核对"

enum { MOST_MARKS = 20 };

/* --- the head --- */

static void write_key(struct wj_buf *out, const char *key, const char *value, const char *comment)
{
    if (value != NULL) {
        wj_buf_addf(out, "%s: ", key);
        wj_draft_scalar(out, wj_slice_of(value));
        wj_buf_addf(out, "%s\n", comment);
    }
}

static void write_head(const struct wj_draft *draft, const struct wj_draft_text *text,
                       struct wj_buf *out)
{
    wj_buf_addf(out, "# wjtab init 起草的问卷定义（%s，%llu 条记录）\n",
                wj_draft_platform_name(draft->platform), (unsigned long long)draft->records);
    wj_buf_add_text(out, "# 标有“请核对”的是根据数据推测的，请逐条与问卷核对，核对后删去该注释。\n"
                         "# 以 # 开头的设置需要由人填写：填好后去掉行首的 # 和空格。\n");
    if (draft->misfits > 0) {
        wj_buf_addf(out, "# 另有 %llu 条记录的列数与表头不符，起草时没有用到。\n",
                    (unsigned long long)draft->misfits);
    }
    write_key(out, "survey", text->title, "  # 请核对：报告的标题");
    wj_buf_add_text(out, "# population: 总人数        # 调查对象的总人数，知道时填写\n"
                         "# distributed: 发放份数     # 发放的问卷份数，用于计算回收率\n"
                         "# returned: 回收份数        # 回收份数多于录入的记录数时才填写\n");
    if (text->responses != NULL) {
        write_key(out, "responses", text->responses, "");
    } else {
        wj_buf_add_text(out, "# responses: 数据文件       # 运行时也可以写在命令行上\n");
    }
    write_key(out, "encoding", text->encoding, "");
    write_key(out, "delimiter", text->delimiter, "");
    write_key(out, "sheet", text->sheet, "");
}

/* The header as a column's text; what YAML can't hold, and what looks like a regex, as a regex. */
static void write_column(struct wj_buf *out, const struct wj_draft_column *column)
{
    struct wj_buf regex = {0};
    if (wj_draft_needs_regex(column)) {
        wj_buf_add_text(&regex, "/^");
        wj_draft_quote_regex(&regex, column->cleaned);
        wj_buf_add_text(&regex, "$/");
        wj_draft_scalar(out, wj_buf_slice(&regex));
    } else {
        wj_draft_scalar(out, column->header);
    }
    wj_buf_clear(&regex);
}

static void write_id(const struct wj_draft *draft, struct wj_buf *out)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        if (draft->columns[i].role == WJ_DRAFT_ID) {
            wj_buf_add_text(out, "id: ");
            write_column(out, &draft->columns[i]);
            wj_buf_add_text(out, "\n");
        }
    }
}

static void list_columns(const struct wj_draft *draft, enum wj_draft_role role, const char *title,
                         struct wj_buf *out)
{
    size_t count = 0;
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct wj_draft_column *column = &draft->columns[i];
        if (column->role != role || (role == WJ_DRAFT_UNNAMED && column->filled == 0)) {
            continue;
        }
        if (count++ == 0) {
            wj_buf_addf(out, "# %s：\n", title);
        }
        wj_buf_addf(out, "#   第 %zu 列 ", i + 1);
        wj_draft_comment(out, column->header);
        wj_buf_add_text(out, "\n");
    }
}

static void write_left_out(const struct wj_draft *draft, struct wj_buf *out)
{
    list_columns(draft, WJ_DRAFT_META, "平台附加的列，不作为题目", out);
    list_columns(draft, WJ_DRAFT_PERSONAL, "像是含个人信息的列，不作为题目（请核对）", out);
    list_columns(draft, WJ_DRAFT_TWICE, "表头重复的列，改名后才能作为题目", out);
    list_columns(draft, WJ_DRAFT_UNNAMED, "没有表头的列，不作为题目", out);
    list_columns(draft, WJ_DRAFT_LEFT_OUT, "没有列入的列（题目太多，或表头太长且含特殊字符）", out);
}

/* --- options --- */

/* Is the word a label or a code of one of the options? */
static bool is_spelled(const struct wj_draft_question *question, const char *word)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (wj_slice_is(question->options[i].label, word) ||
            wj_slice_is(question->options[i].code, word)) {
            return true;
        }
    }
    return false;
}

static void write_also(const struct wj_draft_question *question,
                       const struct wj_draft_option *option, struct wj_buf *out)
{
    size_t count = 0;
    for (size_t i = 0; option->words != NULL && option->words[i] != NULL; i++) {
        if (!is_spelled(question, option->words[i])) {
            wj_buf_add_text(out, count++ == 0 ? ", also: [" : ", ");
            wj_draft_scalar(out, wj_slice_of(option->words[i]));
        }
    }
    wj_buf_add_text(out, count > 0 ? "]" : "");
}

static void write_options(const struct wj_draft_question *question, const char *indent,
                          struct wj_buf *out)
{
    for (size_t i = 0; i < question->option_count; i++) {
        const struct wj_draft_option *option = &question->options[i];
        wj_buf_addf(out, "%s- {code: ", indent);
        wj_draft_scalar(out, option->code);
        wj_buf_add_text(out, ", label: ");
        wj_draft_scalar(out, option->label);
        if (option->score != NULL) {
            wj_buf_addf(out, ", score: %s", option->score);
        }
        write_also(question, option, out);
        wj_buf_add_text(out, option->other ? ", other: true}" : "}");
        wj_buf_add_text(out, option->control ? "  # 已去掉控制字符\n" : "\n");
    }
}

static bool has_family(const struct wj_draft *draft, enum wj_draft_family family)
{
    bool has = false;
    for (size_t i = 0; i < draft->question_count; i++) {
        has = has || draft->questions[i].family == family;
    }
    return has;
}

/* What a person may want for letters that nothing is known about. */
static void write_example(const char *before, struct wj_buf *out)
{
    static const char *const lines[] = {
        "满意度:                      # 计分的选项；题目里写 scale: 满意度，代替 options",
        "  - {code: A, label: 非常满意, score: 100}",
        "  - {code: B, label: 满意, score: 80}",
        "  - {code: C, label: 一般, score: 60}",
        "  - {code: D, label: 不满意, score: 0}",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        wj_buf_addf(out, "%s%s\n", before, lines[i]);
    }
}

static void write_scales(const struct wj_draft *draft, struct wj_buf *out)
{
    wj_buf_add_text(out, draft->scale_count > 0 ? "\nscales:" CONFIRM "：选项、顺序和分值\n"
                                                : "\n# scales:\n");
    for (size_t i = 0; i < draft->scale_count; i++) {
        wj_buf_add_text(out, "  ");
        wj_draft_scalar(out, draft->scales[i].name);
        wj_buf_add_text(out, ":\n");
        write_options(&draft->questions[draft->scales[i].question], "    ", out);
    }
    if (!has_family(draft, WJ_FAMILY_SATISFACTION)) {
        write_example(draft->scale_count > 0 ? "  # " : "#   ", out);
    }
}

/* --- questions --- */

static const char *const type_names[] = {"single", "multiple", "quantity", "text"};

static void write_place(const struct wj_draft *draft, const struct wj_draft_question *question,
                        struct wj_buf *out)
{
    struct wj_buf regex = {0};
    if (question->columns > 1) {
        wj_buf_add_text(&regex, "/");
        wj_buf_add(&regex, question->pattern);
        wj_buf_add_text(&regex, "/");
        wj_buf_add_text(out, "    columns: ");
        wj_draft_scalar(out, wj_buf_slice(&regex));
    } else {
        wj_buf_add_text(out, "    column: ");
        write_column(out, &draft->columns[question->column]);
    }
    wj_buf_add_text(out, "\n");
    wj_buf_clear(&regex);
}

static void write_exclusive(const struct wj_draft_question *question, struct wj_buf *out)
{
    size_t count = 0;
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->options[i].exclusive) {
            wj_buf_add_text(out, count++ == 0 ? "    exclusive: [" : ", ");
            wj_draft_scalar(out, question->options[i].code);
        }
    }
    wj_buf_add_text(out, count > 0 ? "]" CONFIRM "：选了它就不应再选别的\n" : "");
}

static void write_limits(const struct wj_draft_column *column, struct wj_buf *out)
{
    wj_buf_add_text(out, "    # min: ");
    wj_number_exact(out, column->least);
    wj_buf_add_text(out,
                    "    # 数据中的最小值；超出合理范围的答案应为无效时，填写界限\n    # max: ");
    wj_number_exact(out, column->most);
    wj_buf_add_text(out, "    # 数据中的最大值\n");
}

static const char *options_comment(const struct wj_draft_question *question)
{
    if (question->letters || question->numbers) {
        return CONFIRM "：label 请按问卷填写，缺少的选项请补上";
    }
    return CONFIRM "：无人选择的选项请补上";
}

static void write_choices(const struct wj_draft *draft, const struct wj_draft_question *question,
                          struct wj_buf *out)
{
    if (question->scale >= 0) {
        wj_buf_add_text(out, "    scale: ");
        wj_draft_scalar(out, draft->scales[question->scale].name);
        wj_buf_add_text(
            out, question->letters || question->numbered ? CONFIRM "：字母或序号的含义\n" : "\n");
    } else {
        wj_buf_addf(out, "    options:%s\n", options_comment(question));
        write_options(question, "      ", out);
    }
    if (question->numbered) {
        wj_buf_add_text(out, "    numbered: true" CONFIRM "：1 是第一个选项\n");
    }
    if (question->left_personal) {
        wj_buf_add_text(out, "    # 有的答案像是个人信息，没有列为选项\n");
    }
    write_exclusive(question, out);
}

static void write_question(struct wj_draft *draft, const struct wj_draft_question *question,
                           struct wj_buf *out)
{
    struct wj_slice label = wj_draft_printable(draft, question->label);
    bool closed = question->type == WJ_SINGLE || question->type == WJ_MULTIPLE;
    wj_buf_add_text(out, "\n  - name: ");
    wj_draft_scalar(out, question->name);
    wj_buf_add_text(out, "\n    label: ");
    wj_draft_scalar(out, label.len > 0 ? label : question->name);
    wj_buf_add_text(out, wj_draft_has_control(question->label) ? "  # 已去掉控制字符\n" : "\n");
    write_place(draft, question, out);
    wj_buf_addf(out, "    type: %s" CONFIRM "\n", type_names[question->type]);
    if (closed) {
        write_choices(draft, question, out);
    }
    if (question->type == WJ_QUANTITY) {
        write_limits(&draft->columns[question->column], out);
    }
    if (question->asked_if.len > 0) {
        wj_buf_add_text(out, "    # asked_if: ");
        wj_draft_scalar(out, question->asked_if);
        wj_buf_add_text(out, CONFIRM "：这一题的空白恰好都在其余的答卷上，可能是跳题\n");
    }
}

/* --- valid --- */

/* The platform's own verdict: a rule for each spelling that says 无效. */
static void write_verdict(const struct wj_draft *draft, const struct wj_draft_question *question,
                          struct wj_buf *out)
{
    const struct wj_draft_values *cells = &draft->columns[question->column].cells;
    struct wj_buf formula = {0};
    size_t count = 0;
    for (size_t i = 0; i < cells->index.count && count < MOST_MARKS; i++) {
        struct wj_slice text = wj_draft_value(cells, i);
        if (!wj_draft_holds(text, "无效") || wj_draft_has_control(text)) {
            continue;
        }
        wj_buf_add_text(&formula, count++ > 0 ? "," : "");
        wj_buf_add(&formula, question->name);
        wj_buf_add_char(&formula, '=');
        wj_formula_quote(&formula, text);
    }
    if (count > 0) {
        struct wj_buf any = {0};
        wj_buf_addf(&any, count > 1 ? "OR(%s)" : "%s", wj_buf_text(&formula));
        wj_buf_add_text(out, "  rules:\n    - {name: 平台标为无效, reject_if: ");
        wj_draft_scalar(out, wj_buf_slice(&any));
        wj_buf_clear(&any);
        wj_buf_add_text(out, "}" CONFIRM "\n");
    }
    wj_buf_clear(&formula);
}

static void write_valid(const struct wj_draft *draft, struct wj_buf *out)
{
    wj_buf_add_text(out, "\nvalid:" CONFIRM "：有效问卷的条件\n"
                         "  required: scored           # 计分的题都要答；all：除文字题外都要答\n");
    for (size_t i = 0; i < draft->column_count; i++) {
        if (draft->columns[i].role == WJ_DRAFT_DURATION) {
            wj_buf_add_text(out, "  min_seconds: {column: ");
            write_column(out, &draft->columns[i]);
            wj_buf_add_text(out, ", at_least: 30}" CONFIRM "：答题少于多少秒的无效\n");
        }
    }
    for (size_t i = 0; i < draft->question_count; i++) {
        if (draft->columns[draft->questions[i].column].role == WJ_DRAFT_CLEANING) {
            write_verdict(draft, &draft->questions[i], out);
        }
    }
    wj_buf_add_text(out, "  # max_missing: 40%         # 未答的题超过这个比例的无效\n");
}

/* --- measures --- */

/* Lists the questions of a family; false where there is none. */
static bool list_family(const struct wj_draft *draft, enum wj_draft_family family,
                        struct wj_buf *out)
{
    size_t count = 0;
    for (size_t i = 0; i < draft->question_count; i++) {
        if (draft->questions[i].family == family) {
            wj_buf_add_text(out, count++ > 0 ? ", " : "");
            wj_draft_scalar(out, draft->questions[i].name);
        }
    }
    return count > 0;
}

static void write_measures(const struct wj_draft *draft, struct wj_buf *out)
{
    static const char *const names[WJ_FAMILIES] = {
        [WJ_FAMILY_SATISFACTION] = "满意度", [WJ_FAMILY_AWARENESS] = "政策知晓率",
        [WJ_FAMILY_AGREEMENT] = "认同度",    [WJ_FAMILY_GRADE] = "评价等级",
        [WJ_FAMILY_QUALITY] = "评价",
    };
    bool any = false;
    for (unsigned family = 1; family < WJ_FAMILIES; family++) {
        struct wj_buf list = {0};
        if (list_family(draft, (enum wj_draft_family)family, &list)) {
            wj_buf_add_text(out, any ? "" : "\nmeasures:" CONFIRM "：哪些题计入哪个指标\n");
            wj_buf_addf(out, "  - {name: %s, mean_of: [%s]}" CONFIRM "\n", names[family],
                        wj_buf_text(&list));
            any = true;
        }
        wj_buf_clear(&list);
    }
    if (!any) {
        wj_buf_add_text(
            out, "\n# measures:                  # 没有认出计分的题；给选项加上 score 后填写\n"
                 "#   - {name: 满意度, mean_of: [题目名称, 题目名称]}\n");
    }
    wj_buf_add_text(out, "\n# tables:                    # 交叉表：行是要分析的题，列是分组的题\n"
                         "#   - {rows: [题目名称], by: [题目名称]}\n");
}

enum wj_status wj_draft_write(struct wj_draft *draft, const struct wj_draft_text *text,
                              struct wj_buf *out)
{
    write_head(draft, text, out);
    write_id(draft, out);
    write_left_out(draft, out);
    write_scales(draft, out);
    wj_buf_add_text(out, "\nquestions:" CONFIRM "：名称、题型和选项\n");
    for (size_t i = 0; i < draft->question_count; i++) {
        write_question(draft, &draft->questions[i], out);
    }
    write_valid(draft, out);
    write_measures(draft, out);
    return draft->no_memory ? WJ_MEMORY : wj_buf_status(out);
}
