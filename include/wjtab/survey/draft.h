/* A first definition from the responses themselves: what a person would have to type is guessed,
 * and marked to be confirmed. */
#ifndef WJTAB_SURVEY_DRAFT_H
#define WJTAB_SURVEY_DRAFT_H

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"
#include "wjtab/read/reader.h"

struct wj_draft;

/* Reads the whole file once ("-": standard input) and works out its questions. Memory does not grow
 * with the number of responses. WJ_IO, WJ_DATA, WJ_MEMORY with a message; then *draft is NULL. */
WJ_API enum wj_status wj_draft_read(struct wj_diags *diags, const char *path,
                                    const struct wj_read_options *options, struct wj_draft **draft);

/* How the definition names what it was drafted from. */
struct wj_draft_text {
    const char *title;     /* `survey:` */
    const char *responses; /* `responses:`, seen from the definition's folder; NULL: left out */
    const char *encoding;  /* as given by the user; NULL: auto */
    const char *delimiter;
    const char *sheet;
};

/* Appends the definition, UTF-8 YAML with comments in Chinese. It loads as it is. No answer to a
 * free question and nothing that looks personal is in it. */
WJ_API enum wj_status wj_draft_write(struct wj_draft *draft, const struct wj_draft_text *text,
                                     struct wj_buf *out);

WJ_API void wj_draft_free(struct wj_draft *draft);

#endif
