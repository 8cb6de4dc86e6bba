/* The parts of report.docx while it is made. Lengths are in twentieths of a point (twips) unless a
 * name says otherwise; sizes of type in half-points, as the format has them. */
#ifndef WRITE_DOCX_H
#define WRITE_DOCX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/report/report.h"

/* A file in the package. */
struct wj_docx_part {
    const char *name; /* "word/styles.xml" */
    const char *type; /* its content type; NULL: one that its ending tells (.rels) */
    struct wj_buf bytes;
};

/* Of word/document.xml to another part. */
struct wj_docx_relation {
    const char *id;
    const char *type;
    const char *target; /* relative to word/ */
    bool external;
};

/* What a paragraph is; the style that says so may be the template's. */
enum wj_docx_role {
    WJ_ROLE_TITLE,
    WJ_ROLE_HEADING_1,
    WJ_ROLE_HEADING_2,
    WJ_ROLE_BODY,
    WJ_ROLE_REMARK,
    WJ_ROLE_CAPTION,
    WJ_ROLE_PICTURE,
    WJ_ROLE_CELL,
    WJ_ROLE_HEAD_CELL,
    WJ_ROLE_QUESTION,
    WJ_ROLE_CHOICES,
    WJ_ROLE_BLANKS,
    WJ_ROLE_GAP,
    WJ_ROLE_CONTENTS,
    WJ_ROLE_CONTENTS_1,
    WJ_ROLE_CONTENTS_2,
    WJ_ROLE_TABLE, /* the style of the table itself */
    WJ_ROLE_COUNT
};

struct wj_docx {
    const struct wj_report *report;
    struct wj_diags *diags;
    struct wj_arena arena; /* names, targets, ids */
    bool chinese;

    struct wj_docx_part *parts;
    size_t part_count;
    size_t part_capacity;
    struct wj_docx_relation *relations;
    size_t relation_count;
    size_t relation_capacity;

    /* What the styles give. */
    const char *styles[WJ_ROLE_COUNT]; /* ids */
    bool numbered[2];                  /* headings get our numbers, the style has none */
    unsigned cell_size;                /* of the type in tables */
    unsigned choice_size;              /* of a questionnaire's options */
    int32_t choice_left;               /* their indent */

    /* Text areas and section properties; index 1 is the page on its side. */
    int32_t width[2];
    int32_t height[2];
    const char *section[2][2]; /* [a later section][on its side] */

    /* The body under way. */
    struct wj_buf body;
    bool sideways;      /* the section under way */
    bool later;         /* it is not the first */
    bool page_break;    /* owed to the next paragraph */
    size_t headings[2]; /* of either level so far */
    size_t bookmarks;
    size_t tables;
    size_t charts;
    size_t pictures; /* parts word/media/chartN.emf */
};

/* ---- docx_text.c: the one place where texts become XML ---- */

/* Appends a text for an element or an attribute. What XML 1.0 forbids is shown: control characters
 * by their symbols, anything else as U+FFFD. */
void wj_docx_escape(struct wj_buf *out, const char *text);

/* How a paragraph departs from its style. */
struct wj_docx_look {
    bool keep_next;
    const char *tabs;    /* XML of the tab stops, or NULL */
    const char *align;   /* "center", …, or NULL */
    const char *section; /* section properties that end with it, or NULL */
};

void wj_docx_paragraph(struct wj_docx *docx, enum wj_docx_role role,
                       const struct wj_docx_look *look);
void wj_docx_paragraph_end(struct wj_docx *docx);

/* A run of text; a line feed breaks the line, a tab is one. `size` 0: the style's. */
void wj_docx_run(struct wj_docx *docx, const char *text, bool strong, unsigned size);

/* A paragraph of one run. */
void wj_docx_say(struct wj_docx *docx, enum wj_docx_role role, const char *text);

/* ---- docx_styles.c ---- */

/* Chooses our styles and appends styles.xml. */
void wj_docx_styles(struct wj_docx *docx, struct wj_buf *out);

/* Appends the style of a role for a document that has its own, based on its style `normal` where
 * ours would be based on Normal. */
void wj_docx_style_add(struct wj_docx *docx, enum wj_docx_role role, const char *normal,
                       struct wj_buf *out);

/* The name by which a role's style is found in a document, and whether it is a table's. */
const char *wj_docx_style_name(enum wj_docx_role role);

/* ---- docx_parts.c ---- */

/* NULL when memory ran out. The strings are borrowed. */
struct wj_docx_part *wj_docx_part(struct wj_docx *docx, const char *name, const char *type);
enum wj_status wj_docx_relate(struct wj_docx *docx, const char *id, const char *type,
                              const char *target);

/* Styles, settings, fonts, page numbers and section of our own. */
enum wj_status wj_docx_house(struct wj_docx *docx);

/* Document properties, content types and relations, once everything else is there. */
enum wj_status wj_docx_finish(struct wj_docx *docx);

/* ---- docx_template.c ---- */

/* The same from the report's template. WJ_DEFINITION when it is none. */
enum wj_status wj_docx_template(struct wj_docx *docx);

/* ---- docx_pack.c ---- */

/* Appends the ZIP file of all parts; the date is the report's. */
enum wj_status wj_docx_pack(struct wj_docx *docx, struct wj_buf *out);

/* ---- blocks ---- */

/* Ends the section under way where the page has to be turned. */
void wj_docx_turn(struct wj_docx *docx, bool sideways);

/* Would this table have the page turned? WJ_MEMORY. */
enum wj_status wj_docx_table_turns(const struct wj_docx *docx, const struct wj_grid *grid,
                                   bool *sideways);

enum wj_status wj_docx_table(struct wj_docx *docx, const struct wj_block *block);
enum wj_status wj_docx_chart(struct wj_docx *docx, const struct wj_chart *chart);
void wj_docx_choices(struct wj_docx *docx, const struct wj_block *block);
void wj_docx_blanks(struct wj_docx *docx, const struct wj_block *block);

/* The paragraph "表 1　…" above a table, "图 1　…" below a chart. */
void wj_docx_caption(struct wj_docx *docx, const char *kind, size_t number, const char *text,
                     bool keep_next);

#endif
