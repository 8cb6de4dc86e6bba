#include "gb18030.h"

#include <string.h>

/* GB 18030-2022 gives 18 two-byte codes to characters that have their own place in Unicode by now
 * (vertical punctuation U+FE10..U+FE19 at A6D9..A6F3, ideographs U+9FB4..U+9FBB at FE59..FEA0);
 * the four-byte codes which those characters leave go to the private-use characters that the
 * two-byte codes stood for up to the edition of 2005. glibc (2.36) has the first half of this
 * exchange and refuses the second. */
struct moved {
    const char *code; /* 4 bytes */
    int32_t codepoint;
};

static const struct moved moved[] = {
    {"\x82\x35\x90\x37", 0xE81E}, /* was FE59 */
    {"\x82\x35\x90\x38", 0xE826}, /* FE61 */
    {"\x82\x35\x90\x39", 0xE82B}, /* FE66 */
    {"\x82\x35\x91\x30", 0xE82C}, /* FE67 */
    {"\x82\x35\x91\x31", 0xE832}, /* FE6D */
    {"\x82\x35\x91\x32", 0xE843}, /* FE7E */
    {"\x82\x35\x91\x33", 0xE854}, /* FE90 */
    {"\x82\x35\x91\x34", 0xE864}, /* FEA0 */
    {"\x84\x31\x82\x36", 0xE78D}, /* A6D9 */
    {"\x84\x31\x82\x37", 0xE78F}, /* A6DB: the order of A6DA and A6DB is not Unicode's */
    {"\x84\x31\x82\x38", 0xE78E}, /* A6DA */
    {"\x84\x31\x82\x39", 0xE790}, /* A6DC */
    {"\x84\x31\x83\x30", 0xE791}, /* A6DD */
    {"\x84\x31\x83\x31", 0xE792}, /* A6DE */
    {"\x84\x31\x83\x32", 0xE793}, /* A6DF */
    {"\x84\x31\x83\x33", 0xE794}, /* A6EC */
    {"\x84\x31\x83\x34", 0xE795}, /* A6ED */
    {"\x84\x31\x83\x35", 0xE796}, /* A6F3 */
};

enum { MOVED_COUNT = sizeof moved / sizeof moved[0] };

bool wj_gb18030_refused(struct wj_slice raw, int32_t *codepoint)
{
    for (size_t i = 0; i < MOVED_COUNT; i++) {
        if (wj_slice_starts(raw, wj_slice(moved[i].code, 4))) {
            *codepoint = moved[i].codepoint;
            return true;
        }
    }
    return false;
}

const char *wj_gb18030_code(int32_t codepoint)
{
    for (size_t i = 0; i < MOVED_COUNT; i++) {
        if (moved[i].codepoint == codepoint) {
            return moved[i].code;
        }
    }
    return NULL;
}
