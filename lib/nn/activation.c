#include "nn/activation.h"

#include "nn/vec.h"

#include <tgmath.h>

static void sigmoid_back(size_t n, const real *out, const real *dout,
                         real *din)
{
    for (size_t i = 0; i < n; i++)
        din[i] = dout[i] * out[i] * (1 - out[i]);
}

static void tangent_back(size_t n, const real *out, const real *dout,
                         real *din)
{
    for (size_t i = 0; i < n; i++)
        din[i] = dout[i] * (1 - out[i] * out[i]);
}

static void leaky(size_t n, real slope, const real *in, real *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = in[i] < 0 ? slope * in[i] : in[i];
}

/* A slope of 0 leaves -0 or 0 below: neither is above 0. */
static void leaky_back(size_t n, real slope, const real *out,
                       const real *dout, real *din)
{
    for (size_t i = 0; i < n; i++)
        din[i] = out[i] > 0 ? dout[i] : slope * dout[i];
}

static void elu(size_t n, real slope, const real *in, real *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = in[i] < 0 ? slope * expm1(in[i]) : in[i];
}

/* slope e^x = out + slope */
static void elu_back(size_t n, real slope, const real *out, const real *dout,
                     real *din)
{
    for (size_t i = 0; i < n; i++)
        din[i] = out[i] > 0 ? dout[i] : dout[i] * (out[i] + slope);
}

static void gelu(size_t n, const real *in, real *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = in[i] * (real)0.5 * erfc(in[i] * (real)-0.70710678118654752);
}

/* P + x p with the normal distribution's P(x) and density p(x). */
static void gelu_back(size_t n, const real *in, const real *dout, real *din)
{
    for (size_t i = 0; i < n; i++) {
        real x = in[i];
        real share = (real)0.5 * erfc(x * (real)-0.70710678118654752);
        real density = (real)0.39894228040143268 * exp(x * x * (real)-0.5);

        din[i] = dout[i] * (share + x * density);
    }
}

static void silu(size_t n, const real *in, real *out)
{
    for (size_t i = 0; i < n; i++) {
        real e = exp(-fabs(in[i]));
        out[i] = in[i] * ((in[i] >= 0 ? 1 : e) / (1 + e));
    }
}

static void silu_back(size_t n, const real *in, const real *dout, real *din)
{
    for (size_t i = 0; i < n; i++) {
        real e = exp(-fabs(in[i]));
        real s = (in[i] >= 0 ? 1 : e) / (1 + e);

        din[i] = dout[i] * s * (1 + in[i] * (1 - s));
    }
}

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
    size_t k = lathe_shape_size(op->layer->out), n = shard->n * k;
    const real *in = op->in + shard->first * k;
    real *out = op->out + shard->first * k;

    switch (op->layer->kind) {
    case LATHE_RELU:
        shard->lanes->relu(n, in, out);
        break;
    case LATHE_LEAKYRELU:
        leaky(n, (real)op->layer->slope, in, out);
        break;
    case LATHE_ELU:
        elu(n, (real)op->layer->slope, in, out);
        break;
    case LATHE_GELU:
        gelu(n, in, out);
        break;
    case LATHE_SILU:
        silu(n, in, out);
        break;
    case LATHE_SIGMOID:
        shard->lanes->sigmoid(n, in, out);
        break;
    case LATHE_TANH:
        shard->lanes->tangent(n, in, out);
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
    size_t k = lathe_shape_size(op->layer->out), n = shard->n * k;
    size_t at = shard->first * k;
    const real *in = op->in + at, *out = op->out + at, *dout = op->dout + at;

    if (!op->din)
        return;
    switch (op->layer->kind) {
    case LATHE_RELU:
        shard->lanes->relu_back(n, out, dout, op->din + at);
        break;
    case LATHE_LEAKYRELU:
        leaky_back(n, (real)op->layer->slope, out, dout, op->din + at);
        break;
    case LATHE_ELU:
        elu_back(n, (real)op->layer->slope, out, dout, op->din + at);
        break;
    case LATHE_GELU:
        gelu_back(n, in, dout, op->din + at);
        break;
    case LATHE_SILU:
        silu_back(n, in, dout, op->din + at);
        break;
    case LATHE_SIGMOID:
        sigmoid_back(n, out, dout, op->din + at);
        break;
    case LATHE_TANH:
        tangent_back(n, out, dout, op->din + at);
        break;
    default:
        for (size_t i = 0; i < shard->n; i++)
            softmax_back(k, out + i * k, dout + i * k, op->din + at + i * k);
        break;
    }
}
