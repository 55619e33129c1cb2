#include "nn/dropout.h"

#include "base/rng.h"

#include <string.h>

/* A row has 2^16 blocks of 4 numbers in the counter of its step, more than
 * the largest layer; rows of a batch stay below 2^32. */
static void draw(const struct lathe_op *op, const struct lathe_shard *shard,
                 size_t row, size_t k, size_t step, uint32_t *mark)
{
    struct lathe_rng r = lathe_rng_stream(
        shard->seed ^ (shard->base + row) << 32, LATHE_RNG_DROPOUT, op->index,
        shard->step);
    uint32_t word[4];

    for (size_t j = 0; j < k; j++) {
        if (j % 4 == 0)
            lathe_rng_block(&r, j / 4, word);
        mark[j * step] = word[j % 4];
    }
}

void lathe_dropout_forward(const struct lathe_op *op,
                           const struct lathe_shard *shard)
{
    size_t k = lathe_shape_size(op->layer->out);
    uint32_t below = (uint32_t)(op->layer->rate * 4294967296.0);
    real factor = (real)(1 / (1 - op->layer->rate));

    for (size_t i = shard->first; i < shard->first + shard->n; i++) {
        const real *in = op->in + i * k;
        real *out = op->out + i * k;
        uint32_t *mark = op->mark + i * k;

        if (!shard->training) {
            if (in != out)
                memcpy(out, in, k * sizeof(*out));
            continue;
        }
        draw(op, shard, i, k, 1, mark);
        for (size_t j = 0; j < k; j++) {
            mark[j] = mark[j] >= below;
            out[j] = mark[j] ? in[j] * factor : 0;
        }
    }
}

void lathe_dropout_forward_group(const struct lathe_op *op,
                                 const struct lathe_shard *shard)
{
    const size_t k = lathe_shape_size(op->layer->out), width = shard->n;
    const size_t at = shard->first * k;
    uint32_t below = (uint32_t)(op->layer->rate * 4294967296.0);
    real factor = (real)(1 / (1 - op->layer->rate));
    const real *in = op->in + at;
    real *out = op->out + at;
    uint32_t *mark = op->mark + at;

    if (!shard->training) {
        if (in != out)
            memcpy(out, in, k * width * sizeof(*out));
        return;
    }
    memset(mark, 0, k * width * sizeof(*mark));
    for (size_t i = 0; i < shard->live; i++)
        draw(op, shard, shard->first + i, k, width, mark + i);
    for (size_t j = 0; j < k * width; j++) {
        mark[j] = mark[j] >= below;
        out[j] = mark[j] ? in[j] * factor : 0;
    }
}

void lathe_dropout_backward(const struct lathe_op *op,
                            const struct lathe_shard *shard)
{
    size_t k = lathe_shape_size(op->layer->out), at = shard->first * k;
    real factor = (real)(1 / (1 - op->layer->rate));

    if (!op->din)
        return;
    for (size_t j = at; j < at + shard->n * k; j++)
        op->din[j] = op->mark[j] ? op->dout[j] * factor : 0;
}
