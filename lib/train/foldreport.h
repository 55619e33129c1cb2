/*
 * foldreport - what a cross-validation came to, for people and as a JSON
 * document.
 *
 * The document:
 *
 *   schema        "lathe/folds"
 *   version       1; grows only when a member changes its meaning or goes
 *   data          {path, digest, rows: {train, valid, test}} of the dataset
 *   task, target  target null for several
 *   folds         how many
 *   groups        the column whose values are groups, or null
 *   run           {version, data, options, seed} of the first fold
 *   metrics       {NAME: {mean, sd, least, most, folds}}, names as in
 *                 evaluation.h; sd has the divisor n - 1; `folds`: in how many
 *                 the metric is defined, which are those that count
 *   classes       [{name, and of each metric of a class the same}]; null for
 *                 numbers. Several targets have, here and in `fold`, `targets`
 *                 in its place, the same of each target
 *   fold          [{fold, rows: {train, valid, held_out}, left_out, epochs,
 *                 best_epoch, ended, metrics, undefined, classes: [{NAME:
 *                 number or null}] or null}]: fold from 1,
 *                 left_out rows of classes that no training row is of, metrics
 *                 {NAME: number or null}, undefined {NAME: reason}
 *   assignment    {train: [...], valid: [...]}: the fold, from 1, that holds
 *                 out each row of the dataset
 *   training      of the model that was written, as trainreport.h, or null
 *
 * No time is in it but in `training`: the same folds give the same bytes.
 */
#ifndef LATHE_TRAIN_FOLDREPORT_H
#define LATHE_TRAIN_FOLDREPORT_H

#include "train/crossval.h"

/* Each appends. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_foldreport_text(struct lathe_buf *out,
                                      const struct lathe_crossval *c,
                                      struct lathe_err *err);

/* `training`: a document as text, or NULL. */
enum lathe_code lathe_foldreport_json(struct lathe_buf *out,
                                      const struct lathe_crossval *c,
                                      const char *training,
                                      struct lathe_err *err);

#endif
