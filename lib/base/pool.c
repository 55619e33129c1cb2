#include "base/pool.h"

#include "base/alloc.h"
#include "base/cpu.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define MOST_THREADS 256
#define SPINS 4000              /* some microseconds: the gap between steps */
#define RUNS_NEAR ((uint32_t)1 << 30)   /* shares are not older than that */

/*
 * What one thread writes often has cache lines of its own: `left` is written
 * by others only when they help, `done` never.
 */
struct hand {
    _Alignas(64) atomic_uint_least64_t left;    /* run << 32 | tiles of its
                                                 * share not handed out */
    _Alignas(64) atomic_uint_least64_t done;    /* run << 32 | tiles that it
                                                 * has run */
};

/*
 * Tile i is of the share of thread i modulo threads, so that in run after run
 * it finds in a core's cache what it left there; a thread that has no more
 * takes from the shares of others.
 *
 * The number of a share says of which run it is: of an older one, and it is
 * whole; so nobody has to wait until its thread has seen the run. Taking a
 * tile of a run that is over fails, as all of its shares have been handed out
 * then. A run ends when its tiles are done: a worker that sleeps, or that the
 * system has put aside, is not waited for. Workers spin for a while before
 * they sleep; while none sleeps, a run takes no lock.
 */
struct lathe_pool {
    int threads, started;
    pthread_t thread[MOST_THREADS];
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct hand *hand;          /* [threads] */
    _Alignas(64) atomic_uint_least32_t run;     /* the last that began */
    atomic_size_t tiles;        /* these change only while all are done */
    lathe_tile_fn *fn;
    void *ctx;
    _Alignas(64) atomic_int asleep;
    atomic_bool stop;
};

struct worker_arg {
    struct lathe_pool *pool;
    int thread;
};

static uint32_t run_of(uint64_t v)
{
    return (uint32_t)(v >> 32);
}

static uint64_t of_run(uint32_t run, size_t tiles)
{
    return (uint64_t)run << 32 | tiles;
}

/* Tiles share, share + threads, share + 2 threads ... below `tiles`. */
static size_t share_size(const struct lathe_pool *p, size_t share,
                         size_t tiles)
{
    size_t threads = (size_t)p->threads;

    return share < tiles ? (tiles - share - 1) / threads + 1 : 0;
}

/* The next tile of the share, if one is left. */
static bool take(struct lathe_pool *p, uint32_t run, size_t share,
                 size_t *tile)
{
    atomic_uint_least64_t *at = &p->hand[share].left;
    size_t size = share_size(p, share, atomic_load(&p->tiles)), left;
    uint64_t seen = atomic_load(at);

    do {
        int32_t newer = (int32_t)(run_of(seen) - run);

        left = newer < 0 ? size : newer > 0 ? 0 : (uint32_t)seen;
        if (left == 0)
            return false;
    } while (!atomic_compare_exchange_weak(at, &seen, of_run(run, left - 1)));
    *tile = share + (size - left) * (size_t)p->threads;
    return true;
}

/* Tiles of this run until none is left, first those of the own share. */
static void take_tiles(struct lathe_pool *p, uint32_t run, int thread)
{
    size_t threads = (size_t)p->threads, me = (size_t)thread, done = 0, tile;

    for (size_t i = 0; i < threads; i++) {
        while (take(p, run, (me + i) % threads, &tile)) {
            p->fn(p->ctx, tile, thread);
            atomic_store_explicit(&p->hand[me].done, of_run(run, ++done),
                                  memory_order_release);
        }
    }
}

static size_t count_done(const struct lathe_pool *p, uint32_t run)
{
    size_t sum = 0;

    for (int i = 0; i < p->threads; i++) {
        uint64_t done = atomic_load_explicit(&p->hand[i].done,
                                             memory_order_acquire);
        sum += run_of(done) == run ? (uint32_t)done : 0;
    }
    return sum;
}

/* Waits for a run after `seen`; its number. */
static uint32_t await_run(struct lathe_pool *p, uint32_t seen)
{
    for (int i = 0; i < SPINS; i++) {
        uint32_t run = atomic_load(&p->run);
        if (run != seen)
            return run;
        lathe_cpu_relax();
    }
    pthread_mutex_lock(&p->lock);
    atomic_fetch_add(&p->asleep, 1);    /* before the last look: see announce */
    while (atomic_load(&p->run) == seen)
        pthread_cond_wait(&p->wake, &p->lock);
    atomic_fetch_sub(&p->asleep, 1);
    pthread_mutex_unlock(&p->lock);
    return atomic_load(&p->run);
}

static void *work(void *raw)
{
    struct worker_arg arg = *(struct worker_arg *)raw;
    struct lathe_pool *p = arg.pool;
    uint32_t seen = 0;

    lathe_free(raw);
    for (;;) {
        seen = await_run(p, seen);
        if (atomic_load(&p->stop))
            return NULL;
        take_tiles(p, seen, arg.thread);
    }
}

