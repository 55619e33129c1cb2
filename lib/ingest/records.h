/*
 * records - one record at a time: lines (lines.h) through libcsv (fields.h)
 * into a block (builder.h).
 *
 * A record is read whole or taken back, so that what is read never depends on
 * how the input was cut. What is wrong with a bad one is told, not acted on.
 */
#ifndef LATHE_INGEST_RECORDS_H
#define LATHE_INGEST_RECORDS_H

#include "base/err.h"
#include "ingest/builder.h"
#include "ingest/classify.h"
#include "ingest/ends.h"
#include "ingest/fields.h"
#include "ingest/lines.h"

struct lathe_records {
    struct lathe_reader_opts opts;
    struct lathe_lines lines;
    struct lathe_fields *fields;
    struct lathe_builder builder;
    struct lathe_list names;
    size_t cols;                /* 0: not known yet. As long, the mark of
                                 * the lines stays */
    bool blank;                 /* blank lines were skipped */
    size_t window;              /* bytes that simple.h or runs.h looks at in
                                 * one go */
    struct lathe_classes *class;        /* [classes] scratch of simple.h */
    uint32_t *end;              /* [ends] likewise */
    size_t classes, ends;
    lathe_classify_fn *classify;        /* of simple.h; NULL: libcsv alone */
    struct lathe_ends plain;            /* likewise */
};

/* `source` NULL: bytes are fed to the lines. Fails: LATHE_ENOMEM; then there
 * is nothing to release. */
enum lathe_code lathe_records_init(struct lathe_records *r,
                                   struct lathe_source *source,
                                   const struct lathe_reader_opts *opts,
                                   struct lathe_err *err);
void lathe_records_release(struct lathe_records *r);

/* How much of the input a bad record is. */
enum lathe_record_extent {
    LATHE_RECORD_WHOLE,         /* what was read of it */
    LATHE_RECORD_FIRST_LINE,    /* its quotes are at fault */
    LATHE_RECORD_LONG_LINE      /* one line over the limit; maybe not read to
                                 * its end */
};

/* The record that is being read, or was read last. */
struct lathe_record {
    bool open, bad;
    size_t begin;               /* bytes behind the mark */
    uint64_t line;              /* its first */
    size_t first_bytes;         /* length of its first line */
    uint64_t second;            /* number of the line behind that */
    uint64_t quote_line;        /* where the field open now began */
    /* Of a bad one. */
    enum lathe_record_extent extent;
    bool bytes;                 /* not text */
    char stop;                  /* what stands behind a closing quote, or 0 */
    uint64_t bad_line;
    char where[192], what[192]; /* "column 'a', byte 7"; may be empty */
};

enum lathe_record_outcome {
    LATHE_RECORD_GOT,           /* it is in the builder */
    LATHE_RECORD_BAD,
    LATHE_RECORD_LATER,         /* not all of it is there */
    LATHE_RECORD_ENDED          /* there is none */
};

/*
 * Reads the next record. `wait`: the input may be waited for, and pointers
 * into it may go; else, and where bytes are fed, LATHE_RECORD_LATER. A bad or
 * late record must be taken back or skipped before the next is read.
 * Fails: LATHE_ENOMEM, and as lathe_source_read.
 */
enum lathe_code lathe_records_read(struct lathe_records *r, bool wait,
                                   struct lathe_record *rec,
                                   enum lathe_record_outcome *outcome,
                                   struct lathe_err *err);

/* The input again from the begin of the record on. */
void lathe_records_take_back(struct lathe_records *r,
                             const struct lathe_record *rec);

/* The bytes of a bad record, as far as they are there. */
struct lathe_field lathe_records_raw(const struct lathe_records *r,
                                     const struct lathe_record *rec);

/* Goes behind a bad record. Fails as lathe_records_read. */
enum lathe_code lathe_records_skip(struct lathe_records *r,
                                   const struct lathe_record *rec,
                                   struct lathe_err *err);

/* Whether c is a blank that libcsv takes off a field that it stands before or
 * behind. Most bytes take the branch alike. */
static inline bool lathe_records_is_blank(char c, char delimiter)
{
    return (unsigned char)c <= ' ' &&
           ((c == ' ') | (c == '\t')) & (c != delimiter);
}

#endif
