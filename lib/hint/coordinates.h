/*
 * coordinates - values that are places on the globe: 40.7N and 74.0W, 40° 26'.
 */
#ifndef LATHE_HINT_COORDINATES_H
#define LATHE_HINT_COORDINATES_H

#include "base/buf.h"
#include "data/dict.h"
#include "ingest/reader.h"

/* Whether it may be one; `s` ends with a NUL. */
bool lathe_coordinates_is(const char *s, size_t len);

/* As lathe_measure_tell. */
bool lathe_coordinates_tell(struct lathe_buf *out,
                            const struct lathe_dict *words,
                            const struct lathe_dialect *dialect);

#endif
