/*
 * scorer - asks a model about rows whose truth is known, and keeps count.
 *
 * The one path from typed rows to figures, for evaluation and for whoever
 * compares two models.
 */
#ifndef LATHE_EVAL_SCORER_H
#define LATHE_EVAL_SCORER_H

#include "eval/outcome.h"
#include "infer/predictor.h"

/* Zeroed: empty. */
struct lathe_scorer {
    const struct lathe_model *model;    /* borrowed */
    struct lathe_predictor predictor;
    struct lathe_predictor hands;       /* with lathe_scorer_hands */
    size_t cap;                 /* most rows at a time */
    float *answer;              /* [cap x answers] */
    struct lathe_outcome outcome;
    uint64_t without_truth;     /* rows left out */
};

/*
 * `threshold` is that of class 1's probability, or NaN for the most probable
 * class; of use for two classes alone. `ranked` as in classification.h.
 * Rows count for their weights where the model's schema has weights, else once.
 * Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_scorer_init(struct lathe_scorer *s,
                                  const struct lathe_model *model,
                                  struct lathe_pool *pool, double threshold,
                                  bool ranked, struct lathe_err *err);
void lathe_scorer_release(struct lathe_scorer *s);

/*
 * Adds rows of the model's schema, at most cap. Rows without truth, of one
 * target or more, are left out and counted; every other label must be one of
 * the model's classes. How rows are cut into blocks changes no bit of the
 * figures.
 * Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_scorer_add(struct lathe_scorer *s,
                                 struct lathe_rows *rows,
                                 struct lathe_err *err);

/*
 * The same in two steps, the first on any thread. lathe_scorer_hands makes room
 * for so many of them; answer [rows->n x answers] of any number of rows, and
 * then they are counted, at most cap rows at a time; rows and answers change.
 * Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_scorer_hands(struct lathe_scorer *s, size_t hands,
                                   struct lathe_err *err);
void lathe_scorer_ask(const struct lathe_scorer *s, size_t hand,
                      const struct lathe_rows *rows, float *answer);
enum lathe_code lathe_scorer_count(struct lathe_scorer *s,
                                   struct lathe_rows *rows, float *answer,
                                   struct lathe_err *err);

/* Puts task, targets, classes, rows and figures into `e`.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scorer_end(struct lathe_scorer *s,
                                 struct lathe_evaluation *e,
                                 struct lathe_err *err);

#endif
