/*
 * data - the splits of a dataset: encoded, in memory, or left in the file
 * where they are too many.
 */
#ifndef LATHE_TRAIN_DATA_H
#define LATHE_TRAIN_DATA_H

#include "data/dataset.h"
#include "data/encode.h"
#include "fit/fit.h"
#include "nn/net.h"

/* Zeroed: empty. */
struct lathe_data {
    struct lathe_schema schema; /* trimmed to what training rows have */
    size_t rows[LATHE_SPLITS];
    struct lathe_inputs split[LATHE_SPLITS];    /* of these rows; without any
                                                 * when streamed, or not read
                                                 * yet */
    bool streamed;
    struct lathe_dataset set;   /* open when streamed, or not read yet */
    uint64_t bytes;             /* that all rows take when encoded */
    uint64_t dropped;           /* rows left out: of a class that no training
                                 * row has, or without truth */
    struct lathe_digest digest; /* of the file */
};

/*
 * Rows that take more than `memory_bytes` are not loaded but streamed. The
 * weights are the dataset's in any case. The file is checked on the pool, as
 * lathe_dataset_open does.
 * With `like` (else NULL) rows are encoded as that schema says, a model's,
 * whatever was fitted to the dataset; with `new_classes` its targets, their
 * classes or scales, are those of the dataset all the same. Fails:
 * LATHE_EDATA where the dataset does not fit it, or has classes that it lacks;
 * as lathe_dataset_open and lathe_dataset_read; LATHE_EDATA when there
 * is nothing to learn (no training rows, one class, no inputs); LATHE_ENOMEM.
 */
enum lathe_code lathe_data_load(struct lathe_data *d, const char *path,
                                const struct lathe_schema *like,
                                bool new_classes, uint64_t memory_bytes,
                                struct lathe_pool *pool,
                                struct lathe_err *err);

/*
 * The same in two steps, with what is known without the rows between them:
 * schema, rows (those that will be left out too), streamed, bytes. `like` and
 * `path` as they were. Data that cannot be read are to be released.
 */
enum lathe_code lathe_data_open(struct lathe_data *d, const char *path,
                                const struct lathe_schema *like,
                                bool new_classes, uint64_t memory_bytes,
                                struct lathe_pool *pool,
                                struct lathe_err *err);
enum lathe_code lathe_data_read(struct lathe_data *d, const char *path,
                                const struct lathe_schema *like,
                                struct lathe_err *err);

/* Bytes of rows that are to be read into memory yet. */
uint64_t lathe_data_unread(const struct lathe_data *d);

/*
 * The same of rows that lie elsewhere, of the schema `stored`, fitted; all are
 * loaded. `path` is for messages; the digest is left to the caller. Fails: as
 * lathe_data_load, and as `in`.
 */
enum lathe_code lathe_data_make(struct lathe_data *d,
                                const struct lathe_schema *stored,
                                const struct lathe_fit_rows in[LATHE_SPLITS],
                                const struct lathe_schema *like,
                                bool new_classes, const char *path,
                                struct lathe_err *err);
void lathe_data_release(struct lathe_data *d);

/* What a net takes: the image, or the inputs as channels of 1x1. */
struct lathe_shape lathe_data_shape(const struct lathe_data *d);

/*
 * Weights of the classes in the loss, of one target behind the other, *out
 * [classes of all] through lathe_free: "balanced" gives n / (k * n_c) for n
 * training rows, k classes of the target and n_c rows of the class; "C=W,..."
 * names classes of one target, the others weigh 1.
 * Fails: LATHE_EARG (no such class, not a weight >= 0, all 0; named ones of
 * several targets; not a classification), LATHE_ENOMEM.
 */
enum lathe_code lathe_data_class_weights(const struct lathe_data *d,
                                         const char *text, float **out,
                                         struct lathe_err *err);

#endif
