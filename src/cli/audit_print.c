#include "audit_print.h"

#include <jansson.h>

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/report/grid.h"
#include "wjtab/write/write.h"

static const char *const rounding_modes[4] = {"half-up", "half-even", "truncate", "up"};

/* ---- text ---- */

static void add_place(const struct wj_audit_finding *finding, struct wj_buf *out)
{
    wj_text_escape(out, wj_slice_of(finding->file));
    wj_buf_addf(out, ":%llu", (unsigned long long)finding->line);
    if (finding->column > 0) {
        wj_buf_addf(out, ":%llu", (unsigned long long)finding->column);
    }
}

/* Columns that a finding's place needs. */
static size_t place_width(const struct wj_audit *audit)
{
    size_t widest = 0;
    struct wj_buf place = {0};
    for (size_t i = 0; i < audit->finding_count; i++) {
        wj_buf_reset(&place);
        add_place(&audit->findings[i], &place);
        size_t width = wj_text_width(wj_buf_slice(&place));
        widest = width > widest ? width : widest;
    }
    wj_buf_clear(&place);
    return widest;
}

static void add_spaces(struct wj_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_char(out, ' ');
    }
}

static void add_finding(const struct wj_audit_finding *finding, size_t widest, struct wj_buf *out)
{
    struct wj_buf place = {0};
    add_place(finding, &place);
    size_t width = wj_text_width(wj_buf_slice(&place));
    wj_buf_add(out, wj_buf_slice(&place));
    add_spaces(out, widest - (width < widest ? width : widest) + 2);
    wj_text_escape(out, wj_slice_of(finding->message));
    wj_buf_addf(out, " [%s]\n", finding->kind);
    if (*finding->arithmetic != '\0') {
        add_spaces(out, widest + 4);
        wj_text_escape(out, wj_slice_of(finding->arithmetic));
        wj_buf_add_char(out, '\n');
    }
    if (wj_buf_status(&place) != WJ_OK) {
        out->failed = true;
    }
    wj_buf_clear(&place);
}

/* "percentages: 12 were rounded; half-up explains 12, half-even 12, truncation 3, up 2" */
static void add_rounding(const struct wj_audit_rounding *rounding, struct wj_buf *out)
{
    if (rounding->compared == 0) {
        return;
    }
    wj_buf_addf(out,
                strcmp(rounding->figures, "percent") == 0
                    ? _("Rounded percentages: %zu; explained by half-up %zu, half-even %zu, "
                        "truncation %zu, rounding up %zu\n")
                    : _("Other rounded figures: %zu; explained by half-up %zu, half-even %zu, "
                        "truncation %zu, rounding up %zu\n"),
                rounding->compared, rounding->explained[0], rounding->explained[1],
                rounding->explained[2], rounding->explained[3]);
}

enum wj_status wj_audit_print_text(const struct wj_audit *audit, struct wj_buf *out)
{
    size_t widest = place_width(audit);
    for (size_t i = 0; i < audit->finding_count; i++) {
        add_finding(&audit->findings[i], widest, out);
    }
    wj_buf_add_text(out, audit->finding_count > 0 ? "\n" : "");
    wj_buf_addf(out, _("%zu findings; %zu figures were compared\n"), audit->finding_count,
                audit->compared);
    add_rounding(&audit->roundings[0], out);
    add_rounding(&audit->roundings[1], out);
    if (audit->skipped > 0) {
        wj_buf_addf(out, _("Stated figures with nothing to compare with: %zu\n"), audit->skipped);
    }
    return wj_buf_status(out);
}

/* ---- JSON ---- */

/* A path may hold any bytes, JSON may not. */
static json_t *finding_json(const struct wj_audit_finding *finding)
{
    struct wj_buf file = {0};
    struct wj_slice path = wj_slice_of(finding->file);
    if (wj_utf8_valid(path) == path.len) {
        wj_buf_add(&file, path);
    } else {
        wj_text_escape(&file, path);
    }
    json_t *json = json_pack("{s:s,s:s,s:I,s:I,s:s,s:s,s:s,s:s,s:s}", "kind", finding->kind, "file",
                             wj_buf_text(&file), "line", (json_int_t)finding->line, "column",
                             (json_int_t)finding->column, "subject", finding->subject, "stated",
                             finding->stated, "computed", finding->computed, "arithmetic",
                             finding->arithmetic, "message", finding->message);
    wj_buf_clear(&file);
    return json;
}

static json_t *rounding_json(const struct wj_audit_rounding *rounding)
{
    json_t *explained = json_object();
    for (size_t i = 0; i < sizeof rounding_modes / sizeof *rounding_modes; i++) {
        json_object_set_new(explained, rounding_modes[i],
                            json_integer((json_int_t)rounding->explained[i]));
    }
    return json_pack("{s:s,s:I,s:o}", "figures", rounding->figures, "rounded",
                     (json_int_t)rounding->compared, "explained", explained);
}

enum wj_status wj_audit_print_json(const struct wj_audit *audit, struct wj_buf *out)
{
    json_t *findings = json_array();
    bool complete = findings != NULL;
    for (size_t i = 0; i < audit->finding_count && complete; i++) {
        complete = json_array_append_new(findings, finding_json(&audit->findings[i])) == 0;
    }
    json_t *all = json_pack("{s:s,s:o,s:[o,o],s:I,s:I}", "schema", "wjtab-audit/1", "findings",
                            findings, "roundings", rounding_json(&audit->roundings[0]),
                            rounding_json(&audit->roundings[1]), "compared",
                            (json_int_t)audit->compared, "skipped", (json_int_t)audit->skipped);
    enum wj_status status = complete ? wj_write_json(all, 1, out) : WJ_MEMORY;
    json_decref(all);
    return status;
}

/* ---- CSV ---- */

static void add_row(struct wj_grid *grid, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wj_grid_text(grid, wj_slice_of(texts[i]));
    }
}

enum wj_status wj_audit_print_csv(const struct wj_audit *audit, struct wj_buf *out)
{
    static const char *const header[] = {"类别", "文件", "行",   "列",  "对象",
                                         "写明", "应为", "算式", "说明"};
    struct wj_arena arena = {0};
    struct wj_grid grid = {.columns = sizeof header / sizeof *header, .arena = &arena};
    add_row(&grid, header, grid.columns);
    for (size_t i = 0; i < audit->finding_count; i++) {
        const struct wj_audit_finding *finding = &audit->findings[i];
        const char *const rest[] = {finding->subject, finding->stated, finding->computed,
                                    finding->arithmetic, finding->message};
        wj_grid_text(&grid, wj_slice_of(finding->kind));
        wj_grid_text(&grid, wj_slice_of(finding->file));
        wj_grid_count(&grid, finding->line);
        wj_grid_count(&grid, finding->column);
        add_row(&grid, rest, sizeof rest / sizeof *rest);
    }
    enum wj_status status = grid.failed ? WJ_MEMORY : wj_write_csv(&grid, true, out);
    wj_grid_clear(&grid);
    wj_arena_clear(&arena);
    return status;
}
