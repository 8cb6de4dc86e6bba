/* What the files of a tally file's making share.
 *
 * A tally file: 8 bytes "wjtally\n", then packed (wjtab/base/pack.h) the format's version; the
 * definition's name and SHA-256, wjtab's version; 1 if personal data are shown, 1 if coded rows
 * travel along, `unique` (0 none, 1 first, 2 last), the number of named rules; inputs; warnings;
 * faults of the named rules; straight lines; counters by weighting cell; the ledger; rows that
 * `unique` may still drop; coded rows. Behind all that 32 bytes: the SHA-256 of what is before. */
#ifndef WJTAB_TALLY_PART_PARTS_H
#define WJTAB_TALLY_PART_PARTS_H

#include "counters.h"
#include "wjtab/base/pack.h"
#include "wjtab/tally/part.h"

#define WJ_PART_MAGIC "wjtally\n"

enum { WJ_PART_MAGIC_SIZE = 8, WJ_PART_VERSION = 1, WJ_PART_SUM = 32 /* bytes */ };

enum {
    WJ_PART_MOST_INPUTS = 1 << 20,
    WJ_PART_MOST_WARNINGS = 1000,
    WJ_PART_MOST_CELLS = 1 << 26, /* of one plane */
    WJ_PART_MOST_PLANES = 20000
};

/* The counters of all responses, or of those of one weighting cell. */
struct wj_part_plane {
    uint64_t key; /* of the weighting cell; the first plane, of all, has none */
    struct wj_counters counters;
    struct wj_arena *arena; /* of what was read; NULL: they are those of a tally */
};

/* A plane with a key, made without counters where there is none; *key of NULL is the first one's.
 * NULL when there is no memory. */
struct wj_part_plane *wj_part_plane(struct wj_part *part, const uint64_t *key);

/* Lists the counters of a tally, and of its weighting cells. WJ_MEMORY. */
enum wj_status wj_part_list(struct wj_part *part, struct wj_tally *tally);

/* Empties the planes, and forgets them. */
void wj_part_clear_planes(struct wj_part *part);

/* A number as a packed text, `3/2`. */
void wj_part_fraction(struct wj_buf *out, const mpq_t number);

/* Reads such a text. WJ_DATA: it is none; WJ_MEMORY. */
enum wj_status wj_part_parse_fraction(mpq_t number, struct wj_slice text);

/* The first bytes of a digest that stands as text. */
void wj_part_sum(const char text[WJ_DIGEST_TEXT], char *bytes, size_t count);

/* Adds a coded row. WJ_MEMORY, WJ_IO with a message. */
enum wj_status wj_part_put_spool(struct wj_part *part, struct wj_slice row);

/* ---- rows ---- */

struct wj_part_row {
    uint64_t file;
    uint64_t record;
    uint64_t line;
    bool has_key;
    struct wj_slice key; /* WJ_PART_KEY bytes */
    struct wj_slice id;
    struct wj_slice counts; /* packed, of wj_part_adder */
    struct wj_slice spool;
};

/* False where the bytes are no row. */
bool wj_part_row(struct wj_slice bytes, struct wj_part_row *row);

/* Adds a row. WJ_MEMORY, WJ_IO with a message. */
enum wj_status wj_part_put_row(struct wj_part *part, const struct wj_part_row *row);

/* The tally of a weighting cell, made where there is none; *cell is NULL where there is no room,
 * which the tally remembers. WJ_DATA: the survey has no such cell; WJ_MEMORY. */
enum wj_status wj_part_cell(struct wj_tally *tally, uint64_t key, struct wj_tally **cell);

/* Where the counts of rows are added: the cells of a tally one after the other, and its quantities;
 * those of all responses first, then those of weighting cells as they come. */
struct wj_part_cells {
    uint64_t key;
    uint64_t **cells;
    size_t cell_count;
    struct wj_quantity_tally **quantities;
    size_t quantity_count;
};

struct wj_part_target {
    struct wj_tally *tally;
    struct wj_part_cells *list;
    size_t count;
    size_t capacity;
    struct wj_map keys; /* of weighting cells -> number in the list */
};

/* {.tally = …} to begin with. Adds the counts of a row. WJ_DATA: they are none of this tally;
 * WJ_MEMORY. */
enum wj_status wj_part_count_row(struct wj_part_target *target, struct wj_slice counts);
void wj_part_target_clear(struct wj_part_target *target);

/* ---- reading ---- */

/* Reads the body of a tally file. A failure is remembered in `status`. */
struct wj_part_reader {
    struct wj_spill_walk walk;
    struct wj_diags *diags;
    enum wj_status status; /* WJ_DATA: the bytes are not what should be there */
};

uint64_t wj_part_read(struct wj_part_reader *reader, uint64_t most);
struct wj_slice wj_part_read_text(struct wj_part_reader *reader); /* until the next call */

/* Adds the counters of a plane that follow. */
void wj_part_read_counters(struct wj_part_reader *reader, struct wj_part_plane *plane);

/* ---- writing ---- */

struct wj_part_writer {
    FILE *file;
    struct wj_digest *digest;
    struct wj_buf buf;
    bool failed; /* the file did not take everything */
};

/* Writes what was packed into `buf`, if that is much, or `all`. */
void wj_part_flush(struct wj_part_writer *writer, bool all);

void wj_part_write_counters(struct wj_part_writer *writer, const struct wj_counters *counters);

#endif
