/* The responses in the file formats of other programs. */
#ifndef WJTAB_WRITE_EXPORT_FORMATS_H
#define WJTAB_WRITE_EXPORT_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"
#include "wjtab/report/dataset.h"

enum wj_export_format {
    WJ_EXPORT_SAV = 1,      /* data.sav: SPSS, PSPP, jamovi, R */
    WJ_EXPORT_TRIPLE_S = 2, /* data.sss and data.csv: triple-S XML 2.0 */
    WJ_EXPORT_DDI = 4       /* codebook.xml: DDI-Codebook 2.5 */
};

struct wj_export_options {
    const char *folder;
    unsigned formats;          /* of enum wj_export_format */
    bool force;                /* replace files that are there */
    const char *const *inputs; /* files that must not be overwritten */
    size_t input_count;
};

/* Writes the dataset into a folder in all formats, or nothing. WJ_IO with a message, WJ_MEMORY. */
WJ_API enum wj_status wj_write_export(struct wj_diags *diags, struct wj_dataset *dataset,
                                      const struct wj_export_options *options);

#endif
