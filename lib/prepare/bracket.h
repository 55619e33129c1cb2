/*
 * bracket - quantiles of number columns from a sample and one pass more.
 *
 * Of as many rows as fit into half of the memory (all of them, where they do:
 * then no pass is needed) the values are sorted. They bracket the wanted ranks
 * (bins.h); one pass on all threads counts the values and puts those within
 * the brackets aside. Where these would not fit into memory they are counted in
 * finer bins first, and there is a second pass. The sample has one row of
 * each part of the rows, drawn by a hash of its number: the same rows for any
 * number of threads, in no step with any period of the data.
 */
#ifndef LATHE_PREPARE_BRACKET_H
#define LATHE_PREPARE_BRACKET_H

#include "prepare/quantile.h"

/*
 * Finds the values of q[n], where it can: *found [n] tells of which. It is all
 * but sure to when there is memory for a thousand rows or so.
 * Fails as lathe_quantile_find.
 */
enum lathe_code lathe_bracket_find(struct lathe_quantile *q, size_t n,
                                   const struct lathe_fit_rows *train,
                                   const struct lathe_schema *s,
                                   size_t memory_bytes,
                                   struct lathe_pool *pool, bool *found,
                                   struct lathe_err *err);

#endif
