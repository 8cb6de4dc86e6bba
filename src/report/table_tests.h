/* What a cross table shows of its tests: letters behind figures, means, and sentences under it. */
#ifndef WJTAB_REPORT_TABLE_TESTS_H
#define WJTAB_REPORT_TABLE_TESTS_H

#include "tabulation.h"
#include "tell.h"
#include "wjtab/measure/tests.h"

/* " A": behind the name of a column. */
const char *wj_column_letter(const struct wj_tell *tell, size_t column);

/* " BC" behind a column's figure: the columns that it is significantly above; "" where none. Small
 * letters are for the less strict of two levels. `first`: the letter of the band's first column. */
const char *wj_letters_above(const struct wj_tell *tell, const struct wj_pair_test *pairs,
                             size_t count, size_t column, size_t first);

/* Says the method of the letters, and the tests of independence. */
void wj_tell_tests(const struct wj_tell *tell, const struct wj_tabulation *tabulation);

/* Names the bands whose columns are too many to be tested, where tests are asked for. */
void wj_tell_untested(const struct wj_tell *tell, const struct wj_tabulation *tabulation);

#endif
