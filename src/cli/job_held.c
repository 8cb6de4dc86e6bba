/* Where the last of a key is kept, lanes have put their records away until all were judged. Each
 * counts its own with a thread of its own. */
#include "job_held.h"

#include "job_read.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/thread.h"

struct counter {
    struct wj_job *job;
    pthread_mutex_t *lock;    /* around the job's ledger */
    struct wj_lane *lane;     /* or NULL */
    struct wj_screen *screen; /* for a ledger of its own */
    struct wj_thread thread;
    bool started;
    struct wj_diags diags;
    enum wj_status status;
};

static enum wj_status reject(struct counter *counter, size_t file)
{
    struct wj_job *job = counter->job;
    struct wj_claims *claims = wj_lane_claims(counter->lane);
    struct wj_response response = {0};
    wj_job_set_file(&response, job, file);
    wj_screen_drop_claims(job->screen, claims);
    enum wj_status status = wj_screen_reject_claims(counter->screen, &response, claims);
    if (status == WJ_OK) {
        pthread_mutex_lock(counter->lock);
        status = wj_screen_commit(job->screen, counter->screen, 0, 0);
        pthread_mutex_unlock(counter->lock);
    }
    return status;
}

static enum wj_status count_next(struct counter *counter, bool *any)
{
    struct wj_lane_held held;
    enum wj_status status = wj_lane_next_held(counter->lane, &counter->diags, &held);
    *any = status == WJ_OK && held.count > 0;
    if (!*any) {
        return status;
    }
    bool dropped = wj_screen_drops(counter->job->screen, held.first, held.count);
    status = wj_lane_claim_held(counter->lane, &held, dropped);
    if (status == WJ_OK && dropped) {
        status = reject(counter, held.file);
    }
    if (status == WJ_OK) {
        status = wj_lane_count_claims(counter->lane);
    }
    return status == WJ_OK && wj_interrupted() ? WJ_INTERRUPTED : status;
}

static void count_held(void *user)
{
    struct counter *counter = user;
    bool any = counter->lane != NULL;
    wj_screen_tell(counter->screen, &counter->diags);
    while (any && counter->status == WJ_OK) {
        counter->status = count_next(counter, &any);
    }
}

/* The first counter is the thread at hand; where the system has no more threads, it does all. */
static void run(struct counter *counters, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        counters[i].started = wj_thread_start(&counters[i].thread, count_held, &counters[i]);
    }
    count_held(&counters[0]);
    for (size_t i = 1; i < count; i++) {
        if (counters[i].started) {
            wj_thread_join(&counters[i].thread);
        } else {
            count_held(&counters[i]);
        }
    }
}

enum wj_status wj_job_count_held(struct wj_job *job)
{
    size_t count = 1 + job->hand_count;
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    enum wj_status status = WJ_OK;
    if (job->survey->valid.unique_count == 0 || job->survey->valid.keep != WJ_KEEP_LAST) {
        return WJ_OK;
    }
    struct counter *counters = wj_alloc(count * sizeof *counters);
    if (counters == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        struct wj_lane *lane = i > 0 ? job->hands[i - 1].lane : job->lane;
        counters[i] = (struct counter){.job = job, .lock = &lock, .lane = lane};
        status = wj_screen_new(job->survey, &counters[i].screen);
    }
    if (status == WJ_OK) {
        run(counters, count);
    }
    for (size_t i = 0; i < count; i++) {
        status = status == WJ_OK ? counters[i].status : status;
        wj_diags_move(&job->diags, &counters[i].diags, 0);
        wj_screen_free(counters[i].screen);
    }
    wj_free(counters);
    return status;
}
