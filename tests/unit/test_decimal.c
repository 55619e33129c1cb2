#include "unit.h"

#include "base/decimal.h"
#include "base/rng.h"
#include "data/singles.h"
#include "ingest/numbers.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parses(const char *s, double *v)
{
    return lathe_decimal_parse(s, strlen(s), v);
}

static void numbers_of_every_documented_form_are_read(void **state)
{
    static const struct {
        const char *text;
        double value;
    } good[] = {
        {"0", 0},         {"-0", -0.0},      {"+7", 7},      {".5", 0.5},
        {"5.", 5},        {"1e3", 1000},     {"1E-3", 1e-3}, {"-1.25e+2", -125},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
        {"0.000000000000000000000000001", 1e-27},
        {"2.2250738585072014e-308", 2.2250738585072014e-308},
        {"4.9e-324", 4.9e-324},
        {"1.7976931348623157e308", 1.7976931348623157e308},
        {"9007199254740993", 9007199254740992.0},
        {"00012", 12},
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        double v = -1;
        assert_true(parses(good[i].text, &v));
        assert_memory_equal(&v, &good[i].value, sizeof v);
    }
}

/* A text that is a number, or nearly. */
static size_t nearly_a_number(char *s, struct lathe_rng *r)
{
    static const char any[] = "0123456789.+-eE,x ";
    size_t n = lathe_rng_below(r, 19), digits = lathe_rng_below(r, 30) ? 10
                                                                : 18;

    for (size_t i = 0; i < n; i++)
        s[i] = any[lathe_rng_below(r, digits)];
    if (n && lathe_rng_below(r, 2))
        s[lathe_rng_below(r, n)] = '.';
    if (n && lathe_rng_below(r, 2))
        s[0] = any[11 + lathe_rng_below(r, 2)];
    return n;
}

static void a_row_of_numbers_has_the_bits_of_each(void **state)
{
    enum { COLS = 9 };
    struct lathe_rng r = lathe_rng_stream(3, LATHE_RNG_TEST, 0, 0);
    size_t taken = 0, left = 0;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        lathe_numbers_fn *way = lathe_numbers_for(
            (enum lathe_cpu_level)(i % ((int)lathe_cpu_level() + 1)));
        static const uint32_t place[COLS] = {4, 0, 3, 1, 2, 8, 7, 5,
                                             6};
        char text[COLS][64];        /* random bytes behind each */
        struct lathe_field field[COLS];
        double out[COLS], want;
        bool large = false;
        size_t got;

        for (size_t k = 0; k < COLS; k++) {
            memset(text[k], "7.\0-"[lathe_rng_below(&r, 4)], 64);
            field[k].s = text[k];
            field[k].len = nearly_a_number(text[k], &r);
            text[k][field[k].len] = '\0';
        }
        got = way(field, place, 0, COLS, out, &large);
        for (size_t k = 0; k < got; k++) {
            const struct lathe_field *f = &field[place[k]];
            assert_true(lathe_decimal_parse(f->s, f->len, &want));
            assert_memory_equal(&out[k], &want, sizeof want);
            assert_true(large || lathe_single_holds(want));
        }
        taken += got;
        left += got < COLS;
    }
    assert_true(taken > 100000 && left > 10000);
}

/* The product of 64 bits and the remainder say on which side a double lies:
 * as close to a tie as it gets. */
