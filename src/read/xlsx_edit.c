#include "xlsx_edit.h"

#include <string.h>

#include <gmp.h>

#include "wjtab/base/number.h"
#include "wjtab/base/text.h"
#include "xlsx_sheet.h"
#include "xlsx_tag.h"

enum { PERCENT_PLACES = 12 };

struct editing {
    const struct wj_table *table;
    struct wj_slice xml;
    const struct wj_xlsx_percents *percents;
    const struct wj_table_edit *edits;
    size_t edit_count;
    size_t edit;  /* the next one */
    size_t at;    /* behind the last tag */
    size_t done;  /* bytes that stand in `out`, or were replaced */
    uint64_t row; /* of the sheet, from 1 */
    uint64_t column;
    bool in_data;
    struct wj_buf value;
    struct wj_buf *out;
};

/* What stands inside a cell. */
struct cell {
    struct wj_xlsx_tag tag;
    struct wj_slice formula; /* the element; ptr is NULL when there is none */
    struct wj_slice value;   /* likewise */
    size_t end;              /* behind its closing tag */
};

static void copy_up_to(struct editing *editing, size_t offset)
{
    wj_buf_add(editing->out, wj_slice(editing->xml.ptr + editing->done, offset - editing->done));
    editing->done = offset;
}

/* The edit that is due at this row of the sheet, before or at this column; NULL: none. */
static const struct wj_table_edit *due(const struct editing *editing, uint64_t column)
{
    const struct wj_table_edit *edit = &editing->edits[editing->edit];
    bool here = editing->edit < editing->edit_count &&
                editing->table->rows[edit->row].line == editing->row && edit->column + 1 <= column;
    return here ? edit : NULL;
}

/* ---- a cell's new content ---- */

static void add_escaped(struct wj_buf *out, struct wj_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        struct wj_slice rest = wj_slice_from(text, i);
        if (byte == '&') {
            wj_buf_add_text(out, "&amp;");
        } else if (byte == '<') {
            wj_buf_add_text(out, "&lt;");
        } else if (byte == '>') {
            wj_buf_add_text(out, "&gt;");
        } else if (byte < ' ' && byte != '\t' && byte != '\n') {
            wj_buf_addf(out, "_x%04X_", byte);
        } else if (wj_slice_starts(rest, wj_slice_of("_x"))) {
            wj_buf_add_text(out, "_x005F_"); /* so that it is no escape */
        } else {
            wj_buf_add_char(out, (char)byte);
        }
    }
}

/* Sets editing->value to the number that a cell gets; false: it gets text. */
static bool make_number(struct editing *editing, struct wj_slice text, bool percent)
{
    mpq_t number;
    mpq_init(number);
    wj_buf_reset(&editing->value);
    bool plain = wj_number_parse(number, text, 0);
    if (plain) {
        wj_buf_add(&editing->value, text);
    } else if (percent && wj_number_parse(number, text, WJ_NUMBER_PERCENT)) {
        struct wj_rounding rounding = {PERCENT_PLACES, WJ_HALF_UP};
        wj_number_short(&editing->value, number, rounding);
        plain = true;
    }
    mpq_clear(number);
    return plain;
}

static void add_content(struct editing *editing, struct wj_slice prefix, struct wj_slice text,
                        struct wj_slice formula, bool number)
{
    struct wj_buf *out = editing->out;
    if (formula.ptr != NULL) {
        wj_buf_add(out, formula);
    }
    if (number || formula.ptr != NULL) {
        wj_buf_addf(out, "<%.*sv>", WJ_SLICE_ARG(prefix));
        add_escaped(out, number ? wj_buf_slice(&editing->value) : text);
        wj_buf_addf(out, "</%.*sv>", WJ_SLICE_ARG(prefix));
        return;
    }
    wj_buf_addf(out, "<%.*sis><%.*st xml:space=\"preserve\">", WJ_SLICE_ARG(prefix),
                WJ_SLICE_ARG(prefix));
    add_escaped(out, text);
    wj_buf_addf(out, "</%.*st></%.*sis>", WJ_SLICE_ARG(prefix), WJ_SLICE_ARG(prefix));
}

static void add_type(struct wj_buf *out, bool number, bool formula)
{
    if (!number) {
        wj_buf_add_text(out, formula ? " t=\"str\"" : " t=\"inlineStr\"");
    }
}

static bool shows_percent(const struct editing *editing, struct wj_slice style)
{
    size_t index = 0;
    for (size_t i = 0; i < style.len && index <= editing->percents->count; i++) {
        index = index * 10 + (size_t)(style.ptr[i] - '0');
    }
    return style.len > 0 && index < editing->percents->count && editing->percents->shown[index];
}

/* All but the type, which the new content decides. */
static void add_other_attributes(struct wj_buf *out, struct wj_slice all, struct wj_slice type)
{
    size_t before = type.ptr != NULL ? (size_t)(type.ptr - all.ptr) : all.len;
    size_t behind = before + type.len;
    while (before > 0 && (all.ptr[before - 1] == ' ' || all.ptr[before - 1] == '\n')) {
        before--;
    }
    wj_buf_add(out, wj_slice(all.ptr, before));
    wj_buf_add(out, wj_slice_from(all, behind));
}

