/*
 * judge - how good and how fast a model is, on rows of a dataset.
 */
#ifndef LATHE_COMPRESS_JUDGE_H
#define LATHE_COMPRESS_JUDGE_H

#include "base/pool.h"
#include "data/dataset.h"
#include "data/remap.h"
#include "nn/model.h"

/* All borrowed. */
struct lathe_judge {
    struct lathe_dataset *data;
    const struct lathe_remap *map;      /* to the model's schema */
    struct lathe_pool *pool;            /* or NULL */
};

struct lathe_score {
    uint64_t rows;              /* with a known truth; 0: no score */
    double metric;              /* accuracy, or RMSE, of several targets
                                 * NRMSE (regression.h) */
    double loss;                /* mean log-loss, or as the metric */
};

/* "accuracy", "rmse" or "nrmse". */
const char *lathe_judge_metric(const struct lathe_model *m);

/* Scores the first `most` rows of a split (0: all).
 * Fails: LATHE_EDATA, LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_judge_score(const struct lathe_judge *j,
                                  const struct lathe_model *m,
                                  enum lathe_split split, uint64_t most,
                                  struct lathe_score *out,
                                  struct lathe_err *err);

/* Loss of the metric from `before` to `after`: accuracy lost, or the growth
 * of the (N)RMSE as a share of it. Negative: it got better. NaN without rows.
 */
double lathe_judge_drop(const struct lathe_model *m,
                        const struct lathe_score *before,
                        const struct lathe_score *after);

/* Microseconds a row on this thread, alone and in a batch of 32: medians over
 * repeated runs of rows of the training split, without reading and encoding.
 * Fails as lathe_judge_score. */
enum lathe_code lathe_judge_time(const struct lathe_judge *j,
                                 const struct lathe_model *m, double *alone,
                                 double *batch, struct lathe_err *err);

#endif
