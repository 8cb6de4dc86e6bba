/* Several threads that read one file: its rest, once the header is known. */
#ifndef WJTAB_SRC_CLI_JOB_CREW_H
#define WJTAB_SRC_CLI_JOB_CREW_H

#include "job_read.h"

/* Reads the rest of a file by several threads, where that is wanted and possible: then *done. What
 * comes out, messages included, is what one thread would have made of it. To be called between two
 * batches. */
enum wj_status wj_crew_read(struct wj_pass *pass, struct wj_reader *reader, bool *done);

#endif
