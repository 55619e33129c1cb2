#include "train/loop.h"

#include "base/alloc.h"

#include <math.h>
#include <string.h>
#include <time.h>

/* Least seconds between two calls of progress within an epoch, and between
 * two saves at the ends of epochs. */
#define SHOW_EVERY 0.1
#define SAVE_EVERY 1.0

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double lathe_loop_loss(const struct lathe_tally *sum)
{
    return sum->weight > 0 || !sum->rows ? sum->loss / sum->weight : 0;
}

double lathe_loop_seconds(const struct lathe_loop *l)
{
    return l->past_s + now() - l->start;
}

/* ---- telling ------------------------------------------------------------ */

/* One epoch as this process sees it. */
struct lap {
    double start;               /* of the clock */
    uint64_t skipped;           /* rows done before the run was resumed */
    bool time_is_up;
};

static double rows_per_s(const struct lathe_loop *l, const struct lap *lap)
{
    double seconds = now() - lap->start;

    return seconds > 0 ? (double)(l->at.sum.rows - lap->skipped) / seconds : 0;
}

static enum lathe_code show(struct lathe_loop *l, const struct lap *lap,
                            const struct lathe_epoch *done,
                            struct lathe_err *err)
{
    double clock = now();
    struct lathe_progress p = {
        .epoch = l->at.epoch + 1,
        .epochs = l->epochs,
        .row = (size_t)l->at.sum.rows,
        .rows = l->train->rows,
        .batch = l->at.batch,
        .batches = (l->train->rows + l->batch - 1) / l->batch,
        .epoch_done = done != NULL,
        .loss = lathe_loop_loss(&l->at.sum),
        .valid_loss = done ? done->valid_loss : NAN,
        .valid_metric = !done                 ? NAN
                        : l->monitor->figure ? done->watched
                                             : done->valid_metric,
        .metric = l->monitor->figure ? l->monitor->name
                                     : lathe_monitor_plain(
                                           l->work->loss,
                                           lathe_shape_size(l->work->net->out)),
        .best = done && done->best,
        .rate = l->at.rate,
        .elapsed_s = lathe_loop_seconds(l),
        .rows_per_s = rows_per_s(l, lap),
    };

    if (!l->host || !l->host->progress ||
        (!done && clock - l->shown < SHOW_EVERY))
        return LATHE_OK;
    l->shown = clock;
    if (!l->host->progress(l->host->ctx, &p))
        return lathe_fail(err, LATHE_ESTOPPED, "stopped in epoch %d",
                          l->at.epoch + 1);
    return LATHE_OK;
}

/* " in layer 2 'dense 32'", as far as it is known. */
static void put_suspect(struct lathe_buf *out, const struct lathe_work *work,
                        size_t rows)
{
    size_t layer = lathe_run_suspect(work, rows);

    if (layer == work->net->n)
        return;
    lathe_buf_printf(out, ", first in layer %zu '", layer + 1);
    lathe_layer_text(out, &work->net->layer[layer]);
    lathe_buf_puts(out, "'");
}

/* `rows` of the batch that showed it. */
static enum lathe_code diverged(const struct lathe_loop *l, const char *what,
                                size_t rows, struct lathe_err *err)
{
    struct lathe_buf where = {0};
    enum lathe_code rc;

    put_suspect(&where, l->work, rows);
    rc = lathe_fail(err, LATHE_EDIVERGED,
                    "training diverged: %s is not a finite number in epoch "
                    "%d, batch %llu%.200s; try a smaller learning rate", what,
                    l->at.epoch + 1, (unsigned long long)l->at.batch,
                    where.s ? where.s : "");
    lathe_buf_release(&where);
    return rc;
}

/* ---- keeping ------------------------------------------------------------ */

static enum lathe_code save(struct lathe_loop *l, struct lathe_err *err)
{
    enum lathe_code rc = l->save ? l->save(l->ctx, err) : LATHE_OK;

    l->saved = now();
    return rc;
}

/* Between two batches: saves when it is time, ends when the host says so. */
static enum lathe_code pause(struct lathe_loop *l, struct lathe_err *err)
{
    bool stop = l->host && l->host->stop && l->host->stop(l->host->ctx);
    bool due = l->save_every > 0 &&
               l->optimiser->step % (uint64_t)l->save_every == 0;
    enum lathe_code rc = stop || due ? save(l, err) : LATHE_OK;

