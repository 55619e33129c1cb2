/*
 * From a dataset and a search space to the best model found.
 *
 * Trials come in brackets. With halving, a bracket of 27 is trained for a
 * ninth of the epochs, the better third of it for a third, and a third of
 * those for all (Jamieson and Talwalkar 2016; the rungs of Li et al. 2018,
 * "A system for massively parallel hyperparameter tuning", but each waited
 * for, so that what is kept does not depend on which trial was the faster).
 * A paused trial goes on where it was, so the best is what train would give.
 *
 * A trial runs on one thread; several run side by side. What a trial gives
 * depends on its options alone, and what is kept on the figures alone.
 *
 * With folds a trial is a training in each fold, judged by the mean of what
 * the rows held out come to; the best is trained on the dataset's own rows at
 * the end.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "base/json.h"
#include "train/chance.h"
#include "train/tunelog.h"

#include <math.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#define BRACKET 27
#define RUNGS 3
#define MOST_TRIALS 100000

/* Left to lathe, rows of a table up to so many are judged in folds: a tenth of
 * them, which validate, are too few to tell two trials apart. */
#define FEW_ROWS 10000

struct lathe_tune_opts lathe_tune_defaults(void)
{
    return (struct lathe_tune_opts){ .method = "halving", .metric = "loss",
                                     .folds = -1, .seed = 1 };
}

/* Everything of a search. */
struct tune {
    const struct lathe_tune_opts *opts;
    const struct lathe_host *host;
    struct lathe_tune_opts resolved;    /* what `opts` is, but for its folds */
    bool halving, grid;
    bool own;                   /* the search is lathe's: the defaults are to
                                 * be beaten by more than chance */
    struct lathe_space space;
    struct lathe_data data;
    struct lathe_pool *pool;
    struct lathe_trial **trial; /* [trials] */
    size_t trials, cap;
    size_t most;                /* trials that there will be */
    double start;
    struct lathe_tunelog log;
    struct lathe_trial *best;   /* that has ended */
    struct lathe_tunereport report;
    struct lathe_monitor order; /* which figure is better */
    struct lathe_foldruns folds;        /* of --folds */
    size_t each;                /* tiles of a trial in a rung */

    /* Of the trials that run side by side. */
    struct lathe_trial **rung;  /* [rungs] */
    size_t rungs;
    pthread_mutex_t lock;       /* of all below, and of the host */
    enum lathe_code rc;         /* the first failure */
    struct lathe_err err;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool time_is_up(const struct tune *t)
{
    return t->opts->time_limit_s > 0 &&
           now() - t->start >= t->opts->time_limit_s;
}

/* ---- trials ------------------------------------------------------------- */

static void drop_session(struct tune *t, struct lathe_trial *trial)
{
    for (int f = 0; trial->run && f < t->opts->folds; f++)
        lathe_foldruns_drop(&t->folds, &trial->run[f]);
    if (trial->session)
        lathe_session_release(trial->session);
    lathe_free(trial->session);
    trial->session = NULL;
}

static void free_trial(struct tune *t, struct lathe_trial *trial)
{
    drop_session(t, trial);
    lathe_free(trial->run);
    lathe_free(trial->held_out);
    lathe_list_release(&trial->point);
    lathe_free(trial);
}

/* The point of a trial: the first is train with its defaults, but for what
 * the search fixes; then the grid, or chance. */
static enum lathe_code choose(const struct tune *t, struct lathe_trial *trial,
                              struct lathe_err *err)
{
    uint64_t i = (uint64_t)trial->number;
    enum lathe_code rc =
        t->grid ? lathe_space_at(&t->space, i ? i - 1 : 0, &trial->point, err)
                : lathe_space_draw(&t->space, t->opts->seed, i, &trial->point,
                                   err);

