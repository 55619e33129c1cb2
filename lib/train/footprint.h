/*
 * footprint - the memory that a training run takes, before it is taken.
 */
#ifndef LATHE_TRAIN_FOOTPRINT_H
#define LATHE_TRAIN_FOOTPRINT_H

#include "base/memory.h"
#include "nn/work.h"
#include "train/optimiser.h"

/* Bytes; UINT64_MAX is that many or more. */
struct lathe_footprint {
    uint64_t parameters, gradients, moments;
    uint64_t best;              /* weights so far */
    uint64_t batch;             /* activations, and all else of a step */
    uint64_t rows;              /* windows of a file that is streamed */
    uint64_t model;             /* the file, while it is written */
};

/* Of a work that is planned. `judged`: there are validation rows. `rows` is
 * left to the caller. */
struct lathe_footprint lathe_footprint_of(const struct lathe_work *work,
                                          enum lathe_optimiser_kind optimiser,
                                          bool judged);

uint64_t lathe_footprint_sum(const struct lathe_footprint *f);

/* Fails: LATHE_ENOMEM "the net takes 96 bytes ...", when it is more than is
 * left. */
enum lathe_code lathe_footprint_check(const struct lathe_footprint *f,
                                      struct lathe_memory left,
                                      struct lathe_err *err);

#endif
