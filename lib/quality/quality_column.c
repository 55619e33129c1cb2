#include "quality/quality_column.h"

#include "base/alloc.h"
#include "base/date.h"
#include "base/decimal.h"
#include "quality/quality_mark.h"
#include "quality/suspect.h"
#include "scan/decide_column.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define BINS 4096
#define CONSTANT 0.999
#define MOSTLY 0.5
#define TELLING_AUC 0.995
#define TELLING_VOTE 0.995
#define TELLING_CORRELATION 0.999
#define MANY 100
#define ROWS_EACH 5

/* ---- judging ------------------------------------------------------------ */

/* What is known of a column of the sample, and one of the targets. */
struct judged {
    const struct lathe_column *c;
    const struct lathe_quality_truth *truth;
    const double *number;       /* or NULL */
    const uint32_t *code;       /* or NULL */
    size_t present;
    bool equal;                 /* to the target wherever present */
    size_t most;                /* rows of its most frequent value; of a
                                 * number, of its median */
    double auc;                 /* NaN: not looked at, or none */
    size_t right;               /* rows that it tells */
    double correlation;         /* NaN: none */
    struct lathe_quality_mark mark;     /* of a number, with the first target */
};

/* What a thread needs to judge. */
struct scratch {
    struct lathe_order_pair *pair, *sorting;    /* [cap] */
    uint32_t *count;            /* [most classes] zero between uses */
};

struct bench {
    const struct lathe_quality_sample *a;
    struct judged *column;      /* [n] for each column all its targets, then
                                 * one that is of no column */
    size_t n;
    struct scratch *scratch;    /* [threads] */
};

static bool is_missing(const struct judged *d, size_t i)
{
    return d->number ? isnan(d->number[i]) : d->code[i] == LATHE_MISSING_CODE;
}

static bool equals_class(const struct judged *d, size_t i)
{
    const struct lathe_dict *classes = &d->truth->target->classes;
    uint32_t label = d->truth->label[i], code;

    if (d->number)
        return d->number[i] == d->truth->class_value[label];
    code = d->code[i];
    return code < d->c->dict.n &&
           d->c->dict.length[code] == classes->length[label] &&
           memcmp(d->c->dict.word[code], classes->word[label],
                  classes->length[label]) == 0;
}

static void count_values(const struct lathe_quality_sample *a,
                         struct judged *d)
{
    bool classify = a->s->task == LATHE_CLASSIFY;

    d->equal = true;
    for (size_t i = 0; i < a->n; i++) {
        if (is_missing(d, i))
            continue;
        d->present++;
        if (d->number)
            d->most += d->number[i] == d->c->stats.median;
        if (classify)
            d->equal = d->equal && equals_class(d, i);
        else
            d->equal = d->equal && d->number &&
                       d->number[i] == d->truth->value[i];
    }
    for (uint32_t k = 0; d->code && k < d->c->dict.n; k++)
        if (d->c->count[k] > d->most)
            d->most = (size_t)d->c->count[k];
}

/* How well the classes follow from the value alone. */
static void tell_classes(const struct lathe_quality_sample *a,
                         struct judged *d, const struct scratch *t)
{
    /* Small bins: one on the border of two classes tells neither. */
    size_t bins = a->n / 3 < BINS ? a->n / 3 : BINS;

    for (size_t i = 0; i < a->n; i++) {
        double v = d->number ? d->number[i] : (double)d->code[i];

        t->pair[i] = (struct lathe_order_pair){v, d->truth->label[i]};
    }
    lathe_order_sort(t->pair, t->sorting, a->n);
    if (d->truth->target->classes.n == 2 && d->number && d->present >= a->n / 2)
        d->auc = lathe_suspect_auc(t->pair, a->n, LATHE_QUALITY_LEAST);
    d->right = lathe_suspect_vote(t->pair, a->n, d->number ? bins : 0,
                                  d->truth->common, t->count);
}

static bool is_constant(const struct lathe_quality_sample *a,
                        const struct judged *d)
{
    double rows = d->number ? (double)a->n : (double)a->s->rows;

    return (double)d->most / rows >= CONSTANT ||
           1 - (double)d->present / (double)a->n >= CONSTANT;
}

static void judge(void *ctx, size_t tile, int thread)
{
    struct bench *b = ctx;
    const struct lathe_quality_sample *a = b->a;
    struct judged *d = &b->column[tile];

    d->auc = d->correlation = NAN;
    count_values(a, d);
    if (d->c->kind == LATHE_NUMBER && d->truth == a->truth)
        d->mark = lathe_quality_mark_find(d->number, a->n);
    if (d->c->kind == LATHE_DATE && d->number && d->truth == a->truth)
        d->mark = lathe_quality_mark_find_date(d->number, a->n);
    if (is_constant(a, d))
        return;
    if (a->s->task == LATHE_CLASSIFY)
        tell_classes(a, d, &b->scratch[thread]);
    else if (d->number && d->present >= a->n / 2)
        d->correlation = lathe_suspect_correlation(d->number, d->truth->value,
                                                   a->n, LATHE_QUALITY_LEAST);
}

/* ---- telling ------------------------------------------------------------ */

