/* Dates: as Python's datetime reads them, and every day there is. */
#include "unit.h"

#include "base/date.h"
#include "base/rng.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../reference/dates.h"

static bool read_as(enum lathe_date_order order, const char *text,
                    double *seconds)
{
    return lathe_date_parse(text, strlen(text), order, seconds);
}

static void texts_are_the_seconds_that_python_gives(void **state)
{
    (void)state;

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        double seconds = NAN;

        if (!read_as(dates[i].order, dates[i].text, &seconds) ||
            fabs(seconds - dates[i].seconds) > 1e-6)
            fail_msg("'%s' is %.6f, not %.6f", dates[i].text, seconds,
                     dates[i].seconds);
        assert_true(lathe_date_holds(seconds));
    }
}

/* What the header promises beyond strptime. */
static void further_forms_are_read(void **state)
{
    static const struct {
        const char *text;
        double seconds;
    } cases[] = {
        {"1970-01-01", 0},
        {"1969-12-31T23:59:59Z", -1},
        {"1970-1-2", 86400},
        {"1970-01-01t00:00z", 0},
        {"1970-01-01 24:00", 86400},
        {"1970-01-01T24:00:00.000", 86400},
        {"2016-12-31T23:59:60Z", 1483228800},   /* a leap second */
        {"1970-01-01 12:00 am", 0},
        {"1970-01-01 12:30PM", 45000},
        {"1970-01-01T00:00:00.25", 0.25},
        {"1970-01-01T00:00+00", 0},
        {"1970-01-01T01:30+01:30", 0},
        {"1970-01-01T00:00-23:59", 86340},
        {"0001-01-01", -62135596800},
        {"9999-12-31T23:59:59-23:59", 253402387139},
        {"19700101T0030", 1800},
        {"19700101T003001", 1801},
        {"19700101 00:30:01", 1801},
        {"1 jan 1970", 0},
        {"THURSDAY, JANUARY 1, 1970", 0},
        {"thu 1 January 1970", 0},
        {"01/Jan/1970:00:00:05 +0000", 5},
        {"1970-W01-4", 0},
        {"1970W014T01:00", 3600},
        {"2004-W53-6", 1104537600},             /* 2005-01-01 */
        {"2000-02-29", 951782400},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double seconds = NAN;

        if (!read_as(LATHE_DATE_PLAIN, cases[i].text, &seconds) ||
            seconds != cases[i].seconds)
            fail_msg("'%s' is %.6f, not %.6f", cases[i].text, seconds,
                     cases[i].seconds);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const texts[] = {
        "", " ", "1970", "1970-01", "19700101", "700101", "1970-001",
        "2023-02-29", "1900-02-29", "2023-02-30", "2023-04-31", "2023-00-10",
        "2023-13-01", "2023-01-00", "2023-01-32", "0000-01-01", "0000-00-00",
        "02023-01-01", "12023-01-01", "2023-001-01", "2023-01-001",
        "2023-01/01", "2023/01-01", "2023-01-01-", "2023-01-01T",
        "2023-01-01 ", " 2023-01-01", "2023-01-01T10", "2023-01-01T10:",
        "2023-01-01T1030", "2023-01-01T10:3", "2023-01-01T10:60",
        "2023-01-01T25:00", "2023-01-01T24:01", "2023-01-01T24:00:00.1",
        "2023-01-01T10:30:61", "2023-01-01T10:30:60", "2023-01-01T10:30:5",
        "2023-01-01T10:30:05.", "2023-01-01T10:30:05x", "2023-01-01T10:30+",
        "2023-01-01T10:30+1", "2023-01-01T10:30+24:00",
        "2023-01-01T10:30+01:60", "2023-01-01T10:30+01:0",
        "2023-01-01T10:30 EST", "2023-01-01 13:00 PM", "2023-01-01 0:30 AM",
        "2023-01-01 10:30 ", "2023-01-01  10:30", "2023-W54-1", "2023-W53-1",
        "2023-W00-1", "2023-W01-0", "2023-W01-8", "2023-W01", "2023W01",
        "1/2/2003", "13/1/2003", "1-2-2003", "1.2.03", "31.02.2023",
        "1.13.2023", "1 2 2003", "1 Jan 03", "Jan 2003", "January",
        "Foo 1, 2003", "Janu 1, 2003", "Jan 32, 2003", "Mon, 1 Jan 1970",
        "today", "1e5", "nan", "-2023-01-01", "+2023-01-01", "12:30",
        "2023-01-01\x01", "2023 01 01", "20231301T1030", "20230101T10",
        "20230101T103", "20230101T10300", "2023-01-01,10:00",
    };
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double seconds = 7;

        if (read_as(LATHE_DATE_PLAIN, texts[i], &seconds))
            fail_msg("'%s' became %.3f", texts[i], seconds);
        assert_true(seconds == 7);
    }
}

static void the_order_of_day_and_month_is_an_argument(void **state)
{
    double v = 0;
    (void)state;

    assert_true(read_as(LATHE_DATE_DMY, "2/1/1970", &v) && v == 86400);
    assert_true(read_as(LATHE_DATE_MDY, "1/2/1970", &v) && v == 86400);
    assert_true(read_as(LATHE_DATE_DMY, "2-1-70", &v) && v == 86400);
    assert_true(read_as(LATHE_DATE_MDY, "1-2-70 00:00", &v) && v == 86400);
    assert_false(read_as(LATHE_DATE_MDY, "13/1/1970", &v));
    assert_false(read_as(LATHE_DATE_DMY, "1/13/1970", &v));
    assert_false(read_as(LATHE_DATE_YMD, "1/2/1970", &v));
    assert_true(read_as(LATHE_DATE_YMD, "19700102", &v) && v == 86400);
    assert_true(read_as(LATHE_DATE_MDY, "2.1.1970", &v) && v == 86400);
    assert_true(read_as(LATHE_DATE_DMY, "1/1/68", &v) && v == 3092601600);
    assert_true(read_as(LATHE_DATE_DMY, "1/1/69", &v) && v == -31536000);
    assert_false(lathe_date_parse_whole("2/1/70", 6, LATHE_DATE_DMY, &v));
    assert_true(lathe_date_parse_whole("2/1/1970", 8, LATHE_DATE_DMY, &v));
    assert_false(lathe_date_is_whole("2/1/70", 6, LATHE_DATE_DMY));
    assert_true(lathe_date_is_whole("2/1/1970", 8, LATHE_DATE_DMY));
    assert_false(lathe_date_is_whole("2/1/1970", 8, LATHE_DATE_PLAIN));
}

