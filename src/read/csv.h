/* CSV after RFC 4180, by libcsv, with the place of everything. */
#ifndef WJTAB_SRC_READ_CSV_H
#define WJTAB_SRC_READ_CSV_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

/* Offsets count the bytes of UTF-8 that were fed since the start. */
struct wj_csv_field {
    struct wj_slice text; /* without its quotes; lives until the next call */
    uint64_t line;        /* physical line on which it starts */
    uint64_t start;       /* quotes included */
    uint64_t end;
};

/* Takes a field; anything but WJ_OK stops the reading. */
typedef enum wj_status wj_csv_sink(void *data, const struct wj_csv_field *field);

struct wj_csv {
    struct csv_parser parser;
    bool plain[256]; /* bytes that mean nothing to CSV */
    char delimiter;
    wj_csv_sink *sink;
    void *data;
    enum wj_status status;
    struct wj_fault fault; /* with WJ_DATA */

    uint64_t offset; /* of the byte to come */
    uint64_t line;   /* on which it stands */
    bool after_cr;   /* a LF to come belongs to that CR */

    size_t header_count; /* fields of the first record; 0 before its end */
    uint64_t record_line;
    uint64_t record_start;
    size_t count;    /* finished fields of this record */
    bool record_end; /* a record ended with the byte before */

    uint64_t field_line;
    uint64_t field_start;
    bool begun;  /* inside a field */
    bool quoted; /* which began with a quote */
    bool open;   /* that is not closed yet */
};

void wj_csv_init(struct wj_csv *csv, char delimiter, wj_csv_sink *sink, void *data);

/* Changes the delimiter: only before the first record. */
void wj_csv_delimit(struct wj_csv *csv, char delimiter);

/* Feeds text up to the end of a record, at most all of it; *used says how far it came. Fields go
 * to the sink. WJ_OK: csv->record_end says whether a record ended there, on csv->record_line
 * and with csv->count fields. WJ_DATA: csv->fault says why; no message was added. */
enum wj_status wj_csv_feed(struct wj_csv *csv, struct wj_slice text, size_t *used);

/* Ends the text; the rest as wj_csv_feed. */
enum wj_status wj_csv_finish(struct wj_csv *csv);

/* Passes over whole records that somebody else cut, `bytes` in all, the last of which was CR or was
 * not. The caller has moved csv->line. Not before the header's end. */
void wj_csv_pass(struct wj_csv *csv, size_t bytes, bool after_cr);

/* Gives a fault that was found by somebody else the place at which the reading stands. */
void wj_csv_place(const struct wj_csv *csv, struct wj_fault *fault);

void wj_csv_clear(struct wj_csv *csv);

enum { WJ_CSV_SIGNS = 3 };

/* What was seen of a file's start; zeroed at first. */
struct wj_csv_guess {
    size_t counts[WJ_CSV_SIGNS];
    bool begun; /* the first line that is not blank */
    bool open;  /* inside quotes */
};

/* The sign among , ; TAB that is most frequent outside quotes in the first line that is not
 * blank; `more` is the text behind what the guess has seen. False when that ends before the line
 * does. */
bool wj_csv_guess(struct wj_csv_guess *guess, struct wj_slice more, char *delimiter);

#endif
