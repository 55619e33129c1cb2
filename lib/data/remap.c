#include "data/remap.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "data/hashing.h"

#include <assert.h>
#include <string.h>

/* Fails with the first few of the lines, or for want of memory. */
static enum lathe_code refuse(const struct lathe_buf *lines,
                              struct lathe_err *err)
{
    const size_t few = 3;
    struct lathe_buf text = {0};
    size_t n = 0;
    enum lathe_code rc = lathe_buf_check(lines, err);

    for (const char *s = lines->s; !rc && *s; n++) {
        size_t len = strcspn(s, "\n");

        if (n < few) {
            lathe_buf_puts(&text, n ? "; " : "");
            lathe_buf_add(&text, s, len);
        }
        s += len + 1;           /* each line ends in a newline */
    }
    if (n > few)
        lathe_buf_printf(&text, " (and %zu more)", n - few);
    if (!rc)
        rc = lathe_buf_check(&text, err);
    if (!rc)
        rc = lathe_fail(err, LATHE_EDATA, "it does not fit the model: %s",
                        text.s);
    lathe_buf_release(&text);
    return rc;
}

static enum lathe_code check_fit(const struct lathe_schema *from,
                                 const struct lathe_schema *to,
                                 struct lathe_err *err)
{
    struct lathe_buf lines = {0};
    enum lathe_code rc = LATHE_OK;

    lathe_schema_differences(&lines, from, to);
    if (lines.len > 0 || lathe_buf_check(&lines, NULL))
        rc = refuse(&lines, err);
    lathe_buf_release(&lines);
    return rc;
}

/* *out: the new code of each word of `from`. */
static enum lathe_code map_words(uint32_t **out, const struct lathe_dict *from,
                                 const struct lathe_dict *to,
                                 struct lathe_err *err)
{
    enum lathe_code rc = lathe_new(out, from->n, sizeof **out, "codes", err);

    for (uint32_t i = 0; i < from->n && !rc; i++) {
        uint32_t code = lathe_dict_find(to, from->word[i], from->length[i]);
        (*out)[i] = code == LATHE_DICT_NONE ? LATHE_UNKNOWN_CODE : code;
    }
    return rc;
}

/* The same for a column whose codes are hashes now. */
static enum lathe_code hash_words(uint32_t **out,
                                  const struct lathe_dict *from,
                                  struct lathe_err *err)
{
    enum lathe_code rc = lathe_new(out, from->n, sizeof **out, "codes", err);

    for (uint32_t i = 0; i < from->n && !rc; i++)
        (*out)[i] = lathe_hashing_code(from->word[i], from->length[i]);
    return rc;
}

/* Where each column of the old schema lies in its rows, by the column's
 * place in the schema, and that place by its name. */
struct places {
    struct lathe_dict names;
    size_t *in_row;
};

static void release_places(struct places *p)
{
    lathe_dict_release(&p->names);
    lathe_free(p->in_row);
}

static enum lathe_code find_places(struct places *p,
                                   const struct lathe_schema *s,
                                   struct lathe_err *err)
{
    size_t next[LATHE_KINDS] = {0};
    enum lathe_code rc =
        lathe_new(&p->in_row, s->n, sizeof *p->in_row, "columns", err);

    for (size_t i = 0; i < s->n && !rc; i++) {
        const struct lathe_column *c = &s->column[i];
        uint32_t code;

        /* Dates lie among the numbers, texts have many floats. */
        enum lathe_column_kind among =
            lathe_schema_is_real(c->kind) ? LATHE_NUMBER : c->kind;

        p->in_row[i] = next[among];
        next[among] += among == LATHE_TEXT ? c->dims : 1;
        rc = lathe_dict_add(&p->names, c->name, strlen(c->name), &code, err);
    }
    return rc;
}

/* The columns are known to fit. */
static enum lathe_code map_columns(struct lathe_remap *r,
                                   const struct lathe_schema *from,
                                   const struct lathe_schema *to,
                                   const struct places *p,
                                   struct lathe_err *err)
{
    size_t number = 0, category = 0, pixel = 0, text = 0;
    enum lathe_code rc = LATHE_OK;

    r->pixels_in_order = r->pixels == r->from_pixels;
    for (size_t i = 0; i < to->n && !rc; i++) {
        const struct lathe_column *c = &to->column[i];
        uint32_t k = lathe_dict_find(&p->names, c->name, strlen(c->name));

        if (c->kind == LATHE_DROPPED)
            continue;
        if (lathe_schema_is_real(c->kind)) {
            r->number[number++] = p->in_row[k];
        } else if (c->kind == LATHE_TEXT) {
            for (uint32_t d = 0; d < c->dims; d++)
                r->text[text++] = p->in_row[k] + d;
        } else if (c->kind == LATHE_PIXEL) {
            r->pixels_in_order &= p->in_row[k] == pixel;
            r->pixel[pixel++] = p->in_row[k];
        } else {
            r->category[category] = p->in_row[k];
            r->codes[category] = from->column[k].dict.n;
            if (c->encode == LATHE_ENCODE_HASH)
                rc = hash_words(&r->code[category++], &from->column[k].dict,
                                err);
            else
                rc = map_words(&r->code[category++], &from->column[k].dict,
                               &c->dict, err);
        }
    }
    return rc;
}

/* The targets are known to fit. */
static enum lathe_code map_targets(struct lathe_remap *r,
                                   const struct lathe_schema *from,
                                   const struct lathe_schema *to,
                                   struct lathe_err *err)
{
    const char *what = "targets";
    enum lathe_code rc = lathe_new(&r->target, to->targets, sizeof *r->target,
                                   what, err);

