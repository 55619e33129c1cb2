#include "eval/outcome.h"

#include "base/alloc.h"

#include <assert.h>
#include <math.h>

static enum lathe_code init_labels(struct lathe_outcome *o, double threshold,
                                   bool ranked, struct lathe_err *err)
{
    const struct lathe_schema *s = o->schema;
    enum lathe_code rc = lathe_new(&o->classes, s->labels, sizeof *o->classes,
                                   "metrics", err);

    for (size_t t = 0; t < s->labels && !rc; t++) {
        size_t k = s->target[t].classes.n;

        rc = lathe_classification_init(&o->classes[t], k, ranked, err);
        if (!rc && k == 2)
            o->classes[t].threshold = threshold;
    }
    return rc;
}

enum lathe_code lathe_outcome_init(struct lathe_outcome *o,
                                   const struct lathe_schema *schema,
                                   size_t cap, double threshold, bool ranked,
                                   struct lathe_err *err)
{
    size_t room = schema->targets > 1 ? cap : 0;
    const char *what = "metrics";
    enum lathe_code rc = LATHE_OK;

    *o = (struct lathe_outcome){.schema = schema, .cap = cap};
    if (schema->labels)
        rc = init_labels(o, threshold, ranked, err);
    if (!rc)
        rc = lathe_new(&o->values, schema->values, sizeof *o->values, what,
                       err);
    if (!rc && schema->labels)
        rc = lathe_new(&o->label, room, sizeof *o->label, what, err);
    if (!rc && schema->values)
        rc = lathe_new(&o->value, room, sizeof *o->value, what, err);
    if (!rc)
        rc = lathe_new(&o->answer, room, 2 * sizeof *o->answer, what, err);
    if (rc)
        lathe_outcome_release(o);
    return rc;
}

void lathe_outcome_release(struct lathe_outcome *o)
{
    for (size_t t = 0; o->classes && t < o->schema->labels; t++)
        lathe_classification_release(&o->classes[t]);
    lathe_free(o->classes);
    lathe_free(o->values);
    lathe_free(o->label);
    lathe_free(o->value);
    lathe_free(o->answer);
    *o = (struct lathe_outcome){0};
}

enum lathe_code lathe_outcome_weigh(struct lathe_outcome *o,
                                    struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t t = 0; t < o->schema->labels && !rc; t++)
        rc = lathe_classification_weigh(&o->classes[t], err);
    return rc;
}

void lathe_outcome_reset(struct lathe_outcome *o)
{
    for (size_t t = 0; t < o->schema->labels; t++)
        lathe_classification_reset(&o->classes[t]);
    for (size_t t = 0; t < o->schema->values; t++)
        o->values[t] = (struct lathe_regression){0};
    o->together = (struct lathe_multilabel){0};
}

/* ---- rows --------------------------------------------------------------- */

static void add_values(struct lathe_outcome *o, const double *value,
                       const double *weight, const float *answer, size_t n)
{
    size_t k = o->schema->values;

    if (k == 1) {
        lathe_regression_add_weighted(&o->values[0], value, answer, weight, n);
        return;
    }
    for (size_t t = 0; t < k; t++) {
        for (size_t i = 0; i < n; i++) {
            o->value[i] = value[i * k + t];
            o->answer[i] = answer[i * k + t];
        }
        lathe_regression_add_weighted(&o->values[t], o->value, o->answer,
                                      weight, n);
    }
}

/* Rows of k labels with the probabilities of both classes of each. */
static void add_together(struct lathe_outcome *o, const uint32_t *label,
                         const double *weight, const float *answer, size_t n)
{
    size_t k = o->schema->labels;

    for (size_t i = 0; i < n; i++) {
        size_t both = 0, had = 0, given = 0, right = 0;

        for (size_t t = 0; t < k; t++) {
            size_t chosen = lathe_classification_choose(&o->classes[t],
                                                        answer);

            right += chosen == *label;
            had += *label;
            given += chosen;
            both += *label && chosen;
            answer += 2;
            label++;
        }
        lathe_multilabel_add(&o->together, right == k, both, had, given,
                             weight ? weight[i] : 1.0);
    }
}

