/*
 * batchnorm - each channel of a batch brought to mean 0 and variance 1, then
 * scaled and shifted (Ioffe and Szegedy 2015, "Batch normalization").
 *
 *     y = (x - mean) / sqrt(variance + eps) * w + b
 *
 * In training mean and variance (over n, of N = rows * h * w values) are the
 * batch's, and running ones follow them as PyTorch's do: r = (1 - momentum) r
 * + momentum s, with the variance over N - 1. Elsewhere the running ones are
 * taken; by a frozen op in training too, which then leaves them as they are, as
 * a module in eval mode does in PyTorch.
 *
 * As a channel's values lie in all shards, a step stops twice: each shard
 * measures its rows, which are joined in the order of the shards, then all
 * are normalised; backward likewise.
 */
#ifndef LATHE_NN_BATCHNORM_H
#define LATHE_NN_BATCHNORM_H

#include "nn/op.h"

/* Numbers that op->stat holds for so many shards. */
size_t lathe_batchnorm_room(const struct lathe_layer *l, size_t shards);

/* Shards of `rows` rows each, but for the last, of a batch of n. */
struct lathe_batchnorm_cut {
    size_t shards, rows, n;
};

/* What op->stat holds: of the batch, then of each shard. All [c]. */
struct lathe_batchnorm_stats {
    real *mean, *inverse;       /* 1 / sqrt(variance + eps) */
    real *slope, *slope_x;      /* sums of dy and dy (x - mean) * inverse, as
                                 * a share of N */
};

struct lathe_batchnorm_stats lathe_batchnorm_stats_of(
    const struct lathe_op *op);

/* Of a shard: means [c], then sums of squared distances from them [c]. */
real *lathe_batchnorm_part(const struct lathe_op *op, size_t shard);

/* n values, their mean and the sum of squared distances from it. */
struct lathe_batchnorm_moments {
    double n, mean, spread;
};

/* Both sets of values as one, in *a, which may be empty. */
void lathe_batchnorm_add(struct lathe_batchnorm_moments *a,
                         struct lathe_batchnorm_moments b);

/* Channel j's mean, and 1 / sqrt(variance + eps): the batch's in training,
 * else the running ones. */
real lathe_batchnorm_scale(const struct lathe_op *op, size_t j, bool training,
                           real *mean);

/* Mean and spread of the shard's rows. */
void lathe_batchnorm_measure(const struct lathe_op *op,
                             const struct lathe_shard *shard);
/* Joins them; moves the running statistics, or takes those of a frozen op. On
 * one thread. */
void lathe_batchnorm_join(const struct lathe_op *op,
                          const struct lathe_batchnorm_cut *cut);
void lathe_batchnorm_forward(const struct lathe_op *op,
                             const struct lathe_shard *shard);

/* The shard's share of the gradients of w and b, to shard->grad at
 * op->shard_grad. */
void lathe_batchnorm_slope(const struct lathe_op *op,
                           const struct lathe_shard *shard);
/* Their sums, from `grad` [shards x each]; 0 of a frozen op, whose statistics
 * do not depend on x. On one thread. */
void lathe_batchnorm_join_slope(const struct lathe_op *op, const real *grad,
                                size_t each,
                                const struct lathe_batchnorm_cut *cut);
void lathe_batchnorm_backward(const struct lathe_op *op,
                              const struct lathe_shard *shard);

#endif