static void up_to_19_digits_have_the_bits_of_strtod(void **state)
{
    struct lathe_rng r = lathe_rng_stream(4, LATHE_RNG_TEST, 0, 0);

    (void)state;
    setlocale(LC_ALL, "C");
    for (int i = 0; i < 300000; i++) {
        uint64_t digits = lathe_rng_below(&r, UINT64_MAX) >>
                          lathe_rng_below(&r, 64);
        char text[64];
        double v, want;

        if (i % 3 == 0)             /* halfway between two doubles */
            digits = ((digits | (uint64_t)1 << 53) & (((uint64_t)1 << 54) - 1))
                     | 1;
        snprintf(text, sizeof text, "%llue%d", (unsigned long long)digits,
                 i % 3 == 0 ? 0 : (int)lathe_rng_below(&r, 45) - 22);
        want = strtod(text, NULL);
        assert_true(parses(text, &v));
        assert_memory_equal(&v, &want, sizeof v);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const bad[] = {
        "",     " ",   "1,5",  "0x1F", "12abc", " 1",  "1 ",  "--1", "1e",
        "1e+",  ".",   "-",    "+",    "1.2.3", "e5",  "1e400", "-1e999",
        "infin", "nano", "1_000", "½"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double v;
        assert_false(parses(bad[i], &v));
    }
}

static void inf_and_nan_are_read_in_any_case(void **state)
{
    double v = 0;

    (void)state;
    assert_true(parses("-Inf", &v) && isinf(v) && v < 0);
    assert_true(parses("INFINITY", &v) && isinf(v) && v > 0);
    assert_true(parses("NaN", &v) && isnan(v));
}

/* A random number as text, of one of the forms that files hold. */
static void random_text(struct lathe_rng *r, char *out, size_t room)
{
    double v = lathe_rng_normal(r) *
               pow(10, (double)lathe_rng_below(r, 60) - 30);
    uint64_t bits;

    switch (lathe_rng_below(r, 4)) {
    case 0:
        snprintf(out, room, "%.*g", 1 + (int)lathe_rng_below(r, 17), v);
        break;
    case 1:
        snprintf(out, room, "%.*f", (int)lathe_rng_below(r, 12),
                 lathe_rng_normal(r) * 1000);
        break;
    case 2:
        bits = (uint64_t)lathe_rng_u32(r) << 32 | lathe_rng_u32(r);
        memcpy(&v, &bits, sizeof v);
        snprintf(out, room, "%.17g", isfinite(v) ? v : 1.0);
        break;
    default:
        snprintf(out, room, "%llu%llu", (unsigned long long)lathe_rng_u32(r),
                 (unsigned long long)lathe_rng_u32(r));
    }
}

static void the_bits_are_those_of_strtod(void **state)
{
    struct lathe_rng r = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int i = 0; i < 200000; i++) {
        char text[64];
        random_text(&r, text, sizeof text);
        double want = strtod(text, NULL), got = 0;
        assert_true(parses(text, &got));
        assert_memory_equal(&got, &want, sizeof got);
    }
}

static void printed_numbers_read_back_the_same(void **state)
{
    struct lathe_rng r = lathe_rng_stream(2, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int i = 0; i < 100000; i++) {
        char text[LATHE_DECIMAL_ROOM];
        uint64_t bits = (uint64_t)lathe_rng_u32(&r) << 32 | lathe_rng_u32(&r);
        double v, back = 0;
        float f, fback;

        memcpy(&v, &bits, sizeof v);
        if (!isfinite(v))
            continue;
        size_t n = lathe_decimal_double(text, v);
        assert_int_equal(n, strlen(text));
        assert_true(parses(text, &back));
        assert_memory_equal(&v, &back, sizeof v);
        memcpy(&f, &bits, sizeof f);
        if (!isfinite(f))
            continue;
        lathe_decimal_float(text, f);
        fback = strtof(text, NULL);
        assert_memory_equal(&f, &fback, sizeof f);
    }
}

static void short_numbers_are_printed_short(void **state)
{
    char text[LATHE_DECIMAL_ROOM];

    (void)state;
    lathe_decimal_double(text, 0.1);
    assert_string_equal(text, "0.1");
    lathe_decimal_double(text, 3);
    assert_string_equal(text, "3");
    lathe_decimal_float(text, 0.1f);
    assert_string_equal(text, "0.1");
}

static void integers_are_read_whole_and_within_their_range(void **state)
{
    int64_t v;

    (void)state;
    assert_true(lathe_decimal_parse_int("-12", -20, 0, &v) && v == -12);
    assert_false(lathe_decimal_parse_int("21", 0, 20, &v));
    assert_false(lathe_decimal_parse_int("1.0", 0, 20, &v));
    assert_false(lathe_decimal_parse_int("", 0, 20, &v));
    assert_false(lathe_decimal_parse_int("99999999999999999999", INT64_MIN,
                                         INT64_MAX, &v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_every_documented_form_are_read),
        cmocka_unit_test(a_row_of_numbers_has_the_bits_of_each),
        cmocka_unit_test(up_to_19_digits_have_the_bits_of_strtod),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(inf_and_nan_are_read_in_any_case),
        cmocka_unit_test(the_bits_are_those_of_strtod),
        cmocka_unit_test(printed_numbers_read_back_the_same),
        cmocka_unit_test(short_numbers_are_printed_short),
        cmocka_unit_test(integers_are_read_whole_and_within_their_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
