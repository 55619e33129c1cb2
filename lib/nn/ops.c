#include "nn/ops.h"

#include "nn/activation.h"
#include "nn/batchnorm.h"
#include "nn/conv.h"
#include "nn/convlanes.h"
#include "nn/dense.h"
#include "nn/dropout.h"
#include "nn/layernorm.h"
#include "nn/lookup.h"
#include "nn/normlanes.h"
#include "nn/pooling.h"
#include "nn/poollanes.h"
#include "nn/reshape.h"
#include "nn/residual.h"

typedef void op_fn(const struct lathe_op *op, const struct lathe_shard *shard);

struct kind {
    op_fn *forward, *backward;
};

static const struct kind kinds[] = {
    [LATHE_DENSE] = { lathe_dense_forward, lathe_dense_backward },
    [LATHE_CONV] = { lathe_conv_forward, lathe_conv_backward },
    [LATHE_MAXPOOL] = { lathe_pooling_max_forward,
                        lathe_pooling_max_backward },
    [LATHE_AVGPOOL] = { lathe_pooling_mean_forward,
                        lathe_pooling_mean_backward },
    [LATHE_RELU] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_LEAKYRELU] = { lathe_activation_forward,
                          lathe_activation_backward },
    [LATHE_ELU] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_GELU] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_SILU] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_SIGMOID] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_TANH] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_SOFTMAX] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_DROPOUT] = { lathe_dropout_forward, lathe_dropout_backward },
    [LATHE_BATCHNORM] = { lathe_batchnorm_forward, lathe_batchnorm_backward },
    [LATHE_LAYERNORM] = { lathe_layernorm_forward, lathe_layernorm_backward },
    [LATHE_RES] = { lathe_residual_open_forward,
                    lathe_residual_open_backward },
    [LATHE_ADD] = { lathe_residual_close_forward,
                    lathe_residual_close_backward },
    [LATHE_RESHAPE] = { lathe_reshape_forward, lathe_reshape_backward },
    [LATHE_EMBED] = { lathe_lookup_forward, lathe_lookup_backward },
};

/* Of a group of rows: elementwise ones are the same. */
static const struct kind grouped[] = {
    [LATHE_CONV] = { lathe_convlanes_forward, lathe_convlanes_backward },
    [LATHE_MAXPOOL] = { lathe_poollanes_max_forward,
                        lathe_poollanes_max_backward },
    [LATHE_AVGPOOL] = { lathe_poollanes_mean_forward,
                        lathe_poollanes_mean_backward },
    [LATHE_BATCHNORM] = { lathe_normlanes_forward, lathe_normlanes_backward },
    [LATHE_LAYERNORM] = { lathe_layernorm_forward_group,
                          lathe_layernorm_backward_group },
    [LATHE_DROPOUT] = { lathe_dropout_forward_group, lathe_dropout_backward },
    [sizeof(kinds) / sizeof(kinds[0]) - 1] = { NULL, NULL },
};

static const struct kind *kind_of(const struct lathe_op *op)
{
    enum lathe_layer_kind k = op->layer->kind;

    return op->grouped && grouped[k].forward ? &grouped[k] : &kinds[k];
}

/* Ops [from, to) on a group of rows, which is whole to them: what lies behind
 * the shard's n rows are zeros. */
static void group_forward(const struct lathe_work *work, size_t from,
                          size_t to, const struct lathe_shard *shard)
{
    const struct lathe_op *op = work->op, *first = &op[from],
                          *last = &op[to - 1];
    const size_t width = shard->lanes->width, at = shard->first;
    const size_t in = lathe_shape_size(first->layer->in);
    const size_t out = lathe_shape_size(last->layer->out);
    struct lathe_shard whole = *shard;

    whole.n = width;
    whole.live = shard->n;
    if (first->rows_in)
        shard->lanes->enter(shard->n, in, first->rows_in + at * in,
                            first->in + at * in);
    for (size_t i = from; i < to; i++)
        if (!op[i].idle)
            kind_of(&op[i])->forward(&op[i], &whole);
    if (last->rows_out)
        shard->lanes->leave(shard->n, out, last->out + at * out,
                            last->rows_out + at * out);
}

static void group_backward(const struct lathe_work *work, size_t from,
                           size_t to, const struct lathe_shard *shard)
{
    const struct lathe_op *op = work->op, *first = &op[from],
                          *last = &op[to - 1];
    const size_t width = shard->lanes->width, at = shard->first;
    const size_t in = lathe_shape_size(first->layer->in);
    const size_t out = lathe_shape_size(last->layer->out);
    struct lathe_shard whole = *shard;

    whole.n = width;
    whole.live = shard->n;
    if (last->rows_dout)
        shard->lanes->enter(shard->n, out, last->rows_dout + at * out,
                            last->dout + at * out);
    for (size_t i = to; i-- > from;)
        if (!op[i].idle_back)
            kind_of(&op[i])->backward(&op[i], &whole);
    if (first->rows_din)
        shard->lanes->leave(shard->n, in, first->din + at * in,
                            first->rows_din + at * in);
}

typedef void group_fn(const struct lathe_work *work, size_t from, size_t to,
                      const struct lathe_shard *shard);

/* One group after the other goes through all the ops of a run, so that it
 * stays in the cache. */
static void each_group(const struct lathe_work *work, size_t from, size_t to,
                       const struct lathe_shard *shard, group_fn *fn)
{
    struct lathe_shard group = *shard;
    size_t width = shard->lanes->width;

    for (size_t done = 0; done < shard->n; done += width) {
        group.first = shard->first + done;
        group.n = shard->n - done < width ? shard->n - done : width;
        fn(work, from, to, &group);
    }
}

void lathe_ops_forward(const struct lathe_work *work, size_t from, size_t to,
                       const struct lathe_shard *shard)
{
    const struct lathe_op *op = work->op;
    size_t end;

    for (size_t i = from; i < to; i = end) {
        end = i + 1;
        if (!op[i].grouped) {
            if (!op[i].idle)
                kind_of(&op[i])->forward(&op[i], shard);
            continue;
        }
        while (end < to && op[end].grouped)
            end++;
        each_group(work, i, end, shard, group_forward);
    }
}

void lathe_ops_backward(const struct lathe_work *work, size_t from, size_t to,
                        const struct lathe_shard *shard)
{
    const struct lathe_op *op = work->op;
    size_t start;

    for (size_t i = to; i > from; i = start) {
        start = i - 1;
        if (!op[start].grouped) {
            if (!op[start].idle_back)
                kind_of(&op[start])->backward(&op[start], shard);
            continue;
        }
        while (start > from && op[start - 1].grouped)
            start--;
        each_group(work, start, i, shard, group_backward);
    }
}

void lathe_ops_measure(const struct lathe_op *op,
                       const struct lathe_shard *shard)
{
    (op->grouped ? lathe_normlanes_measure
                 : lathe_batchnorm_measure)(op, shard);
}

void lathe_ops_slope(const struct lathe_op *op,
                     const struct lathe_shard *shard)
{
    (op->grouped ? lathe_normlanes_slope : lathe_batchnorm_slope)(op, shard);
}

void lathe_ops_turn(const struct lathe_work *work, const struct lathe_op *op)
{
    if (op->layer->kind == LATHE_DENSE)
        lathe_dense_turn(op, &work->lanes->map, 0, op->dense);
    else if (op->layer->kind == LATHE_CONV && op->grouped)
        lathe_convlanes_turn(op, work->lanes);
}
