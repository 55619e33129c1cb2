/*
 * The kernels that take a group of images at once, at each level of
 * instructions that this machine has, against loops without tricks.
 */
#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "nn/batchnorm.h"
#include "nn/conv.h"
#include "nn/convlanes.h"
#include "nn/dropout.h"
#include "nn/layernorm.h"
#include "nn/normlanes.h"
#include "nn/pooling.h"
#include "nn/poollanes.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Those that have kernels of their own. */
#if defined(__aarch64__)
enum { LEVELS = LATHE_CPU_NEON + 1 };
#else
enum { LEVELS = LATHE_CPU_AVX512 + 1 };
#endif

static const struct lathe_lanes *lanes_of(int level)
{
    enum lathe_cpu_level want = (enum lathe_cpu_level)level;
    enum lathe_cpu_level have = lathe_cpu_level();

    return lathe_lanes_pick(want < have ? want : have);
}

/* ---- a layer on its own ------------------------------------------------- */

/* Arrays in rows, and the same in groups; two groups, the last not full. */
struct layer {
    struct lathe_layer l;
    size_t n, ins, outs;
    real *params, *grad, *scratch;
    real *in, *out, *din, *dout;
    real *gin, *gout, *gdin, *gdout, *place, *turned;
    uint32_t *mark;
};

static real *numbers(struct lathe_rng *r, size_t n)
{
    real *v = lathe_alloc_aligned(n + 64, sizeof(real));

    for (size_t i = 0; i < n; i++)
        v[i] = (real)lathe_rng_normal(r);
    return v;
}

static void layer_init(struct layer *t, struct lathe_layer l,
                       const struct lathe_lanes *lanes, struct lathe_rng *r)
{
    size_t cap = 2 * lanes->width, all;

    l.weights = l.kind == LATHE_CONV
                    ? (size_t)l.out.c * (l.in.c / l.groups) * l.kh * l.kw : 0;
    l.biases = l.kind == LATHE_CONV ? l.out.c : 0;
    l.bias = l.weights;
    all = l.weights + l.biases;
    *t = (struct layer){ .l = l, .n = cap - 1,
                         .ins = lathe_shape_size(l.in),
                         .outs = lathe_shape_size(l.out) };
    t->params = numbers(r, all);
    t->grad = numbers(r, all);
    t->in = numbers(r, cap * t->ins);
    t->out = numbers(r, cap * t->outs);
    t->din = numbers(r, cap * t->ins);
    t->dout = numbers(r, cap * t->outs);
    t->gin = numbers(r, cap * t->ins);
    t->gout = numbers(r, cap * t->outs);
    t->gdin = numbers(r, cap * t->ins);
    t->gdout = numbers(r, cap * t->outs);
    t->place = numbers(r, cap * t->outs);
    t->turned = numbers(r, 2 * l.weights);
    t->mark = lathe_calloc(cap * t->outs, sizeof(uint32_t));
    all = l.kind == LATHE_CONV ? lathe_convlanes_scratch(&t->l, lanes) : 0;
    t->scratch = numbers(r, all);
}

static void layer_release(struct layer *t)
{
    real *const all[] = { t->params, t->grad, t->scratch, t->in, t->out,
                          t->din, t->dout, t->gin, t->gout, t->gdin, t->gdout,
                          t->place, t->turned };

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        lathe_free(all[i]);
    lathe_free(t->mark);
}

typedef void op_fn(const struct lathe_op *op, const struct lathe_shard *shard);

/* Both groups forward and backward; results in rows in t->out, t->din, and
 * the gradient of the parameters, added to what is in t->grad. */