    if (rc)
        return rc;
    trial->opts = lathe_train_defaults();
    trial->opts.data = t->opts->data;
    trial->opts.output = t->opts->output;
    trial->opts.monitor = t->report.monitor;
    trial->opts.seed = t->opts->seed;
    trial->opts.threads = 1;
    return lathe_space_apply(&t->space, &trial->point, i == 0, &trial->opts,
                             err);
}

/* A bound: the weights, and more than the rest ever takes. */
static bool is_too_large(const struct tune *t, const struct lathe_trial *trial,
                         size_t schema_bytes)
{
    const struct lathe_net *net = &trial->session->model.net;
    uint64_t bytes = 4 * (uint64_t)net->params + 1024 * (uint64_t)net->n +
                     schema_bytes + 12288;

    return t->opts->max_bytes > 0 && bytes > (uint64_t)t->opts->max_bytes;
}

static enum lathe_code schema_bytes(const struct tune *t, size_t *bytes,
                                    struct lathe_err *err)
{
    struct lathe_buf text = {0};
    struct lathe_json_out j = { .out = &text };
    enum lathe_code rc;

    lathe_schema_write(&j, NULL, &t->data.schema);
    rc = lathe_buf_check(&text, err);
    *bytes = text.len;
    lathe_buf_release(&text);
    return rc;
}

/* Trainings are in the folds; that of all rows waits for the end. */
static enum lathe_code prepare_folds(const struct tune *t,
                                     struct lathe_trial *trial,
                                     struct lathe_err *err)
{
    size_t folds = (size_t)t->opts->folds;
    enum lathe_code rc = lathe_new(&trial->run, folds, sizeof(*trial->run),
                                   "folds", err);

    lathe_session_rest(trial->session);
    return rc ? rc
              : lathe_new(&trial->held_out, folds, sizeof(*trial->held_out),
                          "folds", err);
}

/* Makes the net and the arrays, before the first epoch. */
static enum lathe_code prepare(const struct tune *t, struct lathe_trial *trial,
                               struct lathe_err *err)
{
    size_t bytes;
    enum lathe_code rc = lathe_new(&trial->session, 1,
                                   sizeof(*trial->session), "a trial", err);

    if (!rc)
        rc = lathe_session_init(trial->session, &trial->opts, &t->data, NULL,
                                err);
    if (!rc)
        rc = schema_bytes(t, &bytes, err);
    if (rc)
        return rc;
    trial->params = trial->session->model.net.params;
    if (is_too_large(t, trial, bytes)) {
        trial->state = LATHE_TRIAL_TOO_LARGE;
        return LATHE_OK;
    }
    rc = lathe_session_prepare(trial->session, NULL, err);
    trial->all_epochs = trial->session->loop.epochs;
    if (!rc && t->report.folds)
        rc = prepare_folds(t, trial, err);
    return rc;
}

static enum lathe_code add_trial(struct tune *t, struct lathe_err *err)
{
    struct lathe_trial *trial = NULL;
    enum lathe_code rc = lathe_grow(&t->trial, &t->cap, t->trials + 1,
                                    sizeof(*t->trial), err);

    if (!rc)
        rc = lathe_new(&trial, 1, sizeof(*trial), "a trial", err);
    if (rc)
        return rc;
    trial->number = (int)t->trials;
    trial->metric = trial->sd = NAN;
    t->trial[t->trials++] = trial;
    rc = choose(t, trial, err);
    if (!rc)
        rc = prepare(t, trial, err);
    if (rc == LATHE_EARG) {     /* which of the points it is */
        struct lathe_err was = *err;
        struct lathe_buf point = {0};

        lathe_space_command(&t->space, &trial->point, false, &point);
        lathe_fail(err, rc, "trial %d,%.200s: %s", trial->number,
                   point.s ? point.s : "", was.msg);
        lathe_buf_release(&point);
    }
    return rc;
}

/* ---- running ------------------------------------------------------------ */

/* How a trial stands, to the log and to the host. The lock is held. */
static enum lathe_code tell(struct tune *t, const struct lathe_trial *trial,
                            struct lathe_err *err)
{
    struct lathe_buf point = {0};

