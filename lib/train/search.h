/*
 * search - the trials of a search, run side by side, and the best of them.
 *
 * A trial runs on one thread. What it gives depends on its options alone, and
 * what is kept on the figures alone.
 */
#ifndef LATHE_TRAIN_SEARCH_H
#define LATHE_TRAIN_SEARCH_H

#include "train/trials.h"
#include "train/tunelog.h"

#include <pthread.h>

/* Trials of a bracket, with halving. */
#define LATHE_SEARCH_BRACKET 27

/* The caller sets, after lathe_search_begin, all down to `trials` and what
 * trials need; borrowed. */
struct lathe_search {
    const struct lathe_tune_opts *opts;
    const struct lathe_host *host;
    struct lathe_pool *pool;
    struct lathe_tunelog *log;
    struct lathe_tunereport *report;    /* whose order tells what is better */
    bool halving;
    bool own;                   /* the search is lathe's: the defaults are to
                                 * be beaten by more than chance */
    size_t most;                /* trials that there will be */
    struct lathe_trials trials;

    struct lathe_trial *best;   /* that has ended */
    double start;
    size_t each;                /* tiles of a trial in a rung */

    /* Of the trials that run side by side. */
    struct lathe_trial **rung;  /* [rungs] */
    size_t rungs;
    pthread_mutex_t lock;       /* of all below, and of the host */
    enum lathe_code rc;         /* the first failure */
    struct lathe_err err;
};

/* From now on time passes. */
void lathe_search_begin(struct lathe_search *s);

/* Runs them all; s->best is then the best, with its session. Fails:
 * LATHE_EDIVERGED when none came to its end; LATHE_ESTOPPED; as
 * lathe_trials_add, lathe_loop_run, lathe_foldruns_run and
 * lathe_tunelog_add. */
enum lathe_code lathe_search_run(struct lathe_search *s,
                                 struct lathe_err *err);
void lathe_search_release(struct lathe_search *s);

#endif
