/*
 * regression - how near predicted values are to the truth.
 *
 *   mse   mean of (y - p)^2        rmse  its root
 *   mae   mean of |y - p|
 *   r2    1 - sum (y - p)^2 / sum (y - mean y)^2; undefined for fewer than
 *         two rows or when all y are equal (there scikit-learn gives 1 or 0)
 *
 * Equal to scikit-learn 1.9 (mean_squared_error, root_mean_squared_error,
 * mean_absolute_error, r2_score) on the same predictions as float64.
 *
 * Several targets: the mean of each figure over the targets (scikit-learn's
 * multioutput="uniform_average"), and
 *
 *   nrmse  root of the mean over the targets of mse / sd^2, with the standard
 *          deviations of the training rows: without units
 *
 * Rows may have weights, as scikit-learn's sample_weight: then means, the mean
 * of y and the sums of r2 are weighted.
 *
 * Sums keep what a double would round away, in one order of rows: neither the
 * length of the data, nor a mean far from 0, nor the way rows are cut into
 * blocks shows in a result.
 */
#ifndef LATHE_EVAL_REGRESSION_H
#define LATHE_EVAL_REGRESSION_H

#include "eval/metric.h"
#include "eval/sum.h"

#include <stddef.h>
#include <stdint.h>

/* An accumulator of rows. Zeroed: empty. Holds no memory. */
struct lathe_regression {
    uint64_t n;
    uint64_t bad;               /* rows whose answer is not finite */
    double shift;               /* y of the first row */
    struct lathe_sum weight;    /* of the rows; without weights n */
    struct lathe_sum y, yy;    /* sums of (y - shift), its square */
    struct lathe_sum e, ee;    /* sums of |y - p|, its square */
};

/* Adds rows: value [n] finite, answer [n]. Cannot fail. */
void lathe_regression_add(struct lathe_regression *r, const double *value,
                          const float *answer, size_t n);

/* The same with weight [n] >= 0 and finite of the rows; for all of them, or
 * for none. */
void lathe_regression_add_weighted(struct lathe_regression *r,
                                   const double *value, const float *answer,
                                   const double *weight, size_t n);

struct lathe_regression_figures {
    uint64_t n;
    struct lathe_metric mse, rmse, mae, r2;
};

/* The figures so far; rows may be added afterwards. */
struct lathe_regression_figures
lathe_regression_figures(const struct lathe_regression *r);

/* Of several targets. */
struct lathe_regression_means {
    struct lathe_metric nrmse, rmse, mae, mse, r2;
};

/* Undefined where the figure of a target is. `factor` [k]: 1 / sd of each. */
struct lathe_regression_means
lathe_regression_mean(const struct lathe_regression_figures *const *of,
                      const double *factor, size_t k);

#endif
