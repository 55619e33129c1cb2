#include "unit.h"

#include "base/rng.h"

#include <math.h>

/* From the known-answer file of Random123: philox4x32, 10 rounds, a counter
 * and key of zeros. Our counter word 3 holds the use, so use 0. */
static void the_generator_is_philox(void **state)
{
    struct lathe_rng r = {0};
    uint32_t word[4];

    (void)state;
    lathe_rng_block(&r, 0, word);
    assert_int_equal(word[0], 0x6627e8d5);
    assert_int_equal(word[1], 0xe169c58d);
    assert_int_equal(word[2], 0xbc57ac4c);
    assert_int_equal(word[3], 0x9b00dbd8);
}

static void streams_differ_and_repeat(void **state)
{
    struct lathe_rng a = lathe_rng_stream(1, LATHE_RNG_INIT, 0, 0);
    struct lathe_rng b = lathe_rng_stream(1, LATHE_RNG_INIT, 0, 0);
    struct lathe_rng c = lathe_rng_stream(1, LATHE_RNG_INIT, 1, 0);
    struct lathe_rng d = lathe_rng_stream(1, LATHE_RNG_SHUFFLE, 0, 0);
    uint32_t first = lathe_rng_u32(&a);

    (void)state;
    assert_int_equal(first, lathe_rng_u32(&b));
    assert_int_not_equal(first, lathe_rng_u32(&c));
    assert_int_not_equal(first, lathe_rng_u32(&d));
}

/* From b on, among which are some that carry to its upper half. */
static void check_starts(lathe_rng_starts_fn *starts, uint64_t seed,
                         uint32_t a, uint64_t b, size_t n)
{
    struct lathe_rng r = lathe_rng_stream(seed, LATHE_RNG_TEST, a, b);
    uint64_t first[40];

    first[n] = 99;
    starts(&r, n, first);
    for (size_t i = 0; i < n; i++) {
        struct lathe_rng one = lathe_rng_stream(seed, LATHE_RNG_TEST, a, b + i);
        uint64_t low = lathe_rng_u32(&one);

        assert_true(first[i] == (low | (uint64_t)lathe_rng_u32(&one) << 32));
    }
    assert_true(first[n] == 99);
}

static void streams_begin_with_their_first_words(void **state)
{
    static const uint64_t seeds[] = {0, 7, 0xfedcba9876543210};
    static const uint32_t as[] = {0, 3, 0x00abcdef, 0x89abcdef, UINT32_MAX};
    static const uint64_t bs[] = {0, UINT32_MAX - 5, 0x123456789abcdef0,
                                  UINT64_MAX - 2};

    (void)state;
    for (int level = 0; level <= (int)lathe_cpu_level(); level++)
        for (size_t n = 0; n < 40; n++)
            for (size_t i = 0; i < 3 * 5 * 4; i++)
                check_starts(lathe_rng_starts_for((enum lathe_cpu_level)level),
                             seeds[i % 3], as[i / 3 % 5], bs[i / 15], n);
}

static void numbers_below_n_are_even(void **state)
{
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 0, 0);
    int count[7] = {0};

    (void)state;
    for (int i = 0; i < 70000; i++)
        count[lathe_rng_below(&r, 7)]++;
    for (int i = 0; i < 7; i++)
        assert_in_range(count[i], 9600, 10400);
}

static void normal_numbers_have_mean_0_and_variance_1(void **state)
{
    struct lathe_rng r = lathe_rng_stream(4, LATHE_RNG_TEST, 0, 0);
    double sum = 0, squares = 0;
    const int n = 100000;

    (void)state;
    for (int i = 0; i < n; i++) {
        double v = lathe_rng_normal(&r);
        sum += v;
        squares += v * v;
    }
    assert_true(fabs(sum / n) < 0.02);
    assert_true(fabs(squares / n - 1) < 0.02);
}

static void a_shuffle_is_a_permutation(void **state)
{
    struct lathe_rng r = lathe_rng_stream(5, LATHE_RNG_TEST, 0, 0);
    uint32_t index[100];
    int seen[100] = {0}, moved = 0;

    (void)state;
    for (uint32_t i = 0; i < 100; i++)
        index[i] = i;
    lathe_rng_shuffle(&r, index, 100);
    for (uint32_t i = 0; i < 100; i++) {
        seen[index[i]]++;
        moved += index[i] != i;
    }
    for (int i = 0; i < 100; i++)
        assert_int_equal(seen[i], 1);
    assert_true(moved > 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_generator_is_philox),
        cmocka_unit_test(streams_differ_and_repeat),
        cmocka_unit_test(streams_begin_with_their_first_words),
        cmocka_unit_test(numbers_below_n_are_even),
        cmocka_unit_test(normal_numbers_have_mean_0_and_variance_1),
        cmocka_unit_test(a_shuffle_is_a_permutation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
