#include "nn/plan.h"

#include "base/alloc.h"
#include "nn/conv.h"
#include "nn/dense.h"
#include "nn/gemm.h"

#include <assert.h>

/* Some 20 us of work: ten times what it takes to wake the other threads. */
#define TILE_FLOPS ((uint64_t)2000000)
/* Most pieces of one dense layer. */
#define LAYER_PIECES 16
/* The arrays of a batch take at most so many numbers. */
#define VALUES_MAX ((size_t)1 << 24)
/* Rows that the arrays hold: many enough to evaluate, few enough for caches
 * even when a batch is the whole data. */
#define ROWS_LOW ((size_t)1024)
#define ROWS_HIGH ((size_t)4096)

static size_t divide_up(size_t a, size_t b)
{
    return (a + b - 1) / b;
}

/* A cache line, so that no two views share one. */
static size_t align(size_t n)
{
    return (n + 15) & ~(size_t)15;
}

static size_t size_of(struct lathe_shape s)
{
    return lathe_shape_size(s);
}

/* ---- what lies where ---------------------------------------------------- */

/* What the gradient of a layer wants to find in its result later. */
enum need { NEED_NOTHING, NEED_SIGN, NEED_VALUE };

/* Whether the layer may overwrite its input; *need is what the gradients
 * before it want of that array, and becomes what they want of its result. */
static bool in_place(const struct lathe_layer *l, enum need *need)
{
    enum need had = *need;

    switch (l->kind) {
    case LATHE_RELU:
        *need = NEED_SIGN;
        return had == NEED_NOTHING;
    case LATHE_SIGMOID:
    case LATHE_TANH:
    case LATHE_SOFTMAX:
        *need = NEED_VALUE;
        return had == NEED_NOTHING;
    case LATHE_DROPOUT:         /* a dropped value has no gradient to mask, a
                                 * kept one keeps its sign */
        if (had != NEED_VALUE)
            return true;
        *need = NEED_NOTHING;
        return false;
    default:
        *need = NEED_NOTHING;
        return false;
    }
}

static bool has_mark(const struct lathe_layer *l)
{
    return l->kind == LATHE_MAXPOOL || l->kind == LATHE_DROPOUT;
}

/* Numbers of a row in all arrays, to bound the rows that they hold. */
static size_t row_values(const struct lathe_plan *plan)
{
    size_t sum = plan->width;

    for (size_t i = 0; i < plan->net->n; i++)
        sum += 2 * size_of(plan->net->layer[i].out);
    return sum;
}

/*
 * Runs twice: to measure (with NULL arrays) and to hand out the views.
 */
struct layout {
    real *values;
    uint32_t *marks;
    real *turned;
    size_t value, mark, turn, shard_grad;
};

static real *take_values(struct layout *at, size_t n)
{
    real *v = at->values ? at->values + at->value : NULL;

    at->value += align(n);
    return v;
}

static void place_op(struct lathe_plan *plan, size_t i, enum need *need,
                     struct layout *at)
{
    const struct lathe_layer *l = &plan->net->layer[i];
    struct lathe_op *op = &plan->op[i], *before = i ? op - 1 : NULL;
    size_t outs = plan->cap * size_of(l->out);

    op->layer = l;
    op->index = (uint32_t)i;
    op->in = before ? before->out : plan->input;
    op->din = before && i > plan->first_op ? before->dout : NULL;
    op->weight = plan->params + l->weight;
    op->bias = plan->params + l->bias;
    if (in_place(l, need) && before) {
        op->out = op->in;
        op->dout = before->dout;
    } else {
        op->out = take_values(at, outs);
        op->dout = take_values(at, outs);
    }
    if (has_mark(l)) {
        op->mark = at->marks ? at->marks + at->mark : NULL;
        at->mark += align(outs);
    }
    if (l->kind == LATHE_CONV) {
        op->shard_grad = at->shard_grad;
        at->shard_grad += align(l->weights + l->biases);
    }
    if (l->kind == LATHE_DENSE) {
        op->dense = i ? size_of(l->in) : plan->width;
        op->hot = i == 0 && plan->width < size_of(l->in);
        if (i > plan->first_op) {
            op->turned = at->turned ? at->turned + at->turn : NULL;
            at->turn += align(l->weights);
        }
    }
}

static void place_ops(struct lathe_plan *plan, struct layout *at)
{
    enum need need = NEED_NOTHING;

    for (size_t i = 0; i < plan->net->n; i++)
        place_op(plan, i, &need, at);
}

