/*
 * suspect - how well one column alone tells the target.
 */
#ifndef LATHE_QUALITY_SUSPECT_H
#define LATHE_QUALITY_SUSPECT_H

#include "fit/order.h"

/*
 * Area under the ROC curve of the values for label 1 of labels 0 and 1: the
 * chance that a row of label 1 has the greater value, ties counted half. NaNs
 * are left out. pair [n] is sorted. NaN with less than `least` rows of a
 * label.
 */
double lathe_suspect_auc(const struct lathe_order_pair *pair, size_t n,
                         size_t least);

/*
 * Rows whose label is the most frequent one of the other rows in their group
 * (a tie is wrong; alone in a group: the label `common`). group_of is told by
 * equal `v` when bins is 0; else the values are cut into at most `bins`
 * groups of about as many rows, equal values together. NaNs are a group.
 * pair [n] is sorted; count [labels] is scratch, all 0 before and after.
 */
size_t lathe_suspect_vote(const struct lathe_order_pair *pair, size_t n,
                          size_t bins, uint32_t common, uint32_t *count);

/* Pearson's correlation of a [n] and b [n], without rows where a is NaN; NaN
 * when less than `least` are left, or one is constant. */
double lathe_suspect_correlation(const double *a, const double *b, size_t n,
                                 size_t least);

#endif
