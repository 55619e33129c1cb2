#include "unit.h"

#include "data/nodate.h"

#include <string.h>

/* What is said of the value, which is no date. */
static bool tells(const char *s, enum lathe_date_order order, const char *text)
{
    struct lathe_buf out = {.limit = 400};
    double seconds;
    bool same;

    assert_false(lathe_date_parse(s, strlen(s), order, &seconds));
    lathe_nodate_tell(&out, s, strlen(s), order);
    assert_int_equal(lathe_buf_check(&out, NULL), LATHE_OK);
    same = strncmp(out.s, text, strlen(text)) == 0;
    if (!same)
        print_message("'%s' %s\n", s, out.s);
    lathe_buf_release(&out);
    return same;
}

static bool is_said(const char *s, const char *text)
{
    return tells(s, LATHE_DATE_PLAIN, text);
}

static void numbers_that_count_time_are_told_as_the_date_that_they_are(
    void **state)
{
    (void)state;
    assert_true(is_said("1700000000", "is not a date; as seconds since 1970 it "
                        "would be 2023-11-14 22:13:20, and preprocess --type "
                        "COL=number takes it as a number"));
    assert_true(is_said("1.7e9", "is not a date; as seconds since 1970"));
    assert_true(is_said("1700000000123", "is not a date; as milliseconds since "
                        "1970 it would be 2023-11-14 22:13:20"));
    assert_true(is_said("1700000000123456", "is not a date; as microseconds"));
    assert_true(is_said("1700000000123456789", "is not a date; as nanosec"));
    assert_true(is_said("43831", "is not a date; as days since 1900, of "
                        "spreadsheets, it would be 2020-01-01, and"));
    assert_true(is_said("2010", "is not a date, but a year alone; preprocess"));
}

static void digits_of_a_day_and_a_time_are_told_as_such(void **state)
{
    (void)state;
    assert_true(is_said("20200105103000", "is not a date, and would be one as "
                        "'20200105T103000': sed -E "
                        "'s/\\b([0-9]{8})([0-9]{6})\\b/\\1T\\2/g' FILE"));
    assert_true(is_said("202001051030", "is not a date, and would be one as "
                        "'20200105T1030': sed -E "
                        "'s/\\b([0-9]{8})([0-9]{4})\\b/"));
    assert_true(is_said("20201305103000", "is not a date"));
}

static void parts_of_dates_and_other_forms_are_told(void **state)
{
    (void)state;
    assert_true(is_said("2010-01", "is not a date, but a month without a day; "
                        "'2010-01-01' would be one"));
    assert_true(is_said("10:30", "is not a date, but a time without one; as"));
    assert_true(is_said("2020-01-05 10:30 EST", "is not a date, as its zone is "
                        "a name that stands for several; offsets are read, and "
                        "for that of New York: sed 's/ EST/-05:00/g' FILE"));
    assert_true(is_said("2020-01-05 10:30 Europe/Paris", "is not a date, as "
                        "its zone is a place, where the clock may change; "
                        "offsets are read, as in '2020-01-05 10:30+01:00'"));
    assert_true(is_said("5. Januar 2020", "is not a date, as its month is no "
                        "English name; '5 Jan 2020' is read"));
    assert_true(is_said("2020-Q3", "is not a date, and would be one as "
                        "'2020-07-01': sed -E "));
    assert_true(is_said("05JAN2020", "is not a date, and would be one as "
                        "'05 JAN 2020': sed -E"));
}

static void marks_of_missing_values_are_told(void **state)
{
    (void)state;
    assert_true(is_said("#N/A", "is not a date; if it stands for a missing "
                        "value, empty it, or name it to preprocess --na"));
    assert_true(is_said("-", "is not a date; if it stands for a missing"));
}

static void of_others_nothing_is_made_up(void **state)
{
    static const char *const values[] = {"soon", "2023-02-30", "5", "12345",
                                         "-7", "inf", "20230132", "0"};
    (void)state;

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct lathe_buf out = {.limit = 400};

        lathe_nodate_tell(&out, values[i], strlen(values[i]),
                          LATHE_DATE_PLAIN);
        assert_string_equal(out.s, "is not a date");
        lathe_buf_release(&out);
    }
    assert_true(tells("soon", LATHE_DATE_DMY,
                      "is not a date, the day before the month"));
    assert_true(is_said("1/2/2023", "is not a date unless day and month have "
                        "an order"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            numbers_that_count_time_are_told_as_the_date_that_they_are),
        cmocka_unit_test(digits_of_a_day_and_a_time_are_told_as_such),
        cmocka_unit_test(parts_of_dates_and_other_forms_are_told),
        cmocka_unit_test(marks_of_missing_values_are_told),
        cmocka_unit_test(of_others_nothing_is_made_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
