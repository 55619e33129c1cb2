/*
 * quantile - exact quantiles of number columns, in bounded memory.
 *
 * A sample of the rows and one pass over all of them find nearly every column
 * (bracket.h); the rest is found by the bits of its values (narrow.h). Both
 * give the same values, which are those of numpy (ranks.h).
 */
#ifndef LATHE_FIT_QUANTILE_H
#define LATHE_FIT_QUANTILE_H

#include "data/rows.h"

struct lathe_bracket;
struct lathe_fit_rows;
struct lathe_pool;

/* Quantiles of a column that can be asked for at a time: the quartiles and
 * two bounds for clipping. */
#define LATHE_QUANTILES 5

struct lathe_quantile {
    size_t column;              /* as in lathe_rows_real */
    uint64_t present;           /* values that are not NaN, > 0 */
    size_t n;                   /* quantiles asked for, <= LATHE_QUANTILES */
    double share[LATHE_QUANTILES];      /* each from 0 to 1, in any order */
    double value[LATHE_QUANTILES];      /* out */
};

/* Fills in the values of q[n]. Fails: LATHE_ENOMEM, LATHE_EDATA (the rows
 * changed between passes), and as reading. */
enum lathe_code lathe_quantile_find(struct lathe_quantile *q, size_t n,
                                    const struct lathe_fit_rows *train,
                                    const struct lathe_schema *s,
                                    size_t memory_bytes,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err);

/* The same; what `b` (NULL: nothing) has seen of all the rows is made use of
 * (lathe_bracket_end). */
enum lathe_code lathe_quantile_end(struct lathe_quantile *q, size_t n,
                                   struct lathe_bracket *b,
                                   const struct lathe_fit_rows *train,
                                   const struct lathe_schema *s,
                                   size_t memory_bytes,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err);

#endif
