/*
 * schedule - the learning rate over the run.
 *
 *   constant        rate
 *   step:N,F        rate * F^(epochs done / N, rounded down)
 *   exp:F           rate * F^(epochs done)
 *   cosine          rate * (1 + cos(pi * share of all steps done)) / 2
 *                   (Loshchilov and Hutter 2017)
 *   onecycle        from rate / 25 up to rate in the first 0.3 of the steps,
 *                   then down to rate / 250000, both along half a cosine
 *                   (Smith 2018; PyTorch's OneCycleLR)
 *   plateau[:P[,F]] rate * F once more after each P epochs without a better
 *                   validation loss (training loss without a validation
 *                   split); P 5 and F 0.1 when not given
 *
 * Before any of them the rate may rise from 0 along a line for `warmup` steps
 * (Goyal et al. 2017); of the others the schedule takes the steps that remain.
 */
#ifndef LATHE_TRAIN_SCHEDULE_H
#define LATHE_TRAIN_SCHEDULE_H

#include "base/err.h"

enum lathe_schedule_kind {
    LATHE_SCHEDULE_CONSTANT = 1,
    LATHE_SCHEDULE_STEP,
    LATHE_SCHEDULE_EXP,
    LATHE_SCHEDULE_COSINE,
    LATHE_SCHEDULE_ONECYCLE,
    LATHE_SCHEDULE_PLATEAU
};

struct lathe_schedule {
    enum lathe_schedule_kind kind;
    uint64_t warmup;            /* steps */
    int every;                  /* step, plateau: epochs */
    double factor;              /* step, exp, plateau: (0, 1] */
    /* plateau: what was seen */
    double best, reached;       /* lowest loss; product of factors */
    int waited;                 /* epochs since the lowest */
};

/* Fails: LATHE_EARG. */
enum lathe_code lathe_schedule_parse(struct lathe_schedule *s,
                                     const char *text, struct lathe_err *err);

/* The rate of step `step` (from 0) of `steps` in the run, in epoch `epoch`
 * (from 0). */
double lathe_schedule_rate(const struct lathe_schedule *s, double rate,
                           int epoch, uint64_t step, uint64_t steps);

/* Tells the loss at the end of an epoch. */
void lathe_schedule_saw(struct lathe_schedule *s, double loss);

#endif
