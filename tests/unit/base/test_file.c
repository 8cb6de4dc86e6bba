/* Files: outputs appear completely or not at all, and leave nothing behind. */
#include "support.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

static size_t hidden_or_not(const char *folder)
{
    size_t count = 0;
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        count++;
    }
    closedir(entries);
    return count - 2; /* . and .. */
}

/* ---- outputs ---- */

static void nothing_changes_before_the_commit(void **state)
{
    char *folder = folder_new();
    struct wj_diags diags = {0};
    struct wj_outputs outputs = {0};
    (void)state;
    write_text(in_folder(folder, "old"), "old");
    assert_int_equal(wj_outputs_add(&outputs, &diags, in_folder(folder, "old"), wj_slice_of("new")),
                     WJ_OK);
    assert_int_equal(wj_outputs_add(&outputs, &diags, in_folder(folder, "other"), wj_slice_of("")),
                     WJ_OK);
    assert_true(file_holds(in_folder(folder, "old"), "old"));
    assert_false(wj_path_exists(in_folder(folder, "other")));
    assert_int_equal(wj_outputs_commit(&outputs, &diags), WJ_OK);
    assert_true(file_holds(in_folder(folder, "old"), "new"));
    assert_true(file_holds(in_folder(folder, "other"), ""));
    wj_outputs_clear(&outputs);
    assert_true(file_holds(in_folder(folder, "old"), "new"));
    assert_int_equal(hidden_or_not(folder), 2);
    assert_int_equal(diags.count, 0);
    folder_remove(folder);
}

static void what_is_not_committed_leaves_no_trace(void **state)
{
    char *folder = folder_new();
    struct wj_diags diags = {0};
    struct wj_outputs outputs = {0};
    (void)state;
    wj_outputs_add(&outputs, &diags, in_folder(folder, "a"), wj_slice_of("a"));
    wj_outputs_add(&outputs, &diags, in_folder(folder, "b"), wj_slice_of("b"));
    assert_int_equal(hidden_or_not(folder), 2);
    wj_outputs_clear(&outputs);
    assert_int_equal(hidden_or_not(folder), 0);
    folder_remove(folder);
}

static void a_place_that_can_not_be_written_is_named(void **state)
{
    char *folder = folder_new();
    struct wj_diags diags = {0};
    struct wj_outputs outputs = {0};
    (void)state;
    write_text(in_folder(folder, "file"), "x");
    const char *below = in_folder(folder, "file/below");
    assert_int_equal(wj_outputs_add(&outputs, &diags, below, wj_slice_of("a")), WJ_IO);
    const char *lost = in_folder(folder, "none/a");
    assert_int_equal(wj_outputs_add(&outputs, &diags, lost, wj_slice_of("a")), WJ_IO);
    assert_int_equal(diags.count, 2);
    assert_string_equal(diags.list[0].kind, "write");
    assert_string_equal(diags.list[1].file, lost);
    assert_int_equal(outputs.count, 0);
    wj_outputs_clear(&outputs);
    assert_true(file_holds(in_folder(folder, "file"), "x"));
    assert_int_equal(hidden_or_not(folder), 1);
    wj_diags_clear(&diags);
    folder_remove(folder);
}

