#include "unit.h"

#include "base/alloc.h"
#include "base/pipeline.h"

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

struct help {
    atomic_size_t done;
    size_t tiles;
};

/* The first tile ends last. */
static void wait_for_others(void *ctx, size_t tile, int thread)
{
    struct help *h = ctx;

    (void)thread;
    while (tile == 0 && atomic_load(&h->done) + 1 < h->tiles)
        ;
    atomic_fetch_add(&h->done, 1);
}

static void the_tiles_of_a_thread_that_is_late_are_run_by_others(void **state)
{
    (void)state;
    for (int threads = 2; threads <= 5; threads++) {
        struct lathe_pool *p;

        assert_int_equal(lathe_pool_new(&p, threads, NULL), LATHE_OK);
        for (size_t tiles = 2; tiles < 40; tiles++) {
            struct help h = { .tiles = tiles };
            lathe_pool_run(p, tiles, wait_for_others, &h);
            assert_int_equal(h.done, tiles);
        }
        lathe_pool_free(p);
    }
}

/* Threads without a tile are late for the next run, which has one for them. */
static void runs_of_few_tiles_and_many_keep_apart(void **state)
{
    static struct work w;
    struct lathe_pool *p;

    (void)state;
    w = (struct work){0};
    assert_int_equal(lathe_pool_new(&p, 8, NULL), LATHE_OK);
    for (int round = 1; round <= 20000; round++) {
        size_t tiles = round % 2 ? 2 : 9;

        lathe_pool_run(p, tiles, mark, &w);
        for (size_t i = 0; i < tiles; i++)
            assert_int_equal(w.done[i], i < 2 ? round : round / 2);
    }
    lathe_pool_free(p);
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

/* ---- pipeline ----------------------------------------------------------- */

enum { PIECES = 500 };

struct stream {
    size_t fetched, slots;
    size_t piece[LATHE_PIPELINE_SLOTS];
    long value[LATHE_PIPELINE_SLOTS];
    size_t committed;
    atomic_int finished, working, most;
    long sum;
    size_t fail_commit, fail_finish;
};

static bool fetch_piece(void *ctx, size_t slot)
{
    struct stream *s = ctx;

    s->piece[slot] = s->fetched++;
    return s->fetched < PIECES;
}

static void work_on_piece(void *ctx, size_t slot)
{
    struct stream *s = ctx;
    int now = atomic_fetch_add(&s->working, 1) + 1;

    if (now > atomic_load(&s->most))
        atomic_store(&s->most, now);
    s->value[slot] = 0;
    for (size_t i = 0; i < 100 + s->piece[slot] % 7 * 1000; i++)
        s->value[slot] += (long)(i % (s->piece[slot] + 1));
    atomic_fetch_sub(&s->working, 1);
}

static enum lathe_code commit_piece(void *ctx, size_t slot,
                                    struct lathe_err *err)
{
    struct stream *s = ctx;

    assert_int_equal(s->piece[slot], s->committed);
    s->committed++;
    s->sum = s->sum * 31 % 1000003 + s->value[slot];
    return s->piece[slot] == s->fail_commit
               ? lathe_fail(err, LATHE_EDATA, "commit") : LATHE_OK;
}

static enum lathe_code finish_piece(void *ctx, size_t slot,
                                    struct lathe_err *err)
{
    struct stream *s = ctx;

    atomic_fetch_add(&s->finished, 1);
    return s->piece[slot] == s->fail_finish
               ? lathe_fail(err, LATHE_EIO, "finish") : LATHE_OK;
}

static enum lathe_code run_pipeline(struct stream *s, int threads,
                                    size_t slots, struct lathe_err *err)
{
    static const struct lathe_pipeline steps = {fetch_piece, work_on_piece,
                                                commit_piece, finish_piece};
    struct lathe_pool *p;
    enum lathe_code rc;

    assert_int_equal(lathe_pool_new(&p, threads, NULL), LATHE_OK);
    rc = lathe_pipeline_run(p, slots ? slots : lathe_pipeline_slots(p), &steps,
                            s, err);
    lathe_pool_free(p);
    return rc;
}

static void pieces_are_committed_in_order_with_any_threads(void **state)
{
    long sum = 0;
    (void)state;

    for (int threads = 1; threads <= 7; threads++) {
        for (size_t slots = 0; slots < 4; slots++) {
            struct stream s = {.fail_commit = PIECES, .fail_finish = PIECES};

            assert_int_equal(run_pipeline(&s, threads, slots, NULL), 0);
            assert_int_equal(s.committed, PIECES);
            assert_int_equal(s.finished, PIECES);
            assert_true(s.most <= threads);
            if (!sum)
                sum = s.sum;
            assert_int_equal(s.sum, sum);
        }
    }
}

static void a_pipeline_ends_with_the_earliest_failure(void **state)
{
    struct lathe_err err;
    (void)state;

    for (int threads = 1; threads <= 4; threads++) {
        struct stream s = {.fail_commit = 77, .fail_finish = PIECES};
        struct stream t = {.fail_commit = PIECES, .fail_finish = 9};

        assert_int_equal(run_pipeline(&s, threads, 0, &err), LATHE_EDATA);
        assert_string_equal(err.msg, "commit");
        assert_int_equal(s.committed, 78);
        assert_int_equal(run_pipeline(&t, threads, 0, &err), LATHE_EIO);
        assert_true(t.committed >= 10);
        s = (struct stream){.fail_commit = 0, .fail_finish = 0};
        assert_int_equal(run_pipeline(&s, threads, 0, &err), LATHE_EDATA);
        assert_int_equal(s.finished, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tile_runs_once_with_any_number_of_threads),
        cmocka_unit_test(
            the_tiles_of_a_thread_that_is_late_are_run_by_others),
        cmocka_unit_test(runs_of_few_tiles_and_many_keep_apart),
        cmocka_unit_test(a_run_allocates_nothing),
        cmocka_unit_test(no_pool_means_the_callers_thread),
        cmocka_unit_test(a_silly_number_of_threads_is_refused),
        cmocka_unit_test(failed_allocations_leave_no_thread),
        cmocka_unit_test(pieces_are_committed_in_order_with_any_threads),
        cmocka_unit_test(a_pipeline_ends_with_the_earliest_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
