#include "prepare/sign.h"

#include "prepare/comma.h"

#include <string.h>

static const char *const signs[] = { "$", "€", "£", "¥", "₹", "%" };

enum { SIGNS = sizeof signs / sizeof *signs };

static void trim(const char **s, size_t *len)
{
    while (*len && **s == ' ') {
        ++*s;
        --*len;
    }
    while (*len && (*s)[*len - 1] == ' ')
        --*len;
}

/* Whether s is a number behind the sign, or before it; a minus or plus may
 * stand before both. */
static bool is_number_with(const char *s, size_t len, const char *sign)
{
    size_t n = strlen(sign);

    if (len > n && (*s == '-' || *s == '+') && memcmp(s + 1, sign, n) == 0) {
        s++;
        len--;
    }
    if (len <= n)
        return false;
    if (memcmp(s, sign, n) == 0)
        s += n;
    else if (memcmp(s + len - n, sign, n) != 0)
        return false;
    len -= n;
    trim(&s, &len);
    return lathe_comma_of(s, len) != LATHE_COMMA_NONE;
}

const char *lathe_sign_of(const char *s, size_t len)
{
    trim(&s, &len);
    for (size_t i = 0; i < SIGNS; i++)
        if (is_number_with(s, len, signs[i]))
            return signs[i];
    return NULL;
}

const char *lathe_sign_of_words(const struct lathe_dict *words)
{
    const char *all = NULL;

    for (uint32_t k = 0; k < words->n; k++) {
        const char *word = words->word[k], *sign;
        size_t len = words->length[k];

        if (lathe_comma_of(word, len) != LATHE_COMMA_NONE)
            continue;
        sign = lathe_sign_of(word, len);
        if (!sign || (all && sign != all))
            return NULL;
        all = sign;
    }
    return all;
}
