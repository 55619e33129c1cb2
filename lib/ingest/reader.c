/*
 * Records (records.h) into blocks. A record that is late or bad while the
 * block has records already is taken back and the block is delivered: so a
 * read never happens while there is something to deliver, and what is
 * delivered before an error never depends on how the input was cut.
 */
#include "ingest/reader.h"

#include "base/alloc.h"
#include "ingest/foreign.h"
#include "ingest/names.h"
#include "ingest/records.h"
#include "ingest/runs.h"
#include "ingest/simple.h"
#include "ingest/utf8.h"

#include <stdio.h>
#include <string.h>

struct lathe_reader {
    struct lathe_source *source;        /* owned; NULL: a fork */
    const char *name;           /* of the source, or of the other reader's */
    struct lathe_records records;
    size_t width;               /* bytes of the first record */
    uint64_t rejected;
    struct lathe_err failed;            /* code 0: not yet */
};

struct lathe_reader_opts lathe_reader_defaults(void)
{
    const struct lathe_limits usual = lathe_limits_defaults();
    struct lathe_reader_opts o = {
        .dialect = { .delimiter = ',', .quote = '"', .header = true },
    };

    lathe_reader_limit(&o, &usual);
    o.most_columns = 0;
    return o;
}

void lathe_reader_limit(struct lathe_reader_opts *o,
                        const struct lathe_limits *limits)
{
    o->max_field_bytes = (size_t)limits->field;
    o->max_record_bytes = (size_t)limits->record;
    o->max_columns = (size_t)limits->columns;
    o->most_columns = LATHE_LIMITS_COLUMNS;
}

/* ---- bad records -------------------------------------------------------- */

static enum lathe_code fail_record(const struct lathe_reader *r,
                                   const struct lathe_record *rec,
                                   const char *hint, struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "'%s' line %llu%s%s: %s%s",
                      r->name, (unsigned long long)rec->bad_line,
                      rec->where[0] ? ", " : "", rec->where, rec->what, hint);
}

/* Hands the bad record over and goes behind it. */
static enum lathe_code reject_record(struct lathe_reader *r,
                                     const struct lathe_record *rec,
                                     struct lathe_err *err)
{
    const struct lathe_reader_opts *o = &r->records.opts;
    struct lathe_field raw = lathe_records_raw(&r->records, rec);
    char reason[sizeof rec->where + sizeof rec->what + 40], line[32] = "";
    enum lathe_code rc;

    if (rec->bad_line != rec->line)
        snprintf(line, sizeof line, "line %llu%s",
                 (unsigned long long)rec->bad_line,
                 rec->where[0] ? ", " : ": ");
    snprintf(reason, sizeof reason, "%s%s%s%s", line, rec->where,
             rec->where[0] ? ": " : "", rec->what);
    rc = o->reject(o->reject_ctx, rec->line, reason, raw.s, raw.len, err);
    if (rc)
        return rc;
    r->rejected++;
    return lathe_records_skip(&r->records, rec, err);
}

/* ---- the first record --------------------------------------------------- */

/* The first record is bad: says what the file is, or what may help. */
static enum lathe_code fail_first(const struct lathe_reader *r,
                                  const struct lathe_record *rec,
                                  struct lathe_err *err)
{
    struct lathe_field raw = lathe_records_raw(&r->records, rec);
    const char *hint = "";

    if (rec->line == 1) {
        size_t n = rec->first_bytes, most = r->records.opts.max_record_bytes;
        /* How much of a line over the limit is there depends on the source. */
        size_t seen = n < most ? n : most;
        /* A quote may have come before the byte that is no text. */
        bool odd = rec->bytes || lathe_utf8_check(raw.s, seen) < seen;
        enum lathe_code rc = lathe_foreign_check(raw.s, seen, odd, r->name,
                                                 err);

        if (rc)
            return rc;
    }
    if ((rec->stop == ';' || rec->stop == '\t') && r->records.opts.fixed)
        hint = "; " LATHE_NAMES_FIXED;
    else if (rec->stop == ';')
        hint = "; if ';' is the delimiter, say --delimiter ';'";
    else if (rec->stop == '\t')
        hint = "; if tab is the delimiter, say --delimiter tab";
    return fail_record(r, rec, hint, err);
}

