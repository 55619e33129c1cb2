/*
 * dense - out [b x k] = in [b x d] * w [d x k] + bias [k], and the relu behind
 * it where op->relu says so.
 *
 * As the first layer on a table, or behind an embedding, the last inputs are
 * one-hot: their part of the product is a sum of rows of w, and of its
 * gradient a scatter of rows.
 */
#ifndef LATHE_NN_DENSE_H
#define LATHE_NN_DENSE_H

#include "nn/op.h"

/* Rows of the shard; overwrites out. Of a step when op->apart, with the shard's
 * own weights and bias. */
void lathe_dense_forward(const struct lathe_op *op,
                         const struct lathe_shard *shard);

/* din = dout * op->turned, but for the first op->skip of a row, and where
 * op->masks 0 where in is not above 0. Rows of the shard; overwrites din, and,
 * when op->apart, the shard's own weights and bias with their gradient. */
void lathe_dense_backward(const struct lathe_op *op,
                          const struct lathe_shard *shard);

/* Writes rows [from, to) of w into op->turned, if there is one. */
void lathe_dense_turn(const struct lathe_op *op, const struct lathe_maps *map,
                      size_t from, size_t to);

/*
 * Gradient of rows [from, to) of w, dw [(to - from) x k], over the rows of the
 * shard: in' * dout. Adds when `add`.
 */
void lathe_dense_weight_grad(const struct lathe_op *op,
                             const struct lathe_shard *shard, size_t from,
                             size_t to, real *dw, bool add);

/* Gradient of the bias, db [k]: the sum of the shard's dout. */
void lathe_dense_bias_grad(const struct lathe_op *op,
                           const struct lathe_shard *shard, real *db,
                           bool add);

#endif
