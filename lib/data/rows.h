/*
 * rows - typed rows: what a CSV record or a stored row is, before encoding.
 */
#ifndef LATHE_DATA_ROWS_H
#define LATHE_DATA_ROWS_H

#include "data/schema.h"

#include <math.h>

/* Arrays are row-major, in the order of the schema's columns of that kind.
 * Zeroed: empty. */
struct lathe_rows {
    size_t n, cap;
    size_t numbers, texts, categories, pixels;  /* per row */
    size_t labels, values;
    double *number;             /* [n x numbers] numbers, and dates as seconds
                                 * since 1970 UTC; NaN: missing */
    float *text;                /* [n x texts] of each text column `dims`
                                 * behind each other; the first NaN, the others
                                 * 0: missing */
    uint32_t *code;             /* [n x categories] dictionary codes, or of
                                 * hashed columns those of hashing.h,
                                 * LATHE_MISSING_CODE, LATHE_UNKNOWN_CODE */
    uint8_t *pixel;             /* [n x pixels] */
    uint32_t *label;            /* [n x labels] class of each target;
                                 * LATHE_UNKNOWN_CODE: one that the schema
                                 * lacks; LATHE_MISSING_CODE: no truth */
    double *value;              /* [n x values] of each target; NaN: no
                                 * truth */
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

/* Bytes of a row of the schema, targets and weight included. */
size_t lathe_rows_bytes(const struct lathe_schema *s);

/* Row `to` of `out` becomes row `from` of `in`, which is of the same schema
 * and may be the same rows. Leaves out->n alone. */
void lathe_rows_copy(struct lathe_rows *out, size_t to,
                     const struct lathe_rows *in, size_t from);

/* Whether row i has all its targets. */
static inline bool lathe_rows_has_truth(const struct lathe_rows *r, size_t i)
{
    bool all = true;

    for (size_t t = 0; t < r->labels; t++)
        all &= r->label[i * r->labels + t] != LATHE_MISSING_CODE;
    for (size_t t = 0; t < r->values; t++)
        all &= !isnan(r->value[i * r->values + t]);
    return all;
}

/* A column of the doubles of the rows: the numbers, then the values; its rows
 * are *step apart. */
static inline const double *lathe_rows_real(const struct lathe_rows *r,
                                            size_t column, size_t *step)
{
    bool number = column < r->numbers;

    *step = number ? r->numbers : r->values;
    return number ? r->number + column : r->value + (column - r->numbers);
}

/* Leaves out the rows that lack a target, or have a class that the schema has
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
