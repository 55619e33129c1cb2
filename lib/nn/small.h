/*
 * small - products of small matrices, held in registers.
 *
 * One kernel computes tiles of c from an a of any two strides (so that a and
 * its transpose are the same to it) and a row-major b. Every element of c is
 * one chain over p = 0, 1, ..., k-1, wherever it lies in a tile. A second
 * kernel takes dot products of rows, for long k and few outputs.
 */
#ifndef LATHE_NN_SMALL_H
#define LATHE_NN_SMALL_H

#include "base/cpu.h"
#include "nn/real.h"

#include <stdbool.h>
#include <stddef.h>

/* c[i*ldc + j] = (add ? c[i*ldc + j] : 0) + sum over p < k of
 * a[i*ai + p*ap] * b[p*ldb + j], for i < m, j < n. c overlaps nothing. */
typedef void lathe_small_nn_fn(size_t m, size_t n, size_t k, const real *a,
                               size_t ai, size_t ap, const real *b, size_t ldb,
                               real *c, size_t ldc, bool add);

/* How a product begins and ends, while its numbers are in registers. Zeroed:
 * it is the product alone. */
struct lathe_small_end {
    const real *bias;           /* [n] what each row begins with; NULL: 0 */
    bool relu;                  /* max(0, c); a NaN stays one */
    const real *sign;           /* [m x n] with row stride lds: c is 0 where
                                 * this is not above 0; NULL: nowhere */
    size_t lds;
};

/* c[i*ldc + j] = end(bias[j] + sum over p < k of a[i*ai + p*ap] *
 * b[p*ldb + j]): the bits of bias as c, `add`, and what `end` says then. */
typedef void lathe_small_ended_fn(size_t m, size_t n, size_t k, const real *a,
                                  size_t ai, size_t ap, const real *b,
                                  size_t ldb, real *c, size_t ldc,
                                  const struct lathe_small_end *end);

/* c[i*ldc + j] = (add ? ...) + sum over p < k of a[i*lda + p] * b[j*ldb + p].
 * The order of the sum is fixed by k alone. */
typedef void lathe_small_nt_fn(size_t m, size_t n, size_t k, const real *a,
                               size_t lda, const real *b, size_t ldb, real *c,
                               size_t ldc, bool add);

struct lathe_small {
    lathe_small_nn_fn *nn;
    lathe_small_nt_fn *nt;
    lathe_small_ended_fn *ended;
};

/* The kernels of the highest level that there is an own version for. */
struct lathe_small lathe_small_pick(enum lathe_cpu_level level);

/* The twins without tricks, which the others are tested against. */
lathe_small_nn_fn lathe_small_nn_naive;
lathe_small_nt_fn lathe_small_nt_naive;
lathe_small_ended_fn lathe_small_ended_naive;

/* The same apart, around a product that adds to c [m x n] if there is a bias,
 * which is copied there, and else overwrites it. */
void lathe_small_begin(size_t m, size_t n, real *c, size_t ldc,
                       const struct lathe_small_end *end);
void lathe_small_finish(size_t m, size_t n, real *c, size_t ldc,
                        const struct lathe_small_end *end);

#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)
extern const struct lathe_small lathe_small_avx2, lathe_small_avx512;
#elif defined(__aarch64__) && !defined(LATHE_REAL_DOUBLE)
extern const struct lathe_small lathe_small_neon;
#endif

/* out [cols x rows] = transpose of in [rows x cols] with row stride ldi. */
void lathe_small_transpose(size_t rows, size_t cols, const real *in,
                           size_t ldi, real *out, size_t ldo);

#endif
