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
    /* The next batch, of `want` rows but for the last; n is 0 at the end. It
     * is good until the next call. */
    enum lathe_code (*next)(struct lathe_feed *f, size_t want,
                            struct lathe_batch *batch, struct lathe_err *err);
};

/* Rows in memory. Zeroed: none. */
struct lathe_memory_feed {
    struct lathe_feed feed;     /* first: the loop sees only this */
    const struct lathe_inputs *x;       /* borrowed */
    const float *weight;        /* of classes, borrowed; or NULL */
    uint32_t *order;            /* [rows] of this epoch; NULL: as they lie */
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
void lathe_feed_release_memory(struct lathe_memory_feed *f);

#endif
