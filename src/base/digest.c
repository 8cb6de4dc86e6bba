#include "wjtab/base/digest.h"

#include <openssl/evp.h>

#include "wjtab/base/memory.h"

struct wj_digest {
    EVP_MD_CTX *state;
};

struct wj_digest *wj_digest_new(void)
{
    struct wj_digest *digest = wj_alloc(sizeof *digest);
    if (digest == NULL) {
        return NULL;
    }
    digest->state = EVP_MD_CTX_new();
    if (digest->state == NULL || EVP_DigestInit_ex(digest->state, EVP_sha256(), NULL) != 1) {
        wj_digest_free(digest);
        return NULL;
    }
    return digest;
}

void wj_digest_add(struct wj_digest *digest, struct wj_slice bytes)
{
    EVP_DigestUpdate(digest->state, bytes.ptr, bytes.len);
}

void wj_digest_text(struct wj_digest *digest, char text[WJ_DIGEST_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[EVP_MAX_MD_SIZE] = {0};
    EVP_DigestFinal_ex(digest->state, bytes, NULL);
    for (size_t i = 0; i < (WJ_DIGEST_TEXT - 1) / 2; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[WJ_DIGEST_TEXT - 1] = '\0';
}

void wj_digest_free(struct wj_digest *digest)
{
    if (digest != NULL) {
        EVP_MD_CTX_free(digest->state);
        wj_free(digest);
    }
}

enum wj_status wj_digest_of(struct wj_slice bytes, char text[WJ_DIGEST_TEXT])
{
    struct wj_digest *digest = wj_digest_new();
    if (digest == NULL) {
        return WJ_MEMORY;
    }
    wj_digest_add(digest, bytes);
    wj_digest_text(digest, text);
    wj_digest_free(digest);
    return WJ_OK;
}
