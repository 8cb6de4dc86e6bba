#include "wjtab/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "memory_arena.h"

/* Blocks of an arena grow, for many hold little. */
enum { LARGE_PAGE = 2 << 20, ARENA_FIRST = 512, ARENA_BLOCK = 16 * 1024, FIRST_CAPACITY = 8 };

static _Thread_local unsigned long fail_at;
static _Thread_local unsigned long requests;
static _Thread_local unsigned long failures;

static bool request_fails(void)
{
    requests++;
    return fail_at != 0 && requests == fail_at;
}

void wj_memory_fail_at(unsigned long n)
{
    fail_at = n;
    requests = 0;
}

unsigned long wj_memory_fails_in(void)
{
    return fail_at > requests ? fail_at - requests : 0;
}

unsigned long wj_memory_requests(void)
{
    return requests;
}

unsigned long wj_memory_failures(void)
{
    return failures;
}

enum wj_status wj_memory_status(unsigned long before)
{
    return failures == before ? WJ_OK : WJ_MEMORY;
}

/* A size in bytes, rounded up to large pages. */
static size_t whole_pages(size_t size)
{
    return (size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
}

void *wj_alloc(size_t size)
{
    void *memory = request_fails() ? NULL : calloc(1, size > 0 ? size : 1);
    failures += memory == NULL ? 1 : 0;
    return memory;
}

/* Where every look is at another page, finding the page takes longer than the look: large pages are
 * asked for. Without them it is the same memory. */
static void *map_large(size_t size)
{
    if (size > SIZE_MAX - 2 * LARGE_PAGE) {
        return NULL;
    }
    size_t mapped = whole_pages(size) + LARGE_PAGE;
    char *memory = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return NULL;
    }
    size_t before = (LARGE_PAGE - (uintptr_t)memory % LARGE_PAGE) % LARGE_PAGE;
    if (before > 0) {
        munmap(memory, before);
    }
    munmap(memory + before + whole_pages(size), LARGE_PAGE - before);
#ifdef MADV_HUGEPAGE
    (void)madvise(memory + before, whole_pages(size), MADV_HUGEPAGE);
#endif
    return memory + before;
}

void *wj_alloc_large(size_t size)
{
    if (size < LARGE_PAGE) {
        return wj_alloc(size);
    }
    void *memory = request_fails() ? NULL : map_large(size);
    failures += memory == NULL ? 1 : 0;
    return memory;
}

void wj_free_large(void *memory, size_t size)
{
    if (size < LARGE_PAGE) {
        free(memory);
    } else if (memory != NULL) {
        munmap(memory, whole_pages(size));
    }
}

void *wj_realloc(void *old, size_t size)
{
    void *memory = request_fails() ? NULL : realloc(old, size > 0 ? size : 1);
    failures += memory == NULL ? 1 : 0;
    return memory;
}

void wj_free(void *memory)
{
    free(memory);
}

enum wj_status wj_grow(void *array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity) {
        return WJ_OK;
    }
    size_t wanted = *capacity < FIRST_CAPACITY ? FIRST_CAPACITY : *capacity;
    while (wanted < need) {
        if (wanted > SIZE_MAX / 2) {
            return WJ_MEMORY;
        }
        wanted *= 2;
    }
    if (wanted > SIZE_MAX / size) {
        return WJ_MEMORY;
    }
    void *old;
    memcpy(&old, array, sizeof old);
    void *grown = wj_realloc(old, wanted * size);
    if (grown == NULL) {
        return WJ_MEMORY;
    }
    memset((char *)grown + *capacity * size, 0, (wanted - *capacity) * size);
    memcpy(array, &grown, sizeof grown);
    *capacity = wanted;
    return WJ_OK;
}

static struct wj_arena_block *block_for(struct wj_arena *arena, size_t size)
{
    struct wj_arena_block *last = arena->last;
    if (last != NULL && last->size - last->used >= size) {
        return last;
    }
    size_t usual = last != NULL ? 2 * last->size : ARENA_FIRST;
    usual = usual < ARENA_BLOCK ? usual : ARENA_BLOCK;
    size_t room = size > usual ? size : usual;
    if (room > SIZE_MAX - sizeof *last) {
        return NULL;
    }
    struct wj_arena_block *block = wj_alloc(sizeof *block + room);
    if (block == NULL) {
        return NULL;
    }
    block->before = last;
    block->size = room;
    arena->last = block;
    return block;
}

void *wj_arena_alloc(struct wj_arena *arena, size_t size)
{
    size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align) {
        return NULL;
    }
    size_t rounded = (size + align - 1) / align * align;
    struct wj_arena_block *block = block_for(arena, rounded);
    if (block == NULL) {
        return NULL;
    }
    void *memory = block->bytes + block->used;
    block->used += rounded;
    return memory;
}

char *wj_arena_copy(struct wj_arena *arena, struct wj_slice text)
{
    char *copy = wj_arena_alloc(arena, text.len + 1);
    if (copy != NULL && text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    return copy;
}

void wj_arena_clear(struct wj_arena *arena)
{
    struct wj_arena_block *block = arena->last;
    while (block != NULL) {
        struct wj_arena_block *before = block->before;
        wj_free(block);
        block = before;
    }
    arena->last = NULL;
}
