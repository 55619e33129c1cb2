/*
 * normlanes - batchnorm.h on groups of images, by the kernels of lanes.h.
 *
 * `measure` and `slope` take the rows of a shard, the others a group.
 */
#ifndef LATHE_NN_NORMLANES_H
#define LATHE_NN_NORMLANES_H

#include "nn/op.h"

void lathe_normlanes_measure(const struct lathe_op *op,
                             const struct lathe_shard *shard);
void lathe_normlanes_forward(const struct lathe_op *op,
                             const struct lathe_shard *shard);
void lathe_normlanes_slope(const struct lathe_op *op,
                           const struct lathe_shard *shard);
void lathe_normlanes_backward(const struct lathe_op *op,
                              const struct lathe_shard *shard);

#endif
