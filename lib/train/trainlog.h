/*
 * trainlog - the --log file: JSON lines, written as they happen.
 *
 * One object an epoch, complete on disk when the epoch is over:
 *
 *   epoch         from 1
 *   step          updates of the weights so far
 *   loss          mean training loss of a row
 *   valid_loss    of the validation rows; null without
 *   valid_METRIC  accuracy or rmse of the validation rows; null without
 *   rate          learning rate of the last step
 *   best          the best epoch so far
 *   seconds       since training began
 *   rows_per_s    training rows a second in this epoch
 */
#ifndef LATHE_TRAIN_TRAINLOG_H
#define LATHE_TRAIN_TRAINLOG_H

#include "train/loop.h"

/* Zeroed: no log, and lathe_trainlog_add does nothing. */
struct lathe_trainlog {
    const char *path;           /* borrowed; NULL: none */
    const char *metric;         /* "accuracy" or "rmse" */
    int fd;
    struct lathe_buf line;
};

/* Makes the file anew. Fails: LATHE_ECREATE, LATHE_EPERM, LATHE_EIO. */
enum lathe_code lathe_trainlog_open(struct lathe_trainlog *t, const char *path,
                                    const char *metric, struct lathe_err *err);

/* An epoch_done of the loop, ctx a struct lathe_trainlog. Fails: LATHE_EIO,
 * LATHE_ENOMEM. */
enum lathe_code lathe_trainlog_add(void *ctx, const struct lathe_epoch *e,
                                   struct lathe_err *err);
void lathe_trainlog_release(struct lathe_trainlog *t);

#endif
