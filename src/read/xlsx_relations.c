#include "xlsx_relations.h"

#include <string.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/message.h"
#include "xlsx_part.h"

enum { RELATIONS_MAX = 20000 }; /* they are searched one by one */

/* Where the texts of relationships begin that we know; other ones are of no interest. */
static const char *const types[] = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
};

/* The length of a part's folder, with the slash. */
static size_t folder_length(struct wj_slice part)
{
    size_t len = part.len;
    while (len > 0 && part.ptr[len - 1] != '/') {
        len--;
    }
    return len;
}

/* Appends one step of a path: a name, "." or "..". */
static void add_step(struct wj_buf *out, struct wj_slice step)
{
    if (step.len == 0 || wj_slice_is(step, ".")) {
        return;
    }
    if (wj_slice_is(step, "..")) {
        /* Above the root there is nothing. */
        out->len -= out->len > 0 ? 1 : 0;
        out->len = folder_length(wj_buf_slice(out));
        return;
    }
    wj_buf_add(out, step);
    wj_buf_add_char(out, '/');
}

/* The part that a target means, seen from another part. */
static const char *resolve(struct wj_arena *arena, const char *from, struct wj_slice target)
{
    struct wj_buf path = {0};
    bool absolute = target.len > 0 && target.ptr[0] == '/';
    wj_buf_add(&path, wj_slice(from, absolute ? 0 : folder_length(wj_slice_of(from))));
    while (target.len > 0) {
        const char *slash = memchr(target.ptr, '/', target.len);
        size_t len = slash != NULL ? (size_t)(slash - target.ptr) : target.len;
        add_step(&path, wj_slice(target.ptr, len));
        target = wj_slice_from(target, slash != NULL ? len + 1 : len);
    }
    path.len -= path.len > 0 ? 1 : 0;
    const char *part =
        wj_buf_status(&path) == WJ_OK ? wj_arena_copy(arena, wj_buf_slice(&path)) : NULL;
    wj_buf_clear(&path);
    return part;
}

static struct wj_slice known_type(struct wj_slice type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (wj_slice_starts(type, wj_slice_of(types[i]))) {
            return wj_slice_from(type, strlen(types[i]));
        }
    }
    return wj_slice(NULL, 0);
}

static enum wj_status take_relation(struct wj_xlsx_relations *relations, struct wj_arena *arena,
                                    struct wj_diags *diags, const struct wj_xlsx_part *file,
                                    const char *from)
{
    struct wj_slice type = known_type(wj_xlsx_part_attribute(file, "Type"));
    struct wj_slice id = wj_xlsx_part_attribute(file, "Id");
    struct wj_slice target = wj_xlsx_part_attribute(file, "Target");
    if (type.len == 0 || target.len == 0 ||
        wj_slice_is(wj_xlsx_part_attribute(file, "TargetMode"), "External")) {
        return WJ_OK;
    }
    if (relations->count == RELATIONS_MAX) {
        return wj_xlsx_part_fail(file, diags, _("too many relationships"));
    }
    enum wj_status status = wj_grow(&relations->list, &relations->capacity, relations->count + 1,
                                    sizeof *relations->list);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_xlsx_relation *relation = &relations->list[relations->count];
    relation->id = wj_arena_copy(arena, id);
    relation->type = wj_arena_copy(arena, type);
    relation->part = resolve(arena, from, target);
    if (relation->id == NULL || relation->type == NULL || relation->part == NULL) {
        return WJ_MEMORY;
    }
    relations->count++;
    return WJ_OK;
}

static enum wj_status read_relations(struct wj_xlsx_relations *relations, struct wj_arena *arena,
                                     const struct wj_xlsx_package *package, struct wj_diags *diags,
                                     const char *name, const char *from)
{
    struct wj_xlsx_part file = {0};
    enum wj_status status = wj_xlsx_part_open(&file, package, diags, name, WJ_XLSX_SMALL);
    if (status == WJ_OK) {
        status = wj_xlsx_part_next(&file, diags);
    }
    while (status == WJ_OK && file.event != WJ_XLSX_DONE) {
        if (wj_xlsx_part_starts(&file, 1, "Relationship")) {
            status = take_relation(relations, arena, diags, &file, from);
        }
        if (status == WJ_OK) {
            status = wj_xlsx_part_next(&file, diags);
        }
    }
    wj_xlsx_part_close(&file);
    return status;
}

enum wj_status wj_xlsx_relations_read(struct wj_xlsx_relations *relations, struct wj_arena *arena,
                                      const struct wj_xlsx_package *package, struct wj_diags *diags,
                                      const char *part)
{
    struct wj_buf name = {0};
    size_t folder = folder_length(wj_slice_of(part));
    wj_buf_add(&name, wj_slice(part, folder));
    wj_buf_addf(&name, "_rels/%s.rels", part + folder);
    enum wj_status status = wj_buf_status(&name);
    if (status == WJ_OK && wj_xlsx_package_has(package, wj_buf_text(&name))) {
        status = read_relations(relations, arena, package, diags, wj_buf_text(&name), part);
    }
    wj_buf_clear(&name);
    return status;
}

const struct wj_xlsx_relation *wj_xlsx_relations_typed(const struct wj_xlsx_relations *relations,
                                                       const char *type)
{
    for (size_t i = 0; i < relations->count; i++) {
        if (strcmp(relations->list[i].type, type) == 0) {
            return &relations->list[i];
        }
    }
    return NULL;
}

const struct wj_xlsx_relation *wj_xlsx_relations_get(const struct wj_xlsx_relations *relations,
                                                     struct wj_slice id)
{
    for (size_t i = 0; i < relations->count; i++) {
        if (wj_slice_is(id, relations->list[i].id)) {
            return &relations->list[i];
        }
    }
    return NULL;
}

void wj_xlsx_relations_clear(struct wj_xlsx_relations *relations)
{
    wj_free(relations->list);
    *relations = (struct wj_xlsx_relations){0};
}
