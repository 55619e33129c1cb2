/* Leaks and faults of data sets: the figures behind them. */
#include "unit.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "quality/quality.h"
#include "quality/quality_order.h"
#include "quality/suspect.h"

#include <math.h>
#include <string.h>

static void areas_count_pairs_and_half_the_ties(void **state)
{
    struct lathe_order_pair p[] = {{0.8, 1}, {0.1, 0}, {NAN, 1}, {0.4, 1},
                                   {0.4, 0}};
    struct lathe_order_pair scratch[5];
    (void)state;

    lathe_order_sort(p, scratch, 5);
    assert_true(lathe_suspect_auc(p, 5, 1) == 0.875);
    assert_true(isnan(lathe_suspect_auc(p, 5, 3)));
    assert_true(isnan(lathe_suspect_auc(p, 0, 0)));
}

/* Rows in the order of a time, neighbours swapped by up to `jitter`. */
static void make_times(double *v, size_t n, double step, double jitter)
{
    for (size_t i = 0; i < n; i++)
        v[i] = floor((double)i * step) +
               jitter * (double)(i * 7919 % 101) / 101;
}

static void values_that_rise_or_fall_over_all_rows_are_in_order(void **state)
{
    double v[400];
    (void)state;

    make_times(v, 400, 1, 0);
    assert_true(lathe_quality_order_of(v, 400) == 1);
    assert_true(lathe_quality_order_of(v, 90) == 0);
    make_times(v, 400, 1, 10);
    assert_true(lathe_quality_order_of(v, 400) > 0.95);
    for (size_t i = 0; i < 400; i += 50)
        v[i] = i % 100 ? NAN : 1e9;
    assert_true(lathe_quality_order_of(v, 400) > 0.95);
    make_times(v, 400, -1, 0);
    assert_true(lathe_quality_order_of(v, 400) == 1);
    make_times(v, 400, 0.05, 0);        /* 20 values */
    assert_true(lathe_quality_order_of(v, 400) == 0);
    make_times(v, 400, 0.06, 0);
    assert_true(lathe_quality_order_of(v, 400) == 1);
    make_times(v, 400, 0, 1);
    assert_true(lathe_quality_order_of(v, 400) < 0.7);
    for (size_t i = 0; i < 400; i++)    /* four shops, one after the other */
        v[i] = (double)(i % 100);
    assert_true(lathe_quality_order_of(v, 400) < 0.95);
    for (size_t i = 0; i < 400; i++)
        v[i] = NAN;
    assert_true(lathe_quality_order_of(v, 400) == 0);
}

static void a_row_is_told_by_the_others_of_its_group(void **state)
{
    /* Group 1: two of label 0, one of label 1: a row of label 0 sees a tie.
     * Group 2: three of label 2. NaNs: two of label 1. Group 3: alone. */
    struct lathe_order_pair p[] = {{2, 2}, {1, 0}, {NAN, 1}, {2, 2}, {1, 1},
                                     {1, 0}, {2, 2}, {NAN, 1}, {3, 2}};
    struct lathe_order_pair scratch[9];
    uint32_t count[3] = {0};
    (void)state;

    lathe_order_sort(p, scratch, 9);
    assert_int_equal(lathe_suspect_vote(p, 9, 0, 2, count), 3 + 2 + 1);
    assert_int_equal(lathe_suspect_vote(p, 9, 0, 0, count), 3 + 2);
    /* Two bins of at least four rows: 1 and 2 are one, where a row of label 2
     * sees a tie (2 others against 2), and NaNs stay apart. */
    assert_int_equal(lathe_suspect_vote(p, 9, 2, 0, count), 2);
    assert_int_equal(count[0] + count[1] + count[2], 0);
}

static void correlations_leave_missing_values_out(void **state)
{
    const double a[] = {1, 2, NAN, 3, 4}, b[] = {2, 4, 100, 6, 8};
    const double c[] = {1, -1, 0, -1, 1}, flat[] = {5, 5, 5, 5, 5};
    const double tenth[] = {NAN, .1, .1, .1, .1};
    const double far[] = {1e15 + 1, 1e15 + 2, NAN, 1e15 + 3, 1e15 + 4};
    (void)state;

    assert_true(fabs(lathe_suspect_correlation(a, b, 5, 4) - 1) < 1e-15);
    assert_true(fabs(lathe_suspect_correlation(a, c, 5, 4)) < 1e-15);
    assert_true(isnan(lathe_suspect_correlation(a, b, 5, 5)));
    assert_true(isnan(lathe_suspect_correlation(a, flat, 5, 4)));
    assert_true(isnan(lathe_suspect_correlation(tenth, b, 5, 4)));
    /* Far from 0: of whole numbers, so exact. */
    assert_true(fabs(lathe_suspect_correlation(far, b, 5, 4) - 1) < 1e-15);
}

/* Rows that have been read. */
static _Atomic uint64_t rows_read;

/* Rows of one number that is its row, label 0 or 1 by parity. */
static enum lathe_code read_rows(void *ctx, uint64_t first, size_t n,
                                 struct lathe_rows *rows,
                                 struct lathe_err *err)
{
    const double *shift = ctx;
    (void)err;

