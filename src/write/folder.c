#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wjtab/base/digest.h"
#include "wjtab/base/file.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "writer.h"

enum { PIECE = 64 * 1024 };

struct wj_made *wj_made_add(struct wj_made_list *made, const char *name)
{
    if (wj_grow(&made->list, &made->capacity, made->count + 1, sizeof *made->list) != WJ_OK) {
        return NULL;
    }
    struct wj_made *file = &made->list[made->count++];
    file->name = name;
    return file;
}

static void clear_made(struct wj_made_list *made)
{
    for (size_t i = 0; i < made->count; i++) {
        wj_free(made->list[i].own_name);
        wj_buf_clear(&made->list[i].bytes);
        wj_spill_clear(&made->list[i].large);
    }
    wj_free(made->list);
}

/* The digest of what is made. */
static enum wj_status digest_made(struct wj_diags *diags, struct wj_made *file)
{
    struct wj_digest *digest = wj_digest_new();
    struct wj_spill_walk walk = {.spill = &file->large};
    struct wj_slice piece = {0};
    enum wj_status status = digest != NULL ? WJ_OK : WJ_MEMORY;
    if (status == WJ_OK) {
        wj_digest_add(digest, wj_buf_slice(&file->bytes));
    }
    while (status == WJ_OK && walk.at < file->large.size) {
        status = wj_spill_peek(&walk, diags, PIECE, &piece);
        if (status == WJ_OK) {
            wj_digest_add(digest, piece);
            walk.at += piece.len;
        }
    }
    if (status == WJ_OK) {
        wj_digest_text(digest, file->digest);
    }
    wj_spill_walk_clear(&walk);
    wj_digest_free(digest);
    return status;
}

/* ---- making the files ---- */

static enum wj_status make_files(struct wj_diags *diags, const struct wj_report *report,
                                 unsigned formats, struct wj_made_list *made)
{
    static const struct wj_writer *const writers[] = {
        &wj_text_writer, &wj_csv_writer, &wj_html_writer, &wj_xlsx_writer, &wj_docx_writer};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < sizeof writers / sizeof *writers; i++) {
        if ((formats & writers[i]->format) != 0) {
            status = writers[i]->write(diags, report, made);
        }
    }
    for (size_t i = 0; status == WJ_OK && i < made->count; i++) {
        status = digest_made(diags, &made->list[i]);
    }
    if (status != WJ_OK) {
        return status;
    }
    struct wj_buf results = {0};
    status = wj_write_results(report, made, &results);
    struct wj_made *file = status == WJ_OK ? wj_made_add(made, "results.json") : NULL;
    if (file == NULL) {
        wj_buf_clear(&results);
        return status == WJ_OK ? WJ_MEMORY : status;
    }
    file->bytes = results;
    return WJ_OK;
}

/* ---- what stands there already ---- */

static char *path_in(struct wj_buf *store, const char *folder, const char *name)
{
    wj_buf_reset(store);
    wj_buf_addf(store, "%s/%s", folder, name);
    wj_buf_text(store);
    return store->failed ? NULL : store->ptr;
}

static bool digest_is(const char *path, const char *expected)
{
    char found[WJ_DIGEST_TEXT] = "";
    char piece[PIECE];
    FILE *file = fopen(path, "rb");
    struct wj_digest *digest = file != NULL ? wj_digest_new() : NULL;
    if (digest != NULL) {
        size_t got;
        while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
            wj_digest_add(digest, wj_slice(piece, got));
        }
        wj_digest_text(digest, found);
    }
    bool same = digest != NULL && ferror(file) == 0 && strcmp(found, expected) == 0;
    wj_digest_free(digest);
    if (file != NULL) {
        fclose(file);
    }
    return same;
}

/* Did an earlier run write this file, and is it still as it was? */
static bool is_own(const struct wj_manifest *manifest, const char *name, const char *path)
{
    const char *digest = wj_manifest_digest(manifest, name);
    if (digest == NULL) {
        return false;
    }
    return strcmp(name, "results.json") == 0 ? manifest->intact : digest_is(path, digest);
}

static enum wj_status check_place(struct wj_diags *diags, const struct wj_write_options *options,
                                  const struct wj_manifest *manifest, const char *name,
                                  const char *path)
{
    struct wj_place place = {.file = path};
    if (!wj_path_exists(path)) {
        return WJ_OK;
    }
    if (wj_path_among(path, options->inputs, options->input_count)) {
        return wj_fail(diags, WJ_IO, "input_overwritten", &place,
                       _("this output would overwrite an input; choose another folder with -o"));
    }
    if (options->force || is_own(manifest, name, path)) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_IO, "not_ours", &place,
                   _("this file was changed since, or was not written by wjtab; move it away, "
                     "choose another folder with -o, or replace it with --force"));
}

