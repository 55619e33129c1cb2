/*
 * quality_mark - a number that may be a mark of missing values: -999 or 99, of
 * nines alone, farther from all other values than these are from one another.
 */
#ifndef LATHE_PREPARE_QUALITY_MARK_H
#define LATHE_PREPARE_QUALITY_MARK_H

#include <stddef.h>

/* Zeroed: none. */
struct lathe_quality_mark {
    double value;
    size_t rows;                /* that have it */
    double low, high;           /* of the others */
};

/* Looks at the least and the largest of v [n], where NaN does not count. A mark
 * is -9, -99, ... or 99, 999, ..., in at least 3 rows. */
struct lathe_quality_mark lathe_quality_mark_find(const double *v, size_t n);

#endif