/* The next run; its number. A share without a tile is handed out from the
 * start: nobody would ever take of it, and a thread that is late must not find
 * it whole when the run after has tiles there. Whoever goes to sleep first
 * counts himself, then looks for a run; here it is the other way round, so
 * that one of the two sees the other. */
static uint32_t announce(struct lathe_pool *p, size_t tiles, lathe_tile_fn *fn,
                         void *ctx)
{
    uint32_t run = atomic_load(&p->run) + 1;

    p->fn = fn;
    p->ctx = ctx;
    atomic_store_explicit(&p->tiles, tiles, memory_order_relaxed);
    for (size_t i = 0; i < (size_t)p->threads; i++) {
        if (share_size(p, i, tiles) == 0)
            atomic_store(&p->hand[i].left, of_run(run, 0));
        else if (run % RUNS_NEAR == 0)
            atomic_store(&p->hand[i].left, of_run(run - 1, 0));
    }
    atomic_store(&p->run, run);
    if (atomic_load(&p->asleep) > 0) {
        pthread_mutex_lock(&p->lock);
        pthread_cond_broadcast(&p->wake);
        pthread_mutex_unlock(&p->lock);
    }
    return run;
}

enum lathe_code lathe_pool_new(struct lathe_pool **out, int threads,
                               struct lathe_err *err)
{
    struct lathe_pool *p;
    enum lathe_code rc;

    *out = NULL;
    if (threads == 0)
        threads = lathe_pool_cores();
    if (threads < 1 || threads > MOST_THREADS)
        return lathe_fail(err, LATHE_EARG,
                          "threads must be between 1 and %d, got %d",
                          MOST_THREADS, threads);
    rc = lathe_new_aligned(&p, 1, sizeof *p, "threads", err);
    if (rc)
        return rc;
    p->threads = threads;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    rc = lathe_new_aligned(&p->hand, (size_t)threads, sizeof *p->hand,
                           "threads", err);
    if (rc)
        goto fail;
    for (int i = 1; i < threads; i++) {
        struct worker_arg *arg;
        rc = lathe_new(&arg, 1, sizeof *arg, "a thread", err);
        if (rc)
            goto fail;
        *arg = (struct worker_arg){p, i};
        if (pthread_create(&p->thread[i], NULL, work, arg) != 0) {
            lathe_free(arg);
            rc = lathe_fail(err, LATHE_EUNAVAILABLE,
                            "cannot start thread %d of %d", i + 1, threads);
            goto fail;
        }
        p->started = i;
    }
    *out = p;
    return LATHE_OK;
fail:
    lathe_pool_free(p);
    return rc;
}

void lathe_pool_free(struct lathe_pool *p)
{
    if (!p)
        return;
    atomic_store(&p->stop, true);
    if (p->started)
        announce(p, 0, NULL, NULL);
    for (int i = 1; i <= p->started; i++)
        pthread_join(p->thread[i], NULL);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    lathe_free(p->hand);
    lathe_free(p);
}

int lathe_pool_threads(const struct lathe_pool *p)
{
    return p ? p->threads : 1;
}

void lathe_pool_run(struct lathe_pool *p, size_t tiles, lathe_tile_fn *fn,
                    void *ctx)
{
    uint32_t run;

    if (!p || p->threads == 1 || tiles <= 1) {
        for (size_t i = 0; i < tiles; i++)
            fn(ctx, i, 0);
        return;
    }
    assert(tiles <= UINT32_MAX);
    run = announce(p, tiles, fn, ctx);
    take_tiles(p, run, 0);
    for (int spins = 0; count_done(p, run) < tiles; spins++) {
        if (spins < SPINS)
            lathe_cpu_relax();
        else
            sched_yield();      /* fewer cores than threads */
    }
}

/* Cores granted by a cgroup v2 quota, rounded up; a large number without. */
static int quota_cores(void)
{
    int cores = MOST_THREADS;
    char quota[32];
    long period;
    FILE *f = fopen("/sys/fs/cgroup/cpu.max", "re");

    if (!f)
        return cores;
    if (fscanf(f, "%31s %ld", quota, &period) == 2 && period > 0 &&
        strcmp(quota, "max") != 0) {
        long granted = 0;
        for (const char *s = quota; *s >= '0' && *s <= '9'; s++)
            granted = granted * 10 + (*s - '0');
        granted = (granted + period - 1) / period;
        if (granted < cores)
            cores = (int)granted;
    }
    fclose(f);
    return cores;
}

int lathe_pool_cores(void)
{
    cpu_set_t set;
    int cores = 1, quota = quota_cores();

    if (sched_getaffinity(0, sizeof set, &set) == 0)
        cores = CPU_COUNT(&set);
    if (cores > quota)
        cores = quota;
    if (cores > MOST_THREADS)
        cores = MOST_THREADS;
    return cores < 1 ? 1 : cores;
}