static void run_groups(struct layer *t, const struct lathe_lanes *lanes,
                       op_fn *forward, op_fn *backward, bool relu)
{
    struct lathe_op op = {
        .layer = &t->l, .weight = t->params, .bias = t->params + t->l.bias,
        .turned = t->turned, .in = t->gin, .out = t->gout, .din = t->gdin,
        .dout = t->gdout, .place = t->place, .grouped = true, .relu = relu,
    };
    struct lathe_shard s = { .lanes = lanes, .scratch = t->scratch,
                             .grad = t->grad };

    if (t->l.kind == LATHE_CONV)
        lathe_convlanes_turn(&op, lanes);
    for (s.first = 0; s.first < t->n; s.first += lanes->width) {
        size_t left = t->n - s.first, in = s.first * t->ins,
               out = s.first * t->outs;
        size_t n = left < lanes->width ? left : lanes->width;

        s.n = lanes->width;
        lanes->enter(n, t->ins, t->in + in, t->gin + in);
        forward(&op, &s);
        lanes->leave(n, t->outs, t->gout + out, t->out + out);
        lanes->enter(n, t->outs, t->dout + out, t->gdout + out);
        backward(&op, &s);
        lanes->leave(n, t->ins, t->gdin + in, t->din + in);
    }
}

static void assert_near(const char *what, const struct lathe_layer *l,
                        const real *a, const real *b, size_t n)
{
    double top = 1;

    for (size_t i = 0; i < n; i++)
        top = fmax(top, fabs((double)b[i]));
    for (size_t i = 0; i < n; i++)
        if (!(fabs((double)(a[i] - b[i])) <= 2e-6 * top))
            fail_msg("%s of %ux%ux%u -> %ux%ux%u, %ux%u, stride %ux%u, "
                     "dilation %ux%u, pad %u %u %u %u, groups %u: number %zu "
                     "is %g, not %g", what, l->in.c, l->in.h, l->in.w,
                     l->out.c, l->out.h, l->out.w, l->kh, l->kw, l->sh, l->sw,
                     l->dh, l->dw, l->top, l->left, l->bottom, l->right,
                     l->groups, i, (double)a[i], (double)b[i]);
}

/* ---- convolution -------------------------------------------------------- */

/* Every multiplication of every row; adds to din and grad. */
static void naive(struct layer *t, const real *dout, real *out, real *din,
                  double *grad)
{
    const struct lathe_layer *l = &t->l;
    size_t k = l->out.c / l->groups, c = l->in.c / l->groups;

    for (size_t r = 0; r < t->n; r++)
        for (size_t o = 0; o < l->out.c; o++)
            for (size_t at = 0; at < (size_t)l->out.h * l->out.w; at++) {
                size_t to = r * t->outs + o * l->out.h * l->out.w + at;
                double sum = (double)t->params[l->bias + o];

                grad[l->bias + o] += (double)dout[to];
                for (size_t j = 0; j < c * l->kh * l->kw; j++) {
                    size_t ci = o / k * c + j / (l->kh * l->kw);
                    int64_t y = (int64_t)(at / l->out.w * l->sh +
                                          j / l->kw % l->kh * l->dh) - l->top;
                    int64_t x = (int64_t)(at % l->out.w * l->sw +
                                          j % l->kw * l->dw) - l->left;
                    size_t w = o * c * l->kh * l->kw + j, from;

                    if (y < 0 || y >= l->in.h || x < 0 || x >= l->in.w)
                        continue;
                    from = r * t->ins + (ci * l->in.h + (size_t)y) * l->in.w +
                           (size_t)x;
                    sum += (double)t->params[w] * (double)t->in[from];
                    din[from] += t->params[w] * dout[to];
                    grad[w] += (double)t->in[from] * (double)dout[to];
                }
                out[to] = (real)sum;
            }
}

