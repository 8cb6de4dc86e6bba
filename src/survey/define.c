#include "define.h"

#include <stdarg.h>
#include <stdlib.h>

#include "wjtab/base/text.h"
#include "yaml_file.h"

struct wj_mark wj_define_mark(const yaml_node_t *node)
{
    struct wj_mark mark = {node->start_mark.line + 1, node->start_mark.column + 1};
    return mark;
}

struct wj_place wj_define_place(const struct wj_define *define, const yaml_node_t *node)
{
    return wj_yaml_place(define->path, node->start_mark);
}

bool wj_define_fault(struct wj_define *define, const yaml_node_t *node, const char *kind,
                     const char *format, ...)
{
    struct wj_place place = wj_define_place(define, node);
    struct wj_buf message = {0};
    va_list arguments;
    va_start(arguments, format);
    wj_buf_vaddf(&message, format, arguments);
    va_end(arguments);
    define->no_memory = define->no_memory || wj_buf_status(&message) != WJ_OK;
    wj_diag_add(define->diags, WJ_ERROR, kind, &place, "%s", wj_buf_text(&message));
    wj_buf_clear(&message);
    return false;
}

static struct wj_buf *next_shown(struct wj_define *define)
{
    size_t count = sizeof define->shown / sizeof define->shown[0];
    struct wj_buf *store = &define->shown[define->next_shown++ % count];
    wj_buf_reset(store);
    return store;
}

const char *wj_define_show(struct wj_define *define, struct wj_slice text)
{
    return wj_text_excerpt(next_shown(define), text);
}

const char *wj_define_hint(struct wj_define *define, const struct wj_nearest *nearest)
{
    struct wj_buf *store = next_shown(define);
    wj_nearest_hint(nearest, store);
    return wj_buf_text(store);
}

void *wj_define_array(struct wj_define *define, size_t count, size_t size)
{
    void *memory = wj_arena_alloc(&define->survey->arena, count * size);
    define->no_memory = define->no_memory || memory == NULL;
    return memory;
}

char *wj_define_copy(struct wj_define *define, struct wj_slice text)
{
    char *copy = wj_arena_copy(&define->survey->arena, text);
    define->no_memory = define->no_memory || copy == NULL;
    return copy;
}
