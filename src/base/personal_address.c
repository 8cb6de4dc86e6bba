#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

#include "personal_find.h"

enum { LONGEST_IPV6 = 45, LONGEST_REGION = 30, LONGEST_DOMAIN = 255 };

static char at_char(const struct wj_folded *text, size_t at)
{
    return at < text->count ? text->chars[at] : '\0';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_hex(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

/* ---- e-mail ---- */

/* RFC 5322 atext and the dot, without the signs that nobody uses there. */
static bool is_local(char byte)
{
    return is_letter(byte) || is_digit(byte) || (byte != '\0' && strchr("._%+-", byte) != NULL);
}

/* Length of a domain: at least two labels, the last of two letters or more. */
static size_t domain_length(const struct wj_folded *text, size_t at)
{
    size_t good = 0;
    size_t end = at;
    for (size_t labels = 0; end - at < LONGEST_DOMAIN; labels++) {
        size_t start = end;
        bool letters = true;
        while (is_letter(at_char(text, end)) || is_digit(at_char(text, end)) ||
               at_char(text, end) == '-') {
            letters = letters && is_letter(text->chars[end]);
            end++;
        }
        if (end == start) {
            break;
        }
        good = labels > 0 && letters && end - start >= 2 ? end - at : good;
        if (at_char(text, end) != '.') {
            break;
        }
        end++;
    }
    return good;
}

static size_t email_length(const struct wj_folded *text, size_t at)
{
    size_t end = at;
    if (at > 0 && is_local(text->chars[at - 1])) {
        return 0;
    }
    while (is_local(at_char(text, end))) {
        end++;
    }
    if (end == at || at_char(text, end) != '@') {
        return 0;
    }
    size_t domain = domain_length(text, end + 1);
    return domain > 0 ? end + 1 + domain - at : 0;
}

/* ---- IPv4 ---- */

/* Length of `(上海-上海)`, which survey platforms put behind an address; 0 for anything else. */
static size_t region_length(const struct wj_folded *text, size_t at)
{
    bool hyphen = false;
    if (at_char(text, at) != '(') {
        return 0;
    }
    for (size_t i = at + 1; i < text->count && i - at <= LONGEST_REGION; i++) {
        char byte = text->chars[i];
        hyphen = hyphen || byte == '-';
        if (byte == ')') {
            return hyphen ? i + 1 - at : 0;
        }
        if (byte != '\0' && byte != '-' && byte != ' ') {
            return 0;
        }
    }
    return 0;
}

static size_t ipv4_length(const struct wj_folded *text, size_t at)
{
    size_t end = at;
    bool behind =
        at > 0 && (is_digit(text->chars[at - 1]) ||
                   (at > 1 && text->chars[at - 1] == '.' && is_digit(text->chars[at - 2])));
    if (behind) {
        return 0;
    }
    for (int octet = 0; octet < 4; octet++) {
        int value = 0;
        size_t start = end;
        if (octet > 0 && at_char(text, end) == '.') {
            start = ++end;
        } else if (octet > 0) {
            return 0;
        }
        while (end - start < 4 && is_digit(at_char(text, end))) {
            value = value * 10 + (text->chars[end++] - '0');
        }
        if (end == start || end - start > 3 || value > 255) {
            return 0;
        }
    }
    if (at_char(text, end) == '.' && is_digit(at_char(text, end + 1))) {
        return 0;
    }
    size_t blank = at_char(text, end) == ' ' && at_char(text, end + 1) == '(' ? 1 : 0;
    size_t region = region_length(text, end + blank);
    return end - at + (region > 0 ? blank + region : 0);
}

/* ---- IPv6 ---- */

/* `a::b` is one by the letter, but more likely something else: at least two groups, and one of
 * three digits or more. */
static bool looks_like_ipv6(const char *written)
{
    size_t groups = 0;
    size_t longest = 0;
    while (*written != '\0') {
        size_t len = strcspn(written, ":");
        groups += len > 0 ? 1 : 0;
        longest = len > longest ? len : longest;
        written += len + (written[len] == ':' ? 1 : 0);
    }
    return groups >= 2 && longest >= 3;
}

static size_t ipv6_length(const struct wj_folded *text, size_t at)
{
    char written[LONGEST_IPV6 + 2];
    struct in6_addr address;
    size_t len = 0;
    char before = at > 0 ? text->chars[at - 1] : '\0';
    bool starts = is_hex(text->chars[at])
                      ? !is_letter(before) && !is_digit(before)
                      : before != ':' && at_char(text, at) == ':' && at_char(text, at + 1) == ':';
    while (starts && len <= LONGEST_IPV6 &&
           (is_hex(at_char(text, at + len)) || at_char(text, at + len) == ':' ||
            at_char(text, at + len) == '.')) {
        written[len] = text->chars[at + len];
        len++;
    }
    if (len < 4 || len > LONGEST_IPV6 || is_letter(at_char(text, at + len))) {
        return 0;
    }
    if (written[len - 1] == '.' || (written[len - 1] == ':' && written[len - 2] != ':')) {
        len--; /* the end of a sentence or of a label */
    }
    written[len] = '\0';
    return looks_like_ipv6(written) && inet_pton(AF_INET6, written, &address) == 1 ? len : 0;
}

size_t wj_personal_address(const struct wj_folded *text, size_t at)
{
    size_t len = email_length(text, at);
    len = len > 0 ? len : ipv6_length(text, at);
    return len > 0 ? len : ipv4_length(text, at);
}