    if (!rc)
        rc = lathe_new(&r->labels, to->targets, sizeof *r->labels, what, err);
    if (!rc)
        rc = lathe_new(&r->label, to->targets, sizeof *r->label, what, err);
    if (!rc)
        r->targets = to->targets;       /* arrays to release in `label` */
    for (size_t t = 0; t < to->targets && !rc; t++) {
        size_t at = lathe_schema_same_target(from, to, t);

        r->target[t] = at;
        r->labels[t] = from->target[at].classes.n;
        rc = map_words(&r->label[t], &from->target[at].classes,
                       &to->target[t].classes, err);
    }
    return rc;
}

enum lathe_code lathe_remap_init(struct lathe_remap *r,
                                 const struct lathe_schema *from,
                                 const struct lathe_schema *to,
                                 struct lathe_err *err)
{
    const char *what = "columns";
    struct places p = {0};
    enum lathe_code rc;

    *r = (struct lathe_remap){.numbers = to->numbers,
                              .texts = to->texts,
                              .from_texts = from->texts,
                              .pixels = to->pixels,
                              .from_numbers = from->numbers,
                              .from_categories = from->categories,
                              .from_pixels = from->pixels,
                              .from_targets = from->targets,
                              .classify = to->task == LATHE_CLASSIFY};
    rc = check_fit(from, to, err);
    if (!rc)
        rc = lathe_new(&r->number, to->numbers, sizeof *r->number, what, err);
    if (!rc)
        rc = lathe_new(&r->text, to->texts, sizeof *r->text, what, err);
    if (!rc)
        rc = lathe_new(&r->category, to->categories, sizeof *r->category, what,
                       err);
    if (!rc)
        rc = lathe_new(&r->codes, to->categories, sizeof *r->codes, what, err);
    if (!rc)
        rc = lathe_new(&r->code, to->categories, sizeof *r->code, what, err);
    if (!rc)
        r->categories = to->categories;     /* arrays to release in `code` */
    if (!rc)
        rc = lathe_new(&r->pixel, to->pixels, sizeof *r->pixel, what, err);
    if (!rc)
        rc = map_targets(r, from, to, err);
    if (!rc)
        rc = find_places(&p, from, err);
    if (!rc)
        rc = map_columns(r, from, to, &p, err);
    release_places(&p);
    if (rc)
        lathe_remap_release(r);
    return rc;
}

void lathe_remap_release(struct lathe_remap *r)
{
    for (size_t i = 0; i < r->categories; i++)
        lathe_free(r->code[i]);
    lathe_free(r->code);
    lathe_free(r->codes);
    lathe_free(r->number);
    lathe_free(r->text);
    lathe_free(r->category);
    lathe_free(r->pixel);
    for (size_t t = 0; t < r->targets; t++)
        lathe_free(r->label[t]);
    lathe_free(r->label);
    lathe_free(r->labels);
    lathe_free(r->target);
    *r = (struct lathe_remap){0};
}

/* Special codes stand for themselves. */
static uint32_t moved(const uint32_t *map, uint32_t n, uint32_t code)
{
    return code < n ? map[code] : code;
}

static void move_pixels(const struct lathe_remap *r,
                        const struct lathe_rows *in, struct lathe_rows *out)
{
    if (r->pixels_in_order && r->pixels) {
        memcpy(out->pixel, in->pixel, in->n * r->pixels);
        return;
    }
    for (size_t i = 0; i < in->n; i++)
        for (size_t k = 0; k < r->pixels; k++)
            out->pixel[i * r->pixels + k] =
                in->pixel[i * r->from_pixels + r->pixel[k]];
}

static void move_targets(const struct lathe_remap *r,
                         const struct lathe_rows *in, struct lathe_rows *out)
{
    size_t k = r->targets, from = r->from_targets;

    assert(in->labels + in->values == from && out->labels + out->values == k);
    for (size_t i = 0; i < in->n; i++)
        for (size_t t = 0; t < k; t++)
            if (r->classify)
                out->label[i * k + t] =
                    moved(r->label[t], r->labels[t],
                          in->label[i * from + r->target[t]]);
            else
                out->value[i * k + t] = in->value[i * from + r->target[t]];
}

void lathe_remap_rows(const struct lathe_remap *r, const struct lathe_rows *in,
                      struct lathe_rows *out)
{
    assert(in->n <= out->cap && in->numbers == r->from_numbers &&
           in->categories == r->from_categories &&
           in->pixels == r->from_pixels && out->numbers == r->numbers &&
           out->categories == r->categories && out->pixels == r->pixels &&
           in->texts == r->from_texts && out->texts == r->texts);
    for (size_t i = 0; i < in->n; i++)
        for (size_t k = 0; k < r->numbers; k++)
            out->number[i * r->numbers + k] =
                in->number[i * r->from_numbers + r->number[k]];
    for (size_t i = 0; i < in->n; i++)
        for (size_t k = 0; k < r->texts; k++)
            out->text[i * r->texts + k] =
                in->text[i * r->from_texts + r->text[k]];
    for (size_t i = 0; i < in->n; i++)
        for (size_t k = 0; k < r->categories; k++)
            out->code[i * r->categories + k] =
                moved(r->code[k], r->codes[k],
                      in->code[i * r->from_categories + r->category[k]]);
    move_pixels(r, in, out);
    move_targets(r, in, out);
    if (out->weight && in->n)
        memcpy(out->weight, in->weight, in->n * sizeof *out->weight);
    out->n = in->n;
}
