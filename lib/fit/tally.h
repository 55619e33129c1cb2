/*
 * tally - how often each value of a number column came, and the most frequent
 * one. NaN is a missing value and does not count.
 */
#ifndef LATHE_FIT_TALLY_H
#define LATHE_FIT_TALLY_H

#include "base/err.h"

/* How often each value came. Zeroed: none. */
struct lathe_tally {
    double *value;              /* [slots] */
    uint64_t *count;            /* [slots] 0: free */
    size_t slots, n;
};

/* Different values that are counted. */
#define LATHE_TALLY_LIMIT ((size_t)3 << 18)

/* Fails: LATHE_ENOMEM; LATHE_EDATA when column `name` has more different
 * values than LATHE_TALLY_LIMIT. */
enum lathe_code lathe_tally_add(struct lathe_tally *t, const double *v,
                                size_t step, size_t n, const char *name,
                                struct lathe_err *err);
/* The smallest of the most frequent values; 0 without any. */
double lathe_tally_mode(const struct lathe_tally *t);
void lathe_tally_release(struct lathe_tally *t);

#endif
