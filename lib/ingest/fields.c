#include "ingest/fields.h"

#include "base/alloc.h"

#include <assert.h>
#include <csv.h>

#define OPTIONS (CSV_STRICT | CSV_STRICT_FINI)

/* libcsv grows its field buffer by this much at a time. */
#define GROW_BYTES ((size_t)64 << 10)

/* Most bytes fed at once: how far a field can run over its limit before that
 * is seen. */
#define FEED_BYTES ((size_t)64 << 10)

struct lathe_fields {
    struct csv_parser csv;
    struct lathe_builder *builder;
    size_t keep, count;         /* fields of the record */
    size_t max_field_bytes;
    bool begun, ended, too_long;
    /* Of lines that are measured. */
    uint16_t *length, *row;     /* the next ones */
    uint16_t lengths[LATHE_FIELDS_MEASURED];
    uint16_t rows[LATHE_FIELDS_MEASURED / 2];
};

static void *csv_realloc(void *p, size_t n)
{
    return lathe_realloc(p, n, 1);
}

enum lathe_code lathe_fields_new(struct lathe_fields **out,
                                 const struct lathe_dialect *dialect,
                                 size_t max_field_bytes, struct lathe_err *err)
{
    struct lathe_fields *f = NULL;
    enum lathe_code rc = lathe_new(&f, 1, sizeof *f, "the CSV parser", err);

    if (rc)
        return rc;
    csv_init(&f->csv, OPTIONS);         /* fails for a NULL only */
    csv_set_realloc_func(&f->csv, csv_realloc);
    csv_set_free_func(&f->csv, lathe_free);
    csv_set_blk_size(&f->csv, GROW_BYTES);
    csv_set_delim(&f->csv, (unsigned char)dialect->delimiter);
    csv_set_quote(&f->csv, (unsigned char)dialect->quote);
    f->max_field_bytes = max_field_bytes;
    *out = f;
    return LATHE_OK;
}

void lathe_fields_free(struct lathe_fields *f)
{
    if (!f)
        return;
    csv_free(&f->csv);
    lathe_free(f);
}

static void on_field(void *s, size_t n, void *ctx)
{
    struct lathe_fields *f = ctx;

    if (n > f->max_field_bytes)
        f->too_long = true;
    if (f->too_long)
        return;                 /* the count says which field it is */
    if (f->count < f->keep)
        lathe_builder_add(f->builder, s, n);
    f->count++;
}

static void on_row(int c, void *ctx)
{
    struct lathe_fields *f = ctx;

    (void)c;
    f->ended = true;
}

/* Forgets a record that did not come to its end. csv_fini does that, but
 * stops before it where it checks for an open quote. */
static void reset(struct lathe_fields *f)
{
    csv_set_opts(&f->csv, CSV_STRICT);
    csv_fini(&f->csv, NULL, NULL, NULL);
    csv_set_opts(&f->csv, OPTIONS);
}

void lathe_fields_begin(struct lathe_fields *f, struct lathe_builder *b,
                        size_t keep)
{
    if (f->begun && !f->ended)
        reset(f);
    f->builder = b;
    f->keep = keep;
    f->count = 0;
    f->begun = true;
    f->ended = f->too_long = false;
}

/* What csv_parse stopped at. */
static enum lathe_code stopped(struct lathe_fields *f,
                               enum lathe_fields_fault *fault,
                               struct lathe_err *err)
{
    if (csv_error(&f->csv) != CSV_EPARSE)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a field of %zu "
                          "bytes)", csv_get_buffer_size(&f->csv));
    *fault = f->csv.quoted ? LATHE_FIELDS_TEXT_BEHIND
                           : LATHE_FIELDS_QUOTE_INSIDE;
    return LATHE_OK;
}

/* Whether the open field is over its limit, whatever follows. Blanks at its end
 * may go yet, and a quote may be the one that closes it. */
static bool is_too_long(const struct lathe_fields *f)
{
    return f->csv.entry_pos - f->csv.spaces >
           f->max_field_bytes + (f->csv.quoted ? 1 : 0);
}

enum lathe_code lathe_fields_feed(struct lathe_fields *f, const char *s,
                                  size_t n, enum lathe_fields_fault *fault,
                                  size_t *at, struct lathe_err *err)
{
    *fault = LATHE_FIELDS_FINE;
    for (*at = 0; *at < n && !f->too_long; ) {
        size_t piece = n - *at < FEED_BYTES ? n - *at : FEED_BYTES;
        size_t done = csv_parse(&f->csv, s + *at, piece, on_field, on_row, f);

        *at += done;
        if (done < piece)
            return stopped(f, fault, err);
        if (is_too_long(f))
            f->too_long = true;
    }
    if (f->too_long)
        *fault = LATHE_FIELDS_TOO_LONG;
    return LATHE_OK;
}

static void on_length(void *s, size_t n, void *ctx)
{
    struct lathe_fields *f = ctx;

    (void)s;
    *f->length++ = (uint16_t)n;
}

static void on_end(int c, void *ctx)
{
    struct lathe_fields *f = ctx;

    (void)c;
    *f->row++ = (uint16_t)(f->length - f->lengths);
}

/* There is room for all: a field has a byte behind it, and a row, where blank
 * lines are none, has two bytes at least. */
bool lathe_fields_measure(struct lathe_fields *f, const char *s, size_t n,
                          struct lathe_fields_lengths *out)
{
    assert(n <= LATHE_FIELDS_MEASURED);
    lathe_fields_begin(f, NULL, 0);
    f->length = f->lengths;
    f->row = f->rows;
    f->ended = csv_parse(&f->csv, s, n, on_length, on_end, f) == n;
    *out = (struct lathe_fields_lengths){
        .length = f->lengths, .end = f->rows,
        .rows = (size_t)(f->row - f->rows),
    };
    return f->ended;
}

enum lathe_fields_fault lathe_fields_finish(struct lathe_fields *f)
{
    if (csv_fini(&f->csv, on_field, on_row, f))
        return LATHE_FIELDS_OPEN;
    return f->too_long ? LATHE_FIELDS_TOO_LONG : LATHE_FIELDS_FINE;
}

bool lathe_fields_ended(const struct lathe_fields *f)
{
    return f->ended;
}

size_t lathe_fields_count(const struct lathe_fields *f)
{
    return f->count;
}
