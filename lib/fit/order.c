#include "fit/order.h"

#include "base/rng.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

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

#define ITEM uint64_t
#define KEY(item) (item)
#define NAME(function) function##_keys
#include "fit/order_body.h"
#undef ITEM
#undef KEY
#undef NAME

#define ITEM struct lathe_order_pair
#define KEY(item) lathe_order_key((item).v)
#define NAME(function) function##_pairs
#include "fit/order_body.h"

void lathe_order_sort_keys(uint64_t *key, uint64_t *scratch, size_t n)
{
    sort_keys(key, scratch, n);
}

void lathe_order_sort(struct lathe_order_pair *pair,
                      struct lathe_order_pair *scratch, size_t n)
{
    sort_pairs(pair, scratch, n);
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
