/*
 * Gradients of every layer and loss against central differences
 *
 *     (L(w + h) - L(w - h)) / 2h.
 *
 * Built with -DLATHE_REAL_DOUBLE they agree to 1e-6; in float, where such
 * differences are good for two digits, the same cases run with a wide
 * tolerance, and so does the code that is shipped.
 */
#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "nn/init.h"
#include "nn/run.h"
#include "nn/shards.h"

#include <math.h>
#include <string.h>

static const bool fine = sizeof(real) == sizeof(double);

/* What a case learns from. */
struct sample {
    struct lathe_inputs x;
    struct lathe_batch batch;
    uint32_t *row;
    float weight[16], own[64];  /* of classes, and of rows */
};

struct kind {
    const char *text;
    struct lathe_shape in;
    enum lathe_loss loss;
    size_t rows;
    size_t hots;                /* one-hot columns of 3 places each, behind
                                 * the dense inputs */
    bool image;
    int weights;                /* 1: of classes, 2: of rows, some of them 0,
                                 * 3: of both */
    bool shuffled;
};

/* Of mse and binary as many as the last layer, "dense N", has outputs. */
static size_t targets_of(const struct kind *k)
{
    return k->loss == LATHE_LOSS_CATEGORICAL
               ? 1 : (size_t)(strrchr(k->text, ' ')[1] - '0');
}

static void sample_init(struct sample *s, const struct kind *k)
{
    struct lathe_rng r = lathe_rng_stream(11, LATHE_RNG_TEST, 0, 0);
    size_t rows = k->rows + 2, width = lathe_shape_size(k->in);
    size_t classes = k->loss == LATHE_LOSS_BINARY ? 2 : 3;
    size_t targets = targets_of(k);
    struct lathe_inputs *x = &s->x;

    memset(s, 0, sizeof(*s));
    x->n = x->cap = rows;
    x->width = width;
    x->hots = k->hots;
    x->pixels = k->image ? width : 0;
    x->dense = k->image ? 0 : width - 3 * k->hots;
    x->plane = (size_t)k->in.h * k->in.w;
    x->x = lathe_calloc(rows * x->dense, sizeof(float));
    x->hot = lathe_calloc(rows * x->hots, sizeof(uint32_t));
    x->pixel = lathe_calloc(rows * x->pixels, 1);
    x->labels = k->loss == LATHE_LOSS_BINARY ? targets : 0;
    x->values = k->loss == LATHE_LOSS_MSE ? targets : 0;
    x->label = lathe_calloc(rows * targets, sizeof(uint32_t));
    x->value = lathe_calloc(rows * targets, sizeof(float));
    s->row = lathe_calloc(rows, sizeof(uint32_t));
    for (size_t i = 0; i < rows * x->dense; i++)
        x->x[i] = (float)lathe_rng_normal(&r);
    for (size_t i = 0; i < rows * x->pixels; i++)
        x->pixel[i] = (uint8_t)lathe_rng_below(&r, 256);
    for (size_t i = 0; i < rows * x->hots; i++) {
        uint32_t place = (uint32_t)lathe_rng_below(&r, 4);
        x->hot[i] = place == 3 ? LATHE_COLD
                               : (uint32_t)(x->dense + i % x->hots * 3 +
                                            place);
    }
    for (size_t i = 0; i < rows; i++) {
        x->label[i] = (uint32_t)lathe_rng_below(&r, classes);
        x->value[i] = (float)lathe_rng_normal(&r);
        s->row[i] = (uint32_t)(rows - 1 - i);
    }
    for (size_t i = rows; i < rows * targets; i++) {
        x->label[i] = (uint32_t)lathe_rng_below(&r, classes);
        x->value[i] = (float)lathe_rng_normal(&r);
    }
    for (int c = 0; c < 4; c++) {
        x->pixel_shift[c] = 100 + (float)c;
        x->pixel_factor[c] = 0.02f;
    }
    for (int c = 0; c < 16; c++)
        s->weight[c] = 0.5f + (float)c;
    for (int i = 0; i < 64; i++)
        s->own[i] = 0.7f * (float)(i % 5);
    if (k->weights & 2)
        x->weight = s->own;
    s->batch = (struct lathe_batch){
        .x = x, .row = k->shuffled ? s->row : NULL, .first = 1, .n = k->rows,
        .weight = k->weights & 1 ? s->weight : NULL };
}

static void sample_release(struct sample *s)
{
    lathe_free(s->x.x);
    lathe_free(s->x.hot);
    lathe_free(s->x.pixel);
    lathe_free(s->x.label);
    lathe_free(s->x.value);
    lathe_free(s->row);
}

static double mean_loss(struct lathe_work *work,
                        const struct lathe_batch *batch)
{
    struct lathe_step step = { .batch = batch, .seed = 5, .step = 9 };
    struct lathe_tally sum = {0};

    lathe_run_refresh(work);
    lathe_run_step(work, &step, &sum);
    assert_int_equal(sum.rows, batch->n);
    return sum.loss / sum.weight;
}

/* Whether a parameter is a statistic of a frozen batchnorm: no step changes
 * it, so nobody asks for its gradient. */
static bool is_held(const struct lathe_work *work, size_t param)
{
    for (size_t i = 0; i < work->net->n; i++) {
        const struct lathe_layer *l = &work->net->layer[i];

        if (work->op[i].frozen && param >= l->stat &&
            param < l->stat + l->stats)
            return true;
    }
    return false;
}

