#include "wjtab/score/stated.h"

#include "small_table.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { SCOPE, NAME, VALUE, SOURCE, COLUMNS };

static const struct wj_small_column columns[COLUMNS] = {
    [SCOPE] = {.name = "范围", .required = true},
    [NAME] = {.name = "名称", .hinted = true},
    [VALUE] = {.name = "值", .required = true},
    [SOURCE] = {.name = "出处"},
};

static const char *copy_cell(struct wj_stated *stated, const struct wj_table *table, size_t row,
                             long column)
{
    return wj_arena_copy(&stated->arena, wj_small_table_text(table, row, column));
}

static const char *copy_clean(struct wj_stated *stated, struct wj_slice text)
{
    struct wj_buf clean = {0};
    const char *copy = NULL;
    if (wj_text_clean(&clean, text, false) == WJ_OK) {
        copy = wj_arena_copy(&stated->arena, wj_buf_slice(&clean));
    }
    wj_buf_clear(&clean);
    return copy;
}

static enum wj_status add_figure(struct wj_stated *stated, const struct wj_table *table, size_t row,
                                 const long *positions)
{
    enum wj_status status =
        wj_grow(&stated->list, &stated->capacity, stated->count + 1, sizeof *stated->list);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_stated_figure figure = {
        .scope = copy_cell(stated, table, row, positions[SCOPE]),
        .name = copy_cell(stated, table, row, positions[NAME]),
        .value = copy_clean(stated, wj_small_table_text(table, row, positions[VALUE])),
        .source = copy_cell(stated, table, row, positions[SOURCE]),
        .line = table->rows[row].line,
    };
    if (figure.scope == NULL || figure.name == NULL || figure.value == NULL ||
        figure.source == NULL) {
        return WJ_MEMORY;
    }
    stated->list[stated->count++] = figure;
    return WJ_OK;
}

static bool check_row(struct wj_diags *diags, const struct wj_table *table, size_t row,
                      const long *positions)
{
    static const size_t needed[] = {SCOPE, VALUE};
    if (wj_small_table_check_row(diags, table, row) != WJ_OK) {
        return false;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        long column = positions[needed[i]];
        if (wj_small_table_text(table, row, column).len == 0) {
            struct wj_place place = wj_small_table_place(table, row, column);
            wj_diag_add(diags, WJ_ERROR, "incomplete_row", &place,
                        _("this published figure has no “%s”; fill it in, or empty the row"),
                        columns[needed[i]].name);
            return false;
        }
    }
    return true;
}

static enum wj_status read_rows(struct wj_diags *diags, const struct wj_table *table,
                                struct wj_stated *stated)
{
    long positions[COLUMNS];
    size_t errors = diags->errors;
    enum wj_status status = wj_small_table_columns(diags, table, columns, COLUMNS, positions);
    for (size_t row = 1; status == WJ_OK && row < table->row_count; row++) {
        if (!wj_small_table_is_blank(table, row) && check_row(diags, table, row, positions)) {
            status = add_figure(stated, table, row, positions);
        }
    }
    return status == WJ_OK && diags->errors > errors ? WJ_DEFINITION : status;
}

enum wj_status wj_stated_read(struct wj_diags *diags, const char *path, struct wj_stated *stated)
{
    struct wj_table table = {0};
    enum wj_status status = wj_small_table_read(diags, path, NULL, "范围", &table);
    if (status == WJ_OK) {
        status = read_rows(diags, &table, stated);
    }
    wj_table_clear(&table);
    return diags->failed ? WJ_MEMORY : status;
}

void wj_stated_clear(struct wj_stated *stated)
{
    wj_free(stated->list);
    wj_arena_clear(&stated->arena);
    *stated = (struct wj_stated){0};
}

/* Digits behind the point; the number's value has two more where it is a percentage. */
static int decimals_of(struct wj_slice number)
{
    bool percent = number.ptr[number.len - 1] == '%';
    const char *point = memchr(number.ptr, '.', number.len);
    const char *end = number.ptr + number.len - (percent ? 1 : 0);
    int decimals = point != NULL ? (int)(end - point) - 1 : 0;
    return percent ? decimals + 2 : decimals;
}

bool wj_stated_agrees(struct wj_slice stated, const mpq_t value, enum wj_round_mode mode,
                      bool *readable)
{
    mpq_t published;
    mpq_t rounded;
    mpq_inits(published, rounded, NULL);
    struct wj_slice text = wj_text_trim(stated);
    *readable = wj_number_parse(published, text, WJ_NUMBER_PERCENT | WJ_NUMBER_THOUSANDS);
    if (*readable) {
        wj_number_round(rounded, value, decimals_of(text), mode);
    }
    bool agrees = *readable && mpq_equal(published, rounded) != 0;
    mpq_clears(published, rounded, NULL);
    return agrees;
}
