#include "train/crossval.h"

#include "base/alloc.h"
#include "data/remap.h"
#include "eval/scorer.h"
#include "train/session.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

/* Everything of a cross-validation that runs. */
struct work {
    struct lathe_crossval *c;
    const struct lathe_train_opts *opts;
    const struct lathe_model *parent;
    const struct lathe_host *host;
    int threads;                /* of each fold */
    pthread_mutex_t lock;       /* of all below, and of the host */
    enum lathe_code rc;         /* the first failure */
    int failed;                 /* its fold: of several the first */
    struct lathe_err err;
};

/* One fold. */
struct fold {
    struct work *work;
    int number;
    struct lathe_foldset_part part[LATHE_SPLITS];
    struct lathe_data data;
    struct lathe_session session;
    struct lathe_pool *pool;    /* NULL: one thread */
    struct lathe_host host;     /* of its loop */
    struct lathe_scorer scorer;
};

/* ---- figures ------------------------------------------------------------ */

struct lathe_spread lathe_crossval_spread(const double *v, size_t n)
{
    struct lathe_spread s = { NAN, NAN, NAN, NAN, 0 };
    double sum = 0, square = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i]))
            continue;
        sum += v[i];
        s.least = s.n && s.least < v[i] ? s.least : v[i];
        s.most = s.n && s.most > v[i] ? s.most : v[i];
        s.n++;
    }
    if (s.n)
        s.mean = sum / (double)s.n;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i]))
            square += (v[i] - s.mean) * (v[i] - s.mean);
    if (s.n > 1)
        s.sd = sqrt(square / (double)(s.n - 1));
    return s;
}

/* The rows that are held out, through the engine that predicts. */
static enum lathe_code score_rows(struct fold *f, struct lathe_rows *from,
                                  struct lathe_rows *to,
                                  const struct lathe_remap *map,
                                  struct lathe_err *err)
{
    const struct lathe_fit_rows *held = &f->part[LATHE_TEST].rows;
    enum lathe_code rc = LATHE_OK;

    for (uint64_t at = 0; !rc && at < held->n; at += from->n) {
        uint64_t left = held->n - at;

        rc = held->read(held->ctx, at, left < from->cap ? (size_t)left
                                                        : from->cap,
                        from, err);
        if (rc)
            break;
        lathe_remap_rows(map, from, to);
        lathe_rows_drop_targetless(to, &f->data.schema);
        rc = lathe_scorer_add(&f->scorer, to, err);
    }
    return rc;
}

size_t lathe_crossval_parts(const struct lathe_schema *s)
{
    if (s->targets > 1)
        return s->targets;
    return s->labels ? s->target[0].classes.n : 0;
}

/* The figures of each part: a class at the place of its name in the dataset,
 * a target at its own. */
static enum lathe_code take_parts(const struct lathe_evaluation *e,
                                  const struct lathe_schema *stored,
                                  struct lathe_fold *out,
                                  struct lathe_err *err)
{
    struct lathe_figure f[LATHE_EVALUATION_FIGURES];
    size_t parts = lathe_crossval_parts(stored);
    size_t n = lathe_evaluation_list_part(e, 0, f);
    size_t had = e->targets > 1 ? e->targets : e->of[0].figures.k;
    enum lathe_code rc = lathe_new(&out->of_part, parts * n,
                                   sizeof *out->of_part, "figures", err);

    for (size_t i = 0; !rc && i < parts * n; i++)
        out->of_part[i] = (struct lathe_figure){
            f[i % n].name, lathe_metric_undefined(LATHE_UNDEFINED_ABSENT) };
    for (size_t i = 0; !rc && i < had; i++) {
        const char *class = e->targets > 1 ? NULL : e->of[0].class_name[i];
        size_t at = class ? lathe_dict_find(&stored->target[0].classes, class,
                                            strlen(class))
                          : i;

        lathe_evaluation_list_part(e, i, f);
        memcpy(out->of_part + n * at, f, n * sizeof *f);
    }
    out->part_figures = n;
    return rc;
}

static enum lathe_code judge(struct fold *f, struct lathe_fold *out,
                             struct lathe_err *err)
{
    const struct lathe_schema *stored = &f->work->c->set.schema;
    struct lathe_evaluation e = {0};
    struct lathe_remap map = {0};
    struct lathe_rows from = {0}, to = {0};
    enum lathe_code rc;

