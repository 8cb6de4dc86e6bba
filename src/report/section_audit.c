/* What does not add up in the scoring table and the published figures; where the definition asks.
 */
#include <string.h>

#include "grids.h"
#include "sections.h"
#include "wjtab/score/audit.h"

/* "scoring.csv:18:6"; a whole row has no column. */
static const char *place_of(const struct wj_tell *tell, const struct wj_audit_finding *finding)
{
    const char *slash = strrchr(finding->file, '/');
    const char *parts[] = {slash != NULL ? slash + 1 : finding->file, wj_count(tell, finding->line),
                           wj_count(tell, finding->column)};
    bool whole = finding->column == 0;
    return wj_print(tell->arena, whole ? "%s:%s" : "%s:%s:%s", whole ? 2 : 3, parts);
}

void wj_section_audit(const struct wj_tell *tell)
{
    const struct wj_audit *audit = tell->findings->audit;
    if (audit == NULL) {
        return;
    }
    const char *parts[] = {wj_count(tell, audit->compared), wj_count(tell, audit->finding_count)};
    bool none = audit->finding_count == 0;
    wj_tell_open(tell, WJ_SECTION_AUDIT, WJ_TEXT_AUDIT_TITLE);
    wj_tell(tell, WJ_PARAGRAPH, none ? WJ_TEXT_AUDIT_NONE : WJ_TEXT_AUDIT_FOUND, none ? 1 : 2,
            parts);
    struct wj_grid *grid = none ? NULL : wj_section_table(tell->report, NULL);
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 5, tell->words->audit_columns);
    for (size_t i = 0; i < audit->finding_count; i++) {
        const struct wj_audit_finding *finding = &audit->findings[i];
        wj_cell(grid, finding->subject);
        wj_cell(grid, finding->stated);
        wj_cell(grid, finding->computed);
        wj_cell(grid, finding->arithmetic);
        wj_cell(grid, place_of(tell, finding));
    }
}
