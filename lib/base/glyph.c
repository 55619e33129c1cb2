#include "base/glyph.h"

#include <stdint.h>
#include <string.h>

/* The longest sequence. */
#define MOST 4

size_t lathe_glyph_bytes(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;
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

uint32_t lathe_glyph_point(const char *s, size_t bytes)
{
    static const unsigned char first[MOST] = {0x7f, 0x1f, 0x0f, 0x07};
    uint32_t c = (unsigned char)s[0] & first[bytes - 1];

    for (size_t i = 1; i < bytes; i++)
        c = c << 6 | ((unsigned char)s[i] & 0x3f);
    return c;
}

static bool is_shown(uint32_t c)
{
    return c >= 0x20 && !(c >= 0x7f && c <= 0x9f) &&
           !(c >= 0x2028 && c <= 0x202e) &&     /* separators, LRE to RLO */
           !(c >= 0x2066 && c <= 0x2069) &&     /* LRI to PDI */
           c != 0x200e && c != 0x200f && c != 0x061c && /* LRM, RLM, ALM */
           c != 0xad && c != 0x200b && c != 0x2060 && c != 0xfeff;
}

size_t lathe_glyph_next(const char *s, bool *shown)
{
    size_t bytes = lathe_glyph_bytes(s, strnlen(s, MOST));

    *shown = bytes && is_shown(lathe_glyph_point(s, bytes));
    return bytes ? bytes : 1;
}

void lathe_glyph_tame(char *s)
{
    char *to = s;

    while (*s) {
        bool shown;
        size_t n = lathe_glyph_next(s, &shown);

        if (shown)
            memmove(to, s, n);
        else
            *to = '?';
        to += shown ? n : 1;
        s += n;
    }
    *to = '\0';
}
