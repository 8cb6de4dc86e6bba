/* Helpers of the reading tests: bytes to a file, and what was read as text to compare. */
#ifndef WJTAB_TESTS_READ_SUPPORT_H
#define WJTAB_TESTS_READ_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../base/random.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/read/reader.h"
#include "wjtab/read/table.h"

/* A literal with its length, so that it may hold NUL. */
#define BYTES(literal) wj_slice(literal, sizeof(literal) - 1)

/* A temporary file; its name stays the same within a program. */
static inline const char *file_with(struct wj_slice bytes)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/wjtab-read-test-%ld", (long)getpid());
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline void remove_file(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

/* `!kind@line:column` of the first message. */
static inline void show_failure(struct wj_buf *out, const struct wj_diags *diags)
{
    assert_int_equal(diags->count, 1);
    wj_buf_addf(out, "!%s@%llu:%llu", diags->list[0].kind, (unsigned long long)diags->list[0].line,
                (unsigned long long)diags->list[0].column);
    const char *byte = strstr(diags->list[0].message, "byte ");
    if (byte != NULL) {
        wj_buf_addf(out, " byte %ld", strtol(byte + 5, NULL, 10));
    }
}

/* Everything in a file: `line[field|field]` per record, then the failure, if any. */
static inline void show_file(struct wj_buf *out, const char *path,
                             const struct wj_read_options *options)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    uint64_t number = 0;
    enum wj_status status = wj_reader_open(&diags, path, options, &reader);
    do {
        if (status == WJ_OK) {
            status = wj_reader_next(reader, &diags, &batch);
        }
        for (size_t r = 0; status == WJ_OK && r < batch.count; r++) {
            const struct wj_record *record = &batch.records[r];
            assert_int_equal(record->number, ++number);
            wj_buf_addf(out, "%llu[", (unsigned long long)record->line);
            for (size_t f = 0; f < record->count; f++) {
                wj_buf_add_text(out, f > 0 ? "|" : "");
                wj_buf_add(out, batch.fields[record->first + f]);
            }
            wj_buf_add_text(out, "]");
        }
    } while (status == WJ_OK && batch.count > 0);
    if (status != WJ_OK) {
        assert_int_equal(status, WJ_DATA);
        show_failure(out, &diags);
    }
    wj_reader_free(reader);
    wj_diags_clear(&diags);
}

static inline void show_bytes(struct wj_buf *out, struct wj_slice bytes,
                              const struct wj_read_options *options)
{
    const char *path = file_with(bytes);
    show_file(out, path, options);
    remove_file(path);
}

#endif
