#include "check_answers.h"

#include "check_shown.h"
#include "wjtab/base/message.h"
#include "wjtab/report/section.h"

enum { MOST_LINES = 20, COLUMNS = 5 };

/* ---- in words ---- */

void wj_check_add_advice(struct wj_buf *out, const struct wj_question *question,
                         const struct wj_advice *advice)
{
    if (advice->ambiguous) {
        wj_buf_addf(out, _("the patterns of “%s” and “%s” both fit"),
                    question->options[advice->options[0]].label,
                    question->options[advice->options[1]].label);
    } else if (advice->nearest != NULL) {
        wj_buf_addf(out, _("nearest: %s"), advice->nearest);
    }
}

static void add_option(struct wj_buf *out, const struct wj_option *option)
{
    wj_buf_addf(out, "%s%s", out->len > 0 ? ", " : "", option->code);
    if (strcmp(option->label, option->code) != 0) {
        wj_buf_addf(out, " %s", option->label);
    }
}

static bool is_chosen(const struct wj_spelling *spelling, size_t option)
{
    return spelling->chosen != NULL ? (spelling->chosen[option / 64] >> option % 64 & 1) != 0
                                    : spelling->option == option;
}

static void add_taken(struct wj_buf *out, const struct wj_question *question,
                      const struct wj_spelled *spelled, const struct wj_spelling *spelling)
{
    switch (spelling->state) {
    case WJ_BLANK:
        wj_buf_add_text(out, spelled->option >= 0 ? _("not chosen") : _("empty"));
        return;
    case WJ_NOT_ASKED:
        wj_buf_add_text(out, _("not asked"));
        return;
    case WJ_SEVERAL:
        wj_buf_add_text(out, _("several ticks"));
        return;
    case WJ_UNKNOWN:
        wj_buf_add_text(out, _("unknown"));
        if (spelling->advice.ambiguous || spelling->advice.nearest != NULL) {
            wj_buf_add_text(out, "; ");
            wj_check_add_advice(out, question, &spelling->advice);
        }
        return;
    case WJ_ANSWERED:
        break;
    }
    if (spelled->option >= 0) {
        add_option(out, &question->options[spelled->option]);
        return;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        if (is_chosen(spelling, i)) {
            add_option(out, &question->options[i]);
        }
    }
}

static void add_line(struct wj_grid *grid, const struct wj_question *question,
                     const struct wj_spelled *spelled, const struct wj_spelling *spelling)
{
    struct wj_buf taken = {0};
    add_taken(&taken, question, spelled, spelling);
    wj_check_cell(grid, question->name);
    wj_check_cell(grid, spelled->header);
    wj_check_cell(grid, spelling->shown);
    wj_check_cell(grid, wj_buf_text(&taken));
    wj_grid_count(grid, spelling->count);
    wj_buf_clear(&taken);
}

static void add_more(struct wj_grid *grid, const struct wj_question *question, const char *format,
                     uint64_t count, uint64_t times)
{
    char said[200];
    snprintf(said, sizeof said, format, (unsigned long long)count);
    wj_check_cell(grid, question->name);
    wj_check_cell(grid, "");
    wj_check_cell(grid, said);
    wj_check_cell(grid, "");
    wj_grid_count(grid, times);
}

/* The lines of one question, at most MOST_LINES of them unless `all`. */
static void add_question(struct wj_grid *grid, const struct wj_spellings *spellings, size_t number,
                         bool all)
{
    const struct wj_question *question = &spellings->survey->questions[number];
    uint64_t lines = 0;
    uint64_t hidden = 0;
    uint64_t hidden_times = 0;
    uint64_t beyond = 0;
    for (size_t i = spellings->first[number]; i < spellings->first[number + 1]; i++) {
        const struct wj_spelled *spelled = &spellings->columns[i];
        beyond += spelled->more;
        for (size_t j = 0; j < spelled->count; j++) {
            if (all || lines < MOST_LINES) {
                add_line(grid, question, spelled, &spelled->list[j]);
                lines++;
            } else {
                hidden++;
                hidden_times += spelled->list[j].count;
            }
        }
    }
    if (hidden > 0) {
        add_more(grid, question, _("… and %llu more spellings (--all)"), hidden, hidden_times);
    }
    if (beyond > 0) {
        add_more(grid, question, _("… and %llu more answers in still other spellings"), beyond,
                 beyond);
    }
}

