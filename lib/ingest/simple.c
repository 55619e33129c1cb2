#include "ingest/simple.h"

#include "base/alloc.h"
#include "ingest/utf8.h"

#include <string.h>

/* Bytes looked at in one go: text, copy, masks and fields stay in the first
 * two caches. A record that does not fit gets a wider window; one that does
 * not fit into the widest goes to libcsv. */
#define WINDOW ((size_t)32 << 10)
#define WIDEST ((size_t)256 << 10)
#define SMALL ((size_t)1 << 10)

/* A piece of the input, its classes, and its copy in the builder, with NULs in
 * the place of separators. */
struct window {
    const char *s;
    char *copy;
    size_t n;
    char quote;                 /* 0: none */
    struct lathe_classes *class;        /* [blocks] of 64 bytes */
    size_t blocks;
    const uint32_t *end;        /* [ends] places of separators, once they were
                                 * asked for */
    size_t ends, next;          /* next: the first not yet passed */
};

/* One record, s[begin..end] with its LF. */
struct span {
    size_t begin, end;
    uint64_t quote, cr, blank, odd;     /* any bit: it has such bytes */
    bool apart;                 /* its fields, once cut, do not lie one behind
                                 * the other */
};

/* ---- finding records ---------------------------------------------------- */

static void look_at(struct span *p, const struct lathe_classes *c,
                    uint64_t within)
{
    p->quote |= c->quote & within;
    p->cr |= c->cr & within;
    p->blank |= c->blank & within;
    p->odd |= c->odd & within;
}

/* The line that begins at p->begin; false when its end is not there. */
static bool find_end(const struct window *w, struct span *p)
{
    size_t block = p->begin / 64;
    uint64_t within = ~(uint64_t)0 << (p->begin & 63);

    p->quote = p->cr = p->blank = p->odd = 0;
    for (; block < w->blocks; block++, within = ~(uint64_t)0) {
        const struct lathe_classes *c = &w->class[block];
        uint64_t lf = c->lf & within;

        if (lf) {
            look_at(p, c, within & (lf ^ (lf - 1)));
            p->end = block * 64 + (size_t)__builtin_ctzll(lf);
            return true;
        }
        look_at(p, c, within);
    }
    return false;
}

/* ---- fields ------------------------------------------------------------- */

/* The fields without the blanks around them; whether there were any. */
static bool trim(struct lathe_field *f, size_t n, char delimiter)
{
    bool any = false;

    for (size_t i = 0; i < n; i++, f++) {
        const char *s = f->s, *end = s + f->len;

        while (s < end && lathe_records_is_blank(*s, delimiter))
            s++;
        if (s < end && lathe_records_is_blank(end[-1], delimiter)) {
            while (lathe_records_is_blank(end[-1], delimiter))
                end--;
            *(char *)(uintptr_t)end = '\0';
        }
        any |= (size_t)(end - s) != f->len;
        *f = (struct lathe_field){ s, (size_t)(end - s) };
    }
    return any;
}

/* The ends of all fields of the window, if it has no quotes. */
static void find_ends(struct window *w, const struct lathe_records *r)
{
    r->end[0] = UINT32_MAX;     /* before the first byte */
    w->end = r->end + 1;
    w->ends = r->plain.find(w->class, w->blocks, r->end + 1);
}

/* Cuts at the separators; false: not `cols` fields. */
static bool cut_plain(struct window *w, const struct span *p,
                      const struct lathe_records *r, struct lathe_field *f)
{
    const uint32_t *end;

    if (!w->end)
        find_ends(w, r);
    while (w->end[w->next] < p->begin)  /* in records that have quotes */
        w->next++;
    end = w->end + w->next;
    if (w->ends - w->next < r->cols || end[r->cols - 1] != p->end)
        return false;
    r->plain.cut(end, r->cols, w->copy, f);
    w->next += r->cols;
    return true;
}

/* The quotes of a record in their order. */
struct quotes {
    const struct window *w;
    size_t block, last;
    uint64_t bits;              /* of the block, those to come */
};

/* Where the next one is; SIZE_MAX: none in the blocks of the record. */
static size_t peek(struct quotes *q)
{
    while (!q->bits) {
        if (q->block == q->last)
            return SIZE_MAX;
        q->bits = q->w->class[++q->block].quote;
    }
    return q->block * 64 + (size_t)__builtin_ctzll(q->bits);
}

static size_t next(struct quotes *q)
{
    size_t at = peek(q);

    q->bits &= q->bits - 1;
    return at;
}

/* The next separator at or after `at`; there is one. */
static size_t next_sep(const struct window *w, size_t at)
{
    size_t block = at / 64;
    uint64_t bits = w->class[block].sep & (~(uint64_t)0 << (at & 63));

    while (!bits)
        bits = w->class[++block].sep;
    return block * 64 + (size_t)__builtin_ctzll(bits);
}

/* A record with quotes, in which separators may be text: its copy is made
 * anew. False: it is not simple. */
static bool cut_quoted(struct window *w, const struct span *p, size_t cols,
                       char delimiter, struct lathe_field *f)
{
    size_t begin = p->begin, sep, last, block = begin / 64;
    struct quotes q = {
        .w = w, .block = block, .last = p->end / 64,
        .bits = w->class[block].quote & (~(uint64_t)0 << (begin & 63)),
    };

    memcpy(w->copy + begin, w->s + begin, p->end + 1 - begin);
    for (size_t j = 0; j < cols; j++, f++, begin = sep + 1) {
        bool quoted = w->s[begin] == w->quote;

        if (quoted) {
            next(&q);
            begin++;
            last = next(&q);
            if (last >= p->end)
                return false;
            sep = last + 1;
            sep += sep + 1 == p->end && w->s[sep] == '\r';
            if (sep != p->end && w->s[sep] != delimiter)
                return false;
        } else {
            sep = last = next_sep(w, begin);
            if (peek(&q) < sep)
                return false;
            last -= sep == p->end && last > begin && w->s[last - 1] == '\r';
        }
        *f = (struct lathe_field){ w->copy + begin, last - begin };
        w->copy[last] = '\0';
        if (!quoted)
            (void)trim(f, 1, delimiter);
        if (sep == p->end)
            return j + 1 == cols;
    }
    return false;
}

