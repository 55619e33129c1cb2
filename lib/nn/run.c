#include "nn/run.h"

#include "nn/activation.h"
#include "nn/conv.h"
#include "nn/dense.h"
#include "nn/dropout.h"
#include "nn/gather.h"
#include "nn/pooling.h"

#include <assert.h>
#include <string.h>

typedef void op_fn(const struct lathe_op *op, const struct lathe_shard *shard);

static const struct {
    op_fn *forward, *backward;
} kinds[] = {
    [LATHE_DENSE] = { lathe_dense_forward, lathe_dense_backward },
    [LATHE_CONV] = { lathe_conv_forward, lathe_conv_backward },
    [LATHE_MAXPOOL] = { lathe_pooling_max_forward,
                        lathe_pooling_max_backward },
    [LATHE_AVGPOOL] = { lathe_pooling_mean_forward,
                        lathe_pooling_mean_backward },
    [LATHE_RELU] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_SIGMOID] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_TANH] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_SOFTMAX] = { lathe_activation_forward, lathe_activation_backward },
    [LATHE_DROPOUT] = { lathe_dropout_forward, lathe_dropout_backward },
};

/* One pass over at most plan->cap rows. */
struct pass {
    struct lathe_plan *plan;
    const struct lathe_step *step;      /* NULL: evaluation */
    struct lathe_batch batch;           /* the rows of this pass */
    size_t base;                        /* its first row in the whole batch */
    size_t shard_rows, shards;
    bool add, update;                   /* gradients add; the update is due */
    real scale;                         /* 1 / rows of the whole batch */
    struct lathe_tally tally[LATHE_PLAN_SHARDS];
};

/* ---- round 1: shards of rows -------------------------------------------- */

static void backward(const struct lathe_plan *plan,
                     const struct lathe_shard *shard)
{
    memset(shard->grad, 0, plan->shard_grads * sizeof(*shard->grad));
    for (size_t i = plan->net->n; i-- > plan->first_op;)
        kinds[plan->op[i].layer->kind].backward(&plan->op[i], shard);
}

static void run_shard(void *ctx, size_t tile, int thread)
{
    struct pass *p = ctx;
    struct lathe_plan *plan = p->plan;
    const struct lathe_op *last = &plan->op[plan->net->n - 1];
    size_t first = tile * p->shard_rows, left = p->batch.n - first;
    struct lathe_shard shard = {
        .batch = &p->batch,
        .first = first,
        .n = left < p->shard_rows ? left : p->shard_rows,
        .scratch = plan->scratch + (size_t)thread * plan->scratch_each,
        .grad = plan->shard_grad + tile * plan->shard_grads,
        .training = p->step != NULL,
        .base = p->base,
    };

    if (p->step) {
        shard.seed = p->step->seed;
        shard.step = p->step->step;
    }
    lathe_gather_rows(plan, &shard);
    for (size_t i = 0; i < plan->net->n; i++)
        kinds[plan->op[i].layer->kind].forward(&plan->op[i], &shard);
    lathe_loss_rows(plan->loss, &p->batch, shard.first, shard.n,
                    lathe_shape_size(plan->net->out), last->out,
                    p->step ? last->dout : NULL, p->scale, &p->tally[tile]);
    if (p->step)
        backward(plan, &shard);
}

/* ---- round 2: pieces of the parameters ---------------------------------- */

/* The shards' sums as a binary tree over their numbers, the same for any
 * thread: ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). */
static void sum_shards(const struct pass *p, const struct lathe_piece *piece,
                       real *grad)
{
    const struct lathe_plan *plan = p->plan;
    size_t size = plan->shard_grads;
    real *from = plan->shard_grad + piece->op->shard_grad;

    for (size_t gap = 1; gap < p->shards; gap *= 2) {
        for (size_t s = 0; s + gap < p->shards; s += 2 * gap) {
            real *restrict to = from + s * size;
            const real *restrict more = from + (s + gap) * size;
            for (size_t i = 0; i < piece->n; i++)
                to[i] += more[i];
        }
    }
    if (!p->add)
        memcpy(grad, from, piece->n * sizeof(*grad));
    else
        for (size_t i = 0; i < piece->n; i++)
            grad[i] += from[i];
}

