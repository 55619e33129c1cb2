/*
 * sweep - passes over the rows of a split on all threads.
 *
 * Rows come in blocks whose borders depend on the schema alone. Which thread
 * takes a block, and when, is left to chance: what a block gives must not
 * depend on it. Each thread has a buffer of one block.
 */
#ifndef LATHE_FIT_SWEEP_H
#define LATHE_FIT_SWEEP_H

#include "base/pool.h"
#include "fit/fit.h"

struct lathe_sweep {
    const struct lathe_fit_rows *in;
    struct lathe_pool *pool;    /* or NULL: the caller alone */
    size_t block;               /* rows */
    int threads;
    struct lathe_rows *rows;    /* [threads] */
    struct lathe_sweep_fault *fault;    /* [threads] */
};

/* `in` and `pool` are borrowed. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_sweep_init(struct lathe_sweep *w,
                                 const struct lathe_fit_rows *in,
                                 const struct lathe_schema *s,
                                 struct lathe_pool *pool,
                                 struct lathe_err *err);
void lathe_sweep_release(struct lathe_sweep *w);

/* Blocks of all rows. */
uint64_t lathe_sweep_blocks(const struct lathe_sweep *w);

/* What is done with the rows from `first` on. `thread` is in [0, threads). */
typedef enum lathe_code lathe_sweep_fn(void *ctx, uint64_t first,
                                       const struct lathe_rows *rows,
                                       int thread, struct lathe_err *err);

/*
 * Reads blocks that begin at the rows first, first + step, ..., as many as
 * `blocks`, each of `block` rows or up to the end, and gives them to fn. Of
 * several failures the one of the earliest block is told. Fails as reading
 * and as fn.
 */
enum lathe_code lathe_sweep_run(struct lathe_sweep *w, uint64_t first,
                                uint64_t step, uint64_t blocks,
                                lathe_sweep_fn *fn, void *ctx,
                                struct lathe_err *err);

/* The same of all rows, block after block. */
enum lathe_code lathe_sweep_all(struct lathe_sweep *w, lathe_sweep_fn *fn,
                                void *ctx, struct lathe_err *err);

/*
 * Reads row(ctx, i) alone for each i < n, and gives it to fn with i as its
 * `first`.
 */
enum lathe_code lathe_sweep_rows(struct lathe_sweep *w,
                                 uint64_t (*row)(void *ctx, uint64_t i),
                                 uint64_t n, lathe_sweep_fn *fn, void *ctx,
                                 struct lathe_err *err);

#endif