enum wj_status wj_check_add_answers(struct wj_report *report, const struct wj_check *check,
                                    bool all)
{
    const char *const header[COLUMNS] = {_("question"), _("column"), _("answer"), _("taken for"),
                                         _("times")};
    if (check->spellings.count == 0) {
        return WJ_OK;
    }
    struct wj_grid *grid = wj_check_table(report, _("Answers and their options"), header, COLUMNS);
    for (size_t i = 0; grid != NULL && i < check->spellings.survey->question_count; i++) {
        add_question(grid, &check->spellings, i, all);
    }
    return grid != NULL ? wj_check_grid_status(grid) : WJ_MEMORY;
}

/* ---- for programs ---- */

json_t *wj_check_patterns_of(const struct wj_question *question, const struct wj_advice *advice)
{
    json_t *codes = json_array();
    for (size_t i = 0; advice->ambiguous && i < 2; i++) {
        json_array_append_new(codes, json_string(question->options[advice->options[i]].code));
    }
    return codes;
}

static const char *state_word(const struct wj_spelled *spelled, enum wj_answer_state state)
{
    switch (state) {
    case WJ_BLANK:
        return spelled->option >= 0 ? "not_chosen" : "empty";
    case WJ_NOT_ASKED:
        return "not_asked";
    case WJ_UNKNOWN:
        return "unknown";
    case WJ_SEVERAL:
        return "several_ticks";
    case WJ_ANSWERED:
        break;
    }
    return spelled->option >= 0 ? "chosen" : "answered";
}

static json_t *codes_of(const struct wj_question *question, const struct wj_spelled *spelled,
                        const struct wj_spelling *spelling)
{
    json_t *codes = json_array();
    for (size_t i = 0; spelling->state == WJ_ANSWERED && i < question->option_count; i++) {
        bool here = spelled->option >= 0 ? spelled->option == (long)i : is_chosen(spelling, i);
        if (here) {
            json_array_append_new(codes, json_string(question->options[i].code));
        }
    }
    return codes;
}

static json_t *spelling_of(const struct wj_question *question, const struct wj_spelled *spelled,
                           const struct wj_spelling *spelling)
{
    return json_pack("{s:s, s:b, s:I, s:s, s:o, s:s?, s:o}", "answer", spelling->shown, "cut",
                     spelling->cut ? 1 : 0, "count", (json_int_t)spelling->count, "taken",
                     state_word(spelled, spelling->state), "codes",
                     codes_of(question, spelled, spelling), "nearest", spelling->advice.nearest,
                     "patterns", wj_check_patterns_of(question, &spelling->advice));
}

json_t *wj_check_answers_of(const struct wj_check *check)
{
    const struct wj_spellings *spellings = &check->spellings;
    json_t *list = json_array();
    for (size_t i = 0; i < spellings->count; i++) {
        const struct wj_spelled *spelled = &spellings->columns[i];
        const struct wj_question *question = &spellings->survey->questions[spelled->question];
        const char *option = spelled->option >= 0 ? question->options[spelled->option].code : NULL;
        json_t *found = json_array();
        for (size_t j = 0; j < spelled->count; j++) {
            json_array_append_new(found, spelling_of(question, spelled, &spelled->list[j]));
        }
        json_array_append_new(list,
                              json_pack("{s:s, s:s?, s:I, s:s, s:o, s:I}", "question",
                                        question->name, "option", option, "column",
                                        (json_int_t)spelled->column + 1, "header", spelled->header,
                                        "spellings", found, "more", (json_int_t)spelled->more));
    }
    return list;
}
