#include "quality/quality_pair.h"

#include "base/alloc.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Pairs of columns, times targets, that are looked at: some 30 ns each. */
#define MOST_PAIRS 2e6
/* Rows that tell: three of them make any pair fit. */
#define LEAST_ROWS 30
#define TOLERANCE 1e-9
/* Of the target's width: what a column adds less than this is not needed. */
#define PART 1e-6
/* Pairs that are told. */
#define TOLD 3

/* A number of the sample. */
struct number {
    const struct lathe_column *column;
    const double *v;
    size_t least, most;         /* rows of its ends */
    bool varies;                /* it has two */
};

struct pair {
    size_t a, b;                /* numbers */
    double p, q, r;
    size_t rows;                /* that it holds in; 0: no pair */
};

struct search {
    const struct lathe_quality_sample *sample;
    const struct lathe_quality_truth *truth;
    struct number target;       /* that is looked at: its truth */
    struct number *number;      /* [n] */
    size_t n;
    struct pair *found;         /* [n] the first one of each `a` */
};

static void find_ends(struct number *x, size_t n)
{
    double least = (double)INFINITY, most = -(double)INFINITY;

    for (size_t i = 0; i < n; i++) {    /* NaN is neither */
        if (x->v[i] < least) {
            least = x->v[i];
            x->least = i;
        }
        if (x->v[i] > most) {
            most = x->v[i];
            x->most = i;
        }
    }
    x->varies = least < most;
}

static double width(const struct number *x)
{
    return x->v[x->most] - x->v[x->least];
}

/* p, q and r from three rows; false when these do not tell. */
static bool solve(const double *a, const double *b, const double *y,
                  const size_t row[3], struct pair *out)
{
    double a1 = a[row[1]] - a[row[0]], a2 = a[row[2]] - a[row[0]];
    double b1 = b[row[1]] - b[row[0]], b2 = b[row[2]] - b[row[0]];
    double y1 = y[row[1]] - y[row[0]], y2 = y[row[2]] - y[row[0]];
    double det = a1 * b2 - a2 * b1;

    if (!(fabs(det) > TOLERANCE * (fabs(a1 * b2) + fabs(a2 * b1))))
        return false;
    out->p = (y1 * b2 - y2 * b1) / det;
    out->q = (a1 * y2 - a2 * y1) / det;
    out->r = y[row[0]] - out->p * a[row[0]] - out->q * b[row[0]];
    return isfinite(out->r);
}

/* Whether it holds in each row that has both. */
static bool holds(const double *a, const double *b, const double *y, size_t n,
                  struct pair *w)
{
    size_t rows = 0;

    for (size_t i = 0; i < n; i++) {
        double pa = w->p * a[i], qb = w->q * b[i];
        double off = fabs(pa + qb + w->r - y[i]);

        if (off > TOLERANCE * (fabs(pa) + fabs(qb) + fabs(w->r)))
            return false;
        rows += (size_t)!isnan(off);
    }
    w->rows = rows;
    return rows >= LEAST_ROWS && rows >= n / 2;
}

static bool is_pair(const struct search *s, size_t i, size_t k, double wide,
                    struct pair *w)
{
    const struct number *a = &s->number[i], *b = &s->number[k];
    const double *y = s->target.v;
    const size_t least[3] = {a->least, a->most, b->least};
    const size_t most[3] = {a->least, a->most, b->most};

    *w = (struct pair){.a = i, .b = k};
    return (solve(a->v, b->v, y, most, w) || solve(a->v, b->v, y, least, w)) &&
           fabs(w->p) * width(a) > PART * wide &&
           fabs(w->q) * width(b) > PART * wide &&
           holds(a->v, b->v, y, s->sample->n, w);
}

static void search_column(void *ctx, size_t tile, int thread)
{
    struct search *s = ctx;
    struct pair *w = &s->found[tile];

    (void)thread;
    for (size_t k = tile + 1; k < s->n; k++)
        if (is_pair(s, tile, k, width(&s->target), w))
            return;
    w->rows = 0;
}

#define FACTOR_ROOM 32

/* What stands in front of a column: "2 x ", of the first one; " - ", of a
 * further one. */
static const char *factor_text(char out[FACTOR_ROOM], double factor,
                               bool first)
{
    const char *sign = factor < 0 ? first ? "-" : " - " : first ? "" : " + ";
    char size[FACTOR_ROOM / 2];

    snprintf(size, sizeof size, "%.6g", fabs(factor));
    if (strcmp(size, "1") == 0)
        snprintf(out, FACTOR_ROOM, "%s", sign);
    else
        snprintf(out, FACTOR_ROOM, "%s%s x ", sign, size);
    return out;
}

