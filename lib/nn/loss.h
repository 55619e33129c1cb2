/*
 * loss - how wrong the last layer's numbers are, and its gradient, in one
 * pass and without overflow.
 *
 *   mse          (z - y)^2                           z: the scaled target
 *   binary       log(1 + e^z) - y z                  z: logit of class 1
 *   categorical  log(sum over j of e^z_j) - z_y      z: k logits
 *
 * Sigmoid and softmax are part of the loss: the gradient is p - y.
 */
#ifndef LATHE_NN_LOSS_H
#define LATHE_NN_LOSS_H

#include "nn/model.h"
#include "nn/op.h"

/* Sums over rows; zeroed to start with. */
struct lathe_tally {
    double loss;                /* weighted by the class weights */
    double hit;                 /* rows whose class is right; mse: 0 */
    double square;              /* mse: of the error in the scaled target */
    uint64_t rows;
};

/* Adds `more` to `sum`. */
void lathe_loss_add(struct lathe_tally *sum, const struct lathe_tally *more);

/*
 * Rows [first, first + n) of the batch with z [b x k] in the batch's order:
 * adds to `sum`; when dz is not NULL, dz [b x k] = scale * d(loss)/dz, so
 * that scale = 1 / b gives the gradient of the mean. Labels are below k (2
 * for binary).
 */
void lathe_loss_rows(enum lathe_loss loss, const struct lathe_batch *batch,
                     size_t first, size_t n, size_t k, const real *z, real *dz,
                     real scale, struct lathe_tally *sum);

#endif
