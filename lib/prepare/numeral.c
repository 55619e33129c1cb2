#include "prepare/numeral.h"

#include <string.h>

static size_t count_digits(const char *s, size_t len)
{
    size_t n = 0;

    while (n < len && s[n] >= '0' && s[n] <= '9')
        n++;
    return n;
}

static void keep_first(char out[LATHE_NUMERAL_ROOM], const char *s, size_t len)
{
    if (out[0] || len >= LATHE_NUMERAL_ROOM)
        return;
    memcpy(out, s, len);
    out[len] = '\0';
}

/* 0, 12 and -1.540, but not 0.540 nor 1540. */
static void see_group(struct lathe_numerals *n, const char *s, size_t len)
{
    const char *from = s;
    size_t all = len, whole;

    if (len && (*s == '-' || *s == '+')) {
        s++;
        len--;
    }
    whole = count_digits(s, len);
    if (whole < 1 || whole > 3 || (s[0] == '0' && len > 1)) {
        n->ungrouped = true;
    } else if (whole == len) {
        n->small = true;
    } else if (len != whole + 4 || s[whole] != '.' ||
               count_digits(s + whole + 1, 3) != 3) {
        n->ungrouped = true;
    } else if (s[len - 1] == '0') {
        keep_first(n->grouped, from, all);
    }
}

void lathe_numerals_add(struct lathe_numerals *n, const char *s, size_t len)
{
    if (!n->other && count_digits(s, len) != len)
        n->other = true;
    if (!n->other && len > 2 && s[0] == '0')
        keep_first(n->padded, s, len);
    if (!n->ungrouped)
        see_group(n, s, len);
}

void lathe_numerals_add_words(struct lathe_numerals *n,
                              const struct lathe_dict *words)
{
    for (uint32_t k = 0; k < words->n; k++)
        lathe_numerals_add(n, words->word[k], words->length[k]);
}

const char *lathe_numerals_padded(const struct lathe_numerals *n)
{
    return !n->other && n->padded[0] ? n->padded : NULL;
}

const char *lathe_numerals_grouped(const struct lathe_numerals *n)
{
    return !n->ungrouped && n->small && n->grouped[0] ? n->grouped : NULL;
}
