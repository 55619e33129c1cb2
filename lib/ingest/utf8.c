#include "ingest/utf8.h"

#include "base/glyph.h"

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

size_t lathe_utf8_check(const char *s, size_t n)
{
    size_t i = 0;

    while (i < n) {
        size_t step = lathe_utf8_plain(s + i, n - i);

        if (step == 0)
            step = lathe_glyph_bytes(s + i, n - i);
        if (step == 0)
            break;
        i += step;
    }
    return i;
}
