/*
 * classification - how well predicted classes and probabilities fit the truth.
 *
 * With tp, fp, fn the rows of a class that were hit, wrongly given and
 * missed, and k classes:
 *
 *   accuracy   hits / n
 *   precision  tp / (tp + fp)       undefined when the class is never given
 *   recall     tp / (tp + fn)       undefined when no row has the class
 *   f1         2 tp / (2 tp + fp + fn)           undefined when it is neither
 *   macro_X    mean of X over the classes that occur in truth or prediction
 *   weighted_X mean of X weighted by tp + fn
 *   log_loss   -mean log p(true class), natural logarithm, p clipped to
 *              [eps, 1 - eps] with the eps of double, 2^-52
 *   roc_auc    chance that a row of the class gets a higher probability of
 *              it than another row, ties for one half (Hanley and McNeil
 *              1982, "The meaning and use of the area under a receiver
 *              operating characteristic curve"). Two classes: of class 1.
 *              More: mean over all classes, one against the rest; undefined
 *              when a class has no row.
 *
 * Equal to scikit-learn 1.9 on the same predictions as float64
 * (accuracy_score, precision_recall_fscore_support, log_loss, roc_auc_score
 * with multi_class="ovr"). Where scikit-learn warns, a value is undefined
 * here; in the macro and weighted means such a value counts as 0, which is
 * scikit-learn's zero_division=0.
 *
 * Rows may have weights, as scikit-learn's sample_weight: then n, hits, tp, fp,
 * fn and pairs of rows are sums of weights, and means are weighted; support,
 * predicted, hit and the confusion matrix still count rows.
 *
 * Exact counts and one order of rows: how rows are cut into blocks does not
 * change a bit of any result.
 */
#ifndef LATHE_EVAL_CLASSIFICATION_H
#define LATHE_EVAL_CLASSIFICATION_H

#include "base/err.h"
#include "eval/metric.h"
#include "eval/sum.h"

/* Above this many classes there is no confusion matrix. */
#define LATHE_CLASSIFICATION_CONFUSION 1024

/* Most bytes of scores kept for roc_auc: 4 a row for two classes, 4 k for
 * more. With more rows roc_auc is undefined. */
#define LATHE_CLASSIFICATION_SCORES ((size_t)1 << 30)

/* An accumulator of rows. Zeroed: empty. */
struct lathe_classification {
    size_t k;                   /* classes, >= 2 */
    double threshold;           /* two classes: class 1 from this probability
                                 * on; NaN: the most probable class, the first
                                 * when equal. NaN after init. */
    uint64_t n;                 /* rows */
    uint64_t bad;               /* rows with a probability that is none */
    uint64_t *support;          /* [k] rows that have the class */
    uint64_t *predicted;        /* [k] rows that were given it */
    uint64_t *hit;              /* [k] both */
    uint64_t *confusion;        /* [k x k] truth by prediction, or NULL */
    struct lathe_sum *mass;     /* [3 x k] weights of the rows of support,
                                 * predicted and hit; NULL: rows have none */

    struct lathe_sum loss;      /* of -log p(true class) times weight */

    bool ranked;                /* keep scores for roc_auc */
    bool dropped;               /* too many of them: given up */
    size_t curves;              /* 1, or k when there are more than two */
    uint32_t **key;             /* [curves x room] see auc.h; n - bad used */
    double *weight;             /* [room] of the rows of the keys, with mass */
    size_t room;
};

/* `ranked`: scores are kept, which roc_auc needs and nothing else.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_classification_init(struct lathe_classification *c,
                                          size_t k, bool ranked,
                                          struct lathe_err *err);
void lathe_classification_release(struct lathe_classification *c);

/* Back to no rows; memory and threshold stay. */
void lathe_classification_reset(struct lathe_classification *c);

/* From now on rows have weights; before any is added. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_classification_weigh(struct lathe_classification *c,
                                           struct lathe_err *err);

/* Adds rows as below, each with its weight [n], >= 0 and finite. */
enum lathe_code lathe_classification_add_weighted(
    struct lathe_classification *c, const uint32_t *label, const float *prob,
    const double *weight, size_t n, struct lathe_err *err);

/*
 * Adds rows: label [n], each < k; prob [n x k], of each class.
 * Fails: LATHE_ENOMEM, only when ranked (some of the rows were added then).
 */
enum lathe_code lathe_classification_add(struct lathe_classification *c,
                                         const uint32_t *label,
                                         const float *prob, size_t n,
                                         struct lathe_err *err);

/* The class that a row of k probabilities is given. */
size_t lathe_classification_choose(const struct lathe_classification *c,
                                   const float *prob);

struct lathe_class_figures {
    uint64_t support, predicted, hit;
    struct lathe_class_mass {   /* weights of these rows, or how many */
        double support, predicted, hit;
    } mass;
    struct lathe_metric precision, recall, f1;
    struct lathe_metric roc_auc;        /* one against the rest */
};

/* Zeroed: empty. */
struct lathe_classification_figures {
    uint64_t n;
    size_t k;
    struct lathe_metric accuracy, log_loss, roc_auc;
    struct lathe_metric macro_precision, macro_recall, macro_f1;
    struct lathe_metric weighted_precision, weighted_recall, weighted_f1;
    size_t averaged;            /* classes in the macro means */
    struct lathe_class_figures *of;     /* [k] */
    uint64_t *confusion;        /* [k x k] truth by prediction, or NULL */
};

/* The figures so far; rows may be added afterwards. Reorders the scores.
 * Fails: LATHE_ENOMEM. */
enum lathe_code
lathe_classification_figures(struct lathe_classification *c,
                             struct lathe_classification_figures *out,
                             struct lathe_err *err);
void lathe_classification_figures_release(
    struct lathe_classification_figures *f);

#endif
