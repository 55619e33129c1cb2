/*
 * report - an evaluation as text for people and as a JSON document.
 *
 * The text is at most 100 columns wide. The document:
 *
 *   schema        "lathe/evaluation"
 *   version       1; grows only when a member changes its meaning or goes
 *   model         {path, digest, bytes}
 *   data          {path, split, digest}: split and digest null for a CSV
 *   task          "classify" or "regress"
 *   target        name of the target column; null of several
 *   rows          evaluated
 *   rows_without_truth    left out
 *   unknown_values        values of category columns new to the model
 *   unknown_by_column     {COLUMN: n}, of the columns that have any
 *   newly_missing         {COLUMN: n}, values that are missing in columns that
 *                 lacked none in training
 *   metrics       {NAME: number or null}, names as in evaluation.h
 *   undefined     {NAME: reason} for each null in metrics
 *   requirements  [{text, metric, class, relation, bound, value, holds,
 *                 undefined}]: class null for none, undefined null or a reason
 *   holds         all requirements do; null without any
 *
 * and for classes also
 *
 *   positive_class    of two classes the second, else null
 *   threshold     of its probability, or null: the most probable class
 *   classes       [{name, support, predicted, correct, precision, recall, f1,
 *                 roc_auc, undefined: {NAME: reason}}]
 *   averaged_classes  in the macro means: those in the truth or predicted
 *   confusion     [[rows]]: truth by prediction, or null for over 1024 classes
 *
 * For several targets instead
 *
 *   threshold     of labels: of the probability of class 1, as above
 *   targets       [{name, and the metrics of the target, undefined: {NAME:
 *                 reason}}]; of labels also positive_class, and of that
 *                 support, predicted, correct; and confusion
 *
 * and in requirements `target`, the one that the metric is of, for `class`.
 *
 * No time and nothing of the machine is in it: the same evaluation gives the
 * same bytes.
 */
#ifndef LATHE_EVAL_REPORT_H
#define LATHE_EVAL_REPORT_H

#include "eval/require.h"

/* Appends. `r` was checked. Out of memory is seen by lathe_buf_check. */
void lathe_report_text(struct lathe_buf *out, const struct lathe_evaluation *e,
                       const struct lathe_requirements *r);
void lathe_report_json(struct lathe_buf *out, const struct lathe_evaluation *e,
                       const struct lathe_requirements *r);

#endif
