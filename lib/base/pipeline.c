/*
 * Each thread of the pool runs the same loop: it commits the piece whose turn
 * it is when that is ready, else it fetches a piece and works on it, else it
 * waits. The lock guards the state alone; nothing runs under it.
 */
#include "base/pipeline.h"

#include <assert.h>
#include <pthread.h>

enum state { FREE, BUSY, READY };

struct run {
    const struct lathe_pipeline *p;
    void *ctx;
    size_t slots;
    pthread_mutex_t lock;
    pthread_cond_t change;
    enum state state[LATHE_PIPELINE_SLOTS];
    uint64_t head, tail;        /* next piece to fetch, to commit */
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

    /* One more for each up to a few: some wait for their turn. */
    return threads == 1 ? 1 : threads + (threads < 8 ? threads : 8);
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

/* Each of these is called with the lock, and gives it up meanwhile. */

static void commit(struct run *r)
{
    uint64_t piece = r->tail;
    size_t slot = (size_t)(piece % r->slots);
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
    pthread_cond_broadcast(&r->change);
    if (rc)
        return;
    pthread_mutex_unlock(&r->lock);
    rc = r->p->finish ? r->p->finish(r->ctx, slot, &err) : LATHE_OK;
    pthread_mutex_lock(&r->lock);
    if (rc)
        fail(r, piece, rc, &err);
    r->state[slot] = FREE;
    pthread_cond_broadcast(&r->change);
}

static void fetch(struct run *r)
{
    size_t slot = (size_t)(r->head % r->slots);
    bool more;

    r->fetching = true;
    r->state[slot] = BUSY;
    pthread_mutex_unlock(&r->lock);
    more = r->p->fetch(r->ctx, slot);
    pthread_mutex_lock(&r->lock);
    r->fetching = false;
    r->head++;
    r->last = !more;
    pthread_cond_broadcast(&r->change);
    pthread_mutex_unlock(&r->lock);
    r->p->work(r->ctx, slot);
    pthread_mutex_lock(&r->lock);
    r->state[slot] = READY;
    pthread_cond_broadcast(&r->change);
}

static void take_part(void *ctx, size_t tile, int thread)
{
    struct run *r = ctx;

    (void)tile;
    (void)thread;
    pthread_mutex_lock(&r->lock);
    while (!r->failed && !(r->last && r->tail == r->head)) {
        size_t next = (size_t)(r->tail % r->slots);

        if (!r->committing && r->tail < r->head && r->state[next] == READY)
            commit(r);
        else if (!r->fetching && !r->last &&
                 r->state[r->head % r->slots] == FREE)
            fetch(r);
        else
            pthread_cond_wait(&r->change, &r->lock);
    }
    pthread_mutex_unlock(&r->lock);
}

enum lathe_code lathe_pipeline_run(struct lathe_pool *pool, size_t slots,
                                   const struct lathe_pipeline *p, void *ctx,
                                   struct lathe_err *err)
{
    struct run r = {.p = p, .ctx = ctx, .slots = slots};

    assert(slots >= 1 && slots <= LATHE_PIPELINE_SLOTS);
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.change, NULL);
    lathe_pool_run(pool, (size_t)lathe_pool_threads(pool), take_part, &r);
    pthread_cond_destroy(&r.change);
    pthread_mutex_destroy(&r.lock);
    return r.failed ? lathe_fail(err, r.code, "%s", r.err.msg) : LATHE_OK;
}
