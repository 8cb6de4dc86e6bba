/* Starts a program and measures it.
 *
 *   launch RESULT COMMAND [ARGUMENT…]
 *
 * Writes seconds of wall time, seconds of processor time and the peak of memory in KiB into the
 * file RESULT; exit status: the program's. A process of its own, since the system counts what the
 * one that started a program had in memory as the program's, and that is a lot where it is Python.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    struct rusage used;
    int status = 0;
    if (argc < 3) {
        fputs("usage: launch RESULT COMMAND [ARGUMENT…]\n", stderr);
        return EXIT_FAILURE;
    }
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) < 0) {
        perror("launch");
        return EXIT_FAILURE;
    }
    double end = now();
    FILE *result = fopen(argv[1], "w");
    if (result == NULL) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    fprintf(result, "%.6f %.6f %ld\n", end - start,
            seconds_of(used.ru_utime) + seconds_of(used.ru_stime), used.ru_maxrss);
    return fclose(result) == 0 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
