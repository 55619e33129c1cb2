/*
 * moments - mean, deviation and range of a column. NaN is a missing value and
 * does not count.
 */
#ifndef LATHE_SCAN_MOMENTS_H
#define LATHE_SCAN_MOMENTS_H

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

/* Merges those of a later block. */
void lathe_moments_merge(struct lathe_moments *m,
                         const struct lathe_moments *b);

/* 0 without values. */
double lathe_moments_mean(const struct lathe_moments *m);
/* Divisor n; exactly 0 when all values are equal. */
double lathe_moments_sd(const struct lathe_moments *m);

#endif
