/*
 * The kernels of maps.h, at each level of instructions that this machine has,
 * against the C library and loops without tricks.
 */
#include "unit.h"

#include "base/rng.h"
#include "nn/lanes.h"

#include <math.h>
#include <string.h>

/* Those that have kernels of their own. */
#if defined(__aarch64__)
enum { LEVELS = LATHE_CPU_NEON + 1 };
#else
enum { LEVELS = LATHE_CPU_AVX512 + 1 };
#endif

static const struct lathe_maps *maps_of(int level)
{
    enum lathe_cpu_level want = (enum lathe_cpu_level)level;
    enum lathe_cpu_level have = lathe_cpu_level();

    return &lathe_lanes_pick(want < have ? want : have)->map;
}

/* ---- functions of a number ---------------------------------------------- */

/* A float of each size and sign, 61 numbers at a time. */
static double furthest(void (*fn)(size_t, const real *, real *),
                       double (*exact)(double), float from)
{
    double most = 0;
    float at = from;

    while (at < 100) {
        real in[61], out[61];
        for (int i = 0; i < 61; i++) {
            in[i] = (real)at;
            at = at < -1e-30f ? at * 0.99997f
                 : at < 1e-30f ? 1e-30f
                               : at * 1.00003f;
        }
        fn(61, in, out);
        for (int i = 0; i < 61; i++) {
            double want = exact((double)in[i]);
            most = fmax(most, fabs(((double)out[i] - want) / want));
        }
    }
    return most;
}

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

static void tanh_and_sigmoid_are_as_close_as_is_said(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++) {
        const struct lathe_maps *map = maps_of(level);
        double t = furthest(map->tangent, tanh, -100);
        double s = furthest(map->sigmoid, logistic, -87);

        if (!(t <= 4e-7) || !(s <= 2e-7))
            fail_msg("tanh is off by %g, sigmoid by %g", t, s);
    }
}

/* The largest error of `fn` in [from, to], as a share of `unit`: of 1, of the
 * result or of x. */
enum unit { ONE, RESULT, INPUT };

static double error_of(real (*fn)(const struct lathe_maps *map, real x),
                       double (*exact)(double), const struct lathe_maps *map,
                       double from, double to, enum unit unit)
{
    double most = 0;

    for (int i = 0; i <= 20000; i++) {
        real x = (real)(from + (to - from) * i / 20000);
        double want = exact((double)x), off = (double)fn(map, x) - want;

        if (x == 0)
            continue;
        off /= unit == RESULT ? want : unit == INPUT ? (double)x : 1;
        most = fmax(most, fabs(off));
    }
    return most;
}

static real gelu_at(const struct lathe_maps *map, real x)
{
    map->gelu(1, &x, &x);
    return x;
}

static real silu_at(const struct lathe_maps *map, real x)
{
    map->silu(1, &x, &x);
    return x;
}

static real elu_at(const struct lathe_maps *map, real x)
{
    map->elu(1, 1, &x, &x);
    return x;
}

static real gelu_slope_at(const struct lathe_maps *map, real x)
{
    real one = 1, out;

    map->gelu_back(1, &x, &one, &out);
    return out;
}

static real silu_slope_at(const struct lathe_maps *map, real x)
{
    real one = 1, out;

    map->silu_back(1, &x, &one, &out);
    return out;
}

static double normal(double x)
{
    return erfc(-x / sqrt(2)) / 2;
}

static double gelu(double x)
{
    return x * normal(x);
}

static double gelu_slope(double x)
{
    return normal(x) + x * exp(-x * x / 2) / sqrt(2 * M_PI);
}

static double silu(double x)
{
    return x * logistic(x);
}

static double silu_slope(double x)
{
    return logistic(x) * (1 + x * (1 - logistic(x)));
}

static void assert_close(const char *what, double error, double most)
{
    if (!(error <= most))
        fail_msg("%s is off by %g, not %g", what, error, most);
}

