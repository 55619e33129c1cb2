#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "nn/gemm.h"
#include "nn/small.h"

#include <math.h>

enum { PAD = 3 };

static const real tolerance = sizeof(real) == 8 ? (real)1e-12 : (real)2e-5;

static void fill(real *v, size_t n, uint32_t which)
{
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, which, 0);

    for (size_t i = 0; i < n; i++)
        v[i] = (real)lathe_rng_normal(&r);
}

static real *numbers(size_t n, uint32_t which)
{
    real *v = lathe_alloc_aligned(n, sizeof(real));

    assert_non_null(v);
    fill(v, n, which);
    return v;
}

static void assert_near(const real *got, const real *want, size_t n, size_t k)
{
    for (size_t i = 0; i < n; i++) {
        real d = got[i] - want[i];
        if (!(d < 0 ? -d <= tolerance * (real)(k + 1)
                    : d <= tolerance * (real)(k + 1)))
            fail_msg("place %zu: %g, not %g", i, (double)got[i],
                     (double)want[i]);
    }
}

/* Both kernels of a level against their naive twins, in rows wider than the
 * product, so that a write beyond an edge shows. */
static void compare_level(enum lathe_cpu_level level, size_t m, size_t n,
                          size_t k, bool add)
{
    struct lathe_small s = lathe_small_pick(level);
    size_t lda = (m > k ? m : k) + PAD, ldb = (n > k ? n : k) + PAD;
    size_t ldc = n + PAD, rows = (m > k ? m : k), brows = (n > k ? n : k);
    real *a = numbers(rows * lda, 1), *b = numbers(brows * ldb, 2);
    real *c = numbers(m * ldc, 3), *d = numbers(m * ldc, 3);

    s.nn(m, n, k, a, lda, 1, b, ldb, c, ldc, add);
    lathe_small_nn_naive(m, n, k, a, lda, 1, b, ldb, d, ldc, add);
    assert_near(c, d, m * ldc, k);
    s.nn(m, n, k, a, 1, lda, b, ldb, c, ldc, add);
    lathe_small_nn_naive(m, n, k, a, 1, lda, b, ldb, d, ldc, add);
    assert_near(c, d, m * ldc, k);
    s.nt(m, n, k, a, lda, b, ldb, c, ldc, add);
    lathe_small_nt_naive(m, n, k, a, lda, b, ldb, d, ldc, add);
    assert_near(c, d, m * ldc, k);
    lathe_free(a);
    lathe_free(b);
    lathe_free(c);
    lathe_free(d);
}

/* The same product begun with a bias and ended with what `how` says: the bits
 * are those of passes around it. */
static void compare_ended(enum lathe_cpu_level level, size_t m, size_t n,
                          size_t k, unsigned how)
{
    struct lathe_small s = lathe_small_pick(level);
    size_t lda = k + PAD, ldb = n + PAD, ldc = n + PAD;
    real *a = numbers(m * lda, 1), *b = numbers(k * ldb, 2);
    real *c = numbers(m * ldc, 3), *d = numbers(m * ldc, 3);
    real *e = numbers(m * ldc, 3);
    real *bias = numbers(n, 5), *sign = numbers(m * (n + 1), 6);
    const struct lathe_small_end end = { .bias = how & 1 ? bias : NULL,
                                         .relu = how & 2,
                                         .sign = how & 4 ? sign : NULL,
                                         .lds = n + 1 };

    for (size_t i = 0; i < m * (n + 1); i += 5)
        sign[i] = 0;
    s.ended(m, n, k, a, lda, 1, b, ldb, c, ldc, &end);
    lathe_small_ended_naive(m, n, k, a, lda, 1, b, ldb, d, ldc, &end);
    assert_near(c, d, m * ldc, k);
    lathe_small_begin(m, n, e, ldc, &end);
    s.nn(m, n, k, a, lda, 1, b, ldb, e, ldc, end.bias != NULL);
    lathe_small_finish(m, n, e, ldc, &end);
    assert_memory_equal(c, e, m * ldc * sizeof(*c));
    lathe_free(a);
    lathe_free(b);
    lathe_free(c);
    lathe_free(d);
    lathe_free(e);
    lathe_free(bias);
    lathe_free(sign);
}

