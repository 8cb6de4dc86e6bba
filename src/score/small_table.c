#include "small_table.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum wj_status wj_small_table_read(struct wj_diags *diags, const char *path,
                                   const struct wj_read_options *options, const char *header,
                                   struct wj_table *table)
{
    struct wj_read_options own = {0};
    if (options != NULL) {
        own = *options;
    }
    own.header = header;
    return wj_table_read(diags, path, &own, table);
}

struct wj_slice wj_small_table_text(const struct wj_table *table, size_t row, long column)
{
    const struct wj_cell *cell = column >= 0 ? wj_table_cell(table, row, (size_t)column) : NULL;
    return cell != NULL ? wj_text_trim(cell->text) : wj_slice(NULL, 0);
}

struct wj_place wj_small_table_place(const struct wj_table *table, size_t row, long column)
{
    struct wj_place place = {.file = table->path, .line = table->rows[row].line};
    const struct wj_cell *cell = column >= 0 ? wj_table_cell(table, row, (size_t)column) : NULL;
    if (cell != NULL) {
        place.line = cell->line;
    }
    place.column = (uint64_t)(column + 1);
    return place;
}

bool wj_small_table_is_blank(const struct wj_table *table, size_t row)
{
    for (size_t i = 0; i < table->rows[row].count; i++) {
        if (wj_small_table_text(table, row, (long)i).len > 0) {
            return false;
        }
    }
    return true;
}

enum wj_status wj_small_table_check_row(struct wj_diags *diags, const struct wj_table *table,
                                        size_t row)
{
    size_t expected = table->rows[0].count;
    if (table->part != NULL) {
        return WJ_OK; /* a remark beside a sheet's table has a cell of its own */
    }
    for (size_t i = expected; i < table->rows[row].count; i++) {
        if (wj_small_table_text(table, row, (long)i).len > 0) {
            struct wj_place place = wj_small_table_place(table, row, (long)i);
            return wj_fail(diags, WJ_DEFINITION, "row_shape", &place,
                           _("this row has more fields than the header, which has %zu; put a cell "
                             "that holds a comma between double quotes"),
                           expected);
        }
    }
    return WJ_OK;
}

/* Which of the columns a header cell is, or -1. */
static enum wj_status recognise(struct wj_buf *clean, struct wj_slice header,
                                const struct wj_small_column *columns, size_t count, long *which)
{
    wj_buf_reset(clean);
    *which = -1;
    enum wj_status status = wj_text_clean(clean, header, false);
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        if (wj_slice_is(wj_buf_slice(clean), columns[i].name)) {
            *which = (long)i;
        }
    }
    return status;
}

static enum wj_status place_columns(struct wj_diags *diags, const struct wj_table *table,
                                    const struct wj_small_column *columns, size_t count,
                                    long *positions)
{
    struct wj_buf clean = {0};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < table->rows[0].count; i++) {
        long which;
        status = recognise(&clean, wj_small_table_text(table, 0, (long)i), columns, count, &which);
        if (which < 0) {
            continue;
        }
        if (positions[which] < 0) {
            positions[which] = (long)i;
            continue;
        }
        struct wj_place place = wj_small_table_place(table, 0, (long)i);
        wj_diag_add(diags, WJ_ERROR, "duplicate_column", &place,
                    _("the header has the column “%s” twice, in fields %ld and %zu; rename or "
                      "remove one"),
                    columns[which].name, positions[which] + 1, i + 1);
    }
    wj_buf_clear(&clean);
    return status;
}

static bool is_placed(const long *positions, size_t count, size_t field)
{
    for (size_t i = 0; i < count; i++) {
        if (positions[i] == (long)field) {
            return true;
        }
    }
    return false;
}

static enum wj_status report_missing(struct wj_diags *diags, const struct wj_table *table,
                                     const char *name, const long *positions, size_t count)
{
    struct wj_nearest nearest = wj_nearest(wj_slice_of(name));
    for (size_t i = 0; i < table->rows[0].count; i++) {
        if (!is_placed(positions, count, i)) {
            wj_nearest_try(&nearest, wj_small_table_text(table, 0, (long)i));
        }
    }
    struct wj_buf message = {0};
    wj_buf_addf(&message, _("the header (the first line) has no column “%s”"), name);
    wj_nearest_hint(&nearest, &message);
    struct wj_place place = wj_small_table_place(table, 0, -1);
    wj_diag_add(diags, WJ_ERROR, "missing_column", &place, "%s", wj_buf_text(&message));
    enum wj_status status = wj_buf_status(&message);
    wj_buf_clear(&message);
    return status;
}

/* Points out a header that differs from a missing column's name in one character. */
static enum wj_status hint_at_header(struct wj_diags *diags, const struct wj_table *table,
                                     const struct wj_small_column *columns, size_t count,
                                     const long *positions, size_t field)
{
    struct wj_slice header = wj_small_table_text(table, 0, (long)field);
    struct wj_nearest nearest = wj_nearest(header);
    for (size_t i = 0; i < count; i++) {
        if (positions[i] < 0 && columns[i].hinted) {
            wj_nearest_try(&nearest, wj_slice_of(columns[i].name));
        }
    }
    if (nearest.best.len == 0 || nearest.distance > 1) {
        return WJ_OK;
    }
    struct wj_buf excerpt = {0};
    struct wj_buf message = {0};
    wj_buf_addf(&message, _("the column “%s” is kept and not used"),
                wj_text_excerpt(&excerpt, header));
    wj_nearest_hint(&nearest, &message);
    struct wj_place place = wj_small_table_place(table, 0, (long)field);
    wj_diag_add(diags, WJ_WARNING, "unknown_column", &place, "%s", wj_buf_text(&message));
    bool failed = wj_buf_status(&message) != WJ_OK || wj_buf_status(&excerpt) != WJ_OK;
    wj_buf_clear(&message);
    wj_buf_clear(&excerpt);
    return failed ? WJ_MEMORY : WJ_OK;
}

enum wj_status wj_small_table_columns(struct wj_diags *diags, const struct wj_table *table,
                                      const struct wj_small_column *columns, size_t count,
                                      long *positions)
{
    size_t errors = diags->errors;
    for (size_t i = 0; i < count; i++) {
        positions[i] = -1;
    }
    enum wj_status status = place_columns(diags, table, columns, count, positions);
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        if (positions[i] < 0 && columns[i].required) {
            status = report_missing(diags, table, columns[i].name, positions, count);
        }
    }
    for (size_t i = 0; status == WJ_OK && i < table->rows[0].count; i++) {
        if (!is_placed(positions, count, i)) {
            status = hint_at_header(diags, table, columns, count, positions, i);
        }
    }
    return status == WJ_OK && diags->errors > errors ? WJ_DEFINITION : status;
}
