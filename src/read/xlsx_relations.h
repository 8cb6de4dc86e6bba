/* The relationships of a part: id -> target part. */
#ifndef WJTAB_SRC_READ_XLSX_RELATIONS_H
#define WJTAB_SRC_READ_XLSX_RELATIONS_H

#include <stddef.h>

#include "wjtab/base/memory.h"
#include "xlsx_package.h"

struct wj_xlsx_relation {
    const char *id;
    const char *type; /* the last word of its type: "worksheet" */
    const char *part; /* its target's name, without a slash before it */
};

/* A zeroed struct is empty. Texts live as long as the arena. */
struct wj_xlsx_relations {
    struct wj_xlsx_relation *list;
    size_t count;
    size_t capacity;
};

/* Reads the relationships of a part, "" for those of the package. None when there is no such
 * part. */
enum wj_status wj_xlsx_relations_read(struct wj_xlsx_relations *relations, struct wj_arena *arena,
                                      const struct wj_xlsx_package *package, struct wj_diags *diags,
                                      const char *part);

/* The first one of a type; NULL when there is none. */
const struct wj_xlsx_relation *wj_xlsx_relations_typed(const struct wj_xlsx_relations *relations,
                                                       const char *type);

/* The one of that id; NULL when there is none. */
const struct wj_xlsx_relation *wj_xlsx_relations_get(const struct wj_xlsx_relations *relations,
                                                     struct wj_slice id);

void wj_xlsx_relations_clear(struct wj_xlsx_relations *relations);

#endif
