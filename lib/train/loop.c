#include "train/loop.h"

#include "base/alloc.h"

#include <math.h>
#include <string.h>
#include <time.h>

/* Least seconds between two calls of progress within an epoch. */
#define SHOW_EVERY 0.1

/* One epoch on its way. */
struct lap {
    int epoch;                  /* from 0 */
    uint64_t batch, steps;      /* done in it; planned in the run */
    struct lathe_tally sum;
    double rate, start;
    bool time_is_up;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

const char *lathe_loop_metric_name(enum lathe_loss loss)
{
    return loss == LATHE_LOSS_MSE ? "rmse" : "accuracy";
}

double lathe_loop_loss(const struct lathe_tally *sum)
{
    return sum->loss / (double)sum->rows;
}

double lathe_loop_metric(enum lathe_loss loss, const struct lathe_tally *sum,
                         double target_factor)
{
    double rows = (double)sum->rows;

    if (loss == LATHE_LOSS_MSE)
        return sqrt(sum->square / rows) / fabs(target_factor);
    return sum->hit / rows;
}

enum lathe_code lathe_loop_evaluate(struct lathe_work *work,
                                    struct lathe_feed *feed,
                                    struct lathe_tally *sum,
                                    struct lathe_err *err)
{
    struct lathe_batch batch;
    enum lathe_code rc = feed->begin(feed, 0, err);

    while (!rc) {
        rc = feed->next(feed, feed->rows, &batch, err);
        if (rc || batch.n == 0)
            break;
        lathe_run_evaluate(work, &batch, sum);
    }
    return rc;
}

/* ---- telling ------------------------------------------------------------ */

static enum lathe_code show(struct lathe_loop *l, const struct lap *lap,
                            const struct lathe_epoch *done,
                            struct lathe_err *err)
{
    double at = now(), in_epoch = at - lap->start;
    struct lathe_progress p = {
        .epoch = lap->epoch + 1,
        .epochs = l->epochs,
        .row = (size_t)lap->sum.rows,
        .rows = l->train->rows,
        .epoch_done = done != NULL,
        .loss = lathe_loop_loss(&lap->sum),
        .valid_loss = done ? done->valid_loss : NAN,
        .valid_metric = done ? done->valid_metric : NAN,
        .metric = lathe_loop_metric_name(l->work->loss),
        .best = done && done->best,
        .rate = lap->rate,
        .elapsed_s = at - l->start,
        .rows_per_s = in_epoch > 0 ? (double)lap->sum.rows / in_epoch : 0,
    };

    if (!l->host || !l->host->progress || (!done && at - l->shown < SHOW_EVERY))
        return LATHE_OK;
    l->shown = at;
    if (!l->host->progress(l->host->ctx, &p))
        return lathe_fail(err, LATHE_ESTOPPED, "stopped in epoch %d",
                          lap->epoch + 1);
    return LATHE_OK;
}

static enum lathe_code diverged(const struct lap *lap, const char *what,
                                struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDIVERGED,
                      "training diverged: %s is not a finite number in epoch "
                      "%d, batch %llu; try a smaller learning rate", what,
                      lap->epoch + 1, (unsigned long long)lap->batch);
}

/* ---- an epoch ----------------------------------------------------------- */

static enum lathe_code one_batch(struct lathe_loop *l, struct lap *lap,
                                 const struct lathe_batch *batch,
                                 struct lathe_err *err)
{
    struct lathe_tally sum = {0};
    struct lathe_step step = {
        .batch = batch,
        .seed = l->seed,
        .step = l->optimiser->step,
        .update = lathe_optimiser_update,
        .ctx = l->optimiser,
    };

    lap->rate = lathe_schedule_rate(&l->schedule, l->rate, lap->epoch,
                                    l->optimiser->step, lap->steps);
    lap->batch++;
    lathe_optimiser_begin(l->optimiser, lap->rate);
    lathe_run_step(l->work, &step, &sum);
    lathe_loss_add(&lap->sum, &sum);
    if (!isfinite(sum.loss))
        return diverged(lap, "the loss", err);
    return show(l, lap, NULL, err);
}

