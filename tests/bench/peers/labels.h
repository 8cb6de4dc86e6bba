/* Counting for libraries that give fields and the ends of records: a label is found by comparing it
 * with the column's labels, one after the other. */
#ifndef WJTAB_BENCH_PEERS_LABELS_H
#define WJTAB_BENCH_PEERS_LABELS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 64, MOST_LABELS = 16, TEXT = 64 };

struct column {
    char name[TEXT];
    char type[TEXT];
    char labels[MOST_LABELS][TEXT];
    size_t lengths[MOST_LABELS];
    unsigned long long counts[MOST_LABELS];
    size_t label_count;
    unsigned long long sum;
};

struct count {
    struct column columns[MOST_COLUMNS];
    size_t at;
    unsigned long long records;
};

static inline void take_label(struct column *column, const char *text, size_t len)
{
    for (size_t i = 0; i < column->label_count; i++) {
        if (column->lengths[i] == len && memcmp(column->labels[i], text, len) == 0) {
            column->counts[i]++;
            return;
        }
    }
}

static inline void take_several(struct column *column, const char *text, size_t len)
{
    static const char sign[] = "┋";
    size_t from = 0;
    for (size_t i = 0; i <= len; i++) {
        if (i == len || (i + 3 <= len && memcmp(text + i, sign, 3) == 0)) {
            take_label(column, text + from, i - from);
            from = i + 3;
            i += 2;
        }
    }
}

static inline void take_field(void *text, size_t len, void *user)
{
    struct count *count = user;
    struct column *column = &count->columns[count->at < MOST_COLUMNS ? count->at : 0];
    count->at++;
    if (count->records == 0 || column->type[0] == '\0') {
        return;
    }
    if (strcmp(column->type, "single") == 0) {
        take_label(column, text, len);
    } else if (strcmp(column->type, "multiple") == 0) {
        take_several(column, text, len);
    } else if (strcmp(column->type, "text") == 0) {
        column->sum += len > 0 ? 1 : 0;
    } else {
        for (size_t i = 0; i < len; i++) {
            column->counts[0] =
                column->counts[0] * 10 + (unsigned long long)(((char *)text)[i] - '0');
        }
        column->sum += column->counts[0];
        column->counts[0] = 0;
    }
}

static inline void end_record(int end, void *user)
{
    struct count *count = user;
    (void)end;
    count->at = 0;
    count->records++;
}

static inline int read_questions(struct count *count, const char *path)
{
    char line[4 * TEXT];
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *number = strtok(line, "\t\n");
        char *name = strtok(NULL, "\t\n");
        char *type = strtok(NULL, "\t\n");
        char *label = strtok(NULL, "\t\n");
        struct column *column = &count->columns[strtoul(number, NULL, 10)];
        snprintf(column->name, TEXT, "%s", name);
        snprintf(column->type, TEXT, "%s", type);
        if (label != NULL) {
            column->lengths[column->label_count] = strlen(label);
            snprintf(column->labels[column->label_count++], TEXT, "%s", label);
        }
    }
    return file != NULL && fclose(file) == 0;
}

static inline void print(const struct count *count)
{
    printf("{\"n\": %llu", count->records - 1);
    for (size_t i = 0; i < MOST_COLUMNS; i++) {
        const struct column *column = &count->columns[i];
        for (size_t j = 0; j < column->label_count; j++) {
            printf(", \"%s/%s\": %llu", column->name, column->labels[j], column->counts[j]);
        }
        if (column->type[0] != '\0' && column->label_count == 0) {
            const char *what = strcmp(column->type, "text") == 0 ? "filled" : "sum";
            printf(", \"%s/%s\": %llu", column->name, what, column->sum);
        }
    }
    puts("}");
}

#endif