/* The first line may be that of a file that is `what`: so it is where the byte
 * behind it is no text. Waits for that one. */
static enum lathe_code check_behind(struct lathe_reader *r, const char *what,
                                    struct lathe_err *err)
{
    struct lathe_lines *l = &r->records.lines;
    enum lathe_code rc = LATHE_OK;
    unsigned char next;

    while (l->pos == l->end && !l->eof && !rc)
        rc = lathe_lines_fill(l, err);
    if (rc || l->pos == l->end)
        return rc;
    next = (unsigned char)l->buf[l->pos];
    if (next >= ' ' || next == '\t' || next == '\n' || next == '\r')
        return LATHE_OK;
    return lathe_fail(err, LATHE_EDATA, "'%s' is %s", r->name, what);
}

/* Names from the first record; without one, blank lines are all there is and
 * the table has one column. */
static enum lathe_code take_names(struct lathe_reader *r,
                                  const struct lathe_record *rec,
                                  struct lathe_err *err)
{
    struct lathe_records *in = &r->records;
    const struct lathe_builder *b = &in->builder;
    const struct lathe_dialect *d = &in->opts.dialect;
    struct lathe_field empty = { "", 0 };
    bool plain = !b->rows || b->raw[0].s[0] != d->quote;
    const char *maybe = NULL;
    char where[300];
    enum lathe_code rc = LATHE_OK;

    if (b->rows && rec->line == 1)
        rc = lathe_foreign_check(b->raw[0].s, b->raw[0].len, false, r->name,
                                 err);
    if (rc)
        return rc;
    if (b->rows && rec->line == 1)
        maybe = lathe_foreign_maybe(b->raw[0].s, b->raw[0].len);
    in->cols = b->rows ? b->fields : 1;
    r->width = b->rows ? b->raw[0].len : 1;
    snprintf(where, sizeof where, "'%.250s' line %llu",
             r->name, (unsigned long long)rec->line);
    if (d->header)
        rc = lathe_names_take(&in->names, b->rows ? b->field : &empty,
                              in->cols, plain, in->opts.fixed, d->delimiter,
                              where, err);
    else
        rc = lathe_names_make(&in->names, b->rows ? b->field : &empty,
                              in->cols, plain, in->opts.fixed, where, err);
    return rc || !maybe ? rc : check_behind(r, maybe, err);
}

/* Reads the first record for the names and the number of columns. Without a
 * header it is read again as data, and so are the blank lines before it when
 * there is one column. */
static enum lathe_code read_first(struct lathe_reader *r,
                                  struct lathe_err *err)
{
    struct lathe_records *in = &r->records;
    bool header = in->opts.dialect.header;
    struct lathe_record rec = {0};
    enum lathe_record_outcome outcome = LATHE_RECORD_ENDED;
    enum lathe_code rc = lathe_records_read(in, true, &rec, &outcome, err);

    if (rc)
        return rc;
    if (outcome == LATHE_RECORD_BAD)
        return fail_first(r, &rec, err);
    if (outcome == LATHE_RECORD_ENDED && (header || !in->blank))
        return lathe_fail(err, LATHE_EDATA, "'%s' is empty",
                          r->name);
    rc = take_names(r, &rec, err);
    if (rc)
        return rc;
    lathe_builder_clear(&in->builder);
    if (!header && in->cols == 1)
        lathe_lines_seek(&in->lines, 0, in->lines.mark_number);
    else if (!header)
        lathe_records_take_back(in, &rec);
    return LATHE_OK;
}

/* ---- the reader --------------------------------------------------------- */

/* One ASCII character that can stand for nothing else. */
static bool is_sign(char c)
{
    return (signed char)c > 0 && c != '\n' && c != '\r' && c != 0x7f;
}

