#include "prepare/bracket.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "prepare/bins.h"
#include "prepare/order.h"
#include "prepare/sweep.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* Rows of a sample: more than MOST, or a row in PART, do not narrow the
 * brackets enough to be worth sorting, with less than FEW columns are better
 * taken in groups, and less than LEAST tell nothing. */
#define MOST ((size_t)1 << 16)
#define PART 16
#define FEW ((size_t)1 << 14)
#define LEAST ((size_t)64)
/* Bytes of rows that are read in the time of a row alone. */
#define ALONE_BYTES 4096
/* Bins of an interval, when its values are put aside and when they are only
 * counted. */
#define COARSE 16
#define FINE 64

/* One column. */
struct seek {
    struct lathe_quantile *q;
    bool *found;
    bool open;                  /* still looked for */
    struct lathe_bins bins;
    uint64_t *key;              /* [sample] */
    double value[LATHE_RANKS];
    enum lathe_bins_outcome outcome;
};

/* What a thread has for itself. */
struct hand {
    struct hand *next;          /* of those that are free (lathe_bracket) */
    uint64_t *scratch;          /* [sample] for sorting */
    uint64_t *count;            /* [columns x slots] */
    struct lathe_bins_aside aside;
    struct lathe_columns_places places;
};

struct job {
    struct lathe_pool *pool;    /* or NULL */
    int threads;
    struct lathe_sweep sweep;
    uint64_t rows;
    size_t row_bytes;
    struct seek *seek;          /* [n] a group of columns */
    size_t n;
    size_t sample;              /* rows */
    uint64_t *key;              /* [n x sample] */
    struct lathe_bin *bin;      /* [n x bins] */
    size_t bins, slots;         /* of a column */
    struct hand *hand;          /* [threads] */
    struct lathe_columns columns;
    size_t fine;
    bool keep;
};

/* ---- the sample --------------------------------------------------------- */

/* Part i of the rows begins here. Those with one row more are spread evenly:
 * a row must have about the same chance wherever it is. */
static uint64_t part_of(const struct job *j, uint64_t i)
{
    uint64_t step = j->rows / j->sample, more = j->rows % j->sample;

    return i * step + i * more / j->sample;
}

/* Row `row` becomes number i of the sample. */
static void take_keys(struct job *j, uint64_t i, const struct lathe_rows *rows,
                      size_t row)
{
    for (size_t c = 0; c < j->n; c++) {
        size_t step;
        const double *v = lathe_rows_real(rows, j->seek[c].q->column, &step);

        j->seek[c].key[i] = lathe_order_key(v[row * step]);
    }
}

static enum lathe_code take_row(void *ctx, uint64_t i,
                                const struct lathe_rows *rows, int thread,
                                struct lathe_err *err)
{
    (void)thread;
    (void)err;
    take_keys(ctx, i, rows, 0);
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
    uint64_t low = 0, parts = j->sample;

    (void)thread;
    (void)err;
    while (parts > 1) {         /* the part that the first row is in */
        uint64_t half = parts / 2;

        low = part_of(j, low + half) <= first ? low + half : low;
        parts -= half;
    }
    for (uint64_t i = low; i < j->sample; i++) {
        uint64_t row = row_of(j, i);

        if (row >= first + rows->n)
            break;
        if (row >= first)
            take_keys(j, i, rows, (size_t)(row - first));
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
    for (size_t c = 0; c < j->n; c++) {
        size_t step;
        const double *v = lathe_rows_real(rows, j->seek[c].q->column, &step);

        for (size_t i = 0; i < rows->n; i++)
            j->seek[c].key[first + i] = lathe_order_key(v[i * step]);
    }
    return LATHE_OK;
}

/* Missing values come last. */
static size_t present_of(const uint64_t *key, size_t n)
{
    while (n > 0 && key[n - 1] == UINT64_MAX)
        n--;
    return n;
}

static void sort_column(void *ctx, size_t tile, int thread)
{
    struct job *j = ctx;

    lathe_order_sort_keys(j->seek[tile].key, j->hand[thread].scratch,
                          j->sample);
}

static void cut_column(void *ctx, size_t tile, int thread)
{
    struct job *j = ctx;
    struct seek *s = &j->seek[tile];

    (void)thread;
    s->bins.bin = j->bin + tile * j->bins;
    lathe_bins_cut(&s->bins, s->q, s->key, present_of(s->key, j->sample),
                   j->fine, j->keep);
}

static enum lathe_code take_sample(struct job *j, struct lathe_err *err)
{
    struct lathe_sweep *w = &j->sweep;
    enum lathe_code rc;