/*
 * How far `grad` is off. In double: the largest error of a parameter, as a
 * share of its slope, or of a hundredth of the largest slope where that is
 * more. In float, whose step h is so wide that it crosses kinks: the norm of
 * the errors as a share of the norm of the slopes.
 */
static double worst(struct lathe_work *work, const struct lathe_batch *batch,
                    const real *grad)
{
    const real h = fine ? (real)1e-5 : (real)2e-3;
    double top = 0, most = 0, errors = 0, slopes = 0;

    for (size_t i = 0; i < work->net->params; i++)
        top = fmax(top, fabs((double)grad[i]));
    assert_true(top > 0);
    for (size_t i = 0; i < work->net->params; i++) {
        real w = work->params[i];
        if (is_held(work, i))
            continue;
        double up, down, slope, error;

        work->params[i] = w + h;
        up = mean_loss(work, batch);
        work->params[i] = w - h;
        down = mean_loss(work, batch);
        work->params[i] = w;
        slope = (up - down) / (2 * (double)h);
        error = fabs((double)grad[i] - slope);
        most = fmax(most, error / fmax(fabs(slope), top * 0.01));
        errors += error * error;
        slopes += slope * slope;
    }
    return fine ? most : sqrt(errors / slopes);
}

static double tolerance(void)
{
    return fine ? 1e-6 : 5e-2;
}

struct setup {
    struct sample sample;
    struct lathe_net net;
    struct lathe_work work;
    real *grad;
};

/* Plans the net and keeps its gradient. */
static void setup_objective(struct setup *s, const struct kind *k,
                            struct lathe_objective objective)
{
    struct lathe_err err = {0};

    memset(s, 0, sizeof(*s));
    sample_init(&s->sample, k);
    if (lathe_net_parse(&s->net, k->text, k->in, &err) ||
        lathe_work_init(&s->work, &s->net, k->loss, &s->sample.x, k->rows,
                        NULL, &err))
        fail_msg("'%s': %s", k->text, err.msg);
    if (lathe_init_params(&s->net, LATHE_INIT_GLOROT, 7, s->work.params,
                          &err))
        fail_msg("'%s': %s", k->text, err.msg);
    for (size_t i = 0; i < s->net.n; i++)       /* biases off 0: no kinks */
        for (size_t j = 0; j < s->net.layer[i].biases; j++)
            s->work.params[s->net.layer[i].bias + j] =
                (real)0.05 * (real)(j % 5 + 1);
    s->work.objective = objective;
    mean_loss(&s->work, &s->sample.batch);
    s->grad = lathe_calloc(s->net.params, sizeof(real));
    memcpy(s->grad, s->work.grad, s->net.params * sizeof(real));
}

static void setup_init(struct setup *s, const struct kind *k)
{
    setup_objective(s, k, (struct lathe_objective){0});
}

static void setup_release(struct setup *s)
{
    lathe_free(s->grad);
    lathe_work_release(&s->work);
    lathe_net_release(&s->net);
    sample_release(&s->sample);
}

static void check_objective(const struct kind *k,
                            struct lathe_objective objective)
{
    struct setup s;
    double error;

    setup_objective(&s, k, objective);
    error = worst(&s.work, &s.sample.batch, s.grad);
    if (!(error <= tolerance()))
        fail_msg("'%s' loss %d: off by %g", k->text, (int)k->loss, error);
    setup_release(&s);
}

static void check(const struct kind *k)
{
    check_objective(k, (struct lathe_objective){0});
}

#define CAT LATHE_LOSS_CATEGORICAL
#define BIN LATHE_LOSS_BINARY
#define MSE LATHE_LOSS_MSE

