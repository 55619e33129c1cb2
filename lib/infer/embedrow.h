/*
 * embedrow - a row of a table through an embedding (nn/embed.h).
 */
#ifndef LATHE_INFER_EMBEDROW_H
#define LATHE_INFER_EMBEDROW_H

#include "data/encode.h"
#include "nn/embed.h"

/*
 * Row `row` of x: `out` gets embed->floats numbers and `hot` the places
 * [embed->plain] of the columns that stay one-hot, among the layer's outputs;
 * with a NULL `hot` these are written out, and `out` gets all outputs of the
 * layer. `table` are its weights.
 */
void lathe_embedrow(const struct lathe_embed *e, const float *table,
                    const struct lathe_inputs *x, size_t row, float *out,
                    uint32_t *hot);

#endif
