#include "job_crew.h"

#include <pthread.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/thread.h"
#include "wjtab/read/split.h"

/* Something that is done for one chunk after the other, in their order. Whoever has the turn has it
 * alone. */
struct turn {
    uint64_t chunk;        /* number of the one whose turn it is */
    pthread_cond_t passed; /* it has passed on, or all is over */
};

/* What all share. Chunks are taken and counted by whoever is free; what has an order (the ledger,
 * messages, the digest, the spool) is committed chunk by chunk, in their order. */
struct crew {
    struct wj_pass *pass;
    struct wj_split *split;
    struct worker *workers;
    size_t count;
    bool raw; /* the lanes may have GB18030 that is not decoded */

    pthread_mutex_t lock;                /* around turns and `over` */
    struct turn judging[WJ_CLAIM_PARTS]; /* of each part of the keys of `unique` */
    struct turn keeping;                 /* everything below */
    bool over;
    struct wj_extent done;
    enum wj_status status; /* of what failed first */
};

struct worker {
    struct crew *crew;
    struct wj_thread thread;
    struct wj_reader *reader;
    struct wj_chunk chunk;
    struct wj_pass pass;
    struct wj_diags diags;
    struct wj_screen *screen;
    struct wj_spool spool;
    struct wj_waiting waiting;
    struct wj_extent before; /* the chunk */
    bool holds;              /* what waits is put away: the last of a key is kept */
    bool failed;             /* that failed */
    bool started;
};

/* ---- a chunk ---- */

static enum wj_status count_chunk(struct worker *worker)
{
    struct wj_batch batch;
    wj_pass_offer(&worker->pass, worker->reader);
    wj_split_read(worker->reader, &worker->chunk);
    enum wj_status status = wj_reader_next(worker->reader, &worker->diags, &batch);
    while (status == WJ_OK && batch.count > 0) {
        status = wj_pass_batch(&worker->pass, &batch, 0);
        if (status == WJ_OK) {
            status = wj_reader_next(worker->reader, &worker->diags, &batch);
        }
    }
    /* A record that is longer than any may be was not refused. */
    return status == WJ_OK && worker->chunk.cut_short ? WJ_INTERNAL : status;
}

static enum wj_status keep(struct crew *crew, struct worker *worker)
{
    struct wj_job *job = crew->pass->job;
    struct wj_extent extent = wj_split_extent(worker->reader);
    worker->before = crew->done;
    enum wj_status status =
        wj_screen_commit(job->screen, worker->screen, crew->done.records, crew->done.lines);
    if (status == WJ_OK && worker->spool.survey != NULL) {
        status = wj_spool_append(&job->spool, &worker->spool);
        worker->spool.survey = job->spool.overflow ? NULL : job->survey;
    }
    if (status == WJ_OK && worker->holds) {
        status = wj_pass_hold_waiting(&worker->pass, worker->before);
    }
    wj_split_digest(crew->split, &worker->chunk);
    crew->done.records += extent.records;
    crew->done.lines += extent.lines;
    crew->pass->records = crew->done.records - 1; /* without the header */
    return status;
}

/* Says what is wrong with a chunk, now that it is known where in the file it stands. */
static void tell(struct crew *crew, struct worker *worker)
{
    struct wj_response *response = wj_coder_response(worker->pass.coder);
    if (worker->pass.uncoded) {
        response->record += crew->done.records;
        response->line += crew->done.lines;
        wj_coder_code(worker->pass.coder, crew->pass->diags);
    } else {
        wj_diags_move(crew->pass->diags, &worker->diags, crew->done.lines);
    }
}

/* None of this fails on this system. */
static void begin_turns(struct crew *crew)
{
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->keeping.passed, NULL);
    for (size_t part = 0; part < WJ_CLAIM_PARTS; part++) {
        pthread_cond_init(&crew->judging[part].passed, NULL);
    }
}

static void end_turns(struct crew *crew)
{
    for (size_t part = 0; part < WJ_CLAIM_PARTS; part++) {
        pthread_cond_destroy(&crew->judging[part].passed);
    }
    pthread_cond_destroy(&crew->keeping.passed);
    pthread_mutex_destroy(&crew->lock);
}

/* False when it is over. */
static bool take_turn(struct crew *crew, struct turn *turn, uint64_t chunk)
{
    pthread_mutex_lock(&crew->lock);
    while (!crew->over && turn->chunk != chunk) {
        pthread_cond_wait(&turn->passed, &crew->lock);
    }
    bool mine = !crew->over;
    pthread_mutex_unlock(&crew->lock);
    return mine;
}

static void pass_turn(struct crew *crew, struct turn *turn)
{
    pthread_mutex_lock(&crew->lock);
    turn->chunk++;
    pthread_cond_broadcast(&turn->passed);
    pthread_mutex_unlock(&crew->lock);
}

