/*
 * shards - how the work of a step is cut for threads: the rows of a batch into
 * shards, the parameters into pieces, and these into tiles.
 *
 * The cuts follow from the net and the rows alone, never from the number of
 * threads: each sum has one order, and a model the same bytes for any -j.
 */
#ifndef LATHE_NN_SHARDS_H
#define LATHE_NN_SHARDS_H

#include "nn/work.h"

/* Rows of each shard when n rows are run; the last may have fewer. */
size_t lathe_shards_rows(const struct lathe_work *work, size_t n);

/* Shards are not more than that, of n rows or of fewer. */
size_t lathe_shards_most(const struct lathe_work *work, size_t n);

/* From the first row in the arrays of a shard of a step to that of the next,
 * for so many shards of so many rows. */
size_t lathe_shards_step(const struct lathe_work *work, size_t rows,
                         size_t shards);

/*
 * Whether each shard of a batch takes the gradient of a dense layer over its
 * rows by itself, while they are in its core's cache. The sum over the shards
 * then reads their gradients, where it had to read the batch's inputs and the
 * gradients of its outputs, half of which or more another core wrote.
 */
bool lathe_shards_apart(const struct lathe_work *work,
                        const struct lathe_op *op);

/* Cuts the parameters of a work whose arrays are there. Fails: LATHE_ENOMEM;
 * lathe_work_release frees what was made. */
enum lathe_code lathe_shards_cut(struct lathe_work *work,
                                 struct lathe_err *err);

#endif
