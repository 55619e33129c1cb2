/*
 * The kernels of entropy.h, at each level of instructions that this machine
 * has, against the C library in double, against loss.c without them, and
 * against PyTorch by numbers that it gave (see tests/reference/entropy.py).
 */
#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "nn/lanes.h"
#include "nn/loss.h"

#include "../reference/entropy.h"

#include <math.h>
#include <string.h>

/* Those that have kernels of their own. */
#if defined(__aarch64__)
enum { LEVELS = LATHE_CPU_NEON + 1 };
#else
enum { LEVELS = LATHE_CPU_AVX512 + 1 };
#endif

static const struct lathe_entropy *kernels_of(int level)
{
    enum lathe_cpu_level want = (enum lathe_cpu_level)level;
    enum lathe_cpu_level have = lathe_cpu_level();

    return &lathe_lanes_pick(want < have ? want : have)->entropy;
}

static void near(const char *what, double got, double want, double room)
{
    if (!(fabs(got - want) <= room))
        fail_msg("%s: %.9g, not %.9g", what, got, want);
}

/* ---- two classes -------------------------------------------------------- */

/* log(1 + e^z) - y z */
static double two_exact(double z, double y)
{
    return (fmax(z, 0) - y * z) + log1p(exp(-fabs(z)));
}

/* Logits from -200 to 200, and of 1e-5 to 1e5 of both signs. */
static void two_classes_are_as_close_as_is_said(void **state)
{
    enum { N = 8000 };
    static real z[N], y[N], factor[N], loss[N], dz[N];

    (void)state;
    for (int i = 0; i < N; i++) {
        z[i] = i < N / 2 ? (real)(i - N / 4) / 10
                         : (real)(pow(10, (i % 2000) / 200.0 - 5) *
                                  (i % 4000 < 2000 ? -1 : 1));
        y[i] = (real)(i % 2);
        factor[i] = 1 + (real)(i % 3);
    }
    for (int level = 0; level < LEVELS; level++) {
        const struct lathe_entropy_two c = { N, z, y, factor };

        kernels_of(level)->two(&c, loss, dz);
        for (int i = 0; i < N; i++) {
            double want = two_exact((double)z[i], (double)y[i]);
            double p = 1 / (1 + exp(-(double)z[i]));
            double size = fabs((double)z[i]);

            if (size < 87)
                near("loss", (double)loss[i], want, 3e-7 * want);
            else if (size > 88)
                assert_true(loss[i] == (y[i] > 0 ? fmaxf(-z[i], 0)
                                                 : fmaxf(z[i], 0)));
            near("slope", (double)dz[i], (p - (double)y[i]) *
                                         (double)factor[i], 5e-7);
        }
    }
}

static void a_smoothed_truth_of_two_classes_is_right(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++)
        for (int i = -40; i <= 40; i++) {
            real z = (real)i / 2, y = (real)0.9, factor = 1, loss;
            const struct lathe_entropy_two c = { 1, &z, &y, &factor };
            double want = two_exact((double)z, (double)y);

            kernels_of(level)->two(&c, &loss, NULL);
            near("loss", (double)loss, want, 2e-6);
        }
}

/* ---- many classes ------------------------------------------------------- */

enum { ROWS = 67, MOST = 131 };

/* Around 0; with a size of 0, whole numbers, of which many are the largest. */
static void fill(struct lathe_rng *r, size_t n, double size, real *z)
{
    for (size_t i = 0; i < n; i++)
        z[i] = size > 0 ? (real)(size * lathe_rng_normal(r))
                        : (real)lathe_rng_below(r, 4);
}

/* One row in double; true when it is a hit. */
static bool many_exact(size_t k, const real *z, size_t label, double smooth,
                       double *loss, double *slope)
{
    double top = (double)z[0], total = 0, sum = 0;
    size_t best = 0;

    for (size_t j = 1; j < k; j++)
        if ((double)z[j] > top) {
            top = (double)z[j];
            best = j;
        }
    for (size_t j = 0; j < k; j++) {
        total += slope[j] = exp((double)z[j] - top);
        sum += (double)z[j] - top;
    }
    *loss = log(total) - (1 - smooth) * ((double)z[label] - top) -
            smooth * sum / (double)k;
    for (size_t j = 0; j < k; j++)
        slope[j] = slope[j] / total - smooth / (double)k -
                   (j == label ? 1 - smooth : 0);
    return best == label;
}

