#include "train/session.h"

#include "base/alloc.h"
#include "nn/embed.h"
#include "train/embedding.h"
#include "train/footprint.h"
#include "train/identity.h"

#include <math.h>
#include <string.h>

/* The text of the net: of its own, or that of the model it begins from.
 * *before: of it stand before what --layers says. */
static enum lathe_code net_text(const struct lathe_session *r,
                                struct lathe_buf *text, size_t *before,
                                struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;
    struct lathe_shape in = lathe_data_shape(r->data);
    size_t outputs = lathe_loss_outputs(r->model.loss, &r->data->schema), n;
    struct lathe_buf hidden = {0};
    enum lathe_code rc;

    if (!o->init && o->embed && r->data->schema.image.channels)
        return lathe_fail(err, LATHE_EARG, "embed needs categories; '%.200s' "
                          "has images", o->data);
    if (!o->init && o->embed) {
        rc = lathe_embedding_text(text, o->embed, &r->data->schema, err);
        if (rc)
            return rc;
        *before = text->len;
    }
    if (!o->init)
        return lathe_net_text(text, o->model, o->layers, in, outputs,
                              o->dropout, err);
    if (!o->new_head) {
        lathe_buf_puts(text, r->parent->net.text);
        return lathe_buf_check(text, err);
    }
    rc = lathe_warm_hidden(r->parent, &n, err);
    lathe_buf_add(&hidden, r->parent->net.text, rc ? 0 : n);
    if (!rc)
        rc = lathe_buf_check(&hidden, err);
    if (!rc)
        rc = lathe_net_text(text, "linear", n ? hidden.s : NULL, in, outputs,
                            0, err);
    lathe_buf_release(&hidden);
    return rc;
}

/* A text that stands for --model was not written by anyone: its characters
 * say nothing. */
static enum lathe_code parse_net(struct lathe_session *r, const char *text,
                                 size_t before, struct lathe_shape in,
                                 struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;
    struct lathe_err why = {0};
    enum lathe_code rc =
        lathe_net_parse_behind(&r->model.net, before, text, in, &why);
    const char *what = strstr(why.msg, ": ");

    if (!rc)
        return LATHE_OK;
    if (rc != LATHE_EARG || o->layers || o->init || !what)
        return lathe_fail(err, rc, "%s", why.msg);
    return lathe_fail(err, rc, "model '%.80s'%s", o->model, what);
}

/* The net for the data. */
static enum lathe_code make_net(struct lathe_session *r, struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;
    struct lathe_shape in = o->init ? r->parent->net.in
                                    : lathe_data_shape(r->data);
    struct lathe_buf text = {0};
    size_t before = 0;
    enum lathe_code rc;

    rc = lathe_settings_loss(o, &r->data->schema, &r->model.loss,
                             &r->objective, err);
    if (!rc && o->init && !o->new_head && !o->loss)
        r->model.loss = r->parent->loss;
    if (!rc)
        rc = net_text(r, &text, &before, err);
    if (!rc)
        rc = parse_net(r, text.s, before, in, err);
    if (!rc && !lathe_embed_fits(&r->model.net, &r->data->schema))
        rc = lathe_fail(err, LATHE_EARG, "layer 'embed' does not have the "
                        "categories of the data; --embed writes one that "
                        "does");
    if (!rc && lathe_shape_size(r->model.net.out) !=
                   lathe_loss_outputs(r->model.loss, &r->data->schema))
        rc = lathe_fail(err, LATHE_EARG, "loss '%s' does not fit the output "
                        "of '%.200s'; --new-head gives it another", o->loss,
                        o->init);
    if (!rc && o->freeze)
        rc = lathe_frozen_parse(&r->frozen, o->freeze, &r->model.net, err);
    lathe_buf_release(&text);
    return rc;
}

void lathe_session_rest(struct lathe_session *r)
{
    lathe_loop_release(&r->loop);
    lathe_monitor_release(&r->monitor);
    lathe_feeds_release(&r->feeds);
    lathe_optimiser_release(&r->optimiser);
    lathe_work_release(&r->work);
}

