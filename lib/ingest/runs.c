#include "ingest/runs.h"

#include "ingest/utf8.h"

#include <string.h>

/* Bytes looked at in one go: text, copy and fields stay in the first two
 * caches. */
#define WINDOW ((size_t)32 << 10)
#define SMALL ((size_t)1 << 10)

/* Bytes of a character of UTF-8, at most. */
#define GLYPH 4

/* How much of s[0..n) is text without a quote. */
static size_t plain(const struct lathe_records *r, const char *s, size_t n)
{
    char quote = r->opts.dialect.quote;
    const char *at = quote ? memchr(s, quote, n) : NULL;

    return lathe_utf8_check(s, at ? (size_t)(at - s) : n);
}

/* The line s[0..n) with its LF, of which `copy` is a copy. */
static bool take_line(struct lathe_records *r, const char *s, size_t n,
                      char *copy)
{
    const struct lathe_reader_opts *o = &r->opts;
    struct lathe_builder *b = &r->builder;

    if (n > o->max_field_bytes || n > o->max_record_bytes)
        return false;
    if (o->dialect.comment && *s == o->dialect.comment)
        return false;
    if (!lathe_fields_cut(r->fields, copy, n, r->cols, b->field + b->fields))
        return false;
    b->fields += r->cols;
    b->used += n;
    lathe_builder_end(b, r->lines.number++, s, n);
    return true;
}

/* Text in which the next lines are, s[0..n), and its copy in the builder. */
struct window {
    const char *s;
    char *copy;
    size_t n;
};

static enum lathe_code copy_window(struct window *w, struct lathe_records *r,
                                   struct lathe_err *err)
{
    struct lathe_builder *b = &r->builder;
    /* A record has a byte for each of its fields. */
    enum lathe_code rc = lathe_builder_room(b, w->n + 1, w->n, err);

    if (rc)
        return rc;
    w->copy = b->text + b->used;
    memcpy(w->copy, w->s, w->n);
    return LATHE_OK;
}

/* Returns how many bytes were taken; *other: behind them is a line that is
 * not for here. */
static size_t take_lines(struct window *w, struct lathe_records *r,
                         bool *other)
{
    size_t done = 0;

    *other = false;
    while (r->builder.rows < LATHE_BUILDER_ROWS) {
        const char *s = w->s + done, *lf = memchr(s, '\n', w->n - done);

        if (!lf)
            break;
        *other = !take_line(r, s, (size_t)(lf - s) + 1, w->copy + done);
        if (*other)
            break;
        done = (size_t)(lf - w->s) + 1;
    }
    return done;
}

/* Lines of one window; *more: the next window may have more. */
static enum lathe_code take_window(struct lathe_records *r, bool *more,
                                   struct lathe_err *err)
{
    struct lathe_lines *l = &r->lines;
    struct window w = {.s = l->buf + l->pos};
    size_t left = l->end - l->pos, n = left < r->window ? left : r->window;
    size_t done;
    bool other;
    enum lathe_code rc;

    w.n = plain(r, w.s, n);
    rc = copy_window(&w, r, err);
    if (rc)
        return rc;
    done = take_lines(&w, r, &other);
    l->pos += done;
    lathe_lines_mark(l);
    other |= n - w.n >= GLYPH;  /* one may stand across the end */
    *more = !other && !lathe_builder_full(&r->builder) && n < left &&
            (done || r->window < WINDOW);
    if (other)
        r->window = SMALL;      /* it is not worth to look far */
    else if (r->window < WINDOW)
        r->window *= 2;
    return LATHE_OK;
}

enum lathe_code lathe_runs_take(struct lathe_records *r, struct lathe_err *err)
{
    bool more = !r->classify && r->cols &&
                r->lines.style == LATHE_LINES_LF &&
                r->lines.pos < r->lines.end;
    enum lathe_code rc = LATHE_OK;

    if (r->window == 0)
        r->window = WINDOW;
    while (more && !rc)
        rc = take_window(r, &more, err);
    return rc;
}
