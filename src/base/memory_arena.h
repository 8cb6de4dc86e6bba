/* What an arena is made of. */
#ifndef WJTAB_BASE_MEMORY_ARENA_H
#define WJTAB_BASE_MEMORY_ARENA_H

#include <stdalign.h>
#include <stddef.h>

struct wj_arena_block {
    struct wj_arena_block *before;
    size_t used;
    size_t size;
    alignas(max_align_t) char bytes[];
};

#endif
