/*
 * quality_mark - a number or a date that may be a mark of missing values: -999
 * or 99, of nines alone, 0, or 9999-12-31, farther from all other values than
 * these are from one another.
 */
#ifndef LATHE_QUALITY_QUALITY_MARK_H
#define LATHE_QUALITY_QUALITY_MARK_H

#include <stddef.h>

/* Zeroed: none. */
struct lathe_quality_mark {
    double value;
    size_t rows;                /* that have it */
    double low, high;           /* of the others */
};

/* Looks at the least and the largest of v [n], where NaN does not count. A mark
 * is -9, -99, ... or 99, 999, ..., in at least 3 rows, or 0 in at least 3 and
 * at most half of them. */
struct lathe_quality_mark lathe_quality_mark_find(const double *v, size_t n);

/* The same of dates, in seconds since 1970. A mark is of a day that programs
 * put for none, such as their first one or their last, in at least 3 rows. */
struct lathe_quality_mark lathe_quality_mark_find_date(const double *v,
                                                       size_t n);

#endif
