#include "data/encode.h"

#include "base/alloc.h"
#include "data/hashing.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum lathe_code lathe_inputs_init(struct lathe_inputs *x,
                                  const struct lathe_schema *s, size_t cap,
                                  struct lathe_err *err)
{
    const char *what = "inputs";
    enum lathe_code rc;

    *x = (struct lathe_inputs){.cap = cap,
                               .dense = s->dense,
                               .hots = s->hots,
                               .pixels = s->pixels,
                               .labels = s->labels,
                               .values = s->values,
                               .width = s->inputs};
    memcpy(x->pixel_shift, s->image.shift, sizeof x->pixel_shift);
    memcpy(x->pixel_factor, s->image.factor, sizeof x->pixel_factor);
    x->plane = (size_t)s->image.height * s->image.width;
    rc = lathe_new_aligned(&x->x, cap, s->dense * sizeof *x->x, what, err);
    if (!rc)
        rc = lathe_new_aligned(&x->hot, cap, s->hots * sizeof *x->hot, what,
                               err);
    if (!rc)
        rc = lathe_new_aligned(&x->pixel, cap, s->pixels, what, err);
    if (!rc && s->labels)
        rc = lathe_new(&x->label, cap, s->labels * sizeof *x->label, what,
                       err);
    if (!rc && s->values)
        rc = lathe_new(&x->value, cap, s->values * sizeof *x->value, what,
                       err);
    if (!rc && s->weight)
        rc = lathe_new(&x->weight, cap, sizeof *x->weight, what, err);
    if (rc)
        lathe_inputs_release(x);
    return rc;
}

void lathe_inputs_release(struct lathe_inputs *x)
{
    lathe_free(x->x);
    lathe_free(x->hot);
    lathe_free(x->pixel);
    lathe_free(x->label);
    lathe_free(x->value);
    lathe_free(x->weight);
    *x = (struct lathe_inputs){0};
}

size_t lathe_inputs_bytes(const struct lathe_schema *s)
{
    return s->dense * sizeof(float) + s->hots * sizeof(uint32_t) + s->pixels +
           s->labels * sizeof(uint32_t) + s->values * sizeof(float) +
           (s->weight ? sizeof(float) : 0);
}

/* Column by column, so that what was fitted stays in registers: `v` is the
 * column's first value and `out` its first input. */
static void encode_number(float *out, size_t out_step, const double *v,
                          size_t step, size_t n, const struct lathe_column *c)
{
    for (size_t i = 0; i < n; i++) {
        double x = v[i * step];

        if (isnan(x))
            x = c->fill;
        else if (x < c->clip_low)
            x = c->clip_low;
        else if (x > c->clip_high)
            x = c->clip_high;
        out[i * out_step] = (float)((x - c->shift) * c->factor);
    }
}

static void put_cycle(float **out, double turn)
{
    double sine, cosine;

    lathe_date_cycle(turn, &sine, &cosine);
    *(*out)++ = (float)sine;
    *(*out)++ = (float)cosine;
}

static void encode_date(float *out, size_t out_step, const double *v,
                        size_t step, size_t n, const struct lathe_column *c)
{
    for (size_t i = 0; i < n; i++, out += out_step) {
        double x = isnan(v[i * step]) ? c->fill : v[i * step];
        struct lathe_date d = lathe_date_split(x);
        float *to = out;

        if (c->parts & LATHE_DATE_DAYS)
            *to++ = (float)((x / 86400 - c->shift) * c->factor);
        if (c->parts & LATHE_DATE_YEAR)
            *to++ = (float)((d.year - c->year_shift) * c->year_factor);
        if (c->parts & LATHE_DATE_MONTH)
            put_cycle(&to, (d.month - 1) / 12.0);
        if (c->parts & LATHE_DATE_WEEKDAY)
            put_cycle(&to, d.weekday / 7.0);
        if (c->parts & LATHE_DATE_HOUR)
            put_cycle(&to, d.second / 86400);
    }
}

static void encode_indicator(float *out, size_t out_step, const double *v,
                             size_t step, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i * out_step] = isnan(v[i * step]) ? 1.0f : 0.0f;
}

static uint32_t place_of(const struct lathe_column *c, uint32_t code)
{
    if (c->encode == LATHE_ENCODE_HASH && code < LATHE_HASHING_CODES)
        return lathe_hashing_place(code, c->buckets);
    if (code < c->dict.n)
        return c->hot[code];
    return code == LATHE_MISSING_CODE ? c->missing_hot : c->unknown_hot;
}

static void encode_ordinal(float *out, size_t out_step, const uint32_t *code,
                           size_t step, size_t n, const struct lathe_column *c)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t place = place_of(c, code[i * step]);
        out[i * out_step] = place == LATHE_COLD ? -1.0f : (float)place;
    }
}

