/* Reads, codes, judges and counts a file, and does nothing with the counts: what the lane and the
 * careful path take.
 *
 *   count DEFINITION FILE careful|portable|avx2|avx512 [BLOCK]   BLOCK: bytes read at once
 *
 * Prints records, those that the lane took, seconds of processor time and MB/s of the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "../unit/tally/lane_support.h"

static void choose(struct counting *counting, const char *name)
{
    counting->careful = strcmp(name, "careful") == 0;
    counting->way.kernel = wj_scan_kernel();
    for (size_t i = 0; i < wj_scan_kernel_count; i++) {
        bool here = strcmp(wj_scan_kernels[i]->name, name) == 0;
        counting->way.kernel = here ? wj_scan_kernels[i] : counting->way.kernel;
    }
    for (size_t i = 0; i < wj_memo_kernel_count; i++) {
        bool here = strcmp(wj_memo_kernels[i]->name, name) == 0;
        counting->kernel = here ? wj_memo_kernels[i] : counting->kernel;
    }
}

int main(int argc, char **argv)
{
    struct wj_survey *survey = NULL;
    struct wj_diags diags = {0};
    struct stat info;
    struct timespec start;
    struct timespec end;
    if (argc < 4 || stat(argv[2], &info) != 0) {
        fputs("usage: count DEFINITION FILE careful|portable|avx2|avx512 [BLOCK]\n", stderr);
        return EXIT_FAILURE;
    }
    enum wj_status status = wj_survey_load(&diags, argv[1], &survey);
    struct counting counting = {.survey = survey, .path = argv[2]};
    choose(&counting, argv[3]);
    counting.way.block = argc > 4 ? strtoul(argv[4], NULL, 10) : 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    status = status == WJ_OK ? counting_do(&counting) : status;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    double seconds =
        (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    printf("%-8s %llu records, %llu in the lane, %.3f s, %.0f MB/s\n", argv[3],
           (unsigned long long)counting.records, (unsigned long long)counting.taken, seconds,
           (double)info.st_size / 1e6 / seconds);
    for (size_t i = 0; i < counting.diags.count; i++) {
        fprintf(stderr, "%s\n", counting.diags.list[i].message);
    }
    counting_clear(&counting);
    wj_survey_free(survey);
    wj_diags_clear(&diags);
    return status == WJ_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
