/*
 * numbers_lanes - four fields in the lanes of one register, for both versions
 * of numbers.h with AVX-512.
 */
#ifndef LATHE_INGEST_NUMBERS_LANES_H
#define LATHE_INGEST_NUMBERS_LANES_H

#include "ingest/numbers.h"

#include <immintrin.h>

#define AVX512                                                               \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,bmi,bmi2")))
#define INLINE static inline __attribute__((always_inline)) AVX512

#define LANES 4

/* The first bit of each lane, of the bits of 64 bytes. */
#define FIRSTS ((uint64_t)0x0001000100010001)

INLINE __m512i join(const void *a, const void *b, const void *c,
                    const void *d)
{
    __m512i v = _mm512_castsi128_si512(_mm_loadu_si128(a));

    v = _mm512_inserti32x4(v, _mm_loadu_si128(b), 1);
    v = _mm512_inserti32x4(v, _mm_loadu_si128(c), 2);
    return _mm512_inserti32x4(v, _mm_loadu_si128(d), 3);
}

INLINE uint64_t first_bits(size_t n)
{
    return _bzhi_u64(~(uint64_t)0, (unsigned)n);
}

/* The values of the digits of the lanes. Multiplications of 512 bits slow the
 * clock down, also for what comes after them; the halves are as fast. */
INLINE __m256i add_up(__m512i digits)
{
    const __m256i tens = _mm256_set1_epi16(10 | 1 << 8);
    const __m256i hundreds = _mm256_set1_epi32(100 | 1 << 16);
    const __m256i myriads = _mm256_set1_epi32(10000 | 1 << 16);
    __m256i x = _mm512_castsi512_si256(digits);
    __m256i y = _mm512_extracti64x4_epi64(digits, 1);

    x = _mm256_madd_epi16(_mm256_maddubs_epi16(x, tens), hundreds);
    y = _mm256_madd_epi16(_mm256_maddubs_epi16(y, tens), hundreds);
    x = _mm256_permute4x64_epi64(_mm256_packus_epi32(x, y), 0xd8);
    x = _mm256_madd_epi16(x, myriads);
    return _mm256_add_epi64(_mm256_mul_epu32(x, _mm256_set1_epi64x(100000000)),
                            _mm256_srli_epi64(x, 32));
}

/* Digits as they count, over these powers of ten, negative where `minus` has
 * the first bit of a lane; their bits are added to *seen. False: there are more
 * than a double holds. */
INLINE bool put_numbers(__m256i digits, uint64_t minus, __m256d tens,
                        double *out, __m256i *seen)
{
    __m256i sign = _mm256_maskz_set1_epi64(
        (__mmask8)_pext_u64(minus, FIRSTS), INT64_MIN);

    if (_mm256_cmpgt_epu64_mask(digits, _mm256_set1_epi64x((int64_t)1 << 53)))
        return false;
    *seen = _mm256_or_si256(*seen, digits);
    _mm256_storeu_pd(out, _mm256_div_pd(
        _mm256_or_pd(_mm256_cvtepi64_pd(digits), _mm256_castsi256_pd(sign)),
        tens));
    return true;
}

/* Whether some digits are large (numbers.h). */
INLINE bool has_large(__m256i seen)
{
    return !_mm256_testz_si256(
        seen, _mm256_set1_epi64x(-(int64_t)LATHE_NUMBERS_LARGE));
}

#endif
