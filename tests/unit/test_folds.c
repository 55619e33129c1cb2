#include "unit.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "train/folds.h"

#include <string.h>

#define N 1000
#define MOST 12

static uint32_t label[N];
static uint64_t group[N];
static uint16_t fold[N], other[N];
static uint8_t split[N];

/* n rows; class c is about half as frequent as the class before it, but has
 * `least` rows. */
static struct lathe_folds_rows make(size_t n, uint32_t classes, size_t least,
                                    size_t groups)
{
    struct lathe_rng r = lathe_rng_stream(n, LATHE_RNG_TEST, classes, groups);

    for (size_t i = 0; i < n; i++) {
        uint32_t c = 0;

        while (c + 1 < classes && lathe_rng_below(&r, 2))
            c++;
        label[i] = i < least * classes ? (uint32_t)i % classes : c;
        group[i] = groups ? lathe_rng_below(&r, groups) *
                                lathe_rng_below(&r, groups) : 0;
    }
    return (struct lathe_folds_rows){ n, classes ? label : NULL, classes,
                                      groups ? group : NULL };
}

static void deal(const struct lathe_folds_rows *r, int k, uint64_t seed,
                 uint16_t *out)
{
    struct lathe_err err = {0};

    if (lathe_folds_deal(r, k, seed, out, &err))
        fail_msg("%s", err.msg);
}

/* Rows of a class (or of all, SIZE_MAX) that each fold holds out. */
static void count(const struct lathe_folds_rows *r, int k, size_t c,
                  size_t out[MOST])
{
    memset(out, 0, MOST * sizeof(*out));
    for (size_t i = 0; i < r->n; i++) {
        assert_true(fold[i] < k);
        out[fold[i]] += c == SIZE_MAX || r->label[i] == c;
    }
}

static void expect_even(const size_t n[MOST], int k)
{
    size_t least = n[0], most = n[0];

    for (int f = 1; f < k; f++) {
        least = n[f] < least ? n[f] : least;
        most = n[f] > most ? n[f] : most;
    }
    assert_in_range(most - least, 0, 1);
}

static void classes_and_rows_differ_by_one_at_most(void **state)
{
    static const size_t rows[] = { 20, 97, 150, 1000 };

    (void)state;
    for (size_t i = 0; i < 4; i++)
        for (int k = 2; k <= 10; k++)
            for (uint32_t classes = 1; classes <= 4; classes++) {
                struct lathe_folds_rows r = make(rows[i], classes, 1, 0);
                size_t n[MOST];

                if (rows[i] / 4 < (size_t)k)
                    continue;
                deal(&r, k, 7, fold);
                for (uint32_t c = 0; c < classes; c++) {
                    count(&r, k, c, n);
                    expect_even(n, k);
                }
                count(&r, k, SIZE_MAX, n);
                expect_even(n, k);
            }
}

/* np.bincount(np.sort(y)[i::k]) of StratifiedKFold, for y of 3 classes with 7,
 * 4 and 2 rows. */
static void class_counts_are_those_of_scikit_learn(void **state)
{
    static const size_t want[3][3] = { { 3, 1, 1 }, { 2, 2, 0 }, { 2, 1, 1 } };
    struct lathe_folds_rows r = { 13, label, 3, NULL };
    static const uint32_t y[13] = { 0, 1, 0, 2, 0, 1, 0, 0, 1, 2, 0, 1, 0 };

    (void)state;
    memcpy(label, y, sizeof(y));
    for (uint64_t seed = 1; seed < 20; seed++) {
        size_t n[MOST];

        deal(&r, 3, seed, fold);
        for (size_t c = 0; c < 3; c++) {
            count(&r, 3, c, n);
            for (size_t f = 0; f < 3; f++)
                assert_int_equal(n[f], want[f][c]);
        }
    }
}

