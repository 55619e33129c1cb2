/*
 * dropout - sets a share of the values to 0 while training and scales the
 * rest by 1 / (1 - rate), so that prediction needs nothing (Srivastava et al.
 * 2014, "Dropout: a simple way to prevent neural networks from overfitting").
 *
 * What is dropped is a function of seed, step, layer and row of the batch.
 */
#ifndef LATHE_NN_DROPOUT_H
#define LATHE_NN_DROPOUT_H

#include "nn/op.h"

void lathe_dropout_forward(const struct lathe_op *op,
                           const struct lathe_shard *shard);
/* On a group of rows, as lanes.h wants them; the same numbers are dropped. */
void lathe_dropout_forward_group(const struct lathe_op *op,
                                 const struct lathe_shard *shard);
void lathe_dropout_backward(const struct lathe_op *op,
                            const struct lathe_shard *shard);

#endif