static void check_conv(struct lathe_layer l, const struct lathe_lanes *lanes,
                       bool relu, struct lathe_rng *r)
{
    struct layer t;
    size_t params;
    real *out, *din, *dout;
    double *grad;

    layer_init(&t, l, lanes, r);
    params = t.l.weights + t.l.biases;
    out = lathe_calloc(t.n * t.outs, sizeof(real));
    din = lathe_calloc(t.n * t.ins, sizeof(real));
    grad = lathe_calloc(params, sizeof(double));
    dout = lathe_calloc(t.n * t.outs, sizeof(real));
    for (size_t i = 0; i < params; i++)
        grad[i] = (double)t.grad[i];
    run_groups(&t, lanes, lathe_convlanes_forward, lathe_convlanes_backward,
               relu);
    for (size_t i = 0; i < t.n * t.outs; i++)
        dout[i] = relu && t.out[i] <= 0 ? 0 : t.dout[i];
    naive(&t, dout, out, din, grad);
    for (size_t i = 0; i < params; i++)
        t.params[i] = (real)grad[i];
    for (size_t i = 0; relu && i < t.n * t.outs; i++)
        out[i] = out[i] > 0 ? out[i] : 0;
    assert_near("the result", &t.l, t.out, out, t.n * t.outs);
    assert_near("din", &t.l, t.din, din, t.n * t.ins);
    assert_near("the gradient", &t.l, t.grad, t.params, params);
    lathe_free(out);
    lathe_free(din);
    lathe_free(grad);
    lathe_free(dout);
    layer_release(&t);
}

static uint32_t draw(struct lathe_rng *r, uint32_t from, uint32_t to)
{
    return from + (uint32_t)lathe_rng_below(r, to - from + 1);
}

static uint32_t places(uint32_t size, uint32_t pads, uint32_t kernel,
                       uint32_t stride, uint32_t dilation)
{
    uint32_t reach = (kernel - 1) * dilation + 1;

    return size + pads < reach ? 0 : (size + pads - reach) / stride + 1;
}

/* Any shape that fits. */
static struct lathe_layer any_conv(struct lathe_rng *r)
{
    struct lathe_layer l = { .kind = LATHE_CONV };

    do {
        l.groups = lathe_rng_below(r, 3) ? 1 : draw(r, 2, 3);
        l.in = (struct lathe_shape){ l.groups * draw(r, 1, 4), draw(r, 1, 9),
                                     draw(r, 1, 13) };
        l.out.c = l.groups * draw(r, 1, lathe_rng_below(r, 4) ? 7 : 20);
        l.kh = draw(r, 1, 5);
        l.kw = draw(r, 1, lathe_rng_below(r, 4) ? 5 : 11);
        l.sh = draw(r, 1, 3);
        l.sw = lathe_rng_below(r, 2) ? 1 : draw(r, 1, 4);
        l.dh = lathe_rng_below(r, 2) ? 1 : draw(r, 1, 3);
        l.dw = lathe_rng_below(r, 2) ? 1 : draw(r, 1, 3);
        l.top = draw(r, 0, 3);
        l.left = draw(r, 0, 3);
        l.bottom = draw(r, 0, 3);
        l.right = draw(r, 0, 3);
        l.out.h = places(l.in.h, l.top + l.bottom, l.kh, l.sh, l.dh);
        l.out.w = places(l.in.w, l.left + l.right, l.kw, l.sw, l.dw);
    } while (l.out.h == 0 || l.out.w == 0);
    return l;
}

static void convolutions_of_any_shape_agree_with_plain_loops(void **state)
{
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int level = 0; level < LEVELS; level++)
        for (size_t t = 2; t <= LATHE_LANES_TAPS; t++)
            assert_true(lanes_of(level)->grads[t] <=
                        lanes_of(level)->grads[t - 1]);
    for (int level = 0; level < LEVELS; level++)
        for (int i = 0; i < 150; i++)
            check_conv(any_conv(&r), lanes_of(level), i % 3 == 0, &r);
}

