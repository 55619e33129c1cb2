#include "nn/run.h"

#include "nn/batchnorm.h"
#include "nn/dense.h"
#include "nn/gather.h"
#include "nn/lookup.h"
#include "nn/ops.h"
#include "nn/shards.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* One pass over at most work->cap rows. */
struct pass {
    struct lathe_work *work;
    const struct lathe_step *step;      /* NULL: evaluation */
    struct lathe_batch batch;           /* the rows of this pass */
    size_t base;                        /* its first row in the whole batch */
    size_t shard_rows, shards;
    size_t shard_step;                  /* from shard to shard in the arrays */
    bool add, update;                   /* gradients add; the update is due */
    real shrink;                        /* what clipping leaves of gradients */
    double total;                       /* weight of the whole batch */
    bool gather, ahead, back;           /* what this round does: */
    size_t from, to;                    /* ops [from, to) forward, */
    size_t top, bottom;                 /* [bottom, top) backward */
    struct lathe_tally tally[LATHE_WORK_SHARDS];
};

/* ---- round 1: shards of rows -------------------------------------------- */

static struct lathe_shard shard_of(const struct pass *p, size_t tile,
                                   int thread)
{
    const struct lathe_work *work = p->work;
    size_t first = tile * p->shard_rows, left = p->batch.n - first;
    size_t gap = tile * p->shard_step - first;
    struct lathe_shard shard = {
        .batch = &p->batch,
        .lanes = work->lanes,
        .first = first + gap,
        .gap = gap,
        .n = left < p->shard_rows ? left : p->shard_rows,
        .index = tile,
        .scratch = work->scratch + (size_t)thread * work->scratch_each,
        .grad = work->shard_grad + tile * work->shard_grads,
        .training = p->step != NULL,
        .base = p->base - gap,
    };

    if (p->step) {
        shard.seed = p->step->seed;
        shard.step = p->step->step;
    }
    return shard;
}

/* Ops [from, to); at the end of the net, the loss, else the statistics that
 * op `to` wants. */
static void forward(struct pass *p, const struct lathe_shard *shard)
{
    struct lathe_work *work = p->work;
    const struct lathe_judge judge = { work->loss, &work->objective,
                                       p->total, &work->lanes->entropy };
    size_t k = lathe_shape_size(work->net->out), gap = shard->gap;
    struct lathe_tally sum = {0};       /* not in its place at once: there it
                                         * lies beside those of other cores */

    if (p->gather && p->step && work->threads > 1)
        work->lanes->map.claim(work->shard_grads - work->shard_sums,
                               shard->grad + work->shard_sums);
    if (p->gather)
        lathe_gather_rows(work, shard);
    lathe_ops_forward(work, p->from, p->to, shard);
    if (p->to < work->net->n) {
        lathe_ops_measure(&work->op[p->to], shard);
        return;
    }
    lathe_loss_rows(&judge, &p->batch, shard->first - gap, shard->n, k,
                    work->output + gap * k,
                    p->step ? work->doutput + gap * k : NULL, &sum);
    p->tally[shard->index] = sum;
}

/* Ops [bottom, top), and the sums that the batchnorm before them wants. */
static void backward(const struct pass *p, const struct lathe_shard *shard)
{
    const struct lathe_work *work = p->work;

    if (p->ahead)
        memset(shard->grad, 0, work->shard_sums * sizeof(*shard->grad));
    lathe_ops_backward(work, p->bottom, p->top, shard);
    if (p->bottom > work->first_op)
        lathe_ops_slope(&work->op[p->bottom - 1], shard);
}

static void run_shard(void *ctx, size_t tile, int thread)
{
    struct pass *p = ctx;
    struct lathe_shard shard = shard_of(p, tile, thread);

    if (p->ahead)
        forward(p, &shard);
    if (p->back)
        backward(p, &shard);
}

/* All of round 1: at once but for batchnorms of a step. */
static void run_shards(struct pass *p)
{
    struct lathe_work *work = p->work;
    struct lathe_batchnorm_cut cut = { p->shards, p->shard_rows, p->batch.n };
    size_t joints = p->step ? work->joints : 0;

    p->from = 0;
    p->gather = p->ahead = true;
    p->back = false;
    for (size_t i = 0; i < joints; i++) {
        p->to = work->joint[i];
        lathe_pool_run(work->pool, p->shards, run_shard, p);
        lathe_batchnorm_join(&work->op[p->to], &cut);
        p->from = p->to;
        p->gather = false;
    }
    p->to = p->top = work->net->n;
    p->back = p->step != NULL;
    for (size_t i = joints;; i--) {
        p->bottom = i ? work->joint[i - 1] + 1 : work->first_op;
        lathe_pool_run(work->pool, p->shards, run_shard, p);
        if (i == 0)
            break;
        lathe_batchnorm_join_slope(&work->op[p->bottom - 1], work->shard_grad,
                                   work->shard_grads, &cut);
        p->ahead = false;
        p->top = p->bottom;
    }
}

