#include "fit/bracket.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "fit/seek.h"
#include "fit/sweep.h"

#include <pthread.h>
#include <string.h>

/* Rows of a sample: more than MOST, or a row in PART, do not narrow the
 * brackets enough to be worth sorting, with less than FEW columns are better
 * taken in groups, and less than LEAST tell nothing. */
#define MOST ((size_t)1 << 16)
#define PART 16
#define FEW ((size_t)1 << 14)
#define LEAST ((size_t)64)
/* Bytes of rows that are read in the time of a row alone. */
#define ALONE_BYTES ((size_t)16 << 10)

struct job {
    struct lathe_seek seek;     /* a group of columns */
    struct lathe_sweep sweep;
    size_t row_bytes;
};

/* ---- the sample --------------------------------------------------------- */

/* Part i of the rows begins here. Those with one row more are spread evenly:
 * a row must have about the same chance wherever it is. */
static uint64_t part_of(const struct job *j, uint64_t i)
{
    uint64_t n = j->seek.sample, rows = j->seek.rows;

    return i * (rows / n) + i * (rows % n) / n;
}

static enum lathe_code take_row(void *ctx, uint64_t i,
                                const struct lathe_rows *rows, int thread,
                                struct lathe_err *err)
{
    struct job *j = ctx;

    (void)thread;
    (void)err;
    lathe_seek_take(&j->seek, (size_t)i, rows, 0, 1);
    return LATHE_OK;
}

static uint64_t row_of(void *ctx, uint64_t i)
{
    const struct job *j = ctx;
    uint64_t first = part_of(j, i);

    return first + lathe_digest_hash(&i, sizeof i, 0) %
                       (part_of(j, i + 1) - first);
}

/* Those rows of a block that are in the sample. */
static enum lathe_code take_some(void *ctx, uint64_t first,
                                 const struct lathe_rows *rows, int thread,
                                 struct lathe_err *err)
{
    struct job *j = ctx;
    uint64_t low = 0, parts = j->seek.sample;

    (void)thread;
    (void)err;
    while (parts > 1) {         /* the part that the first row is in */
        uint64_t half = parts / 2;

        low = part_of(j, low + half) <= first ? low + half : low;
        parts -= half;
    }
    for (uint64_t i = low; i < j->seek.sample; i++) {
        uint64_t row = row_of(j, i);

        if (row >= first + rows->n)
            break;
        if (row >= first)
            lathe_seek_take(&j->seek, (size_t)i, rows,
                            (size_t)(row - first), 1);
    }
    return LATHE_OK;
}

/* The keys of all rows, when the sample is that. */
static enum lathe_code take_block(void *ctx, uint64_t first,
                                  const struct lathe_rows *rows, int thread,
                                  struct lathe_err *err)
{
    struct job *j = ctx;

    (void)thread;
    (void)err;
    lathe_seek_take(&j->seek, (size_t)first, rows, 0, rows->n);
    return LATHE_OK;
}

static enum lathe_code take_sample(struct job *j, struct lathe_err *err)
{
    struct lathe_sweep *w = &j->sweep;
    enum lathe_code rc;

    if (j->seek.sample == j->seek.rows)
        rc = lathe_sweep_all(w, take_block, j, err);
    else if (j->seek.rows / j->seek.sample < ALONE_BYTES / j->row_bytes)
        rc = lathe_sweep_all(w, take_some, j, err);
    else
        rc = lathe_sweep_rows(w, row_of, j->seek.sample, take_row, j, err);
    if (!rc)
        lathe_seek_sort(&j->seek);
    return rc;
}

/* ---- a group of columns ------------------------------------------------- */

static enum lathe_code add_block(void *ctx, uint64_t first,
                                 const struct lathe_rows *rows, int thread,
                                 struct lathe_err *err)
{
    struct job *j = ctx;

    (void)first;
    (void)err;
    lathe_seek_add(&j->seek, rows, &j->seek.hand[thread]);
    return LATHE_OK;
}

static enum lathe_code run_pass(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc = lathe_seek_begin(&j->seek, err);

    if (!rc)
        rc = lathe_sweep_all(&j->sweep, add_block, j, err);
    if (!rc)
        lathe_seek_end(&j->seek);
    return rc;
}

