#include "eval/scorer.h"

#include "base/alloc.h"

#include <math.h>
#include <string.h>

/* Rows at a time: enough to keep the engine busy, and no more than some
 * megabytes of inputs where rows are wide. */
static size_t block_rows(const struct lathe_model *m)
{
    const size_t most = 4096, least = 64, numbers = (size_t)1 << 22;
    size_t width = m->schema.inputs ? m->schema.inputs : 1;
    size_t n = numbers / width;

    return n > most ? most : n < least ? least : n;
}

void lathe_scorer_release(struct lathe_scorer *s)
{
    lathe_predictor_release(&s->predictor);
    lathe_classification_release(&s->classes);
    lathe_free(s->answer);
    *s = (struct lathe_scorer){0};
}

enum lathe_code lathe_scorer_init(struct lathe_scorer *s,
                                  const struct lathe_model *model,
                                  struct lathe_pool *pool, double threshold,
                                  bool ranked, struct lathe_err *err)
{
    struct lathe_scorer t = {.model = model, .cap = block_rows(model)};
    enum lathe_code rc;
    size_t answers;

    rc = lathe_predictor_init(&t.predictor, model, t.cap, pool, err);
    if (rc)
        goto out;
    answers = lathe_predictor_answers(&t.predictor);
    rc = lathe_new(&t.answer, t.cap * answers, sizeof *t.answer, "answers",
                   err);
    if (rc)
        goto out;
    if (model->schema.task == LATHE_CLASSIFY) {
        rc = lathe_classification_init(&t.classes, answers, ranked, err);
        if (rc)
            goto out;
        if (answers == 2)
            t.classes.threshold = threshold;
    }

    *s = t;
    t = (struct lathe_scorer){0};
out:
    lathe_scorer_release(&t);
    return rc;
}

/* Moves the rows with truth to the front, and their answers [n x k] with
 * them. Returns how many they are. */
static size_t keep_known(struct lathe_rows *rows, bool classify, float *answer,
                         size_t k)
{
    size_t n = 0;

    for (size_t i = 0; i < rows->n; i++) {
        if (classify ? rows->label[i] == LATHE_MISSING_CODE
                        : isnan(rows->value[i]))
            continue;
        if (n < i) {
            if (classify)
                rows->label[n] = rows->label[i];
            else
                rows->value[n] = rows->value[i];
            memcpy(answer + n * k, answer + i * k, k * sizeof *answer);
        }
        n++;
    }
    return n;
}

enum lathe_code lathe_scorer_add(struct lathe_scorer *s,
                                 struct lathe_rows *rows,
                                 struct lathe_err *err)
{
    bool classify = s->model->schema.task == LATHE_CLASSIFY;
    size_t k = lathe_predictor_answers(&s->predictor), n;

    if (!rows->n)
        return LATHE_OK;
    lathe_predictor_run(&s->predictor, rows, s->answer);
    n = keep_known(rows, classify, s->answer, k);
    s->without_truth += rows->n - n;
    if (classify)
        return lathe_classification_add(&s->classes, rows->label, s->answer,
                                        n, err);
    lathe_regression_add(&s->values, rows->value, s->answer, n);
    return LATHE_OK;
}

enum lathe_code lathe_scorer_end(struct lathe_scorer *s,
                                 struct lathe_evaluation *e,
                                 struct lathe_err *err)
{
    const struct lathe_schema *schema = &s->model->schema;

    e->task = schema->task;
    e->target = schema->target;
    e->class_name = schema->classes.word;
    e->threshold = NAN;
    e->without_truth = s->without_truth;
    if (e->task == LATHE_REGRESS) {
        e->values = lathe_regression_figures(&s->values);
        e->rows = e->values.n;
        return LATHE_OK;
    }
    e->threshold = s->classes.threshold;
    e->rows = s->classes.n;
    return lathe_classification_figures(&s->classes, &e->figures, err);
}