/* ---- round 2: pieces of the parameters ---------------------------------- */

/* The shards' sums as a binary tree over their numbers, the same for any
 * thread: ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). */
static void sum_shards(const struct pass *p, const struct lathe_piece *piece,
                       real *grad)
{
    const struct lathe_work *work = p->work;
    const struct lathe_maps *map = &work->lanes->map;
    size_t size = work->shard_grads, gap = 1;
    real *from = work->shard_grad + piece->op->shard_grad +
                 (piece->first - piece->op->layer->weight);

    if (piece->op->apart && work->threads > 1)
        for (size_t s = 0; s < p->shards; s++)
            map->claim(piece->n, from + s * size);
    for (; 2 * gap < p->shards; gap *= 2)
        for (size_t s = 0; s + gap < p->shards; s += 2 * gap)
            map->add(piece->n, from + s * size, from + (s + gap) * size);
    if (p->add && gap < p->shards)
        map->add(piece->n, from, from + gap * size);
    if (p->add)
        map->add(piece->n, grad, from);
    else if (gap < p->shards)
        map->sum(piece->n, from, from + gap * size, grad);
    else
        memcpy(grad, from, piece->n * sizeof(*grad));
}

/* To each shard its own weights, where their gradient was. */
static void hand_out(const struct lathe_work *work,
                     const struct lathe_piece *piece)
{
    real *to = work->shard_grad + piece->op->shard_grad +
               (piece->first - piece->op->layer->weight);

    for (size_t s = 0; piece->op->apart && s < work->copies; s++)
        memcpy(to + s * work->shard_grads, work->params + piece->first,
               piece->n * sizeof(*to));
}

/* Gradients as they are to be, to new parameters. */
static void update_piece(const struct pass *p, const struct lathe_piece *piece)
{
    const struct lathe_step *step = p->step;
    const struct lathe_layer *l = piece->op->layer;

    if (piece->kind == LATHE_PIECE_SHARED) {    /* factors of norms are to stay
                                                 * near 1, not 0 */
        step->update(step->ctx, l->weight, l->weights,
                     l->kind != LATHE_CONV);
        step->update(step->ctx, l->bias, l->biases, true);
        lathe_ops_turn(p->work, piece->op);
        return;
    }
    step->update(step->ctx, piece->first, piece->n,
                 piece->kind == LATHE_PIECE_BIAS);
    if (piece->kind == LATHE_PIECE_WEIGHT)
        lathe_dense_turn(piece->op, &p->work->lanes->map, piece->from,
                         piece->to);
}

/* The sum of squares, in an order that n alone decides. */
static double squares(size_t n, const real *v)
{
    double lane[8] = {0}, rest = 0;
    size_t i = 0;

    for (; i + 8 <= n; i += 8)
        for (size_t j = 0; j < 8; j++)
            lane[j] += (double)v[i + j] * (double)v[i + j];
    for (; i < n; i++)
        rest += (double)v[i] * (double)v[i];
    return ((lane[0] + lane[4]) + (lane[1] + lane[5])) +
           ((lane[2] + lane[6]) + (lane[3] + lane[7])) + rest;
}

static void run_piece(const struct pass *p, const struct lathe_piece *piece)
{
    struct lathe_work *work = p->work;
    const struct lathe_shard all = { .lanes = work->lanes, .n = p->batch.n };
    real *grad = work->grad + piece->first;

    if (piece->kind == LATHE_PIECE_SHARED || piece->op->apart)
        sum_shards(p, piece, grad);
    else if (piece->kind == LATHE_PIECE_WEIGHT)
        lathe_dense_weight_grad(piece->op, &all, piece->from, piece->to, grad,
                                p->add);
    else if (piece->kind == LATHE_PIECE_BIAS)
        lathe_dense_bias_grad(piece->op, &all, grad, p->add);
    else
        lathe_lookup_grad(piece, &work->lanes->map, p->batch.n, grad, p->add);
    if (p->step->clip > 0)
        work->square[piece - work->piece] = squares(piece->n, grad);
    else if (p->update)
        update_piece(p, piece);
    hand_out(work, piece);
}

static void run_tile(void *ctx, size_t tile, int thread)
{
    const struct pass *p = ctx;
    const size_t *from = &p->work->tile[tile];

    (void)thread;
    for (size_t i = from[0]; i < from[1]; i++)
        run_piece(p, &p->work->piece[i]);
}

