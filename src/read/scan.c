#include "scan.h"

#include <string.h>

#include "scan_step.h"
#include "wjtab/base/text.h"

#if defined(__x86_64__)
extern const struct wj_scan_kernel wj_scan_avx512;
extern const struct wj_scan_kernel wj_scan_avx2;
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
extern const struct wj_scan_kernel wj_scan_neon;
#endif
extern const struct wj_scan_kernel wj_scan_portable;

const struct wj_scan_kernel *const wj_scan_kernels[] = {
#if defined(__x86_64__)
    &wj_scan_avx512,
    &wj_scan_avx2,
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    &wj_scan_neon,
#endif
    &wj_scan_portable,
};

const size_t wj_scan_kernel_count = sizeof wj_scan_kernels / sizeof wj_scan_kernels[0];

const struct wj_scan_kernel *wj_scan_kernel(void)
{
    size_t i = 0;
    while (!wj_scan_kernels[i]->runs()) {
        i++;
    }
    return wj_scan_kernels[i];
}

void wj_scan_begin(struct wj_scan *scan, char delimiter)
{
    scan->delimiter = delimiter;
    scan->carry = (struct wj_scan_carry){.ended = 1};
    wj_scan_forget(scan);
}

void wj_scan_forget(struct wj_scan *scan)
{
    scan->marks.count = 0;
    scan->others = 0;
    scan->breaks.count = 0;
    scan->doubled.count = 0;
}

bool wj_scan_joins(struct wj_slice before, struct wj_slice behind)
{
    char both[6];
    size_t beginning = wj_scan_beginning(before);
    size_t rest = wj_scan_rest(behind);
    if (beginning > 0) {
        memcpy(both, before.ptr + before.len - beginning, beginning);
    }
    if (rest > 0) {
        memcpy(both + beginning, behind.ptr, rest);
    }
    return wj_utf8_valid(wj_slice(both, beginning + rest)) == beginning + rest;
}

void wj_scan_drop(struct wj_scan_places *places, size_t count)
{
    places->count -= count;
    memmove(places->at, places->at + count, places->count * sizeof *places->at);
}