    lathe_space_command(&t->space, &trial->point, trial->number == 0, &point);
    lathe_note(t->host, "trial %d, epoch %d of %d: %s %.6g%s%s%.300s",
               trial->number, trial->epochs, trial->all_epochs,
               t->opts->metric, trial->metric,
               trial->state == LATHE_TRIAL_DIVERGED    ? ", diverged"
               : trial->state == LATHE_TRIAL_TOO_LARGE ? ", too large"
                                                       : "",
               trial->number ? ";" : "; defaults", point.s ? point.s : "");
    lathe_buf_release(&point);
    return lathe_tunelog_add(&t->log, &t->report, trial, err);
}

/* The part of all epochs, 1 / share, after which a rung ends. */
static int rung_share(const struct tune *t, const struct lathe_trial *trial)
{
    if (!t->halving || trial->rung == RUNGS - 1)
        return 1;
    return trial->rung == 0 ? 9 : 3;
}

static enum lathe_code run_trial(const struct tune *t,
                                 struct lathe_trial *trial,
                                 struct lathe_err *err)
{
    struct lathe_loop *l = &trial->session->loop;
    int share = rung_share(t, trial);
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
static void sum_folds(const struct tune *t, struct lathe_trial *trial)
{
    size_t folds = (size_t)t->opts->folds;
    bool ended = true, diverged = false;
    struct lathe_spread s;
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
    s = lathe_crossval_spread(trial->held_out, folds);
    trial->metric = diverged ? NAN : s.mean;
    trial->sd = diverged ? NAN : s.sd;
    trial->defined = diverged ? 0 : (int)s.n;
    trial->best_epoch = (int)(best + 0.5);
    trial->state = diverged ? LATHE_TRIAL_DIVERGED
                   : ended  ? LATHE_TRIAL_ENDED
                            : LATHE_TRIAL_PAUSED;
}

/* Whether a trial need not be run in this rung, or must not. The lock is
 * held. */
static bool settle_rung(struct tune *t, struct lathe_trial *trial)
{
    if (trial->state == LATHE_TRIAL_TOO_LARGE) {
        if (!lathe_tunelog_has(&t->log, trial))
            t->rc = tell(t, trial, &t->err);
        return true;
    }
    if (trial->number && trial->rung == 0 && time_is_up(t)) {
        trial->state = LATHE_TRIAL_SKIPPED;
        return true;
    }
    return lathe_tunelog_take(&t->log, &t->report, trial);
}

/* The same for a tile of it; the first one decides for all. */
static bool is_settled(struct tune *t, struct lathe_trial *trial)
{
    bool stop, settled;

    pthread_mutex_lock(&t->lock);
    stop = t->host && t->host->stop && t->host->stop(t->host->ctx);
    if (stop && !t->rc)
        t->rc = lathe_fail(&t->err, LATHE_ESTOPPED, "stopped before trial %d",
                           trial->number);
    if (!t->rc && trial->seen++ == 0)
        trial->settled = settle_rung(t, trial);
    settled = t->rc || trial->settled;
    pthread_mutex_unlock(&t->lock);
    return settled;
}

/* A tile: one trial in one rung, or one fold of it. */
static void run_tile(void *ctx, size_t tile, int thread)
{
    struct tune *t = ctx;
    struct lathe_trial *trial = t->rung[tile / t->each];
    size_t fold = tile % t->each;
    struct lathe_err err = {0};
    enum lathe_code rc;

    (void)thread;
    if (is_settled(t, trial))
        return;
    rc = trial->run ? lathe_foldruns_run(&t->folds, &trial->run[fold],
                                         (int)fold, &trial->opts,
                                         t->opts->metric,
                                         rung_share(t, trial), &err)
                    : run_trial(t, trial, &err);
    pthread_mutex_lock(&t->lock);
    if (--trial->left == 0 && trial->run)
        sum_folds(t, trial);
    if (!rc && trial->left == 0)
        rc = tell(t, trial, &err);
    if (rc && !t->rc) {
        t->rc = rc;
        t->err = err;
    }
    pthread_mutex_unlock(&t->lock);
}

static enum lathe_code run_rung(struct tune *t, struct lathe_err *err)
{
    for (size_t i = 0; i < t->rungs; i++) {
        t->rung[i]->seen = 0;
        t->rung[i]->left = (int)t->each;
    }
    lathe_pool_run(t->pool, t->rungs * t->each, run_tile, t);
    if (t->rc && err)
        *err = t->err;
    return t->rc;
}

/* ---- keeping the best --------------------------------------------------- */

static bool is_better(const struct tune *t, const struct lathe_trial *a,
                      const struct lathe_trial *b)
{
    return b ? lathe_tunereport_better(&t->order, a, b) : !isnan(a->metric);
}

/* The best come first; of equal ones the earlier. */
static void sort_rung(struct tune *t)
{
    for (size_t i = 1; i < t->rungs; i++) {
        struct lathe_trial *trial = t->rung[i];
        size_t at = i;

        for (; at > 0 && is_better(t, trial, t->rung[at - 1]); at--)
            t->rung[at] = t->rung[at - 1];
        t->rung[at] = trial;
    }
}

/* Whether it is what others are to beat, and is kept for that. */
static bool is_base(const struct tune *t, const struct lathe_trial *trial)
{
    return t->own && trial->number == 0;
}

/* Takes an ended trial as the best if it is; else its session goes. */
static void settle(struct tune *t, struct lathe_trial *trial)
{
    struct lathe_trial *worse = trial;

    if (trial->state == LATHE_TRIAL_ENDED && is_better(t, trial, t->best)) {
        worse = t->best;
        t->best = trial;
    }
    if (worse && !is_base(t, worse))
        drop_session(t, worse);
}

/* The defaults stay unless they are beaten by more than chance. */
static enum lathe_code prefer_defaults(struct tune *t, struct lathe_err *err)
{
    struct lathe_trial *base = t->trial[0];
    bool beaten = true;
    enum lathe_code rc;

