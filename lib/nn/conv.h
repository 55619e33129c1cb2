/*
 * conv - convolution by im2col: for each row (image) the patches under the
 * kernel become the columns of a matrix, and
 *
 *     out [k x oh*ow] = w [k x c*kh*kw] * patches [c*kh*kw x oh*ow] + bias,
 *
 * for each group of channels by itself.
 *
 * Like all of deep learning it is a correlation: the kernel is not flipped.
 *
 * This is the way of few rows; see convlanes.h for that of a batch.
 */
#ifndef LATHE_NN_CONV_H
#define LATHE_NN_CONV_H

#include "nn/op.h"

/* Rows of the shard; overwrites out. */
void lathe_conv_forward(const struct lathe_op *op,
                        const struct lathe_shard *shard);

/* Overwrites din (unless NULL); adds the shard's share of the gradients of w
 * and bias to shard->grad at op->shard_grad, laid out as the parameters. */
void lathe_conv_backward(const struct lathe_op *op,
                         const struct lathe_shard *shard);

/* Numbers of scratch that a shard needs. */
size_t lathe_conv_scratch(const struct lathe_layer *l);

#endif
