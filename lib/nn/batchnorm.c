#include "nn/batchnorm.h"

#include "nn/vec.h"

#include <math.h>
#include <string.h>

struct lathe_batchnorm_stats lathe_batchnorm_stats_of(
    const struct lathe_op *op)
{
    size_t c = op->layer->in.c;

    return (struct lathe_batchnorm_stats){ op->stat, op->stat + c,
                                           op->stat + 2 * c,
                                           op->stat + 3 * c };
}

real *lathe_batchnorm_part(const struct lathe_op *op, size_t shard)
{
    return op->stat + (4 + 2 * shard) * op->layer->in.c;
}

size_t lathe_batchnorm_room(const struct lathe_layer *l, size_t shards)
{
    return (4 + 2 * shards) * l->in.c;
}

static size_t plane_of(const struct lathe_layer *l)
{
    return (size_t)l->in.h * l->in.w;
}

/* ---- sums of a plane, in an order that its size alone decides ------------ */

static real fold(const real lane[8], real rest)
{
    return ((lane[0] + lane[4]) + (lane[1] + lane[5])) +
           ((lane[2] + lane[6]) + (lane[3] + lane[7])) + rest;
}

/* Of (v - shift)^2. */
static real squares(size_t n, const real *v, real shift)
{
    real lane[8] = {0}, rest = 0;
    size_t i = 0;

    for (; i + 8 <= n; i += 8)
        for (size_t j = 0; j < 8; j++)
            lane[j] += (v[i + j] - shift) * (v[i + j] - shift);
    for (; i < n; i++)
        rest += (v[i] - shift) * (v[i] - shift);
    return fold(lane, rest);
}

/* Of d (v - shift). */
static real products(size_t n, const real *d, const real *v, real shift)
{
    real lane[8] = {0}, rest = 0;
    size_t i = 0;

    for (; i + 8 <= n; i += 8)
        for (size_t j = 0; j < 8; j++)
            lane[j] += d[i + j] * (v[i + j] - shift);
    for (; i < n; i++)
        rest += d[i] * (v[i] - shift);
    return fold(lane, rest);
}

/* out = (in - shift) * factor + add */
static void affine(size_t n, const real *restrict in, real *restrict out,
                   real shift, real factor, real add)
{
    size_t i = 0;

    for (; i + 16 <= n; i += 16)
        for (size_t j = 0; j < 16; j++)
            out[i + j] = (in[i + j] - shift) * factor + add;
    for (; i < n; i++)
        out[i] = (in[i] - shift) * factor + add;
}

/* ---- forward ------------------------------------------------------------ */

/* A table: the channels of a row lie side by side, one value of each. */
static void measure_table(size_t rows, size_t c, const real *in,
                          real *restrict mean, real *restrict spread)
{
    memset(mean, 0, 2 * c * sizeof(*mean));
    for (size_t i = 0; i < rows; i++)
        lathe_vec_add(c, mean, in + i * c);
    for (size_t j = 0; j < c; j++)
        mean[j] /= (real)rows;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < c; j++) {
            real e = in[i * c + j] - mean[j];
            spread[j] += e * e;
        }
}

void lathe_batchnorm_measure(const struct lathe_op *op,
                             const struct lathe_shard *shard)
{
    size_t c = op->layer->in.c, plane = plane_of(op->layer);
    const real *in = op->in + shard->first * c * plane;
    real *mean = lathe_batchnorm_part(op, shard->index), *spread = mean + c;

    if (plane == 1) {
        measure_table(shard->n, c, in, mean, spread);
        return;
    }
    for (size_t j = 0; j < c; j++) {
        double sum = 0, square = 0;

        for (size_t i = 0; i < shard->n; i++)
            sum += (double)lathe_vec_sum(plane, in + (i * c + j) * plane);
        mean[j] = (real)(sum / (double)(shard->n * plane));
        for (size_t i = 0; i < shard->n; i++)
            square += (double)squares(plane, in + (i * c + j) * plane,
                                      mean[j]);
        spread[j] = (real)square;
    }
}

/* Chan, Golub and LeVeque 1983, "Algorithms for computing the sample
 * variance". */
void lathe_batchnorm_add(struct lathe_batchnorm_moments *a,
                         struct lathe_batchnorm_moments b)
{
    double n = a->n + b.n, gap = b.mean - a->mean;

    a->spread += b.spread + gap * gap * (a->n * b.n / n);
    a->mean += gap * (b.n / n);
    a->n = n;
}

static real inverse_of(double variance, const struct lathe_layer *l)
{
    return (real)(1 / sqrt(variance + l->eps));
}

static void move(real *running, double momentum, double to)
{
    *running = (real)((1 - momentum) * (double)*running + momentum * to);
}

