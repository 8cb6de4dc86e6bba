/* A line on the terminal that says how far reading has come. */
#ifndef WJTAB_SRC_CLI_PROGRESS_H
#define WJTAB_SRC_CLI_PROGRESS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/thread.h"

/* A zeroed struct shows nothing. */
struct wj_progress {
    atomic_ullong done; /* bytes, counted by who reads */
    uint64_t total;     /* 0: not known */
    bool shows;         /* private from here on */
    bool over;
    struct wj_thread thread;
    pthread_mutex_t lock;
    pthread_cond_t end;
};

/* Shows the line from a second on, where standard error is a terminal; another thread does it. */
void wj_progress_begin(struct wj_progress *progress, uint64_t total);

/* What the line says of bytes that were read in so many milliseconds; a total that is less is not
 * known. */
void wj_progress_line(struct wj_buf *line, uint64_t done, uint64_t total, uint64_t elapsed);

/* Takes the line away. */
void wj_progress_end(struct wj_progress *progress);

#endif
