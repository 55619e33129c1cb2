/*
 * ranks - quantiles as values of given ranks, and back.
 *
 * Between two values the quantile q interpolates linearly at (n - 1) * q
 * (type 7 of Hyndman and Fan 1996; what numpy does), in numpy's order of
 * operations.
 */
#ifndef LATHE_FIT_RANKS_H
#define LATHE_FIT_RANKS_H

#include "fit/quantile.h"

#define LATHE_RANKS (2 * LATHE_QUANTILES)       /* two neighbours of each */

struct lathe_ranks {
    size_t n;
    uint64_t rank[LATHE_RANKS]; /* among the values present, rising; 0: the
                                 * smallest */
    size_t what[LATHE_RANKS];   /* 2 * quantile + (0 below, 1 above) */
};

/* The ranks whose values give the quantiles. */
void lathe_ranks_of(struct lathe_ranks *r, const struct lathe_quantile *q);

/* The quantiles, from the value of each rank. */
void lathe_ranks_put(const struct lathe_ranks *r, const double value[],
                     struct lathe_quantile *q);

#endif