static void days_are_those_that_python_counts(void **state)
{
    (void)state;

    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct lathe_date d = lathe_date_split(days[i][3] * 86400.0 + 61.5);

        assert_int_equal(d.year, days[i][0]);
        assert_int_equal(d.month, days[i][1]);
        assert_int_equal(d.day, days[i][2]);
        assert_int_equal(d.weekday, days[i][4]);
        assert_true(d.second == 61.5);
    }
}

/* A calendar that counts on its fingers, from 0001-01-01, a Monday. */
static void every_day_of_all_years_is_read_as_it_is_written(void **state)
{
    static const int length[] = {31, 28, 31, 30, 31, 30,
                                 31, 31, 30, 31, 30, 31};
    int64_t count = -719162;
    (void)state;

    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = month == 2 && year % 4 == 0 &&
                        (year % 100 != 0 || year % 400 == 0);

            for (int day = 1; day <= length[month - 1] + leap; day++) {
                struct lathe_date d = lathe_date_split((double)count * 86400);
                char text[LATHE_DATE_ROOM];
                double v = NAN;

                if (d.year != year || d.month != month || d.day != day ||
                    d.weekday != (count + 719162) % 7)
                    fail_msg("day %d of %d-%d", day, year, month);
                lathe_date_text(text, (double)count * 86400);
                if ((day == 1 || day > 27) &&
                    (!read_as(LATHE_DATE_PLAIN, text, &v) ||
                     v != (double)count * 86400))
                    fail_msg("%s is %.1f", text, v);
                count++;
            }
        }
    assert_int_equal(count, 2932897);
}

/* The commonest form has a short way; with other marks between or a zone behind
 * it is another form, of the same date. */
static void the_short_way_reads_what_the_long_one_reads(void **state)
{
    static const char mark[] = "0123456789012345678901234567899:/ -a";
    struct lathe_rng rng = lathe_rng_stream(3, LATHE_RNG_TEST, 0, 0);
    size_t read = 0;
    (void)state;

    for (int k = 0; k < 400000; k++) {
        char text[] = "2023-01-15 10:30:15", other[sizeof text + 1];
        static const size_t place[] = {0, 1,  2,  3,  5,  6,  8,
                                       9, 11, 12, 14, 15, 17, 18};
        double a = NAN, b = NAN;
        bool whole = k % 2, is;

        for (size_t i = 0; i < 3; i++)
            text[place[lathe_rng_below(&rng, 14)]] =
                mark[lathe_rng_below(&rng, sizeof mark - 1)];
        text[10] = whole ? "T "[k % 4 / 2] : '\0';
        snprintf(other, sizeof other, whole ? "%sZ" : "%s", text);
        if (!whole)
            other[4] = other[7] = '/';
        is = read_as(LATHE_DATE_PLAIN, text, &a);
        if (is != read_as(LATHE_DATE_PLAIN, other, &b) || (is && a != b))
            fail_msg("'%s' is %.6f, and '%s' is %.6f", text, a, other, b);
        read += is;
    }
    assert_in_range(read, 100000, 300000);
}

static void dates_outside_of_all_become_the_nearest(void **state)
{
    char text[LATHE_DATE_ROOM];
    (void)state;

    assert_int_equal(lathe_date_split(1e300).year, 10000);
    assert_int_equal(lathe_date_split(-1e300).year, 0);
    assert_int_equal(lathe_date_split((double)NAN).year, 1970);
    assert_false(lathe_date_holds(1e300) || lathe_date_holds((double)NAN));
    lathe_date_text(text, 86399.9);
    assert_string_equal(text, "1970-01-01 23:59:59");
    lathe_date_text(text, -0.5);
    assert_string_equal(text, "1969-12-31 23:59:59");
}

static void a_cycle_is_sine_and_cosine(void **state)
{
    const double two_pi = 6.283185307179586;
    double s, c;
    (void)state;

    for (int i = 0; i < 86400; i++) {
        lathe_date_cycle(i / 86400.0, &s, &c);
        assert_true(fabs(s - sin(two_pi * (i / 86400.0))) < 2e-15);
        assert_true(fabs(c - cos(two_pi * (i / 86400.0))) < 2e-15);
    }
    lathe_date_cycle(0.25, &s, &c);
    assert_true(s == 1 && c == 0);
    lathe_date_cycle(0.5, &s, &c);
    assert_true(s == 0 && c == -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_the_seconds_that_python_gives),
        cmocka_unit_test(further_forms_are_read),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(the_order_of_day_and_month_is_an_argument),
        cmocka_unit_test(days_are_those_that_python_counts),
        cmocka_unit_test(every_day_of_all_years_is_read_as_it_is_written),
        cmocka_unit_test(the_short_way_reads_what_the_long_one_reads),
        cmocka_unit_test(dates_outside_of_all_become_the_nearest),
        cmocka_unit_test(a_cycle_is_sine_and_cosine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
