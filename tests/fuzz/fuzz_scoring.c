/* Any bytes as a scoring file: scores or messages, and what is written back holds every byte that
 * was not computed. An input that begins with < is the sheet of an otherwise sound workbook: it is
 * written back with nothing but the scores changed, or refused. */
#include "input.h"
#include "wjtab/base/diag.h"
#include "wjtab/score/score.h"

static const struct part parts[] = {
    {"xl/sheet.xml", ""},
    {"xl/styles.xml", "<styleSheet " MAIN "><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/>"
                      "</cellXfs></styleSheet>"},
    {"xl/strings.xml", "<sst " MAIN "><si><t>分值</t></si><si><t>一级指标</t></si></sst>"},
    BOOK_PARTS,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wj_diags diags = {0};
    struct wj_scoring scoring = {0};
    struct wj_buf out = {0};
    struct wj_slice sheet = wj_slice((const char *)data, size);
    const char *path = size > 0 && data[0] == '<'
                           ? input_package(parts, sizeof parts / sizeof *parts, 0, sheet)
                           : input_file(data, size);
    struct wj_score_options options = {.file = path, .rounding = {1, WJ_HALF_UP}};
    enum wj_status status = wj_scoring_compute(&diags, &options, &scoring);
    if (status != WJ_OK && diags.errors == 0) {
        abort();
    }
    if (status == WJ_OK) {
        status =
            wj_scoring_write(&scoring, (struct wj_rounding){2, WJ_HALF_UP}, options.rounding, &out);
        if (status != WJ_OK && (status != WJ_DEFINITION || scoring.table.part == NULL)) {
            abort();
        }
    }
    wj_buf_clear(&out);
    wj_scoring_clear(&scoring);
    wj_diags_clear(&diags);
    return 0;
}
