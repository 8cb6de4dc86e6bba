#include "codes.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static enum wj_status check(const struct wj_lexer *lexer, const struct wj_names *names,
                            long question, const struct wj_node *text, bool labels_only)
{
    struct wj_nearest nearest = wj_nearest(text->text);
    enum wj_status status = WJ_OK;
    if (names->has_code(names->user, question, text->text, &nearest)) {
        return WJ_OK;
    }
    struct wj_buf excerpt = {0};
    struct wj_buf codes = {0};
    const char *shown = wj_text_excerpt(&excerpt, text->text);
    if (nearest.best.len > 0 && nearest.distance == 0) {
        status = wj_lex_fail(lexer, text->position, "unknown_code", NULL,
                             _("“%s” is the label of an option; an answer is its code: \"%s\""),
                             shown, wj_text_excerpt(&codes, nearest.best));
    } else if (!labels_only) {
        names->add_codes(names->user, question, &codes);
        status = wj_lex_fail(lexer, text->position, "unknown_code", &nearest,
                             _("“%s” is no code of this question's options, which are %s"), shown,
                             wj_buf_text(&codes));
    }
    wj_buf_clear(&codes);
    wj_buf_clear(&excerpt);
    return status;
}

enum wj_status wj_code_check(const struct wj_lexer *lexer, const struct wj_names *names,
                             long question, const struct wj_node *text)
{
    bool known = names->has_code != NULL && text->kind == WJ_NODE_TEXT;
    return known ? check(lexer, names, question, text, false) : WJ_OK;
}

enum wj_status wj_code_compared(const struct wj_lexer *lexer, const struct wj_names *names,
                                long question, const struct wj_node *text)
{
    if (names->has_code == NULL || text->kind != WJ_NODE_TEXT || text->text.len == 0) {
        return WJ_OK;
    }
    return check(lexer, names, question, text, names->can_have(names->user, question));
}