static void check_many(const struct lathe_entropy *kernels, size_t n, size_t k,
                       double size, double smooth)
{
    static real z[ROWS * MOST], dz[ROWS * MOST + 1], factor[ROWS],
        loss[ROWS + 1];
    static double slope[MOST];
    struct lathe_rng r = lathe_rng_stream(5, LATHE_RNG_TEST, (uint32_t)k, n);
    real label[ROWS];
    const struct lathe_entropy_many c = { n, k, z, label, factor,
                                          (real)smooth };
    size_t hits = 0, got;
    double want;

    fill(&r, n * k, size, z);
    for (size_t i = 0; i < n; i++) {
        label[i] = (real)lathe_rng_below(&r, k);
        factor[i] = (real)(i % 3);
    }
    dz[n * k] = loss[n] = 77;
    got = kernels->many(&c, loss, dz);
    for (size_t i = 0; i < n; i++) {
        hits += many_exact(k, z + i * k, (size_t)label[i], smooth, &want,
                           slope);
        near("loss", (double)loss[i], want, 4e-7 * fmax(1, want) +
                                            1e-6 * smooth * size);
        for (size_t j = 0; j < k; j++)
            near("slope", (double)dz[i * k + j], slope[j] * (double)factor[i],
                 2e-6);
    }
    assert_int_equal(got, hits);
    assert_true(dz[n * k] == 77 && loss[n] == 77);

    /* A row on its own has the same bits, and without a gradient too. */
    for (size_t i = 0; i < n; i++) {
        const struct lathe_entropy_many one = { 1, k, z + i * k, label + i,
                                                factor + i, (real)smooth };
        real its, d[MOST];

        kernels->many(&one, &its, i % 2 ? d : NULL);
        assert_memory_equal(&its, loss + i, sizeof(its));
        if (i % 2)
            assert_memory_equal(d, dz + i * k, k * sizeof(*d));
    }
}

static void many_classes_are_those_of_the_c_library(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++)
        for (size_t k = 1; k <= MOST; k += k < 36 ? 1 : 19) {
            check_many(kernels_of(level), k % 2 ? ROWS : 1 + k % 31, k, 3, 0);
            check_many(kernels_of(level), ROWS, k, 0, 0);
            check_many(kernels_of(level), 1 + k % 17, k, 3, 0.2);
            check_many(kernels_of(level), 1 + k % 17, k, 1e4, 0);
            check_many(kernels_of(level), 1 + k % 17, k, 1e4, 0.1);
        }
}

/* Not the smallest number that there is. */
static void what_underflows_is_nothing(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++)
        for (size_t k = 2; k <= 40; k++) {
            real z[40], dz[40], label = 0, factor = 1, loss;
            const struct lathe_entropy_many c = { 1, k, z, &label, &factor,
                                                  0 };

            for (size_t j = 0; j < k; j++)
                z[j] = j ? -100 : 1;
            assert_int_equal(kernels_of(level)->many(&c, &loss, dz), 1);
            assert_true(loss == 0);
            for (size_t j = 0; j < k; j++)
                assert_true(dz[j] == 0);
        }
}

/* A logit that is not a number is no class's fault, but it shows. */
static void a_nan_shows_in_the_loss_of_its_row_alone(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++)
        for (size_t k = 1; k <= 40; k++)
            for (size_t at = 0; at < k; at += 3) {
                real z[3 * 40], y[] = { 0, 1, 0 }, factor[3] = { 1, 1, 1 };
                real label[3] = {0};
                const struct lathe_entropy_many c = { 3, k, z, label, factor,
                                                      0 };
                const struct lathe_entropy_two two = { 3, z, y, factor };
                real loss[3], dz[3 * 40];

                for (size_t i = 0; i < 3 * k; i++)
                    z[i] = (real)(i % 5);
                z[k + at] = NAN;
                kernels_of(level)->many(&c, loss, dz);
                for (size_t i = 0; i < 3; i++)
                    assert_true(isnan(loss[i]) == (i == 1));
                assert_true(isnan(dz[k + at]) && !isnan(dz[0]));
                if (k > 1)
                    continue;
                kernels_of(level)->two(&two, loss, dz);
                for (size_t i = 0; i < 3; i++)
                    assert_true(isnan(loss[i]) == (i == 1) &&
                                isnan(dz[i]) == (i == 1));
            }
}

/* ---- the loss of a batch ------------------------------------------------ */

