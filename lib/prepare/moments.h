/*
 * moments - mean, deviation and range of a column, and its most frequent
 * value. NaN is a missing value and does not count.
 */
#ifndef LATHE_PREPARE_MOMENTS_H
#define LATHE_PREPARE_MOMENTS_H

#include "base/err.h"

/* Zeroed: no values. */
struct lathe_moments {
    uint64_t n;
    double min, max;
    double sum, lost;           /* Neumaier's sum: all values, and what
                                 * rounding lost of them */
    double mean, m2;            /* running mean; sum of squares about it */
};

/*
 * Adds v[0], v[step], ..., n values, as one block: its own mean and squares
 * about it are merged with those before (Chan et al. 1979),
 *   d = mean_b - mean_a,  m2 = m2_a + m2_b + d * d * n_a * n_b / (n_a + n_b).
 */
void lathe_moments_add(struct lathe_moments *m, const double *v, size_t step,
                       size_t n);

/* 0 without values. */
double lathe_moments_mean(const struct lathe_moments *m);
/* Divisor n; exactly 0 when all values are equal. */
double lathe_moments_sd(const struct lathe_moments *m);

/* How often each value came. Zeroed: none. */
struct lathe_tally {
    double *value;              /* [slots] */
    uint64_t *count;            /* [slots] 0: free */
    size_t slots, n;
};

/* Different values that are counted. */
#define LATHE_TALLY_LIMIT ((size_t)3 << 18)

/* Fails: LATHE_ENOMEM; LATHE_EDATA when column `name` has more different
 * values than LATHE_TALLY_LIMIT. */
enum lathe_code lathe_tally_add(struct lathe_tally *t, const double *v,
                                size_t step, size_t n, const char *name,
                                struct lathe_err *err);
/* The smallest of the most frequent values; 0 without any. */
double lathe_tally_mode(const struct lathe_tally *t);
void lathe_tally_release(struct lathe_tally *t);

#endif
