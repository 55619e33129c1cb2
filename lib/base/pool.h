/*
 * pool - persistent threads that run numbered tiles.
 *
 * Tile i goes to thread i modulo threads, or to another when that one is late,
 * so results must not depend on it. What a tile is must depend on shapes
 * alone: then they never depend on the number of threads.
 */
#ifndef LATHE_BASE_POOL_H
#define LATHE_BASE_POOL_H

#include "base/err.h"

struct lathe_pool;

/* Cores that this process may use (affinity and cgroup quota), >= 1. */
int lathe_pool_cores(void);

/* `threads` in all, counting the caller, 1 to 256; 0: lathe_pool_cores().
 * Fails: LATHE_ENOMEM, LATHE_EUNAVAILABLE (no more threads). */
enum lathe_code lathe_pool_new(struct lathe_pool **out, int threads,
                               struct lathe_err *err);
void lathe_pool_free(struct lathe_pool *p);

int lathe_pool_threads(const struct lathe_pool *p);

/* Runs a tile; `thread` in [0, threads) is the place of its private scratch. */
typedef void lathe_tile_fn(void *ctx, size_t tile, int thread);

/* Runs tiles 0 .. tiles-1 and returns when all are done. A NULL pool, or a
 * single tile, runs in the caller. One caller at a time; tiles must not call
 * lathe_pool_run. Allocates nothing. */
void lathe_pool_run(struct lathe_pool *p, size_t tiles, lathe_tile_fn *fn,
                    void *ctx);

#endif
