/*
 * The kernels of small.h in AVX-512. The tail of a row of b or c is a mask,
 * so that every shape runs the same code.
 */
#include "nn/small.h"

#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
#define INLINE static inline __attribute__((always_inline)) AVX512

/* 8 rows by 2 registers: 16 sums cover the latency of the multiply-add twice
 * over, and leave registers for b and for the broadcast of a. */
enum { MR = 8, NR = 32, DOT = 4 };

/* A block of b that is packed takes most of the first cache; so many rows of
 * c, and of the block, make it pay. */
enum { KC = 256, PACK = 48 };

INLINE __mmask16 tail(size_t n)
{
    if (n >= 16)
        return 0xffff;
    return (__mmask16)((1u << n) - 1);
}

/* c [mr x 16*nv, the last register masked]; mr and nv are constants. */
INLINE void tile_nn(int mr, int nv, __mmask16 last, size_t k, const float *a,
                    size_t ai, size_t ap, const float *b, size_t ldb, float *c,
                    size_t ldc, bool add)
{
    __m512 sum[MR][2];

#pragma GCC unroll 8
    for (int i = 0; i < mr; i++)
#pragma GCC unroll 2
        for (int v = 0; v < nv; v++)
            sum[i][v] = add ? _mm512_maskz_loadu_ps(
                                  v == nv - 1 ? last : (__mmask16)0xffff,
                                  c + (size_t)i * ldc + (size_t)v * 16)
                            : _mm512_setzero_ps();
    for (size_t p = 0; p < k; p++) {
        __m512 y[2];
#pragma GCC unroll 2
        for (int v = 0; v < nv; v++)
            y[v] = _mm512_maskz_loadu_ps(
                v == nv - 1 ? last : (__mmask16)0xffff,
                b + p * ldb + (size_t)v * 16);
#pragma GCC unroll 8
        for (int i = 0; i < mr; i++) {
            __m512 x = _mm512_set1_ps(a[(size_t)i * ai + p * ap]);
#pragma GCC unroll 2
            for (int v = 0; v < nv; v++)
                sum[i][v] = _mm512_fmadd_ps(x, y[v], sum[i][v]);
        }
    }
#pragma GCC unroll 8
    for (int i = 0; i < mr; i++)
#pragma GCC unroll 2
        for (int v = 0; v < nv; v++)
            _mm512_mask_storeu_ps(c + (size_t)i * ldc + (size_t)v * 16,
                                  v == nv - 1 ? last : (__mmask16)0xffff,
                                  sum[i][v]);
}

/* All rows of one block of columns. */
INLINE void column_nn(int nv, __mmask16 last, size_t m, size_t k,
                      const float *a, size_t ai, size_t ap, const float *b,
                      size_t ldb, float *c, size_t ldc, bool add)
{
    size_t i = 0;

    for (; i + MR <= m; i += MR)
        tile_nn(MR, nv, last, k, a + i * ai, ai, ap, b, ldb, c + i * ldc, ldc,
                add);
    a += i * ai;
    c += i * ldc;
    switch (m - i) {
    case 7: tile_nn(7, nv, last, k, a, ai, ap, b, ldb, c, ldc, add); break;
    case 6: tile_nn(6, nv, last, k, a, ai, ap, b, ldb, c, ldc, add); break;
    case 5: tile_nn(5, nv, last, k, a, ai, ap, b, ldb, c, ldc, add); break;
    case 4: tile_nn(4, nv, last, k, a, ai, ap, b, ldb, c, ldc, add); break;
    case 3: tile_nn(3, nv, last, k, a, ai, ap, b, ldb, c, ldc, add); break;
    case 2: tile_nn(2, nv, last, k, a, ai, ap, b, ldb, c, ldc, add); break;
    case 1: tile_nn(1, nv, last, k, a, ai, ap, b, ldb, c, ldc, add); break;
    default: break;
    }
}

INLINE void block_nn(size_t m, size_t n, size_t k, const float *a, size_t ai,
                     size_t ap, const float *b, size_t ldb, float *c,
                     size_t ldc, bool add)
{
    if (n == NR)
        column_nn(2, 0xffff, m, k, a, ai, ap, b, ldb, c, ldc, add);
    else if (n > 16)
        column_nn(2, tail(n - 16), m, k, a, ai, ap, b, ldb, c, ldc, add);
    else
        column_nn(1, tail(n), m, k, a, ai, ap, b, ldb, c, ldc, add);
}

