/* Doubles in order by their bits, against the comparison of the language. */
#include "unit.h"

#include "base/rng.h"
#include "fit/order.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double odd[] = {-INFINITY, -DBL_MAX, -1.5, -1, -DBL_MIN,
                             -DBL_MIN / 4, 0, DBL_MIN / 4, DBL_MIN, 1, 1.5,
                             DBL_MAX, INFINITY};
enum { ODD = sizeof odd / sizeof *odd };

static void keys_rise_with_their_values_and_lead_back(void **state)
{
    (void)state;

    for (size_t i = 0; i < ODD; i++) {
        assert_true(lathe_order_value(lathe_order_key(odd[i])) == odd[i]);
        assert_true(i == 0 ||
                    lathe_order_key(odd[i - 1]) < lathe_order_key(odd[i]));
    }
    assert_true(lathe_order_key(-0.0) == lathe_order_key(0.0));
    assert_true(lathe_order_key(NAN) > lathe_order_key(INFINITY));
    assert_true(lathe_order_key(-NAN) == lathe_order_key(NAN));
    assert_true(isnan(lathe_order_value(lathe_order_key(NAN))));
}

/* Values of many kinds: few and many different ones, NaN, both zeros; 4 is the
 * last. */
static double draw(struct lathe_rng *rng, int kind)
{
    if (kind == 0)
        return lathe_rng_normal(rng) * 1e3;
    if (kind == 1)
        return (double)lathe_rng_below(rng, 5) - 2;
    if (kind == 2)
        return lathe_rng_below(rng, 4) ? lathe_rng_normal(rng) : NAN;
    if (kind == 3)              /* alike in their upper digits */
        return 1e9 + (double)lathe_rng_below(rng, 3) * 1e4 +
               (double)lathe_rng_below(rng, 1000) * 1e-7;
    return lathe_rng_below(rng, 3) ? odd[lathe_rng_below(rng, ODD)] : -0.0;
}

static void sorted_pairs_rise_and_equal_ones_stay_as_they_stood(void **state)
{
    enum { N = 3000 };
    struct lathe_order_pair *p = calloc(N, sizeof *p), *t = calloc(N, sizeof *t);
    struct lathe_rng rng = lathe_rng_stream(7, LATHE_RNG_TEST, 0, 0);
    (void)state;

    for (int kind = 0; kind < 5; kind++)
        for (size_t n = 0; n <= N; n = n < 70 ? n + 1 : n * 2 + 1) {
            uint64_t labels = 0;

            for (size_t i = 0; i < n; i++)
                p[i] = (struct lathe_order_pair){draw(&rng, kind),
                                                 (uint32_t)i};
            lathe_order_sort(p, t, n);
            for (size_t i = 0; i < n; i++) {
                labels += p[i].label;
                if (i == 0)
                    continue;
                uint64_t a = lathe_order_key(p[i - 1].v);
                uint64_t b = lathe_order_key(p[i].v);

                assert_true(a < b || (a == b && p[i - 1].label < p[i].label));
            }
            assert_true(labels == (uint64_t)n * (n ? n - 1 : 0) / 2);
        }
    free(p);
    free(t);
}

static void sorted_keys_rise_and_are_the_same_ones(void **state)
{
    enum { N = 3000 };
    uint64_t *k = calloc(N, sizeof *k), *t = calloc(N, sizeof *t);
    struct lathe_rng rng = lathe_rng_stream(9, LATHE_RNG_TEST, 0, 0);
    (void)state;

    for (int kind = 0; kind < 5; kind++)
        for (size_t n = 0; n <= N; n = n < 3 ? n + 1 : n * 3) {
            uint64_t sum = 0;

            for (size_t i = 0; i < n; i++) {
                k[i] = lathe_order_key(draw(&rng, kind));
                sum += k[i] * k[i];
            }
            lathe_order_sort_keys(k, t, n);
            for (size_t i = 0; i < n; i++) {
                assert_true(i == 0 || k[i - 1] <= k[i]);
                sum -= k[i] * k[i];
            }
            assert_true(sum == 0);
        }
    free(k);
    free(t);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static void every_rank_is_selected(void **state)
{
    enum { N = 200 };
    double v[N], sorted[N];
    struct lathe_rng rng = lathe_rng_stream(8, LATHE_RNG_TEST, 0, 0);
    (void)state;

    for (int kind = 0; kind < 2; kind++)
        for (size_t n = 1; n <= N; n++) {
            size_t rank = lathe_rng_below(&rng, n);

            for (size_t i = 0; i < n; i++)
                v[i] = sorted[i] = draw(&rng, kind);
            qsort(sorted, n, sizeof *sorted, by_value);
            assert_true(lathe_order_select(v, n, rank) == sorted[rank]);
        }
}

/* Many values are narrowed down first; those of few kinds are not. */
static void every_rank_of_many_values_is_selected(void **state)
{
    enum { N = 30000 };
    double *v = calloc(N, sizeof *v), *sorted = calloc(N, sizeof *sorted);
    struct lathe_rng rng = lathe_rng_stream(10, LATHE_RNG_TEST, 0, 0);
    (void)state;

    for (int kind = 0; kind < 3; kind++) {
        for (size_t i = 0; i < N; i++)
            v[i] = sorted[i] = kind == 2 ? (double)(i / 7)
                                         : draw(&rng, kind);
        qsort(sorted, N, sizeof *sorted, by_value);
        for (size_t rank = 0; rank < N; rank += rank < 3 ? 1 : 1499)
            assert_true(lathe_order_select(v, N, rank) == sorted[rank]);
        assert_true(lathe_order_select(v, N, N - 1) == sorted[N - 1]);
        qsort(v, N, sizeof *v, by_value);
        for (size_t i = 0; i < N; i++)      /* it loses none */
            assert_true(v[i] == sorted[i]);
    }
    free(v);
    free(sorted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_rise_with_their_values_and_lead_back),
        cmocka_unit_test(sorted_pairs_rise_and_equal_ones_stay_as_they_stood),
        cmocka_unit_test(sorted_keys_rise_and_are_the_same_ones),
        cmocka_unit_test(every_rank_is_selected),
        cmocka_unit_test(every_rank_of_many_values_is_selected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
