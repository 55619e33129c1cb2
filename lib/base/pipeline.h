/*
 * pipeline - pieces of a stream through a pool of threads, in order where
 * order matters.
 *
 * Every piece is fetched, worked on, committed and finished, in a slot of its
 * own. Fetches follow one another, and so do commits, in the order of the
 * pieces; work and finish run at the same time on as many pieces as there are
 * threads. So a result that commits alone put together does not depend on the
 * number of threads.
 */
#ifndef LATHE_BASE_PIPELINE_H
#define LATHE_BASE_PIPELINE_H

#include "base/pool.h"

#define LATHE_PIPELINE_SLOTS 512

/* All run on any of the pool's threads. What one of them wrote for a slot the
 * next one of the slot sees; fetch sees what fetch, commit what commit did. */
struct lathe_pipeline {
    /* The next piece into the slot; false: it is the last one. */
    bool (*fetch)(void *ctx, size_t slot);
    void (*work)(void *ctx, size_t slot);
    enum lathe_code (*commit)(void *ctx, size_t slot, struct lathe_err *err);
    enum lathe_code (*finish)(void *ctx, size_t slot, struct lathe_err *err);
};

/* Slots that keep all threads of the pool busy. */
size_t lathe_pipeline_slots(const struct lathe_pool *pool);

/*
 * Runs to the last piece, or to a failure: that of the earliest piece is
 * returned. `slots` from 1 to LATHE_PIPELINE_SLOTS. A NULL pool
 * is one thread. Allocates nothing. Fails as commit and finish.
 */
enum lathe_code lathe_pipeline_run(struct lathe_pool *pool, size_t slots,
                                   const struct lathe_pipeline *p, void *ctx,
                                   struct lathe_err *err);

#endif
