/*
 * pairs - values that are two numbers: 120/80, and 5 ± 2 of a number with its
 * error.
 */
#ifndef LATHE_HINT_PAIRS_H
#define LATHE_HINT_PAIRS_H

#include "base/buf.h"
#include "data/dict.h"
#include "ingest/reader.h"

/* The command that leaves errors out; Latin-1 has another ±. */
#define LATHE_PAIRS_REMEDY \
    "sed -E 's/([0-9.]) *(±|\\+\\/-) *[0-9.]+/\\1/g' FILE"

/* Whether it is a number with its error: 5 ± 2, 5 +/- 2. */
bool lathe_pairs_has_error(const char *s, size_t len);

/* As lathe_measure_tell. */
bool lathe_pairs_tell(struct lathe_buf *out, const struct lathe_dict *words,
                      const struct lathe_dialect *dialect);

#endif
