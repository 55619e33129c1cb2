/*
 * scan_date - whether the values of a column are dates, and in which order.
 */
#ifndef LATHE_SCAN_SCAN_DATE_H
#define LATHE_SCAN_SCAN_DATE_H

#include "base/date.h"
#include "base/err.h"

/* What was seen of the values that are no numbers. Zeroed: none. */
struct lathe_scan_dates {
    uint64_t values;
    uint64_t plain;             /* of them dates in whatever order */
    char *no_dmy, *no_mdy;      /* the first that is no date in this order, or
                                 * NULL; where it stood */
    uint64_t no_dmy_line, no_mdy_line;
    char *odd;                  /* the first that is no plain date, or NULL;
                                 * where it stood */
    uint64_t odd_line;
};

void lathe_scan_dates_release(struct lathe_scan_dates *d);

/* *seconds: what the value is in this order (0: PLAIN), years with four digits;
 * NaN where it is no date. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scan_dates_add(struct lathe_scan_dates *d, const char *s,
                                     size_t len, uint64_t line,
                                     enum lathe_date_order order,
                                     double *seconds, struct lathe_err *err);

/* Adds what was seen of values behind these, and empties `behind`. */
void lathe_scan_dates_merge(struct lathe_scan_dates *d,
                            struct lathe_scan_dates *behind);

/* The order in which all values are dates, years with four digits: PLAIN, or
 * DMY or MDY where the values leave one of the two. 0: none, or both. */
enum lathe_date_order
lathe_scan_dates_order(const struct lathe_scan_dates *d);

/* Whether all are dates, but the day may come first or the month. */
bool lathe_scan_dates_either(const struct lathe_scan_dates *d);

#endif
