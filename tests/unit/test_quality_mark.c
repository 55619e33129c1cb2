#include "unit.h"

#include "quality/quality_mark.h"

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

static void zeros_far_from_all_others_are_a_mark_unless_they_are_most(
    void **state)
{
    const double years[] = {1950, 0, 1988, 0, 2020, 0, 1999};
    const double below[] = {-8, 0, -7.5, 0, -7, 0};
    const double most[] = {1950, 0, 1988, 0, 0, 0, 0};
    const double near[] = {40, 0, 90, 0, 100, 0, 70};
    const double amid[] = {-40, 0, 90, 0, 100, 0, 70};
    struct lathe_quality_mark m = lathe_quality_mark_find(years, N(years));

    (void)state;
    assert_true(m.value == 0 && m.rows == 3 && m.low == 1950 &&
                m.high == 2020);
    assert_int_equal(lathe_quality_mark_find(below, N(below)).rows, 3);
    assert_int_equal(lathe_quality_mark_find(most, N(most)).rows, 0);
    assert_int_equal(lathe_quality_mark_find(near, N(near)).rows, 0);
    assert_int_equal(lathe_quality_mark_find(amid, N(amid)).rows, 0);
}

#define DAY 86400.0

static void days_of_programs_far_from_all_others_are_a_mark(void **state)
{
    const double last = 2932896 * DAY + 86399, first = -719162 * DAY;
    const double some = 19358 * DAY;
    const double end[] = {some, last, some + DAY, last, last, NAN};
    const double begin[] = {some, first, some + DAY, first, first};
    const double epoch[] = {some, 0, some + DAY, 0, 0};
    const double other[] = {some, DAY, some + DAY, DAY, DAY};
    const double near[] = {0, 0, 0, 10 * DAY, 40 * DAY};
    struct lathe_quality_mark m = lathe_quality_mark_find_date(end, N(end));

    (void)state;
    assert_true(m.value == last && m.rows == 3 && m.low == some &&
                m.high == some + DAY);
    assert_true(lathe_quality_mark_find_date(begin, N(begin)).value == first);
    assert_int_equal(lathe_quality_mark_find_date(epoch, N(epoch)).rows, 3);
    assert_int_equal(lathe_quality_mark_find_date(other, N(other)).rows, 0);
    assert_int_equal(lathe_quality_mark_find_date(near, N(near)).rows, 0);
    assert_int_equal(lathe_quality_mark_find_date(NULL, 0).rows, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nines_far_from_all_others_are_a_mark),
        cmocka_unit_test(other_numbers_are_none),
        cmocka_unit_test(
            zeros_far_from_all_others_are_a_mark_unless_they_are_most),
        cmocka_unit_test(days_of_programs_far_from_all_others_are_a_mark),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
