#include "hint/alike.h"

#include "base/decimal.h"

#include "hint/blanks.h"
#include "hint/fold.h"

#include <string.h>

#define EXACT 9007199254740992.0        /* 2^53 */

static bool is_same(const char *a, size_t na, const char *b, size_t nb,
                    bool keeps_case)
{
    struct lathe_fold x = {.s = a, .n = na, .keeps_case = keeps_case};
    struct lathe_fold y = {.s = b, .n = nb, .keeps_case = keeps_case};
    uint32_t c;

    do {
        c = lathe_fold_next(&x);
        if (c != lathe_fold_next(&y))
            return false;
    } while (c);
    return true;
}

static bool are_alike(const char *a, size_t na, const char *b, size_t nb)
{
    double x, y;

    lathe_blanks_trim(&a, &na);
    lathe_blanks_trim(&b, &nb);
    /* Numbers of more digits than a double has are rounded. */
    if (lathe_decimal_parse(a, na, &x) && lathe_decimal_parse(b, nb, &y))
        return x == y && x < EXACT && x > -EXACT;
    return is_same(a, na, b, nb, false);
}

bool lathe_alike_find(const struct lathe_dict *words, uint32_t *a,
                      uint32_t *b)
{
    for (*a = 0; words->n <= LATHE_ALIKE_MOST && *a < words->n; ++*a)
        for (*b = *a + 1; *b < words->n; ++*b)
            if (are_alike(words->word[*a], words->length[*a],
                          words->word[*b], words->length[*b]))
                return true;
    return false;
}

const char *lathe_alike_how(const struct lathe_dict *words, uint32_t a,
                            uint32_t b)
{
    const char *x = words->word[a], *y = words->word[b];
    size_t nx = words->length[a], ny = words->length[b];
    bool seen = !is_same(x, nx, y, ny, true);

    lathe_blanks_trim(&x, &nx);
    lathe_blanks_trim(&y, &ny);
    return seen || (nx == ny && memcmp(x, y, nx) == 0)
               ? "" : ", in characters that look the same or are not seen";
}