    if (j->sample == j->rows)
        rc = lathe_sweep_all(w, take_block, j, err);
    else if (j->rows / j->sample < ALONE_BYTES / j->row_bytes)
        rc = lathe_sweep_all(w, take_some, j, err);
    else
        rc = lathe_sweep_rows(w, row_of, j->sample, take_row, j, err);
    if (!rc)
        lathe_pool_run(j->pool, j->n, sort_column, j);
    return rc;
}

/* ---- a pass over all rows ----------------------------------------------- */

/* What a block has put aside goes behind what others have. */
static void hand_over(struct lathe_bins *b, const struct lathe_bins_aside *a,
                      size_t n)
{
    for (size_t i = 0; i < b->intervals; i++) {
        struct lathe_bins_interval *v = &b->interval[i];
        uint64_t at;

        if (a->used[i] == 0)
            continue;
        at = atomic_fetch_add(&v->used, a->used[i]);
        if (at + a->used[i] <= v->room)
            memcpy(v->value + at, a->value + i * n,
                   a->used[i] * sizeof *v->value);
    }
}

/* A column on its own. */
static void add_column(struct job *j, size_t c, const struct lathe_rows *rows,
                       struct hand *h)
{
    struct seek *s = &j->seek[c];
    size_t step;
    const double *v = lathe_rows_real(rows, s->q->column, &step);

    lathe_bins_add(&s->bins, v, step, rows->n, h->count + c * j->slots,
                   &h->aside);
    hand_over(&s->bins, &h->aside, rows->n);
}

/* Whether the columns from `c` on are a group: beside each other, numbers or
 * values alone, and all looked for. */
static bool is_group(const struct job *j, size_t c, size_t numbers)
{
    size_t column = j->seek[c].q->column;

    if (j->n - c < LATHE_COLUMNS ||
        (column < numbers && numbers - column < LATHE_COLUMNS))
        return false;
    for (size_t k = 0; k < LATHE_COLUMNS; k++)
        if (!j->seek[c + k].open || j->seek[c + k].q->column != column + k)
            return false;
    return true;
}

static void add_group(struct job *j, size_t c, const struct lathe_rows *rows,
                      struct hand *h)
{
    size_t step;
    const double *v = lathe_rows_real(rows, j->seek[c].q->column, &step);

    h->places.edges = 0;
    for (size_t k = 0; k < LATHE_COLUMNS; k++)
        lathe_bins_put_edges(&j->seek[c + k].bins, &h->places, k);
    j->columns.places(v, step, rows->n, &h->places);
    for (size_t k = 0; k < LATHE_COLUMNS; k++) {
        struct lathe_bins *b = &j->seek[c + k].bins;

        lathe_bins_add_places(b, v, step, rows->n, &h->places, k,
                              h->count + (c + k) * j->slots, &h->aside);
        hand_over(b, &h->aside, rows->n);
    }
}

static void add_rows(struct job *j, const struct lathe_rows *rows,
                     struct hand *h)
{
    size_t c = 0;

    while (c < j->n) {
        if (is_group(j, c, rows->numbers)) {
            add_group(j, c, rows, h);
            c += LATHE_COLUMNS;
            continue;
        }
        if (j->seek[c].open)
            add_column(j, c, rows, h);
        c++;
    }
}

static enum lathe_code add_block(void *ctx, uint64_t first,
                                 const struct lathe_rows *rows, int thread,
                                 struct lathe_err *err)
{
    struct job *j = ctx;

    (void)first;
    (void)err;
    add_rows(j, rows, &j->hand[thread]);
    return LATHE_OK;
}

static void resolve_column(void *ctx, size_t tile, int thread)
{
    struct job *j = ctx;
    struct seek *s = &j->seek[tile];

    (void)thread;
    if (s->open)
        s->outcome = lathe_bins_resolve(&s->bins,
                                        j->hand[0].count + tile * j->slots,
                                        s->value);
}

static void release_values(struct job *j)
{
    for (size_t c = 0; c < j->n; c++)
        for (size_t i = 0; i < LATHE_RANKS; i++) {
            lathe_free(j->seek[c].bins.interval[i].value);
            j->seek[c].bins.interval[i].value = NULL;
        }
}

static enum lathe_code make_room(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t c = 0; c < j->n; c++)
        for (size_t i = 0; i < j->seek[c].bins.intervals && !rc; i++) {
            struct lathe_bins_interval *v = &j->seek[c].bins.interval[i];

            if (!j->seek[c].open)
                break;
            rc = lathe_new(&v->value, (size_t)v->room, sizeof *v->value,
                           "values of a column", err);
        }
    return rc;
}

