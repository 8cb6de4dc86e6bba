/* A house.docx: the user's own document, whose looks are taken and whose text is not. */
#ifndef WRITE_DOCX_HOUSE_H
#define WRITE_DOCX_HOUSE_H

#include <libxml/tree.h>

#include "docx.h"

#define WJ_WORD_XML "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define WJ_OFFICE_XML "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct zip;

struct wj_house {
    struct wj_docx *docx;
    struct zip *zip;
    uint64_t unpacked; /* bytes so far */
    xmlDocPtr types;   /* [Content_Types].xml */
    xmlDocPtr main;    /* the document itself */
    const char *main_name;
};

/* A message about the template; returns WJ_DEFINITION. `what` is translated. */
enum wj_status wj_house_fail(const struct wj_house *house, const char *what);

/* ---- docx_house.c: parts ---- */

bool wj_house_has(const struct wj_house *house, const char *name);

/* The bytes of a part. WJ_DEFINITION when it is missing, damaged or too large. */
enum wj_status wj_house_read(struct wj_house *house, const char *name, struct wj_buf *bytes);

/* A part as a tree, to be freed with xmlFreeDoc. */
enum wj_status wj_house_parse(struct wj_house *house, const char *name, xmlDocPtr *tree);

/* Adds a tree to the document's parts under a name and frees it. */
enum wj_status wj_house_put(struct wj_house *house, const char *name, xmlDocPtr tree);

/* An attribute without a namespace, copied into the document's arena; NULL when it is not there. */
const char *wj_house_attribute(struct wj_house *house, const xmlNode *node, const char *name);

/* The content type of a part, or NULL. It lives as long as the house. */
const char *wj_house_type(const struct wj_house *house, const char *name);

/* The part that a target in the relations of another part names. NULL without memory. */
const char *wj_house_target(struct wj_house *house, const char *from, const char *target);

/* The relations of a part: "word/_rels/document.xml.rels". NULL without memory. */
const char *wj_house_relations(struct wj_house *house, const char *name);

/* ---- trees ---- */

/* Is this an element of this name in Word's namespace? */
bool wj_word_is(const xmlNode *node, const char *name);

/* The first child of this name, or NULL. */
xmlNodePtr wj_word_child(const xmlNode *node, const char *name);

/* An attribute in Word's namespace, copied into the document's arena; NULL when it is not there. */
const char *wj_word_attribute(struct wj_house *house, const xmlNode *node, const char *name);

/* ---- what is taken ---- */

/* docx_house_styles.c: adds our styles to theirs. */
enum wj_status wj_house_styles(struct wj_house *house, const char *name);

/* docx_house_page.c: the section, and which headers and footers it shows. */
enum wj_status wj_house_page(struct wj_house *house);

/* Is this relation of the document one to a header or footer of its section? */
bool wj_house_shows(struct wj_house *house, const char *id);

#endif
