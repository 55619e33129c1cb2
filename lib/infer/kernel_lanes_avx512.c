/* Of the passes of kernel_lanes.c those that gain by wider registers than
 * AVX2's. The last 8 of a row are half a register. */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include "base/unroll.h"

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,fma")))
#define INLINE static inline __attribute__((always_inline)) AVX512

INLINE __mmask16 lanes_at(size_t k, size_t n)
{
    return n - k < 16 ? 0xff : 0xffff;
}

/* nr places side by side, 16 channels; nr is constant. */
INLINE void depthwise(int nr, const struct lathe_product *p, const float *x,
                      size_t x_stride, size_t k, float *out,
                      size_t out_stride)
{
    const __mmask16 some = lanes_at(k, p->width);
    __m512 sum[4];

    LATHE_UNROLL(4)
    for (int r = 0; r < nr; r++)
        sum[r] = _mm512_maskz_loadu_ps(some, p->bias + k);
    for (size_t i = 0; i < p->depth; i++) {
        const float *from = x + p->place[i] + k;
        __m512 w = _mm512_maskz_loadu_ps(some, p->weight + i * p->width + k);

        LATHE_UNROLL(4)
        for (int r = 0; r < nr; r++)
            sum[r] = _mm512_fmadd_ps(
                _mm512_maskz_loadu_ps(some, from + (size_t)r * x_stride), w,
                sum[r]);
    }
    LATHE_UNROLL(4)
    for (int r = 0; r < nr; r++)
        _mm512_mask_storeu_ps(out + (size_t)r * out_stride + k, some,
                              p->relu ? _mm512_max_ps(_mm512_setzero_ps(),
                                                      sum[r])
                                      : sum[r]);
}

AVX512 void lathe_kernel_depthwise_avx512(const struct lathe_product *p,
                                          const float *x, size_t x_stride,
                                          size_t n, float *out,
                                          size_t out_stride)
{
    for (; n >= 4; n -= 4, x += 4 * x_stride, out += 4 * out_stride)
        for (size_t k = 0; k < p->width; k += 16)
            depthwise(4, p, x, x_stride, k, out, out_stride);
    for (; n > 0; n--, x += x_stride, out += out_stride)
        for (size_t k = 0; k < p->width; k += 16)
            depthwise(1, p, x, x_stride, k, out, out_stride);
}

INLINE __m512i bytes_of(const float *x, __mmask16 some, float inverse,
                        int32_t zero)
{
    __m512 v = _mm512_mul_ps(_mm512_maskz_loadu_ps(some, x),
                             _mm512_set1_ps(inverse));

    v = _mm512_max_ps(v, _mm512_set1_ps((float)-zero));
    v = _mm512_min_ps(v, _mm512_set1_ps((float)(255 - zero)));
    return _mm512_add_epi32(_mm512_cvtps_epi32(v), _mm512_set1_epi32(zero));
}

AVX512 void lathe_kernel_quantise_avx512(const float *x, size_t n,
                                         float inverse, int32_t zero, void *q)
{
    uint16_t *to = q;

    for (size_t i = 0; i < n; i += 16) {
        __mmask16 some = lanes_at(i, n);

        _mm256_mask_storeu_epi16(to + i, some, _mm512_cvtepi32_epi16(
            bytes_of(x + i, some, inverse, zero)));
    }
}

AVX512 void lathe_kernel_quantise_vnni(const float *x, size_t n, float inverse,
                                       int32_t zero, void *q)
{
    uint8_t *to = q;

    for (size_t i = 0; i < n; i += 16) {
        __mmask16 some = lanes_at(i, n);

        _mm_mask_storeu_epi8(to + i, some, _mm512_cvtepi32_epi8(
            bytes_of(x + i, some, inverse, zero)));
    }
}

#endif