static enum lathe_code begin_pass(struct job *j, struct lathe_err *err)
{
    for (int t = 0; t < j->threads; t++)
        memset(j->hand[t].count, 0, j->n * j->slots * sizeof(uint64_t));
    return make_room(j, err);
}

/* Each open column has its outcome then. */
static void end_pass(struct job *j)
{
    for (int t = 1; t < j->threads; t++)
        for (size_t i = 0; i < j->n * j->slots; i++)
            j->hand[0].count[i] += j->hand[t].count[i];
    lathe_pool_run(j->pool, j->n, resolve_column, j);
}

static enum lathe_code run_pass(struct job *j, struct lathe_err *err)
{
    enum lathe_code rc = begin_pass(j, err);

    if (!rc)
        rc = lathe_sweep_all(&j->sweep, add_block, j, err);
    if (!rc)
        end_pass(j);
    release_values(j);
    return rc;
}

/* ---- a group of columns ------------------------------------------------- */

static enum lathe_code rows_changed(struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA,
                      "the training rows changed while they were read");
}

static void settle(struct seek *s)
{
    lathe_ranks_put(&s->bins.ranks, s->value, s->q);
    *s->found = true;
    s->open = false;
}

/* All values are known. */
static enum lathe_code pick(struct job *j, struct lathe_err *err)
{
    for (size_t c = 0; c < j->n; c++) {
        struct seek *s = &j->seek[c];

        if (present_of(s->key, j->sample) != s->q->present)
            return rows_changed(err);
        lathe_ranks_of(&s->bins.ranks, s->q);
        for (size_t r = 0; r < s->bins.ranks.n; r++)
            s->value[r] = lathe_order_value(s->key[s->bins.ranks.rank[r]]);
        settle(s);
    }
    return LATHE_OK;
}

static uint64_t room_of(const struct seek *s)
{
    uint64_t room = 0;

    for (size_t i = 0; s->open && i < s->bins.intervals; i++)
        room += s->bins.interval[i].room;
    return room;
}

static bool fits(const struct job *j, size_t memory_bytes)
{
    uint64_t room = 0;

    for (size_t c = 0; c < j->n; c++)
        room += room_of(&j->seek[c]);
    return room <= memory_bytes / sizeof(double);
}

/* Cuts so that there is memory for what is kept; if there is not for all of
 * it, values are but counted. */
static void cut(struct job *j, size_t memory_bytes)
{
    j->fine = COARSE;
    j->keep = true;
    lathe_pool_run(j->pool, j->n, cut_column, j);
    if (fits(j, memory_bytes))
        return;
    j->fine = FINE;
    j->keep = false;
    lathe_pool_run(j->pool, j->n, cut_column, j);
}

/* Columns that were found, and those that were not, are done with; what
 * remains of the counted ones is put aside in the next pass, as much as fits
 * into memory. */
static enum lathe_code look_at_outcomes(struct job *j, size_t memory_bytes,
                                        bool *again, struct lathe_err *err)
{
    uint64_t left = memory_bytes / sizeof(double);

    *again = false;
    for (size_t c = 0; c < j->n; c++) {
        struct seek *s = &j->seek[c];

        if (!s->open)
            continue;
        if (s->outcome == LATHE_BINS_CHANGED)
            return rows_changed(err);
        if (s->outcome == LATHE_BINS_FOUND)
            settle(s);
        if (s->outcome == LATHE_BINS_MISSED)
            s->open = false;
        if (!s->open)
            continue;
        lathe_bins_focus(&s->bins, j->hand[0].count + c * j->slots);
        s->open = room_of(s) <= left;
        left -= room_of(s);
        *again = *again || s->open;
    }
    return LATHE_OK;
}

static enum lathe_code find_group(struct job *j, size_t memory_bytes,
                                  struct lathe_err *err)
{
    bool again = true;
    enum lathe_code rc = take_sample(j, err);

    if (!rc && j->sample == j->rows)
        return pick(j, err);
    if (rc)
        return rc;
    cut(j, memory_bytes);
    for (int pass = 0; pass < 2 && again && !rc; pass++) {
        rc = run_pass(j, err);
        if (!rc)
            rc = look_at_outcomes(j, memory_bytes, &again, err);
    }
    return rc;
}

