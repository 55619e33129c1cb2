/*
 * lookup - the layer `embed` (embed.h): rows of tables by the hot places of a
 * batch.
 *
 * What the layer gives out is op->out [b x op->dense]. Where a dense layer
 * comes next, op->dense is embed->floats, and the one-hot inputs that are left
 * stay places, op->spot [b x spots], which that layer reads; else they are
 * written out.
 */
#ifndef LATHE_NN_LOOKUP_H
#define LATHE_NN_LOOKUP_H

#include "nn/work.h"

/* Rows of the shard, from shard->batch->x; overwrites out, spot, and the row
 * of its table that each column has, op->mark [b x embed->n]. */
void lathe_lookup_forward(const struct lathe_op *op,
                          const struct lathe_shard *shard);

/* Nothing: the gradient of the tables is that of whole batches. */
void lathe_lookup_backward(const struct lathe_op *op,
                           const struct lathe_shard *shard);

/* Gradient of a piece of a table (work.h) over the n rows of the batch in
 * their order: dw [(to - from) x size], the sums of dout. Adds when `add`. */
void lathe_lookup_grad(const struct lathe_piece *piece,
                       const struct lathe_maps *map, size_t n, real *dw,
                       bool add);

#endif
