#include "compress/judge.h"

#include "base/alloc.h"
#include "eval/scorer.h"
#include "infer/engine.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define BATCH 32
#define SPELLS 9                /* timed; an odd number has a median */
#define SPELL_S 0.003           /* of each, at least */

const char *lathe_judge_metric(const struct lathe_model *m)
{
    if (m->schema.task == LATHE_CLASSIFY)
        return "accuracy";
    return m->schema.targets > 1 ? "nrmse" : "rmse";
}

/* Rows whose class the model does not know have no truth for it. */
static void forget_unknown(struct lathe_rows *rows)
{
    for (size_t i = 0; i < rows->n * rows->labels; i++)
        if (rows->label[i] == LATHE_UNKNOWN_CODE)
            rows->label[i] = LATHE_MISSING_CODE;
}

static void take_score(struct lathe_score *out, const struct lathe_model *m,
                       const struct lathe_evaluation *e)
{
    const char *metric = lathe_judge_metric(m);

    out->rows = e->rows;
    out->metric = lathe_evaluation_find(e, metric, -1).value;
    out->loss = e->task == LATHE_CLASSIFY
                    ? lathe_evaluation_find(e, "log_loss", -1).value
                    : out->metric;
}

enum lathe_code lathe_judge_score(const struct lathe_judge *j,
                                  const struct lathe_model *m,
                                  enum lathe_split split, uint64_t most,
                                  struct lathe_score *out,
                                  struct lathe_err *err)
{
    uint64_t all = j->data->rows[split];
    struct lathe_rows stored = {0}, rows = {0};
    struct lathe_scorer scorer = {0};
    struct lathe_evaluation found = {0};
    enum lathe_code rc;
    size_t n;

    rc = lathe_scorer_init(&scorer, m, j->pool, NAN, false, err);
    if (!rc)
        rc = lathe_rows_init(&stored, &j->data->schema, scorer.cap, err);
    if (!rc)
        rc = lathe_rows_init(&rows, &m->schema, scorer.cap, err);
    if (most && all > most)
        all = most;
    for (uint64_t first = 0; first < all && !rc; first += n) {
        n = all - first < scorer.cap ? (size_t)(all - first) : scorer.cap;
        rc = lathe_dataset_read(j->data, split, first, n, &stored, err);
        if (rc)
            break;
        lathe_remap_rows(j->map, &stored, &rows);
        forget_unknown(&rows);
        rc = lathe_scorer_add(&scorer, &rows, err);
    }
    if (!rc)
        rc = lathe_scorer_end(&scorer, &found, err);
    if (!rc)
        take_score(out, m, &found);
    lathe_evaluation_release(&found);
    lathe_scorer_release(&scorer);
    lathe_rows_release(&rows);
    lathe_rows_release(&stored);
    return rc;
}

double lathe_judge_drop(const struct lathe_model *m,
                        const struct lathe_score *before,
                        const struct lathe_score *after)
{
    if (!before->rows || !after->rows)
        return NAN;
    if (m->schema.task == LATHE_CLASSIFY)
        return before->metric - after->metric;
    if (after->metric <= before->metric && after->metric >= before->metric)
        return 0;               /* both 0, maybe */
    return (after->metric - before->metric) / before->metric;
}

/* ---- time --------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* Median microseconds of a row in batches of n. */
static double time_rows(const struct lathe_engine *e, struct lathe_scratch *s,
                        const struct lathe_inputs *x, size_t n, float *out)
{
    double spell[SPELLS];
    size_t calls = 1;

    for (int i = -1; i < SPELLS;) {     /* the first warms up */
        double t = now();

        for (size_t c = 0; c < calls; c++)
            lathe_engine_run(e, s, x, n == 1 ? c % x->n : 0, n, out);
        t = now() - t;
        if (t < SPELL_S && calls < (size_t)1 << 30)
            calls *= 2;
        else if (i++ >= 0)
            spell[i - 1] = t / (double)(calls * n) * 1e6;
    }
    qsort(spell, SPELLS, sizeof *spell, ascending);
    return spell[SPELLS / 2];
}

static enum lathe_code read_batch(const struct lathe_judge *j,
                                  const struct lathe_model *m, size_t n,
                                  struct lathe_inputs *x,
                                  struct lathe_err *err)
{
    struct lathe_rows stored = {0}, rows = {0};
    enum lathe_code rc = lathe_rows_init(&stored, &j->data->schema, n, err);

    if (!rc)
        rc = lathe_rows_init(&rows, &m->schema, n, err);
    if (!rc)
        rc = lathe_dataset_read(j->data, LATHE_TRAIN, 0, n, &stored, err);
    if (!rc) {
        lathe_remap_rows(j->map, &stored, &rows);
        lathe_encode_rows(x, &m->schema, &rows);
    }
    lathe_rows_release(&stored);
    lathe_rows_release(&rows);
    return rc;
}

enum lathe_code lathe_judge_time(const struct lathe_judge *j,
                                 const struct lathe_model *m, double *alone,
                                 double *batch, struct lathe_err *err)
{
    uint64_t have = j->data->rows[LATHE_TRAIN];
    size_t n = have < BATCH ? (size_t)have : BATCH;
    struct lathe_engine *e = NULL;
    struct lathe_scratch *s = NULL;
    struct lathe_inputs x = {0};
    float *out = NULL;
    enum lathe_code rc = lathe_engine_new(&e, m, lathe_cpu_level(), err);

    if (!rc)
        rc = lathe_scratch_new(&s, e, n, err);
    if (!rc)
        rc = lathe_inputs_init(&x, &m->schema, n, err);
    if (!rc)
        rc = lathe_new(&out, n, lathe_engine_outputs(e) * sizeof *out,
                       "answers", err);
    if (!rc)
        rc = read_batch(j, m, n, &x, err);
    if (!rc) {
        *alone = time_rows(e, s, &x, 1, out);
        *batch = time_rows(e, s, &x, n, out);
    }
    lathe_free(out);
    lathe_inputs_release(&x);
    lathe_scratch_free(s);
    lathe_engine_free(e);
    return rc;
}
