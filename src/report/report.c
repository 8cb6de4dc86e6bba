#include "wjtab/report/report.h"

#include "book.h"
#include "grids.h"
#include "results.h"
#include "sections.h"
#include "waves.h"
#include "wjtab/base/file.h"
#include "wjtab/base/message.h"

/* Begins a CSV table; the report's arena keeps its texts. */
static struct wj_grid *next_grid(struct wj_report *report, const char *name)
{
    struct wj_grid *grid = &report->grids[report->grid_count++];
    grid->name = name;
    grid->arena = &report->arena;
    return grid;
}

static enum wj_status build_grids(struct wj_report *report, const struct wj_findings *findings)
{
    static const struct {
        const char *name;
        void (*fill)(struct wj_grid *, const struct wj_findings *);
    } grids[] = {
        {"frequencies", wj_grid_frequencies}, {"satisfaction", wj_grid_satisfaction},
        {"measures", wj_grid_measures},       {"crosstabs", wj_grid_crosstabs},
        {"rejected", wj_grid_rejected},
    };
    /* The last lists single forms. */
    size_t count = sizeof grids / sizeof *grids - (findings->figures->hidden != NULL ? 1 : 0);
    for (size_t i = 0; i < count; i++) {
        struct wj_grid *grid = next_grid(report, grids[i].name);
        grids[i].fill(grid, findings);
        if (grid->failed) {
            return WJ_MEMORY;
        }
    }
    return WJ_OK;
}

/* A workbook that can't be changed exactly is left alone: everything else is there all the same. */
static enum wj_status build_scoring(struct wj_diags *diags, struct wj_report *report,
                                    const struct wj_findings *findings)
{
    struct wj_place place = {.file = findings->scoring->table.path};
    const struct wj_survey *survey = findings->survey;
    report->scoring.name = findings->scoring->table.part != NULL ? "scoring.xlsx" : "scoring.csv";
    enum wj_status status = wj_scoring_write(findings->scoring, survey->percent,
                                             survey->score_rounding, &report->scoring.bytes);
    if (status != WJ_DEFINITION || findings->scoring->table.part == NULL) {
        return status;
    }
    report->scoring.name = NULL;
    wj_buf_reset(&report->scoring.bytes);
    wj_diag_add(diags, WJ_WARNING, "not_written_back", &place,
                _("the scores can't be written into this workbook without a change "
                  "elsewhere, so there is no scoring.xlsx; save the workbook again in a "
                  "spreadsheet program, or use CSV"));
    return WJ_OK;
}

/* Did a table of the text run out of memory? */
static enum wj_status check_sections(const struct wj_report *report)
{
    for (size_t i = 0; i < report->section_count; i++) {
        for (size_t j = 0; j < report->sections[i].block_count; j++) {
            const struct wj_grid *grid = report->sections[i].blocks[j].grid;
            if (grid != NULL && grid->failed) {
                return WJ_MEMORY;
            }
        }
    }
    return WJ_OK;
}

/* The user's own .docx, whose styles report.docx takes. */
static enum wj_status read_template(struct wj_diags *diags, const struct wj_findings *findings,
                                    struct wj_report *report)
{
    enum { MOST_BYTES = 64 << 20 };
    static const char signature[] = "PK\3\4"; /* every ZIP archive begins so */
    struct wj_place place =
        wj_survey_place(findings->survey, findings->survey->report.template_mark);
    enum wj_status status = wj_file_read(diags, findings->template, MOST_BYTES, &report->template);
    report->template_name = wj_arena_copy(&report->arena, wj_slice_of(findings->template));
    if (status == WJ_OK &&
        !wj_slice_starts(wj_buf_slice(&report->template), wj_slice_of(signature))) {
        status = wj_fail(diags, WJ_DEFINITION, "no_template", &place,
                         _("“%s” is no .docx document; save it as .docx (Word) and name that file"),
                         findings->template);
    }
    return status;
}