static enum lathe_code take_arrays(struct lathe_plan *plan,
                                   struct lathe_err *err)
{
    struct layout size = {0}, at = {0};
    size_t params = plan->net->params;
    enum lathe_code rc;

    place_ops(plan, &size);
    plan->shard_grads = size.shard_grad;
    for (size_t i = 0; i < plan->net->n; i++) {
        const struct lathe_layer *l = &plan->net->layer[i];
        size_t n = l->kind == LATHE_CONV ? lathe_conv_scratch(l) : 0;
        if (n > plan->scratch_each)
            plan->scratch_each = align(n);
    }
    if ((rc = lathe_new_aligned(&plan->params, params, sizeof(real),
                                "the parameters", err)) ||
        (rc = lathe_new_aligned(&plan->grad, params, sizeof(real),
                                "the gradients", err)) ||
        (rc = lathe_new_aligned(&plan->input, plan->cap * plan->width,
                                sizeof(real), "a batch", err)) ||
        (rc = lathe_new_aligned(&plan->values, size.value, sizeof(real),
                                "the activations of a batch", err)) ||
        (rc = lathe_new_aligned(&plan->marks, size.mark, sizeof(uint32_t),
                                "the activations of a batch", err)) ||
        (rc = lathe_new_aligned(&plan->turned, size.turn, sizeof(real),
                                "the parameters", err)) ||
        (rc = lathe_new_aligned(&plan->scratch,
                                plan->scratch_each * (size_t)plan->threads,
                                sizeof(real), "convolutions", err)) ||
        (rc = lathe_new_aligned(&plan->shard_grad,
                                size.shard_grad * LATHE_PLAN_SHARDS,
                                sizeof(real), "the gradients", err)))
        return rc;
    at.values = plan->values;
    at.marks = plan->marks;
    at.turned = plan->turned;
    place_ops(plan, &at);
    return LATHE_OK;
}

/* ---- how the work is cut ------------------------------------------------ */

size_t lathe_plan_shard_rows(const struct lathe_plan *plan, size_t n)
{
    /* The step is three times the forward pass. Kernels take 8 rows of a
     * table at a time; an image is enough work by itself. */
    size_t rows = (size_t)(TILE_FLOPS / (3 * plan->flops + 1)) + 1;
    size_t least = divide_up(n, LATHE_PLAN_SHARDS);

    if (rows < least)
        rows = least;
    return plan->shard_grads ? rows : (rows + 7) / 8 * 8;
}

static enum lathe_code add_piece(struct lathe_plan *plan,
                                 struct lathe_piece piece,
                                 struct lathe_err *err)
{
    enum lathe_code rc =
        lathe_grow(&plan->piece, &plan->pieces_cap, plan->pieces + 1,
                   sizeof(*plan->piece), err);

    if (!rc)
        plan->piece[plan->pieces++] = piece;
    return rc;
}

/* Operations of a piece: the product over the batch, and some twenty for the
 * update of each parameter. */
static uint64_t piece_flops(const struct lathe_plan *plan, size_t n)
{
    return (2 * (uint64_t)plan->rows + 20) * n;
}

static enum lathe_code cut_dense(struct lathe_plan *plan,
                                 const struct lathe_op *op,
                                 struct lathe_err *err)
{
    const struct lathe_layer *l = op->layer;
    size_t d = size_of(l->in), k = l->out.c;
    size_t step = (size_t)(TILE_FLOPS / piece_flops(plan, k)) + 1;
    size_t least = divide_up(d, LAYER_PIECES);
    enum lathe_code rc = LATHE_OK;

    step = step < least ? least : step;
    step = (step + 7) / 8 * 8;
    for (size_t from = 0; !rc && from < d; from += step) {
        size_t to = from + step < d ? from + step : d;
        rc = add_piece(plan, (struct lathe_piece){
            .op = op, .kind = LATHE_PIECE_WEIGHT, .from = from, .to = to,
            .first = l->weight + from * k, .n = (to - from) * k }, err);
    }
    if (rc)
        return rc;
    return add_piece(plan, (struct lathe_piece){
        .op = op, .kind = LATHE_PIECE_BIAS, .first = l->bias,
        .n = l->biases }, err);
}

/* Neighbours share a tile until it is worth a thread's while. */
static enum lathe_code group_pieces(struct lathe_plan *plan,
                                    struct lathe_err *err)
{
    uint64_t flops = 0;
    enum lathe_code rc = lathe_new(&plan->tile, plan->pieces + 1,
                                   sizeof(*plan->tile), "the plan", err);

