/* The output folder: written completely or not at all; what a person made is never lost. */
#include "../measure/job_support.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

#include <jansson.h>

#include "wjtab/base/digest.h"
#include "wjtab/write/write.h"

#define DEFINITION(title)                                                                          \
    "survey: " title "\nresponses: responses.csv\n"                                                \
    "questions: [{name: 甲, type: single, options: [{code: A, score: 1}, {code: B, score: 0}]}]\n"

static const char responses[] = "甲\nA\nB\nX\n";

enum {
    TEXT = WJ_FORMAT_TEXT,
    CSV = WJ_FORMAT_CSV,
    JSON = WJ_FORMAT_JSON,
    CSV_FILES = 5, /* frequencies, satisfaction, measures, crosstabs, rejected */
};

/* A job in a folder, its report, and `out` in it. */
struct place {
    char *folder;
    char out[1024];
    struct job job;
};

static void place_open(struct place *place, const char *yaml)
{
    place->folder = folder_new();
    snprintf(place->out, sizeof place->out, "%s/out", place->folder);
    job_open(&place->job, place->folder, yaml, responses);
}

static void place_close(struct place *place)
{
    job_clear(&place->job);
    folder_remove(place->folder);
}

static enum wj_status put(struct place *place, unsigned formats, bool force)
{
    struct wj_write_options options = {place->out, formats, force, NULL, 0};
    wj_diags_clear(&place->job.diags);
    return wj_write_folder(&place->job.diags, &place->job.report, &options);
}

/* Another run: the same folder, another title. */
static void change_title(struct place *place, const char *yaml)
{
    job_clear(&place->job);
    job_open(&place->job, place->folder, yaml, responses);
}

static json_t *results_of(const struct place *place)
{
    json_t *results = json_load_file(in_folder(place->out, "results.json"), 0, NULL);
    assert_non_null(results);
    return results;
}

/* ---- what is written ---- */

static void every_format_has_its_files(void **state)
{
    static const struct {
        unsigned formats;
        size_t files;
    } cases[] = {
        {0, 1}, {JSON, 1}, {TEXT, 2}, {CSV, CSV_FILES + 1}, {TEXT | CSV | JSON, CSV_FILES + 2},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct place place;
        place_open(&place, DEFINITION("t"));
        assert_int_equal(put(&place, cases[i].formats, false), WJ_OK);
        assert_int_equal(files_in(place.out), cases[i].files);
        assert_true(wj_path_exists(in_folder(place.out, "results.json")));
        assert_int_equal(wj_path_exists(in_folder(place.out, "summary.txt")),
                         (cases[i].formats & TEXT) != 0);
        assert_int_equal(wj_path_exists(in_folder(place.out, "frequencies.csv")),
                         (cases[i].formats & CSV) != 0);
        place_close(&place);
    }
}

static void folders_above_are_made(void **state)
{
    struct place place;
    (void)state;
    place_open(&place, DEFINITION("t"));
    strcat(place.out, "/2022/a");
    assert_int_equal(put(&place, TEXT, false), WJ_OK);
    assert_int_equal(files_in(place.out), 2);
    place_close(&place);
}

static void check_digest(const char *path, const char *expected)
{
    char digest[WJ_DIGEST_TEXT];
    char *text = read_text(path);
    assert_non_null(text);
    assert_int_equal(wj_digest_of(wj_slice_of(text), digest), WJ_OK);
    assert_string_equal(digest, expected);
    free(text);
}

static void results_list_every_file_with_its_digest(void **state)
{
    struct place place;
    size_t i;
    json_t *output;
    (void)state;
    place_open(&place, DEFINITION("t"));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_OK);
    json_t *results = results_of(&place);
    json_t *outputs = json_object_get(results, "outputs");
    assert_int_equal(json_array_size(outputs), CSV_FILES + 2);
    json_array_foreach(outputs, i, output)
    {
        const char *name = json_string_value(json_object_get(output, "file"));
        const char *digest = json_string_value(json_object_get(output, "sha256"));
        if (strcmp(name, "results.json") != 0) {
            check_digest(in_folder(place.out, name), digest);
            continue;
        }
        /* Its own digest is that of its bytes with zeros in the digest's place. */
        char *text = read_text(in_folder(place.out, name));
        char *own = strstr(text, digest);
        char zeroed[WJ_DIGEST_TEXT];
        assert_non_null(own);
        memset(own, '0', WJ_DIGEST_TEXT - 1);
        assert_int_equal(wj_digest_of(wj_slice_of(text), zeroed), WJ_OK);
        assert_string_equal(zeroed, digest);
        free(text);
    }
    json_decref(results);
    place_close(&place);
}

