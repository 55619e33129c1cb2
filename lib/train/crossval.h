/*
 * crossval - one training for every fold of a dataset, judged by the rows that
 * the fold holds out.
 *
 * Transforms are fitted, and the best epoch is chosen, by the other rows
 * alone: those of them that validate stop a training, and the rows held out
 * are looked at once, by the weights that were kept. They are judged as
 * `evaluate` judges a model file. Folds run side by side; threads beyond their
 * number are divided among them. What they come to does not depend on it.
 */
#ifndef LATHE_TRAIN_CROSSVAL_H
#define LATHE_TRAIN_CROSSVAL_H

#include "eval/evaluation.h"
#include "train/foldset.h"
#include "train/loop.h"

/* What a fold came to. */
struct lathe_fold {
    uint64_t rows[LATHE_SPLITS];        /* that train, validate, were judged */
    uint64_t dropped;           /* left out: of classes that no row which
                                 * trains is of */
    int epochs, best_epoch;
    enum lathe_loop_end end;
    struct lathe_figure figure[LATHE_EVALUATION_FIGURES];
    size_t figures;
    struct lathe_figure *of_part;       /* [parts x part_figures] those of
                                 * each part (evaluation.h): the classes of
                                 * the dataset, undefined for one that no row
                                 * which trains is of, or its targets */
    size_t part_figures;        /* 0: one number */
};

/* Zeroed: empty. */
struct lathe_crossval {
    struct lathe_foldset set;
    struct lathe_fold *fold;    /* [set.opts.folds] */
    struct lathe_buf run;       /* identity.h, of the first fold */
};

/*
 * Of opts->folds folds. `parent` is the model of opts->init, or NULL. Fails:
 * as lathe_foldset_load, lathe_session_init and lathe_loop_run, naming the
 * fold; LATHE_EARG when the parent was trained on the rows; LATHE_ESTOPPED.
 */
enum lathe_code lathe_crossval_run(struct lathe_crossval *c,
                                   const struct lathe_train_opts *opts,
                                   const struct lathe_model *parent,
                                   const struct lathe_host *host,
                                   struct lathe_err *err);
void lathe_crossval_release(struct lathe_crossval *c);

/* Classes of one target, or several targets; 0 for one number. */
size_t lathe_crossval_parts(const struct lathe_schema *s);

/* Mean and standard deviation (divisor n - 1) of the n values of v that are
 * not NaN; NaN where n is 0, or 1. */
struct lathe_spread {
    double mean, sd, least, most;
    size_t n;
};
struct lathe_spread lathe_crossval_spread(const double *v, size_t n);

#endif
