#include "define.h"

#include "wjtab/base/message.h"

/* A text, or `false` where none is wanted. */
static void read_text(struct wj_define *define, const yaml_node_t *node, char **text)
{
    struct wj_slice written;
    if (!wj_define_slice(define, node, &written)) {
        return;
    }
    bool none = wj_slice_is(written, "false") || wj_slice_is(written, "no");
    *text = wj_define_copy(define, none ? wj_slice_of("") : written);
}

void wj_define_form(struct wj_define *define, const yaml_node_t *node)
{
    enum { TITLE, GREETING, CONFIDENTIALITY, CLOSING, FORM_KEYS };
    static const struct wj_key keys[FORM_KEYS] = {
        {"title", false}, {"greeting", false}, {"confidentiality", false}, {"closing", false}};
    const yaml_node_t *values[FORM_KEYS] = {0};
    struct wj_form_spec *form = &define->survey->form;
    if (!wj_define_mapping(define, node, _("“form”"), keys, FORM_KEYS, values)) {
        return;
    }
    wj_define_text(define, values[TITLE], &form->title);
    read_text(define, values[GREETING], &form->greeting);
    read_text(define, values[CONFIDENTIALITY], &form->confidentiality);
    read_text(define, values[CLOSING], &form->closing);
}
