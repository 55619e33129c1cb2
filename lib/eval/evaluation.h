/*
 * evaluation - what was found: figures under the names that reports and
 * requirements use.
 *
 * classify: accuracy log_loss roc_auc precision recall f1 macro_precision
 * macro_recall macro_f1 weighted_precision weighted_recall weighted_f1
 * (classification.h). Plain precision, recall and f1 are those of class 1,
 * the second, when there are two classes, and the macro means when there are
 * more. For one class: precision recall f1 roc_auc.
 *
 * regress: rmse mae mse r2 (regression.h).
 */
#ifndef LATHE_EVAL_EVALUATION_H
#define LATHE_EVAL_EVALUATION_H

#include "base/digest.h"
#include "data/schema.h"
#include "data/unknown.h"
#include "eval/classification.h"
#include "eval/regression.h"

/* Strings and names are borrowed. Zeroed: empty. */
struct lathe_evaluation {
    enum lathe_task task;
    const char *target;
    char **class_name;          /* [figures.k] classify */
    double threshold;           /* of class 1; NaN: the most probable class */

    const char *model;          /* paths */
    struct lathe_digest model_digest;
    uint64_t model_bytes;
    const char *data;
    const char *split;          /* of a dataset; NULL: all of a CSV */
    struct lathe_digest data_digest;    /* of a dataset */
    uint64_t rows;              /* evaluated */
    uint64_t without_truth;     /* left out */
    struct lathe_unknown unknown;       /* values of category columns that
                                         * the model does not know; owned */

    struct lathe_classification_figures figures;        /* classify; owned */
    struct lathe_regression_figures values;             /* regress */
};

void lathe_evaluation_release(struct lathe_evaluation *e);

struct lathe_figure {
    const char *name;           /* static */
    struct lathe_metric metric;
};

#define LATHE_EVALUATION_FIGURES 16     /* room for all */

/* The figures over all classes, or of regression, in the order of reports.
 * Returns how many. */
size_t lathe_evaluation_list(const struct lathe_evaluation *e,
                             struct lathe_figure out[LATHE_EVALUATION_FIGURES]);

/* The figures of class `c`. Returns how many. */
size_t
lathe_evaluation_list_class(const struct lathe_evaluation *e, size_t c,
                            struct lathe_figure out[LATHE_EVALUATION_FIGURES]);

/* Whether a task has this metric, over all classes or (`of_class`) of one. */
bool lathe_evaluation_has(enum lathe_task task, const char *name,
                          bool of_class);

/* Appends the names of all metrics, of all tasks or (`of_class`) of a class,
 * with blanks between. */
void lathe_evaluation_names(struct lathe_buf *out, bool of_class);

/* The figure of that name; `c` < 0: over all classes. It must exist. */
struct lathe_metric lathe_evaluation_find(const struct lathe_evaluation *e,
                                          const char *name, long c);

#endif
