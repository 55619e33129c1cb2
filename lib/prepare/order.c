#include "prepare/order.h"

#include "base/rng.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define BITS 11
#define PLACES ((size_t)1 << BITS)
#define DIGITS 6                /* 6 * 11 bits hold a key */
#define HALF (DIGITS / 2)
#define SHORT 64                /* sorted by insertion */

uint64_t lathe_order_key(double v)
{
    uint64_t bits;

    if (isnan(v))
        return UINT64_MAX;
    v += 0.0;                   /* -0 becomes 0 */
    memcpy(&bits, &v, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

double lathe_order_value(uint64_t key)
{
    uint64_t bits = key >> 63 ? key & ~((uint64_t)1 << 63) : ~key;
    double v;

    if (key == UINT64_MAX)
        return NAN;
    memcpy(&v, &bits, sizeof v);
    return v;
}

/* ---- sorting ------------------------------------------------------------ */

static size_t digit_of(const struct lathe_order_pair *p, int digit)
{
    return (size_t)(lathe_order_key(p->v) >> (BITS * digit)) & (PLACES - 1);
}

static void insertion(struct lathe_order_pair *pair, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct lathe_order_pair p = pair[i];
        uint64_t key = lathe_order_key(p.v);
        size_t k = i;

        for (; k > 0 && lathe_order_key(pair[k - 1].v) > key; k--)
            pair[k] = pair[k - 1];
        pair[k] = p;
    }
}

/* Deals the pairs out by a digit; false when all have the same one. */
static int deal(struct lathe_order_pair *to,
                const struct lathe_order_pair *from, size_t n, int digit)
{
    size_t at[PLACES] = {0}, sum = 0;

    for (size_t i = 0; i < n; i++)
        at[digit_of(&from[i], digit)]++;
    if (at[digit_of(&from[0], digit)] == n)
        return 0;
    for (size_t i = 0; i < PLACES; i++) {
        size_t count = at[i];

        at[i] = sum;
        sum += count;
    }
    for (size_t i = 0; i < n; i++)
        to[at[digit_of(&from[i], digit)]++] = from[i];
    return 1;
}

void lathe_order_sort(struct lathe_order_pair *pair,
                      struct lathe_order_pair *scratch, size_t n)
{
    struct lathe_order_pair *from = pair, *to = scratch;

    if (n <= SHORT) {
        insertion(pair, n);
        return;
    }
    for (int digit = 0; digit < DIGITS; digit++)
        if (deal(to, from, n, digit)) {
            struct lathe_order_pair *was = from;

            from = to;
            to = was;
        }
    if (from != pair)
        memcpy(pair, from, n * sizeof *pair);
}

/* As deal, of keys; `count` [PLACES] says how many have each digit. */
static int deal_keys(uint64_t *to, const uint64_t *from, size_t n, int digit,
                     const uint32_t *count)
{
    size_t at[PLACES], sum = 0;
    int shift = BITS * digit;

    if (count[from[0] >> shift & (PLACES - 1)] == n)
        return 0;
    for (size_t i = 0; i < PLACES; i++) {
        at[i] = sum;
        sum += count[i];
    }
    for (size_t i = 0; i < n; i++)
        to[at[from[i] >> shift & (PLACES - 1)]++] = from[i];
    return 1;
}

/* By half of the digits, from `first` on. */
static void sort_by_half(uint64_t *key, uint64_t *scratch, size_t n, int first)
{
    uint32_t count[HALF][PLACES] = {{0}};
    uint64_t *from = key, *to = scratch;

    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < HALF; k++)
            count[k][key[i] >> (BITS * (first + k)) & (PLACES - 1)]++;
    for (int k = 0; k < HALF; k++)
        if (deal_keys(to, from, n, first + k, count[k])) {
            uint64_t *was = from;

            from = to;
            to = was;
        }
    if (from != key)
        memcpy(key, from, n * sizeof *key);
}

