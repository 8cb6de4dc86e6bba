/* Which files a job reads. */
#ifndef WJTAB_CLI_JOB_FILES_H
#define WJTAB_CLI_JOB_FILES_H

#include "job.h"

/* Fills job->files from the command line, or else from the definition. */
enum wj_status wj_job_find_files(struct wj_job *job, char **files, int count);

#endif
