#include "base/pool.h"

#include "base/alloc.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define MOST_THREADS 256
#define SPINS 4000              /* some microseconds: the gap between steps */

/*
 * One number says which run it is and how many of its tiles are left, so that
 * taking a tile of a run that is over fails. A run ends when its tiles are
 * done: a worker that sleeps, or that the system has put aside, is not waited
 * for. Workers spin for a while before they sleep; while none sleeps, a run
 * takes no lock.
 */
struct lathe_pool {
    int threads, started;
    pthread_t thread[MOST_THREADS];
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_uint_least64_t left; /* run << 32 | its tiles not handed out */
    atomic_size_t done;         /* tiles of the run */
    atomic_int asleep;
    atomic_bool stop;
    size_t tiles;               /* these change only while all are done */
    lathe_tile_fn *fn;
    void *ctx;
};

struct worker_arg {
    struct lathe_pool *pool;
    int thread;
};

static void relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

static uint32_t run_of(uint64_t left)
{
    return (uint32_t)(left >> 32);
}

/* Tiles of this run, until none is left. */
static void take_tiles(struct lathe_pool *p, uint32_t run, int thread)
{
    uint64_t left = atomic_load(&p->left);

    while (run_of(left) == run && (uint32_t)left > 0) {
        if (!atomic_compare_exchange_weak(&p->left, &left, left - 1))
            continue;
        p->fn(p->ctx, p->tiles - (uint32_t)left, thread);
        atomic_fetch_add(&p->done, 1);
        left = atomic_load(&p->left);
    }
}

/* Waits for a run after `seen`; its number. */
static uint32_t await_run(struct lathe_pool *p, uint32_t seen)
{
    for (int i = 0; i < SPINS; i++) {
        uint32_t run = run_of(atomic_load(&p->left));
        if (run != seen)
            return run;
        relax();
    }
    pthread_mutex_lock(&p->lock);
    atomic_fetch_add(&p->asleep, 1);    /* before the last look: see announce */
    while (run_of(atomic_load(&p->left)) == seen)
        pthread_cond_wait(&p->wake, &p->lock);
    atomic_fetch_sub(&p->asleep, 1);
    pthread_mutex_unlock(&p->lock);
    return run_of(atomic_load(&p->left));
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

/* The next run, with so many tiles; its number. Whoever goes to sleep first
 * counts himself, then looks for a run; here it is the other way round, so
 * that one of the two sees the other. */
static uint32_t announce(struct lathe_pool *p, size_t tiles)
{
    uint32_t run = run_of(atomic_load(&p->left)) + 1;

    atomic_store(&p->left, (uint64_t)run << 32 | tiles);
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
    rc = lathe_new(&p, 1, sizeof *p, "threads", err);
    if (rc)
        return rc;
    p->threads = threads;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
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
    announce(p, 0);
    for (int i = 1; i <= p->started; i++)
        pthread_join(p->thread[i], NULL);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    lathe_free(p);
}

int lathe_pool_threads(const struct lathe_pool *p)
{
    return p ? p->threads : 1;
}

void lathe_pool_run(struct lathe_pool *p, size_t tiles, lathe_tile_fn *fn,
                    void *ctx)
{
    if (!p || p->threads == 1 || tiles <= 1) {
        for (size_t i = 0; i < tiles; i++)
            fn(ctx, i, 0);
        return;
    }
    assert(tiles <= UINT32_MAX);
    p->tiles = tiles;
    p->fn = fn;
    p->ctx = ctx;
    atomic_store(&p->done, 0);
    take_tiles(p, announce(p, tiles), 0);
    for (int spins = 0; atomic_load(&p->done) < tiles; spins++) {
        if (spins < SPINS)
            relax();
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
