/* The tree of a formula. Private to the formula floor. */
#ifndef FORMULA_AST_H
#define FORMULA_AST_H

#include <stdbool.h>
#include <stddef.h>

#include <gmp.h>

#include "functions.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/formula/formula.h"

enum wj_node_kind {
    WJ_NODE_NUMBER,
    WJ_NODE_TEXT,
    WJ_NODE_LOGICAL,
    WJ_NODE_NAME,
    WJ_NODE_UNARY,   /* one child; + or - */
    WJ_NODE_PERCENT, /* one child */
    WJ_NODE_BINARY,  /* two children */
    WJ_NODE_CALL     /* as many children as arguments */
};

enum wj_operator {
    WJ_EQUAL,
    WJ_UNEQUAL,
    WJ_LESS,
    WJ_AT_MOST,
    WJ_MORE,
    WJ_AT_LEAST,
    WJ_JOIN,
    WJ_ADD,
    WJ_SUBTRACT,
    WJ_MULTIPLY,
    WJ_DIVIDE,
    WJ_POWER
};

/* Parentheses leave no node: the tree is the grouping. A chain such as 1+1+1 is as deep on its
 * left side as it is long (up to some thousand nodes): walk it by `parent`, don't recurse. */
struct wj_node {
    enum wj_node_kind kind;
    size_t position;       /* in the formula, in characters from 1: of the sign, name or literal */
    mpq_t number;          /* NUMBER; initialised in no other kind */
    struct wj_slice text;  /* TEXT: the content; NAME: as written, without brackets */
    bool logical;          /* LOGICAL */
    long name;             /* NAME: what names->find gave */
    enum wj_operator sign; /* UNARY, BINARY */
    const struct wj_function *function; /* CALL */
    enum wj_goal goal;                  /* CALL of TARGET */
    size_t count;                       /* children */
    struct wj_node *first;
    struct wj_node *last;
    struct wj_node *next;   /* sibling */
    struct wj_node *parent; /* NULL at the root */
    struct wj_node *before; /* made before this one: the list that frees them */
};

struct wj_formula {
    struct wj_arena arena; /* everything but the numbers and `names` */
    struct wj_slice text;
    struct wj_node *root;
    struct wj_node *made;
    long *names; /* distinct, in the order in which they first stand */
    size_t name_count;
    size_t name_capacity;
};

/* An empty formula that holds a copy of the text; NULL when there is no memory. */
struct wj_formula *wj_formula_new(struct wj_slice text);

/* A node that belongs to the formula; NULL when there is no memory. */
struct wj_node *wj_node_new(struct wj_formula *formula, enum wj_node_kind kind, size_t position);

/* Makes a node the last child of another. */
void wj_node_append(struct wj_node *parent, struct wj_node *child);

/* Notes that the formula uses a name. WJ_MEMORY. */
enum wj_status wj_formula_add_name(struct wj_formula *formula, long name);

#endif
