/* Formulas of chance over the names x, y and z, for tests that compare two ways of computing. */
#ifndef TESTS_UNIT_FORMULA_RANDOM_FORMULA_H
#define TESTS_UNIT_FORMULA_RANDOM_FORMULA_H

#include <stdint.h>

#include "wjtab/base/number.h"
#include "wjtab/formula/formula.h"

struct chance {
    uint64_t state;
};

/* 0..below-1; xorshift64*. */
static inline unsigned pick(struct chance *chance, unsigned below)
{
    chance->state ^= chance->state >> 12;
    chance->state ^= chance->state << 25;
    chance->state ^= chance->state >> 27;
    return (unsigned)((chance->state * 0x2545F4914F6CDD1DULL) >> 33) % below;
}

static inline const char *pick_of(struct chance *chance, const char *const *list, unsigned count)
{
    return list[pick(chance, count)];
}

static const char *const random_leaves[] = {
    "x",   "y", "z", "x",   "0.9",   "90%", "0.5", "1", "2",   "10",   "3",
    "0.3", "0", "7", "85%", "0.875", "1/3", "x",   "y", "100", "0.25", "TRUE",
};
static const char *const random_signs[] = {"+", "-", "*", "/", "+", "*", "^", "-"};
static const char *const random_comparisons[] = {"=", "<>", "<", "<=", ">", ">=", ">=", "<"};
static const char *const random_folds[] = {"MIN", "MAX", "SUM", "AVERAGE", "COUNT"};
static const char *const random_roundings[] = {"ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC"};
static const char *const random_goals[] = {"≥", "≤", "="};
static const char *const random_places[] = {"0", "1", "2", "-1"};
static const char *const random_texts[] = {"\"\"", "\"A\"", "\"0.9\"", "x&\"\"", "\"1\"&y"};

static inline void add_random(struct wj_buf *out, struct chance *chance, unsigned depth);

static inline void add_random_condition(struct wj_buf *out, struct chance *chance, unsigned depth)
{
    add_random(out, chance, depth);
    wj_buf_add_text(out, pick_of(chance, random_comparisons, 8));
    if (pick(chance, 12) == 0) {
        wj_buf_add_text(out, pick_of(chance, random_texts, 5));
    } else {
        add_random(out, chance, depth);
    }
}

static inline void add_random_call(struct wj_buf *out, struct chance *chance, unsigned depth)
{
    switch (pick(chance, 9)) {
    case 0:
        wj_buf_add_text(out, "IF(");
        add_random_condition(out, chance, depth);
        wj_buf_add_char(out, ',');
        add_random(out, chance, depth);
        wj_buf_add_char(out, ',');
        break;
    case 1:
        wj_buf_add_text(out, "IFS(");
        add_random_condition(out, chance, depth);
        wj_buf_add_char(out, ',');
        add_random(out, chance, depth);
        wj_buf_add_text(out, pick(chance, 8) == 0 ? ",x>=0.9," : ",TRUE,");
        break;
    case 2:
    case 3:
        wj_buf_addf(out, "%s(", pick_of(chance, random_folds, 5));
        add_random(out, chance, depth);
        wj_buf_add_char(out, ',');
        break;
    case 4:
        wj_buf_addf(out, "%s(", pick_of(chance, random_roundings, 4));
        add_random(out, chance, depth);
        wj_buf_addf(out, ",%s)", pick_of(chance, random_places, 4));
        return;
    case 5:
        wj_buf_add_text(out, pick(chance, 2) == 0 ? "AND(" : "NOT(OR(");
        add_random_condition(out, chance, depth);
        wj_buf_add_text(out, out->ptr[out->len - 1] == '(' ? "" : ",");
        add_random_condition(out, chance, depth);
        wj_buf_add_text(out, ")");
        return;
    case 6:
        wj_buf_add_text(out, "TARGET(");
        add_random(out, chance, depth);
        wj_buf_add_char(out, ',');
        add_random(out, chance, depth);
        wj_buf_addf(out, ",\"%s\")", pick_of(chance, random_goals, 3));
        return;
    case 7:
        if (pick(chance, 3) == 0) {
            wj_buf_add_text(out, "GATE(");
            add_random_condition(out, chance, depth);
            wj_buf_add_text(out, ",x,");
            break;
        }
        if (pick(chance, 2) == 0) {
            wj_buf_add_text(out, "TIERS(");
            add_random(out, chance, depth);
            wj_buf_addf(out, ",%s,", pick_of(chance, random_leaves, 22));
            add_random(out, chance, depth);
            wj_buf_addf(out, ",%s,y,", pick_of(chance, random_leaves, 22));
            break;
        }
        wj_buf_add_text(out, "DEDUCT(10,");
        add_random(out, chance, depth);
        wj_buf_add_char(out, ',');
        break;
    default:
        wj_buf_add_text(out, pick(chance, 2) == 0 ? "ABS(" : "INT(");
        break;
    }
    add_random(out, chance, depth);
    wj_buf_add_char(out, ')');
}

/* A formula nested at most `depth` deep. Parentheses are not always balanced: one in some formulas
 * does not parse, and the caller takes the next. */
static inline void add_random(struct wj_buf *out, struct chance *chance, unsigned depth)
{
    unsigned kind = depth == 0 ? 0 : pick(chance, 8);
    if (kind <= 1) {
        wj_buf_add_text(out, pick_of(chance, random_leaves, 22));
    } else if (kind <= 4) {
        wj_buf_add_char(out, '(');
        add_random(out, chance, depth - 1);
        const char *sign = pick_of(chance, random_signs, 8);
        wj_buf_add_text(out, sign);
        if (sign[0] == '^') {
            wj_buf_addf(out, "(%d)", (int)pick(chance, 7) - 2);
        } else {
            add_random(out, chance, depth - 1);
        }
        wj_buf_add_char(out, ')');
    } else if (kind == 5) {
        wj_buf_add_text(out, pick(chance, 3) == 0 ? "-" : "");
        add_random(out, chance, depth - 1);
        wj_buf_add_text(out, pick(chance, 3) == 0 ? "%" : "");
    } else {
        add_random_call(out, chance, depth - 1);
    }
}

/* ---- names ---- */

static const char *const random_names[] = {"x", "y", "z"};

enum { RANDOM_NAMES = 3 };

static inline long random_find(void *user, struct wj_slice name)
{
    (void)user;
    for (long i = 0; i < RANDOM_NAMES; i++) {
        if (wj_slice_is(name, random_names[i])) {
            return i;
        }
    }
    return -1;
}

static inline void random_each(void *user, struct wj_nearest *nearest)
{
    (void)user;
    for (size_t i = 0; i < RANDOM_NAMES; i++) {
        wj_nearest_try(nearest, wj_slice_of(random_names[i]));
    }
}

static const struct wj_names random_known = {NULL, random_find, random_each, NULL,
                                             NULL, NULL,        NULL};

/* Values of x, y and z, as wj_values.user. */
struct random_point {
    mpq_t at[RANDOM_NAMES];
};

static inline const char *random_get(void *user, long name, struct wj_value *value)
{
    struct random_point *point = user;
    wj_value_set_number(value, point->at[name]);
    return NULL;
}

#endif
