#include "fit/sweep.h"

#include "base/alloc.h"

#include <stdatomic.h>

/* The failure of the earliest block that a thread saw fail. */
struct lathe_sweep_fault {
    enum lathe_code code;       /* LATHE_OK: none */
    uint64_t block;
    struct lathe_err err;
};

struct run {
    struct lathe_sweep *w;
    uint64_t first, step;
    uint64_t (*row)(void *ctx, uint64_t i);     /* or NULL: blocks */
    lathe_sweep_fn *fn;
    void *ctx;
    _Atomic uint64_t failed;    /* the earliest block that failed */
};

enum lathe_code lathe_sweep_init(struct lathe_sweep *w,
                                 const struct lathe_fit_rows *in,
                                 const struct lathe_schema *s,
                                 struct lathe_pool *pool,
                                 struct lathe_err *err)
{
    enum lathe_code rc;

    *w = (struct lathe_sweep){.in = in, .pool = pool,
                              .block = lathe_fit_block(s),
                              .threads = lathe_pool_threads(pool)};
    rc = lathe_new(&w->rows, (size_t)w->threads, sizeof *w->rows, "rows", err);
    if (!rc)
        rc = lathe_new(&w->fault, (size_t)w->threads, sizeof *w->fault,
                       "rows", err);
    for (int i = 0; i < w->threads && !rc; i++)
        rc = lathe_rows_init(&w->rows[i], s, w->block, err);
    if (rc)
        lathe_sweep_release(w);
    return rc;
}

void lathe_sweep_release(struct lathe_sweep *w)
{
    for (int i = 0; w->rows && i < w->threads; i++)
        lathe_rows_release(&w->rows[i]);
    lathe_free(w->rows);
    lathe_free(w->fault);
    *w = (struct lathe_sweep){0};
}

uint64_t lathe_sweep_blocks(const struct lathe_sweep *w)
{
    return w->in->n / w->block + (w->in->n % w->block > 0);
}

static void mark_failed(struct run *r, uint64_t block)
{
    uint64_t earliest = atomic_load(&r->failed);

    while (block < earliest &&
           !atomic_compare_exchange_weak(&r->failed, &earliest, block))
        continue;
}

/* Blocks behind one that failed need no look: they cannot be the earliest. */
static void run_block(void *raw, size_t block, int thread)
{
    struct run *r = raw;
    const struct lathe_fit_rows *in = r->w->in;
    struct lathe_sweep_fault *fault = &r->w->fault[thread];
    struct lathe_rows *rows = &r->w->rows[thread];
    struct lathe_err err = {0};
    uint64_t first;
    enum lathe_code rc;

    if (block > atomic_load(&r->failed))
        return;
    if (r->row) {
        first = block;
        rc = in->read(in->ctx, r->row(r->ctx, block), 1, rows, &err);
    } else {
        uint64_t left;

        first = r->first + block * r->step;
        left = in->n - first;
        rc = in->read(in->ctx, first,
                      left < r->w->block ? (size_t)left : r->w->block, rows,
                      &err);
    }
    if (!rc)
        rc = r->fn(r->ctx, first, rows, thread, &err);
    if (!rc)
        return;
    mark_failed(r, block);
    if (!fault->code || block < fault->block)
        *fault = (struct lathe_sweep_fault){rc, block, err};
}

static enum lathe_code run(struct run *r, uint64_t blocks,
                           struct lathe_err *err)
{
    struct lathe_sweep *w = r->w;
    const struct lathe_sweep_fault *worst = &w->fault[0];

    for (int i = 0; i < w->threads; i++)
        w->fault[i] = (struct lathe_sweep_fault){0};
    atomic_store(&r->failed, UINT64_MAX);
    lathe_pool_run(w->pool, (size_t)blocks, run_block, r);
    for (int i = 1; i < w->threads; i++)
        if (w->fault[i].code &&
            (!worst->code || w->fault[i].block < worst->block))
            worst = &w->fault[i];
    if (worst->code && err)
        *err = worst->err;
    return worst->code;
}

enum lathe_code lathe_sweep_run(struct lathe_sweep *w, uint64_t first,
                                uint64_t step, uint64_t blocks,
                                lathe_sweep_fn *fn, void *ctx,
                                struct lathe_err *err)
{
    struct run r = {.w = w, .first = first, .step = step, .fn = fn,
                    .ctx = ctx};

    return run(&r, blocks, err);
}

enum lathe_code lathe_sweep_all(struct lathe_sweep *w, lathe_sweep_fn *fn,
                                void *ctx, struct lathe_err *err)
{
    return lathe_sweep_run(w, 0, w->block, lathe_sweep_blocks(w), fn, ctx,
                           err);
}

enum lathe_code lathe_sweep_rows(struct lathe_sweep *w,
                                 uint64_t (*row)(void *ctx, uint64_t i),
                                 uint64_t n, lathe_sweep_fn *fn, void *ctx,
                                 struct lathe_err *err)
{
    struct run r = {.w = w, .row = row, .fn = fn, .ctx = ctx};

    return run(&r, n, err);
}
