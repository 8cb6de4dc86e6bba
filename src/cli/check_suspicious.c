#include "check_answers.h"
#include "check_shown.h"
#include "wjtab/base/message.h"
#include "wjtab/report/section.h"

enum { MOST_OF_A_KIND = 20, MOST_PLACES = 10 };

static const struct wj_question *question_of(const struct wj_check *check,
                                             const struct wj_suspicion *found)
{
    return &check->job->survey->questions[found->question];
}

static void add_share(struct wj_buf *out, const struct wj_check *check,
                      const struct wj_suspicion *found)
{
    mpq_t share;
    mpq_init(share);
    wj_number_ratio(share, found->count, found->base);
    wj_number_percent(out, share, check->job->survey->percent, false);
    mpq_clear(share);
}

/* Seconds out of milliseconds, exactly. */
static void add_seconds(struct wj_buf *out, uint64_t milliseconds)
{
    mpq_t seconds;
    mpq_init(seconds);
    wj_number_ratio(seconds, milliseconds, 1000);
    wj_number_exact(out, seconds);
    mpq_clear(seconds);
}

/* The line that a person may paste under the question: single quotes doubled. */
static void add_key_line(struct wj_buf *out, const char *formula)
{
    wj_buf_add_text(out, "asked_if: '");
    for (const char *at = formula; *at != '\0'; at++) {
        wj_buf_add_text(out, *at == '\'' ? "'" : "");
        wj_buf_add_char(out, *at);
    }
    wj_buf_add_char(out, '\'');
}

/* ---- for people ---- */

static void say_places(struct wj_buf *out, const struct wj_suspicion *found, bool all)
{
    for (size_t i = 0; i < found->place_count && (all || i < MOST_PLACES); i++) {
        wj_buf_addf(out, "%s%s:%llu", i > 0 ? ", " : "", found->places[i].file,
                    (unsigned long long)found->places[i].line);
    }
    if (!all && found->place_count > MOST_PLACES) {
        wj_buf_addf(out, _(" … and %zu more"), found->place_count - MOST_PLACES);
    }
}

static void say_question(struct wj_buf *out, const struct wj_check *check,
                         const struct wj_suspicion *found)
{
    const struct wj_question *question = question_of(check, found);
    switch (found->kind) {
    case WJ_MOSTLY_EMPTY:
        wj_buf_addf(out, _("“%s” is required, but %llu of %llu left it empty"), question->name,
                    (unsigned long long)found->count, (unsigned long long)found->base);
        break;
    case WJ_CONSTANT:
        wj_buf_addf(out, _("“%s”: all %llu who answered gave the same answer, %s"), question->name,
                    (unsigned long long)found->count, found->answer);
        break;
    case WJ_FOLLOWS:
        wj_buf_addf(out,
                    _("“%s” is empty in %llu responses, just as “%s” decides; where it was not to "
                      "be answered, add to the question: "),
                    question->name, (unsigned long long)found->count,
                    check->job->survey->questions[found->other].name);
        add_key_line(out, found->answer);
        break;
    default:
        break;
    }
}

static void say_straight(struct wj_buf *out, const struct wj_check *check,
                         const struct wj_suspicion *found)
{
    if (found->scale != NULL) {
        wj_buf_addf(out, _("%llu of %llu chose the same option for all %zu questions of “%s”: "),
                    (unsigned long long)found->count, (unsigned long long)found->base,
                    found->question_count, found->scale);
    } else {
        wj_buf_addf(out,
                    _("%llu of %llu chose the same option for all %zu questions of "
                      "`straight_line`: "),
                    (unsigned long long)found->count, (unsigned long long)found->base,
                    found->question_count);
    }
    add_share(out, check, found);
}

static void say_responses(struct wj_buf *out, const struct wj_suspicion *found, bool all)
{
    struct wj_buf store = {0};
    switch (found->kind) {
    case WJ_FAST:
        add_seconds(&store, found->median);
        wj_buf_addf(out, _("%llu of %llu took less than a third of the median of %s seconds: "),
                    (unsigned long long)found->count, (unsigned long long)found->base,
                    wj_buf_text(&store));
        break;
    case WJ_SAME_IP:
        wj_buf_addf(out, _("%llu times the same answers from one IP address within a minute: "),
                    (unsigned long long)found->count);
        break;
    case WJ_DUPLICATE_ID:
        wj_buf_addf(out, _("id “%s” stands %llu times: "), found->answer,
                    (unsigned long long)found->count);
        break;
    default:
        break;
    }
    say_places(out, found, all);
    wj_buf_clear(&store);
}

