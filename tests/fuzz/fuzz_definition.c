/* libFuzzer: whatever a definition says, it loads, or every refusal has a message with a place. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "wjtab/survey/survey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct wj_diags *diags, enum wj_status status,
                  const struct wj_survey *survey)
{
    if ((status == WJ_OK) != (survey != NULL) || (status == WJ_OK) != (diags->errors == 0)) {
        abort();
    }
    for (size_t i = 0; i < diags->count; i++) {
        if (diags->list[i].line == 0 || diags->list[i].column == 0) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct wj_diags diags = {0};
    struct wj_survey *survey = NULL;
    int file = memfd_create("definition", 0);
    if (file < 0 || write(file, data, size) != (ssize_t)size) {
        abort();
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    check(&diags, wj_survey_load(&diags, path, &survey), survey);
    wj_survey_free(survey);
    wj_diags_clear(&diags);
    close(file);
    return 0;
}
