/* What every writer looks like. */
#ifndef WJTAB_WRITE_WRITER_H
#define WJTAB_WRITE_WRITER_H

#include "wjtab/base/spill.h"
#include "wjtab/write/write.h"

/* A file that is ready to be written. */
struct wj_made {
    const char *name; /* literal, or of the report */
    char *own_name;   /* the same where it had to be made; freed with the file */
    struct wj_buf bytes;
    struct wj_spill large; /* bytes behind them, which may be too many for memory */
    char digest[WJ_DIGEST_TEXT];
};

struct wj_made_list {
    struct wj_made *list;
    size_t count;
    size_t capacity;
};

/* Adds an empty file; NULL when memory ran out. */
struct wj_made *wj_made_add(struct wj_made_list *made, const char *name);

struct wj_writer {
    unsigned format;
    /* Adds the format's files. */
    enum wj_status (*write)(struct wj_diags *diags, const struct wj_report *report,
                            struct wj_made_list *made);
};

/* Appends a text for a terminal: a tab is a blank, other control characters are escaped. */
void wj_text_shown(struct wj_buf *out, struct wj_slice text);

/* Adds a text in lines of so many columns, whose first begins behind `indent` columns that stand
 * already, and the others with as many blanks. Width 0: one line. */
void wj_text_wrap(struct wj_buf *out, struct wj_slice text, size_t width, size_t indent);

/* The widest line and the widest word of a text, in halves of an em, as terminals count them: 2
 * for a Chinese character, behind which a line may end. */
void wj_text_measure(const char *text, size_t *line, size_t *word);

struct wj_block_room {
    const size_t *widths; /* of the columns, with what separates them */
    size_t all;           /* for a block, beside the first column of the table */
    size_t most;          /* columns of a block */
};

/* Cuts the columns behind the first into blocks of at least one: ends[i] is the column behind the
 * block that begins with column i. Of other columns it says nothing. WJ_MEMORY. */
enum wj_status wj_cut_blocks(const struct wj_grid *grid, const struct wj_block_room *room,
                             size_t *ends);

extern const struct wj_writer wj_text_writer;
extern const struct wj_writer wj_csv_writer;
extern const struct wj_writer wj_html_writer;
extern const struct wj_writer wj_xlsx_writer;
extern const struct wj_writer wj_docx_writer;

/* The bytes of results.json, listing the files made before and itself. */
enum wj_status wj_write_results(const struct wj_report *report, const struct wj_made_list *made,
                                struct wj_buf *out);

/* What an earlier run left in a folder. */
struct wj_manifest {
    json_t *outputs; /* results.json's list; NULL: there was no such run */
    bool intact;     /* results.json itself is as it was written */
};

void wj_manifest_read(struct wj_manifest *manifest, const char *path);

/* The digest that the manifest has for a file, or NULL. */
const char *wj_manifest_digest(const struct wj_manifest *manifest, const char *name);

void wj_manifest_clear(struct wj_manifest *manifest);

/* Appends a table with grid->banner, in blocks of at most so many columns of a terminal; width 0:
 * in one block. WJ_MEMORY. */
enum wj_status wj_text_banner(struct wj_buf *out, const struct wj_grid *grid, size_t width);

#endif
