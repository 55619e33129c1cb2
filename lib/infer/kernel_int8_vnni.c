/*
 * The integer product with VNNI: four u8 by four i8, added to 32 bits in one
 * instruction (the form that does not saturate). A group of inputs is 32 bits,
 * spread to all lanes, and its weights for a panel are one register. Blocks
 * are those of the float product.
 */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include "base/unroll.h"

#include <immintrin.h>
#include <string.h>

#define VNNI __attribute__((target(\
    "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma")))
#define INLINE static inline __attribute__((always_inline)) VNNI

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

/*
 * acc + the four products of each lane. As an instruction, since gcc 12 moves
 * the sums of a block to the stack and back around the intrinsic (half of the
 * speed).
 */
INLINE __m512i dot16(__m512i acc, __m512i x, __m512i w)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(x), "v"(w));
    return acc;
}

INLINE __m256i dot8(__m256i acc, __m256i x, __m256i w)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(x), "v"(w));
    return acc;
}

/* mr rows by np panels from output k on; mr and np are constants. */
INLINE void tile(int mr, int np, const struct lathe_int8 *p,
                 const struct rows *b, size_t k)
{
    const size_t panel = p->groups * LATHE_PANEL * 4;
    const char *w = (const char *)p->weight + k * p->groups * 4;
    __m512i acc[8][8];

    LATHE_UNROLL(8)
    for (int v = 0; v < np; v++)
        LATHE_UNROLL(8)
        for (int r = 0; r < mr; r++)
            acc[r][v] = _mm512_loadu_si512(p->start + k +
                                           (size_t)v * LATHE_PANEL);
    for (size_t g = 0; g < p->groups; g++) {
        const char *x = b->x + (p->place ? (size_t)p->place[g]
                                         : g * 4);
        __m512i y[8];

        LATHE_UNROLL(8)
        for (int v = 0; v < np; v++)
            y[v] = _mm512_loadu_si512(w + (size_t)v * panel + g * 64);
        LATHE_UNROLL(8)
        for (int r = 0; r < mr; r++) {
            __m512i a = _mm512_set1_epi32(
                group_at(x + (size_t)r * b->x_stride));
            LATHE_UNROLL(8)
            for (int v = 0; v < np; v++)
                acc[r][v] = dot16(acc[r][v], a, y[v]);
        }
    }
    LATHE_UNROLL(8)
    for (int r = 0; r < mr; r++)
        LATHE_UNROLL(8)
        for (int v = 0; v < np; v++) {
            size_t at = k + (size_t)v * LATHE_PANEL;
            __m512 y = _mm512_fmadd_ps(_mm512_cvtepi32_ps(acc[r][v]),
                                       _mm512_loadu_ps(p->scale + at),
                                       _mm512_loadu_ps(p->bias + at));

            if (p->relu)
                y = _mm512_max_ps(_mm512_setzero_ps(), y);
            _mm512_storeu_ps(b->out + (size_t)r * b->out_stride + at, y);
        }
}

/* The last panel when it has 8 lanes. */
INLINE void half(int mr, const struct lathe_int8 *p,
                 const struct rows *b, size_t k)
{
    const char *w = (const char *)p->weight + k * p->groups * 4;
    __m256i acc[8];

    LATHE_UNROLL(8)
    for (int r = 0; r < mr; r++)
        acc[r] = _mm256_loadu_si256((const __m256i *)(p->start + k));
    for (size_t g = 0; g < p->groups; g++) {
        const char *x = b->x + (p->place ? (size_t)p->place[g]
                                         : g * 4);
        __m256i y = _mm256_loadu_si256((const __m256i *)(w + g * 32));

        LATHE_UNROLL(8)
        for (int r = 0; r < mr; r++) {
            __m256i a = _mm256_set1_epi32(
                group_at(x + (size_t)r * b->x_stride));
            acc[r] = dot8(acc[r], a, y);
        }
    }
    LATHE_UNROLL(8)
    for (int r = 0; r < mr; r++) {
        __m256 y = _mm256_fmadd_ps(_mm256_cvtepi32_ps(acc[r]),
                                   _mm256_loadu_ps(p->scale + k),
                                   _mm256_loadu_ps(p->bias + k));

        if (p->relu)
            y = _mm256_max_ps(_mm256_setzero_ps(), y);
        _mm256_storeu_ps(b->out + (size_t)r * b->out_stride + k, y);
    }
}

/* np panels (0: the half panel) from output k on, all rows, in blocks of mr
 * at most. */
INLINE void stripe(int mr, int np, const struct lathe_int8 *p,
                   struct rows b, size_t n, size_t k)
{
    while (n) {
        size_t step = n >= 8 && mr >= 8 ? 8 : n >= 4 && mr >= 4 ? 4
                    : n >= 2 && mr >= 2 ? 2 : 1;

        if (step == 8 && mr >= 8)
            np ? tile(8, np, p, &b, k) : half(8, p, &b, k);
        else if (step == 4 && mr >= 4)
            np ? tile(4, np, p, &b, k) : half(4, p, &b, k);
        else if (step == 2 && mr >= 2)
            np ? tile(2, np, p, &b, k) : half(2, p, &b, k);
        else
            np ? tile(1, np, p, &b, k) : half(1, p, &b, k);
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
        size_t take = n >= 8 ? (left >= 3 ? 3 : left)
                    : left >= 8 && n < 4 ? 8 : left >= 4 ? 4
                    : left >= 2 ? 2 : 1;

        if (take == 8)
            stripe(2, 8, p, *b, n, k);
        else if (take == 4)
            stripe(4, 4, p, *b, n, k);
        else if (take == 3)
            stripe(8, 3, p, *b, n, k);
        else if (take == 2)
            stripe(8, 2, p, *b, n, k);
        else
            stripe(8, 1, p, *b, n, k);
        k += take * LATHE_PANEL;
    }
    if (k < p->width)
        stripe(8, 0, p, *b, n, k);
}

VNNI void lathe_kernel_int8_vnni(const struct lathe_int8 *p, const void *x,
                                 size_t x_stride, size_t n, float *out,
                                 size_t out_stride)
{
    const struct rows b = { x, x_stride, out, out_stride };

    product(p, &b, n);
}

#endif
