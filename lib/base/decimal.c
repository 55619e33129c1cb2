#include "base/decimal.h"

#include "base/alloc.h"
#include "base/shortest.h"
#include "base/wide.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Powers of ten that a double holds exactly. */
static const double exact_power[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The text of a number, taken apart: value = digits * 10^exponent. */
struct parts {
    uint64_t digits;            /* the first 19 significant ones */
    int exponent;
    int significant;            /* how many digits there were */
    bool negative;
};

/* Checks the form and takes it apart; false: not a number. */
static bool take_apart(const char *s, size_t n, struct parts *p)
{
    const char *end = s + n;
    bool any = false, point = false;

    *p = (struct parts){0};
    if (s < end && (*s == '-' || *s == '+'))
        p->negative = *s++ == '-';
    for (; s < end && (is_digit(*s) || (*s == '.' && !point)); s++) {
        if (*s == '.') {
            point = true;
            continue;
        }
        any = true;
        if (p->significant > 0 || *s != '0') {
            p->significant++;
            if (p->significant <= 19)
                p->digits = p->digits * 10 + (uint64_t)(*s - '0');
            else
                p->exponent++;
        }
        p->exponent -= point;
    }
    if (!any)
        return false;
    if (s < end && (*s == 'e' || *s == 'E')) {
        bool down = false;
        int e = 0;

        s++;
        if (s < end && (*s == '-' || *s == '+'))
            down = *s++ == '-';
        if (s == end)
            return false;
        for (; s < end && is_digit(*s); s++)
            if (e < 100000)
                e = e * 10 + (*s - '0');
        p->exponent += down ? -e : e;
    }
    return s == end;
}

/* ---- short numbers ------------------------------------------------------ */

/*
 * Up to 16 characters, digits and at most one dot, are worked on as two words
 * of eight, the first character lowest: the dot is taken out, and the digits
 * are added up in three multiplications (D. Lemire, "Quickly parsing eight
 * digits", 2018).
 */
#define ZEROS ((uint64_t)0x3030303030303030)

static uint64_t load(const char *s, unsigned bytes)
{
    const unsigned char *u = (const unsigned char *)s;
    uint64_t w = 0;

    for (unsigned i = 0; i < bytes; i++)
        w |= (uint64_t)u[i] << (8 * i);
    return w;
}

/* The n characters, 1 to 8, with zeros before them. */
static uint64_t align(const char *s, size_t n)
{
    uint64_t w;

    if (n == 8)
        return load(s, 8);
    if (n >= 4)
        w = load(s, 4) | load(s + n - 4, 4) << (8 * (n - 4));
    else
        w = load(s, 1) | load(s + n / 2, 1) << (8 * (n / 2)) |
            load(s + n - 1, 1) << (8 * (n - 1));
    return w << (8 * (8 - n)) | ZEROS >> (8 * n);
}

/* The high bits of the bytes that are dots. */
static uint64_t dots(uint64_t w)
{
    const uint64_t low = 0x7f7f7f7f7f7f7f7f;
    uint64_t x = w ^ 0x2e2e2e2e2e2e2e2e;

    return ~(((x & low) + low) | x | low);
}

/* Takes the first dot out; `before` moves in. *below: characters behind it. */
static uint64_t close_gap(uint64_t w, uint64_t dot, uint64_t before,
                          unsigned *below)
{
    unsigned at = (unsigned)__builtin_ctzll(dot) / 8;
    uint64_t front = ((uint64_t)1 << (8 * at)) - 1;

    *below = 7 - at;
    return (w & ~(front << 8 | 0xff)) | (w & front) << 8 | before;
}

static bool all_digits(uint64_t w)
{
    const uint64_t high = 0xf0f0f0f0f0f0f0f0;

    return ((w & high) | ((w + 0x0606060606060606) & high) >> 4) ==
           0x3333333333333333;
}

static uint64_t add_up(uint64_t w)
{
    const uint64_t pairs = 0x000000ff000000ff;

    w -= ZEROS;
    w = w * 10 + (w >> 8);
    return ((w & pairs) * (100 + ((uint64_t)1000000 << 32)) +
            ((w >> 16) & pairs) * (1 + ((uint64_t)10000 << 32))) >> 32;
}

bool lathe_decimal_parse_short(const char *s, size_t n, double *out)
{
    bool negative = false;
    uint64_t low, high = ZEROS, dot;
    unsigned below = 0;

    if (n && (*s == '-' || *s == '+')) {
        negative = *s++ == '-';
        n--;
    }
    if (n == 0 || n > 16 || (n == 1 && *s == '.'))
        return false;
    low = n > 8 ? load(s + n - 8, 8) : align(s, n);
    if (n > 8)
        high = align(s, n - 8);
    if ((dot = dots(low))) {
        low = close_gap(low, dot, high >> 56, &below);
        high = high << 8 | '0';
    } else if ((dot = dots(high))) {
        high = close_gap(high, dot, '0', &below);
        below += 8;
    }
    if (!all_digits(low) || !all_digits(high))
        return false;
    low = add_up(low);
    if (n > 8)
        low += add_up(high) * 100000000;
    if (low > (uint64_t)1 << 53)
        return false;

    /* Clinger 1990: both operands exact, so one operation rounds once. */
    double v = (double)low;
    if (below)
        v /= exact_power[below];
    *out = negative ? -v : v;
    return true;
}

/* ---- up to 19 digits ---------------------------------------------------- */

/* m * 2^exponent with the top bit of m set, and a bit more if `more`, rounded
 * to the nearest double, to the even one of two. Far from the ends of the
 * range of doubles. */
static double round_once(uint64_t m, bool more, int exponent)
{
    const uint64_t half = 1 << 10;
    uint64_t rest = m & (2 * half - 1), bits;
    double scale;

    m >>= 11;
    if (rest > half || (rest == half && (more || (m & 1))))
        m++;
    bits = (uint64_t)(1023 + 11 + exponent) << 52;
    memcpy(&scale, &bits, sizeof scale);
    return (double)m * scale;   /* both are exact, and so is this */
}

/* digits * 10^exponent, digits > 0, exponent from -LATHE_WIDE_TENS to
 * LATHE_WIDE_TENS: the product or the quotient is computed to 64 bits and
 * whether there are more, which tells to which side the double lies. */
static double scale(uint64_t digits, int exponent)
{
    int up = __builtin_clzll(digits), down, more;
    uint64_t n = digits << up, d;
    lathe_wide w;

    if (exponent >= 0) {
        w = (lathe_wide)n * lathe_wide_ten[exponent];
        down = (uint64_t)(w >> 64) ? __builtin_clzll((uint64_t)(w >> 64))
                                   : 64;
        w <<= down;
        return round_once((uint64_t)(w >> 64), (uint64_t)w != 0,
                          64 - up - down);
    }
    d = lathe_wide_ten[-exponent];
    down = __builtin_clzll(d);
    d <<= down;
    more = n >= d ? 63 : 64;            /* so that the quotient has 64 bits */
    w = (lathe_wide)n << more;
    n = (uint64_t)(w / d);
    return round_once(n, (uint64_t)w != n * d, down - up - more);
}

/* ---- all of them -------------------------------------------------------- */

static bool parse_word(const char *s, size_t n, double *out)
{
    double sign = 1.0;

    if (n && (*s == '-' || *s == '+')) {
        sign = *s == '-' ? -1.0 : 1.0;
        s++;
        n--;
    }
    if ((n == 3 && strncasecmp(s, "inf", 3) == 0) ||
        (n == 8 && strncasecmp(s, "infinity", 8) == 0)) {
        *out = sign * (double)INFINITY;
        return true;
    }
    if (n == 3 && strncasecmp(s, "nan", 3) == 0) {
        *out = (double)NAN;
        return true;
    }
    return false;
}

/* strtod of a text that is known to be a number, whatever the locale. */
static bool parse_slowly(const char *s, size_t n, double *out)
{
    char small[128], *copy = small;
    const struct lconv *now = localeconv();
    size_t room = n + strlen(now->decimal_point) + 1;
    char *to;

    if (room > sizeof small && !(copy = lathe_calloc(room, 1)))
        return false;
    to = copy;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.')
            to = stpcpy(to, now->decimal_point);
        else
            *to++ = s[i];
    }
    *to = '\0';
    *out = strtod(copy, NULL);
    if (copy != small)
        lathe_free(copy);
    return isfinite(*out);
}

