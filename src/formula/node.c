#include "ast.h"

struct wj_formula *wj_formula_new(struct wj_slice text)
{
    struct wj_formula *formula = wj_alloc(sizeof *formula);
    if (formula == NULL) {
        return NULL;
    }
    char *copy = wj_arena_copy(&formula->arena, text);
    if (copy == NULL) {
        wj_formula_free(formula);
        return NULL;
    }
    formula->text = wj_slice(copy, text.len);
    return formula;
}

struct wj_node *wj_node_new(struct wj_formula *formula, enum wj_node_kind kind, size_t position)
{
    struct wj_node *node = wj_arena_alloc(&formula->arena, sizeof *node);
    if (node == NULL) {
        return NULL;
    }
    node->kind = kind;
    node->position = position;
    if (kind == WJ_NODE_NUMBER) {
        mpq_init(node->number);
    }
    node->before = formula->made;
    formula->made = node;
    return node;
}

void wj_node_append(struct wj_node *parent, struct wj_node *child)
{
    if (parent->last == NULL) {
        parent->first = child;
    } else {
        parent->last->next = child;
    }
    parent->last = child;
    parent->count++;
    child->parent = parent;
}

enum wj_status wj_formula_add_name(struct wj_formula *formula, long name)
{
    for (size_t i = 0; i < formula->name_count; i++) {
        if (formula->names[i] == name) {
            return WJ_OK;
        }
    }
    enum wj_status status = wj_grow(&formula->names, &formula->name_capacity,
                                    formula->name_count + 1, sizeof *formula->names);
    if (status == WJ_OK) {
        formula->names[formula->name_count++] = name;
    }
    return status;
}

size_t wj_formula_name_count(const struct wj_formula *formula)
{
    return formula->name_count;
}

long wj_formula_name(const struct wj_formula *formula, size_t index)
{
    return formula->names[index];
}

struct wj_slice wj_formula_text(const struct wj_formula *formula)
{
    return formula->text;
}

void wj_formula_free(struct wj_formula *formula)
{
    if (formula == NULL) {
        return;
    }
    for (struct wj_node *node = formula->made; node != NULL; node = node->before) {
        if (node->kind == WJ_NODE_NUMBER) {
            mpq_clear(node->number);
        }
    }
    wj_free(formula->names);
    wj_arena_clear(&formula->arena);
    wj_free(formula);
}
