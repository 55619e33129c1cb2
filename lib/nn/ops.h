/*
 * ops - the ops of a planned net on a shard of rows, each by its kind, in rows
 * or in groups of them.
 */
#ifndef LATHE_NN_OPS_H
#define LATHE_NN_OPS_H

#include "nn/work.h"

/* Ops [from, to), in their order and in the other. */
void lathe_ops_forward(const struct lathe_work *work, size_t from, size_t to,
                       const struct lathe_shard *shard);
void lathe_ops_backward(const struct lathe_work *work, size_t from, size_t to,
                        const struct lathe_shard *shard);

/* What a batchnorm wants to know of a shard before it goes forward, and before
 * it goes backward. */
void lathe_ops_measure(const struct lathe_op *op,
                       const struct lathe_shard *shard);
void lathe_ops_slope(const struct lathe_op *op,
                     const struct lathe_shard *shard);

/* To be called when the op's parameters have changed. */
void lathe_ops_turn(const struct lathe_work *work, const struct lathe_op *op);

#endif