static void a_disk_that_fills_up_in_the_middle_leaves_nothing(void **state)
{
    char *folder = folder_new();
    struct wj_diags diags = {0};
    struct wj_outputs outputs = {0};
    struct rlimit before;
    char *content = calloc(1, 300000);
    (void)state;
    write_text(in_folder(folder, "a"), "old");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {100000, before.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum wj_status status =
        wj_outputs_add(&outputs, &diags, in_folder(folder, "a"), wj_slice(content, 300000));
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    assert_int_equal(status, WJ_IO);
    assert_int_equal(diags.errors, 1);
    assert_string_equal(diags.list[0].kind, "write");
    assert_int_equal(hidden_or_not(folder), 1);
    assert_true(file_holds(in_folder(folder, "a"), "old"));
    wj_outputs_clear(&outputs);
    wj_diags_clear(&diags);
    free(content);
    folder_remove(folder);
}

static void devices_are_written_at_once(void **state)
{
    struct wj_diags diags = {0};
    struct wj_outputs outputs = {0};
    (void)state;
    assert_int_equal(wj_outputs_add(&outputs, &diags, "/dev/null", wj_slice_of("a")), WJ_OK);
    assert_int_equal(outputs.count, 0);
    assert_int_equal(wj_outputs_add(&outputs, &diags, "/dev/full", wj_slice_of("a")), WJ_IO);
    assert_string_equal(diags.list[0].kind, "write");
    assert_string_equal(diags.list[0].file, "/dev/full");
    wj_outputs_clear(&outputs);
    wj_diags_clear(&diags);
}

static void a_commit_that_fails_undoes_what_it_did(void **state)
{
    char *folder = folder_new();
    struct wj_diags diags = {0};
    struct wj_outputs outputs = {0};
    (void)state;
    write_text(in_folder(folder, "a"), "old");
    assert_int_equal(mkdir(in_folder(folder, "c"), 0777), 0);
    write_text(in_folder(folder, "c/inside"), "x");
    wj_outputs_add(&outputs, &diags, in_folder(folder, "a"), wj_slice_of("new"));
    wj_outputs_add(&outputs, &diags, in_folder(folder, "b"), wj_slice_of("new"));
    wj_outputs_add(&outputs, &diags, in_folder(folder, "c"), wj_slice_of("new"));
    assert_int_equal(outputs.count, 3);
    assert_int_equal(wj_outputs_commit(&outputs, &diags), WJ_IO);
    wj_outputs_clear(&outputs);
    assert_true(file_holds(in_folder(folder, "a"), "old"));
    assert_false(wj_path_exists(in_folder(folder, "b")));
    assert_true(file_holds(in_folder(folder, "c/inside"), "x"));
    assert_int_equal(hidden_or_not(folder), 2);
    wj_diags_clear(&diags);
    folder_remove(folder);
}

static void outputs_may_be_read_as_the_umask_says(void **state)
{
    static const struct {
        mode_t umask;
        mode_t mode;
    } cases[] = {{0022, 0644}, {0077, 0600}, {0, 0666}, {0027, 0640}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *folder = folder_new();
        struct wj_diags diags = {0};
        struct wj_outputs outputs = {0};
        struct stat info;
        mode_t before = umask(cases[i].umask);
        wj_outputs_add(&outputs, &diags, in_folder(folder, "a"), wj_slice_of("a"));
        wj_outputs_commit(&outputs, &diags);
        assert_int_equal(umask(before), cases[i].umask); /* and it is left alone */
        assert_int_equal(stat(in_folder(folder, "a"), &info), 0);
        assert_int_equal(info.st_mode & 0777, cases[i].mode);
        wj_outputs_clear(&outputs);
        folder_remove(folder);
    }
}

static void a_set_without_memory_is_still_cleared(void **state)
{
    char *folder = folder_new();
    (void)state;
    for (unsigned long n = 1; n <= 3; n++) {
        struct wj_diags diags = {0};
        struct wj_outputs outputs = {0};
        wj_memory_fail_at(n);
        enum wj_status status =
            wj_outputs_add(&outputs, &diags, in_folder(folder, "a"), wj_slice_of("a"));
        wj_memory_fail_at(0);
        assert_int_equal(status, WJ_MEMORY);
        wj_outputs_clear(&outputs);
        assert_int_equal(hidden_or_not(folder), 0);
    }
    folder_remove(folder);
}

/* ---- folders and paths ---- */

static void folders_are_made_with_those_above(void **state)
{
    char *folder = folder_new();
    struct wj_diags diags = {0};
    struct stat info;
    (void)state;
    assert_int_equal(wj_folder_make(&diags, in_folder(folder, "a/b//c/")), WJ_OK);
    assert_int_equal(stat(in_folder(folder, "a/b/c"), &info), 0);
    assert_true(S_ISDIR(info.st_mode));
    assert_int_equal(wj_folder_make(&diags, in_folder(folder, "a/b")), WJ_OK);
    assert_int_equal(wj_folder_make(&diags, "."), WJ_OK);
    assert_int_equal(wj_folder_make(&diags, "/"), WJ_OK);
    assert_int_equal(diags.count, 0);
    write_text(in_folder(folder, "file"), "x");
    assert_int_equal(wj_folder_make(&diags, in_folder(folder, "file")), WJ_IO);
    assert_int_equal(wj_folder_make(&diags, in_folder(folder, "file/x")), WJ_IO);
    assert_int_equal(wj_folder_make(&diags, ""), WJ_IO);
    assert_int_equal(diags.count, 3);
    assert_string_equal(diags.list[0].kind, "folder");
    assert_true(file_holds(in_folder(folder, "file"), "x"));
    wj_diags_clear(&diags);
    folder_remove(folder);
}

static void names_are_seen_from_beside_a_file(void **state)
{
    static const struct {
        const char *base;
        const char *name;
        const char *path;
    } cases[] = {
        {"survey.yaml", "a.csv", "a.csv"},
        {"x/survey.yaml", "a.csv", "x/a.csv"},
        {"/x/y/survey.yaml", "../a.csv", "/x/y/../a.csv"},
        {"x/survey.yaml", "/a.csv", "/a.csv"},
        {"/survey.yaml", "a.csv", "/a.csv"},
        {"x/", "", "x/"},
    };
    struct wj_buf path = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        wj_buf_reset(&path);
        wj_path_beside(&path, cases[i].base, cases[i].name);
        assert_string_equal(wj_buf_text(&path), cases[i].path);
    }
    wj_buf_clear(&path);
    assert_string_equal(wj_path_name("a.csv"), "a.csv");
    assert_string_equal(wj_path_name("/x/a.csv"), "a.csv");
    assert_string_equal(wj_path_name("x/"), "");
}

