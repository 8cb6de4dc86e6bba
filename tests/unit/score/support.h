/* Helpers of the scoring tests: files from texts, and what came out as text to compare. */
#ifndef WJTAB_TESTS_SCORE_SUPPORT_H
#define WJTAB_TESTS_SCORE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "wjtab/score/score.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

#ifndef WJTAB_SOURCE_DIR
#define WJTAB_SOURCE_DIR "."
#endif

/* A temporary file of this program; `letter` tells several apart. */
static inline const char *path_of(char letter)
{
    static char paths[128][64];
    char *path = paths[(unsigned char)letter & 127];
    snprintf(path, sizeof paths[0], "/tmp/wjtab-score-test-%ld-%c", (long)getpid(), letter);
    return path;
}

static inline const char *file_with(char letter, struct wj_slice bytes)
{
    const char *path = path_of(letter);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline void read_whole(const char *path, struct wj_buf *out)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (int byte = getc(file); byte != EOF; byte = getc(file)) {
        wj_buf_add_char(out, (char)byte);
    }
    fclose(file);
}

static inline void set_known(struct wj_known *known, const char *name, uint64_t num, uint64_t den)
{
    *known = (struct wj_known){.name = name, .has_value = true};
    mpq_init(known->value);
    wj_number_ratio(known->value, num, den);
}

/* The usual four: 优 90, 良 80, 中 60, 差 0. */
static inline void grades_init(struct wj_grade grades[4])
{
    static char names[][4] = {"优", "良", "中", "差"};
    static const unsigned long from[] = {90, 80, 60, 0};
    for (size_t i = 0; i < 4; i++) {
        grades[i].grade = names[i];
        mpq_init(grades[i].from);
        mpq_set_ui(grades[i].from, from[i], 1);
    }
}

static inline void grades_clear(struct wj_grade grades[4])
{
    for (size_t i = 0; i < 4; i++) {
        mpq_clear(grades[i].from);
    }
}

/* `error kind@f12:3: message`, one line each; f is the letter of the file. */
static inline void show_diags(struct wj_buf *out, const struct wj_diags *diags, bool messages)
{
    static const char *const severities[] = {"note", "warning", "error"};
    for (size_t i = 0; i < diags->count; i++) {
        const struct wj_diag *diag = &diags->list[i];
        const char *file = diag->file != NULL ? diag->file : "?";
        wj_buf_addf(out, "%s %s@%c%llu:%llu", severities[diag->severity], diag->kind,
                    file[strlen(file) - 1], (unsigned long long)diag->line,
                    (unsigned long long)diag->column);
        if (messages) {
            wj_buf_addf(out, ": %s", diag->message);
        }
        wj_buf_add_char(out, '\n');
    }
}

static inline void show_score(struct wj_buf *out, bool has_score, const mpq_t score,
                              const mpq_t points)
{
    if (has_score) {
        wj_number_exact(out, score);
    } else {
        wj_buf_add_text(out, "–");
    }
    wj_buf_add_char(out, '/');
    wj_number_exact(out, points);
    wj_buf_add_char(out, '\n');
}

/* `决策>立项>依据 3/4`, one line per indicator. */
static inline void show_indicators(struct wj_buf *out, const struct wj_scoring *scoring)
{
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        const struct wj_indicator *indicator = &scoring->indicators[i];
        for (size_t level = 0; level < indicator->depth; level++) {
            const char *name = indicator->levels[level];
            wj_buf_addf(out, "%s%s", level > 0 ? ">" : "", name != NULL ? name : "");
        }
        wj_buf_add_char(out, ' ');
        show_score(out, indicator->has_score, indicator->score, indicator->points);
    }
}

/* `1 决策 3/4`, with `<n` behind the level where n is the parent; then the total and the grades. */
static inline void show_levels(struct wj_buf *out, const struct wj_scoring *scoring)
{
    for (size_t i = 0; i < scoring->level_count; i++) {
        const struct wj_level *level = &scoring->levels[i];
        wj_buf_addf(out, "%zu", level->level);
        if (level->parent >= 0) {
            wj_buf_addf(out, "<%ld", level->parent);
        }
        wj_buf_addf(out, " %s ", level->name);
        show_score(out, level->has_score, level->score, level->points);
    }
    wj_buf_add_text(out, "total ");
    show_score(out, scoring->has_total, scoring->total, scoring->points);
}

enum show { SHOW_INDICATORS = 1, SHOW_LEVELS = 2, SHOW_MESSAGES = 4 };

/* One scoring of texts. `facts` may be NULL. */
struct attempt {
    const char *scoring;
    const char *facts;
    const struct wj_known *known;
    size_t known_count;
    enum wj_round_mode mode;
    unsigned show;
};

/* Messages, then what was computed if anything was. */
static inline enum wj_status show_attempt(struct wj_buf *out, const struct attempt *attempt)
{
    struct wj_diags diags = {0};
    struct wj_scoring scoring = {0};
    struct wj_score_options options = {
        .file = file_with('s', wj_slice_of(attempt->scoring)),
        .facts = attempt->facts != NULL ? file_with('f', wj_slice_of(attempt->facts)) : NULL,
        .known = attempt->known,
        .known_count = attempt->known_count,
        .rounding = {1, attempt->mode},
    };
    enum wj_status status = wj_scoring_compute(&diags, &options, &scoring);
    show_diags(out, &diags, (attempt->show & SHOW_MESSAGES) != 0);
    assert_int_equal(status == WJ_OK, diags.errors == 0);
    if (status == WJ_OK && (attempt->show & SHOW_INDICATORS) != 0) {
        show_indicators(out, &scoring);
    }
    if (status == WJ_OK && (attempt->show & SHOW_LEVELS) != 0) {
        show_levels(out, &scoring);
    }
    wj_scoring_clear(&scoring);
    wj_scoring_clear(&scoring);
    wj_diags_clear(&diags);
    unlink(path_of('s'));
    unlink(path_of('f'));
    return status;
}

static inline void expect_attempt(const struct attempt *attempt, const char *expected)
{
    struct wj_buf out = {0};
    show_attempt(&out, attempt);
    assert_string_equal(wj_buf_text(&out), expected);
    wj_buf_clear(&out);
}

/* A case of a table: a scoring file, its facts, and what comes out. */
struct sheet {
    const char *scoring;
    const char *facts;
    const char *expected;
};

static inline void expect_sheets(const struct sheet *sheets, size_t count, unsigned show)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct wj_buf out = {0};
        struct attempt attempt = {
            .scoring = sheets[i].scoring, .facts = sheets[i].facts, .show = show};
        show_attempt(&out, &attempt);
        if (strcmp(wj_buf_text(&out), sheets[i].expected) != 0) {
            print_error("case %zu:\n%s%s\n  expected:\n%s  found:\n%s", i, sheets[i].scoring,
                        sheets[i].facts != NULL ? sheets[i].facts : "", sheets[i].expected,
                        wj_buf_text(&out));
            wrong++;
        }
        wj_buf_clear(&out);
    }
    assert_int_equal(wrong, 0);
}

#endif
