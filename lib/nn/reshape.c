#include "nn/reshape.h"

#include <string.h>

static void copy(const struct lathe_op *op, const struct lathe_shard *shard,
                 const real *from, real *to)
{
    size_t k = lathe_shape_size(op->layer->out);

    if (to && from != to)
        memcpy(to + shard->first * k, from + shard->first * k,
               shard->n * k * sizeof(*to));
}

void lathe_reshape_forward(const struct lathe_op *op,
                           const struct lathe_shard *shard)
{
    copy(op, shard, op->in, op->out);
}

void lathe_reshape_backward(const struct lathe_op *op,
                            const struct lathe_shard *shard)
{
    copy(op, shard, op->dout, op->din);
}
