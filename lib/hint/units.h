/*
 * units - names of units, and values that are in several units of one thing:
 * 5 kg and 500 g.
 */
#ifndef LATHE_HINT_UNITS_H
#define LATHE_HINT_UNITS_H

#include "base/buf.h"
#include "data/dict.h"
#include "ingest/reader.h"

/* Whether it is the name of a unit, as it is written right behind numbers. */
bool lathe_units_has(const char *name);

/* Whether it is none, but multiplies the number in front: K, million. */
bool lathe_units_is_factor(const char *name);

/* As lathe_measure_tell. */
bool lathe_units_tell(struct lathe_buf *out, const struct lathe_dict *words,
                      const struct lathe_dialect *dialect);

#endif
