#include "check_shown.h"

#include "wjtab/base/text.h"
#include "wjtab/report/section.h"
#include "wjtab/write/write.h"

const char *wj_check_shown(struct wj_arena *arena, const struct wj_survey *survey,
                           struct wj_slice cell, bool hidden, size_t most)
{
    struct wj_buf shown = {0};
    const char *copy = NULL;
    enum wj_status status = wj_cell_show(survey, cell, hidden, &shown);
    if (status == WJ_OK && shown.len > most) {
        shown.len = wj_utf8_valid(wj_slice(shown.ptr, most));
        wj_buf_add_text(&shown, "…");
        status = wj_buf_status(&shown);
    }
    if (status == WJ_OK) {
        copy = wj_arena_copy(arena, wj_buf_slice(&shown));
    }
    wj_buf_clear(&shown);
    return copy;
}

enum wj_status wj_check_dump(json_t *found, struct wj_buf *out)
{
    enum wj_status status = wj_write_json(found, 1, out);
    json_decref(found);
    return status;
}

void wj_check_cell(struct wj_grid *grid, const char *text)
{
    wj_grid_text(grid, wj_slice_of(text));
}

struct wj_grid *wj_check_table(struct wj_report *report, const char *title,
                               const char *const *header, size_t columns)
{
    if (wj_section_open(report, "shown", title) != WJ_OK) {
        return NULL;
    }
    struct wj_grid *grid = wj_section_table(report, NULL);
    if (grid == NULL) {
        return NULL;
    }
    grid->columns = columns;
    for (size_t i = 0; i < columns; i++) {
        wj_check_cell(grid, header[i]);
    }
    return grid;
}

enum wj_status wj_check_grid_status(const struct wj_grid *grid)
{
    return grid->failed ? WJ_MEMORY : WJ_OK;
}

enum wj_status wj_check_columns(const struct wj_survey *survey, const struct wj_columns *columns,
                                size_t question, json_t *list)
{
    int failed = 0;
    if (columns->questions[question] >= 0) {
        failed |= json_array_append_new(list, json_integer(columns->questions[question] + 1));
    }
    for (size_t i = 0;
         columns->options[question] != NULL && i < survey->questions[question].option_count; i++) {
        if (columns->options[question][i] >= 0) {
            failed |= json_array_append_new(list, json_integer(columns->options[question][i] + 1));
        }
    }
    return failed == 0 ? WJ_OK : WJ_MEMORY;
}

void wj_check_add_runs(struct wj_buf *out, const json_t *list)
{
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        json_int_t first = json_integer_value(json_array_get(list, i));
        json_int_t last = first;
        while (end < count && json_integer_value(json_array_get(list, end)) == last + 1) {
            last++;
            end++;
        }
        wj_buf_addf(out, "%s%lld", i > 0 ? "," : "", (long long)first);
        if (last > first) {
            wj_buf_addf(out, "-%lld", (long long)last);
        }
        i = end;
    }
}
