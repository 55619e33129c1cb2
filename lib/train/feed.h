/*
 * feed - where batches come from.
 *
 * The loop asks for one batch after the other and does not know whether the
 * rows lie in memory.
 */
#ifndef LATHE_TRAIN_FEED_H
#define LATHE_TRAIN_FEED_H

#include "nn/op.h"

struct lathe_feed {
    size_t rows;                /* in an epoch */
    /* Starts epoch `epoch` (from 0) anew. */
    enum lathe_code (*begin)(struct lathe_feed *f, uint64_t epoch,
                             struct lathe_err *err);
    /* The next batch, of at most `want` rows; n is 0 at the end. It is good
     * until the next call. Asked for the batches that it was made for, all of
     * them but the last of an epoch have `want` rows. */
    enum lathe_code (*next)(struct lathe_feed *f, size_t want,
                            struct lathe_batch *batch, struct lathe_err *err);
};

/* Rows in memory. Zeroed: none. */
struct lathe_memory_feed {
    struct lathe_feed feed;     /* first: the loop sees only this */
    const struct lathe_inputs *x;       /* borrowed */
    const float *weight;        /* of classes, borrowed; or NULL */
    const struct lathe_augment *augment;        /* borrowed; or NULL */
    uint32_t *order;            /* [rows] of this epoch; NULL: as they lie */
    uint32_t *member;           /* oversampling: rows of the first class, of
                                 * the second, ...; else NULL */
    size_t *from;               /* [classes + 1] where each begins */
    size_t classes, each;       /* rows of every class in an epoch */
    uint64_t seed;
    size_t at;
};

/*
 * All rows of `x`; with `shuffle` in an order that follows from seed and
 * epoch. Fails: LATHE_ENOMEM, LATHE_EDATA (2^32 rows or more).
 */
enum lathe_code lathe_feed_init_memory(struct lathe_memory_feed *f,
                                       const struct lathe_inputs *x,
                                       const float *weight, bool shuffle,
                                       uint64_t seed, struct lathe_err *err);

/*
 * From now on an epoch has as many rows of every class as the largest has:
 * those of the others again and again, each as often as the next but for one
 * time, which are drawn anew each epoch. Classes without rows have none. Of a
 * feed that shuffles, of one target; labels are below `classes`. Fails:
 * LATHE_ENOMEM, LATHE_EDATA (2^32 rows or more).
 */
enum lathe_code lathe_feed_oversample(struct lathe_memory_feed *f,
                                      uint32_t classes, struct lathe_err *err);
void lathe_feed_release_memory(struct lathe_memory_feed *f);

#endif
