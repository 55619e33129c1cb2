#include "nn/work.h"

#include "base/alloc.h"
#include "base/memory.h"
#include "nn/batchnorm.h"
#include "nn/conv.h"
#include "nn/convlanes.h"
#include "nn/dense.h"
#include "nn/embed.h"
#include "nn/gemm.h"
#include "nn/groups.h"
#include "nn/shards.h"

#include <assert.h>

/* The arrays of a batch take at most so many numbers. */
#define VALUES_MAX ((size_t)1 << 24)
/* Rows that the arrays hold: many enough to evaluate, few enough for caches
 * even when a batch is the whole data. */
#define ROWS_LOW ((size_t)1024)
#define ROWS_HIGH ((size_t)4096)

/* A cache line, so that no two views share one. */
static size_t align(size_t n)
{
    return lathe_memory_sum(n, 15) & ~(size_t)15;
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
    case LATHE_LEAKYRELU:
        *need = NEED_SIGN;
        return had == NEED_NOTHING;
    case LATHE_RESHAPE:
        return true;
    case LATHE_RES:             /* to be added later */
        *need = NEED_VALUE;
        return true;
    case LATHE_ELU:
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

/* Whether all places share the layer's weights. */
static bool is_shared(const struct lathe_layer *l)
{
    return l->weights && l->kind != LATHE_DENSE && l->kind != LATHE_EMBED;
}

/* ---- sizes -------------------------------------------------------------- */

/* Whether the one-hot inputs that the embedding leaves stay places. */
static bool leaves_spots(const struct lathe_net *net)
{
    return net->n > 1 && net->layer[0].embed &&
           net->layer[1].kind == LATHE_DENSE;
}

/* Numbers of a row in what layer i gives out. */
static size_t width_of(const struct lathe_net *net, size_t i)
{
    return i == 0 && leaves_spots(net) ? net->layer[0].embed->floats
                                       : size_of(net->layer[i].out);
}

/* Numbers of a row in all arrays, to bound the rows that they hold. */
static size_t row_values(const struct lathe_work *work)
{
    size_t sum = work->width;

    for (size_t i = 0; i < work->net->n; i++)
        sum += 2 * width_of(work->net, i);
    return sum;
}

/*
 * Runs twice: to measure (with NULL arrays) and to hand out the views.
 */
struct layout {
    real *values;
    uint32_t *marks;
    real *turned;
    real *rows_dout;            /* of the run of groups placed last */
    size_t value, mark, turn;           /* never more than SIZE_MAX, which
                                         * none can be had of */
    size_t shard_sum, shard_apart;
};

/* NULL while the arrays are not there. */
static real *params_at(const struct lathe_work *work, size_t i)
{
    return work->params ? work->params + i : NULL;
}

/* `rows` times n. */
static real *take_values(struct layout *at, size_t rows, size_t n)
{
    real *v = at->values ? at->values + at->value : NULL;

    at->value = lathe_memory_sum(at->value,
                                 align(lathe_memory_product(rows, n)));
    return v;
}

static uint32_t *take_marks(struct layout *at, size_t rows, size_t n)
{
    uint32_t *mark = at->marks ? at->marks + at->mark : NULL;

    at->mark = lathe_memory_sum(at->mark,
                                align(lathe_memory_product(rows, n)));
    return mark;
}

/* What the layer finds and leaves in rows, or in groups where it is one of a
 * run of them: then *in and *din are views that the run has of its own. */
static void place_in(struct lathe_work *work, size_t i, struct layout *at,
                     real **in, real **din)
{
    struct lathe_op *op = &work->op[i], *before = i ? op - 1 : NULL;
    size_t ins = size_of(op->layer->in);

    *in = work->input;
    *din = NULL;
    if (before) {
        *in = before->rows_out ? before->rows_out : before->out;
        *din = before->rows_out ? at->rows_dout : before->dout;
    }
    op->rows_in = op->rows_din = NULL;
    if (op->grouped && !(before && before->grouped)) {
        op->rows_in = *in;
        op->rows_din = i > work->first_op ? *din : NULL;
        *in = take_values(at, work->cap, ins);
        *din = take_values(at, work->cap, ins);
    }
}

static void place_out(struct lathe_work *work, size_t i, struct layout *at)
{
    struct lathe_op *op = &work->op[i];
    size_t outs = size_of(op->layer->out);

    op->rows_out = NULL;
    op->rows_dout = NULL;
    if (op->grouped && !(i + 1 < work->net->n && op[1].grouped)) {
        op->rows_out = take_values(at, work->cap, outs);
        op->rows_dout = at->rows_dout = take_values(at, work->cap, outs);
    }
}

/* What a dense layer finds where. */
static void place_dense(const struct lathe_work *work, struct lathe_op *op,
                        struct layout *at)
{
    if (op->index == 1 && leaves_spots(work->net)) {
        const struct lathe_op *embed = op - 1;

        op->dense = embed->dense;
        op->skip = embed->layer->embed->dense;
        op->spots = embed->spots;
        op->spot = embed->spot;
        return;
    }
    op->dense = op->index ? size_of(op->layer->in) : work->width;
    op->spots = op->index ? 0 : work->hots;
    op->spot = take_marks(at, work->cap, op->spots);
}

/* Behind the gradients that are added to. */
static void place_apart(const struct lathe_work *work, struct lathe_op *op,
                        struct layout *at)
{
    const struct lathe_layer *l = op->layer;

    op->apart = lathe_shards_apart(work, op);
    op->shard_grad = work->shard_sums + at->shard_apart;
    if (op->apart)
        at->shard_apart += align(l->weights + l->biases);
}

static void place_embed(const struct lathe_work *work, struct lathe_op *op,
                        struct layout *at)
{
    const struct lathe_embed *e = op->layer->embed;

    op->dense = width_of(work->net, 0);
    op->spots = leaves_spots(work->net) ? e->plain : 0;
    op->spot = take_marks(at, work->cap, op->spots);
    op->mark = take_marks(at, work->cap, e->n);
}

/* What only some kinds have. */
static void place_own(const struct lathe_work *work, struct lathe_op *op,
                      struct layout *at)
{
    const struct lathe_layer *l = op->layer;
    size_t outs = size_of(l->out);
    bool first = op->index <= work->first_op;

    if (op->grouped && l->kind == LATHE_MAXPOOL)
        op->place = take_values(at, work->cap, outs);
    else if (has_mark(l))
        op->mark = take_marks(at, work->cap, outs);
    if (l->kind == LATHE_BATCHNORM) {
        op->stat = take_values(at, 1,
                               lathe_batchnorm_room(l, LATHE_WORK_SHARDS));
        op->running = params_at(work, l->stat);
    }
    if (l->kind == LATHE_LAYERNORM)
        op->stat = take_values(at, work->cap, 2);
    if (is_shared(l)) {
        op->shard_grad = at->shard_sum;
        at->shard_sum += align(l->weights + l->biases);
    }
    if (l->kind == LATHE_EMBED)
        place_embed(work, op, at);
    if (l->kind == LATHE_DENSE) {
        place_dense(work, op, at);
        place_apart(work, op, at);
    }
    if ((l->kind == LATHE_DENSE && !first && !op->apart) ||
        (l->kind == LATHE_CONV && op->grouped)) {
        op->turned = at->turned ? at->turned + at->turn : NULL;
        at->turn += align(l->weights) * (l->kind == LATHE_CONV ? 2 : 1);
    }
}

/* Whether nothing wants the op's result once the next has seen it, so that
 * its gradient may take the place: pooling wants but its own. */
static bool is_passing(const struct lathe_work *work, size_t i)
{
    const struct lathe_layer *l = work->net->layer;
    size_t next = i + 1;

    if (!work->op[i].grouped || l[i].kind != LATHE_CONV || work->op[i].relu)
        return false;
    if (next < work->net->n && work->op[next].idle)
        next++;
    return next < work->net->n && work->op[next].grouped &&
           (l[next].kind == LATHE_MAXPOOL || l[next].kind == LATHE_AVGPOOL);
}

static void place_op(struct lathe_work *work, size_t i, enum need *need,
                     struct layout *at)
{
    const struct lathe_layer *l = &work->net->layer[i];
    struct lathe_op *op = &work->op[i];
    size_t outs = width_of(work->net, i);
    bool over = op->idle || in_place(l, need);  /* before `need` changes
                                                 * again */
    real *in, *din;

    op->layer = l;
    op->index = (uint32_t)i;
    op->partner = &work->op[l->partner];
    place_in(work, i, at, &in, &din);
    op->in = in;
    op->din = i > work->first_op ? din : NULL;
    op->weight = params_at(work, l->weight);
    op->bias = params_at(work, l->bias);
    if (over && i) {
        op->out = in;
        op->dout = din;
    } else {
        op->out = take_values(at, work->cap, outs);
        op->dout = is_passing(work, i) ? op->out
                                       : take_values(at, work->cap, outs);
    }
    place_out(work, i, at);
    if (op->relu)
        *need = NEED_SIGN;
    place_own(work, op, at);
}

static void place_ops(struct lathe_work *work, struct layout *at)
{
    enum need need = NEED_NOTHING;

    for (size_t i = 0; i < work->net->n; i++)
        place_op(work, i, &need, at);
}

/* What the arrays take, but params and grad. */
static uint64_t bytes_of(const struct lathe_work *work,
                         const struct layout *size)
{
    const uint64_t reals[] = {
        lathe_memory_product(work->cap, work->width), size->value, size->turn,
        lathe_memory_product(work->scratch_each, (uint64_t)work->threads),
        lathe_memory_product(work->shard_grads, LATHE_WORK_SHARDS),
    };
    uint64_t sum = 0;

    for (size_t i = 0; i < sizeof(reals) / sizeof(reals[0]); i++)
        sum = lathe_memory_sum(sum, reals[i]);
    sum = lathe_memory_product(sum, sizeof(real));
    return lathe_memory_sum(
        sum, lathe_memory_product(size->mark, sizeof(uint32_t)));
}

/* The sizes of all arrays. */
static struct layout measure_arrays(struct lathe_work *work)
{
    struct layout size = {0};

    place_ops(work, &size);
    work->shard_sums = size.shard_sum;
    work->shard_grads = size.shard_sum + size.shard_apart;
    work->copies = size.shard_apart ? lathe_shards_most(work, work->rows) : 0;
    work->spread = size.shard_apart > 0;
    for (size_t i = 0; i < work->net->n; i++)
        work->spread = work->spread && (work->op[i].apart ||
                                        lathe_layer_params(
                                            &work->net->layer[i]) == 0);
    for (size_t i = 0; i < work->net->n; i++) {
        const struct lathe_layer *l = &work->net->layer[i];
        size_t n = work->op[i].apart        ? l->weights
                   : l->kind != LATHE_CONV  ? 0
                   : work->op[i].grouped
                       ? lathe_convlanes_scratch(l, work->lanes)
                       : lathe_conv_scratch(l);
        if (n > work->scratch_each)
            work->scratch_each = align(n);
    }
    work->bytes = bytes_of(work, &size);
    return size;
}

static enum lathe_code take_arrays(struct lathe_work *work,
                                   struct lathe_err *err)
{
    struct layout size = measure_arrays(work), at = {0};
    size_t params = work->net->params;
    const struct lathe_op *last = &work->op[work->net->n - 1];
    enum lathe_code rc;

    if (work->bytes == UINT64_MAX)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (%llu bytes for "
                          "the activations of a batch)",
                          (unsigned long long)work->bytes);
    if ((rc = lathe_new_aligned(&work->params, params, sizeof(real),
                                "the parameters", err)) ||
        (rc = lathe_new_aligned(&work->grad, params, sizeof(real),
                                "the gradients", err)) ||
        (rc = lathe_new_aligned(&work->input, work->cap * work->width,
                                sizeof(real), "a batch", err)) ||
        (rc = lathe_new_aligned(&work->values, size.value, sizeof(real),
                                "the activations of a batch", err)) ||
        (rc = lathe_new_aligned(&work->marks, size.mark, sizeof(uint32_t),
                                "the activations of a batch", err)) ||
        (rc = lathe_new_aligned(&work->turned, size.turn, sizeof(real),
                                "the parameters", err)) ||
        (rc = lathe_new_aligned(&work->scratch,
                                work->scratch_each * (size_t)work->threads,
                                sizeof(real), "convolutions", err)) ||
        (rc = lathe_new_aligned(&work->shard_grad,
                                work->shard_grads * LATHE_WORK_SHARDS,
                                sizeof(real), "the gradients", err)))
        return rc;
    at.values = work->values;
    at.marks = work->marks;
    at.turned = work->turned;
    place_ops(work, &at);
    work->output = last->rows_out ? last->rows_out : last->out;
    work->doutput = last->rows_out ? at.rows_dout : last->dout;
    return LATHE_OK;
}

/* ---- the work ----------------------------------------------------------- */

/* Whether any product may go to OpenBLAS. */
static bool wants_blas(const struct lathe_work *work)
{
    for (size_t i = 0; i < work->net->n; i++) {
        const struct lathe_layer *l = &work->net->layer[i];
        size_t k = l->out.c;
        if (l->kind == LATHE_DENSE &&
            lathe_gemm_is_large(work->cap, size_of(l->in), k))
            return true;
        if (l->kind == LATHE_CONV &&
            lathe_gemm_is_large(k / l->groups, (size_t)l->out.h * l->out.w,
                                l->weights / k))
            return true;
    }
    return false;
}

/* Of one row forward in training, where dropout is work too. The cuts into
 * shards, and with them the bytes of a trained model, hang on this number. */
static uint64_t training_flops(const struct lathe_layer *l)
{
    return l->kind == LATHE_DROPOUT ? size_of(l->out) : lathe_layer_flops(l);
}

/* One-hot inputs cost but an addition each. */
static void measure_input(struct lathe_work *work,
                          const struct lathe_inputs *like)
{
    const struct lathe_net *net = work->net;
    const struct lathe_layer *first = &net->layer[0];
    bool embed = first->embed != NULL;

    work->expand = like->hots > 0 && first->kind != LATHE_DENSE && !embed;
    work->hots = work->expand || embed ? 0 : like->hots;
    work->width = embed ? 0 : work->hots ? like->dense : like->width;
    for (size_t i = 0; i < net->n; i++)
        work->flops += training_flops(&net->layer[i]);
    if (leaves_spots(net))
        work->flops -= (uint64_t)(size_of(first->out) - first->embed->floats) *
                       2 * net->layer[1].out.c;
    else if (!embed && work->width < like->width)
        work->flops -= (uint64_t)(like->width - like->dense) * 2 *
                       first->out.c;
}

static void measure(struct lathe_work *work, const struct lathe_inputs *like)
{
    const struct lathe_net *net = work->net;
    size_t most;

    measure_input(work, like);
    for (size_t i = 0; i < net->n; i++)
        work->places = work->places || is_shared(&net->layer[i]);
    while (work->first_op + 1 < net->n &&
           net->layer[work->first_op].weights == 0)
        work->first_op++;
    most = VALUES_MAX / (row_values(work) + 1) + 1;
    work->cap = work->rows > ROWS_LOW ? work->rows : ROWS_LOW;
    if (work->cap > ROWS_HIGH)
        work->cap = ROWS_HIGH;
    if (work->cap > most)
        work->cap = most;
    if (work->joints && work->cap < work->rows)
        work->cap = work->rows;         /* statistics are of a whole batch */
    if (work->rows > work->cap)
        work->rows = work->cap;
}

static enum lathe_code find_joints(struct lathe_work *work,
                                   struct lathe_err *err)
{
    enum lathe_code rc = lathe_new(&work->joint, work->net->n,
                                   sizeof(*work->joint), "the plan", err);

    for (size_t i = 0; !rc && i < work->net->n; i++)
        if (work->net->layer[i].kind == LATHE_BATCHNORM)
            work->joint[work->joints++] = (uint32_t)i;
    return rc;
}

enum lathe_code lathe_work_plan(struct lathe_work *out,
                                const struct lathe_net *net,
                                enum lathe_loss loss,
                                const struct lathe_inputs *like, size_t rows,
                                struct lathe_pool *pool, struct lathe_err *err)
{
    struct lathe_work work = { .net = net, .loss = loss, .rows = rows,
                               .pool = pool };
    enum lathe_code rc;

    assert(net->n > 0 && rows > 0);
    assert(like->width == size_of(net->in));
    assert(loss == LATHE_LOSS_CATEGORICAL || size_of(net->out) == 1 ||
           size_of(net->out) == like->labels + like->values);
    rc = find_joints(&work, err);
    if (rc)
        goto out;
    measure(&work, like);
    work.lanes = lathe_lanes_pick(lathe_cpu_level());
    rc = lathe_gemm_load(wants_blas(&work), err);
    if (rc)
        goto out;
    if (!lathe_gemm_concurrent())
        work.pool = NULL;
    work.threads = work.pool ? lathe_pool_threads(work.pool) : 1;
    rc = lathe_new(&work.op, net->n, sizeof(*work.op), "the plan", err);
    if (rc)
        goto out;
    lathe_groups_find(&work);
    lathe_groups_take_relus(&work);
    measure_arrays(&work);
    *out = work;
    work = (struct lathe_work){0};
out:
    lathe_work_release(&work);
    return rc;
}

enum lathe_code lathe_work_take(struct lathe_work *work, struct lathe_err *err)
{
    enum lathe_code rc = take_arrays(work, err);

    if (!rc)
        rc = lathe_shards_cut(work, err);
    if (rc)
        lathe_work_release(work);
    return rc;
}

enum lathe_code lathe_work_init(struct lathe_work *work,
                                const struct lathe_net *net,
                                enum lathe_loss loss,
                                const struct lathe_inputs *like, size_t rows,
                                struct lathe_pool *pool, struct lathe_err *err)
{
    enum lathe_code rc = lathe_work_plan(work, net, loss, like, rows, pool,
                                         err);

    return rc ? rc : lathe_work_take(work, err);
}

void lathe_work_release(struct lathe_work *work)
{
    lathe_free(work->op);
    lathe_free(work->input);
    lathe_free(work->params);
    lathe_free(work->grad);
    lathe_free(work->values);
    lathe_free(work->marks);
    lathe_free(work->turned);
    lathe_free(work->scratch);
    lathe_free(work->shard_grad);
    lathe_free(work->piece);
    lathe_free(work->tile);
    lathe_free(work->square);
    lathe_free(work->joint);
    *work = (struct lathe_work){0};
}
