/*
 * identity - what makes two training runs the same: version of lathe, data,
 * options and seed. Runs that agree in these give the same model.
 */
#ifndef LATHE_TRAIN_IDENTITY_H
#define LATHE_TRAIN_IDENTITY_H

#include "train/trainreport.h"

/* Of a report whose opts, settings, data and model's net and loss are there:
 * a JSON object in `out`. Out of memory is seen by lathe_buf_check. */
void lathe_identity_write(struct lathe_buf *out,
                          const struct lathe_trainreport *r);

/*
 * Appends what differs between two runs, as objects of lathe_identity_write
 * or as provenances of models: "--lr was 0.01 and is 0.02, --seed ...".
 * Nothing when they are the same. The time limit does not count. Fails:
 * LATHE_ENOMEM.
 */
enum lathe_code lathe_identity_differences(struct lathe_buf *out,
                                           const struct lathe_json *was,
                                           const struct lathe_json *is,
                                           struct lathe_err *err);

#endif