static void convolutions_of_the_articles_agree_with_plain_loops(void **state)
{
    static const struct lathe_layer layers[] = {
        { .in = { 3, 32, 32 }, .out = { 6, 28, 28 }, .kh = 5, .kw = 5 },
        { .in = { 6, 14, 14 }, .out = { 16, 10, 10 }, .kh = 5, .kw = 5 },
        { .in = { 1, 28, 28 }, .out = { 6, 28, 28 }, .kh = 5, .kw = 5,
          .top = 2, .left = 2, .bottom = 2, .right = 2 },
        { .in = { 32, 13, 13 }, .out = { 64, 11, 11 }, .kh = 3, .kw = 3 },
        { .in = { 4, 9, 9 }, .out = { 8, 1, 1 }, .kh = 9, .kw = 9 },
    };
    struct lathe_rng r = lathe_rng_stream(4, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int level = 0; level < LEVELS; level++)
        for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++) {
            struct lathe_layer l = layers[i];
            l.kind = LATHE_CONV;
            l.groups = l.sh = l.sw = l.dh = l.dw = 1;
            check_conv(l, lanes_of(level), false, &r);
        }
}

/* ---- pooling ------------------------------------------------------------ */

static void check_pool(struct lathe_layer l, const struct lathe_lanes *lanes,
                       op_fn *const rows[2], op_fn *const groups[2],
                       bool relu, struct lathe_rng *r)
{
    struct layer t;
    struct lathe_op op;
    struct lathe_shard s;
    real *out, *din;

    layer_init(&t, l, lanes, r);
    for (size_t i = 0; i < t.n * t.ins; i += 3)
        t.in[i] = 1;            /* ties: the first counts */
    out = lathe_calloc(t.n * t.outs, sizeof(real));
    din = lathe_calloc(t.n * t.ins, sizeof(real));
    run_groups(&t, lanes, groups[0], groups[1], relu);
    op = (struct lathe_op){ .layer = &t.l, .in = t.in, .out = out, .din = din,
                            .dout = t.dout, .mark = t.mark };
    s = (struct lathe_shard){ .n = t.n };
    rows[0](&op, &s);
    for (size_t i = 0; relu && i < t.n * t.outs; i++) {
        t.dout[i] = out[i] > 0 ? t.dout[i] : 0;
        out[i] = out[i] > 0 ? out[i] : 0;
    }
    rows[1](&op, &s);
    assert_near("the result", &t.l, t.out, out, t.n * t.outs);
    assert_near("din", &t.l, t.din, din, t.n * t.ins);
    lathe_free(out);
    lathe_free(din);
    layer_release(&t);
}

static void pools_agree_with_those_of_rows(void **state)
{
    struct lathe_rng r = lathe_rng_stream(5, LATHE_RNG_TEST, 0, 0);
    op_fn *const max_rows[] = { lathe_pooling_max_forward,
                                lathe_pooling_max_backward };
    op_fn *const max_groups[] = { lathe_poollanes_max_forward,
                                  lathe_poollanes_max_backward };
    op_fn *const mean_rows[] = { lathe_pooling_mean_forward,
                                 lathe_pooling_mean_backward };
    op_fn *const mean_groups[] = { lathe_poollanes_mean_forward,
                                   lathe_poollanes_mean_backward };

    (void)state;
    for (int i = 0; i < 300; i++) {
        struct lathe_layer l = { .kind = LATHE_MAXPOOL };
        const struct lathe_lanes *lanes = lanes_of(i % LEVELS);

        l.in = (struct lathe_shape){ draw(&r, 1, 3), draw(&r, 4, 9),
                                     draw(&r, 4, 13) };
        l.kh = draw(&r, 1, 3);
        l.kw = i % 2 ? l.kh : draw(&r, 1, 4);
        l.sh = i % 2 ? l.kh : draw(&r, 1, 4);
        l.sw = i % 2 ? l.kw : draw(&r, 1, 4);
        l.out = (struct lathe_shape){ l.in.c,
                                      places(l.in.h, 0, l.kh, l.sh, 1),
                                      places(l.in.w, 0, l.kw, l.sw, 1) };
        check_pool(l, lanes, max_rows, max_groups, i % 5 == 0, &r);
        l.kind = LATHE_AVGPOOL;
        check_pool(l, lanes, mean_rows, mean_groups, false, &r);
    }
}

