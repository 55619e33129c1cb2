/*
 * embedding - the option --embed: which categories get vectors, of how many
 * numbers.
 *
 *   all | COL[=N],...
 *
 * Without N, n places get 1.6 n^0.56 numbers, rounded, from 1 to 600, as in
 * fastai.
 */
#ifndef LATHE_TRAIN_EMBEDDING_H
#define LATHE_TRAIN_EMBEDDING_H

#include "data/schema.h"

/* Appends the layer (nn/embed.h) with a comma and a blank behind it. Fails:
 * LATHE_EARG (not one-hot, not a size, no column at all), LATHE_EDATA (no such
 * column), LATHE_ENOMEM. */
enum lathe_code lathe_embedding_text(struct lathe_buf *out, const char *spec,
                                     const struct lathe_schema *s,
                                     struct lathe_err *err);

#endif
