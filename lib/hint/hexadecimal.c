#include "hint/hexadecimal.h"

#include "data/excerpt.h"
#include "hint/most.h"

#include <string.h>

/* Digits that a double has room for. */
static bool is_hex(const char *s, size_t len)
{
    return len > 2 && len <= 2 + 13 && s[0] == '0' &&
           (s[1] == 'x' || s[1] == 'X') &&
           strspn(s + 2, "0123456789abcdefABCDEF") == len - 2;
}

bool lathe_hexadecimal_tell(struct lathe_buf *out,
                            const struct lathe_dict *words)
{
    char text[LATHE_EXCERPT_ROOM];
    const char *first;

    if (!lathe_most_are(words, is_hex, &first))
        return false;
    lathe_buf_printf(out, "has hexadecimal numbers, such as '%s'; this makes "
                     "decimal ones of them: perl -pe "
                     "'s/(?<![-\\w])0x[0-9a-f]+(?![-\\w])/hex $&/gie' "
                     "FILE",
                     lathe_excerpt_of(text, first, strlen(first)));
    return true;
}
