#include "scan_utf8.h"

enum {
    TOO_SHORT = 1 << 0,  /* 11______ 0_______ and 11______ 11______ */
    TOO_LONG = 1 << 1,   /* 0_______ 10______ */
    OVERLONG_3 = 1 << 2, /* 11100000 100_____ */
    TOO_LARGE = 1 << 3,  /* 11110100 1001____ and above, 11110101 and above */
    SURROGATE = 1 << 4,  /* 11101101 101_____ */
    OVERLONG_2 = 1 << 5, /* 1100000_ 10______ */
    OVERLONG_4 = 1 << 6, /* 11110000 1000____ and, too large, 11110101 1000____ and above */
    FOLLOWS = 1 << 7,    /* 10______ 10______ */
    ANY = TOO_SHORT | TOO_LONG | FOLLOWS
};

const unsigned char wj_utf8_first_high[16] = {
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    FOLLOWS,
    FOLLOWS,
    FOLLOWS,
    FOLLOWS,
    TOO_SHORT | OVERLONG_2,
    TOO_SHORT,
    TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | OVERLONG_4,
};

const unsigned char wj_utf8_first_low[16] = {
    ANY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
    ANY | OVERLONG_2,
    ANY,
    ANY,
    ANY | TOO_LARGE,
    ANY | TOO_LARGE | OVERLONG_4,
    ANY | TOO_LARGE | OVERLONG_4,
    ANY | TOO_LARGE | OVERLONG_4,
    ANY | TOO_LARGE | OVERLONG_4,
    ANY | TOO_LARGE | OVERLONG_4,
    ANY | TOO_LARGE | OVERLONG_4,
    ANY | TOO_LARGE | OVERLONG_4,
    ANY | TOO_LARGE | OVERLONG_4,
    ANY | TOO_LARGE | OVERLONG_4 | SURROGATE,
    ANY | TOO_LARGE | OVERLONG_4,
    ANY | TOO_LARGE | OVERLONG_4,
};

const unsigned char wj_utf8_second_high[16] = {
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_LONG | OVERLONG_2 | FOLLOWS | OVERLONG_3 | OVERLONG_4,
    TOO_LONG | OVERLONG_2 | FOLLOWS | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | FOLLOWS | SURROGATE | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | FOLLOWS | SURROGATE | TOO_LARGE,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
};
