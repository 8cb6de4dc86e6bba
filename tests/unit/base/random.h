/* Small repeatable random numbers (xorshift), for tests that compare two ways over many cases. */
#ifndef TESTS_UNIT_BASE_RANDOM_H
#define TESTS_UNIT_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static uint32_t random_state = 2463534242u;

static inline uint32_t random_below(size_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return (uint32_t)(random_state % limit);
}

/* Begins the numbers of a seed, so that a case can be made again by itself. */
static inline void random_seed(size_t seed)
{
    random_state = 2463534242u + (uint32_t)seed * 2654435761u;
    random_state += random_state == 0 ? 1 : 0; /* from which xorshift does not get away */
}

/* One of a list. */
#define PICK(list) (list)[random_below(sizeof(list) / sizeof *(list))]

#endif
