#include "prepare/quality.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/digest.h"
#include "data/excerpt.h"
#include "prepare/seen.h"
#include "prepare/suspect.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SAMPLE_BYTES ((size_t)32 << 20)
/* Fewer rows than this tell nothing. */
#define LEAST 10
#define BINS 4096
#define CONSTANT 0.999
#define TELLING_AUC 0.995
#define TELLING_VOTE 0.995
#define TELLING_CORRELATION 0.999
#define SMALL_SHARE 0.05
#define MANY 100
#define ROWS_EACH 5
/* Times more than chance explains. */
#define ODD 10
/* Small classes named in a line. */
#define NAMED 8

/* ---- findings ----------------------------------------------------------- */

enum lathe_code lathe_quality_add(struct lathe_quality *q, const char *kind,
                                  const char *column, double value, bool noted,
                                  struct lathe_err *err, const char *format,
                                  ...)
{
    struct lathe_quality_finding *f;
    char message[512];
    va_list ap;
    enum lathe_code rc = lathe_grow(&q->finding, &q->cap, q->n + 1,
                                    sizeof *q->finding, err);

    if (rc)
        return rc;
    va_start(ap, format);
    vsnprintf(message, sizeof message, format, ap);
    va_end(ap);
    f = &q->finding[q->n++];
    *f = (struct lathe_quality_finding){.kind = kind, .value = value,
                                        .noted = noted};
    f->column = lathe_strdup(column);
    f->message = lathe_strdup(message);
    if (!f->column || !f->message)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a finding)");
    return LATHE_OK;
}

void lathe_quality_release(struct lathe_quality *q)
{
    for (size_t i = 0; i < q->n; i++) {
        lathe_free(q->finding[i].column);
        lathe_free(q->finding[i].message);
    }
    lathe_free(q->finding);
    *q = (struct lathe_quality){0};
}

void lathe_quality_write(struct lathe_json_out *j, const char *key,
                         const struct lathe_quality *q)
{
    lathe_json_open(j, key, '{');
    lathe_json_int(j, "rows_looked_at", (int64_t)q->looked);
    lathe_json_open(j, "findings", '[');
    for (size_t i = 0; i < q->n; i++) {
        const struct lathe_quality_finding *f = &q->finding[i];

        lathe_json_open(j, NULL, '{');
        lathe_json_string(j, "kind", f->kind);
        lathe_json_string(j, "column", f->column);
        lathe_json_double(j, "value", f->value);
        lathe_json_bool(j, "noted", f->noted);
        lathe_json_string(j, "message", f->message);
        lathe_json_close(j, '}');
    }
    lathe_json_close(j, ']');
    lathe_json_close(j, '}');
}

/* ---- the sample --------------------------------------------------------- */

/* Training rows, column by column. */
struct sample {
    const struct lathe_schema *s;
    size_t n, cap;
    double *number;             /* [numbers x cap] */
    uint32_t *code;             /* [categories x cap] */
    uint32_t *label;            /* [cap] classify */
    double *value;              /* [cap] regress */
    struct lathe_suspect_pair *pair;    /* [cap] scratch */
    uint32_t *count;            /* [classes] zero between uses */
    double *class_value;        /* [classes] the class as a number, or NaN */
    uint32_t common;            /* the most frequent class, in so many rows */
    size_t common_rows;
    struct lathe_rows rows;     /* a block */
};

static void sample_release(struct sample *a)
{
    lathe_free(a->number);
    lathe_free(a->code);
    lathe_free(a->label);
    lathe_free(a->value);
    lathe_free(a->pair);
    lathe_free(a->count);
    lathe_free(a->class_value);
    lathe_rows_release(&a->rows);
}

static enum lathe_code sample_init(struct sample *a,
                                   const struct lathe_schema *s, uint64_t rows,
                                   struct lathe_err *err)
{
    size_t width = s->numbers * sizeof(double) +
                   s->categories * sizeof(uint32_t) + 32;
    size_t cap = SAMPLE_BYTES / width, block = lathe_fit_block(s);
    const char *what = "a sample of rows";
    enum lathe_code rc;

