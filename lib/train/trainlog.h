/*
 * trainlog - the --log file: JSON lines, written as they happen.
 *
 * One object an epoch, complete on disk when the epoch is over:
 *
 *   epoch         from 1
 *   step          updates of the weights so far
 *   loss          mean training loss of a row, while the weights changed
 *   METRIC        accuracy or rmse of the training rows, likewise
 *   valid_loss    of the validation rows; null without
 *   valid_METRIC  of the validation rows; null without
 *   valid_MONITOR likewise, where something else is monitored
 *   rate          learning rate of the last step
 *   grad_norm     of the last step: root of the sum of the squared gradient
 *   best          the best epoch so far
 *   seconds       of training so far
 *   rows_per_s    training rows a second in this epoch
 */
#ifndef LATHE_TRAIN_TRAINLOG_H
#define LATHE_TRAIN_TRAINLOG_H

#include "train/loop.h"

/* Zeroed: no log, and lathe_trainlog_add does nothing. */
struct lathe_trainlog {
    const char *path;           /* borrowed; NULL: none */
    const char *metric;         /* "accuracy" or "rmse" */
    const char *monitor;        /* name of a further figure, or NULL */
    int fd;
    uint64_t bytes;             /* of the file */
    struct lathe_buf line;
};

/*
 * Makes the file anew, or goes on after its first `keep` bytes: what was
 * written behind them was of an interrupted run, and is written again. A file
 * that has fewer is appended to. Fails: LATHE_ECREATE, LATHE_EPERM,
 * LATHE_EIO.
 */
enum lathe_code lathe_trainlog_open(struct lathe_trainlog *t, const char *path,
                                    const char *metric,
                                    const char *monitor, uint64_t keep,
                                    struct lathe_err *err);

/* Fails: LATHE_EIO, LATHE_ENOMEM. */
enum lathe_code lathe_trainlog_add(struct lathe_trainlog *t,
                                   const struct lathe_epoch *e,
                                   struct lathe_err *err);

/* Any line, complete with its newline. Fails: LATHE_EIO. */
enum lathe_code lathe_trainlog_write(struct lathe_trainlog *t,
                                     const struct lathe_buf *line,
                                     struct lathe_err *err);
void lathe_trainlog_release(struct lathe_trainlog *t);

#endif
