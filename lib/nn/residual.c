#include "nn/residual.h"

#include <string.h>

/* The numbers of the shard's rows. */
struct span {
    size_t at, n;
};

static struct span span_of(const struct lathe_op *op,
                           const struct lathe_shard *shard)
{
    size_t k = lathe_shape_size(op->layer->out);

    return (struct span){ shard->first * k, shard->n * k };
}

void lathe_residual_open_forward(const struct lathe_op *op,
                                 const struct lathe_shard *shard)
{
    struct span s = span_of(op, shard);

    if (op->out != op->in)
        memcpy(op->out + s.at, op->in + s.at, s.n * sizeof(*op->out));
}

void lathe_residual_open_backward(const struct lathe_op *op,
                                  const struct lathe_shard *shard)
{
    struct span s = span_of(op, shard);

    if (!op->din)
        return;
    if (op->din != op->dout)
        memcpy(op->din + s.at, op->dout + s.at, s.n * sizeof(*op->din));
    shard->lanes->map.add(s.n, op->din + s.at, op->partner->dout + s.at);
}

void lathe_residual_close_forward(const struct lathe_op *op,
                                  const struct lathe_shard *shard)
{
    struct span s = span_of(op, shard);

    shard->lanes->map.sum(s.n, op->in + s.at, op->partner->out + s.at,
                          op->out + s.at);
}

void lathe_residual_close_backward(const struct lathe_op *op,
                                   const struct lathe_shard *shard)
{
    struct span s = span_of(op, shard);

    if (op->din)
        memcpy(op->din + s.at, op->dout + s.at, s.n * sizeof(*op->din));
}