/* Something failed: whoever waits need not. */
static void give_up(struct crew *crew, enum wj_status status)
{
    pthread_mutex_lock(&crew->lock);
    crew->status = crew->over ? crew->status : status;
    crew->over = true;
    for (size_t part = 0; part < WJ_CLAIM_PARTS; part++) {
        pthread_cond_broadcast(&crew->judging[part].passed);
    }
    pthread_cond_broadcast(&crew->keeping.passed);
    pthread_mutex_unlock(&crew->lock);
}

/* Judges the chunk's responses by `unique`, each part of the keys when that of all chunks before is
 * judged, and counts them. A chunk that failed has its turns, too. False when it is over. */
static bool judge(struct worker *worker, enum wj_status *status)
{
    struct crew *crew = worker->crew;
    struct wj_screen *screen = crew->pass->job->screen;
    struct wj_waiting *waiting = worker->pass.waiting;
    if (waiting == NULL) {
        return true;
    }
    if (*status == WJ_OK) {
        *status =
            wj_contest_set(&waiting->contest, wj_lane_claims(worker->pass.lane), &waiting->claims);
    }
    for (size_t part = 0; part < WJ_CLAIM_PARTS; part++) {
        if (!take_turn(crew, &crew->judging[part], worker->chunk.number)) {
            return false;
        }
        if (*status == WJ_OK) {
            *status = wj_screen_judge_part(screen, part, &waiting->contest);
        }
        pass_turn(crew, &crew->judging[part]);
    }
    if (*status == WJ_OK && crew->pass->job->survey->valid.keep == WJ_KEEP_FIRST) {
        *status = wj_pass_count_waiting(&worker->pass);
    }
    return true;
}

/* Puts the lane's records away: each worker its own, which has no order. False when it is over. */
static bool hold(struct worker *worker)
{
    struct crew *crew = worker->crew;
    enum wj_status status = WJ_OK;
    if (worker->holds) {
        status = wj_lane_hold_claims(worker->pass.lane, &worker->diags, worker->pass.number,
                                     worker->before.records, worker->before.lines);
    }
    if (status != WJ_OK) {
        worker->failed = true;
        give_up(crew, status);
    }
    return status == WJ_OK;
}

/* Commits a chunk when its turn has come. False when it is over. */
static bool commit(struct worker *worker, enum wj_status status)
{
    struct crew *crew = worker->crew;
    if (!take_turn(crew, &crew->keeping, worker->chunk.number)) {
        return false;
    }
    if (status == WJ_OK) {
        status = keep(crew, worker);
    } else {
        tell(crew, worker);
    }
    if (status != WJ_OK) {
        give_up(crew, status);
        return false;
    }
    pass_turn(crew, &crew->keeping);
    return hold(worker);
}

static void work(void *user)
{
    struct worker *worker = user;
    bool go_on = true;
    while (go_on) {
        enum wj_status status = wj_split_next(worker->crew->split, &worker->diags, &worker->chunk);
        if (status == WJ_OK && worker->chunk.bytes.len == 0) {
            break;
        }
        if (status == WJ_OK) {
            status = count_chunk(worker);
        }
        go_on = judge(worker, &status) && commit(worker, status);
    }
}

/* ---- the crew ---- */

/* What a thread counts with: the first one goes on with what is the job's. */
static enum wj_status make_hand(struct wj_job *job, struct wj_hand *hand)
{
    enum wj_status status = hand->coder == NULL ? wj_coder_new(job->survey, &hand->coder) : WJ_OK;
    if (status == WJ_OK && !hand->has_tally) {
        hand->has_tally = true;
        status = wj_tally_init(&hand->tally, &job->diags, job->survey);
    }
    if (status == WJ_OK && hand->lane == NULL && job->lane != NULL) {
        status = wj_lane_new(job->survey, &hand->tally, &hand->lane);
    }
    return status;
}

static enum wj_status take_hand(struct crew *crew, struct worker *worker)
{
    struct wj_job *job = crew->pass->job;
    size_t number = (size_t)(worker - crew->workers);
    struct wj_pass *pass = &worker->pass;
    if (number == 0) {
        return WJ_OK;
    }
    struct wj_hand *hand = &job->hands[number - 1];
    enum wj_status status = make_hand(job, hand);
    if (status == WJ_OK && hand->lane != NULL) {
        wj_lane_begin(hand->lane, pass->file->columns, pass->header_count);
    }
    pass->coder = hand->coder;
    pass->tally = &hand->tally;
    pass->lane = hand->lane;
    return status;
}

