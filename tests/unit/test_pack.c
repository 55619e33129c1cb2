/* Doubles in few bytes, and rows of them. */
#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "prepare/rowpack.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define BYTES (LATHE_PACK_HEAD + LATHE_PACK_VALUES * sizeof(double))

/* Packs and takes back to the last bit; the bytes that it takes. */
static size_t bytes_of(const double *v, size_t n, unsigned char *hint)
{
    unsigned char packed[BYTES];
    double back[LATHE_PACK_VALUES];
    size_t bytes = lathe_pack_put(v, n, hint, packed);

    assert_true(bytes <= sizeof packed);
    assert_int_equal(lathe_pack_take(packed, bytes, back, n), bytes);
    assert_memory_equal(back, v, n * sizeof *v);
    for (size_t less = 0; less < bytes; less++)
        assert_int_equal(lathe_pack_take(packed, less, back, n), 0);
    return bytes;
}

static size_t bytes_from_zero(const double *v, size_t n)
{
    unsigned char hint = 0;

    return bytes_of(v, n, &hint);
}

static void short_decimals_take_a_byte_or_two_each(void **state)
{
    double v[100], step[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};
    (void)state;

    for (size_t s = 0; s < sizeof step / sizeof *step; s++) {
        for (int i = 0; i < 100; i++)
            v[i] = (i * 7 % 100 - 50) / step[s];
        assert_int_equal(bytes_from_zero(v, 100), 6 + 100);
        v[17] = 3000 / step[s];
        assert_int_equal(bytes_from_zero(v, 100), 6 + 200);
        v[99] = -1e9 / step[s];
        assert_int_equal(bytes_from_zero(v, 100), 6 + 400);
        v[3] = (double)NAN;
        assert_int_equal(bytes_from_zero(v, 100), 6 + 400);
    }
}

static void one_value_and_none_take_no_byte_each(void **state)
{
    double v[100];
    (void)state;

    for (int i = 0; i < 100; i++)
        v[i] = 0.25;
    assert_int_equal(bytes_from_zero(v, 100), 6);
    assert_int_equal(bytes_from_zero(v, 1), 6);
    v[50] = (double)NAN;
    assert_int_equal(bytes_from_zero(v, 100), 6 + 100);
    for (int i = 0; i < 100; i++)
        v[i] = (double)NAN;
    assert_int_equal(bytes_from_zero(v, 99), 6);
}

/* NaN has the greatest difference. */
static void borders_of_differences_are_kept(void **state)
{
    const double most[] = {254, 255, 65534, 65535, 65536, 2e9};
    const size_t bytes[] = {1, 2, 2, 4, 4, 4};
    (void)state;

    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        double v[] = {0, most[i], (double)NAN, most[i] - 1};

        assert_int_equal(bytes_from_zero(v, 4), 6 + 4 * bytes[i]);
        for (int k = 0; k < 4; k++)
            v[k] = most[i] - v[k] - 2e9;
        assert_int_equal(bytes_from_zero(v, 4), 6 + 4 * bytes[i]);
    }
}

static void odd_values_are_kept_as_they_are(void **state)
{
    const double odd[] = {-0.0, INFINITY, -INFINITY, 1.0 / 3, 2e9 + 1, -3e9,
                          1e300, DBL_MIN, DBL_TRUE_MIN, 0.1 + 0.2,
                          -(double)NAN, 1e-7, 9007199254740993.0};
    (void)state;

    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (size_t at = 0; at < 40; at++) {
            double v[40] = {0};

            v[at] = odd[i];
            assert_int_equal(bytes_from_zero(v, 40), 6 + 40 * sizeof *v);
        }
}

static void a_hint_is_kept_and_given_up(void **state)
{
    const double tenths[] = {0.1, 0.2, 7.5}, whole[] = {1, 2, 3};
    const double hundredths[] = {0.01, 0.2, 3}, odd[] = {1.0 / 3, 1, 2};
    unsigned char hint = 0;
    (void)state;

    bytes_of(tenths, 3, &hint);
    assert_int_equal(hint, 1);
    bytes_of(whole, 3, &hint);
    assert_int_equal(hint, 1);
    bytes_of(odd, 3, &hint);
    assert_int_equal(hint, 1);
    bytes_of(hundredths, 3, &hint);
    assert_int_equal(hint, 2);
}

static void bytes_that_were_not_put_are_refused(void **state)
{
    unsigned char bytes[BYTES] = {0};
    double v[1];
    (void)state;

    bytes[0] = 7;
    assert_int_equal(lathe_pack_take(bytes, sizeof bytes, v, 1), 0);
    bytes[0] = 0;
    bytes[1] = 6;
    assert_int_equal(lathe_pack_take(bytes, sizeof bytes, v, 1), 0);
}

static void rows_and_codes_come_back(void **state)
{
    enum { ROWS = 1000, MOST = 19 };
    static double row[ROWS * MOST], back[ROWS * MOST];
    static uint32_t code[ROWS], code_back[ROWS];
    struct lathe_rng rng = {0};
    (void)state;

    for (size_t width = 1; width <= MOST; width += 3) {
        struct lathe_rowpack p = {0};

        for (size_t n = 0; n <= ROWS; n = n * 3 + 1) {
            for (size_t i = 0; i < n * width; i++)
                row[i] = (double)lathe_rng_below(&rng, 1000) / (i % 3 ? 1 : 7);
            for (size_t i = 0; i < n; i++)
                code[i] = i % 9 ? (uint32_t)i * 4000000 : UINT32_MAX;
            assert_int_equal(lathe_rowpack_put(&p, row, width, code, n, NULL),
                             0);
            assert_true(lathe_rowpack_take(&p, back, width, code_back, n));
            assert_memory_equal(row, back, n * width * sizeof *row);
            assert_memory_equal(code, code_back, n * sizeof *code);
            assert_false(lathe_rowpack_take(&p, back, width, code_back, n + 1));
        }
        lathe_rowpack_release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_decimals_take_a_byte_or_two_each),
        cmocka_unit_test(one_value_and_none_take_no_byte_each),
        cmocka_unit_test(borders_of_differences_are_kept),
        cmocka_unit_test(odd_values_are_kept_as_they_are),
        cmocka_unit_test(a_hint_is_kept_and_given_up),
        cmocka_unit_test(bytes_that_were_not_put_are_refused),
        cmocka_unit_test(rows_and_codes_come_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
