/* Published figures against ours. */
#ifndef WJTAB_REPORT_STATED_H
#define WJTAB_REPORT_STATED_H

#include "wjtab/report/report.h"

struct wj_difference {
    const char *scope;
    const char *name;
    const char *stated;
    const char *computed;
};

struct wj_comparison {
    uint64_t compared;
    struct wj_difference *list;
    size_t count;
};

/* Compares every line of the file; each that differs is a warning, and one that names nothing we
 * have an error. Everything lives in the arena. */
enum wj_status wj_stated_compare(struct wj_diags *diags, const struct wj_findings *findings,
                                 struct wj_arena *arena, struct wj_comparison *comparison);

#endif
