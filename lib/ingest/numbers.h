/*
 * numbers - fields to numbers, a row at a time.
 *
 * The common form only: a sign or none, then up to 16 digits with at most one
 * dot among them, up to 2^53 without it. Such a number is exact: its digits
 * and the power of ten that divides them are doubles, so that one division
 * rounds once (W. Clinger, "How to read floating point numbers accurately",
 * 1990). Every other field is left to lathe_decimal_parse (base/decimal.h),
 * which gives the same bits for these.
 */
#ifndef LATHE_INGEST_NUMBERS_H
#define LATHE_INGEST_NUMBERS_H

#include "base/cpu.h"
#include "ingest/reader.h"

/*
 * out[i] = the number in field[place[i]] for i from `first` up to n; returns
 * the first i whose field is not of the common form, or n. Versions may differ
 * in which ones they leave. *large becomes true if one of them has digits that
 * are 2^23 or more without the dot, or may have: all others are singles
 * (data/singles.h). The fields are of a block (reader.h): bytes behind them can
 * be read.
 */
#define LATHE_NUMBERS_LARGE ((uint64_t)1 << 23)
typedef size_t lathe_numbers_fn(const struct lathe_field *field,
                                const uint32_t *place, size_t first, size_t n,
                                double *out, bool *large);

/* The fastest one that a machine of this level has. */
lathe_numbers_fn *lathe_numbers_for(enum lathe_cpu_level level);

lathe_numbers_fn lathe_numbers_portable, lathe_numbers_avx2,
    lathe_numbers_avx512, lathe_numbers_vbmi2;

#endif
