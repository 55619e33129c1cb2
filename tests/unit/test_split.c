/* Splits: exact counts, by chance that depends on the seed alone. */
#include "unit.h"

#include "base/alloc.h"
#include "split/split.h"

#include <string.h>

static const double shares[LATHE_SPLITS] = {0.8, 0.1, 0.1};

static void shares_are_read_and_checked(void **state)
{
    static const char *const bad[] = {
        "", "0.8", "0.8,0.2", "0.8,0.1,0.1,", "0.8,0.1,0.2", "1,-0.1,0.1",
        "nan,0.5,0.5", "0,0.5,0.6", "0.8,0.1,x", "0.8,0.1,0.1,0"};
    double share[LATHE_SPLITS];
    struct lathe_err err;
    (void)state;

    assert_int_equal(lathe_split_parse("0.7,0.2,0.1", share, &err), 0);
    assert_true(share[LATHE_TRAIN] == 0.7 && share[LATHE_VALID] == 0.2 &&
                share[LATHE_TEST] == 0.1);
    assert_int_equal(lathe_split_parse("1,0,0", share, &err), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err.msg[0] = '\0';
        assert_int_equal(lathe_split_parse(bad[i], share, &err), LATHE_EARG);
        assert_non_null(strstr(err.msg, "split: "));
    }
}

static void a_given_split_leaves_the_others_in_proportion(void **state)
{
    double share[LATHE_SPLITS] = {0.6, 0.2, 0.2};
    (void)state;

    lathe_split_exclude(share, LATHE_TEST);
    assert_true(share[LATHE_TRAIN] > 0.7499 && share[LATHE_TRAIN] < 0.7501);
    assert_true(share[LATHE_TEST] == 0);
    lathe_split_exclude(share, LATHE_VALID);
    assert_true(share[LATHE_TRAIN] == 1 && share[LATHE_VALID] == 0);
}

/* Deals out all rows of the strata and checks the counts. */
static void deal(uint64_t seed, const uint64_t *count, size_t strata,
                 enum lathe_split *out)
{
    struct lathe_split_plan p;
    uint64_t want[LATHE_SPLITS], got[LATHE_SPLITS] = {0};
    size_t n = 0;

    assert_int_equal(lathe_split_init(&p, shares, count, strata, seed, NULL),
                     0);
    lathe_split_rows(&p, want);
    for (size_t k = 0; k < strata; k++)
        for (uint64_t i = 0; i < count[k]; i++) {
            enum lathe_split s = lathe_split_next(&p, k);

            assert_true(s < LATHE_SPLITS);
            got[s]++;
            out[n++] = s;
        }
    for (size_t k = 0; k < strata; k++)
        assert_int_equal(lathe_split_next(&p, k), LATHE_SPLITS);
    for (int i = 0; i < LATHE_SPLITS; i++)
        assert_int_equal(got[i], want[i]);
    lathe_split_release(&p);
}

static void every_split_gets_exactly_its_rows(void **state)
{
    static const uint64_t count[] = {500, 1, 2, 37, 10};
    enum lathe_split a[550], b[550];
    (void)state;

    deal(1, count, 5, a);
    deal(1, count, 5, b);
    assert_memory_equal(a, b, sizeof a);
    deal(2, count, 5, b);
    assert_memory_not_equal(a, b, sizeof a);
}

/* Draws are made several at once; each is that of a stream of its own, also
 * where strata take turns and rows are dealt out at once between. */
static void a_row_is_drawn_by_its_own_stream(void **state)
{
    static const uint64_t count[] = {700, 5, 333};
    struct lathe_rng turn = lathe_rng_stream(1, LATHE_RNG_TEST, 0, 0);
    uint64_t left[3][LATHE_SPLITS], seen[3] = {0};
    struct lathe_split_plan p;
    (void)state;

    assert_int_equal(lathe_split_init(&p, shares, count, 3, 5, NULL), 0);
    memcpy(left, p.left, sizeof left);
    for (int i = 0; i < 1038; i++) {
        size_t k = lathe_rng_below(&turn, 3), s = 0;
        bool several = lathe_rng_below(&turn, 10) == 0;
        struct lathe_rng own;
        unsigned char split;
        uint64_t draw;

        while (seen[k] == count[k])
            k = (k + 1) % 3;
        own = lathe_rng_stream(5, LATHE_RNG_SPLIT, (uint32_t)k, seen[k]);
        draw = lathe_rng_below(&own, count[k] - seen[k]++);
        while (draw >= left[k][s])
            draw -= left[k][s++];
        left[k][s]--;
        if (several)
            assert_int_equal(lathe_split_several(&p, k, 1, &split), 1);
        else
            split = (unsigned char)lathe_split_next(&p, k);
        assert_int_equal(split, s);
    }
    lathe_split_release(&p);
}

