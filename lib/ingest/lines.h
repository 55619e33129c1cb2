/*
 * lines - physical lines of a source, without copying.
 *
 * A buffer of the bytes from a mark on. Taking lines never reads and reading
 * never takes lines, so that the caller decides when to wait for a pipe. All
 * that was taken since the mark stays there and can be taken again.
 */
#ifndef LATHE_INGEST_LINES_H
#define LATHE_INGEST_LINES_H

#include "base/err.h"
#include "ingest/source.h"

struct lathe_line {
    const char *s;              /* with its line end; until the next fill */
    size_t n;
    uint64_t number;            /* 1-based */
};

enum lathe_line_style {
    LATHE_LINES_UNKNOWN,        /* no line was seen yet */
    LATHE_LINES_LF,             /* LF or CR LF; a lone CR ends a line but does
                                 * not count as one */
    LATHE_LINES_CR
};

struct lathe_lines {
    struct lathe_source *source;        /* borrowed; NULL: bytes are fed */
    char *buf;
    size_t cap;                 /* 0: borrowed */
    size_t mark, pos, end;      /* kept from, next line, filled to */
    bool eof;
    bool begun;                 /* a byte order mark has been looked for */
    bool skipping;              /* the rest of the line at pos is to be dropped
                                 * but is not there yet (bytes that are fed) */
    uint64_t number;            /* of the line at pos */
    uint64_t mark_number;
    enum lathe_line_style style;
    /* No LF (CR) lies in [pos, lf) ([pos, cr)), and buf[pos..plain) is ASCII
     * without NUL; hints that save looking twice. */
    size_t lf, cr, plain;
};

enum lathe_lines_state {
    LATHE_LINES_ONE,            /* here is a line */
    LATHE_LINES_MORE,           /* fill first */
    LATHE_LINES_END
};

void lathe_lines_init(struct lathe_lines *l, struct lathe_source *source);

/* Lines of s[0..n), which is borrowed, and goes on elsewhere unless `eof`; the
 * first has this number, and lines end in LF. There was no source. */
void lathe_lines_feed(struct lathe_lines *l, const char *s, size_t n, bool eof,
                      uint64_t number);
void lathe_lines_release(struct lathe_lines *l);

/* Takes the next line. The last one may lack its line end. */
enum lathe_lines_state lathe_lines_next(struct lathe_lines *l,
                                        struct lathe_line *line);

/* Reads once, what is there. Bytes before the mark go, pointers into the
 * buffer with them. Fails as lathe_source_read, LATHE_ENOMEM. */
enum lathe_code lathe_lines_fill(struct lathe_lines *l, struct lathe_err *err);

/* Sets the mark at the next line. */
void lathe_lines_mark(struct lathe_lines *l);

/* Goes back to `offset` bytes behind the mark, where line `number` begins. */
void lathe_lines_seek(struct lathe_lines *l, size_t offset, uint64_t number);

/* Bytes taken since the mark. */
size_t lathe_lines_taken(const struct lathe_lines *l);

/* Drops the rest of the line at pos, in pieces; the mark goes along. Of bytes
 * that are fed, as far as they are there. */
enum lathe_code lathe_lines_skip(struct lathe_lines *l, struct lathe_err *err);

/* The place of the first byte of the line that is NUL or not UTF-8, or n. The
 * line is the one taken last. */
size_t lathe_lines_check(struct lathe_lines *l, const struct lathe_line *line);

#endif
