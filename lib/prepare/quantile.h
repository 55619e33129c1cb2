/*
 * quantile - exact quantiles of number columns, in bounded memory.
 *
 * Columns that fit into memory are loaded, several in one pass, and the
 * wanted values selected. For larger ones the values are narrowed down by
 * their bits: an order-preserving map turns a double into 64 bits, and each
 * pass counts the next 16 of them among the values that agree with what is
 * known so far; as soon as the remaining candidates fit into memory they are
 * loaded. At most 4 passes, 2 or 3 in practice.
 *
 * Between two values the quantile q interpolates linearly at (n - 1) * q
 * (type 7 of Hyndman and Fan 1996; what numpy does), in numpy's order of
 * operations.
 */
#ifndef LATHE_PREPARE_QUANTILE_H
#define LATHE_PREPARE_QUANTILE_H

#include "data/rows.h"

struct lathe_fit_rows;

/* Quantiles of a column that can be asked for at a time: the quartiles and
 * two bounds for clipping. */
#define LATHE_QUANTILES 5

/* A column of the typed rows: a number column, or LATHE_QUANTILE_TARGET. */
#define LATHE_QUANTILE_TARGET SIZE_MAX

struct lathe_quantile {
    size_t column;
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
                                    struct lathe_err *err);

#endif
