/*
 * An example, the double nearest to 0.3: m = 5404319552844595, e = -54, which
 * is 2.99999999999999988897769753748...e-01. With 17 digits before the point,
 * k = 17 and
 *
 *     0.3 * 10^17 = m * 5^17 * 2^(17 - 54) = top / 2^37
 *
 * Its whole part are the digits 29999999999999998, and the rest of the
 * division says how to round them. To 15 digits that is 300000000000000; times
 * 100 * 2^37 it is 0.2 of 5^17 away from `top`, and 5^17 is what doubles are
 * apart: less than half of it, so that it reads back as the same.
 */
#include "base/shortest.h"

#include "base/wide.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* 5^27 is the last that 64 bits hold. */
#define MOST_FIVES 27

static const uint64_t five[MOST_FIVES + 1] = {
    1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625, 48828125,
    244140625, 1220703125, 6103515625, 30517578125, 152587890625, 762939453125,
    3814697265625, 19073486328125, 95367431640625, 476837158203125,
    2384185791015625, 11920928955078125, 59604644775390625, 298023223876953125,
    1490116119384765625, 7450580596923828125};

/* A form of numbers, and how many digits tell them apart. */
struct form {
    int bits;                   /* of m */
    int least, most;            /* digits */
    int most_fives;             /* m * 5^most_fives has 128 bits at most */
};

static const struct form doubles = {53, 15, 17, 32}, floats = {24, 6, 9, 44};

/* m * 2^e, the top bit of m set. */
struct binary {
    uint64_t m;
    int e;
};

/* The number times 10^(most - 1 - exponent) is top / down. */
struct fraction {
    int exponent;               /* of ten */
    lathe_wide top, down;
    lathe_wide step;            /* what one more in m is, in `top` */
    uint64_t digits;            /* top / down, `most` digits */
    lathe_wide rest;
};

/* False: it does not fit. */
static bool divide(struct fraction *f, const struct form *form,
                   struct binary b, int exponent)
{
    int k = form->most - 1 - exponent, shift = b.e + (k > 0 ? k : 0);
    int left = shift > 0 ? shift : 0, right = left - shift;
    lathe_wide fives = 1, whole;

    if (k > form->most_fives || k < -LATHE_WIDE_TENS || form->bits + left > 128)
        return false;
    if (k > 0)
        fives = k <= MOST_FIVES ? five[k]
                                : (lathe_wide)five[MOST_FIVES] *
                                      five[k - MOST_FIVES];
    f->exponent = exponent;
    f->step = fives << left;
    f->top = b.m * f->step;
    f->down = (lathe_wide)1 << right;
    whole = f->top >> right;
    if (k < 0) {
        if (right)
            return false;
        f->down = lathe_wide_ten[-k];
        whole = f->top / lathe_wide_ten[-k];
    }
    f->digits = (uint64_t)whole;
    f->rest = f->top - whole * f->down;
    return whole >> 64 == 0;
}

/* With the exponent that leaves as many digits as are to be there. */
static bool take_apart(struct fraction *f, const struct form *form,
                       struct binary b)
{
    int two = b.e + form->bits - 1;
    int exponent = two * 78913 >> 18;   /* times log10(2), or one off */

    for (int i = 0; i < 3; i++) {
        if (!divide(f, form, b, exponent))
            return false;
        if (f->digits >= lathe_wide_ten[form->most])
            exponent++;
        else if (f->digits < lathe_wide_ten[form->most - 1])
            exponent--;
        else
            return true;
    }
    return false;
}

/* The first n digits, rounded as printf does: to the nearest, of two that are
 * as near to the even one. */
static uint64_t round_to(const struct fraction *f, const struct form *form,
                         int n)
{
    uint64_t unit = lathe_wide_ten[form->most - n], d = f->digits / unit;
    uint64_t left = f->digits - d * unit;
    lathe_wide twice = (lathe_wide)left * 2, half = unit;
    bool more = f->rest != 0;

    if (unit == 1) {
        twice = f->rest * 2;
        half = f->down;
        more = false;
    }
    return d + (twice > half || (twice == half && (more || (d & 1))));
}

