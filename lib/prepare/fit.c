#include "prepare/fit.h"

#include "base/alloc.h"
#include "prepare/fit_category.h"
#include "prepare/fit_clip.h"
#include "prepare/fit_date.h"
#include "prepare/fit_scale.h"
#include "prepare/moments.h"
#include "prepare/quantile.h"

#include <math.h>
#include <string.h>

#define DEFAULT_MEMORY ((size_t)64 << 20)
#define BLOCK_BYTES ((size_t)1 << 20)
#define BLOCK_ROWS 4096

/* What one pass over the rows gathers. */
struct gathered {
    struct lathe_moments *number;       /* [numbers] */
    struct lathe_moments value;         /* target */
    struct lathe_tally *tally;          /* [numbers] only where wanted */
    struct lathe_fit_date *date;        /* [numbers] only of dates */
    uint64_t *channel_sum, *channel_squares;    /* [4] */
};

size_t lathe_fit_block(const struct lathe_schema *s)
{
    size_t n = BLOCK_BYTES / lathe_rows_bytes(s);

    return n < 1 ? 1 : n > BLOCK_ROWS ? BLOCK_ROWS : n;
}

static bool wants_tally(const struct lathe_column *c)
{
    return c->impute == LATHE_IMPUTE_MOST_FREQUENT;
}

/* ---- gathering ---------------------------------------------------------- */

static enum lathe_code gather_init(struct gathered *g,
                                   const struct lathe_schema *s,
                                   struct lathe_err *err)
{
    enum lathe_code rc;

    rc = lathe_new(&g->number, s->numbers, sizeof *g->number, "statistics",
                   err);
    if (!rc)
        rc = lathe_new(&g->tally, s->numbers, sizeof *g->tally, "statistics",
                       err);
    if (!rc)
        rc = lathe_new(&g->date, s->numbers, sizeof *g->date, "statistics",
                       err);
    if (!rc)
        rc = lathe_new(&g->channel_sum, 8, sizeof(uint64_t), "statistics",
                       err);
    if (!rc)
        g->channel_squares = g->channel_sum + 4;
    return rc;
}

static void gather_release(struct gathered *g, size_t numbers)
{
    for (size_t i = 0; g->tally && i < numbers; i++)
        lathe_tally_release(&g->tally[i]);
    for (size_t i = 0; g->date && i < numbers; i++)
        lathe_fit_date_release(&g->date[i]);
    lathe_free(g->number);
    lathe_free(g->tally);
    lathe_free(g->date);
    lathe_free(g->channel_sum);
    *g = (struct gathered){0};
}

static void gather_pixels(struct gathered *g, const struct lathe_schema *s,
                          const struct lathe_rows *rows)
{
    size_t plane = (size_t)s->image.height * s->image.width;
    const uint8_t *p = rows->pixel;

    for (size_t i = 0; i < rows->n; i++)
        for (size_t c = 0; c < s->image.channels; c++) {
            uint64_t sum = 0, squares = 0;

            for (size_t k = 0; k < plane; k++) {
                sum += p[k];
                squares += (uint64_t)p[k] * p[k];
            }
            g->channel_sum[c] += sum;
            g->channel_squares[c] += squares;
            p += plane;
        }
}

static enum lathe_code gather_columns(struct gathered *g,
                                      struct lathe_schema *s,
                                      const struct lathe_rows *rows,
                                      struct lathe_err *err)
{
    size_t number = 0, category = 0;

    for (size_t i = 0; i < s->n; i++) {
        struct lathe_column *c = &s->column[i];

        if (c->kind == LATHE_CATEGORY) {
            lathe_fit_category_count(c, rows->code + category++,
                                     rows->categories, rows->n);
        } else if (lathe_schema_is_real(c->kind)) {
            const double *v = rows->number + number;
            enum lathe_code rc = LATHE_OK;

            lathe_moments_add(&g->number[number], v, rows->numbers, rows->n);
            if (wants_tally(c))
                rc = lathe_tally_add(&g->tally[number], v, rows->numbers,
                                     rows->n, c->name, err);
            if (!rc && c->kind == LATHE_DATE)
                rc = lathe_fit_date_add(&g->date[number], v, rows->numbers,
                                        rows->n, err);
            if (rc)
                return rc;
            number++;
        }
    }
    return LATHE_OK;
}

