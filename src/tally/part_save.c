#include <errno.h>
#include <string.h>

#include "part_parts.h"
#include "wjtab/base/message.h"

enum { FLUSH = 64 * 1024 };

void wj_part_flush(struct wj_part_writer *writer, bool all)
{
    if (writer->buf.len < FLUSH && !all) {
        return;
    }
    struct wj_slice bytes = wj_buf_slice(&writer->buf);
    wj_digest_add(writer->digest, bytes);
    if (bytes.len > 0 && fwrite(bytes.ptr, 1, bytes.len, writer->file) != bytes.len) {
        writer->failed = true;
    }
    writer->buf.len = 0;
}

static void put_number(struct wj_part_writer *writer, uint64_t number)
{
    wj_pack_number(&writer->buf, number);
}

static void put_text(struct wj_part_writer *writer, const char *text)
{
    wj_pack_text(&writer->buf, wj_slice_of(text));
}

static void put_head(struct wj_part_writer *writer, const struct wj_part *part)
{
    wj_buf_add(&writer->buf, wj_slice(WJ_PART_MAGIC, WJ_PART_MAGIC_SIZE));
    put_number(writer, WJ_PART_VERSION);
    put_text(writer, part->definition);
    put_text(writer, part->digest);
    put_text(writer, WJ_VERSION);
    put_number(writer, part->keep_personal ? 1 : 0);
    put_number(writer, part->has_spool ? 1 : 0);
    put_number(writer, part->unique);
    put_number(writer, part->rule_count);
}

static void put_inputs(struct wj_part_writer *writer, const struct wj_part *part)
{
    put_number(writer, part->input_count);
    for (size_t i = 0; i < part->input_count; i++) {
        const struct wj_input *input = &part->inputs[i];
        put_text(writer, input->file);
        put_text(writer, input->digest);
        put_text(writer, input->format);
        put_number(writer, (uint64_t)input->encoding);
        put_number(writer, (unsigned char)input->delimiter);
        put_number(writer, input->records);
    }
}

static void put_messages(struct wj_part_writer *writer, const struct wj_part *part)
{
    put_number(writer, part->warning_count);
    for (size_t i = 0; i < part->warning_count; i++) {
        const struct wj_part_warning *warning = &part->warnings[i];
        put_text(writer, warning->kind);
        put_text(writer, warning->file);
        put_number(writer, warning->line);
        put_number(writer, warning->column);
        put_text(writer, warning->message);
    }
    for (size_t i = 0; i < part->rule_count; i++) {
        const struct wj_rule_fault *fault = &part->faults[i];
        put_number(writer, fault->count);
        if (fault->count > 0) {
            put_text(writer, fault->file);
            put_number(writer, fault->line);
            put_text(writer, fault->reason);
        }
    }
    put_number(writer, part->straight);
}

static void put_planes(struct wj_part_writer *writer, const struct wj_part *part)
{
    put_number(writer, part->plane_count);
    for (size_t i = 0; i < part->plane_count; i++) {
        put_number(writer, part->planes[i].key);
        wj_part_write_counters(writer, &part->planes[i].counters);
    }
}

static enum wj_status put_ledger(struct wj_part_writer *writer, const struct wj_part *part)
{
    struct wj_ledger_walk walk = {.ledger = &part->ledger};
    struct wj_slice entry = {0};
    put_number(writer, part->ledger.count);
    enum wj_status status = wj_ledger_next_entry(&walk, &entry);
    while (status == WJ_OK && entry.ptr != NULL) {
        wj_pack_text(&writer->buf, entry);
        wj_part_flush(writer, false);
        status = wj_ledger_next_entry(&walk, &entry);
    }
    wj_ledger_walk_clear(&walk);
    return status;
}

/* Those of the rows that were not dropped. */
static enum wj_status put_rows(struct wj_part_writer *writer, const struct wj_part *part)
{
    struct wj_spill_walk walk = {.spill = &part->rows};
    struct wj_slice entry = {0};
    enum wj_status status = WJ_OK;
    uint64_t dropped = 0;
    for (uint64_t i = 0; i < part->row_count; i++) {
        dropped += part->dropped[i];
    }
    put_number(writer, part->row_count - dropped);
    for (uint64_t i = 0; status == WJ_OK && i < part->row_count; i++) {
        status = wj_spill_next(&walk, part->diags, &entry);
        if (status == WJ_OK && part->dropped[i] == 0) {
            wj_pack_text(&writer->buf, entry);
            wj_part_flush(writer, false);
        }
    }
    wj_spill_walk_clear(&walk);
    return status;
}

static enum wj_status put_spool(struct wj_part_writer *writer, const struct wj_part *part)
{
    struct wj_spill_walk walk = {.spill = &part->spool};
    struct wj_slice entry = {0};
    enum wj_status status = WJ_OK;
    put_number(writer, part->spool_overflow ? 1 : 0);
    put_number(writer, part->spool_count);
    for (uint64_t i = 0; status == WJ_OK && i < part->spool_count; i++) {
        status = wj_spill_next(&walk, part->diags, &entry);
        wj_pack_text(&writer->buf, entry);
        wj_part_flush(writer, false);
    }
    wj_spill_walk_clear(&walk);
    return status;
}

/* The SHA-256 of all before it, as bytes. */
static void put_sum(struct wj_part_writer *writer)
{
    char text[WJ_DIGEST_TEXT];
    char bytes[WJ_PART_SUM];
    wj_part_flush(writer, true);
    wj_digest_text(writer->digest, text);
    wj_part_sum(text, bytes, sizeof bytes);
    if (fwrite(bytes, 1, sizeof bytes, writer->file) != sizeof bytes || fflush(writer->file) != 0) {
        writer->failed = true;
    }
}

enum wj_status wj_part_save(struct wj_part *part, FILE *file, const char *path)
{
    struct wj_place place = {.file = path};
    struct wj_part_writer writer = {.file = file, .digest = wj_digest_new()};
    if (writer.digest == NULL) {
        return WJ_MEMORY;
    }
    put_head(&writer, part);
    put_inputs(&writer, part);
    put_messages(&writer, part);
    put_planes(&writer, part);
    enum wj_status status = put_ledger(&writer, part);
    if (status == WJ_OK) {
        status = put_rows(&writer, part);
    }
    if (status == WJ_OK) {
        status = put_spool(&writer, part);
    }
    if (status == WJ_OK) {
        status = wj_buf_status(&writer.buf);
    }
    if (status == WJ_OK) {
        put_sum(&writer);
    }
    wj_digest_free(writer.digest);
    wj_buf_clear(&writer.buf);
    if (status == WJ_OK && writer.failed) {
        return wj_fail(part->diags, WJ_IO, "write", &place,
                       _("can't write this file: %s; nothing was changed"), strerror(errno));
    }
    return status;
}
