/*
 * Trials come in brackets. With halving, a bracket of 27 is trained for a
 * ninth of the epochs, the better third of it for a third, and a third of
 * those for all (Jamieson and Talwalkar 2016; the rungs of Li et al. 2018,
 * "A system for massively parallel hyperparameter tuning", but each waited
 * for, so that what is kept does not depend on which trial was the faster).
 * A paused trial goes on where it was, so the best is what train would give.
 */
#include "train/search.h"

#include "base/alloc.h"
#include "train/chance.h"

#include <math.h>
#include <time.h>

#define RUNGS 3

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void lathe_search_begin(struct lathe_search *s)
{
    *s = (struct lathe_search){ .start = now(),
                                .lock = PTHREAD_MUTEX_INITIALIZER };
}

void lathe_search_release(struct lathe_search *s)
{
    lathe_trials_release(&s->trials);
    lathe_free(s->rung);
    pthread_mutex_destroy(&s->lock);
    *s = (struct lathe_search){0};
}

static bool time_is_up(const struct lathe_search *s)
{
    return s->opts->time_limit_s > 0 &&
           now() - s->start >= s->opts->time_limit_s;
}

/* ---- running ------------------------------------------------------------ */

/* How a trial stands, to the log and to the host. The lock is held. */
static enum lathe_code tell(struct lathe_search *s,
                            const struct lathe_trial *trial,
                            struct lathe_err *err)
{
    struct lathe_buf point = {0};

    lathe_space_command(s->trials.space, &trial->point, trial->number == 0,
                        &point);
    lathe_note(s->host, "trial %d, epoch %d of %d: %s %.6g%s%s%.300s",
               trial->number, trial->epochs, trial->all_epochs,
               s->opts->metric, trial->metric,
               trial->state == LATHE_TRIAL_DIVERGED    ? ", diverged"
               : trial->state == LATHE_TRIAL_TOO_LARGE ? ", too large"
                                                       : "",
               trial->number ? ";" : "; defaults", point.s ? point.s : "");
    lathe_buf_release(&point);
    return lathe_tunelog_add(s->log, s->report, trial, err);
}

/* The part of all epochs, 1 / share, after which a rung ends. */
static int rung_share(const struct lathe_search *s,
                      const struct lathe_trial *trial)
{
    if (!s->halving || trial->rung == RUNGS - 1)
        return 1;
    return trial->rung == 0 ? 9 : 3;
}

static enum lathe_code run_trial(const struct lathe_search *s,
                                 struct lathe_trial *trial,
                                 struct lathe_err *err)
{
    struct lathe_loop *l = &trial->session->loop;
    int share = rung_share(s, trial);
    enum lathe_code rc;

    l->until = share > 1 ? (trial->all_epochs + share - 1) / share : 0;
    rc = lathe_loop_run(l, err);
    trial->epochs = l->last.epoch;
    trial->seconds = l->last.seconds;
    trial->state = l->end ? LATHE_TRIAL_ENDED : LATHE_TRIAL_PAUSED;
    if (rc == LATHE_EDIVERGED) {
        trial->state = LATHE_TRIAL_DIVERGED;
        trial->metric = NAN;
        return LATHE_OK;
    }
    trial->metric = l->best.watched;
    trial->best_epoch = l->best.epoch;
    return rc;
}

/* What the folds of a trial came to in this rung. */
static void sum_folds(const struct lathe_search *s, struct lathe_trial *trial)
{
    size_t folds = (size_t)s->opts->folds;
    bool ended = true, diverged = false;
    struct lathe_spread spread;
    double best = 0;

    trial->epochs = trial->all_epochs = 0;
    trial->seconds = 0;
    for (size_t f = 0; f < folds; f++) {
        const struct lathe_foldrun *r = &trial->run[f];

        trial->held_out[f] = r->figure;
        ended = ended && r->ended;
        diverged = diverged || r->diverged;
        trial->seconds += r->seconds;
        best += (double)r->best_epoch / (double)folds;
        if (r->epochs > trial->epochs)
            trial->epochs = r->epochs;
        if (r->all_epochs > trial->all_epochs)
            trial->all_epochs = r->all_epochs;
    }
    spread = lathe_crossval_spread(trial->held_out, folds);
    trial->metric = diverged ? NAN : spread.mean;
    trial->sd = diverged ? NAN : spread.sd;
    trial->defined = diverged ? 0 : (int)spread.n;
    trial->best_epoch = (int)(best + 0.5);
    trial->state = diverged ? LATHE_TRIAL_DIVERGED
                   : ended  ? LATHE_TRIAL_ENDED
                            : LATHE_TRIAL_PAUSED;
}

/* Whether a trial need not be run in this rung, or must not. The lock is
 * held. */
static bool settle_rung(struct lathe_search *s, struct lathe_trial *trial)
{
    if (trial->state == LATHE_TRIAL_TOO_LARGE) {
        if (!lathe_tunelog_has(s->log, trial))
            s->rc = tell(s, trial, &s->err);
        return true;
    }
    if (trial->number && trial->rung == 0 && time_is_up(s)) {
        trial->state = LATHE_TRIAL_SKIPPED;
        return true;
    }
    return lathe_tunelog_take(s->log, s->report, trial);
}

/* The same for a tile of it; the first one decides for all. */
static bool is_settled(struct lathe_search *s, struct lathe_trial *trial)
{
    bool stop, settled;

    pthread_mutex_lock(&s->lock);
    stop = s->host && s->host->stop && s->host->stop(s->host->ctx);
    if (stop && !s->rc)
        s->rc = lathe_fail(&s->err, LATHE_ESTOPPED, "stopped before trial %d",
                           trial->number);
    if (!s->rc && trial->seen++ == 0)
        trial->settled = settle_rung(s, trial);
    settled = s->rc || trial->settled;
    pthread_mutex_unlock(&s->lock);
    return settled;
}

