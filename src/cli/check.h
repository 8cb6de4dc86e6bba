/* What `wjtab check` finds out while responses are read. */
#ifndef WJTAB_CLI_CHECK_H
#define WJTAB_CLI_CHECK_H

#include "check_spellings.h"
#include "job.h"
#include "wjtab/base/map.h"
#include "wjtab/screen/suspect.h"

/* An answer that fits no option. */
struct wj_unknown {
    size_t question;
    const char *cell;
    uint64_t count;
    struct wj_advice advice;
};

/* Where a question stands in a file. */
struct wj_mapped {
    const char *file;
    const char *question; /* or the key that names the column */
    long column;          /* from 0 */
    const char *header;
    const char *option; /* with one column per option */
};

struct wj_check {
    struct wj_job *job;
    struct wj_mapped *mapped;
    size_t mapped_count;
    size_t mapped_capacity;
    struct wj_unknown *unknown;
    size_t unknown_count;
    size_t unknown_capacity;
    struct wj_map seen; /* question and cell -> number in `unknown` + 1 */
    struct wj_spellings spellings;
    struct wj_suspect *suspect;
    struct wj_mapped *personal; /* columns that hold personal data by their header */
    size_t personal_count;
    size_t personal_capacity;
    struct wj_buf key;
};

struct wj_observer wj_check_observer(struct wj_check *check);

/* To be called behind the last response. */
enum wj_status wj_check_finish(struct wj_check *check);

/* Appends the findings for people, long lists cut unless `all`, or for programs. */
enum wj_status wj_check_text(const struct wj_check *check, struct wj_job *job, bool all,
                             struct wj_buf *out);
enum wj_status wj_check_json(const struct wj_check *check, struct wj_job *job, struct wj_buf *out);

/* Takes down which columns of a file hold personal data, unless it is to be kept. */
enum wj_status wj_check_see_personal(struct wj_check *check, const char *file,
                                     const struct wj_slice *header, size_t count);

void wj_check_clear(struct wj_check *check);

#endif
