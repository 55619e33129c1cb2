/*
 * runs - lines without a quote, one after the other through libcsv.
 *
 * Such a line is a record of its own, and its fields are bytes of it: libcsv
 * says where they begin and end, and nobody copies them one by one. Everything
 * else (quotes, bad records, blank lines, comments, lone CRs) is left to
 * records.h; both give the same fields.
 */
#ifndef LATHE_INGEST_RUNS_H
#define LATHE_INGEST_RUNS_H

#include "ingest/records.h"

/*
 * Takes lines without a quote that are there, up to the first other one, into
 * the builder while it has rows free. The lines and their mark go behind
 * them. Nothing is read. Fails: LATHE_ENOMEM; what was taken stays.
 */
enum lathe_code lathe_runs_take(struct lathe_records *r,
                                struct lathe_err *err);

#endif
