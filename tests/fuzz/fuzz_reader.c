/*
 * CSV: whatever the bytes and however they are cut, no crash, and the cuts
 * make no difference, nor whether libcsv reads all of it. The first byte
 * chooses the options, the second the cut, the rest is the text.
 */
#include "base/digest.h"
#include "ingest/reader.h"
#include "ingest/unpack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct summary {
    uint64_t hash;              /* of all that was delivered, in order */
    uint64_t rows, rejected, rejects;
    enum lathe_code code;
};

static void mix(struct summary *s, const void *bytes, size_t n)
{
    s->hash = lathe_digest_hash(bytes, n, s->hash + n);
}

static enum lathe_code note_reject(void *ctx, uint64_t line,
                                   const char *reason, const char *bytes,
                                   size_t n, struct lathe_err *err)
{
    struct summary *s = ctx;

    (void)err;
    mix(s, &line, sizeof line);
    mix(s, reason, strlen(reason));
    mix(s, bytes, n);
    s->rejects++;
    return LATHE_OK;
}

static void take_block(struct summary *s, const struct lathe_block *b,
                       uint64_t *last)
{
    for (size_t i = 0; i < b->rows; i++) {
        if (b->line[i] < *last || b->raw[i].len == 0)
            abort();
        *last = b->line[i];
        mix(s, &b->line[i], sizeof b->line[i]);
        mix(s, b->raw[i].s, b->raw[i].len);
        for (size_t j = 0; j < b->cols; j++) {
            const struct lathe_field *f = b->field + i * b->cols + j;
            if (f->s[f->len] || strlen(f->s) != f->len)
                abort();
            mix(s, f->s, f->len);
        }
    }
    s->rows += b->rows;
}

static struct summary read_all(const uint8_t *data, size_t n, size_t most,
                               struct lathe_reader_opts o)
{
    struct summary s = {0};
    struct lathe_source *source;
    struct lathe_reader *r = NULL;
    struct lathe_block b;
    struct lathe_err err = {0};
    uint64_t last = 1;

    o.reject_ctx = &s;
    if (lathe_source_open_memory(&source, data, n, most, "x", &err))
        abort();
    s.code = lathe_reader_new(&r, source, &o, &err);
    while (!s.code) {
        s.code = lathe_reader_next(r, &b, &err);
        if (s.code || b.rows == 0)
            break;
        take_block(&s, &b, &last);
    }
    if (s.code)
        mix(&s, err.msg, strlen(err.msg));
    s.rejected = r ? lathe_reader_rejected(r) : 0;
    lathe_reader_free(r);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct lathe_reader_opts o = lathe_reader_defaults();

    /* How much comes out of damaged compressed data depends on the cuts. */
    if (n < 3 || lathe_unpack_match(data + 2, n - 2) == LATHE_UNPACK_GZIP ||
        lathe_unpack_match(data + 2, n - 2) == LATHE_UNPACK_ZSTD)
        return 0;
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
    struct summary a = read_all(data + 2, n - 2, 0, o);
    struct summary b = read_all(data + 2, n - 2, 1 + data[1] % 40, o);
    o.libcsv = true;
    struct summary c = read_all(data + 2, n - 2, 0, o);
    if (a.hash != b.hash || a.rows != b.rows || a.code != b.code ||
        a.rejected != b.rejected || a.rejected != a.rejects)
        abort();
    if (a.hash != c.hash || a.rows != c.rows || a.code != c.code ||
        a.rejected != c.rejected)
        abort();
    return 0;
}
