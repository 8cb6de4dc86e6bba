/* The kernels of the scan on another processor than the one at hand: each against the one in plain
 * C, over random bytes. Nothing but the C library is needed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scan.h"

enum { MOST = 3 * WJ_SCAN_WINDOW, ROUNDS = 3000 };

static uint32_t state = 2463534242u;

static uint32_t below(uint32_t limit)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % limit;
}

/* Much of what matters: signs, Chinese characters, and now and then any byte. */
static size_t fill(char *text, size_t len)
{
    static const char *const parts[] = {"\"", "\"\"", ",", "\n", "\r\n", "\r", "满意",
                                        "a",  "7",    "é", "𠮷", "非常", "",   "xyz"};
    uint32_t wild = below(3) == 0 ? 40 : 1u << 20;
    size_t at = 0;
    while (at + 4 < len) {
        const char *part = parts[below(sizeof parts / sizeof parts[0])];
        memcpy(text + at, part, strlen(part));
        at += strlen(part);
        if (below(wild) == 0) {
            text[at++] = (char)below(256);
        }
    }
    return at;
}

static int same_places(const struct wj_scan_places *a, const struct wj_scan_places *b)
{
    return a->count == b->count && memcmp(a->at, b->at, a->count * sizeof *a->at) == 0;
}

static int same_lists(const struct wj_scan_kernel *kernel, const struct wj_scan_kernel *plain,
                      const char *text, size_t len)
{
    static struct wj_scan a;
    static struct wj_scan b;
    int same = 1;
    wj_scan_begin(&a, ',');
    wj_scan_begin(&b, ',');
    for (size_t from = 0; same && from < len; from += WJ_SCAN_WINDOW) {
        size_t window = len - from < WJ_SCAN_WINDOW ? len - from : WJ_SCAN_WINDOW;
        wj_scan_forget(&a);
        wj_scan_forget(&b);
        kernel->list(&a, text, (uint32_t)from, window);
        plain->list(&b, text, (uint32_t)from, window);
        same = same_places(&a.marks, &b.marks) && same_places(&a.breaks, &b.breaks) &&
               same_places(&a.doubled, &b.doubled);
    }
    return same;
}

static int check(const struct wj_scan_kernel *kernel, const struct wj_scan_kernel *plain)
{
    static char text[MOST];
    int wrong = 0;
    for (int i = 0; i < ROUNDS; i++) {
        size_t len = fill(text, 5 + below(i % 50 == 0 ? MOST - 5 : 400));
        struct wj_slice slice = wj_slice(text, len);
        wrong += !same_lists(kernel, plain, text, len);
        wrong += kernel->valid(slice) != plain->valid(slice);
        struct wj_scan_look seen = kernel->look(slice);
        struct wj_scan_look expected = plain->look(slice);
        wrong += seen.odd != expected.odd || seen.sound != expected.sound;
        wrong += kernel->pairs(slice) != plain->pairs(slice);
    }
    printf("%s: %d texts, %d differences\n", kernel->name, ROUNDS, wrong);
    return wrong;
}

int main(int argc, char **argv)
{
    const struct wj_scan_kernel *plain = wj_scan_kernels[wj_scan_kernel_count - 1];
    int wrong = 0;
    int found = argc < 2;
    for (size_t i = 0; i < wj_scan_kernel_count; i++) {
        if (wj_scan_kernels[i]->runs()) {
            wrong += check(wj_scan_kernels[i], plain);
            found = found || strcmp(wj_scan_kernels[i]->name, argv[1]) == 0;
        }
    }
    printf("%d passed, %d failed\n", wrong == 0 && found, wrong > 0 || !found);
    return wrong == 0 && found ? EXIT_SUCCESS : EXIT_FAILURE;
}
