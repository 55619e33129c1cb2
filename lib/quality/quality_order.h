/*
 * quality_order - rows that lie in the order of a date, where a split by chance
 * lets a model see the future of the rows that it is tested on.
 */
#ifndef LATHE_QUALITY_QUALITY_ORDER_H
#define LATHE_QUALITY_QUALITY_ORDER_H

#include "quality/quality.h"
#include "quality/quality_sample.h"

/*
 * How much the values v[0..n) lie in one order, up or down: of pairs that are
 * far apart and differ, the share that does, the least for the distances n/2,
 * n/4, n/8 and n/16, so that neighbours may be swapped, and a few values may be
 * anywhere. NaNs have no place. 0 where there are few values, or the one before
 * is another less than 20 times.
 */
double lathe_quality_order_of(const double *v, size_t n);

/* Adds a finding of the first date in whose order the rows lie. Fails:
 * LATHE_ENOMEM. */
enum lathe_code lathe_quality_order(struct lathe_quality *q,
                                    const struct lathe_quality_sample *a,
                                    struct lathe_err *err);

#endif
