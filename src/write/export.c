#include "export.h"

#include "wjtab/base/file.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static const struct {
    unsigned format;
    const char *name;
    enum wj_status (*write)(struct wj_diags *diags, struct wj_dataset *dataset, FILE *out);
} files[] = {
    {WJ_EXPORT_SAV, "data.sav", wj_write_sav},
    {WJ_EXPORT_TRIPLE_S, "data.sss", wj_write_sss},
    {WJ_EXPORT_TRIPLE_S, "data.csv", wj_write_sss_data},
    {WJ_EXPORT_DDI, "codebook.xml", wj_write_ddi},
};

enum { FILES = sizeof files / sizeof *files };

/* ---- texts ---- */

void wj_export_line(struct wj_buf *out, const char *text)
{
    struct wj_slice rest = wj_slice_of(text);
    while (rest.len > 0) {
        int32_t codepoint = ' ';
        size_t len = wj_utf8_next(rest, &codepoint);
        bool control = codepoint < ' ' || (codepoint >= 0x7F && codepoint < 0xA0) ||
                       codepoint == 0x2028 || codepoint == 0x2029;
        wj_buf_add(out, control ? wj_slice(" ", 1) : wj_slice(rest.ptr, len));
        rest = wj_slice_from(rest, len);
    }
}

static const char *entity(char byte)
{
    switch (byte) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

/* U+FFFE and U+FFFF are no characters of XML. */
static bool is_no_character(struct wj_slice line, size_t at)
{
    return line.len - at >= 3 && line.ptr[at] == '\xEF' && line.ptr[at + 1] == '\xBF' &&
           (line.ptr[at + 2] == '\xBE' || line.ptr[at + 2] == '\xBF');
}

void wj_export_xml(struct wj_buf *out, const char *text)
{
    struct wj_buf line = {0};
    wj_export_line(&line, text);
    struct wj_slice bytes = wj_buf_slice(&line);
    for (size_t i = 0; i < bytes.len; i++) {
        const char *name = entity(bytes.ptr[i]);
        if (is_no_character(bytes, i)) {
            wj_buf_add_text(out, "\xEF\xBF\xBD");
            i += 2;
        } else if (name != NULL) {
            wj_buf_add_text(out, name);
        } else {
            wj_buf_add_char(out, bytes.ptr[i]);
        }
    }
    out->failed = out->failed || line.failed;
    wj_buf_clear(&line);
}

enum wj_status wj_export_flush(struct wj_buf *buf, FILE *out)
{
    enum wj_status status = wj_buf_status(buf);
    if (status == WJ_OK && buf->len > 0) {
        fwrite(buf->ptr, 1, buf->len, out);
    }
    wj_buf_reset(buf);
    return status;
}

/* ---- files ---- */

static enum wj_status check_place(struct wj_diags *diags, const struct wj_export_options *options,
                                  const char *path)
{
    struct wj_place place = {.file = path};
    if (wj_path_among(path, options->inputs, options->input_count)) {
        return wj_fail(diags, WJ_IO, "input_overwritten", &place,
                       _("this output would overwrite an input; choose another folder with -o"));
    }
    if (wj_path_exists(path) && !options->force) {
        return wj_fail(diags, WJ_IO, "not_ours", &place,
                       _("this file is there already; choose another folder with -o, or replace "
                         "it with --force"));
    }
    return WJ_OK;
}

static enum wj_status path_of(struct wj_buf *path, const struct wj_export_options *options,
                              size_t file)
{
    wj_buf_reset(path);
    wj_buf_addf(path, "%s/%s", options->folder, files[file].name);
    wj_buf_text(path);
    return wj_buf_status(path);
}

static enum wj_status check_places(struct wj_diags *diags, const struct wj_export_options *options,
                                   struct wj_buf *path)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; i < FILES && status != WJ_MEMORY; i++) {
        if ((options->formats & files[i].format) != 0) {
            enum wj_status found = path_of(path, options, i);
            found = found == WJ_OK ? check_place(diags, options, wj_buf_text(path)) : found;
            status = found != WJ_OK ? found : status;
        }
    }
    return status;
}

static enum wj_status write_file(struct wj_diags *diags, struct wj_dataset *dataset, size_t number,
                                 const char *path, struct wj_outputs *outputs)
{
    FILE *out = NULL;
    enum wj_status status = wj_outputs_open(outputs, diags, path, &out);
    if (status != WJ_OK) {
        return status;
    }
    status = wj_dataset_rewind(dataset, diags);
    if (status == WJ_OK) {
        status = files[number].write(diags, dataset, out);
    }
    if (status != WJ_OK) {
        fclose(out);
        return status;
    }
    return wj_outputs_close(outputs, diags, out);
}

enum wj_status wj_write_export(struct wj_diags *diags, struct wj_dataset *dataset,
                               const struct wj_export_options *options)
{
    struct wj_outputs outputs = {0};
    struct wj_buf path = {0};
    unsigned long failures = wj_memory_failures();
    enum wj_status status = check_places(diags, options, &path);
    if (status == WJ_OK) {
        status = wj_folder_make(diags, options->folder);
    }
    for (size_t i = 0; status == WJ_OK && i < FILES; i++) {
        if ((options->formats & files[i].format) != 0) {
            status = path_of(&path, options, i);
            status = status == WJ_OK ? write_file(diags, dataset, i, wj_buf_text(&path), &outputs)
                                     : status;
        }
    }
    if (status == WJ_OK) {
        status = wj_memory_status(failures);
    }
    if (status == WJ_OK) {
        status = wj_outputs_commit(&outputs, diags);
    }
    wj_outputs_clear(&outputs);
    wj_buf_clear(&path);
    return status;
}
