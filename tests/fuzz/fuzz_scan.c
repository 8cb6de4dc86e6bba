/* Any bytes, cut by the structural scan in blocks of any size: the same fields, records, lines and
 * refusal as libcsv gives. */
#include "../../src/read/csv_reader.h"
#include "input.h"
#include "wjtab/base/buf.h"

static const char delimiters[] = {0, ',', ';', '\t'};

static void read_in_way(const char *path, const struct wj_read_options *options,
                        const struct wj_csv_way *way, struct wj_buf *out)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    enum wj_status status = wj_csv_open(&diags, path, options, way, &reader);
    wj_buf_reset(out);
    while (status == WJ_OK) {
        status = wj_reader_next(reader, &diags, &batch);
        if (status != WJ_OK || batch.count == 0) {
            break;
        }
        for (size_t i = 0; i < batch.count; i++) {
            const struct wj_record *record = &batch.records[i];
            wj_buf_addf(out, "%llu@%llu", (unsigned long long)record->number,
                        (unsigned long long)record->line);
            for (size_t j = 0; j < record->count; j++) {
                wj_buf_addf(out, " %zu:", batch.fields[record->first + j].len);
                wj_buf_add(out, batch.fields[record->first + j]);
            }
        }
    }
    wj_buf_addf(out, "status %d", (int)status);
    for (size_t i = 0; i < diags.count; i++) {
        wj_buf_addf(out, "%s@%llu:%llu %s", diags.list[i].kind,
                    (unsigned long long)diags.list[i].line,
                    (unsigned long long)diags.list[i].column, diags.list[i].message);
    }
    wj_reader_free(reader);
    wj_diags_clear(&diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct wj_buf expected;
    static struct wj_buf seen;
    if (size < 2) {
        return 0;
    }
    const char *path = input_file(data + 2, size - 2);
    struct wj_read_options options = {.encoding = (enum wj_encoding)(data[0] % 4),
                                      .delimiter = delimiters[data[0] / 4 % 4]};
    struct wj_csv_way way = {.block = data[1] < 192 ? 64 + (size_t)data[1] : 0};
    read_in_way(path, &options, &way, &expected);
    for (size_t i = 0; i < wj_scan_kernel_count; i++) {
        way.kernel = wj_scan_kernels[i];
        if (!way.kernel->runs()) {
            continue;
        }
        read_in_way(path, &options, &way, &seen);
        if (!wj_slice_equal(wj_buf_slice(&seen), wj_buf_slice(&expected))) {
            fprintf(stderr, "%s\n", way.kernel->name);
            abort();
        }
    }
    return 0;
}
