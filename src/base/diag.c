#include "wjtab/base/diag.h"

#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { MOST_MESSAGES = 1000 };

static char *copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = wj_alloc(size);
    if (copy != NULL) {
        memcpy(copy, text, size);
    }
    return copy;
}

static void count(struct wj_diags *diags, enum wj_severity severity)
{
    if (severity == WJ_ERROR) {
        diags->errors++;
    } else if (severity == WJ_WARNING) {
        diags->warnings++;
    }
}

static void keep(struct wj_diags *diags, enum wj_severity severity, const char *kind,
                 const struct wj_place *place, const char *message)
{
    if (wj_grow(&diags->list, &diags->capacity, diags->count + 1, sizeof *diags->list) != WJ_OK) {
        diags->failed = true;
        return;
    }
    struct wj_diag diag = {.severity = severity, .kind = kind, .message = copy_text(message)};
    if (place != NULL) {
        diag.file = place->file != NULL ? copy_text(place->file) : NULL;
        diag.line = place->line;
        diag.column = place->column;
        diags->failed = diags->failed || (place->file != NULL && diag.file == NULL);
    }
    if (diag.message == NULL) {
        diags->failed = true;
        wj_free(diag.file);
        return;
    }
    diags->list[diags->count++] = diag;
}

static void add(struct wj_diags *diags, enum wj_severity severity, const char *kind,
                const struct wj_place *place, const char *format, va_list arguments)
{
    count(diags, severity);
    if (diags->count >= MOST_MESSAGES) {
        diags->dropped++;
        return;
    }
    struct wj_buf message = {0};
    wj_buf_vaddf(&message, format, arguments);
    diags->failed = diags->failed || message.failed;
    keep(diags, severity, kind, place, wj_buf_text(&message));
    wj_buf_clear(&message);
}

void wj_diag_add(struct wj_diags *diags, enum wj_severity severity, const char *kind,
                 const struct wj_place *place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(diags, severity, kind, place, format, arguments);
    va_end(arguments);
}

enum wj_status wj_fail(struct wj_diags *diags, enum wj_status status, const char *kind,
                       const struct wj_place *place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(diags, WJ_ERROR, kind, place, format, arguments);
    va_end(arguments);
    return status;
}

static const char *severity_name(enum wj_severity severity)
{
    switch (severity) {
    case WJ_NOTE:
        return _("note");
    case WJ_WARNING:
        return _("warning");
    case WJ_ERROR:
        break;
    }
    return _("error");
}

void wj_diag_write(const struct wj_diag *diag, struct wj_buf *out)
{
    if (diag->file != NULL) {
        wj_text_escape(out, wj_slice_of(diag->file));
        if (diag->line > 0) {
            wj_buf_addf(out, ":%llu", (unsigned long long)diag->line);
        }
        if (diag->line > 0 && diag->column > 0) {
            wj_buf_addf(out, ":%llu", (unsigned long long)diag->column);
        }
        wj_buf_add_text(out, ": ");
    }
    wj_buf_addf(out, "%s: ", severity_name(diag->severity));
    wj_text_escape(out, wj_slice_of(diag->message));
    wj_buf_addf(out, " [%s]\n", diag->kind);
}

void wj_diags_move(struct wj_diags *diags, struct wj_diags *from, uint64_t line_shift)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct wj_diag *diag = &from->list[i];
        struct wj_place place = {.file = diag->file,
                                 .line = diag->line > 0 ? diag->line + line_shift : 0,
                                 .column = diag->column};
        wj_diag_add(diags, diag->severity, diag->kind, &place, "%s", diag->message);
    }
    diags->failed = diags->failed || from->failed;
    wj_diags_clear(from);
}

void wj_diags_clear(struct wj_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++) {
        wj_free(diags->list[i].file);
        wj_free(diags->list[i].message);
    }
    wj_free(diags->list);
    *diags = (struct wj_diags){0};
}
