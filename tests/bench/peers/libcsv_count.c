/* Counts with libcsv: every field through its callback.
 *
 *   libcsv_count QUESTIONS.tsv FILE      (column from 0, question, type, label)
 */
#include <csv.h>

#include "labels.h"

enum { BLOCK = 1 << 20 };

int main(int argc, char **argv)
{
    static struct count count;
    static char block[BLOCK];
    struct csv_parser parser;
    FILE *file = argc > 2 ? fopen(argv[2], "r") : NULL;
    size_t len = 0;
    if (file == NULL || !read_questions(&count, argv[1]) ||
        csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return EXIT_FAILURE;
    }
    while ((len = fread(block, 1, BLOCK, file)) > 0) {
        if (csv_parse(&parser, block, len, take_field, end_record, &count) != len) {
            return EXIT_FAILURE;
        }
    }
    csv_fini(&parser, take_field, end_record, &count);
    csv_free(&parser);
    print(&count);
    return fclose(file) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
