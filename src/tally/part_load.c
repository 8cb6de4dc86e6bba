#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "part_parts.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"

enum { BLOCK = 64 * 1024 };

/* ---- the body, checked by its sum ---- */

/* Keeps the last bytes back, which are the sum. */
struct intake {
    struct wj_spill body;
    struct wj_digest *digest;
    char tail[WJ_PART_SUM];
    size_t tail_len;
    char block[WJ_PART_SUM + BLOCK];
};

static enum wj_status take_block(struct intake *intake, struct wj_diags *diags, size_t got)
{
    size_t have = intake->tail_len + got;
    size_t keep = have < WJ_PART_SUM ? have : WJ_PART_SUM;
    struct wj_slice bytes = wj_slice(intake->block + WJ_PART_SUM - intake->tail_len, have - keep);
    memcpy(intake->block + WJ_PART_SUM - intake->tail_len, intake->tail, intake->tail_len);
    wj_digest_add(intake->digest, bytes);
    enum wj_status status = wj_spill_add(&intake->body, diags, bytes);
    memcpy(intake->tail, bytes.ptr + bytes.len, keep);
    intake->tail_len = keep;
    return status;
}

static enum wj_status take_file(struct intake *intake, struct wj_diags *diags, FILE *file,
                                const char *path)
{
    struct wj_place place = {.file = path};
    enum wj_status status = WJ_OK;
    size_t got;
    while (status == WJ_OK && (got = fread(intake->block + WJ_PART_SUM, 1, BLOCK, file)) > 0) {
        status = take_block(intake, diags, got);
    }
    if (wj_interrupted()) {
        return WJ_INTERRUPTED;
    }
    if (status == WJ_OK && ferror(file) != 0) {
        return wj_fail(diags, WJ_IO, "read", &place, _("can't read this file: %s"),
                       strerror(errno));
    }
    return status;
}

static bool sum_fits(const struct intake *intake)
{
    char text[WJ_DIGEST_TEXT];
    char sum[WJ_PART_SUM];
    wj_digest_text(intake->digest, text);
    wj_part_sum(text, sum, sizeof sum);
    return intake->tail_len == sizeof sum && memcmp(sum, intake->tail, sizeof sum) == 0;
}

static enum wj_status check_body(const struct intake *intake, struct wj_diags *diags,
                                 const char *path)
{
    struct wj_place place = {.file = path};
    char magic[WJ_PART_MAGIC_SIZE] = "";
    size_t size = intake->body.size < sizeof magic ? 0 : sizeof magic;
    enum wj_status status = wj_spill_read(&intake->body, diags, 0, size, magic);
    if (status != WJ_OK) {
        return status;
    }
    if (memcmp(magic, WJ_PART_MAGIC, sizeof magic) != 0) {
        return wj_fail(diags, WJ_DATA, "no_tally", &place,
                       _("this is no tally file; `wjtab tally` and `wjtab merge` make them"));
    }
    if (!sum_fits(intake)) {
        return wj_fail(diags, WJ_DATA, "tally_damaged", &place,
                       _("this tally file is damaged or not complete: its checksum does not fit; "
                         "make it again"));
    }
    return WJ_OK;
}

/* ---- reading ---- */

uint64_t wj_part_read(struct wj_part_reader *reader, uint64_t most)
{
    struct wj_slice bytes = {0};
    if (reader->status == WJ_OK) {
        reader->status = wj_spill_peek(&reader->walk, reader->diags, WJ_PACK_LONGEST, &bytes);
    }
    struct wj_unpack from = {.rest = bytes};
    uint64_t number = wj_unpack_up_to(&from, most);
    reader->walk.at += bytes.len - from.rest.len;
    if (reader->status == WJ_OK && from.failed) {
        reader->status = WJ_DATA;
    }
    return reader->status == WJ_OK ? number : 0;
}

struct wj_slice wj_part_read_text(struct wj_part_reader *reader)
{
    struct wj_slice text = {0};
    if (reader->status == WJ_OK) {
        reader->status = wj_spill_next(&reader->walk, reader->diags, &text);
    }
    if (reader->status == WJ_OK && text.ptr == NULL) {
        reader->status = WJ_DATA;
    }
    return reader->status == WJ_OK ? text : wj_slice(NULL, 0);
}

