/*
 * From a dataset file to a model file.
 */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "nn/augment.h"
#include "train/checkpoint.h"
#include "train/data.h"
#include "train/feed.h"
#include "train/identity.h"
#include "train/loop.h"
#include "train/settings.h"
#include "train/trainlog.h"
#include "train/trainplot.h"
#include "train/trainreport.h"

#include <string.h>
#include <unistd.h>

/* Everything of one run. */
struct run {
    const struct lathe_train_opts *opts;
    const struct lathe_host *host;
    struct lathe_settings settings;
    struct lathe_model parent;  /* of --init */
    struct lathe_data data;
    struct lathe_model model;
    struct lathe_frozen frozen;
    float *class_weight;
    struct lathe_pool *pool;
    struct lathe_work work;
    struct lathe_optimiser optimiser;
    struct lathe_memory_feed feed[LATHE_SPLITS];
    struct lathe_augment augment;
    struct lathe_trainlog log;
    struct lathe_trainplot plot;
    struct lathe_monitor monitor;
    struct lathe_loop loop;
    struct lathe_trainreport report;
    struct lathe_buf identity;  /* of the run: identity.h */
};

static void release(struct run *r)
{
    lathe_buf_release(&r->identity);
    lathe_loop_release(&r->loop);
    lathe_trainlog_release(&r->log);
    lathe_monitor_release(&r->monitor);
    for (int s = LATHE_TRAIN; s < LATHE_SPLITS; s++)
        lathe_feed_release_memory(&r->feed[s]);
    lathe_optimiser_release(&r->optimiser);
    lathe_work_release(&r->work);
    lathe_pool_free(r->pool);
    lathe_free(r->class_weight);
    lathe_frozen_release(&r->frozen);
    lathe_model_release(&r->model);
    lathe_data_release(&r->data);
    lathe_model_release(&r->parent);
}

static enum lathe_code try_output(const char *path, struct lathe_err *err)
{
    struct lathe_file f = {0};
    enum lathe_code rc = lathe_file_create(&f, path, err);

    lathe_file_release(&f);
    return rc;
}

/* The text of the net: of its own, or that of the model it begins from. */
static enum lathe_code net_text(const struct run *r, struct lathe_buf *text,
                                struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;
    struct lathe_shape in = lathe_data_shape(&r->data);
    size_t outputs = lathe_loss_outputs(r->model.loss, &r->data.schema), n;
    struct lathe_buf hidden = {0};
    enum lathe_code rc;

    if (!o->init)
        return lathe_net_text(text, o->model, o->layers, in, outputs,
                              o->dropout, err);
    if (!o->new_head) {
        lathe_buf_puts(text, r->parent.net.text);
        return lathe_buf_check(text, err);
    }
    rc = lathe_warm_hidden(&r->parent, &n, err);
    lathe_buf_add(&hidden, r->parent.net.text, rc ? 0 : n);
    if (!rc)
        rc = lathe_buf_check(&hidden, err);
    if (!rc)
        rc = lathe_net_text(text, "linear", n ? hidden.s : NULL, in, outputs,
                            0, err);
    lathe_buf_release(&hidden);
    return rc;
}

/* The net for the data. */
static enum lathe_code make_net(struct run *r, struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;
    struct lathe_shape in = o->init ? r->parent.net.in
                                    : lathe_data_shape(&r->data);
    struct lathe_buf text = {0};
    enum lathe_code rc;

    rc = lathe_settings_loss(o->loss, &r->data.schema, &r->model.loss, err);
    if (!rc && o->init && !o->new_head && !o->loss)
        r->model.loss = r->parent.loss;
    if (!rc)
        rc = net_text(r, &text, err);
    if (!rc)
        rc = lathe_net_parse(&r->model.net, text.s, in, err);
    if (!rc && lathe_shape_size(r->model.net.out) !=
                   lathe_loss_outputs(r->model.loss, &r->data.schema))
        rc = lathe_fail(err, LATHE_EARG, "loss '%s' does not fit the output "
                        "of '%.200s'; --new-head gives it another", o->loss,
                        o->init);
    if (!rc && o->freeze)
        rc = lathe_frozen_parse(&r->frozen, o->freeze, &r->model.net, err);
    lathe_buf_release(&text);
    return rc;
}

