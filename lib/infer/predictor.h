/*
 * predictor - from typed rows to answers: what predict, evaluate, compress
 * and serve share.
 *
 * Rows are cut into tiles of a fixed size, which threads encode, run and
 * finish on their own; a row's answer depends neither on its tile nor on the
 * thread.
 */
#ifndef LATHE_INFER_PREDICTOR_H
#define LATHE_INFER_PREDICTOR_H

#include "base/pool.h"
#include "infer/engine.h"

/* Rows of a tile. */
#define LATHE_PREDICTOR_TILE 64

struct lathe_predictor {
    const struct lathe_model *model;    /* borrowed */
    struct lathe_engine *engine;
    int threads;
    struct lathe_scratch **scratch;     /* [threads] */
    struct lathe_inputs *inputs;        /* [threads], of a tile */
    float **logit;              /* [threads] of [tile x outputs] */
    size_t cap, tile, answers;
    struct lathe_pool *pool;    /* borrowed, or NULL: the caller's thread */
};

/* For up to `cap` rows at a time; kernels of lathe_cpu_level().
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_predictor_init(struct lathe_predictor *p,
                                     const struct lathe_model *m, size_t cap,
                                     struct lathe_pool *pool,
                                     struct lathe_err *err);
void lathe_predictor_release(struct lathe_predictor *p);

/* Numbers in one answer, for one target after the other: the probabilities of
 * its classes, or a value in its unit. */
size_t lathe_predictor_answers(const struct lathe_predictor *p);

/* out [rows->n x answers]; rows->n <= cap. Two classes: {1 - p, p} with p =
 * 1 / (1 + e^-logit); more: softmax; a value: logit / target_factor +
 * target_shift. In double, rounded once. Allocates nothing. */
void lathe_predictor_run(struct lathe_predictor *p,
                         const struct lathe_rows *rows, float *out);

/*
 * For callers that have threads of their own: run by up to `hands` of them at
 * a time, each as another hand < hands, any number of rows.
 * Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_predictor_init_hands(struct lathe_predictor *p,
                                           const struct lathe_model *m,
                                           size_t hands,
                                           struct lathe_err *err);
void lathe_predictor_run_hand(const struct lathe_predictor *p, size_t hand,
                              const struct lathe_rows *rows, float *out);

/* The place of the largest of k probabilities (the first, when equal); k where
 * they are no numbers, as those of a row with values beyond all floats. */
size_t lathe_predictor_argmax(const float *answer, size_t k);

#endif
