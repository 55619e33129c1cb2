/*
 * fit_date - what becomes of a date column, and how its years are scaled.
 */
#ifndef LATHE_FIT_FIT_DATE_H
#define LATHE_FIT_FIT_DATE_H

#include "data/schema.h"

/* What was seen of a column. Zeroed: nothing. */
struct lathe_fit_date {
    bool any;
    struct lathe_date first;    /* date that was seen */
    unsigned varies;            /* parts (enum lathe_date_part) that differ */
    uint64_t *rows;             /* [years] of each year from `base` on */
    int base;
    size_t years;
};

void lathe_fit_date_release(struct lathe_fit_date *f);

/* Sees v[0], v[step], ..., n values in seconds; NaN does not count.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_fit_date_add(struct lathe_fit_date *f, const double *v,
                                   size_t step, size_t n,
                                   struct lathe_err *err);

/* Adds what another one saw. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_fit_date_merge(struct lathe_fit_date *f,
                                     const struct lathe_fit_date *other,
                                     struct lathe_err *err);

/* Sets the parts and all shifts and factors of a column whose `stats` (in
 * seconds) and `scale` are there: days always, the others when they vary. */
void lathe_fit_date_derive(struct lathe_column *c,
                           const struct lathe_fit_date *f);

#endif
