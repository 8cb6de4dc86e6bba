#include "progress.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "wjtab/base/message.h"

static const char clear_line[] = "\r\033[K";

enum { FIRST_MS = 1000, STEP_MS = 200, MB = 1000000 };

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void show(const struct wj_progress *progress, uint64_t elapsed)
{
    uint64_t done = atomic_load_explicit(&progress->done, memory_order_relaxed);
    uint64_t rate = done / (elapsed > 0 ? elapsed : 1) * 1000; /* bytes per second */
    if (done == 0) {
        return;
    }
    fputs(clear_line, stderr);
    if (progress->total < done || rate == 0) {
        fprintf(stderr, _("reading: %llu MB, %llu MB/s"), (unsigned long long)(done / MB),
                (unsigned long long)(rate / MB));
    } else {
        uint64_t left = (progress->total - done + rate - 1) / rate;
        fprintf(stderr, _("reading: %llu%%, %llu MB/s, %llu s left"),
                (unsigned long long)(done / ((progress->total + 99) / 100)),
                (unsigned long long)(rate / MB), (unsigned long long)left);
    }
    fflush(stderr);
}

/* Until the end, or so many milliseconds. The lock is held. */
static void wait_for_end(struct wj_progress *progress, uint64_t ms)
{
    struct timespec until;
    int result = 0;
    clock_gettime(CLOCK_MONOTONIC, &until);
    uint64_t nanoseconds = (uint64_t)until.tv_nsec + ms % 1000 * 1000000;
    until.tv_sec += (time_t)(ms / 1000 + nanoseconds / 1000000000);
    until.tv_nsec = (long)(nanoseconds % 1000000000);
    while (!progress->over && result != ETIMEDOUT) {
        result = pthread_cond_timedwait(&progress->end, &progress->lock, &until);
    }
}

static void keep_showing(void *user)
{
    struct wj_progress *progress = user;
    uint64_t start = now_ms();
    pthread_mutex_lock(&progress->lock);
    wait_for_end(progress, FIRST_MS);
    while (!progress->over) {
        show(progress, now_ms() - start);
        wait_for_end(progress, STEP_MS);
    }
    pthread_mutex_unlock(&progress->lock);
    if (now_ms() - start >= FIRST_MS) {
        fputs(clear_line, stderr);
        fflush(stderr);
    }
}

void wj_progress_begin(struct wj_progress *progress, uint64_t total)
{
    pthread_condattr_t clock;
    progress->total = total;
    if (isatty(STDERR_FILENO) == 0) {
        return;
    }
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_mutex_init(&progress->lock, NULL);
    pthread_cond_init(&progress->end, &clock);
    pthread_condattr_destroy(&clock);
    progress->shows = wj_thread_start(&progress->thread, keep_showing, progress);
}

void wj_progress_end(struct wj_progress *progress)
{
    if (!progress->shows) {
        return;
    }
    pthread_mutex_lock(&progress->lock);
    progress->over = true;
    pthread_cond_signal(&progress->end);
    pthread_mutex_unlock(&progress->lock);
    wj_thread_join(&progress->thread);
    progress->shows = false;
    pthread_cond_destroy(&progress->end);
    pthread_mutex_destroy(&progress->lock);
}
