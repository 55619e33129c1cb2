#include "hint/comma.h"

#include "base/decimal.h"

/* Digits at s[*i] and on; how many. */
static size_t digits(const char *s, size_t len, size_t *i)
{
    size_t from = *i;

    while (*i < len && s[*i] >= '0' && s[*i] <= '9')
        ++*i;
    return *i - from;
}

/* Whether s is 1 to 3 digits, then groups of the mark and 3 digits, then maybe
 * `point` and more of them; *groups: how many there are. A zero begins none:
 * 0,234 has a decimal comma. */
static bool is_grouped(const char *s, size_t len, char mark, char point,
                       size_t *groups)
{
    size_t i = 0, n = digits(s, len, &i);

    *groups = 0;
    if (n < 1 || n > 3)
        return false;
    while (i < len && s[i] == mark) {
        i++;
        if (digits(s, len, &i) != 3)
            return false;
        ++*groups;
    }
    if (*groups && *s == '0')
        return false;
    if (i < len && s[i] == point) {
        i++;
        if (digits(s, len, &i) == 0)
            return false;
    }
    return i == len;
}

enum lathe_comma lathe_comma_of(const char *s, size_t len)
{
    size_t groups, i = 0;
    double v;

    if (lathe_decimal_parse(s, len, &v))
        return LATHE_COMMA_NUMBER;
    if (len && (*s == '-' || *s == '+')) {
        s++;
        len--;
    }
    if (is_grouped(s, len, ',', '.', &groups) && groups)
        return LATHE_COMMA_THOUSANDS;
    if (is_grouped(s, len, '.', ',', &groups))
        return groups ? LATHE_COMMA_DOTS : LATHE_COMMA_DECIMAL;
    if (digits(s, len, &i) == 0 || i == len || s[i++] != ',')
        return LATHE_COMMA_NONE;
    return digits(s, len, &i) && i == len ? LATHE_COMMA_DECIMAL
                                          : LATHE_COMMA_NONE;
}

enum lathe_comma lathe_comma_of_words(const struct lathe_dict *words)
{
    enum lathe_comma all = LATHE_COMMA_NUMBER;

    for (uint32_t k = 0; k < words->n; k++) {
        enum lathe_comma c = lathe_comma_of(words->word[k], words->length[k]);

        if (c == LATHE_COMMA_NONE)
            return c;
        all = c > all ? c : all;
    }
    return words->n ? all : LATHE_COMMA_NONE;
}

/* A dot is one between thousands where three digits and no more follow. */
#define JOIN ":a;s/([0-9])\\.([0-9]{3})([^0-9]|$)/\\1\\2\\3/;ta"
#define QUOTED "s/\"([-+0-9]+),([0-9]+)\"/\\1.\\2/g"

/* In a file of commas such values are quoted. */
const char *lathe_comma_script(enum lathe_comma comma, char delimiter)
{
    if (comma == LATHE_COMMA_DOTS)
        return delimiter == ',' ? JOIN ";" QUOTED : JOIN ";s/,/./g";
    if (comma == LATHE_COMMA_THOUSANDS)
        return delimiter == ',' ? ":a;s/(\"[-+0-9]+),([0-9]{3})/\\1\\2/;ta"
                                : ":a;s/([0-9]),([0-9]{3})/\\1\\2/;ta";
    return delimiter == ',' ? QUOTED : "s/,/./g";
}
