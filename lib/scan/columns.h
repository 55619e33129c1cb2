/*
 * columns - what the columns of a block of rows come to, several at a time.
 *
 * Each column is a lane of its own and is added in the order of the rows, so
 * all versions give the same bits: those of one column after the other
 * (lathe_moments_add, lathe_bins_add). Rows are taken in strips that stay in
 * the first cache.
 */
#ifndef LATHE_SCAN_COLUMNS_H
#define LATHE_SCAN_COLUMNS_H

#include "base/cpu.h"
#include "scan/moments.h"

/* m[k] become the moments of column k < width of v[n x width], as
 * lathe_moments_add gives them to an empty one. */
typedef void lathe_columns_moments_fn(const double *v, size_t width, size_t n,
                                      struct lathe_moments *m);

/* Columns of a group, whose places are looked for together. */
#define LATHE_COLUMNS 8

/* Edges of a column that are told apart. */
#define LATHE_COLUMNS_EDGES 20

/* A group, lane k of which is column at + k, and its edges. */
struct lathe_columns_edges {
    size_t at;
    size_t first;               /* lanes before this one are not asked for */
    size_t n;                   /* edges of a column: an even number */
    /* Rising ones; those that a column lacks are NaN. */
    double edge[LATHE_COLUMNS_EDGES][LATHE_COLUMNS];
};

/* Where the values of a group are among its edges. Of lanes that are not asked
 * for it is unspecified. */
struct lathe_columns_places {
    /* Values that are not below each of the edges, and all but NaNs. */
    uint64_t reached[LATHE_COLUMNS_EDGES][LATHE_COLUMNS];
    uint64_t present[LATHE_COLUMNS];
    /* Those that have reached an odd number of edges: hit[k * n + i],
     * i < hits[k]. */
    size_t hits[LATHE_COLUMNS];
    double *hit;                /* [LATHE_COLUMNS x n] set by the caller */
};

/* p[g] become the places of the values of v[n x width] among e[g]. */
typedef void lathe_columns_places_fn(const double *v, size_t width, size_t n,
                                     const struct lathe_columns_edges *e,
                                     struct lathe_columns_places *p,
                                     size_t groups);

/* What the values of a column are like. */
struct lathe_columns_range {
    double min, max;
    bool whole;                 /* all are whole numbers */
    bool up;                    /* each is the one before plus 1 */
    bool wide;                  /* some are no singles (singles.h) */
};

/* out[k] becomes that of column k < width of v[n x width], n >= 1 and
 * width >= LATHE_COLUMNS; with values that are not finite it is unspecified.
 * `large`: false where all are known to be singles. */
typedef void lathe_columns_ranges_fn(const double *v, size_t width, size_t n,
                                     bool large,
                                     struct lathe_columns_range *out);

struct lathe_columns {
    lathe_columns_moments_fn *moments;
    lathe_columns_places_fn *places;
    lathe_columns_ranges_fn *ranges;
};

/* The fastest ones that a machine of this level has. */
struct lathe_columns lathe_columns_for(enum lathe_cpu_level level);

extern const struct lathe_columns lathe_columns_portable, lathe_columns_avx2,
    lathe_columns_avx512;

#endif
