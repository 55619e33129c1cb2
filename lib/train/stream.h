/*
 * stream - rows of a dataset that do not fit into memory, as a feed.
 *
 * The rows lie in blocks of the file. An epoch takes the blocks in an order
 * of its own and fills one window of memory after the other with them; in a
 * window the rows are in an order of its own. While one window is trained on,
 * a thread reads, encodes and orders the next. A window holds some hundred
 * blocks, so that a batch has rows from all over the file: the two-stage
 * shuffle that streaming loaders use (as tf.data's interleave and shuffle).
 *
 * The order follows from seed, epoch, the number of rows and the size of the
 * windows: it is the same for any number of threads.
 */
#ifndef LATHE_TRAIN_STREAM_H
#define LATHE_TRAIN_STREAM_H

#include "data/dataset.h"
#include "train/feed.h"

struct lathe_stream;

struct lathe_stream_opts {
    const struct lathe_dataset *set;    /* borrowed; may be shared with
                                         * other feeds */
    const struct lathe_schema *schema;  /* borrowed; what the rows of `set`
                                         * become (lathe_schema_trim) */
    enum lathe_split split;
    size_t batch;               /* rows that will be asked for at a time */
    size_t memory_bytes;        /* of both windows together; at least two
                                 * batches are held whatever it says */
    const float *weight;        /* of classes, borrowed; or NULL */
    const struct lathe_augment *augment;        /* borrowed; or NULL */
    bool shuffle;               /* else the rows come as they lie */
    uint64_t seed;
};

/* Fails: LATHE_ENOMEM, LATHE_EUNAVAILABLE (no thread), LATHE_EDATA as
 * lathe_remap_init. */
enum lathe_code lathe_stream_new(struct lathe_stream **out,
                                 const struct lathe_stream_opts *opts,
                                 struct lathe_err *err);
void lathe_stream_free(struct lathe_stream *s);

/*
 * The feed, which lives as long as the stream. `begin` and `next` allocate
 * nothing. A window is a multiple of `batch` rows, so that every batch but
 * the last of an epoch is whole; asked for more rows than a window has left,
 * `next` gives these. Rows of a class that the schema lacks (training rows
 * have none) are left out. `next` fails as lathe_dataset_read.
 */
struct lathe_feed *lathe_stream_feed(struct lathe_stream *s);

/* Rows of a window. */
size_t lathe_stream_window(const struct lathe_stream *s);

#endif
