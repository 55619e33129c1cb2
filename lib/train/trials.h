/*
 * trials - the trials of a search as they are made: the point of each in the
 * search space, its net and its arrays.
 */
#ifndef LATHE_TRAIN_TRIALS_H
#define LATHE_TRAIN_TRIALS_H

#include "train/tunereport.h"

/* Zeroed: none. All but the trials is borrowed. */
struct lathe_trials {
    const struct lathe_tune_opts *opts;
    const struct lathe_space *space;
    const struct lathe_data *data;
    struct lathe_foldruns *folds;       /* that trials train in; NULL: none */
    const char *monitor;        /* as trials have it */
    bool grid;
    struct lathe_trial **trial; /* [n] by number */
    size_t n, cap;
};

/* The next trial, before its first epoch; one that is too large is in that
 * state. Fails: as lathe_session_init and lathe_session_prepare, LATHE_EARG
 * with the point that it is; LATHE_ENOMEM. */
enum lathe_code lathe_trials_add(struct lathe_trials *t,
                                 struct lathe_err *err);

/* Frees the net and the arrays of a trial; its figures stay. */
void lathe_trials_rest(struct lathe_trials *t, struct lathe_trial *trial);

void lathe_trials_drop_last(struct lathe_trials *t);
void lathe_trials_release(struct lathe_trials *t);

#endif
