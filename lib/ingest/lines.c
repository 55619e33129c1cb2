#include "ingest/lines.h"

#include "base/alloc.h"
#include "ingest/utf8.h"

#include <assert.h>
#include <string.h>

/* Bytes per read: fits the second cache with the fields made of it. */
#define READ_BYTES ((size_t)256 << 10)

void lathe_lines_init(struct lathe_lines *l, struct lathe_source *source)
{
    *l = (struct lathe_lines){ .source = source, .number = 1,
                               .mark_number = 1 };
}

void lathe_lines_feed(struct lathe_lines *l, const char *s, size_t n, bool eof,
                      uint64_t number)
{
    assert(!l->source && l->cap == 0);
    *l = (struct lathe_lines){
        .buf = (char *)(uintptr_t)s, .end = n, .eof = eof, .number = number,
        .mark_number = number, .style = LATHE_LINES_LF, .begun = true,
    };
}

void lathe_lines_release(struct lathe_lines *l)
{
    if (l->cap)
        lathe_free(l->buf);
    *l = (struct lathe_lines){0};
}

/* The next byte c at or after both pos and *hint, else end. */
static size_t find(const struct lathe_lines *l, char c, size_t *hint)
{
    if (*hint < l->pos)
        *hint = l->pos;
    if (*hint < l->end && l->buf[*hint] != c) {
        const char *at = memchr(l->buf + *hint, c, l->end - *hint);
        *hint = at ? (size_t)(at - l->buf) : l->end;
    }
    return *hint;
}

/* A byte order mark before the first line; it is not part of anything, and
 * there is one at most. */
static void skip_bom(struct lathe_lines *l)
{
    bool enough = l->end - l->pos >= 3;

    if (l->begun || (!enough && !l->eof))
        return;
    l->begun = true;
    if (enough && memcmp(l->buf + l->pos, "\xef\xbb\xbf", 3) == 0) {
        l->pos += 3;
        l->mark = l->pos;
    }
}

enum lathe_lines_state lathe_lines_next(struct lathe_lines *l,
                                        struct lathe_line *line)
{
    size_t lf, cr, next;
    bool lone_cr = false;

    skip_bom(l);
    lf = find(l, '\n', &l->lf);
    cr = find(l, '\r', &l->cr);
    if (lf == l->end && cr + 1 >= l->end && !l->eof)
        return LATHE_LINES_MORE;    /* a CR at the end may be half a CR LF */
    l->begun = true;
    if (l->pos == l->end)
        return LATHE_LINES_END;
    if (cr + 1 < lf || (cr + 1 == lf && lf == l->end)) {
        lone_cr = true;
        next = cr + 1;
    } else if (lf < l->end) {
        next = lf + 1;
    } else {
        next = l->end;
    }

    if (l->style == LATHE_LINES_UNKNOWN)
        l->style = lone_cr ? LATHE_LINES_CR : LATHE_LINES_LF;
    *line = (struct lathe_line){ l->buf + l->pos, next - l->pos, l->number };
    if (!lone_cr || l->style == LATHE_LINES_CR)
        l->number++;
    l->pos = next;
    return LATHE_LINES_ONE;
}

/* Moves what is kept to the begin of the buffer. */
static void compact(struct lathe_lines *l)
{
    size_t gone = l->mark;

    if (gone == 0)
        return;
    memmove(l->buf, l->buf + gone, l->end - gone);
    l->mark = 0;
    l->pos -= gone;
    l->end -= gone;
    l->lf = l->lf > gone ? l->lf - gone : 0;
    l->cr = l->cr > gone ? l->cr - gone : 0;
    l->plain = l->plain > gone ? l->plain - gone : 0;
}

enum lathe_code lathe_lines_fill(struct lathe_lines *l, struct lathe_err *err)
{
    size_t got;
    enum lathe_code rc;

    compact(l);
    if (l->cap - l->end < READ_BYTES / 2) {
        rc = lathe_grow(&l->buf, &l->cap, l->end + READ_BYTES, 1, err);
        if (rc)
            return rc;
    }
    rc = lathe_source_read(l->source, l->buf + l->end, l->cap - l->end, &got,
                           err);
    if (rc)
        return rc;
    l->eof = got == 0;
    l->end += got;
    return LATHE_OK;
}

void lathe_lines_mark(struct lathe_lines *l)
{
    l->mark = l->pos;
    l->mark_number = l->number;
}

void lathe_lines_seek(struct lathe_lines *l, size_t offset, uint64_t number)
{
    assert(offset <= l->end - l->mark);
    l->pos = l->mark + offset;
    l->number = number;
    l->lf = l->cr = l->plain = l->pos;
}

size_t lathe_lines_taken(const struct lathe_lines *l)
{
    return l->pos - l->mark;
}

enum lathe_code lathe_lines_skip(struct lathe_lines *l, struct lathe_err *err)
{
    struct lathe_line line;

    l->skipping = true;
    for (;;) {
        enum lathe_lines_state state = lathe_lines_next(l, &line);
        enum lathe_code rc;

        if (state != LATHE_LINES_MORE) {
            l->skipping = false;
            lathe_lines_mark(l);
            return LATHE_OK;
        }
        /* A CR at the end stays: it may be half a line end. */
        if (l->pos < l->end)
            l->pos = l->end - (l->buf[l->end - 1] == '\r');
        l->mark = l->pos;
        if (!l->source)
            return LATHE_OK;
        rc = lathe_lines_fill(l, err);
        if (rc)
            return rc;
    }
}

size_t lathe_lines_check(struct lathe_lines *l, const struct lathe_line *line)
{
    size_t first = (size_t)(line->s - l->buf);

    if (l->plain < first)
        l->plain = first;
    if (l->plain < first + line->n)
        l->plain += lathe_utf8_plain(l->buf + l->plain, l->end - l->plain);
    if (l->plain >= first + line->n)
        return line->n;
    return lathe_utf8_check(line->s, line->n);
}
