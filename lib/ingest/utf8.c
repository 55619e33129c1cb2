#include "ingest/utf8.h"

#include <stdint.h>
#include <string.h>

/* Eight bytes at a time: the high bit of each byte of the result is set where
 * the byte is 0 or has its high bit set (or stands behind such a one). */
static uint64_t odd_bytes(const char *s)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t w;

    memcpy(&w, s, sizeof w);
    return ((w - ones) | w) & (ones << 7);
}

size_t lathe_utf8_plain(const char *s, size_t n)
{
    size_t i = 0;

    while (n - i >= 32 && !(odd_bytes(s + i) | odd_bytes(s + i + 8) |
                            odd_bytes(s + i + 16) | odd_bytes(s + i + 24)))
        i += 32;
    while (i < n && (signed char)s[i] > 0)
        i++;
    return i;
}

/* Bytes of the well-formed sequence at s, or 0. */
static size_t sequence(const unsigned char *s, size_t n)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t more;

    if (s[0] < 0x80)
        return s[0] != 0;
    if (s[0] >= 0xc2 && s[0] <= 0xdf) {
        more = 1;
    } else if (s[0] >= 0xe0 && s[0] <= 0xef) {
        more = 2;
        low = s[0] == 0xe0 ? 0xa0 : 0x80;
        high = s[0] == 0xed ? 0x9f : 0xbf;
    } else if (s[0] >= 0xf0 && s[0] <= 0xf4) {
        more = 3;
        low = s[0] == 0xf0 ? 0x90 : 0x80;
        high = s[0] == 0xf4 ? 0x8f : 0xbf;
    } else {
        return 0;
    }
    if (n <= more || s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i <= more; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return more + 1;
}

size_t lathe_utf8_check(const char *s, size_t n)
{
    size_t i = 0;

    while (i < n) {
        size_t step = lathe_utf8_plain(s + i, n - i);

        if (step == 0)
            step = sequence((const unsigned char *)s + i, n - i);
        if (step == 0)
            break;
        i += step;
    }
    return i;
}
