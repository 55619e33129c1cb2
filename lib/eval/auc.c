#include "eval/auc.h"

#include "eval/sum.h"

#include <string.h>

#define DIGIT_BITS 10
#define DIGITS 3                        /* of 30 bits */
#define BUCKETS ((size_t)1 << DIGIT_BITS)

uint32_t lathe_auc_key(float p, bool positive)
{
    float q = p + 0.0f;                 /* -0.0 becomes 0.0 */
    uint32_t bits;

    memcpy(&bits, &q, sizeof bits);
    return bits << 1 | positive;
}

static size_t digit_of(uint32_t key, int digit)
{
    return (key >> (1 + digit * DIGIT_BITS)) & (BUCKETS - 1);
}

/* Counts to the first place of each bucket. False: all keys share one. */
static bool to_places(size_t *count, size_t n)
{
    size_t place = 0;

    for (size_t b = 0; b < BUCKETS; b++) {
        size_t here = count[b];

        if (here == n)
            return false;
        count[b] = place;
        place += here;
    }
    return true;
}

/* Sorts by the bits of p; the low bit keeps the order it had. */
static void sort_keys(uint32_t *key, uint32_t *spare, size_t n)
{
    size_t count[DIGITS][BUCKETS];
    uint32_t *from = key, *to = spare;

    memset(count, 0, sizeof count);
    for (size_t i = 0; i < n; i++)
        for (int d = 0; d < DIGITS; d++)
            count[d][digit_of(key[i], d)]++;
    for (int d = 0; d < DIGITS; d++) {
        uint32_t *swap = from;

        if (!to_places(count[d], n))
            continue;
        for (size_t i = 0; i < n; i++)
            to[count[d][digit_of(from[i], d)]++] = from[i];
        from = to;
        to = swap;
    }
    if (from != key)
        memcpy(key, from, n * sizeof *key);
}

struct lathe_metric lathe_auc_area(uint32_t *key, uint32_t *spare, size_t n)
{
    uint64_t below = 0, positives = 0;  /* others below; of the class */
    uint64_t twice = 0;                 /* 2 * pairs in order + tied pairs */

    if (!n)
        return lathe_metric_undefined(LATHE_UNDEFINED_NO_ROWS);
    sort_keys(key, spare, n);
    for (size_t i = 0; i < n;) {
        uint32_t p = key[i] >> 1;
        uint64_t here = 0, yes = 0;

        for (; i < n && key[i] >> 1 == p; i++) {
            here++;
            yes += key[i] & 1;
        }
        twice += yes * (2 * below + (here - yes));
        below += here - yes;
        positives += yes;
    }
    if (!positives)
        return lathe_metric_undefined(LATHE_UNDEFINED_NO_TRUTH);
    if (!below)
        return lathe_metric_undefined(LATHE_UNDEFINED_ONE_CLASS);
    return lathe_metric_of((double)twice /
                           (2.0 * (double)positives * (double)below));
}

/* ---- weighted ----------------------------------------------------------- */

/* Pairs of a key and the number of its row, in the order of their keys; where
 * they lie. */
static const uint64_t *sort_pairs(uint64_t *pair, size_t n)
{
    uint64_t *from = pair, *to = pair + n;

    for (int d = 0; d < DIGITS; d++) {
        size_t count[BUCKETS] = {0};
        uint64_t *swap = from;

        for (size_t i = 0; i < n; i++)
            count[digit_of((uint32_t)(from[i] >> 32), d)]++;
        if (!to_places(count, n))
            continue;
        for (size_t i = 0; i < n; i++)
            to[count[digit_of((uint32_t)(from[i] >> 32), d)]++] = from[i];
        from = to;
        to = swap;
    }
    return from;
}

/* Of the class and of the others. */
struct masses {
    struct lathe_sum yes, no;
};

static void add_mass(struct masses *m, bool yes, double weight)
{
    lathe_sum_add(yes ? &m->yes : &m->no, weight, 0.0);
}

struct lathe_metric lathe_auc_weighted(const uint32_t *key,
                                       const double *weight, uint64_t *pair,
                                       size_t n)
{
    struct masses below = {0};
    struct lathe_sum twice = {0};       /* 2 * pairs in order + tied pairs */
    const uint64_t *at;
    double yes, no;

    for (size_t i = 0; i < n; i++)
        pair[i] = (uint64_t)key[i] << 32 | i;
    at = sort_pairs(pair, n);
    for (size_t i = 0; i < n;) {
        uint64_t p = at[i] >> 33;
        struct masses here = {0};

        for (; i < n && at[i] >> 33 == p; i++)
            add_mass(&here, at[i] >> 32 & 1, weight[(uint32_t)at[i]]);
        lathe_sum_add_product(&twice, 1.0, lathe_sum_value(&here.yes),
                              2 * lathe_sum_value(&below.no) +
                                  lathe_sum_value(&here.no));
        lathe_sum_add(&below.yes, here.yes.high, here.yes.low);
        lathe_sum_add(&below.no, here.no.high, here.no.low);
    }
    yes = lathe_sum_value(&below.yes);
    no = lathe_sum_value(&below.no);
    if (!n || (!(yes > 0) && !(no > 0)))
        return lathe_metric_undefined(LATHE_UNDEFINED_NO_ROWS);
    if (!(yes > 0))
        return lathe_metric_undefined(LATHE_UNDEFINED_NO_TRUTH);
    if (!(no > 0))
        return lathe_metric_undefined(LATHE_UNDEFINED_ONE_CLASS);
    return lathe_metric_of(lathe_sum_value(&twice) / (2.0 * yes * no));
}
