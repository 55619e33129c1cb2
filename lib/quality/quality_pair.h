/*
 * quality_pair - two columns that together are the target.
 */
#ifndef LATHE_QUALITY_QUALITY_PAIR_H
#define LATHE_QUALITY_QUALITY_PAIR_H

#include "base/pool.h"
#include "quality/quality.h"
#include "quality/quality_sample.h"

/*
 * Adds a finding for the first pairs of numbers a, b of which a target is
 * p a + q b + r in all rows of the sample that have both. Three rows far from
 * each other give p, q and r, and the first row where it does not hold ends it.
 * Tables of classes, or of more columns than can be paired, have none.
 * Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_quality_pairs(struct lathe_quality *q,
                                    const struct lathe_quality_sample *a,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err);

#endif
