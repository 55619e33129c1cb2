#include "ingest/runs.h"

#include "ingest/utf8.h"

#include <string.h>

/* Bytes looked at in one go: text, copy and fields stay in the first two
 * caches. */
#define WINDOW ((size_t)32 << 10)
#define SMALL ((size_t)1 << 10)

/* Bytes given to libcsv in one go: what it finds stays in the first cache. */
#define PIECE ((size_t)8 << 10)

/* Bytes of a character of UTF-8, at most. */
#define GLYPH 4

/* How much of s[0..n) is text without a quote. */
static size_t plain(const struct lathe_records *r, const char *s, size_t n)
{
    char quote = r->opts.dialect.quote;
    const char *at = quote ? memchr(s, quote, n) : NULL;

    return lathe_utf8_check(s, at ? (size_t)(at - s) : n);
}

/* ---- one line ----------------------------------------------------------- */

static bool is_end(char c)
{
    return (c == '\r') | (c == '\n');
}

/* Whether a row begins here, be it a blank one: a line is no comment. */
static bool begins_row(const struct lathe_records *r, const char *s)
{
    char comment = r->opts.dialect.comment;

    return !is_end(*s) && !(comment && *s == comment);
}

/* Fields side by side, a byte behind each; returns where the last ends. */
static char *lay_out(const uint16_t *length, size_t cols, char *s,
                     struct lathe_field *field)
{
    for (size_t i = 0; i < cols; i++) {
        size_t n = length[i];

        field[i] = (struct lathe_field){ s, n };
        s[n] = '\0';
        s += n + 1;
    }
    return s - 1;
}

/* The same with blanks around them; NULL: there is nothing else. */
static char *lay_out_between(const uint16_t *length, size_t cols, char *s,
                             char delimiter, struct lathe_field *field)
{
    while (lathe_records_is_blank(*s, delimiter))
        s++;
    if (is_end(*s))
        return NULL;
    for (size_t i = 0; i < cols; i++) {
        char *end;

        while (lathe_records_is_blank(*s, delimiter))
            s++;
        field[i] = (struct lathe_field){ s, length[i] };
        s = end = s + length[i];
        while (lathe_records_is_blank(*s, delimiter))
            s++;
        *end = '\0';
        s++;
    }
    return s - 1;
}

/* ---- pieces ------------------------------------------------------------- */

/* Lines that libcsv measured, and their copy. */
struct piece {
    const char *s;
    char *copy;
    size_t n, done;             /* done: bytes that became records */
    bool blanks;                /* the last line had some */
};

/*
 * Lays a line out that begins with a row of libcsv; returns where its fields
 * end, or NULL. Up to there it has no line end, so that one found where they
 * would end without blanks is the one: there are no blanks. That needs a row
 * that begins with no blank, which may be a blank line that libcsv passed
 * over.
 */
static const char *find_fields(struct piece *p, const struct lathe_records *r,
                               const uint16_t *length,
                               struct lathe_field *field)
{
    const char *s = p->s + p->done;
    char *copy = p->copy + p->done, *end;

    if (!p->blanks && (unsigned char)*s > ' ') {
        end = lay_out(length, r->cols, copy, field);
        if (is_end(s[end - copy]))
            return s + (end - copy);
        memcpy(copy, s, (size_t)(end - copy) + 1);
    }
    p->blanks = true;
    end = lay_out_between(length, r->cols, copy, r->opts.dialect.delimiter,
                          field);
    return end ? s + (end - copy) : NULL;
}

/* Takes the next line, a row with these lengths. */
static bool take_line(struct piece *p, struct lathe_records *r,
                      const uint16_t *length)
{
    const struct lathe_reader_opts *o = &r->opts;
    struct lathe_builder *b = &r->builder;
    const char *s = p->s + p->done, *end;
    size_t n;

    if (!begins_row(r, s))
        return false;
    end = find_fields(p, r, length, b->field + b->fields);
    if (!end)
        return false;
    end += *end == '\r';
    n = (size_t)(end - s) + 1;
    if (*end != '\n' || n > o->max_field_bytes || n > o->max_record_bytes)
        return false;
    lathe_builder_end(b, r->cols, n, r->lines.number++, s, n);
    p->done += n;
    return true;
}

/* Takes lines up to the first one that is not for here; false: there is
 * one. */
static bool take_piece(struct piece *p, struct lathe_records *r)
{
    struct lathe_fields_lengths found;
    size_t fields = 0;

    if (!begins_row(r, p->s) ||
        !lathe_fields_measure(r->fields, p->s, p->n, &found))
        return false;
    for (size_t i = 0; i < found.rows; fields = found.end[i++])
        if (found.end[i] - fields != r->cols ||
            !take_line(p, r, found.length + fields))
            return false;
    return p->done == p->n;
}

/* ---- windows ------------------------------------------------------------ */

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

/* Lines of s[0..n): as many as `most` bytes hold, or else one. */
static size_t whole_lines(const char *s, size_t n, size_t most)
{
    const char *lf = memrchr(s, '\n', most < n ? most : n);

    if (!lf && most < n)
        lf = memchr(s + most, '\n', n - most);
    return lf ? (size_t)(lf - s) + 1 : 0;
}

/* Returns how many bytes were taken; *other: behind them is a line that is
 * not for here. */
static size_t take_lines(const struct window *w, struct lathe_records *r,
                         bool *other)
{
    size_t done = 0, most = r->window < WINDOW ? 1 : PIECE, room;

    *other = false;
    while (!*other && (room = LATHE_BUILDER_ROWS - r->builder.rows) > 0) {
        struct piece p = {.s = w->s + done, .copy = w->copy + done};

        /* A row has two bytes at least. */
        p.n = whole_lines(p.s, w->n - done, most < 2 * room ? most : 2 * room);
        if (!p.n)
            break;
        *other = !take_piece(&p, r);
        done += p.done;
        most = 2 * p.n < PIECE ? 2 * p.n : PIECE;
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