static void a_nan_is_the_largest_and_stays_through_relu(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++) {
        const struct lathe_lanes *lanes = lanes_of(level);
        const size_t n = lanes->width;
        struct lathe_lanes_window w = { 1, 2, 1, 0, (ptrdiff_t)n, 0, true,
                                        true };
        real *v = lathe_alloc_aligned(4 * n, sizeof(real));

        for (size_t i = 0; i < n; i++) {
            v[i] = i % 2 ? NAN : -5;
            v[n + i] = i % 2 ? 3 : NAN;
        }
        lanes->max(&w, v, v + 2 * n, v + 3 * n);
        for (size_t i = 0; i < n; i++) {
            assert_true(isnan(v[2 * n + i]));
            assert_int_equal((int)v[3 * n + i], i % 2 ? 0 : 1);
        }
        lathe_free(v);
    }
}

/* ---- rows and lanes, elementwise ---------------------------------------- */

static void rows_are_turned_and_turned_back(void **state)
{
    struct lathe_rng r = lathe_rng_stream(6, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int level = 0; level < LEVELS; level++)
        for (size_t size = 1; size < 70; size++) {
            const struct lathe_lanes *lanes = lanes_of(level);
            const size_t width = lanes->width;
            size_t n = 1 + size % width;
            real *rows = numbers(&r, n * size);
            real *group = numbers(&r, width * size);
            real *back = numbers(&r, width * size);

            lanes->enter(n, size, rows, group);
            for (size_t i = 0; i < width; i++)
                for (size_t j = 0; j < size; j++)
                    assert_true(group[j * width + i] ==
                                (i < n ? rows[i * size + j] : 0));
            back[n * size] = 77;
            lanes->leave(n, size, group, back);
            assert_memory_equal(rows, back, n * size * sizeof(real));
            assert_true(back[n * size] == 77);
            lathe_free(rows);
            lathe_free(group);
            lathe_free(back);
        }
}

/* ---- norms and dropout --------------------------------------------------- */

enum { NORM_C = 3, NORM_H = 5, NORM_W = 7, NORM_N = NORM_C * NORM_H * NORM_W };

/* A layer in rows and in groups: two groups, the last with three too few. */
struct norm {
    struct lathe_layer l;
    size_t cap, n;
    real *weight, *running[2], *stat[2], *grad[2];      /* rows, groups */
    real *in[2], *out[2], *din[2], *dout[2];
    uint32_t *mark[2];
    struct lathe_op op[2];
    struct lathe_shard shard[2];
};

static void norm_init(struct norm *t, enum lathe_layer_kind kind, bool relu,
                      const struct lathe_lanes *lanes, struct lathe_rng *r)
{
    const struct lathe_shape s = { NORM_C, NORM_H, NORM_W };
    size_t weights = kind == LATHE_BATCHNORM ? NORM_C : NORM_N;

    *t = (struct norm){
        .l = { .kind = kind, .in = s, .out = s, .weights = weights,
               .biases = weights, .eps = 0.01, .momentum = 0.1, .rate = 0.4 },
        .cap = 2 * lanes->width, .n = 2 * lanes->width - 3 };
    if (lanes->width < 4)
        t->n = 2 * lanes->width - 1;
    t->weight = numbers(r, 2 * weights);
    for (int g = 0; g < 2; g++) {
        t->running[g] = lathe_alloc_aligned(2 * NORM_C, sizeof(real));
        t->stat[g] = numbers(r, lathe_batchnorm_room(&t->l, 1) + 2 * t->cap);
        t->grad[g] = lathe_alloc_aligned(2 * weights, sizeof(real));
        t->in[g] = numbers(r, t->cap * NORM_N);
        t->out[g] = numbers(r, t->cap * NORM_N);
        t->din[g] = numbers(r, t->cap * NORM_N);
        t->dout[g] = numbers(r, t->cap * NORM_N);
        t->mark[g] = lathe_calloc(t->cap * NORM_N, sizeof(uint32_t));
        t->op[g] = (struct lathe_op){
            .layer = &t->l, .weight = t->weight, .bias = t->weight + weights,
            .in = t->in[g], .out = t->out[g], .din = t->din[g],
            .dout = t->dout[g], .stat = t->stat[g], .mark = t->mark[g],
            .running = t->running[g], .grouped = g == 1,
            .relu = g == 1 && relu };
        t->shard[g] = (struct lathe_shard){ .lanes = lanes, .n = t->n,
                                            .grad = t->grad[g], .seed = 4,
                                            .training = true };
    }
    for (size_t i = 0; i < t->n * NORM_N; i++)  /* far from 0 */
        t->in[0][i] += 10;
}