    if ((rc = lathe_session_fill(&f->session, err)) ||
        (rc = lathe_scorer_init(&f->scorer, &f->session.model, f->pool, NAN,
                                true, err)) ||
        (rc = lathe_remap_init(&map, stored, &f->data.schema, err)) ||
        (rc = lathe_rows_init(&from, stored, f->scorer.cap, err)) ||
        (rc = lathe_rows_init(&to, &f->data.schema, f->scorer.cap, err)) ||
        (rc = score_rows(f, &from, &to, &map, err)) ||
        (rc = lathe_scorer_end(&f->scorer, &e, err)))
        goto out;
    out->figures = lathe_evaluation_list(&e, out->figure);
    if (lathe_crossval_parts(stored))
        rc = take_parts(&e, stored, out, err);
out:
    lathe_evaluation_release(&e);
    lathe_rows_release(&from);
    lathe_rows_release(&to);
    lathe_remap_release(&map);
    return rc;
}

/* ---- a fold ------------------------------------------------------------- */

/* Asked by several loops at once. */
static bool stop_asked(void *ctx)
{
    struct work *w = ctx;
    bool stop;

    pthread_mutex_lock(&w->lock);
    stop = w->host->stop(w->host->ctx);
    pthread_mutex_unlock(&w->lock);
    return stop;
}

static void release_fold(struct fold *f)
{
    lathe_scorer_release(&f->scorer);
    lathe_session_release(&f->session);
    lathe_pool_free(f->pool);
    lathe_data_release(&f->data);
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_foldset_release_part(&f->part[k]);
}

static void remember(const struct fold *f, struct lathe_fold *out)
{
    const struct lathe_loop *l = &f->session.loop;

    for (int k = 0; k < LATHE_SPLITS; k++)
        out->rows[k] = f->data.rows[k];
    out->dropped = f->data.dropped;
    out->epochs = l->last.epoch;
    out->best_epoch = l->best.epoch;
    out->end = l->end;
}

static enum lathe_code run_fold(struct fold *f, struct lathe_fold *out,
                                struct lathe_err *err)
{
    struct work *w = f->work;
    struct lathe_session *s = &f->session;
    enum lathe_code rc;

    if ((rc = lathe_foldset_parts(&w->c->set, f->number, f->part, err)) ||
        (rc = lathe_foldset_data(&w->c->set, f->number, f->part,
                                 w->parent ? &w->parent->schema : NULL,
                                 w->opts->new_head, &f->data, err)) ||
        (rc = lathe_session_init(s, w->opts, &f->data, w->parent, err)) ||
        (w->threads > 1 &&
         (rc = lathe_pool_new(&f->pool, w->threads, err))) ||
        (rc = lathe_session_prepare(s, f->pool, err)))
        return rc;
    if (f->number == 0) {
        lathe_buf_add(&w->c->run, s->identity.s, s->identity.len);
        rc = lathe_buf_check(&w->c->run, err);
    }
    if (w->host && w->host->stop) {
        f->host = (struct lathe_host){ .stop = stop_asked, .ctx = w };
        s->loop.host = &f->host;
    }
    if (!rc)
        rc = lathe_loop_run(&s->loop, err);
    if (rc == LATHE_EDIVERGED || rc == LATHE_ESTOPPED)
        lathe_fail_prefix(err, "fold %d", f->number + 1);
    if (!rc)
        rc = judge(f, out, err);
    if (!rc)
        remember(f, out);
    return rc;
}

/* The lock is held. */
static void tell(const struct work *w, int number)
{
    const struct lathe_fold *f = &w->c->fold[number];

    lathe_note(w->host, "fold %d of %d: %llu training rows, %d epoch%s, best "
               "%d; %llu rows held out: %s %.6g", number + 1,
               w->opts->folds, (unsigned long long)f->rows[LATHE_TRAIN],
               f->epochs, f->epochs == 1 ? "" : "s", f->best_epoch,
               (unsigned long long)f->rows[LATHE_TEST],
               f->figure[0].name, f->figure[0].metric.value);
    if (f->dropped)
        lathe_note(w->host, "fold %d: left out %llu rows of classes without "
                   "training rows", number + 1,
                   (unsigned long long)f->dropped);
}

/* A tile. */
static void fold_tile(void *ctx, size_t tile, int thread)
{
    struct work *w = ctx;
    struct fold f = { .work = w, .number = (int)tile };
    struct lathe_err err = {0};
    bool over;
    enum lathe_code rc = LATHE_OK;

    (void)thread;
    pthread_mutex_lock(&w->lock);
    if (!w->rc && w->host && w->host->stop && w->host->stop(w->host->ctx)) {
        w->rc = lathe_fail(&w->err, LATHE_ESTOPPED, "stopped before fold %d",
                           f.number + 1);
        w->failed = f.number;
    }
    over = w->rc != LATHE_OK && w->failed < f.number;
    pthread_mutex_unlock(&w->lock);
    if (over)
        return;
    rc = run_fold(&f, &w->c->fold[tile], &err);
    release_fold(&f);
    pthread_mutex_lock(&w->lock);
    if (!rc)
        tell(w, f.number);
    else if (!w->rc || f.number < w->failed) {
        w->rc = rc;
        w->err = err;
        w->failed = f.number;
    }
    pthread_mutex_unlock(&w->lock);
}

