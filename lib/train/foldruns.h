/*
 * foldruns - the trainings of a search's trials in the folds of a dataset.
 *
 * The data of all folds are made once and lie in memory; a training borrows
 * them. It is paused and goes on as the rungs of the search want it; where the
 * paused ones take too much memory it is dropped and repeated, to the same
 * result.
 */
#ifndef LATHE_TRAIN_FOLDRUNS_H
#define LATHE_TRAIN_FOLDRUNS_H

#include "train/foldset.h"
#include "train/session.h"

#include <stdatomic.h>

/* Zeroed: none. */
struct lathe_foldruns {
    struct lathe_foldset set;   /* without its rows */
    struct lathe_data *data;    /* [set.opts.folds] */
    uint64_t most_bytes;        /* of trainings that are paused */
    atomic_uint_least64_t bytes;
};

/* Fails: as lathe_foldset_load and lathe_foldset_data. */
enum lathe_code lathe_foldruns_init(struct lathe_foldruns *r,
                                    const struct lathe_foldset_opts *opts,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err);
void lathe_foldruns_release(struct lathe_foldruns *r);

/* How a training in one fold stands. Zeroed: not begun. */
struct lathe_foldrun {
    struct lathe_session *session;      /* owned; NULL: to be begun anew */
    uint64_t bytes;
    double figure;              /* of the rows held out, by the best weights
                                 * so far; NaN: undefined, or diverged */
    int epochs, best_epoch, all_epochs;
    double seconds;
    bool ended, diverged;
};

/*
 * Trains in fold f for a `share`-th of the epochs, or to the end (1), and
 * looks at the rows held out, by the figure `metric`. Safe from several
 * threads, each with a run of its own. Fails: as lathe_session_init,
 * lathe_session_prepare and lathe_loop_run, but for a run that diverges.
 */
enum lathe_code lathe_foldruns_run(struct lathe_foldruns *r,
                                   struct lathe_foldrun *run, int f,
                                   const struct lathe_train_opts *opts,
                                   const char *metric, int share,
                                   struct lathe_err *err);

/* Forgets the training; its figures stand. */
void lathe_foldruns_drop(struct lathe_foldruns *r, struct lathe_foldrun *run);

#endif