    if (rc || !stop)
        return rc;
    return lathe_fail(err, LATHE_ESTOPPED, "stopped in epoch %d after batch "
                      "%llu", l->at.epoch + 1,
                      (unsigned long long)l->at.batch);
}

/* ---- an epoch ----------------------------------------------------------- */

/* A lathe_update_fn: parameters that come together are of one layer. */
static void update(void *ctx, size_t first, size_t n, bool bias)
{
    struct lathe_loop *l = ctx;

    if (!l->frozen || !lathe_frozen_has(l->frozen, first))
        lathe_optimiser_update(l->optimiser, first, n, bias);
}

static enum lathe_code one_batch(struct lathe_loop *l,
                                 const struct lathe_batch *batch,
                                 uint64_t steps, struct lathe_err *err)
{
    struct lathe_tally sum = {0};
    double norm;
    struct lathe_step step = {
        .batch = batch,
        .seed = l->seed,
        .step = l->optimiser->step,
        .clip = l->clip_norm,
        .update = update,
        .ctx = l,
    };

    l->at.rate = lathe_schedule_rate(&l->schedule, l->rate, l->at.epoch,
                                     l->optimiser->step, steps);
    l->at.batch++;
    lathe_optimiser_begin(l->optimiser, l->at.rate);
    norm = lathe_run_step(l->work, &step, &sum);
    lathe_loss_add(&l->at.sum, &sum);
    if (!isfinite(sum.loss))
        return diverged(l, "the loss", batch->n, err);
    return isfinite(norm) ? LATHE_OK
                          : diverged(l, "a gradient", batch->n, err);
}

