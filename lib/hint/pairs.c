#include "hint/pairs.h"

#include "base/decimal.h"
#include "data/excerpt.h"
#include "hint/blanks.h"
#include "hint/most.h"

#include <string.h>

/* Fewer different ones may be categories, such as odds or shares. */
#define FEW 20

/* Whether there are two numbers with `between` between them. */
static bool read_two(const char *s, size_t len, const char *between,
                     double two[2])
{
    const size_t n = strlen(between);
    const char *end = s + len;

    for (const char *at = s; at + n < end; at++)
        if (memcmp(at, between, n) == 0) {
            const char *second = at + n;
            size_t first = (size_t)(at - s), last = (size_t)(end - second);

            lathe_blanks_trim(&s, &first);
            lathe_blanks_trim(&second, &last);
            return lathe_decimal_parse(s, first, &two[0]) &&
                   lathe_decimal_parse(second, last, &two[1]);
        }
    return false;
}

bool lathe_pairs_has_error(const char *s, size_t len)
{
    double two[2];

    return (read_two(s, len, "±", two) || read_two(s, len, "+/-", two)) &&
           two[1] >= 0;
}

static bool tell_errors(struct lathe_buf *out, const struct lathe_dict *words,
                        const struct lathe_dialect *dialect)
{
    char text[LATHE_EXCERPT_ROOM];
    const char *first;

    if (!lathe_most_are(words, lathe_pairs_has_error, &first))
        return false;
    lathe_buf_printf(out, "has numbers with their errors, such as '%s'; %s",
                     lathe_excerpt_of(text, first, strlen(first)),
                     dialect->latin1
                         ? "without these they would be numbers"
                         : "this leaves these out: " LATHE_PAIRS_REMEDY);
    return true;
}

/* Neither 5/2023 and 2023/24, which are of years, nor parts of dates where all
 * are as small as days. */
static bool is_pair(const char *s, size_t len)
{
    double two[2];

    return strspn(s, "0123456789/. ") == len && read_two(s, len, "/", two) &&
           two[0] < 1000 && two[1] < 1000;
}

static bool is_beyond_days(const char *s, size_t len)
{
    double two[2];

    return read_two(s, len, "/", two) && two[0] > 31 && two[1] > 31;
}

static bool tell_pairs(struct lathe_buf *out, const struct lathe_dict *words)
{
    char text[LATHE_EXCERPT_ROOM];
    const char *first, *other;

    if (words->n < FEW || !lathe_most_are(words, is_pair, &first) ||
        !lathe_most_are(words, is_beyond_days, &other))
        return false;
    lathe_buf_printf(out, "has two numbers in each value, such as '%s'; in a "
                     "column each they would be numbers",
                     lathe_excerpt_of(text, first, strlen(first)));
    return true;
}

bool lathe_pairs_tell(struct lathe_buf *out, const struct lathe_dict *words,
                      const struct lathe_dialect *dialect)
{
    return tell_errors(out, words, dialect) || tell_pairs(out, words);
}
