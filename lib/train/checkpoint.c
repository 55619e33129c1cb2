#include "train/checkpoint.h"

#include "base/alloc.h"
#include "store/store.h"
#include "train/identity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A figure that joins the tally must be kept too. */
_Static_assert(sizeof(struct lathe_tally) == 5 * sizeof(double),
               "the checkpoint has all of the tally");

#define NAME_ROOM 32
#define EPOCH_FIGURES 11   /* but `best`, which follows */

/* Parameters as they are: f64 in the build that checks gradients. */
static const enum lathe_store_type real_type =
    sizeof(real) == sizeof(double) ? LATHE_F64 : LATHE_F32;

static const char *moment_name(char out[NAME_ROOM], size_t i)
{
    snprintf(out, NAME_ROOM, "moment/%zu", i);
    return out;
}

/* ---- saving ------------------------------------------------------------- */

static void write_state(struct lathe_json_out *j, const struct lathe_loop *l,
                        uint64_t log_bytes)
{
    const struct lathe_place *at = &l->at;
    const struct lathe_schedule *s = &l->schedule;

    lathe_json_open(j, "state", '{');
    lathe_json_int(j, "epochs", l->epochs);
    lathe_json_int(j, "epochs_done", at->epoch);
    lathe_json_int(j, "batch", (int64_t)at->batch);
    lathe_json_int(j, "step", (int64_t)l->optimiser->step);
    lathe_json_int(j, "best_epoch", l->best.epoch);
    lathe_json_double(j, "seconds", lathe_loop_seconds(l));
    lathe_json_double(j, "rate", at->rate);
    lathe_json_open(j, "sum", '{');
    lathe_json_double(j, "loss", at->sum.loss);
    lathe_json_double(j, "hit", at->sum.hit);
    lathe_json_double(j, "square", at->sum.square);
    lathe_json_double(j, "weight", at->sum.weight);
    lathe_json_int(j, "rows", (int64_t)at->sum.rows);
    lathe_json_close(j, '}');
    lathe_json_open(j, "schedule", '{');
    lathe_json_double(j, "best", s->best);      /* infinite: null */
    lathe_json_double(j, "reached", s->reached);
    lathe_json_int(j, "waited", s->waited);
    lathe_json_close(j, '}');
    lathe_json_int(j, "log_bytes", (int64_t)log_bytes);
    lathe_json_close(j, '}');
}

static enum lathe_code save_meta(struct lathe_store_writer *w,
                                 const struct lathe_checkpoint *c,
                                 uint64_t log_bytes, struct lathe_err *err)
{
    struct lathe_buf meta = {0};
    struct lathe_json_out j = { .out = &meta };
    enum lathe_code rc;

    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "lathe", lathe_version());
    lathe_json_string(&j, "kind", "checkpoint");
    lathe_json_raw(&j, "run", c->run);
    write_state(&j, c->loop, log_bytes);
    lathe_json_close(&j, '}');
    rc = lathe_buf_check(&meta, err);
    if (!rc)
        rc = lathe_store_add_text(w, "meta", meta.s, meta.len, err);
    lathe_buf_release(&meta);
    return rc;
}

static enum lathe_code save_reals(struct lathe_store_writer *w,
                                  const char *name, const real *v, size_t n,
                                  struct lathe_err *err)
{
    uint64_t dim[1] = { n };

    return lathe_store_add(w, name, real_type, 1, dim, v, err);
}

/* Each epoch is a row: the members of struct lathe_epoch in their order. */
static void epoch_to_row(const struct lathe_epoch *e, double *row)
{
    const double v[EPOCH_FIGURES] = {
        e->epoch, (double)e->step, e->loss, e->metric, e->valid_loss,
        e->valid_metric, e->watched, e->rate, e->grad_norm, e->seconds,
        e->rows_per_s,
    };

    memcpy(row, v, sizeof(v));
}

static enum lathe_code save_history(struct lathe_store_writer *w,
                                    const struct lathe_loop *l,
                                    struct lathe_err *err)
{
    uint64_t dim[2] = { l->epochs_done, EPOCH_FIGURES };
    double *row = NULL;
    enum lathe_code rc;

