/*
 * reshape - the same numbers in another shape.
 *
 * Works in place (in == out, din == dout); a net's first layer copies.
 */
#ifndef LATHE_NN_RESHAPE_H
#define LATHE_NN_RESHAPE_H

#include "nn/op.h"

void lathe_reshape_forward(const struct lathe_op *op,
                           const struct lathe_shard *shard);
void lathe_reshape_backward(const struct lathe_op *op,
                            const struct lathe_shard *shard);

#endif
