/*
 * run - steps and evaluations of a planned net. Nothing here allocates or can
 * fail; a loss that is not finite shows in the tally.
 */
#ifndef LATHE_NN_RUN_H
#define LATHE_NN_RUN_H

#include "nn/work.h"

/*
 * Changes work->params[first .. first + n) by work->grad of the same places,
 * which hold the gradient of the batch's mean loss. `bias`: they are biases.
 * Called from several threads, for places that do not overlap.
 */
typedef void lathe_update_fn(void *ctx, size_t first, size_t n, bool bias);

/* What a step is for; `update` NULL: gradients only. With `clip` > 0 all
 * gradients shrink in proportion when their norm is larger. */
struct lathe_step {
    const struct lathe_batch *batch;
    uint64_t seed, step;        /* keys of dropout */
    double clip;                /* largest norm of the gradient; 0: any */
    lathe_update_fn *update;
    void *ctx;
};

/* Forward, backward and update on a batch of n >= 1 rows, n of any size.
 * Adds to *sum. Returns the norm of the gradient before it was clipped, 0 for
 * a step that does not clip; when it is not finite, nothing was updated. */
double lathe_run_step(struct lathe_work *work, const struct lathe_step *step,
                      struct lathe_tally *sum);

/* After a step of `rows` rows in which a number was not finite: the first
 * layer that has one in its result, parameters or gradients; net->n: none.
 * With 0 rows results are not looked at. */
size_t lathe_run_suspect(const struct lathe_work *work, size_t rows);

/* Forward and loss without dropout, on n rows. Adds to *sum. */
void lathe_run_evaluate(struct lathe_work *work,
                        const struct lathe_batch *batch,
                        struct lathe_tally *sum);

/* To be called after work->params were written by anything but a step. */
void lathe_run_refresh(struct lathe_work *work);

#endif
