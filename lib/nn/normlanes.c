#include "nn/normlanes.h"

#include "nn/batchnorm.h"

/* Channel j of the group that begins at row `first`. */
struct channel {
    struct lathe_lanes_norm norm;
    size_t at;                  /* of its numbers in the arrays */
};

static struct channel channel_of(const struct lathe_op *op,
                                 const struct lathe_shard *shard, size_t first,
                                 size_t live, size_t j)
{
    const struct lathe_shape in = op->layer->in;
    size_t n = (size_t)in.h * in.w * shard->lanes->width;

    return (struct channel){
        .norm = { .n = n, .live = live, .relu = op->relu },
        .at = first * lathe_shape_size(in) + j * n,
    };
}

/* Images of the group `done` rows into the shard. */
static size_t live_of(const struct lathe_shard *shard, size_t done)
{
    size_t left = shard->n - done, width = shard->lanes->width;

    return left < width ? left : width;
}

void lathe_normlanes_measure(const struct lathe_op *op,
                             const struct lathe_shard *shard)
{
    const size_t c = op->layer->in.c, width = shard->lanes->width;
    real *mean = lathe_batchnorm_part(op, shard->index), *spread = mean + c;

    for (size_t j = 0; j < c; j++) {
        struct lathe_batchnorm_moments all = {0};

        for (size_t done = 0; done < shard->n; done += width) {
            size_t live = live_of(shard, done);
            struct channel ch = channel_of(op, shard, shard->first + done,
                                           live, j);
            double n = (double)(ch.norm.n / width * live), off;
            real sum[2];

            /* From one of them: near to all, so that no digits are lost. */
            ch.norm.shift = op->in[ch.at];
            shard->lanes->moments(&ch.norm, op->in + ch.at, sum);
            off = (double)sum[0] / n;
            lathe_batchnorm_add(&all, (struct lathe_batchnorm_moments){
                n, (double)ch.norm.shift + off,
                (double)sum[1] - (double)sum[0] * off });
        }
        mean[j] = (real)all.mean;
        spread[j] = (real)all.spread;
    }
}

void lathe_normlanes_forward(const struct lathe_op *op,
                             const struct lathe_shard *shard)
{
    for (size_t j = 0; j < op->layer->in.c; j++) {
        struct channel ch = channel_of(op, shard, shard->first, shard->n, j);
        real inverse = lathe_batchnorm_scale(op, j, shard->training,
                                             &ch.norm.shift);

        ch.norm.factor = inverse * op->weight[j];
        ch.norm.add = op->bias[j];
        shard->lanes->affine(&ch.norm, op->in + ch.at, op->out + ch.at);
    }
}

void lathe_normlanes_slope(const struct lathe_op *op,
                           const struct lathe_shard *shard)
{
    const size_t c = op->layer->in.c, width = shard->lanes->width;
    const struct lathe_batchnorm_stats s = lathe_batchnorm_stats_of(op);
    real *dw = shard->grad + op->shard_grad, *db = dw + c;

    for (size_t j = 0; j < c; j++) {
        real sum[2] = { db[j], 0 };

        for (size_t done = 0; done < shard->n; done += width) {
            struct channel ch = channel_of(op, shard, shard->first + done,
                                           live_of(shard, done), j);

            ch.norm.shift = s.mean[j];
            shard->lanes->slopes(&ch.norm, op->in + ch.at, op->out + ch.at,
                                 op->dout + ch.at, sum);
        }
        db[j] = sum[0];
        dw[j] += sum[1] * s.inverse[j];
    }
}

void lathe_normlanes_backward(const struct lathe_op *op,
                              const struct lathe_shard *shard)
{
    const struct lathe_batchnorm_stats s = lathe_batchnorm_stats_of(op);

    for (size_t j = 0; op->din && j < op->layer->in.c; j++) {
        struct channel ch = channel_of(op, shard, shard->first, shard->live,
                                       j);

        ch.norm.shift = s.mean[j];
        ch.norm.factor = s.inverse[j] * op->weight[j];
        ch.norm.slope = s.slope[j];
        ch.norm.along = s.slope_x[j] * s.inverse[j];
        shard->lanes->affine_back(&ch.norm, op->in + ch.at, op->out + ch.at,
                                  op->dout + ch.at, op->din + ch.at);
    }
}
