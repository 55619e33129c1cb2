/*
 * calibrate - in which range the inputs of each layer lie, seen on rows of
 * the training split.
 *
 * Two runs of the float model: one finds the lowest and highest value, one
 * counts values in equal bins between them. A range may then leave out a
 * share of the values at each end: fewer, finer steps for the others.
 */
#ifndef LATHE_COMPRESS_CALIBRATE_H
#define LATHE_COMPRESS_CALIBRATE_H

#include "data/dataset.h"
#include "data/remap.h"
#include "nn/model.h"

/* Rows looked at, fewer where rows are large. */
#define LATHE_CALIBRATE_ROWS 2000

/* Zeroed: empty. */
struct lathe_calibration {
    size_t layers;
    size_t rows;
    float *range;               /* [layers x 2] lowest, highest */
    uint64_t *count;            /* [layers x bins] */
};

/* Takes rows of the training split, chosen by `seed`, through the model.
 * Fails: LATHE_EDATA, LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_calibrate_init(struct lathe_calibration *c,
                                     const struct lathe_model *m,
                                     struct lathe_dataset *d,
                                     const struct lathe_remap *map,
                                     uint64_t seed, struct lathe_err *err);
void lathe_calibrate_release(struct lathe_calibration *c);

/* The range of a layer's inputs without the share `cut` of them at each end
 * (to a bin; 0: all). */
void lathe_calibrate_range(const struct lathe_calibration *c, size_t layer,
                           double cut, float *low, float *high);

#endif
