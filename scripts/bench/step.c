/*
 * Microseconds of one training step, for nets of known sizes.
 * Usage: step [SECONDS] [THREADS] [NET]. Prints one line a net:
 *
 *   net, batch, optimizer, median us of a step (and that of the quickest of
 *   15 laps, which other work on the machine disturbs less), median us that
 *   the cores were busy with it, GFLOP/s of the products
 */
#include "base/alloc.h"
#include "base/rng.h"
#include "nn/init.h"
#include "nn/run.h"
#include "train/optimiser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 4096, LAPS = 15 };

struct bench {
    const char *name, *text, *optimizer;
    struct lathe_shape in;
    size_t batch, hots;         /* hots: one-hot columns, the rest dense */
    size_t dense;
    enum lathe_loss loss;
};

static const struct bench benches[] = {
    { "30-64-32-1", "dense 64, relu, dense 32, relu, dense 1", "adam",
      { 30, 1, 1 }, 32, 0, 30, LATHE_LOSS_BINARY },
    { "784-100-100-10", "dense 100, relu, dense 100, relu, dense 10", "adam",
      { 784, 1, 1 }, 200, 0, 784, LATHE_LOSS_CATEGORICAL },
    { "784-512-512-10", "dense 512, relu, dense 512, relu, dense 10", "adam",
      { 784, 1, 1 }, 128, 0, 784, LATHE_LOSS_CATEGORICAL },
    { "adult 108-64-32-1", "dense 64, relu, dense 32, relu, dense 1", "adam",
      { 108, 1, 1 }, 256, 8, 6, LATHE_LOSS_BINARY },
    { "cnn 3x32x32", "conv 6 5x5, relu, maxpool 2, conv 16 5x5, relu, "
                     "maxpool 2, dense 120, relu, dense 84, relu, dense 10",
      "momentum", { 3, 32, 32 }, 32, 0, 0, LATHE_LOSS_CATEGORICAL },
    { "lenet 1x28x28", "conv 6 5x5 pad 2, tanh, avgpool 2, conv 16 5x5, tanh, "
                       "avgpool 2, dense 120, tanh, dense 84, tanh, dense 10",
      "momentum", { 1, 28, 28 }, 64, 0, 0, LATHE_LOSS_CATEGORICAL },
    { "conv 32-64 1x28x28", "conv 32 3x3, relu, maxpool 2, conv 64 3x3, relu, "
                            "maxpool 2, dense 128, relu, dense 10",
      "adam", { 1, 28, 28 }, 64, 0, 0, LATHE_LOSS_CATEGORICAL },
    { "resnet 3x32x32", "conv 16 3x3 pad 1, batchnorm, relu, res(conv 16 3x3 "
                        "pad 1, batchnorm, relu, conv 16 3x3 pad 1, "
                        "batchnorm), relu, maxpool 2, res(conv 16 3x3 pad 1, "
                        "batchnorm, relu, conv 16 3x3 pad 1, batchnorm), "
                        "relu, avgpool global, dense 10",
      "momentum", { 3, 32, 32 }, 64, 0, 0, LATHE_LOSS_CATEGORICAL },
};

