/*
 * The numbers of numbers.h, 16 bytes at a time: one shuffle puts the digits at
 * the end of a register and takes out the dot, three multiplications add them
 * up in pairs (D. Lemire, "Quickly parsing eight digits", 2018; W. Mula, "SIMD
 * string to integer", 2014).
 */
#include "ingest/numbers.h"

#include "ingest/numbers_tables.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline)) AVX2

INLINE __m128i load(const void *s)
{
    return _mm_loadu_si128(s);
}

/* The value of 16 digits. */
INLINE uint64_t add_up(__m128i digits)
{
    const __m128i tens = _mm_set1_epi16(10 | 1 << 8);
    const __m128i hundreds = _mm_set1_epi32(100 | 1 << 16);
    const __m128i myriads = _mm_set1_epi32(10000 | 1 << 16);
    __m128i x = _mm_maddubs_epi16(digits, tens);
    uint64_t halves;

    x = _mm_madd_epi16(x, hundreds);
    x = _mm_packus_epi32(x, x);
    x = _mm_madd_epi16(x, myriads);
    halves = (uint64_t)_mm_cvtsi128_si64(x);
    return (halves & UINT32_MAX) * 100000000 + (halves >> 32);
}

/* Constants that stay in registers: made anew they cost as much as the rest
 * of the work. */
struct constants {
    __m128i dot, zero, nine;
};

INLINE __m128i all(char c)
{
    __m128i v = _mm_set1_epi8(c);

    __asm__("" : "+x"(v));      /* not to be seen through */
    return v;
}

INLINE bool parse(const struct lathe_field *f, const struct constants *k,
                  double *out)
{
    /* Signs and dots come as they like: no branch depends on them. */
    uint64_t negative = f->s[0] == '-';
    size_t sign = negative | (f->s[0] == '+');
    size_t n = f->len - sign;           /* huge when there is nothing else */
    __m128i s, digits;
    unsigned dots;
    size_t below;
    uint64_t v, bits;
    double d;

    if (n - 1 >= MOST_DIGITS)
        return false;
    s = load(f->s + sign);
    dots = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(s, k->dot)) &
           ((1u << n) - 1);
    /* Digits behind the first dot; a second one will be no digit. */
    below = (n - 1 - (size_t)__builtin_ctz(dots | 1u << MOST_DIGITS)) &
            -(size_t)(dots != 0);
    n -= dots != 0;
    digits = _mm_shuffle_epi8(_mm_sub_epi8(s, k->zero),
                              _mm_sub_epi8(load(moves + n),
                                           load(lasts + below)));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(digits, k->nine),
                                         k->nine)) != 0xffff || n == 0)
        return false;
    v = add_up(digits);
    d = (double)(int64_t)v / power[below];
    memcpy(&bits, &d, sizeof bits);
    bits |= negative << 63;
    memcpy(out, &bits, sizeof bits);
    return v <= (uint64_t)1 << 53;
}

AVX2 size_t lathe_numbers_avx2(const struct lathe_field *field,
                               const uint32_t *place, size_t first, size_t n,
                               double *out)
{
    const struct constants k = {all('.'), all('0'), all(9)};
    size_t i = first;

    while (i < n && parse(&field[place[i]], &k, &out[i]))
        i++;
    return i;
}

#endif