/* Whether it begins as no number does, as most words. */
static bool is_word(const char *s, size_t n)
{
    char c = n ? (char)(s[0] | 0x20) : 'i';     /* a small letter */

    return c >= 'a' && c <= 'z' && c != 'i' && c != 'n';
}

bool lathe_decimal_parse(const char *s, size_t n, double *out)
{
    struct parts p;

    if (is_word(s, n))
        return false;
    if (lathe_decimal_parse_short(s, n, out))
        return true;
    if (!take_apart(s, n, &p))
        return parse_word(s, n, out);

    if (p.significant <= 19 && p.digits <= (uint64_t)1 << 53 &&
        p.exponent >= -22 && p.exponent <= 22) {
        double v = (double)p.digits;
        v = p.exponent < 0 ? v / exact_power[-p.exponent]
                           : v * exact_power[p.exponent];
        *out = p.negative ? -v : v;
        return true;
    }
    if (p.significant <= 19 && p.digits && p.exponent >= -LATHE_WIDE_TENS &&
        p.exponent <= LATHE_WIDE_TENS) {
        double v = scale(p.digits, p.exponent);

        *out = p.negative ? -v : v;
        return true;
    }
    return parse_slowly(s, n, out);
}

bool lathe_decimal_parse_int(const char *s, int64_t low, int64_t high,
                             int64_t *out)
{
    uint64_t v = 0, most = (uint64_t)INT64_MAX;
    bool negative = *s == '-';

    if (*s == '-' || *s == '+')
        s++;
    if (!*s)
        return false;
    for (; *s; s++) {
        uint64_t digit = (uint64_t)(*s - '0');
        if (!is_digit(*s) || v > (most - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *out = negative ? -(int64_t)v : (int64_t)v;
    return *out >= low && *out <= high;
}

/* Of what shortest.h leaves: snprintf follows the locale, and its decimal point
 * becomes a dot again. */
static size_t use_dot(char *s)
{
    size_t n = strlen(s);

    for (size_t i = 0; i < n; i++)
        if (s[i] == ',')
            s[i] = '.';
    return n;
}

size_t lathe_decimal_double(char out[LATHE_DECIMAL_ROOM], double v)
{
    size_t n = lathe_shortest_double(out, v);

    if (n)
        return n;
    if (isnan(v))
        return (size_t)snprintf(out, LATHE_DECIMAL_ROOM, "nan");
    for (int digits = 15; digits <= 17; digits++) {
        double back;

        snprintf(out, LATHE_DECIMAL_ROOM, "%.*g", digits, v);
        n = use_dot(out);
        if (lathe_decimal_parse(out, n, &back) && back == v)
            break;
    }
    return n;
}

size_t lathe_decimal_float(char out[LATHE_DECIMAL_ROOM], float v)
{
    size_t n = lathe_shortest_float(out, v);

    if (n)
        return n;
    if (isnan(v))
        return (size_t)snprintf(out, LATHE_DECIMAL_ROOM, "nan");
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(out, LATHE_DECIMAL_ROOM, "%.*g", digits, (double)v);
        if (strtof(out, NULL) == v)
            break;
    }
    return use_dot(out);
}
