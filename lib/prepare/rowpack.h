/*
 * rowpack - rows of doubles, and a code of each, packed (pack.h): column by
 * column, a few rows at a time.
 */
#ifndef LATHE_PREPARE_ROWPACK_H
#define LATHE_PREPARE_ROWPACK_H

#include "base/err.h"
#include "prepare/pack.h"

#include <stdbool.h>
#include <stdint.h>

/* Zeroed: nothing; used again and again, for rows of the same width. */
struct lathe_rowpack {
    unsigned char *bytes;       /* [n] */
    size_t n, cap;
    unsigned char *hint;        /* [width + 1] */
};

void lathe_rowpack_release(struct lathe_rowpack *p);

/* Packs row[n x width] and code[n] in place of what is there.
 * Fails: LATHE_ENOMEM. */
enum lathe_code lathe_rowpack_put(struct lathe_rowpack *p, const double *row,
                                  size_t width, const uint32_t *code, size_t n,
                                  struct lathe_err *err);

/* Takes them out again; false: the bytes are not what was put. */
bool lathe_rowpack_take(const struct lathe_rowpack *p, double *row,
                        size_t width, uint32_t *code, size_t n);

#endif