    cap = cap > LATHE_QUALITY_ROWS ? LATHE_QUALITY_ROWS : cap;
    cap = cap < LEAST ? LEAST : cap;
    cap = cap > rows ? (size_t)rows : cap;
    *a = (struct sample){.s = s, .cap = cap};
    rc = lathe_rows_init(&a->rows, s, block, err);
    if (!rc)
        rc = lathe_new(&a->number, s->numbers * cap, sizeof *a->number, what,
                       err);
    if (!rc)
        rc = lathe_new(&a->code, s->categories * cap, sizeof *a->code, what,
                       err);
    if (!rc)
        rc = lathe_new(&a->label, cap, sizeof *a->label, what, err);
    if (!rc)
        rc = lathe_new(&a->value, cap, sizeof *a->value, what, err);
    if (!rc)
        rc = lathe_new(&a->pair, cap, sizeof *a->pair, what, err);
    if (!rc)
        rc = lathe_new(&a->count, s->classes.n, sizeof *a->count, what, err);
    if (!rc)
        rc = lathe_new(&a->class_value, s->classes.n, sizeof *a->class_value,
                       what, err);
    return rc;
}

static void take_block(struct sample *a)
{
    const struct lathe_rows *r = &a->rows;

    for (size_t i = 0; i < r->n && a->n < a->cap; i++, a->n++) {
        for (size_t k = 0; k < r->numbers; k++)
            a->number[k * a->cap + a->n] = r->number[i * r->numbers + k];
        for (size_t k = 0; k < r->categories; k++)
            a->code[k * a->cap + a->n] = r->code[i * r->categories + k];
        if (r->label)
            a->label[a->n] = r->label[i];
        else
            a->value[a->n] = r->value[i];
    }
}

/* Blocks that are spread evenly over the rows. */
static enum lathe_code take_sample(struct sample *a,
                                   const struct lathe_fit_rows *in,
                                   struct lathe_err *err)
{
    size_t block = a->rows.cap < a->cap ? a->rows.cap : a->cap;
    uint64_t blocks = a->cap ? (a->cap + block - 1) / block : 0;
    enum lathe_code rc = LATHE_OK;

    for (uint64_t b = 0; b < blocks && !rc; b++) {
        uint64_t first = b * block;
        size_t n = block;

        if (in->n > a->cap)
            first = (in->n - block) / blocks * b;
        if (in->n - first < n)
            n = (size_t)(in->n - first);
        rc = in->read(in->ctx, first, n, &a->rows, err);
        if (!rc)
            take_block(a);
    }
    return rc;
}

static void look_at_classes(struct sample *a)
{
    const struct lathe_dict *classes = &a->s->classes;

    if (a->s->task != LATHE_CLASSIFY)
        return;
    for (size_t i = 0; i < a->n; i++)
        a->count[a->label[i]]++;
    for (uint32_t k = 0; k < classes->n; k++) {
        if (a->count[k] > a->common_rows) {
            a->common = k;
            a->common_rows = a->count[k];
        }
        a->count[k] = 0;
        if (!lathe_decimal_parse(classes->word[k], classes->length[k],
                                 &a->class_value[k]))
            a->class_value[k] = NAN;
    }
}

/* ---- one column --------------------------------------------------------- */

/* What is known of a column of the sample. */
struct judged {
    const struct lathe_column *c;
    const double *number;       /* or NULL */
    const uint32_t *code;       /* or NULL */
    size_t present;
    bool equal;                 /* to the target wherever present */
    size_t most;                /* rows of its most frequent value; of a
                                 * number, of its median */
};

static bool equals_class(const struct sample *a, const struct judged *d,
                         size_t i)
{
    const struct lathe_dict *classes = &a->s->classes;
    uint32_t label = a->label[i], code;

    if (d->number)
        return d->number[i] == a->class_value[label];
    code = d->code[i];
    return code < d->c->dict.n &&
           d->c->dict.length[code] == classes->length[label] &&
           memcmp(d->c->dict.word[code], classes->word[label],
                  classes->length[label]) == 0;
}

static void judge(const struct sample *a, struct judged *d)
{
    bool classify = a->s->task == LATHE_CLASSIFY;

    d->equal = true;
    for (size_t i = 0; i < a->n; i++) {
        if (d->number ? isnan(d->number[i])
                      : d->code[i] == LATHE_MISSING_CODE)
            continue;
        d->present++;
        if (d->number)
            d->most += d->number[i] == d->c->stats.median;
        if (classify)
            d->equal &= equals_class(a, d, i);
        else
            d->equal &= d->number && d->number[i] == a->value[i];
    }
    for (uint32_t k = 0; d->code && k < d->c->dict.n; k++)
        if (d->c->count[k] > d->most)
            d->most = (size_t)d->c->count[k];
}