void lathe_batchnorm_join(const struct lathe_op *op,
                          const struct lathe_batchnorm_cut *cut)
{
    const struct lathe_layer *l = op->layer;
    struct lathe_batchnorm_stats s = lathe_batchnorm_stats_of(op);
    size_t c = l->in.c, plane = plane_of(l);

    for (size_t j = 0; j < c; j++) {
        struct lathe_batchnorm_moments m = {0};

        if (op->frozen) {
            s.mean[j] = op->running[j];
            s.inverse[j] = inverse_of((double)op->running[c + j], l);
            continue;
        }
        for (size_t i = 0; i < cut->shards; i++) {
            size_t left = cut->n - i * cut->rows;
            size_t rows = left < cut->rows ? left : cut->rows;
            const real *part = lathe_batchnorm_part(op, i);

            lathe_batchnorm_add(&m, (struct lathe_batchnorm_moments){
                (double)(rows * plane), (double)part[j],
                (double)part[c + j] });
        }
        s.mean[j] = (real)m.mean;
        s.inverse[j] = inverse_of(m.spread / m.n, l);
        move(&op->running[j], l->momentum, m.mean);
        move(&op->running[c + j], l->momentum,
             m.spread / (m.n > 1 ? m.n - 1 : 1));
    }
}

real lathe_batchnorm_scale(const struct lathe_op *op, size_t j, bool training,
                           real *mean)
{
    struct lathe_batchnorm_stats s = lathe_batchnorm_stats_of(op);

    *mean = training ? s.mean[j] : op->running[j];
    return training ? s.inverse[j]
                    : inverse_of((double)op->running[op->layer->in.c + j],
                                 op->layer);
}

static void normalise_row(const struct lathe_op *op, const real *in, real *out,
                          bool training)
{
    size_t c = op->layer->in.c, plane = plane_of(op->layer);

    for (size_t j = 0; j < c; j++, in += plane, out += plane) {
        real mean, inverse = lathe_batchnorm_scale(op, j, training, &mean);

        affine(plane, in, out, mean, inverse * op->weight[j], op->bias[j]);
    }
}

void lathe_batchnorm_forward(const struct lathe_op *op,
                             const struct lathe_shard *shard)
{
    size_t size = lathe_shape_size(op->layer->in);

    for (size_t i = shard->first; i < shard->first + shard->n; i++)
        normalise_row(op, op->in + i * size, op->out + i * size,
                      shard->training);
}

/* ---- backward ----------------------------------------------------------- */

void lathe_batchnorm_slope(const struct lathe_op *op,
                           const struct lathe_shard *shard)
{
    struct lathe_batchnorm_stats s = lathe_batchnorm_stats_of(op);
    size_t c = op->layer->in.c, plane = plane_of(op->layer);
    size_t at = shard->first * c * plane;
    real *dw = shard->grad + op->shard_grad, *db = dw + c;

    for (size_t i = 0; i < shard->n; i++)
        for (size_t j = 0; j < c; j++, at += plane) {
            const real *d = op->dout + at;

            dw[j] += products(plane, d, op->in + at, s.mean[j]) *
                     s.inverse[j];
            db[j] += lathe_vec_sum(plane, d);
        }
}

void lathe_batchnorm_join_slope(const struct lathe_op *op, const real *grad,
                                size_t each,
                                const struct lathe_batchnorm_cut *cut)
{
    struct lathe_batchnorm_stats s = lathe_batchnorm_stats_of(op);
    size_t c = op->layer->in.c;
    double values = (double)(cut->n * plane_of(op->layer));

    grad += op->shard_grad;
    for (size_t j = 0; j < c; j++) {
        double dw = 0, db = 0;

        for (size_t i = 0; i < cut->shards; i++) {
            dw += (double)grad[i * each + j];
            db += (double)grad[i * each + c + j];
        }
        s.slope[j] = op->frozen ? 0 : (real)(db / values);
        s.slope_x[j] = op->frozen ? 0 : (real)(dw / values);
    }
}

/* dx = (dy - mean of dy - x' mean of dy x') w / sqrt(variance + eps), with x'
 * the normalised value. */
void lathe_batchnorm_backward(const struct lathe_op *op,
                              const struct lathe_shard *shard)
{
    struct lathe_batchnorm_stats s = lathe_batchnorm_stats_of(op);
    size_t c = op->layer->in.c, plane = plane_of(op->layer);
    size_t at = shard->first * c * plane;

    if (!op->din)
        return;
    for (size_t i = 0; i < shard->n; i++)
        for (size_t j = 0; j < c; j++) {
            real factor = s.inverse[j] * op->weight[j];
            real along = s.slope_x[j] * s.inverse[j];

            for (size_t e = 0; e < plane; e++, at++)
                op->din[at] = factor * (op->dout[at] - s.slope[j] -
                                        (op->in[at] - s.mean[j]) * along);
        }
}
