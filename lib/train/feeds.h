/*
 * feeds - where the rows of a run come from, split by split: memory, or the
 * file where they are too many.
 */
#ifndef LATHE_TRAIN_FEEDS_H
#define LATHE_TRAIN_FEEDS_H

#include "nn/augment.h"
#include "train/data.h"
#include "train/feed.h"
#include "train/stream.h"

/* Zeroed: none. */
struct lathe_feeds {
    struct lathe_feed *of[LATHE_SPLITS];        /* NULL: a split without rows */
    struct lathe_memory_feed memory[LATHE_SPLITS];
    struct lathe_stream *stream[LATHE_SPLITS];
    struct lathe_augment augment;       /* of the training rows */
};

/*
 * Training rows come shuffled, in batches of `batch`, augmented and
 * over-sampled as the options say; the others as they lie. `f` must stay
 * where it is. Fails: LATHE_EARG (augment without images, oversample without
 * classes or of rows that are not in memory, a batch that does not fit the
 * memory), LATHE_ENOMEM, LATHE_EUNAVAILABLE, LATHE_EDATA (2^32 rows or more).
 */
enum lathe_code lathe_feeds_init(struct lathe_feeds *f,
                                 const struct lathe_train_opts *opts,
                                 const struct lathe_data *data,
                                 const float *class_weight, size_t batch,
                                 struct lathe_err *err);
void lathe_feeds_release(struct lathe_feeds *f);

/* Bytes that it takes, beside rows that are in memory. */
uint64_t lathe_feeds_bytes(const struct lathe_train_opts *opts,
                           const struct lathe_data *data);

#endif
