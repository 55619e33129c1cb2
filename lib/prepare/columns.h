/*
 * columns - what blocks of rows come to, eight columns at a time.
 *
 * Each column is a lane of its own and is added in the order of the rows, so
 * all versions give the same bits: those of one column after the other
 * (lathe_moments_add, lathe_bins_add).
 */
#ifndef LATHE_PREPARE_COLUMNS_H
#define LATHE_PREPARE_COLUMNS_H

#include "base/cpu.h"
#include "prepare/moments.h"

/* Columns of a group. */
#define LATHE_COLUMNS 8

/* Edges of a column that are told apart. */
#define LATHE_COLUMNS_EDGES 20

/*
 * m[k] become the moments of column k of the n rows, as lathe_moments_add
 * gives them to an empty one. v[row * step + k] is the value of column
 * k < LATHE_COLUMNS.
 */
typedef void lathe_columns_moments_fn(const double *v, size_t step, size_t n,
                                      struct lathe_moments m[LATHE_COLUMNS]);

/* A row, and the columns of a group whose values are hits, a bit each. */
struct lathe_columns_some {
    uint32_t row;
    unsigned lanes;
};

/* Where the values of a group are among the edges of their columns. */
struct lathe_columns_places {
    /* In: rising ones, those that a column lacks are NaN; an even number. */
    double edge[LATHE_COLUMNS_EDGES][LATHE_COLUMNS];
    size_t edges;
    uint32_t *hit;              /* [LATHE_COLUMNS x n] */
    struct lathe_columns_some *some;    /* [n] scratch */
    /* Out: values that are not below each of them, and NaNs; the rows whose
     * value has reached an odd number of them: hit[k * n + i], i < hits[k]. */
    uint64_t reached[LATHE_COLUMNS_EDGES][LATHE_COLUMNS];
    uint64_t missing[LATHE_COLUMNS];
    size_t hits[LATHE_COLUMNS];
};

typedef void lathe_columns_places_fn(const double *v, size_t step, size_t n,
                                     struct lathe_columns_places *p);

/* What the values of each column of a group are like. */
struct lathe_columns_range {
    double min[LATHE_COLUMNS], max[LATHE_COLUMNS];
    uint64_t fractions[LATHE_COLUMNS];  /* those that are no whole numbers */
    uint64_t breaks[LATHE_COLUMNS];     /* those that are not the one before
                                         * plus 1, but for the first */
};

/* Of n >= 1 rows of finite values; out may be in any state. */
typedef void lathe_columns_ranges_fn(const double *v, size_t step, size_t n,
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
