/*
 * Each thread of the pool runs the same loop: it commits the piece whose turn
 * it is when that is ready, else it fetches a piece and works on it, else it
 * waits. The lock guards the state alone; nothing runs under it.
 */
#include "base/pipeline.h"

#include "base/cpu.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

/* Looks for a change before a thread sleeps, which costs more than most
 * waits. */
#define SPINS 4000

struct run {
    const struct lathe_pipeline *p;
    void *ctx;
    size_t slots;
    pthread_mutex_t lock;
    pthread_cond_t change;
    atomic_uint changes;
    /* Those that no piece is in; the one that was used last is taken first, as
     * it is still in a cache. */
    size_t idle[LATHE_PIPELINE_SLOTS], idles;
    uint64_t head, tail;        /* next piece to fetch, to commit */
    /* Of the pieces between them, by their number modulo slots. */
    size_t slot[LATHE_PIPELINE_SLOTS];
    bool ready[LATHE_PIPELINE_SLOTS];
    bool fetching, committing;
    bool last;                  /* head is behind the last piece */
    bool failed;
    uint64_t failed_piece;
    enum lathe_code code;
    struct lathe_err err;
};

size_t lathe_pipeline_slots(const struct lathe_pool *pool)
{
    size_t threads = (size_t)lathe_pool_threads(pool);
    size_t more = threads < 4 ? 4 : threads < 8 ? threads : 8;

    /* Pieces wait for their turn while one takes long to finish. */
    return threads == 1 ? 1 : threads + more;
}

static void fail(struct run *r, uint64_t piece, enum lathe_code rc,
                 const struct lathe_err *err)
{
    if (r->failed && r->failed_piece < piece)
        return;
    r->failed = true;
    r->failed_piece = piece;
    r->code = rc;
    r->err = *err;
}

static void tell(struct run *r)
{
    atomic_fetch_add(&r->changes, 1);
    pthread_cond_broadcast(&r->change);
}

/* Each of these is called with the lock, and gives it up meanwhile. */

static void wait(struct run *r)
{
    unsigned seen = atomic_load(&r->changes);

    pthread_mutex_unlock(&r->lock);
    for (int i = 0; i < SPINS && atomic_load(&r->changes) == seen; i++)
        lathe_cpu_relax();
    pthread_mutex_lock(&r->lock);
    if (atomic_load(&r->changes) == seen)
        pthread_cond_wait(&r->change, &r->lock);
}

static void commit(struct run *r)
{
    uint64_t piece = r->tail;
    size_t slot = r->slot[piece % r->slots];
    struct lathe_err err = {0};
    enum lathe_code rc;

    r->committing = true;
    pthread_mutex_unlock(&r->lock);
    rc = r->p->commit(r->ctx, slot, &err);
    pthread_mutex_lock(&r->lock);
    r->committing = false;
    r->tail++;
    if (rc)
        fail(r, piece, rc, &err);
    tell(r);
    if (rc)
        return;
    pthread_mutex_unlock(&r->lock);
    rc = r->p->finish ? r->p->finish(r->ctx, slot, &err) : LATHE_OK;
    pthread_mutex_lock(&r->lock);
    if (rc)
        fail(r, piece, rc, &err);
    r->idle[r->idles++] = slot;
    tell(r);
}

static void fetch(struct run *r)
{
    size_t at = (size_t)(r->head % r->slots), slot = r->idle[--r->idles];
    bool more;

    r->fetching = true;
    r->slot[at] = slot;
    r->ready[at] = false;
    pthread_mutex_unlock(&r->lock);
    more = r->p->fetch(r->ctx, slot);
    pthread_mutex_lock(&r->lock);
    r->fetching = false;
    r->head++;
    r->last = !more;
    tell(r);
    pthread_mutex_unlock(&r->lock);
    r->p->work(r->ctx, slot);
    pthread_mutex_lock(&r->lock);
    r->ready[at] = true;
    tell(r);
}

static void take_part(void *ctx, size_t tile, int thread)
{
    struct run *r = ctx;

    (void)tile;
    (void)thread;
    pthread_mutex_lock(&r->lock);
    while (!r->failed && !(r->last && r->tail == r->head)) {
        if (!r->committing && r->tail < r->head &&
            r->ready[r->tail % r->slots])
            commit(r);
        else if (!r->fetching && !r->last && r->idles > 0)
            fetch(r);
        else
            wait(r);
    }
    pthread_mutex_unlock(&r->lock);
}

enum lathe_code lathe_pipeline_run(struct lathe_pool *pool, size_t slots,
                                   const struct lathe_pipeline *p, void *ctx,
                                   struct lathe_err *err)
{
    struct run r = {.p = p, .ctx = ctx, .slots = slots};

    assert(slots >= 1 && slots <= LATHE_PIPELINE_SLOTS);
    while (r.idles < slots) {
        r.idle[r.idles] = slots - 1 - r.idles;
        r.idles++;
    }
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.change, NULL);
    lathe_pool_run(pool, (size_t)lathe_pool_threads(pool), take_part, &r);
    pthread_cond_destroy(&r.change);
    pthread_mutex_destroy(&r.lock);
    return r.failed ? lathe_fail(err, r.code, "%s", r.err.msg) : LATHE_OK;
}
