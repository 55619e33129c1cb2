/*
 * multilabel - how well several labels of a row fit the truth together.
 *
 * Each label has two classes; a row "has" a label when it is of class 1, and
 * is given it when that is predicted. With T the labels that a row has, P
 * those that it is given, and tp, fp, fn the rows of a label that were hit,
 * wrongly given and missed:
 *
 *   accuracy      share of rows with P = T (subset accuracy)
 *   hamming_loss  share of all labels of all rows that are wrong
 *   log_loss      mean over rows and labels of -log p(true class)
 *   roc_auc       mean over the labels; undefined when one has no row of a
 *                 class
 *   samples_X     mean over the rows: precision |T and P| / |P|, recall
 *                 |T and P| / |T|, f1 2 |T and P| / (|T| + |P|)
 *   micro_X       X with tp, fp, fn summed over the labels
 *   macro_X       mean of X over the labels
 *   weighted_X    mean of X weighted by tp + fn
 *
 * Rows may have weights, as scikit-learn's sample_weight: then rows, tp, fp and
 * fn are sums of weights, and means over rows are weighted.
 *
 * Equal to scikit-learn 1.9 on the same predictions as float64
 * (accuracy_score, hamming_loss, precision_recall_fscore_support and
 * roc_auc_score of label indicators; log_loss of each label). What
 * scikit-learn warns about is undefined here; in means such a value counts as
 * 0, which is its zero_division=0.
 */
#ifndef LATHE_EVAL_MULTILABEL_H
#define LATHE_EVAL_MULTILABEL_H

#include "eval/classification.h"

/* Rows that were counted. Zeroed: none. */
struct lathe_multilabel {
    struct lathe_sum weight;    /* of the rows; without weights how many */
    struct lathe_sum exact;     /* of those with all labels right */
    struct lathe_sum precision, recall, f1;     /* of the rows, weighted */
};

/* Adds a row: of `both` labels that it has and is given, `had` and `given`,
 * with its weight, >= 0 and finite; 1 where rows have none. */
void lathe_multilabel_add(struct lathe_multilabel *m, bool exact, size_t both,
                          size_t had, size_t given, double weight);

struct lathe_multilabel_figures {
    struct lathe_metric accuracy, hamming_loss, log_loss, roc_auc;
    struct lathe_metric micro_precision, micro_recall, micro_f1;
    struct lathe_metric macro_precision, macro_recall, macro_f1;
    struct lathe_metric weighted_precision, weighted_recall, weighted_f1;
    struct lathe_metric samples_precision, samples_recall, samples_f1;
};

/* From the rows and the figures of[k] of the labels, each of two classes. */
struct lathe_multilabel_figures
lathe_multilabel_figures(const struct lathe_multilabel *m,
                         const struct lathe_classification_figures *const *of,
                         size_t k);

#endif
