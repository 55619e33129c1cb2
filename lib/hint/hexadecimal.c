#include "hint/hexadecimal.h"

#include "data/excerpt.h"
#include "hint/most.h"

#include <string.h>

/* Digits that a double has room for. */
bool lathe_hexadecimal_is(const char *s, size_t len)
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

    if (!lathe_most_are(words, lathe_hexadecimal_is, &first))
        return false;
    lathe_buf_printf(out, "has hexadecimal numbers, such as '%s'; this makes "
                     "decimal ones of them: " LATHE_HEXADECIMAL_REMEDY,
                     lathe_excerpt_of(text, first, strlen(first)));
    return true;
}
