#include "ingest/utf8.h"

#include "base/glyph.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef signed char bytes16 __attribute__((vector_size(16)));
typedef uint64_t words16 __attribute__((vector_size(16)));

static bytes16 load(const char *s)
{
    bytes16 v;

    memcpy(&v, s, sizeof v);
    return v;
}

/* Whether 64 bytes have one that is 0 or has its high bit set. */
static bool has_odd(const char *s)
{
    bytes16 a = load(s), b = load(s + 16), c = load(s + 32), d = load(s + 48);
    words16 odd = (words16)((a <= 0) | (b <= 0) | (c <= 0) | (d <= 0));

    return odd[0] | odd[1];
}

size_t lathe_utf8_plain(const char *s, size_t n)
{
    size_t i = 0;

    while (n - i >= 64 && !has_odd(s + i))
        i += 64;
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
