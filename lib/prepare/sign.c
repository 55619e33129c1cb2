#include "prepare/sign.h"

#include "prepare/comma.h"

#include <string.h>

static const struct lathe_sign signs[] = {
    {"$", "'$' signs", "sed 's/[$]//g'", "sed 's/[$]//g'", false},
    {"€", "'€' signs", "sed 's/€//g'", NULL, false},
    {"£", "'£' signs", "sed 's/£//g'", "LC_ALL=C sed 's/\\xa3//g'", false},
    {"¥", "'¥' signs", "sed 's/¥//g'", "LC_ALL=C sed 's/\\xa5//g'", false},
    {"₹", "'₹' signs", "sed 's/₹//g'", NULL, false},
    {"%", "'%' signs", "sed 's/%//g'", "sed 's/%//g'", false},
    {"−", "'−' signs, which are no '-'", "sed 's/−/-/g'", NULL, false},
    {"\u00a0", "no-break spaces", "sed 's/\\xc2\\xa0//g'",
     "LC_ALL=C sed 's/\\xa0//g'", true},
    {"\u202f", "narrow no-break spaces", "sed 's/\\xe2\\x80\\xaf//g'", NULL,
     true},
};

/* Commas within are another matter (comma.h). */
static const struct lathe_sign parentheses = {
    "(", "parentheses, which stand for a minus",
    "sed -E 's/\\(([0-9.,]+)\\)/-\\1/g'",
    "sed -E 's/\\(([0-9.,]+)\\)/-\\1/g'", false};

enum { SIGNS = sizeof signs / sizeof *signs };

/* Bytes of a number with blanks in it, at the most. */
#define LONGEST 64

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

/* Whether s is a number when all blanks of this kind are taken out, of which
 * there are some. */
static bool is_number_among(const char *s, size_t len, const char *blank)
{
    size_t n = strlen(blank), left = 0;
    char rest[LONGEST];

    if (len > sizeof rest)
        return false;
    for (size_t i = 0; i < len;)
        if (len - i >= n && memcmp(s + i, blank, n) == 0)
            i += n;
        else
            rest[left++] = s[i++];
    return left < len && lathe_comma_of(rest, left) != LATHE_COMMA_NONE;
}

/* Those around values without quotes are cut off as these are read. */
static const struct lathe_sign blanks = {
    " ", "blanks within quotes", "sed -E 's/\" +/\"/g;s/ +\"/\"/g'",
    "sed -E 's/\" +/\"/g;s/ +\"/\"/g'", false};

/* (5) and (1,234.50), but not (-5). */
static bool is_in_parentheses(const char *s, size_t len)
{
    return len > 2 && s[0] == '(' && s[len - 1] == ')' && s[1] >= '0' &&
           s[1] <= '9' && strspn(s + 1, "0123456789.,") == len - 2 &&
           lathe_comma_of(s + 1, len - 2) != LATHE_COMMA_NONE;
}

const struct lathe_sign *lathe_sign_of(const char *s, size_t len)
{
    size_t all = len;

    trim(&s, &len);
    if (len < all && lathe_comma_of(s, len) != LATHE_COMMA_NONE)
        return &blanks;
    if (is_in_parentheses(s, len))
        return &parentheses;
    for (size_t i = 0; i < SIGNS; i++)
        if (signs[i].blank ? is_number_among(s, len, signs[i].text)
                           : is_number_with(s, len, signs[i].text))
            return &signs[i];
    return NULL;
}

const struct lathe_sign *lathe_sign_of_words(const struct lathe_dict *words)
{
    const struct lathe_sign *all = NULL;

    for (uint32_t k = 0; k < words->n; k++) {
        const struct lathe_sign *sign;
        const char *word = words->word[k];
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