static enum wj_status say(struct wj_report *report, const struct wj_check *check,
                          const struct wj_suspicion *found, bool all)
{
    struct wj_buf said = {0};
    if (found->kind == WJ_STRAIGHT) {
        say_straight(&said, check, found);
    } else if (found->kind == WJ_FAST || found->kind == WJ_SAME_IP ||
               found->kind == WJ_DUPLICATE_ID) {
        say_responses(&said, found, all);
    } else {
        say_question(&said, check, found);
    }
    enum wj_status status = wj_buf_status(&said);
    if (status == WJ_OK) {
        status = wj_section_say(report, WJ_REMARK, wj_buf_text(&said));
    }
    wj_buf_clear(&said);
    return status;
}

/* The options of one question that nobody chose, in one sentence; moves `number` to the last. */
static enum wj_status say_unused(struct wj_report *report, const struct wj_check *check,
                                 const struct wj_suspicion *list, size_t count, size_t *number,
                                 bool all)
{
    const struct wj_question *question = question_of(check, &list[*number]);
    struct wj_buf said = {0};
    size_t start = *number;
    size_t end = start;
    wj_buf_addf(&said, _("“%s”: nobody chose "), question->name);
    while (end < count && list[end].kind == WJ_UNUSED_OPTION &&
           list[end].question == list[start].question) {
        const struct wj_option *option = &question->options[list[end].option];
        if (all || end - start < MOST_PLACES) {
            bool labelled = strcmp(option->label, option->code) != 0;
            wj_buf_addf(&said, "%s%s%s%s", end > start ? ", " : "", option->code,
                        labelled ? " " : "", labelled ? option->label : "");
        }
        end++;
    }
    if (!all && end - start > MOST_PLACES) {
        wj_buf_addf(&said, _(" … and %zu more"), end - start - MOST_PLACES);
    }
    *number = end - 1;
    enum wj_status status = wj_buf_status(&said);
    if (status == WJ_OK) {
        status = wj_section_say(report, WJ_REMARK, wj_buf_text(&said));
    }
    wj_buf_clear(&said);
    return status;
}

static enum wj_status say_hidden(struct wj_report *report, size_t hidden)
{
    struct wj_buf said = {0};
    wj_buf_addf(&said, _("… and %zu more (--all)"), hidden);
    enum wj_status status = wj_section_say(report, WJ_PARAGRAPH, wj_buf_text(&said));
    wj_buf_clear(&said);
    return status;
}

enum wj_status wj_check_add_suspicious(struct wj_report *report, const struct wj_check *check,
                                       bool all)
{
    size_t count = 0;
    size_t told[WJ_DUPLICATE_ID + 1] = {0};
    size_t hidden = 0;
    const struct wj_suspicion *list =
        check->suspect != NULL ? wj_suspect_list(check->suspect, &count) : NULL;
    enum wj_status status =
        count > 0 ? wj_section_open(report, "suspicious", _("Worth a look")) : WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        if (!all && told[list[i].kind] >= MOST_OF_A_KIND) {
            hidden++;
            continue;
        }
        told[list[i].kind]++;
        status = list[i].kind == WJ_UNUSED_OPTION ? say_unused(report, check, list, count, &i, all)
                                                  : say(report, check, &list[i], all);
    }
    if (status == WJ_OK && hidden > 0) {
        status = say_hidden(report, hidden);
    }
    if (status == WJ_OK && count > 0 && wj_suspect_truncated(check->suspect)) {
        status = wj_section_say(report, WJ_PARAGRAPH,
                                _("only the first 1,000,000 responses were compared with each "
                                  "other"));
    }
    return status;
}

/* ---- for programs ---- */

static json_t *places_of(const struct wj_suspicion *found)
{
    json_t *list = json_array();
    for (size_t i = 0; i < found->place_count; i++) {
        const struct wj_sighting *place = &found->places[i];
        json_array_append_new(list, json_pack("{s:s, s:I, s:I}", "file", place->file, "record",
                                              (json_int_t)place->record, "line",
                                              (json_int_t)place->line));
    }
    return list;
}

