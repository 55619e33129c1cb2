/*
 * From a dataset and a search space to the best model found (search.h).
 *
 * With folds a trial is a training in each fold, judged by the mean of what
 * the rows held out come to; the best is trained on the dataset's own rows at
 * the end.
 */
#include "base/file.h"
#include "train/chance.h"
#include "train/search.h"
#include "train/settings.h"

#include <string.h>

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
    struct lathe_tune_opts resolved;    /* as given, but for the folds */
    bool grid;
    struct lathe_space space;
    struct lathe_data data;
    struct lathe_pool *pool;
    struct lathe_foldruns folds;        /* of --folds */
    struct lathe_tunelog log;
    struct lathe_monitor order; /* which figure is better */
    struct lathe_tunereport report;
    struct lathe_search search;
};

/* ---- options and data --------------------------------------------------- */

static enum lathe_code check(struct tune *t, struct lathe_err *err)
{
    const struct lathe_tune_opts *o = &t->resolved;

    t->search.halving = strcmp(o->method, "halving") == 0;
    t->grid = strcmp(o->method, "grid") == 0;
    if (!o->data || !o->output)
        return lathe_fail(err, LATHE_EARG, "%s is missing",
                          o->data ? "the model file" : "the dataset");
    if (!t->search.halving && !t->grid && strcmp(o->method, "random") != 0)
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
    const struct lathe_tune_opts *o = &t->resolved;
    size_t most;

    if (t->grid && (grid == 0 || grid > MOST_TRIALS))
        return lathe_fail(err, LATHE_EARG, grid ? "the grid has more than "
                          "%d points" : "a grid needs lists of values with | "
                          "between, not ranges (%d)", MOST_TRIALS);
    if (t->grid)
        most = (size_t)grid + 1;        /* with the defaults */
    else
        most = o->trials             ? (size_t)o->trials
               : o->time_limit_s > 0 ? MOST_TRIALS
                                     : LATHE_SEARCH_BRACKET;
    if (t->grid && o->trials && (size_t)o->trials < most)
        most = (size_t)o->trials;
    t->search.most = most;
    return LATHE_OK;
}

/* Folds that nobody asked for, where they are of use and cost little: five, or
 * ten of a very small table; or none. */
static int usual_folds(const struct tune *t)
{
    const struct lathe_data *d = &t->data;
    size_t rows = d->rows[LATHE_TRAIN] + d->rows[LATHE_VALID];
    uint64_t memory = lathe_train_defaults().memory_bytes;

    if (!t->search.own || d->streamed || d->schema.image.channels ||
        rows > FEW_ROWS || d->bytes > memory / 20)
        return 0;
    return rows <= 1000 ? 10 : 5;
}

static enum lathe_code begin_folds(struct tune *t, struct lathe_err *err)
{
    const struct lathe_tune_opts *o = &t->resolved;
    const struct lathe_foldset_opts set = {
        .data = o->data, .groups = o->groups, .folds = o->folds,
        .seed = o->seed, .all = true,
        .memory_bytes = lathe_train_defaults().memory_bytes };
    enum lathe_code rc = lathe_foldruns_init(&t->folds, &set, t->pool, err);

    if (rc)
        return rc;
    t->search.trials.folds = &t->folds;
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
        lathe_note(t->search.host, "%llu rows: trials are judged in %d folds; "
                   "--folds 0 judges by the validation rows alone",
                   (unsigned long long)(t->data.rows[LATHE_TRAIN] +
                                        t->data.rows[LATHE_VALID]),
                   t->resolved.folds);
        return LATHE_OK;
    }
    lathe_foldruns_release(&t->folds);
    t->report.folds = NULL;
    t->search.trials.folds = NULL;
    t->resolved.folds = 0;
    return rc == LATHE_EARG || rc == LATHE_EDATA || !rc
               ? LATHE_OK
               : lathe_fail(err, rc, "%s", why.msg);
}

static enum lathe_code begin(struct tune *t, struct lathe_err *err)
{
    const struct lathe_tune_opts *o = &t->resolved;
    const struct lathe_settings_files files = {
        .data = o->data, .output = o->output, .log = o->log, .plot = o->plot };
    const char *search = o->search;
    struct lathe_file f = {0};
    enum lathe_code rc;

    if ((rc = check(t, err)) ||
        (rc = lathe_settings_check_files(&files, err)) ||
        (rc = lathe_pool_new(&t->pool, o->threads, err)) ||
        (rc = lathe_data_load(&t->data, o->data, NULL, false,
                              lathe_train_defaults().memory_bytes, t->pool,
                              err)))
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
    t->search.trials.monitor = t->report.monitor;
    t->search.trials.grid = t->grid;
    t->search.pool = t->pool;
    if (o->folds == -1)
        rc = try_folds(t, err);
    else if (o->folds)
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
    const struct lathe_trials *all = &t->search.trials;
    struct lathe_trial *best = t->search.best;
    enum lathe_code rc = lathe_chance_weights(best, t->pool, err);

    if ((rc = rc ? rc : lathe_session_judge(best->session, err)) ||
        (rc = lathe_session_save(best->session, err)))
        return rc;
    t->report.trial = (const struct lathe_trial *const *)all->trial;
    t->report.trials = all->n;
    t->report.best = best;
    if (t->resolved.plot) {
        rc = lathe_tunereport_plot(&plot, &t->report, err);
        if (!rc)
            rc = lathe_file_replace(t->resolved.plot, plot.s, plot.len, err);
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

/* What the search is to find in its place. */
static void connect_search(struct tune *t, const struct lathe_host *host)
{
    struct lathe_search *s = &t->search;

    lathe_search_begin(s);
    s->opts = &t->resolved;
    s->host = host;
    s->log = &t->log;
    s->report = &t->report;
    s->own = !t->resolved.search;
    s->trials = (struct lathe_trials){ .opts = &t->resolved,
                                       .space = &t->space, .data = &t->data };
}

enum lathe_code lathe_tune(const struct lathe_tune_opts *opts,
                           const struct lathe_host *host,
                           struct lathe_buf *text, struct lathe_buf *json,
                           struct lathe_err *err)
{
    struct tune t = { .resolved = *opts };
    struct lathe_err own = {0};
    enum lathe_code rc;

    connect_search(&t, host);
    rc = begin(&t, &own);
    if (!rc)
        rc = lathe_search_run(&t.search, &own);
    if (!rc)
        rc = finish(&t, text, json, &own);
    lathe_search_release(&t.search);
    lathe_tunelog_release(&t.log);
    lathe_pool_free(t.pool);
    lathe_space_release(&t.space);
    lathe_monitor_release(&t.order);
    lathe_foldruns_release(&t.folds);
    lathe_data_release(&t.data);
    return rc ? lathe_fail(err, rc, "%s", own.msg) : LATHE_OK;
}
