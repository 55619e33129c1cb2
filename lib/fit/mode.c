#include "fit/mode.h"

#include "base/alloc.h"
#include "fit/tally.h"

/* What one column counts in a pass. */
struct counter {
    struct lathe_mode *mode;
    struct lathe_tally tally;
    enum lathe_code code;
    struct lathe_err err;
};

struct pass {
    struct counter *counter;    /* [n] */
    size_t n;
    struct lathe_rows rows;     /* a block */
};

static void count_column(void *ctx, size_t tile, int thread)
{
    struct pass *p = ctx;
    struct counter *c = &p->counter[tile];

    (void)thread;
    c->code = lathe_tally_add(&c->tally, p->rows.number + c->mode->column,
                              p->rows.numbers, p->rows.n, c->mode->name,
                              &c->err);
}

/* Leaves columns out, the last first, until the others fit; one always does. */
static void leave_out(struct pass *p, size_t memory_bytes)
{
    size_t slots = memory_bytes / (sizeof(double) + sizeof(uint64_t));
    size_t used = 0;

    for (size_t i = 0; i < p->n; i++)
        used += p->counter[i].tally.slots;
    while (used > slots && p->n > 1) {
        struct lathe_tally *last = &p->counter[--p->n].tally;

        used -= last->slots;
        lathe_tally_release(last);
    }
}

static enum lathe_code count(struct pass *p,
                             const struct lathe_fit_rows *train,
                             size_t memory_bytes, struct lathe_pool *pool,
                             struct lathe_err *err)
{
    for (uint64_t first = 0; first < train->n; first += p->rows.n) {
        uint64_t left = train->n - first;
        size_t n = left < p->rows.cap ? (size_t)left : p->rows.cap;
        enum lathe_code rc = train->read(train->ctx, first, n, &p->rows, err);

        if (rc)
            return rc;
        lathe_pool_run(pool, p->n, count_column, p);
        for (size_t i = 0; i < p->n; i++)
            if (p->counter[i].code) {
                if (err)
                    *err = p->counter[i].err;
                return p->counter[i].code;
            }
        leave_out(p, memory_bytes);
    }
    return LATHE_OK;
}

enum lathe_code lathe_mode_find(struct lathe_mode *m, size_t n,
                                const struct lathe_fit_rows *train,
                                const struct lathe_schema *s,
                                size_t memory_bytes, struct lathe_pool *pool,
                                struct lathe_err *err)
{
    struct pass p = {0};
    enum lathe_code rc;

    if (n == 0)
        return LATHE_OK;
    rc = lathe_new(&p.counter, n, sizeof *p.counter, "values", err);
    if (!rc)
        rc = lathe_rows_init(&p.rows, s, lathe_fit_block(s), err);
    for (size_t done = 0; done < n && !rc; done += p.n) {
        p.n = n - done;
        for (size_t i = 0; i < p.n; i++)
            p.counter[i] = (struct counter){.mode = &m[done + i]};
        rc = count(&p, train, memory_bytes, pool, err);
        for (size_t i = 0; i < p.n; i++) {
            m[done + i].value = lathe_tally_mode(&p.counter[i].tally);
            lathe_tally_release(&p.counter[i].tally);
        }
    }
    lathe_rows_release(&p.rows);
    lathe_free(p.counter);
    return rc;
}
