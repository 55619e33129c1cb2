#include "quality/quality.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "data/excerpt.h"
#include "quality/quality_column.h"
#include "quality/quality_order.h"
#include "quality/quality_pair.h"
#include "quality/quality_sample.h"
#include "quality/quality_scale.h"
#include "quality/quality_split.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SMALL_SHARE 0.05
/* Nor is one small that has this part of its even share. */
#define SMALL_PART 0.25
/* Small classes named in a line. */
#define NAMED 8
/* Times as many rows as the smallest class that are worth a word. */
#define UNEVEN 3

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

/* ---- classes ------------------------------------------------------------ */

static enum lathe_code find_small_classes(struct lathe_quality *q,
                                          const struct lathe_schema *s,
                                          const struct lathe_target *t,
                                          struct lathe_err *err)
{
    struct lathe_buf names = {0};
    char word[LATHE_EXCERPT_ROOM];
    uint64_t least = UINT64_MAX;
    double even = 1.0 / (double)t->classes.n;
    double small = even * SMALL_PART < SMALL_SHARE ? even * SMALL_PART
                                                   : SMALL_SHARE;
    size_t n = 0;
    enum lathe_code rc;

    for (uint32_t k = 0; k < t->classes.n; k++) {
        uint64_t rows = t->class_count[k];
        bool many = (double)rows >= small * (double)s->rows;

        least = rows < least ? rows : least;
        if (many && rows >= LATHE_QUALITY_LEAST)
            continue;
        if (n++ < NAMED)
            lathe_buf_printf(&names, "%s'%.30s' %" PRIu64, n > 1 ? ", " : "",
                             lathe_excerpt_of(word, t->classes.word[k],
                                              t->classes.length[k]), rows);
    }
    if (n > NAMED)
        lathe_buf_printf(&names, " and %zu more", n - NAMED);
    rc = lathe_buf_check(&names, err);
    if (!rc && n)
        rc = lathe_quality_add(q, "small-class", t->name, (double)least,
                               true, err, "%zu class%s of '%.60s' with few of "
                               "the %" PRIu64 " training rows: %s", n,
                               n > 1 ? "es" : "", t->name, s->rows, names.s);
    lathe_buf_release(&names);
    return rc;
}

/* Not noted where it is said that one of them is small. */
static enum lathe_code find_uneven_classes(struct lathe_quality *q,
                                           const struct lathe_schema *s,
                                           const struct lathe_target *t,
                                           struct lathe_err *err)
{
    bool small = q->n > 0 &&
                 strcmp(q->finding[q->n - 1].kind, "small-class") == 0;
    char word[2][LATHE_EXCERPT_ROOM];
    uint32_t least = 0, most = 0;
    uint64_t few, many;

    for (uint32_t k = 0; k < t->classes.n; k++) {
        least = t->class_count[k] < t->class_count[least] ? k : least;
        most = t->class_count[k] > t->class_count[most] ? k : most;
    }
    few = t->class_count[least];
    many = t->class_count[most];
    if (many == 0 || many < UNEVEN * few)
        return LATHE_OK;
    lathe_excerpt_of(word[0], t->classes.word[most], t->classes.length[most]);
    lathe_excerpt_of(word[1], t->classes.word[least],
                     t->classes.length[least]);
    return lathe_quality_add(q, "uneven-classes", t->name,
                             (double)many / (double)(few ? few : 1), !small,
                             err,
                             "the classes of '%.60s' are uneven: '%.60s' has "
                             "%" PRIu64 " of the %" PRIu64 " training rows, "
                             "'%.60s' %" PRIu64, t->name, word[0], many,
                             s->rows, word[1], few);
}

/* Of labels each is judged alone, and is seldom even. */
static enum lathe_code find_classes(struct lathe_quality *q,
                                    const struct lathe_schema *s,
                                    struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    for (size_t t = 0; t < s->labels && !rc; t++)
        rc = find_small_classes(q, s, &s->target[t], err);
    if (!rc && s->labels == 1)
        rc = find_uneven_classes(q, s, &s->target[0], err);
    return rc;
}

/* ---- all of it ---------------------------------------------------------- */

static enum lathe_code look_at_columns(struct lathe_quality *q,
                                       const struct lathe_schema *s,
                                       const struct lathe_fit_rows *in,
                                       bool by_chance, struct lathe_pool *pool,
                                       struct lathe_err *err)
{
    struct lathe_quality_sample a = {0};
    struct lathe_sweep w = {0};
    enum lathe_code rc = lathe_sweep_init(&w, in, s, pool, err);

    if (!rc)
        rc = lathe_quality_sample_take(&a, s, &w, err);
    lathe_sweep_release(&w);
    q->looked = a.n;
    if (!rc)
        rc = lathe_quality_columns(q, &a, pool, err);
    if (!rc)
        rc = lathe_quality_pairs(q, &a, pool, err);
    if (!rc && by_chance)
        rc = lathe_quality_order(q, &a, err);
    lathe_quality_sample_release(&a);
    return rc;
}

enum lathe_code lathe_quality_look(struct lathe_quality *q,
                                   const struct lathe_schema *s,
                                   const struct lathe_fit_rows in[LATHE_SPLITS],
                                   struct lathe_recall *recall,
                                   bool repeated, bool by_chance,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err)
{
    enum lathe_code rc = LATHE_OK;

    if (!s->pixels)
        rc = look_at_columns(q, s, &in[LATHE_TRAIN], by_chance, pool, err);
    if (!rc)
        rc = lathe_quality_scale(q, s, err);
    if (!rc)
        rc = find_classes(q, s, err);
    if (!rc)
        rc = lathe_quality_splits(q, s, in, recall, repeated, pool, err);
    return rc;
}