static void clip_tile(void *ctx, size_t tile, int thread)
{
    const struct pass *p = ctx;
    const size_t *from = &p->work->tile[tile];

    (void)thread;
    for (size_t i = from[0]; i < from[1]; i++) {
        const struct lathe_piece *piece = &p->work->piece[i];
        real *grad = p->work->grad + piece->first;

        for (size_t j = 0; p->shrink < 1 && j < piece->n; j++)
            grad[j] *= p->shrink;
        if (p->update)
            update_piece(p, piece);
        hand_out(p->work, piece);
    }
}

/* Round 3, of a step that clips: it needs the norm of all before it can change
 * any. As PyTorch's clip_grad_norm_. */
static double clip(struct pass *p)
{
    struct lathe_work *work = p->work;
    double norm = 0, share;

    for (size_t i = 0; i < work->pieces; i++)
        norm += work->square[i];
    norm = sqrt(norm);
    share = p->step->clip / (norm + 1e-6);
    p->shrink = share < 1 ? (real)share : 1;
    if (isfinite(norm))
        lathe_pool_run(work->pool, work->tiles, clip_tile, p);
    return norm;
}

/* ---- whole batches ------------------------------------------------------ */

/* Round 1 on the next rows of `batch` from `done` on, as many as fit. */
static void run_pass(struct pass *p, const struct lathe_batch *batch,
                       size_t done, struct lathe_tally *sum)
{
    size_t left = batch->n - done, cap = p->work->cap;

    p->batch = *batch;
    p->batch.n = left < cap ? left : cap;
    p->batch.first += done;
    if (batch->row)
        p->batch.row += done;
    p->base = done;
    p->add = done > 0;
    p->update = p->step && p->step->update && left <= cap;
    p->shard_rows = lathe_shards_rows(p->work, p->batch.n);
    p->shards = (p->batch.n + p->shard_rows - 1) / p->shard_rows;
    p->shard_step = p->step ? lathe_shards_step(p->work, p->shard_rows,
                                                p->shards)
                            : p->shard_rows;
    assert(p->shards <= LATHE_WORK_SHARDS);
    memset(p->tally, 0, sizeof(p->tally));
    run_shards(p);
    for (size_t i = 0; i < p->shards; i++)
        lathe_loss_add(sum, &p->tally[i]);
}

double lathe_run_step(struct lathe_work *work, const struct lathe_step *step,
                      struct lathe_tally *sum)
{
    struct pass p = { .work = work, .step = step,
                      .total = lathe_loss_total(&work->objective,
                                                step->batch) };

    for (size_t done = 0; done < step->batch->n; done += p.batch.n) {
        run_pass(&p, step->batch, done, sum);
        lathe_pool_run(work->pool, work->tiles, run_tile, &p);
    }
    return step->clip > 0 ? clip(&p) : 0;
}

void lathe_run_evaluate(struct lathe_work *work,
                        const struct lathe_batch *batch,
                        struct lathe_tally *sum)
{
    struct pass p = { .work = work };

    for (size_t done = 0; done < batch->n; done += p.batch.n)
        run_pass(&p, batch, done, sum);
}

/* ---- what went wrong ---------------------------------------------------- */

static bool all_finite(size_t n, const real *v)
{
    real sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += v[i] * 0;
    return sum == 0;
}

/* Of all shards' rows of an array [b x width]. */
static bool rows_finite(const struct lathe_work *work, size_t rows,
                        size_t width, const real *v)
{
    size_t each, shards, step;

    if (rows == 0)
        return true;
    each = lathe_shards_rows(work, rows);
    shards = (rows + each - 1) / each;
    step = lathe_shards_step(work, each, shards);
    for (size_t i = 0; i < shards; i++) {
        size_t left = rows - i * each;
        if (!all_finite((left < each ? left : each) * width,
                        v + i * step * width))
            return false;
    }
    return true;
}

size_t lathe_run_suspect(const struct lathe_work *work, size_t rows)
{
    const struct lathe_net *net = work->net;

    rows = rows < work->cap ? rows : work->cap;
    for (size_t i = 0; i < net->n; i++) {
        const struct lathe_layer *l = &net->layer[i];
        size_t width = l->embed ? work->op[i].dense
                                : lathe_shape_size(l->out);

        if (!all_finite(lathe_layer_params(l), work->params + l->weight) ||
            !all_finite(l->weights + l->biases, work->grad + l->weight) ||
            !rows_finite(work, rows, width, work->op[i].out))
            return i;
    }
    return net->n;
}

void lathe_run_refresh(struct lathe_work *work)
{
    for (size_t i = 0; i < work->net->n; i++)
        lathe_ops_turn(work, &work->op[i]);
    for (size_t i = 0; i < work->pieces; i++)
        hand_out(work, &work->piece[i]);
}