    if (l->epochs_done == 0)
        return LATHE_OK;
    rc = lathe_new(&row, l->epochs_done * EPOCH_FIGURES, sizeof(*row),
                   "the history", err);
    for (size_t i = 0; !rc && i < l->epochs_done; i++)
        epoch_to_row(&l->history[i], row + i * EPOCH_FIGURES);
    if (!rc)
        rc = lathe_store_add(w, "history", LATHE_F64, 2, dim, row, err);
    lathe_free(row);
    return rc;
}

enum lathe_code lathe_checkpoint_save(const struct lathe_checkpoint *c,
                                      uint64_t log_bytes,
                                      struct lathe_err *err)
{
    const struct lathe_loop *l = c->loop;
    size_t n = l->work->net->params;
    struct lathe_store_writer *w = NULL;
    char name[NAME_ROOM];
    enum lathe_code rc = lathe_store_writer_new(&w, LATHE_STORE_CHECKPOINT,
                                                c->path, err);

    if (!rc)
        rc = save_meta(w, c, log_bytes, err);
    if (!rc)
        rc = save_reals(w, "params", l->work->params, n, err);
    if (!rc && l->kept)
        rc = save_reals(w, "kept", l->kept, n, err);
    for (size_t i = 0; !rc && lathe_optimiser_state(l->optimiser, i); i++)
        rc = save_reals(w, moment_name(name, i),
                        lathe_optimiser_state(l->optimiser, i), n, err);
    if (!rc)
        rc = save_history(w, l, err);
    if (!rc)
        rc = lathe_store_commit(w, NULL, NULL, err);
    lathe_store_writer_free(w);
    return rc;
}

/* ---- loading ------------------------------------------------------------ */

static enum lathe_code check_run(const struct lathe_checkpoint *c,
                                 const struct lathe_json *was,
                                 struct lathe_err *err)
{
    struct lathe_json *is = NULL;
    struct lathe_buf text = {0};
    enum lathe_code rc = lathe_json_parse(&is, c->run, strlen(c->run), err);

    if (rc)
        return rc;
    rc = lathe_identity_differences(&text, was, is, err);
    if (!rc && text.len)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' is of another run: %.300s; "
                        "remove it to start afresh", c->path, text.s);
    lathe_buf_release(&text);
    lathe_json_free(is);
    return rc;
}

static enum lathe_code makes_no_sense(const struct lathe_checkpoint *c,
                                      struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "'%s': what it says of the run makes "
                      "no sense", c->path);
}

/* The digest was right, so numbers that do not fit are not accidents; they
 * are refused all the same. */
static enum lathe_code read_state(const struct lathe_checkpoint *c,
                                  const struct lathe_json *v,
                                  uint64_t *log_bytes, struct lathe_err *err)
{
    struct lathe_loop *l = c->loop;
    const struct lathe_json *sum = lathe_json_get(v, "sum");
    const struct lathe_json *s = lathe_json_get(v, "schedule");
    int64_t epoch = lathe_json_as_int(lathe_json_get(v, "epochs_done"), -1);
    int64_t batch = lathe_json_as_int(lathe_json_get(v, "batch"), -1);
    int64_t step = lathe_json_as_int(lathe_json_get(v, "step"), -1);
    int64_t rows = lathe_json_as_int(lathe_json_get(sum, "rows"), -1);
    int64_t bytes = lathe_json_as_int(lathe_json_get(v, "log_bytes"), -1);
    int64_t waited = lathe_json_as_int(lathe_json_get(s, "waited"), 0);
    int64_t each = (int64_t)((l->train->rows + l->batch - 1) / l->batch);
    double past = lathe_json_as_double(lathe_json_get(v, "seconds"), -1);

    if (epoch < 0 || epoch >= l->epochs || batch < 0 || batch > each ||
        step != epoch * each + batch || rows < 0 ||
        (uint64_t)rows > l->train->rows || bytes < 0 || waited < 0 ||
        waited > epoch || !(past >= 0 && past < INFINITY))
        return makes_no_sense(c, err);
    l->at = (struct lathe_place){
        .epoch = (int)epoch, .batch = (uint64_t)batch,
        .rate = lathe_json_as_double(lathe_json_get(v, "rate"), 0),
        .sum = {
            .loss = lathe_json_as_double(lathe_json_get(sum, "loss"), 0),
            .hit = lathe_json_as_double(lathe_json_get(sum, "hit"), 0),
            .square = lathe_json_as_double(lathe_json_get(sum, "square"), 0),
            .weight = lathe_json_as_double(lathe_json_get(sum, "weight"),
                                           (double)rows),
            .rows = (uint64_t)rows,
        },
    };
    l->schedule.best = lathe_json_as_double(lathe_json_get(s, "best"),
                                            INFINITY);
    l->schedule.reached = lathe_json_as_double(lathe_json_get(s, "reached"),
                                               1);
    l->schedule.waited = (int)waited;
    l->optimiser->step = (uint64_t)step;
    l->past_s = past;
    *log_bytes = (uint64_t)bytes;
    return LATHE_OK;
}

