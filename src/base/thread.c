#include "wjtab/base/thread.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wjtab/base/memory.h"

/* ---- processors ---- */

static size_t allowed(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count > 0 ? (size_t)count : 1;
}

size_t wj_processors_granted(const char *cpu_max)
{
    char *end = NULL;
    unsigned long long quota = strtoull(cpu_max, &end, 10);
    unsigned long long period = end != cpu_max ? strtoull(end, NULL, 10) : 0;
    if (quota == 0 || period == 0) {
        return 0;
    }
    unsigned long long whole = quota / period + (quota % period > 0 ? 1 : 0);
    return (size_t)whole;
}

/* A short file of the system; "" where there is none. */
static void read_line(const char *path, char *line, int size)
{
    FILE *file = fopen(path, "re");
    line[0] = '\0';
    if (file != NULL) {
        if (fgets(line, size, file) == NULL) {
            line[0] = '\0';
        }
        fclose(file);
    }
}

/* The least that the control group (version 2) and those above it grant; 0: no limit. */
static size_t granted(void)
{
    enum { LONGEST = 1024 };
    static const char root[] = "/sys/fs/cgroup";
    char group[LONGEST];
    char path[2 * LONGEST];
    char line[64];
    size_t least = 0;
    read_line("/proc/self/cgroup", group, LONGEST);
    if (strncmp(group, "0::/", 4) != 0) {
        return 0;
    }
    group[strcspn(group, "\n")] = '\0';
    char *name = group + strlen("0::");
    for (char *slash = name + strlen(name); slash != NULL; slash = strrchr(name, '/')) {
        *slash = '\0';
        snprintf(path, sizeof path, "%s%s/cpu.max", root, name);
        read_line(path, line, sizeof line);
        size_t here = wj_processors_granted(line);
        least = here > 0 && (least == 0 || here < least) ? here : least;
    }
    return least;
}

size_t wj_processors(void)
{
    size_t most = granted();
    size_t count = allowed();
    return most > 0 && most < count ? most : count;
}

/* ---- threads ---- */

static void *begin(void *user)
{
    struct wj_thread *thread = user;
    wj_memory_fail_at(thread->fail_at);
    thread->run(thread->user);
    return NULL;
}

bool wj_thread_start(struct wj_thread *thread, void (*run)(void *user), void *user)
{
    sigset_t all;
    sigset_t before;
    *thread = (struct wj_thread){.run = run, .user = user, .fail_at = wj_memory_fails_in()};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&thread->id, NULL, begin, thread) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

void wj_thread_join(struct wj_thread *thread)
{
    pthread_join(thread->id, NULL);
}
