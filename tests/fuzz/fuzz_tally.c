/* Any bytes as a tally file: behind a sound checksum, which a fuzzer does not find, they are read,
 * added twice, given to a tally, and written; or refused, with a message.
 *
 * The first byte chooses one of the definitions below; the second decides what is changed in a
 * tally file that was written for it: 0 nothing but the body, which is the input; else that many
 * bytes of the sound body are left, and the input follows. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wjtab/tally/part.h"

#define QUESTIONS                                                                                  \
    "survey: t\nresponses: r.csv\nquestions:\n"                                                    \
    "  - {name: 甲, type: single, options: [{code: A, score: 1}, {code: B, score: 0}]}\n"         \
    "  - {name: 乙, type: multiple, options: [{code: A}, {code: B}]}\n"                           \
    "  - {name: 丙, type: quantity}\n"                                                            \
    "tables: [{rows: [甲], by: [乙]}]\n"

static struct kind {
    const char *definition;
    struct wj_survey *survey;
    struct wj_buf sound; /* the body of an empty tally */
} kinds[] = {
    {.definition =
         QUESTIONS "valid: {unique: {columns: [甲]}, rules: [{name: 废, reject_if: '丙+0>3'}]}\n"
                   "weighting: {targets: {甲: {A: 1, B: 2}}}\n"},
    {.definition = QUESTIONS "valid: {unique: {columns: [甲], keep: last}}\n"
                             "weighting: {column: 丁}\n"},
    {.definition = QUESTIONS "weighting: {column: 丁}\n"},
    {.definition = QUESTIONS},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static char path[] = "/tmp/wjtab-fuzz-XXXXXX";

static void load_survey(struct kind *kind)
{
    const char *definition = kind->definition;
    struct wj_diags diags = {0};
    char yaml[] = "/tmp/wjtab-fuzz-XXXXXX";
    int file = mkstemp(yaml);
    if (file < 0 || write(file, definition, strlen(definition)) < 0 ||
        wj_survey_load(&diags, yaml, &kind->survey) != WJ_OK) {
        abort();
    }
    close(file);
    unlink(yaml);
    wj_diags_clear(&diags);
}

/* What is written of a survey that nobody answered, without its checksum. */
static void write_sound(struct kind *kind)
{
    struct wj_survey *survey = kind->survey;
    struct wj_diags diags = {0};
    struct wj_part part;
    struct wj_tally tally;
    struct wj_screen *screen = NULL;
    struct wj_spool spool = {.survey = survey};
    FILE *file = fopen(path, "w+b");
    if (file == NULL || wj_part_init(&part, &diags, survey) != WJ_OK ||
        wj_tally_init(&tally, &diags, survey) != WJ_OK || wj_screen_new(survey, &screen) != WJ_OK ||
        wj_part_take(&part, &tally, screen, &spool) != WJ_OK ||
        wj_part_save(&part, file, path) != WJ_OK) {
        abort();
    }
    size_t size = (size_t)ftell(file) - 32;
    rewind(file);
    char *room = wj_buf_reserve(&kind->sound, size);
    if (room == NULL || fread(room, 1, size, file) != size) {
        abort();
    }
    kind->sound.len = size;
    fclose(file);
    wj_part_clear(&part);
    wj_tally_clear(&tally);
    wj_screen_free(screen);
    wj_diags_clear(&diags);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    int file = mkstemp(path);
    if (file < 0) {
        abort();
    }
    close(file);
    for (size_t i = 0; i < KINDS; i++) {
        load_survey(&kinds[i]);
        write_sound(&kinds[i]);
    }
    return 0;
}

static void write_file(const struct wj_buf *sound, const uint8_t *data, size_t size)
{
    char text[WJ_DIGEST_TEXT];
    struct wj_digest *digest = wj_digest_new();
    FILE *file = fopen(path, "wb");
    size_t kept = data[0] < sound->len ? data[0] : sound->len;
    if (digest == NULL || file == NULL) {
        abort();
    }
    wj_digest_add(digest, wj_slice(sound->ptr, kept));
    wj_digest_add(digest, wj_slice((const char *)data + 1, size - 1));
    wj_digest_text(digest, text);
    wj_digest_free(digest);
    fwrite(sound->ptr, 1, kept, file);
    fwrite(data + 1, 1, size - 1, file);
    for (size_t i = 0; i < 32; i++) {
        char pair[3] = {text[2 * i], text[2 * i + 1], '\0'};
        fputc((int)strtoul(pair, NULL, 16), file);
    }
    fclose(file);
}

static enum wj_status give(struct wj_part *part, const struct wj_survey *survey,
                           struct wj_diags *diags)
{
    struct wj_tally tally;
    struct wj_screen *screen = NULL;
    struct wj_spool spool = {.survey = survey};
    enum wj_status status = wj_tally_init(&tally, diags, survey);
    if (status == WJ_OK) {
        status = wj_screen_new(survey, &screen);
    }
    if (status == WJ_OK) {
        status = wj_part_give(part, &tally, screen, &spool);
    }
    wj_tally_clear(&tally);
    wj_screen_free(screen);
    wj_spool_clear(&spool);
    return status;
}

/* `with` of NULL: as `wjtab merge` reads it. */
static void read_twice(const struct wj_survey *with)
{
    struct wj_diags diags = {0};
    struct wj_part part;
    enum wj_status status = wj_part_init(&part, &diags, with);
    for (int i = 0; status == WJ_OK && i < 2; i++) {
        status = wj_part_load(&part, path);
    }
    if (status == WJ_OK) {
        status = wj_part_settle(&part);
    }
    if (status == WJ_OK && with != NULL) {
        status = give(&part, with, &diags);
    } else if (status == WJ_OK) {
        FILE *file = fopen("/dev/null", "wb");
        status = file != NULL ? wj_part_save(&part, file, path) : WJ_IO;
        fclose(file);
    }
    if (status != WJ_OK && status != WJ_MEMORY && diags.errors == 0) {
        abort();
    }
    wj_part_clear(&part);
    wj_diags_clear(&diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1) {
        const struct kind *kind = &kinds[data[0] % KINDS];
        write_file(&kind->sound, data + 1, size - 1);
        read_twice(kind->survey);
        read_twice(NULL);
    }
    return 0;
}
