/*
 * rows - typed rows: what a CSV record or a stored row is, before encoding.
 */
#ifndef LATHE_DATA_ROWS_H
#define LATHE_DATA_ROWS_H

#include "data/schema.h"

/* Arrays are row-major, in the order of the schema's columns of that kind.
 * Zeroed: empty. */
struct lathe_rows {
    size_t n, cap;
    size_t numbers, texts, categories, pixels;  /* per row */
    double *number;             /* [n x numbers] numbers, and dates as seconds
                                 * since 1970 UTC; NaN: missing */
    float *text;                /* [n x texts] of each text column `dims`
                                 * behind each other; the first NaN, the others
                                 * 0: missing */
    uint32_t *code;             /* [n x categories] dictionary codes, or of
                                 * hashed columns those of hashing.h,
                                 * LATHE_MISSING_CODE, LATHE_UNKNOWN_CODE */
    uint8_t *pixel;             /* [n x pixels] */
    uint32_t *label;            /* [n] classify; LATHE_UNKNOWN_CODE: a class
                                 * that the schema lacks; LATHE_MISSING_CODE:
                                 * no truth */
    double *value;              /* [n] regress; NaN: no truth */
    double *weight;             /* [n] from 0 to LATHE_SCHEMA_WEIGHT; NULL: the
                                 * schema has none */
};

/* Room for `cap` rows of the schema. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_rows_init(struct lathe_rows *r,
                                const struct lathe_schema *s, size_t cap,
                                struct lathe_err *err);
void lathe_rows_release(struct lathe_rows *r);

/* Room for `need` rows in all, those there included. Fails: LATHE_ENOMEM; the
 * rows stand. */
enum lathe_code lathe_rows_grow(struct lathe_rows *r,
                                const struct lathe_schema *s, size_t need,
                                struct lathe_err *err);

/* Bytes of a row of the schema, target and weight included. */
size_t lathe_rows_bytes(const struct lathe_schema *s);

/* Row `to` of `out` becomes row `from` of `in`, which is of the same schema
 * and may be the same rows. Leaves out->n alone. */
void lathe_rows_copy(struct lathe_rows *out, size_t to,
                     const struct lathe_rows *in, size_t from);

/* Leaves out the rows without a target, or of a class that the schema has
 * not; how many. */
size_t lathe_rows_drop_targetless(struct lathe_rows *r,
                                  const struct lathe_schema *s);

/* Rows [first, first + n) in the memory of `r`; not to be released. */
struct lathe_rows lathe_rows_window(const struct lathe_rows *r, size_t first,
                                    size_t n);

/* Makes `r` n rows of the schema without a value in them, pixels 0 and of
 * weight 1; n <= r->cap. */
void lathe_rows_blank(struct lathe_rows *r, const struct lathe_schema *s,
                      size_t n);

#endif