/* Rows of the sample that the column tells. */
static size_t vote(struct sample *a, const struct judged *d)
{
    /* Small bins: one on the border of two classes tells neither. */
    size_t bins = a->n / 3 < BINS ? a->n / 3 : BINS;

    for (size_t i = 0; i < a->n; i++) {
        double v = d->number ? d->number[i] : (double)d->code[i];

        a->pair[i] = (struct lathe_suspect_pair){v, a->label[i]};
    }
    return lathe_suspect_vote(a->pair, a->n, d->number ? bins : 0, a->common,
                              a->count);
}

static double area(struct sample *a, const struct judged *d)
{
    size_t n = 0;

    for (size_t i = 0; i < a->n; i++)
        if (!isnan(d->number[i]))
            a->pair[n++] = (struct lathe_suspect_pair){d->number[i],
                                                       a->label[i]};
    return lathe_suspect_auc(a->pair, n, LEAST);
}

static enum lathe_code find_telling_class(struct lathe_quality *q,
                                          struct sample *a,
                                          const struct judged *d,
                                          struct lathe_err *err)
{
    const char *name = d->c->name;
    size_t others = a->n - a->common_rows, right;
    double auc = NAN;

    if (others < LEAST)
        return LATHE_OK;
    if (a->s->classes.n == 2 && d->number && d->present >= a->n / 2)
        auc = area(a, d);
    if (auc >= TELLING_AUC || auc <= 1 - TELLING_AUC)
        return lathe_quality_add(q, "predicts-target", name, auc, true, err,
                                 "column '%.60s' alone nearly tells '%.60s' "
                                 "(AUC %.4f): a leak, unless it is known "
                                 "before", name, a->s->target, auc);
    right = vote(a, d);
    if ((double)right < TELLING_VOTE * (double)a->n ||
        (double)(a->n - right) > (double)others / 10)
        return LATHE_OK;
    return lathe_quality_add(q, "predicts-target", name,
                             (double)right / (double)a->n, true, err,
                             "column '%.60s' alone nearly tells '%.60s' (right "
                             "in %.2f %% of the rows): a leak, unless it is "
                             "known before", name, a->s->target,
                             100 * (double)right / (double)a->n);
}

static enum lathe_code find_telling(struct lathe_quality *q, struct sample *a,
                                    const struct judged *d,
                                    struct lathe_err *err)
{
    const char *name = d->c->name;
    double r;

    if (d->present >= LEAST && d->equal)
        return lathe_quality_add(q, "equals-target", name,
                                 (double)d->present, true, err,
                                 "column '%.60s' equals the target '%.60s' in "
                                 "all %zu rows looked at: a leak", name,
                                 a->s->target, d->present);
    if (a->s->task == LATHE_CLASSIFY)
        return find_telling_class(q, a, d, err);
    if (!d->number || d->present < a->n / 2)
        return LATHE_OK;
    r = lathe_suspect_correlation(d->number, a->value, a->n, LEAST);
    if (!(fabs(r) >= TELLING_CORRELATION))
        return LATHE_OK;
    return lathe_quality_add(q, "predicts-target", name, r, true, err,
                             "column '%.60s' alone nearly tells '%.60s' "
                             "(correlation %.5f): a leak, unless it is known "
                             "before", name, a->s->target, r);
}

static enum lathe_code find_constant(struct lathe_quality *q,
                                     const struct sample *a,
                                     const struct judged *d, bool *found,
                                     struct lathe_err *err)
{
    const char *name = d->c->name;
    double rows = d->number ? (double)a->n : (double)a->s->rows;
    double most = (double)d->most / rows;
    double missing = 1 - (double)d->present / (double)a->n;

    *found = most >= CONSTANT || missing >= CONSTANT;
    if (missing >= CONSTANT)
        return lathe_quality_add(q, "near-constant", name, missing, true, err,
                                 "column '%.60s' has no value in %.4g %% of "
                                 "the training rows", name, 100 * missing);
    if (most >= CONSTANT)
        return lathe_quality_add(q, "near-constant", name, most, true, err,
                                 "column '%.60s' has the same value in %.4g "
                                 "%% of the training rows", name, 100 * most);
    return LATHE_OK;
}

static enum lathe_code find_many(struct lathe_quality *q,
                                 const struct sample *a,
                                 const struct lathe_column *c,
                                 struct lathe_err *err)
{
    uint64_t rows = 0;
    uint32_t used = 0;