/* ---- all columns -------------------------------------------------------- */

/* Rows of the sample and columns of a group: all of both, or as the memory
 * allows. False when it does not. */
static bool plan(struct job *j, size_t n, size_t memory_bytes)
{
    size_t room = memory_bytes / 2 / sizeof(uint64_t);
    uint64_t most = j->rows / PART;

    j->n = n;
    if (most < FEW)
        most = FEW;
    if (most > MOST)
        most = MOST;
    j->sample = (size_t)(room / n < most ? room / n : most);
    if (j->rows <= room / n || j->rows <= MOST)
        j->sample = (size_t)j->rows;
    else if (j->sample < FEW)
        j->sample = FEW;
    if (j->sample > room)
        j->sample = room;
    if (j->sample < LEAST && j->sample < j->rows)
        return false;
    if (j->n > room / j->sample)
        j->n = room / j->sample;
    j->bins = LATHE_BINS_MOST(FINE);
    j->slots = LATHE_BINS_GAPS + j->bins;
    return true;
}

static enum lathe_code job_init(struct job *j, const struct lathe_schema *s,
                                struct lathe_err *err)
{
    bool all = j->sample == j->rows;
    size_t bins = all ? 0 : j->n * j->bins, slots = all ? 0 : j->n * j->slots;
    size_t aside = all ? 0 : LATHE_RANKS * lathe_fit_block(s);
    size_t hits = all ? 0 : LATHE_COLUMNS * lathe_fit_block(s);
    const char *what = "quantiles";
    enum lathe_code rc = lathe_new(&j->seek, j->n, sizeof *j->seek, what, err);

    if (!rc)
        rc = lathe_new(&j->key, j->n * j->sample, sizeof *j->key, what, err);
    if (!rc)
        rc = lathe_new(&j->bin, bins, sizeof *j->bin, what, err);
    if (!rc)
        rc = lathe_new(&j->hand, (size_t)j->threads, sizeof *j->hand,
                       what, err);
    for (int t = 0; t < j->threads && !rc; t++) {
        struct hand *h = &j->hand[t];

        rc = lathe_new(&h->scratch, j->sample, sizeof *h->scratch, what, err);
        if (!rc)
            rc = lathe_new(&h->count, slots, sizeof *h->count, what, err);
        if (!rc)
            rc = lathe_new(&h->aside.value, aside, sizeof(double), what, err);
        if (!rc)
            rc = lathe_new(&h->places.hit, hits, sizeof *h->places.hit, what,
                           err);
    }
    return rc;
}

static void job_release(struct job *j)
{
    for (int t = 0; j->hand && t < j->threads; t++) {
        lathe_free(j->hand[t].scratch);
        lathe_free(j->hand[t].count);
        lathe_free(j->hand[t].aside.value);
        lathe_free(j->hand[t].places.hit);
    }
    lathe_free(j->hand);
    lathe_free(j->bin);
    lathe_free(j->key);
    lathe_free(j->seek);
    lathe_sweep_release(&j->sweep);
}

enum lathe_code lathe_bracket_find(struct lathe_quantile *q, size_t n,
                                   const struct lathe_fit_rows *train,
                                   const struct lathe_schema *s,
                                   size_t memory_bytes,
                                   struct lathe_pool *pool, bool *found,
                                   struct lathe_err *err)
{
    struct job j = {.pool = pool, .threads = lathe_pool_threads(pool),
                    .rows = train->n, .row_bytes = lathe_rows_bytes(s),
                    .columns = lathe_columns_for(lathe_cpu_level())};
    size_t group;
    enum lathe_code rc;

    memset(found, 0, n * sizeof *found);
    if (n == 0 || train->n == 0 || !plan(&j, n, memory_bytes))
        return LATHE_OK;
    group = j.n;
    rc = job_init(&j, s, err);
    if (!rc)
        rc = lathe_sweep_init(&j.sweep, train, s, pool, err);
    for (size_t first = 0; first < n && !rc; first += group) {
        j.n = n - first < group ? n - first : group;
        for (size_t c = 0; c < j.n; c++)
            j.seek[c] = (struct seek){.q = &q[first + c],
                                      .found = &found[first + c],
                                      .open = true,
                                      .key = j.key + c * j.sample};
        rc = find_group(&j, memory_bytes - j.n * j.sample * sizeof *j.key,
                        err);
    }
    job_release(&j);
    return rc;
}

