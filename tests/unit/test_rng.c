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

static void streams_begin_with_their_first_words(void **state)
{
    struct lathe_rng r = lathe_rng_stream(7, LATHE_RNG_TEST, 3, UINT32_MAX - 5);
    uint64_t first[20];

    (void)state;
    lathe_rng_starts(&r, 20, first);
    for (uint64_t i = 0; i < 20; i++) {
        struct lathe_rng one = lathe_rng_stream(7, LATHE_RNG_TEST, 3, r.b + i);
        uint64_t low = lathe_rng_u32(&one);

        assert_true(first[i] == (low | (uint64_t)lathe_rng_u32(&one) << 32));
    }
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
