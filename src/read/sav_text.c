#include <errno.h>
#include <strings.h>

#include "sav.h"
#include "wjtab/base/text.h"

enum { CODE_UTF8 = 65001, CODE_ISO_8859 = 28590 };

static const char *const utf8_names[] = {"UTF-8", "UTF8"};
static const char *const gb18030_names[] = {"GB18030",     "GBK",   "GB2312", "GB_2312-80", "CP936",
                                            "windows-936", "MS936", "EUC-CN", "x-gbk"};

/* Codes of GBK, GB2312 and GB18030: the last holds the others. */
static const int32_t gb18030_codes[] = {936, 20936, 51936, 54936};

/* Names and codes for "some bytes", which older versions wrote whatever the encoding was. */
static const char *const vague_names[] = {"US-ASCII", "ASCII", "ANSI_X3.4-1968", "x-user-defined"};

enum { CODE_VAGUE_MAX = 4, CODE_ASCII = 20127 };

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_gb18030_code(int32_t code)
{
    for (size_t i = 0; i < sizeof gb18030_codes / sizeof *gb18030_codes; i++) {
        if (code == gb18030_codes[i]) {
            return true;
        }
    }
    return false;
}

/* An encoding that only iconv knows; one that it does not know is as good as none. */
static void open_other(struct wj_sav_text *text)
{
    iconv_t handle = iconv_open("UTF-8", text->name);
    if (handle != (iconv_t)-1) {
        text->iconv = handle;
        text->other = true;
        text->settled = true;
    }
}

static void take_name(struct wj_sav_text *text, const char *name)
{
    snprintf(text->name, sizeof text->name, "%s", name);
    if (is_one_of(name, utf8_names, sizeof utf8_names / sizeof *utf8_names)) {
        text->settled = true;
    } else if (is_one_of(name, gb18030_names, sizeof gb18030_names / sizeof *gb18030_names)) {
        text->settled = true;
        text->gb18030 = true;
    } else if (!is_one_of(name, vague_names, sizeof vague_names / sizeof *vague_names)) {
        open_other(text);
    }
}

static void take_code(struct wj_sav_text *text, int32_t code)
{
    if (code == CODE_UTF8) {
        text->settled = true;
    } else if (is_gb18030_code(code)) {
        text->settled = true;
        text->gb18030 = true;
    } else if (code > CODE_VAGUE_MAX && code != CODE_ASCII) {
        bool iso = code > CODE_ISO_8859 && code <= CODE_ISO_8859 + 16;
        snprintf(text->name, sizeof text->name, iso ? "ISO-8859-%d" : "CP%d",
                 iso ? (int)(code - CODE_ISO_8859) : (int)code);
        open_other(text);
    }
}

enum wj_status wj_sav_text_settle(struct wj_sav_text *text, bool gb18030)
{
    text->gb18030 = gb18030;
    return gb18030 && !text->converter.opened ? wj_converter_open(&text->converter, WJ_FORM_GB18030)
                                              : WJ_OK;
}

enum wj_status wj_sav_text_open(struct wj_sav_text *text, enum wj_encoding forced,
                                const struct wj_sav_scan *scan)
{
    if (forced != WJ_ENCODING_AUTO) {
        text->settled = true;
        text->gb18030 = forced == WJ_ENCODING_GB18030;
    } else if (scan->name[0] != '\0') {
        take_name(text, scan->name);
    } else {
        take_code(text, scan->code);
    }
    return wj_sav_text_settle(text, text->gb18030);
}

/* The start of a UTF-8 character whose end is cut off. */
static bool is_cut_utf8(struct wj_slice rest)
{
    unsigned char lead = rest.len > 0 ? (unsigned char)rest.ptr[0] : 0;
    size_t need = lead >= 0xF0 && lead <= 0xF4  ? 4
                  : lead >= 0xE0 && lead < 0xF0 ? 3
                  : lead >= 0xC2 && lead < 0xE0 ? 2
                                                : 0;
    for (size_t i = 1; i < rest.len; i++) {
        if (((unsigned char)rest.ptr[i] & 0xC0) != 0x80) {
            return false;
        }
    }
    return rest.len < need;
}

/* The start of a GB18030 character whose end is cut off. */
static bool is_cut_gb18030(struct wj_slice rest)
{
    unsigned char lead = rest.len > 0 ? (unsigned char)rest.ptr[0] : 0;
    bool four = rest.len > 1 && rest.ptr[1] >= '0' && rest.ptr[1] <= '9';
    return lead >= 0x81 && lead <= 0xFE && (rest.len == 1 || (four && rest.len < 4));
}

bool wj_sav_text_is_utf8(struct wj_slice raw)
{
    size_t valid = wj_utf8_valid(raw);
    return valid == raw.len || is_cut_utf8(wj_slice_from(raw, valid));
}

static enum wj_status decode_other(struct wj_sav_text *text, struct wj_slice raw,
                                   struct wj_buf *store)
{
    enum { GROWTH = 4 };
    if (wj_buf_reserve(store, GROWTH * raw.len + 1) == NULL) {
        return WJ_MEMORY;
    }
    char *from = (char *)(uintptr_t)raw.ptr; /* iconv does not write there */
    char *to = store->ptr;
    size_t from_left = raw.len;
    size_t to_left = GROWTH * raw.len;
    iconv(text->iconv, NULL, NULL, NULL, NULL);
    bool good = iconv(text->iconv, &from, &from_left, &to, &to_left) != (size_t)-1;
    store->len = (size_t)(to - store->ptr);
    return good || errno == EINVAL ? WJ_OK : WJ_DATA;
}

enum wj_status wj_sav_text_decode(struct wj_sav_text *text, struct wj_slice raw,
                                  struct wj_buf *store, struct wj_slice *result)
{
    *result = raw;
    size_t used = wj_utf8_valid(raw);
    bool ascii = used == raw.len;
    for (size_t i = 0; ascii && i < raw.len; i++) {
        ascii = (unsigned char)raw.ptr[i] < 0x80;
    }
    if (ascii) {
        return WJ_OK;
    }
    enum wj_status status = WJ_OK;
    wj_buf_reset(store);
    if (text->other) {
        status = decode_other(text, raw, store);
        *result = wj_buf_slice(store);
        return status;
    }
    if (!text->gb18030) {
        *result = wj_slice(raw.ptr, used);
        return used == raw.len || is_cut_utf8(wj_slice_from(raw, used)) ? WJ_OK : WJ_DATA;
    }
    status = wj_convert_decode(&text->converter, raw, store, &used);
    *result = wj_buf_slice(store);
    if (status == WJ_OK && used < raw.len && !is_cut_gb18030(wj_slice_from(raw, used))) {
        status = WJ_DATA;
    }
    return status;
}

void wj_sav_text_close(struct wj_sav_text *text)
{
    wj_converter_close(&text->converter);
    if (text->other) {
        iconv_close(text->iconv);
    }
    text->other = false;
}
