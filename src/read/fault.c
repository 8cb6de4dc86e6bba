#include "fault.h"

#include <stddef.h>

#include "wjtab/base/message.h"

static enum wj_status report_bytes(const struct wj_fault *fault, struct wj_diags *diags,
                                   enum wj_status status, const struct wj_place *place)
{
    unsigned long long byte = fault->byte;
    if (fault->kind == WJ_FAULT_NUL) {
        return wj_fail(diags, status, "nul_byte", place,
                       _("byte %llu (counted from 0) is NUL, which no text holds; if this is "
                         "UTF-16 without a mark at its start, say --encoding utf-16, else export "
                         "the file again as CSV"),
                       byte);
    }
    if (fault->encoding == WJ_ENCODING_AUTO) {
        return wj_fail(diags, status, "invalid_encoding", place,
                       _("byte %llu (counted from 0) fits neither UTF-8 nor GB18030; save the file "
                         "again as UTF-8, or name its encoding with --encoding"),
                       byte);
    }
    return wj_fail(diags, status, "invalid_encoding", place,
                   _("byte %llu (counted from 0) is not valid in %s; save the file again as "
                     "UTF-8, or name another encoding with --encoding"),
                   byte, wj_encoding_name(fault->encoding));
}

static enum wj_status report_size(const struct wj_fault *fault, struct wj_diags *diags,
                                  enum wj_status status, const struct wj_place *place)
{
    if (fault->kind == WJ_FAULT_RECORD_TOO_LONG) {
        return wj_fail(diags, status, "record_too_long", place,
                       _("this record is longer than %d MiB; check that the file is the right one"),
                       WJ_RECORD_MAX >> 20);
    }
    if (fault->kind == WJ_FAULT_TOO_MANY_COLUMNS) {
        return wj_fail(diags, status, "too_many_columns", place,
                       _("this record has more than %d fields; check the delimiter (--delimiter)"),
                       WJ_COLUMNS_MAX);
    }
    if (fault->kind == WJ_FAULT_TOO_MANY_CELLS) {
        return wj_fail(diags, status, "too_many_cells", place,
                       _("this table has too many cells for its purpose; check that the file is "
                         "the right one"));
    }
    if (fault->in_quotes) {
        return wj_fail(diags, status, "field_too_long", place,
                       _("this field is longer than %d MiB: perhaps the quote that opens it is "
                         "never closed; close it, or double a quote that belongs to the text"),
                       WJ_FIELD_MAX >> 20);
    }
    return wj_fail(diags, status, "field_too_long", place,
                   _("this field is longer than %d MiB; check the delimiter (--delimiter), and "
                     "that the file is the right one"),
                   WJ_FIELD_MAX >> 20);
}

enum wj_status wj_fault_report(const struct wj_fault *fault, struct wj_diags *diags,
                               enum wj_status status, const char *path)
{
    struct wj_place place = {.file = path, .line = fault->line, .column = fault->column};
    switch (fault->kind) {
    case WJ_FAULT_EMPTY:
        return wj_fail(diags, status, "empty_input", &place,
                       _("the file holds no record at all; export it again, with its header line"));
    case WJ_FAULT_UNCLOSED_QUOTE:
        return wj_fail(diags, status, "unclosed_quote", &place,
                       _("the quote that opens this field is never closed; close it, or double a "
                         "quote that belongs to the text"));
    case WJ_FAULT_BARE_QUOTE:
        return wj_fail(diags, status, "bare_quote", &place,
                       _("a quote inside a field that does not begin with one; quote the whole "
                         "field, and double the quotes in its text"));
    case WJ_FAULT_TEXT_AFTER_QUOTE:
        return wj_fail(diags, status, "text_after_closing_quote", &place,
                       _("text after the quote that closes this field; remove it, or double a "
                         "quote that belongs to the text"));
    case WJ_FAULT_NUL:
    case WJ_FAULT_ENCODING:
        return report_bytes(fault, diags, status, &place);
    default:
        return report_size(fault, diags, status, &place);
    }
}