    for (uint32_t k = 0; k < c->dict.n; k++) {
        rows += c->count[k];
        used += c->count[k] > 0;
    }
    if (used <= MANY && rows >= (uint64_t)ROWS_EACH * used)
        return LATHE_OK;
    return lathe_quality_add(q, "many-categories", c->name, used, true, err,
                             "column '%.60s' has %" PRIu32 " categories in %"
                             PRIu64 " training rows; --rare N lets the rare "
                             "ones share an input", c->name, used, a->s->rows);
}

static enum lathe_code look_at_columns(struct lathe_quality *q,
                                       struct sample *a,
                                       struct lathe_err *err)
{
    size_t number = 0, category = 0;
    enum lathe_code rc = LATHE_OK;

    for (size_t i = 0; i < a->s->n && !rc && a->n >= LEAST; i++) {
        struct judged d = {.c = &a->s->column[i]};
        bool constant;

        if (d.c->kind == LATHE_NUMBER)
            d.number = a->number + number++ * a->cap;
        else if (d.c->kind == LATHE_CATEGORY)
            d.code = a->code + category++ * a->cap;
        else
            continue;
        judge(a, &d);
        rc = find_constant(q, a, &d, &constant, err);
        if (!rc && !constant)
            rc = find_telling(q, a, &d, err);
        if (!rc && d.code)
            rc = find_many(q, a, d.c, err);
    }
    return rc;
}

/* ---- classes ------------------------------------------------------------ */

static enum lathe_code find_small_classes(struct lathe_quality *q,
                                          const struct lathe_schema *s,
                                          struct lathe_err *err)
{
    struct lathe_buf names = {0};
    char word[LATHE_EXCERPT_ROOM];
    uint64_t least = UINT64_MAX;
    size_t n = 0;
    enum lathe_code rc;

    for (uint32_t k = 0; k < s->classes.n; k++) {
        uint64_t rows = s->class_count[k];

        least = rows < least ? rows : least;
        if (rows >= LEAST && (double)rows >= SMALL_SHARE * (double)s->rows)
            continue;
        if (n++ < NAMED)
            lathe_buf_printf(&names, "%s'%.30s' %" PRIu64, n > 1 ? ", " : "",
                             lathe_excerpt_of(word, s->classes.word[k],
                                              s->classes.length[k]), rows);
    }
    if (n > NAMED)
        lathe_buf_printf(&names, " and %zu more", n - NAMED);
    rc = lathe_buf_check(&names, err);
    if (!rc && n)
        rc = lathe_quality_add(q, "small-class", s->target, (double)least,
                               true, err, "%zu class%s of '%.60s' with few of "
                               "the %" PRIu64 " training rows: %s", n,
                               n > 1 ? "es" : "", s->target, s->rows, names.s);
    lathe_buf_release(&names);
    return rc;
}

/* ---- the other splits --------------------------------------------------- */

/* A pass over all rows of a split. */
struct visit {
    const struct lathe_schema *s;
    struct lathe_seen *seen;    /* of training rows, or NULL */
    bool train;
    char *row;                  /* of the bytes that are hashed */
    uint64_t repeated;
    uint64_t *outside;          /* [numbers] */
    double *low, *high;         /* [numbers] of the values outside */
};

static uint64_t hash_row(char *to, const struct lathe_rows *r, size_t i)
{
    size_t n = 0;

    memcpy(to, r->number + i * r->numbers, r->numbers * sizeof *r->number);
    n += r->numbers * sizeof *r->number;
    memcpy(to + n, r->code + i * r->categories,
           r->categories * sizeof *r->code);
    n += r->categories * sizeof *r->code;
    memcpy(to + n, r->pixel + i * r->pixels, r->pixels);
    n += r->pixels;
    if (r->label)
        memcpy(to + n, r->label + i, sizeof *r->label);
    else
        memcpy(to + n, r->value + i, sizeof *r->value);
    n += r->label ? sizeof *r->label : sizeof *r->value;
    return lathe_digest_hash(to, n, 0);
}

static void find_outside(struct visit *v, const struct lathe_rows *r)
{
    size_t k = 0;

    for (size_t c = 0; c < v->s->n; c++) {
        const struct lathe_column *col = &v->s->column[c];

        if (col->kind != LATHE_NUMBER)
            continue;
        for (size_t i = 0; i < r->n && col->present; i++) {
            double x = r->number[i * r->numbers + k];

            if (!(x < col->stats.min || x > col->stats.max))
                continue;
            v->low[k] = !v->outside[k] || x < v->low[k] ? x : v->low[k];
            v->high[k] = !v->outside[k] || x > v->high[k] ? x : v->high[k];
            v->outside[k]++;
        }
        k++;
    }
}

