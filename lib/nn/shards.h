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

/* Cuts the parameters of a work whose arrays are there. Fails: LATHE_ENOMEM;
 * lathe_work_release frees what was made. */
enum lathe_code lathe_shards_cut(struct lathe_work *work,
                                 struct lathe_err *err);

#endif