static enum lathe_code add_labels(struct lathe_outcome *o,
                                  const uint32_t *label, const double *weight,
                                  const float *answer, size_t n,
                                  struct lathe_err *err)
{
    size_t k = o->schema->labels;
    enum lathe_code rc = LATHE_OK;

    if (k == 1)
        return lathe_classification_add_weighted(&o->classes[0], label, answer,
                                                 weight, n, err);
    for (size_t t = 0; t < k && !rc; t++) {
        for (size_t i = 0; i < n; i++) {
            o->label[i] = label[i * k + t];
            o->answer[2 * i] = answer[2 * (i * k + t)];
            o->answer[2 * i + 1] = answer[2 * (i * k + t) + 1];
        }
        rc = lathe_classification_add_weighted(&o->classes[t], o->label,
                                               o->answer, weight, n, err);
    }
    add_together(o, label, weight, answer, n);
    return rc;
}

enum lathe_code lathe_outcome_add(struct lathe_outcome *o,
                                  const uint32_t *label, const double *value,
                                  const double *weight, const float *answer,
                                  size_t n, struct lathe_err *err)
{
    assert(n <= o->cap);
    if (o->schema->labels)
        return add_labels(o, label, weight, answer, n, err);
    add_values(o, value, weight, answer, n);
    return LATHE_OK;
}

/* ---- figures ------------------------------------------------------------ */

static enum lathe_code end_target(struct lathe_outcome *o, size_t t,
                                  struct lathe_evaluation_target *out,
                                  struct lathe_err *err)
{
    const struct lathe_schema *s = o->schema;

    out->name = s->target[t].name;
    out->class_name = s->target[t].classes.word;
    if (s->labels)
        return lathe_classification_figures(&o->classes[t], &out->figures,
                                            err);
    out->values = lathe_regression_figures(&o->values[t]);
    return LATHE_OK;
}

/* What several targets come to together. */
static enum lathe_code end_several(struct lathe_outcome *o,
                                   struct lathe_evaluation *e,
                                   struct lathe_err *err)
{
    size_t k = o->schema->targets;
    const void **of = NULL;
    double *factor = NULL;
    enum lathe_code rc = lathe_new(&of, k, sizeof *of, "metrics", err);

    if (!rc)
        rc = lathe_new(&factor, k, sizeof *factor, "metrics", err);
    for (size_t t = 0; t < k && !rc; t++) {
        of[t] = o->schema->labels ? (const void *)&e->of[t].figures
                                  : (const void *)&e->of[t].values;
        factor[t] = o->schema->target[t].factor;
    }
    if (!rc && o->schema->labels)
        e->labels = lathe_multilabel_figures(
            &o->together,
            (const struct lathe_classification_figures *const *)of, k);
    else if (!rc)
        e->means = lathe_regression_mean(
            (const struct lathe_regression_figures *const *)of, factor, k);
    lathe_free(of);
    lathe_free(factor);
    return rc;
}

enum lathe_code lathe_outcome_end(struct lathe_outcome *o,
                                  struct lathe_evaluation *e,
                                  struct lathe_err *err)
{
    const struct lathe_schema *s = o->schema;
    enum lathe_code rc;

    e->task = s->task;
    e->threshold = s->labels ? o->classes[0].threshold : (double)NAN;
    rc = lathe_new(&e->of, s->targets, sizeof *e->of, "metrics", err);
    if (rc)
        return rc;
    e->targets = s->targets;
    for (size_t t = 0; t < s->targets && !rc; t++)
        rc = end_target(o, t, &e->of[t], err);
    e->rows = s->labels ? o->classes[0].n : o->values[0].n;
    return rc || s->targets == 1 ? rc : end_several(o, e, err);
}