static enum lathe_code gather(struct gathered *g, struct lathe_schema *s,
                              const struct lathe_fit_rows *train,
                              struct lathe_err *err)
{
    struct lathe_rows rows = {0};
    size_t block = lathe_fit_block(s);
    enum lathe_code rc = lathe_rows_init(&rows, s, block, err);

    for (uint64_t first = 0; first < train->n && !rc; first += block) {
        uint64_t left = train->n - first;

        rc = train->read(train->ctx, first, left < block ? (size_t)left
                                                          : block, &rows, err);
        if (!rc)
            rc = gather_columns(g, s, &rows, err);
        if (rc)
            break;
        if (s->image.channels)
            gather_pixels(g, s, &rows);
        if (s->task == LATHE_REGRESS)
            lathe_moments_add(&g->value, rows.value, 1, rows.n);
        else
            for (size_t i = 0; i < rows.n; i++)
                if (rows.label[i] < s->classes.n)
                    s->class_count[rows.label[i]]++;
    }
    lathe_rows_release(&rows);
    return rc;
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
                                      const struct gathered *g,
                                      const struct lathe_fit_rows *train,
                                      size_t memory_bytes,
                                      struct lathe_err *err)
{
    struct lathe_quantile *q = NULL;
    size_t n = 0, number = 0;
    enum lathe_code rc;

    rc = lathe_new(&q, s->numbers + 1, sizeof *q, "quantiles", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < s->n; i++)
        if (lathe_schema_is_real(s->column[i].kind)) {
            if (g->number[number].n)
                q[n++] = wanted(number, g->number[number].n,
                                s->column[i].clip);
            number++;
        }
    if (s->task == LATHE_REGRESS && g->value.n)
        q[n++] = wanted(LATHE_QUANTILE_TARGET, g->value.n, 0);
    rc = lathe_quantile_find(q, n, train, s, memory_bytes, err);
    n = number = 0;
    for (size_t i = 0; i < s->n && !rc; i++)
        if (lathe_schema_is_real(s->column[i].kind) &&
            g->number[number++].n)
            put_quantiles(&s->column[i], &q[n++]);
    if (!rc && s->task == LATHE_REGRESS && g->value.n)
        put_quartiles(&s->target_stats, &q[n]);
    lathe_free(q);
    return rc;
}

/* ---- from statistics to transforms -------------------------------------- */

static enum lathe_code put_moments(struct lathe_number_stats *stats,
                                   const struct lathe_moments *m,
                                   const char *name, struct lathe_err *err)
{
    *stats = (struct lathe_number_stats){0};
    if (m->n == 0)
        return LATHE_OK;
    stats->mean = lathe_moments_mean(m);
    stats->sd = lathe_moments_sd(m);
    stats->min = m->min;
    stats->max = m->max;
    if (!isfinite(stats->sd) || !isfinite(m->max - m->min))
        return lathe_fail(err, LATHE_EDATA,
                          "column '%s': values from %g to %g are too large "
                          "to be scaled", name, m->min, m->max);
    return LATHE_OK;
}

/* `s` is what scaling learns from: the column's statistics, or those of its
 * clipped values. */
static void derive_fill(struct lathe_column *c,
                        const struct lathe_number_stats *s,
                        const struct lathe_tally *t)
{
    if (c->impute == LATHE_IMPUTE_MEAN)
        c->fill = s->mean;
    else if (c->impute == LATHE_IMPUTE_MOST_FREQUENT)
        c->fill = lathe_tally_mode(t);
    else if (c->impute != LATHE_IMPUTE_CONSTANT)
        c->fill = c->stats.median;
}

