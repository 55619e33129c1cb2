#include "fit/fit.h"

#include "base/alloc.h"
#include "fit/fit_category.h"
#include "fit/fit_clip.h"
#include "fit/fit_date.h"
#include "fit/fit_scale.h"
#include "fit/gather.h"
#include "fit/mode.h"
#include "fit/quantile.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)1 << 20)
#define BLOCK_ROWS 4096

size_t lathe_fit_block(const struct lathe_schema *s)
{
    size_t n = BLOCK_BYTES / lathe_rows_bytes(s);

    return n < 1 ? 1 : n > BLOCK_ROWS ? BLOCK_ROWS : n;
}

/* ---- quantiles ---------------------------------------------------------- */

/* The quartiles, and for a column that is clipped its bounds. */
static struct lathe_quantile wanted(size_t column, uint64_t present,
                                    double clip)
{
    return (struct lathe_quantile){
        .column = column, .present = present, .n = clip > 0 ? 5 : 3,
        .share = {0.25, 0.5, 0.75, clip, 1 - clip}};
}

size_t lathe_fit_quantiles(const struct lathe_schema *s,
                           struct lathe_quantile *q)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        if (lathe_schema_is_real(s->column[i].kind)) {
            q[n] = wanted(n, 0, s->column[i].clip);
            n++;
        }
    for (size_t t = 0; t < s->values; t++, n++)
        q[n] = wanted(n, 0, 0);
    return n;
}

static void put_quartiles(struct lathe_number_stats *stats,
                          const struct lathe_quantile *q)
{
    stats->q25 = q->value[0];
    stats->median = q->value[1];
    stats->q75 = q->value[2];
}

static void put_quantiles(struct lathe_column *c,
                          const struct lathe_quantile *q)
{
    put_quartiles(&c->stats, q);
    if (c->clip > 0) {
        c->clip_low = q->value[3];
        c->clip_high = q->value[4];
    }
}

static enum lathe_code find_quantiles(struct lathe_schema *s,
                                      const struct lathe_gather *g,
                                      const struct lathe_fit_rows *train,
                                      const struct lathe_fit_opts *opts,
                                      struct lathe_err *err)
{
    struct lathe_quantile *q = NULL;
    size_t n = 0, number = 0;
    enum lathe_code rc;

    rc = lathe_new(&q, s->numbers + s->values, sizeof *q, "quantiles", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < s->n; i++)
        if (lathe_schema_is_real(s->column[i].kind)) {
            if (g->number[number].n)
                q[n++] = wanted(number, g->number[number].n,
                                s->column[i].clip);
            number++;
        }
    for (size_t t = 0; t < s->values; t++)
        if (g->number[s->numbers + t].n)
            q[n++] = wanted(s->numbers + t, g->number[s->numbers + t].n, 0);
    rc = lathe_quantile_end(q, n, opts->bracket, train, s, opts->memory_bytes,
                            opts->pool, err);
    n = number = 0;
    for (size_t i = 0; i < s->n && !rc; i++)
        if (lathe_schema_is_real(s->column[i].kind) &&
            g->number[number++].n)
            put_quantiles(&s->column[i], &q[n++]);
    for (size_t t = 0; t < s->values && !rc; t++)
        if (g->number[s->numbers + t].n)
            put_quartiles(&s->target[t].stats, &q[n++]);
    lathe_free(q);
    return rc;
}

/* ---- most frequent values ------------------------------------------------ */

/* They become `fill`. */
static enum lathe_code find_modes(struct lathe_schema *s,
                                  const struct lathe_fit_rows *train,
                                  const struct lathe_fit_opts *opts,
                                  struct lathe_err *err)
{
    struct lathe_mode *m = NULL;
    size_t n = 0, number = 0;
    enum lathe_code rc = lathe_new(&m, s->numbers, sizeof *m, "values", err);

    for (size_t i = 0; i < s->n && !rc; i++) {
        const struct lathe_column *c = &s->column[i];

        if (!lathe_schema_is_real(c->kind))
            continue;
        if (c->impute == LATHE_IMPUTE_MOST_FREQUENT)
            m[n++] = (struct lathe_mode){.column = number, .name = c->name};
        number++;
    }
    if (!rc)
        rc = lathe_mode_find(m, n, train, s, opts->memory_bytes, opts->pool,
                             err);
    n = 0;
    for (size_t i = 0; i < s->n && !rc; i++)
        if (lathe_schema_is_real(s->column[i].kind) &&
            s->column[i].impute == LATHE_IMPUTE_MOST_FREQUENT)
            s->column[i].fill = m[n++].value;
    lathe_free(m);
    return rc;
}