/* ---- all of them -------------------------------------------------------- */

/* A model that knows the rows must not be asked about them. */
static enum lathe_code check_parent(const struct work *w,
                                    struct lathe_err *err)
{
    struct lathe_json *v = NULL;
    const char *text;
    char hex[33];
    enum lathe_code rc;

    if (!w->parent || !w->parent->provenance)
        return LATHE_OK;
    rc = lathe_json_parse(&v, w->parent->provenance,
                          strlen(w->parent->provenance), err);
    if (rc)
        return rc;
    lathe_digest_hex(&w->c->set.digest, hex);
    text = lathe_json_as_string(lathe_json_get(lathe_json_get(v, "data"),
                                               "digest"), "");
    if (strcmp(text, hex) == 0)
        rc = lathe_fail(err, LATHE_EARG, "folds: '%.200s' was trained on the "
                        "rows of '%.200s' and knows those that are held out; "
                        "begin from a model of other data", w->opts->init,
                        w->opts->data);
    lathe_json_free(v);
    return rc;
}

/* count [classes] of the target's. */
static void note_classes(const struct work *w, const struct lathe_target *t,
                         const uint64_t *count)
{
    bool several = w->c->set.schema.targets > 1;

    for (uint32_t c = 0; c < t->classes.n; c++)
        if (count[c] && count[c] < (uint64_t)w->opts->folds)
            lathe_note(w->host, "class '%.60s'%s%.60s%s has %llu rows, fewer "
                       "than folds", t->classes.word[c],
                       several ? " of '" : "", several ? t->name : "",
                       several ? "'" : "", (unsigned long long)count[c]);
}

static void note_set(const struct work *w)
{
    const struct lathe_foldset *s = &w->c->set;

    if (s->by_time)
        lathe_note(w->host, "the dataset was split by time; folds mix earlier "
                            "rows with later ones");
    if (s->valid_share <= 0)
        lathe_note(w->host, "no validation rows: all epochs are run and the "
                            "last weights kept");
    for (size_t t = 0; t < s->schema.labels; t++)
        note_classes(w, &s->schema.target[t], s->class_rows + 2 * t);
}

static enum lathe_code run_all(struct work *w, struct lathe_err *err)
{
    struct lathe_pool *pool = NULL;
    size_t folds = (size_t)w->opts->folds;
    enum lathe_code rc = lathe_new(&w->c->fold, folds, sizeof *w->c->fold,
                                   "folds", err);

    if (!rc)
        rc = lathe_pool_new(&pool, w->c->set.side, err);
    if (rc)
        return rc;
    lathe_pool_run(pool, folds, fold_tile, w);
    lathe_pool_free(pool);
    if (w->rc && err)
        *err = w->err;
    return w->rc;
}

enum lathe_code lathe_crossval_run(struct lathe_crossval *c,
                                   const struct lathe_train_opts *opts,
                                   const struct lathe_model *parent,
                                   const struct lathe_host *host,
                                   struct lathe_err *err)
{
    struct work w = { .c = c, .opts = opts, .parent = parent, .host = host,
                      .lock = PTHREAD_MUTEX_INITIALIZER };
    int threads = opts->threads ? opts->threads : lathe_pool_cores();
    struct lathe_foldset_opts set = {
        .data = opts->data, .groups = opts->groups, .folds = opts->folds,
        .seed = opts->seed, .memory_bytes = opts->memory_bytes,
        .side = threads < opts->folds ? threads : opts->folds };
    struct lathe_pool *pool;
    enum lathe_code rc = lathe_pool_new(&pool, threads, err);

    *c = (struct lathe_crossval){0};
    if (!rc)
        rc = lathe_foldset_load(&c->set, &set, pool, err);
    lathe_pool_free(pool);
    if (!rc)
        rc = check_parent(&w, err);
    if (!rc) {
        w.threads = threads / c->set.side;
        note_set(&w);
        rc = run_all(&w, err);
    }
    pthread_mutex_destroy(&w.lock);
    if (rc)
        lathe_crossval_release(c);
    return rc;
}

void lathe_crossval_release(struct lathe_crossval *c)
{
    for (int f = 0; c->fold && f < c->set.opts.folds; f++)
        lathe_free(c->fold[f].of_part);
    lathe_free(c->fold);
    lathe_buf_release(&c->run);
    lathe_foldset_release(&c->set);
    *c = (struct lathe_crossval){0};
}