static void gelu_silu_and_elu_are_as_close_as_is_said(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++) {
        const struct lathe_maps *m = maps_of(level);

        assert_close("gelu", error_of(gelu_at, gelu, m, -10, 10, RESULT),
                     1e-5);
        assert_close("gelu", error_of(gelu_at, gelu, m, -30, 30, INPUT),
                     3e-7);
        assert_close("gelu's slope", error_of(gelu_slope_at, gelu_slope, m,
                                              -30, 30, ONE), 4e-7);
        assert_close("silu", error_of(silu_at, silu, m, -80, 80, RESULT),
                     3e-7);
        assert_close("silu's slope", error_of(silu_slope_at, silu_slope, m,
                                              -80, 80, ONE), 2e-6);
        assert_close("elu", error_of(elu_at, expm1, m, -90, 0, RESULT), 3e-7);
        assert_close("elu", error_of(elu_at, expm1, m, -0.01, 0, RESULT),
                     3e-7);
    }
}

static void slopes_are_those_of_what_was_given_out(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++) {
        const struct lathe_maps *m = maps_of(level);
        real x[37], out[37], d[37];

        for (int i = 0; i < 37; i++) {
            x[i] = (real)(i - 20) / 4;
            d[i] = (real)(i % 5 - 2);
        }
        for (int kind = 0; kind < 4; kind++) {
            void (*fn[])(size_t, real, const real *, real *) = { m->leaky,
                                                                 m->elu };
            real din[37];

            if (kind == 0) {
                m->tangent(37, x, out);
                m->tangent_back(37, out, d, din);
            } else if (kind == 1) {
                m->sigmoid(37, x, out);
                m->sigmoid_back(37, out, d, din);
            } else {
                fn[kind - 2](37, (real)0.3, x, out);
                (kind == 2 ? m->leaky_back : m->elu_back)(37, (real)0.3, out,
                                                          d, din);
            }
            for (int i = 0; i < 37; i++) {
                double y = (double)x[i], t = tanh(y), s = logistic(y);
                double slope = kind == 0   ? 1 - t * t
                               : kind == 1 ? s * (1 - s)
                               : y > 0     ? 1
                               : kind == 2 ? 0.3
                                           : 0.3 * exp(y);
                assert_true(fabs((double)din[i] - slope * (double)d[i]) <
                            1e-6);
            }
        }
    }
}

static void elementwise_functions_keep_nan_and_what_lies_behind(void **state)
{
    (void)state;
    for (int level = 0; level < LEVELS; level++) {
        const struct lathe_maps *map = maps_of(level);
        real v[40], grad[40];

        for (size_t n = 0; n < 36; n++) {
            for (int i = 0; i < 40; i++) {
                v[i] = i % 3 ? (real)(i - 20) : NAN;
                grad[i] = (real)i;
            }
            map->relu_back(n, v, grad, grad);
            map->relu(n, v, v);
            for (int i = 0; i < 40; i++) {
                bool up = i % 3 && i > 20;
                assert_true(grad[i] ==
                            (real)(up || (size_t)i >= n ? i : 0));
                if (i % 3)
                    assert_true(v[i] ==
                                (real)(up || (size_t)i >= n ? i - 20 : 0));
                else
                    assert_true(isnan(v[i]));
            }
            map->tangent(n, v, v);
            map->sigmoid(n, v, v);
            map->gelu(n, v, v);
            map->silu(n, v, v);
            map->elu(n, 1, v, v);
            map->leaky(n, 1, v, v);
            for (int i = 0; i < 40; i++)
                assert_true(i % 3 || isnan(v[i]));
        }
    }
}

/* ---- rows --------------------------------------------------------------- */

enum { ROWS = 23, MOST = 150 };

/* Small whole numbers, so that sums in any order are exact. */
static void fill(real *v, size_t n, uint32_t key)
{
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, key, 0);

    for (size_t i = 0; i < n; i++)
        v[i] = (real)lathe_rng_below(&r, 64) - 32;
}

/* Places below `end`, some of them none. */
static void fill_places(uint32_t *p, size_t n, size_t end)
{
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 9, n);

    for (size_t i = 0; i < n; i++) {
        p[i] = (uint32_t)lathe_rng_below(&r, end + 1);
        if (p[i] == end)
            p[i] = UINT32_MAX;
    }
}

