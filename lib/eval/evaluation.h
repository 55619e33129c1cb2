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
 *
 * Several labels: accuracy hamming_loss log_loss roc_auc precision recall f1,
 * and with macro_, weighted_, micro_ and samples_ before the last three
 * (multilabel.h); plain ones are the macro means. For one label, of class 1:
 * accuracy log_loss roc_auc precision recall f1.
 *
 * Several numbers: nrmse rmse mae mse r2, means over the targets; for one
 * target: rmse mae mse r2.
 *
 * A "part" is a class of one target, or one of several targets.
 */
#ifndef LATHE_EVAL_EVALUATION_H
#define LATHE_EVAL_EVALUATION_H

#include "base/digest.h"
#include "data/schema.h"
#include "data/unknown.h"
#include "eval/multilabel.h"
#include "eval/regression.h"

/* Of one target. The names are borrowed. */
struct lathe_evaluation_target {
    const char *name;
    char **class_name;          /* [figures.k] classify */
    struct lathe_classification_figures figures;        /* classify; owned */
    struct lathe_regression_figures values;             /* regress */
};

/* Strings and names are borrowed. Zeroed: empty. */
struct lathe_evaluation {
    enum lathe_task task;
    struct lathe_evaluation_target *of; /* [targets]; owned */
    size_t targets;
    double threshold;           /* of class 1; NaN: the most probable class */

    const char *model;          /* paths */
    struct lathe_digest model_digest;
    uint64_t model_bytes;
    const char *data;
    const char *split;          /* of a dataset; NULL: all of a CSV */
    struct lathe_digest data_digest;    /* of a dataset */
    const char *weight;         /* column of the weights of rows; NULL: each
                                 * counts once */
    uint64_t rows;              /* evaluated */
    uint64_t without_truth;     /* left out */
    struct lathe_unknown unknown;       /* values of category columns that
                                         * the model does not know; owned */

    struct lathe_multilabel_figures labels;     /* several labels */
    struct lathe_regression_means means;        /* several numbers */
};

void lathe_evaluation_release(struct lathe_evaluation *e);

struct lathe_figure {
    const char *name;           /* static */
    struct lathe_metric metric;
};

#define LATHE_EVALUATION_FIGURES 24     /* room for all */

/* The figures over all parts, or of regression, in the order of reports.
 * Returns how many. */
size_t lathe_evaluation_list(const struct lathe_evaluation *e,
                             struct lathe_figure out[LATHE_EVALUATION_FIGURES]);

/* The figures of part `i`. Returns how many. */
size_t
lathe_evaluation_list_part(const struct lathe_evaluation *e, size_t i,
                           struct lathe_figure out[LATHE_EVALUATION_FIGURES]);

/* Whether one target of a task, or several, have this metric, over all parts
 * or (`of_part`) of one. */
bool lathe_evaluation_has(enum lathe_task task, bool several, const char *name,
                          bool of_part);

/* Appends the names of all metrics, of all tasks or (`of_part`) of a part,
 * with blanks between, each once. */
void lathe_evaluation_names(struct lathe_buf *out, bool of_part);

/* The figure of that name; `part` < 0: over all parts. It must exist. */
struct lathe_metric lathe_evaluation_find(const struct lathe_evaluation *e,
                                          const char *name, long part);

#endif