static enum lathe_code check_opts(const struct lathe_reader_opts *o,
                                  struct lathe_err *err)
{
    const struct lathe_dialect *d = &o->dialect;

    if (!is_sign(d->delimiter))
        return lathe_fail(err, LATHE_EARG, "the delimiter must be one ASCII "
                          "character, not a line end");
    if (d->quote && (!is_sign(d->quote) || d->quote == ' ' ||
                     d->quote == '\t' || d->quote == d->delimiter))
        return lathe_fail(err, LATHE_EARG, "the quote must be one ASCII "
                          "character, not a blank, and not the delimiter");
    if (d->comment && (!is_sign(d->comment) || d->comment == d->quote ||
                       d->comment == d->delimiter))
        return lathe_fail(err, LATHE_EARG, "the comment sign must be one "
                          "ASCII character, neither delimiter nor quote");
    if (o->max_field_bytes < 1 || o->max_record_bytes < 1 ||
        o->max_columns < 1 || o->max_record_bytes > LATHE_LIMITS_BYTES)
        return lathe_fail(err, LATHE_EARG, "the limits of a record must be "
                          "positive, and at most 1 GiB");
    return LATHE_OK;
}

/* All bytes are letters of Latin-1, but a mark or a NUL says that the text is
 * in another encoding. */
static enum lathe_code begin_latin1(struct lathe_source *s,
                                    struct lathe_err *err)
{
    char first[LATHE_SOURCE_PEEK];
    size_t n;
    enum lathe_code rc = lathe_source_peek(s, first, sizeof first, &n, err);

    if (rc)
        return rc;
    if (n >= 3 && memcmp(first, "\xef\xbb\xbf", 3) == 0)
        return lathe_fail(err, LATHE_EDATA, "'%s' begins with the mark of "
                          "UTF-8, so it is not Latin-1", lathe_source_name(s));
    if (memchr(first, 0, n) || (n >= 2 && (memcmp(first, "\xff\xfe", 2) == 0 ||
                                           memcmp(first, "\xfe\xff", 2) == 0)))
        rc = lathe_foreign_check(first, n, true, lathe_source_name(s), err);
    if (!rc)
        lathe_source_from_latin1(s);
    return rc;
}

enum lathe_code lathe_reader_new(struct lathe_reader **out,
                                 struct lathe_source *source,
                                 const struct lathe_reader_opts *opts,
                                 struct lathe_err *err)
{
    struct lathe_reader *r = NULL;
    enum lathe_code rc = check_opts(opts, err);

    if (!rc)
        rc = lathe_new(&r, 1, sizeof *r, "the reader", err);
    if (rc) {
        lathe_source_free(source);
        return rc;
    }
    r->source = source;
    r->name = lathe_source_name(source);
    if (opts->dialect.latin1)
        rc = begin_latin1(source, err);
    if (!rc)
        rc = lathe_records_init(&r->records, source, opts, err);
    if (rc)
        goto out;
    rc = read_first(r, err);
    if (rc)
        goto out;

    *out = r;
    r = NULL;
out:
    lathe_reader_free(r);
    return rc;
}

void lathe_reader_free(struct lathe_reader *r)
{
    if (!r)
        return;
    if (!r->source)
        r->records.names = (struct lathe_list){0};
    lathe_records_release(&r->records);
    lathe_source_free(r->source);
    lathe_free(r);
}

const struct lathe_list *lathe_reader_names(const struct lathe_reader *r)
{
    return &r->records.names;
}

const char *lathe_reader_source_name(const struct lathe_reader *r)
{
    return r->name;
}

uint64_t lathe_reader_rejected(const struct lathe_reader *r)
{
    return r->rejected;
}

/* Fills the block until it is full or there is something to wait for. */
static enum lathe_code fill_block(struct lathe_reader *r,
                                  struct lathe_err *err)
{
    struct lathe_builder *b = &r->records.builder;
    struct lathe_record rec;
    enum lathe_record_outcome outcome;

