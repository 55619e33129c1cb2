#include "nn/embed.h"

#include "base/alloc.h"

#include <string.h>

#define TABLES_MAX ((size_t)1 << 28)

/* ---- the words ---------------------------------------------------------- */

/* "16x4", or "7". */
static enum lathe_code read_column(struct lathe_words *w, const char *word,
                                   size_t n, struct lathe_embed_column *c)
{
    bool embedded = memchr(word, 'x', n) != NULL;
    enum lathe_code rc = lathe_words_pair(
        w, "the places of a column, or places and size of a vector as in 16x4",
        true, 0, &c->width, &c->size);

    if (!embedded)
        c->size = 0;
    return rc;
}

static enum lathe_code add_column(struct lathe_words *w, struct lathe_embed *e,
                                  size_t *cap, size_t *tables)
{
    struct lathe_embed_column c = {0};
    size_t n;
    const char *word = lathe_words_peek(w, &n);
    enum lathe_code rc = read_column(w, word, n, &c);

    if (!rc && memchr(word, 'x', n) && (c.width == 0 || c.size == 0))
        rc = lathe_words_fail(w, "a table has one row and one column at "
                              "least");
    if (rc)
        return rc;
    c.table = *tables;
    *tables += (size_t)c.width * c.size;
    if (*tables > TABLES_MAX)
        return lathe_words_fail(w, "its tables have more than %zu numbers",
                                TABLES_MAX);
    rc = lathe_grow(&e->column, cap, e->n + 1, sizeof *e->column, w->err);
    if (!rc)
        e->column[e->n++] = c;
    return rc;
}

/* Where the columns are among inputs and outputs; false: they are too many. */
static bool place_columns(struct lathe_embed *e, struct lathe_layer *l)
{
    uint64_t widths = 0, vectors = 0, first, to;

    for (size_t i = 0; i < e->n; i++) {
        widths += e->column[i].width;
        vectors += e->column[i].size;
        e->plain += e->column[i].size == 0;
    }
    if (widths > l->in.c || l->in.c + vectors >= LATHE_WORDS_MOST)
        return false;
    e->dense = l->in.c - (uint32_t)widths;
    e->floats = e->dense + (uint32_t)vectors;
    first = e->dense;
    to = e->floats;
    vectors = e->dense;
    for (size_t i = 0; i < e->n; i++) {
        struct lathe_embed_column *c = &e->column[i];
        uint64_t *at = c->size ? &vectors : &to;

        c->first = (uint32_t)first;
        c->to = (uint32_t)*at;
        first += c->width;
        *at += c->size ? c->size : c->width;
    }
    l->out = (struct lathe_shape){ (uint32_t)to, 1, 1 };
    return true;
}

enum lathe_code lathe_embed_read(struct lathe_words *w, struct lathe_layer *l)
{
    struct lathe_embed *e = NULL;
    size_t cap = 0, n;
    enum lathe_code rc;

    if (w->place != 1 || l->in.h != 1 || l->in.w != 1)
        return lathe_words_fail(w, "embed is the first layer, and of a table");
    rc = lathe_new(&e, 1, sizeof *e, "an embedding", w->err);
    if (rc)
        return rc;
    l->embed = e;
    while (!rc && lathe_words_peek(w, &n))
        rc = add_column(w, e, &cap, &l->weights);
    if (!rc && l->weights == 0)
        rc = lathe_words_fail(w, "no column has a vector, as in 16x4");
    if (!rc && !place_columns(e, l))
        rc = lathe_words_fail(w, "its columns do not fit the %u inputs",
                              l->in.c);
    return rc;
}

void lathe_embed_free(struct lathe_embed *e)
{
    if (e)
        lathe_free(e->column);
    lathe_free(e);
}

enum lathe_code lathe_embed_copy(struct lathe_embed **out,
                                 const struct lathe_embed *e,
                                 struct lathe_err *err)
{
    const char *what = "an embedding";
    struct lathe_embed *made = NULL;
    enum lathe_code rc = lathe_new(&made, 1, sizeof *made, what, err);

    if (rc)
        return rc;
    *made = *e;
    made->column = NULL;
    rc = lathe_new(&made->column, e->n, sizeof *made->column, what, err);
    if (rc) {
        lathe_embed_free(made);
        return rc;
    }
    memcpy(made->column, e->column, e->n * sizeof *made->column);
    *out = made;
    return LATHE_OK;
}

void lathe_embed_text(struct lathe_buf *out, const struct lathe_embed *e)
{
    for (size_t i = 0; i < e->n; i++) {
        lathe_buf_printf(out, " %u", e->column[i].width);
        if (e->column[i].size)
            lathe_buf_printf(out, "x%u", e->column[i].size);
    }
}

/* ---- the schema --------------------------------------------------------- */

const struct lathe_column *lathe_embed_source(const struct lathe_schema *s,
                                              size_t k)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind == LATHE_CATEGORY && c->encode != LATHE_ENCODE_ORDINAL &&
            k-- == 0)
            return c;
    }
    return NULL;
}

bool lathe_embed_fits(const struct lathe_net *net,
                      const struct lathe_schema *s)
{
    const struct lathe_embed *e = net->n ? net->layer[0].embed : NULL;
    size_t k = 0;

    if (!e)
        return true;
    if (e->n != s->hots || e->dense != s->dense || s->image.channels)
        return false;
    for (size_t i = 0; i < s->n; i++) {
        const struct lathe_column *c = &s->column[i];

        if (c->kind == LATHE_CATEGORY && c->encode != LATHE_ENCODE_ORDINAL &&
            e->column[k++].width != c->width)
            return false;
    }
    return true;
}