static char *read_copy(struct wj_part_reader *reader, struct wj_part *part)
{
    struct wj_slice text = wj_part_read_text(reader);
    bool good = reader->status == WJ_OK && (text.len == 0 || memchr(text.ptr, 0, text.len) == NULL);
    char *copy = wj_arena_copy(&part->arena, good ? text : wj_slice(NULL, 0));
    if (reader->status == WJ_OK && (!good || copy == NULL)) {
        reader->status = good ? WJ_MEMORY : WJ_DATA;
    }
    return copy != NULL ? copy : "";
}

/* A SHA-256 or nothing. */
static void read_digest(struct wj_part_reader *reader, char digest[WJ_DIGEST_TEXT])
{
    struct wj_slice text = wj_part_read_text(reader);
    digest[0] = '\0';
    if (text.len != 0 && text.len != WJ_DIGEST_TEXT - 1) {
        reader->status = WJ_DATA;
    } else if (text.len > 0) {
        memcpy(digest, text.ptr, text.len);
        digest[text.len] = '\0';
    }
}

/* ---- what it is about ---- */

struct head {
    char *definition;
    char digest[WJ_DIGEST_TEXT];
    char *tool;
    bool keep_personal;
    bool has_spool;
    unsigned unique;
    size_t rule_count;
};

static void read_head(struct wj_part_reader *reader, struct wj_part *part, struct head *head)
{
    head->definition = read_copy(reader, part);
    read_digest(reader, head->digest);
    head->tool = read_copy(reader, part);
    head->keep_personal = wj_part_read(reader, 1) == 1;
    head->has_spool = wj_part_read(reader, 1) == 1;
    head->unique = (unsigned)wj_part_read(reader, 2);
    head->rule_count = (size_t)wj_part_read(reader, WJ_PART_MOST_CELLS);
}

static enum wj_status refuse(struct wj_part *part, const struct wj_place *place,
                             const struct head *head)
{
    if (strcmp(head->digest, part->digest) != 0) {
        return wj_fail(part->diags, WJ_DATA, "other_definition", place,
                       _("this tally was made with “%s” (SHA-256 %.12s…), not with “%s” "
                         "(SHA-256 %.12s…): make it again with that one"),
                       head->definition, head->digest, part->definition, part->digest);
    }
    if (head->keep_personal != part->keep_personal) {
        return wj_fail(part->diags, WJ_DATA, "tally_personal", place,
                       head->keep_personal
                           ? _("this tally was made with --keep-personal: give it to all, or to "
                               "none")
                           : _("this tally was made without --keep-personal, so personal data are "
                               "masked in it: give it to all, or to none"));
    }
    return WJ_OK;
}

/* The first decides, if no survey did. */
static enum wj_status check_head(struct wj_part *part, const char *path, const struct head *head)
{
    struct wj_place place = {.file = path};
    bool first = part->definition == NULL;
    if (first) {
        part->definition = head->definition;
        strcpy(part->digest, head->digest);
        part->keep_personal = head->keep_personal;
        part->unique = head->unique;
        part->rule_count = head->rule_count;
        part->faults = wj_arena_alloc(&part->arena, (head->rule_count + 1) * sizeof *part->faults);
    }
    part->has_spool = head->has_spool && (part->has_spool || part->load_count == 0);
    if (!head->has_spool && part->rowless == NULL) {
        part->rowless = wj_arena_copy(&part->arena, wj_slice_of(path));
    }
    if (part->faults == NULL || (!head->has_spool && part->rowless == NULL)) {
        return WJ_MEMORY;
    }
    enum wj_status status = refuse(part, &place, head);
    if (status == WJ_OK && strcmp(head->tool, WJ_VERSION) != 0) {
        wj_diag_add(part->diags, WJ_WARNING, "tally_tool", &place,
                    _("this tally was made by wjtab %s, this is %s: they may count differently"),
                    head->tool, WJ_VERSION);
    }
    bool alike = head->unique == part->unique && head->rule_count == part->rule_count;
    return status == WJ_OK && !alike ? WJ_DATA : status;
}

/* ---- its sections ---- */