/* Whether every CR of the record stands before its LF. */
static bool only_crlf(const struct window *w, const struct span *p)
{
    return p->end > p->begin &&
           memchr(w->s + p->begin, '\r', p->end - p->begin) ==
               w->s + p->end - 1;
}

/* The fields of one line; false: libcsv has to look at it. */
static bool cut(struct window *w, struct span *p,
                const struct lathe_records *r, struct lathe_field *f)
{
    const struct lathe_reader_opts *o = &r->opts;
    size_t n = p->end + 1 - p->begin;

    if (n > o->max_field_bytes || n > o->max_record_bytes)
        return false;
    if (o->dialect.comment && w->s[p->begin] == o->dialect.comment)
        return false;
    if (p->odd && lathe_utf8_check(w->s + p->begin, n) < n)
        return false;
    if (p->cr && !only_crlf(w, p))
        return false;
    p->apart = p->quote && w->quote;
    if (p->apart)
        return cut_quoted(w, p, r->cols, o->dialect.delimiter, f);
    if (!cut_plain(w, p, r, f))
        return false;
    if (p->cr) {
        struct lathe_field *last = &f[r->cols - 1];

        w->copy[p->end - 1] = '\0';
        last->len--;
    }
    if (p->blank)
        p->apart = trim(f, r->cols, o->dialect.delimiter);
    return true;
}

/* ---- windows ------------------------------------------------------------ */

static void classify(struct window *w, const struct lathe_records *r)
{
    const struct lathe_dialect *d = &r->opts.dialect;
    size_t full = w->n / 64, rest = w->n % 64;

    r->classify(w->s, full, d->delimiter, d->quote, w->class, w->copy);
    if (rest) {
        char tail[64] = {0};    /* no LF: nothing of it is a record's end */

        memcpy(tail, w->s + full * 64, rest);
        r->classify(tail, 1, d->delimiter, d->quote, &w->class[full], tail);
        memcpy(w->copy + full * 64, tail, rest);
    }
}

/* False: it is as large as it may be, or all that is there fitted. */
static bool grow_window(struct lathe_records *r, size_t most)
{
    bool grows = r->window < most &&
                 r->lines.end - r->lines.pos > r->window;

    if (grows)
        r->window *= 2;
    return grows;
}

/* Records of `rows` more were taken: whether there may be more, and how far is
 * looked for them then. `whole`: the next one has its end in the window. */
static bool look_on(struct lathe_records *r, size_t rows, bool whole)
{
    if (rows == 0)
        return !whole && grow_window(r, WIDEST);
    if (r->window > WINDOW && rows > 1)
        r->window /= 2;         /* some fit into half of it */
    else
        grow_window(r, WINDOW);
    return true;
}

/* Records of one window; *more: the next window may have more. */
static enum lathe_code take_window(struct lathe_records *r, bool *more,
                                   struct lathe_err *err)
{
    struct lathe_lines *l = &r->lines;
    struct lathe_builder *b = &r->builder;
    struct span p = {0};
    struct window w = {0};
    size_t rows = b->rows, fields;
    bool whole = true;
    enum lathe_code rc;

    w.s = l->buf + l->pos;
    w.n = l->end - l->pos < r->window ? l->end - l->pos : r->window;
    w.blocks = (w.n + 63) / 64;
    w.quote = r->opts.dialect.quote;
    /* A record has a byte for each of its fields. */
    fields = (LATHE_BUILDER_ROWS - rows) * r->cols;
    if (fields > w.n + r->cols)
        fields = w.n + r->cols;
    rc = lathe_builder_room(b, w.n + 1, fields, err);
    if (!rc)
        rc = lathe_grow(&r->class, &r->classes, w.blocks, sizeof *r->class,
                        err);
    if (!rc)
        rc = lathe_grow(&r->end, &r->ends, 1 + w.n + LATHE_ENDS_SLACK,
                        sizeof *r->end, err);
    if (rc)
        return rc;
    w.class = r->class;
    w.copy = b->text + b->used;
    classify(&w, r);
    while (b->rows < LATHE_BUILDER_ROWS && p.begin < w.n &&
           (whole = find_end(&w, &p)) &&
           cut(&w, &p, r, b->field + b->fields)) {
        size_t n = p.end + 1 - p.begin;

        b->joined += !p.apart;
        lathe_builder_end(b, r->cols, n, l->number++, w.s + p.begin, n);
        p.begin += n;
    }
    l->pos += p.begin;
    lathe_lines_mark(l);
    *more = !lathe_builder_full(b) && l->pos < l->end &&
            look_on(r, b->rows - rows, whole);
    if (!*more && whole && p.begin < w.n)
        r->window = SMALL;      /* it is not worth to look far */
    return LATHE_OK;
}

enum lathe_code lathe_simple_take(struct lathe_records *r,
                                  struct lathe_err *err)
{
    bool more = r->classify && r->cols && r->lines.style == LATHE_LINES_LF &&
                r->lines.pos < r->lines.end;
    enum lathe_code rc = LATHE_OK;

    if (r->window == 0)
        r->window = WINDOW;
    while (more && !rc)
        rc = take_window(r, &more, err);
    return rc;
}
