/*
 * narrow - quantiles of number columns by their bits, whatever the values.
 *
 * Columns that fit into memory are loaded, several in one pass, and the
 * wanted values selected. For larger ones the values are narrowed down by
 * their bits: an order-preserving map turns a double into 64 bits, and each
 * pass counts the next 16 of them among the values that agree with what is
 * known so far; as soon as the remaining candidates fit into memory they are
 * loaded. At most 4 passes, 2 or 3 in practice, by the caller alone.
 */
#ifndef LATHE_FIT_NARROW_H
#define LATHE_FIT_NARROW_H

#include "fit/quantile.h"

/* As lathe_quantile_find. */
enum lathe_code lathe_narrow_find(struct lathe_quantile *q, size_t n,
                                  const struct lathe_fit_rows *train,
                                  const struct lathe_schema *s,
                                  size_t memory_bytes, struct lathe_err *err);

#endif
