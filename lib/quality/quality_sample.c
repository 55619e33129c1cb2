#include "quality/quality_sample.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "quality/quality.h"

#include <math.h>

#define SAMPLE_BYTES ((size_t)32 << 20)

void lathe_quality_sample_release(struct lathe_quality_sample *a)
{
    lathe_free(a->number);
    lathe_free(a->code);
    for (size_t t = 0; a->truth && t < a->s->targets; t++) {
        lathe_free(a->truth[t].label);
        lathe_free(a->truth[t].value);
        lathe_free(a->truth[t].class_value);
    }
    lathe_free(a->truth);
    *a = (struct lathe_quality_sample){0};
}

static enum lathe_code truth_init(struct lathe_quality_truth *t,
                                  const struct lathe_schema *s, size_t i,
                                  size_t cap, struct lathe_err *err)
{
    const char *what = "a sample of rows";
    enum lathe_code rc = LATHE_OK;

    t->target = &s->target[i];
    if (s->labels)
        rc = lathe_new(&t->label, cap, sizeof *t->label, what, err);
    else
        rc = lathe_new(&t->value, cap, sizeof *t->value, what, err);
    return rc ? rc : lathe_new(&t->class_value, t->target->classes.n,
                               sizeof *t->class_value, what, err);
}

static enum lathe_code sample_init(struct lathe_quality_sample *a,
                                   const struct lathe_schema *s, uint64_t rows,
                                   struct lathe_err *err)
{
    size_t cap = SAMPLE_BYTES / lathe_rows_bytes(s);
    const char *what = "a sample of rows";
    enum lathe_code rc;

    cap = cap > LATHE_QUALITY_ROWS ? LATHE_QUALITY_ROWS : cap;
    cap = cap < LATHE_QUALITY_LEAST ? LATHE_QUALITY_LEAST : cap;
    cap = cap > rows ? (size_t)rows : cap;
    *a = (struct lathe_quality_sample){.s = s, .cap = cap};
    rc = lathe_new(&a->number, s->numbers * cap, sizeof *a->number, what, err);
    if (!rc)
        rc = lathe_new(&a->code, s->categories * cap, sizeof *a->code, what,
                       err);
    if (!rc)
        rc = lathe_new(&a->truth, s->targets, sizeof *a->truth, what, err);
    for (size_t t = 0; t < s->targets && !rc; t++)
        rc = truth_init(&a->truth[t], s, t, cap, err);
    return rc;
}

/* Where the blocks of the sample begin in the rows, and in the sample. */
struct blocks {
    struct lathe_quality_sample *a;
    size_t block;
    uint64_t step;
};

/* A block into its place; the last one is cut where the sample is full. */
static enum lathe_code put_block(void *ctx, uint64_t first,
                                 const struct lathe_rows *r, int thread,
                                 struct lathe_err *err)
{
    const struct blocks *b = ctx;
    struct lathe_quality_sample *a = b->a;
    size_t at = (size_t)(first / b->step) * b->block;
    size_t n = a->cap - at < r->n ? a->cap - at : r->n;

    (void)thread;
    (void)err;
    for (size_t k = 0; k < r->numbers; k++)
        for (size_t i = 0; i < n; i++)
            a->number[k * a->cap + at + i] = r->number[i * r->numbers + k];
    for (size_t k = 0; k < r->categories; k++)
        for (size_t i = 0; i < n; i++)
            a->code[k * a->cap + at + i] = r->code[i * r->categories + k];
    for (size_t t = 0; t < r->labels; t++)
        for (size_t i = 0; i < n; i++)
            a->truth[t].label[at + i] = r->label[i * r->labels + t];
    for (size_t t = 0; t < r->values; t++)
        for (size_t i = 0; i < n; i++)
            a->truth[t].value[at + i] = r->value[i * r->values + t];
    return LATHE_OK;
}

/* When not all rows fit, whole blocks with even gaps between them. */
static enum lathe_code take_rows(struct lathe_quality_sample *a,
                                 struct lathe_sweep *w, struct lathe_err *err)
{
    uint64_t rows = w->in->n, blocks = (a->cap + w->block - 1) / w->block;
    struct blocks b = {.a = a, .block = w->block, .step = w->block};

    if (rows > a->cap)
        b.step = blocks > 1 ? (rows - w->block) / blocks : rows;
    if (b.step < w->block)
        b.step = w->block;
    if (a->cap == 0)
        return LATHE_OK;
    a->n = a->cap;
    return lathe_sweep_run(w, 0, b.step, blocks, put_block, &b, err);
}

static enum lathe_code look_at_classes(struct lathe_quality_truth *t, size_t n,
                                       struct lathe_err *err)
{
    const struct lathe_dict *classes = &t->target->classes;
    size_t *count = NULL;
    enum lathe_code rc;

    rc = lathe_new(&count, classes->n, sizeof *count, "classes", err);
    if (rc)
        return rc;
    for (size_t i = 0; i < n; i++)
        count[t->label[i]]++;
    for (uint32_t k = 0; k < classes->n; k++) {
        if (count[k] > t->common_rows) {
            t->common = k;
            t->common_rows = count[k];
        }
        if (!lathe_decimal_parse(classes->word[k], classes->length[k],
                                 &t->class_value[k]))
            t->class_value[k] = NAN;
    }
    lathe_free(count);
    return LATHE_OK;
}

enum lathe_code lathe_quality_sample_take(struct lathe_quality_sample *a,
                                          const struct lathe_schema *s,
                                          struct lathe_sweep *w,
                                          struct lathe_err *err)
{
    enum lathe_code rc = sample_init(a, s, w->in->n, err);

    if (!rc)
        rc = take_rows(a, w, err);
    for (size_t t = 0; t < s->labels && !rc; t++)
        rc = look_at_classes(&a->truth[t], a->n, err);
    if (rc)
        lathe_quality_sample_release(a);
    return rc;
}
