/*
 * activation - relu and its kin, sigmoid, tanh, and softmax over a row.
 *
 * The gradients of all but gelu and silu follow from what they gave out, so
 * they can work in place (in == out, din == dout) when the layer before does
 * not need its own result. gelu and silu want their input.
 */
#ifndef LATHE_NN_ACTIVATION_H
#define LATHE_NN_ACTIVATION_H

#include "nn/op.h"

void lathe_activation_forward(const struct lathe_op *op,
                              const struct lathe_shard *shard);
void lathe_activation_backward(const struct lathe_op *op,
                               const struct lathe_shard *shard);

#endif
