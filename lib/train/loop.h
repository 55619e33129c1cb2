/*
 * loop - epochs of minibatches, judged on validation rows.
 *
 * Without validation rows there is no early stopping and the last weights are
 * the result; with them, those of the epoch whose monitored figure is best.
 *
 * What the loop has come to is in its `at`, `history`, `last`, `best`,
 * `schedule` and `kept`, in the parameters and in the optimiser: with these
 * put back, and `resumed` set, it goes on as if it had not been interrupted.
 */
#ifndef LATHE_TRAIN_LOOP_H
#define LATHE_TRAIN_LOOP_H

#include "train/monitor.h"
#include "train/optimiser.h"
#include "train/schedule.h"
#include "train/warm.h"

/* An epoch that is over. */
struct lathe_epoch {
    int epoch;                  /* from 1 */
    uint64_t step;              /* steps so far */
    double loss, metric;        /* of the training rows, while the weights
                                 * changed */
    double valid_loss, valid_metric;    /* NaN: no validation rows */
    double watched;             /* of them: what is monitored */
    double rate;                /* of the last step */
    double grad_norm;           /* of the last step: root of the sum of the
                                 * squared gradient */
    double seconds;             /* since the start */
    double rows_per_s;
    bool best;
};

/* Where a run stands, between two batches. */
struct lathe_place {
    int epoch;                  /* on its way, from 0 */
    uint64_t batch;             /* done in it */
    struct lathe_tally sum;     /* of their rows */
    double rate;                /* of the last step */
};

enum lathe_loop_end {
    LATHE_LOOP_EPOCHS = 1,      /* all epochs were run */
    LATHE_LOOP_PATIENCE,        /* nothing better for so long */
    LATHE_LOOP_TIME             /* the time limit */
};

struct lathe_loop {
    /* Set by the caller. */
    struct lathe_work *work;    /* params hold the first weights; at the end
                                 * the best */
    struct lathe_optimiser *optimiser;
    struct lathe_schedule schedule;
    const struct lathe_frozen *frozen;  /* or NULL */
    struct lathe_feed *train;
    struct lathe_feed *valid;   /* or NULL */
    struct lathe_monitor *monitor;
    double rate;
    int epochs, patience;       /* patience 0: never stop early */
    double min_delta;           /* least that counts for patience */
    int until;                  /* pause after this epoch: `end` is 0 then,
                                 * and to run again goes on; 0: never */
    size_t batch;
    double clip_norm;           /* largest norm of a gradient; 0: any */
    double time_limit_s;        /* 0: none */
    uint64_t seed;              /* of dropout */
    double target_factor;       /* lathe_monitor_factor of the schema */
    const struct lathe_host *host;      /* or NULL */
    /* Told each epoch; a failure ends the run. May be NULL. */
    enum lathe_code (*epoch_done)(void *ctx, const struct lathe_epoch *e,
                                  struct lathe_err *err);
    /* Told to keep what the run has come to: after each `save_every` steps, or
     * (0) after an epoch, but then not more than once a second; and when the
     * host stops it. A failure ends the run. May be NULL. */
    enum lathe_code (*save)(void *ctx, struct lathe_err *err);
    int save_every;
    void *ctx;                  /* of both */

    /* The result. */
    struct lathe_epoch last, best;
    enum lathe_loop_end end;

    /* Working state. */
    struct lathe_place at;
    struct lathe_epoch *history;        /* [epochs_done] */
    size_t epochs_done, history_cap;
    struct lathe_epoch marked;  /* the last that was better by min_delta */
    bool resumed;               /* the state was put back */
    double past_s;              /* seconds of training before it was */
    real *kept;                 /* [params] the best weights so far; NULL
                                 * without validation rows */
    double start, shown, saved; /* seconds of the clock */
};

/* Takes what the run needs; later only the history grows. Fails:
 * LATHE_ENOMEM. */
enum lathe_code lathe_loop_prepare(struct lathe_loop *l,
                                   struct lathe_err *err);

/*
 * To be prepared first. Fails: LATHE_EDIVERGED (naming epoch and batch),
 * LATHE_ESTOPPED (the host said so), LATHE_ENOMEM, and as the feeds,
 * epoch_done and save.
 */
enum lathe_code lathe_loop_run(struct lathe_loop *l, struct lathe_err *err);
void lathe_loop_release(struct lathe_loop *l);

/* Seconds of training so far, with those before it was resumed. */
double lathe_loop_seconds(const struct lathe_loop *l);

/* Adds an epoch to the history; `last`, `best` and `marked` follow, and
 * `e->best` is set. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_loop_remember(struct lathe_loop *l,
                                    struct lathe_epoch *e,
                                    struct lathe_err *err);

/* Mean loss per row, weighted where rows have weights; 0 when all of these are
 * 0. */
double lathe_loop_loss(const struct lathe_tally *sum);

#endif
