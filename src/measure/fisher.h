/* Fisher's exact test of tables with several rows and columns (Freeman, Halton 1951). */
#ifndef WJTAB_MEASURE_FISHER_H
#define WJTAB_MEASURE_FISHER_H

#include <stddef.h>

#include "wjtab/base/status.h"

enum { WJ_FISHER_CELLS = 16, WJ_FISHER_TOTAL = 110 };

/* The probability of all tables with these margins that are not more probable than this one, up to
 * a factor of 1 + 1e-7. No row or column is empty; both numbers are at least 2. WJ_MEMORY. */
enum wj_status wj_fisher(const unsigned *cells, size_t rows, size_t columns, double *p);

#endif
