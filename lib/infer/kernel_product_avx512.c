/*
 * The product in AVX-512: a panel is one register. Blocks of rows by panels
 * keep enough chains in flight to hide the latency of the multiply-add (4
 * cycles, two units: 8 chains) and use each loaded register often: 8 x 3
 * makes 24 multiply-adds of 11 loads, one row alone walks 8 panels at once.
 */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))
#define INLINE static inline __attribute__((always_inline)) AVX512

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
    __m512 acc[8][8];

#pragma GCC unroll 8
    for (int v = 0; v < np; v++)
#pragma GCC unroll 8
        for (int r = 0; r < mr; r++)
            acc[r][v] = _mm512_loadu_ps(p->bias + k +
                                        (size_t)v * LATHE_PANEL);
    for (size_t i = 0; i < p->depth; i++) {
        const float *x = b->x + (gather ? p->place[i] : i);
        __m512 y[8];

#pragma GCC unroll 8
        for (int v = 0; v < np; v++)
            y[v] = _mm512_loadu_ps(w + (size_t)v * panel + i * LATHE_PANEL);
#pragma GCC unroll 8
        for (int r = 0; r < mr; r++) {
            __m512 a = _mm512_set1_ps(x[(size_t)r * b->x_stride]);
#pragma GCC unroll 8
            for (int v = 0; v < np; v++)
                acc[r][v] = _mm512_fmadd_ps(a, y[v], acc[r][v]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < mr; r++) {
        for (size_t h = 0; h < b->hots; h++) {
            uint32_t at = b->hot[(size_t)r * b->hots + h];

            if (at == UINT32_MAX)
                continue;
#pragma GCC unroll 8
            for (int v = 0; v < np; v++)
                acc[r][v] = _mm512_add_ps(
                    acc[r][v], _mm512_loadu_ps(w + (size_t)v * panel +
                                               (size_t)at * LATHE_PANEL));
        }
#pragma GCC unroll 8
        for (int v = 0; v < np; v++) {
            __m512 y = acc[r][v];

            if (p->relu)
                y = _mm512_max_ps(_mm512_setzero_ps(), y);
            _mm512_storeu_ps(b->out + (size_t)r * b->out_stride + k +
                             (size_t)v * LATHE_PANEL, y);
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
        size_t step = n >= 8 && mr >= 8 ? 8 : n >= 4 && mr >= 4 ? 4
                    : n >= 2 && mr >= 2 ? 2 : 1;

        if (step == 8 && mr >= 8)
            tile(8, np, gather, p, &b, k);
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

/* Few rows take many panels at once, many rows few; the panels of a stripe
 * stay in the cache while all rows pass. */
INLINE void product(bool gather, const struct lathe_product *p,
                    const struct rows *b, size_t n)
{
    size_t k = 0;

    while (k + LATHE_PANEL <= p->width) {
        size_t left = (p->width - k) / LATHE_PANEL;
        size_t take = n >= 8 ? (left >= 3 ? 3 : left)
                    : left >= 8 && n < 4 ? 8 : left >= 4 ? 4
                    : left >= 2 ? 2 : 1;

        switch (take) {
        case 8:
            stripe(2, 8, gather, p, *b, n, k);
            break;
        case 4:
            stripe(4, 4, gather, p, *b, n, k);
            break;
        case 3:
            stripe(8, 3, gather, p, *b, n, k);
            break;
        case 2:
            stripe(8, 2, gather, p, *b, n, k);
            break;
        default:
            stripe(8, 1, gather, p, *b, n, k);
        }
        k += take * LATHE_PANEL;
    }
    if (k < p->width)
        halves(gather, p, *b, n, k);
}

AVX512 void lathe_kernel_product_avx512(const struct lathe_product *p,
                                        const float *x, size_t x_stride,
                                        const uint32_t *hot, size_t hots,
                                        size_t n, float *out,
                                        size_t out_stride)
{
    const struct rows b = { x, x_stride, hot, hots, out, out_stride };

    if (p->place)
        product(true, p, &b, n);
    else
        product(false, p, &b, n);
}

#endif
