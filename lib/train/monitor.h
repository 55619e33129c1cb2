/*
 * monitor - the figure of the validation rows by which epochs are compared:
 * the loss, or any metric of evaluation.h.
 */
#ifndef LATHE_TRAIN_MONITOR_H
#define LATHE_TRAIN_MONITOR_H

#include "eval/outcome.h"
#include "nn/run.h"
#include "train/feed.h"

/* What rows came to. */
struct lathe_verdict {
    struct lathe_tally sum;     /* rows 0: none */
    double watched;             /* the figure; NaN: undefined */
};

/* Zeroed: the loss. */
struct lathe_monitor {
    const char *name;           /* borrowed */
    bool more;                  /* a larger one is better */
    bool figure;                /* of evaluation.h: takes each row's answer */
    const struct lathe_schema *schema;  /* borrowed */
    struct lathe_outcome outcome;
    size_t cap;                 /* rows at a time */
    uint32_t *label;            /* [cap x labels] */
    double *value;              /* [cap x values] */
    float *answer;              /* [cap x answers] */
};

/* Fails: LATHE_EARG when rows of this task have no such figure, listing those
 * that there are; LATHE_ENOMEM. */
enum lathe_code lathe_monitor_init(struct lathe_monitor *m, const char *name,
                                   const struct lathe_schema *schema,
                                   size_t cap, struct lathe_err *err);
void lathe_monitor_release(struct lathe_monitor *m);

/* Whether `value` is better than `best` by more than `least`; anything is
 * better than NaN. */
bool lathe_monitor_better(const struct lathe_monitor *m, double value,
                          double best, double least);

/* All rows of the feed, without training. `work` may hold m->cap rows at
 * least. Fails: as the feed; LATHE_ENOMEM. */
enum lathe_code lathe_monitor_judge(struct lathe_monitor *m,
                                    struct lathe_work *work,
                                    struct lathe_feed *feed,
                                    struct lathe_verdict *out,
                                    struct lathe_err *err);

/* The metric of a loss without asking for each row: "accuracy", the share of
 * rows whose class, or all of whose labels, are right; "rmse", in the unit of
 * the target, or of a net of several outputs "nrmse", in no unit. */
const char *lathe_monitor_plain(enum lathe_loss loss, size_t outputs);
double lathe_monitor_plain_of(enum lathe_loss loss,
                              const struct lathe_tally *sum,
                              double target_factor);

/* What errors of a number are divided by to be in its unit; 1 for several and
 * for classes. */
double lathe_monitor_factor(const struct lathe_schema *schema);

#endif
