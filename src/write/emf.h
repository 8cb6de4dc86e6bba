/* Enhanced metafiles: the pictures that every word processor draws sharp at any size. */
#ifndef WRITE_EMF_H
#define WRITE_EMF_H

#include <stdbool.h>

#include "drawing.h"
#include "wjtab/base/buf.h"

/* Appends a drawing as a metafile of its own size; its texts are in 宋体, or in Arial where it is
 * not `chinese`. Check wj_buf_status. */
void wj_emf_write(const struct wj_drawing *drawing, bool chinese, struct wj_buf *out);

#endif
