/*
 * simd_avx512 - one register of numbers, in AVX-512: 16 of them. See simd.h.
 */
#ifndef LATHE_NN_SIMD_AVX512_H
#define LATHE_NN_SIMD_AVX512_H

#include "base/unroll.h"

#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LANES = 16 };

typedef float number;
typedef __m512 vec;
typedef __mmask16 vmask;
typedef int32_t vbits __attribute__((vector_size(64), may_alias));

#define TARGET \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma,prfchw")))
#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE vec v_set(float x)
{
    return _mm512_set1_ps(x);
}

INLINE vec v_fma(vec a, vec b, vec c)
{
    return _mm512_fmadd_ps(a, b, c);
}

INLINE float v_sum(vec v)
{
    __m256 h = _mm256_add_ps(_mm512_castps512_ps256(v),
                             _mm512_extractf32x8_ps(v, 1));
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(h),
                          _mm256_extractf128_ps(h, 1));

    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    s = _mm_add_ss(s, _mm_shuffle_ps(s, s, 1));
    return _mm_cvtss_f32(s);
}

INLINE vec v_pick(vmask m, vec a, vec b)
{
    return _mm512_mask_blend_ps(m, b, a);
}

INLINE vmask v_above(vec a, vec b)
{
    return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ);
}

INLINE vmask v_other(vec a, vec b)
{
    return _mm512_cmp_ps_mask(a, b, _CMP_NEQ_UQ);
}

INLINE vmask v_newer(vec a, vec b)
{
    return (vmask)(_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ) |
                   _mm512_cmp_ps_mask(a, a, _CMP_UNORD_Q));
}

INLINE vec v_least(vec a, vec b)
{
    return _mm512_min_ps(a, b);
}

INLINE vec v_most(vec a, vec b)
{
    return _mm512_max_ps(a, b);
}

INLINE vec v_relu(vec x)
{
    return _mm512_max_ps(_mm512_setzero_ps(), x);
}

/* Pairs of registers exchange numbers, then pairs of numbers, which turns
 * each square of 4; then the squares change places. */
INLINE void v_turn(vec *v)
{
    vec a[16], b[16];

    LATHE_UNROLL(8)
    for (int i = 0; i < 16; i += 2) {
        a[i] = _mm512_unpacklo_ps(v[i], v[i + 1]);
        a[i + 1] = _mm512_unpackhi_ps(v[i], v[i + 1]);
    }
    LATHE_UNROLL(4)
    for (int i = 0; i < 16; i += 4) {
        b[i] = _mm512_shuffle_ps(a[i], a[i + 2], 0x44);
        b[i + 1] = _mm512_shuffle_ps(a[i], a[i + 2], 0xee);
        b[i + 2] = _mm512_shuffle_ps(a[i + 1], a[i + 3], 0x44);
        b[i + 3] = _mm512_shuffle_ps(a[i + 1], a[i + 3], 0xee);
    }
    LATHE_UNROLL(4)
    for (int i = 0; i < 4; i++) {
        a[i] = _mm512_shuffle_f32x4(b[i], b[i + 4], 0x44);
        a[i + 4] = _mm512_shuffle_f32x4(b[i], b[i + 4], 0xee);
        a[i + 8] = _mm512_shuffle_f32x4(b[i + 8], b[i + 12], 0x44);
        a[i + 12] = _mm512_shuffle_f32x4(b[i + 8], b[i + 12], 0xee);
    }
    LATHE_UNROLL(4)
    for (int i = 0; i < 4; i++) {
        v[i] = _mm512_shuffle_f32x4(a[i], a[i + 8], 0x88);
        v[i + 4] = _mm512_shuffle_f32x4(a[i], a[i + 8], 0xdd);
        v[i + 8] = _mm512_shuffle_f32x4(a[i + 4], a[i + 12], 0x88);
        v[i + 12] = _mm512_shuffle_f32x4(a[i + 4], a[i + 12], 0xdd);
    }
}

typedef __mmask16 vsome;

INLINE vsome v_some(size_t n)
{
    return (vsome)((1u << n) - 1);
}

INLINE vec v_load_in(const float *p, vsome some)
{
    return _mm512_maskz_loadu_ps(some, p);
}

INLINE void v_store_in(float *p, vec v, vsome some)
{
    _mm512_mask_storeu_ps(p, some, v);
}

#include "nn/simd.h"

#endif
