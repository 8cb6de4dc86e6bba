/* Responses that come without their header: a piece of a file that was cut between lines. */
#ifndef WJTAB_CLI_JOB_HEADER_H
#define WJTAB_CLI_JOB_HEADER_H

#include <stdio.h>

#include "job.h"

/* Puts the first line of the file `header` before the job's one response file, in a file without a
 * name that the job then reads; *file keeps it open. A first line that is the header itself is left
 * out. WJ_DATA with a message: a line leaves a quote open, so that lines are no records; WJ_USAGE,
 * WJ_IO with a message. */
enum wj_status wj_job_put_header(struct wj_job *job, const char *header, FILE **file);

#endif
