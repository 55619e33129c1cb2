#include "scan/numeral.h"

#include "base/decimal.h"

#include <stdio.h>
#include <string.h>

/* A whole number of so many digits is a double as it stands. */
#define EXACT_DIGITS 15

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

/* 3.9, 3.10 and 10.15, but not 3, -1.5, 01.5 nor 1.105. */
static void see_version(struct lathe_numerals *n, const char *s, size_t len)
{
    size_t whole = count_digits(s, len), behind;

    behind = whole < len && s[whole] == '.' ? len - whole - 1 : 0;
    if (whole < 1 || whole > 2 || (whole == 2 && s[0] == '0') ||
        behind < 1 || behind > 2 ||
        count_digits(s + whole + 1, behind) != behind) {
        n->unversioned = true;
    } else if (behind == 1) {
        n->tenth = true;
    } else if (s[len - 1] == '0' && s[len - 2] != '0' && !n->version[0]) {
        memcpy(n->version, s, len);
        n->version[len] = '\0';
    }
}

/* 9007199254740993, but not 9007199254740992. */
static void see_width(struct lathe_numerals *n, const char *s, size_t len)
{
    size_t sign = len && (*s == '-' || *s == '+'), zeros = sign;
    char digits[LATHE_NUMERAL_ROOM + 1];
    int room = (int)sizeof digits;
    double v;

    while (zeros < len && s[zeros] == '0')
        zeros++;
    if (len - zeros <= EXACT_DIGITS ||
        count_digits(s + zeros, len - zeros) != len - zeros ||
        !lathe_decimal_parse(s, len, &v) ||
        (snprintf(digits, (size_t)room, "%.0f", v < 0 ? -v : v) < room &&
         strlen(digits) == len - zeros &&
         memcmp(digits, s + zeros, len - zeros) == 0))
        return;
    if (len < LATHE_NUMERAL_ROOM)
        snprintf(n->wide, sizeof n->wide, "%.*s", (int)len, s);
    else
        snprintf(n->wide, sizeof n->wide, "%.*s...", LATHE_NUMERAL_ROOM - 4, s);
}

void lathe_numerals_add(struct lathe_numerals *n, const char *s, size_t len)
{
    if (!n->other && count_digits(s, len) != len)
        n->other = true;
    if (!n->other && len > 2 && s[0] == '0')
        keep_first(n->padded, s, len);
    if (!n->ungrouped)
        see_group(n, s, len);
    if (!n->unversioned)
        see_version(n, s, len);
    if (len > EXACT_DIGITS && !n->wide[0])
        see_width(n, s, len);
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

const char *lathe_numerals_wide(const struct lathe_numerals *n)
{
    return n->wide[0] ? n->wide : NULL;
}

const char *lathe_numerals_version(const struct lathe_numerals *n)
{
    return !n->unversioned && n->tenth && n->version[0] ? n->version : NULL;
}
