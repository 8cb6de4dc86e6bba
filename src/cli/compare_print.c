#include "compare.h"

#include "check_shown.h"
#include "cli.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/report/section.h"
#include "wjtab/write/write.h"

enum { COLUMNS = 7, FORM_COLUMNS = 6, MOST_LINES = 1000 };

static const char *fault_word(enum wj_form_fault fault)
{
    static const char *const words[] = {"only_first",      "only_second", "twice_in_first",
                                        "twice_in_second", "no_id",       "shape"};
    return words[fault];
}

/* ---- for people ---- */

static const char *fault_text(enum wj_form_fault fault)
{
    switch (fault) {
    case WJ_ONLY_FIRST:
        return _("only the first keying has it");
    case WJ_ONLY_SECOND:
        return _("only the second keying has it");
    case WJ_TWICE_FIRST:
    case WJ_TWICE_SECOND:
        return _("stands twice; not compared");
    case WJ_NO_ID:
        return _("has no id; not compared");
    case WJ_MISSHAPEN:
        break;
    }
    return _("wrong number of fields; not compared");
}

static enum wj_status add_files(struct wj_report *report, const struct wj_compare *compare)
{
    const char *const header[] = {_("keying"), _("file"), _("records"), _("encoding")};
    struct wj_grid *grid = wj_check_table(report, _("Files"), header, 4);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < compare->file_count; i++) {
        wj_check_cell(grid, i + 1 < compare->file_count ? _("first") : _("second"));
        wj_check_cell(grid, compare->files[i].shown);
        wj_grid_count(grid, compare->files[i].records);
        wj_check_cell(grid, wj_encoding_name(compare->files[i].encoding));
    }
    return wj_check_grid_status(grid);
}

static enum wj_status say_counts(struct wj_report *report, const struct wj_compare *compare)
{
    struct wj_buf said = {0};
    enum wj_status status = wj_section_open(report, "comparison", _("Comparison"));
    wj_buf_addf(&said,
                _("%llu forms compared, %llu cells; %llu cells differ; %zu records were not "
                  "compared"),
                (unsigned long long)compare->compared, (unsigned long long)compare->compared_cells,
                (unsigned long long)compare->differing, compare->form_count);
    if (status == WJ_OK) {
        status = wj_section_say(report, WJ_PARAGRAPH, wj_buf_text(&said));
    }
    wj_buf_clear(&said);
    return status;
}

static void add_place(struct wj_grid *grid, const struct wj_form_place *place)
{
    struct wj_buf text = {0};
    wj_buf_addf(&text, "%llu/%llu", (unsigned long long)place->record,
                (unsigned long long)place->line);
    wj_grid_number(grid, wj_buf_slice(&text));
    wj_buf_clear(&text);
}

static void add_difference(struct wj_grid *grid, const struct wj_compare *compare,
                           const struct wj_difference *difference)
{
    const struct wj_question *question = &compare->job->survey->questions[difference->question];
    wj_check_cell(grid, difference->id);
    wj_check_cell(grid, question->name);
    wj_check_cell(grid, difference->option >= 0 ? question->options[difference->option].label : "");
    for (size_t i = 0; i < 2; i++) {
        wj_check_cell(grid, difference->answers[i]);
        add_place(grid, &difference->places[i]);
    }
}

static enum wj_status say_more(struct wj_report *report, uint64_t count)
{
    struct wj_buf said = {0};
    wj_buf_addf(&said, _("… and %llu more (--all, --json)"), (unsigned long long)count);
    enum wj_status status = wj_section_say(report, WJ_PARAGRAPH, wj_buf_text(&said));
    wj_buf_clear(&said);
    return status;
}

static enum wj_status add_differences(struct wj_report *report, const struct wj_compare *compare,
                                      bool all)
{
    const char *const header[COLUMNS] = {_("id"),           _("question"),    _("option"),
                                         _("first answer"), _("record/line"), _("second answer"),
                                         _("record/line")};
    size_t shown = compare->difference_count;
    if (compare->difference_count == 0) {
        return WJ_OK;
    }
    if (!all && shown > MOST_LINES) {
        shown = MOST_LINES;
    }
    struct wj_grid *grid = wj_check_table(report, _("Cells that differ"), header, COLUMNS);
    for (size_t i = 0; grid != NULL && i < shown; i++) {
        add_difference(grid, compare, &compare->differences[i]);
    }
    enum wj_status status = grid != NULL ? wj_check_grid_status(grid) : WJ_MEMORY;
    if (status == WJ_OK && shown < compare->differing) {
        status = say_more(report, compare->differing - shown);
    }
    return status;
}