static void the_same_job_writes_the_same_bytes(void **state)
{
    struct place place;
    (void)state;
    place_open(&place, DEFINITION("t"));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_OK);
    char *first = read_text(in_folder(place.out, "results.json"));
    change_title(&place, DEFINITION("t"));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_OK);
    assert_true(file_holds(in_folder(place.out, "results.json"), first));
    free(first);
    place_close(&place);
}

/* ---- what stands there already ---- */

static void own_files_are_replaced(void **state)
{
    struct place place;
    (void)state;
    place_open(&place, DEFINITION("旧"));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_OK);
    change_title(&place, DEFINITION("新"));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_OK);
    char *summary = read_text(in_folder(place.out, "summary.txt"));
    assert_memory_equal(summary, "新\n", 4);
    free(summary);
    assert_int_equal(files_in(place.out), CSV_FILES + 2);
    place_close(&place);
}

/* Writes, lets a person change one file, and writes again with another title. */
static void check_changed(const char *name, const char *content)
{
    struct place place;
    struct wj_buf kinds = {0};
    place_open(&place, DEFINITION("旧"));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_OK);
    char *before = strdup(content);
    write_text(in_folder(place.out, name), content);
    char *results = read_text(in_folder(place.out, "results.json"));
    char *summary = read_text(in_folder(place.out, "summary.txt"));
    change_title(&place, DEFINITION("新"));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_IO);
    assert_string_equal(kinds_of(&place.job.diags, &kinds), "not_ours@0:0 ");
    assert_string_equal(place.job.diags.list[0].file, in_folder(place.out, name));
    assert_true(file_holds(in_folder(place.out, name), before));
    assert_true(file_holds(in_folder(place.out, "results.json"), results));
    assert_true(file_holds(in_folder(place.out, "summary.txt"), summary));
    assert_int_equal(files_in(place.out), CSV_FILES + 2);
    assert_int_equal(put(&place, TEXT | CSV, true), WJ_OK);
    assert_false(file_holds(in_folder(place.out, name), before));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_OK); /* ours again */
    free(before);
    free(results);
    free(summary);
    wj_buf_clear(&kinds);
    place_close(&place);
}

static void a_file_that_a_person_changed_is_kept_without_force(void **state)
{
    (void)state;
    check_changed("frequencies.csv", "my own\n");
    check_changed("summary.txt", "");
}

static void a_changed_results_file_is_kept_without_force(void **state)
{
    struct place place;
    struct wj_buf kinds = {0};
    (void)state;
    place_open(&place, DEFINITION("旧标题"));
    assert_int_equal(put(&place, TEXT, false), WJ_OK);
    char *text = read_text(in_folder(place.out, "results.json"));
    memcpy(strstr(text, "旧"), "改", strlen("改"));
    write_text(in_folder(place.out, "results.json"), text);
    assert_int_equal(put(&place, TEXT, false), WJ_IO);
    assert_string_equal(kinds_of(&place.job.diags, &kinds), "not_ours@0:0 ");
    assert_true(file_holds(in_folder(place.out, "results.json"), text));
    assert_int_equal(put(&place, TEXT, true), WJ_OK);
    free(text);
    wj_buf_clear(&kinds);
    place_close(&place);
}

static void foreign_files_are_refused_by_name_and_all_at_once(void **state)
{
    struct place place;
    struct wj_buf kinds = {0};
    (void)state;
    place_open(&place, DEFINITION("t"));
    assert_int_equal(mkdir(place.out, 0777), 0);
    write_text(in_folder(place.out, "measures.csv"), "x");
    write_text(in_folder(place.out, "summary.txt"), "y");
    write_text(in_folder(place.out, "notes.txt"), "z");
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_IO);
    assert_string_equal(kinds_of(&place.job.diags, &kinds), "not_ours@0:0 not_ours@0:0 ");
    assert_int_equal(files_in(place.out), 3);
    assert_int_equal(put(&place, CSV, false), WJ_IO);
    assert_int_equal(put(&place, JSON, false), WJ_OK); /* touches none of them */
    assert_int_equal(put(&place, TEXT | CSV, true), WJ_OK);
    assert_false(file_holds(in_folder(place.out, "measures.csv"), "x"));
    assert_true(file_holds(in_folder(place.out, "notes.txt"), "z"));
    wj_buf_clear(&kinds);
    place_close(&place);
}

