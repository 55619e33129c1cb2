/*
 * outcome - what answers came to, for all targets of a schema: rows go in,
 * block by block, an evaluation comes out.
 *
 * How rows are cut into blocks changes no bit of the figures.
 */
#ifndef LATHE_EVAL_OUTCOME_H
#define LATHE_EVAL_OUTCOME_H

#include "eval/evaluation.h"

/* Zeroed: empty. */
struct lathe_outcome {
    const struct lathe_schema *schema;  /* borrowed */
    size_t cap;                 /* most rows at a time */
    struct lathe_classification *classes;       /* [labels] */
    struct lathe_regression *values;    /* [values] */
    struct lathe_multilabel together;   /* of several labels */
    /* Rows of one of several targets: scratch. */
    uint32_t *label;            /* [cap] */
    double *value;              /* [cap] */
    float *answer;              /* [cap x 2] */
};

/* For up to `cap` rows at a time. `threshold` is that of the probability of
 * class 1 of two, or NaN for the most probable class; `ranked` as in
 * classification.h. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_outcome_init(struct lathe_outcome *o,
                                   const struct lathe_schema *schema,
                                   size_t cap, double threshold, bool ranked,
                                   struct lathe_err *err);
void lathe_outcome_release(struct lathe_outcome *o);

/* From now on rows have weights; before any is added. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_outcome_weigh(struct lathe_outcome *o,
                                    struct lathe_err *err);

/* Back to no rows; memory stays. */
void lathe_outcome_reset(struct lathe_outcome *o);

/* Adds n rows with truth: label or value [n x targets], answer [n x answers]
 * as of lathe_predictor_run, weight [n] or NULL. Every label is a class of the
 * schema. Fails: LATHE_ENOMEM, only when ranked. */
enum lathe_code lathe_outcome_add(struct lathe_outcome *o,
                                  const uint32_t *label, const double *value,
                                  const double *weight, const float *answer,
                                  size_t n, struct lathe_err *err);

/* Puts task, targets, rows, threshold and figures into `e`, whose other
 * members stay. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_outcome_end(struct lathe_outcome *o,
                                  struct lathe_evaluation *e,
                                  struct lathe_err *err);

#endif
