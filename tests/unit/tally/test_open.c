/* Open answers for a person, and the sequences that are frequent in them, against a plain recount.
 */
#include "../base/random.h"
#include "../measure/sets_support.h"

#include "wjtab/tally/open.h"

#define HEAD "survey: t\nresponses: responses.csv\nid: 号\n"
#define QUESTIONS                                                                                  \
    "questions:\n"                                                                                 \
    "  - {name: 甲, type: single, options: [{code: A, score: 1}, {code: B}]}\n"                   \
    "  - {name: 意见, type: text, themes: [{label: 审批, pattern: 审批}]}\n"                 \
    "  - {name: 建议, type: text}\n"
#define DEFINITION HEAD QUESTIONS "open_answers: {list: 3, phrases: 10, least: 2}\n"

static const char answers[] = "号,甲,意见,建议\n"
                              "1,A,\"停车位太少，停车难\",希望增加停车位\n"
                              "2,A,审批慢,增加停车位和座椅\n"
                              "3,C,停车位,停车位\n" /* not effective */
                              "4,B,停车位不够 13812345678,\n"
                              "5,A,停车位少,多增加停车位\n"
                              "6,A,abc,停车 位\n";

static char *folder;

static const char *phrases_text(const struct job *job, size_t question, struct wj_buf *out)
{
    struct wj_arena arena = {0};
    struct wj_phrase *phrases;
    size_t count;
    assert_int_equal(wj_open_phrases(&job->open, question, &arena, &phrases, &count), WJ_OK);
    wj_buf_reset(out);
    for (size_t i = 0; i < count; i++) {
        wj_buf_addf(out, "%.*s %llu\n", WJ_SLICE_ARG(phrases[i].text),
                    (unsigned long long)phrases[i].count);
    }
    wj_arena_clear(&arena);
    return wj_buf_text(out);
}

/* 停车位 is written by three (意见) and four (建议); 停车 by no more there, but once more in 建议.
 * 太少 and 少 stand alone. The ineffective third and those with a theme do not count. */
static void sequences_are_counted_by_respondents(void **state)
{
    struct job job;
    struct wj_buf text = {0};
    (void)state;
    job_open(&job, folder, DEFINITION, answers);
    assert_string_equal(phrases_text(&job, 1, &text), "停车位 3\n");
    assert_string_equal(phrases_text(&job, 2, &text), "停车 4\n加停车位 3\n增加停车 3\n");
    wj_buf_clear(&text);
    job_clear(&job);
}

static void answers_without_a_theme_are_listed_masked(void **state)
{
    struct job job;
    (void)state;
    job_open(&job, folder, DEFINITION, answers);
    const struct wj_open_question *first = &job.open.questions[1];
    const struct wj_open_question *second = &job.open.questions[2];
    assert_int_equal(first->count, 4);
    assert_int_equal(first->list_count, 3); /* the ceiling */
    assert_string_equal(first->list[0].text, "停车位太少，停车难");
    assert_string_equal(first->list[1].text, "停车位不够 ***");
    assert_string_equal(first->list[1].id, "4");
    assert_int_equal(first->list[1].record, 5);
    assert_int_equal(second->count, 4); /* no themes: all answers */
    const json_t *question = json_array_get(json_object_get(job.report.results, "questions"), 1);
    const json_t *open = json_object_get(question, "open_answers");
    assert_int_equal(json_integer_value(json_object_get(open, "count")), 4);
    assert_int_equal(json_integer_value(json_object_get(open, "listed")), 3);
    const json_t *phrase = json_array_get(json_object_get(open, "phrases"), 0);
    assert_string_equal(json_string_value(json_object_get(phrase, "text")), "停车位");
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(phrase, "share"), "text")), "75.00%");
    job_clear(&job);
}

/* A column whose header announces names is left out; so is everything where nobody asks. */
static void what_is_personal_is_left_out(void **state)
{
    struct job job;
    (void)state;
    job_open(&job, folder,
             HEAD "questions:\n"
                  "  - {name: 甲, type: single, options: [{code: A, score: 1}, {code: B}]}\n"
                  "  - {name: 姓名, type: text}\nopen_answers: {least: 2}\n",
             "号,甲,姓名\n1,A,欧阳某某\n2,A,欧阳某某\n");
    assert_int_equal(job.open.questions[1].count, 0);
    job_clear(&job);
    job_open(&job, folder, HEAD QUESTIONS, answers);
    assert_null(job.findings.open);
    assert_null(json_object_get(json_array_get(json_object_get(job.report.results, "questions"), 1),
                                "open_answers"));
    job_clear(&job);
}

static void long_answers_are_cut(void **state)
{
    struct job job;
    struct wj_buf csv = {0};
    struct wj_buf text = {0};
    (void)state;
    wj_buf_add_text(&csv, "号,甲,意见,建议\n");
    for (size_t i = 0; i < 2; i++) {
        wj_buf_addf(&csv, "%zu,A,", i);
        for (size_t j = 0; j < WJ_OPEN_CHARACTERS; j++) {
            wj_buf_add_text(&csv, "-");
        }
        wj_buf_add_text(&csv, "停车难,\n");
    }
    job_open(&job, folder, DEFINITION, wj_buf_text(&csv));
    const char *kept = job.open.questions[1].list[0].text;
    assert_int_equal(strlen(kept), WJ_OPEN_CHARACTERS + strlen("…"));
    assert_string_equal(kept + WJ_OPEN_CHARACTERS, "…");
    assert_string_equal(phrases_text(&job, 1, &text), "");
    wj_buf_clear(&csv);
    wj_buf_clear(&text);
    job_clear(&job);
}

