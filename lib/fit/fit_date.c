#include "fit/fit_date.h"

#include "base/alloc.h"
#include "fit/fit_scale.h"

#include <math.h>
#include <string.h>

#define DAY 86400.0

/* All parts that may differ within a year. */
#define PARTS (LATHE_DATE_MONTH | LATHE_DATE_WEEKDAY | LATHE_DATE_HOUR)

void lathe_fit_date_release(struct lathe_fit_date *f)
{
    lathe_free(f->rows);
    *f = (struct lathe_fit_date){0};
}

/* ---- seeing ------------------------------------------------------------- */

static unsigned differ(const struct lathe_date *a, const struct lathe_date *b)
{
    unsigned parts = 0;

    if (a->year != b->year)
        parts |= LATHE_DATE_YEAR;
    if (a->month != b->month)
        parts |= LATHE_DATE_MONTH;
    if (a->weekday != b->weekday)
        parts |= LATHE_DATE_WEEKDAY;
    if (a->second < b->second || a->second > b->second)
        parts |= LATHE_DATE_HOUR;
    return parts;
}

/* Room for the years from `low` to `high` among those that are there. */
static enum lathe_code cover(struct lathe_fit_date *f, int low, int high,
                             struct lathe_err *err)
{
    struct lathe_fit_date wider = *f;
    enum lathe_code rc;

    if (f->years) {
        int last = f->base + (int)f->years - 1;

        if (low >= f->base && high <= last)
            return LATHE_OK;
        low = low < f->base ? low : f->base;
        high = high > last ? high : last;
    }
    wider.base = low;
    wider.years = (size_t)(high - low) + 1;
    rc = lathe_new(&wider.rows, wider.years, sizeof *wider.rows, "years", err);
    if (rc)
        return rc;
    if (f->years)
        memcpy(wider.rows + (f->base - low), f->rows,
               f->years * sizeof *f->rows);
    lathe_free(f->rows);
    *f = wider;
    return LATHE_OK;
}

enum lathe_code lathe_fit_date_add(struct lathe_fit_date *f, const double *v,
                                   size_t step, size_t n,
                                   struct lathe_err *err)
{
    double begin = 0, end = 0;  /* of the year of the date before */
    uint64_t *rows = NULL;

    for (size_t i = 0; i < n; i++) {
        double seconds = v[i * step];
        struct lathe_date d;
        enum lathe_code rc;

        if (isnan(seconds))
            continue;
        if ((f->varies & PARTS) == PARTS && seconds >= begin && seconds < end) {
            (*rows)++;          /* there is no more to see */
            continue;
        }
        d = lathe_date_split(seconds);
        rc = cover(f, d.year, d.year, err);
        if (rc)
            return rc;
        begin = lathe_date_year(d.year);
        end = lathe_date_year(d.year + 1) - 1;  /* a hair below it rounds */
        rows = &f->rows[d.year - f->base];
        if (!f->any)
            f->first = d;
        f->any = true;
        f->varies |= differ(&f->first, &d);
        (*rows)++;
    }
    return LATHE_OK;
}

enum lathe_code lathe_fit_date_merge(struct lathe_fit_date *f,
                                     const struct lathe_fit_date *other,
                                     struct lathe_err *err)
{
    enum lathe_code rc;

    if (!other->any)
        return LATHE_OK;
    rc = cover(f, other->base, other->base + (int)other->years - 1, err);
    if (rc)
        return rc;
    if (!f->any)
        f->first = other->first;
    f->any = true;
    f->varies |= other->varies | differ(&f->first, &other->first);
    for (size_t i = 0; i < other->years; i++)
        f->rows[other->base - f->base + (int)i] += other->rows[i];
    return LATHE_OK;
}

/* ---- scaling ------------------------------------------------------------ */

/* The year of the row of that rank, of all rows in order. */
static double year_at(const struct lathe_fit_date *f, uint64_t rank)
{
    size_t i = 0;

    while (i + 1 < f->years && rank >= f->rows[i])
        rank -= f->rows[i++];
    return f->base + (int)i;
}

/* Type 7, as quantile.h. */
static double year_quantile(const struct lathe_fit_date *f, uint64_t n,
                            double share)
{
    double at = (double)(n - 1) * share, below = floor(at);
    double a = year_at(f, (uint64_t)below);
    double b = at > below ? year_at(f, (uint64_t)below + 1) : a;

    return a + (b - a) * (at - below);
}

/* Sums of whole numbers are exact. */
static struct lathe_number_stats year_stats(const struct lathe_fit_date *f)
{
    struct lathe_number_stats s = {0};
    uint64_t n = 0;
    double sum = 0, squares = 0;

    for (size_t i = 0; i < f->years; i++) {
        n += f->rows[i];
        sum += (double)f->rows[i] * (double)i;
    }
    for (size_t i = 0; i < f->years && n; i++) {
        double d = (double)i - sum / (double)n;

        squares += (double)f->rows[i] * d * d;
    }
    if (n == 0)
        return s;
    s.mean = f->base + sum / (double)n;
    s.sd = sqrt(squares / (double)n);
    s.min = year_at(f, 0);
    s.q25 = year_quantile(f, n, 0.25);
    s.median = year_quantile(f, n, 0.5);
    s.q75 = year_quantile(f, n, 0.75);
    s.max = year_at(f, n - 1);
    return s;
}

void lathe_fit_date_derive(struct lathe_column *c,
                           const struct lathe_fit_date *f)
{
    const struct lathe_number_stats *s = &c->stats;
    const struct lathe_number_stats in_days = {
        .mean = s->mean / DAY, .sd = s->sd / DAY, .min = s->min / DAY,
        .q25 = s->q25 / DAY, .median = s->median / DAY, .q75 = s->q75 / DAY,
        .max = s->max / DAY};
    struct lathe_number_stats years = year_stats(f);

    c->parts = LATHE_DATE_DAYS | f->varies;
    lathe_fit_scale(c->scale, &in_days, &c->shift, &c->factor);
    lathe_fit_scale(c->scale, &years, &c->year_shift, &c->year_factor);
}