static void read_inputs(struct wj_part_reader *reader, struct wj_part *part)
{
    uint64_t count = wj_part_read(reader, WJ_PART_MOST_INPUTS);
    for (uint64_t i = 0; reader->status == WJ_OK && i < count; i++) {
        if (wj_grow(&part->inputs, &part->input_capacity, part->input_count + 1,
                    sizeof *part->inputs) != WJ_OK) {
            reader->status = WJ_MEMORY;
            return;
        }
        struct wj_input *input = &part->inputs[part->input_count];
        *input = (struct wj_input){.file = read_copy(reader, part)};
        read_digest(reader, input->digest);
        input->format = read_copy(reader, part);
        input->encoding = (enum wj_encoding)wj_part_read(reader, WJ_ENCODING_UTF16);
        input->delimiter = (char)wj_part_read(reader, 127);
        input->records = wj_part_read(reader, UINT64_MAX - part->records);
        part->records += input->records;
        if (reader->status == WJ_OK &&
            wj_ledger_name(&part->ledger, part->input_count, input->file) != WJ_OK) {
            reader->status = WJ_MEMORY;
        }
        part->input_count++;
    }
}

static void read_warnings(struct wj_part_reader *reader, struct wj_part *part)
{
    uint64_t count = wj_part_read(reader, WJ_PART_MOST_WARNINGS);
    for (uint64_t i = 0; reader->status == WJ_OK && i < count; i++) {
        struct wj_part_warning warning = {0};
        warning.kind = read_copy(reader, part);
        warning.file = read_copy(reader, part);
        warning.line = wj_part_read(reader, UINT64_MAX);
        warning.column = wj_part_read(reader, UINT64_MAX);
        warning.message = read_copy(reader, part);
        if (part->warning_count == WJ_PART_MOST_WARNINGS) {
            continue;
        }
        if (wj_grow(&part->warnings, &part->warning_capacity, part->warning_count + 1,
                    sizeof *part->warnings) != WJ_OK) {
            reader->status = WJ_MEMORY;
            return;
        }
        part->warnings[part->warning_count++] = warning;
    }
}

static void read_faults(struct wj_part_reader *reader, struct wj_part *part)
{
    for (size_t i = 0; reader->status == WJ_OK && i < part->rule_count; i++) {
        struct wj_rule_fault *fault = &part->faults[i];
        struct wj_rule_fault more = {.count = wj_part_read(reader, UINT64_MAX - fault->count)};
        if (more.count > 0) {
            more.file = read_copy(reader, part);
            more.line = wj_part_read(reader, UINT64_MAX);
            more.reason = read_copy(reader, part);
        }
        if (fault->count == 0) {
            *fault = more;
        } else {
            fault->count += more.count;
        }
    }
    part->straight += wj_part_read(reader, UINT64_MAX - part->straight);
}

static void read_planes(struct wj_part_reader *reader, struct wj_part *part)
{
    uint64_t count = wj_part_read(reader, WJ_PART_MOST_PLANES);
    for (uint64_t i = 0; reader->status == WJ_OK && i < count; i++) {
        uint64_t key = wj_part_read(reader, UINT64_MAX);
        struct wj_part_plane *plane = wj_part_plane(part, i > 0 ? &key : NULL);
        if (plane == NULL || part->plane_count > WJ_PART_MOST_PLANES) {
            reader->status = plane == NULL ? WJ_MEMORY : WJ_DATA;
            return;
        }
        plane->arena = &part->arena;
        wj_part_read_counters(reader, plane);
    }
}

static void read_ledger(struct wj_part_reader *reader, struct wj_part *part, uint64_t file_shift)
{
    uint64_t count = wj_part_read(reader, UINT64_MAX);
    for (uint64_t i = 0; reader->status == WJ_OK && i < count; i++) {
        struct wj_slice entry = wj_part_read_text(reader);
        if (reader->status == WJ_OK) {
            reader->status = wj_ledger_put(&part->ledger, entry, file_shift, part->input_count);
        }
    }
}

static void read_rows(struct wj_part_reader *reader, struct wj_part *part, uint64_t file_shift)
{
    uint64_t count = wj_part_read(reader, part->unique != 0 ? UINT32_MAX : 0);
    for (uint64_t i = 0; reader->status == WJ_OK && i < count; i++) {
        struct wj_part_row row;
        bool good = wj_part_row(wj_part_read_text(reader), &row) &&
                    row.file < part->input_count - file_shift;
        if (reader->status == WJ_OK && !good) {
            reader->status = WJ_DATA;
        }
        row.file += file_shift;
        if (reader->status == WJ_OK) {
            reader->status = wj_part_put_row(part, &row);
        }
    }
}

