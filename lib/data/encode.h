/*
 * encode - typed rows to the numbers that a net takes.
 */
#ifndef LATHE_DATA_ENCODE_H
#define LATHE_DATA_ENCODE_H

#include "data/rows.h"

/* Encoded rows. A net sees `inputs` numbers a row: the dense ones, then a 1
 * at each hot place; or c*h*w pixels. Zeroed: empty. */
struct lathe_inputs {
    size_t n, cap;
    size_t dense, hots, pixels; /* per row */
    size_t width;               /* inputs in all, as schema->inputs */
    float *x;                   /* [n x dense] */
    uint32_t *hot;              /* [n x hots] place in [dense, width), or
                                 * LATHE_COLD */
    uint8_t *pixel;             /* [n x pixels] */
    uint32_t *label;            /* [n] as in lathe_rows */
    float *value;               /* [n] scaled target */
    float pixel_shift[4], pixel_factor[4];      /* per channel */
    size_t plane;               /* pixels of one channel */
};

enum lathe_code lathe_inputs_init(struct lathe_inputs *x,
                                  const struct lathe_schema *s, size_t cap,
                                  struct lathe_err *err);
void lathe_inputs_release(struct lathe_inputs *x);

/* Appends all of `rows`; there must be room. Cannot fail. */
void lathe_encode_rows(struct lathe_inputs *x, const struct lathe_schema *s,
                       const struct lathe_rows *rows);

/* Row i as `width` floats, one-hot written out, pixels scaled; for nets whose
 * first layer is not dense, for tests, and for the plain twins of kernels. */
void lathe_encode_expand(const struct lathe_inputs *x, size_t i, float *out);

#endif
