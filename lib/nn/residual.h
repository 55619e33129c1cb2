/*
 * residual - res( ... ): what comes out of the layers within is added to what
 * went in (He et al. 2016, "Deep residual learning for image recognition").
 *
 * The layer that opens hands on its input, which nothing overwrites until the
 * one that closes has added it. Backward, the one that opens adds the gradient
 * of the sum to that of the layers within.
 */
#ifndef LATHE_NN_RESIDUAL_H
#define LATHE_NN_RESIDUAL_H

#include "nn/op.h"

void lathe_residual_open_forward(const struct lathe_op *op,
                                 const struct lathe_shard *shard);
void lathe_residual_open_backward(const struct lathe_op *op,
                                  const struct lathe_shard *shard);
void lathe_residual_close_forward(const struct lathe_op *op,
                                  const struct lathe_shard *shard);
void lathe_residual_close_backward(const struct lathe_op *op,
                                   const struct lathe_shard *shard);

#endif
