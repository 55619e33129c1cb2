#include "train/trainreport.h"

#include "base/buf.h"

static const char *metric_name(const struct lathe_trainreport *r)
{
    return lathe_monitor_plain(r->model->loss,
                               lathe_shape_size(r->model->net.out));
}

static double metric(const struct lathe_trainreport *r,
                     const struct lathe_tally *sum)
{
    return lathe_monitor_plain_of(r->model->loss, sum,
                                  r->loop->target_factor);
}

const char *lathe_trainreport_end(enum lathe_loop_end end)
{
    switch (end) {
    case LATHE_LOOP_PATIENCE:
        return "patience";
    case LATHE_LOOP_TIME:
        return "time";
    default:
        return "epochs";
    }
}

/* ---- JSON --------------------------------------------------------------- */

static void write_rows(struct lathe_json_out *j, const struct lathe_data *d)
{
    lathe_json_open(j, "rows", '{');
    for (int s = LATHE_TRAIN; s < LATHE_SPLITS; s++)
        lathe_json_int(j, lathe_split_name((enum lathe_split)s),
                       (int64_t)d->rows[s]);
    lathe_json_close(j, '}');
}

static void write_data(struct lathe_json_out *j, const char *path,
                       const struct lathe_data *d)
{
    char hex[33];

    lathe_digest_hex(&d->digest, hex);
    lathe_json_open(j, "data", '{');
    if (path)
        lathe_json_string(j, "path", path);
    lathe_json_string(j, "digest", hex);
    write_rows(j, d);
    lathe_json_int(j, "inputs", (int64_t)d->schema.inputs);
    lathe_json_close(j, '}');
}

void lathe_trainreport_options(struct lathe_json_out *j,
                               const struct lathe_trainreport *r)
{
    char parent[33];

    if (r->parent)
        lathe_digest_hex(&r->parent->digest, parent);
    lathe_json_open(j, "options", '{');
    lathe_settings_write(j, r->opts, r->settings, r->model->net.text,
                         r->model->loss, r->data->schema.weight,
                         r->parent ? parent : NULL);
    if (r->data->streamed)      /* else it changes nothing */
        lathe_json_int(j, "memory", (int64_t)r->opts->memory_bytes);
    lathe_json_close(j, '}');
}

static void write_options(struct lathe_json_out *j,
                          const struct lathe_trainreport *r)
{
    lathe_trainreport_options(j, r);
    lathe_json_int(j, "seed", (int64_t)r->opts->seed);
}

static void write_tally(struct lathe_json_out *j,
                        const struct lathe_trainreport *r, const char *key,
                        const struct lathe_verdict *v)
{
    const struct lathe_tally *sum = &v->sum;

    if (sum->rows == 0) {
        lathe_json_string(j, key, NULL);
        return;
    }
    lathe_json_open(j, key, '{');
    lathe_json_double(j, "loss", lathe_loop_loss(sum));
    lathe_json_double(j, metric_name(r), metric(r, sum));
    if (r->loop->monitor->figure)
        lathe_json_double(j, r->loop->monitor->name, v->watched);
    lathe_json_close(j, '}');
}

static void write_result(struct lathe_json_out *j,
                         const struct lathe_trainreport *r)
{
    lathe_json_int(j, "epochs", r->loop->last.epoch);
    lathe_json_int(j, "best_epoch", r->loop->best.epoch);
    lathe_json_string(j, "ended", lathe_trainreport_end(r->loop->end));
    lathe_json_string(j, "metric", metric_name(r));
    lathe_json_string(j, "monitor", r->loop->monitor->name);
    lathe_json_open(j, "train", '{');
    lathe_json_double(j, "loss", r->loop->best.loss);
    lathe_json_double(j, metric_name(r), r->loop->best.metric);
    lathe_json_close(j, '}');
    write_tally(j, r, "valid", &r->valid);
    write_tally(j, r, "test", &r->test);
}

void lathe_trainreport_provenance(struct lathe_buf *out,
                                  const struct lathe_trainreport *r)
{
    struct lathe_json_out j = { .out = out };

    lathe_json_open(&j, NULL, '{');
    lathe_json_string(&j, "command", "train");
    lathe_json_string(&j, "version", lathe_version());
    write_data(&j, NULL, r->data);
    write_options(&j, r);
    write_result(&j, r);
    lathe_json_close(&j, '}');
}

/* Opens the document. */
static void write_heading(struct lathe_json_out *j, bool changed,
                          const char *path, const struct lathe_model *m)
{
    char hex[33];

    lathe_digest_hex(&m->digest, hex);
    lathe_json_open(j, NULL, '{');
    lathe_json_string(j, "schema", "lathe/training");
    lathe_json_int(j, "version", 1);
    lathe_json_bool(j, "changed", changed);
    lathe_json_open(j, "model", '{');
    lathe_json_string(j, "path", path);
    lathe_json_string(j, "digest", hex);
    lathe_json_int(j, "bytes", (int64_t)m->bytes);
    lathe_json_int(j, "parameters", (int64_t)lathe_net_trained(&m->net));
    lathe_json_close(j, '}');
}

