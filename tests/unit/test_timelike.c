#include "unit.h"

#include "data/timelike.h"

#include <string.h>

static enum lathe_timelike kind_of(const char *s)
{
    return lathe_timelike_of(s, strlen(s));
}

static void times_of_the_day_and_months_are_told(void **state)
{
    (void)state;
    assert_int_equal(kind_of("10:30"), LATHE_TIMELIKE_CLOCK);
    assert_int_equal(kind_of("0:05:59.5"), LATHE_TIMELIKE_CLOCK);
    assert_int_equal(kind_of("10:30 pm"), LATHE_TIMELIKE_CLOCK);
    assert_int_equal(kind_of("2023-01"), LATHE_TIMELIKE_MONTH);
    assert_int_equal(kind_of("2023-13"), LATHE_TIMELIKE_NOT);
    assert_int_equal(kind_of("2023-1"), LATHE_TIMELIKE_NOT);
    assert_int_equal(kind_of("25:00"), LATHE_TIMELIKE_NOT);
    assert_int_equal(kind_of("1:1"), LATHE_TIMELIKE_NOT);
    assert_int_equal(kind_of("10"), LATHE_TIMELIKE_NOT);
    assert_int_equal(kind_of(""), LATHE_TIMELIKE_NOT);
    assert_int_equal(kind_of("2023-01-15"), LATHE_TIMELIKE_NOT);
}

static void words_are_told_together(void **state)
{
    static const char *const word[] = {"10:30", "22:15", "2023-01", "x"};
    struct lathe_dict d = {0};
    uint32_t code;

    (void)state;
    assert_int_equal(lathe_timelike_of_words(&d), LATHE_TIMELIKE_NOT);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(lathe_dict_add(&d, word[i], strlen(word[i]), &code,
                                        NULL), LATHE_OK);
        assert_int_equal(lathe_timelike_of_words(&d),
                         i < 2 ? LATHE_TIMELIKE_CLOCK : LATHE_TIMELIKE_NOT);
    }
    lathe_dict_release(&d);
}

static void days_are_told_from_other_whole_numbers(void **state)
{
    (void)state;
    assert_true(lathe_timelike_days(19000101, 21001231));
    assert_true(lathe_timelike_days(20240229, 20240301));
    assert_false(lathe_timelike_days(20230229, 20240301));
    assert_false(lathe_timelike_days(20230101, 20231301));
    assert_false(lathe_timelike_days(18991231, 20230101));
    assert_false(lathe_timelike_days(0, 20230101));
    assert_false(lathe_timelike_days(20230101, 1e300));
    assert_true(lathe_timelike_moments(20230101000000, 20241231235959));
    assert_false(lathe_timelike_moments(20230101240000, 20241231235959));
    assert_false(lathe_timelike_moments(20230101000000, 20241231236000));
    assert_false(lathe_timelike_moments(20230101000060, 20241231235959));
    assert_false(lathe_timelike_moments(20231301000000, 20231301000000));
    assert_false(lathe_timelike_moments(-20230101000000, 20230101000000));
    assert_false(lathe_timelike_moments(20230101, 1e300));
}

static bool is_short(const char *s, const char *other,
                     enum lathe_date_order order)
{
    struct lathe_dict words = {0};
    uint32_t code;
    bool is;

    assert_int_equal(lathe_dict_add(&words, s, strlen(s), &code, NULL),
                     LATHE_OK);
    assert_int_equal(lathe_dict_add(&words, other, strlen(other), &code, NULL),
                     LATHE_OK);
    is = lathe_timelike_is_short(&words, s, order);
    lathe_dict_release(&words);
    return is;
}

static void years_of_two_digits_are_told(void **state)
{
    (void)state;
    assert_true(is_short("1/15/23", "12/1/99", LATHE_DATE_MDY));
    assert_false(is_short("1/15/23", "12/1/99", LATHE_DATE_DMY));
    assert_true(is_short("15.01.23", "1.2.2024", LATHE_DATE_DMY));
    assert_true(is_short("1/5/23", "2/6/23", LATHE_DATE_DMY));
    assert_true(is_short("1/5/23", "2/6/23", LATHE_DATE_MDY));
    assert_false(is_short("1/5/2023", "2/6/23", LATHE_DATE_MDY));
    assert_false(is_short("1/5/23", "soon", LATHE_DATE_MDY));
    assert_false(is_short("soon", "1/5/23", LATHE_DATE_MDY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_of_two_digits_are_told),
        cmocka_unit_test(times_of_the_day_and_months_are_told),
        cmocka_unit_test(words_are_told_together),
        cmocka_unit_test(days_are_told_from_other_whole_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