static enum wj_status check_places(struct wj_diags *diags, const struct wj_write_options *options,
                                   const struct wj_manifest *manifest,
                                   const struct wj_made_list *made)
{
    struct wj_buf path = {0};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; i < made->count && status != WJ_MEMORY; i++) {
        const char *name = made->list[i].name;
        const char *full = path_in(&path, options->folder, name);
        enum wj_status found =
            full != NULL ? check_place(diags, options, manifest, name, full) : WJ_MEMORY;
        status = found != WJ_OK ? found : status;
    }
    wj_buf_clear(&path);
    return status;
}

/* Removes what an earlier run wrote and this one did not, so that the folder shows one run. */
static void remove_stale(const struct wj_write_options *options, const struct wj_manifest *manifest,
                         const struct wj_made_list *made)
{
    struct wj_buf path = {0};
    size_t i;
    json_t *output;
    json_array_foreach(manifest->outputs, i, output)
    {
        const char *name = json_string_value(json_object_get(output, "file"));
        bool kept = name == NULL || strchr(name, '/') != NULL;
        for (size_t j = 0; !kept && j < made->count; j++) {
            kept = strcmp(made->list[j].name, name) == 0;
        }
        const char *full = kept ? NULL : path_in(&path, options->folder, name);
        if (full != NULL && is_own(manifest, name, full) &&
            !wj_path_among(full, options->inputs, options->input_count)) {
            unlink(full);
        }
    }
    wj_buf_clear(&path);
}

/* Writes a file that may be too large for memory. */
static enum wj_status put_large(struct wj_diags *diags, struct wj_outputs *outputs,
                                const struct wj_made *made, const char *path)
{
    struct wj_spill_walk walk = {.spill = &made->large};
    struct wj_slice piece = {0};
    FILE *file = NULL;
    enum wj_status status = wj_outputs_open(outputs, diags, path, &file);
    if (status != WJ_OK) {
        return status;
    }
    fwrite(made->bytes.ptr != NULL ? made->bytes.ptr : "", 1, made->bytes.len, file);
    while (status == WJ_OK && walk.at < made->large.size) {
        status = wj_spill_peek(&walk, diags, PIECE, &piece);
        if (status == WJ_OK) {
            fwrite(piece.ptr, 1, piece.len, file);
            walk.at += piece.len;
        }
    }
    wj_spill_walk_clear(&walk);
    enum wj_status closed = wj_outputs_close(outputs, diags, file);
    return status == WJ_OK ? closed : status;
}

static enum wj_status put_file(struct wj_diags *diags, struct wj_outputs *outputs,
                               const struct wj_made *made, const char *path)
{
    return made->large.size > 0 ? put_large(diags, outputs, made, path)
                                : wj_outputs_add(outputs, diags, path, wj_buf_slice(&made->bytes));
}

static enum wj_status put_files(struct wj_diags *diags, const struct wj_write_options *options,
                                const struct wj_manifest *manifest, const struct wj_made_list *made)
{
    struct wj_outputs outputs = {0};
    struct wj_buf path = {0};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < made->count; i++) {
        const char *full = path_in(&path, options->folder, made->list[i].name);
        status = full != NULL ? put_file(diags, &outputs, &made->list[i], full) : WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = wj_outputs_commit(&outputs, diags);
    }
    if (status == WJ_OK) {
        remove_stale(options, manifest, made);
    }
    wj_outputs_clear(&outputs);
    wj_buf_clear(&path);
    return status;
}

enum wj_status wj_write_folder(struct wj_diags *diags, const struct wj_report *report,
                               const struct wj_write_options *options)
{
    struct wj_made_list made = {0};
    struct wj_manifest manifest = {0};
    struct wj_buf path = {0};
    unsigned long failures = wj_memory_failures();
    enum wj_status status = make_files(diags, report, options->formats, &made);
    if (status == WJ_OK) {
        status = wj_folder_make(diags, options->folder);
    }
    if (status == WJ_OK) {
        const char *results = path_in(&path, options->folder, "results.json");
        wj_manifest_read(&manifest, results != NULL ? results : "");
        status = check_places(diags, options, &manifest, &made);
    }
    if (wj_memory_status(failures) != WJ_OK) {
        status = WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = put_files(diags, options, &manifest, &made);
    }
    wj_buf_clear(&path);
    wj_manifest_clear(&manifest);
    clear_made(&made);
    return status;
}
