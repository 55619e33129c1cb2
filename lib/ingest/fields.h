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

/*
 * A record that is one line, s[0..n) with its LF, text without quotes: its
 * `cols` fields become bytes of the line, each with a NUL. `field` has room
 * for n. No record may be open. False: it has another number of fields, or
 * none, or a CR that is not before the LF, or memory is short; the line is
 * spoilt then.
 */
bool lathe_fields_cut(struct lathe_fields *f, char *s, size_t n, size_t cols,
                      struct lathe_field *field);

/* The input ends here; ends the record, or the fault is LATHE_FIELDS_OPEN. */
enum lathe_fields_fault lathe_fields_finish(struct lathe_fields *f);

/* Whether the record has ended. */
bool lathe_fields_ended(const struct lathe_fields *f);

/* Fields of the record so far. */
size_t lathe_fields_count(const struct lathe_fields *f);

#endif
