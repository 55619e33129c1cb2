#include "nn/dense.h"

#include "nn/gemm.h"

#include <string.h>

/* The weights, with the bias behind them. */
static const real *params_of(const struct lathe_op *op,
                             const struct lathe_shard *shard)
{
    return op->apart && shard->training ? shard->grad + op->shard_grad
                                        : op->weight;
}

void lathe_dense_forward(const struct lathe_op *op,
                         const struct lathe_shard *shard)
{
    size_t k = op->layer->out.c, d = op->dense;
    const real *weight = params_of(op, shard);
    const struct lathe_small_end end = {
        .bias = weight + op->layer->weights,
        .relu = op->relu && !op->spots,
    };
    const real *in = op->in + shard->first * d;
    real *out = op->out + shard->first * k;

    lathe_gemm_ended(shard->n, k, d, in, d, weight, k, out, k, &end);
    for (size_t i = 0; op->spots && i < shard->n; i++)
        shard->lanes->map.add_rows(k, op->spots, op->spot + (shard->first + i) *
                                   op->spots, weight, op->relu, out + i * k);
}

static void input_grad(const struct lathe_op *op,
                       const struct lathe_shard *shard)
{
    size_t k = op->layer->out.c, d = op->dense, skip = op->skip;
    const real *turned = op->apart ? shard->scratch : op->turned;
    size_t at = shard->first * d + skip;
    const struct lathe_small_end end = { .sign = op->masks ? op->in + at : NULL,
                                         .lds = d };

    if (op->apart)
        shard->lanes->map.turn(d, k, params_of(op, shard), k, shard->scratch,
                               d);
    lathe_gemm_ended(shard->n, d - skip, k, op->dout + shard->first * k, k,
                     turned + skip, d, op->din + at, d, &end);
}

void lathe_dense_backward(const struct lathe_op *op,
                          const struct lathe_shard *shard)
{
    real *dw = shard->grad + op->shard_grad;

    if (op->din)
        input_grad(op, shard);
    if (!op->apart)
        return;
    lathe_dense_weight_grad(op, shard, 0, lathe_shape_size(op->layer->in), dw,
                            false);
    lathe_dense_bias_grad(op, shard, dw + op->layer->weights, false);
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
                             const struct lathe_shard *shard, size_t from,
                             size_t to, real *dw, bool add)
{
    size_t k = op->layer->out.c, d = op->dense, at = shard->first;
    size_t end = to < d ? to : d;
    const real *dout = op->dout + at * k;

    if (from < end)
        lathe_gemm_tn(end - from, k, shard->n, op->in + at * d + from, d, dout,
                      k, dw, k, add);
    if (!op->spots || to <= d)
        return;
    if (from < d) {
        dw += (d - from) * k;
        from = d;
    }
    if (!add)
        memset(dw, 0, (to - from) * k * sizeof(*dw));
    shard->lanes->map.scatter(k, shard->n, op->spots,
                              op->spot + at * op->spots, from, to, dout, dw);
}

void lathe_dense_bias_grad(const struct lathe_op *op,
                           const struct lathe_shard *shard, real *db, bool add)
{
    size_t k = op->layer->out.c;

    if (!add)
        memset(db, 0, k * sizeof(*db));
    shard->lanes->map.sum_rows(k, shard->n, op->dout + shard->first * k, db);
}
