/* Regular expressions (PCRE2), with limits on what they may cost. */
#ifndef WJTAB_SURVEY_PATTERN_H
#define WJTAB_SURVEY_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

/* Any number of threads may look for a pattern at once. */
struct wj_pattern;

/* Compiles a pattern: UTF, Unicode properties, caseless, not anchored. NULL when it is faulty
 * (`reason`: why, translated, with the character's position) or memory ran out (`reason` empty). */
WJ_API struct wj_pattern *wj_pattern_new(struct wj_slice text, struct wj_buf *reason);

enum wj_found { WJ_FOUND, WJ_NOT_FOUND, WJ_FOUND_LIMIT };

/* Looks for the pattern in valid UTF-8. WJ_FOUND_LIMIT: a match, depth or heap limit was hit, or
 * any other fault of matching; it says nothing about the text. */
WJ_API enum wj_found wj_pattern_find(struct wj_pattern *pattern, struct wj_slice text);

/* What the group `option` captured at the last wj_pattern_find of this pattern that found
 * something, by one thread alone; valid as long as that text. Empty when there is no such group. */
WJ_API struct wj_slice wj_pattern_option(const struct wj_pattern *pattern, struct wj_slice text);

/* Has it a group (?<option>…)? */
WJ_API bool wj_pattern_has_option(const struct wj_pattern *pattern);

WJ_API void wj_pattern_free(struct wj_pattern *pattern);

#endif