static void a_product_ends_as_passes_around_it_do(void **state)
{
    static const size_t sizes[] = { 0, 1, 3, 7, 9, 16, 33, 66 };
    enum { COUNT = sizeof(sizes) / sizeof(sizes[0]) };

    (void)state;
    for (int l = 0; l <= (int)lathe_cpu_level(); l++) {
        enum lathe_cpu_level level = (enum lathe_cpu_level)l;
        for (unsigned how = 0; how < 8; how++) {
            for (size_t i = 0; i < COUNT; i++)
                for (size_t j = 0; j < COUNT; j++)
                    for (size_t p = 0; p < COUNT; p++)
                        compare_ended(level, sizes[i], sizes[j], sizes[p],
                                      how);
            compare_ended(level, 50, 129, 600, how);    /* packed */
            compare_ended(level, 49, 66, 256, how);
        }
    }
}

static void a_nan_goes_through_a_products_end(void **state)
{
    const struct lathe_small_end end = { .relu = true };
    real a[2] = { 1, NAN }, b[40], c[80];

    (void)state;
    for (int i = 0; i < 40; i++)
        b[i] = 1;
    for (int l = 0; l <= (int)lathe_cpu_level(); l++) {
        struct lathe_small s = lathe_small_pick((enum lathe_cpu_level)l);

        s.ended(2, 40, 1, a, 1, 1, b, 40, c, 40, &end);
        for (int i = 0; i < 40; i++)
            assert_true(c[i] == 1 && isnan(c[40 + i]));
    }
}

static void every_kernel_equals_its_naive_twin(void **state)
{
    static const size_t sizes[] = { 0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32,
                                    33, 47, 64, 66 };
    enum { COUNT = sizeof(sizes) / sizeof(sizes[0]) };

    (void)state;
    for (int level = 0; level <= (int)lathe_cpu_level(); level++)
        for (size_t i = 0; i < COUNT; i++)
            for (size_t j = 0; j < COUNT; j++)
                for (size_t p = 0; p < COUNT; p++)
                    compare_level((enum lathe_cpu_level)level, sizes[i],
                                  sizes[j], sizes[p], (i + j + p) % 2 == 0);
}

/* Blocks of b that are packed, one or more of them, whole or not. */
static void large_products_equal_their_naive_twin(void **state)
{
    static const size_t sizes[][3] = {
        { 48, 70, 48 }, { 49, 33, 256 }, { 65, 100, 257 }, { 50, 15, 513 },
        { 48, 16, 300 }, { 55, 129, 600 },
    };

    (void)state;
    for (int level = 0; level <= (int)lathe_cpu_level(); level++)
        for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
            compare_level((enum lathe_cpu_level)level, sizes[i][0],
                          sizes[i][1], sizes[i][2], i % 2 == 0);
}

static void check_row_bits(struct lathe_small s, size_t M, size_t N, size_t K)
{
    real *a = numbers(M * K, 1), *b = numbers(K * N, 2);
    real *c = numbers(M * N, 3), *one = numbers(N, 4);

    s.nn(M, N, K, a, K, 1, b, N, c, N, false);
    for (size_t i = 0; i < M; i++) {
        s.nn(1, N, K, a + i * K, K, 1, b, N, one, N, false);
        assert_memory_equal(one, c + i * N, N * sizeof(*one));
    }
    lathe_free(a);
    lathe_free(b);
    lathe_free(c);
    lathe_free(one);
}

static void a_row_has_the_same_bits_anywhere_in_a_tile(void **state)
{
    (void)state;
    for (int level = 0; level <= (int)lathe_cpu_level(); level++) {
        struct lathe_small s = lathe_small_pick((enum lathe_cpu_level)level);
        check_row_bits(s, 29, 37, 23);
        check_row_bits(s, 53, 87, 523);         /* packed */
    }
}

