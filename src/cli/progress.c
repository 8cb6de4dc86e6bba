#include "progress.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "wjtab/base/message.h"

static const char clear_line[] = "\r\033[K";

enum { FIRST_MS = 1000, STEP_MS = 200, MB = 1000000, BAR = 20 /* characters */ };

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* A bar in ASCII, whose width is the same on every terminal. */
static void add_bar(struct wj_buf *line, uint64_t percent)
{
    wj_buf_add_char(line, '[');
    for (uint64_t i = 0; i < BAR; i++) {
        wj_buf_add_char(line, (i + 1) * 100 <= percent * BAR ? '#' : '.');
    }
    wj_buf_add_text(line, "] ");
}

void wj_progress_line(struct wj_buf *line, uint64_t done, uint64_t total, uint64_t elapsed)
{
    uint64_t rate = done / (elapsed > 0 ? elapsed : 1) * 1000; /* bytes per second */
    if (total < done || rate == 0) {
        wj_buf_addf(line, _("reading: %llu MB, %llu MB/s"), (unsigned long long)(done / MB),
                    (unsigned long long)(rate / MB));
        return;
    }
    uint64_t percent = done / ((total + 99) / 100);
    uint64_t left = (total - done + rate - 1) / rate;
    add_bar(line, percent);
    wj_buf_addf(line, _("reading: %llu%%, %llu MB/s, %llu s left"), (unsigned long long)percent,
                (unsigned long long)(rate / MB), (unsigned long long)left);
}

static void show(const struct wj_progress *progress, uint64_t elapsed)
{
    uint64_t done = atomic_load_explicit(&progress->done, memory_order_relaxed);
    struct wj_buf line = {0};
    if (done > 0) {
        wj_progress_line(&line, done, progress->total, elapsed);
        fputs(clear_line, stderr);
        fputs(wj_buf_text(&line), stderr);
        fflush(stderr);
    }
    wj_buf_clear(&line);
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
