/*
 * auc - the area under the ROC curve, exactly, by one sort.
 *
 * A key holds a probability and whether the row is of the class: the bits of
 * a non-negative float below 2 order as the float does and fit in 30, so
 *
 *   key = bits(p) << 1 | (row is of the class)
 *
 * takes 4 bytes a row. With the keys in order the area is a count of pairs,
 * in integers: area = (pairs in order + half the tied ones) / all pairs.
 *
 *   p: 0.1 0.4 0.4 0.8, class: no yes no yes
 *   (0.4 yes) beats 1 and ties 1, (0.8 yes) beats 2: (3 + 1/2) / 4 = 0.875
 */
#ifndef LATHE_EVAL_AUC_H
#define LATHE_EVAL_AUC_H

#include "eval/metric.h"

#include <stddef.h>
#include <stdint.h>

/* 0 <= p < 2. */
uint32_t lathe_auc_key(float p, bool positive);

/*
 * Sorts key [n] by probability (least significant digit first, three passes of
 * 10 bits); the result lies in key. `spare` [n] is scratch.
 * Undefined: LATHE_UNDEFINED_NO_ROWS, _NO_TRUTH (no positive row),
 * _ONE_CLASS (only positive ones).
 */
struct lathe_metric lathe_auc_area(uint32_t *key, uint32_t *spare, size_t n);

/*
 * The same with weight [n] >= 0 of the rows: a pair of rows counts for the
 * product of their weights, and rows without weight are none. key stays as it
 * is; `pair` [2 x n] is scratch.
 */
struct lathe_metric lathe_auc_weighted(const uint32_t *key,
                                       const double *weight, uint64_t *pair,
                                       size_t n);

#endif