static void rows_are_added_where_they_belong(void **state)
{
    enum { EACH = 3 };
    static real v[ROWS * MOST], m[ROWS * MOST], got[ROWS * MOST + 1],
        want[ROWS * MOST + 1];
    uint32_t place[ROWS * EACH];

    (void)state;
    fill(v, ROWS * MOST, 1);
    fill(m, ROWS * MOST, 2);
    fill_places(place, ROWS * EACH, ROWS);
    for (int level = 0; level < LEVELS; level++)
        for (size_t k = 1; k < MOST; k += k < 40 ? 1 : 37) {
            const struct lathe_maps *map = maps_of(level);
            size_t from = k % 5, end = ROWS - k % 3;

            fill(want, k + 1, 3);
            memcpy(got, want, sizeof(want));
            map->add_rows(k, ROWS * EACH, place, m, k % 2, got);
            for (int i = 0; i < ROWS * EACH; i++)
                for (size_t j = 0; place[i] != UINT32_MAX && j < k; j++)
                    want[j] += m[place[i] * k + j];
            for (size_t j = 0; k % 2 && j < k; j++)
                want[j] = want[j] < 0 ? 0 : want[j];
            assert_memory_equal(got, want, (k + 1) * sizeof(real));
            map->add(k, got, v);
            map->sum_rows(k, ROWS, v, got);
            map->sum(k, got, m, got);
            for (size_t j = 0; j < k; j++)
                want[j] += v[j] + m[j];
            for (size_t i = 0; i < ROWS; i++)
                for (size_t j = 0; j < k; j++)
                    want[j] += v[i * k + j];
            assert_memory_equal(got, want, (k + 1) * sizeof(real));

            fill(want, (end - from) * k + 1, 4);
            memcpy(got, want, sizeof(want));
            map->scatter(k, ROWS, EACH, place, from, end, v, got);
            for (size_t i = 0; i < ROWS * EACH; i++)
                for (size_t j = 0; place[i] >= from && place[i] < end && j < k;
                     j++)
                    want[(place[i] - from) * k + j] += v[i / EACH * k + j];
            assert_memory_equal(got, want,
                                ((end - from) * k + 1) * sizeof(real));
        }
}

/* More than a list of them. */
static void many_rows_are_scattered(void **state)
{
    enum { N = 700 };
    real v[N], m[3] = {0};
    uint32_t place[N];

    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        v[i] = 1;
        place[i] = i % 3;
    }
    for (int level = 0; level < LEVELS; level++) {
        memset(m, 0, sizeof(m));
        maps_of(level)->scatter(1, N, 1, place, 0, 2, v, m);
        assert_true(m[0] == 234 && m[1] == 233 && m[2] == 0);
    }
}

static void a_transpose_moves_every_number(void **state)
{
    static real in[40 * 42], out[40 * 42];

    (void)state;
    fill(in, sizeof(in) / sizeof(in[0]), 5);
    for (int level = 0; level < LEVELS; level++)
        for (size_t rows = 0; rows < 36; rows++)
            for (size_t cols = 0; cols < 36; cols++) {
                memset(out, 0, sizeof(out));
                maps_of(level)->turn(rows, cols, in, cols + 2, out, rows + 1);
                for (size_t i = 0; i < rows; i++)
                    for (size_t j = 0; j < cols; j++)
                        assert_true(out[j * (rows + 1) + i] ==
                                    in[i * (cols + 2) + j]);
                for (size_t j = 0; j < cols; j++)
                    assert_true(out[j * (rows + 1) + rows] == 0);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tanh_and_sigmoid_are_as_close_as_is_said),
        cmocka_unit_test(gelu_silu_and_elu_are_as_close_as_is_said),
        cmocka_unit_test(slopes_are_those_of_what_was_given_out),
        cmocka_unit_test(elementwise_functions_keep_nan_and_what_lies_behind),
        cmocka_unit_test(rows_are_added_where_they_belong),
        cmocka_unit_test(many_rows_are_scattered),
        cmocka_unit_test(a_transpose_moves_every_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
