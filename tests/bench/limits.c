/* What the machine itself takes: reading a file in blocks of 1 MiB and summing its bytes, and
 * summing memory.
 *
 *   limits FILE THREADS     prints the seconds of either and the GB/s
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 1 << 20, MEMORY = 1 << 28, MOST_THREADS = 64 };

struct part {
    int file;
    off_t from;
    off_t to;
    const char *memory;
    uint64_t sum;
};

static uint64_t sum_of(const char *bytes, size_t len)
{
    uint64_t sum = 0;
    for (size_t i = 0; i + sizeof sum <= len; i += sizeof sum) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
        sum += word;
    }
    return sum;
}

static void *read_part(void *data)
{
    struct part *part = data;
    char *block = malloc(BLOCK);
    ssize_t len = block != NULL ? 1 : 0;
    for (off_t at = part->from; at < part->to && len > 0; at += len) {
        len = pread(part->file, block, BLOCK, at);
        part->sum += len > 0 ? sum_of(block, (size_t)len) : 0;
    }
    free(block);
    return NULL;
}

static void *sum_part(void *data)
{
    struct part *part = data;
    part->sum = sum_of(part->memory + part->from, (size_t)(part->to - part->from));
    return NULL;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void measure(const char *name, void *(*work)(void *), struct part whole, size_t threads)
{
    pthread_t started[MOST_THREADS];
    struct part parts[MOST_THREADS];
    uint64_t sum = 0;
    double start = seconds();
    for (size_t i = 0; i < threads; i++) {
        parts[i] = whole;
        parts[i].from = whole.to / (off_t)threads * (off_t)i;
        parts[i].to = i + 1 == threads ? whole.to : whole.to / (off_t)threads * (off_t)(i + 1);
        if (pthread_create(&started[i], NULL, work, &parts[i]) != 0) {
            exit(EXIT_FAILURE);
        }
    }
    for (size_t i = 0; i < threads; i++) {
        pthread_join(started[i], NULL);
        sum += parts[i].sum;
    }
    double taken = seconds() - start;
    printf("%s\t%zu\t%.4f\t%.1f\t%llx\n", name, threads, taken, (double)whole.to / taken / 1e9,
           (unsigned long long)sum);
}

int main(int argc, char **argv)
{
    struct stat info;
    size_t threads = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    struct part whole = {.file = argc > 2 ? open(argv[1], O_RDONLY) : -1};
    char *memory = malloc(MEMORY);
    if (whole.file < 0 || fstat(whole.file, &info) != 0 || threads < 1 || threads > MOST_THREADS ||
        memory == NULL) {
        fputs("usage: limits FILE THREADS\n", stderr);
        return EXIT_FAILURE;
    }
    memset(memory, 1, MEMORY);
    whole.to = info.st_size;
    measure("read", read_part, whole, threads);
    whole.memory = memory;
    whole.to = MEMORY;
    measure("memory", sum_part, whole, threads);
    free(memory);
    return close(whole.file) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