/* What the passes over the rows found, column by column. */
static enum lathe_code put_columns(struct lathe_schema *s,
                                   const struct gathered *g,
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
        rc = put_moments(&c->stats, &g->number[number++], c->name, err);
    }
    if (!rc && s->task == LATHE_REGRESS)
        rc = put_moments(&s->target_stats, &g->value, s->target, err);
    return rc;
}

static enum lathe_code derive_columns(struct lathe_schema *s,
                                      const struct gathered *g,
                                      const struct lathe_fit_rows *train,
                                      const struct lathe_fit_opts *opts,
                                      struct lathe_err *err)
{
    size_t memory = opts->memory_bytes ? opts->memory_bytes : DEFAULT_MEMORY;
    struct lathe_number_stats *stats = NULL;
    size_t number = 0;
    enum lathe_code rc = put_columns(s, g, train, err);

    if (!rc)
        rc = find_quantiles(s, g, train, memory, err);
    if (!rc)
        rc = lathe_new(&stats, s->numbers, sizeof *stats, "statistics", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < s->n; i++)
        if (lathe_schema_is_real(s->column[i].kind))
            stats[number++] = s->column[i].stats;
    rc = lathe_fit_clip_stats(stats, s, train, memory, err);
    number = 0;
    for (size_t i = 0; i < s->n && !rc; i++) {
        struct lathe_column *c = &s->column[i];

        if (lathe_schema_is_real(c->kind)) {
            if (c->kind == LATHE_DATE)
                lathe_fit_date_derive(c, &g->date[number]);
            else
                lathe_fit_scale(c->scale, &stats[number], &c->shift,
                                &c->factor);
            derive_fill(c, &stats[number], &g->tally[number]);
            number++;
        } else if (c->kind == LATHE_CATEGORY) {
            lathe_fit_category_place(c, opts->rare);
        }
    }
    lathe_free(stats);
    return rc;
}

/* Sums of whole numbers are exact, so the figures are those of any order. */
static void derive_image(struct lathe_schema *s, const struct gathered *g,
                         uint64_t rows)
{
    double n = (double)rows * s->image.height * s->image.width;

    for (size_t c = 0; c < s->image.channels; c++) {
        long double mean = (long double)g->channel_sum[c] / n;
        long double squares = (long double)g->channel_squares[c] / n;
        long double variance = squares - mean * mean;
        double sd = variance > 0 ? (double)sqrtl(variance) : 0;

        s->image.shift[c] = n > 0 ? (float)mean : 0;
        s->image.factor[c] = n > 0 ? (float)lathe_fit_scale_over(sd) : 1;
    }
}

/* Forgets an earlier fit. */
static enum lathe_code reset(struct lathe_schema *s, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    lathe_free(s->class_count);
    s->class_count = NULL;
    s->target_stats = (struct lathe_number_stats){0};
    s->target_shift = 0;
    s->target_factor = 1;
    if (s->task == LATHE_CLASSIFY)
        rc = lathe_new(&s->class_count, s->classes.n, sizeof *s->class_count,
                       "class counts", err);
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
    struct gathered g = {0};
    enum lathe_code rc;

    lathe_schema_layout(s);
    rc = reset(s, err);
    if (!rc)
        rc = gather_init(&g, s, err);
    if (!rc)
        rc = gather(&g, s, train, err);
    if (!rc)
        rc = derive_columns(s, &g, train, opts, err);
    if (rc)
        goto out;
    if (s->image.channels)
        derive_image(s, &g, train->n);
    if (s->task == LATHE_REGRESS) {
        s->target_shift = s->target_stats.mean;
        s->target_factor = lathe_fit_scale_over(s->target_stats.sd);
    }
    s->rows = train->n;
    lathe_schema_layout(s);
out:
    gather_release(&g, s->numbers);
    return rc;
}
