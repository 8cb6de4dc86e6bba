/* Threads, and how many are worth while. */
#ifndef WJTAB_BASE_THREAD_H
#define WJTAB_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/api.h"

/* How many processors this process may use: what its affinity allows, and no more than what its
 * control group has time for. At least 1. */
WJ_API size_t wj_processors(void);

/* Whole processors' time that a control group grants: "max 100000" is no limit (0), "150000 100000"
 * are 2. */
WJ_API size_t wj_processors_granted(const char *cpu_max);

/* A zeroed struct is not started. */
struct wj_thread {
    pthread_t id;
    void (*run)(void *user);
    void *user;
    unsigned long fail_at;
};

/* Starts a thread; the struct stays where it is until wj_thread_join. Signals don't reach it, and a
 * request for memory that is to fail (wj_memory_fail_at) fails in it, too, as many requests after
 * its start. False when the system has no more threads. */
WJ_API bool wj_thread_start(struct wj_thread *thread, void (*run)(void *user), void *user);

WJ_API void wj_thread_join(struct wj_thread *thread);

#endif
