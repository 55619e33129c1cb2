#include "infer/predictor.h"

#include "base/alloc.h"
#include "infer/smooth.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static enum lathe_code init_threads(struct lathe_predictor *p,
                                    struct lathe_err *err)
{
    size_t n = (size_t)p->threads, outputs = lathe_engine_outputs(p->engine);
    enum lathe_code rc;

    rc = lathe_new(&p->scratch, n, sizeof *p->scratch, "threads", err);
    if (!rc)
        rc = lathe_new(&p->inputs, n, sizeof *p->inputs, "threads", err);
    if (!rc)
        rc = lathe_new(&p->logit, n, sizeof *p->logit, "threads", err);
    for (size_t t = 0; t < n && !rc; t++) {
        rc = lathe_scratch_new(&p->scratch[t], p->engine, p->tile, err);
        if (!rc)
            rc = lathe_inputs_init(&p->inputs[t], &p->model->schema, p->tile,
                                   err);
        if (!rc)
            rc = lathe_new_aligned(&p->logit[t], p->tile * outputs,
                                   sizeof **p->logit, "logits", err);
    }
    return rc;
}

static enum lathe_code init(struct lathe_predictor *p,
                            const struct lathe_model *m, size_t cap,
                            struct lathe_pool *pool, int threads,
                            struct lathe_err *err)
{
    enum lathe_code rc;

    *p = (struct lathe_predictor){
        .model = m, .pool = pool, .cap = cap,
        .tile = cap < LATHE_PREDICTOR_TILE ? cap : LATHE_PREDICTOR_TILE,
        .threads = threads,
        .answers = lathe_schema_answers(&m->schema),
    };
    rc = lathe_engine_new(&p->engine, m, lathe_cpu_level(), err);
    if (!rc)
        rc = init_threads(p, err);
    if (rc)
        lathe_predictor_release(p);
    return rc;
}

enum lathe_code lathe_predictor_init(struct lathe_predictor *p,
                                     const struct lathe_model *m, size_t cap,
                                     struct lathe_pool *pool,
                                     struct lathe_err *err)
{
    return init(p, m, cap, pool, pool ? lathe_pool_threads(pool) : 1, err);
}

enum lathe_code lathe_predictor_init_hands(struct lathe_predictor *p,
                                           const struct lathe_model *m,
                                           size_t hands, struct lathe_err *err)
{
    return init(p, m, SIZE_MAX, NULL, (int)hands, err);
}

void lathe_predictor_release(struct lathe_predictor *p)
{
    for (int t = 0; t < p->threads; t++) {
        if (p->scratch)
            lathe_scratch_free(p->scratch[t]);
        if (p->inputs)
            lathe_inputs_release(&p->inputs[t]);
        if (p->logit)
            lathe_free(p->logit[t]);
    }
    lathe_free(p->scratch);
    lathe_free(p->inputs);
    lathe_free(p->logit);
    lathe_engine_free(p->engine);
    *p = (struct lathe_predictor){0};
}

size_t lathe_predictor_answers(const struct lathe_predictor *p)
{
    return p->answers;
}

/* Logits [n x outputs] to answers [n x answers]. */
static void answer(const struct lathe_model *m, const float *logit, size_t n,
                   size_t answers, float *out)
{
    const struct lathe_schema *s = &m->schema;

    switch (m->loss) {
    case LATHE_LOSS_BINARY:
        for (size_t i = 0; i < n * s->targets; i++, out += 2) {
            double p = lathe_smooth_sigmoid((double)logit[i]);

            out[0] = (float)(1 - p);
            out[1] = (float)p;
        }
        break;
    case LATHE_LOSS_CATEGORICAL:
        memcpy(out, logit, n * answers * sizeof *out);
        for (size_t i = 0; i < n; i++)
            lathe_smooth_softmax(out + i * answers, answers);
        break;
    default:
        for (size_t i = 0; i < n; i++)
            for (size_t t = 0; t < answers; t++)
                *out++ = (float)((double)*logit++ / s->target[t].factor +
                                 s->target[t].shift);
    }
}

struct job {
    const struct lathe_predictor *p;
    const struct lathe_rows *rows;
    float *out;
};

static void run_tile(void *ctx, size_t tile, int thread)
{
    const struct job *job = ctx;
    const struct lathe_predictor *p = job->p;
    const struct lathe_rows *all = job->rows;
    struct lathe_inputs *x = &p->inputs[thread];
    size_t first = tile * p->tile;
    size_t left = all->n - first;
    struct lathe_rows part = lathe_rows_window(all, first,
                                               left < p->tile ? left
                                                              : p->tile);

    x->n = 0;
    lathe_encode_rows(x, &p->model->schema, &part);
    lathe_engine_run(p->engine, p->scratch[thread], x, 0, part.n,
                     p->logit[thread]);
    answer(p->model, p->logit[thread], part.n, p->answers,
           job->out + first * p->answers);
}

void lathe_predictor_run(struct lathe_predictor *p,
                         const struct lathe_rows *rows, float *out)
{
    struct job job = { .p = p, .rows = rows, .out = out };

    assert(rows->n <= p->cap);
    if (rows->n)
        lathe_pool_run(p->pool, (rows->n + p->tile - 1) / p->tile, run_tile,
                       &job);
}

void lathe_predictor_run_hand(const struct lathe_predictor *p, size_t hand,
                              const struct lathe_rows *rows, float *out)
{
    struct job job = { .p = p, .rows = rows, .out = out };

    assert(hand < (size_t)p->threads);
    for (size_t first = 0; first < rows->n; first += p->tile)
        run_tile(&job, first / p->tile, (int)hand);
}

size_t lathe_predictor_argmax(const float *answers, size_t k)
{
    size_t best = 0;

    for (size_t i = 1; i < k; i++)
        if (answers[i] > answers[best])
            best = i;
    return isnan(answers[best]) ? k : best;
}