static void norm_release(struct norm *t)
{
    lathe_free(t->weight);
    for (int g = 0; g < 2; g++) {
        real *const all[] = { t->running[g], t->stat[g], t->grad[g], t->in[g],
                              t->out[g], t->din[g], t->dout[g] };

        for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
            lathe_free(all[i]);
        lathe_free(t->mark[g]);
    }
}

/* fn on each group, as ops.c does it. */
static void each_group(struct norm *t, op_fn *fn)
{
    struct lathe_shard s = t->shard[1];

    s.n = s.lanes->width;
    for (; s.first < t->n; s.first += s.n) {
        s.live = t->n - s.first < s.n ? t->n - s.first : s.n;
        fn(&t->op[1], &s);
    }
}

static void move(struct norm *t, real *rows, real *groups, bool enter)
{
    const struct lathe_lanes *lanes = t->shard[1].lanes;

    for (size_t at = 0; at < t->n; at += lanes->width) {
        size_t n = t->n - at < lanes->width ? t->n - at : lanes->width;

        (enter ? lanes->enter : lanes->leave)(
            n, NORM_N, (enter ? rows : groups) + at * NORM_N,
            (enter ? groups : rows) + at * NORM_N);
    }
}

static void assert_same(const char *what, const real *got, const real *want,
                        size_t n, double tolerance)
{
    for (size_t i = 0; i < n; i++)
        if (!(fabs((double)(got[i] - want[i])) <=
              tolerance * fmax(1, fabs((double)want[i]))))
            fail_msg("%s %zu: %.9g, not %.9g", what, i, (double)got[i],
                     (double)want[i]);
}

/* out and din in rows, of both. */
static void compare(struct norm *t, double tolerance)
{
    const size_t width = t->shard[1].lanes->width, all = t->n * NORM_N;
    const size_t last = t->n / width * width;
    real *rows = lathe_alloc_aligned(all, sizeof(real));

    move(t, rows, t->out[1], false);
    assert_same("out", rows, t->out[0], all, tolerance);
    move(t, rows, t->din[1], false);
    assert_same("din", rows, t->din[0], all, tolerance);
    assert_same("gradient", t->grad[1], t->grad[0],
                t->l.kind == LATHE_DROPOUT ? 0 : 2 * t->l.weights,
                100 * tolerance);
    for (size_t j = 0; j < NORM_N; j++) /* nothing goes to who is not there */
        for (size_t i = t->n - last; i < width; i++)
            assert_true(t->din[1][last * NORM_N + j * width + i] == 0);
    lathe_free(rows);
}

static void check_batchnorm(bool relu, const struct lathe_lanes *lanes,
                            struct lathe_rng *r)
{
    struct norm t;
    struct lathe_batchnorm_cut cut;