static double now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void fill(struct lathe_inputs *x, const struct bench *b)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);
    size_t width = lathe_shape_size(b->in), per;

    x->n = x->cap = ROWS;
    x->width = width;
    x->dense = b->dense;
    x->hots = b->hots;
    x->pixels = b->dense ? 0 : width;
    x->plane = (size_t)b->in.h * b->in.w;
    x->x = lathe_calloc(ROWS * x->dense, sizeof(float));
    x->hot = lathe_calloc(ROWS * x->hots, sizeof(uint32_t));
    x->pixel = lathe_calloc(ROWS * x->pixels, 1);
    x->label = lathe_calloc(ROWS, sizeof(uint32_t));
    for (size_t i = 0; i < ROWS * x->dense; i++)
        x->x[i] = (float)lathe_rng_normal(&r);
    per = x->hots ? (width - x->dense) / x->hots : 0;
    for (size_t i = 0; i < ROWS * x->hots; i++)
        x->hot[i] = (uint32_t)(x->dense + i % x->hots * per +
                               lathe_rng_below(&r, per));
    for (size_t i = 0; i < ROWS * x->pixels; i++)
        x->pixel[i] = (uint8_t)lathe_rng_below(&r, 256);
    for (size_t i = 0; i < ROWS; i++)
        x->label[i] = (uint32_t)lathe_rng_below(
            &r, b->loss == LATHE_LOSS_BINARY ? 2 : 10);
    for (int c = 0; c < 4; c++) {
        x->pixel_shift[c] = 128;
        x->pixel_factor[c] = 1.0f / 64;
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The laps in order of their length, and the time of the cores likewise. */
static void step_seconds(double lap[LAPS], double cpu[LAPS],
                         struct lathe_work *work, struct lathe_optimiser *o,
                         const struct lathe_inputs *x, const uint32_t *row,
                         size_t batch, double seconds)
{
    const clockid_t wall = CLOCK_MONOTONIC, cores = CLOCK_PROCESS_CPUTIME_ID;
    size_t at = 0, steps = 0;
    struct lathe_tally sum = {0};
    struct lathe_batch b = { .x = x, .n = batch };
    struct lathe_step step = { .batch = &b, .update = lathe_optimiser_update,
                               .ctx = o };

    for (int i = -1; i < LAPS; i++) {
        double start = now(wall), cpu_start = now(cores), passed;

        for (steps = 0; (passed = now(wall) - start) < seconds / LAPS;
             steps++) {
            b.row = row + at;
            at = at + 2 * batch <= ROWS ? at + batch : 0;
            step.step++;
            lathe_optimiser_begin(o, 1e-4);
            lathe_run_step(work, &step, &sum);
        }
        if (i < 0)
            continue;
        lap[i] = passed / (double)steps;
        cpu[i] = (now(cores) - cpu_start) / (double)steps;
    }
    qsort(lap, LAPS, sizeof(lap[0]), by_value);
    qsort(cpu, LAPS, sizeof(cpu[0]), by_value);
}

/* Products of a step: forward, the gradients of weights, and of inputs but
 * for the first layer. */
static double step_flops(const struct lathe_net *net, size_t batch)
{
    double sum = 0;
    bool first = true;

    for (size_t i = 0; i < net->n; i++) {
        if (net->layer[i].weights == 0)
            continue;
        sum += (first ? 2 : 3) * (double)lathe_layer_flops(&net->layer[i]);
        first = false;
    }
    return sum * (double)batch;
}

static int run(const struct bench *b, double seconds, struct lathe_pool *pool)
{
    struct lathe_net net = {0};
    struct lathe_inputs x = {0};
    struct lathe_work work = {0};
    struct lathe_optimiser o = { .momentum = 0.9 };
    struct lathe_err err = {0};
    uint32_t *row = lathe_calloc(ROWS, sizeof(*row));
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 1, 0);
    double lap[LAPS], cpu[LAPS], s;

    fill(&x, b);
    for (uint32_t i = 0; i < ROWS; i++)
        row[i] = i;
    lathe_rng_shuffle(&r, row, ROWS);
    if (lathe_net_parse(&net, b->text, b->in, &err) ||
        lathe_work_init(&work, &net, b->loss, &x, b->batch, pool, &err) ||
        lathe_init_params(&net, LATHE_INIT_AUTO, 1, work.params, &err) ||
        lathe_optimiser_parse(b->optimizer, &o.kind, &err) ||
        lathe_optimiser_init(&o, work.params, work.grad, net.params, &err)) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    lathe_run_refresh(&work);
    step_seconds(lap, cpu, &work, &o, &x, row, b->batch, seconds);
    s = lap[LAPS / 2];
    printf("%-20s batch %3zu %-9s %9.1f us (%8.1f) %9.1f us of cores %6.1f "
           "GFLOP/s  %zu tiles\n",
           b->name, b->batch, b->optimizer, s * 1e6, lap[0] * 1e6,
           cpu[LAPS / 2] * 1e6, step_flops(&net, b->batch) / s * 1e-9, work.tiles);
    lathe_optimiser_release(&o);
    lathe_work_release(&work);
    lathe_net_release(&net);
    lathe_free(x.x);
    lathe_free(x.hot);
    lathe_free(x.pixel);
    lathe_free(x.label);
    lathe_free(row);
    return 0;
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 1;
    long threads = argc > 2 ? strtol(argv[2], NULL, 10) : 1;
    struct lathe_pool *pool = NULL;
    struct lathe_err err = {0};
    int rc = 0;

    if (lathe_pool_new(&pool, (int)threads, &err)) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    for (size_t i = 0; i < sizeof(benches) / sizeof(benches[0]) && !rc; i++)
        if (argc < 4 || strstr(benches[i].name, argv[3]))
            rc = run(&benches[i], seconds, pool);
    lathe_pool_free(pool);
    return rc;
}
