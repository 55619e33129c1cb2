/*
 * builder - fields and records into a block.
 *
 * Room is asked for before a piece of a record is parsed, so that adding
 * fields cannot fail; after warm-up nothing is allocated.
 */
#ifndef LATHE_INGEST_BUILDER_H
#define LATHE_INGEST_BUILDER_H

#include "base/err.h"
#include "ingest/reader.h"

#include <assert.h>

/* Rows of a full block: enough to spread over threads, small enough that the
 * numbers made of it stay in the second cache. */
#define LATHE_BUILDER_ROWS 4096

struct lathe_builder {
    char *text;                         /* the fields, each with a NUL */
    size_t used, text_cap;
    struct lathe_field *field;
    size_t fields, field_cap;
    uint64_t *line;                     /* [LATHE_BUILDER_ROWS] */
    struct lathe_field *raw;            /* [LATHE_BUILDER_ROWS] */
    size_t rows;
    size_t joined;              /* of them as lathe_block says */
    size_t most_bytes;          /* of text in a full block; 0: any number */
    size_t row_fields, row_used;        /* where the open record began */
};

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_builder_init(struct lathe_builder *b,
                                   struct lathe_err *err);
void lathe_builder_release(struct lathe_builder *b);

/* Whether a block should end here. */
bool lathe_builder_full(const struct lathe_builder *b);

/* Forgets all records. */
void lathe_builder_clear(struct lathe_builder *b);

/* The open record will hold at most `bytes` of text with its NULs, and at
 * most `fields` fields; fields that are there already move along.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_builder_room(struct lathe_builder *b, size_t bytes,
                                   size_t fields, struct lathe_err *err);

/* Adds a field to the open record; there must be room. */
void lathe_builder_add(struct lathe_builder *b, const char *s, size_t n);

/* Closes the open record, with `fields` more fields that are there and `used`
 * more bytes of text. There must be room for a row. */
static inline void lathe_builder_end(struct lathe_builder *b, size_t fields,
                                     size_t used, uint64_t line,
                                     const char *raw, size_t raw_n)
{
    fields += b->fields;
    used += b->used;
    assert(b->rows < LATHE_BUILDER_ROWS);
    b->line[b->rows] = line;
    b->raw[b->rows] = (struct lathe_field){ raw, raw_n };
    b->rows++;
    b->fields = b->row_fields = fields;
    b->used = b->row_used = used;
}

/* Forgets the open record. */
void lathe_builder_drop(struct lathe_builder *b);

#endif
