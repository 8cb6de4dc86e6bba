/* Memory: growing arrays, and an arena for what lives as long as its owner. */
#ifndef WJTAB_BASE_MEMORY_H
#define WJTAB_BASE_MEMORY_H

#include <stddef.h>

#include "wjtab/base/api.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

/* All memory of the library comes from here, so that a test can fail any single request.
 * Sizes are in bytes; NULL when there is none. */
WJ_API void *wj_alloc(size_t size);              /* zeroed */
WJ_API void *wj_realloc(void *old, size_t size); /* old is untouched on failure */
WJ_API void wj_free(void *memory);

/* The same for much memory that is looked at here and there; wj_free_large wants its size back. */
WJ_API void *wj_alloc_large(size_t size);
WJ_API void wj_free_large(void *memory, size_t size);

/* Lets the n-th request of this thread from now on fail (1 = the next), once; 0 switches this off.
 */
WJ_API void wj_memory_fail_at(unsigned long n);

/* Which one is still to fail; 0: none. */
WJ_API unsigned long wj_memory_fails_in(void);

/* How many requests there were since wj_memory_fail_at was last called. */
WJ_API unsigned long wj_memory_requests(void);

/* How many requests of this thread have failed so far. What calls many functions that can't say so
 * keeps the number and asks wj_memory_status at its end. */
WJ_API unsigned long wj_memory_failures(void);

/* WJ_MEMORY when a request failed since wj_memory_failures was `before`. */
WJ_API enum wj_status wj_memory_status(unsigned long before);

/* Makes room for `need` elements of `size` bytes in *array, doubling. WJ_MEMORY leaves it
 * untouched. */
WJ_API enum wj_status wj_grow(void *array, size_t *capacity, size_t need, size_t size);

struct wj_arena_block;

/* A zeroed struct is an empty arena. */
struct wj_arena {
    struct wj_arena_block *last;
};

/* Zeroed, aligned memory that lives until wj_arena_clear; NULL when there is none. */
WJ_API void *wj_arena_alloc(struct wj_arena *arena, size_t size);

/* A terminated copy; NULL when there is no memory. */
WJ_API char *wj_arena_copy(struct wj_arena *arena, struct wj_slice text);

WJ_API void wj_arena_clear(struct wj_arena *arena);

#endif
