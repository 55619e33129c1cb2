#include "data/excerpt.h"

#include <string.h>

#define MOST 60

const char *lathe_excerpt_of(char out[LATHE_EXCERPT_ROOM], const char *s,
                             size_t len)
{
    size_t n = len;

    if (len > MOST) {
        n = MOST - 3;
        while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
            n--;
    }
    if (n)
        memcpy(out, s, n);
    out[n] = '\0';
    if (n < len)
        memcpy(out + n, "...", 4);
    return out;
}
