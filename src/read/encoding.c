#include "encoding.h"

#include <string.h>

static const char *const encoding_names[] = {"auto", "utf-8", "gb18030", "utf-16"};

enum { ENCODING_COUNT = sizeof encoding_names / sizeof encoding_names[0] };

static const char *const charsets[] = {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"};

struct bom {
    const char *bytes;
    size_t len;
    enum wj_form form;
};

static const struct bom boms[] = {
    {"\xEF\xBB\xBF", 3, WJ_FORM_UTF8},
    {"\xFF\xFE", 2, WJ_FORM_UTF16LE},
    {"\xFE\xFF", 2, WJ_FORM_UTF16BE},
    {"\x84\x31\x95\x33", 4, WJ_FORM_GB18030},
};

const char *wj_encoding_name(enum wj_encoding encoding)
{
    return encoding_names[encoding];
}

static char lower(char byte)
{
    return (char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
}

/* Encoding names are written in either case everywhere else, so they are here. */
static bool same_word(struct wj_slice text, const char *word)
{
    if (text.len != strlen(word)) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (lower(text.ptr[i]) != word[i]) {
            return false;
        }
    }
    return true;
}

bool wj_encoding_parse(struct wj_slice name, enum wj_encoding *encoding)
{
    for (int i = 0; i < ENCODING_COUNT; i++) {
        if (same_word(name, encoding_names[i])) {
            *encoding = (enum wj_encoding)i;
            return true;
        }
    }
    return false;
}

bool wj_delimiter_parse(struct wj_slice name, char *delimiter)
{
    if (same_word(name, "auto")) {
        *delimiter = '\0';
        return true;
    }
    if (same_word(name, "tab")) {
        *delimiter = '\t';
        return true;
    }
    if (name.len != 1 || name.ptr[0] == '\0' || ((unsigned char)name.ptr[0] & 0x80) != 0 ||
        strchr("\"\r\n", name.ptr[0]) != NULL) {
        return false;
    }
    *delimiter = name.ptr[0];
    return true;
}

enum wj_form wj_form_of(enum wj_encoding encoding)
{
    switch (encoding) {
    case WJ_ENCODING_GB18030:
        return WJ_FORM_GB18030;
    case WJ_ENCODING_UTF16:
        return WJ_FORM_UTF16LE;
    case WJ_ENCODING_AUTO:
    case WJ_ENCODING_UTF8:
        break;
    }
    return WJ_FORM_UTF8;
}

enum wj_encoding wj_form_encoding(enum wj_form form)
{
    switch (form) {
    case WJ_FORM_GB18030:
        return WJ_ENCODING_GB18030;
    case WJ_FORM_UTF16LE:
    case WJ_FORM_UTF16BE:
        return WJ_ENCODING_UTF16;
    case WJ_FORM_UTF8:
        break;
    }
    return WJ_ENCODING_UTF8;
}

const char *wj_form_charset(enum wj_form form)
{
    return charsets[form];
}

size_t wj_form_bom(struct wj_slice start, enum wj_form *form)
{
    for (size_t i = 0; i < sizeof boms / sizeof boms[0]; i++) {
        if (wj_slice_starts(start, wj_slice(boms[i].bytes, boms[i].len))) {
            *form = boms[i].form;
            return boms[i].len;
        }
    }
    return 0;
}

static size_t utf8_length(const unsigned char *text)
{
    return text[0] < 0x80 ? 1 : text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3 : 4;
}

/* GB18030 tells two bytes from four by the second: a digit is never the second of two. */
static size_t gb18030_length(const unsigned char *raw)
{
    return raw[0] < 0x80 ? 1 : raw[1] >= '0' && raw[1] <= '9' ? 4 : 2;
}

size_t wj_form_offset(enum wj_form form, struct wj_slice raw, struct wj_slice text, size_t position)
{
    const unsigned char *at = (const unsigned char *)raw.ptr;
    const unsigned char *decoded = (const unsigned char *)text.ptr;
    size_t offset = 0;
    if (form == WJ_FORM_UTF8) {
        return position;
    }
    for (size_t done = 0; done < position;) {
        size_t length = utf8_length(decoded + done);
        if (form == WJ_FORM_GB18030) {
            offset += gb18030_length(at + offset);
        } else {
            /* What takes four bytes in UTF-8 is a surrogate pair in UTF-16. */
            offset += length == 4 ? 4 : 2;
        }
        done += length;
    }
    return offset;
}
