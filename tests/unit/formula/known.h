/* The names that the formulas of these tests may use, and their values. */
#ifndef TESTS_UNIT_FORMULA_KNOWN_H
#define TESTS_UNIT_FORMULA_KNOWN_H

#include "wjtab/base/number.h"
#include "wjtab/formula/formula.h"

struct known {
    const char *name;
    const char *value; /* a number, or a text behind a quotation mark; NULL: there is none */
    bool multiple;
};

static const struct known known[] = {
    {"x", "5", false},
    {"分值", "10", false},
    {"满意度", "0.9", false},
    {"性别", "\"1", false},
    {"通知", "\"A", false},
    {"空", "\"", false},
    {"2022年人数", "1402", false},
    {"二〇二二.a_１", "7", false},
    {"坏", NULL, false},
    {"最需改进", "\"A,D", true},
    {"未答", "\"", true},
    {"TRUE", "3", false},
    {"ཞི་", "4", false}, /* not a name without brackets: U+0F0B is punctuation */
    {"ཀི", "6", false},
    {"上限", "240", false},
};

enum { KNOWN = sizeof known / sizeof *known };

/* How often values were asked for. */
struct asked {
    size_t count;
};

static inline long known_find(void *user, struct wj_slice name)
{
    (void)user;
    for (long i = 0; i < KNOWN; i++) {
        if (wj_slice_is(name, known[i].name)) {
            return i;
        }
    }
    return -1;
}

static inline void known_each(void *user, struct wj_nearest *nearest)
{
    (void)user;
    for (size_t i = 0; i < KNOWN; i++) {
        wj_nearest_try(nearest, wj_slice_of(known[i].name));
    }
}

static inline bool known_can_have(void *user, long name)
{
    (void)user;
    return known[name].multiple;
}

static inline const char *known_get(void *user, long name, struct wj_value *value)
{
    struct asked *asked = user;
    asked->count++;
    const char *text = known[name].value;
    if (text == NULL) {
        return "a value that is missing";
    }
    if (text[0] == '"') {
        wj_value_set_text(value, wj_slice_of(text + 1));
        return NULL;
    }
    value->kind = WJ_VALUE_NUMBER;
    return wj_number_parse(value->number, wj_slice_of(text), 0) ? NULL : "a bad test";
}

static inline bool known_has(void *user, long name, struct wj_slice code)
{
    (void)user;
    const char *codes = known[name].value + 1;
    return code.len == 1 && strchr(codes, code.ptr[0]) != NULL;
}

/* 上限 is a target that is not to be passed. */
static inline enum wj_goal known_goal(void *user, long name)
{
    (void)user;
    return strcmp(known[name].name, "上限") == 0 ? WJ_GOAL_AT_MOST : WJ_GOAL_AT_LEAST;
}

static const struct wj_names known_names = {NULL, known_find, known_each, known_can_have,
                                            NULL, NULL,       known_goal};

#endif
