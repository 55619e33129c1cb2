#include "nn/activation.h"

#include <tgmath.h>

/* One row of k; the largest is taken off first, so that nothing overflows. */
static void softmax(size_t k, const real *in, real *out)
{
    real top = in[0], sum = 0;

    for (size_t j = 1; j < k; j++)
        top = in[j] > top ? in[j] : top;
    for (size_t j = 0; j < k; j++) {
        out[j] = exp(in[j] - top);
        sum += out[j];
    }
    for (size_t j = 0; j < k; j++)
        out[j] /= sum;
}

static void softmax_back(size_t k, const real *out, const real *dout,
                         real *din)
{
    real sum = 0;

    for (size_t j = 0; j < k; j++)
        sum += dout[j] * out[j];
    for (size_t j = 0; j < k; j++)
        din[j] = out[j] * (dout[j] - sum);
}

void lathe_activation_forward(const struct lathe_op *op,
                              const struct lathe_shard *shard)
{
    const struct lathe_maps *map = &shard->lanes->map;
    size_t k = lathe_shape_size(op->layer->out), n = shard->n * k;
    real slope = (real)op->layer->slope;
    const real *in = op->in + shard->first * k;
    real *out = op->out + shard->first * k;

    switch (op->layer->kind) {
    case LATHE_RELU:
        map->relu(n, in, out);
        break;
    case LATHE_LEAKYRELU:
        map->leaky(n, slope, in, out);
        break;
    case LATHE_ELU:
        map->elu(n, slope, in, out);
        break;
    case LATHE_GELU:
        map->gelu(n, in, out);
        break;
    case LATHE_SILU:
        map->silu(n, in, out);
        break;
    case LATHE_SIGMOID:
        map->sigmoid(n, in, out);
        break;
    case LATHE_TANH:
        map->tangent(n, in, out);
        break;
    default:
        for (size_t i = 0; i < shard->n; i++)
            softmax(k, in + i * k, out + i * k);
        break;
    }
}

void lathe_activation_backward(const struct lathe_op *op,
                               const struct lathe_shard *shard)
{
    const struct lathe_maps *map = &shard->lanes->map;
    size_t k = lathe_shape_size(op->layer->out), n = shard->n * k;
    size_t at = shard->first * k;
    real slope = (real)op->layer->slope;
    const real *in = op->in + at, *out = op->out + at, *dout = op->dout + at;
    real *din = op->din ? op->din + at : NULL;

    if (!din)
        return;
    switch (op->layer->kind) {
    case LATHE_RELU:
        map->relu_back(n, out, dout, din);
        break;
    case LATHE_LEAKYRELU:
        map->leaky_back(n, slope, out, dout, din);
        break;
    case LATHE_ELU:
        map->elu_back(n, slope, out, dout, din);
        break;
    case LATHE_GELU:
        map->gelu_back(n, in, dout, din);
        break;
    case LATHE_SILU:
        map->silu_back(n, in, dout, din);
        break;
    case LATHE_SIGMOID:
        map->sigmoid_back(n, out, dout, din);
        break;
    case LATHE_TANH:
        map->tangent_back(n, out, dout, din);
        break;
    default:
        for (size_t i = 0; i < shard->n; i++)
            softmax_back(k, out + i * k, dout + i * k, din + i * k);
        break;
    }
}