static json_t *share_of(const struct wj_check *check, const struct wj_suspicion *found)
{
    struct wj_buf text = {0};
    mpq_t share;
    mpq_init(share);
    wj_number_ratio(share, found->count, found->base);
    add_share(&text, check, found);
    json_t *made =
        json_pack("{s:I, s:I, s:s}", "num", (json_int_t)mpz_get_ui(mpq_numref(share)), "den",
                  (json_int_t)mpz_get_ui(mpq_denref(share)), "text", wj_buf_text(&text));
    mpq_clear(share);
    wj_buf_clear(&text);
    return made;
}

static json_t *straight_of(const struct wj_check *check, const struct wj_suspicion *found)
{
    json_t *questions = json_array();
    for (size_t i = 0; i < found->question_count; i++) {
        size_t number = found->questions[i];
        json_array_append_new(questions, json_string(check->job->survey->questions[number].name));
    }
    return json_pack("{s:s, s:n, s:s?, s:o, s:I, s:I, s:o}", "kind", "straight_line", "question",
                     "scale", found->scale, "questions", questions, "count",
                     (json_int_t)found->count, "base", (json_int_t)found->base, "share",
                     share_of(check, found));
}

static json_t *follows_of(const struct wj_check *check, const struct wj_suspicion *found)
{
    struct wj_buf line = {0};
    add_key_line(&line, found->answer);
    json_t *made =
        json_pack("{s:s, s:s, s:s, s:I, s:s, s:s}", "kind", "asked_if", "question",
                  question_of(check, found)->name, "follows",
                  check->job->survey->questions[found->other].name, "count",
                  (json_int_t)found->count, "asked_if", found->answer, "yaml", wj_buf_text(&line));
    wj_buf_clear(&line);
    return made;
}

static json_t *fast_of(const struct wj_suspicion *found)
{
    struct wj_buf seconds = {0};
    add_seconds(&seconds, found->median);
    json_t *made =
        json_pack("{s:s, s:n, s:I, s:I, s:s, s:o}", "kind", "fast", "question", "count",
                  (json_int_t)found->count, "base", (json_int_t)found->base, "median_seconds",
                  wj_buf_text(&seconds), "responses", places_of(found));
    wj_buf_clear(&seconds);
    return made;
}

static json_t *suspicion_of(const struct wj_check *check, const struct wj_suspicion *found)
{
    const struct wj_question *question = question_of(check, found);
    switch (found->kind) {
    case WJ_UNUSED_OPTION:
        return json_pack("{s:s, s:s, s:s, s:s, s:I}", "kind", "unused_option", "question",
                         question->name, "code", question->options[found->option].code, "label",
                         question->options[found->option].label, "base", (json_int_t)found->base);
    case WJ_MOSTLY_EMPTY:
        return json_pack("{s:s, s:s, s:I, s:I}", "kind", "mostly_empty", "question", question->name,
                         "count", (json_int_t)found->count, "base", (json_int_t)found->base);
    case WJ_CONSTANT:
        return json_pack("{s:s, s:s, s:s, s:I}", "kind", "constant", "question", question->name,
                         "answer", found->answer, "count", (json_int_t)found->count);
    case WJ_FOLLOWS:
        return follows_of(check, found);
    case WJ_STRAIGHT:
        return straight_of(check, found);
    case WJ_FAST:
        return fast_of(found);
    case WJ_SAME_IP:
        return json_pack("{s:s, s:n, s:I, s:o}", "kind", "same_ip", "question", "count",
                         (json_int_t)found->count, "responses", places_of(found));
    case WJ_DUPLICATE_ID:
        break;
    }
    return json_pack("{s:s, s:n, s:s, s:I, s:o}", "kind", "duplicate_id", "question", "id",
                     found->answer, "count", (json_int_t)found->count, "responses",
                     places_of(found));
}

json_t *wj_check_suspicious_of(const struct wj_check *check)
{
    size_t count = 0;
    const struct wj_suspicion *list =
        check->suspect != NULL ? wj_suspect_list(check->suspect, &count) : NULL;
    json_t *all = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(all, suspicion_of(check, &list[i]));
    }
    return all;
}