/* Through gemm.h: shapes that OpenBLAS takes and shapes that it does not. */
static void compare_gemm(size_t m, size_t n, size_t k, bool add)
{
    real *a = numbers(m * k, 1), *b = numbers(k * n, 2);
    real *c = numbers(m * n, 3), *d = numbers(m * n, 3);
    real *at = numbers(m * k, 4), *bt = numbers(k * n, 4);
    real *e = numbers(m * n, 3), *bias = numbers(n, 5);
    const struct lathe_small_end end = { .bias = add ? bias : NULL,
                                         .relu = add, .sign = d, .lds = n };
    real *scratch = numbers(lathe_gemm_nt_scratch(m, n, k), 4);

    lathe_small_transpose(m, k, a, k, at, m);
    lathe_small_transpose(k, n, b, n, bt, k);
    lathe_small_nn_naive(m, n, k, a, k, 1, b, n, d, n, add);
    lathe_gemm_nn(m, n, k, a, k, b, n, c, n, add);
    assert_near(c, d, m * n, k);
    fill(c, m * n, 3);
    lathe_small_ended_naive(m, n, k, a, k, 1, b, n, e, n, &end);
    lathe_gemm_ended(m, n, k, a, k, b, n, c, n, &end);
    assert_near(c, e, m * n, k);
    fill(c, m * n, 3);
    lathe_gemm_tn(m, n, k, at, m, b, n, c, n, add);
    assert_near(c, d, m * n, k);
    fill(c, m * n, 3);
    lathe_gemm_nt(m, n, k, a, k, bt, k, c, n, add, scratch);
    assert_near(c, d, m * n, k);
    lathe_free(a);
    lathe_free(b);
    lathe_free(c);
    lathe_free(d);
    lathe_free(e);
    lathe_free(bias);
    lathe_free(at);
    lathe_free(bt);
    lathe_free(scratch);
}

static void products_are_right_with_and_without_openblas(void **state)
{
    struct lathe_err err = {0};

    (void)state;
    assert_int_equal(lathe_gemm_load(true, &err), LATHE_OK);
    assert_true(lathe_gemm_concurrent());
    for (int add = 0; add < 2; add++) {
        compare_gemm(1, 1, 1, add);
        compare_gemm(32, 1, 40, add);
        compare_gemm(1, 33, 40, add);
        compare_gemm(6, 25, 576, add);
        compare_gemm(40, 30, 20, add);
        compare_gemm(3, 5, 0, add);
        compare_gemm(0, 5, 3, add);
    }
    assert_false(lathe_gemm_is_large(128, 512, 784));
    assert_true(lathe_gemm_is_large(410, 405, 410));
    compare_gemm(410, 405, 410, true);
}

static void a_transpose_moves_every_number(void **state)
{
    (void)state;
    for (size_t rows = 0; rows < 20; rows++) {
        for (size_t cols = 0; cols < 20; cols++) {
            real *in = numbers(rows * (cols + 2), 1);
            real *out = numbers(cols * (rows + 1), 2);
            lathe_small_transpose(rows, cols, in, cols + 2, out, rows + 1);
            for (size_t i = 0; i < rows; i++)
                for (size_t j = 0; j < cols; j++)
                    assert_true(out[j * (rows + 1) + i] ==
                                in[i * (cols + 2) + j]);
            lathe_free(in);
            lathe_free(out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_product_ends_as_passes_around_it_do),
        cmocka_unit_test(a_nan_goes_through_a_products_end),
        cmocka_unit_test(every_kernel_equals_its_naive_twin),
        cmocka_unit_test(large_products_equal_their_naive_twin),
        cmocka_unit_test(a_row_has_the_same_bits_anywhere_in_a_tile),
        cmocka_unit_test(products_are_right_with_and_without_openblas),
        cmocka_unit_test(a_transpose_moves_every_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