static void run_piece(const struct pass *p, const struct lathe_piece *piece)
{
    struct lathe_plan *plan = p->plan;
    const struct lathe_step *step = p->step;
    const struct lathe_layer *l = piece->op->layer;
    real *grad = plan->grad + piece->first;

    switch (piece->kind) {
    case LATHE_PIECE_WEIGHT:
        lathe_dense_weight_grad(piece->op, &p->batch, piece->from, piece->to,
                                grad, p->add);
        break;
    case LATHE_PIECE_BIAS:
        lathe_dense_bias_grad(piece->op, p->batch.n, grad, p->add);
        break;
    case LATHE_PIECE_CONV:
        sum_shards(p, piece, grad);
        break;
    }
    if (!p->update)
        return;
    if (piece->kind == LATHE_PIECE_CONV) {
        step->update(step->ctx, l->weight, l->weights, false);
        step->update(step->ctx, l->bias, l->biases, true);
        return;
    }
    step->update(step->ctx, piece->first, piece->n,
                 piece->kind == LATHE_PIECE_BIAS);
    if (piece->kind == LATHE_PIECE_WEIGHT)
        lathe_dense_turn(piece->op, piece->from, piece->to);
}

static void run_tile(void *ctx, size_t tile, int thread)
{
    const struct pass *p = ctx;
    const size_t *from = &p->plan->tile[tile];

    (void)thread;
    for (size_t i = from[0]; i < from[1]; i++)
        run_piece(p, &p->plan->piece[i]);
}

/* ---- whole batches ------------------------------------------------------ */

/* Round 1 on the next rows of `batch` from `done` on, as many as fit. */
static void run_pass(struct pass *p, const struct lathe_batch *batch,
                       size_t done, struct lathe_tally *sum)
{
    size_t left = batch->n - done, cap = p->plan->cap;

    p->batch = *batch;
    p->batch.n = left < cap ? left : cap;
    p->batch.first += done;
    if (batch->row)
        p->batch.row += done;
    p->base = done;
    p->add = done > 0;
    p->update = p->step && p->step->update && left <= cap;
    p->shard_rows = lathe_plan_shard_rows(p->plan, p->batch.n);
    p->shards = (p->batch.n + p->shard_rows - 1) / p->shard_rows;
    assert(p->shards <= LATHE_PLAN_SHARDS);
    memset(p->tally, 0, sizeof(p->tally));
    lathe_pool_run(p->plan->pool, p->shards, run_shard, p);
    for (size_t i = 0; i < p->shards; i++)
        lathe_loss_add(sum, &p->tally[i]);
}

void lathe_run_step(struct lathe_plan *plan, const struct lathe_step *step,
                    struct lathe_tally *sum)
{
    struct pass p = { .plan = plan, .step = step,
                      .scale = (real)1 / (real)step->batch->n };

    for (size_t done = 0; done < step->batch->n; done += p.batch.n) {
        run_pass(&p, step->batch, done, sum);
        lathe_pool_run(plan->pool, plan->tiles, run_tile, &p);
    }
}

void lathe_run_evaluate(struct lathe_plan *plan,
                        const struct lathe_batch *batch,
                        struct lathe_tally *sum)
{
    struct pass p = { .plan = plan };

    for (size_t done = 0; done < batch->n; done += p.batch.n)
        run_pass(&p, batch, done, sum);
}

void lathe_run_refresh(struct lathe_plan *plan)
{
    for (size_t i = 0; i < plan->net->n; i++)
        if (plan->op[i].layer->kind == LATHE_DENSE)
            lathe_dense_turn(&plan->op[i], 0, plan->op[i].dense);
}
