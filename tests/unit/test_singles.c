/* Short decimals survive as floats, and nothing else is said to. */
#include "unit.h"

#include "base/rng.h"
#include "data/singles.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static double read_decimal(const char *format, int digits, double v)
{
    char text[64];

    snprintf(text, sizeof text, format, digits, v);
    return strtod(text, NULL);
}

static void decimals_of_six_digits_are_singles(void **state)
{
    struct lathe_rng rng = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int i = 0; i < 1000000; i++) {
        double size = pow(10, (double)lathe_rng_below(&rng, 46) - 9);
        double v = read_decimal("%.*g", 1 + (int)lathe_rng_below(&rng, 6),
                                lathe_rng_normal(&rng) * size);

        if (fabs(v) < 1e-9 || fabs(v) >= 1e7)
            continue;           /* digits beyond the fifteenth; 1e23 */
        assert_true(lathe_single_holds(v));
        assert_true(same(lathe_single_take((float)v), v));
    }
}

/* As long as the digits without the dot are below 2^23 (numbers.h). */
static void digits_below_2_to_23_are_singles(void **state)
{
    struct lathe_rng rng = lathe_rng_stream(2, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int i = 0; i < 1000000; i++) {
        uint64_t bits = lathe_rng_below(&rng, 24);
        double digits = (double)lathe_rng_below(&rng, (uint64_t)1 << bits);
        double v = digits / pow(10, (double)lathe_rng_below(&rng, 16));

        assert_true(lathe_single_holds(v) && lathe_single_holds(-v));
        assert_true(same(lathe_single_take((float)-v), -v));
    }
}

static void whole_numbers_are_as_far_as_floats_have_them(void **state)
{
    (void)state;
    for (double v = 0x1p24 - 1000; v <= 0x1p24; v++)
        assert_true(lathe_single_holds(v) && lathe_single_holds(-v));
    assert_false(lathe_single_holds(0x1p24 + 1));
    assert_true(lathe_single_holds(0x1p24 + 2));
    assert_true(lathe_single_holds(1e10) && lathe_single_holds(0x1p100));
    assert_false(lathe_single_holds(1e300) || lathe_single_holds(-1e300));
    assert_true(lathe_single_holds(0) && lathe_single_holds((double)NAN));
    assert_true(same(lathe_single_take(-0.0f), -0.0));
    assert_true(isnan(lathe_single_take(NAN)));
}

/* What is not held differs from what its float stands for: none is said to be
 * held that is not. */
static void other_doubles_are_no_singles(void **state)
{
    static const double others[] = {
        1.0 / 3, 0.1 + 0.2, 1234567.89, 40.712776, 131072.99, 1e-30, 1e-16,
        0x1p-60, 4.9e-324, 1.1e-38, 0.30000001};
    struct lathe_rng rng = lathe_rng_stream(3, LATHE_RNG_TEST, 0, 0);
    int held = 0;

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(lathe_single_holds(others[i]));
    for (int i = 0; i < 300000; i++) {
        double v = read_decimal("%.*g", 1 + (int)lathe_rng_below(&rng, 17),
                                lathe_rng_normal(&rng) * 1000);
        bool is = same(lathe_single_take((float)v), v);

        assert_int_equal(lathe_single_holds(v), is);
        held += is;
    }
    assert_in_range(held, 100000, 200000);
}

/* Of any bits, in place and not. */
static void all_versions_give_the_same_bits(void **state)
{
    enum { MOST = 37 };
    struct lathe_rng rng = lathe_rng_stream(4, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int lap = 0; lap < 200000; lap++) {
        size_t n = (size_t)lathe_rng_below(&rng, MOST + 1);
        bool plain = lathe_rng_below(&rng, 2);
        struct lathe_singles s = lathe_singles_for(
            (enum lathe_cpu_level)(lap % ((int)lathe_cpu_level() + 1)));
        double got[MOST], want[MOST], in_place[MOST];
        float f[MOST];

        for (size_t i = 0; i < n; i++) {
            uint32_t bits = (uint32_t)lathe_rng_below(&rng, UINT32_MAX);

            memcpy(&f[i], &bits, sizeof bits);
            if (plain)
                f[i] = (float)(lathe_rng_normal(&rng) * 1e4);
            want[i] = lathe_single_take(f[i]);
        }
        s.take(f, n, got);
        memcpy((float *)in_place + n, f, n * sizeof *f);
        s.take((float *)in_place + n, n, in_place);
        for (size_t i = 0; i < n; i++) {
            assert_true(same(got[i], want[i]) || isnan(want[i]));
            assert_int_equal(isnan(got[i]) != 0, isnan(want[i]) != 0);
            assert_true(same(in_place[i], got[i]));
        }
    }
}

static void floats_may_take_the_place_of_their_doubles(void **state)
{
    enum { N = 99 };
    double v[N], want[N];

    (void)state;
    for (int l = 0; l <= (int)lathe_cpu_level(); l++) {
        for (int i = 0; i < N; i++)
            v[i] = want[i] = (i - 50) / 10.0;
        lathe_singles_for((enum lathe_cpu_level)l).put(v, N, (float *)v);
        for (int i = 0; i < N; i++) {
            float f;

            memcpy(&f, (char *)v + (size_t)i * sizeof f, sizeof f);
            assert_true(same(lathe_single_take(f), want[i]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_of_six_digits_are_singles),
        cmocka_unit_test(digits_below_2_to_23_are_singles),
        cmocka_unit_test(whole_numbers_are_as_far_as_floats_have_them),
        cmocka_unit_test(other_doubles_are_no_singles),
        cmocka_unit_test(all_versions_give_the_same_bits),
        cmocka_unit_test(floats_may_take_the_place_of_their_doubles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
