/* Rows in two arrays are the rows that were put. */
#include "unit.h"

#include "base/rng.h"
#include "data/narrow.h"

#include <string.h>

enum { MOST = 40, ROWS = 6 };

/* Of each number whether it is a single: all, none, or as it comes. */
static size_t draw_singles(unsigned char *single, size_t n,
                           struct lathe_rng *rng)
{
    uint64_t kind = lathe_rng_below(rng, 6);
    size_t all = 0;

    for (size_t i = 0; i < n; i++) {
        single[i] = (unsigned char)(kind == 0   ? 0
                                    : kind == 1 ? 1
                                                : lathe_rng_below(rng, 2));
        all += single[i];
    }
    return all;
}

/* Takes a part from v[ROWS x width], `piece` elements of a row at a time. */
static void take_wide(const struct lathe_narrow *n, const double *v,
                      size_t piece, double *rows)
{
    size_t width = n->wide.width;
    double some[ROWS * MOST];

    for (size_t at = 0; at < width; at += piece) {
        size_t w = width - at < piece ? width - at : piece;

        for (size_t i = 0; i < ROWS; i++)
            memcpy(some + i * w, v + i * width + at, w * sizeof *v);
        lathe_narrow_take_wide(n, some, at, w, ROWS, rows);
    }
}

static void take_single(const struct lathe_narrow *n, const float *v,
                        size_t piece, double *rows)
{
    size_t width = n->single.width;
    float some[ROWS * MOST];

    for (size_t at = 0; at < width; at += piece) {
        size_t w = width - at < piece ? width - at : piece;

        for (size_t i = 0; i < ROWS; i++)
            memcpy(some + i * w, v + i * width + at, w * sizeof *v);
        lathe_narrow_take_single(n, some, at, w, ROWS, rows);
    }
}

static void rows_come_back_from_their_parts(void **state)
{
    struct lathe_rng rng = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);

    (void)state;
    for (int lap = 0; lap < 20000; lap++) {
        size_t numbers = 1 + (size_t)lathe_rng_below(&rng, MOST);
        size_t piece = 1 + (size_t)lathe_rng_below(&rng, MOST), singles;
        unsigned char single[MOST];
        double rows[ROWS * MOST], got[ROWS * MOST] = {0}, wide[ROWS * MOST];
        float narrow[ROWS * MOST];
        struct lathe_narrow n;

        singles = draw_singles(single, numbers, &rng);
        for (size_t i = 0; i < ROWS * numbers; i++)
            rows[i] = (double)lathe_rng_below(&rng, 100000) /
                      (single[i % numbers] ? 100.0 : 7.0);
        assert_int_equal(lathe_narrow_init(&n, singles ? single : NULL,
                                           numbers, NULL), 0);
        assert_int_equal(n.single.width, singles);
        assert_int_equal(n.wide.width, numbers - singles);
        lathe_narrow_put_wide(&n, rows, ROWS, wide);
        lathe_narrow_put_single(&n, rows, ROWS, narrow);
        take_wide(&n, wide, piece, got);
        take_single(&n, narrow, piece, got);
        assert_memory_equal(got, rows, ROWS * numbers * sizeof *rows);
        lathe_narrow_release(&n);
    }
}

/* The arrays are in the order of the columns. */
static void parts_are_in_the_order_of_the_numbers(void **state)
{
    static const unsigned char single[] = {0, 1, 1, 0, 1};
    const double rows[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const double wide[] = {1, 4, 6, 9};
    const float narrow[] = {2, 3, 5, 7, 8, 10};
    double a[4];
    float b[6];
    struct lathe_narrow n;

    (void)state;
    assert_int_equal(lathe_narrow_init(&n, single, 5, NULL), 0);
    lathe_narrow_put_wide(&n, rows, 2, a);
    lathe_narrow_put_single(&n, rows, 2, b);
    assert_memory_equal(a, wide, sizeof wide);
    assert_memory_equal(b, narrow, sizeof narrow);
    lathe_narrow_release(&n);
    lathe_narrow_release(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_back_from_their_parts),
        cmocka_unit_test(parts_are_in_the_order_of_the_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
