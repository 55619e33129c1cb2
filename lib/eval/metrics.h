/*
 * metrics - all of the metrics, and short cuts over arrays.
 *
 * Training and compression take a short cut where one figure is enough, and
 * an accumulator (classification.h, regression.h) where rows come in blocks.
 * How rows are cut into blocks never changes a bit of a result.
 */
#ifndef LATHE_EVAL_METRICS_H
#define LATHE_EVAL_METRICS_H

#include "eval/classification.h"
#include "eval/regression.h"

/* Rows whose most probable class (the first, when equal) is `label` [n].
 * prob [n x k]; probabilities or logits. k = 1: one logit, of class 1, which
 * is more probable when the logit is positive. */
uint64_t lathe_metrics_hits(const uint32_t *label, const float *prob, size_t n,
                            size_t k);

/* lathe_metrics_hits as a share of n; NaN when n is 0. */
double lathe_metrics_accuracy(const uint32_t *label, const float *prob,
                              size_t n, size_t k);

/* Root of the mean squared difference of value [n] and answer [n]; NaN when n
 * is 0 or an answer is not finite. */
double lathe_metrics_rmse(const double *value, const float *answer, size_t n);

#endif
