/*
 * quality_column - what one column alone gives away, or fails to tell.
 */
#ifndef LATHE_QUALITY_QUALITY_COLUMN_H
#define LATHE_QUALITY_QUALITY_COLUMN_H

#include "base/pool.h"
#include "quality/quality.h"
#include "quality/quality_sample.h"

/* Adds what is found in the columns of the sample, in their order; they are
 * judged on all threads. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_quality_columns(struct lathe_quality *q,
                                      const struct lathe_quality_sample *a,
                                      struct lathe_pool *pool,
                                      struct lathe_err *err);

#endif
