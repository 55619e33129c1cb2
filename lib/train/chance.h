/*
 * chance - whether the best of many trials beats another by more than chance:
 * the best of many is so by luck as well.
 */
#ifndef LATHE_TRAIN_CHANCE_H
#define LATHE_TRAIN_CHANCE_H

#include "train/tunereport.h"

/*
 * Whether the gain of `best` over `base`, both with their sessions, is more
 * than two standard errors of its mean: over the folds of the search, else,
 * when it goes by the loss, over twentieths of the validation rows (in the
 * spirit of the rule of one standard error of Breiman et al. 1984,
 * "Classification and regression trees"). The gain goes to r->gain; where
 * there is none to be had, *beaten is true. Fails as lathe_chance_weights.
 */
enum lathe_code lathe_chance_judge(struct lathe_tunereport *r,
                                   const struct lathe_data *data,
                                   struct lathe_pool *pool,
                                   struct lathe_trial *best,
                                   struct lathe_trial *base, bool *beaten,
                                   struct lathe_err *err);

/* Trains what only the log or the folds know of. Fails as lathe_session_prepare
 * and lathe_loop_run. */
enum lathe_code lathe_chance_weights(struct lathe_trial *trial,
                                     struct lathe_pool *pool,
                                     struct lathe_err *err);

#endif