void lathe_session_release(struct lathe_session *r)
{
    lathe_session_rest(r);
    lathe_buf_release(&r->identity);
    lathe_free(r->class_weight);
    lathe_frozen_release(&r->frozen);
    lathe_model_release(&r->model);
    *r = (struct lathe_session){0};
}

/* What the options make of the rows that the data have, or will have when they
 * are read: then again. */
static enum lathe_code use_rows(struct lathe_session *r, struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;

    if (r->data->rows[LATHE_VALID] == 0 && strcmp(o->monitor, "loss") != 0)
        return lathe_fail(err, LATHE_EARG, "monitor '%.40s' needs validation "
                          "rows; '%.200s' has none", o->monitor, o->data);
    if (!o->class_weight)
        return LATHE_OK;
    lathe_free(r->class_weight);
    r->class_weight = NULL;
    return lathe_data_class_weights(r->data, o->class_weight,
                                    &r->class_weight, err);
}

enum lathe_code lathe_session_init(struct lathe_session *r,
                                   const struct lathe_train_opts *opts,
                                   const struct lathe_data *data,
                                   const struct lathe_model *parent,
                                   struct lathe_err *err)
{
    enum lathe_code rc;

    *r = (struct lathe_session){ .opts = opts, .data = data,
                                 .parent = parent };
    if ((rc = lathe_settings_check(&r->settings, opts, err)) ||
        (rc = make_net(r, err)))
        goto out;
    rc = use_rows(r, err);
    r->report = (struct lathe_trainreport){
        .opts = opts, .settings = &r->settings, .data = data,
        .loop = &r->loop, .model = &r->model, .parent = parent };
    if (!rc) {
        lathe_identity_write(&r->identity, &r->report);
        rc = lathe_buf_check(&r->identity, err);
    }
out:
    if (rc)
        lathe_session_release(r);
    return rc;
}

/* Plans its arrays, when there is memory for them and for what comes later. */
static enum lathe_code plan_work(struct lathe_session *r, size_t batch,
                                 struct lathe_pool *pool,
                                 struct lathe_err *err)
{
    const struct lathe_data *d = r->data;
    struct lathe_footprint f;
    enum lathe_code rc = lathe_work_plan(&r->work, &r->model.net,
                                         r->model.loss,
                                         &d->split[LATHE_TRAIN], batch, pool,
                                         err);

    if (rc)
        return rc;
    f = lathe_footprint_of(&r->work, r->settings.optimizer,
                           d->rows[LATHE_VALID] > 0);
    f.rows = lathe_memory_sum(lathe_feeds_bytes(r->opts, d),
                              lathe_data_unread(d));
    return lathe_footprint_check(&f, lathe_memory_left(), err);
}

enum lathe_code lathe_session_foresee(struct lathe_session *r,
                                      struct lathe_pool *pool,
                                      struct lathe_err *err)
{
    size_t batch = lathe_settings_batch(&r->settings,
                                        r->data->rows[LATHE_TRAIN]);
    enum lathe_code rc = plan_work(r, batch, pool, err);

    lathe_work_release(&r->work);
    return rc;
}

enum lathe_code lathe_session_prepare(struct lathe_session *r,
                                      struct lathe_pool *pool,
                                      struct lathe_err *err)
{
    const struct lathe_train_opts *o = r->opts;
    size_t rows = r->data->rows[LATHE_TRAIN];
    size_t batch = lathe_settings_batch(&r->settings, rows);
    int epochs = lathe_settings_epochs(o, rows, batch);
    enum lathe_code rc = plan_work(r, batch, pool, err);