static void another_seed_deals_otherwise(void **state)
{
    (void)state;
    for (size_t groups = 0; groups <= 40; groups += 40) {
        struct lathe_folds_rows r = make(300, 2, 0, groups);

        deal(&r, 5, 1, fold);
        deal(&r, 5, 1, other);
        assert_memory_equal(fold, other, 300 * sizeof(*fold));
        deal(&r, 5, 2, other);
        assert_memory_not_equal(fold, other, 300 * sizeof(*fold));
    }
}

/* Rows of a class come from all over the table. */
static void which_rows_go_where_is_chance(void **state)
{
    struct lathe_folds_rows r = make(1000, 0, 0, 0);
    size_t first[MOST] = {0};

    (void)state;
    deal(&r, 4, 3, fold);
    for (size_t i = 0; i < 200; i++)
        first[fold[i]]++;
    for (int f = 0; f < 4; f++)
        assert_in_range(first[f], 25, 80);
}

static void a_group_is_never_divided(void **state)
{
    (void)state;
    for (uint32_t classes = 0; classes <= 3; classes++)
        for (int k = 2; k <= 6; k++) {
            struct lathe_folds_rows r = make(500, classes, 0, 30);
            size_t n[MOST];

            deal(&r, k, 5, fold);
            for (size_t i = 0; i < r.n; i++)
                for (size_t j = 0; j < i; j++)
                    assert_true(group[i] != group[j] || fold[i] == fold[j]);
            count(&r, k, SIZE_MAX, n);
            for (int f = 0; f < k; f++)
                assert_true(n[f] > 0);
        }
}

/* Groups of 50, 30, 30, 20, 10, 10 rows in 3 folds. */
static void groups_are_dealt_largest_first_to_the_smallest_fold(void **state)
{
    static const size_t sizes[] = { 10, 30, 50, 20, 30, 10 };
    struct lathe_folds_rows r = { 0, NULL, 0, group };
    size_t n[MOST];

    (void)state;
    for (size_t g = 0; g < 6; g++)
        for (size_t i = 0; i < sizes[g]; i++)
            group[r.n++] = g;
    deal(&r, 3, 1, fold);
    count(&r, 3, SIZE_MAX, n);
    for (int f = 0; f < 3; f++)
        assert_int_equal(n[f], 50);
}

/* 40 groups of 10 rows, each of one class, of which one is as frequent as the
 * other three together. */
static void classes_are_divided_evenly_as_far_as_groups_allow(void **state)
{
    struct lathe_folds_rows r = { 400, label, 2, group };
    size_t n[MOST];

    (void)state;
    for (size_t i = 0; i < 400; i++) {
        group[i] = i / 10;
        label[i] = i / 10 % 4 == 0;
    }
    deal(&r, 5, 1, fold);
    for (uint32_t c = 0; c < 2; c++) {
        count(&r, 5, c, n);
        for (int f = 0; f < 5; f++)
            assert_int_equal(n[f], c ? 20 : 60);
    }
}

static void no_fold_is_left_without_a_group(void **state)
{
    struct lathe_folds_rows r = { 100, label, 2, group };
    size_t n[MOST];

    (void)state;
    for (size_t i = 0; i < 100; i++) {  /* one group has all but four rows */
        group[i] = i < 96 ? 0 : i;
        label[i] = i % 2;
    }
    deal(&r, 5, 1, fold);
    count(&r, 5, SIZE_MAX, n);
    for (int f = 0; f < 5; f++)
        assert_true(n[f] > 0);
}

static void expect_refused(const struct lathe_folds_rows *r, int k,
                           const char *why)
{
    struct lathe_err err = {0};

    assert_int_equal(lathe_folds_deal(r, k, 1, fold, &err), LATHE_EARG);
    assert_string_equal(err.msg, why);
}

static void what_cannot_be_divided_is_refused(void **state)
{
    struct lathe_folds_rows r = make(4, 0, 0, 0);

    (void)state;
    expect_refused(&r, 5, "4 rows are too few for 5 folds");
    r = make(9, 3, 3, 0);
    expect_refused(&r, 4, "4 folds are more than the rows of any class: 3");
    r = make(50, 2, 0, 2);
    for (size_t i = 0; i < 50; i++)
        group[i] = i % 2;
    expect_refused(&r, 3, "2 groups are too few for 3 folds");
}

