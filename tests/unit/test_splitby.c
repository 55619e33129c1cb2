/* Splits by the values of a column: hash, group, time. */
#include "unit.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "base/rng.h"
#include "quality/quality_groups.h"
#include "split/splitby.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double shares[LATHE_SPLITS] = {0.8, 0.1, 0.1};

static struct lathe_rng random_numbers(uint64_t seed)
{
    return lathe_rng_stream(seed, LATHE_RNG_TEST, 0, 0);
}

/* ---- time --------------------------------------------------------------- */

static void keys_of_times_are_in_their_order(void **state)
{
    static const double times[] = {-INFINITY, -1e300, -2, -1, -1e-300, 0,
                                   1e-300,    1,      2,  1.7e9, INFINITY};
    const size_t n = sizeof times / sizeof *times;
    (void)state;

    for (size_t i = 0; i < n; i++) {
        assert_true(lathe_timeline_time(lathe_timeline_key(times[i])) ==
                    times[i]);
        if (i)
            assert_true(lathe_timeline_key(times[i - 1]) <
                        lathe_timeline_key(times[i]));
    }
    assert_true(lathe_timeline_key(-0.0) == lathe_timeline_key(0.0));
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

struct cut {
    uint64_t rows[LATHE_SPLITS], first[LATHE_SPLITS];
    bool possible;
};

static struct cut cut(const double *time, size_t n,
                      const double share[LATHE_SPLITS])
{
    struct lathe_timeline t;
    struct cut c;

    assert_int_equal(lathe_timeline_init(&t, NULL, NULL), 0);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(lathe_timeline_add(&t, lathe_timeline_key(time[i]),
                                            NULL), 0);
    assert_int_equal(lathe_timeline_cut(&t, share, c.first, c.rows,
                                        &c.possible, NULL), 0);
    lathe_timeline_release(&t);
    return c;
}

static void times_without_ties_are_cut_exactly(void **state)
{
    static double time[20000];
    const size_t n = sizeof time / sizeof *time;
    struct lathe_rng r = random_numbers(1);
    struct cut c;
    (void)state;

    for (size_t i = 0; i < n; i++)
        time[i] = (double)i * 0.37 - 1000;
    for (size_t i = n - 1; i > 0; i--) {
        size_t k = (size_t)lathe_rng_below(&r, i + 1);
        double swap = time[i];

        time[i] = time[k];
        time[k] = swap;
    }
    c = cut(time, n, shares);
    assert_true(c.possible);
    assert_int_equal(c.rows[LATHE_TRAIN], 16000);
    assert_int_equal(c.rows[LATHE_VALID], 2000);
    assert_int_equal(c.rows[LATHE_TEST], 2000);
    qsort(time, n, sizeof *time, by_value);
    assert_true(c.first[LATHE_VALID] == lathe_timeline_key(time[16000]));
    assert_true(c.first[LATHE_TEST] == lathe_timeline_key(time[18000]));
}

/* Every choice of two borders between different times. */
static uint64_t least_distance(const double *time, size_t n,
                               const double share[LATHE_SPLITS], bool *possible)
{
    double want[2] = {floor((double)n * share[0] + 0.5),
                      floor((double)n * (1 - share[2]) + 0.5)};
    uint64_t best = 0;

    *possible = false;
    for (size_t a = 0; a <= n; a++)
        for (size_t b = a; b <= n; b++) {
            bool tied = (a > 0 && a < n && time[a] == time[a - 1]) ||
                        (b > 0 && b < n && time[b] == time[b - 1]);
            double off = fabs((double)a - want[0]) + fabs((double)b - want[1]);

            if (tied || (share[0] > 0) != (a > 0) ||
                (share[1] > 0) != (b > a) || (share[2] > 0) != (b < n))
                continue;
            if (!*possible || off < (double)best)
                best = (uint64_t)off;
            *possible = true;
        }
    return best;
}

static void ties_are_never_divided_and_cuts_are_near(void **state)
{
    static const double some[][LATHE_SPLITS] = {
        {0.8, 0.1, 0.1}, {0.5, 0.25, 0.25}, {0.8, 0, 0.2}, {0.7, 0.3, 0}};
    struct lathe_rng r = random_numbers(2);
    (void)state;

    for (int round = 0; round < 300; round++) {
        double time[40];
        size_t n = 3 + (size_t)lathe_rng_below(&r, 38);
        uint64_t kinds = 1 + lathe_rng_below(&r, 12);
        const double *share = some[round % 4];
        uint64_t want[2], off, least, sum = 0;
        bool possible;
        struct cut c;

        for (size_t i = 0; i < n; i++)
            time[i] = (double)lathe_rng_below(&r, kinds) - 3;
        c = cut(time, n, share);
        qsort(time, n, sizeof *time, by_value);
        least = least_distance(time, n, share, &possible);
        assert_true(c.possible == possible);
        if (!possible)
            continue;
        want[0] = (uint64_t)floor((double)n * share[0] + 0.5);
        want[1] = (uint64_t)floor((double)n * (1 - share[2]) + 0.5);
        off = (uint64_t)llabs((long long)(c.rows[0] - want[0])) +
              (uint64_t)llabs((long long)(c.rows[0] + c.rows[1] - want[1]));
        for (int s = 0; s < LATHE_SPLITS; s++) {
            assert_true((share[s] > 0) == (c.rows[s] > 0));
            sum += c.rows[s];
            if (s && c.rows[s] && sum - c.rows[s] > 0) {
                uint64_t at = sum - c.rows[s];

                assert_true(time[at] > time[at - 1]);
                assert_true(c.first[s] == lathe_timeline_key(time[at]));
            }
        }
        assert_int_equal(sum, n);
        assert_int_equal(off, least);
    }
}

static void three_times_are_cut_into_three(void **state)
{
    const double early[] = {1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    const double late[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3};
    const double one[] = {4, 4, 4};
    struct cut c;
    (void)state;

    c = cut(early, 14, shares);
    assert_true(c.possible && c.rows[0] == 1 && c.rows[1] == 1);
    c = cut(late, 14, shares);
    assert_true(c.possible && c.rows[0] == 12 && c.rows[1] == 1);
    c = cut(one, 3, shares);
    assert_false(c.possible);
}

/* ---- groups ------------------------------------------------------------- */

static void every_group_goes_one_way_and_sizes_are_near(void **state)
{
    struct lathe_groups g = {0};
    struct lathe_rng r = random_numbers(3);
    uint64_t rows[1000] = {0}, classes[LATHE_SPLITS][3] = {{0}}, all = 0;
    uint64_t seen[LATHE_SPLITS] = {0};
    static uint32_t count[1000][3];
    (void)state;

    for (uint64_t i = 0; i < 1000; i++) {
        rows[i] = 1 + lathe_rng_below(&r, i % 50 ? 20 : 400);
        for (uint64_t k = 0; k < rows[i]; k++) {
            uint32_t stratum = (uint32_t)lathe_rng_below(&r, 10);

            stratum = stratum < 7 ? 0 : stratum < 9 ? 1 : 2;
            count[i][stratum]++;
            assert_int_equal(lathe_groups_add(&g, lathe_digest_hash(&i, 8, 7),
                                              stratum, NULL), 0);
        }
        all += rows[i];
    }
    assert_int_equal(lathe_groups_decide(&g, shares, NULL), 0);
    for (uint64_t i = 0; i < 1000; i++) {
        enum lathe_split s = lathe_groups_split(&g,
                                                lathe_digest_hash(&i, 8, 7));

        assert_true(s < LATHE_SPLITS);
        seen[s] += rows[i];
        for (int c = 0; c < 3; c++)
            classes[s][c] += count[i][c];
    }
    for (int s = 0; s < LATHE_SPLITS; s++) {
        assert_int_equal(seen[s], g.rows[s]);
        assert_true(fabs((double)seen[s] / (double)all - shares[s]) < 0.002);
        for (int c = 0; c < 3; c++) {
            double total = (double)(classes[0][c] + classes[1][c] +
                                    classes[2][c]);

            assert_true(fabs((double)classes[s][c] / total - shares[s]) <
                        0.01);
        }
    }
    assert_int_equal(lathe_groups_split(&g, 12345), LATHE_SPLITS);
    lathe_groups_release(&g);
}

static void the_order_of_rows_does_not_matter_to_groups(void **state)
{
    struct lathe_groups a = {0}, b = {0};
    (void)state;

    for (uint64_t i = 0; i < 3000; i++) {
        uint64_t k = 2999 - i, group = i * i % 211, other = k * k % 211;

        assert_int_equal(lathe_groups_add(&a, lathe_digest_hash(&group, 8, 1),
                                          (uint32_t)(i % 3), NULL), 0);
        assert_int_equal(lathe_groups_add(&b, lathe_digest_hash(&other, 8, 1),
                                          (uint32_t)(k % 3), NULL), 0);
    }
    assert_int_equal(lathe_groups_decide(&a, shares, NULL), 0);
    assert_int_equal(lathe_groups_decide(&b, shares, NULL), 0);
    for (uint64_t i = 0; i < 211; i++) {
        uint64_t hash = lathe_digest_hash(&i, 8, 1);

        assert_int_equal(lathe_groups_split(&a, hash),
                         lathe_groups_split(&b, hash));
    }
    lathe_groups_release(&a);
    lathe_groups_release(&b);
}

static void a_group_that_is_nearly_all_trains(void **state)
{
    struct lathe_groups g = {0};
    (void)state;

    for (int i = 0; i < 95; i++)
        lathe_groups_add(&g, 42, 0, NULL);
    for (uint64_t i = 0; i < 5; i++)
        lathe_groups_add(&g, 100 + i, 0, NULL);
    assert_int_equal(lathe_groups_decide(&g, shares, NULL), 0);
    assert_int_equal(g.rows[LATHE_TRAIN], 95);
    assert_int_equal(g.rows[LATHE_VALID] + g.rows[LATHE_TEST], 5);
    assert_true(g.rows[LATHE_VALID] >= 2 && g.rows[LATHE_TEST] >= 2);
    lathe_groups_release(&g);
}

static void three_groups_are_enough_for_three_splits(void **state)
{
    (void)state;

    for (uint64_t groups = 1; groups <= 5; groups++) {
        struct lathe_groups g = {0};
        uint64_t used = 0;

        for (uint64_t i = 0; i < groups; i++)
            for (uint64_t k = 0; k <= i % 2; k++)
                lathe_groups_add(&g, 77 * i + 5, (uint32_t)k, NULL);
        assert_int_equal(lathe_groups_decide(&g, shares, NULL), 0);
        for (int s = 0; s < LATHE_SPLITS; s++)
            used += g.groups[s] > 0;
        assert_int_equal(used, groups < 3 ? groups : 3);
        for (uint64_t i = 0; i < groups; i++)
            assert_true(lathe_groups_split(&g, 77 * i + 5) < LATHE_SPLITS);
        lathe_groups_release(&g);
    }
}

static void too_many_groups_are_an_error(void **state)
{
    struct lathe_groups g = {.limit = 2000};
    struct lathe_err err = {0};
    uint64_t i = 0;
    (void)state;

    while (lathe_groups_add(&g, ++i, 0, &err) == LATHE_OK)
        assert_true(i < 3000);
    assert_int_equal(i, 2001);
    assert_int_equal(err.code, LATHE_EDATA);
    assert_non_null(strstr(err.msg, "more than 2000 pairs"));
    assert_int_equal(lathe_groups_add(&g, 1, 0, &err), 0);
    lathe_groups_release(&g);
}

/* ---- hash, and all of them ---------------------------------------------- */

static struct lathe_split_key key_of(const struct lathe_split_by *b,
                                     const char *text)
{
    struct lathe_field f = {text, strlen(text)};
    struct lathe_split_key key;

    assert_int_equal(lathe_split_by_key(b, &f, *text == 0, &key, NULL), 0);
    return key;
}

static void a_hash_gives_its_shares_and_nothing_else_matters(void **state)
{
    struct lathe_split_by b, other;
    struct lathe_err err = {0};
    unsigned moved = 0;
    (void)state;

    assert_int_equal(lathe_split_by_parse(&b, "hash:id", &err), 0);
    assert_int_equal(lathe_split_by_begin(&b, shares, 1, NULL, &err), 0);
    other = b;
    other.seed = 2;
    for (int i = 0; i < 20000; i++) {
        char text[16];

        snprintf(text, sizeof text, "%d", i);
        lathe_split_by_count(&b, key_of(&b, text), 0, &err);
        moved += lathe_split_by_split(&b, key_of(&b, text)) !=
                 lathe_split_by_split(&other, key_of(&other, text));
    }
    assert_int_equal(lathe_split_by_decide(&b, &err), 0);
    assert_in_range(b.rows[LATHE_TRAIN], 15800, 16200);
    assert_in_range(b.rows[LATHE_VALID], 1850, 2150);
    assert_in_range(b.rows[LATHE_TEST], 1850, 2150);
    /* 1 - 0.64 - 0.01 - 0.01 of independent ones */
    assert_in_range(moved, 6500, 7100);
    /* Pinned: a data set that grows must be split tomorrow as today. */
    assert_true(key_of(&b, "17").v == lathe_digest_hash("17", 2, 1));
    assert_int_equal(lathe_split_by_split(&b, key_of(&b, "4")), LATHE_TRAIN);
    lathe_split_by_release(&b);
}

/* What is told of so many values that train and are in a given split too, where
 * `limit` of them can be kept. */
static void tell_shared(char out[256], int values, size_t limit)
{
    const uint64_t rows[LATHE_SPLITS] = {1000, 0, 500};
    struct lathe_split_by b;
    struct lathe_quality_groups g = {0};
    struct lathe_quality q = {0};

    assert_int_equal(lathe_split_by_parse(&b, "hash:id", NULL), 0);
    b.given = true;
    b.training.limit = limit;
    assert_int_equal(lathe_split_by_begin(&b, (const double[]){1, 0, 0}, 1,
                                          NULL, NULL), 0);
    for (int i = 0; i < 2 * values; i++) {
        char text[16];

        snprintf(text, sizeof text, "%d", i % values);
        assert_int_equal(lathe_split_by_count(&b, key_of(&b, text), 0, NULL),
                         0);
    }
    for (int i = -1; i < 100; i++) {
        char text[16] = "";
        struct lathe_split_key key;

        if (i >= 0)
            snprintf(text, sizeof text, "%d", i);
        key = key_of(&b, text);
        if (lathe_split_by_trains(&b, &key))
            assert_int_equal(lathe_quality_groups_add(&g, &key, LATHE_TEST,
                                                      NULL, NULL), 0);
    }
    assert_int_equal(lathe_quality_groups_tell(&g, &b, rows, &q, NULL), 0);
    assert_int_equal(q.n, 1);
    snprintf(out, 256, "%s", q.finding[0].message);
    lathe_quality_release(&q);
    lathe_quality_groups_release(&g);
    lathe_split_by_release(&b);
}

static void values_that_train_and_are_given_are_counted_as_far_as_kept(void **s)
{
    char text[256];
    (void)s;

    tell_shared(text, 7, 0);
    assert_string_equal(text, "7 groups of 'id' are in train and in test, with "
                        "7 of the 500 test rows: a leak");
    tell_shared(text, 50, 10);
    assert_string_equal(text, "at least 10 groups of 'id' are in train and in "
                        "test, with 10 of the 500 test rows: a leak");
}

static void options_are_checked(void **state)
{
    static const char *const bad[] = {"",     "hash",     "hash:", "group",
                                      "id",   "hash id",  "Time:a", "random:a",
                                      "time", "halves:a", ":a"};
    char name[4][8] = {"id", "day", "y", "x"};
    char *names[] = {name[0], name[1], name[2], name[3]};
    const struct lathe_list list = {names, 4};
    size_t one = 1, two = 2;
    const struct lathe_targets at_1 = {&one, 1}, at_2 = {&two, 1};
    struct lathe_split_by b;
    struct lathe_err err = {0};
    (void)state;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(lathe_split_by_parse(&b, bad[i], &err), LATHE_EARG);
        assert_non_null(strstr(err.msg, "is not random, hash:COL"));
    }
    assert_int_equal(lathe_split_by_parse(&b, NULL, &err), 0);
    assert_int_equal(b.kind, LATHE_BY_RANDOM);
    assert_int_equal(lathe_split_by_parse(&b, "random", &err), 0);
    assert_int_equal(b.kind, LATHE_BY_RANDOM);
    assert_int_equal(lathe_split_by_parse(&b, "time:day", &err), 0);
    assert_int_equal(lathe_split_by_find(&b, &list, &at_2, &err), 0);
    assert_int_equal(b.place, 1);
    assert_int_equal(lathe_split_by_find(&b, &list, &at_1, &err), LATHE_EARG);
    assert_non_null(strstr(err.msg, "'day' is the target"));
    assert_int_equal(lathe_split_by_parse(&b, "group:dya", &err), 0);
    assert_int_equal(lathe_split_by_find(&b, &list, &at_2, &err), LATHE_EDATA);
    assert_non_null(strstr(err.msg, "split-by: no column 'dya'"));
}

static void times_are_numbers_or_dates_but_not_both(void **state)
{
    struct lathe_split_by b;
    struct lathe_err err = {0};
    struct lathe_split_key key;
    struct lathe_field odd = {"soon", 4};
    (void)state;

    assert_int_equal(lathe_split_by_parse(&b, "time:day", &err), 0);
    assert_int_equal(lathe_split_by_begin(&b, shares, 1, NULL, &err), 0);
    assert_true(key_of(&b, "2023-01-15").v ==
                lathe_timeline_key(1673740800.0));
    assert_true(key_of(&b, "-1.5").v == lathe_timeline_key(-1.5));
    assert_int_equal(key_of(&b, "nan").form, LATHE_FORM_MISSING);
    assert_int_equal(lathe_split_by_key(&b, &odd, false, &key, &err),
                     LATHE_EDATA);
    assert_non_null(strstr(err.msg, "'soon' is neither a number nor a date"));
    assert_int_equal(lathe_split_by_count(&b, key_of(&b, "2023-01-15"), 0,
                                          &err), 0);
    assert_int_equal(lathe_split_by_count(&b, key_of(&b, ""), 0, &err), 0);
    assert_int_equal(b.missing, 1);
    assert_int_equal(lathe_split_by_count(&b, key_of(&b, "7"), 0, &err),
                     LATHE_EDATA);
    assert_non_null(strstr(err.msg, "both numbers and dates"));
    b.order = LATHE_DATE_DMY;
    assert_true(key_of(&b, "2/1/1970").v == lathe_timeline_key(86400.0));
    lathe_split_by_release(&b);
}

static void every_failed_allocation_is_survived(void **state)
{
    enum lathe_code rc = LATHE_ENOMEM;
    (void)state;

    for (long n = 0; rc; n++) {
        struct lathe_groups g = {0};
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n);
        rc = LATHE_OK;
        for (uint64_t i = 1; i < 2000 && !rc; i++)
            rc = lathe_groups_add(&g, i % 900, (uint32_t)(i % 2), &err);
        if (!rc)
            rc = lathe_groups_decide(&g, shares, &err);
        lathe_alloc_fail_after(-1);
        lathe_groups_release(&g);
        assert_true(rc == LATHE_OK || (rc == LATHE_ENOMEM && err.msg[0]));
        assert_true(n < 50);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_times_are_in_their_order),
        cmocka_unit_test(times_without_ties_are_cut_exactly),
        cmocka_unit_test(ties_are_never_divided_and_cuts_are_near),
        cmocka_unit_test(three_times_are_cut_into_three),
        cmocka_unit_test(every_group_goes_one_way_and_sizes_are_near),
        cmocka_unit_test(the_order_of_rows_does_not_matter_to_groups),
        cmocka_unit_test(a_group_that_is_nearly_all_trains),
        cmocka_unit_test(three_groups_are_enough_for_three_splits),
        cmocka_unit_test(too_many_groups_are_an_error),
        cmocka_unit_test(a_hash_gives_its_shares_and_nothing_else_matters),
        cmocka_unit_test(
            values_that_train_and_are_given_are_counted_as_far_as_kept),
        cmocka_unit_test(options_are_checked),
        cmocka_unit_test(times_are_numbers_or_dates_but_not_both),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
