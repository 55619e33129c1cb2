/*
 * weight - a column of weights for a schema that has none.
 */
#ifndef LATHE_DATA_WEIGHT_H
#define LATHE_DATA_WEIGHT_H

#include "data/schema.h"

/* Sets s->weight to a copy of `name`; NULL: nothing. `source` is where the
 * schema is from. Fails: LATHE_EARG (another weight, the target, an input),
 * LATHE_ENOMEM. */
enum lathe_code lathe_weight_take(struct lathe_schema *s, const char *name,
                                  const char *source, struct lathe_err *err);

#endif