static void rows_dealt_out_at_once_go_where_they_go_alone(void **state)
{
    static const uint64_t count[] = {700, 1, 0, 333};
    (void)state;

    for (size_t some = 1; some < 800; some = some * 3 + 1) {
        struct lathe_split_plan a, b;

        assert_int_equal(lathe_split_init(&a, shares, count, 4, 5, NULL), 0);
        assert_int_equal(lathe_split_init(&b, shares, count, 4, 5, NULL), 0);
        for (size_t k = 0; k < 4; k++)
            for (uint64_t left = count[k];;) {
                unsigned char split[800];
                size_t n = lathe_split_several(&a, k, some, split);

                assert_int_equal(n, left < some ? left : some);
                for (size_t i = 0; i < n; i++)
                    assert_int_equal(split[i], lathe_split_next(&b, k));
                left -= n;
                if (n < some)
                    break;
            }
        assert_memory_equal(a.left, b.left, 4 * LATHE_SPLITS * sizeof *a.left);
        lathe_split_release(&a);
        lathe_split_release(&b);
    }
}

static void counts_within_a_class_are_by_largest_remainder(void **state)
{
    static const struct {
        uint64_t rows, train, valid, test;
    } cases[] = {
        {0, 0, 0, 0}, {1, 1, 0, 0},    {2, 2, 0, 0},   {5, 4, 1, 0},
        {10, 8, 1, 1}, {50, 40, 5, 5}, {57, 45, 6, 6}, {1000, 800, 100, 100}};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lathe_split_plan p;
        uint64_t rows[LATHE_SPLITS];

        assert_int_equal(lathe_split_init(&p, shares, &cases[i].rows, 1, 1,
                                          NULL), 0);
        lathe_split_rows(&p, rows);
        assert_int_equal(rows[LATHE_TRAIN], cases[i].train);
        assert_int_equal(rows[LATHE_VALID], cases[i].valid);
        assert_int_equal(rows[LATHE_TEST], cases[i].test);
        lathe_split_release(&p);
    }
}

static void equal_remainders_go_to_the_split_that_is_behind(void **state)
{
    static const uint64_t count[] = {5, 5, 5, 5};
    struct lathe_split_plan p;
    uint64_t rows[LATHE_SPLITS];
    (void)state;

    assert_int_equal(lathe_split_init(&p, shares, count, 4, 1, NULL), 0);
    lathe_split_rows(&p, rows);
    assert_int_equal(rows[LATHE_TRAIN], 16);
    assert_int_equal(rows[LATHE_VALID], 2);
    assert_int_equal(rows[LATHE_TEST], 2);
    lathe_split_release(&p);
}

static void every_class_has_a_training_row(void **state)
{
    static const double mostly_test[LATHE_SPLITS] = {0.1, 0.1, 0.8};
    static const uint64_t count[] = {1, 2, 3};
    struct lathe_split_plan p;
    (void)state;

    assert_int_equal(lathe_split_init(&p, mostly_test, count, 3, 1, NULL), 0);
    for (size_t k = 0; k < 3; k++)
        assert_true(p.left[k * LATHE_SPLITS + LATHE_TRAIN] >= 1);
    lathe_split_release(&p);
}

static void each_row_has_the_same_chance(void **state)
{
    enum { ROWS = 20, RUNS = 4000 };
    static const uint64_t count = ROWS;
    unsigned tested[ROWS] = {0};
    enum lathe_split s[ROWS];
    (void)state;

    for (uint64_t seed = 0; seed < RUNS; seed++) {
        deal(seed, &count, 1, s);
        for (size_t i = 0; i < ROWS; i++)
            tested[i] += s[i] == LATHE_TEST;
    }
    /* Binomial with p = 0.1: 400 +- 19; 5 standard deviations. */
    for (size_t i = 0; i < ROWS; i++)
        assert_in_range(tested[i], 305, 495);
}

static void a_split_survives_every_failed_allocation(void **state)
{
    static const uint64_t count[] = {5, 5};
    (void)state;

    for (long n = 0;; n++) {
        struct lathe_split_plan p;
        struct lathe_err err = {0};
        enum lathe_code rc;

        lathe_alloc_fail_after(n);
        rc = lathe_split_init(&p, shares, count, 2, 1, &err);
        lathe_alloc_fail_after(-1);
        lathe_split_release(&p);
        if (rc == LATHE_OK)
            return;
        assert_int_equal(rc, LATHE_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_read_and_checked),
        cmocka_unit_test(a_given_split_leaves_the_others_in_proportion),
        cmocka_unit_test(every_split_gets_exactly_its_rows),
        cmocka_unit_test(a_row_is_drawn_by_its_own_stream),
        cmocka_unit_test(rows_dealt_out_at_once_go_where_they_go_alone),
        cmocka_unit_test(counts_within_a_class_are_by_largest_remainder),
        cmocka_unit_test(equal_remainders_go_to_the_split_that_is_behind),
        cmocka_unit_test(every_class_has_a_training_row),
        cmocka_unit_test(each_row_has_the_same_chance),
        cmocka_unit_test(a_split_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
