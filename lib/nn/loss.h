/*
 * loss - how wrong the last layer's numbers are, and its gradient, in one
 * pass and without overflow.
 *
 *   mse          (z - y)^2                           z: the scaled target
 *   binary       log(1 + e^z) - y z                  z: logit of class 1
 *   categorical  log(sum over j of e^z_j) - z_y      z: k logits
 *
 * With k targets, numbers or labels of two classes each, the loss of a row is
 * the mean of those of its targets (as PyTorch's MSELoss, L1Loss, HuberLoss
 * and BCEWithLogitsLoss, which take the mean over all elements).
 *
 * A batch's loss is sum(w l) / sum(w) over its rows, with w the row's weight,
 * as in PyTorch and scikit-learn's sample_weight; rows without weights have 1.
 * Weights of classes are factors of l: they do not count in sum(w). A batch
 * all of whose rows have the weight 0 changes nothing.
 *
 * Sigmoid and softmax are part of the loss: the gradient is p - y. What a
 * model's loss says is how its numbers are to be read; training may want
 * another one that reads them in the same way:
 *
 *   mae          |z - y|
 *   huber        e^2 / 2 for |e| <= D, else D (|e| - D / 2), with e = z - y
 *                (Huber 1964, "Robust estimation of a location parameter")
 *   focal        -(1 - p)^G log p, with p of the right class (Lin et al. 2017,
 *                "Focal loss for dense object detection")
 *   smoothing    a share of the truth is spread over all classes, of two or k
 *                (Szegedy et al. 2016, "Rethinking the Inception architecture
 *                for computer vision")
 */
#ifndef LATHE_NN_LOSS_H
#define LATHE_NN_LOSS_H

#include "nn/model.h"
#include "nn/op.h"

enum lathe_objective_kind {
    LATHE_OBJECTIVE_LOSS,       /* the model's loss */
    LATHE_OBJECTIVE_MAE,        /* for mse */
    LATHE_OBJECTIVE_HUBER,      /* for mse */
    LATHE_OBJECTIVE_FOCAL       /* for binary and categorical */
};

/* Zeroed: the model's loss as it is. */
struct lathe_objective {
    enum lathe_objective_kind kind;
    double delta;               /* huber: D > 0, of the scaled target */
    double gamma;               /* focal: G > 0 */
    double smoothing;           /* binary, categorical, not focal: [0, 1) */
    bool unweighted;            /* rows have the weight 1 whatever they have */
};

/* Sums over rows; zeroed to start with. */
struct lathe_tally {
    double loss;                /* times the weights of row and class */
    double hit;                 /* rows whose class is right, or all of their
                                 * labels; mse: 0 */
    double square;              /* mse: of the error in the scaled target, the
                                 * mean over several */
    double weight;              /* of the rows; without weights as `rows` */
    uint64_t rows;
};

/* Adds `more` to `sum`. */
void lathe_loss_add(struct lathe_tally *sum, const struct lathe_tally *more);

/* How rows are judged. */
struct lathe_judge {
    enum lathe_loss loss;
    const struct lathe_objective *objective;
    double total;               /* of the weights of all rows of the batch */
    const struct lathe_entropy *kernels;        /* of cross-entropy but focal;
                                                 * NULL: row by row */
};

/* Whether the rows of the batch are weighted, and the sum of their weights:
 * batch->n when they are not. */
bool lathe_loss_weighs(const struct lathe_objective *objective,
                       const struct lathe_batch *batch);
double lathe_loss_total(const struct lathe_objective *objective,
                        const struct lathe_batch *batch);

/*
 * Rows [first, first + n) of the batch with z [b x k] in the batch's order:
 * adds to `sum`; when dz is not NULL, dz [b x k] = w / total * d(loss)/dz,
 * the gradient of the batch's loss. Labels are below k (2 for binary), and
 * weights of classes are those of one target behind the other.
 */
void lathe_loss_rows(const struct lathe_judge *judge,
                     const struct lathe_batch *batch, size_t first, size_t n,
                     size_t k, const real *z, real *dz,
                     struct lathe_tally *sum);

#endif
