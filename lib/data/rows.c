#include "data/rows.h"

#include "base/alloc.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum lathe_code lathe_rows_init(struct lathe_rows *r,
                                const struct lathe_schema *s, size_t cap,
                                struct lathe_err *err)
{
    const char *what = "rows";
    enum lathe_code rc;

    *r = (struct lathe_rows){.cap = cap,
                             .numbers = s->numbers,
                             .texts = s->texts,
                             .categories = s->categories,
                             .pixels = s->pixels,
                             .labels = s->labels,
                             .values = s->values};
    rc = lathe_new(&r->number, cap, s->numbers * sizeof *r->number, what, err);
    if (!rc)
        rc = lathe_new(&r->text, cap, s->texts * sizeof *r->text, what, err);
    if (!rc)
        rc = lathe_new(&r->code, cap, s->categories * sizeof *r->code, what,
                       err);
    if (!rc)
        rc = lathe_new(&r->pixel, cap, s->pixels, what, err);
    if (!rc && s->labels)
        rc = lathe_new(&r->label, cap, s->labels * sizeof *r->label, what,
                       err);
    if (!rc && s->values)
        rc = lathe_new(&r->value, cap, s->values * sizeof *r->value, what,
                       err);
    if (!rc && s->weight)
        rc = lathe_new(&r->weight, cap, sizeof *r->weight, what, err);
    if (rc)
        lathe_rows_release(r);
    return rc;
}

void lathe_rows_release(struct lathe_rows *r)
{
    lathe_free(r->number);
    lathe_free(r->text);
    lathe_free(r->code);
    lathe_free(r->pixel);
    lathe_free(r->label);
    lathe_free(r->value);
    lathe_free(r->weight);
    *r = (struct lathe_rows){0};
}

size_t lathe_rows_bytes(const struct lathe_schema *s)
{
    return s->numbers * sizeof(double) + s->texts * sizeof(float) +
           s->categories * sizeof(uint32_t) + s->pixels +
           s->labels * sizeof(uint32_t) + s->values * sizeof(double) +
           (s->weight ? sizeof(double) : 0);
}

void lathe_rows_copy(struct lathe_rows *out, size_t to,
                     const struct lathe_rows *in, size_t from)
{
    assert(to < out->cap && from < in->cap && out->numbers == in->numbers &&
           out->texts == in->texts && out->categories == in->categories &&
           out->pixels == in->pixels && out->labels == in->labels &&
           out->values == in->values);
    if (out->numbers)
        memmove(out->number + to * out->numbers,
                in->number + from * in->numbers,
                in->numbers * sizeof *in->number);
    if (out->texts)
        memmove(out->text + to * out->texts, in->text + from * in->texts,
                in->texts * sizeof *in->text);
    if (out->categories)
        memmove(out->code + to * out->categories,
                in->code + from * in->categories,
                in->categories * sizeof *in->code);
    if (out->pixels)
        memmove(out->pixel + to * out->pixels, in->pixel + from * in->pixels,
                in->pixels);
    for (size_t t = 0; t < out->labels; t++)
        out->label[to * out->labels + t] = in->label[from * out->labels + t];
    for (size_t t = 0; t < out->values; t++)
        out->value[to * out->values + t] = in->value[from * out->values + t];
    if (out->weight)
        out->weight[to] = in->weight[from];
}

/* Whether all targets of row i are there, of classes of the schema. */
static bool is_known(const struct lathe_rows *r, const struct lathe_schema *s,
                     size_t i)
{
    bool known = true;

    for (size_t t = 0; t < r->labels; t++)
        known &= r->label[i * r->labels + t] < s->target[t].classes.n;
    for (size_t t = 0; t < r->values; t++)
        known &= isfinite(r->value[i * r->values + t]) != 0;
    return known;
}

size_t lathe_rows_drop_targetless(struct lathe_rows *r,
                                  const struct lathe_schema *s)
{
    size_t kept = 0, n = r->n;

    for (size_t i = 0; i < n; i++) {
        if (!is_known(r, s, i))
            continue;
        if (kept < i)
            lathe_rows_copy(r, kept, r, i);
        kept++;
    }
    r->n = kept;
    return n - kept;
}

struct lathe_rows lathe_rows_window(const struct lathe_rows *r, size_t first,
                                    size_t n)
{
    struct lathe_rows part = *r;

    assert(first <= r->cap && n <= r->cap - first);
    part.n = n;
    part.cap = r->cap - first;
    part.number += first * r->numbers;
    part.text += first * r->texts;
    part.code += first * r->categories;
    part.pixel += first * r->pixels;
    if (r->label)
        part.label += first * r->labels;
    if (r->value)
        part.value += first * r->values;
    if (r->weight)
        part.weight += first;
    return part;
}

/* The texts of a row, all missing. */
static void blank_texts(float *text, const struct lathe_schema *s)
{
    for (size_t i = 0; i < s->n; i++)
        for (uint32_t k = 0; k < s->column[i].dims; k++)
            *text++ = k ? 0.0f : (float)NAN;
}

void lathe_rows_blank(struct lathe_rows *r, const struct lathe_schema *s,
                      size_t n)
{
    assert(n <= r->cap && r->texts == s->texts);
    r->n = n;
    for (size_t i = 0; i < n && r->texts; i++)
        blank_texts(r->text + i * r->texts, s);
    for (size_t i = 0; i < n * r->numbers; i++)
        r->number[i] = (double)NAN;
    for (size_t i = 0; i < n * r->categories; i++)
        r->code[i] = LATHE_MISSING_CODE;
    if (r->pixels)
        memset(r->pixel, 0, n * r->pixels);
    for (size_t i = 0; i < n * r->labels; i++)
        r->label[i] = LATHE_MISSING_CODE;
    for (size_t i = 0; i < n * r->values; i++)
        r->value[i] = (double)NAN;
    for (size_t i = 0; i < n && r->weight; i++)
        r->weight[i] = 1;
}

/* Moves the rows to another place, which has room. */
static void move_rows(struct lathe_rows *to, const struct lathe_rows *from)
{
    size_t n = from->n;

    to->n = n;
    if (n == 0)
        return;
    memcpy(to->number, from->number, n * to->numbers * sizeof *to->number);
    memcpy(to->text, from->text, n * to->texts * sizeof *to->text);
    memcpy(to->code, from->code, n * to->categories * sizeof *to->code);
    memcpy(to->pixel, from->pixel, n * to->pixels);
    if (to->label)
        memcpy(to->label, from->label, n * to->labels * sizeof *to->label);
    if (to->value)
        memcpy(to->value, from->value, n * to->values * sizeof *to->value);
    if (to->weight)
        memcpy(to->weight, from->weight, n * sizeof *to->weight);
}

enum lathe_code lathe_rows_grow(struct lathe_rows *r,
                                const struct lathe_schema *s, size_t need,
                                struct lathe_err *err)
{
    struct lathe_rows more;
    enum lathe_code rc;

    if (need <= r->cap)
        return LATHE_OK;
    rc = lathe_rows_init(&more, s, need > 2 * r->cap ? need : 2 * r->cap, err);
    if (rc)
        return rc;
    move_rows(&more, r);
    lathe_rows_release(r);
    *r = more;
    return LATHE_OK;
}
