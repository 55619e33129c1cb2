#include "base/pool.h"

#include "base/alloc.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define MOST_THREADS 256
#define SPINS 4000              /* some microseconds: the gap between steps */

/*
 * A run is announced by its number. Workers spin on it for a while, then
 * sleep. Tiles are handed out by one counter; the caller works too, and waits
 * until every worker has left the run, so that the next may reuse the fields.
 */
struct lathe_pool {
    int threads, started;
    pthread_t thread[MOST_THREADS];
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_ulong run;           /* number of the current run */
    atomic_size_t next;         /* next tile to hand out */
    atomic_int busy;            /* workers that have not left the run */
    atomic_bool stop;
    size_t tiles;
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

static void take_tiles(struct lathe_pool *p, int thread)
{
    for (;;) {
        size_t tile = atomic_fetch_add(&p->next, 1);
        if (tile >= p->tiles)
            return;
        p->fn(p->ctx, tile, thread);
    }
}

/* Waits for a run after `seen`; its number. */
static unsigned long await_run(struct lathe_pool *p, unsigned long seen)
{
    for (int i = 0; i < SPINS; i++) {
        unsigned long run = atomic_load(&p->run);
        if (run != seen)
            return run;
        relax();
    }
    pthread_mutex_lock(&p->lock);
    while (atomic_load(&p->run) == seen)
        pthread_cond_wait(&p->wake, &p->lock);
    pthread_mutex_unlock(&p->lock);
    return atomic_load(&p->run);
}

static void *work(void *raw)
{
    struct worker_arg arg = *(struct worker_arg *)raw;
    struct lathe_pool *p = arg.pool;
    unsigned long seen = 0;

    lathe_free(raw);
    for (;;) {
        seen = await_run(p, seen);
        if (atomic_load(&p->stop))
            return NULL;
        take_tiles(p, arg.thread);
        atomic_fetch_sub(&p->busy, 1);
    }
}

static void announce(struct lathe_pool *p)
{
    pthread_mutex_lock(&p->lock);
    atomic_fetch_add(&p->run, 1);
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
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
    announce(p);
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
    p->tiles = tiles;
    p->fn = fn;
    p->ctx = ctx;
    atomic_store(&p->next, 0);
    atomic_store(&p->busy, p->threads - 1);
    announce(p);
    take_tiles(p, 0);
    for (int spins = 0; atomic_load(&p->busy) > 0; spins++) {
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