    if (!t->own || t->best == base || base->state != LATHE_TRIAL_ENDED)
        return LATHE_OK;
    rc = lathe_chance_judge(&t->report, &t->data, t->pool, t->best, base,
                            &beaten, err);
    if (rc || beaten)
        return rc;
    t->report.chance = t->best;
    t->best = base;
    return LATHE_OK;
}

/* Which trials go on: a third of those that may, but one at least. */
static void promote(struct tune *t)
{
    size_t going = 0, keep = (t->rungs + 2) / 3;

    sort_rung(t);
    for (size_t i = 0; i < t->rungs; i++) {
        struct lathe_trial *trial = t->rung[i];

        if (trial->state == LATHE_TRIAL_PAUSED &&
            (i < keep || is_base(t, trial))) {
            trial->rung++;
            t->rung[going++] = trial;
        } else {
            settle(t, trial);
        }
    }
    t->rungs = going;
}

/* A bracket of `n` trials, of which rung 0 has been filled. */
static enum lathe_code run_bracket(struct tune *t, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (int k = 0; !rc && k < RUNGS && t->rungs > 0; k++) {
        rc = run_rung(t, err);
        if (!rc)
            promote(t);
    }
    return rc;
}

static enum lathe_code search(struct tune *t, struct lathe_err *err)
{
    size_t bracket = t->halving ? BRACKET
                                : (size_t)lathe_pool_threads(t->pool);
    enum lathe_code rc = lathe_new(&t->rung, bracket, sizeof(*t->rung),
                                   "the trials", err);

    while (!rc && t->trials < t->most && !(t->trials && time_is_up(t))) {
        t->rungs = 0;
        while (!rc && t->rungs < bracket && t->trials < t->most) {
            rc = add_trial(t, err);
            if (!rc)
                t->rung[t->rungs++] = t->trial[t->trials - 1];
        }
        if (!rc)
            rc = run_bracket(t, err);
    }
    while (t->trials && t->trial[t->trials - 1]->state == LATHE_TRIAL_SKIPPED)
        free_trial(t, t->trial[--t->trials]);
    if (!rc && !t->best)
        rc = lathe_fail(err, LATHE_EDIVERGED, "none of %zu trials came to its "
                        "end: each diverged or was too large", t->trials);
    return rc ? rc : prefer_defaults(t, err);
}

/* ---- the search --------------------------------------------------------- */

static enum lathe_code check(struct tune *t, struct lathe_err *err)
{
    const struct lathe_tune_opts *o = t->opts;

