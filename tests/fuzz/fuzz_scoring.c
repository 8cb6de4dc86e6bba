/* Any bytes as a scoring file: scores or messages, and what is written back holds every byte that
 * was not computed. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "wjtab/base/diag.h"
#include "wjtab/score/score.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[] = "/tmp/wjtab-fuzz-XXXXXX";
    static int file = -1;
    struct wj_diags diags = {0};
    struct wj_scoring scoring = {0};
    struct wj_buf out = {0};
    if (file < 0) {
        file = mkstemp(path);
    }
    if (file < 0 || ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size) {
        abort();
    }
    struct wj_score_options options = {.file = path, .rounding = {1, WJ_HALF_UP}};
    enum wj_status status = wj_scoring_compute(&diags, &options, &scoring);
    if (status != WJ_OK && diags.errors == 0) {
        abort();
    }
    if (status == WJ_OK && wj_scoring_write(&scoring, (struct wj_rounding){2, WJ_HALF_UP},
                                            options.rounding, &out) != WJ_OK) {
        abort();
    }
    wj_buf_clear(&out);
    wj_scoring_clear(&scoring);
    wj_diags_clear(&diags);
    return 0;
}
