/*
 * poollanes - pooling of groups of images, by the kernels of lanes.h. Each
 * function takes the group that begins at shard->first.
 */
#ifndef LATHE_NN_POOLLANES_H
#define LATHE_NN_POOLLANES_H

#include "nn/op.h"

void lathe_poollanes_max_forward(const struct lathe_op *op,
                                 const struct lathe_shard *shard);
void lathe_poollanes_max_backward(const struct lathe_op *op,
                                  const struct lathe_shard *shard);
void lathe_poollanes_mean_forward(const struct lathe_op *op,
                                  const struct lathe_shard *shard);
void lathe_poollanes_mean_backward(const struct lathe_op *op,
                                   const struct lathe_shard *shard);

#endif
