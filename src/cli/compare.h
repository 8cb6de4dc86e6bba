/* `wjtab check --compare`: two keyings of the same forms, cell by cell. */
#ifndef WJTAB_CLI_COMPARE_H
#define WJTAB_CLI_COMPARE_H

#include "job.h"
#include "wjtab/base/map.h"

/* Where a form stands. */
struct wj_form_place {
    const char *file;
    uint64_t record;
    uint64_t line;
};

/* One cell that means something else in the second keying. */
struct wj_difference {
    const char *id;
    size_t question;
    long option; /* with one column per option; else -1 */
    const char *answers[2];
    long columns[2]; /* from 0 */
    struct wj_form_place places[2];
};

/* A form that was not compared, or not as often as it stands there. */
enum wj_form_fault {
    WJ_ONLY_FIRST,
    WJ_ONLY_SECOND,
    WJ_TWICE_FIRST,
    WJ_TWICE_SECOND,
    WJ_NO_ID,
    WJ_MISSHAPEN /* the record has the wrong number of fields */
};

struct wj_form {
    enum wj_form_fault fault;
    const char *id;
    struct wj_form_place place;
    struct wj_form_place before; /* stands twice: where it stood first */
};

/* A form of the first keying, until its second one comes. */
struct wj_keyed {
    char *cells; /* the questions' columns: length, bytes */
    size_t file;
    struct wj_form_place place;
    bool met;                    /* the second keying has it */
    struct wj_form_place second; /* there */
};

/* A file of either keying. */
struct wj_keying {
    const char *shown;
    enum wj_encoding encoding;
    uint64_t records;
    struct wj_columns *columns;
    size_t width;   /* columns of the header */
    size_t *wanted; /* those that questions are read from */
    size_t wanted_count;
};

/* A zeroed struct is empty; cleared with wj_compare_clear. */
struct wj_compare {
    struct wj_job *job;
    struct wj_coder *coders[2];
    struct wj_keying *files; /* of the first keying, then the second */
    size_t file_count;
    struct wj_map ids;     /* cleaned -> number in `keyed` */
    struct wj_map new_ids; /* of the second keying alone -> number in `forms` */
    struct wj_keyed *keyed;
    size_t keyed_capacity;
    struct wj_difference *differences;
    size_t difference_count;
    size_t difference_capacity;
    uint64_t differing; /* all of them; `differences` has a ceiling */
    struct wj_form *forms;
    size_t form_count;
    size_t form_capacity;
    uint64_t compared;       /* forms */
    uint64_t compared_cells; /* answers to questions */
    struct wj_slice *fields; /* scratch */
    size_t field_capacity;
    struct wj_buf key;
    struct wj_buf cells;
    struct wj_arena arena;
};

/* Compares the job's responses with the file `second`, whose encoding and delimiter are its own.
 * Changes the job's definition: rules that need columns of their own are switched off.
 * WJ_DEFINITION without `id`; WJ_DATA where either keying can't be trusted. */
enum wj_status wj_compare_read(struct wj_compare *compare, struct wj_job *job, const char *second);

/* An id as it may be shown; NULL when there is no memory. */
const char *wj_compare_id(struct wj_compare *compare, struct wj_slice id);

/* Is there anything to look at? */
bool wj_compare_found(const struct wj_compare *compare);

/* Do two coded answers to a question mean the same? */
bool wj_compare_same(const struct wj_question *question, const struct wj_answer *a,
                     const struct wj_answer *b);

/* Adds the cells of a response that differ from those of the first keying's. */
enum wj_status wj_compare_responses(struct wj_compare *compare, struct wj_slice id,
                                    const struct wj_response *first,
                                    const struct wj_response *second);

/* Appends what was found, for people, long lists cut unless `all`, or for programs. */
enum wj_status wj_compare_text(const struct wj_compare *compare, bool all, struct wj_buf *out);
enum wj_status wj_compare_json(const struct wj_compare *compare, struct wj_buf *out);

void wj_compare_clear(struct wj_compare *compare);

#endif
