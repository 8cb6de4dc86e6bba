/* Records as a text and the places of what ends their fields, for who counts them without having
 * them cut. */
#ifndef WJTAB_READ_STRETCH_H
#define WJTAB_READ_STRETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/read/reader.h"

/* Some text at the start of a record. A record without anything odd has one mark per field: a
 * delimiter, or the CR or LF that ends it. Any other byte at a mark is a fault; a blank line has a
 * mark, too, and the LF of a CRLF. A field in quotes begins and ends with one; inside it a doubled
 * quote stands for one. */
struct wj_stretch {
    const char *text;
    size_t len; /* bytes of text that may be read; it goes on behind the last mark */
    char delimiter;
    size_t start;          /* of the first record */
    uint64_t record;       /* its number in the file or the chunk, */
    uint64_t line;         /* and the line on which it starts */
    const uint32_t *marks; /* places in the text, ascending, none before `start` */
    size_t mark_count;
    size_t others;          /* marks that are no delimiters; SIZE_MAX: they were not counted */
    const uint32_t *breaks; /* places of line ends inside fields, likewise */
    size_t break_count;
    bool goes_on; /* in the text and the marks of the offer before, which are where they were */
    bool raw;     /* the text is GB18030 without NUL, */
    bool unknown; /* and nobody knows yet whether it is valid */
};

/* What was taken from a stretch's start: whole records with their marks. */
struct wj_taken {
    uint64_t records;
    size_t marks;
    size_t end; /* of them in the text: behind the last line end; not used without records */
};

/* Somebody who takes records. Those that it leaves come in batches, possibly later than records
 * that it takes and that stand behind them; numbers and lines are those of the file all the same.
 * The header is never offered: see wj_read_options. */
struct wj_taker {
    void *user;
    bool raw; /* takes GB18030 as it stands in a file, and no other text */
    struct wj_taken (*take)(void *user, const struct wj_stretch *stretch); /* NULL: nobody */
};

/* From now on records are offered first, where the file's kind can do that. */
WJ_API void wj_reader_offer(struct wj_reader *reader, const struct wj_taker *taker);

#endif
