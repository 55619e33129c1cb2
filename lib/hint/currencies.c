#include "hint/currencies.h"

#include "data/excerpt.h"
#include "hint/dress.h"
#include "hint/most.h"

#include <string.h>

/* Amounts in two currencies or more. */
bool lathe_currencies_tell(struct lathe_buf *out,
                           const struct lathe_dict *words)
{
    char one[LATHE_EXCERPT_ROOM], two[LATHE_EXCERPT_ROOM];
    const struct lathe_sign *sign = NULL;
    const char *first = NULL, *other = NULL;
    const uint32_t few = lathe_most_others(words);
    uint32_t others = 0;

    for (uint32_t k = 0; k < words->n && others <= few; k++) {
        const char *s = words->word[k];
        struct lathe_dress d;

        lathe_dress_of(s, words->length[k], &d);
        others += d.comma == LATHE_COMMA_NONE || !d.sign;
        if (d.comma == LATHE_COMMA_NONE || !d.sign || strchr(s, '%'))
            continue;
        if (!first) {
            sign = d.sign;
            first = s;
        } else if (!other && d.sign != sign) {
            other = s;
        }
    }
    if (!other || others > few)
        return false;
    lathe_buf_printf(out, "has amounts in several currencies, such as '%s' and "
                     "'%s'; in one of them, without its name, they would be "
                     "numbers", lathe_excerpt_of(one, first, strlen(first)),
                     lathe_excerpt_of(two, other, strlen(other)));
    return true;
}
