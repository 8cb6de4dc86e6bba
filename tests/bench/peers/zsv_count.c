/* Counts with zsv, a CSV library that uses vectors: record by record, every field of it.
 *
 *   zsv_count QUESTIONS.tsv FILE      (column from 0, question, type, label)
 */
#include <zsv.h>

#include "labels.h"

enum { BLOCK = 1 << 18 };

struct reading {
    zsv_parser parser;
    struct count count;
};

static void take_record(void *user)
{
    struct reading *reading = user;
    size_t count = zsv_cell_count(reading->parser);
    for (size_t i = 0; i < count; i++) {
        struct zsv_cell cell = zsv_get_cell(reading->parser, i);
        take_field(cell.str, cell.len, &reading->count);
    }
    end_record(0, &reading->count);
}

int main(int argc, char **argv)
{
    static struct reading reading;
    struct zsv_opts options = {0};
    options.stream = argc > 2 ? fopen(argv[2], "rb") : NULL;
    options.row_handler = take_record;
    options.ctx = &reading;
    options.buffsize = BLOCK;
    if (options.stream == NULL || !read_questions(&reading.count, argv[1])) {
        return EXIT_FAILURE;
    }
    reading.parser = zsv_new(&options);
    enum zsv_status status = zsv_status_ok;
    while (status == zsv_status_ok) {
        status = zsv_parse_more(reading.parser);
    }
    if (status != zsv_status_no_more_input || zsv_finish(reading.parser) != zsv_status_ok) {
        return EXIT_FAILURE;
    }
    zsv_delete(reading.parser);
    print(&reading.count);
    return EXIT_SUCCESS;
}
