/*
 * encode - typed rows to the numbers that a net takes.
 *
 * The inputs of a row, in this order:
 *
 * 1. a float for each number column, in the order of the schema:
 *    ((missing ? fill : clip(x)) - shift) * factor, computed in double and
 *    rounded once;
 * 2. a float for each ordinal category column, in the order of the schema:
 *    the place of the category (missing_hot, unknown_hot for those), which is
 *    its rank among the categories that training rows have, or -1 where that
 *    is LATHE_COLD;
 * 3. for each date column, in the order of the schema, the parts that its
 *    training rows differ in: ((days since 1970) - shift) * factor,
 *    (year - year_shift) * year_factor, sine and cosine of month, weekday and
 *    time of day as angles (schema.h); of `fill` where it is missing;
 * 4. a float for each number or date column with an indicator, in the order
 *    of the schema: 1 where the value is missing, else 0;
 * 5. for each text column, in the order of the schema, its `dims` floats, all
 *    0 where it is missing;
 * 6. for each one-hot or hashed category column, in the order of the schema,
 *    `width` inputs of which at most one is 1 and the others are 0.
 *
 * 1 to 5 are the dense inputs. Or, for images, the pixels [c x h x w], each
 * (u8 - shift) * factor with the shift and the factor of its channel.
 *
 * A target that a net learns is (y - shift) * factor, likewise.
 */
#ifndef LATHE_DATA_ENCODE_H
#define LATHE_DATA_ENCODE_H

#include "data/rows.h"

/* Encoded rows. A net sees `inputs` numbers a row: the dense ones, then a 1
 * at each hot place; or c*h*w pixels. Zeroed: empty. */
struct lathe_inputs {
    size_t n, cap;
    size_t dense, hots, pixels; /* per row */
    size_t labels, values;
    size_t width;               /* inputs in all, as schema->inputs */
    float *x;                   /* [n x dense] */
    uint32_t *hot;              /* [n x hots] place in [dense, width), one
                                 * for each one-hot column, or LATHE_COLD */
    uint8_t *pixel;             /* [n x pixels] */
    uint32_t *label;            /* [n x labels] as in lathe_rows */
    float *value;               /* [n x values] scaled targets, NaN: none */
    float *weight;              /* [n] of the row, or NULL */
    float pixel_shift[4], pixel_factor[4];      /* per channel */
    size_t plane;               /* pixels of one channel */
};

/* Room for `cap` rows of the schema. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_inputs_init(struct lathe_inputs *x,
                                  const struct lathe_schema *s, size_t cap,
                                  struct lathe_err *err);
void lathe_inputs_release(struct lathe_inputs *x);

/* Bytes that an encoded row of the schema takes. */
size_t lathe_inputs_bytes(const struct lathe_schema *s);

/* Appends all of `rows`, which are of the same schema; there must be room (set
 * `n` to 0 to begin anew). Allocates nothing, cannot fail. */
void lathe_encode_rows(struct lathe_inputs *x, const struct lathe_schema *s,
                       const struct lathe_rows *rows);

/* Row i as `width` floats, one-hot written out, pixels scaled; for nets whose
 * first layer is not dense, for tests, and for the plain twins of kernels. */
void lathe_encode_expand(const struct lathe_inputs *x, size_t i, float *out);

#endif