/* Rows [5, 5 + n) of a batch in another order, some weighted, to both. */
static void compare_rows(const struct lathe_entropy *kernels,
                         enum lathe_loss loss, size_t k, int how)
{
    enum { FIRST = 5, ALL = ROWS + 70 };
    static real z[ALL * 40], got[ALL * 40 + 1], want[ALL * 40 + 1];
    static uint32_t label[ALL * 40], row[ALL];
    static float weight[ALL], of_class[80];
    struct lathe_rng r = lathe_rng_stream(7, LATHE_RNG_TEST, (uint32_t)k, 1);
    const struct lathe_objective o = { .smoothing = how % 2 ? 0.1 : 0 };
    const struct lathe_inputs x = { .n = ALL, .label = label,
                                    .weight = how & 2 ? weight : NULL };
    const struct lathe_batch batch = { .x = &x, .n = ALL,
                                       .row = how & 1 ? row : NULL,
                                       .weight = how & 4 ? of_class : NULL };
    struct lathe_judge judge = { loss, &o, lathe_loss_total(&o, &batch),
                                 NULL };
    struct lathe_tally a = {0}, b = {0};
    size_t n = ROWS + (size_t)how * 8;

    fill(&r, ALL * k, 3, z);
    for (uint32_t i = 0; i < ALL * k; i++)
        label[i] = (uint32_t)lathe_rng_below(
            &r, loss == LATHE_LOSS_BINARY ? 2 : k);
    for (uint32_t i = 0; i < ALL; i++) {
        row[i] = ALL - 1 - i;
        weight[i] = (float)(i % 4);
    }
    for (int i = 0; i < 80; i++)
        of_class[i] = 0.5f + (float)(i % 7) / 4;
    memset(got, 0, sizeof(got));
    memset(want, 0, sizeof(want));
    lathe_loss_rows(&judge, &batch, FIRST, n, k, z, want, &a);
    judge.kernels = kernels;
    lathe_loss_rows(&judge, &batch, FIRST, n, k, z, got, &b);
    for (size_t i = 0; i <= ALL * k; i++)
        near("slope", (double)got[i], (double)want[i], 1e-7);
    near("loss", b.loss, a.loss, 1e-7 * a.loss);
    assert_true(a.hit == b.hit && a.weight == b.weight && a.rows == b.rows);
    assert_true((b.hit > 0 || k > 5) && b.rows == n);

    memset(&a, 0, sizeof(a));
    lathe_loss_rows(&judge, &batch, FIRST, n, k, z, NULL, &a);
    assert_memory_equal(&a, &b, sizeof(a));
}

static void a_batch_has_the_loss_that_its_rows_have(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++)
        for (int how = 0; how < 8; how++)
            for (size_t k = 1; k <= 40; k += k < 5 ? 1 : 7) {
                compare_rows(kernels_of(level), LATHE_LOSS_BINARY,
                             k < 5 ? k : 4 * k / 5, how);
                compare_rows(kernels_of(level), LATHE_LOSS_CATEGORICAL,
                             k < 5 ? k + 1 : k, how);
            }
}

static void check_case(size_t i, const struct lathe_entropy *kernels)
{
    enum { N = REFERENCE_ROWS };
    size_t k = cases[i].k;
    const struct lathe_objective o = { .smoothing = cases[i].smoothing };
    const struct lathe_inputs x = { .n = N,
                                    .label = (uint32_t *)cases[i].label,
                                    .weight = (float *)cases[i].share };
    const struct lathe_batch batch = { .x = &x, .n = N,
                                       .weight = cases[i].weight };
    const struct lathe_judge judge = {
        k == 1 ? LATHE_LOSS_BINARY : LATHE_LOSS_CATEGORICAL, &o,
        lathe_loss_total(&o, &batch), kernels };
    struct lathe_tally sum = {0};
    real z[N * 40], dz[N * 40];

    for (size_t j = 0; j < N * k; j++)
        z[j] = (real)cases[i].z[j];
    lathe_loss_rows(&judge, &batch, 0, N, k, z, dz, &sum);
    near("loss", sum.loss / sum.weight, cases[i].mean,
         5e-7 * fmax(1, cases[i].mean));
    for (size_t j = 0; j < N * k; j++)
        near("slope", (double)dz[j], cases[i].dz[j], 3e-7);
}

static void losses_agree_with_pytorch(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check_case(i, NULL);
        for (int level = 0; level < LEVELS; level++)
            check_case(i, kernels_of(level));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_classes_are_as_close_as_is_said),
        cmocka_unit_test(a_smoothed_truth_of_two_classes_is_right),
        cmocka_unit_test(many_classes_are_those_of_the_c_library),
        cmocka_unit_test(what_underflows_is_nothing),
        cmocka_unit_test(a_nan_shows_in_the_loss_of_its_row_alone),
        cmocka_unit_test(a_batch_has_the_loss_that_its_rows_have),
        cmocka_unit_test(losses_agree_with_pytorch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