/* ---- against a plain recount ---- */

enum { RESPONDENTS = 60, MOST_HAN = 9, LETTERS = 4 };

static const char *const letters[LETTERS] = {"停", "车", "位", "难"};

/* Every sequence of two to four of the four characters, by its number in base 5. */
static unsigned count_plain(char texts[][64], const char *sequence)
{
    unsigned count = 0;
    for (size_t i = 0; i < RESPONDENTS; i++) {
        count += strstr(texts[i], sequence) != NULL ? 1 : 0;
    }
    return count;
}

/* Is there a longer one, up to four characters, of as many respondents? */
static bool is_covered(char texts[][64], const char *sequence, unsigned count)
{
    char longer[64];
    if (strlen(sequence) >= 4 * 3) {
        return false;
    }
    for (size_t i = 0; i < 2 * LETTERS; i++) {
        snprintf(longer, sizeof longer, "%s%s%s", i < LETTERS ? letters[i] : "", sequence,
                 i < LETTERS ? "" : letters[i - LETTERS]);
        if (count_plain(texts, longer) == count) {
            return true;
        }
    }
    return false;
}

static size_t check_all(char texts[][64], const char *got, unsigned least)
{
    size_t wrong = 0;
    size_t shown = 0;
    for (size_t n = 2; n <= 4; n++) {
        for (size_t code = 0; code < (size_t)1 << (2 * n); code++) {
            char sequence[64] = "";
            char line[96];
            for (size_t i = 0; i < n; i++) {
                strcat(sequence, letters[code >> (2 * i) & 3]);
            }
            unsigned count = count_plain(texts, sequence);
            snprintf(line, sizeof line, "%s%s %u\n", "", sequence, count);
            const char *found = strstr(got, line);
            bool there = found != NULL && (found == got || found[-1] == '\n');
            bool should = count >= least && !is_covered(texts, sequence, count);
            wrong += there != should ? 1 : 0;
            shown += there ? 1 : 0;
        }
    }
    for (const char *at = got; *at != '\0'; at++) {
        shown -= *at == '\n' ? 1 : 0;
    }
    return wrong + shown;
}

static void random_answers_agree_with_a_recount(void **state)
{
    static char texts[RESPONDENTS][64];
    struct wj_buf csv = {0};
    struct wj_buf got = {0};
    (void)state;
    for (unsigned run = 1; run <= 40; run++) {
        struct job job;
        random_seed(run);
        wj_buf_reset(&csv);
        wj_buf_add_text(&csv, "号,甲,意见,建议\n");
        for (size_t i = 0; i < RESPONDENTS; i++) {
            texts[i][0] = '\0';
            for (size_t n = 1 + random_below(MOST_HAN); n > 0; n--) {
                strcat(texts[i], random_below(6) == 0 ? "x" : letters[random_below(LETTERS)]);
            }
            wj_buf_addf(&csv, "%zu,A,%s,\n", i, texts[i]);
        }
        job_open(&job, folder, HEAD QUESTIONS "open_answers: {phrases: 200, least: 3}\n",
                 wj_buf_text(&csv));
        size_t wrong = check_all(texts, phrases_text(&job, 1, &got), 3);
        if (wrong > 0) {
            print_error("run %u: %zu wrong\n%s", run, wrong, wj_buf_text(&got));
        }
        assert_int_equal(wrong, 0);
        job_clear(&job);
    }
    wj_buf_clear(&csv);
    wj_buf_clear(&got);
}

/* More distinct sequences than are kept: memory stays bounded, what is frequent stays, and no count
 * is too high, or too low by more than is said. */
static void rare_sequences_make_room(void **state)
{
    enum { MANY = 3000, LONG = 200 };
    struct job job;
    struct wj_buf csv = {0};
    struct wj_buf got = {0};
    (void)state;
    random_seed(7);
    wj_buf_add_text(&csv, "号,甲,意见,建议\n");
    for (size_t i = 0; i < MANY; i++) {
        wj_buf_addf(&csv, "%zu,A,", i);
        for (size_t j = 0; j < LONG; j++) {
            uint32_t letter = 0x4E00 + random_below(20000);
            wj_buf_add_char(&csv, (char)(0xE0 | letter >> 12));
            wj_buf_add_char(&csv, (char)(0x80 | (letter >> 6 & 63)));
            wj_buf_add_char(&csv, (char)(0x80 | (letter & 63)));
        }
        wj_buf_add_text(&csv, i % 2 == 0 ? "x停车位x,\n" : ",\n");
    }
    job_open(&job, folder, HEAD QUESTIONS "open_answers: {phrases: 1, least: 9}\n",
             wj_buf_text(&csv));
    const struct wj_open_question *question = &job.open.questions[1];
    assert_true(question->missed > 0);
    assert_true(question->sequences.count <= WJ_OPEN_SEQUENCES / 2);
    assert_string_equal(phrases_text(&job, 1, &got), "停车位 1500\n");
    job_clear(&job);
    wj_buf_clear(&csv);
    wj_buf_clear(&got);
}

static int begin(void **state)
{
    (void)state;
    folder = folder_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequences_are_counted_by_respondents),
        cmocka_unit_test(answers_without_a_theme_are_listed_masked),
        cmocka_unit_test(what_is_personal_is_left_out),
        cmocka_unit_test(long_answers_are_cut),
        cmocka_unit_test(random_answers_agree_with_a_recount),
        cmocka_unit_test(rare_sequences_make_room),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
