/* Numbers as text in whole numbers, beside printf with as many digits as it
 * takes. */
#include "base/rng.h"
#include "base/shortest.h"
#include "unit.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void printf_double(char *out, double v)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, LATHE_SHORTEST_ROOM, "%.*g", digits, v);
        if (strtod(out, NULL) == v)
            return;
    }
}

static void printf_float(char *out, float v)
{
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(out, LATHE_SHORTEST_ROOM, "%.*g", digits, (double)v);
        if (strtof(out, NULL) == v)
            return;
    }
}

/* Both ways give the same; true: it was not left alone. */
static bool same_double(double v)
{
    char have[LATHE_SHORTEST_ROOM], want[LATHE_SHORTEST_ROOM];
    size_t n = lathe_shortest_double(have, v);

    if (n == 0)
        return false;
    printf_double(want, v);
    if (strcmp(have, want) != 0 || n != strlen(want))
        fail_msg("%a: '%s', printf says '%s'", v, have, want);
    return true;
}

static bool same_float(float v)
{
    char have[LATHE_SHORTEST_ROOM], want[LATHE_SHORTEST_ROOM];
    size_t n = lathe_shortest_float(have, v);

    if (n == 0)
        return false;
    printf_float(want, v);
    if (strcmp(have, want) != 0 || n != strlen(want))
        fail_msg("%a: '%s', printf says '%s'", (double)v, have, want);
    return true;
}

/* With its neighbours and their opposites, as doubles and as floats. */
static void same_around(double v)
{
    double x[] = {v, nextafter(v, 0), nextafter(v, (double)INFINITY),
                  (double)nextafterf((float)v, 0),
                  (double)nextafterf((float)v, INFINITY)};

    for (size_t i = 0; i < sizeof x / sizeof *x; i++) {
        same_double(x[i]);
        same_double(-x[i]);
        same_float((float)x[i]);
        same_float(-(float)x[i]);
    }
}

static uint64_t random_bits(struct lathe_rng *r)
{
    return (uint64_t)lathe_rng_u32(r) << 32 | lathe_rng_u32(r);
}

static void powers_of_two_and_of_ten_are_as_printf_has_them(void **state)
{
    (void)state;
    for (int e = -1074; e < 1024; e++)
        same_around(ldexp(1, e));
    for (int e = -325; e < 309; e++) {
        char text[32];

        for (int d = 1; d < 100; d++) {
            snprintf(text, sizeof text, "%de%d", d, e);
            same_around(strtod(text, NULL));
        }
        for (int nines = 2; nines < 18; nines++) {
            snprintf(text, sizeof text, "%.*se%d", nines,
                     "99999999999999999999", e);
            same_around(strtod(text, NULL));
        }
    }
    same_around(0);
    same_around((double)INFINITY);
    same_around((double)NAN);
}

static void random_bits_are_as_printf_has_them(void **state)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int i = 0; i < 300000; i++) {
        uint64_t bits = random_bits(&r);
        double v;
        float f;

        memcpy(&v, &bits, sizeof v);
        memcpy(&f, &bits, sizeof f);
        same_double(v);
        same_float(f);
    }
}

/* Doubles of 1e-15 to 1e35 and floats of 1e-36 to 1e27: none is left alone. */
static void common_sizes_are_as_printf_has_them(void **state)
{
    struct lathe_rng r = lathe_rng_stream(2, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int i = 0; i < 400000; i++) {
        double v = 1 + ldexp((double)(random_bits(&r) >> 12), -52);

        v = i % 2 ? v : -v;
        assert_true(same_double(ldexp(v, (int)lathe_rng_below(&r, 165) - 49)));
        assert_true(same_float((float)ldexp(v, (int)lathe_rng_below(&r, 208) -
                                                   119)));
    }
}

/* Few digits, as tables have them; whole numbers; halves. */
static void short_numbers_are_as_printf_has_them(void **state)
{
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int i = 0; i < 60000; i++) {
        uint64_t digits = random_bits(&r) >> lathe_rng_below(&r, 64);
        int e = (int)lathe_rng_below(&r, 20);
        double v = (double)digits * pow(10, -e);

        same_around(v);
        same_double((double)digits);
        same_float((float)(digits >> 32) + 0.5F);
        same_double((double)(digits >> 8) / 16);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(powers_of_two_and_of_ten_are_as_printf_has_them),
        cmocka_unit_test(random_bits_are_as_printf_has_them),
        cmocka_unit_test(common_sizes_are_as_printf_has_them),
        cmocka_unit_test(short_numbers_are_as_printf_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
