#include "check_answers.h"
#include "check_shown.h"
#include "wjtab/base/message.h"
#include "wjtab/base/personal.h"
#include "wjtab/report/section.h"

enum wj_status wj_check_see_personal(struct wj_check *check, const char *file,
                                     const struct wj_slice *header, size_t count)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        if (check->job->survey->keep_personal || !wj_personal_header(header[i])) {
            continue;
        }
        struct wj_mapped found = {.file = file, .column = (long)i};
        found.header =
            wj_check_shown(&check->job->arena, check->job->survey, header[i], false, SIZE_MAX);
        status = wj_grow(&check->personal, &check->personal_capacity, check->personal_count + 1,
                         sizeof found);
        if (status == WJ_OK) {
            check->personal[check->personal_count++] = found;
            status = found.header != NULL ? WJ_OK : WJ_MEMORY;
        }
    }
    return status;
}

enum wj_status wj_check_add_personal(struct wj_report *report, const struct wj_check *check)
{
    const char *const header[] = {_("file"), _("column"), _("header")};
    if (check->personal_count == 0) {
        return WJ_OK;
    }
    struct wj_grid *grid =
        wj_check_table(report, _("Personal data, not shown (--keep-personal)"), header, 3);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < check->personal_count; i++) {
        wj_check_cell(grid, check->personal[i].file);
        wj_grid_count(grid, (uint64_t)check->personal[i].column + 1);
        wj_check_cell(grid, check->personal[i].header);
    }
    return wj_check_grid_status(grid);
}

json_t *wj_check_personal_of(const struct wj_check *check)
{
    json_t *list = json_array();
    for (size_t i = 0; i < check->personal_count; i++) {
        const struct wj_mapped *found = &check->personal[i];
        json_array_append_new(list,
                              json_pack("{s:s, s:I, s:s}", "file", found->file, "column",
                                        (json_int_t)found->column + 1, "header", found->header));
    }
    return list;
}
