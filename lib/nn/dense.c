#include "nn/dense.h"

#include "nn/gemm.h"

#include <string.h>

void lathe_dense_forward(const struct lathe_op *op,
                         const struct lathe_shard *shard)
{
    size_t k = op->layer->out.c, d = op->dense;
    const real *in = op->in + shard->first * d;
    real *out = op->out + shard->first * k;

    for (size_t i = 0; i < shard->n; i++)
        memcpy(out + i * k, op->bias, k * sizeof(*out));
    lathe_gemm_nn(shard->n, k, d, in, d, op->weight, k, out, k, true);
    for (size_t i = 0; op->spots && i < shard->n; i++)
        shard->lanes->map.add_rows(k, op->spots, op->spot + (shard->first + i) *
                                   op->spots, op->weight, out + i * k);
}

void lathe_dense_backward(const struct lathe_op *op,
                          const struct lathe_shard *shard)
{
    size_t k = op->layer->out.c, d = op->dense, skip = op->skip;

    if (!op->din)
        return;
    lathe_gemm_nn(shard->n, d - skip, k, op->dout + shard->first * k, k,
                  op->turned + skip, d, op->din + shard->first * d + skip, d,
                  false);
}

void lathe_dense_turn(const struct lathe_op *op, const struct lathe_maps *map,
                      size_t from, size_t to)
{
    size_t k = op->layer->out.c, d = op->dense;

    to = to < d ? to : d;
    if (op->turned && from < to)
        map->turn(to - from, k, op->weight + from * k, k, op->turned + from,
                  d);
}

void lathe_dense_weight_grad(const struct lathe_op *op,
                             const struct lathe_maps *map, size_t rows,
                             size_t from, size_t to, real *dw, bool add)
{
    size_t k = op->layer->out.c, d = op->dense;
    size_t end = to < d ? to : d;

    if (from < end)
        lathe_gemm_tn(end - from, k, rows, op->in + from, d, op->dout, k, dw,
                      k, add);
    if (!op->spots || to <= d)
        return;
    if (from < d) {
        dw += (d - from) * k;
        from = d;
    }
    if (!add)
        memset(dw, 0, (to - from) * k * sizeof(*dw));
    map->scatter(k, rows, op->spots, op->spot, from, to, op->dout, dw);
}

void lathe_dense_bias_grad(const struct lathe_op *op,
                           const struct lathe_maps *map, size_t rows, real *db,
                           bool add)
{
    size_t k = op->layer->out.c;

    if (!add)
        memset(db, 0, k * sizeof(*db));
    map->sum_rows(k, rows, op->dout, db);
}
