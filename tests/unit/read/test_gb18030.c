/* GB18030 by table against the system's iconv: the same characters, and the same end. */
#include "support.h"

#include "convert.h"

/* What iconv makes of the bytes at once, and how far it goes. */
static size_t by_iconv(struct wj_slice raw, char *out, size_t *out_len)
{
    iconv_t handle = iconv_open("UTF-8", "GB18030");
    char bytes[256];
    char *from = bytes;
    char *to = out;
    size_t from_left = raw.len;
    size_t to_left = 512;
    memcpy(bytes, raw.ptr, raw.len);
    (void)iconv(handle, &from, &from_left, &to, &to_left);
    iconv_close(handle);
    *out_len = 512 - to_left;
    return raw.len - from_left;
}

static bool agrees(struct wj_converter *converter, struct wj_slice raw)
{
    struct wj_buf out = {0};
    char expected[512];
    size_t expected_len = 0;
    size_t used = 0;
    assert_int_equal(wj_convert_decode(converter, raw, &out, &used), WJ_OK);
    size_t expected_used = by_iconv(raw, expected, &expected_len);
    bool same = used == expected_used &&
                wj_slice_equal(wj_buf_slice(&out), wj_slice(expected, expected_len));
    wj_buf_clear(&out);
    return same;
}

static void every_pair_of_bytes(void **state)
{
    struct wj_converter converter = {0};
    size_t wrong = 0;
    (void)state;
    assert_int_equal(wj_converter_open(&converter, WJ_FORM_GB18030), WJ_OK);
    for (int lead = 0x80; lead <= 0xFF; lead++) {
        for (int trail = 0; trail <= 0xFF; trail++) {
            char raw[4] = {'a', (char)lead, (char)trail, ','};
            wrong += agrees(&converter, wj_slice(raw, sizeof raw)) ? 0 : 1;
        }
    }
    wj_converter_close(&converter);
    assert_int_equal(wrong, 0);
}

/* ASCII, characters of two and four bytes, and now and then any byte; but for the four-byte codes
 * that iconv refuses and we know. */
static size_t make(char *raw)
{
    size_t len = 0;
    for (uint32_t parts = 1 + random_below(12); parts > 0; parts--) {
        uint32_t kind = random_below(20);
        if (kind < 8) {
            raw[len++] = (char)(0x20 + random_below(0x5F));
        } else if (kind < 16) {
            raw[len++] = (char)(0xB0 + random_below(0x48));
            raw[len++] = (char)(0xA1 + random_below(0x5E));
        } else if (kind < 18) {
            raw[len++] = (char)(0x90 + random_below(0x54));
            raw[len++] = (char)(0x30 + random_below(10));
            raw[len++] = (char)(0x81 + random_below(0x7E));
            raw[len++] = (char)(0x30 + random_below(10));
        } else if (kind < 19) {
            raw[len++] = (char)(0x81 + random_below(0x7E));
            raw[len++] = (char)(0x40 + random_below(0xBF));
        } else if (random_below(4) == 0) {
            raw[len++] = (char)(1 + random_below(0xFF));
        }
    }
    return len - (len > 0 && random_below(4) == 0 ? 1 : 0);
}

static void random_texts(void **state)
{
    struct wj_converter converter = {0};
    size_t wrong = 0;
    char raw[64];
    (void)state;
    assert_int_equal(wj_converter_open(&converter, WJ_FORM_GB18030), WJ_OK);
    for (int i = 0; i < 20000; i++) {
        wrong += agrees(&converter, wj_slice(raw, make(raw))) ? 0 : 1;
    }
    wj_converter_close(&converter);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_of_bytes),
        cmocka_unit_test(random_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
