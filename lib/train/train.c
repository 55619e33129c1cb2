/*
 * From a dataset file to a model file.
 */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "train/checkpoint.h"
#include "train/foldreport.h"
#include "train/identity.h"
#include "train/session.h"
#include "train/trainlog.h"
#include "train/trainplot.h"

#include <string.h>
#include <unistd.h>

/* Everything of one run. */
struct run {
    const struct lathe_train_opts *opts;
    const struct lathe_host *host;
    struct lathe_model parent;  /* of --init */
    struct lathe_crossval folds;        /* of --folds */
    struct lathe_data data;
    struct lathe_pool *pool;
    struct lathe_session session;
    struct lathe_trainlog log;
    struct lathe_trainplot plot;
};

static void release(struct run *r)
{
    lathe_trainlog_release(&r->log);
    lathe_session_release(&r->session);
    lathe_pool_free(r->pool);
    lathe_data_release(&r->data);
    lathe_crossval_release(&r->folds);
    lathe_model_release(&r->parent);
}

static enum lathe_code try_output(const char *path, struct lathe_err *err)
{
    struct lathe_file f = {0};
    enum lathe_code rc = lathe_file_create(&f, path, err);

    lathe_file_release(&f);
    return rc;
}

/* The schema of the parent, if there is one. */
static const struct lathe_schema *like(const struct run *r)
{
    return r->opts->init ? &r->parent.schema : NULL;
}

/* The net, from all that is known without the rows. */
static enum lathe_code begin(struct run *r, struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;
    enum lathe_code rc = lathe_data_open(&r->data, o->data, like(r),
                                         o->new_head, o->memory_bytes, r->pool,
                                         err);

    return rc ? rc
              : lathe_session_init(&r->session, o, &r->data,
                                   o->init ? &r->parent : NULL, err);
}

/* The rows, if there is memory for them and for the net. */
static enum lathe_code load(struct run *r, struct lathe_err *err)
{
    enum lathe_code rc = lathe_session_foresee(&r->session, r->pool, err);

    if (!rc)
        rc = lathe_data_read(&r->data, r->opts->data, like(r), err);
    if (rc)
        return rc;
    if (r->data.streamed)
        lathe_note(r->host, "%llu bytes of rows are streamed from the file, "
                            "mixed in windows; --memory %llu is less",
                   (unsigned long long)r->data.bytes,
                   (unsigned long long)r->opts->memory_bytes);
    if (r->data.dropped)
        lathe_note(r->host, "left out %llu rows of classes without training "
                            "rows, or without a target",
                   (unsigned long long)r->data.dropped);
    if (r->data.rows[LATHE_VALID] == 0)
        lathe_note(r->host, "no validation rows: all epochs are run and the "
                            "last weights kept");
    return LATHE_OK;
}

/* Whether the model file is what this run would write. One that cannot be
 * read is not. */
static enum lathe_code is_up_to_date(const struct run *r,
                                     struct lathe_model *there, bool *same,
                                     struct lathe_err *err)
{
    struct lathe_json *was = NULL, *is = NULL;
    struct lathe_buf differ = {0};
    enum lathe_code rc = LATHE_OK;

    *same = false;
    if (lathe_model_load(there, r->opts->output, NULL))
        return LATHE_OK;
    if ((rc = lathe_json_parse(&was, there->provenance,
                               strlen(there->provenance), err)) ||
        (rc = lathe_json_parse(&is, r->session.identity.s,
                               r->session.identity.len, err)))
        goto out;
    rc = lathe_identity_differences(&differ, was, is, err);
    *same = !rc && differ.len == 0;
out:
    lathe_buf_release(&differ);
    lathe_json_free(was);
    lathe_json_free(is);
    return rc;
}

/* ---- what the loop tells ------------------------------------------------ */

static enum lathe_code epoch_done(void *ctx, const struct lathe_epoch *e,
                                  struct lathe_err *err)
{
    struct run *r = ctx;
    enum lathe_code rc = lathe_trainlog_add(&r->log, e, err);

    return rc ? rc : lathe_trainplot_draw(&r->plot, &r->session.loop, false,
                                          err);
}

static struct lathe_checkpoint checkpoint_of(struct run *r)
{
    return (struct lathe_checkpoint){ .path = r->opts->checkpoint,
                                      .run = r->session.identity.s,
                                      .loop = &r->session.loop };
}

static enum lathe_code save_checkpoint(void *ctx, struct lathe_err *err)
{
    struct run *r = ctx;
    struct lathe_checkpoint c = checkpoint_of(r);

    return lathe_checkpoint_save(&c, r->log.bytes, err);
}

/* ---- the run ------------------------------------------------------------ */

/* Goes on from the checkpoint, if there is one; *log_bytes is how much of the
 * log is from before it. */
static enum lathe_code resume(struct run *r, uint64_t *log_bytes,
                              struct lathe_err *err)
{
    const struct lathe_place *at = &r->session.loop.at;
    struct lathe_checkpoint c;
    bool found;
    enum lathe_code rc;

    *log_bytes = 0;
    if (!r->opts->resume)
        return LATHE_OK;
    c = checkpoint_of(r);
    rc = lathe_checkpoint_load(&c, &found, log_bytes, err);
    if (!rc && found)
        lathe_note(r->host, "going on from '%s': epoch %d, batch %llu",
                   c.path, at->epoch + 1,
                   (unsigned long long)at->batch + 1);
    return rc;
}

