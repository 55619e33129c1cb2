#include "train/monitor.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "eval/evaluation.h"

#include <math.h>
#include <string.h>

const char *lathe_monitor_plain(enum lathe_loss loss)
{
    return loss == LATHE_LOSS_MSE ? "rmse" : "accuracy";
}

double lathe_monitor_plain_of(enum lathe_loss loss,
                              const struct lathe_tally *sum,
                              double target_factor)
{
    double rows = (double)sum->rows;

    if (loss == LATHE_LOSS_MSE)
        return sqrt(sum->square / rows) / fabs(target_factor);
    return sum->hit / rows;
}

static bool smaller_is_better(const char *name)
{
    static const char *const names[] = { "loss", "log_loss", "rmse", "mae",
                                         "mse" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* The names that fit the task. */
static enum lathe_code no_such(const char *name, enum lathe_task task,
                               struct lathe_err *err)
{
    struct lathe_buf all = {0}, fit = {0};
    struct lathe_list list = {0};
    enum lathe_code rc;

    lathe_evaluation_names(&all, false);
    rc = lathe_buf_check(&all, err);
    if (!rc)
        rc = lathe_list_split(&list, all.s, ' ', err);
    for (size_t i = 0; !rc && i < list.n; i++)
        if (lathe_evaluation_has(task, list.v[i], false))
            lathe_buf_printf(&fit, ", %s", list.v[i]);
    if (!rc)
        rc = lathe_buf_check(&fit, err);
    if (!rc)
        rc = lathe_fail(err, LATHE_EARG, "monitor '%.40s' is none of loss%s",
                        name, fit.s ? fit.s : "");
    lathe_list_release(&list);
    lathe_buf_release(&all);
    lathe_buf_release(&fit);
    return rc;
}

enum lathe_code lathe_monitor_init(struct lathe_monitor *m, const char *name,
                                   const struct lathe_schema *schema,
                                   size_t cap, struct lathe_err *err)
{
    bool classify = schema->task == LATHE_CLASSIFY;
    size_t k = classify ? schema->classes.n : 1;
    enum lathe_code rc;

    *m = (struct lathe_monitor){ .name = name, .schema = schema, .cap = cap };
    m->more = !smaller_is_better(name);
    m->figure = strcmp(name, "loss") != 0 && strcmp(name, "accuracy") != 0 &&
                strcmp(name, "rmse") != 0;
    if (strcmp(name, "loss") != 0 &&
        !lathe_evaluation_has(schema->task, name, false))
        return no_such(name, schema->task, err);
    if (!m->figure)
        return LATHE_OK;
    rc = lathe_new(&m->answer, cap * k, sizeof(*m->answer), "answers", err);
    if (!rc && classify)
        rc = lathe_new(&m->label, cap, sizeof(*m->label), "labels", err);
    if (!rc && classify)
        rc = lathe_classification_init(&m->classes, k,
                                       strcmp(name, "roc_auc") == 0, err);
    if (!rc && !classify)
        rc = lathe_new(&m->value, cap, sizeof(*m->value), "values", err);
    if (rc)
        lathe_monitor_release(m);
    return rc;
}

void lathe_monitor_release(struct lathe_monitor *m)
{
    if (m->label)
        lathe_classification_release(&m->classes);
    lathe_free(m->answer);
    lathe_free(m->label);
    lathe_free(m->value);
    *m = (struct lathe_monitor){0};
}

bool lathe_monitor_better(const struct lathe_monitor *m, double value,
                          double best, double least)
{
    if (isnan(value) || isnan(best))
        return !isnan(value);
    return m->more ? value > best + least : value < best - least;
}

/* Probabilities [k] of a row from its logits. */
static void probabilities(enum lathe_loss loss, const real *z, size_t k,
                          float *out)
{
    double top, sum = 0;

    if (loss == LATHE_LOSS_BINARY) {
        out[1] = (float)(1 / (1 + exp(-(double)z[0])));
        out[0] = 1 - out[1];
        return;
    }
    top = (double)z[0];
    for (size_t j = 1; j < k; j++)
        top = (double)z[j] > top ? (double)z[j] : top;
    for (size_t j = 0; j < k; j++)
        sum += exp((double)z[j] - top);
    for (size_t j = 0; j < k; j++)
        out[j] = (float)(exp((double)z[j] - top) / sum);
}

/* The answers to the batch that was just run. */
static enum lathe_code add_batch(struct lathe_monitor *m,
                                 struct lathe_regression *values,
                                 const struct lathe_work *work,
                                 const struct lathe_batch *b,
                                 struct lathe_err *err)
{
    const real *z = work->op[work->net->n - 1].out;
    const struct lathe_schema *s = m->schema;
    size_t outputs = lathe_shape_size(work->net->out);
    size_t k = s->classes.n;

    for (size_t i = 0; i < b->n; i++) {
        size_t row = lathe_batch_row(b, i);

        if (m->label) {
            m->label[i] = b->x->label[row];
            probabilities(work->loss, z + i * outputs, k, m->answer + i * k);
        } else {
            m->value[i] = (double)b->x->value[row] / s->target_factor +
                          s->target_shift;
            m->answer[i] = (float)((double)z[i] / s->target_factor +
                                   s->target_shift);
        }
    }
    if (m->label)
        return lathe_classification_add(&m->classes, m->label, m->answer, b->n,
                                        err);
    lathe_regression_add(values, m->value, m->answer, b->n);
    return LATHE_OK;
}

static enum lathe_code figure(struct lathe_monitor *m,
                              const struct lathe_regression *values,
                              double *out, struct lathe_err *err)
{
    struct lathe_evaluation e = { .task = m->schema->task };
    enum lathe_code rc = LATHE_OK;

    if (m->label)
        rc = lathe_classification_figures(&m->classes, &e.figures, err);
    else
        e.values = lathe_regression_figures(values);
    if (!rc)
        *out = lathe_evaluation_find(&e, m->name, -1).value;
    lathe_evaluation_release(&e);
    return rc;
}

enum lathe_code lathe_monitor_judge(struct lathe_monitor *m,
                                    struct lathe_work *work,
                                    struct lathe_feed *feed,
                                    struct lathe_verdict *out,
                                    struct lathe_err *err)
{
    struct lathe_regression values = {0};
    struct lathe_batch batch;
    size_t want = m->figure ? m->cap : feed->rows;
    enum lathe_code rc = feed->begin(feed, 0, err);

    *out = (struct lathe_verdict){ .watched = NAN };
    if (m->label)
        lathe_classification_reset(&m->classes);
    while (!rc) {
        rc = feed->next(feed, want, &batch, err);
        if (rc || batch.n == 0)
            break;
        lathe_run_evaluate(work, &batch, &out->sum);
        if (m->figure)
            rc = add_batch(m, &values, work, &batch, err);
    }
    if (rc || out->sum.rows == 0)
        return rc;
    if (m->figure)
        return figure(m, &values, &out->watched, err);
    if (!m->name || strcmp(m->name, "loss") == 0)
        out->watched = out->sum.loss / out->sum.weight;
    else
        out->watched = lathe_monitor_plain_of(
            work->loss, &out->sum,
            m->schema->task == LATHE_REGRESS ? m->schema->target_factor : 1);
    return LATHE_OK;
}
