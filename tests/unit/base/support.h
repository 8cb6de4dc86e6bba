/* What tests of every floor need: cmocka, tables of cases, files in a folder of their own. */
#ifndef TESTS_UNIT_BASE_SUPPORT_H
#define TESTS_UNIT_BASE_SUPPORT_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/file.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Bytes that may hold NUL. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Compares one case of a table; a wrong one is printed and counted, so that all are seen. */
static inline size_t differs(const char *name, const char *got, const char *expected)
{
    if (strcmp(got, expected) == 0) {
        return 0;
    }
    print_error("%s:\n  got      %s\n  expected %s\n", name, got, expected);
    return 1;
}

/* An exact copy on the heap, so that the sanitizer sees a byte read too many. */
static inline struct wj_slice exact_copy(struct wj_slice text)
{
    char *copy = malloc(text.len > 0 ? text.len : 1);
    assert_non_null(copy);
    if (text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    return wj_slice(copy, text.len);
}

static inline void free_copy(struct wj_slice copy)
{
    free((void *)(uintptr_t)copy.ptr);
}

/* All messages as `kind@line:column`, each followed by a blank. */
static inline const char *kinds_of(const struct wj_diags *diags, struct wj_buf *out)
{
    wj_buf_reset(out);
    for (size_t i = 0; i < diags->count; i++) {
        const struct wj_diag *diag = &diags->list[i];
        wj_buf_addf(out, "%s@%llu:%llu ", diag->kind, (unsigned long long)diag->line,
                    (unsigned long long)diag->column);
    }
    return wj_buf_text(out);
}

/* Prints what was reported: for a test that is about to fail. */
static inline void show_diags(const struct wj_diags *diags)
{
    struct wj_buf text = {0};
    for (size_t i = 0; i < diags->count; i++) {
        wj_diag_write(&diags->list[i], &text);
    }
    print_error("%s", wj_buf_text(&text));
    wj_buf_clear(&text);
}

/* ---- files ---- */

/* A new folder under TMPDIR; free the path with folder_remove. */
static inline char *folder_new(void)
{
    const char *above = getenv("TMPDIR");
    char *path = malloc(1024);
    assert_non_null(path);
    snprintf(path, 1024, "%s/wjtab-test-XXXXXX", above != NULL ? above : "/tmp");
    assert_non_null(mkdtemp(path));
    return path;
}

/* `folder/name`; one of a few texts that are used in turn. */
static inline const char *in_folder(const char *folder, const char *name)
{
    static char paths[8][1024];
    static size_t next;
    char *path = paths[next++ % COUNT(paths)];
    int len = snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    assert_true(len > 0 && (size_t)len < sizeof paths[0]);
    return path;
}

static inline void write_bytes(const char *path, struct wj_slice bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

static inline void write_text(const char *path, const char *text)
{
    write_bytes(path, wj_slice_of(text));
}

/* Reads a whole file, terminated; NULL when it is not there. Free it. */
static inline char *read_text(const char *path)
{
    struct wj_diags diags = {0};
    struct wj_buf bytes = {0};
    if (wj_file_read(&diags, path, SIZE_MAX, &bytes) != WJ_OK) {
        wj_diags_clear(&diags);
        wj_buf_clear(&bytes);
        return NULL;
    }
    char *text = strdup(wj_buf_text(&bytes));
    wj_buf_clear(&bytes);
    return text;
}

static inline bool file_holds(const char *path, const char *expected)
{
    char *text = read_text(path);
    bool holds = text != NULL && strcmp(text, expected) == 0;
    free(text);
    return holds;
}

static inline size_t files_in(const char *folder)
{
    DIR *entries = opendir(folder);
    size_t count = 0;
    assert_non_null(entries);
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        count += entry->d_name[0] != '.' ? 1 : 0;
    }
    closedir(entries);
    return count;
}

/* Removes a folder with everything in it, and frees its path. */
static inline void folder_remove(char *folder)
{
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        char *path = strdup(in_folder(folder, entry->d_name));
        struct stat info;
        assert_int_equal(lstat(path, &info), 0);
        if (S_ISDIR(info.st_mode)) {
            folder_remove(path);
        } else {
            unlink(path);
            free(path);
        }
    }
    closedir(entries);
    rmdir(folder);
    free(folder);
}

#endif