static enum lathe_code train_epoch(struct lathe_loop *l, struct lap *lap,
                                   struct lathe_err *err)
{
    enum lathe_code rc = l->train->begin(l->train, (uint64_t)lap->epoch, err);
    struct lathe_batch batch;

    while (!rc && !lap->time_is_up) {
        rc = l->train->next(l->train, l->batch, &batch, err);
        if (rc || batch.n == 0)
            break;
        rc = one_batch(l, lap, &batch, err);
        lap->time_is_up = l->time_limit_s > 0 &&
                          now() - l->start >= l->time_limit_s;
    }
    return rc;
}

/* The loss may be finite although the last update was not. */
static bool params_are_finite(const struct lathe_work *work)
{
    real sum = 0;

    for (size_t i = 0; i < work->net->params; i++)
        sum += work->params[i] * 0;
    return sum == 0;
}

static enum lathe_code judge_epoch(struct lathe_loop *l, struct lap *lap,
                                   struct lathe_err *err)
{
    struct lathe_epoch e = {
        .epoch = lap->epoch + 1, .step = l->optimiser->step,
        .loss = lathe_loop_loss(&lap->sum),
        .valid_loss = NAN, .valid_metric = NAN, .rate = lap->rate,
        .best = true,
    };
    double seconds = now() - lap->start;
    struct lathe_tally sum = {0};
    enum lathe_code rc = LATHE_OK;

    e.rows_per_s = seconds > 0 ? (double)lap->sum.rows / seconds : 0;
    if (!params_are_finite(l->work))
        return diverged(lap, "a weight", err);
    if (l->valid) {
        rc = lathe_loop_evaluate(l->work, l->valid, &sum, err);
        if (rc)
            return rc;
        e.valid_loss = lathe_loop_loss(&sum);
        e.valid_metric = lathe_loop_metric(l->work->loss, &sum,
                                           l->target_factor);
        if (!isfinite(e.valid_loss))
            return diverged(lap, "the validation loss", err);
        e.best = !l->best.epoch || e.valid_loss < l->best.valid_loss;
        if (e.best)
            memcpy(l->kept, l->work->params,
                   l->work->net->params * sizeof(real));
    }
    e.seconds = now() - l->start;
    l->last = e;
    if (e.best)
        l->best = e;
    lathe_schedule_saw(&l->schedule, l->valid ? e.valid_loss : e.loss);
    if (l->epoch_done)
        rc = l->epoch_done(l->ctx, &e, err);
    return rc ? rc : show(l, lap, &e, err);
}

/* ---- the run ------------------------------------------------------------ */

static bool is_over(struct lathe_loop *l, const struct lap *lap)
{
    if (lap->time_is_up)
        l->end = LATHE_LOOP_TIME;
    else if (l->valid && l->patience > 0 &&
             l->last.epoch - l->best.epoch >= l->patience)
        l->end = LATHE_LOOP_PATIENCE;
    else if (lap->epoch + 1 == l->epochs)
        l->end = LATHE_LOOP_EPOCHS;
    return l->end != 0;
}

enum lathe_code lathe_loop_run(struct lathe_loop *l, struct lathe_err *err)
{
    size_t params = l->work->net->params;
    size_t batches = (l->train->rows + l->batch - 1) / l->batch;
    struct lap lap = { .steps = (uint64_t)batches * (uint64_t)l->epochs };
    enum lathe_code rc = LATHE_OK;

    l->end = (enum lathe_loop_end)0;
    l->start = l->shown = now();
    if (l->valid)
        rc = lathe_new_aligned(&l->kept, params, sizeof(real),
                               "the best weights", err);
    lathe_run_refresh(l->work);
    while (!rc) {
        lap.start = now();
        rc = train_epoch(l, &lap, err);
        if (!rc)
            rc = judge_epoch(l, &lap, err);
        if (rc || is_over(l, &lap))
            break;
        lap = (struct lap){ .steps = lap.steps, .epoch = lap.epoch + 1 };
    }
    if (rc)
        return rc;
    if (l->valid) {
        memcpy(l->work->params, l->kept, params * sizeof(real));
        lathe_run_refresh(l->work);
    }
    return LATHE_OK;
}

void lathe_loop_release(struct lathe_loop *l)
{
    lathe_free(l->kept);
    l->kept = NULL;
}
