#include "unit.h"

#include "prepare/quality_mark.h"

#include <math.h>

#define N(v) (sizeof(v) / sizeof *(v))

static void nines_far_from_all_others_are_a_mark(void **state)
{
    const double below[] = {3, -999, 5, NAN, -999, 8, -999};
    const double above[] = {1, 2, 99, 5, 99, 99, 99, 2};
    const double both[] = {20, -9, -9, -9, 80, 999, 999, 999, 40};
    struct lathe_quality_mark m = lathe_quality_mark_find(below, N(below));

    (void)state;
    assert_true(m.value == -999 && m.rows == 3 && m.low == 3 && m.high == 8);
    m = lathe_quality_mark_find(above, N(above));
    assert_true(m.value == 99 && m.rows == 4 && m.low == 1 && m.high == 5);
    m = lathe_quality_mark_find(both, N(both));
    assert_true(m.value == 999 && m.low == -9 && m.high == 80);
}

static void other_numbers_are_none(void **state)
{
    const double near[] = {1, 60, 99, 99, 99};
    const double few[] = {1, 5, 99, 99};
    const double nine[] = {1, 2, 9, 9, 9};
    const double other[] = {1, 5, 100, 100, 100, 98.5};
    const double part[] = {1, 5, 99.5, 99.5, 99.5};
    const double two[] = {0, 99, 99, 99, 0};
    const double none[] = {NAN, NAN};

    (void)state;
    assert_int_equal(lathe_quality_mark_find(near, N(near)).rows, 0);
    assert_int_equal(lathe_quality_mark_find(few, N(few)).rows, 0);
    assert_int_equal(lathe_quality_mark_find(nine, N(nine)).rows, 0);
    assert_int_equal(lathe_quality_mark_find(other, N(other)).rows, 0);
    assert_int_equal(lathe_quality_mark_find(part, N(part)).rows, 0);
    assert_int_equal(lathe_quality_mark_find(two, N(two)).rows, 0);
    assert_int_equal(lathe_quality_mark_find(none, N(none)).rows, 0);
    assert_int_equal(lathe_quality_mark_find(NULL, 0).rows, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nines_far_from_all_others_are_a_mark),
        cmocka_unit_test(other_numbers_are_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
