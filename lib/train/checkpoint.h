/*
 * checkpoint - a training run on its way, in a file from which it goes on as
 * if it had never been interrupted.
 *
 * "meta" is JSON: {"lathe": version, "kind": "checkpoint", "run": {...},
 * "state": {...}}: which run it is (identity.h), and where it stands. Arrays,
 * f32 [parameters] but for the last: "params"; "kept", the best so far, where
 * there are validation rows; "moment/0", ... of the optimiser; "history", f64
 * [epochs x 11], one row for each struct lathe_epoch.
 *
 * The order of the rows follows from seed and epoch, dropout and augmentation
 * from seed and step, so no state of a generator is kept: there is none.
 */
#ifndef LATHE_TRAIN_CHECKPOINT_H
#define LATHE_TRAIN_CHECKPOINT_H

#include "train/loop.h"

/* All borrowed. */
struct lathe_checkpoint {
    const char *path;
    const char *run;            /* JSON object, as lathe_identity_write */
    struct lathe_loop *loop;    /* prepared */
};

/* Writes the file anew; `log_bytes` is the length of the log. Fails as
 * lathe_store_commit; the old file stands then. */
enum lathe_code lathe_checkpoint_save(const struct lathe_checkpoint *c,
                                      uint64_t log_bytes,
                                      struct lathe_err *err);

/*
 * Puts back the loop, its parameters and its optimiser; *found is false, and
 * nothing is changed, when there is no such file.
 * Fails: LATHE_EDATA when it is damaged, no checkpoint, or of another run
 * ("'c.ck' is of another run: --lr was 0.01 and is 0.02; ..."), and as
 * lathe_store_open.
 */
enum lathe_code lathe_checkpoint_load(const struct lathe_checkpoint *c,
                                      bool *found, uint64_t *log_bytes,
                                      struct lathe_err *err);

#endif
