#include "fit/fit_clip.h"

#include "base/alloc.h"
#include "fit/fit.h"
#include "fit/gather.h"
#include "fit/quantile.h"

#include <math.h>

/* One of the numbers of a row whose column is clipped. */
struct clipped {
    size_t place;               /* in the row */
    const struct lathe_column *column;
};

/* Training rows with the clipped values in them. */
struct view {
    const struct lathe_fit_rows *train;
    struct clipped *column;     /* [n] */
    size_t n;
};

bool lathe_fit_clip_any(const struct lathe_column *c)
{
    return c->kind == LATHE_NUMBER && c->clip > 0 && c->present > 0;
}

static void clip(const struct clipped *k, struct lathe_rows *rows)
{
    double *v = rows->number + k->place;

    for (size_t i = 0; i < rows->n; i++, v += rows->numbers) {
        if (*v < k->column->clip_low)
            *v = k->column->clip_low;
        else if (*v > k->column->clip_high)
            *v = k->column->clip_high;
    }
}

static enum lathe_code read_clipped(void *ctx, uint64_t first, size_t n,
                                    struct lathe_rows *rows,
                                    struct lathe_err *err)
{
    const struct view *v = ctx;
    enum lathe_code rc = v->train->read(v->train->ctx, first, n, rows, err);

    for (size_t k = 0; k < v->n && !rc; k++)
        clip(&v->column[k], rows);
    return rc;
}

static enum lathe_code find_columns(struct view *v,
                                    const struct lathe_schema *s,
                                    struct lathe_err *err)
{
    size_t place = 0;
    enum lathe_code rc = lathe_new(&v->column, s->numbers, sizeof *v->column,
                                   "statistics", err);

    for (size_t i = 0; i < s->n && !rc; i++) {
        if (!lathe_schema_is_real(s->column[i].kind))
            continue;
        if (lathe_fit_clip_any(&s->column[i]))
            v->column[v->n++] = (struct clipped){.place = place,
                                                 .column = &s->column[i]};
        place++;
    }
    return rc;
}

static enum lathe_code find_quartiles(struct lathe_number_stats *stats,
                                      const struct view *v,
                                      const struct lathe_fit_rows *rows,
                                      const struct lathe_schema *s,
                                      const struct lathe_fit_opts *opts,
                                      struct lathe_err *err)
{
    struct lathe_quantile *q = NULL;
    size_t n = 0;
    enum lathe_code rc = lathe_new(&q, v->n, sizeof *q, "quantiles", err);

    for (size_t k = 0; k < v->n && !rc; k++)
        if (v->column[k].column->scale == LATHE_SCALE_ROBUST)
            q[n++] = (struct lathe_quantile){
                .column = v->column[k].place,
                .present = v->column[k].column->present,
                .n = 3, .share = {0.25, 0.5, 0.75}};
    if (!rc && n)
        rc = lathe_quantile_find(q, n, rows, s, opts->memory_bytes, opts->pool,
                                 err);
    for (size_t k = 0; k < n && !rc; k++) {
        struct lathe_number_stats *to = &stats[q[k].column];

        to->q25 = q[k].value[0];
        to->median = q[k].value[1];
        to->q75 = q[k].value[2];
    }
    lathe_free(q);
    return rc;
}

enum lathe_code lathe_fit_clip_stats(struct lathe_number_stats *stats,
                                     const struct lathe_schema *s,
                                     const struct lathe_fit_rows *train,
                                     const struct lathe_fit_opts *opts,
                                     struct lathe_err *err)
{
    struct view v = {.train = train};
    struct lathe_fit_rows rows = {.n = train->n, .read = read_clipped,
                                  .ctx = &v};
    struct lathe_gather g = {0};
    enum lathe_code rc = find_columns(&v, s, err);

    if (rc || v.n == 0)
        goto out;
    rc = lathe_gather_run(&g, s, &rows, opts->pool, err);
    for (size_t k = 0; k < v.n && !rc; k++) {
        const struct lathe_moments *m = &g.number[v.column[k].place];
        struct lathe_number_stats *to = &stats[v.column[k].place];

        to->mean = lathe_moments_mean(m);
        to->sd = lathe_moments_sd(m);
        to->min = m->min;
        to->max = m->max;
    }
    if (!rc)
        rc = find_quartiles(stats, &v, &rows, s, opts, err);
out:
    lathe_gather_release(&g);
    lathe_free(v.column);
    return rc;
}
