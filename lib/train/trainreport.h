/*
 * trainreport - what a training run was, for the model file, for people and
 * as a JSON document.
 *
 * The document:
 *
 *   schema        "lathe/training"
 *   version       1; grows only when a member changes its meaning or goes
 *   changed       true; false when the model was up to date, and then only
 *                 `model` follows
 *   model         {path, digest, bytes, parameters}
 *   data          {path, digest, rows: {train, valid, test}, inputs}
 *   task, target  of several null, and their names in `targets`
 *   options       as resolved: layers, loss, optimizer, lr, ...
 *   seed
 *   threads       used
 *   epochs        run
 *   best_epoch
 *   ended         "epochs", "patience" or "time"
 *   metric        "accuracy", "rmse" or "nrmse"
 *   monitor       what decided which epoch is best
 *   train         {loss, METRIC} of the best epoch, while the weights changed
 *   valid, test   {loss, METRIC, and what is monitored}, of the weights kept;
 *                 null without rows
 *   seconds, rows_per_s
 *
 * The provenance in the model has the same members but for paths, threads and
 * times, and the version of lathe.
 */
#ifndef LATHE_TRAIN_TRAINREPORT_H
#define LATHE_TRAIN_TRAINREPORT_H

#include "train/data.h"
#include "train/loop.h"
#include "train/settings.h"

/* All borrowed. */
struct lathe_trainreport {
    const struct lathe_train_opts *opts;
    const struct lathe_settings *settings;
    const struct lathe_data *data;
    const struct lathe_loop *loop;
    const struct lathe_model *model;
    const struct lathe_model *parent;   /* begun from, or NULL */
    struct lathe_verdict valid, test;   /* of the weights kept */
    int threads;
};

/* "epochs", "patience" or "time". */
const char *lathe_trainreport_end(enum lathe_loop_end end);

/* The options as lathe_settings_write, in an object "options". */
void lathe_trainreport_options(struct lathe_json_out *j,
                               const struct lathe_trainreport *r);

/* Each appends; out of memory is seen by lathe_buf_check. */
void lathe_trainreport_provenance(struct lathe_buf *out,
                                  const struct lathe_trainreport *r);
void lathe_trainreport_text(struct lathe_buf *out,
                            const struct lathe_trainreport *r);
void lathe_trainreport_json(struct lathe_buf *out,
                            const struct lathe_trainreport *r);

/* Of a run that had nothing to do: `model` is what lies at `path`. Either
 * buffer may be NULL. */
void lathe_trainreport_unchanged(struct lathe_buf *text,
                                 struct lathe_buf *json, const char *path,
                                 const struct lathe_model *model);

#endif
