#include "ingest/ragged.h"

#include <stdio.h>

/* Whether the last field is empty, which only some writers put there. */
static bool ends_in(const char *s, size_t n, char delimiter)
{
    while (n && (s[n - 1] == '\n' || s[n - 1] == '\r'))
        n--;
    return n && s[n - 1] == delimiter;
}

void lathe_ragged_hint(char out[LATHE_RAGGED_ROOM], const char *s, size_t n,
                       size_t count, size_t cols,
                       const struct lathe_dialect *dialect, bool second)
{
    char delimiter = dialect->delimiter;

    out[0] = '\0';
    if (n && s[0] == '#' && !dialect->comment)
        snprintf(out, LATHE_RAGGED_ROOM, ", and it begins with '#'; "
                 "preprocess skips such lines with --comment '#'");
    else if (count != cols + 1 || delimiter < ' ')
        return;
    else if (ends_in(s, n, delimiter))
        snprintf(out, LATHE_RAGGED_ROOM, ", and it ends in '%c', which sed -E "
                 "'s/[%c]\\r?$//' FILE cuts off", delimiter, delimiter);
    else if (second && dialect->header)
        snprintf(out, LATHE_RAGGED_ROOM, "; if rows begin with their names, as "
                 "R writes them, this gives these a name: sed '1s/^/row%c/' "
                 "FILE", delimiter);
}