/* `first` is the place of the column's first input in the row. */
static void encode_onehot(uint32_t *out, size_t out_step, const uint32_t *code,
                          size_t step, size_t n, const struct lathe_column *c,
                          uint32_t first)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t place = place_of(c, code[i * step]);
        out[i * out_step] = place == LATHE_COLD ? LATHE_COLD : first + place;
    }
}

/* The texts of a row lie as its inputs do. */
static void encode_texts(struct lathe_inputs *x, const struct lathe_schema *s,
                         const struct lathe_rows *rows)
{
    float *out = x->x + x->n * x->dense + s->first_text;
    const float *text = rows->text;

    for (size_t i = 0; i < rows->n; i++, out += x->dense, text += rows->texts)
        for (size_t k = 0; k < rows->texts; k++)
            out[k] = isnan(text[k]) ? 0.0f : text[k];
}

static void encode_columns(struct lathe_inputs *x,
                           const struct lathe_schema *s,
                           const struct lathe_rows *rows)
{
    const double *number = rows->number;
    const uint32_t *code = rows->code;
    float *dense = x->x + x->n * x->dense;
    float *ordinal = dense + s->first_ordinal;
    float *date = dense + s->first_date;
    float *indicator = dense + s->first_indicator;
    uint32_t *hot = x->hot + x->n * x->hots;
    uint32_t first = (uint32_t)s->dense;

    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (lathe_schema_is_real(c->kind)) {
            if (c->kind == LATHE_NUMBER)
                encode_number(dense++, x->dense, number, rows->numbers,
                              rows->n, c);
            else
                encode_date(date, x->dense, number, rows->numbers, rows->n, c);
            date += lathe_schema_date_inputs(c->parts);
            if (c->indicates)
                encode_indicator(indicator++, x->dense, number, rows->numbers,
                                 rows->n);
            number++;
        } else if (c->kind == LATHE_CATEGORY &&
                   c->encode == LATHE_ENCODE_ORDINAL) {
            encode_ordinal(ordinal++, x->dense, code++, rows->categories,
                           rows->n, c);
        } else if (c->kind == LATHE_CATEGORY) {
            encode_onehot(hot++, x->hots, code++, rows->categories, rows->n, c,
                          first);
            first += c->width;
        }
    }
}

static void encode_targets(struct lathe_inputs *x,
                           const struct lathe_schema *s,
                           const struct lathe_rows *rows)
{
    size_t n = rows->n, k = x->values;

    if (x->labels)
        memcpy(x->label + x->n * x->labels, rows->label,
               n * x->labels * sizeof *x->label);
    for (size_t t = 0; t < k; t++) {
        const struct lathe_target *of = &s->target[t];

        for (size_t i = 0; i < n; i++)
            x->value[(x->n + i) * k + t] =
                (float)((rows->value[i * k + t] - of->shift) * of->factor);
    }
}

void lathe_encode_rows(struct lathe_inputs *x, const struct lathe_schema *s,
                       const struct lathe_rows *rows)
{
    size_t n = rows->n;

    assert(n <= x->cap - x->n);
    assert(x->width == s->inputs && x->dense == s->dense);
    assert(rows->texts == s->texts);
    assert(rows->numbers == s->numbers && rows->pixels == s->pixels &&
           rows->categories == s->categories && rows->labels == s->labels &&
           rows->values == s->values);
    if (n == 0)
        return;
    if (x->pixels)
        memcpy(x->pixel + x->n * x->pixels, rows->pixel, n * x->pixels);
    else
        encode_columns(x, s, rows);
    if (rows->texts)
        encode_texts(x, s, rows);
    encode_targets(x, s, rows);
    for (size_t i = 0; x->weight && i < n; i++)
        x->weight[x->n + i] = (float)rows->weight[i];
    x->n += n;
}

void lathe_encode_expand(const struct lathe_inputs *x, size_t i, float *out)
{
    const uint8_t *pixel = x->pixel + i * x->pixels;
    const uint32_t *hot = x->hot + i * x->hots;

    assert(i < x->n);
    for (size_t p = 0; p < x->pixels; p++) {
        size_t channel = p / x->plane;
        out[p] = ((float)pixel[p] - x->pixel_shift[channel]) *
                 x->pixel_factor[channel];
    }
    if (x->pixels)
        return;
    if (x->dense)
        memcpy(out, x->x + i * x->dense, x->dense * sizeof *out);
    for (size_t p = x->dense; p < x->width; p++)
        out[p] = 0.0f;
    for (size_t h = 0; h < x->hots; h++)
        if (hot[h] != LATHE_COLD)
            out[hot[h]] = 1.0f;
}