static enum wj_status make_worker(struct crew *crew, struct worker *worker)
{
    struct wj_job *job = crew->pass->job;
    bool unique = job->survey->valid.unique_count > 0;
    bool raw = false;
    enum wj_status status = wj_split_reader(crew->split, &worker->reader);
    worker->crew = crew;
    worker->pass = *crew->pass;
    worker->spool.survey = job->spool.overflow ? NULL : job->spool.survey;
    if (status == WJ_OK) {
        status = wj_screen_new(job->survey, &worker->screen);
    }
    if (status == WJ_OK) {
        status = take_hand(crew, worker);
    }
    if (status == WJ_OK && unique) {
        wj_screen_await(worker->screen);
    }
    if (status == WJ_OK && worker->pass.lane != NULL && crew->raw && !unique) {
        status = wj_lane_take_raw(worker->pass.lane, &raw);
    }
    worker->pass.offered = false;
    worker->pass.diags = &worker->diags;
    worker->pass.screen = worker->screen;
    worker->pass.spool = &worker->spool;
    worker->pass.waiting = unique ? &worker->waiting : NULL;
    worker->holds = unique && job->survey->valid.keep == WJ_KEEP_LAST;
    return status;
}

static void clear_worker(struct worker *worker)
{
    wj_reader_free(worker->reader);
    wj_chunk_clear(&worker->chunk);
    wj_diags_clear(&worker->diags);
    wj_screen_free(worker->screen);
    wj_spool_clear(&worker->spool);
    wj_waiting_clear(&worker->waiting);
}

/* The first worker is the thread at hand; where the system has no more threads, fewer do. */
static void run(struct crew *crew)
{
    for (size_t i = 1; i < crew->count; i++) {
        struct worker *worker = &crew->workers[i];
        worker->started = wj_thread_start(&worker->thread, work, worker);
    }
    work(&crew->workers[0]);
    for (size_t i = 1; i < crew->count; i++) {
        if (crew->workers[i].started) {
            wj_thread_join(&crew->workers[i].thread);
        }
    }
}

/* Room for what the threads count with. */
static enum wj_status make_hands(struct wj_job *job, size_t threads)
{
    size_t count = threads - 1;
    if (job->hands != NULL || count == 0) {
        return WJ_OK;
    }
    job->hands = wj_alloc(count * sizeof *job->hands);
    job->hand_count = job->hands != NULL ? count : 0;
    return job->hands != NULL ? WJ_OK : WJ_MEMORY;
}

static enum wj_status run_crew(struct wj_pass *pass, struct wj_split *split, size_t count)
{
    struct crew crew = {
        .pass = pass, .split = split, .count = count, .raw = wj_split_is_raw(split)};
    enum wj_status status = make_hands(pass->job, count);
    crew.done = wj_split_start(split);
    crew.workers = wj_alloc(count * sizeof *crew.workers);
    if (crew.workers == NULL) {
        return WJ_MEMORY;
    }
    begin_turns(&crew);
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        status = make_worker(&crew, &crew.workers[i]);
    }
    if (status == WJ_OK) {
        run(&crew);
        status = crew.status;
        wj_split_finish(split);
    }
    for (size_t i = 0; i < count; i++) {
        if (crew.workers[i].failed) {
            wj_diags_move(pass->diags, &crew.workers[i].diags, 0);
        }
        clear_worker(&crew.workers[i]);
    }
    end_turns(&crew);
    wj_free(crew.workers);
    return status;
}

/* Observers and open answers see responses in their order, and the first weight that is no number
 * is told with its line: one thread does all this. */
static size_t wanted_threads(const struct wj_job *job)
{
    const struct wj_observer *observer = &job->observer;
    bool observed =
        observer->file != NULL || observer->response != NULL || observer->judged != NULL;
    if (observed || job->open.survey != NULL || job->survey->weighting.kind == WJ_WEIGHT_COLUMN) {
        return 1;
    }
    return job->threads;
}

/* Are rows still kept for the workbook? Where the last of a key is kept they come at the end, and
 * that they will be too many may be known before. */
static bool keeps_rows(struct wj_job *job)
{
    bool rows = job->spool.survey != NULL && !job->spool.overflow;
    if (rows && job->survey->valid.keep == WJ_KEEP_LAST &&
        wj_screen_held(job->screen) > WJ_SPOOL_MOST) {
        wj_spool_give_up(&job->spool);
        rows = false;
    }
    return rows;
}

/* With `unique` a crew, even of one, is worth while for its lanes alone, and rows for the workbook
 * are seen in their order. */
static bool is_wanted(const struct wj_pass *pass, const struct wj_reader *reader, size_t threads)
{
    struct wj_job *job = pass->job;
    bool codes = pass->lane != NULL && wj_reader_encoding(reader) == WJ_ENCODING_GB18030;
    if (job->survey->valid.unique_count > 0) {
        return pass->lane != NULL && job->open.survey == NULL && !keeps_rows(job);
    }
    return threads > 1 || codes;
}

enum wj_status wj_crew_read(struct wj_pass *pass, struct wj_reader *reader, bool *done)
{
    struct wj_split *split = NULL;
    size_t threads = wanted_threads(pass->job);
    enum wj_status status = WJ_OK;
    *done = false;
    if (is_wanted(pass, reader, threads)) {
        status = wj_split_new(reader, pass->job->block, &split);
    }
    if (status == WJ_OK && split != NULL) {
        *done = true;
        status = run_crew(pass, split, threads);
    }
    wj_split_free(split);
    return status;
}
