/*
 * gather - the rows of a batch into the array that the first layer reads.
 */
#ifndef LATHE_NN_GATHER_H
#define LATHE_NN_GATHER_H

#include "nn/work.h"

/*
 * The shard's rows of work->input: dense inputs copied, pixels scaled. One-hot
 * inputs stay places, which a first dense layer reads itself; other first
 * layers get them written out.
 */
void lathe_gather_rows(struct lathe_work *work,
                       const struct lathe_shard *shard);

#endif