    while (!lathe_builder_full(b)) {
        enum lathe_code rc = (r->records.classify ? lathe_simple_take
                                                  : lathe_runs_take)(
                                 &r->records, err);

        if (rc || lathe_builder_full(b))
            return rc;
        rc = lathe_records_read(&r->records, b->rows == 0, &rec, &outcome,
                                err);
        if (rc)
            return rc;
        if (outcome == LATHE_RECORD_GOT)
            continue;
        if (outcome == LATHE_RECORD_ENDED)
            return LATHE_OK;
        if (b->rows || outcome == LATHE_RECORD_LATER) {
            lathe_records_take_back(&r->records, &rec);
            return LATHE_OK;
        }
        if (!r->records.opts.reject)
            return fail_record(r, &rec, "", err);
        rc = reject_record(r, &rec, err);
        if (rc)
            return rc;
    }
    return LATHE_OK;
}

enum lathe_code lathe_reader_next(struct lathe_reader *r,
                                  struct lathe_block *block,
                                  struct lathe_err *err)
{
    const struct lathe_builder *b = &r->records.builder;

    *block = (struct lathe_block){ .cols = r->records.cols };
    if (!r->failed.code) {
        lathe_builder_clear(&r->records.builder);
        r->failed.code = fill_block(r, &r->failed);
    }
    if (r->failed.code)
        return lathe_fail(err, r->failed.code, "%s", r->failed.msg);
    *block = (struct lathe_block){
        .rows = b->rows, .cols = r->records.cols,
        .joined = b->joined == b->rows,
        .field = b->field, .line = b->line, .raw = b->raw,
    };
    return LATHE_OK;
}

/* ---- for pieces.h ------------------------------------------------------- */

enum lathe_code lathe_reader_fork(struct lathe_reader **out,
                                  const struct lathe_reader *r,
                                  size_t block_bytes, lathe_reject_fn *reject,
                                  void *ctx, struct lathe_err *err)
{
    struct lathe_reader_opts opts = r->records.opts;
    struct lathe_reader *made = NULL;
    struct lathe_records *in;
    enum lathe_code rc = lathe_new(&made, 1, sizeof *made, "a reader", err);

    if (rc)
        return rc;
    in = &made->records;
    opts.reject = reject;
    opts.reject_ctx = ctx;
    rc = lathe_records_init(in, NULL, &opts, err);
    if (rc) {
        lathe_free(made);
        return rc;
    }
    in->names = r->records.names;       /* borrowed */
    in->cols = r->records.cols;
    in->builder.most_bytes = block_bytes;
    made->name = r->name;
    *out = made;
    return LATHE_OK;
}

void lathe_reader_feed(struct lathe_reader *r,
                       const struct lathe_reader_input *in)
{
    struct lathe_lines *l = &r->records.lines;

    lathe_lines_feed(l, in->s, in->n, in->end, in->line);
    r->failed = (struct lathe_err){0};
    r->rejected = 0;
    if (in->skip)
        (void)lathe_lines_skip(l, NULL);        /* reads nothing */
}

struct lathe_reader_input lathe_reader_left(const struct lathe_reader *r)
{
    const struct lathe_lines *l = &r->records.lines;

    return (struct lathe_reader_input){
        .s = l->buf + l->pos, .n = l->end - l->pos, .line = l->number,
        .skip = l->skipping, .end = l->eof,
    };
}

bool lathe_reader_has_cr(const struct lathe_reader *r)
{
    return r->records.lines.style == LATHE_LINES_CR;
}

struct lathe_source *lathe_reader_source(struct lathe_reader *r)
{
    return r->source;
}

size_t lathe_reader_width(const struct lathe_reader *r)
{
    return r->width;
}

void lathe_reader_set_reject(struct lathe_reader *r, lathe_reject_fn *reject,
                             void *ctx)
{
    r->records.opts.reject = reject;
    r->records.opts.reject_ctx = ctx;
}

void lathe_reader_add_rejected(struct lathe_reader *r, uint64_t n)
{
    r->rejected += n;
}
