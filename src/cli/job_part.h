/* A job's counts as a tally file, and tally files as a job. */
#ifndef WJTAB_CLI_JOB_PART_H
#define WJTAB_CLI_JOB_PART_H

#include "job.h"
#include "wjtab/tally/part.h"

/* Reads all responses, and puts what they count into a part made for the job's survey.
 * `with_rows`: the coded rows that a workbook shows travel along. */
enum wj_status wj_job_tally(struct wj_job *job, struct wj_part *part, bool with_rows);

/* Loads tally files into a job whose definition is open, instead of reading responses. */
enum wj_status wj_job_from(struct wj_job *job, const char *const *tallies, size_t count);

/* Writes a tally file ("-": standard output). One that stands there is replaced if it is a tally
 * file, too, and none of `inputs`; anything else by force alone. */
enum wj_status wj_job_put_part(struct wj_diags *diags, struct wj_part *part, const char *path,
                               const char *const *inputs, size_t count, bool force);

#endif