static void two_paths_may_be_one_file(void **state)
{
    char *folder = folder_new();
    (void)state;
    write_text(in_folder(folder, "a"), "x");
    write_text(in_folder(folder, "b"), "x");
    assert_int_equal(link(in_folder(folder, "a"), in_folder(folder, "hard")), 0);
    assert_int_equal(symlink("a", in_folder(folder, "soft")), 0);
    assert_int_equal(symlink("none", in_folder(folder, "dangling")), 0);
    const char *a = strdup(in_folder(folder, "a"));
    assert_true(wj_path_same(a, a));
    assert_true(wj_path_same(a, in_folder(folder, "./a")));
    assert_true(wj_path_same(a, in_folder(folder, "hard")));
    assert_true(wj_path_same(in_folder(folder, "soft"), a));
    assert_false(wj_path_same(a, in_folder(folder, "b")));
    assert_false(wj_path_same(in_folder(folder, "none"), in_folder(folder, "none")));
    assert_true(wj_path_exists(a));
    assert_false(wj_path_exists(in_folder(folder, "none")));
    free((void *)(uintptr_t)a);
    folder_remove(folder);
}

/* ---- reading ---- */

static void files_are_read_up_to_a_limit(void **state)
{
    char *folder = folder_new();
    struct wj_diags diags = {0};
    struct wj_buf bytes = {0};
    char *content = malloc(200000);
    (void)state;
    memset(content, 'x', 200000);
    content[70000] = '\0';
    const char *path = in_folder(folder, "a");
    write_bytes(path, wj_slice(content, 200000));
    assert_int_equal(wj_file_read(&diags, path, 200000, &bytes), WJ_OK);
    assert_int_equal(bytes.len, 200000);
    assert_memory_equal(bytes.ptr, content, 200000);
    wj_buf_reset(&bytes);
    assert_int_equal(wj_file_read(&diags, path, 199999, &bytes), WJ_IO);
    assert_int_equal(wj_file_read(&diags, in_folder(folder, "none"), 10, &bytes), WJ_IO);
    assert_int_equal(wj_file_read(&diags, folder, 10, &bytes), WJ_IO);
    assert_int_equal(diags.count, 3);
    assert_string_equal(diags.list[0].kind, "too_large");
    assert_string_equal(diags.list[1].kind, "open");
    assert_string_equal(diags.list[2].kind, "read");
    wj_buf_clear(&bytes);
    wj_diags_clear(&diags);
    free(content);
    folder_remove(folder);
}

static void a_dash_is_standard_input(void **state)
{
    struct wj_diags diags = {0};
    struct wj_buf bytes = {0};
    int ends[2];
    (void)state;
    int before = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "满意", 6), 6);
    close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    enum wj_status status = wj_file_read(&diags, "-", 100, &bytes);
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0); /* it is not closed */
    if (before >= 0) {
        dup2(before, STDIN_FILENO);
        close(before);
    }
    assert_int_equal(status, WJ_OK);
    assert_string_equal(wj_buf_text(&bytes), "满意");
    wj_buf_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changes_before_the_commit),
        cmocka_unit_test(what_is_not_committed_leaves_no_trace),
        cmocka_unit_test(a_place_that_can_not_be_written_is_named),
        cmocka_unit_test(a_disk_that_fills_up_in_the_middle_leaves_nothing),
        cmocka_unit_test(devices_are_written_at_once),
        cmocka_unit_test(a_commit_that_fails_undoes_what_it_did),
        cmocka_unit_test(outputs_may_be_read_as_the_umask_says),
        cmocka_unit_test(a_set_without_memory_is_still_cleared),
        cmocka_unit_test(folders_are_made_with_those_above),
        cmocka_unit_test(names_are_seen_from_beside_a_file),
        cmocka_unit_test(two_paths_may_be_one_file),
        cmocka_unit_test(files_are_read_up_to_a_limit),
        cmocka_unit_test(a_dash_is_standard_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
