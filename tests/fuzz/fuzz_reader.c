/*
 * CSV: whatever the bytes and however they are cut, no crash, and the cuts
 * make no difference, nor whether libcsv reads all of it, nor whether pieces
 * of it are read at the same time. The first byte chooses the options, the
 * second the cuts, the rest is the text.
 */
#include "base/buf.h"
#include "ingest/pieces.h"
#include "ingest/unpack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* All that was delivered, in order, and the error. */
struct summary {
    struct lathe_buf all;
    uint64_t rows, rejected, rejects;
    enum lathe_code code;
};

static void must(int holds)
{
    if (!holds)
        abort();
}

static void add_number(struct lathe_buf *b, uint64_t v)
{
    lathe_buf_add(b, &v, sizeof v);
}

static void add_bytes(struct lathe_buf *b, const char *s, size_t n)
{
    add_number(b, n);
    lathe_buf_add(b, s, n);
}

static enum lathe_code note_reject(void *ctx, uint64_t line,
                                   const char *reason, const char *bytes,
                                   size_t n, struct lathe_err *err)
{
    struct summary *s = ctx;

    (void)err;
    add_number(&s->all, line);
    add_bytes(&s->all, reason, strlen(reason));
    add_bytes(&s->all, bytes, n);
    s->rejects++;
    return LATHE_OK;
}

static void take_block(struct summary *s, const struct lathe_block *b)
{
    for (size_t i = 0; i < b->rows; i++) {
        must(b->raw[i].len > 0);
        add_number(&s->all, b->line[i]);
        add_bytes(&s->all, b->raw[i].s, b->raw[i].len);
        for (size_t j = 0; j < b->cols; j++) {
            const struct lathe_field *f = b->field + i * b->cols + j;
            must(f->s[f->len] == 0 && strlen(f->s) == f->len);
            must(!b->joined || j + 1 == b->cols || f[1].s == f->s + f->len + 1);
            add_bytes(&s->all, f->s, f->len);
        }
    }
    s->rows += b->rows;
}

/* ---- one after the other ------------------------------------------------ */

static enum lathe_code open_text(struct lathe_reader **r, const uint8_t *data,
                                 size_t n, size_t most,
                                 const struct lathe_reader_opts *o,
                                 struct lathe_err *err)
{
    struct lathe_source *source;

    must(!lathe_source_open_memory(&source, data, n, most, "x", err));
    return lathe_reader_new(r, source, o, err);
}

static void end(struct summary *s, struct lathe_reader *r,
                const struct lathe_err *err)
{
    if (s->code)
        add_bytes(&s->all, err->msg, strlen(err->msg));
    s->rejected = r ? lathe_reader_rejected(r) : 0;
    lathe_reader_free(r);
}

static struct summary read_all(const uint8_t *data, size_t n, size_t most,
                               struct lathe_reader_opts o)
{
    struct summary s = {0};
    struct lathe_reader *r = NULL;
    struct lathe_block b;
    struct lathe_err err = {0};

    o.reject_ctx = &s;
    s.code = open_text(&r, data, n, most, &o, &err);
    while (!s.code) {
        s.code = lathe_reader_next(r, &b, &err);
        if (s.code || b.rows == 0)
            break;
        take_block(&s, &b);
    }
    end(&s, r, &err);
    return s;
}

/* ---- in pieces ---------------------------------------------------------- */

enum { SLOTS = 16 };

struct slots {
    struct summary slot[SLOTS], whole;
};

static enum lathe_code begin_piece(void *ctx, size_t slot,
                                   struct lathe_err *err)
{
    struct summary *s = &((struct slots *)ctx)->slot[slot];

    (void)err;
    lathe_buf_clear(&s->all);
    s->rows = s->rejects = 0;
    return LATHE_OK;
}

static enum lathe_code take_piece(void *ctx, size_t slot,
                                  const struct lathe_block *b,
                                  struct lathe_err *err)
{
    (void)err;
    take_block(&((struct slots *)ctx)->slot[slot], b);
    return LATHE_OK;
}

static enum lathe_code reject_piece(void *ctx, size_t slot, uint64_t line,
                                    const char *reason, const char *bytes,
                                    size_t n, struct lathe_err *err)
{
    return note_reject(&((struct slots *)ctx)->slot[slot], line, reason, bytes,
                       n, err);
}

static enum lathe_code commit_piece(void *ctx, size_t slot, bool *again,
                                    struct lathe_err *err)
{
    struct slots *all = ctx;
    const struct summary *s = &all->slot[slot];

    (void)again;
    (void)err;
    lathe_buf_add(&all->whole.all, s->all.s, s->all.len);
    all->whole.rows += s->rows;
    all->whole.rejects += s->rejects;
    return LATHE_OK;
}

static struct summary read_pieces(const uint8_t *data, size_t n, size_t most,
                                  size_t piece_bytes, struct lathe_pool *pool,
                                  const struct lathe_reader_opts *o)
{
    struct slots all = {0};
    struct lathe_pieces_job job = {
        .begin = begin_piece, .take = take_piece,
        .reject = o->reject ? reject_piece : NULL, .commit = commit_piece,
        .ctx = &all, .piece_bytes = piece_bytes,
    };
    struct lathe_reader *r = NULL;
    struct lathe_err err = {0};

    all.whole.code = open_text(&r, data, n, most, o, &err);
    if (!all.whole.code)
        all.whole.code = lathe_pieces_read(r, pool, &job, &err);
    end(&all.whole, r, &err);
    for (size_t i = 0; i < SLOTS; i++)
        lathe_buf_release(&all.slot[i].all);
    return all.whole;
}

/* ---- all ways ----------------------------------------------------------- */

static void must_equal(const struct summary *a, struct summary b)
{
    must(a->all.len == b.all.len && a->rows == b.rows && a->code == b.code &&
         a->rejected == b.rejected && b.rejected == b.rejects);
    must(a->all.len == 0 || memcmp(a->all.s, b.all.s, a->all.len) == 0);
    lathe_buf_release(&b.all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct lathe_pool *pool;     /* threads are dear */
    struct lathe_reader_opts o = lathe_reader_defaults();
    struct summary a;
    size_t most;

    /* How much comes out of damaged compressed data depends on the cuts. */
    if (n < 3 || lathe_unpack_match(data + 2, n - 2) == LATHE_UNPACK_GZIP ||
        lathe_unpack_match(data + 2, n - 2) == LATHE_UNPACK_ZSTD)
        return 0;
    if (!pool)
        must(!lathe_pool_new(&pool, 3, NULL));
    o.dialect.header = data[0] & 1;
    o.dialect.comment = data[0] & 2 ? '#' : '\0';
    o.dialect.delimiter = ",;\t "[data[0] >> 2 & 3];
    o.dialect.quote = data[0] & 16 ? '\'' : '"';
    if (data[0] & 32)
        o.reject = note_reject;
    if (data[0] & 64) {
        o.max_field_bytes = 12;
        o.max_record_bytes = 40;
        o.max_columns = 5;
    }
    most = 1 + data[1] % 40;
    data += 2;
    n -= 2;
    a = read_all(data, n, 0, o);
    must_equal(&a, read_all(data, n, most, o));
    must_equal(&a, read_pieces(data, n, 0, most, NULL, &o));
    must_equal(&a, read_pieces(data, n, most, 3 * most, pool, &o));
    o.libcsv = true;
    must_equal(&a, read_all(data, n, 0, o));
    must_equal(&a, read_pieces(data, n, 0, 1 + most / 2, pool, &o));
    lathe_buf_release(&a.all);
    return 0;
}