static void put_spool_row(struct wj_part_reader *reader, struct wj_part *part, struct wj_slice row)
{
    if (!part->has_spool || part->spool_overflow || reader->status != WJ_OK) {
        return;
    }
    if (part->spool_count == WJ_SPOOL_MOST) {
        part->spool_overflow = true;
        part->spool_count = 0;
        wj_spill_reset(&part->spool);
        return;
    }
    reader->status = wj_part_put_spool(part, row);
}

static void read_spool(struct wj_part_reader *reader, struct wj_part *part)
{
    bool overflow = wj_part_read(reader, 1) == 1;
    uint64_t count = wj_part_read(reader, WJ_SPOOL_MOST);
    for (uint64_t i = 0; reader->status == WJ_OK && i < count; i++) {
        put_spool_row(reader, part, wj_part_read_text(reader));
    }
    if (overflow || !part->has_spool) {
        part->spool_overflow = part->spool_overflow || overflow;
        part->spool_count = 0;
        wj_spill_reset(&part->spool);
    }
}

static void read_body(struct wj_part_reader *reader, struct wj_part *part, const char *path)
{
    struct wj_place place = {.file = path};
    struct head head = {0};
    size_t file_shift = part->input_count;
    reader->walk.at = WJ_PART_MAGIC_SIZE;
    uint64_t version = wj_part_read(reader, UINT64_MAX);
    if (reader->status == WJ_OK && version != WJ_PART_VERSION) {
        reader->status = wj_fail(part->diags, WJ_DATA, "tally_version", &place,
                                 _("this tally file has format %llu, this wjtab knows %d; make it "
                                   "again with this version"),
                                 (unsigned long long)version, WJ_PART_VERSION);
        return;
    }
    read_head(reader, part, &head);
    if (reader->status == WJ_OK) {
        reader->status = check_head(part, path, &head);
    }
    read_inputs(reader, part);
    read_warnings(reader, part);
    read_faults(reader, part);
    read_planes(reader, part);
    read_ledger(reader, part, file_shift);
    read_rows(reader, part, file_shift);
    read_spool(reader, part);
    if (reader->status == WJ_OK && reader->walk.at != reader->walk.spill->size) {
        reader->status = WJ_DATA;
    }
    part->load_count++;
}

/* ---- all of it ---- */

static enum wj_status read_checked(struct wj_part *part, const struct intake *intake,
                                   const char *path)
{
    struct wj_place place = {.file = path};
    size_t errors = part->diags->errors;
    struct wj_part_reader reader = {.walk = {.spill = &intake->body}, .diags = part->diags};
    enum wj_status status = check_body(intake, part->diags, path);
    if (status != WJ_OK) {
        return status;
    }
    read_body(&reader, part, path);
    wj_spill_walk_clear(&reader.walk);
    if (reader.status == WJ_DATA && part->diags->errors == errors) {
        return wj_fail(part->diags, WJ_DATA, "tally_wrong", &place,
                       _("this is not what `wjtab tally` writes, though its checksum fits; make it "
                         "again"));
    }
    return reader.status;
}

enum wj_status wj_part_load(struct wj_part *part, const char *path)
{
    struct wj_place place = {.file = path};
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (file == NULL && errno == EINTR &&
        wj_interrupted()) { /* while it waited for a pipe's writer */
        return WJ_INTERRUPTED;
    }
    if (file == NULL) {
        return wj_fail(part->diags, WJ_IO, "read", &place, _("can't read this file: %s"),
                       strerror(errno));
    }
    struct intake *intake = wj_alloc(sizeof *intake);
    enum wj_status status = WJ_MEMORY;
    if (intake != NULL) {
        intake->digest = wj_digest_new();
    }
    if (intake != NULL && intake->digest != NULL) {
        status = take_file(intake, part->diags, file, path);
    }
    if (!standard) {
        fclose(file);
    }
    if (status == WJ_OK) {
        status = read_checked(part, intake, path);
    }
    if (intake != NULL) {
        wj_spill_clear(&intake->body);
        wj_digest_free(intake->digest);
        wj_free(intake);
    }
    return status;
}
