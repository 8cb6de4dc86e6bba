#include "wjtab/report/section.h"

enum wj_status wj_section_open(struct wj_report *report, const char *key, const char *title)
{
    if (wj_grow(&report->sections, &report->section_capacity, report->section_count + 1,
                sizeof *report->sections) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_section section = {.key = key,
                                 .title = wj_arena_copy(&report->arena, wj_slice_of(title))};
    report->sections[report->section_count++] = section;
    return section.title != NULL ? WJ_OK : WJ_MEMORY;
}

static struct wj_block *add_block(struct wj_report *report)
{
    struct wj_section *section =
        report->section_count > 0 ? &report->sections[report->section_count - 1] : NULL;
    if (section == NULL || wj_grow(&section->blocks, &section->block_capacity,
                                   section->block_count + 1, sizeof *section->blocks) != WJ_OK) {
        return NULL;
    }
    return &section->blocks[section->block_count++];
}

enum wj_status wj_section_say(struct wj_report *report, enum wj_block_kind kind, const char *text)
{
    struct wj_block *block = add_block(report);
    if (block == NULL) {
        return WJ_MEMORY;
    }
    block->kind = kind;
    block->text = wj_arena_copy(&report->arena, wj_slice_of(text));
    return block->text != NULL ? WJ_OK : WJ_MEMORY;
}

struct wj_grid *wj_section_table(struct wj_report *report, const char *caption)
{
    struct wj_block *block = add_block(report);
    struct wj_grid *grid = wj_arena_alloc(&report->arena, sizeof *grid);
    if (block == NULL || grid == NULL) {
        return NULL;
    }
    grid->arena = &report->arena;
    block->kind = WJ_TABLE;
    block->grid = grid;
    if (caption != NULL) {
        block->text = wj_arena_copy(&report->arena, wj_slice_of(caption));
    }
    return grid;
}

struct wj_chart *wj_section_chart(struct wj_report *report, enum wj_chart_kind kind,
                                  const char *title)
{
    struct wj_block *block = add_block(report);
    struct wj_chart *chart = wj_arena_alloc(&report->arena, sizeof *chart);
    if (block == NULL || chart == NULL) {
        return NULL;
    }
    *chart = (struct wj_chart){
        .kind = kind,
        .title = wj_arena_copy(&report->arena, wj_slice_of(title)),
        .description = "",
    };
    block->kind = WJ_CHART;
    block->chart = chart;
    return chart->title != NULL ? chart : NULL;
}

struct wj_block *wj_section_last(struct wj_report *report)
{
    struct wj_section *section =
        report->section_count > 0 ? &report->sections[report->section_count - 1] : NULL;
    return section != NULL && section->block_count > 0 ? &section->blocks[section->block_count - 1]
                                                       : NULL;
}
