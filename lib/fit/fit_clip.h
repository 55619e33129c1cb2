/*
 * fit_clip - bounds that outliers are clipped to, and what scaling learns
 * from the values within.
 *
 * A column that is clipped at the share Q has as its bounds the quantiles Q
 * and 1 - Q of its training values. Its scale is fitted on the clipped values,
 * as in a pipeline that clips before it scales.
 */
#ifndef LATHE_FIT_FIT_CLIP_H
#define LATHE_FIT_FIT_CLIP_H

#include "data/rows.h"

struct lathe_fit_opts;
struct lathe_fit_rows;

/* Whether the bounds of a column cut anything off. */
bool lathe_fit_clip_any(const struct lathe_column *c);

/*
 * stats[i], of the i-th number of a row, becomes the statistics of its clipped
 * values where its column is clipped, and otherwise stays. Two passes over the
 * rows, or none when no column is clipped. Fails: LATHE_ENOMEM, and as
 * reading.
 */
enum lathe_code lathe_fit_clip_stats(struct lathe_number_stats *stats,
                                     const struct lathe_schema *s,
                                     const struct lathe_fit_rows *train,
                                     const struct lathe_fit_opts *opts,
                                     struct lathe_err *err);

#endif