static enum lathe_code visit_rows(struct visit *v,
                                  const struct lathe_fit_rows *in,
                                  struct lathe_rows *rows,
                                  struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (uint64_t at = 0; at < in->n && !rc; at += rows->n) {
        uint64_t left = in->n - at;
        size_t n = left < rows->cap ? (size_t)left : rows->cap;

        rc = in->read(in->ctx, at, n, rows, err);
        if (!rc && !v->train)
            find_outside(v, rows);
        for (size_t i = 0; i < rows->n && v->seen && !rc; i++) {
            bool again = false;

            rc = lathe_seen_add(v->seen, hash_row(v->row, rows, i), &again,
                                err);
            v->repeated += again;
        }
    }
    return rc;
}

static enum lathe_code tell_split(struct lathe_quality *q,
                                  const struct visit *v, const char *split,
                                  uint64_t rows, struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;
    size_t k = 0;

    if (v->repeated)
        rc = lathe_quality_add(q, "duplicates-across-splits", v->s->target,
                               (double)v->repeated, true, err,
                               "%" PRIu64 " of the %" PRIu64 " %s rows equal "
                               "training rows in all columns that are kept: a "
                               "leak; --dedup drops repeated rows",
                               v->repeated, rows, split);
    for (size_t c = 0; c < v->s->n && !rc; c++) {
        const struct lathe_column *col = &v->s->column[c];
        uint64_t n;

        if (col->kind != LATHE_NUMBER)
            continue;
        n = v->outside[k++];
        if (n)
            rc = lathe_quality_add(q, "outside-range", col->name, (double)n,
                                   n > 2 && (double)n > ODD * 2.0 *
                                   (double)rows / (double)(v->s->rows + 1),
                                   err, "column '%.60s': %" PRIu64 " of the %"
                                   PRIu64 " %s rows lie outside the training "
                                   "range of %g to %g (%g to %g)", col->name,
                                   n, rows, split, col->stats.min,
                                   col->stats.max, v->low[k - 1],
                                   v->high[k - 1]);
    }
    return rc;
}

static enum lathe_code look_at_splits(struct lathe_quality *q,
                                      const struct lathe_schema *s,
                                      const struct lathe_fit_rows in[],
                                      bool repeated, struct lathe_rows *rows,
                                      struct lathe_err *err)
{
    struct lathe_seen seen = {0};
    struct visit v = {.s = s, .seen = repeated ? &seen : NULL, .train = true};
    const char *what = "ranges";
    enum lathe_code rc = lathe_new(&v.row, lathe_rows_bytes(s), 1, "a row",
                                   err);

    if (!rc)
        rc = lathe_new(&v.low, s->numbers, sizeof *v.low, what, err);
    if (!rc)
        rc = lathe_new(&v.high, s->numbers, sizeof *v.high, what, err);
    if (!rc && repeated)
        rc = visit_rows(&v, &in[LATHE_TRAIN], rows, err);
    v.train = false;
    seen.limit = seen.n ? seen.n : 1;   /* from now on rows are compared only */
    for (int k = LATHE_VALID; k < LATHE_SPLITS && !rc; k++) {
        v.repeated = 0;
        rc = lathe_new(&v.outside, s->numbers, sizeof *v.outside, what, err);
        if (!rc && in[k].n)
            rc = visit_rows(&v, &in[k], rows, err);
        if (!rc)
            rc = tell_split(q, &v, lathe_split_name((enum lathe_split)k),
                            in[k].n, err);
        lathe_free(v.outside);
        v.outside = NULL;
    }
    lathe_free(v.row);
    lathe_free(v.low);
    lathe_free(v.high);
    lathe_seen_release(&seen);
    return rc;
}

enum lathe_code lathe_quality_look(struct lathe_quality *q,
                                   const struct lathe_schema *s,
                                   const struct lathe_fit_rows in[LATHE_SPLITS],
                                   bool repeated, struct lathe_err *err)
{
    struct sample a;
    enum lathe_code rc = sample_init(&a, s, in[LATHE_TRAIN].n, err);

    if (!rc && !s->pixels) {
        rc = take_sample(&a, &in[LATHE_TRAIN], err);
        q->looked = a.n;
        look_at_classes(&a);
    }
    if (!rc)
        rc = look_at_columns(q, &a, err);
    if (!rc && s->task == LATHE_CLASSIFY)
        rc = find_small_classes(q, s, err);
    if (!rc)
        rc = look_at_splits(q, s, in, repeated, &a.rows, err);
    sample_release(&a);
    return rc;
}
