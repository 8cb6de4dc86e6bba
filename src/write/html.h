/* The parts that a page is made of. */
#ifndef WRITE_HTML_H
#define WRITE_HTML_H

#include "drawing.h"
#include "wjtab/base/buf.h"
#include "wjtab/report/report.h"

/* The sink for every text of a report, in elements and attributes alike: markup is text, controls
 * are shown by their signs, and what HTML doesn't allow, or what would turn the direction of the
 * text around it, by U+FFFD. */
void wj_html_text(struct wj_buf *out, const char *text);

/* The page's style sheet, and the source that a policy allows it by: 'sha256-…'. */
void wj_html_style(struct wj_buf *out);
enum wj_status wj_html_style_source(struct wj_slice style, struct wj_buf *out);

/* A table in a region that scrolls by itself. `id` is unlike all others on the page; `label` is
 * the id of what names a table without a caption. */
void wj_html_table(struct wj_buf *out, const struct wj_grid *grid, const char *caption, size_t id,
                   size_t label);

/* A drawing as inline SVG, its colours by the classes of the page's style. */
struct wj_svg_frame {
    const char *kind; /* "wide" or "narrow" */
    const char *title;
    const char *description;
    size_t id;
};

void wj_svg_add(struct wj_buf *out, const struct wj_drawing *drawing,
                const struct wj_svg_frame *frame);

/* The class that a colour has; "none" for none. */
const char *wj_svg_class(enum wj_colour colour);

#endif
