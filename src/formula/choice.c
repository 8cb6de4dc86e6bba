#include "ast.h"

/* One condition: A="x", "x"=A or HAS(A,"x"); with another sign for "=", A<>"x". */
static bool take(const struct wj_node *node, enum wj_operator sign, long *name,
                 struct wj_slice *text)
{
    bool equals = node->kind == WJ_NODE_BINARY && node->sign == sign;
    bool has = node->kind == WJ_NODE_CALL && node->function->id == WJ_HAS && node->count == 2;
    if (!equals && !has) {
        return false;
    }
    const struct wj_node *asked = node->first->kind == WJ_NODE_NAME ? node->first : node->last;
    const struct wj_node *given = asked == node->first ? node->last : node->first;
    if (asked->kind != WJ_NODE_NAME || given->kind != WJ_NODE_TEXT || given->text.len == 0) {
        return false;
    }
    *name = asked->name;
    *text = given->text;
    return true;
}

size_t wj_formula_choice(const struct wj_formula *formula, long *name, struct wj_slice *texts,
                         size_t most, bool *excluded)
{
    const struct wj_node *root = formula->root;
    bool several = root->kind == WJ_NODE_CALL && root->function->id == WJ_OR;
    size_t count = 0;
    *excluded = root->kind == WJ_NODE_BINARY && root->sign == WJ_UNEQUAL;
    enum wj_operator sign = *excluded ? WJ_UNEQUAL : WJ_EQUAL;
    for (const struct wj_node *node = several ? root->first : root; node != NULL;
         node = several ? node->next : NULL) {
        long asked = -1;
        struct wj_slice text;
        if (!take(node, sign, &asked, &text) || (count > 0 && asked != *name)) {
            return 0;
        }
        *name = asked;
        if (count < most) {
            texts[count] = text;
        }
        count++;
    }
    return count;
}
