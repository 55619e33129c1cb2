/*
 * session - one training run on data: its net, its arrays, its
 * loop. Several may go on side by side, on the same data.
 */
#ifndef LATHE_TRAIN_SESSION_H
#define LATHE_TRAIN_SESSION_H

#include "train/data.h"
#include "train/feeds.h"
#include "train/loop.h"
#include "train/settings.h"
#include "train/trainreport.h"

/* Zeroed: none. Must stay where it is. */
struct lathe_session {
    const struct lathe_train_opts *opts;        /* borrowed */
    const struct lathe_data *data;      /* borrowed */
    const struct lathe_model *parent;   /* borrowed; of opts->init, or NULL */
    struct lathe_settings settings;
    struct lathe_objective objective;
    struct lathe_model model;   /* its weights come with save */
    struct lathe_frozen frozen;
    float *class_weight;
    struct lathe_buf identity;  /* identity.h */
    struct lathe_trainreport report;

    struct lathe_work work;
    struct lathe_optimiser optimiser;
    struct lathe_feeds feeds;
    struct lathe_monitor monitor;
    struct lathe_loop loop;     /* the caller sets host and what is told */
};

/* Checks the options and makes the net; the rows of the data need not have been
 * read. Fails: LATHE_EARG, LATHE_EDATA, LATHE_ENOMEM; the session is empty
 * then. */
enum lathe_code lathe_session_init(struct lathe_session *s,
                                   const struct lathe_train_opts *opts,
                                   const struct lathe_data *data,
                                   const struct lathe_model *parent,
                                   struct lathe_err *err);
void lathe_session_release(struct lathe_session *s);

/* Fails as lathe_session_prepare will when this process may not have so much
 * memory, the rows that are to be read yet included; takes nothing. */
enum lathe_code lathe_session_foresee(struct lathe_session *s,
                                      struct lathe_pool *pool,
                                      struct lathe_err *err);

/* Takes all that the loop needs. Fails: LATHE_ENOMEM, before anything is
 * taken, when this process may not have so much memory; as lathe_work_init,
 * LATHE_EARG. */
enum lathe_code lathe_session_prepare(struct lathe_session *s,
                                      struct lathe_pool *pool,
                                      struct lathe_err *err);

/* After the loop: the figures of the weights that were kept, into the
 * report. */
enum lathe_code lathe_session_judge(struct lathe_session *s,
                                    struct lathe_err *err);

/* The rows of a split, by the best weights so far; the loop may be paused, and
 * goes on as if nothing had been. Fails as lathe_monitor_judge. */
enum lathe_code lathe_session_look(struct lathe_session *s,
                                   struct lathe_monitor *monitor,
                                   enum lathe_split split,
                                   struct lathe_verdict *out,
                                   struct lathe_err *err);

/* Gives back what lathe_session_prepare took; it may be called again. */
void lathe_session_rest(struct lathe_session *s);

/* The model as it stands, in s->model: schema and weights. Fails:
 * LATHE_ENOMEM. */
enum lathe_code lathe_session_fill(struct lathe_session *s,
                                   struct lathe_err *err);

/* Fills the model and writes the file. Fails as lathe_model_save. */
enum lathe_code lathe_session_save(struct lathe_session *s,
                                   struct lathe_err *err);

#endif