static void a_results_file_of_another_kind_is_foreign(void **state)
{
    static const char *const contents[] = {
        "",
        "not json",
        "[]",
        "{}",
        "{\"schema\": \"wjtab-results/1\"}",
        "{\"schema\": \"other/1\", \"outputs\": []}",
        "{\"schema\": \"wjtab-results/1\", \"outputs\": [{\"file\": \"results.json\", \"sha256\": "
        "\"0000000000000000000000000000000000000000000000000000000000000000\"}]}",
        "{\"schema\": \"wjtab-results/1\", \"outputs\": [{\"file\": \"results.json\", \"sha256\": "
        "\"\"}, 7, {\"file\": 7}, {\"sha256\": \"x\"}, null]}",
        "{\"schema\": \"wjtab-results/1\", \"outputs\": 7}",
        "{\"schema\": \"wjtab-results/1\", \"outputs\": {\"file\": \"x\"}}",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(contents); i++) {
        struct place place;
        place_open(&place, DEFINITION("t"));
        assert_int_equal(mkdir(place.out, 0777), 0);
        write_text(in_folder(place.out, "results.json"), contents[i]);
        assert_int_equal(put(&place, TEXT, false), WJ_IO);
        assert_true(file_holds(in_folder(place.out, "results.json"), contents[i]));
        assert_int_equal(put(&place, TEXT, true), WJ_OK);
        place_close(&place);
    }
}

/* ---- inputs ---- */

static void an_input_is_never_overwritten(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct place place;
        struct wj_buf kinds = {0};
        place_open(&place, DEFINITION("t"));
        assert_int_equal(put(&place, CSV, false), WJ_OK); /* even where it is ours */
        char input[2048];
        char output[2048];
        snprintf(output, sizeof output, "%s/rejected.csv", place.out);
        snprintf(input, sizeof input, i == 1 ? "%s/./rejected.csv" : "%s/rejected.csv", place.out);
        if (i >= 2) {
            snprintf(input, sizeof input, "%s/input.csv", place.folder);
            write_text(input, "x");
            unlink(output);
            assert_int_equal(i == 2 ? symlink(input, output) : link(input, output), 0);
        }
        char *before = read_text(input);
        const char *const inputs[] = {in_folder(place.folder, "none"), input};
        struct wj_write_options options = {place.out, CSV, true, inputs, 2};
        assert_int_equal(wj_write_folder(&place.job.diags, &place.job.report, &options), WJ_IO);
        assert_string_equal(kinds_of(&place.job.diags, &kinds), "input_overwritten@0:0 ");
        assert_true(file_holds(input, before));
        free(before);
        wj_buf_clear(&kinds);
        place_close(&place);
    }
}

/* ---- what an earlier run left ---- */

static void stale_files_of_ours_are_removed(void **state)
{
    struct place place;
    (void)state;
    place_open(&place, DEFINITION("t"));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_OK);
    write_text(in_folder(place.out, "notes.txt"), "z");
    write_text(in_folder(place.out, "measures.csv"), "changed");
    char input[2048];
    snprintf(input, sizeof input, "%s/frequencies.csv", place.out);
    const char *const inputs[] = {input};
    struct wj_write_options options = {place.out, TEXT, false, inputs, 1};
    assert_int_equal(wj_write_folder(&place.job.diags, &place.job.report, &options), WJ_OK);
    /* The changed one is a person's now, and what is read is not removed either. */
    assert_true(wj_path_exists(in_folder(place.out, "summary.txt")));
    assert_true(wj_path_exists(in_folder(place.out, "results.json")));
    assert_true(wj_path_exists(in_folder(place.out, "notes.txt")));
    assert_true(file_holds(in_folder(place.out, "measures.csv"), "changed"));
    assert_true(wj_path_exists(input));
    assert_int_equal(files_in(place.out), 5);
    place_close(&place);
}

