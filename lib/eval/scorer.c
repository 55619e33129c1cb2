#include "eval/scorer.h"

#include "base/alloc.h"

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
    lathe_predictor_release(&s->hands);
    lathe_outcome_release(&s->outcome);
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
    rc = lathe_outcome_init(&t.outcome, &model->schema, t.cap, threshold,
                            ranked, err);
    if (!rc && model->schema.weight)
        rc = lathe_outcome_weigh(&t.outcome, err);
    if (rc)
        goto out;

    *s = t;
    t = (struct lathe_scorer){0};
out:
    lathe_scorer_release(&t);
    return rc;
}

/* Moves the rows with truth to the front, and their answers [n x k] with
 * them. Returns how many they are. */
static size_t keep_known(struct lathe_rows *rows, float *answer, size_t k)
{
    size_t n = 0;

    for (size_t i = 0; i < rows->n; i++) {
        if (!lathe_rows_has_truth(rows, i))
            continue;
        if (n < i) {
            for (size_t t = 0; t < rows->labels; t++)
                rows->label[n * rows->labels + t] =
                    rows->label[i * rows->labels + t];
            for (size_t t = 0; t < rows->values; t++)
                rows->value[n * rows->values + t] =
                    rows->value[i * rows->values + t];
            if (rows->weight)
                rows->weight[n] = rows->weight[i];
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
    if (!rows->n)
        return LATHE_OK;
    lathe_predictor_run(&s->predictor, rows, s->answer);
    return lathe_scorer_count(s, rows, s->answer, err);
}

enum lathe_code lathe_scorer_hands(struct lathe_scorer *s, size_t hands,
                                   struct lathe_err *err)
{
    lathe_predictor_release(&s->hands);
    return lathe_predictor_init_hands(&s->hands, s->model, hands, err);
}

void lathe_scorer_ask(const struct lathe_scorer *s, size_t hand,
                      const struct lathe_rows *rows, float *answer)
{
    lathe_predictor_run_hand(&s->hands, hand, rows, answer);
}

enum lathe_code lathe_scorer_count(struct lathe_scorer *s,
                                   struct lathe_rows *rows, float *answer,
                                   struct lathe_err *err)
{
    size_t k = lathe_predictor_answers(&s->predictor);
    size_t n = keep_known(rows, answer, k);

    s->without_truth += rows->n - n;
    return lathe_outcome_add(&s->outcome, rows->label, rows->value,
                             s->model->schema.weight ? rows->weight : NULL,
                             answer, n, err);
}

enum lathe_code lathe_scorer_end(struct lathe_scorer *s,
                                 struct lathe_evaluation *e,
                                 struct lathe_err *err)
{
    e->weight = s->model->schema.weight;
    e->without_truth = s->without_truth;
    return lathe_outcome_end(&s->outcome, e, err);
}
