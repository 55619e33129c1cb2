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
#ifndef LATHE_FIT_BRACKET_H
#define LATHE_FIT_BRACKET_H

#include "fit/quantile.h"

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

/*
 * The same where somebody else passes over the rows, and has a sample of them
 * beforehand, which need be no more than like them: brackets that do not fit
 * find less, and nothing else.
 */
struct lathe_bracket;

/* For q[n] of rising columns, whose `present` need not be known, and `sample`
 * rows; all within memory_bytes. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_bracket_new(struct lathe_bracket **out,
                                  const struct lathe_quantile *q, size_t n,
                                  size_t sample, const struct lathe_schema *s,
                                  size_t memory_bytes, struct lathe_pool *pool,
                                  struct lathe_err *err);
void lathe_bracket_free(struct lathe_bracket *b);       /* NULL is fine */

/* Row 0 of `row` is number i of the sample; from any thread, each i once. */
void lathe_bracket_take(struct lathe_bracket *b, size_t i,
                        const struct lathe_rows *row);

/* The sample is there; `rows` will come. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_bracket_cut(struct lathe_bracket *b, uint64_t rows,
                                  struct lathe_err *err);

/* Adds a block of at most lathe_fit_block rows; from as many threads as the
 * pool has. */
void lathe_bracket_add(struct lathe_bracket *b, const struct lathe_rows *rows);

/* All rows have come: finds the values of q[n], which are among those asked
 * for, as far as it can: *found [n]; maybe by one more pass over `train`.
 * Fails as lathe_bracket_find. */
enum lathe_code lathe_bracket_end(struct lathe_bracket *b,
                                  struct lathe_quantile *q, size_t n,
                                  const struct lathe_fit_rows *train,
                                  const struct lathe_schema *s, bool *found,
                                  struct lathe_err *err);

#endif