/* Rounded down to 4 digits: only all of them are 100. */
static double percent(double share)
{
    return floor(share * 1e4) / 100;
}

static enum lathe_code tell_constant(struct lathe_quality *q,
                                     const struct lathe_quality_sample *a,
                                     const struct judged *d,
                                     struct lathe_err *err)
{
    const char *name = d->c->name;
    double rows = d->number ? (double)a->n : (double)a->s->rows;
    double most = (double)d->most / rows;
    double missing = 1 - (double)d->present / (double)a->n;
    const char *kind = most < 1 && missing < 1 ? "near-constant" : "constant";

    if (missing >= CONSTANT)
        return lathe_quality_add(q, kind, name, missing, true, err,
                                 "column '%.60s' has no value in %.4g %% of "
                                 "the training rows", name,
                                 percent(missing));
    return lathe_quality_add(q, kind, name, most, true, err,
                             "column '%.60s' has the same value in %.4g %% of "
                             "the training rows", name, percent(most));
}

static enum lathe_code tell_missing(struct lathe_quality *q,
                                    const struct lathe_column *c,
                                    struct lathe_err *err)
{
    double share = (double)c->missing / (double)(c->present + c->missing);

    if (!(share > MOSTLY))
        return LATHE_OK;
    return lathe_quality_add(q, "mostly-missing", c->name, share, true, err,
                             "column '%.60s' has no value in %.4g %% of the "
                             "training rows", c->name, percent(share));
}

static void write_value(char *out, double v, bool date)
{
    if (date)
        lathe_date_text(out, v);
    else
        lathe_decimal_double(out, v);
}

static enum lathe_code tell_mark(struct lathe_quality *q,
                                 const struct lathe_quality_mark *m,
                                 const char *what, const char *name,
                                 bool date, size_t rows,
                                 struct lathe_err *err)
{
    char text[3][LATHE_DECIMAL_ROOM + LATHE_DATE_ROOM];

    if (m->rows == 0)
        return LATHE_OK;
    write_value(text[0], m->value, date);
    write_value(text[1], m->low, date);
    write_value(text[2], m->high, date);
    return lathe_quality_add(q, "missing-mark", name, m->value, true, err,
                             "%s '%.60s' has %s in %.4g %% of the training "
                             "rows, far from all others (%s to %s); if that "
                             "is a missing value, --na names it as it is "
                             "written", what, name, text[0],
                             percent((double)m->rows / (double)rows), text[1],
                             text[2]);
}

/* That they are dropped was said. */
static enum lathe_code tell_dropped(struct lathe_quality *q,
                                    const struct lathe_column *c,
                                    struct lathe_err *err)
{
    if (!c->why || !lathe_decide_column_is_constant(c->why))
        return LATHE_OK;
    return lathe_quality_add(q, "constant", c->name, 1, false, err,
                             "column '%.60s' is dropped: %s", c->name, c->why);
}

static enum lathe_code tell_class(struct lathe_quality *q,
                                  const struct lathe_quality_sample *a,
                                  const struct judged *d,
                                  struct lathe_err *err)
{
    const char *name = d->c->name, *target = d->truth->target->name;
    size_t others = a->n - d->truth->common_rows;
    double share = (double)d->right / (double)a->n;

    if (others < LATHE_QUALITY_LEAST)
        return LATHE_OK;
    if (d->auc >= TELLING_AUC || d->auc <= 1 - TELLING_AUC)
        return lathe_quality_add(q, "predicts-target", name, d->auc, true, err,
                                 "column '%.60s' alone nearly tells '%.60s' "
                                 "(AUC %.4f): a leak, unless it is known "
                                 "before", name, target, d->auc);
    if (share < TELLING_VOTE ||
        (double)(a->n - d->right) > (double)others / 10)
        return LATHE_OK;
    return lathe_quality_add(q, "predicts-target", name, share, true, err,
                             "column '%.60s' alone nearly tells '%.60s' (right "
                             "in %.2f %% of the rows): a leak, unless it is "
                             "known before", name, target, 100 * share);
}

static enum lathe_code tell_target(struct lathe_quality *q,
                                   const struct lathe_quality_sample *a,
                                   const struct judged *d,
                                   struct lathe_err *err)
{
    const char *name = d->c->name, *target = d->truth->target->name;

    if (d->present >= LATHE_QUALITY_LEAST && d->equal)
        return lathe_quality_add(q, "equals-target", name,
                                 (double)d->present, true, err,
                                 "column '%.60s' equals the target '%.60s' in "
                                 "all %zu rows looked at: a leak", name,
                                 target, d->present);
    if (a->s->task == LATHE_CLASSIFY)
        return tell_class(q, a, d, err);
    if (!(fabs(d->correlation) >= TELLING_CORRELATION))
        return LATHE_OK;
    return lathe_quality_add(q, "predicts-target", name, d->correlation, true,
                             err, "column '%.60s' alone nearly tells '%.60s' "
                             "(correlation %.5f): a leak, unless it is known "
                             "before", name, target, d->correlation);
}

