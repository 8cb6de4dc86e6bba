#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { LONGEST = 48 };

/* Characters of a name, upper-cased where ASCII, so that a wrong case counts as near. */
static size_t split(struct wj_slice text, int32_t points[LONGEST])
{
    size_t count = 0;
    while (text.len > 0 && count < LONGEST) {
        size_t len = wj_utf8_next(text, &points[count]);
        if (points[count] >= 'a' && points[count] <= 'z') {
            points[count] -= 'a' - 'A';
        }
        count++;
        text = wj_slice_from(text, len);
    }
    return count;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t best = a < b ? a : b;
    return best < c ? best : c;
}

/* Edit distance with transpositions of neighbours (optimal string alignment). */
static size_t distance(const int32_t *a, size_t a_count, const int32_t *b, size_t b_count)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0];
    size_t *last = rows[1];
    size_t *now = rows[2];
    for (size_t j = 0; j <= b_count; j++) {
        last[j] = j;
        before[j] = j;
    }
    for (size_t i = 1; i <= a_count; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b_count; j++) {
            size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            now[j] = least(now[j - 1] + 1, last[j] + 1, last[j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < now[j]) {
                now[j] = before[j - 2] + 1;
            }
        }
        size_t *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[b_count];
}

/* More than about a third of the characters wrong is another word. */
static size_t tolerated(size_t count)
{
    return count <= 2 ? 1 : 1 + count / 3;
}

struct wj_nearest wj_nearest(struct wj_slice wanted)
{
    struct wj_nearest nearest = {.wanted = wanted, .distance = SIZE_MAX};
    return nearest;
}

/* Does one name, of two characters at least, stand whole in the other? `服务` in `服务态度`. */
static bool contains(const int32_t *whole, size_t whole_count, const int32_t *part,
                     size_t part_count)
{
    for (size_t at = 0; part_count >= 2 && at + part_count <= whole_count; at++) {
        if (memcmp(whole + at, part, part_count * sizeof *part) == 0) {
            return true;
        }
    }
    return false;
}

void wj_nearest_try(struct wj_nearest *nearest, struct wj_slice candidate)
{
    int32_t a[LONGEST];
    int32_t b[LONGEST];
    size_t a_count = split(nearest->wanted, a);
    size_t b_count = split(candidate, b);
    size_t found = distance(a, a_count, b, b_count);
    size_t longer = a_count > b_count ? a_count : b_count;
    bool inside = contains(a, a_count, b, b_count) || contains(b, b_count, a, a_count);
    bool near = (found <= tolerated(a_count) && found < longer) || inside;
    if (near && found < nearest->distance) {
        nearest->best = candidate;
        nearest->distance = found;
    }
}

void wj_nearest_mean(struct wj_nearest *nearest, struct wj_slice name, struct wj_slice meant)
{
    if (nearest->distance > 0 && wj_slice_equal(nearest->wanted, name)) {
        nearest->best = meant;
        nearest->distance = 0;
    }
}

void wj_nearest_hint(const struct wj_nearest *nearest, struct wj_buf *out)
{
    if (nearest->best.len > 0) {
        wj_buf_addf(out, _(" (did you mean “%.*s”?)"), WJ_SLICE_ARG(nearest->best));
    }
}