static enum lathe_code read_meta(const struct lathe_checkpoint *c,
                                 struct lathe_store *s, uint64_t *log_bytes,
                                 struct lathe_err *err)
{
    struct lathe_json *doc = NULL;
    char *text = NULL;
    size_t n;
    enum lathe_code rc = lathe_store_get_text(s, "meta", &text, &n, err);

    if (!rc)
        rc = lathe_json_parse(&doc, text, n, err);
    if (!rc)
        rc = check_run(c, lathe_json_get(doc, "run"), err);
    if (!rc)
        rc = read_state(c, lathe_json_get(doc, "state"), log_bytes, err);
    lathe_json_free(doc);
    lathe_free(text);
    return rc;
}

static enum lathe_code load_reals(struct lathe_store *s, const char *name,
                                  size_t n, real *out, struct lathe_err *err)
{
    real *v = NULL;
    enum lathe_code rc = lathe_store_get(s, name, real_type, n, &v, err);

    if (!rc)
        memcpy(out, v, n * sizeof(*v));
    lathe_free(v);
    return rc;
}

/* Which epoch it is follows from its place, and so do its steps. */
static struct lathe_epoch row_to_epoch(const double *v)
{
    return (struct lathe_epoch){
        .loss = v[2],
        .metric = v[3], .valid_loss = v[4], .valid_metric = v[5],
        .watched = v[6], .rate = v[7], .grad_norm = v[8], .seconds = v[9],
        .rows_per_s = v[10],
    };
}

/* The epochs before that on the way; the best and all else follow. */
static enum lathe_code load_history(struct lathe_loop *l,
                                    struct lathe_store *s,
                                    struct lathe_err *err)
{
    uint64_t each = (l->train->rows + l->batch - 1) / l->batch;
    size_t n = (size_t)l->at.epoch;
    double *row = NULL;
    enum lathe_code rc;

    if (n == 0)
        return LATHE_OK;
    rc = lathe_store_get(s, "history", LATHE_F64, n * EPOCH_FIGURES, &row,
                         err);
    for (size_t i = 0; !rc && i < n; i++) {
        struct lathe_epoch e = row_to_epoch(row + i * EPOCH_FIGURES);

        e.epoch = (int)(i + 1);
        e.step = each * (i + 1);
        rc = lathe_loop_remember(l, &e, err);
    }
    lathe_free(row);
    return rc;
}

static enum lathe_code load(const struct lathe_checkpoint *c,
                            struct lathe_store *s, uint64_t *log_bytes,
                            struct lathe_err *err)
{
    struct lathe_loop *l = c->loop;
    size_t n = l->work->net->params;
    char name[NAME_ROOM];
    enum lathe_code rc = read_meta(c, s, log_bytes, err);

    if (!rc)
        rc = load_reals(s, "params", n, l->work->params, err);
    if (!rc && l->kept)
        rc = load_reals(s, "kept", n, l->kept, err);
    for (size_t i = 0; !rc && lathe_optimiser_state(l->optimiser, i); i++)
        rc = load_reals(s, moment_name(name, i), n,
                        lathe_optimiser_state(l->optimiser, i), err);
    if (!rc)
        rc = load_history(l, s, err);
    l->resumed = !rc;
    return rc;
}

enum lathe_code lathe_checkpoint_load(const struct lathe_checkpoint *c,
                                      bool *found, uint64_t *log_bytes,
                                      struct lathe_err *err)
{
    struct lathe_store *s = NULL;
    struct lathe_err why = {0};
    enum lathe_code rc = lathe_store_open(&s, c->path, LATHE_STORE_CHECKPOINT,
                                          NULL, &why);

    *found = rc != LATHE_ENOINPUT;
    if (!*found)
        return LATHE_OK;
    if (rc)
        return lathe_fail(err, rc, "%s", why.msg);
    rc = load(c, s, log_bytes, err);
    lathe_store_free(s);
    return rc;
}