/* Where a block of b is read often enough, it is laid side by side first: its
 * lines, far apart, would push each other out of the cache. The sums go on
 * where they stopped, so that they are the same. */
AVX512 static void packed_nn(size_t m, size_t n, size_t k, const float *a,
                             size_t ai, size_t ap, const float *b, size_t ldb,
                             float *c, size_t ldc, bool add)
{
    float block[KC * NR] __attribute__((aligned(64)));
    size_t kc, nc;

    for (size_t p = 0; p < k; p += kc) {
        kc = k - p < KC ? k - p : KC;
        for (size_t j = 0; j < n; j += nc) {
            nc = n - j < NR ? n - j : NR;
            for (size_t q = 0; q < kc; q++) {
                const float *from = b + (p + q) * ldb + j;
                _mm512_store_ps(block + q * NR,
                                _mm512_maskz_loadu_ps(tail(nc), from));
                if (nc > 16)
                    _mm512_store_ps(block + q * NR + 16,
                                    _mm512_maskz_loadu_ps(tail(nc - 16),
                                                          from + 16));
            }
            block_nn(m, nc, kc, a + p * ap, ai, ap, block, NR, c + j, ldc,
                     add || p > 0);
        }
    }
}

AVX512 void lathe_small_nn_avx512(size_t m, size_t n, size_t k, const float *a,
                                  size_t ai, size_t ap, const float *b,
                                  size_t ldb, float *c, size_t ldc, bool add)
{
    size_t nc;

    if (m >= PACK && k >= PACK && ldb > 2 * NR) {
        packed_nn(m, n, k, a, ai, ap, b, ldb, c, ldc, add);
        return;
    }
    for (size_t j = 0; j < n; j += nc) {
        nc = n - j < NR ? n - j : NR;
        block_nn(m, nc, k, a, ai, ap, b + j, ldb, c + j, ldc, add);
    }
}

/* The dot products of mr rows of a with nr rows of b; both are constants. */
INLINE void tile_nt(int mr, int nr, size_t k, const float *a, size_t lda,
                    const float *b, size_t ldb, float *c, size_t ldc, bool add)
{
    __m512 sum[DOT][DOT];

#pragma GCC unroll 4
    for (int i = 0; i < mr; i++)
#pragma GCC unroll 4
        for (int j = 0; j < nr; j++)
            sum[i][j] = _mm512_setzero_ps();
    for (size_t p = 0; p < k; p += 16) {
        __mmask16 mask = tail(k - p);
        __m512 y[DOT];
#pragma GCC unroll 4
        for (int j = 0; j < nr; j++)
            y[j] = _mm512_maskz_loadu_ps(mask, b + (size_t)j * ldb + p);
#pragma GCC unroll 4
        for (int i = 0; i < mr; i++) {
            __m512 x = _mm512_maskz_loadu_ps(mask, a + (size_t)i * lda + p);
#pragma GCC unroll 4
            for (int j = 0; j < nr; j++)
                sum[i][j] = _mm512_fmadd_ps(x, y[j], sum[i][j]);
        }
    }
#pragma GCC unroll 4
    for (int i = 0; i < mr; i++)
#pragma GCC unroll 4
        for (int j = 0; j < nr; j++) {
            float *out = c + (size_t)i * ldc + (size_t)j;
            float s = _mm512_reduce_add_ps(sum[i][j]);
            *out = add ? *out + s : s;
        }
}

INLINE void column_nt(int nr, size_t m, size_t k, const float *a, size_t lda,
                      const float *b, size_t ldb, float *c, size_t ldc,
                      bool add)
{
    size_t i = 0;

    for (; i + DOT <= m; i += DOT)
        tile_nt(DOT, nr, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
    for (; i + 2 <= m; i += 2)
        tile_nt(2, nr, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
    if (i < m)
        tile_nt(1, nr, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
}

AVX512 void lathe_small_nt_avx512(size_t m, size_t n, size_t k, const float *a,
                                  size_t lda, const float *b, size_t ldb,
                                  float *c, size_t ldc, bool add)
{
    size_t j = 0;

    for (; j + DOT <= n; j += DOT)
        column_nt(DOT, m, k, a, lda, b + j * ldb, ldb, c + j, ldc, add);
    for (; j < n; j++)
        column_nt(1, m, k, a, lda, b + j * ldb, ldb, c + j, ldc, add);
}

#else

/* ISO C forbids an empty translation unit. */
extern const int lathe_small_avx512_is_for_x86;

#endif
