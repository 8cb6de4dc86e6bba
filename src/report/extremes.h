/* What is highest and what is lowest, with everything that shares the place. */
#ifndef WJTAB_REPORT_EXTREMES_H
#define WJTAB_REPORT_EXTREMES_H

#include "tell.h"

struct wj_extreme {
    const char *name;
    const struct wj_figure *figure; /* borrowed */
};

/* A zeroed struct is empty. */
struct wj_extremes {
    struct wj_extreme *list;
    size_t count;
    size_t capacity;
    bool shorten; /* 75% for 75.00%, as rates of scores are printed */
};

/* Adds what has a figure. */
void wj_extremes_add(struct wj_extremes *extremes, const char *name,
                     const struct wj_figure *figure);

/* Says it, for documents, where there are two or more; `text` takes 项数 最高项 最高 最低项 最低,
 * `equal` 项数 得分率. Empties the list. */
void wj_tell_extremes(const struct wj_tell *tell, struct wj_extremes *extremes, enum wj_text text,
                      enum wj_text equal);

#endif