    t->halving = strcmp(o->method, "halving") == 0;
    t->grid = strcmp(o->method, "grid") == 0;
    if (!o->data || !o->output)
        return lathe_fail(err, LATHE_EARG, "%s is missing",
                          o->data ? "the model file" : "the dataset");
    if (!t->halving && !t->grid && strcmp(o->method, "random") != 0)
        return lathe_fail(err, LATHE_EARG, "method '%.40s' is not halving, "
                          "random or grid", o->method);
    if (o->trials < 0 || o->trials > MOST_TRIALS)
        return lathe_fail(err, LATHE_EARG, "trials must be from 1 to %d, or 0 "
                          "to leave them to lathe, got %d", MOST_TRIALS,
                          o->trials);
    if (!(o->time_limit_s >= 0))
        return lathe_fail(err, LATHE_EARG, "time-limit must be at least 0, "
                          "got %g", o->time_limit_s);
    if (o->max_bytes < 0)
        return lathe_fail(err, LATHE_EARG, "max-bytes must be at least 0");
    if (o->threads < 0 || o->threads > 256)
        return lathe_fail(err, LATHE_EARG, "threads must be from 1 to 256, or "
                          "0 for all cores, got %d", o->threads);
    if (o->resume && !o->log)
        return lathe_fail(err, LATHE_EARG, "resume needs a log: --log FILE");
    if (o->folds < -1 || o->folds == 1 || o->folds > LATHE_FOLDS_MOST)
        return lathe_fail(err, LATHE_EARG, "folds must be from 2 to %d, or 0 "
                          "for none, or -1 to leave them to lathe, got %d",
                          LATHE_FOLDS_MOST, o->folds);
    if (o->folds <= 0 && o->groups)
        return lathe_fail(err, LATHE_EARG, "groups needs folds: --folds K");
    return LATHE_OK;
}

/* How many trials there will be. */
static enum lathe_code count_trials(struct tune *t, struct lathe_err *err)
{
    uint64_t grid = lathe_space_grid(&t->space);
    const struct lathe_tune_opts *o = t->opts;

    if (t->grid && (grid == 0 || grid > MOST_TRIALS))
        return lathe_fail(err, LATHE_EARG, grid ? "the grid has more than "
                          "%d points" : "a grid needs lists of values with | "
                          "between, not ranges (%d)", MOST_TRIALS);
    if (t->grid)
        t->most = (size_t)grid + 1;     /* with the defaults */
    else
        t->most = o->trials            ? (size_t)o->trials
                  : o->time_limit_s > 0 ? MOST_TRIALS
                                        : BRACKET;
    if (t->grid && o->trials && (size_t)o->trials < t->most)
        t->most = (size_t)o->trials;
    return LATHE_OK;
}

/* Folds that nobody asked for, where they are of use and cost little: five, or
 * ten of a very small table; or none. */
static int usual_folds(const struct tune *t)
{
    const struct lathe_data *d = &t->data;
    size_t rows = d->rows[LATHE_TRAIN] + d->rows[LATHE_VALID];
    uint64_t memory = lathe_train_defaults().memory_bytes;

    if (!t->own || d->streamed || d->schema.image.channels ||
        rows > FEW_ROWS || d->bytes > memory / 20)
        return 0;
    return rows <= 1000 ? 10 : 5;
}

static enum lathe_code begin_folds(struct tune *t, struct lathe_err *err)
{
    const struct lathe_tune_opts *o = t->opts;
    const struct lathe_foldset_opts set = {
        .data = o->data, .groups = o->groups, .folds = o->folds,
        .seed = o->seed, .all = true,
        .memory_bytes = lathe_train_defaults().memory_bytes };
    enum lathe_code rc = lathe_foldruns_init(&t->folds, &set, t->pool, err);

    if (rc)
        return rc;
    t->each = (size_t)o->folds;
    t->report.folds = &t->folds.set;
    return LATHE_OK;
}

/* Folds that nobody asked for: where they cannot be, there are none. */
static enum lathe_code try_folds(struct tune *t, struct lathe_err *err)
{
    struct lathe_err why = {0};
    enum lathe_code rc;

    t->resolved.folds = usual_folds(t);
    if (!t->resolved.folds)
        return LATHE_OK;
    rc = begin_folds(t, &why);
    if (!rc && !t->folds.set.by_time) {
        lathe_note(t->host, "%llu rows: trials are judged in %d folds; "
                   "--folds 0 judges by the validation rows alone",
                   (unsigned long long)(t->data.rows[LATHE_TRAIN] +
                                        t->data.rows[LATHE_VALID]),
                   t->resolved.folds);
        return LATHE_OK;
    }
    lathe_foldruns_release(&t->folds);
    t->report.folds = NULL;
    t->each = 1;
    t->resolved.folds = 0;
    return rc == LATHE_EARG || rc == LATHE_EDATA || !rc
               ? LATHE_OK
               : lathe_fail(err, rc, "%s", why.msg);
}

static enum lathe_code begin(struct tune *t, struct lathe_err *err)
{
    const struct lathe_tune_opts *o = t->opts;
    const char *search = o->search;
    struct lathe_file f = {0};
    enum lathe_code rc;

