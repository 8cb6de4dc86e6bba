/* Claims to keys, judged part by part: what is dropped, and what later ones supersede. */
#include "../base/random.h"
#include "../base/support.h"

#include "unique.h"

enum { MOST = 700 };

struct trial {
    struct wj_survey survey;
    struct wj_unique unique;
    struct wj_claims lists[2];
    struct wj_contest contest;
    char keys[MOST][12]; /* in the order of the records */
    size_t count;
    bool dropped[MOST];     /* where the first of a key is kept */
    uint64_t numbers[MOST]; /* where the last is */
};

/* Some claims in two lists, in the order of their records; a blank key is none. */
static void judge_some(struct trial *trial, size_t count, uint32_t kinds)
{
    size_t records[2][MOST];
    struct wj_claims *lists = trial->lists;
    wj_claims_reset(&lists[0]);
    wj_claims_reset(&lists[1]);
    for (size_t record = 0; record < count; record++) {
        uint32_t key = random_below(kinds);
        uint32_t to = random_below(2);
        char text[12] = "";
        if (key > 0) {
            snprintf(text, sizeof text, "%u", key);
        }
        struct wj_slice cells[] = {wj_slice_of(text), wj_slice_of("甲")};
        records[to][lists[to].count] = record;
        assert_int_equal(wj_claims_put(&lists[to], record, record, cells, 1), WJ_OK);
        strcpy(trial->keys[trial->count + record], text);
    }
    assert_int_equal(wj_contest_set(&trial->contest, &lists[0], &lists[1]), WJ_OK);
    for (size_t part = 0; part < WJ_CLAIM_PARTS; part++) {
        assert_int_equal(wj_unique_judge_part(&trial->unique, part, &trial->contest), WJ_OK);
    }
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < lists[i].count; j++) {
            trial->dropped[trial->count + records[i][j]] = lists[i].list[j].dropped;
            trial->numbers[trial->count + records[i][j]] = lists[i].first + j;
        }
    }
    trial->count += count;
}

static void begin(struct trial *trial, enum wj_keep keep)
{
    *trial = (struct trial){.survey.valid.keep = keep};
    wj_unique_init(&trial->unique, &trial->survey);
}

static void end(struct trial *trial)
{
    wj_unique_clear(&trial->unique);
    wj_claims_clear(&trial->lists[0]);
    wj_claims_clear(&trial->lists[1]);
    wj_contest_clear(&trial->contest);
}

/* Does one of the responses from `from` to before `to` have the key of this one? */
static bool has_key_of(const struct trial *trial, size_t number, size_t from, size_t to)
{
    bool any = false;
    for (size_t i = from; trial->keys[number][0] != '\0' && i < to; i++) {
        any = any || strcmp(trial->keys[i], trial->keys[number]) == 0;
    }
    return any;
}

static void the_first_of_a_key_is_kept(void **state)
{
    static struct trial trial;
    (void)state;
    for (size_t i = 0; i < 40; i++) {
        uint32_t kinds = 1 + random_below(i % 2 == 0 ? 30 : 900);
        begin(&trial, WJ_KEEP_FIRST);
        while (trial.count < MOST) {
            size_t left = MOST - trial.count;
            judge_some(&trial, 1 + random_below((uint32_t)left), kinds);
        }
        for (size_t j = 0; j < trial.count; j++) {
            assert_int_equal(trial.dropped[j], has_key_of(&trial, j, 0, j));
        }
        end(&trial);
    }
}

/* Any of a row of responses, wherever words of bits begin and end. */
static void rows_know_whether_any_is_superseded(const struct trial *trial, const bool *superseded)
{
    for (size_t first = 0; first < trial->count; first++) {
        bool any = false;
        for (size_t count = 1; first + count <= trial->count; count++) {
            any = any || superseded[first + count - 1];
            assert_int_equal(wj_unique_drops(&trial->unique, first, count), any);
        }
    }
}

static void the_last_of_a_key_is_kept(void **state)
{
    static struct trial trial;
    (void)state;
    for (size_t i = 0; i < 40; i++) {
        uint32_t kinds = i % 2 == 0 ? 1 + random_below(2000) : 60000;
        bool superseded[MOST] = {false};
        begin(&trial, WJ_KEEP_LAST);
        while (trial.count < MOST) {
            size_t left = MOST - trial.count;
            judge_some(&trial, 1 + random_below((uint32_t)left), kinds);
        }
        for (size_t j = 0; j < trial.count; j++) {
            bool expected = has_key_of(&trial, j, j + 1, trial.count);
            superseded[trial.numbers[j]] = expected;
            assert_int_equal(wj_unique_drops(&trial.unique, trial.numbers[j], 1), expected);
            assert_false(trial.dropped[j]);
        }
        rows_know_whether_any_is_superseded(&trial, superseded);
        end(&trial);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_of_a_key_is_kept),
        cmocka_unit_test(the_last_of_a_key_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
