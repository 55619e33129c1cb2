/*
 * simple - records on which CSV's rules are trivial, without libcsv.
 *
 * A record is simple when it is one line that ends in LF or CR LF, has as
 * many fields as the table, is within the limits, is UTF-8 without NUL, and
 * when each of its fields either has no quote or is a quoted text without
 * quotes inside that fills its field. Blanks around unquoted fields are
 * trimmed as libcsv does. Everything else is left to libcsv; both give the
 * same fields.
 */
#ifndef LATHE_INGEST_SIMPLE_H
#define LATHE_INGEST_SIMPLE_H

#include "ingest/records.h"

/*
 * Takes simple records that are there, up to the first other one, into the
 * builder while it has rows free. The lines and their mark go behind them.
 * Nothing is read. Fails: LATHE_ENOMEM; what was taken stays.
 */
enum lathe_code lathe_simple_take(struct lathe_records *r,
                                  struct lathe_err *err);

#endif
