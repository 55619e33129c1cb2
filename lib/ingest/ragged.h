/*
 * ragged - why a record may have another number of fields than the header.
 */
#ifndef LATHE_INGEST_RAGGED_H
#define LATHE_INGEST_RAGGED_H

#include "ingest/reader.h"

/* Bytes of a hint, with its NUL. */
#define LATHE_RAGGED_ROOM 160

/*
 * What may be wrong with the record s[0..n) of `count` fields, where there are
 * to be `cols`, and what to do about it, to follow behind both counts; "" where
 * that is not known. `second`: it is in the second line.
 */
void lathe_ragged_hint(char out[LATHE_RAGGED_ROOM], const char *s, size_t n,
                       size_t count, size_t cols,
                       const struct lathe_dialect *dialect, bool second);

#endif