    rows_read += n;
    rows->n = n;
    for (size_t i = 0; i < n; i++) {
        rows->number[i] = (double)(first + i) + *shift;
        rows->label[i] = (uint32_t)(first + i) % 2;
    }
    return LATHE_OK;
}

/* Of so many training rows. */
static void make_schema(struct lathe_schema *s, uint64_t rows)
{
    uint32_t code;

    *s = (struct lathe_schema){.task = LATHE_CLASSIFY, .n = 1, .rows = rows};
    s->column = lathe_calloc(1, sizeof *s->column);
    s->column[0] = (struct lathe_column){
        .name = lathe_strdup("x"), .kind = LATHE_NUMBER, .present = rows,
        .stats = {.min = 0, .median = (double)(rows - 1) / 2,
                  .max = (double)(rows - 1)}};
    lathe_schema_add_target(s, "y", NULL);
    lathe_dict_add(&s->target[0].classes, "no", 2, &code, NULL);
    lathe_dict_add(&s->target[0].classes, "yes", 3, &code, NULL);
    s->target[0].class_count = lathe_calloc(2, sizeof(uint64_t));
    s->target[0].class_count[0] = s->target[0].class_count[1] = rows / 2;
    lathe_schema_layout(s);
}

static void quality_survives_every_failed_allocation(void **state)
{
    struct lathe_schema s;
    double stay = 0, away = 15;
    const struct lathe_fit_rows in[LATHE_SPLITS] = {
        {.n = 20, .read = read_rows, .ctx = &stay},
        {.n = 4, .read = read_rows, .ctx = &stay},
        {.n = 8, .read = read_rows, .ctx = &away}};
    enum lathe_code rc;
    long n = 0;
    (void)state;

    make_schema(&s, 20);
    do {
        struct lathe_quality q = {0};
        struct lathe_err err = {0};

        lathe_alloc_fail_after(n++);
        rc = lathe_quality_look(&q, &s, in, NULL, true, false, NULL, &err);
        lathe_alloc_fail_after(-1);
        if (rc == LATHE_OK) {
            assert_int_equal(q.looked, 20);
            assert_int_equal(q.n, 2);
            assert_string_equal(q.finding[0].kind,
                                "duplicates-across-splits");
            assert_true(q.finding[0].value == 4);
            assert_string_equal(q.finding[1].kind, "outside-range");
            assert_true(q.finding[1].value == 3);
            assert_false(q.finding[1].noted);
        } else {
            assert_int_equal(rc, LATHE_ENOMEM);
            assert_true(err.msg[0]);
        }
        lathe_quality_release(&q);
        lathe_quality_release(&q);
    } while (rc != LATHE_OK);
    assert_true(n > 10);
    lathe_schema_release(&s);
}

