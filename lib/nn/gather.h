/*
 * gather - the rows of a batch into the array that the first layer reads.
 */
#ifndef LATHE_NN_GATHER_H
#define LATHE_NN_GATHER_H

#include "nn/plan.h"

/*
 * The shard's rows of plan->input: dense inputs copied, pixels scaled. One-hot
 * inputs stay places, which a first dense layer reads itself; other first
 * layers get them written out.
 */
void lathe_gather_rows(struct lathe_plan *plan,
                       const struct lathe_shard *shard);

#endif