/* Several have their names in `targets`. */
static void write_targets(struct lathe_json_out *j,
                          const struct lathe_schema *s)
{
    lathe_json_string(j, "target", s->targets > 1 ? NULL : s->target[0].name);
    if (s->targets == 1)
        return;
    lathe_json_open(j, "targets", '[');
    for (size_t t = 0; t < s->targets; t++)
        lathe_json_string(j, NULL, s->target[t].name);
    lathe_json_close(j, ']');
}

void lathe_trainreport_json(struct lathe_buf *out,
                            const struct lathe_trainreport *r)
{
    struct lathe_json_out j = { .out = out };
    const struct lathe_model *m = r->model;
    double seconds = r->loop->last.seconds;

    write_heading(&j, true, r->opts->output, m);
    write_data(&j, r->opts->data, r->data);
    lathe_json_string(&j, "task", m->schema.task == LATHE_CLASSIFY
                                      ? "classify"
                                      : "regress");
    write_targets(&j, &m->schema);
    write_options(&j, r);
    lathe_json_int(&j, "threads", r->threads);
    write_result(&j, r);
    lathe_json_double(&j, "seconds", seconds);
    lathe_json_double(&j, "rows_per_s",
                      seconds > 0 ? (double)r->loop->train->rows *
                                        r->loop->last.epoch / seconds
                                  : 0);
    lathe_json_close(&j, '}');
}

/* ---- text --------------------------------------------------------------- */

static int digits(const struct lathe_trainreport *r)
{
    return r->model->loss == LATHE_LOSS_MSE ? 6 : 4;
}

static void text_tally(struct lathe_buf *out,
                       const struct lathe_trainreport *r, const char *name,
                       const struct lathe_verdict *v)
{
    if (v->sum.rows == 0)
        return;
    lathe_buf_printf(out, "%-11s loss %.5f, %s %.*f", name,
                     lathe_loop_loss(&v->sum), metric_name(r), digits(r),
                     metric(r, &v->sum));
    if (r->loop->monitor->figure)
        lathe_buf_printf(out, ", %s %.*f", r->loop->monitor->name, digits(r),
                         v->watched);
    lathe_buf_putc(out, '\n');
}

static void text_bytes(struct lathe_buf *out, uint64_t bytes)
{
    if (bytes < 10000)
        lathe_buf_printf(out, "%llu bytes", (unsigned long long)bytes);
    else if (bytes < 10000000)
        lathe_buf_printf(out, "%.0f kB", (double)bytes / 1e3);
    else
        lathe_buf_printf(out, "%.1f MB", (double)bytes / 1e6);
}

static void text_run(struct lathe_buf *out, const struct lathe_trainreport *r)
{
    const struct lathe_loop *l = r->loop;

    lathe_buf_printf(out, "%-11s %s, rate %g, batch %zu, %d epoch%s in %.2f s",
                     "training", r->opts->optimizer, r->settings->rate,
                     l->batch, l->last.epoch, l->last.epoch == 1 ? "" : "s",
                     l->last.seconds);
    if (l->end == LATHE_LOOP_PATIENCE)
        lathe_buf_printf(out, " (none better for %d)", l->patience);
    else if (l->end == LATHE_LOOP_TIME)
        lathe_buf_puts(out, " (the time limit)");
    lathe_buf_putc(out, '\n');
}

/* The last line is the result. */
static void text_result(struct lathe_buf *out,
                        const struct lathe_trainreport *r)
{
    const struct lathe_loop *l = r->loop;

    lathe_buf_printf(out, "best epoch %d of %d: ", l->best.epoch,
                     l->last.epoch);
    if (r->valid.sum.rows && l->monitor->figure)
        lathe_buf_printf(out, "validation %s %.*f", l->monitor->name,
                         digits(r), r->valid.watched);
    else if (r->valid.sum.rows)
        lathe_buf_printf(out, "validation %s %.*f", metric_name(r), digits(r),
                         metric(r, &r->valid.sum));
    else
        lathe_buf_printf(out, "training loss %.5f", l->best.loss);
    lathe_buf_printf(out, "; wrote '%s' (", r->opts->output);
    text_bytes(out, r->model->bytes);
    lathe_buf_puts(out, ")\n");
}

void lathe_trainreport_text(struct lathe_buf *out,
                            const struct lathe_trainreport *r)
{
    const struct lathe_data *d = r->data;
    size_t params = lathe_net_trained(&r->model->net);

    lathe_buf_printf(out, "%-11s %s (%zu parameter%s)\n", "network",
                     r->model->net.text, params, params == 1 ? "" : "s");
    lathe_buf_printf(out, "%-11s %zu training, %zu validation, %zu test rows; "
                          "%zu inputs\n", "data", d->rows[LATHE_TRAIN],
                     d->rows[LATHE_VALID], d->rows[LATHE_TEST],
                     d->schema.inputs);
    text_run(out, r);
    text_tally(out, r, "validation", &r->valid);
    text_tally(out, r, "test", &r->test);
    text_result(out, r);
}

void lathe_trainreport_unchanged(struct lathe_buf *text,
                                 struct lathe_buf *json, const char *path,
                                 const struct lathe_model *model)
{
    struct lathe_json_out j = { .out = json };

    if (text)
        lathe_buf_printf(text, "'%s' is up to date: same data, options, seed "
                         "and version\n", path);
    if (json) {
        write_heading(&j, false, path, model);
        lathe_json_close(&j, '}');
    }
}