static void each_loss_has_its_gradient(void **state)
{
    static const struct kind kinds[] = {
        { "dense 1", { 4, 1, 1 }, MSE, 5, 0, false, false, false },
        { "dense 1", { 4, 1, 1 }, BIN, 5, 0, false, false, false },
        { "dense 1", { 4, 1, 1 }, BIN, 5, 0, false, true, true },
        { "dense 3", { 4, 1, 1 }, CAT, 5, 0, false, false, false },
        { "dense 3", { 4, 1, 1 }, CAT, 5, 0, false, true, true },
        { "dense 1", { 4, 1, 1 }, MSE, 7, 0, 0, 2, true },
        { "dense 1", { 4, 1, 1 }, BIN, 7, 0, 0, 3, true },
        { "dense 3", { 4, 1, 1 }, CAT, 7, 0, 0, 3, true },
        { "dense 4, batchnorm, tanh, dense 3", { 5, 1, 1 }, CAT, 47, 0, 0, 2,
          true },
        { "dense 3", { 4, 1, 1 }, MSE, 5, 0, false, false, true },
        { "dense 3", { 4, 1, 1 }, BIN, 5, 0, false, true, true },
        { "dense 5, tanh, dense 4", { 4, 1, 1 }, BIN, 9, 0, false, false,
          false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        check(&kinds[i]);
}

static void each_layer_has_its_gradient(void **state)
{
    static const struct kind kinds[] = {
        { "dense 4, relu, dense 3", { 5, 1, 1 }, CAT, 6, 0, 0, 0, 0 },
        { "dense 4, sigmoid, dense 3", { 5, 1, 1 }, CAT, 6, 0, 0, 0, 0 },
        { "dense 4, tanh, dense 3", { 5, 1, 1 }, CAT, 6, 0, 0, 0, 0 },
        { "dense 4, softmax, dense 3", { 5, 1, 1 }, CAT, 6, 0, 0, 0, 0 },
        { "dense 4, leakyrelu 0.2, dense 3", { 5, 1, 1 }, CAT, 6, 0, 0, 0,
          0 },
        { "dense 4, elu 0.7, dense 3", { 5, 1, 1 }, CAT, 6, 0, 0, 0, 0 },
        { "dense 4, gelu, dense 3", { 5, 1, 1 }, CAT, 6, 0, 0, 0, 0 },
        { "dense 4, silu, dense 3", { 5, 1, 1 }, CAT, 6, 0, 0, 0, 0 },
        { "dense 8, dropout 0.4, dense 3", { 5, 1, 1 }, CAT, 6, 0, 0, 0, 0 },
        { "conv 2 3x3, dense 3", { 2, 5, 6 }, CAT, 4, 0, true, 0, 0 },
        { "conv 2 3x3 pad 1, conv 3 3x3 pad 2, dense 3", { 2, 5, 4 }, CAT, 4,
          0, true, 0, 0 },
        { "conv 2 3x2 stride 2 pad 1, tanh, conv 2 2x2 stride 2, dense 3",
          { 1, 8, 9 }, CAT, 4, 0, true, 0, 0 },
        { "conv 3 1x1, tanh, conv 2 1x1, dense 3", { 2, 3, 4 }, CAT, 4, 0,
          true, 0, 0 },
        { "conv 2 3x3, maxpool 2, dense 3", { 1, 6, 6 }, CAT, 4, 0, true, 0,
          0 },
        { "conv 2 3x3, maxpool 3 stride 1, dense 3", { 1, 7, 6 }, CAT, 4, 0,
          true, 0, 0 },
        { "conv 2 3x3, avgpool 2, dense 3", { 1, 7, 7 }, CAT, 4, 0, true, 0,
          0 },
        { "conv 2 3x3, avgpool 3 stride 2, dense 3", { 1, 7, 7 }, CAT, 4, 0,
          true, 0, 0 },
        { "conv 3 3x3 stride 2 pad same, tanh, conv 2 2x2 pad same, dense 3",
          { 2, 6, 7 }, CAT, 4, 0, true, 0, 0 },
        { "conv 2 2x3 stride 1x2 pad 1x0, tanh, conv 2 2x2 dilation 2x1, "
          "dense 3", { 1, 6, 9 }, CAT, 4, 0, true, 0, 0 },
        { "conv 4 3x3 groups 2, tanh, conv 4 2x2 groups 4 dilation 2 pad 1, "
          "dense 3", { 2, 6, 6 }, CAT, 4, 0, true, 0, 0 },
        { "conv 4 1x1 groups 2, tanh, conv 2 1x1, avgpool global, dense 3",
          { 2, 3, 4 }, CAT, 4, 0, true, 0, 0 },
        { "conv 3 3 pad 1 stride 2, tanh, conv 2 3 dilation 2, dense 3",
          { 1, 1, 14 }, CAT, 4, 0, true, 0, 0 },
        { "conv 2 3x3, maxpool 2x1 stride 1x2, avgpool 1x2, dense 3",
          { 1, 6, 9 }, CAT, 4, 0, true, 0, 0 },
        { "dense 4, batchnorm, tanh, dense 3", { 5, 1, 1 }, CAT, 7, 0, 0, 0,
          0 },
        { "batchnorm, dense 4, tanh, batchnorm, batchnorm, dense 3, "
          "batchnorm", { 8, 1, 1 }, CAT, 9, 1, 0, 0, 0 },
        { "conv 3 3x3, batchnorm, tanh, conv 2 2x2, batchnorm, dense 3",
          { 2, 6, 7 }, CAT, 5, 0, true, 0, 0 },
        { "tanh, batchnorm, sigmoid, batchnorm eps 0.1, dense 3",
          { 5, 1, 1 }, CAT, 7, 0, 0, 0, 0 },
        { "dense 4, res(dense 6, tanh, dense 4), tanh, dense 3",
          { 5, 1, 1 }, CAT, 7, 0, 0, 0, 0 },
        { "res(dense 7, res(tanh, dense 7), batchnorm, dense 8), dense 3, "
          "res(sigmoid)", { 8, 1, 1 }, CAT, 7, 1, 0, 0, 0 },
        { "dense 6, relu, res(dropout 0.3, relu, dense 6, relu), dropout 0.2,"
          "res(res(tanh, dense 6, sigmoid)), dense 3", { 5, 1, 1 }, CAT, 7, 0,
          0, 0, 0 },
        { "conv 3 3x3, batchnorm, tanh, res(conv 3 3x3 pad 1, batchnorm, "
          "tanh, conv 3 3x3 pad 1, batchnorm), tanh, res(flatten, reshape "
          "3x4x5, maxpool 1), dense 3", { 1, 6, 7 }, CAT, 5, 0, true, 0, 0 },
        { "dense 6, layernorm, relu, dense 3", { 5, 1, 1 }, CAT, 7, 0, 0, 0,
          0 },
        { "layernorm, conv 2 2x2, layernorm eps 0.01, tanh, dense 3",
          { 2, 4, 4 }, CAT, 5, 0, true, 0, 0 },
        { "reshape 1x3x4, conv 2 2x2, tanh, reshape 3x2x2, conv 2 2x1, "
          "flatten, dense 3", { 12, 1, 1 }, CAT, 5, 0, 0, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        check(&kinds[i]);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct kind k = kinds[i];       /* too few for a group of images, */
        k.rows = 1;
        check(&k);
        k.rows = 19;                    /* and a whole one with a rest */
        if (k.image)
            check(&k);
    }
}

/* The kinds of objective that training may have. */
static void each_objective_has_its_gradient(void **state)
{
    static const struct {
        struct kind kind;
        struct lathe_objective objective;
    } cases[] = {
        { { "dense 1", { 4, 1, 1 }, MSE, 5, 0, 0, 0, 0 },
          { .kind = LATHE_OBJECTIVE_MAE } },
        { { "dense 1", { 4, 1, 1 }, MSE, 9, 0, 0, 0, 0 },
          { .kind = LATHE_OBJECTIVE_HUBER, .delta = 0.6 } },
        { { "dense 1", { 4, 1, 1 }, BIN, 5, 0, 0, true, true },
          { .smoothing = 0.3 } },
        { { "dense 3", { 4, 1, 1 }, CAT, 5, 0, 0, true, true },
          { .smoothing = 0.3 } },
        { { "dense 1", { 4, 1, 1 }, BIN, 5, 0, 0, true, true },
          { .kind = LATHE_OBJECTIVE_FOCAL, .gamma = 2 } },
        { { "dense 3", { 4, 1, 1 }, CAT, 5, 0, 0, true, true },
          { .kind = LATHE_OBJECTIVE_FOCAL, .gamma = 0.5 } },
        { { "dense 3", { 4, 1, 1 }, CAT, 9, 0, 0, 3, true },
          { .kind = LATHE_OBJECTIVE_FOCAL, .gamma = 0.5 } },
        { { "dense 1", { 4, 1, 1 }, MSE, 9, 0, 0, 2, 0 },
          { .kind = LATHE_OBJECTIVE_HUBER, .delta = 0.6 } },
        { { "dense 1", { 4, 1, 1 }, MSE, 9, 0, 0, 2, 0 },
          { .unweighted = true } },
        { { "dense 3", { 4, 1, 1 }, MSE, 5, 0, 0, 0, 0 },
          { .kind = LATHE_OBJECTIVE_MAE } },
        { { "dense 2", { 4, 1, 1 }, MSE, 9, 0, 0, 0, true },
          { .kind = LATHE_OBJECTIVE_HUBER, .delta = 0.6 } },
        { { "dense 3", { 4, 1, 1 }, BIN, 5, 0, 0, true, true },
          { .smoothing = 0.3 } },
        { { "dense 3", { 4, 1, 1 }, BIN, 5, 0, 0, true, true },
          { .kind = LATHE_OBJECTIVE_FOCAL, .gamma = 2 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_objective(&cases[i].kind, cases[i].objective);
}

/* Layers that share an array, or must not; layers before any weight. */
static void every_order_of_activations_has_its_gradient(void **state)
{
    static const char *const texts[] = {
        "dense 6, relu, dropout 0.3, tanh, dense 3",
        "dense 6, dropout 0.3, relu, dropout 0.2, dense 3",
        "dense 6, sigmoid, dropout 0.3, dense 3",
        "dense 6, sigmoid, tanh, softmax, dense 3",
        "dense 6, tanh, relu, sigmoid, dense 3",
        "tanh, dense 6, relu, relu, dense 3",
        "relu, dropout 0.3, sigmoid, dense 3",
        "dense 6, dense 3, relu",
        "dense 6, relu, dense 3, softmax",
        "dense 6, gelu, elu, silu, leakyrelu, dense 3",
        "elu, gelu, dense 6, silu, dropout 0.3, dense 3",
        "dense 6, tanh, gelu, dropout 0.3, relu, dense 3, leakyrelu",
        "dense 6, elu, dropout 0.2, leakyrelu, tanh, silu, flatten, dense 3",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct kind k = { texts[i], { 5, 1, 1 }, CAT, 7, 0, 0, 0, 0 };
        check(&k);
    }
}

static void one_hot_inputs_have_their_gradient(void **state)
{
    static const struct kind kinds[] = {
        { "dense 4, tanh, dense 1", { 8, 1, 1 }, BIN, 9, 2, 0, true, true },
        { "dense 3", { 6, 1, 1 }, CAT, 9, 2, 0, 0, true },      /* no dense */
        { "tanh, dense 3", { 8, 1, 1 }, CAT, 9, 2, 0, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        check(&kinds[i]);
}

/* Columns with vectors beside ones without, cold places, a dense layer behind
 * and other ones. */
static void tables_have_their_gradient(void **state)
{
    static const struct kind kinds[] = {
        { "embed 3x2 3, dense 3", { 8, 1, 1 }, CAT, 9, 2, 0, 0, 0 },
        { "embed 3 3x4, dense 4, tanh, dense 3", { 8, 1, 1 }, CAT, 9, 2, 0, 0,
          true },
        { "embed 3x2 3x1, dense 3", { 6, 1, 1 }, CAT, 9, 2, 0, 3, true },
        { "embed 3x2 3 3x5 3, dense 4, sigmoid, dense 1", { 13, 1, 1 }, BIN,
          9, 4, 0, 0, true },
        { "embed 3x2 3, tanh, dense 3", { 8, 1, 1 }, CAT, 9, 2, 0, 0, 0 },
        { "embed 3x2 3, dropout 0.3, dense 3", { 8, 1, 1 }, CAT, 9, 2, 0, 0,
          0 },
        { "embed 3 3x2, batchnorm, dense 5, batchnorm, tanh, dense 3",
          { 8, 1, 1 }, CAT, 9, 2, 0, 0, 0 },
        { "embed 3x2 3, res(dense 7, tanh), dense 3", { 8, 1, 1 }, CAT, 9, 2,
          0, 0, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct kind k = kinds[i];

        check(&k);
        k.rows = 1;
        check(&k);
        k.rows = 61;
        check(&k);
    }
}

/* The same gradient, whether a batch fits the arrays or not. */
static void tables_add_up_over_the_pieces_of_a_batch(void **state)
{
    static const struct kind k = { "embed 3x2 3, dense 4, tanh, dense 3",
                                   { 8, 1, 1 }, CAT, 40, 2, 0, 0, true };
    struct setup s;

    (void)state;
    setup_init(&s, &k);
    s.work.cap = 16;
    mean_loss(&s.work, &s.sample.batch);
    for (size_t j = 0; j < s.net.params; j++)
        assert_true(fabs((double)(s.work.grad[j] - s.grad[j])) <
                    (fine ? 1e-14 : 1e-6));
    setup_release(&s);
}

static void nets_of_the_articles_have_their_gradient(void **state)
{
    static const struct kind kinds[] = {
        { "dense 12, relu, dense 8, relu, dense 1", { 10, 1, 1 }, BIN, 32, 0,
          0, 0, true },
        { "conv 3 3x3 pad 1, relu, maxpool 2, conv 4 3x3, relu, maxpool 2, "
          "dense 6, relu, dense 5, relu, dense 3",
          { 2, 10, 10 }, CAT, 6, 0, true, 0, true },
        { "conv 3 5x5 pad 2, tanh, avgpool 2, dense 6, tanh, dense 3",
          { 1, 8, 8 }, CAT, 6, 0, true, 0, true },
        { "conv 3 3x3, relu, conv 3 3x3 pad 1, relu, avgpool 2, dense 3",
          { 1, 8, 8 }, CAT, 6, 0, true, 0, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        check(&kinds[i]);
}

/* In float a step that shows over the rounding goes over too many kinks. */
static void a_residual_net_has_its_gradient(void **state)
{
    static const struct kind k = {
        "conv 3 3x3, batchnorm, relu, res(conv 3 3x3 pad 1, batchnorm, relu, "
        "conv 3 3x3 pad 1, batchnorm), relu, dropout 0.2, maxpool 2, relu, "
        "conv 2 2x2, layernorm, relu, dense 3",
        { 1, 8, 8 }, CAT, 6, 0, true, 0, true };

    (void)state;
    if (sizeof(real) == sizeof(float))
        skip();
    check(&k);
}

/* Several shards whose sums are added, several tiles of parameters. */
static void shards_add_up_to_the_gradient(void **state)
{
    static const struct kind conv = { "conv 8 3x3, tanh, dense 3",
                                      { 2, 9, 9 }, CAT, 140, 0, true, 0, 0 };
    struct setup s;
    real *whole;
    struct lathe_batch one;

    (void)state;
    setup_init(&s, &conv);
    assert_true(lathe_shards_rows(&s.work, 140) <= 48);
    whole = lathe_calloc(s.net.params, sizeof(real));
    one = s.sample.batch;
    one.n = 1;
    for (size_t i = 0; i < 140; i++) {
        one.first = s.sample.batch.first + i;
        mean_loss(&s.work, &one);
        for (size_t j = 0; j < s.net.params; j++)
            whole[j] += s.work.grad[j] / 140;
    }
    for (size_t j = 0; j < s.net.params; j++)
        assert_true(fabs((double)(whole[j] - s.grad[j])) <
                    (fine ? 1e-13 : 1e-5));
    lathe_free(whole);
    setup_release(&s);
}

/* Small dense layers, of which each of several shards has its own weights. */
static const struct kind small_kind = {
    "dense 40, tanh, dense 24, relu, dense 3", { 20, 1, 1 }, CAT, 600, 4, 0, 1,
    true };

static void small_setup(struct setup *s, const char *text)
{
    struct kind k = small_kind;

    k.text = text ? text : k.text;
    setup_init(s, &k);
    assert_true(lathe_shards_rows(&s->work, 600) <= 152);
    assert_true(s->work.copies >= 4 && s->work.spread);
    for (size_t i = 0; i < s->net.n; i++)
        assert_true(s->work.op[i].apart == (s->net.layer[i].weights > 0));
}

static void shards_of_small_layers_add_up_to_the_gradient(void **state)
{
    struct setup s;
    struct lathe_batch one;
    double *whole;

    (void)state;
    small_setup(&s, NULL);
    whole = lathe_calloc(s.net.params, sizeof(*whole));
    one = s.sample.batch;
    one.n = 1;
    for (size_t i = 0; i < 600; i++) {
        one.row = s.sample.row + i;
        mean_loss(&s.work, &one);
        for (size_t j = 0; j < s.net.params; j++)
            whole[j] += (double)s.work.grad[j] / 600;
    }
    for (size_t j = 0; j < s.net.params; j++)
        assert_true(fabs(whole[j] - (double)s.grad[j]) <
                    (fine ? 1e-14 : 1e-6));
    lathe_free(whole);
    setup_release(&s);
}

/* In passes of fewer rows, the last of them with other shards. */
static void shards_of_small_layers_add_up_over_passes(void **state)
{
    static const size_t caps[] = { 500, 256, 96, 8 };
    struct setup s;

    (void)state;
    for (size_t i = 0; i < sizeof(caps) / sizeof(caps[0]); i++) {
        small_setup(&s, "dense 40, dropout 0.3, dense 24, relu, dense 3");
        s.work.cap = caps[i];
        mean_loss(&s.work, &s.sample.batch);
        for (size_t j = 0; j < s.net.params; j++)
            assert_true(fabs((double)(s.work.grad[j] - s.grad[j])) <
                        (fine ? 1e-14 : 2e-6));
        setup_release(&s);
    }
}

static void descend(void *ctx, size_t first, size_t n, bool bias)
{
    const struct lathe_work *work = ctx;

    (void)bias;
    for (size_t i = first; i < first + n; i++)
        work->params[i] -= (real)0.5 * work->grad[i];
}

/* One step after the other: each begins with what the last has left, which an
 * evaluation reads from the parameters themselves. */
static void a_step_of_small_layers_sees_the_one_before(void **state)
{
    struct setup s;
    double before = INFINITY;

    (void)state;
    small_setup(&s, NULL);
    for (int i = 0; i < 6; i++) {
        struct lathe_step step = { .batch = &s.sample.batch, .ctx = &s.work,
                                   .update = i % 3 == 2 ? NULL : descend,
                                   .clip = i % 2 ? 0.05 : 0 };
        struct lathe_tally judged = {0}, sum = {0};

        lathe_run_evaluate(&s.work, &s.sample.batch, &judged);
        lathe_run_step(&s.work, &step, &sum);
        assert_true(fabs(sum.loss - judged.loss) < 1e-4 * judged.loss);
        assert_true(i % 3 == 0 || sum.loss < before);
        before = sum.loss;
    }
    setup_release(&s);
}

static void small_layers_show_where_a_number_is_not_finite(void **state)
{
    struct setup s;

    (void)state;
    small_setup(&s, NULL);
    assert_int_equal(lathe_run_suspect(&s.work, 600), 5);
    s.work.op[4].out[(lathe_shards_step(&s.work, 152, 4) * 3 + 143) * 3] = NAN;
    assert_int_equal(lathe_run_suspect(&s.work, 600), 4);
    setup_release(&s);
}

static void rows_without_weight_change_nothing(void **state)
{
    static const struct kind k = { "dense 3", { 4, 1, 1 }, CAT, 6, 0, 0, 2,
                                   0 };
    struct setup s;
    struct lathe_tally sum = {0};
    struct lathe_step step;

    (void)state;
    setup_init(&s, &k);
    memset(s.sample.own, 0, sizeof(s.sample.own));
    step = (struct lathe_step){ .batch = &s.sample.batch };
    lathe_run_step(&s.work, &step, &sum);
    assert_true(sum.loss == 0 && sum.weight == 0 && sum.rows == 6);
    for (size_t j = 0; j < s.net.params; j++)
        assert_true(s.work.grad[j] == 0);
    setup_release(&s);
}

/* Pieces of a batch that is larger than the arrays share its weight. */
static void a_batch_in_pieces_has_one_weight(void **state)
{
    static const struct kind k = { "dense 3, tanh, dense 3", { 4, 1, 1 }, CAT,
                                   40, 0, 0, 2, true };
    struct setup s;

    (void)state;
    setup_init(&s, &k);
    s.work.cap = 16;
    mean_loss(&s.work, &s.sample.batch);
    for (size_t j = 0; j < s.net.params; j++)
        assert_true(fabs((double)(s.work.grad[j] - s.grad[j])) <
                    (fine ? 1e-14 : 1e-6));
    setup_release(&s);
}

/* The shards' statistics are joined: the gradient of a batch of several. */
static void a_batchnorm_of_several_shards_has_its_gradient(void **state)
{
    static const struct kind k = { "conv 4 3x3, batchnorm, tanh, conv 4 3x3, "
                                   "batchnorm, avgpool global, dense 3",
                                   { 1, 20, 20 }, CAT, 40, 0, true, 0, 0 };
    struct setup s;

    (void)state;
    setup_init(&s, &k);
    assert_true(lathe_shards_rows(&s.work, 40) <= 20);
    assert_true(s.work.cap >= 40);
    assert_true(worst(&s.work, &s.sample.batch, s.grad) <= tolerance());
    setup_release(&s);
}

/* Of two, one is frozen; of a batch of several shards. */
static void a_frozen_batchnorm_has_its_gradient(void **state)
{
    static const struct kind k = { "conv 4 3x3, batchnorm, tanh, conv 4 3x3, "
                                   "batchnorm, avgpool global, dense 3",
                                   { 1, 20, 20 }, CAT, 40, 0, true, 0, 0 };

    (void)state;
    for (size_t frozen = 1; frozen <= 4; frozen += 3) {
        struct setup s;
        real *stat;

        setup_init(&s, &k);
        stat = s.work.params + s.net.layer[frozen].stat;
        for (size_t i = 0; i < 4; i++) {
            stat[i] = (real)0.3 * (real)i - (real)0.2;
            stat[4 + i] = (real)1.5 - (real)0.3 * (real)i;
        }
        s.work.op[frozen].frozen = true;
        mean_loss(&s.work, &s.sample.batch);
        memcpy(s.grad, s.work.grad, s.net.params * sizeof(real));
        assert_true(worst(&s.work, &s.sample.batch, s.grad) <= tolerance());
        assert_true(stat[3] == (real)0.3 * 3 - (real)0.2);
        assert_true(stat[7] == (real)1.5 - (real)0.3 * 3);
        setup_release(&s);
    }
}

/* With all of them frozen a step sees what predictions see. */
static void a_step_of_frozen_batchnorms_has_the_loss_of_an_evaluation(
    void **state)
{
    static const struct kind k = { "dense 8, batchnorm, tanh, batchnorm, "
                                   "dense 3", { 5, 1, 1 }, CAT, 30, 0, 0, 0,
                                   0 };
    struct setup s;
    struct lathe_tally sum = {0};
    double free_loss;

    (void)state;
    setup_init(&s, &k);
    free_loss = mean_loss(&s.work, &s.sample.batch);
    s.work.op[1].frozen = s.work.op[3].frozen = true;
    lathe_run_evaluate(&s.work, &s.sample.batch, &sum);
    assert_true(fabs(mean_loss(&s.work, &s.sample.batch) - sum.loss / 30) <
                1e-6);
    assert_true(fabs(free_loss - sum.loss / 30) > 1e-3);
    setup_release(&s);
}

/* A batch larger than the arrays is taken in passes. */
static void a_batch_of_any_size_has_its_gradient(void **state)
{
    static const struct kind k = { "dense 1", { 2, 1, 1 }, MSE, 9000, 0,
                                   0, 0, true };
    struct setup s;

    (void)state;
    setup_init(&s, &k);
    assert_true(s.work.cap < 9000);
    assert_true(worst(&s.work, &s.sample.batch, s.grad) <= tolerance());
    setup_release(&s);
}

static void one_wrong_sign_is_caught(void **state)
{
    static const struct kind k = { "conv 2 3x3, relu, maxpool 2, dense 3",
                                   { 1, 6, 6 }, CAT, 4, 0, true, 0, 0 };
    struct setup s;
    size_t most = 0;

    (void)state;
    setup_init(&s, &k);
    for (size_t i = 0; i < s.net.params; i++)
        if (fabs((double)s.grad[i]) > fabs((double)s.grad[most]))
            most = i;
    assert_true(worst(&s.work, &s.sample.batch, s.grad) <= tolerance());
    s.grad[most] = -s.grad[most];
    assert_true(worst(&s.work, &s.sample.batch, s.grad) > 0.2);
    setup_release(&s);
}

static void a_hand_computed_step_is_right(void **state)
{
    /* z = 2 x0 - x1 + 0.5 with rows (1, 2) and (3, -1): z = 0.5, 7.5;
     * targets 1 and 7: errors -0.5, 0.5; loss (0.25 + 0.25) / 2 = 0.25;
     * dw = mean of 2 e x = (-0.5 * 1 + 0.5 * 3, -0.5 * 2 - 0.5 * 1)
     *    = (1, -1.5); db = -0.5 + 0.5 = 0. */
    float x[] = { 1, 2, 3, -1 }, y[] = { 1, 7 };
    struct lathe_inputs in = { .n = 2, .cap = 2, .dense = 2, .width = 2,
                               .x = x, .value = y };
    struct lathe_batch batch = { .x = &in, .n = 2 };
    struct lathe_net net = {0};
    struct lathe_work work = {0};
    struct lathe_err err = {0};
    struct lathe_shape two = { 2, 1, 1 };

    (void)state;
    assert_int_equal(lathe_net_parse(&net, "dense 1", two, &err), 0);
    assert_int_equal(lathe_work_init(&work, &net, MSE, &in, 2, NULL, &err), 0);
    work.params[0] = 2;
    work.params[1] = -1;
    work.params[2] = (real)0.5;
    assert_true(mean_loss(&work, &batch) == 0.25);
    assert_true(work.grad[0] == 1);
    assert_true(work.grad[1] == (real)-1.5);
    assert_true(work.grad[2] == 0);
    lathe_work_release(&work);
    lathe_net_release(&net);
}

/* z = 2, 0 and -3 for y = 1, 0 and 0: errors 1, 0 and -3. */
static void hand_computed_objectives_are_right(void **state)
{
    static const struct {
        struct lathe_objective objective;
        double loss, slope[3];
    } cases[] = {
        { { .kind = LATHE_OBJECTIVE_LOSS }, 10 / 3.0, { 2, 0, -6 } },
        { { .kind = LATHE_OBJECTIVE_MAE }, 4 / 3.0, { 1, 0, -1 } },
        { { .kind = LATHE_OBJECTIVE_HUBER, .delta = 2 }, 4.5 / 3,
          { 1, 0, -2 } },
    };
    float y[] = { 1, 0, 0 };
    real z[] = { 2, 0, -3 }, dz[3];
    struct lathe_inputs in = { .n = 3, .value = y };
    struct lathe_batch batch = { .x = &in, .n = 3 };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct lathe_judge judge = { MSE, &cases[i].objective, 1, NULL };
        struct lathe_tally sum = {0};

        lathe_loss_rows(&judge, &batch, 0, 3, 1, z, dz, &sum);
        assert_true(fabs(sum.loss / 3 - cases[i].loss) < 1e-6);
        assert_true(fabs(sum.square - 10) < 1e-6);
        for (size_t j = 0; j < 3; j++)
            assert_true(fabs((double)dz[j] - cases[i].slope[j]) < 1e-6);
    }
}

static void no_update(void *ctx, size_t first, size_t n, bool bias)
{
    (void)bias;
    *(size_t *)ctx += n;
    assert_true(first < 1000);
}

static double norm_of(const struct setup *s)
{
    double sum = 0;

    for (size_t i = 0; i < s->net.params; i++)
        sum += (double)s->work.grad[i] * (double)s->work.grad[i];
    return sqrt(sum);
}

static void clipping_shrinks_a_gradient_to_the_norm(void **state)
{
    static const struct kind k = { "conv 2 3x3, batchnorm, tanh, dense 3",
                                   { 2, 5, 5 }, CAT, 6, 0, true, 0, 0 };
    struct setup s;
    struct lathe_tally sum = {0};
    size_t changed = 0;
    struct lathe_step step = { .update = no_update, .ctx = &changed };
    double norm;

    (void)state;
    setup_init(&s, &k);
    step.batch = &s.sample.batch;
    norm = norm_of(&s);
    step.clip = norm / 4;
    assert_true(fabs(lathe_run_step(&s.work, &step, &sum) / norm - 1) < 1e-6);
    assert_true(fabs(norm_of(&s) / step.clip - 1) < 1e-5);
    for (size_t i = 0; i < s.net.params; i++)
        assert_true(fabs((double)(4 * s.work.grad[i] - s.grad[i])) <
                    1e-5 * norm);
    assert_int_equal(changed, s.net.params - 4);        /* no statistics */
    step.clip = norm * 2;
    lathe_run_step(&s.work, &step, &sum);
    assert_memory_equal(s.work.grad, s.grad, s.net.params * sizeof(real));
    setup_release(&s);
}

static void what_is_not_finite_is_found_where_it_began(void **state)
{
    static const struct kind k = { "dense 4, relu, dense 5, tanh, dense 3",
                                   { 4, 1, 1 }, CAT, 5, 0, 0, 0, 0 };
    struct setup s;

    (void)state;
    setup_init(&s, &k);
    assert_int_equal(lathe_run_suspect(&s.work, 5), 5);
    s.work.params[s.net.layer[2].weight + 3] = INFINITY;
    assert_int_equal(lathe_run_suspect(&s.work, 5), 2);
    mean_loss(&s.work, &s.sample.batch);
    assert_true(lathe_run_suspect(&s.work, 5) <= 2);
    setup_release(&s);
}

static void losses_stay_finite_for_huge_logits(void **state)
{
    float x[] = { 1e4f, -1e4f }, y[] = { 0, 0 };
    uint32_t label[] = { 0, 1 };
    struct lathe_inputs in = { .n = 2, .cap = 2, .dense = 1, .width = 1,
                               .x = x, .value = y, .label = label };
    struct lathe_batch batch = { .x = &in, .n = 2 };
    struct lathe_shape one = { 1, 1, 1 };

    (void)state;
    for (int cat = 0; cat < 2; cat++) {
        struct lathe_net net = {0};
        struct lathe_work work = {0};
        struct lathe_err err = {0};

        assert_int_equal(lathe_net_parse(&net, cat ? "dense 2" : "dense 1",
                                         one, &err), 0);
        assert_int_equal(lathe_work_init(&work, &net, cat ? CAT : BIN, &in, 2,
                                         NULL, &err), 0);
        work.params[cat] = 1;
        assert_true(fabs(mean_loss(&work, &batch) - 1e4) < 1e-2);
        assert_true(fabs((double)work.grad[cat] - 1e4) < 1e-2);
        lathe_work_release(&work);
        lathe_net_release(&net);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hand_computed_step_is_right),
        cmocka_unit_test(hand_computed_objectives_are_right),
        cmocka_unit_test(clipping_shrinks_a_gradient_to_the_norm),
        cmocka_unit_test(what_is_not_finite_is_found_where_it_began),
        cmocka_unit_test(each_objective_has_its_gradient),
        cmocka_unit_test(losses_stay_finite_for_huge_logits),
        cmocka_unit_test(each_loss_has_its_gradient),
        cmocka_unit_test(each_layer_has_its_gradient),
        cmocka_unit_test(every_order_of_activations_has_its_gradient),
        cmocka_unit_test(one_hot_inputs_have_their_gradient),
        cmocka_unit_test(tables_have_their_gradient),
        cmocka_unit_test(tables_add_up_over_the_pieces_of_a_batch),
        cmocka_unit_test(nets_of_the_articles_have_their_gradient),
        cmocka_unit_test(a_residual_net_has_its_gradient),
        cmocka_unit_test(rows_without_weight_change_nothing),
        cmocka_unit_test(a_batch_in_pieces_has_one_weight),
        cmocka_unit_test(shards_add_up_to_the_gradient),
        cmocka_unit_test(shards_of_small_layers_add_up_to_the_gradient),
        cmocka_unit_test(shards_of_small_layers_add_up_over_passes),
        cmocka_unit_test(a_step_of_small_layers_sees_the_one_before),
        cmocka_unit_test(small_layers_show_where_a_number_is_not_finite),
        cmocka_unit_test(a_batchnorm_of_several_shards_has_its_gradient),
        cmocka_unit_test(a_frozen_batchnorm_has_its_gradient),
        cmocka_unit_test(
            a_step_of_frozen_batchnorms_has_the_loss_of_an_evaluation),
        cmocka_unit_test(a_batch_of_any_size_has_its_gradient),
        cmocka_unit_test(one_wrong_sign_is_caught),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
