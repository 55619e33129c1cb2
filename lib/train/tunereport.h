/*
 * tunereport - what a search came to: a line of its log, and its result.
 *
 * The log is JSON lines. The first says which search it is of: {"tune":
 * {version, data, search, method, metric, seed, trials}}. Then, as they end,
 * one for each trial and rung:
 *
 *   trial         from 0, which is train with its defaults
 *   rung          0: the first; of halving up to 2
 *   options       {NAME: VALUE} of what the search chose
 *   state         "ended", "paused" (may go on in the next rung), "diverged",
 *                 "too large"
 *   epochs        run so far
 *   best_epoch, metric      of the validation rows; null without
 *   sd, defined, held_out   with folds, where metric is the mean of those
 *                 [held_out] in which it is defined; best_epoch is a mean too,
 *                 rounded, and epochs the most of any fold
 *   parameters
 *   seconds       of training so far
 *
 * The JSON document:
 *
 *   schema        "lathe/tuning"
 *   version       1
 *   search, method, metric, seed
 *   trials        run
 *   folds, groups with folds: how many, and the column of the groups or null
 *   best          {trial, metric, options, command}; with folds also sd,
 *                 defined and held_out
 *   training      of the best, as trainreport.h
 */
#ifndef LATHE_TRAIN_TUNEREPORT_H
#define LATHE_TRAIN_TUNEREPORT_H

#include "train/crossval.h"
#include "train/foldruns.h"
#include "train/space.h"

enum lathe_trial_state {
    LATHE_TRIAL_NEW,
    LATHE_TRIAL_PAUSED,
    LATHE_TRIAL_ENDED,
    LATHE_TRIAL_DIVERGED,
    LATHE_TRIAL_TOO_LARGE,
    LATHE_TRIAL_SKIPPED         /* the time was over */
};

struct lathe_trial {
    int number, rung;
    enum lathe_trial_state state;
    struct lathe_list point;
    struct lathe_train_opts opts;       /* its texts are of `point` */
    double metric;              /* the best so far; NaN: none */
    struct lathe_foldrun *run;  /* [folds], or NULL */
    double sd;                  /* of the folds; NaN: none */
    int defined;                /* folds in which the metric is; 0 without */
    double *held_out;           /* [folds] the metric, or NULL */
    int epochs, best_epoch, all_epochs;
    size_t params;
    double seconds;
    struct lathe_session *session;      /* NULL: not there, or no more */
    int seen, left;             /* tiles of this rung: begun, not ended */
    bool settled;               /* none of them is to be run */
};

struct lathe_tunereport {
    const struct lathe_tune_opts *opts;
    const struct lathe_space *space;
    const char *search, *method, *metric;
    struct lathe_digest data;
    const struct lathe_trial *const *trial;     /* [trials] by number */
    size_t trials;
    const struct lathe_trial *best;     /* with its session */
    const struct lathe_monitor *order;  /* which figure is better */
    const char *monitor;        /* as trials have it */
    const struct lathe_foldset *folds;  /* or NULL */
    const struct lathe_trial *chance;   /* was better than the best, which has
                                         * the defaults, but no more than by
                                         * chance; or NULL */
    struct lathe_spread gain;   /* by which it was, over folds or parts */
};

/* Whether `a` is better than `b`; a figure that more folds have is. */
bool lathe_tunereport_better(const struct lathe_monitor *order,
                             const struct lathe_trial *a,
                             const struct lathe_trial *b);

/* By how much `a` is better than `b`, over the folds of both. */
struct lathe_spread lathe_tunereport_gain(const struct lathe_tunereport *r,
                                          const struct lathe_trial *a,
                                          const struct lathe_trial *b);

/* Each appends; out of memory is seen by lathe_buf_check, or returned. */
void lathe_tunereport_heading(struct lathe_buf *line,
                              const struct lathe_tunereport *r);
void lathe_tunereport_trial(struct lathe_buf *line,
                            const struct lathe_tunereport *r,
                            const struct lathe_trial *t);
void lathe_tunereport_text(struct lathe_buf *out,
                           const struct lathe_tunereport *r);
enum lathe_code lathe_tunereport_json(struct lathe_buf *out,
                                      const struct lathe_tunereport *r,
                                      struct lathe_err *err);

/* A drawing: the figure of every trial with the best so far, and against each
 * of the first options that are numbers. */
enum lathe_code lathe_tunereport_plot(struct lathe_buf *out,
                                      const struct lathe_tunereport *r,
                                      struct lathe_err *err);

#endif
