/*
 * single_avx2 - lathe_single_take (singles.h) of four numbers in AVX2.
 */
#ifndef LATHE_DATA_SINGLE_AVX2_H
#define LATHE_DATA_SINGLE_AVX2_H

#if defined(__x86_64__)

#include <immintrin.h>

/*
 * 10^d of the lanes, which hold d from 0 to 15. The double of 10^(d % 8) has
 * no bits in its lower half; the upper ones are the table. A shuffle looks at
 * three bits of d.
 */
__attribute__((target("avx2"), always_inline)) static inline __m256d
lathe_single_avx2_power(__m256i d)
{
    const __m256i high = _mm256_setr_epi32(
        0x3ff00000, 0x40240000, 0x40590000, 0x408f4000, 0x40c38800, 0x40f86a00,
        0x412e8480, 0x416312d0);
    const __m256i upper = _mm256_set1_epi64x(
        (long long)0xffffffff00000000ull);
    __m256d small = _mm256_castsi256_pd(_mm256_and_si256(
        _mm256_permutevar8x32_epi32(high, _mm256_slli_epi64(d, 32)), upper));
    __m256i large = _mm256_cmpgt_epi64(d, _mm256_set1_epi64x(7));

    return _mm256_blendv_pd(small,
                            _mm256_mul_pd(small, _mm256_set1_pd(1e8)),
                            _mm256_castsi256_pd(large));
}

/* What the floats v stand for. As take() in singles.c. */
__attribute__((target("avx2"), always_inline)) static inline __m256d
lathe_single_avx2_take(__m256d v)
{
    const __m256d sign = _mm256_set1_pd(-0.0);
    const __m256d round = _mm256_set1_pd(0x1.8p52);
    __m256d size = _mm256_andnot_pd(sign, v), power, near;
    __m256i below = _mm256_sub_epi64(
        _mm256_set1_epi64x(1023 + 23),
        _mm256_srli_epi64(_mm256_castpd_si256(size), 52));

    below = _mm256_max_epi32(below, _mm256_setzero_si256());
    below = _mm256_srli_epi64(
        _mm256_mul_epu32(below, _mm256_set1_epi64x(19728)), 16);
    below = _mm256_min_epi32(below, _mm256_set1_epi64x(15));
    power = lathe_single_avx2_power(below);
    near = _mm256_sub_pd(_mm256_add_pd(_mm256_mul_pd(v, power), round), round);
    near = _mm256_div_pd(near, power);
    near = _mm256_or_pd(_mm256_andnot_pd(sign, near),
                        _mm256_and_pd(sign, v));
    return _mm256_blendv_pd(
        v, near, _mm256_cmp_pd(size, _mm256_set1_pd(0x1p23), _CMP_LT_OQ));
}

#endif

#endif