    if (rc)
        return rc;
    for (size_t i = 0; i < plan->pieces; i++) {
        flops += piece_flops(plan, plan->piece[i].n);
        if (flops >= TILE_FLOPS || i + 1 == plan->pieces) {
            plan->tile[++plan->tiles] = i + 1;
            flops = 0;
        }
    }
    return LATHE_OK;
}

static enum lathe_code cut_params(struct lathe_plan *plan,
                                  struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; !rc && i < plan->net->n; i++) {
        const struct lathe_layer *l = &plan->net->layer[i];
        if (l->kind == LATHE_DENSE)
            rc = cut_dense(plan, &plan->op[i], err);
        else if (l->kind == LATHE_CONV)
            rc = add_piece(plan, (struct lathe_piece){
                .op = &plan->op[i], .kind = LATHE_PIECE_CONV,
                .first = l->weight, .n = l->weights + l->biases }, err);
    }
    return rc ? rc : group_pieces(plan, err);
}

/* ---- the plan ----------------------------------------------------------- */

/* Whether any product may go to OpenBLAS. */
static bool wants_blas(const struct lathe_plan *plan)
{
    for (size_t i = 0; i < plan->net->n; i++) {
        const struct lathe_layer *l = &plan->net->layer[i];
        size_t k = l->out.c;
        if (l->kind == LATHE_DENSE &&
            lathe_gemm_is_large(plan->cap, size_of(l->in), k))
            return true;
        if (l->kind == LATHE_CONV &&
            lathe_gemm_is_large(k, (size_t)l->out.h * l->out.w,
                                (size_t)l->in.c * l->kh * l->kw))
            return true;
    }
    return false;
}

static void measure(struct lathe_plan *plan, const struct lathe_inputs *like)
{
    const struct lathe_net *net = plan->net;
    size_t most;

    plan->expand = like->hots > 0 && net->layer[0].kind != LATHE_DENSE;
    plan->width = like->hots > 0 && !plan->expand ? like->dense : like->width;
    for (size_t i = 0; i < net->n; i++)
        plan->flops += lathe_layer_flops(&net->layer[i]);
    if (plan->width < like->width)      /* one-hot inputs cost but an addition
                                         * each */
        plan->flops -= (uint64_t)(like->width - like->dense) * 2 *
                       net->layer[0].out.c;
    while (plan->first_op + 1 < net->n &&
           net->layer[plan->first_op].weights == 0)
        plan->first_op++;
    most = VALUES_MAX / (row_values(plan) + 1) + 1;
    plan->cap = plan->rows > ROWS_LOW ? plan->rows : ROWS_LOW;
    if (plan->cap > ROWS_HIGH)
        plan->cap = ROWS_HIGH;
    if (plan->cap > most)
        plan->cap = most;
    if (plan->rows > plan->cap)
        plan->rows = plan->cap;
}

enum lathe_code lathe_plan_init(struct lathe_plan *out,
                                const struct lathe_net *net,
                                enum lathe_loss loss,
                                const struct lathe_inputs *like, size_t rows,
                                struct lathe_pool *pool, struct lathe_err *err)
{
    struct lathe_plan plan = { .net = net, .loss = loss, .rows = rows,
                               .pool = pool };
    enum lathe_code rc;

    assert(net->n > 0 && rows > 0);
    assert(like->width == size_of(net->in));
    assert(loss == LATHE_LOSS_CATEGORICAL || size_of(net->out) == 1);
    measure(&plan, like);
    rc = lathe_gemm_load(wants_blas(&plan), err);
    if (rc)
        return rc;
    if (!lathe_gemm_concurrent())
        plan.pool = NULL;
    plan.threads = plan.pool ? lathe_pool_threads(plan.pool) : 1;
    rc = lathe_new(&plan.op, net->n, sizeof(*plan.op), "the plan", err);
    if (!rc)
        rc = take_arrays(&plan, err);
    if (!rc)
        rc = cut_params(&plan, err);
    if (rc)
        goto out;
    *out = plan;
    plan = (struct lathe_plan){0};
out:
    lathe_plan_release(&plan);
    return rc;
}

void lathe_plan_release(struct lathe_plan *plan)
{
    lathe_free(plan->op);
    lathe_free(plan->input);
    lathe_free(plan->params);
    lathe_free(plan->grad);
    lathe_free(plan->values);
    lathe_free(plan->marks);
    lathe_free(plan->turned);
    lathe_free(plan->scratch);
    lathe_free(plan->shard_grad);
    lathe_free(plan->piece);
    lathe_free(plan->tile);
    *plan = (struct lathe_plan){0};
}
