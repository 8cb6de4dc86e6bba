/* Cutting a cell that holds several options. */
#ifndef WJTAB_SURVEY_CUT_H
#define WJTAB_SURVEY_CUT_H

#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/slice.h"

enum { WJ_MOST_PARTS = 512, WJ_SEPARATORS = 5, WJ_ALL_SEPARATORS = (1 << WJ_SEPARATORS) - 1 };

/* Which of the separators ┋ | ; 、 , a character is (0..4), its compatibility forms included;
 * -1 for none. */
int wj_separator_of(int32_t codepoint);

/* Cuts at the separators whose bits are set, where they stand outside brackets. Empty parts are
 * left out. Returns the number of parts, or WJ_MOST_PARTS + 1 for more than there is room for;
 * *cuts is how many separators were met. */
size_t wj_cut(struct wj_slice text, unsigned separators, struct wj_slice parts[WJ_MOST_PARTS],
              size_t *cuts);

/* The same with one sign that the definition gives. */
size_t wj_cut_at(struct wj_slice text, struct wj_slice sign, struct wj_slice parts[WJ_MOST_PARTS],
                 size_t *cuts);

/* Cuts a cleaned text into adjoining codes. Returns the number of parts, their option numbers in
 * `options`; 0 when there is no way, or more than one. */
size_t wj_cut_codes(struct wj_slice text, const struct wj_slice *codes, size_t code_count,
                    size_t options[WJ_MOST_PARTS]);

/* The length in bytes of the bracket group that opens at the start of the text, 0 when no bracket
 * opens there or it is never closed; *inside is what it holds. Nested brackets of the same kind
 * are part of it. */
size_t wj_bracket_group(struct wj_slice text, struct wj_slice *inside);

#endif
