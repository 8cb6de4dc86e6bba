/* A definition as libyaml's document, with places counted as people count them. */
#ifndef SURVEY_YAML_FILE_H
#define SURVEY_YAML_FILE_H

#include <stdbool.h>

#include <yaml.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/status.h"

/* Zero it; clear it after failure, too. */
struct wj_yaml {
    const char *path;    /* borrowed */
    struct wj_buf bytes; /* the file as it is */
    char digest[WJ_DIGEST_TEXT];
    yaml_document_t document;
    bool loaded; /* the document holds something */
};

/* Reads a file and refuses what a definition must not hold: bytes that are no UTF-8, aliases,
 * anchors, tags, several documents, more than 32 levels, nothing at all. WJ_IO, WJ_DEFINITION,
 * WJ_MEMORY. */
enum wj_status wj_yaml_read(struct wj_diags *diags, const char *path, struct wj_yaml *yaml);

void wj_yaml_clear(struct wj_yaml *yaml);

/* The place of one of libyaml's marks. */
struct wj_place wj_yaml_place(const char *path, yaml_mark_t mark);

#endif