/* Replaces what a cell holds. Its style and formula stay. */
static void replace(struct editing *editing, const struct cell *cell, struct wj_slice text)
{
    struct wj_buf *out = editing->out;
    struct wj_slice type;
    struct wj_slice whole;
    struct wj_slice style = wj_xlsx_tag_attribute(&cell->tag, "s", &whole);
    struct wj_slice prefix = cell->tag.prefix;
    bool number = make_number(editing, text, shows_percent(editing, style));
    copy_up_to(editing, cell->tag.start);
    wj_buf_addf(out, "<%.*sc", WJ_SLICE_ARG(prefix));
    wj_xlsx_tag_attribute(&cell->tag, "t", &type);
    add_other_attributes(out, cell->tag.attributes, type);
    if (text.len == 0 && cell->formula.ptr == NULL) {
        wj_buf_add_text(out, "/>");
    } else {
        add_type(out, number, cell->formula.ptr != NULL);
        wj_buf_add_char(out, '>');
        add_content(editing, prefix, text, cell->formula, number);
        wj_buf_addf(out, "</%.*sc>", WJ_SLICE_ARG(prefix));
    }
    editing->done = cell->end;
}

/* Adds the cells that stand before this column and are not there yet. */
static void add_missing(struct editing *editing, size_t offset, struct wj_slice prefix,
                        uint64_t column)
{
    const struct wj_table_edit *edit;
    while ((edit = due(editing, column)) != NULL) {
        char name[4];
        size_t first = sizeof name;
        editing->edit++;
        if (edit->text.len == 0 || edit->kept) {
            continue;
        }
        for (size_t left = edit->column + 1; left > 0; left = (left - 1) / 26) {
            name[--first] = (char)('A' + (left - 1) % 26);
        }
        bool number = make_number(editing, edit->text, false);
        copy_up_to(editing, offset);
        wj_buf_addf(editing->out, "<%.*sc r=\"%.*s%llu\"", WJ_SLICE_ARG(prefix),
                    (int)(sizeof name - first), name + first, (unsigned long long)editing->row);
        add_type(editing->out, number, false);
        wj_buf_add_char(editing->out, '>');
        add_content(editing, prefix, edit->text, wj_slice(NULL, 0), number);
        wj_buf_addf(editing->out, "</%.*sc>", WJ_SLICE_ARG(prefix));
    }
}

/* ---- walking the sheet ---- */

/* Takes the elements of a cell up to its end. */
static void take_cell(struct editing *editing, struct cell *cell)
{
    struct wj_xlsx_tag tag;
    struct wj_slice *element = NULL;
    size_t start = 0;
    cell->end = cell->tag.end;
    while (!cell->tag.hollow && wj_xlsx_tag_next(editing->xml, &editing->at, &tag)) {
        if (wj_slice_is(tag.name, "c") && tag.closing) {
            cell->end = tag.end;
            return;
        }
        if (!tag.closing && (wj_slice_is(tag.name, "f") || wj_slice_is(tag.name, "v"))) {
            element = wj_slice_is(tag.name, "f") ? &cell->formula : &cell->value;
            start = tag.start;
        }
        if (element != NULL && (tag.closing || tag.hollow)) {
            *element = wj_slice(editing->xml.ptr + start, tag.end - start);
            element = NULL;
        }
    }
}

static void pass_cell(struct editing *editing, const struct wj_xlsx_tag *tag)
{
    struct cell cell = {.tag = *tag};
    struct wj_slice whole;
    struct wj_slice name = wj_xlsx_tag_attribute(tag, "r", &whole);
    size_t column = (size_t)editing->column + 1;
    uint64_t row = 0;
    if (name.ptr != NULL) {
        wj_xlsx_cell_name(name, &column, &row);
    }
    editing->column = column;
    take_cell(editing, &cell);
    add_missing(editing, tag->start, tag->prefix, column - 1);
    const struct wj_table_edit *edit = due(editing, column);
    editing->edit += edit != NULL ? 1 : 0;
    if (edit != NULL && !edit->kept) {
        replace(editing, &cell, edit->text);
    } else if (edit == NULL && cell.formula.ptr != NULL && cell.value.ptr != NULL) {
        copy_up_to(editing, (size_t)(cell.value.ptr - editing->xml.ptr));
        editing->done += cell.value.len;
    }
}

static void begin_row(struct editing *editing, const struct wj_xlsx_tag *tag)
{
    struct wj_slice whole;
    struct wj_slice number = wj_xlsx_tag_attribute(tag, "r", &whole);
    uint64_t row = 0;
    for (size_t i = 0; i < number.len; i++) {
        row = row * 10 + (uint64_t)(number.ptr[i] - '0');
    }
    editing->row = number.len > 0 ? row : editing->row + 1;
    editing->column = 0;
}

static void walk(struct editing *editing)
{
    struct wj_xlsx_tag tag;
    while (wj_xlsx_tag_next(editing->xml, &editing->at, &tag)) {
        if (wj_slice_is(tag.name, "sheetData")) {
            editing->in_data = !tag.closing && !tag.hollow;
        } else if (editing->in_data && wj_slice_is(tag.name, "row") && tag.closing) {
            add_missing(editing, tag.start, tag.prefix, UINT64_MAX);
        } else if (editing->in_data && wj_slice_is(tag.name, "row")) {
            begin_row(editing, &tag);
        } else if (editing->in_data && wj_slice_is(tag.name, "c") && !tag.closing) {
            pass_cell(editing, &tag);
        }
    }
    copy_up_to(editing, editing->xml.len);
}

enum wj_status wj_xlsx_edit(const struct wj_table *table, struct wj_slice xml,
                            const struct wj_xlsx_percents *percents,
                            const struct wj_table_edit *edits, size_t edit_count,
                            struct wj_buf *out)
{
    struct editing editing = {.table = table,
                              .xml = xml,
                              .percents = percents,
                              .edits = edits,
                              .edit_count = edit_count,
                              .out = out};
    walk(&editing);
    enum wj_status status = wj_buf_status(&editing.value);
    wj_buf_clear(&editing.value);
    if (status == WJ_OK) {
        status = editing.edit == edit_count ? wj_buf_status(out) : WJ_INTERNAL;
    }
    return status;
}