static enum lathe_code load(struct run *r, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (r->opts->init)
        rc = lathe_model_load(&r->parent, r->opts->init, err);
    if (!rc)
        rc = lathe_data_load(&r->data, r->opts->data,
                             r->opts->init ? &r->parent.schema : NULL,
                             r->opts->new_head, err);
    if (rc)
        return rc;
    if (r->data.dropped)
        lathe_note(r->host, "left out %llu rows of classes without training "
                            "rows, or without a target",
                   (unsigned long long)r->data.dropped);
    if (r->data.split[LATHE_VALID].n == 0)
        lathe_note(r->host, "no validation rows: all epochs are run and the "
                            "last weights kept");
    if (r->data.split[LATHE_VALID].n == 0 &&
        strcmp(r->opts->monitor, "loss") != 0)
        return lathe_fail(err, LATHE_EARG, "monitor '%.40s' needs validation "
                          "rows; '%.200s' has none", r->opts->monitor,
                          r->opts->data);
    rc = make_net(r, err);
    if (!rc && r->opts->class_weight)
        rc = lathe_data_class_weights(&r->data, r->opts->class_weight,
                                      &r->class_weight, err);
    if (rc)
        return rc;
    r->report = (struct lathe_trainreport){
        .opts = r->opts, .settings = &r->settings, .data = &r->data,
        .loop = &r->loop, .model = &r->model,
        .parent = r->opts->init ? &r->parent : NULL };
    lathe_identity_write(&r->identity, &r->report);
    return lathe_buf_check(&r->identity, err);
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
        (rc = lathe_json_parse(&is, r->identity.s, r->identity.len, err)))
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

    return rc ? rc : lathe_trainplot_draw(&r->plot, &r->loop, false, err);
}

static struct lathe_checkpoint checkpoint_of(struct run *r)
{
    return (struct lathe_checkpoint){ .path = r->opts->checkpoint,
                                      .run = r->identity.s, .loop = &r->loop };
}

static enum lathe_code save_checkpoint(void *ctx, struct lathe_err *err)
{
    struct run *r = ctx;
    struct lathe_checkpoint c = checkpoint_of(r);

    return lathe_checkpoint_save(&c, r->log.bytes, err);
}

/* ---- the run ------------------------------------------------------------ */

/* Which training rows come how often, and what is changed in them. */
static enum lathe_code vary_training(struct run *r, struct lathe_err *err)
{
    struct lathe_memory_feed *f = &r->feed[LATHE_TRAIN];
    const struct lathe_schema *s = &r->data.schema;
    enum lathe_code rc = LATHE_OK;

    if (r->opts->oversample && s->task != LATHE_CLASSIFY)
        return lathe_fail(err, LATHE_EARG, "oversample needs classes; the "
                          "target '%s' is a number", s->target);
    if (r->opts->augment && !s->image.channels)
        return lathe_fail(err, LATHE_EARG, "augment needs images; '%.200s' "
                          "has none", r->opts->data);
    if (r->opts->oversample)
        rc = lathe_feed_oversample(f, s->classes.n, err);
    if (!rc && r->opts->augment) {
        rc = lathe_augment_parse(&r->augment, r->opts->augment,
                                 lathe_data_shape(&r->data), err);
        f->augment = &r->augment;
    }
    return rc;
}

/* Everything that the loop needs. */
static enum lathe_code prepare(struct run *r, struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;
    const struct lathe_inputs *train = &r->data.split[LATHE_TRAIN];
    size_t batch = lathe_settings_batch(&r->settings, train->n);
    int epochs = lathe_settings_epochs(o, train->n, batch);
    enum lathe_code rc = lathe_pool_new(&r->pool, o->threads, err);

    if (!rc)
        rc = lathe_work_init(&r->work, &r->model.net, r->model.loss, train,
                             batch, r->pool, err);
    if (rc)
        return rc;
    rc = lathe_init_params(&r->model.net, r->settings.init, o->seed,
                           r->work.params, err);
    if (!rc && o->init)
        rc = lathe_warm_start(&r->parent, &r->model.net, o->new_head,
                              r->work.params, err);
    if (rc)
        return rc;
    r->optimiser = (struct lathe_optimiser){
        .kind = r->settings.optimizer, .momentum = o->momentum, .l1 = o->l1,
        .l2 = r->settings.l2 };
    rc = lathe_optimiser_init(&r->optimiser, r->work.params, r->work.grad,
                              r->model.net.params, err);
    for (int s = LATHE_TRAIN; !rc && s < LATHE_SPLITS; s++)
        rc = lathe_feed_init_memory(&r->feed[s], &r->data.split[s],
                                    r->class_weight, s == LATHE_TRAIN,
                                    o->seed, err);
    if (!rc)
        rc = vary_training(r, err);
    if (!rc)
        rc = lathe_monitor_init(&r->monitor, o->monitor, &r->data.schema,
                                r->work.cap, err);
    r->loop = (struct lathe_loop){
        .work = &r->work, .optimiser = &r->optimiser,
        .schedule = r->settings.schedule, .frozen = &r->frozen,
        .train = &r->feed[LATHE_TRAIN].feed,
        .valid = r->data.split[LATHE_VALID].n ? &r->feed[LATHE_VALID].feed
                                              : NULL,
        .rate = r->settings.rate, .epochs = epochs,
        .patience = lathe_settings_patience(o, epochs),
        .min_delta = o->min_delta, .monitor = &r->monitor, .batch = batch,
        .time_limit_s = o->time_limit_s, .seed = o->seed,
        .target_factor = r->data.schema.task == LATHE_REGRESS
                             ? r->data.schema.target_factor
                             : 1,
        .host = r->host, .epoch_done = epoch_done, .ctx = r,
        .save = o->checkpoint ? save_checkpoint : NULL,
        .save_every = o->checkpoint_every,
    };
    r->report.threads = r->work.threads;
    return rc ? rc : lathe_loop_prepare(&r->loop, err);
}

