#include "train/feed.h"

#include "base/alloc.h"
#include "base/rng.h"

#include <string.h>

/* Rows by class, in their order. */
static void sort_members(struct lathe_memory_feed *f)
{
    size_t *at = f->from + f->classes + 1;      /* scratch */

    memcpy(at, f->from, f->classes * sizeof(*at));
    for (size_t i = 0; i < f->x->n; i++)
        f->member[at[f->x->label[i]]++] = (uint32_t)i;
}

/* Draws the rows of an epoch: each class in an order of its own, over and
 * over. */
static void draw_classes(struct lathe_memory_feed *f, struct lathe_rng *r)
{
    uint32_t *to = f->order;

    for (size_t c = 0; c < f->classes; c++) {
        uint32_t *member = f->member + f->from[c];
        size_t n = f->from[c + 1] - f->from[c];

        if (n == 0)
            continue;
        for (size_t i = 0; i < f->each; i++)
            to[i] = member[i % n];
        if (f->each % n) {      /* which of them come once more */
            uint32_t *rest = to + f->each / n * n;
            for (size_t i = 0; i < f->each % n; i++) {
                size_t k = i + (size_t)lathe_rng_below(r, n - i);
                uint32_t swap = member[i];
                member[i] = member[k];
                member[k] = swap;
                rest[i] = member[i];
            }
        }
        to += f->each;
    }
}

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
    /* Every epoch starts from the same order, and so needs no other's. */
    if (f->member)
        sort_members(f);
    for (size_t i = 0; !f->member && i < feed->rows; i++)
        f->order[i] = (uint32_t)i;
    if (f->member)
        draw_classes(f, &r);
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
        .augment = f->augment,
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

enum lathe_code lathe_feed_oversample(struct lathe_memory_feed *f,
                                      uint32_t classes, struct lathe_err *err)
{
    size_t each = 0, there = 0;
    uint32_t *order = NULL;
    enum lathe_code rc;

    rc = lathe_new(&f->from, 2 * (size_t)classes + 1, sizeof(*f->from),
                   "the order of the rows", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < f->x->n; i++)
        f->from[f->x->label[i] + 1]++;
    for (uint32_t c = 0; c < classes; c++) {
        each = f->from[c + 1] > each ? f->from[c + 1] : each;
        there += f->from[c + 1] > 0;
        f->from[c + 1] += f->from[c];
    }
    if (each * (uint64_t)there >= UINT32_MAX)
        return lathe_fail(err, LATHE_EDATA, "%zu classes of %zu rows each are "
                          "more than training takes", there, each);
    rc = lathe_new(&order, each * there, sizeof(*order),
                   "the order of the rows", err);
    if (!rc)
        rc = lathe_new(&f->member, f->x->n, sizeof(*f->member),
                       "the order of the rows", err);
    if (rc) {
        lathe_free(order);
        return rc;
    }
    lathe_free(f->order);
    f->order = order;
    f->classes = classes;
    f->each = each;
    f->feed.rows = each * there;
    return LATHE_OK;
}

void lathe_feed_release_memory(struct lathe_memory_feed *f)
{
    lathe_free(f->order);
    lathe_free(f->member);
    lathe_free(f->from);
    *f = (struct lathe_memory_feed){0};
}
