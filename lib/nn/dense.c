#include "nn/dense.h"

#include "nn/gemm.h"
#include "nn/small.h"
#include "nn/vec.h"

#include <string.h>

static const uint32_t *hot_places(const struct lathe_batch *b, size_t i)
{
    return b->x->hot + lathe_batch_row(b, i) * b->x->hots;
}

void lathe_dense_forward(const struct lathe_op *op,
                         const struct lathe_shard *shard)
{
    size_t k = op->layer->out.c, d = op->dense;
    const real *in = op->in + shard->first * d;
    real *out = op->out + shard->first * k;

    for (size_t i = 0; i < shard->n; i++)
        memcpy(out + i * k, op->bias, k * sizeof(*out));
    lathe_gemm_nn(shard->n, k, d, in, d, op->weight, k, out, k, true);
    if (!op->hot)
        return;
    for (size_t i = 0; i < shard->n; i++) {
        const uint32_t *hot = hot_places(shard->batch, shard->first + i);
        for (size_t j = 0; j < shard->batch->x->hots; j++)
            if (hot[j] != LATHE_COLD)
                lathe_vec_add(k, out + i * k, op->weight + hot[j] * k);
    }
}

void lathe_dense_backward(const struct lathe_op *op,
                          const struct lathe_shard *shard)
{
    size_t k = op->layer->out.c, d = op->dense;

    if (!op->din)
        return;
    lathe_gemm_nn(shard->n, d, k, op->dout + shard->first * k, k, op->turned,
                  d, op->din + shard->first * d, d, false);
}

void lathe_dense_turn(const struct lathe_op *op, size_t from, size_t to)
{
    size_t k = op->layer->out.c, d = op->dense;

    if (op->turned)
        lathe_small_transpose(to - from, k, op->weight + from * k, k,
                              op->turned + from, d);
}

static void scatter(const struct lathe_op *op, const struct lathe_batch *b,
                    size_t from, size_t to, real *dw)
{
    size_t k = op->layer->out.c;

    for (size_t i = 0; i < b->n; i++) {
        const uint32_t *hot = hot_places(b, i);
        for (size_t j = 0; j < b->x->hots; j++)
            if (hot[j] >= from && hot[j] < to)  /* never a cold one */
                lathe_vec_add(k, dw + (hot[j] - from) * k, op->dout + i * k);
    }
}

void lathe_dense_weight_grad(const struct lathe_op *op,
                             const struct lathe_batch *batch, size_t from,
                             size_t to, real *dw, bool add)
{
    size_t k = op->layer->out.c, d = op->dense;
    size_t end = to < d ? to : d;

    if (from < end)
        lathe_gemm_tn(end - from, k, batch->n, op->in + from, d, op->dout, k,
                      dw, k, add);
    if (!op->hot || to <= d)
        return;
    if (from < d) {
        dw += (d - from) * k;
        from = d;
    }
    if (!add)
        memset(dw, 0, (to - from) * k * sizeof(*dw));
    scatter(op, batch, from, to, dw);
}

void lathe_dense_bias_grad(const struct lathe_op *op, size_t rows, real *db,
                           bool add)
{
    size_t k = op->layer->out.c;

    if (!add)
        memset(db, 0, k * sizeof(*db));
    for (size_t i = 0; i < rows; i++)
        lathe_vec_add(k, db, op->dout + i * k);
}