    if (!rc)
        rc = lathe_work_take(&r->work, err);
    if (!rc)
        rc = use_rows(r, err);
    if (rc)
        return rc;
    r->work.objective = r->objective;
    lathe_frozen_hold(&r->frozen, &r->work);
    rc = lathe_init_params(&r->model.net, r->settings.init, o->seed,
                           r->work.params, err);
    if (!rc && o->init)
        rc = lathe_warm_start(r->parent, &r->model.net, o->new_head,
                              r->work.params, err);
    if (rc)
        return rc;
    r->optimiser = (struct lathe_optimiser){
        .kind = r->settings.optimizer, .momentum = o->momentum, .l1 = o->l1,
        .l2 = r->settings.l2 };
    rc = lathe_optimiser_init(&r->optimiser, r->work.params, r->work.grad,
                              r->model.net.params, err);
    if (!rc)
        rc = lathe_feeds_init(&r->feeds, o, r->data, r->class_weight, batch,
                              err);
    if (!rc)
        rc = lathe_monitor_init(&r->monitor, o->monitor, &r->data->schema,
                                r->work.cap, err);
    r->loop = (struct lathe_loop){
        .work = &r->work, .optimiser = &r->optimiser,
        .schedule = r->settings.schedule, .frozen = &r->frozen,
        .train = r->feeds.of[LATHE_TRAIN],
        .valid = r->feeds.of[LATHE_VALID],
        .rate = r->settings.rate, .epochs = epochs,
        .patience = lathe_settings_patience(o, epochs),
        .min_delta = o->min_delta, .monitor = &r->monitor, .batch = batch,
        .clip_norm = o->clip_norm,
        .time_limit_s = o->time_limit_s, .seed = o->seed,
        .target_factor = lathe_monitor_factor(&r->data->schema),
        .save_every = o->checkpoint_every,
    };
    r->report.threads = r->work.threads;
    return rc ? rc : lathe_loop_prepare(&r->loop, err);
}

enum lathe_code lathe_session_judge(struct lathe_session *r,
                                    struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (r->loop.valid)
        rc = lathe_monitor_judge(&r->monitor, &r->work, r->loop.valid,
                                 &r->report.valid, err);
    if (!rc && r->feeds.of[LATHE_TEST])
        rc = lathe_monitor_judge(&r->monitor, &r->work,
                                 r->feeds.of[LATHE_TEST], &r->report.test,
                                 err);
    return rc;
}

/* The weights of the loop and the best ones change places. */
static void swap_weights(struct lathe_session *r)
{
    for (size_t i = 0; i < r->model.net.params; i++) {
        real w = r->work.params[i];

        r->work.params[i] = r->loop.kept[i];
        r->loop.kept[i] = w;
    }
    lathe_run_refresh(&r->work);
}

enum lathe_code lathe_session_look(struct lathe_session *r,
                                   struct lathe_monitor *monitor,
                                   enum lathe_split split,
                                   struct lathe_verdict *out,
                                   struct lathe_err *err)
{
    bool paused = !r->loop.end && r->loop.kept;
    enum lathe_code rc;

    *out = (struct lathe_verdict){ .watched = (double)NAN };
    if (!r->feeds.of[split])
        return LATHE_OK;
    if (paused)
        swap_weights(r);
    rc = lathe_monitor_judge(monitor, &r->work, r->feeds.of[split], out, err);
    if (paused)
        swap_weights(r);
    return rc;
}

enum lathe_code lathe_session_fill(struct lathe_session *r,
                                   struct lathe_err *err)
{
    struct lathe_model *m = &r->model;
    enum lathe_code rc = lathe_schema_copy(&m->schema, &r->data->schema, err);

    lathe_free(m->schema.weight);       /* of no use to a model */
    m->schema.weight = NULL;
    if (!rc)
        rc = lathe_new_aligned(&m->params, m->net.params, sizeof(*m->params),
                               "the parameters", err);
    for (size_t i = 0; !rc && i < m->net.params; i++)
        m->params[i] = (float)r->work.params[i];
    return rc;
}

enum lathe_code lathe_session_save(struct lathe_session *r,
                                   struct lathe_err *err)
{
    struct lathe_model *m = &r->model;
    struct lathe_buf provenance = {0};
    enum lathe_code rc;

    lathe_trainreport_provenance(&provenance, &r->report);
    rc = lathe_buf_check(&provenance, err);
    if (!rc)
        rc = lathe_session_fill(r, err);
    if (!rc) {
        m->provenance = lathe_strdup(provenance.s);
        if (!m->provenance)
            rc = lathe_fail(err, LATHE_ENOMEM, "out of memory for the model");
    }
    lathe_buf_release(&provenance);
    return rc ? rc : lathe_model_save(m, r->opts->output, err);
}
