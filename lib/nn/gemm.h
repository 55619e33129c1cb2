/*
 * gemm - matrix products for training: OpenBLAS where it is the fastest, own
 * kernels (small.h) where its overhead would dominate.
 *
 * The one user of OpenBLAS, which is loaded on first use and runs one thread
 * inside each of ours. Which kernel a product takes depends on its shape (and
 * on the machine) alone, so the same call gives the same bits on any thread.
 *
 * All matrices are row-major with their row strides; c must not overlap a or
 * b. `add`: c is added to, else overwritten. Sizes may be 0: then nothing is
 * added. Cannot fail once lathe_gemm_load has succeeded.
 */
#ifndef LATHE_NN_GEMM_H
#define LATHE_NN_GEMM_H

#include "base/cpu.h"
#include "base/err.h"
#include "nn/real.h"
#include "nn/small.h"

/*
 * Chooses the kernels of this machine, once; with `blas` loads OpenBLAS too.
 * To be called before worker threads start: OpenBLAS reads its number of
 * threads from the environment while it is loaded.
 * Fails: LATHE_EUNAVAILABLE when OpenBLAS is not there.
 */
enum lathe_code lathe_gemm_load(bool blas, struct lathe_err *err);

/* Whether products may run on several threads at once: false for an OpenBLAS
 * built without threads, which does not lock its buffers. */
bool lathe_gemm_concurrent(void);

/* Whether a product of this shape goes to OpenBLAS. */
bool lathe_gemm_is_large(size_t m, size_t n, size_t k);

/* c [m x n] = a [m x k] * b [k x n] */
void lathe_gemm_nn(size_t m, size_t n, size_t k, const real *a, size_t lda,
                   const real *b, size_t ldb, real *c, size_t ldc, bool add);

/* The same, begun and ended as is said. */
void lathe_gemm_ended(size_t m, size_t n, size_t k, const real *a, size_t lda,
                      const real *b, size_t ldb, real *c, size_t ldc,
                      const struct lathe_small_end *end);

/* c [m x n] = transpose of a [k x m] * b [k x n] */
void lathe_gemm_tn(size_t m, size_t n, size_t k, const real *a, size_t lda,
                   const real *b, size_t ldb, real *c, size_t ldc, bool add);

/* c [m x n] = a [m x k] * transpose of b [n x k]. `scratch` has room for
 * lathe_gemm_nt_scratch(m, n, k) numbers; NULL is fine for 0. */
void lathe_gemm_nt(size_t m, size_t n, size_t k, const real *a, size_t lda,
                   const real *b, size_t ldb, real *c, size_t ldc, bool add,
                   real *scratch);
size_t lathe_gemm_nt_scratch(size_t m, size_t n, size_t k);

#endif
