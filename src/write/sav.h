/* SPSS system files: numbers of 4 and 8 bytes, low byte first; texts in UTF-8. */
#ifndef WJTAB_WRITE_SAV_H
#define WJTAB_WRITE_SAV_H

#include "export.h"

enum {
    WJ_SAV_SLOT = 8,     /* bytes of a number; texts fill whole slots */
    WJ_SAV_SEGMENT = 255 /* bytes; a longer text has several segments */
};

/* The bits of the number that stands for nothing at all. */
#define WJ_SAV_NOTHING UINT64_C(0xFFEFFFFFFFFFFFFF)

/* The bits of an integer below 2^53 as a number of 8 bytes. */
uint64_t wj_sav_integer(int64_t value);

void wj_sav_put(struct wj_buf *out, uint64_t number, size_t bytes);

/* How many segments a text variable has, and how many bytes one of them. 0 for a number. */
size_t wj_sav_segments(const struct wj_variable *variable);
size_t wj_sav_segment_width(const struct wj_variable *variable, size_t segment);

/* Appends header and dictionary. */
void wj_sav_dictionary(struct wj_buf *out, const struct wj_dataset *dataset);

#endif
