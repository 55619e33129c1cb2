/*
 * fields - lines to fields: the one file that uses libcsv.
 *
 * A record is begun, then fed line by line until it has ended; the fields go
 * to a builder. libcsv is strict here: what RFC 4180 does not allow is a
 * fault.
 */
#ifndef LATHE_INGEST_FIELDS_H
#define LATHE_INGEST_FIELDS_H

#include "base/err.h"
#include "ingest/builder.h"

enum lathe_fields_fault {
    LATHE_FIELDS_FINE,
    LATHE_FIELDS_QUOTE_INSIDE,  /* a quote inside an unquoted field */
    LATHE_FIELDS_TEXT_BEHIND,   /* text behind a closing quote */
    LATHE_FIELDS_OPEN,          /* the input ended within quotes */
    LATHE_FIELDS_TOO_LONG       /* a field over the limit */
};

struct lathe_fields;

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_fields_new(struct lathe_fields **out,
                                 const struct lathe_dialect *dialect,
                                 size_t max_field_bytes,
                                 struct lathe_err *err);
void lathe_fields_free(struct lathe_fields *f);

/* Begins a record, whatever became of the last one. The first `keep` fields
 * go to `b` (borrowed until the record ended), the rest are only counted. */
void lathe_fields_begin(struct lathe_fields *f, struct lathe_builder *b,
                        size_t keep);

/*
 * The next line of the record, with its line end; the builder has room for
 * it. *fault: at byte *at the record went wrong, nothing of it is to be used.
 * Fails: LATHE_ENOMEM.
 */
enum lathe_code lathe_fields_feed(struct lathe_fields *f, const char *s,
                                  size_t n, enum lathe_fields_fault *fault,
                                  size_t *at, struct lathe_err *err);

/* Most bytes that are measured at once. */
#define LATHE_FIELDS_MEASURED ((size_t)32 << 10)

/* The fields of some rows, without the blanks around them. */
struct lathe_fields_lengths {
    const uint16_t *length;     /* of each field, row after row */
    const uint16_t *end;        /* [rows]: fields up to the end of the row */
    size_t rows;
};

/*
 * What libcsv finds in the lines s[0..n), text without quotes that ends in LF;
 * n is up to LATHE_FIELDS_MEASURED. No record may be open. It does not speak
 * of blanks around a field, nor of blank lines. *out stands until the next
 * call. False: memory is short.
 */
bool lathe_fields_measure(struct lathe_fields *f, const char *s, size_t n,
                          struct lathe_fields_lengths *out);

/* The input ends here; ends the record, or the fault is LATHE_FIELDS_OPEN. */
enum lathe_fields_fault lathe_fields_finish(struct lathe_fields *f);

/* Whether the record has ended. */
bool lathe_fields_ended(const struct lathe_fields *f);

/* Fields of the record so far. */
size_t lathe_fields_count(const struct lathe_fields *f);

#endif