static enum lathe_code train_epoch(struct lathe_loop *l, struct lap *lap,
                                   uint64_t steps, struct lathe_err *err)
{
    enum lathe_code rc = l->train->begin(l->train, (uint64_t)l->at.epoch, err);
    struct lathe_batch batch;

    *lap = (struct lap){ .start = now(), .skipped = l->at.sum.rows };
    for (uint64_t b = 0; !rc && b < l->at.batch; b++)   /* those done */
        rc = l->train->next(l->train, l->batch, &batch, err);
    while (!rc && !lap->time_is_up) {
        rc = l->train->next(l->train, l->batch, &batch, err);
        if (rc || batch.n == 0)
            break;
        if ((rc = one_batch(l, &batch, steps, err)) ||
            (rc = show(l, lap, NULL, err)))
            break;
        rc = pause(l, err);
        lap->time_is_up = l->time_limit_s > 0 &&
                          lathe_loop_seconds(l) >= l->time_limit_s;
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

static double grad_norm(const struct lathe_work *work)
{
    double sum = 0;

    for (size_t i = 0; i < work->net->params; i++)
        sum += (double)work->grad[i] * (double)work->grad[i];
    return sqrt(sum);
}

enum lathe_code lathe_loop_remember(struct lathe_loop *l,
                                    struct lathe_epoch *e,
                                    struct lathe_err *err)
{
    const struct lathe_monitor *m = l->monitor;
    enum lathe_code rc = lathe_grow(&l->history, &l->history_cap,
                                    l->epochs_done + 1, sizeof(*e), err);

    if (rc)
        return rc;
    e->best = !l->valid || !l->best.epoch ||
              lathe_monitor_better(m, e->watched, l->best.watched, 0);
    l->history[l->epochs_done++] = *e;
    l->last = *e;
    if (e->best)
        l->best = *e;
    if (!l->marked.epoch || lathe_monitor_better(m, e->watched,
                                                 l->marked.watched,
                                                 l->min_delta))
        l->marked = *e;
    return LATHE_OK;
}

static enum lathe_code judge_epoch(struct lathe_loop *l, const struct lap *lap,
                                   struct lathe_err *err)
{
    struct lathe_epoch e = {
        .epoch = l->at.epoch + 1, .step = l->optimiser->step,
        .loss = lathe_loop_loss(&l->at.sum),
        .metric = lathe_monitor_plain_of(l->work->loss, &l->at.sum,
                                         l->target_factor),
        .valid_loss = NAN, .valid_metric = NAN, .watched = NAN,
        .rate = l->at.rate, .grad_norm = grad_norm(l->work),
        .rows_per_s = rows_per_s(l, lap),
    };
    struct lathe_verdict v;
    enum lathe_code rc = LATHE_OK;

    if (!params_are_finite(l->work))
        return diverged(l, "a weight", 0, err);
    if (l->valid) {
        rc = lathe_monitor_judge(l->monitor, l->work, l->valid, &v, err);
        if (rc)
            return rc;
        e.valid_loss = lathe_loop_loss(&v.sum);
        e.valid_metric = lathe_monitor_plain_of(l->work->loss, &v.sum,
                                                l->target_factor);
        e.watched = v.watched;
        if (!isfinite(e.valid_loss))
            return diverged(l, "the validation loss", 0, err);
    }
    e.seconds = lathe_loop_seconds(l);
    rc = lathe_loop_remember(l, &e, err);
    if (!rc && e.best && l->valid)
        memcpy(l->kept, l->work->params,
               l->work->net->params * sizeof(real));
    lathe_schedule_saw(&l->schedule, l->valid ? e.valid_loss : e.loss);
    if (!rc && l->epoch_done)
        rc = l->epoch_done(l->ctx, &e, err);
    return rc ? rc : show(l, lap, &e, err);
}

/* ---- the run ------------------------------------------------------------ */

static bool is_over(struct lathe_loop *l, const struct lap *lap)
{
    if (lap->time_is_up)
        l->end = LATHE_LOOP_TIME;
    else if (l->valid && l->patience > 0 &&
             l->last.epoch - l->marked.epoch >= l->patience)
        l->end = LATHE_LOOP_PATIENCE;
    else if (l->at.epoch + 1 == l->epochs)
        l->end = LATHE_LOOP_EPOCHS;
    return l->end != 0;
}

/* Without validation rows nobody has seen what the last update led to. */
static enum lathe_code try_last_weights(struct lathe_loop *l,
                                        struct lathe_err *err)
{
    struct lathe_tally sum = {0};
    struct lathe_batch batch;
    enum lathe_code rc = l->train->begin(l->train, 0, err);

    if (!rc)
        rc = l->train->next(l->train, l->batch, &batch, err);
    if (rc)
        return rc;
    lathe_run_evaluate(l->work, &batch, &sum);
    return isfinite(sum.loss) ? LATHE_OK
                              : diverged(l, "the loss after the last update",
                                         batch.n, err);
}

enum lathe_code lathe_loop_prepare(struct lathe_loop *l, struct lathe_err *err)
{
    if (!l->valid)
        return LATHE_OK;
    return lathe_new_aligned(&l->kept, l->work->net->params, sizeof(real),
                             "the best weights", err);
}

enum lathe_code lathe_loop_run(struct lathe_loop *l, struct lathe_err *err)
{
    size_t batches = (l->train->rows + l->batch - 1) / l->batch;
    uint64_t steps = (uint64_t)batches * (uint64_t)l->epochs;
    struct lap lap;
    enum lathe_code rc = LATHE_OK;

    l->end = (enum lathe_loop_end)0;
    l->start = l->shown = l->saved = now();
    if (!l->resumed)
        l->at = (struct lathe_place){0};
    lathe_run_refresh(l->work);
    while (!rc) {
        rc = train_epoch(l, &lap, steps, err);
        if (!rc)
            rc = judge_epoch(l, &lap, err);
        if (rc || is_over(l, &lap))
            break;
        l->at = (struct lathe_place){ .epoch = l->at.epoch + 1 };
        if (l->at.epoch == l->until) {
            l->past_s = lathe_loop_seconds(l);
            l->resumed = true;
            return LATHE_OK;
        }
        if (l->save_every == 0 && now() - l->saved >= SAVE_EVERY)
            rc = save(l, err);
    }
    if (rc)
        return rc;
    if (!l->valid)
        return try_last_weights(l, err);
    memcpy(l->work->params, l->kept, l->work->net->params * sizeof(real));
    lathe_run_refresh(l->work);
    return LATHE_OK;
}

void lathe_loop_release(struct lathe_loop *l)
{
    lathe_free(l->kept);
    lathe_free(l->history);
    l->kept = NULL;
    l->history = NULL;
    l->epochs_done = l->history_cap = 0;
}