/* What is added to both columns; nothing where it is rounding. */
static const char *rest_text(char out[FACTOR_ROOM], double rest, double wide)
{
    out[0] = '\0';
    if (fabs(rest) > TOLERANCE * wide)
        snprintf(out, FACTOR_ROOM, " %c %.6g", rest < 0 ? '-' : '+',
                 fabs(rest));
    return out;
}

static enum lathe_code tell(struct lathe_quality *q, const struct search *s,
                            const struct pair *w, struct lathe_err *err)
{
    const char *a = s->number[w->a].column->name;
    const char *b = s->number[w->b].column->name;
    char p[FACTOR_ROOM], f[FACTOR_ROOM], r[FACTOR_ROOM];

    return lathe_quality_add(q, "pair-gives-target", a, (double)w->rows, true,
                             err, "columns '%.60s' and '%.60s' together are "
                             "the target '%.60s' in all %zu rows looked at: "
                             "%s'%.60s'%s'%.60s'%s: a leak", a, b,
                             s->truth->target->name, w->rows,
                             factor_text(p, w->p, true), a,
                             factor_text(f, w->q, false), b,
                             rest_text(r, w->r, width(&s->target)));
}

static enum lathe_code tell_pairs(struct lathe_quality *q,
                                  const struct search *s,
                                  struct lathe_err *err)
{
    size_t told = 0;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < s->n && told < TOLD && !rc; i++)
        if (s->found[i].rows) {
            rc = tell(q, s, &s->found[i], err);
            told++;
        }
    return rc;
}

/* Whether the column is known to tell a target alone. */
static bool is_told(const struct lathe_quality *q, const char *name)
{
    for (size_t i = 0; i < q->n; i++)
        if ((strcmp(q->finding[i].kind, "predicts-target") == 0 ||
             strcmp(q->finding[i].kind, "equals-target") == 0) &&
            strcmp(q->finding[i].column, name) == 0)
            return true;
    return false;
}

static void find_ends_of(void *ctx, size_t tile, int thread)
{
    struct search *s = ctx;

    (void)thread;
    find_ends(&s->number[tile], s->sample->n);
}

/* Those that vary, and tell no target alone. */
static enum lathe_code list_numbers(struct search *s,
                                    const struct lathe_quality *q,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err)
{
    const struct lathe_quality_sample *a = s->sample;
    size_t number = 0;
    enum lathe_code rc = lathe_new(&s->number, a->s->numbers,
                                   sizeof *s->number, "pairs", err);

    if (rc)
        return rc;
    for (size_t i = 0; i < a->s->n; i++)
        if (lathe_schema_is_real(a->s->column[i].kind)) {
            s->number[number] = (struct number){
                .column = &a->s->column[i], .v = a->number + number * a->cap};
            number++;
        }
    lathe_pool_run(pool, number, find_ends_of, s);
    for (size_t i = 0; i < number; i++)
        if (s->number[i].varies && !is_told(q, s->number[i].column->name))
            s->number[s->n++] = s->number[i];
    return LATHE_OK;
}

static enum lathe_code look_for_pairs(struct lathe_quality *q,
                                      struct search *s,
                                      struct lathe_pool *pool,
                                      struct lathe_err *err)
{
    s->target = (struct number){.v = s->truth->value};
    find_ends(&s->target, s->sample->n);
    if (!s->target.varies)
        return LATHE_OK;
    lathe_pool_run(pool, s->n, search_column, s);
    return tell_pairs(q, s, err);
}

enum lathe_code lathe_quality_pairs(struct lathe_quality *q,
                                    const struct lathe_quality_sample *a,
                                    struct lathe_pool *pool,
                                    struct lathe_err *err)
{
    struct search s = {.sample = a};
    double pairs = (double)a->s->numbers * (double)a->s->numbers / 2;
    enum lathe_code rc;

    if (a->s->task != LATHE_REGRESS || a->n < LEAST_ROWS ||
        pairs * (double)a->s->values > MOST_PAIRS)
        return LATHE_OK;
    rc = list_numbers(&s, q, pool, err);
    if (!rc)
        rc = lathe_new(&s.found, s.n, sizeof *s.found, "pairs", err);
    for (size_t t = 0; t < a->s->values && !rc; t++) {
        s.truth = &a->truth[t];
        rc = look_for_pairs(q, &s, pool, err);
    }
    lathe_free(s.found);
    lathe_free(s.number);
    return rc;
}
