/*
 * bins - the few values of a column among which some wanted ranks lie.
 *
 * Of a sorted sample the values around a rank's place bracket the value of
 * that rank in the whole column, almost surely. Such intervals are cut into
 * bins; all values are counted, those of bins that are kept are put aside, and
 * then the counts say exactly where each rank is: in a bin of one value, among
 * those put aside, or, if it was not a bracket, outside of all intervals.
 *
 * A value that is frequent gets a bin of its own, which needs no room. So a
 * column of few different values costs nothing.
 */
#ifndef LATHE_FIT_BINS_H
#define LATHE_FIT_BINS_H

#include "fit/ranks.h"
#include "scan/columns.h"

struct lathe_bin {
    double low;                 /* its least value; the next bin, or the end of
                                 * the interval, is its end */
    bool point;                 /* it has but one value */
    bool keep;                  /* its values are put aside */
};

struct lathe_bins_interval {
    uint64_t low, high;         /* keys (order.h), `high` is not in it */
    size_t first, n;            /* its bins */
    uint64_t room;              /* values that are likely to be put aside */
    double *value;              /* [room] by whoever makes the pass */
    _Atomic uint64_t used;
};

/* Intervals do not overlap, and rise. Counts of a column are those of the
 * values between the intervals (LATHE_RANKS + 1, the first before all of them),
 * then those of the bins. */
struct lathe_bins {
    struct lathe_ranks ranks;
    uint64_t present;
    size_t intervals;
    struct lathe_bins_interval interval[LATHE_RANKS];
    double edge[2 * LATHE_RANKS];       /* where intervals begin and end */
    struct lathe_bin *bin;      /* [n], borrowed */
    size_t n;
};

#define LATHE_BINS_GAPS (LATHE_RANKS + 1)

/* Bins of a column at the most, of `fine` parts of an interval. */
#define LATHE_BINS_MOST(fine) (LATHE_RANKS + LATHE_QUANTILES * (3 * (fine) + 4))

/*
 * Cuts around the ranks of q, of `present` values, by the sorted keys key[n]
 * of a random sample of these values. `b->bin` has room for
 * LATHE_BINS_MOST(fine). Bins that are not of one value are kept if `keep`,
 * else they are about a part in `fine` of their interval each.
 */
void lathe_bins_cut(struct lathe_bins *b, const struct lathe_quantile *q,
                    const uint64_t *key, size_t n, size_t fine, bool keep);

/* Where the values of a block are put aside, for one interval after the other:
 * value[interval * n + i], i < used[interval]. */
struct lathe_bins_aside {
    double *value;              /* [LATHE_RANKS x n] */
    size_t used[LATHE_RANKS];
};

/* Adds v[0], v[step], ..., n values, to the counts; NaN does not count. */
void lathe_bins_add(const struct lathe_bins *b, const double *v, size_t step,
                    size_t n, uint64_t *count, struct lathe_bins_aside *aside);

/* Edges of the intervals become a lane of e->edge: all those that a column can
 * have. e->n is made to suffice. */
void lathe_bins_put_edges(const struct lathe_bins *b,
                          struct lathe_columns_edges *e, size_t lane);

/* A lane of a column that is not asked for. */
void lathe_bins_put_none(struct lathe_columns_edges *e, size_t lane);

/* As lathe_bins_add, of the values of a lane of n rows whose places are
 * known. */
void lathe_bins_add_places(const struct lathe_bins *b,
                           const struct lathe_columns_places *p, size_t lane,
                           size_t n, uint64_t *count,
                           struct lathe_bins_aside *aside);

enum lathe_bins_outcome {
    LATHE_BINS_FOUND,           /* value[ranks.n] holds the value of each */
    LATHE_BINS_COUNTED,         /* each is in a bin, but some are not kept */
    LATHE_BINS_MISSED,          /* one is in no interval, or there was not room
                                 * enough */
    LATHE_BINS_CHANGED          /* these are not `present` values */
};

/* What the counts of all values say. Sorts values put aside partly. */
enum lathe_bins_outcome lathe_bins_resolve(struct lathe_bins *b,
                                           const uint64_t *count,
                                           double value[LATHE_RANKS]);

/* Of counted bins those that ranks are in become the intervals, to be kept; as
 * much room as they need. Call when LATHE_BINS_COUNTED. */
void lathe_bins_focus(struct lathe_bins *b, const uint64_t *count);

#endif