/* ---- from statistics to transforms -------------------------------------- */

/* False: they are no doubles, and are left out. */
static bool put_moments(struct lathe_number_stats *stats,
                        const struct lathe_moments *m)
{
    *stats = (struct lathe_number_stats){0};
    if (m->n == 0)
        return true;
    stats->mean = lathe_moments_mean(m);
    stats->sd = lathe_moments_sd(m);
    stats->min = m->min;
    stats->max = m->max;
    return isfinite(stats->mean) && isfinite(stats->sd) &&
           isfinite(m->max - m->min);
}

static enum lathe_code put_column(struct lathe_column *c,
                                  const struct lathe_moments *m,
                                  struct lathe_err *err)
{
    return put_moments(&c->stats, m)
               ? LATHE_OK
               : lathe_fail(err, LATHE_EDATA, "column '%s': values from %g to "
                            "%g are too large to be scaled; --drop=%s leaves "
                            "the column out, --na=VALUE takes one of them for "
                            "none", c->name, m->min, m->max, c->name);
}

/* What a net says is a float. */
static enum lathe_code put_target(struct lathe_target *t,
                                  const struct lathe_moments *m,
                                  struct lathe_err *err)
{
    return put_moments(&t->stats, m) && t->stats.min >= -FLT_MAX &&
                   t->stats.max <= FLT_MAX
               ? LATHE_OK
               : lathe_fail(err, LATHE_EDATA, "column '%s': values from %g to "
                            "%g are too large for predictions, which end at "
                            "%g; a larger unit of the target would help",
                            t->name, m->min, m->max, (double)FLT_MAX);
}

/* An input of a net is a float. */
static bool is_input(const struct lathe_column *c, double x)
{
    return fabs((x - c->shift) * c->factor) <= FLT_MAX;
}

/* Whether what training rows have becomes numbers that a net can take. */
static enum lathe_code check_inputs(const struct lathe_column *c,
                                    struct lathe_err *err)
{
    double low = fmax(c->stats.min, c->clip_low);
    double high = fmin(c->stats.max, c->clip_high);

    if (is_input(c, low) && is_input(c, high) &&
        (c->missing == 0 || is_input(c, c->fill)))
        return LATHE_OK;
    if (is_input(c, low) && is_input(c, high))
        return lathe_fail(err, LATHE_EARG,
                          "impute: column '%s': %g is too large with the "
                          "scale %s", c->name, c->fill,
                          lathe_schema_scale_name(c->scale));
    return lathe_fail(err, LATHE_EDATA,
                      "column '%s': values from %g to %g are too large for "
                      "the scale %s; --clip=%s=0.01 or another --scale would "
                      "help", c->name, low, high,
                      lathe_schema_scale_name(c->scale), c->name);
}

/* `s` is what scaling learns from: the column's statistics, or those of its
 * clipped values. */
static void derive_fill(struct lathe_column *c,
                        const struct lathe_number_stats *s)
{
    if (c->impute == LATHE_IMPUTE_MEAN)
        c->fill = s->mean;
    else if (c->impute != LATHE_IMPUTE_MOST_FREQUENT &&
             c->impute != LATHE_IMPUTE_CONSTANT)
        c->fill = c->stats.median;
}

/* What the passes over the rows found, column by column. */
static enum lathe_code put_columns(struct lathe_schema *s,
                                   const struct lathe_gather *g,
                                   const struct lathe_fit_rows *train,
                                   struct lathe_err *err)
{
    size_t number = 0;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->n && !rc; i++) {
        struct lathe_column *c = &s->column[i];

        if (!lathe_schema_is_real(c->kind))
            continue;
        c->present = g->number[number].n;
        c->missing = train->n - c->present;
        c->indicates = c->indicator && c->missing > 0;
        c->clip_low = -INFINITY;
        c->clip_high = INFINITY;
        rc = put_column(c, &g->number[number++], err);
    }
    for (size_t t = 0; t < s->values && !rc; t++)
        rc = put_target(&s->target[t], &g->number[s->numbers + t], err);
    return rc;
}

