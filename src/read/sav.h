/* SPSS system files (.sav, .zsav): what the parts of their reader share.
 *
 * ReadStat pushes values at callbacks, one file in one go, while reader.h is asked for a batch at
 * a time. So the file is parsed once, when it is opened, into an unnamed temporary file (the
 * spool), from which batches are taken: memory does not grow with the file, and no row is read
 * twice, as it would be with a row offset per batch. A value that has a label is spooled as the
 * label's number, which keeps the spool about as small as the file.
 *
 * ReadStat is asked for the bytes of texts as they stand, and wjtab decodes them: its table of
 * code pages (1.1.8) gives 936, that of every Chinese Windows, a name that iconv does not know,
 * it does not look at the encoding's name in the file, and it can't try a second one. */
#ifndef WJTAB_SRC_READ_SAV_H
#define WJTAB_SRC_READ_SAV_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "convert.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/read/reader.h"

/* What a look at the dictionary tells before ReadStat sees it. */
struct wj_sav_scan {
    uint64_t variables; /* one for each 255 bytes of a very long text */
    int32_t code;       /* code page; 0: none stated */
    char name[64];      /* the encoding's name; "": none stated */
};

/* Leaves the file anywhere. What can't be read is left for ReadStat to complain about. */
void wj_sav_scan(FILE *file, struct wj_sav_scan *scan);

/* How the file's texts are decoded. A zeroed struct is closed. */
struct wj_sav_text {
    bool settled; /* stated by the file or by --encoding; else what fits is found out */
    bool gb18030;
    bool other; /* neither UTF-8 nor GB18030, but `iconv` */
    char name[64];
    struct wj_converter converter;
    iconv_t iconv;
};

/* WJ_MEMORY, or WJ_INTERNAL where the system lacks the converter. */
enum wj_status wj_sav_text_open(struct wj_sav_text *text, enum wj_encoding forced,
                                const struct wj_sav_scan *scan);

/* Settles what the file left open: UTF-8, or GB18030 where that was seen not to fit. */
enum wj_status wj_sav_text_settle(struct wj_sav_text *text, bool gb18030);

/* Could these bytes be UTF-8? The last character may be cut off, as SPSS does where the width of
 * a variable ends. */
bool wj_sav_text_is_utf8(struct wj_slice raw);

/* Decodes; a character that is cut off at the end is left out. *result points into `raw` or into
 * `store`. WJ_DATA, without a message, when the bytes do not fit. */
enum wj_status wj_sav_text_decode(struct wj_sav_text *text, struct wj_slice raw,
                                  struct wj_buf *store, struct wj_slice *result);

void wj_sav_text_close(struct wj_sav_text *text);

/* How a number is shown. */
enum wj_sav_show { WJ_SAV_NUMBER, WJ_SAV_DATE, WJ_SAV_DATETIME, WJ_SAV_TIME };

/* By the variable's format, e.g. "DATETIME20"; NULL: none that is known. */
enum wj_sav_show wj_sav_show_of(const char *format);

/* Appends a number, given as C prints it, without exponent; or the date or time that it stands
 * for: seconds since 1582-10-14, or of a span. A number that stands for none stays a number. */
void wj_sav_show(struct wj_buf *out, struct wj_slice number, enum wj_sav_show show);

struct wj_sav_variable {
    struct wj_slice name;
    struct wj_slice label;
    uint32_t set; /* of value labels; 0: none */
    enum wj_sav_show show;
};

enum wj_sav_fault_kind {
    WJ_SAV_SOUND,
    WJ_SAV_DAMAGED,
    WJ_SAV_UNREADABLE,
    WJ_SAV_TOO_WIDE,
    WJ_SAV_BOMB,
    WJ_SAV_NO_SPOOL
};

/* Why the parsing ended before its time. */
struct wj_sav_fault {
    enum wj_sav_fault_kind kind;
    const char *text; /* DAMAGED: ReadStat's words */
    int reason;       /* UNREADABLE, NO_SPOOL: errno */
};

/* What a cell of the spool begins with: a number whose last two bits say what it counts. */
enum wj_sav_cell {
    WJ_SAV_CELL_TEXT,   /* the bytes that follow */
    WJ_SAV_CELL_LABEL,  /* up to the label of the value */
    WJ_SAV_CELL_MISSING /* up to the label of a user-missing value */
};

enum { WJ_SAV_CELL_BITS = 2 };

/* A spool may be that many times as large as the file, once it is larger than some MiB. */
enum { WJ_SAV_RATIO_MOST = 200, WJ_SAV_RATIO_FROM = 64 << 20 };

/* A file's content. Texts are as they stand in the file. A zeroed struct is empty. */
struct wj_sav_content {
    struct wj_arena arena;
    struct wj_sav_variable *variables;
    size_t variable_count;
    size_t variable_capacity;
    struct wj_slice *labels; /* of values */
    size_t label_count;
    size_t label_capacity;
    FILE *spool;
    uint64_t rows;
    bool complete;    /* all variables are known */
    bool utf8_broken; /* some text is no UTF-8; looked for only when asked */
    struct wj_sav_fault fault;
};

/* Parses a file. Faults of the file are left in content->fault, with the rows before them in the
 * spool; WJ_MEMORY otherwise. */
enum wj_status wj_sav_parse(FILE *file, bool declared_utf8, bool look_for_utf8,
                            struct wj_sav_content *content);

void wj_sav_content_clear(struct wj_sav_content *content);

/* The bytes without blanks at their end. */
struct wj_slice wj_sav_trim(struct wj_slice text);

#endif
