#include "nn/layernorm.h"

#include "nn/vec.h"

#include <math.h>

static void forward_row(const struct lathe_op *op, const real *in, real *out,
                        real *stat)
{
    size_t n = lathe_shape_size(op->layer->in);
    real mean = lathe_vec_sum(n, in) / (real)n, inverse;
    double spread = 0;

    for (size_t j = 0; j < n; j++)
        spread += (double)(in[j] - mean) * (double)(in[j] - mean);
    inverse = (real)(1 / sqrt(spread / (double)n + op->layer->eps));
    for (size_t j = 0; j < n; j++)
        out[j] = (in[j] - mean) * inverse * op->weight[j] + op->bias[j];
    stat[0] = mean;
    stat[1] = inverse;
}

void lathe_layernorm_forward(const struct lathe_op *op,
                             const struct lathe_shard *shard)
{
    size_t n = lathe_shape_size(op->layer->in);

    for (size_t i = shard->first; i < shard->first + shard->n; i++)
        forward_row(op, op->in + i * n, op->out + i * n, op->stat + 2 * i);
}

/* With x' the normalised value and g = dy w: dx = (g - mean of g - x' mean of
 * g x') / sqrt(variance + eps). */
static void backward_row(const struct lathe_op *op, size_t row, real *dw,
                         real *db)
{
    size_t n = lathe_shape_size(op->layer->in), at = row * n;
    const real *in = op->in + at, *dout = op->dout + at;
    real mean = op->stat[2 * row], inverse = op->stat[2 * row + 1];
    double sum = 0, sum_x = 0;

    for (size_t j = 0; j < n; j++) {
        real x = (in[j] - mean) * inverse, g = dout[j] * op->weight[j];

        dw[j] += dout[j] * x;
        db[j] += dout[j];
        sum += (double)g;
        sum_x += (double)(g * x);
    }
    if (!op->din)
        return;
    sum /= (double)n;
    sum_x /= (double)n;
    for (size_t j = 0; j < n; j++)
        op->din[at + j] = inverse * (dout[j] * op->weight[j] - (real)sum -
                                     (in[j] - mean) * inverse * (real)sum_x);
}

void lathe_layernorm_backward(const struct lathe_op *op,
                              const struct lathe_shard *shard)
{
    real *dw = shard->grad + op->shard_grad, *db = dw + op->layer->weights;

    for (size_t i = shard->first; i < shard->first + shard->n; i++)
        backward_row(op, i, dw, db);
}

/* ---- groups ------------------------------------------------------------- */

static struct lathe_lanes_layer layer_of(const struct lathe_op *op)
{
    return (struct lathe_lanes_layer){
        .n = lathe_shape_size(op->layer->in), .weight = op->weight,
        .bias = op->bias, .eps = op->layer->eps };
}

void lathe_layernorm_forward_group(const struct lathe_op *op,
                                   const struct lathe_shard *shard)
{
    struct lathe_lanes_layer l = layer_of(op);
    size_t at = shard->first * l.n;

    shard->lanes->center(&l, op->in + at, op->out + at,
                         op->stat + 2 * shard->first);
}

void lathe_layernorm_backward_group(const struct lathe_op *op,
                                    const struct lathe_shard *shard)
{
    struct lathe_lanes_layer l = layer_of(op);
    size_t at = shard->first * l.n;
    real *dw = shard->grad + op->shard_grad;

    shard->lanes->center_back(&l, op->in + at, op->dout + at,
                              op->stat + 2 * shard->first, dw,
                              dw + op->layer->weights,
                              op->din ? op->din + at : NULL);
}
