#include "train/foldruns.h"

#include "base/alloc.h"
#include "train/footprint.h"

#include <math.h>
#include <string.h>

#define PAUSED_BYTES ((uint64_t)1 << 30)

/* ---- the data of the folds ---------------------------------------------- */

/* What tiles need; a failure each. */
struct making {
    struct lathe_foldruns *r;
    struct lathe_err *err;      /* [folds] */
};

static void make_tile(void *ctx, size_t tile, int thread)
{
    struct making *m = ctx;
    struct lathe_foldset_part part[LATHE_SPLITS];
    struct lathe_err *err = &m->err[tile];
    enum lathe_code rc = lathe_foldset_parts(&m->r->set, (int)tile, part, err);

    (void)thread;
    if (!rc)
        rc = lathe_foldset_data(&m->r->set, (int)tile, part, NULL, false,
                                &m->r->data[tile], err);
    err->code = rc;
    for (int k = 0; k < LATHE_SPLITS; k++)
        lathe_foldset_release_part(&part[k]);
}

static enum lathe_code make_data(struct lathe_foldruns *r,
                                 struct lathe_pool *pool,
                                 struct lathe_err *err)
{
    size_t folds = (size_t)r->set.opts.folds;
    struct making m = { .r = r };
    enum lathe_code rc = lathe_new(&r->data, folds, sizeof *r->data, "folds",
                                   err);

    if (!rc)
        rc = lathe_new(&m.err, folds, sizeof *m.err, "folds", err);
    if (!rc)
        lathe_pool_run(pool, folds, make_tile, &m);
    for (size_t f = 0; !rc && f < folds; f++)
        if (m.err[f].code)
            rc = lathe_fail(err, m.err[f].code, "%s", m.err[f].msg);
    lathe_free(m.err);
    return rc;
}

enum lathe_code lathe_foldruns_init(struct lathe_foldruns *r,
                                    const struct lathe_foldset_opts *opts,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err)
{
    enum lathe_code rc;

    memset(r, 0, sizeof *r);
    r->most_bytes = PAUSED_BYTES;
    rc = lathe_foldset_load(&r->set, opts, pool, err);
    if (!rc)
        rc = make_data(r, pool, err);
    lathe_foldset_drop_rows(&r->set);
    if (rc)
        lathe_foldruns_release(r);
    return rc;
}

void lathe_foldruns_release(struct lathe_foldruns *r)
{
    for (int f = 0; r->data && f < r->set.opts.folds; f++)
        lathe_data_release(&r->data[f]);
    lathe_free(r->data);
    r->data = NULL;
    lathe_foldset_release(&r->set);
}

/* ---- a training --------------------------------------------------------- */

void lathe_foldruns_drop(struct lathe_foldruns *r, struct lathe_foldrun *run)
{
    if (run->session)
        lathe_session_release(run->session);
    lathe_free(run->session);
    run->session = NULL;
    atomic_fetch_sub(&r->bytes, run->bytes);
    run->bytes = 0;
}

static enum lathe_code begin(const struct lathe_foldruns *r,
                             struct lathe_foldrun *run, int f,
                             const struct lathe_train_opts *opts,
                             struct lathe_err *err)
{
    enum lathe_code rc;

    if (run->session)
        return LATHE_OK;
    rc = lathe_new(&run->session, 1, sizeof *run->session, "a training", err);
    if (!rc)
        rc = lathe_session_init(run->session, opts, &r->data[f], NULL, err);
    if (!rc)
        rc = lathe_session_prepare(run->session, NULL, err);
    return rc;
}

/* Leaves the training where it is unless paused ones take too much. */
static void keep(struct lathe_foldruns *r, struct lathe_foldrun *run)
{
    const struct lathe_session *s = run->session;
    struct lathe_footprint f = lathe_footprint_of(
        &s->work, s->settings.optimizer, s->loop.valid != NULL);

    if (run->bytes)             /* it has its place */
        return;
    run->bytes = lathe_footprint_sum(&f);
    if (atomic_fetch_add(&r->bytes, run->bytes) + run->bytes > r->most_bytes)
        lathe_foldruns_drop(r, run);
}

static enum lathe_code look(struct lathe_foldrun *run, const char *metric,
                            struct lathe_err *err)
{
    struct lathe_session *s = run->session;
    struct lathe_monitor monitor;
    struct lathe_verdict v;
    enum lathe_code rc = lathe_monitor_init(&monitor, metric,
                                            &s->data->schema, s->work.cap,
                                            err);

    if (rc)
        return rc;
    rc = lathe_session_look(s, &monitor, LATHE_TEST, &v, err);
    run->figure = v.watched;
    lathe_monitor_release(&monitor);
    return rc;
}

enum lathe_code lathe_foldruns_run(struct lathe_foldruns *r,
                                   struct lathe_foldrun *run, int f,
                                   const struct lathe_train_opts *opts,
                                   const char *metric, int share,
                                   struct lathe_err *err)
{
    struct lathe_loop *l;
    enum lathe_code rc;

    if (run->ended)             /* in an earlier rung */
        return LATHE_OK;
    rc = begin(r, run, f, opts, err);
    if (rc) {
        lathe_foldruns_drop(r, run);
        return rc;
    }
    l = &run->session->loop;
    l->until = share > 1 ? (l->epochs + share - 1) / share : 0;
    rc = lathe_loop_run(l, err);
    run->epochs = l->last.epoch;
    run->best_epoch = l->best.epoch;
    run->all_epochs = l->epochs;
    run->seconds = l->last.seconds;
    run->figure = NAN;
    run->ended = l->end || rc;
    run->diverged = rc == LATHE_EDIVERGED;
    if (run->diverged)
        rc = LATHE_OK;
    else if (!rc)
        rc = look(run, metric, err);
    if (run->ended || rc)
        lathe_foldruns_drop(r, run);
    else
        keep(r, run);
    return rc;
}
