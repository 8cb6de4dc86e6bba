#include "grids.h"
#include "sections.h"
#include "wjtab/base/file.h"

#ifndef WJ_VERSION
#error "the build sets WJ_VERSION"
#endif

static void say_input(const struct wj_tell *tell, const struct wj_input *input)
{
    const char *parts[] = {input->file, wj_count(tell, input->records),
                           wj_encoding_name(input->encoding), input->digest};
    bool digested = input->digest[0] != '\0';
    wj_tell(tell, WJ_PARAGRAPH, digested ? WJ_TEXT_INPUT : WJ_TEXT_INPUT_NO_DIGEST,
            digested ? 4 : 3, parts);
    struct wj_block *block = wj_section_last(tell->report);
    if (block != NULL) {
        block->brief = true;
    }
}

static const char *digest_of(const char *digest)
{
    return digest[0] != '\0' ? digest : WJ_NO_FIGURE;
}

/* A sentence would be torn apart by the digests. */
static void add_table(const struct wj_tell *tell)
{
    const struct wj_findings *findings = tell->findings;
    const struct wj_survey *survey = tell->survey;
    const char *definition[] = {wj_path_name(survey->path), survey->digest};
    if (findings->input_count == 0 && survey->path[0] == '\0') {
        return;
    }
    struct wj_grid *grid = wj_section_table(tell->report, tell->words->inputs);
    wj_tell_is_detail(tell);
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 4, tell->words->input_columns);
    for (size_t i = 0; i < findings->input_count; i++) {
        const struct wj_input *input = &findings->inputs[i];
        wj_cell(grid, input->file);
        wj_grid_count(grid, input->records);
        wj_cell(grid, wj_encoding_name(input->encoding));
        wj_cell(grid, digest_of(input->digest));
    }
    if (survey->path[0] != '\0') {
        wj_cell(grid, wj_said(tell, WJ_TEXT_DEFINITION, 2, definition));
        wj_cell_figure(grid, WJ_NO_FIGURE);
        wj_cell(grid, wj_encoding_name(WJ_ENCODING_UTF8));
        wj_cell(grid, digest_of(survey->digest));
    }
}

void wj_section_provenance(const struct wj_tell *tell)
{
    const struct wj_findings *findings = tell->findings;
    const char *version[] = {WJ_VERSION};
    wj_tell_open(tell, WJ_SECTION_PROVENANCE, WJ_TEXT_PROVENANCE_TITLE);
    /* A terminal shows where responses came from; the rest is for who files the report. */
    wj_tell_section_is_detail(tell, findings->input_count == 0);
    for (size_t i = 0; i < findings->input_count; i++) {
        say_input(tell, &findings->inputs[i]);
    }
    add_table(tell);
    wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_TOOL, 1, version);
}
