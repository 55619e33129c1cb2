/*
 * convlanes - convolution of groups of images, by the kernels of lanes.h.
 *
 * An output is computed where it lies: a line of one image row after the
 * other, from the input as it is (or, with zeros at its sides, from a copy
 * that has them). The gradient of the input is a convolution of dout, one for
 * each remainder of its places by the stride; that of the weights a product of
 * planes that are shifted against each other.
 */
#ifndef LATHE_NN_CONVLANES_H
#define LATHE_NN_CONVLANES_H

#include "nn/op.h"

/* The group that begins at shard->first; else as conv.h. */
void lathe_convlanes_forward(const struct lathe_op *op,
                             const struct lathe_shard *shard);
void lathe_convlanes_backward(const struct lathe_op *op,
                              const struct lathe_shard *shard);

/* Writes the weights into op->turned, as the kernels want them: twice
 * layer->weights numbers, or once where `din` is not wanted. */
void lathe_convlanes_turn(const struct lathe_op *op,
                          const struct lathe_lanes *lanes);

/* Numbers of scratch that a shard needs. */
size_t lathe_convlanes_scratch(const struct lathe_layer *l,
                               const struct lathe_lanes *lanes);

#endif
