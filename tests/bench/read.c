/* Reads a file and does nothing with it: what the reader alone takes.
 *
 *   read FILE libcsv|portable|avx2|avx512 [BLOCK]   BLOCK: bytes read at once
 *
 * Prints records, fields, bytes in fields, seconds of processor time and MB/s of the file. No
 * digest is made. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "csv_reader.h"

struct seen {
    unsigned long long records;
    unsigned long long fields;
    unsigned long long bytes;
};

static void see(const struct wj_batch *batch, struct seen *seen)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct wj_record *record = &batch->records[i];
        for (size_t j = 0; j < record->count; j++) {
            seen->bytes += batch->fields[record->first + j].len;
        }
        seen->fields += record->count;
    }
    seen->records += batch->count;
}

static const struct wj_scan_kernel *kernel_of(const char *name)
{
    for (size_t i = 0; i < wj_scan_kernel_count; i++) {
        if (strcmp(wj_scan_kernels[i]->name, name) == 0) {
            return wj_scan_kernels[i];
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    struct wj_read_options options = {.no_digest = true};
    struct wj_csv_way way = {0};
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    struct seen seen = {0};
    struct stat info;
    struct timespec start;
    struct timespec end;
    if (argc < 3 || stat(argv[1], &info) != 0) {
        fputs("usage: read FILE libcsv|portable|avx2|avx512 [BLOCK]\n", stderr);
        return EXIT_FAILURE;
    }
    way.kernel = kernel_of(argv[2]);
    way.block = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    enum wj_status status = wj_csv_open(&diags, argv[1], &options, &way, &reader);
    do {
        status = status == WJ_OK ? wj_reader_next(reader, &diags, &batch) : status;
        see(&batch, &seen);
    } while (status == WJ_OK && batch.count > 0);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    wj_reader_free(reader);
    double seconds =
        (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    printf("%-8s %llu records, %llu fields, %llu bytes, %.3f s, %.0f MB/s\n", argv[2], seen.records,
           seen.fields, seen.bytes, seconds, (double)info.st_size / 1e6 / seconds);
    for (size_t i = 0; i < diags.count; i++) {
        fprintf(stderr, "%s\n", diags.list[i].message);
    }
    wj_diags_clear(&diags);
    return status == WJ_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