/* Goes on from the checkpoint, if there is one; *log_bytes is how much of the
 * log is from before it. */
static enum lathe_code resume(struct run *r, uint64_t *log_bytes,
                              struct lathe_err *err)
{
    const struct lathe_place *at = &r->loop.at;
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
    uint64_t log_bytes;
    enum lathe_code rc = prepare(r, err);

    if (!rc)
        rc = resume(r, &log_bytes, err);
    if (!rc && o->log)
        rc = lathe_trainlog_open(&r->log, o->log,
                                 lathe_monitor_plain(r->model.loss),
                                 r->monitor.figure ? o->monitor : NULL,
                                 log_bytes, err);
    r->plot = (struct lathe_trainplot){ .path = o->plot, .name = o->output };
    if (!rc)
        rc = lathe_loop_run(&r->loop, err);
    if (!rc)
        rc = lathe_trainplot_draw(&r->plot, &r->loop, true, err);
    if (rc == LATHE_ESTOPPED && o->checkpoint && err) {
        struct lathe_err was = *err;

        return lathe_fail(err, rc, "%s; the same command with --resume goes "
                          "on from '%s'", was.msg, o->checkpoint);
    }
    if (rc == LATHE_EDIVERGED && o->checkpoint)
        lathe_file_remove(o->checkpoint, NULL); /* it would do so again */
    return rc;
}

/* The figures of the weights that were kept. */
static enum lathe_code judge(struct run *r, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (r->loop.valid)
        rc = lathe_monitor_judge(&r->monitor, &r->work, r->loop.valid,
                                 &r->report.valid, err);
    if (!rc && r->data.split[LATHE_TEST].n)
        rc = lathe_monitor_judge(&r->monitor, &r->work,
                                 &r->feed[LATHE_TEST].feed, &r->report.test,
                                 err);
    return rc;
}

static enum lathe_code save(struct run *r, struct lathe_err *err)
{
    struct lathe_model *m = &r->model;
    struct lathe_buf provenance = {0};
    enum lathe_code rc;

    lathe_trainreport_provenance(&provenance, &r->report);
    rc = lathe_buf_check(&provenance, err);
    if (!rc)
        rc = lathe_schema_copy(&m->schema, &r->data.schema, err);
    if (!rc)
        rc = lathe_new_aligned(&m->params, m->net.params, sizeof(*m->params),
                               "the parameters", err);
    if (!rc) {
        for (size_t i = 0; i < m->net.params; i++)
            m->params[i] = (float)r->work.params[i];
        m->provenance = lathe_strdup(provenance.s);
        if (!m->provenance)
            rc = lathe_fail(err, LATHE_ENOMEM, "out of memory for the model");
    }
    lathe_buf_release(&provenance);
    return rc ? rc : lathe_model_save(m, r->opts->output, err);
}

static enum lathe_code report(const struct run *r, struct lathe_buf *text,
                              struct lathe_buf *json, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (text) {
        lathe_trainreport_text(text, &r->report);
        rc = lathe_buf_check(text, err);
    }
    if (json && !rc) {
        lathe_trainreport_json(json, &r->report);
        rc = lathe_buf_check(json, err);
    }
    return rc;
}

/* Files that cannot be written should not be found out at the end. */
static enum lathe_code try_outputs(const struct lathe_train_opts *o,
                                   struct lathe_err *err)
{
    enum lathe_code rc = try_output(o->output, err);

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

    if ((rc = try_outputs(r->opts, err)) || (rc = learn(r, err)) ||
        (rc = judge(r, err)) || (rc = save(r, err)))
        return rc;
    if (checkpoint)
        rc = lathe_file_remove(checkpoint, err);
    return rc ? rc : report(r, text, json, err);
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
    enum lathe_code rc = lathe_settings_check(&r.settings, opts, err);

    if (!rc && opts->lock)
        rc = lathe_file_lock(opts->lock, &lock, err);
    if (!rc)
        rc = load(&r, err);
    if (!rc && opts->if_changed)
        rc = is_up_to_date(&r, &there, &same, err);
    if (!rc && same)
        lathe_trainreport_unchanged(text, json, opts->output, &there);
    else if (!rc)
        rc = train(&r, text, json, err);
    lathe_model_release(&there);
    release(&r);
    if (lock >= 0)
        close(lock);
    return rc;
}
