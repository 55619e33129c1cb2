/*
 * infer: microseconds a row of the engine, by net, rows at a time and level.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tests/unit/sample_model.h"
#include "infer/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* Median of 15 spells of about 10 ms, in us per call. */
static double measure(struct lathe_engine *e, const struct lathe_inputs *x,
                      size_t n, float *out)
{
    struct lathe_scratch *s;
    double spell[15];
    size_t calls = 1;

    if (lathe_scratch_new(&s, e, n, NULL))
        exit(1);
    for (int i = 0; i < 15;) {
        double t = now();

        for (size_t c = 0; c < calls; c++)
            lathe_engine_run(e, s, x, 0, n, out);
        t = now() - t;
        if (t < 0.01)
            calls *= 2;
        else
            spell[i++] = t / (double)calls * 1e6;
    }
    lathe_scratch_free(s);
    qsort(spell, 15, sizeof *spell, by_size);
    return spell[7];
}

static void bench(const char *name, const char *text, struct lathe_shape in,
                  bool u8, bool int8)
{
    const size_t batch[] = { 1, 32, 256 };
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 2, 0);
    struct lathe_inputs x = {0};
    struct lathe_model m;
    float *out;

    sample_model(&m, text, in, u8, lathe_shape_size(in), 0, 1);
    if (int8)
        sample_quantise(&m, &r);
    sample_inputs(&x, &m.schema, 256, 1);
    out = lathe_calloc(256 * lathe_shape_size(m.net.out), sizeof *out);
    for (int level = 0; level <= (int)lathe_cpu_level(); level++) {
        struct lathe_engine *e;

        if (lathe_engine_new(&e, &m, (enum lathe_cpu_level)level, NULL))
            exit(1);
        printf("%-16s %-4s %-8s", name, int8 ? "int8" : "f32",
               lathe_cpu_name((enum lathe_cpu_level)level));
        for (size_t b = 0; b < 3 && (level > 0 || b < 2); b++)
            printf("  %4zu: %10.2f us", batch[b],
                   measure(e, &x, batch[b], out));
        printf("\n");
        fflush(stdout);
        lathe_engine_free(e);
    }
    lathe_free(out);
    lathe_inputs_release(&x);
    lathe_model_release(&m);
}

int main(void)
{
    const char *mlp = "dense 512, relu, dense 512, relu, dense 10";
    const char *cnn = "conv 6 5x5, relu, maxpool 2, conv 16 5x5, relu, "
                      "maxpool 2, dense 120, relu, dense 84, relu, dense 10";
    const char *two = "conv 32 3x3, relu, maxpool 2, conv 64 3x3, relu, "
                      "maxpool 2, dense 128, relu, dense 10";
    const char *deep = "conv 32 3x3 pad 1, relu, conv 32 3x3 pad 1 groups 32, "
                       "relu, conv 64 1x1, relu, avgpool global, dense 10";
    const char *parts = "conv 32 3x3 pad 1, relu, conv 32 3x3 pad 1 groups 4, "
                        "relu, conv 64 1x1, relu, avgpool global, dense 10";

    for (int int8 = 0; int8 < 2; int8++) {
        bench("30-64-32-1", "dense 64, relu, dense 32, relu, dense 1",
              (struct lathe_shape){ 30, 1, 1 }, false, int8);
        bench("784-512-512-10", mlp, (struct lathe_shape){ 784, 1, 1 }, false,
              int8);
        bench("784u8-512-512-10", mlp, (struct lathe_shape){ 1, 28, 28 }, true,
              int8);
        bench("cnn 3x32x32", cnn, (struct lathe_shape){ 3, 32, 32 }, true,
              int8);
        bench("lenet 1x28x28", cnn, (struct lathe_shape){ 1, 28, 28 }, true,
              int8);
        bench("depthwise", deep, (struct lathe_shape){ 1, 28, 28 }, true,
              int8);
        bench("groups of 8", parts, (struct lathe_shape){ 1, 28, 28 }, true,
              int8);
        bench("32-64 cnn", two, (struct lathe_shape){ 1, 28, 28 }, true, int8);
    }
    return 0;
}
