/* Which columns are dates, seen as a whole or in pieces. */
#include "unit.h"

#include "base/alloc.h"
#include "scan/scan_date.h"

#include <math.h>
#include <string.h>

#define MOST 6

static void see(struct lathe_scan_dates *d, const char *const *value,
                size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        assert_int_equal(lathe_scan_dates_add(d, value[i], strlen(value[i]),
                                              i + 2, 0, &(double){0}, NULL),
                         LATHE_OK);
}

static void values_decide_the_order(void **state)
{
    static const struct {
        const char *value[MOST];
        int order;
        bool either;
        uint64_t odd_line;
    } cases[] = {
        {{"2023-01-15", "15 Jan 2023"}, LATHE_DATE_PLAIN, false, 0},
        {{"3/4/2023", "13/4/2023"}, LATHE_DATE_DMY, false, 2},
        {{"3/4/2023", "4/13/2023"}, LATHE_DATE_MDY, false, 2},
        {{"2023-01-15", "3/4/2023", "4-13-2023"}, LATHE_DATE_MDY, false, 3},
        {{"3/4/2023", "5/6/2023"}, 0, true, 2},
        {{"4/13/2023", "13/4/2023"}, 0, false, 2},
        {{"3/4/23", "13/4/23"}, 0, false, 2},   /* short years */
        {{"2023-01-15", "x"}, 0, false, 3},
        {{"2023-01-15", "2023-02-29"}, 0, false, 3},
        {{"red", "green"}, 0, false, 2},
        {{NULL}, 0, false, 0},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *value = cases[i].value;
        size_t n = 0;

        while (n < MOST && value[n])
            n++;
        for (size_t cut = 0; cut <= n; cut++) {
            struct lathe_scan_dates d = {0}, behind = {0};

            see(&d, value, 0, cut);
            see(&behind, value, cut, n);
            lathe_scan_dates_merge(&d, &behind);
            assert_int_equal(lathe_scan_dates_order(&d), cases[i].order);
            assert_int_equal(lathe_scan_dates_either(&d), cases[i].either);
            assert_int_equal(d.odd_line, cases[i].odd_line);
            if (d.odd)
                assert_string_equal(d.odd, value[d.odd_line - 2]);
            lathe_scan_dates_release(&d);
            lathe_scan_dates_release(&behind);
        }
    }
}

static void seconds_are_those_of_the_order(void **state)
{
    static const struct {
        const char *value;
        enum lathe_date_order order;
        double seconds;         /* NaN: none */
    } cases[] = {
        {"1970-01-02", 0, 86400},
        {"1970-01-02", LATHE_DATE_MDY, 86400},
        {"2/1/1970", LATHE_DATE_DMY, 86400},
        {"1/2/1970", LATHE_DATE_MDY, 86400},
        {"1/2/1970", 0, NAN},
        {"1/2/1970", LATHE_DATE_PLAIN, NAN},
        {"13/1/1970", LATHE_DATE_MDY, NAN},
        {"1/2/70", LATHE_DATE_MDY, NAN},        /* a short year */
        {"x", LATHE_DATE_DMY, NAN},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lathe_scan_dates d = {0};
        double seconds = 1;

        assert_int_equal(
            lathe_scan_dates_add(&d, cases[i].value, strlen(cases[i].value), 2,
                                 cases[i].order, &seconds, NULL), LATHE_OK);
        if (isnan(cases[i].seconds))
            assert_true(isnan(seconds));
        else
            assert_true(seconds == cases[i].seconds);
        lathe_scan_dates_release(&d);
    }
}

static void a_failed_allocation_is_told(void **state)
{
    struct lathe_scan_dates d = {0};
    struct lathe_err err = {0};
    double seconds;
    (void)state;

    lathe_alloc_fail_after(0);
    assert_int_equal(lathe_scan_dates_add(&d, "x", 1, 2, 0, &seconds, &err),
                     LATHE_ENOMEM);
    lathe_alloc_fail_after(-1);
    assert_true(err.msg[0]);
    lathe_scan_dates_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_decide_the_order),
        cmocka_unit_test(seconds_are_those_of_the_order),
        cmocka_unit_test(a_failed_allocation_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
