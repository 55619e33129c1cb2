/*
 * simd_avx2 - one register of numbers, in AVX2 with FMA: 8 of them. See simd.h.
 */
#ifndef LATHE_NN_SIMD_AVX2_H
#define LATHE_NN_SIMD_AVX2_H

#include "base/unroll.h"

#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LANES = 8 };

typedef float number;
typedef __m256 vec;
typedef __m256 vmask;
typedef int32_t vbits __attribute__((vector_size(32), may_alias));

#define TARGET __attribute__((target("avx2,fma,prfchw")))
#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE vec v_set(float x)
{
    return _mm256_set1_ps(x);
}

INLINE vec v_fma(vec a, vec b, vec c)
{
    return _mm256_fmadd_ps(a, b, c);
}

INLINE float v_sum(vec v)
{
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(v),
                          _mm256_extractf128_ps(v, 1));

    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    s = _mm_add_ss(s, _mm_shuffle_ps(s, s, 1));
    return _mm_cvtss_f32(s);
}

INLINE vec v_pick(vmask m, vec a, vec b)
{
    return _mm256_blendv_ps(b, a, m);
}

INLINE vmask v_above(vec a, vec b)
{
    return _mm256_cmp_ps(a, b, _CMP_GT_OQ);
}

INLINE vmask v_other(vec a, vec b)
{
    return _mm256_cmp_ps(a, b, _CMP_NEQ_UQ);
}

INLINE vmask v_newer(vec a, vec b)
{
    return _mm256_or_ps(_mm256_cmp_ps(a, b, _CMP_GT_OQ),
                        _mm256_cmp_ps(a, a, _CMP_UNORD_Q));
}

INLINE vec v_least(vec a, vec b)
{
    return _mm256_min_ps(a, b);
}

INLINE vec v_most(vec a, vec b)
{
    return _mm256_max_ps(a, b);
}

INLINE vec v_relu(vec x)
{
    return _mm256_max_ps(_mm256_setzero_ps(), x);
}

/* Pairs of registers exchange numbers, then pairs of numbers, then halves. */
INLINE void v_turn(vec *v)
{
    vec a[8], b[8];

    LATHE_UNROLL(4)
    for (int i = 0; i < 8; i += 2) {
        a[i] = _mm256_unpacklo_ps(v[i], v[i + 1]);
        a[i + 1] = _mm256_unpackhi_ps(v[i], v[i + 1]);
    }
    LATHE_UNROLL(2)
    for (int i = 0; i < 8; i += 4) {
        b[i] = _mm256_shuffle_ps(a[i], a[i + 2], 0x44);
        b[i + 1] = _mm256_shuffle_ps(a[i], a[i + 2], 0xee);
        b[i + 2] = _mm256_shuffle_ps(a[i + 1], a[i + 3], 0x44);
        b[i + 3] = _mm256_shuffle_ps(a[i + 1], a[i + 3], 0xee);
    }
    LATHE_UNROLL(4)
    for (int i = 0; i < 4; i++) {
        v[i] = _mm256_permute2f128_ps(b[i], b[i + 4], 0x20);
        v[i + 4] = _mm256_permute2f128_ps(b[i], b[i + 4], 0x31);
    }
}

typedef __m256i vsome;

INLINE vsome v_some(size_t n)
{
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n),
                              _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

INLINE vec v_load_in(const float *p, vsome some)
{
    return _mm256_maskload_ps(p, some);
}

INLINE void v_store_in(float *p, vec v, vsome some)
{
    _mm256_maskstore_ps(p, some, v);
}

#include "nn/simd.h"

#endif