static void nothing_outside_the_folder_is_removed(void **state)
{
    struct place place;
    struct wj_buf forged = {0};
    char digest[WJ_DIGEST_TEXT];
    (void)state;
    place_open(&place, DEFINITION("t"));
    assert_int_equal(mkdir(place.out, 0777), 0);
    write_text(in_folder(place.folder, "victim"), "v");
    write_text(in_folder(place.out, "inside"), "v");
    wj_digest_of(wj_slice_of("v"), digest);
    wj_buf_addf(&forged,
                "{\"schema\": \"wjtab-results/1\", \"outputs\": [{\"file\": \"../victim\", "
                "\"sha256\": \"%s\"}, {\"file\": \"%s/victim\", \"sha256\": \"%s\"}, {\"file\": "
                "\"..\", \"sha256\": \"\"}, {\"file\": \"\", \"sha256\": \"\"}]}",
                digest, place.folder, digest);
    write_text(in_folder(place.out, "results.json"), wj_buf_text(&forged));
    assert_int_equal(put(&place, JSON, true), WJ_OK);
    assert_true(file_holds(in_folder(place.folder, "victim"), "v"));
    assert_true(file_holds(in_folder(place.out, "inside"), "v"));
    wj_buf_clear(&forged);
    place_close(&place);
}

/* ---- failures ---- */

static void a_folder_below_a_file_can_not_be_made(void **state)
{
    struct place place;
    struct wj_buf kinds = {0};
    (void)state;
    place_open(&place, DEFINITION("t"));
    snprintf(place.out, sizeof place.out, "%s/survey.yaml/out", place.folder);
    assert_int_equal(put(&place, TEXT, true), WJ_IO);
    assert_string_equal(kinds_of(&place.job.diags, &kinds), "folder@0:0 ");
    wj_buf_clear(&kinds);
    place_close(&place);
}

static void a_write_that_fails_leaves_the_earlier_run(void **state)
{
    struct place place;
    struct rlimit before;
    (void)state;
    place_open(&place, DEFINITION("旧"));
    assert_int_equal(put(&place, TEXT | CSV, false), WJ_OK);
    char *results = read_text(in_folder(place.out, "results.json"));
    char *summary = read_text(in_folder(place.out, "summary.txt"));
    change_title(&place, DEFINITION("新"));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {1000, before.rlim_max}; /* results.json is larger, the others not */
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum wj_status status = put(&place, TEXT | CSV, false);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    assert_int_equal(status, WJ_IO);
    assert_true(file_holds(in_folder(place.out, "results.json"), results));
    assert_true(file_holds(in_folder(place.out, "summary.txt"), summary));
    assert_int_equal(files_in(place.out), CSV_FILES + 2);
    free(results);
    free(summary);
    place_close(&place);
}

static void a_folder_in_a_files_place_stops_everything(void **state)
{
    struct place place;
    (void)state;
    place_open(&place, DEFINITION("旧"));
    assert_int_equal(put(&place, TEXT, false), WJ_OK);
    char *summary = read_text(in_folder(place.out, "summary.txt"));
    change_title(&place, DEFINITION("新"));
    assert_int_equal(mkdir(in_folder(place.out, "measures.csv"), 0777), 0);
    assert_int_equal(put(&place, TEXT | CSV, true), WJ_IO);
    assert_true(file_holds(in_folder(place.out, "summary.txt"), summary));
    assert_int_equal(files_in(place.out), 3);
    free(summary);
    place_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_has_its_files),
        cmocka_unit_test(folders_above_are_made),
        cmocka_unit_test(results_list_every_file_with_its_digest),
        cmocka_unit_test(the_same_job_writes_the_same_bytes),
        cmocka_unit_test(own_files_are_replaced),
        cmocka_unit_test(a_file_that_a_person_changed_is_kept_without_force),
        cmocka_unit_test(a_changed_results_file_is_kept_without_force),
        cmocka_unit_test(foreign_files_are_refused_by_name_and_all_at_once),
        cmocka_unit_test(a_results_file_of_another_kind_is_foreign),
        cmocka_unit_test(an_input_is_never_overwritten),
        cmocka_unit_test(stale_files_of_ours_are_removed),
        cmocka_unit_test(nothing_outside_the_folder_is_removed),
        cmocka_unit_test(a_folder_below_a_file_can_not_be_made),
        cmocka_unit_test(a_write_that_fails_leaves_the_earlier_run),
        cmocka_unit_test(a_folder_in_a_files_place_stops_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
