/* The workbook as a model: sheets of cells, where a figure is a formula with our value behind it.
 * Everything that it points at lives in the report's arena, but for the cells. */
#ifndef WJTAB_REPORT_WORKBOOK_H
#define WJTAB_REPORT_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"

enum wj_book_kind { WJ_BOOK_BLANK, WJ_BOOK_TEXT, WJ_BOOK_NUMBER, WJ_BOOK_FORMULA };

enum wj_book_look {
    WJ_LOOK_PLAIN, /* no border */
    WJ_LOOK_TITLE,
    WJ_LOOK_HEADER,
    WJ_LOOK_CELL,
    WJ_LOOK_NOTE /* wrapped, no border */
};

enum wj_book_format {
    WJ_BOOK_GENERAL,
    WJ_BOOK_COUNT,
    WJ_BOOK_PERCENT, /* with the workbook's places */
    WJ_BOOK_EXACT,   /* a fraction before it is rounded */
    WJ_BOOK_POINTS,  /* percentage points with their sign, with the workbook's places */
    WJ_BOOK_PLACES_1,
    WJ_BOOK_PLACES_2,
    WJ_BOOK_PLACES_3,
    WJ_BOOK_WORDS /* a text, set off from the figures to its left */
};

struct wj_book_cell {
    uint32_t row; /* from 0, rising */
    uint16_t column;
    uint16_t across; /* columns that it spans; 0 is 1 */
    enum wj_book_kind kind;
    enum wj_book_look look;
    enum wj_book_format format;
    bool strong;
    bool text_value;   /* the formula's value is a text */
    const char *text;  /* the text; the number as a decimal; the formula without = */
    const char *value; /* formula: as we computed it */
};

enum { WJ_BOOK_WIDEST = 60 /* characters of a column */ };

enum wj_book_chart_kind {
    WJ_BOOK_STACKED, /* bars of parts of the whole */
    WJ_BOOK_BARS,
    WJ_BOOK_PLANE /* the points of the first series, and lines */
};

struct wj_book_series {
    const char *name;
    const char *labels; /* range: Sheet!$A$1:$A$5 */
    const char *values;
    const bool *bare;         /* per value: there is no room for a figure on its bar; or NULL */
    const char *const *marks; /* of points: what stands beside them */
    size_t count;             /* of these */
};

/* An axis of a plane: its name, and its ends as decimals. */
struct wj_book_axis {
    const char *name;
    const char *least;
    const char *most;
    bool percent;
};

struct wj_book_chart {
    enum wj_book_chart_kind kind;
    const char *title;
    const char *description;
    uint32_t row; /* its upper left corner */
    uint16_t column;
    uint16_t rows; /* of the sheet, that it covers */
    struct wj_book_series *series;
    size_t series_count;
    struct wj_book_axis axes[2]; /* of a plane: across, up */
};

/* Rows that are made when they are written: there may be millions of cells. */
struct wj_book_rows {
    const void *user;
    size_t count; /* they follow the sheet's other cells */
    size_t columns;
    /* Fills the cells of one row; `texts` keeps what they point at until the next row. False:
     * memory ran out. */
    bool (*get)(const void *user, size_t row, struct wj_book_cell *cells, struct wj_buf *texts);
};

struct wj_book_sheet {
    const char *name; /* letters of any language only, so that a formula needs no quotes */
    struct wj_book_cell *cells;
    size_t cell_count;
    size_t cell_capacity;
    uint16_t *widths; /* per column, in characters of a terminal */
    size_t width_count;
    size_t width_capacity;
    struct wj_book_rows rows;
    uint32_t first_row;     /* of `rows` */
    uint32_t header_rows;   /* stay in sight, and are printed on every page; 0: none */
    uint16_t fixed_columns; /* likewise */
    bool landscape;
    struct wj_book_chart *charts;
    size_t chart_count;
    size_t chart_capacity;
};

struct wj_book_name {
    const char *name;
    const char *target; /* Sheet!$A$1 */
};

struct wj_workbook {
    struct wj_book_sheet *sheets;
    size_t sheet_count;
    struct wj_book_name *names;
    size_t name_count;
    size_t name_capacity;
    unsigned percent_places;
    const char *font;
    const char *title;
    const char *creator; /* the tool */
};

WJ_API void wj_workbook_clear(struct wj_workbook *workbook);

#endif