/* ---- the rows that validate --------------------------------------------- */

static void cut(const struct lathe_folds_rows *r, int f, double share,
                uint64_t seed)
{
    struct lathe_err err = {0};

    if (lathe_folds_split(r, fold, f, share, seed, split, &err))
        fail_msg("%s", err.msg);
}

static void a_share_of_each_class_validates(void **state)
{
    struct lathe_folds_rows r = make(600, 3, 40, 0);

    (void)state;
    deal(&r, 5, 1, fold);
    for (int f = 0; f < 5; f++) {
        size_t n[3][LATHE_SPLITS] = {{0}};

        cut(&r, f, 0.1, 1);
        for (size_t i = 0; i < r.n; i++) {
            assert_int_equal(split[i] == LATHE_TEST, fold[i] == f);
            n[label[i]][split[i]]++;
        }
        for (size_t c = 0; c < 3; c++) {
            double rest = (double)(n[c][LATHE_TRAIN] + n[c][LATHE_VALID]);

            assert_true(n[c][LATHE_VALID] + 1 > 0.1 * rest &&
                        n[c][LATHE_VALID] < 0.1 * rest + 1);
        }
    }
    cut(&r, 0, 0, 1);
    for (size_t i = 0; i < r.n; i++)
        assert_int_equal(split[i], fold[i] ? LATHE_TRAIN : LATHE_TEST);
}

static void groups_validate_whole(void **state)
{
    struct lathe_folds_rows r = make(600, 2, 0, 50);
    size_t valid = 0;

    (void)state;
    deal(&r, 4, 1, fold);
    cut(&r, 2, 0.2, 9);
    for (size_t i = 0; i < r.n; i++) {
        valid += split[i] == LATHE_VALID;
        for (size_t j = 0; j < i; j++)
            assert_true(group[i] != group[j] || split[i] == split[j]);
    }
    assert_in_range(valid, 60, 130);
}

static void a_fold_without_rows_to_validate_is_refused(void **state)
{
    struct lathe_folds_rows r = make(20, 0, 0, 1);
    struct lathe_err err = {0};

    (void)state;
    for (size_t i = 0; i < 20; i++)
        group[i] = i % 2;
    deal(&r, 2, 1, fold);
    assert_int_equal(lathe_folds_split(&r, fold, 1, 0.1, 1, split, &err),
                     LATHE_EARG);
    assert_string_equal(err.msg, "too few groups for rows to validate in fold "
                                 "2");
}

static void it_survives_every_failed_allocation(void **state)
{
    (void)state;
    for (size_t groups = 0; groups <= 20; groups += 20) {
        struct lathe_folds_rows r = make(200, 2, 20, groups);

        for (long n = 0;; n++) {
            enum lathe_code rc;

            lathe_alloc_fail_after(n);
            rc = lathe_folds_deal(&r, 3, 1, fold, NULL);
            if (!rc)
                rc = lathe_folds_split(&r, fold, 1, 0.2, 1, split, NULL);
            lathe_alloc_fail_after(-1);
            if (rc == LATHE_OK)
                break;
            assert_int_equal(rc, LATHE_ENOMEM);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_and_rows_differ_by_one_at_most),
        cmocka_unit_test(class_counts_are_those_of_scikit_learn),
        cmocka_unit_test(another_seed_deals_otherwise),
        cmocka_unit_test(which_rows_go_where_is_chance),
        cmocka_unit_test(a_group_is_never_divided),
        cmocka_unit_test(groups_are_dealt_largest_first_to_the_smallest_fold),
        cmocka_unit_test(classes_are_divided_evenly_as_far_as_groups_allow),
        cmocka_unit_test(no_fold_is_left_without_a_group),
        cmocka_unit_test(what_cannot_be_divided_is_refused),
        cmocka_unit_test(a_share_of_each_class_validates),
        cmocka_unit_test(groups_validate_whole),
        cmocka_unit_test(a_fold_without_rows_to_validate_is_refused),
        cmocka_unit_test(it_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
