/* Records that wait in lanes until all responses were judged. */
#ifndef WJTAB_SRC_CLI_JOB_HELD_H
#define WJTAB_SRC_CLI_JOB_HELD_H

#include "job.h"

/* Counts them, but for those that others supersede: these go into the ledger. */
enum wj_status wj_job_count_held(struct wj_job *job);

#endif
