#include "train/stream.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "base/errand.h"
#include "data/remap.h"

/* Rows that are read at a time, and the bytes that bound them. */
#define READ_ROWS 1024
#define READ_BYTES ((size_t)4 << 20)
/* A block is read in one go: large enough for a disk ... */
#define BLOCK_BYTES ((size_t)256 << 10)
/* ... and so small that a window has at least so many of them. */
#define WINDOW_BLOCKS 64

/* Streams of lathe_rng for LATHE_RNG_SHUFFLE; memory feeds take 0. */
enum { ORDER_OF_BLOCKS = 1, ORDER_OF_ROWS = 2 };

/* Encoded rows that are there at once, and their order. */
struct window {
    struct lathe_inputs x;
    uint32_t *order;            /* [x.cap], or NULL: as they lie */
};

struct lathe_stream {
    struct lathe_feed feed;     /* first: the loop sees only this */
    struct lathe_stream_opts opts;
    struct lathe_remap remap;
    struct lathe_rows from, to; /* rows on their way */
    size_t rows, block, blocks; /* of the split; rows of a block */
    uint32_t *block_order;      /* [blocks] of this epoch; NULL: as they lie */
    struct window window[2];
    struct lathe_errand *errand;
    bool reading;               /* the errand was started and not waited for */

    /* Of the thread that reads, between start and wait. */
    size_t filling;             /* the window that is being filled */
    size_t next_block, next_row;        /* where it goes on reading */
    uint64_t windows;           /* filled in this epoch */
    uint64_t epoch;

    /* Of the caller. */
    size_t at;                  /* next row of the window that is not being
                                 * filled */
};

/* ---- sizes -------------------------------------------------------------- */

/* Rows of a window: whole batches, at least one. */
static size_t window_rows(const struct lathe_stream_opts *o, size_t rows)
{
    size_t n = o->memory_bytes / 2 / lathe_inputs_bytes(o->schema);

    n -= n % o->batch;
    if (n < o->batch)
        n = o->batch;
    return n < rows || rows == 0 ? n : rows;
}

static size_t block_rows(const struct lathe_stream_opts *o, size_t window)
{
    size_t n = BLOCK_BYTES / lathe_rows_bytes(&o->set->schema);

    if (n > window / WINDOW_BLOCKS)
        n = window / WINDOW_BLOCKS;
    return n ? n : 1;
}

static size_t read_rows(const struct lathe_stream_opts *o)
{
    size_t n = READ_BYTES / lathe_rows_bytes(o->schema) + 1;

    return n < READ_ROWS ? n : READ_ROWS;
}

/* ---- filling a window --------------------------------------------------- */

/* The next `n` rows from `first` on, into the window. */
static enum lathe_code take_rows(struct lathe_stream *s, struct window *w,
                                 size_t first, size_t n,
                                 struct lathe_err *err)
{
    const struct lathe_stream_opts *o = &s->opts;
    enum lathe_code rc = lathe_dataset_read(o->set, o->split, first, n,
                                            &s->from, err);

    if (rc)
        return rc;
    lathe_remap_rows(&s->remap, &s->from, &s->to);
    lathe_rows_drop_targetless(&s->to, o->schema);
    lathe_encode_rows(&w->x, o->schema, &s->to);
    return LATHE_OK;
}

/* As much of the next block as the window takes. */
static enum lathe_code take_block(struct lathe_stream *s, struct window *w,
                                  struct lathe_err *err)
{
    size_t block = s->block_order ? s->block_order[s->next_block]
                                  : s->next_block;
    size_t begin = block * s->block, left = s->rows - begin;
    size_t rows = left < s->block ? left : s->block;
    enum lathe_code rc = LATHE_OK;

    while (!rc && s->next_row < rows && w->x.n < w->x.cap) {
        size_t n = rows - s->next_row;

        if (n > w->x.cap - w->x.n)
            n = w->x.cap - w->x.n;
        if (n > s->from.cap)
            n = s->from.cap;
        rc = take_rows(s, w, begin + s->next_row, n, err);
        s->next_row += n;
    }
    if (s->next_row == rows) {
        s->next_block++;
        s->next_row = 0;
    }
    return rc;
}

/* The job of the thread. */
static enum lathe_code fill(void *ctx, struct lathe_err *err)
{
    struct lathe_stream *s = ctx;
    struct window *w = &s->window[s->filling];
    struct lathe_rng r = lathe_rng_stream(s->opts.seed, LATHE_RNG_SHUFFLE,
                                          ORDER_OF_ROWS + (uint32_t)s->windows,
                                          s->epoch);
    enum lathe_code rc = LATHE_OK;

    w->x.n = 0;
    while (!rc && w->x.n < w->x.cap && s->next_block < s->blocks)
        rc = take_block(s, w, err);
    for (size_t i = 0; w->order && i < w->x.n; i++)
        w->order[i] = (uint32_t)i;
    if (w->order)
        lathe_rng_shuffle(&r, w->order, w->x.n);
    s->windows++;
    return rc;
}

static void start_filling(struct lathe_stream *s)
{
    lathe_errand_start(s->errand, fill, s);
    s->reading = true;
}

/* The window that was being filled becomes the one to take rows from, and the
 * other is filled. */
