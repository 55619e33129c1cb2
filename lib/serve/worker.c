#include "serve/worker.h"

#include "base/alloc.h"
#include "hint/nonumber.h"

#include <math.h>
#include <string.h>

static enum lathe_code name_features(struct lathe_worker *w,
                                     struct lathe_err *err)
{
    const struct lathe_schema *s = &w->model->schema;
    enum lathe_code rc = lathe_new(&w->column, s->n, sizeof *w->column,
                                   "columns", err);

    for (size_t i = 0; i < s->n && !rc; i++) {
        if (s->column[i].kind == LATHE_DROPPED)
            continue;
        w->column[w->names.n] = &s->column[i];
        rc = lathe_list_add(&w->names, s->column[i].name, err);
    }
    return rc;
}

enum lathe_code lathe_worker_init(struct lathe_worker *w,
                                  const struct lathe_model *m, size_t cap,
                                  struct lathe_err *err)
{
    const struct lathe_dialect none = {0};
    enum lathe_code rc;

    *w = (struct lathe_worker){.model = m};
    rc = name_features(w, err);
    if (rc)
        goto out;
    rc = lathe_predictor_init(&w->predictor, m, cap, NULL, err);
    if (rc)
        goto out;
    w->answers = lathe_predictor_answers(&w->predictor);
    rc = lathe_rows_init(&w->rows, &m->schema, cap, err);
    if (rc)
        goto out;
    rc = lathe_table_init(&w->table, &m->schema, &w->names, NULL, false,
                          err);
    if (rc)
        goto out;
    lathe_nonumber_explain(&w->table, &none);
    rc = lathe_new(&w->field, w->names.n, sizeof *w->field, "fields", err);
    if (rc)
        goto out;
    rc = lathe_new(&w->text, w->names.n, sizeof *w->text, "fields", err);
    if (rc)
        goto out;
    rc = lathe_new(&w->answer, cap * w->answers, sizeof *w->answer,
                   "answers", err);
out:
    if (rc)
        lathe_worker_release(w);
    return rc;
}

void lathe_worker_release(struct lathe_worker *w)
{
    lathe_predictor_release(&w->predictor);
    lathe_rows_release(&w->rows);
    lathe_table_release(&w->table);
    lathe_list_release(&w->names);
    lathe_free(w->column);
    lathe_free(w->field);
    lathe_free(w->text);
    lathe_free(w->answer);
    *w = (struct lathe_worker){0};
}

enum lathe_code lathe_worker_check(struct lathe_worker *w,
                                   struct lathe_err *err)
{
    const struct lathe_schema *s = &w->model->schema;
    size_t n = w->rows.cap < 2 ? 1 : 2, k = w->answers;
    float *last = w->answer + (n - 1) * k;
    double sum = 0.0, targets = (double)s->targets;

    /* The last row of the company, then the same row alone in its place. */
    lathe_rows_blank(&w->rows, s, n);
    lathe_predictor_run(&w->predictor, &w->rows, w->answer);
    for (size_t i = 0; i < k; i++) {
        if (!isfinite(last[i]))
            return lathe_fail(err, LATHE_EDATA,
                              "its answer to a row of missing values is not "
                              "a finite number");
        sum += (double)last[i];
    }
    if (s->task == LATHE_CLASSIFY && fabs(sum - targets) > 1e-4 * targets)
        return lathe_fail(err, LATHE_EDATA,
                          "its probabilities add up to %g, not %g", sum,
                          targets);
    if (n > 1) {
        lathe_rows_blank(&w->rows, s, 1);
        lathe_predictor_run(&w->predictor, &w->rows, w->answer);
        if (memcmp(w->answer, last, k * sizeof *last) != 0)
            return lathe_fail(err, LATHE_EBUG,
                              "a row alone got another answer than in "
                              "company");
    }
    w->rows.n = 0;
    return LATHE_OK;
}