static void add_form(struct wj_grid *grid, const struct wj_form *form)
{
    bool twice = form->fault == WJ_TWICE_FIRST || form->fault == WJ_TWICE_SECOND;
    wj_check_cell(grid, form->id);
    wj_check_cell(grid, form->place.file);
    wj_grid_count(grid, form->place.record);
    wj_grid_count(grid, form->place.line);
    wj_check_cell(grid, fault_text(form->fault));
    if (twice) {
        struct wj_buf before = {0};
        wj_buf_addf(&before, "%s:%llu", form->before.file, (unsigned long long)form->before.line);
        wj_check_cell(grid, wj_buf_text(&before));
        wj_buf_clear(&before);
    } else {
        wj_check_cell(grid, "");
    }
}

static enum wj_status add_forms(struct wj_report *report, const struct wj_compare *compare,
                                bool all)
{
    const char *const header[FORM_COLUMNS] = {_("id"),   _("file"),   _("record"),
                                              _("line"), _("reason"), _("first at")};
    size_t shown = compare->form_count;
    if (compare->form_count == 0) {
        return WJ_OK;
    }
    if (!all && shown > MOST_LINES) {
        shown = MOST_LINES;
    }
    struct wj_grid *grid =
        wj_check_table(report, _("Forms that were not compared"), header, FORM_COLUMNS);
    for (size_t i = 0; grid != NULL && i < shown; i++) {
        add_form(grid, &compare->forms[i]);
    }
    enum wj_status status = grid != NULL ? wj_check_grid_status(grid) : WJ_MEMORY;
    if (status == WJ_OK && shown < compare->form_count) {
        status = say_more(report, compare->form_count - shown);
    }
    return status;
}

enum wj_status wj_compare_text(const struct wj_compare *compare, bool all, struct wj_buf *out)
{
    struct wj_report report = {.language = wj_cli_language()};
    const char *title = compare->job->survey->title;
    report.title = wj_arena_copy(&report.arena, wj_slice_of(title));
    enum wj_status status = report.title != NULL ? WJ_OK : WJ_MEMORY;
    status = status == WJ_OK ? add_files(&report, compare) : status;
    status = status == WJ_OK ? say_counts(&report, compare) : status;
    status = status == WJ_OK ? add_differences(&report, compare, all) : status;
    status = status == WJ_OK ? add_forms(&report, compare, all) : status;
    if (status == WJ_OK) {
        status = wj_write_text(&report, out);
    }
    wj_report_clear(&report);
    return status;
}

/* ---- for programs ---- */

static json_t *files_of(const struct wj_compare *compare)
{
    json_t *list = json_array();
    for (size_t i = 0; i < compare->file_count; i++) {
        const struct wj_keying *file = &compare->files[i];
        json_array_append_new(
            list, json_pack("{s:i, s:s, s:s, s:I}", "keying", i + 1 < compare->file_count ? 1 : 2,
                            "file", file->shown, "encoding", wj_encoding_name(file->encoding),
                            "records", (json_int_t)file->records));
    }
    return list;
}

static json_t *side_of(const struct wj_difference *difference, size_t side)
{
    const struct wj_form_place *place = &difference->places[side];
    return json_pack("{s:s, s:s, s:I, s:I, s:I}", "answer", difference->answers[side], "file",
                     place->file, "record", (json_int_t)place->record, "line",
                     (json_int_t)place->line, "column", (json_int_t)difference->columns[side] + 1);
}

static json_t *differences_of(const struct wj_compare *compare)
{
    json_t *list = json_array();
    for (size_t i = 0; i < compare->difference_count; i++) {
        const struct wj_difference *difference = &compare->differences[i];
        const struct wj_question *question = &compare->job->survey->questions[difference->question];
        const char *option =
            difference->option >= 0 ? question->options[difference->option].code : NULL;
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s?, s:o, s:o}", "id", difference->id,
                                        "question", question->name, "option", option, "first",
                                        side_of(difference, 0), "second", side_of(difference, 1)));
    }
    return list;
}

static json_t *forms_of(const struct wj_compare *compare)
{
    json_t *list = json_array();
    for (size_t i = 0; i < compare->form_count; i++) {
        const struct wj_form *form = &compare->forms[i];
        json_t *made =
            json_pack("{s:s, s:s, s:s, s:I, s:I}", "id", form->id, "reason",
                      fault_word(form->fault), "file", form->place.file, "record",
                      (json_int_t)form->place.record, "line", (json_int_t)form->place.line);
        if (form->before.file != NULL) {
            json_object_set_new(made, "before",
                                json_pack("{s:s, s:I, s:I}", "file", form->before.file, "record",
                                          (json_int_t)form->before.record, "line",
                                          (json_int_t)form->before.line));
        }
        json_array_append_new(list, made);
    }
    return list;
}

enum wj_status wj_compare_json(const struct wj_compare *compare, struct wj_buf *out)
{
    json_t *found = json_pack("{s:o, s:I, s:I, s:I, s:o, s:o}", "inputs", files_of(compare),
                              "compared_forms", (json_int_t)compare->compared, "compared_cells",
                              (json_int_t)compare->compared_cells, "differing_cells",
                              (json_int_t)compare->differing, "differences",
                              differences_of(compare), "not_compared", forms_of(compare));
    return wj_check_dump(found, out);
}