static enum lathe_code turn(struct lathe_stream *s, struct lathe_err *err)
{
    enum lathe_code rc = lathe_errand_wait(s->errand, err);

    s->reading = false;
    s->at = 0;
    s->filling = 1 - s->filling;
    if (rc)
        s->window[0].x.n = s->window[1].x.n = 0;
    else if (s->next_block < s->blocks)
        start_filling(s);
    return rc;
}

/* ---- the feed ----------------------------------------------------------- */

static enum lathe_code begin(struct lathe_feed *feed, uint64_t epoch,
                             struct lathe_err *err)
{
    struct lathe_stream *s = (struct lathe_stream *)feed;
    struct lathe_rng r = lathe_rng_stream(s->opts.seed, LATHE_RNG_SHUFFLE,
                                          ORDER_OF_BLOCKS, epoch);

    (void)err;
    if (s->reading)             /* of an epoch that was left; so is its
                                 * failure */
        (void)lathe_errand_wait(s->errand, NULL);
    for (size_t i = 0; s->block_order && i < s->blocks; i++)
        s->block_order[i] = (uint32_t)i;
    if (s->block_order)
        lathe_rng_shuffle(&r, s->block_order, s->blocks);
    s->epoch = epoch;
    s->next_block = s->next_row = 0;
    s->windows = 0;
    s->window[0].x.n = s->window[1].x.n = 0;
    s->filling = 0;
    s->at = 0;
    start_filling(s);
    return LATHE_OK;
}

static enum lathe_code next(struct lathe_feed *feed, size_t want,
                            struct lathe_batch *batch, struct lathe_err *err)
{
    struct lathe_stream *s = (struct lathe_stream *)feed;
    const struct window *w = &s->window[1 - s->filling];
    enum lathe_code rc = LATHE_OK;

    *batch = (struct lathe_batch){0};
    if (s->at == w->x.n) {
        if (!s->reading)
            return LATHE_OK;
        rc = turn(s, err);
        w = &s->window[1 - s->filling];
    }
    if (rc)
        return rc;
    *batch = (struct lathe_batch){
        .x = &w->x,
        .row = w->order ? w->order + s->at : NULL,
        .first = s->at,
        .n = want < w->x.n - s->at ? want : w->x.n - s->at,
        .weight = s->opts.weight,
        .augment = s->opts.augment,
    };
    s->at += batch->n;
    return LATHE_OK;
}

struct lathe_feed *lathe_stream_feed(struct lathe_stream *s)
{
    return &s->feed;
}

size_t lathe_stream_window(const struct lathe_stream *s)
{
    return s->window[0].x.cap;
}

/* ---- life --------------------------------------------------------------- */

static enum lathe_code make_windows(struct lathe_stream *s, size_t rows,
                                    struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (int i = 0; i < 2 && !rc; i++) {
        struct window *w = &s->window[i];

        rc = lathe_inputs_init(&w->x, s->opts.schema, rows, err);
        if (!rc && s->opts.shuffle)
            rc = lathe_new(&w->order, rows, sizeof *w->order,
                           "the order of the rows", err);
    }
    return rc;
}

enum lathe_code lathe_stream_new(struct lathe_stream **out,
                                 const struct lathe_stream_opts *opts,
                                 struct lathe_err *err)
{
    struct lathe_stream *s = NULL;
    uint64_t rows = opts->set->rows[opts->split];
    size_t window;
    enum lathe_code rc = lathe_new(&s, 1, sizeof *s, "a stream of rows", err);

    if (rc)
        return rc;
    s->feed = (struct lathe_feed){ .rows = (size_t)rows, .begin = begin,
                                   .next = next };
    s->opts = *opts;
    s->rows = (size_t)rows;
    window = window_rows(opts, s->rows);
    s->block = block_rows(opts, window);
    s->blocks = (s->rows + s->block - 1) / s->block;
    if (s->blocks >= UINT32_MAX || window >= UINT32_MAX) {
        rc = lathe_fail(err, LATHE_EDATA, "%llu rows are more than training "
                        "takes", (unsigned long long)rows);
        goto out;
    }
    rc = lathe_remap_init(&s->remap, &opts->set->schema, opts->schema, err);
    if (!rc)
        rc = lathe_rows_init(&s->from, &opts->set->schema, read_rows(opts),
                             err);
    if (!rc)
        rc = lathe_rows_init(&s->to, opts->schema, s->from.cap, err);
    if (!rc)
        rc = make_windows(s, window, err);
    if (!rc && opts->shuffle)
        rc = lathe_new(&s->block_order, s->blocks, sizeof *s->block_order,
                       "the order of the rows", err);
    if (!rc)
        rc = lathe_errand_new(&s->errand, err);
    if (rc)
        goto out;

    *out = s;
    s = NULL;
out:
    lathe_stream_free(s);
    return rc;
}

void lathe_stream_free(struct lathe_stream *s)
{
    if (!s)
        return;
    lathe_errand_free(s->errand);
    for (int i = 0; i < 2; i++) {
        lathe_inputs_release(&s->window[i].x);
        lathe_free(s->window[i].order);
    }
    lathe_free(s->block_order);
    lathe_rows_release(&s->from);
    lathe_rows_release(&s->to);
    lathe_remap_release(&s->remap);
    lathe_free(s);
}
