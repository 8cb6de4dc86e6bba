/* A response that counts several times, and numbers beyond what a histogram holds. */
#include "../measure/job_support.h"

static const char definition[] =
    "survey: t\n"
    "responses: responses.csv\n"
    "questions:\n"
    "  - {name: 评, type: single, options: [{code: A, score: 2}, {code: B, score: 1}]}\n"
    "  - {name: 务, type: single, options: [{code: A, score: 2}, {code: B, score: 1}]}\n"
    "  - {name: 多, type: multiple, options: [{code: A}, {code: B}]}\n"
    "  - {name: 龄, type: quantity}\n"
    "  - {name: 言, type: text, themes: [{label: 快, pattern: 快}]}\n"
    "summaries: [alpha]\n"
    "valid: {required: []}\n"
    "measures: [{name: 率, mean_of: [评, 务]}, {name: 甲, share_of: {question: 多, codes: [A]}}]\n"
    "tables: [{rows: [评], by: [多]}]\n";

#define HEADER "评,务,多,龄,言\n"
#define ONE "A,B,A;B,30,很快\n"
#define TWO ",B,A,2.5,慢\n"

static void show_numbers(const struct wj_quantity_tally *quantity, struct wj_buf *out)
{
    char *sum = mpq_get_str(NULL, 10, quantity->rest_sum);
    wj_buf_addf(out, "; %llu numbers, sum %s;", (unsigned long long)quantity->rest, sum);
    for (size_t i = 0; i < quantity->values.count; i++) {
        const struct wj_map_entry *entry = &quantity->values.entries[i];
        wj_buf_addf(out, " %s: %llu", entry->key.ptr, (unsigned long long)entry->value);
    }
    free(sum);
}

/* What there is to count, in one line. */
static void show(const struct wj_tally *tally, struct wj_buf *out)
{
    const struct wj_cross_tally *cross = &tally->crosses[0];
    wj_buf_addf(out, "%llu;", (unsigned long long)tally->effective);
    for (size_t i = 0; i < tally->survey->question_count; i++) {
        const struct wj_question_tally *question = &tally->questions[i];
        wj_buf_addf(out, " %llu %llu %llu", (unsigned long long)question->base,
                    (unsigned long long)question->answered, (unsigned long long)question->uncoded);
        for (size_t j = 0; j < tally->survey->questions[i].option_count; j++) {
            wj_buf_addf(out, " %llu", (unsigned long long)question->counts[j]);
        }
    }
    for (size_t i = 0; i < tally->joints[0].row_count * tally->joints[0].column_count; i++) {
        wj_buf_addf(out, " %llu/%llu", (unsigned long long)tally->joints[0].cells[i],
                    (unsigned long long)tally->joints[0].complete[i]);
    }
    for (size_t i = 0; i < cross->row_count * cross->column_count; i++) {
        wj_buf_addf(out, " %llu", (unsigned long long)cross->cells[i]);
    }
    wj_buf_addf(out, "; %llu %llu %llu", (unsigned long long)tally->scale.complete,
                (unsigned long long)tally->measures[0].base,
                (unsigned long long)tally->measures[1].any_of);
    show_numbers(tally->questions[3].quantity, out);
}

static void count_into(const char *responses, uint64_t times, struct wj_buf *out)
{
    char *folder = folder_new();
    struct job job = {.more_times = times - 1};
    write_text(in_folder(folder, "survey.yaml"), definition);
    write_text(in_folder(folder, "responses.csv"), responses);
    assert_int_equal(job_count(&job, in_folder(folder, "survey.yaml"), NULL), WJ_OK);
    show(&job.tally, out);
    job_clear(&job);
    folder_remove(folder);
}

static void three_times_is_three_responses(void **state)
{
    struct wj_buf times = {0};
    struct wj_buf each = {0};
    (void)state;
    count_into(HEADER ONE TWO, 3, &times);
    count_into(HEADER ONE TWO ONE TWO ONE TWO, 1, &each);
    assert_string_equal(wj_buf_text(&times), wj_buf_text(&each));
    wj_buf_clear(&times);
    wj_buf_clear(&each);
}

/* Whatever comes first, more distinct numbers than a histogram holds leave only sums. */
static void beyond_a_histogram_the_order_decides_nothing(void **state)
{
    struct wj_buf upward = {0};
    struct wj_buf downward = {0};
    struct wj_buf shown = {0};
    (void)state;
    wj_buf_add_text(&upward, HEADER);
    wj_buf_add_text(&downward, HEADER);
    for (int i = 1; i <= 100001; i++) {
        wj_buf_addf(&upward, "A,B,A,%d,\n", i);
        wj_buf_addf(&downward, "A,B,A,%d,\n", 100002 - i);
    }
    const char *const texts[] = {wj_buf_text(&upward), wj_buf_text(&downward)};
    for (size_t i = 0; i < COUNT(texts); i++) {
        wj_buf_reset(&shown);
        count_into(texts[i], 1, &shown);
        assert_non_null(strstr(wj_buf_text(&shown), "; 100001 numbers, sum 5000150001;"));
    }
    wj_buf_clear(&upward);
    wj_buf_clear(&downward);
    wj_buf_clear(&shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_times_is_three_responses),
        cmocka_unit_test(beyond_a_histogram_the_order_decides_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
