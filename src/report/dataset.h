/* The variables and the rows of a dataset agree on the order of the variables. */
#ifndef WJTAB_REPORT_DATASET_PRIVATE_H
#define WJTAB_REPORT_DATASET_PRIVATE_H

#include "wjtab/report/dataset.h"

/* Decimals of a weight; its mean is 1. */
enum { WJ_DATASET_WEIGHT_PLACES = 12 };

/* Has a single question a variable for what was written behind an option? */
bool wj_dataset_has_reason(const struct wj_dataset *dataset, const struct wj_question *question);

/* Reads all rows once: counts, limits, widths, and what stands for missing answers. */
enum wj_status wj_dataset_count(struct wj_dataset *dataset, struct wj_diags *diags);

#endif