static void the_findings_of_several_threads_are_those_of_one(void **state)
{
    enum { ROWS = 30000 };
    struct lathe_schema s;
    double stay = 0, away = ROWS - 100;
    const struct lathe_fit_rows in[LATHE_SPLITS] = {
        {.n = ROWS, .read = read_rows, .ctx = &stay},
        {.n = ROWS / 3, .read = read_rows, .ctx = &stay},
        {.n = ROWS, .read = read_rows, .ctx = &away}};
    struct lathe_quality q[2] = {{0}};
    struct lathe_pool *pool = NULL;
    struct lathe_err err = {0};
    (void)state;

    make_schema(&s, ROWS);
    assert_int_equal(lathe_pool_new(&pool, 3, &err), 0);
    for (int k = 0; k < 2; k++)
        assert_int_equal(lathe_quality_look(&q[k], &s, in, NULL, true, false,
                                            k ? pool : NULL, &err), 0);
    assert_int_equal(q[0].n, 3);
    assert_int_equal(q[1].n, 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(q[0].finding[i].message, q[1].finding[i].message);
    assert_true(q[0].finding[0].value == ROWS / 3);     /* repeated in valid */
    assert_true(q[0].finding[1].value == 100);          /* and in test */
    assert_true(q[0].finding[2].value == ROWS - 100);   /* outside */
    lathe_quality_release(&q[0]);
    lathe_quality_release(&q[1]);
    lathe_pool_free(pool);
    lathe_schema_release(&s);
}

/* Remembers those of the blocks of a split of which `which` has a bit. */
static void remember(struct lathe_recall *r, const struct lathe_schema *s,
                     enum lathe_split split, const struct lathe_fit_rows *in,
                     unsigned which)
{
    size_t block = lathe_fit_block(s);
    struct lathe_rows rows;

    assert_int_equal(lathe_rows_init(&rows, s, block, NULL), LATHE_OK);
    for (uint64_t at = 0; at < in->n; at += block) {
        uint64_t left = in->n - at;
        struct lathe_moments m = {0};

        if (!(which >> at / block % 8 & 1))
            continue;
        in->read(in->ctx, at, left < block ? (size_t)left : block, &rows,
                 NULL);
        lathe_moments_add(&m, rows.number, 1, rows.n);
        lathe_recall_add(r, split, at, &rows,
                         split == LATHE_TRAIN ? NULL : &m);
    }
    lathe_rows_release(&rows);
}

static void what_is_remembered_is_not_read_and_changes_no_finding(void **state)
{
    enum { ROWS = 30000, BLOCK = 4096 };
    static const unsigned train[] = {0x00, 0xff, 0xa4, 0x01};
    static const unsigned other[] = {0x00, 0xff, 0x55, 0x80};
    struct lathe_schema s;
    double stay = 0, away = ROWS - 100;
    const struct lathe_fit_rows in[LATHE_SPLITS] = {
        {.n = ROWS, .read = read_rows, .ctx = &stay},
        {.n = ROWS / 3, .read = read_rows, .ctx = &stay},
        {.n = ROWS, .read = read_rows, .ctx = &away}};
    const uint64_t rows[LATHE_SPLITS] = {ROWS, ROWS / 3, ROWS};
    struct lathe_quality want = {0};
    struct lathe_pool *pool = NULL;
    struct lathe_err err = {0};
    uint64_t all, some;
    (void)state;

    make_schema(&s, ROWS);
    assert_int_equal(lathe_fit_block(&s), BLOCK);
    assert_int_equal(lathe_pool_new(&pool, 3, &err), 0);
    rows_read = 0;
    assert_int_equal(lathe_quality_look(&want, &s, in, NULL, true, false, pool,
                                        &err),
                     0);
    all = rows_read;
    assert_int_equal(want.n, 3);
    for (int k = 0; k < 16; k++) {
        struct lathe_quality got = {0};
        struct lathe_recall r = {0};

        assert_int_equal(lathe_recall_init(&r, &s, rows, &err), LATHE_OK);
        atomic_store(&r.hashes, true);
        remember(&r, &s, LATHE_TRAIN, &in[0], train[k % 4]);
        remember(&r, &s, LATHE_VALID, &in[1], other[k / 4]);
        atomic_store(&r.hashes, k != 3);
        remember(&r, &s, LATHE_TEST, &in[2], other[k / 4]);
        rows_read = 0;
        assert_int_equal(lathe_quality_look(&got, &s, in, &r, true, false, pool,
                                            &err), 0);
        some = rows_read;
        assert_int_equal(got.n, want.n);
        for (size_t i = 0; i < got.n; i++)
            assert_string_equal(got.finding[i].message,
                                want.finding[i].message);
        if (k == 0)
            assert_int_equal(some, all);
        /* Training rows are remembered, those of valid lie inside; all blocks
         * of test have rows outside. */
        if (k == 5)
            assert_int_equal(some, all - ROWS - ROWS / 3);
        lathe_quality_release(&got);
        lathe_recall_release(&r);
    }
    lathe_quality_release(&want);
    lathe_pool_free(pool);
    lathe_schema_release(&s);
}

/* A part at a time, whichever were known. */
static void more_training_rows_than_a_set_holds_are_compared(void **state)
{
    enum { ROWS = 30000, LIMIT = 5000 };
    static const unsigned train[] = {0x00, 0xff, 0xa4, 0x80};
    struct lathe_schema s;
    double stay = 0;
    const struct lathe_fit_rows in[LATHE_SPLITS] = {
        {.n = ROWS, .read = read_rows, .ctx = &stay},
        {.n = ROWS, .read = read_rows, .ctx = &stay}};
    const uint64_t rows[LATHE_SPLITS] = {ROWS, ROWS};
    struct lathe_err err = {0};
    (void)state;

    make_schema(&s, ROWS);
    for (int k = 0; k < 8; k++) {
        struct lathe_quality q = {0};
        struct lathe_recall r = {0};

        assert_int_equal(lathe_recall_init(&r, &s, rows, &err), LATHE_OK);
        r.seen.limit = LIMIT;
        r.enough = k < 4 ? ROWS : LIMIT - 1000;
        atomic_store(&r.hashes, true);
        remember(&r, &s, LATHE_TRAIN, &in[0], train[k % 4]);
        assert_int_equal(lathe_quality_look(&q, &s, in, &r, true, false, NULL,
                                            &err),
                         0);
        assert_int_equal(q.n, 1);
        assert_true(q.finding[0].value == ROWS);
        lathe_quality_release(&q);
        lathe_recall_release(&r);
    }
    lathe_schema_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_count_pairs_and_half_the_ties),
        cmocka_unit_test(
            values_that_rise_or_fall_over_all_rows_are_in_order),
        cmocka_unit_test(a_row_is_told_by_the_others_of_its_group),
        cmocka_unit_test(correlations_leave_missing_values_out),
        cmocka_unit_test(quality_survives_every_failed_allocation),
        cmocka_unit_test(the_findings_of_several_threads_are_those_of_one),
        cmocka_unit_test(
            what_is_remembered_is_not_read_and_changes_no_finding),
        cmocka_unit_test(more_training_rows_than_a_set_holds_are_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