/* Whether the first n digits, rounded, read back as the same number: it is the
 * nearest one, or of two that are as near the even one. */
static bool reads_back(const struct fraction *f, const struct form *form,
                       struct binary b, uint64_t digits, int n)
{
    uint64_t all = digits * lathe_wide_ten[form->most - n];
    lathe_wide have = (lathe_wide)all * f->down;
    bool below = have < f->top;
    lathe_wide twice = (below ? f->top - have : have - f->top) * 2;

    if (below && b.m == (uint64_t)1 << (form->bits - 1))
        twice *= 2;             /* the next one below is half as far */
    return twice < f->step || (twice == f->step && b.m % 2 == 0);
}

/* ---- the text ----------------------------------------------------------- */

static char *put_exponent(char *to, int exponent)
{
    int e = exponent < 0 ? -exponent : exponent;

    *to++ = 'e';
    *to++ = exponent < 0 ? '-' : '+';
    *to++ = (char)('0' + e / 10);
    *to++ = (char)('0' + e % 10);
    return to;
}

/* digit[n], the first one worth 10^exponent, with a dot where it belongs. */
static char *put_digits(char *to, const char *digit, int n, int exponent)
{
    for (int i = exponent < 0 ? exponent : 0; i < n || i <= exponent; i++) {
        *to++ = i < 0 || i >= n ? '0' : digit[i];
        if (i == exponent && i < n - 1)
            *to++ = '.';
    }
    return to;
}

/* As "%.Pg" of `precision` digits. */
static char *put(char *to, uint64_t digits, int precision, int exponent)
{
    char digit[24];
    int n = precision;

    if (digits == lathe_wide_ten[precision]) {  /* rounded up to one more */
        digits = lathe_wide_ten[precision - 1];
        exponent++;
    }
    for (; digits % 10 == 0; n--)
        digits /= 10;
    for (int i = n; i-- > 0; digits /= 10)
        digit[i] = (char)('0' + digits % 10);
    if (exponent >= -4 && exponent < precision)
        return put_digits(to, digit, n, exponent);
    return put_exponent(put_digits(to, digit, n, 0), exponent);
}

/* Of a number > 0; the end of the text, or NULL. */
static char *put_shortest(char *to, const struct form *form, struct binary b)
{
    struct fraction f;
    uint64_t digits;
    int n = form->least;

    if (!take_apart(&f, form, b))
        return NULL;
    for (;; n++) {
        digits = round_to(&f, form, n);
        if (n == form->most || reads_back(&f, form, b, digits, n))
            break;
    }
    return put(to, digits, n, f.exponent);
}

static size_t put_number(char *out, const struct form *form, bool negative,
                         struct binary b)
{
    char *to = out, *end;

    if (negative)
        *to++ = '-';
    if (b.m == 0) {
        *to = '0';
        end = to + 1;
    } else {
        end = b.m >> (form->bits - 1) ? put_shortest(to, form, b) : NULL;
    }
    if (!end)
        return 0;
    *end = '\0';
    return (size_t)(end - out);
}

size_t lathe_shortest_double(char out[LATHE_SHORTEST_ROOM], double v)
{
    uint64_t bits, m;
    int e;

    memcpy(&bits, &v, sizeof bits);
    m = bits & (((uint64_t)1 << 52) - 1);
    e = (int)(bits >> 52 & 0x7ff);
    if (e == 0x7ff)
        return 0;
    if (e)
        m |= (uint64_t)1 << 52;
    return put_number(out, &doubles, bits >> 63, (struct binary){m, e - 1075});
}

size_t lathe_shortest_float(char out[LATHE_SHORTEST_ROOM], float v)
{
    uint32_t bits, m;
    int e;

    memcpy(&bits, &v, sizeof bits);
    m = bits & (((uint32_t)1 << 23) - 1);
    e = (int)(bits >> 23 & 0xff);
    if (e == 0xff)
        return 0;
    if (e)
        m |= (uint32_t)1 << 23;
    return put_number(out, &floats, bits >> 31, (struct binary){m, e - 150});
}