/* Opens the log and trains. */
static enum lathe_code learn(struct run *r, struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;
    struct lathe_session *s = &r->session;
    uint64_t log_bytes;
    enum lathe_code rc = lathe_session_prepare(s, r->pool, err);

    s->loop.host = r->host;
    s->loop.epoch_done = epoch_done;
    s->loop.save = o->checkpoint ? save_checkpoint : NULL;
    s->loop.ctx = r;
    if (!rc)
        rc = resume(r, &log_bytes, err);
    if (!rc && o->log)
        rc = lathe_trainlog_open(&r->log, o->log,
                                 lathe_monitor_plain(
                                     s->model.loss,
                                     lathe_shape_size(s->model.net.out)),
                                 s->monitor.figure ? o->monitor : NULL,
                                 log_bytes, err);
    r->plot = (struct lathe_trainplot){ .path = o->plot, .name = o->output };
    if (!rc)
        rc = lathe_loop_run(&s->loop, err);
    if (!rc)
        rc = lathe_trainplot_draw(&r->plot, &s->loop, true, err);
    if (rc == LATHE_ESTOPPED && o->checkpoint && err) {
        struct lathe_err was = *err;

        return lathe_fail(err, rc, "%s; the same command with --resume goes "
                          "on from '%s'", was.msg, o->checkpoint);
    }
    return rc;
}

/* The document of the folds, with that of the model's training in it where
 * there is a model. */
static enum lathe_code folds_json(const struct run *r, struct lathe_buf *json,
                                  struct lathe_err *err)
{
    struct lathe_buf training = {0};
    enum lathe_code rc;

    if (r->opts->output)
        lathe_trainreport_json(&training, &r->session.report);
    while (training.len && training.s[training.len - 1] == '\n')
        training.s[--training.len] = '\0';
    rc = lathe_buf_check(&training, err);
    if (!rc)
        rc = lathe_foldreport_json(json, &r->folds, training.s, err);
    lathe_buf_release(&training);
    return rc;
}

static enum lathe_code report(const struct run *r, struct lathe_buf *text,
                              struct lathe_buf *json, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (text && r->opts->folds)
        rc = lathe_foldreport_text(text, &r->folds, err);
    if (text && r->opts->folds && r->opts->output)
        lathe_buf_putc(text, '\n');
    if (text && r->opts->output && !rc) {
        lathe_trainreport_text(text, &r->session.report);
        rc = lathe_buf_check(text, err);
    }
    if (json && !rc && r->opts->folds) {
        rc = folds_json(r, json, err);
    } else if (json && !rc) {
        lathe_trainreport_json(json, &r->session.report);
        rc = lathe_buf_check(json, err);
    }
    return rc;
}

/* Files that cannot be written should not be found out at the end. */
static enum lathe_code try_outputs(const struct lathe_train_opts *o,
                                   struct lathe_err *err)
{
    enum lathe_code rc = o->output ? try_output(o->output, err) : LATHE_OK;

    if (!rc && o->checkpoint)
        rc = try_output(o->checkpoint, err);
    if (!rc && o->plot)
        rc = try_output(o->plot, err);
    return rc;
}

static enum lathe_code train(struct run *r, struct lathe_buf *text,
                             struct lathe_buf *json, struct lathe_err *err)
{
    const char *checkpoint = r->opts->checkpoint;
    enum lathe_code rc;

    if ((rc = try_outputs(r->opts, err)) || (rc = load(r, err)) ||
        (rc = learn(r, err)) ||
        (rc = lathe_session_judge(&r->session, err)) ||
        (rc = lathe_session_save(&r->session, err)))
        return rc;
    if (checkpoint)
        rc = lathe_file_remove(checkpoint, err);
    return rc ? rc : report(r, text, json, err);
}

/* One training for each fold, and no trace of them but their figures. */
static enum lathe_code validate(struct run *r, struct lathe_err *err)
{
    enum lathe_code rc = try_outputs(r->opts, err);

    if (!rc)
        rc = lathe_crossval_run(&r->folds, r->opts,
                                r->opts->init ? &r->parent : NULL, r->host,
                                err);
    lathe_foldset_drop_rows(&r->folds.set);
    return rc;
}

enum lathe_code lathe_train(const struct lathe_train_opts *opts,
                            const struct lathe_host *host,
                            struct lathe_buf *text, struct lathe_buf *json,
                            struct lathe_err *err)
{
    struct run r = { .opts = opts, .host = host };
    struct lathe_model there = {0};
    bool same = false;
    int lock = -1;
    struct lathe_settings settings;
    enum lathe_code rc = lathe_settings_check(&settings, opts, err);

    if (!rc && opts->lock)
        rc = lathe_file_lock(opts->lock, &lock, err);
    if (!rc && opts->init)
        rc = lathe_model_load(&r.parent, opts->init, err);
    if (!rc)
        rc = lathe_pool_new(&r.pool, opts->threads, err);
    if (!rc && opts->folds)
        rc = validate(&r, err);
    if (!rc && opts->output)
        rc = begin(&r, err);
    if (!rc && opts->if_changed)
        rc = is_up_to_date(&r, &there, &same, err);
    if (!rc && same)
        lathe_trainreport_unchanged(text, json, opts->output, &there);
    else if (!rc && !opts->output)
        rc = report(&r, text, json, err);
    else if (!rc)
        rc = train(&r, text, json, err);
    lathe_model_release(&there);
    release(&r);
    if (lock >= 0)
        close(lock);
    return rc;
}