static void insert_keys(uint64_t *key, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t v = key[i];
        size_t k = i;

        for (; k > 0 && key[k - 1] > v; k--)
            key[k] = key[k - 1];
        key[k] = v;
    }
}

/* The upper half of the digits tells most values apart. */
void lathe_order_sort_keys(uint64_t *key, uint64_t *scratch, size_t n)
{
    const int half = BITS * HALF;

    if (n <= SHORT) {
        insert_keys(key, n);
        return;
    }
    sort_by_half(key, scratch, n, HALF);
    for (size_t i = 0, end; i < n; i = end) {
        bool same = true;

        for (end = i + 1; end < n && key[end] >> half == key[i] >> half; end++)
            same = same && key[end] == key[i];
        if (!same && end - i <= SHORT)
            insert_keys(key + i, end - i);
        else if (!same)
            sort_by_half(key + i, scratch, end - i, 0);
    }
}

/* ---- selection ---------------------------------------------------------- */

static void swap(double *a, double *b)
{
    double t = *a;

    *a = *b;
    *b = t;
}

/* Values among which a rank is looked for by a sample, and the sample. */
#define LARGE 2048
#define SAMPLE ((uint64_t)256)
/* How far beside its place in the sample a rank may be: four deviations. */
#define BESIDE (4 * 8)

/*
 * Quickselect with three parts, so that equal values cost nothing, and pivots
 * drawn by chance, so that no order of the rows is a bad one.
 */
static double quickselect(double *v, uint64_t n, uint64_t rank,
                          struct lathe_rng *rng)
{
    uint64_t low = 0, high = n;

    while (high - low > 1) {
        double pivot = v[low + lathe_rng_below(rng, high - low)];
        uint64_t less = low, i = low, more = high;

        while (i < more) {
            if (v[i] < pivot)
                swap(&v[less++], &v[i++]);
            else if (v[i] > pivot)
                swap(&v[i], &v[--more]);
            else
                i++;
        }
        if (rank < less)
            high = less;
        else if (rank >= more)
            low = more;
        else
            return pivot;
    }
    return v[low];
}

/* Two values between which the rank is likely to be. */
static void bracket(const double *v, uint64_t n, uint64_t rank,
                    struct lathe_rng *rng, double *low, double *high)
{
    double sample[SAMPLE];
    uint64_t at = (uint64_t)((double)rank / (double)n * (double)SAMPLE);
    uint64_t below = at < BESIDE ? 0 : at - BESIDE;
    uint64_t above = at + BESIDE < SAMPLE ? at + BESIDE : SAMPLE - 1;

    for (uint64_t i = 0; i < SAMPLE; i++)
        sample[i] = v[lathe_rng_below(rng, n)];
    *low = quickselect(sample, SAMPLE, below, rng);
    *high = quickselect(sample, SAMPLE, above, rng);
}

/* Brings the values from low to high to the front: *inside of them; how many
 * are below. Without a branch, as half of them would be guessed wrongly. */
static uint64_t gather(double *v, uint64_t n, double low, double high,
                       uint64_t *inside)
{
    uint64_t below = 0, in = 0;

    for (uint64_t i = 0; i < n; i++) {
        double x = v[i];

        v[i] = v[in];
        v[in] = x;
        below += x < low;
        in += (uint64_t)((x >= low) & (x <= high));
    }
    *inside = in;
    return below;
}

/* Many values are narrowed down by a sample before (Floyd and Rivest,
 * "Expected time bounds for selection", 1975). */
double lathe_order_select(double *v, uint64_t n, uint64_t rank)
{
    struct lathe_rng rng = lathe_rng_stream(0, LATHE_RNG_SHUFFLE, 0, n);

    while (n > LARGE) {
        double low, high;
        uint64_t inside, below;

        bracket(v, n, rank, &rng, &low, &high);
        below = gather(v, n, low, high, &inside);
        if (rank < below || rank - below >= inside || inside == n)
            break;              /* all of them are still there */
        if (low >= high)
            return low;
        n = inside;
        rank -= below;
    }
    return quickselect(v, n, rank, &rng);
}