static enum lathe_code find_group(struct job *j, size_t memory_bytes,
                                  struct lathe_err *err)
{
    bool again = true;
    enum lathe_code rc = take_sample(j, err);

    if (!rc && j->seek.sample == j->seek.rows)
        return lathe_seek_pick(&j->seek, err);
    if (rc)
        return rc;
    lathe_seek_cut(&j->seek, memory_bytes);
    for (int pass = 0; pass < 2 && again && !rc; pass++) {
        rc = run_pass(j, err);
        if (!rc)
            rc = lathe_seek_judge(&j->seek, memory_bytes, &again, err);
    }
    return rc;
}

/* ---- all columns -------------------------------------------------------- */

/* Rows of the sample and columns of a group: all of both, or as the memory
 * allows. False when it does not. */
static bool plan(struct job *j, size_t n, size_t memory_bytes)
{
    size_t room = memory_bytes / 2 / sizeof(uint64_t);
    uint64_t most = j->seek.rows / PART;

    j->seek.n = n;
    if (most < FEW)
        most = FEW;
    if (most > MOST)
        most = MOST;
    j->seek.sample = (size_t)(room / n < most ? room / n : most);
    if (j->seek.rows <= room / n || j->seek.rows <= MOST)
        j->seek.sample = (size_t)j->seek.rows;
    else if (j->seek.sample < FEW)
        j->seek.sample = FEW;
    if (j->seek.sample > room)
        j->seek.sample = room;
    if (j->seek.sample < LEAST && j->seek.sample < j->seek.rows)
        return false;
    if (j->seek.n > room / j->seek.sample)
        j->seek.n = room / j->seek.sample;
    return true;
}

enum lathe_code lathe_bracket_find(struct lathe_quantile *q, size_t n,
                                   const struct lathe_fit_rows *train,
                                   const struct lathe_schema *s,
                                   size_t memory_bytes,
                                   struct lathe_pool *pool, bool *found,
                                   struct lathe_err *err)
{
    struct job j = {.seek = {.pool = pool, .rows = train->n},
                    .row_bytes = lathe_rows_bytes(s)};
    struct lathe_seek *k = &j.seek;
    size_t group;
    enum lathe_code rc;

    memset(found, 0, n * sizeof *found);
    if (n == 0 || train->n == 0 || !plan(&j, n, memory_bytes))
        return LATHE_OK;
    group = k->n;
    rc = lathe_seek_init(k, s, err);
    if (!rc)
        rc = lathe_sweep_init(&j.sweep, train, s, pool, err);
    for (size_t first = 0; first < n && !rc; first += group) {
        k->n = n - first < group ? n - first : group;
        for (size_t c = 0; c < k->n; c++)
            lathe_seek_ask(k, c, &q[first + c], &found[first + c]);
        rc = find_group(&j, memory_bytes - k->n * k->sample * sizeof *k->key,
                        err);
    }
    lathe_seek_release(k);
    lathe_sweep_release(&j.sweep);
    return rc;
}

/* ---- a pass that others make -------------------------------------------- */

struct lathe_bracket {
    struct job job;             /* its sweep is for what was missed */
    struct lathe_quantile *q;   /* [n] own ones */
    bool *found;                /* [n] */
    size_t memory_bytes;
    pthread_mutex_t lock;       /* of what follows */
    struct lathe_seek_hand *idle;          /* as many as threads may add rows */
};

enum lathe_code lathe_bracket_new(struct lathe_bracket **out,
                                  const struct lathe_quantile *q, size_t n,
                                  size_t sample, const struct lathe_schema *s,
                                  size_t memory_bytes, struct lathe_pool *pool,
                                  struct lathe_err *err)
{
    struct lathe_bracket *b = NULL;
    struct lathe_seek *k;
    enum lathe_code rc = lathe_new(&b, 1, sizeof *b, "quantiles", err);

