#include "nn/pooling.h"

#include <string.h>

/* A NaN is the largest, so that a loss shows it. */
static bool newer(real v, real top)
{
    return v > top || v != v;
}

/* One channel of one row: in [h x w] -> out [oh x ow]; mark is the place of
 * the largest within the plane. */
static void max_plane(const struct lathe_layer *l, const real *in, real *out,
                      uint32_t *mark)
{
    for (uint32_t y = 0; y < l->out.h; y++) {
        for (uint32_t x = 0; x < l->out.w; x++) {
            uint32_t corner = y * l->sh * l->in.w + x * l->sw;
            uint32_t best = corner;
            for (uint32_t i = 0; i < l->kh; i++) {
                for (uint32_t j = 0; j < l->kw; j++) {
                    uint32_t at = corner + i * l->in.w + j;
                    if (newer(in[at], in[best]))
                        best = at;
                }
            }
            *out++ = in[best];
            *mark++ = best;
        }
    }
}

void lathe_pooling_max_forward(const struct lathe_op *op,
                               const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    size_t from = (size_t)l->in.h * l->in.w, to = (size_t)l->out.h * l->out.w;
    size_t planes = shard->n * l->in.c, first = shard->first * l->in.c;

    for (size_t i = first; i < first + planes; i++)
        max_plane(l, op->in + i * from, op->out + i * to, op->mark + i * to);
}

void lathe_pooling_max_backward(const struct lathe_op *op,
                                const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    size_t from = (size_t)l->in.h * l->in.w, to = (size_t)l->out.h * l->out.w;
    size_t planes = shard->n * l->in.c, first = shard->first * l->in.c;

    if (!op->din)
        return;
    memset(op->din + first * from, 0, planes * from * sizeof(*op->din));
    for (size_t i = first; i < first + planes; i++) {
        real *din = op->din + i * from;
        const real *dout = op->dout + i * to;
        const uint32_t *mark = op->mark + i * to;

        for (size_t j = 0; j < to; j++)
            din[mark[j]] += dout[j];
    }
}

static void mean_plane(const struct lathe_layer *l, const real *in, real *out)
{
    real factor = (real)1 / (real)(l->kh * l->kw);

    for (uint32_t y = 0; y < l->out.h; y++) {
        for (uint32_t x = 0; x < l->out.w; x++) {
            const real *corner = in + (size_t)y * l->sh * l->in.w +
                                 (size_t)x * l->sw;
            real sum = 0;
            for (uint32_t i = 0; i < l->kh; i++)
                for (uint32_t j = 0; j < l->kw; j++)
                    sum += corner[(size_t)i * l->in.w + j];
            *out++ = sum * factor;
        }
    }
}

static void mean_plane_back(const struct lathe_layer *l, const real *dout,
                            real *din)
{
    real factor = (real)1 / (real)(l->kh * l->kw);

    for (uint32_t y = 0; y < l->out.h; y++) {
        for (uint32_t x = 0; x < l->out.w; x++) {
            real *corner = din + (size_t)y * l->sh * l->in.w +
                           (size_t)x * l->sw;
            real share = *dout++ * factor;
            for (uint32_t i = 0; i < l->kh; i++)
                for (uint32_t j = 0; j < l->kw; j++)
                    corner[(size_t)i * l->in.w + j] += share;
        }
    }
}

void lathe_pooling_mean_forward(const struct lathe_op *op,
                                const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    size_t from = (size_t)l->in.h * l->in.w, to = (size_t)l->out.h * l->out.w;
    size_t planes = shard->n * l->in.c, first = shard->first * l->in.c;

    for (size_t i = first; i < first + planes; i++)
        mean_plane(l, op->in + i * from, op->out + i * to);
}

void lathe_pooling_mean_backward(const struct lathe_op *op,
                                 const struct lathe_shard *shard)
{
    const struct lathe_layer *l = op->layer;
    size_t from = (size_t)l->in.h * l->in.w, to = (size_t)l->out.h * l->out.w;
    size_t planes = shard->n * l->in.c, first = shard->first * l->in.c;

    if (!op->din)
        return;
    memset(op->din + first * from, 0, planes * from * sizeof(*op->din));
    for (size_t i = first; i < first + planes; i++)
        mean_plane_back(l, op->dout + i * to, op->din + i * from);
}