    if ((rc = check(t, err)) ||
        (rc = lathe_data_load(&t->data, o->data, NULL, false,
                              lathe_train_defaults().memory_bytes, err)))
        return rc;
    rc = lathe_monitor_init(&t->order, o->metric, &t->data.schema, 1, err);
    if (rc)
        return rc;
    if (!search)
        search = lathe_space_default(t->data.schema.image.channels > 0,
                                     t->data.rows[LATHE_TRAIN]);
    if ((rc = lathe_space_parse(&t->space, search, err)) ||
        (rc = count_trials(t, err)) ||
        (rc = lathe_file_create(&f, o->output, err)))
        return rc;
    lathe_file_release(&f);
    rc = o->plot ? lathe_file_create(&f, o->plot, err) : LATHE_OK;
    lathe_file_release(&f);
    if (rc)
        return rc;
    t->report = (struct lathe_tunereport){
        .opts = o, .space = &t->space, .search = search, .method = o->method,
        .metric = o->metric, .data = t->data.digest, .order = &t->order,
        .monitor = t->data.rows[LATHE_VALID] ? o->metric : "loss" };
    rc = lathe_pool_new(&t->pool, o->threads, err);
    if (!rc && o->folds == -1)
        rc = try_folds(t, err);
    else if (!rc && o->folds)
        rc = begin_folds(t, err);
    if (!rc && !o->folds && t->data.rows[LATHE_VALID] == 0)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' has no validation rows to "
                        "compare trials by; --folds 5 divides the training "
                        "rows", o->data);
    return rc ? rc : lathe_tunelog_open(&t->log, &t->report, err);
}

static enum lathe_code finish(struct tune *t, struct lathe_buf *text,
                              struct lathe_buf *json, struct lathe_err *err)
{
    struct lathe_buf plot = {0};
    enum lathe_code rc = lathe_chance_weights(t->best, t->pool, err);

    if ((rc = rc ? rc : lathe_session_judge(t->best->session, err)) ||
        (rc = lathe_session_save(t->best->session, err)))
        return rc;
    t->report.trial = (const struct lathe_trial *const *)t->trial;
    t->report.trials = t->trials;
    t->report.best = t->best;
    if (t->opts->plot) {
        rc = lathe_tunereport_plot(&plot, &t->report, err);
        if (!rc)
            rc = lathe_file_replace(t->opts->plot, plot.s, plot.len, err);
        lathe_buf_release(&plot);
    }
    if (!rc && text) {
        lathe_tunereport_text(text, &t->report);
        rc = lathe_buf_check(text, err);
    }
    if (!rc && json)
        rc = lathe_tunereport_json(json, &t->report, err);
    return rc;
}

enum lathe_code lathe_tune(const struct lathe_tune_opts *opts,
                           const struct lathe_host *host,
                           struct lathe_buf *text, struct lathe_buf *json,
                           struct lathe_err *err)
{
    struct tune t = { .resolved = *opts, .host = host, .start = now(),
                      .each = 1, .own = !opts->search,
                      .lock = PTHREAD_MUTEX_INITIALIZER };
    struct lathe_err own = {0};
    enum lathe_code rc;

    t.opts = &t.resolved;
    rc = begin(&t, &own);
    if (!rc)
        rc = search(&t, &own);
    if (!rc)
        rc = finish(&t, text, json, &own);
    for (size_t i = 0; i < t.trials; i++)
        free_trial(&t, t.trial[i]);
    lathe_free(t.trial);
    lathe_free(t.rung);
    lathe_tunelog_release(&t.log);
    lathe_pool_free(t.pool);
    lathe_space_release(&t.space);
    lathe_monitor_release(&t.order);
    lathe_foldruns_release(&t.folds);
    lathe_data_release(&t.data);
    pthread_mutex_destroy(&t.lock);
    return rc ? lathe_fail(err, rc, "%s", own.msg) : LATHE_OK;
}
