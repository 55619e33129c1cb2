/*
 * The product in AVX2: a panel is two registers of 8. Sixteen registers hold
 * blocks of 6 rows by one panel (12 sums, 2 weights, 1 input); one row alone
 * walks 4 panels at once.
 */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma")))
#define INLINE static inline __attribute__((always_inline)) AVX2

/* Rows to compute: what the public function was given, cut to a block. */
struct rows {
    const float *x;
    size_t x_stride;
    const uint32_t *hot;
    size_t hots;
    float *out;
    size_t out_stride;
};

/* mr rows by np panels from output k on; mr and np are constants. */
INLINE void tile(int mr, int np, bool gather, const struct lathe_product *p,
                 const struct rows *b, size_t k)
{
    const size_t panel = p->inputs * LATHE_PANEL;
    const float *w = p->weight + k * p->inputs;
    const int nv = 2 * np;      /* register v: panel v / 2, half v % 2 */
    __m256 acc[6][8];

#pragma GCC unroll 8
    for (int v = 0; v < nv; v++)
#pragma GCC unroll 6
        for (int r = 0; r < mr; r++)
            acc[r][v] = _mm256_loadu_ps(p->bias + k + (size_t)v * 8);
    for (size_t i = 0; i < p->depth; i++) {
        const float *x = b->x + (gather ? p->place[i] : i);
        const float *row = w + i * LATHE_PANEL;
        __m256 y[8];

#pragma GCC unroll 8
        for (int v = 0; v < nv; v++)
            y[v] = _mm256_loadu_ps(row + (size_t)(v / 2) * panel +
                                   (size_t)(v % 2) * 8);
#pragma GCC unroll 6
        for (int r = 0; r < mr; r++) {
            __m256 a = _mm256_set1_ps(x[(size_t)r * b->x_stride]);
#pragma GCC unroll 8
            for (int v = 0; v < nv; v++)
                acc[r][v] = _mm256_fmadd_ps(a, y[v], acc[r][v]);
        }
    }
#pragma GCC unroll 6
    for (int r = 0; r < mr; r++) {
        for (size_t h = 0; h < b->hots; h++) {
            uint32_t at = b->hot[(size_t)r * b->hots + h];
            const float *row = w + (size_t)at * LATHE_PANEL;

            if (at == UINT32_MAX)
                continue;
#pragma GCC unroll 8
            for (int v = 0; v < nv; v++)
                acc[r][v] = _mm256_add_ps(
                    acc[r][v], _mm256_loadu_ps(row + (size_t)(v / 2) * panel +
                                               (size_t)(v % 2) * 8));
        }
#pragma GCC unroll 8
        for (int v = 0; v < nv; v++) {
            __m256 y = acc[r][v];

            if (p->relu)
                y = _mm256_max_ps(_mm256_setzero_ps(), y);
            _mm256_storeu_ps(b->out + (size_t)r * b->out_stride + k +
                             (size_t)v * 8, y);
        }
    }
}

/* The last panel when it has 8 lanes. */
INLINE void half(int mr, bool gather, const struct lathe_product *p,
                 const struct rows *b, size_t k)
{
    const float *w = p->weight + k * p->inputs;
    __m256 acc[8];

#pragma GCC unroll 8
    for (int r = 0; r < mr; r++)
        acc[r] = _mm256_loadu_ps(p->bias + k);
    for (size_t i = 0; i < p->depth; i++) {
        const float *x = b->x + (gather ? p->place[i] : i);
        __m256 y = _mm256_loadu_ps(w + i * 8);

#pragma GCC unroll 8
        for (int r = 0; r < mr; r++)
            acc[r] = _mm256_fmadd_ps(
                _mm256_set1_ps(x[(size_t)r * b->x_stride]), y, acc[r]);
    }
#pragma GCC unroll 8
    for (int r = 0; r < mr; r++) {
        for (size_t h = 0; h < b->hots; h++) {
            uint32_t at = b->hot[(size_t)r * b->hots + h];

            if (at != UINT32_MAX)
                acc[r] = _mm256_add_ps(
                    acc[r], _mm256_loadu_ps(w + (size_t)at * 8));
        }
        if (p->relu)
            acc[r] = _mm256_max_ps(_mm256_setzero_ps(), acc[r]);
        _mm256_storeu_ps(b->out + (size_t)r * b->out_stride + k, acc[r]);
    }
}

/* np panels from output k on, all rows, in blocks of mr at most. */
INLINE void stripe(int mr, int np, bool gather, const struct lathe_product *p,
                   struct rows b, size_t n, size_t k)
{
    while (n) {
        size_t step = n >= 6 && mr >= 6 ? 6 : n >= 4 && mr >= 4 ? 4
                    : n >= 2 && mr >= 2 ? 2 : 1;

        if (step == 6 && mr >= 6)
            tile(6, np, gather, p, &b, k);
        else if (step == 4 && mr >= 4)
            tile(4, np, gather, p, &b, k);
        else if (step == 2 && mr >= 2)
            tile(2, np, gather, p, &b, k);
        else
            tile(1, np, gather, p, &b, k);
        b.x += step * b.x_stride;
        b.out += step * b.out_stride;
        if (b.hots)
            b.hot += step * b.hots;
        n -= step;
    }
}

/* The half panel, in blocks of 8, 4, 2 and 1 rows. */
INLINE void halves(bool gather, const struct lathe_product *p, struct rows b,
                   size_t n, size_t k)
{
    while (n) {
        size_t step = n >= 8 ? 8 : n >= 4 ? 4 : n >= 2 ? 2 : 1;

        if (step == 8)
            half(8, gather, p, &b, k);
        else if (step == 4)
            half(4, gather, p, &b, k);
        else if (step == 2)
            half(2, gather, p, &b, k);
        else
            half(1, gather, p, &b, k);
        b.x += step * b.x_stride;
        b.out += step * b.out_stride;
        if (b.hots)
            b.hot += step * b.hots;
        n -= step;
    }
}

/* Few rows take many panels at once, many rows one; the panels of a stripe
 * stay in the cache while all rows pass. */
INLINE void product(bool gather, const struct lathe_product *p,
                    const struct rows *b, size_t n)
{
    size_t k = 0;

    while (k + LATHE_PANEL <= p->width) {
        size_t left = (p->width - k) / LATHE_PANEL;

        if (n == 1 && left >= 4) {
            stripe(1, 4, gather, p, *b, n, k);
            k += 4 * LATHE_PANEL;
        } else if (n < 4 && left >= 2) {
            stripe(2, 2, gather, p, *b, n, k);
            k += 2 * LATHE_PANEL;
        } else {
            stripe(6, 1, gather, p, *b, n, k);
            k += LATHE_PANEL;
        }
    }
    if (k < p->width)
        halves(gather, p, *b, n, k);
}

AVX2 void lathe_kernel_product_avx2(const struct lathe_product *p,
                                      const float *x, size_t x_stride,
                                      const uint32_t *hot, size_t hots,
                                      size_t n, float *out, size_t out_stride)
{
    const struct rows b = { x, x_stride, hot, hots, out, out_stride };

    if (p->place)
        product(true, p, &b, n);
    else
        product(false, p, &b, n);
}

#endif