static enum lathe_code derive_columns(struct lathe_schema *s,
                                      const struct lathe_gather *g,
                                      const struct lathe_fit_rows *train,
                                      const struct lathe_fit_opts *opts,
                                      struct lathe_err *err)
{
    struct lathe_number_stats *stats = NULL;
    size_t number = 0;
    enum lathe_code rc = put_columns(s, g, train, err);

    if (!rc)
        rc = find_quantiles(s, g, train, opts, err);
    if (!rc)
        rc = find_modes(s, train, opts, err);
    if (!rc)
        rc = lathe_new(&stats, s->numbers, sizeof *stats, "statistics", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < s->n; i++)
        if (lathe_schema_is_real(s->column[i].kind))
            stats[number++] = s->column[i].stats;
    rc = lathe_fit_clip_stats(stats, s, train, opts, err);
    number = 0;
    for (size_t i = 0; i < s->n && !rc; i++) {
        struct lathe_column *c = &s->column[i];

        if (lathe_schema_is_real(c->kind)) {
            if (c->kind == LATHE_DATE)
                lathe_fit_date_derive(c, &g->date[number]);
            else
                lathe_fit_scale(c->scale, &stats[number], &c->shift,
                                &c->factor);
            derive_fill(c, &stats[number]);
            if (c->kind == LATHE_NUMBER && c->present > 0)
                rc = check_inputs(c, err);
            number++;
        } else if (c->kind == LATHE_CATEGORY) {
            lathe_fit_category_place(c, opts->rare);
        }
    }
    lathe_free(stats);
    return rc;
}

/* Sums of whole numbers are exact, so the figures are those of any order. */
static void derive_image(struct lathe_schema *s, const struct lathe_gather *g,
                         uint64_t rows)
{
    double n = (double)rows * s->image.height * s->image.width;

    for (size_t c = 0; c < s->image.channels; c++) {
        uint64_t sum, squares;

        lathe_gather_pixels(g, s, c, &sum, &squares);
        long double mean = (long double)sum / n;
        long double variance = (long double)squares / n - mean * mean;
        double sd = variance > 0 ? (double)sqrtl(variance) : 0;

        s->image.shift[c] = n > 0 ? (float)mean : 0;
        s->image.factor[c] = n > 0 ? (float)lathe_fit_scale_over(sd) : 1;
    }
}

/* Forgets an earlier fit. */
static enum lathe_code reset(struct lathe_schema *s, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->targets && !rc; i++) {
        struct lathe_target *t = &s->target[i];

        lathe_free(t->class_count);
        t->class_count = NULL;
        t->stats = (struct lathe_number_stats){0};
        t->shift = 0;
        t->factor = 1;
        if (s->labels)
            rc = lathe_new(&t->class_count, t->classes.n,
                           sizeof *t->class_count, "class counts", err);
    }
    for (size_t i = 0; i < s->n && !rc; i++)
        if (s->column[i].kind == LATHE_CATEGORY)
            rc = lathe_fit_category_reset(&s->column[i], err);
    return rc;
}

enum lathe_code lathe_fit_schema(struct lathe_schema *s,
                                 const struct lathe_fit_rows *train,
                                 const struct lathe_fit_opts *opts,
                                 struct lathe_err *err)
{
    struct lathe_fit_opts o = *opts;
    struct lathe_gather g = {0};
    enum lathe_code rc;

    o.memory_bytes = o.memory_bytes ? o.memory_bytes : LATHE_FIT_MEMORY;
    lathe_schema_layout(s);
    rc = reset(s, err);
    if (o.known) {
        g = *o.known;
        *o.known = (struct lathe_gather){0};
    } else if (!rc) {
        rc = lathe_gather_run(&g, s, train, o.pool, err);
    }
    if (rc)
        goto out;
    lathe_gather_put(&g, s);
    rc = derive_columns(s, &g, train, &o, err);
    if (rc)
        goto out;
    if (s->image.channels)
        derive_image(s, &g, train->n);
    for (size_t t = 0; t < s->values; t++)
        lathe_fit_scale(LATHE_SCALE_STANDARD, &s->target[t].stats,
                        &s->target[t].shift, &s->target[t].factor);
    s->rows = train->n;
    lathe_schema_layout(s);
out:
    lathe_gather_release(&g);
    return rc;
}
