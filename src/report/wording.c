#include "wording.h"

const struct wj_wording *wj_wording(enum wj_language language)
{
    return language == WJ_ENGLISH ? &wj_wording_en : &wj_wording_zh;
}

const char *const *wj_texts(enum wj_language language)
{
    return language == WJ_ENGLISH ? wj_texts_en : wj_texts_zh;
}
