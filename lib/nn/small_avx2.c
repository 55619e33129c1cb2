/*
 * The kernels of small.h in AVX2 with FMA. The tail of a row of b or c is a
 * mask, so that every shape runs the same code.
 */
#include "nn/small.h"

#if defined(__x86_64__) && !defined(LATHE_REAL_DOUBLE)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma")))
#define INLINE static inline __attribute__((always_inline)) AVX2

/* 6 rows by 2 registers: with b and the broadcast of a, 15 of the 16. */
enum { MR = 6, NR = 16, DOTM = 4, DOTN = 2 };

/* A block of b that is packed takes half of a small first cache; so many rows
 * of c, and of the block, make it pay. */
enum { KC = 256, PACK = 48 };

/* Lanes below n are set. */
INLINE __m256i tail(size_t n)
{
    const __m256i place = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);

    return _mm256_cmpgt_epi32(_mm256_set1_epi32(n < 8 ? (int)n : 8), place);
}

/* c [mr x 8*nv, the last register masked]; mr, nv and `whole` are constants:
 * a whole tile needs no mask. */
INLINE void tile_nn(int mr, int nv, bool whole, __m256i last, size_t k,
                    const float *a, size_t ai, size_t ap, const float *b,
                    size_t ldb, float *c, size_t ldc, bool add)
{
    __m256 sum[MR][2];

#pragma GCC unroll 6
    for (int i = 0; i < mr; i++)
#pragma GCC unroll 2
        for (int v = 0; v < nv; v++) {
            const float *from = c + (size_t)i * ldc + (size_t)v * 8;
            sum[i][v] = !add ? _mm256_setzero_ps()
                        : whole || v < nv - 1
                            ? _mm256_loadu_ps(from)
                            : _mm256_maskload_ps(from, last);
        }
    for (size_t p = 0; p < k; p++) {
        __m256 y[2];
#pragma GCC unroll 2
        for (int v = 0; v < nv; v++) {
            const float *from = b + p * ldb + (size_t)v * 8;
            y[v] = whole || v < nv - 1 ? _mm256_loadu_ps(from)
                                       : _mm256_maskload_ps(from, last);
        }
#pragma GCC unroll 6
        for (int i = 0; i < mr; i++) {
            __m256 x = _mm256_broadcast_ss(a + (size_t)i * ai + p * ap);
#pragma GCC unroll 2
            for (int v = 0; v < nv; v++)
                sum[i][v] = _mm256_fmadd_ps(x, y[v], sum[i][v]);
        }
    }
#pragma GCC unroll 6
    for (int i = 0; i < mr; i++)
#pragma GCC unroll 2
        for (int v = 0; v < nv; v++) {
            float *to = c + (size_t)i * ldc + (size_t)v * 8;
            if (whole || v < nv - 1)
                _mm256_storeu_ps(to, sum[i][v]);
            else
                _mm256_maskstore_ps(to, last, sum[i][v]);
        }
}

/* All rows of one block of columns. */
INLINE void column_nn(int nv, bool whole, __m256i last, size_t m, size_t k,
                      const float *a, size_t ai, size_t ap, const float *b,
                      size_t ldb, float *c, size_t ldc, bool add)
{
    size_t i = 0;

    for (; i + MR <= m; i += MR)
        tile_nn(MR, nv, whole, last, k, a + i * ai, ai, ap, b, ldb,
                c + i * ldc, ldc, add);
    a += i * ai;
    c += i * ldc;
    switch (m - i) {
    case 5:
        tile_nn(5, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add);
        break;
    case 4:
        tile_nn(4, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add);
        break;
    case 3:
        tile_nn(3, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add);
        break;
    case 2:
        tile_nn(2, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add);
        break;
    case 1:
        tile_nn(1, nv, whole, last, k, a, ai, ap, b, ldb, c, ldc, add);
        break;
    default:
        break;
    }
}

INLINE void block_nn(size_t m, size_t n, size_t k, const float *a, size_t ai,
                     size_t ap, const float *b, size_t ldb, float *c,
                     size_t ldc, bool add)
{
    if (n == NR)
        column_nn(2, true, tail(8), m, k, a, ai, ap, b, ldb, c, ldc, add);
    else if (n > 8)
        column_nn(2, false, tail(n - 8), m, k, a, ai, ap, b, ldb, c, ldc, add);
    else
        column_nn(1, false, tail(n), m, k, a, ai, ap, b, ldb, c, ldc, add);
}