/* results.json, and the earlier one beside it. */
static enum wj_status build_results(struct wj_diags *diags, const struct wj_findings *findings,
                                    const struct wj_comparison *comparison,
                                    struct wj_report *report, struct wj_waves *waves)
{
    const struct wj_survey *survey = findings->survey;
    unsigned long failures = wj_memory_failures();
    report->results = wj_results(&report->arena, findings, comparison);
    enum wj_status status = wj_memory_status(failures);
    if (status != WJ_OK || findings->previous == NULL || findings->tally == NULL) {
        return status;
    }
    status = wj_waves_compare(diags, &report->arena, findings->previous, survey->confidence,
                              report->results, waves);
    if (status == WJ_OK) {
        json_object_set_new(report->results, "comparison",
                            wj_results_waves(&report->arena, survey, waves));
        wj_grid_comparison(next_grid(report, "comparison"), survey, waves);
    }
    return status;
}

static enum wj_status build(struct wj_diags *diags, const struct wj_findings *findings,
                            struct wj_report *report, struct wj_waves *waves)
{
    const struct wj_survey *survey = findings->survey;
    struct wj_comparison comparison = {0};
    enum wj_status status = WJ_OK;
    *report = (struct wj_report){
        .bom = survey->output.bom, .language = survey->output.language, .date = findings->date};
    report->contents = survey->report.contents;
    if (findings->template != NULL && (survey->output.formats & WJ_FORMAT_DOCX) != 0) {
        status = read_template(diags, findings, report);
    }
    if (status == WJ_OK && findings->stated != NULL) {
        status = wj_stated_compare(diags, findings, &report->arena, &comparison);
    }
    if (status == WJ_OK && findings->tally != NULL) {
        status = build_grids(report, findings);
    }
    if (status == WJ_OK && findings->open != NULL) {
        wj_grid_uncoded(next_grid(report, "uncoded"), findings);
    }
    if (status == WJ_OK && findings->scoring != NULL) {
        status = build_scoring(diags, report, findings);
    }
    if (status == WJ_OK) {
        status = build_results(diags, findings, &comparison, report, waves);
    }
    if (status == WJ_OK) {
        status =
            wj_sections_build(report, findings, &comparison, waves->file != NULL ? waves : NULL);
    }
    if (status == WJ_OK) {
        status = check_sections(report);
    }
    if (status == WJ_OK) {
        report->workbook =
            wj_book_build(&report->arena, findings, waves->file != NULL ? waves : NULL);
        status = report->results != NULL && report->title != NULL ? WJ_OK : WJ_MEMORY;
    }
    return status;
}

enum wj_status wj_report_build(struct wj_diags *diags, const struct wj_findings *findings,
                               struct wj_report *report)
{
    /* Jansson leaves out what it has no memory for; counted here, that is noticed. */
    json_set_alloc_funcs(wj_alloc, wj_free);
    unsigned long failures = wj_memory_failures();
    struct wj_waves waves = {0};
    enum wj_status status = build(diags, findings, report, &waves);
    wj_waves_clear(&waves);
    return wj_memory_status(failures) != WJ_OK ? WJ_MEMORY : status;
}

void wj_report_clear(struct wj_report *report)
{
    for (size_t i = 0; i < report->section_count; i++) {
        struct wj_section *section = &report->sections[i];
        for (size_t j = 0; j < section->block_count; j++) {
            if (section->blocks[j].grid != NULL) {
                wj_grid_clear(section->blocks[j].grid);
            }
        }
        wj_free(section->blocks);
    }
    wj_free(report->sections);
    for (size_t i = 0; i < report->grid_count; i++) {
        wj_grid_clear(&report->grids[i]);
    }
    wj_workbook_clear(report->workbook);
    json_decref(report->results);
    wj_buf_clear(&report->scoring.bytes);
    wj_buf_clear(&report->template);
    wj_arena_clear(&report->arena);
}