/* ---- a pass that others make -------------------------------------------- */

struct lathe_bracket {
    struct job job;
    struct lathe_quantile *q;   /* [n] own ones */
    bool *found;                /* [n] */
    size_t memory_bytes;
    pthread_mutex_t lock;       /* of what follows */
    struct hand *idle;          /* as many as threads may add rows */
};

enum lathe_code lathe_bracket_new(struct lathe_bracket **out,
                                  const struct lathe_quantile *q, size_t n,
                                  size_t sample, const struct lathe_schema *s,
                                  size_t memory_bytes, struct lathe_pool *pool,
                                  struct lathe_err *err)
{
    struct lathe_bracket *b = NULL;
    struct job *j;
    enum lathe_code rc = lathe_new(&b, 1, sizeof *b, "quantiles", err);

    if (rc)
        return rc;
    pthread_mutex_init(&b->lock, NULL);
    b->memory_bytes = memory_bytes;
    j = &b->job;
    *j = (struct job){.pool = pool, .threads = lathe_pool_threads(pool),
                      .n = n, .sample = sample,
                      .columns = lathe_columns_for(lathe_cpu_level()),
                      .bins = LATHE_BINS_MOST(FINE),
                      .slots = LATHE_BINS_GAPS + LATHE_BINS_MOST(FINE)};
    rc = lathe_new(&b->q, n, sizeof *b->q, "quantiles", err);
    if (!rc)
        rc = lathe_new(&b->found, n, sizeof *b->found, "quantiles", err);
    if (!rc)
        rc = job_init(j, s, err);
    for (size_t c = 0; c < n && !rc; c++) {
        b->q[c] = q[c];
        j->seek[c] = (struct seek){.q = &b->q[c], .found = &b->found[c],
                                   .open = true, .key = j->key + c * sample};
    }
    for (int t = 0; t < j->threads && !rc; t++) {
        j->hand[t].next = b->idle;
        b->idle = &j->hand[t];
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
    if (b->job.seek)
        release_values(&b->job);
    job_release(&b->job);
    lathe_free(b->q);
    lathe_free(b->found);
    pthread_mutex_destroy(&b->lock);
    lathe_free(b);
}

void lathe_bracket_take(struct lathe_bracket *b, size_t i,
                        const struct lathe_rows *row)
{
    take_keys(&b->job, i, row, 0);
}

enum lathe_code lathe_bracket_cut(struct lathe_bracket *b, uint64_t rows,
                                  struct lathe_err *err)
{
    struct job *j = &b->job;

    j->rows = rows;
    lathe_pool_run(j->pool, j->n, sort_column, j);
    for (size_t c = 0; c < j->n; c++) {
        size_t n = present_of(j->seek[c].key, j->sample);
        double share = (double)n / (double)j->sample;

        b->q[c].present = (uint64_t)((double)rows * share);
        j->seek[c].open = b->q[c].present > 0;
        if (!j->seek[c].open)   /* which has no ranks */
            b->q[c].present = 1;
    }
    cut(j, b->memory_bytes);
    lathe_free(j->key);
    j->key = NULL;
    return begin_pass(j, err);
}

void lathe_bracket_add(struct lathe_bracket *b, const struct lathe_rows *rows)
{
    struct hand *h;

    pthread_mutex_lock(&b->lock);
    h = b->idle;
    b->idle = h->next;
    pthread_mutex_unlock(&b->lock);
    add_rows(&b->job, rows, h);
    pthread_mutex_lock(&b->lock);
    h->next = b->idle;
    b->idle = h;
    pthread_mutex_unlock(&b->lock);
}

/* The columns of q[n] are among those looked for; others are not any more. */
static void ask(struct lathe_bracket *b, struct lathe_quantile *q, size_t n,
                bool *found)
{
    struct job *j = &b->job;
    size_t k = 0;

    for (size_t c = 0; c < j->n; c++) {
        struct seek *s = &j->seek[c];

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
    struct job *j = &b->job;
    bool again = false;
    enum lathe_code rc;

    memset(found, 0, n * sizeof *found);
    ask(b, q, n, found);
    end_pass(j);
    release_values(j);
    rc = look_at_outcomes(j, b->memory_bytes, &again, err);
    if (rc || !again)
        return rc;
    rc = lathe_sweep_init(&j->sweep, train, s, j->pool, err);
    if (!rc)
        rc = run_pass(j, err);
    return rc ? rc : look_at_outcomes(j, b->memory_bytes, &again, err);
}
