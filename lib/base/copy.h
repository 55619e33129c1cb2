/*
 * copy - copies of a few bytes.
 */
#ifndef LATHE_BASE_COPY_H
#define LATHE_BASE_COPY_H

#include <stdint.h>
#include <string.h>

#define LATHE_COPY_SHORT 16

/* memcpy of what is short most often: a call costs more than that does. Two
 * words that may overlap are any number of bytes. */
static inline void lathe_copy(char *to, const char *s, size_t n)
{
    uint64_t a, b;
    uint32_t c, d;

    if (n > LATHE_COPY_SHORT) {
        memcpy(to, s, n);
    } else if (n >= 8) {
        memcpy(&a, s, 8);
        memcpy(&b, s + n - 8, 8);
        memcpy(to, &a, 8);
        memcpy(to + n - 8, &b, 8);
    } else if (n >= 4) {
        memcpy(&c, s, 4);
        memcpy(&d, s + n - 4, 4);
        memcpy(to, &c, 4);
        memcpy(to + n - 4, &d, 4);
    } else {
        for (size_t i = 0; i < n; i++)
            to[i] = s[i];
    }
}

#endif