    if (rc)
        return rc;
    pthread_mutex_init(&b->lock, NULL);
    b->memory_bytes = memory_bytes;
    k = &b->job.seek;
    *k = (struct lathe_seek){.pool = pool, .n = n, .sample = sample};
    rc = lathe_new(&b->q, n, sizeof *b->q, "quantiles", err);
    if (!rc)
        rc = lathe_new(&b->found, n, sizeof *b->found, "quantiles", err);
    if (!rc)
        rc = lathe_seek_init(k, s, err);
    for (size_t c = 0; c < n && !rc; c++) {
        b->q[c] = q[c];
        lathe_seek_ask(k, c, &b->q[c], &b->found[c]);
    }
    for (int t = 0; t < k->threads && !rc; t++) {
        k->hand[t].next = b->idle;
        b->idle = &k->hand[t];
    }
    if (rc)
        lathe_bracket_free(b);
    else
        *out = b;
    return rc;
}

void lathe_bracket_free(struct lathe_bracket *b)
{
    if (!b)
        return;
    lathe_seek_release(&b->job.seek);
    lathe_sweep_release(&b->job.sweep);
    lathe_free(b->q);
    lathe_free(b->found);
    pthread_mutex_destroy(&b->lock);
    lathe_free(b);
}

void lathe_bracket_take(struct lathe_bracket *b, size_t i,
                        const struct lathe_rows *row)
{
    lathe_seek_take(&b->job.seek, i, row, 0, 1);
}

enum lathe_code lathe_bracket_cut(struct lathe_bracket *b, uint64_t rows,
                                  struct lathe_err *err)
{
    struct lathe_seek *k = &b->job.seek;

    k->rows = rows;
    lathe_seek_sort(k);
    for (size_t c = 0; c < k->n; c++) {
        double share = (double)lathe_seek_present(k, c) / (double)k->sample;

        b->q[c].present = (uint64_t)((double)rows * share);
        k->column[c].open = b->q[c].present > 0;
        if (!k->column[c].open) /* which has no ranks */
            b->q[c].present = 1;
    }
    lathe_seek_cut(k, b->memory_bytes);
    lathe_free(k->key);
    k->key = NULL;
    return lathe_seek_begin(k, err);
}

void lathe_bracket_add(struct lathe_bracket *b, const struct lathe_rows *rows)
{
    struct lathe_seek_hand *h;

    pthread_mutex_lock(&b->lock);
    h = b->idle;
    b->idle = h->next;
    pthread_mutex_unlock(&b->lock);
    lathe_seek_add(&b->job.seek, rows, h);
    pthread_mutex_lock(&b->lock);
    h->next = b->idle;
    b->idle = h;
    pthread_mutex_unlock(&b->lock);
}

/* The columns of q[n] are among those looked for; others are not any more. */
static void ask(struct lathe_bracket *b, struct lathe_quantile *q, size_t n,
                bool *found)
{
    struct lathe_seek *j = &b->job.seek;
    size_t k = 0;

    for (size_t c = 0; c < j->n; c++) {
        struct lathe_seek_column *s = &j->column[c];

        while (k < n && q[k].column < s->q->column)
            k++;
        if (k == n || q[k].column != s->q->column) {
            s->open = false;
            continue;
        }
        s->q = &q[k];
        s->found = &found[k];
        s->bins.present = q[k].present;
        lathe_ranks_of(&s->bins.ranks, &q[k]);
    }
}

enum lathe_code lathe_bracket_end(struct lathe_bracket *b,
                                  struct lathe_quantile *q, size_t n,
                                  const struct lathe_fit_rows *train,
                                  const struct lathe_schema *s, bool *found,
                                  struct lathe_err *err)
{
    struct lathe_seek *k = &b->job.seek;
    bool again = false;
    enum lathe_code rc;

    memset(found, 0, n * sizeof *found);
    ask(b, q, n, found);
    lathe_seek_end(k);
    rc = lathe_seek_judge(k, b->memory_bytes, &again, err);
    if (rc || !again)
        return rc;
    rc = lathe_sweep_init(&b->job.sweep, train, s, k->pool, err);
    if (!rc)
        rc = run_pass(&b->job, err);
    return rc ? rc : lathe_seek_judge(k, b->memory_bytes, &again, err);
}
