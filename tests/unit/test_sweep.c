/* Passes over rows: all of them, once, and the earliest failure. */
#include "unit.h"

#include "base/alloc.h"
#include "fit/sweep.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 20000 };

struct table {
    uint64_t bad;               /* the row that cannot be read */
    atomic_uchar seen[ROWS];
};

static enum lathe_code read_table(void *ctx, uint64_t first, size_t n,
                                  struct lathe_rows *rows,
                                  struct lathe_err *err)
{
    const struct table *t = ctx;

    rows->n = n;
    for (size_t i = 0; i < n; i++) {
        rows->number[i] = (double)(first + i);
        if (first + i >= t->bad)
            return lathe_fail(err, LATHE_EIO, "row %d", (int)(first + i));
    }
    return LATHE_OK;
}

static enum lathe_code see(void *ctx, uint64_t first,
                           const struct lathe_rows *rows, int thread,
                           struct lathe_err *err)
{
    struct table *t = ctx;

    (void)thread;
    (void)err;
    for (size_t i = 0; i < rows->n; i++) {
        assert_true(rows->number[i] == (double)(first + i));
        atomic_fetch_add(&t->seen[first + i], 1);
    }
    return LATHE_OK;
}

static uint64_t every_third(void *ctx, uint64_t i)
{
    (void)ctx;
    return 3 * i;
}

static enum lathe_code see_third(void *ctx, uint64_t i,
                                 const struct lathe_rows *rows, int thread,
                                 struct lathe_err *err)
{
    assert_int_equal(rows->n, 1);
    return see(ctx, 3 * i, rows, thread, err);
}

static struct lathe_schema schema(void)
{
    struct lathe_schema s = {.task = LATHE_REGRESS, .n = 1};

    s.column = lathe_calloc(1, sizeof *s.column);
    assert_non_null(s.column);
    s.column[0].kind = LATHE_NUMBER;
    lathe_schema_layout(&s);
    return s;
}

static void each_row_is_seen_once_and_failures_are_the_earliest(void **state)
{
    static struct table t;
    struct lathe_schema s = schema();
    (void)state;

    for (int threads = 0; threads <= 4; threads++)
        for (uint64_t n = 0; n <= ROWS; n = n ? n * 3 - 1 : 1) {
            struct lathe_fit_rows in = {.n = n, .read = read_table, .ctx = &t};
            struct lathe_pool *pool = NULL;
            struct lathe_sweep w;
            struct lathe_err err = {0};

            memset(&t, 0, sizeof t);
            t.bad = UINT64_MAX;
            if (threads)
                assert_int_equal(lathe_pool_new(&pool, threads, &err), 0);
            assert_int_equal(lathe_sweep_init(&w, &in, &s, pool, &err), 0);
            assert_int_equal(lathe_sweep_all(&w, see, &t, &err), 0);
            for (uint64_t i = 0; i < ROWS; i++)
                assert_int_equal(t.seen[i], i < n);
            t.bad = n / 2;
            assert_int_equal(lathe_sweep_all(&w, see, &t, &err),
                             n ? LATHE_EIO : LATHE_OK);
            if (n) {
                char want[32];

                snprintf(want, sizeof want, "row %d", (int)(n / 2));
                assert_string_equal(err.msg, want);
            }
            lathe_sweep_release(&w);
            lathe_sweep_release(&w);
            lathe_pool_free(pool);
        }
    lathe_schema_release(&s);
}

static void single_rows_are_read_as_asked(void **state)
{
    static struct table t = {.bad = UINT64_MAX};
    struct lathe_schema s = schema();
    struct lathe_fit_rows in = {.n = ROWS, .read = read_table, .ctx = &t};
    struct lathe_pool *pool = NULL;
    struct lathe_sweep w;
    struct lathe_err err = {0};
    (void)state;

    assert_int_equal(lathe_pool_new(&pool, 3, &err), 0);
    assert_int_equal(lathe_sweep_init(&w, &in, &s, pool, &err), 0);
    assert_int_equal(lathe_sweep_rows(&w, every_third, ROWS / 3, see_third, &t,
                                      &err), 0);
    for (uint64_t i = 0; i < ROWS; i++)
        assert_int_equal(t.seen[i], i % 3 == 0 && i < ROWS / 3 * 3);
    t.bad = 3000;
    assert_int_equal(lathe_sweep_rows(&w, every_third, ROWS / 3, see_third, &t,
                                      &err), LATHE_EIO);
    assert_string_equal(err.msg, "row 3000");
    lathe_sweep_release(&w);
    lathe_pool_free(pool);
    lathe_schema_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_seen_once_and_failures_are_the_earliest),
        cmocka_unit_test(single_rows_are_read_as_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
