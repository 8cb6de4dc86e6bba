/* The parts of wj_suspect: each collects while responses pass, and speaks up at the end. */
#ifndef WJTAB_SCREEN_SUSPECT_PARTS_H
#define WJTAB_SCREEN_SUSPECT_PARTS_H

#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "wjtab/screen/suspect.h"

/* Ceiling of responses that are compared with each other. */
enum { WJ_MOST_COMPARED = 1000000 };

/* A set of responses as the exclusive-or of their random numbers: equal sets have equal marks. */
struct wj_mark_set {
    uint64_t bits[2];
    uint64_t count;
};

/* What was answered to one question. */
struct wj_answered {
    uint64_t seen;
    uint64_t blank;
    uint64_t not_asked;
    uint64_t answered;
    uint64_t *counts; /* per option */
    bool varies;
    uint64_t *chosen; /* the first answer to a multiple question */
    mpq_t number;     /* the first of a quantity; always initialised */
    struct wj_mark_set blanks;
    struct wj_mark_set filled;
    struct wj_mark_set *options; /* single: who chose it */
};

/* Questions of one scale. */
struct wj_straight {
    const char *scale;
    size_t *questions;
    size_t count;
    uint64_t base;
    uint64_t straight;
};

struct wj_moment {
    uint64_t key[2]; /* of address and answers */
    int64_t time;
    struct wj_sighting place;
};

struct wj_lasted {
    uint64_t milliseconds;
    struct wj_sighting place;
};

struct wj_repeated {
    uint64_t id;
    struct wj_sighting place;
};

struct wj_suspect {
    const struct wj_survey *survey;
    struct wj_answered *questions;
    struct wj_straight *straight;
    size_t straight_count;
    long ip; /* columns of the file at hand, or -1 */
    long time;
    long seconds;
    bool id_personal; /* of any file */
    uint64_t seen;
    struct wj_moment *moments;
    size_t moment_count;
    size_t moment_capacity;
    struct wj_lasted *durations;
    size_t duration_count;
    size_t duration_capacity;
    struct wj_map ids; /* -> number in `first_ids`; behind 2^62 it is known to be repeated */
    struct wj_sighting *first_ids;
    size_t first_id_capacity;
    struct wj_repeated *repeated;
    size_t repeated_count;
    size_t repeated_capacity;
    bool truncated;
    struct wj_suspicion *list;
    size_t count;
    size_t capacity;
    struct wj_buf key;
    struct wj_arena arena;
};

/* Adds a finding; NULL when memory ran out. */
struct wj_suspicion *wj_suspect_add(struct wj_suspect *suspect, enum wj_suspicion_kind kind);

/* Responses among each other: addresses, durations, ids. */
void wj_suspect_find_columns(struct wj_suspect *suspect, const struct wj_columns *columns,
                             const struct wj_slice *header, size_t count);
enum wj_status wj_suspect_compare(struct wj_suspect *suspect, const struct wj_response *response);
enum wj_status wj_suspect_tell_responses(struct wj_suspect *suspect);

/* Blanks that follow another question's answer. */
void wj_suspect_mark(struct wj_suspect *suspect, const struct wj_response *response);
enum wj_status wj_suspect_tell_follows(struct wj_suspect *suspect, size_t question);

#endif
