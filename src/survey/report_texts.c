#include "wjtab/survey/report_texts.h"

static const char *const section_keys[WJ_SECTION_COUNT] = {
#define WJ_KEY(name, key) key,
    WJ_SECTIONS(WJ_KEY)
#undef WJ_KEY
};

static const char *const text_keys[WJ_TEXT_COUNT] = {
#define WJ_KEY(name, key, places) key,
    WJ_TEXTS(WJ_KEY)
#undef WJ_KEY
};

/* In the order of enum wj_anywhere. */
static const char anywhere[] =
    "标题:title 发放问卷:handed_out 回收问卷:came_back 有效问卷:effective "
    "回收率:return_rate 有效率:valid_rate 评价得分:total 评价等级:final_grade";

static const char *const places_of[WJ_TEXT_COUNT + 1] = {
#define WJ_PLACES(name, key, places) places,
    WJ_TEXTS(WJ_PLACES)
#undef WJ_PLACES
        anywhere,
};

const char *wj_section_key(size_t section)
{
    return section < WJ_SECTION_COUNT ? section_keys[section] : NULL;
}

const char *wj_text_key(size_t text)
{
    return text < WJ_TEXT_COUNT ? text_keys[text] : NULL;
}

bool wj_text_next_name(size_t text, const char **rest, struct wj_slice *name)
{
    const char *start = *rest != NULL ? *rest : places_of[text];
    start += strspn(start, " :");
    *name = wj_slice(start, strcspn(start, " :"));
    *rest = start + name->len;
    return name->len > 0;
}

static long find_place(size_t text, struct wj_slice wanted)
{
    const char *rest = NULL;
    struct wj_slice name;
    for (long i = 0; wj_text_next_name(text, &rest, &name); i++) {
        if (wj_slice_equal(name, wanted)) {
            return i / 2;
        }
    }
    return -1;
}

long wj_text_place(enum wj_text text, struct wj_slice name)
{
    return find_place(text, name);
}

long wj_anywhere_place(struct wj_slice name)
{
    return find_place(WJ_TEXT_COUNT, name);
}

/* Cuts `len` bytes off, of which the piece is the part without `before` and `behind`. */
static bool take(struct wj_slice *rest, size_t before, size_t len, size_t behind,
                 struct wj_slice *piece)
{
    *piece = wj_slice(rest->ptr + before, len);
    *rest = wj_slice_from(*rest, before + len + behind);
    return true;
}

bool wj_text_cut(struct wj_slice *rest, struct wj_slice *piece, enum wj_piece *kind)
{
    *kind = WJ_PIECE_TEXT;
    if (rest->len == 0) {
        return false;
    }
    char first = rest->ptr[0];
    if ((first == '{' || first == '}') && rest->len > 1 && rest->ptr[1] == first) {
        return take(rest, 0, 1, 1, piece);
    }
    if (first == '{') {
        const char *end = memchr(rest->ptr, '}', rest->len);
        *kind = end != NULL ? WJ_PIECE_PLACE : WJ_PIECE_FAULT;
        return end != NULL ? take(rest, 1, (size_t)(end - rest->ptr) - 1, 1, piece)
                           : take(rest, 0, rest->len, 0, piece);
    }
    size_t len = 1;
    while (len < rest->len && rest->ptr[len] != '{' && rest->ptr[len] != '}') {
        len++;
    }
    return take(rest, 0, len, 0, piece);
}
