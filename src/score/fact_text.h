/* Facts that are dates or words: their 单位 is 日期 or 文字. */
#ifndef WJTAB_SRC_SCORE_FACT_TEXT_H
#define WJTAB_SRC_SCORE_FACT_TEXT_H

#include <stdbool.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"

enum wj_fact_kind { WJ_FACT_NUMBER, WJ_FACT_DATE, WJ_FACT_WORDS };

/* What a fact with this unit holds. */
enum wj_fact_kind wj_fact_kind(const char *unit);

/* Appends a cleaned date (2022-5-1, 2022/5/1, 2022.5.1, 2022年5月1日, each also without the day) as
 * 2022-05-01 or 2022-05, so that dates compare as texts; false when it is none. */
bool wj_fact_date(struct wj_buf *out, struct wj_slice clean);

#endif