/* Where a block of b is read often enough, it is laid side by side first: its
 * lines, far apart, would push each other out of the cache. The sums go on
 * where they stopped, so that they are the same. */
AVX2 static void packed_nn(size_t m, size_t n, size_t k, const float *a,
                           size_t ai, size_t ap, const float *b, size_t ldb,
                           float *c, size_t ldc, bool add)
{
    float block[KC * NR] __attribute__((aligned(32)));
    size_t kc, nc;

    for (size_t p = 0; p < k; p += kc) {
        kc = k - p < KC ? k - p : KC;
        for (size_t j = 0; j < n; j += nc) {
            nc = n - j < NR ? n - j : NR;
            for (size_t q = 0; q < kc; q++) {
                const float *from = b + (p + q) * ldb + j;
                float *to = block + q * NR;
                _mm256_store_ps(to, _mm256_maskload_ps(from, tail(nc)));
                if (nc > 8)
                    _mm256_store_ps(to + 8, _mm256_maskload_ps(from + 8,
                                                               tail(nc - 8)));
            }
            block_nn(m, nc, kc, a + p * ap, ai, ap, block, NR, c + j, ldc,
                     add || p > 0);
        }
    }
}

AVX2 void lathe_small_nn_avx2(size_t m, size_t n, size_t k, const float *a,
                              size_t ai, size_t ap, const float *b, size_t ldb,
                              float *c, size_t ldc, bool add)
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

/* The 8 lanes in a fixed order. */
INLINE float add_up(__m256 v)
{
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(v),
                          _mm256_extractf128_ps(v, 1));

    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    s = _mm_add_ss(s, _mm_shuffle_ps(s, s, 1));
    return _mm_cvtss_f32(s);
}

/* The dot products of mr rows of a with nr rows of b; both are constants. */
INLINE void tile_nt(int mr, int nr, size_t k, const float *a, size_t lda,
                    const float *b, size_t ldb, float *c, size_t ldc, bool add)
{
    __m256 sum[DOTM][DOTN];

#pragma GCC unroll 4
    for (int i = 0; i < mr; i++)
#pragma GCC unroll 2
        for (int j = 0; j < nr; j++)
            sum[i][j] = _mm256_setzero_ps();
    for (size_t p = 0; p < k; p += 8) {
        __m256i mask = tail(k - p);
        __m256 y[DOTN];
#pragma GCC unroll 2
        for (int j = 0; j < nr; j++)
            y[j] = _mm256_maskload_ps(b + (size_t)j * ldb + p, mask);
#pragma GCC unroll 4
        for (int i = 0; i < mr; i++) {
            __m256 x = _mm256_maskload_ps(a + (size_t)i * lda + p, mask);
#pragma GCC unroll 2
            for (int j = 0; j < nr; j++)
                sum[i][j] = _mm256_fmadd_ps(x, y[j], sum[i][j]);
        }
    }
#pragma GCC unroll 4
    for (int i = 0; i < mr; i++)
#pragma GCC unroll 2
        for (int j = 0; j < nr; j++) {
            float *out = c + (size_t)i * ldc + (size_t)j;
            float s = add_up(sum[i][j]);
            *out = add ? *out + s : s;
        }
}

INLINE void column_nt(int nr, size_t m, size_t k, const float *a, size_t lda,
                      const float *b, size_t ldb, float *c, size_t ldc,
                      bool add)
{
    size_t i = 0;

    for (; i + DOTM <= m; i += DOTM)
        tile_nt(DOTM, nr, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
    for (; i < m; i++)
        tile_nt(1, nr, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, add);
}

AVX2 void lathe_small_nt_avx2(size_t m, size_t n, size_t k, const float *a,
                              size_t lda, const float *b, size_t ldb, float *c,
                              size_t ldc, bool add)
{
    size_t j = 0;

    for (; j + DOTN <= n; j += DOTN)
        column_nt(DOTN, m, k, a, lda, b + j * ldb, ldb, c + j, ldc, add);
    if (j < n)
        column_nt(1, m, k, a, lda, b + j * ldb, ldb, c + j, ldc, add);
}

#else

/* ISO C forbids an empty translation unit. */
extern const int lathe_small_avx2_is_for_x86;

#endif