/* A tile: one trial in one rung, or one fold of it. */
static void run_tile(void *ctx, size_t tile, int thread)
{
    struct lathe_search *s = ctx;
    struct lathe_trial *trial = s->rung[tile / s->each];
    size_t fold = tile % s->each;
    struct lathe_err err = {0};
    enum lathe_code rc;

    (void)thread;
    if (is_settled(s, trial))
        return;
    rc = trial->run ? lathe_foldruns_run(s->trials.folds, &trial->run[fold],
                                         (int)fold, &trial->opts,
                                         s->opts->metric,
                                         rung_share(s, trial), &err)
                    : run_trial(s, trial, &err);
    pthread_mutex_lock(&s->lock);
    if (--trial->left == 0 && trial->run)
        sum_folds(s, trial);
    if (!rc && trial->left == 0)
        rc = tell(s, trial, &err);
    if (rc && !s->rc) {
        s->rc = rc;
        s->err = err;
    }
    pthread_mutex_unlock(&s->lock);
}

static enum lathe_code run_rung(struct lathe_search *s, struct lathe_err *err)
{
    for (size_t i = 0; i < s->rungs; i++) {
        s->rung[i]->seen = 0;
        s->rung[i]->left = (int)s->each;
    }
    lathe_pool_run(s->pool, s->rungs * s->each, run_tile, s);
    if (s->rc && err)
        *err = s->err;
    return s->rc;
}

/* ---- keeping the best --------------------------------------------------- */

static bool is_better(const struct lathe_search *s, const struct lathe_trial *a,
                      const struct lathe_trial *b)
{
    return b ? lathe_tunereport_better(s->report->order, a, b)
             : !isnan(a->metric);
}

/* The best come first; of equal ones the earlier. */
static void sort_rung(struct lathe_search *s)
{
    for (size_t i = 1; i < s->rungs; i++) {
        struct lathe_trial *trial = s->rung[i];
        size_t at = i;

        for (; at > 0 && is_better(s, trial, s->rung[at - 1]); at--)
            s->rung[at] = s->rung[at - 1];
        s->rung[at] = trial;
    }
}

/* Whether it is what others are to beat, and is kept for that. */
static bool is_base(const struct lathe_search *s,
                    const struct lathe_trial *trial)
{
    return s->own && trial->number == 0;
}

/* Takes an ended trial as the best if it is; else its session goes. */
static void settle(struct lathe_search *s, struct lathe_trial *trial)
{
    struct lathe_trial *worse = trial;

    if (trial->state == LATHE_TRIAL_ENDED && is_better(s, trial, s->best)) {
        worse = s->best;
        s->best = trial;
    }
    if (worse && !is_base(s, worse))
        lathe_trials_rest(&s->trials, worse);
}

/* The defaults stay unless they are beaten by more than chance. */
static enum lathe_code prefer_defaults(struct lathe_search *s,
                                       struct lathe_err *err)
{
    struct lathe_trial *base = s->trials.trial[0];
    bool beaten = true;
    enum lathe_code rc;

    if (!s->own || s->best == base || base->state != LATHE_TRIAL_ENDED)
        return LATHE_OK;
    rc = lathe_chance_judge(s->report, s->trials.data, s->pool, s->best, base,
                            &beaten, err);
    if (rc || beaten)
        return rc;
    s->report->chance = s->best;
    s->best = base;
    return LATHE_OK;
}

/* Which trials go on: a third of those that may, but one at least. */
static void promote(struct lathe_search *s)
{
    size_t going = 0, keep = (s->rungs + 2) / 3;

    sort_rung(s);
    for (size_t i = 0; i < s->rungs; i++) {
        struct lathe_trial *trial = s->rung[i];

        if (trial->state == LATHE_TRIAL_PAUSED &&
            (i < keep || is_base(s, trial))) {
            trial->rung++;
            s->rung[going++] = trial;
        } else {
            settle(s, trial);
        }
    }
    s->rungs = going;
}

/* A bracket of `n` trials, of which rung 0 has been filled. */
static enum lathe_code run_bracket(struct lathe_search *s,
                                   struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (int k = 0; !rc && k < RUNGS && s->rungs > 0; k++) {
        rc = run_rung(s, err);
        if (!rc)
            promote(s);
    }
    return rc;
}

enum lathe_code lathe_search_run(struct lathe_search *s, struct lathe_err *err)
{
    size_t bracket = s->halving ? LATHE_SEARCH_BRACKET
                                : (size_t)lathe_pool_threads(s->pool);
    const struct lathe_trials *all = &s->trials;
    enum lathe_code rc = lathe_new(&s->rung, bracket, sizeof(*s->rung),
                                   "the trials", err);

    s->each = all->folds ? (size_t)s->opts->folds : 1;
    while (!rc && all->n < s->most && !(all->n && time_is_up(s))) {
        s->rungs = 0;
        while (!rc && s->rungs < bracket && all->n < s->most) {
            rc = lathe_trials_add(&s->trials, err);
            if (!rc)
                s->rung[s->rungs++] = all->trial[all->n - 1];
        }
        if (!rc)
            rc = run_bracket(s, err);
    }
    while (all->n && all->trial[all->n - 1]->state == LATHE_TRIAL_SKIPPED)
        lathe_trials_drop_last(&s->trials);
    if (!rc && !s->best)
        rc = lathe_fail(err, LATHE_EDIVERGED, "none of %zu trials came to its "
                        "end: each diverged or was too large", all->n);
    return rc ? rc : prefer_defaults(s, err);
}
