#include "ingest/linecount.h"

#include <stdbool.h>
#include <string.h>

typedef unsigned char bytes16 __attribute__((vector_size(16)));

/* -1 for each LF among 16 bytes. */
static bytes16 find_lf(const char *s)
{
    bytes16 x;

    memcpy(&x, s, sizeof x);
    return (bytes16)(x == (bytes16){0} + '\n');
}

/* 64 bytes at a time: a byte of `found` counts down from 0 for each LF that it
 * sees, at most 4 * 63 of them. */
static uint64_t count_all(const char *s, size_t n)
{
    uint64_t count = 0;
    size_t i = 0;

    while (n - i >= 64) {
        size_t end = n - i < 64 * 63 ? i + (n - i) / 64 * 63 : i + 64 * 63;
        bytes16 found = {0};

        for (; i < end; i += 64)
            found += (find_lf(s + i) + find_lf(s + i + 16)) +
                     (find_lf(s + i + 32) + find_lf(s + i + 48));
        for (int k = 0; k < 16; k++)
            count += (unsigned char)-found[k];
    }
    for (; i < n; i++)
        count += s[i] == '\n';
    return count;
}

static bool is_full(const char *s)
{
    return s[0] == '\n' && s[-1] != '\n' && !(s[-1] == '\r' && s[-2] == '\n');
}

static uint64_t count_full(const char *s, size_t n)
{
    const bytes16 lf = (bytes16){0} + '\n', cr = (bytes16){0} + '\r';
    uint64_t count = 0;
    size_t i = 0;

    while (n - i >= 16) {
        size_t end = n - i < 16 * 255 ? i + (n - i) / 16 * 16 : i + 16 * 255;
        bytes16 found = {0}, x, before, far;

        for (; i < end; i += 16) {
            memcpy(&x, s + i, 16);
            memcpy(&before, s + i - 1, 16);
            memcpy(&far, s + i - 2, 16);
            found += (bytes16)((x == lf) & ~((before == lf) |
                                             ((before == cr) & (far == lf))));
        }
        for (int k = 0; k < 16; k++)
            count += (unsigned char)-found[k];
    }
    for (; i < n; i++)
        count += is_full(s + i);
    return count;
}

const struct lathe_linecount lathe_linecount_portable = {count_all,
                                                         count_full};

struct lathe_linecount lathe_linecount_for(enum lathe_cpu_level level)
{
#if defined(__x86_64__)
    if (level >= LATHE_CPU_AVX2)
        return lathe_linecount_avx2;
#endif
    (void)level;
    return lathe_linecount_portable;
}
