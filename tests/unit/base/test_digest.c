/* SHA-256 against the vectors of FIPS 180-4 and NIST's CAVP. */
#include "support.h"

#include "wjtab/base/digest.h"

static const struct {
    const char *text;
    const char *digest;
} vectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnop"
     "qrsmnopqrstnopqrstu",
     "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
};

static void known_digests_come_out(void **state)
{
    char text[WJ_DIGEST_TEXT];
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        assert_int_equal(wj_digest_of(wj_slice_of(vectors[i].text), text), WJ_OK);
        wrong += differs(vectors[i].text, text, vectors[i].digest);
    }
    assert_int_equal(wrong, 0);
}

static void pieces_make_the_digest_of_the_whole(void **state)
{
    char text[WJ_DIGEST_TEXT];
    char block[1000];
    struct wj_digest *digest = wj_digest_new();
    (void)state;
    assert_non_null(digest);
    memset(block, 'a', sizeof block);
    for (size_t i = 0; i < 1000; i++) {
        wj_digest_add(digest, wj_slice(block, sizeof block));
        wj_digest_add(digest, wj_slice(NULL, 0));
    }
    wj_digest_text(digest, text);
    /* a million times "a" */
    assert_string_equal(text, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    wj_digest_free(digest);
    wj_digest_free(NULL);
}

static void no_memory_is_said(void **state)
{
    char text[WJ_DIGEST_TEXT];
    (void)state;
    wj_memory_fail_at(1);
    assert_int_equal(wj_digest_of(wj_slice_of("abc"), text), WJ_MEMORY);
    wj_memory_fail_at(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_digests_come_out),
        cmocka_unit_test(pieces_make_the_digest_of_the_whole),
        cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
