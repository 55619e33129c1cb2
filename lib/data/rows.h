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
    size_t numbers, categories, pixels; /* per row */
    double *number;             /* [n x numbers] NaN: missing */
    uint32_t *code;             /* [n x categories] dictionary codes,
                                 * LATHE_MISSING_CODE, LATHE_UNKNOWN_CODE */
    uint8_t *pixel;             /* [n x pixels] */
    uint32_t *label;            /* [n] classify; LATHE_UNKNOWN_CODE: a class
                                 * that the schema lacks; LATHE_MISSING_CODE:
                                 * no truth */
    double *value;              /* [n] regress; NaN: no truth */
};

/* Room for `cap` rows of the schema. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_rows_init(struct lathe_rows *r,
                                const struct lathe_schema *s, size_t cap,
                                struct lathe_err *err);
void lathe_rows_release(struct lathe_rows *r);

#endif
