/*
 * op - a planned layer, and what its functions are told.
 *
 * A batch of b rows lies in arrays [b x size] for the input and for what each
 * layer gives out; their gradients lie in arrays of the same shape. A tile of
 * work is a range of rows: tiles touch only their rows, and sums over all
 * rows are taken afterwards, in a fixed order.
 *
 * A run of layers around convolutions has its arrays in groups of rows as
 * lanes.h wants them, [b / width][size][width]; at its ends rows are turned.
 */
#ifndef LATHE_NN_OP_H
#define LATHE_NN_OP_H

#include "data/encode.h"
#include "nn/lanes.h"
#include "nn/net.h"
#include "nn/real.h"

/* The rows of a batch. */
struct lathe_batch {
    const struct lathe_inputs *x;
    const uint32_t *row;        /* [n] places in x; NULL: from `first` on */
    size_t first, n;
    const float *weight;        /* of each class in the loss, of one target
                                 * behind the other; or NULL: 1 */
    const struct lathe_augment *augment;        /* of pictures while training;
                                 * NULL: as they are */
};

struct lathe_op {
    const struct lathe_layer *layer;
    uint32_t index;             /* of the layer in the net */
    const real *weight, *bias;  /* views of the parameters */
    real *turned;               /* dense: w' [k x d], for din; conv in groups:
                                 * weights for forward, then for din; or
                                 * NULL */
    real *in, *out;             /* [b x size]; the same array: in place */
    real *din, *dout;           /* gradients; din NULL: not wanted */
    uint32_t *mark;             /* [b x size of out], of pooling and dropout */
    bool grouped;               /* the arrays are groups of rows */
    const real *rows_in;        /* first of a run of groups: what `in` and */
    real *rows_din;             /* `din` are in rows, or NULL */
    real *rows_out;             /* last of a run: what `out` and */
    const real *rows_dout;      /* `dout` are in rows, or NULL */
    real *place;                /* maxpool in groups: where the largest was */
    bool relu;                  /* in groups, and dense: does the relu behind
                                 * it too, */
    bool idle;                  /* which has nothing left to do */
    bool idle_back;             /* with gradients */
    bool masks;                 /* dense behind a dense layer's relu: does what
                                 * that has to do with gradients */
    size_t dense;               /* dense: inputs that lie in `in`; all, but of
                                 * the first layer on a table, or behind an
                                 * embedding; embed: numbers of a row in `out`
                                 */
    uint32_t *spot;             /* [b x spots] the others, one-hot: their */
    size_t spots;               /* places, or LATHE_COLD; embed: those that
                                 * the dense layer behind it reads */
    size_t skip;                /* dense: inputs in front whose gradient is
                                 * not wanted */
    real *stat;                 /* of norms: what backward wants to know */
    real *running;              /* batchnorm: [2c] in the parameters */
    bool frozen;                /* batchnorm: a step takes the running
                                 * statistics too, and leaves them */
    struct lathe_op *partner;   /* res and add: the other one */
    bool apart;                 /* dense: in a step each shard has weights and
                                 * a bias of its own, which their gradient
                                 * takes the place of */
    size_t shard_grad;          /* the place of those, and of the gradient of
                                 * conv and norms, in the shard's */
};

/* Rows [first, first + n) of the arrays, on one thread. */
struct lathe_shard {
    const struct lathe_batch *batch;
    const struct lathe_lanes *lanes;    /* kernels */
    size_t first, n;
    size_t gap;                 /* row i of the arrays is row i - gap of the
                                 * batch */
    size_t live;                /* of a group, whose n are its lanes: rows */
    size_t index;               /* of the shard in the batch */
    real *scratch;              /* of the thread */
    real *grad;                 /* of the shard; what is added to is zeroed
                                 * before backward */
    bool training;              /* dropout drops */
    uint64_t seed, step, base;  /* key of dropout; base + i: row of the whole
                                 * batch that is row i here */
};

/* The row of batch->x that is row i of the batch. */
static inline size_t lathe_batch_row(const struct lathe_batch *b, size_t i)
{
    return b->row ? b->row[i] : b->first + i;
}

/* The row of batch->x that is row i of the arrays. */
static inline size_t lathe_shard_row(const struct lathe_shard *s, size_t i)
{
    return lathe_batch_row(s->batch, i - s->gap);
}

#endif
