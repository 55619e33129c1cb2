/*
 * pooling - the largest or the mean of each window of a channel.
 */
#ifndef LATHE_NN_POOLING_H
#define LATHE_NN_POOLING_H

#include "nn/op.h"

/* The largest: the first of equal ones, a NaN before all others; op->mark
 * keeps which. */
void lathe_pooling_max_forward(const struct lathe_op *op,
                               const struct lathe_shard *shard);
void lathe_pooling_max_backward(const struct lathe_op *op,
                                const struct lathe_shard *shard);

void lathe_pooling_mean_forward(const struct lathe_op *op,
                                const struct lathe_shard *shard);
void lathe_pooling_mean_backward(const struct lathe_op *op,
                                 const struct lathe_shard *shard);

#endif
