/* From a file's records to counts. */
#ifndef WJTAB_SRC_CLI_JOB_READ_H
#define WJTAB_SRC_CLI_JOB_READ_H

#include "job.h"
#include "wjtab/read/reader.h"
#include "wjtab/read/split.h"

/* Effective responses of a chunk that wait for `unique`, beside those of the lane. A zeroed struct
 * is empty. */
struct wj_waiting {
    struct wj_claims claims;
    struct wj_contest contest; /* of these and the lane's */
    struct wj_buf fields;      /* packed, of one response after the other */
    struct wj_slice *room;     /* for the fields of one */
    size_t room_capacity;
};

/* Who gives records to a coder, a screen and a tally: one per thread. All is borrowed. */
struct wj_pass {
    struct wj_job *job;
    struct wj_job_file *file;
    size_t number; /* of the file, from 0 */
    const struct wj_slice *header;
    size_t header_count;
    struct wj_diags *diags;
    struct wj_coder *coder;
    struct wj_screen *screen;
    struct wj_tally *tally;
    struct wj_lane *lane; /* or NULL */
    struct wj_spool *spool;
    struct wj_waiting *waiting; /* NULL: `unique` is judged at once */
    uint64_t records;           /* without those that the lane took */
    bool offered;               /* records are offered to the lane */
    bool uncoded; /* the coder's response could not be coded, and a message says why */
};

/* Reads, codes, screens and counts the responses of a file. */
enum wj_status wj_job_read_file(struct wj_job *job, size_t number);

/* Gives the records of a batch from the number-th on to the stages. */
enum wj_status wj_pass_batch(struct wj_pass *pass, const struct wj_batch *batch, size_t number);

/* Offers the records to come to the lane, where none of them has to be seen: the spool wants to see
 * them, up to its limit. */
void wj_pass_offer(struct wj_pass *pass, struct wj_reader *reader);

/* Counts the responses that wait, but for those dropped, and puts these into the pass's ledger. */
enum wj_status wj_pass_count_waiting(struct wj_pass *pass);

/* Where the last of a key is kept: puts them away until all responses were judged. */
enum wj_status wj_pass_hold_waiting(struct wj_pass *pass, struct wj_extent before);

void wj_waiting_clear(struct wj_waiting *waiting);

/* Of which file the response is. */
void wj_job_set_file(struct wj_response *response, const struct wj_job *job, size_t number);

/* Counts the other responses that were held until it was sure that they are the last of their key.
 */
enum wj_status wj_job_take_held(struct wj_job *job);

#endif
