/*
 * quality_split - how the rows of valid and test differ from those of train,
 * or do not.
 */
#ifndef LATHE_QUALITY_QUALITY_SPLIT_H
#define LATHE_QUALITY_QUALITY_SPLIT_H

#include "fit/sweep.h"
#include "quality/quality.h"
#include "quality/recall.h"

/* Passes over all rows of valid and test, and of train when `repeated` or a
 * column is dropped in which rows differ, but for those of which enough is
 * remembered (NULL: nothing); adds what is found.
 * Fails: LATHE_ENOMEM, and as reading. */
enum lathe_code lathe_quality_splits(struct lathe_quality *q,
                                     const struct lathe_schema *s,
                                     const struct lathe_fit_rows in[],
                                     struct lathe_recall *recall,
                                     bool repeated, struct lathe_pool *pool,
                                     struct lathe_err *err);

#endif
