#include "train/feed.h"

#include "base/alloc.h"
#include "base/rng.h"

static enum lathe_code begin(struct lathe_feed *feed, uint64_t epoch,
                             struct lathe_err *err)
{
    struct lathe_memory_feed *f = (struct lathe_memory_feed *)feed;
    struct lathe_rng r = lathe_rng_stream(f->seed, LATHE_RNG_SHUFFLE, 0,
                                          epoch);

    (void)err;
    f->at = 0;
    if (!f->order)
        return LATHE_OK;
    for (size_t i = 0; i < feed->rows; i++)     /* so that an epoch's order
                                                 * needs no other's */
        f->order[i] = (uint32_t)i;
    lathe_rng_shuffle(&r, f->order, feed->rows);
    return LATHE_OK;
}

static enum lathe_code next(struct lathe_feed *feed, size_t want,
                            struct lathe_batch *batch, struct lathe_err *err)
{
    struct lathe_memory_feed *f = (struct lathe_memory_feed *)feed;
    size_t left = feed->rows - f->at;

    (void)err;
    *batch = (struct lathe_batch){
        .x = f->x,
        .row = f->order ? f->order + f->at : NULL,
        .first = f->at,
        .n = want < left ? want : left,
        .weight = f->weight,
    };
    f->at += batch->n;
    return LATHE_OK;
}

enum lathe_code lathe_feed_init_memory(struct lathe_memory_feed *f,
                                       const struct lathe_inputs *x,
                                       const float *weight, bool shuffle,
                                       uint64_t seed, struct lathe_err *err)
{
    *f = (struct lathe_memory_feed){
        .feed = { .rows = x->n, .begin = begin, .next = next },
        .x = x, .weight = weight, .seed = seed,
    };
    if (x->n >= UINT32_MAX)
        return lathe_fail(err, LATHE_EDATA,
                          "%zu rows are more than training takes", x->n);
    if (!shuffle)
        return LATHE_OK;
    return lathe_new(&f->order, x->n, sizeof(*f->order),
                     "the order of the rows", err);
}

void lathe_feed_release_memory(struct lathe_memory_feed *f)
{
    lathe_free(f->order);
    *f = (struct lathe_memory_feed){0};
}
