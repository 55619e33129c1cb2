/* The passes of kernel_lanes.c in AVX2. */
#include "infer/kernel.h"

#if defined(__x86_64__)

#include "base/unroll.h"

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma")))
#define INLINE static inline __attribute__((always_inline)) AVX2

/* nr places side by side, 8 channels; nr is constant. */
INLINE void depthwise(int nr, const struct lathe_product *p, const float *x,
                      size_t x_stride, size_t k, float *out,
                      size_t out_stride)
{
    __m256 sum[4];

    LATHE_UNROLL(4)
    for (int r = 0; r < nr; r++)
        sum[r] = _mm256_loadu_ps(p->bias + k);
    for (size_t i = 0; i < p->depth; i++) {
        const float *from = x + p->place[i] + k;
        __m256 w = _mm256_loadu_ps(p->weight + i * p->width + k);

        LATHE_UNROLL(4)
        for (int r = 0; r < nr; r++)
            sum[r] = _mm256_fmadd_ps(
                _mm256_loadu_ps(from + (size_t)r * x_stride), w, sum[r]);
    }
    LATHE_UNROLL(4)
    for (int r = 0; r < nr; r++)
        _mm256_storeu_ps(out + (size_t)r * out_stride + k,
                         p->relu ? _mm256_max_ps(_mm256_setzero_ps(), sum[r])
                                 : sum[r]);
}

AVX2 void lathe_kernel_depthwise_avx2(const struct lathe_product *p,
                                      const float *x, size_t x_stride,
                                      size_t n, float *out, size_t out_stride)
{
    for (; n >= 4; n -= 4, x += 4 * x_stride, out += 4 * out_stride)
        for (size_t k = 0; k < p->width; k += 8)
            depthwise(4, p, x, x_stride, k, out, out_stride);
    for (; n > 0; n--, x += x_stride, out += out_stride)
        for (size_t k = 0; k < p->width; k += 8)
            depthwise(1, p, x, x_stride, k, out, out_stride);
}

AVX2 void lathe_kernel_max_avx2(const struct lathe_window *w, const float *in,
                                size_t cols, float *out)
{
    for (size_t c = 0; c < cols; c++, in += w->step, out += w->lanes)
        for (size_t j = 0; j < w->lanes; j += 8) {
            __m256 top = _mm256_loadu_ps(in + j);

            for (size_t y = 0; y < w->kh; y++)
                for (size_t x = 0; x < w->kw; x++)
                    top = _mm256_max_ps(
                        top, _mm256_loadu_ps(in + y * w->row + x * w->col +
                                             j));
            _mm256_storeu_ps(out + j, top);
        }
}

AVX2 void lathe_kernel_mean_avx2(const struct lathe_window *w, const float *in,
                                 size_t cols, float *out)
{
    const __m256 factor = _mm256_set1_ps(w->factor);

    for (size_t c = 0; c < cols; c++, in += w->step, out += w->lanes)
        for (size_t j = 0; j < w->lanes; j += 8) {
            __m256 sum = _mm256_setzero_ps();

            for (size_t y = 0; y < w->kh; y++)
                for (size_t x = 0; x < w->kw; x++)
                    sum = _mm256_add_ps(
                        sum, _mm256_loadu_ps(in + y * w->row + x * w->col +
                                             j));
            _mm256_storeu_ps(out + j, _mm256_mul_ps(sum, factor));
        }
}

/* Eight values as 32-bit integers in [0, 255]. */
INLINE __m256i bytes_of(const float *x, float inverse, int32_t zero)
{
    __m256 v = _mm256_mul_ps(_mm256_loadu_ps(x), _mm256_set1_ps(inverse));

    v = _mm256_max_ps(v, _mm256_set1_ps((float)-zero));
    v = _mm256_min_ps(v, _mm256_set1_ps((float)(255 - zero)));
    return _mm256_add_epi32(_mm256_cvtps_epi32(v), _mm256_set1_epi32(zero));
}

INLINE __m128i words_of(const float *x, float inverse, int32_t zero)
{
    __m256i v = bytes_of(x, inverse, zero);

    return _mm_packus_epi32(_mm256_castsi256_si128(v),
                            _mm256_extracti128_si256(v, 1));
}

AVX2 void lathe_kernel_quantise_avx2(const float *x, size_t n, float inverse,
                                     int32_t zero, void *q)
{
    uint16_t *to = q;

    for (size_t i = 0; i < n; i += 8)
        _mm_storeu_si128((__m128i *)(to + i),
                         words_of(x + i, inverse, zero));
}

AVX2 void lathe_kernel_pixels_avx2(const uint8_t *pixel, size_t n, float shift,
                                   float factor, float *out)
{
    const __m256 s = _mm256_set1_ps(shift), f = _mm256_set1_ps(factor);
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        __m256 v = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(
            _mm_loadl_epi64((const __m128i *)(pixel + i))));

        _mm256_storeu_ps(out + i, _mm256_mul_ps(_mm256_sub_ps(v, s), f));
    }
    lathe_kernel_pixels(pixel + i, n - i, shift, factor, out + i);
}

#endif