    norm_init(&t, LATHE_BATCHNORM, relu, lanes, r);
    cut = (struct lathe_batchnorm_cut){ 1, t.n, t.n };
    move(&t, t.in[0], t.in[1], true);
    lathe_batchnorm_measure(&t.op[0], &t.shard[0]);
    lathe_normlanes_measure(&t.op[1], &t.shard[1]);
    for (int g = 0; g < 2; g++)
        lathe_batchnorm_join(&t.op[g], &cut);
    assert_same("running", t.running[1], t.running[0], 2 * NORM_C, 1e-6);
    lathe_batchnorm_forward(&t.op[0], &t.shard[0]);
    each_group(&t, lathe_normlanes_forward);
    for (size_t i = 0; relu && i < t.n * NORM_N; i++) {
        t.out[0][i] = t.out[0][i] < 0 ? 0 : t.out[0][i];
        t.dout[0][i] = t.out[0][i] > 0 ? t.dout[0][i] : 0;
    }
    move(&t, t.dout[0], t.dout[1], true);
    lathe_batchnorm_slope(&t.op[0], &t.shard[0]);
    lathe_normlanes_slope(&t.op[1], &t.shard[1]);
    for (int g = 0; g < 2; g++)
        lathe_batchnorm_join_slope(&t.op[g], t.grad[g], 2 * NORM_C, &cut);
    lathe_batchnorm_backward(&t.op[0], &t.shard[0]);
    each_group(&t, lathe_normlanes_backward);
    compare(&t, 2e-5);          /* 10 took a digit */
    norm_release(&t);
}

static void batchnorms_agree_with_those_of_rows(void **state)
{
    struct lathe_rng r = lathe_rng_stream(5, LATHE_RNG_TEST, 1, 0);

    (void)state;
    for (int level = 0; level < LEVELS; level++) {
        check_batchnorm(false, lanes_of(level), &r);
        check_batchnorm(true, lanes_of(level), &r);
    }
}

static void layernorms_agree_with_those_of_rows(void **state)
{
    struct lathe_rng r = lathe_rng_stream(5, LATHE_RNG_TEST, 2, 0);

    (void)state;
    for (int level = 0; level < LEVELS; level++) {
        struct norm t;

        norm_init(&t, LATHE_LAYERNORM, false, lanes_of(level), &r);
        move(&t, t.in[0], t.in[1], true);
        move(&t, t.dout[0], t.dout[1], true);
        lathe_layernorm_forward(&t.op[0], &t.shard[0]);
        each_group(&t, lathe_layernorm_forward_group);
        lathe_layernorm_backward(&t.op[0], &t.shard[0]);
        each_group(&t, lathe_layernorm_backward_group);
        compare(&t, 2e-5);
        norm_release(&t);
    }
}

static void dropout_drops_the_same_numbers_in_groups(void **state)
{
    struct lathe_rng r = lathe_rng_stream(5, LATHE_RNG_TEST, 3, 0);

    (void)state;
    for (int level = 0; level < LEVELS; level++) {
        struct norm t;

        norm_init(&t, LATHE_DROPOUT, false, lanes_of(level), &r);
        move(&t, t.in[0], t.in[1], true);
        move(&t, t.dout[0], t.dout[1], true);
        lathe_dropout_forward(&t.op[0], &t.shard[0]);
        each_group(&t, lathe_dropout_forward_group);
        lathe_dropout_backward(&t.op[0], &t.shard[0]);
        each_group(&t, lathe_dropout_backward);
        compare(&t, 0);
        norm_release(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(convolutions_of_any_shape_agree_with_plain_loops),
        cmocka_unit_test(convolutions_of_the_articles_agree_with_plain_loops),
        cmocka_unit_test(pools_agree_with_those_of_rows),
        cmocka_unit_test(a_nan_is_the_largest_and_stays_through_relu),
        cmocka_unit_test(rows_are_turned_and_turned_back),
        cmocka_unit_test(batchnorms_agree_with_those_of_rows),
        cmocka_unit_test(layernorms_agree_with_those_of_rows),
        cmocka_unit_test(dropout_drops_the_same_numbers_in_groups),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
