/*
 * The integer product in AVX2: pairs of 16 bits, multiplied and added to 32
 * bits (vpmaddwd; the 8-bit form saturates). A pair of inputs is 32 bits,
 * spread to all lanes, and its weights for a panel are two registers. Blocks
 * are those of the float product.
 */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2,fma")))
#define INLINE static inline __attribute__((always_inline)) AVX2

/* A block of rows; x in bytes. */
struct rows {
    const char *x;
    size_t x_stride;
    float *out;
    size_t out_stride;
};

/* The bytes of a group. */
INLINE int32_t group_at(const char *x)
{
    int32_t v;

    memcpy(&v, x, sizeof v);
    return v;
}

INLINE __m256 finish(const struct lathe_int8 *p, __m256i acc, size_t k)
{
    __m256 y = _mm256_fmadd_ps(_mm256_cvtepi32_ps(acc),
                               _mm256_loadu_ps(p->scale + k),
                               _mm256_loadu_ps(p->bias + k));

    return p->relu ? _mm256_max_ps(_mm256_setzero_ps(), y) : y;
}

/* mr rows by nv registers of 8 outputs from output k on; the panel has
 * `lanes`. All but p, b and k are constants. */
INLINE void tile(int mr, int nv, size_t lanes, const struct lathe_int8 *p,
                 const struct rows *b, size_t k)
{
    const size_t panel = p->groups * LATHE_PANEL * 4;
    const char *w = (const char *)p->weight + k * p->groups * 4;
    const int per = (int)(lanes / 8);
    __m256i acc[8][8];

#pragma GCC unroll 8
    for (int v = 0; v < nv; v++)
#pragma GCC unroll 8
        for (int r = 0; r < mr; r++)
            acc[r][v] = _mm256_loadu_si256(
                (const __m256i *)(p->start + k + (size_t)v * 8));
    for (size_t g = 0; g < p->groups; g++) {
        const char *x = b->x + (p->place ? (size_t)p->place[g] * 2 : g * 4);
        const char *row = w + g * lanes * 4;
        __m256i y[8];

#pragma GCC unroll 8
        for (int v = 0; v < nv; v++)
            y[v] = _mm256_loadu_si256(
                (const __m256i *)(row + (size_t)(v / per) * panel +
                                  (size_t)(v % per) * 32));
#pragma GCC unroll 8
        for (int r = 0; r < mr; r++) {
            __m256i a = _mm256_set1_epi32(
                group_at(x + (size_t)r * b->x_stride));
#pragma GCC unroll 8
            for (int v = 0; v < nv; v++)
                acc[r][v] = _mm256_add_epi32(acc[r][v],
                                             _mm256_madd_epi16(a, y[v]));
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < mr; r++)
#pragma GCC unroll 8
        for (int v = 0; v < nv; v++)
            _mm256_storeu_ps(b->out + (size_t)r * b->out_stride + k +
                                 (size_t)v * 8,
                             finish(p, acc[r][v], k + (size_t)v * 8));
}

/* nv registers of outputs from output k on, all rows, in blocks of mr at
 * most. */
INLINE void stripe(int mr, int nv, size_t lanes, const struct lathe_int8 *p,
                   struct rows b, size_t n, size_t k)
{
    while (n) {
        size_t step = n >= 5 && mr >= 5 ? 5 : n >= 4 && mr >= 4 ? 4
                    : n >= 2 && mr >= 2 ? 2 : 1;

        if (step == 5 && mr >= 5)
            tile(5, nv, lanes, p, &b, k);
        else if (step == 4 && mr >= 4)
            tile(4, nv, lanes, p, &b, k);
        else if (step == 2 && mr >= 2)
            tile(2, nv, lanes, p, &b, k);
        else
            tile(1, nv, lanes, p, &b, k);
        b.x += step * b.x_stride;
        b.out += step * b.out_stride;
        n -= step;
    }
}

INLINE void product(const struct lathe_int8 *p, const struct rows *b, size_t n)
{
    size_t k = 0;

    while (k + LATHE_PANEL <= p->width) {
        size_t left = (p->width - k) / LATHE_PANEL;

        if (n == 1 && left >= 4) {
            stripe(1, 8, 16, p, *b, n, k);
            k += 4 * LATHE_PANEL;
        } else if (n < 4 && left >= 2) {
            stripe(2, 4, 16, p, *b, n, k);
            k += 2 * LATHE_PANEL;
        } else {
            stripe(5, 2, 16, p, *b, n, k);
            k += LATHE_PANEL;
        }
    }
    if (k < p->width)
        stripe(5, 1, 8, p, *b, n, k);
}

AVX2 void lathe_kernel_int8_avx2(const struct lathe_int8 *p, const void *x,
                                 size_t x_stride, size_t n, float *out,
                                 size_t out_stride)
{
    const struct rows b = { x, 2 * x_stride, out, out_stride };

    product(p, &b, n);
}

#endif
