/* Finding personal strings in a text of which every character is one byte. */
#ifndef WJTAB_BASE_PERSONAL_FIND_H
#define WJTAB_BASE_PERSONAL_FIND_H

#include <stddef.h>

/* A text, character by character: its ASCII form; ' ' for any blank within a line; 0 for anything
 * else. */
struct wj_folded {
    const char *chars;
    size_t count;
};

/* How many characters from `at` on are one personal thing; 0: none begins there. Each is told the
 * text as a whole, to see what stands around it. */
size_t wj_personal_number(const struct wj_folded *text, size_t at);  /* phone, ID, card */
size_t wj_personal_address(const struct wj_folded *text, size_t at); /* e-mail, IPv4, IPv6 */

#endif
