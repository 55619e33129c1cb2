/*
 * layernorm - the values of a row brought to mean 0 and variance 1, then each
 * scaled and shifted (Ba, Kiros and Hinton 2016, "Layer normalization").
 *
 *     y = (x - mean) / sqrt(variance + eps) * w + b
 *
 * Of an image all values are one row, as with PyTorch's LayerNorm([C, H, W]).
 */
#ifndef LATHE_NN_LAYERNORM_H
#define LATHE_NN_LAYERNORM_H

#include "nn/op.h"

/* Keeps mean and 1 / sqrt(variance + eps) of row i at op->stat + 2 i. */
void lathe_layernorm_forward(const struct lathe_op *op,
                             const struct lathe_shard *shard);

/* Overwrites din (unless NULL); adds the shard's share of the gradients of w
 * and b to shard->grad at op->shard_grad. */
void lathe_layernorm_backward(const struct lathe_op *op,
                              const struct lathe_shard *shard);

/* The same on a group of images, by the kernels of lanes.h. */
void lathe_layernorm_forward_group(const struct lathe_op *op,
                                   const struct lathe_shard *shard);
void lathe_layernorm_backward_group(const struct lathe_op *op,
                                    const struct lathe_shard *shard);

#endif
