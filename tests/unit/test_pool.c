#include "unit.h"

#include "base/alloc.h"
#include "base/pool.h"

#include <stdatomic.h>

#define TILES 1000

struct work {
    int done[TILES];            /* one owner a tile, so no atomics */
    atomic_int threads_seen[8];
};

static void mark(void *ctx, size_t tile, int thread)
{
    struct work *w = ctx;

    w->done[tile]++;
    atomic_fetch_add(&w->threads_seen[thread], 1);
}

static void every_tile_runs_once_with_any_number_of_threads(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 8; threads++) {
        struct lathe_pool *p;
        static struct work w;

        w = (struct work){0};
        assert_int_equal(lathe_pool_new(&p, threads, NULL), LATHE_OK);
        assert_int_equal(lathe_pool_threads(p), threads);
        for (int round = 1; round <= 200; round++) {
            lathe_pool_run(p, TILES, mark, &w);
            for (int i = 0; i < TILES; i++)
                assert_int_equal(w.done[i], round);
        }
        for (int i = threads; i < 8; i++)
            assert_int_equal(w.threads_seen[i], 0);
        lathe_pool_free(p);
    }
}

static void a_run_allocates_nothing(void **state)
{
    struct lathe_pool *p;
    static struct work w;

    (void)state;
    assert_int_equal(lathe_pool_new(&p, 2, NULL), LATHE_OK);
    unsigned long before = lathe_alloc_calls();
    lathe_pool_run(p, TILES, mark, &w);
    assert_int_equal(lathe_alloc_calls(), before);
    lathe_pool_free(p);
}

static void no_pool_means_the_callers_thread(void **state)
{
    static struct work w;

    (void)state;
    lathe_pool_run(NULL, TILES, mark, &w);
    assert_int_equal(w.threads_seen[0], TILES);
}

static void a_silly_number_of_threads_is_refused(void **state)
{
    struct lathe_pool *p;
    struct lathe_err err;

    (void)state;
    assert_int_equal(lathe_pool_new(&p, -1, &err), LATHE_EARG);
    assert_int_equal(lathe_pool_new(&p, 100000, &err), LATHE_EARG);
    assert_true(lathe_pool_cores() >= 1);
}

static void failed_allocations_leave_no_thread(void **state)
{
    (void)state;
    for (long n = 0; n < 6; n++) {
        struct lathe_pool *p = NULL;
        lathe_alloc_fail_after(n);
        enum lathe_code rc = lathe_pool_new(&p, 4, NULL);
        lathe_alloc_fail_after(-1);
        assert_true(rc == LATHE_OK || rc == LATHE_ENOMEM);
        lathe_pool_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tile_runs_once_with_any_number_of_threads),
        cmocka_unit_test(a_run_allocates_nothing),
        cmocka_unit_test(no_pool_means_the_callers_thread),
        cmocka_unit_test(a_silly_number_of_threads_is_refused),
        cmocka_unit_test(failed_allocations_leave_no_thread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
