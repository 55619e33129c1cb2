#include "train/monitor.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "eval/evaluation.h"

#include <math.h>
#include <string.h>

const char *lathe_monitor_plain(enum lathe_loss loss, size_t outputs)
{
    if (loss != LATHE_LOSS_MSE)
        return "accuracy";
    return outputs > 1 ? "nrmse" : "rmse";
}

double lathe_monitor_factor(const struct lathe_schema *schema)
{
    return schema->values == 1 ? schema->target[0].factor : 1;
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
    static const char *const names[] = { "loss", "log_loss", "hamming_loss",
                                         "rmse", "nrmse", "mae", "mse" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* The names that fit the task. */
static enum lathe_code no_such(const char *name,
                               const struct lathe_schema *schema,
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
        if (lathe_evaluation_has(schema->task, schema->targets > 1,
                                 list.v[i], false))
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

/* Whether the tally of a net has the figure already. */
static bool is_plain(const char *name, const struct lathe_schema *schema)
{
    enum lathe_loss loss = schema->values ? LATHE_LOSS_MSE
                                          : LATHE_LOSS_BINARY;

    return strcmp(name, "loss") == 0 ||
           strcmp(name, lathe_monitor_plain(loss, schema->targets)) == 0;
}

enum lathe_code lathe_monitor_init(struct lathe_monitor *m, const char *name,
                                   const struct lathe_schema *schema,
                                   size_t cap, struct lathe_err *err)
{
    size_t k = lathe_schema_answers(schema);
    enum lathe_code rc;

    *m = (struct lathe_monitor){ .name = name, .schema = schema, .cap = cap };
    m->more = !smaller_is_better(name);
    m->figure = !is_plain(name, schema);
    if (strcmp(name, "loss") != 0 &&
        !lathe_evaluation_has(schema->task, schema->targets > 1, name, false))
        return no_such(name, schema, err);
    if (!m->figure)
        return LATHE_OK;
    rc = lathe_new(&m->answer, cap * k, sizeof(*m->answer), "answers", err);
    if (!rc)
        rc = lathe_new(&m->label, cap * schema->labels, sizeof(*m->label),
                       "labels", err);
    if (!rc)
        rc = lathe_new(&m->value, cap * schema->values, sizeof(*m->value),
                       "values", err);
    if (!rc)
        rc = lathe_outcome_init(&m->outcome, schema, cap, NAN,
                                strcmp(name, "roc_auc") == 0, err);
    if (rc)
        lathe_monitor_release(m);
    return rc;
}

void lathe_monitor_release(struct lathe_monitor *m)
{
    lathe_outcome_release(&m->outcome);
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

/* Of class 0 and 1 by the logit of class 1. */
static void two_probabilities(real z, float *out)
{
    out[1] = (float)(1 / (1 + exp(-(double)z)));
    out[0] = 1 - out[1];
}

/* Of k classes by their logits. */
static void probabilities(const real *z, size_t k, float *out)
{
    double top = (double)z[0], sum = 0;

    for (size_t j = 1; j < k; j++)
        top = (double)z[j] > top ? (double)z[j] : top;
    for (size_t j = 0; j < k; j++)
        sum += exp((double)z[j] - top);
    for (size_t j = 0; j < k; j++)
        out[j] = (float)(exp((double)z[j] - top) / sum);
}

/* The values of row i, in their units, and the answer to them. */
static void put_values(struct lathe_monitor *m, size_t i, const float *value,
                       const real *z)
{
    const struct lathe_schema *s = m->schema;
    size_t k = s->values;

    for (size_t t = 0; t < k; t++) {
        const struct lathe_target *of = &s->target[t];

        m->value[i * k + t] = (double)value[t] / of->factor + of->shift;
        m->answer[i * k + t] = (float)((double)z[t] / of->factor + of->shift);
    }
}

/* The answers to the batch that was just run. */
static enum lathe_code add_batch(struct lathe_monitor *m,
                                 const struct lathe_work *work,
                                 const struct lathe_batch *b,
                                 struct lathe_err *err)
{
    const real *z = work->op[work->net->n - 1].out;
    const struct lathe_schema *s = m->schema;
    size_t outputs = lathe_shape_size(work->net->out);
    size_t k = lathe_schema_answers(s);

    for (size_t i = 0; i < b->n; i++, z += outputs) {
        size_t row = lathe_batch_row(b, i);

        for (size_t t = 0; t < s->labels; t++)
            m->label[i * s->labels + t] = b->x->label[row * s->labels + t];
        if (s->values)
            put_values(m, i, b->x->value + row * s->values, z);
        else if (work->loss == LATHE_LOSS_CATEGORICAL)
            probabilities(z, k, m->answer + i * k);
        else
            for (size_t t = 0; t < outputs; t++)
                two_probabilities(z[t], m->answer + i * k + 2 * t);
    }
    return lathe_outcome_add(&m->outcome, m->label, m->value, NULL, m->answer,
                             b->n, err);
}

static enum lathe_code figure(struct lathe_monitor *m, double *out,
                              struct lathe_err *err)
{
    struct lathe_evaluation e = {0};
    enum lathe_code rc = lathe_outcome_end(&m->outcome, &e, err);

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
    struct lathe_batch batch;
    size_t want = m->figure ? m->cap : feed->rows;
    enum lathe_code rc = feed->begin(feed, 0, err);

    *out = (struct lathe_verdict){ .watched = NAN };
    if (m->figure)
        lathe_outcome_reset(&m->outcome);
    while (!rc) {
        rc = feed->next(feed, want, &batch, err);
        if (rc || batch.n == 0)
            break;
        lathe_run_evaluate(work, &batch, &out->sum);
        if (m->figure)
            rc = add_batch(m, work, &batch, err);
    }
    if (rc || out->sum.rows == 0)
        return rc;
    if (m->figure)
        return figure(m, &out->watched, err);
    if (!m->name || strcmp(m->name, "loss") == 0)
        out->watched = out->sum.loss / out->sum.weight;
    else
        out->watched = lathe_monitor_plain_of(work->loss, &out->sum,
                                              lathe_monitor_factor(m->schema));
    return LATHE_OK;
}
