/* Cross tables: counts per combination that a table asks for. */
#ifndef WJTAB_TALLY_CROSS_H
#define WJTAB_TALLY_CROSS_H

#include "wjtab/tally/tally.h"

enum wj_status wj_crosses_init(struct wj_tally *tally, struct wj_diags *diags);

void wj_crosses_add(struct wj_tally *tally, const struct wj_response *response);

#endif