/* Those that share an input, as they are rare, count as one. */
static enum lathe_code tell_many(struct lathe_quality *q,
                                 const struct lathe_quality_sample *a,
                                 const struct lathe_column *c,
                                 struct lathe_err *err)
{
    uint64_t rows = 0;
    uint32_t used = 0;
    bool shared = false;

    for (uint32_t k = 0; k < c->dict.n; k++) {
        bool rare = c->count[k] > 0 && c->unknown_hot != LATHE_COLD &&
                    c->hot[k] == c->unknown_hot;

        rows += c->count[k];
        used += c->count[k] > 0 && !(rare && shared);
        shared |= rare;
    }
    if (used <= MANY && rows >= (uint64_t)ROWS_EACH * used)
        return LATHE_OK;
    return lathe_quality_add(q, "many-categories", c->name, used, true, err,
                             "column '%.60s' has %" PRIu32 " categories in %"
                             PRIu64 " training rows%s", c->name, used,
                             a->s->rows, shared
                             ? ", of which one is all the rare ones; a larger "
                               "--rare makes more of them rare"
                             : "; --rare N lets the rare ones share an "
                               "input");
}

/* `d` [targets] is of one column. */
static enum lathe_code tell_column(struct lathe_quality *q,
                                   const struct lathe_quality_sample *a,
                                   const struct judged *d,
                                   struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (a->n < LATHE_QUALITY_LEAST)
        return LATHE_OK;
    rc = is_constant(a, d) ? tell_constant(q, a, d, err)
                           : tell_missing(q, d->c, err);
    if (!rc)
        rc = tell_mark(q, &d->mark, "column", d->c->name,
                       d->c->kind == LATHE_DATE, a->n, err);
    for (size_t t = 0; t < a->s->targets && !rc && !is_constant(a, d); t++)
        rc = tell_target(q, a, &d[t], err);
    if (!rc && d->code)
        rc = tell_many(q, a, d->c, err);
    return rc;
}

/* ---- all columns -------------------------------------------------------- */

static void bench_release(struct bench *b, int threads)
{
    for (int i = 0; b->scratch && i < threads; i++) {
        lathe_free(b->scratch[i].pair);
        lathe_free(b->scratch[i].sorting);
        lathe_free(b->scratch[i].count);
    }
    lathe_free(b->scratch);
    lathe_free(b->column);
}

static enum lathe_code bench_init(struct bench *b,
                                  const struct lathe_quality_sample *a,
                                  int threads, struct lathe_err *err)
{
    size_t number = 0, category = 0, classes = 0;
    const char *what = "columns to be judged";
    enum lathe_code rc;

    *b = (struct bench){.a = a};
    for (size_t t = 0; t < a->s->targets; t++)
        if (a->s->target[t].classes.n > classes)
            classes = a->s->target[t].classes.n;
    rc = lathe_new(&b->column, a->s->n * a->s->targets + 1, sizeof *b->column,
                   what, err);
    if (!rc)
        rc = lathe_new(&b->scratch, (size_t)threads, sizeof *b->scratch, what,
                       err);
    for (int i = 0; i < threads && !rc; i++) {
        struct scratch *t = &b->scratch[i];

        rc = lathe_new(&t->pair, a->n, sizeof *t->pair, what, err);
        if (!rc)
            rc = lathe_new(&t->sorting, a->n, sizeof *t->sorting, what, err);
        if (!rc)
            rc = lathe_new(&t->count, classes, sizeof *t->count, what, err);
    }
    for (size_t i = 0; i < a->s->n && !rc; i++) {
        struct judged d = {.c = &a->s->column[i]};

        if (lathe_schema_is_real(d.c->kind))
            d.number = a->number + number++ * a->cap;
        else if (d.c->kind == LATHE_CATEGORY)
            d.code = a->code + category++ * a->cap;
        else
            continue;
        for (size_t t = 0; t < a->s->targets; t++) {
            d.truth = &a->truth[t];
            b->column[b->n++] = d;
        }
    }
    return rc;
}

enum lathe_code lathe_quality_columns(struct lathe_quality *q,
                                      const struct lathe_quality_sample *a,
                                      struct lathe_pool *pool,
                                      struct lathe_err *err)
{
    int threads = lathe_pool_threads(pool);
    struct bench b;
    enum lathe_code rc = bench_init(&b, a, threads, err);

    if (!rc && a->n >= LATHE_QUALITY_LEAST)
        lathe_pool_run(pool, b.n, judge, &b);
    for (size_t i = 0, k = 0; i < a->s->n && !rc; i++) {
        const struct lathe_column *c = &a->s->column[i];
        const struct judged *d = &b.column[k];

        if (c->kind == LATHE_DROPPED)
            rc = tell_dropped(q, c, err);
        if (c != d->c)
            continue;
        k += a->s->targets;
        rc = tell_column(q, a, d, err);
    }
    for (size_t t = 0; t < a->s->values && !rc; t++) {
        struct lathe_quality_mark m =
            lathe_quality_mark_find(a->truth[t].value, a->n);

        rc = tell_mark(q, &m, "target", a->truth[t].target->name, false,
                       a->n, err);
    }
    bench_release(&b, threads);
    return rc;
}
