/* The ends of ends.h, sixteen at a time, and the fields, eight at a time. */
#include "ingest/ends.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
#define VBMI2                                                                \
    __attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt")))
#define SOME 16
#define LANES 8

VBMI2 size_t lathe_ends_find_vbmi2(const struct lathe_classes *c, size_t n,
                                   uint32_t *end)
{
    static const uint8_t number[LATHE_CLASSIFY_BYTES] = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
        48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
    };
    const __m512i all = _mm512_loadu_si512(number);
    size_t ends = 0;

    for (size_t i = 0; i < n; i++) {
        const __m512i at = _mm512_set1_epi32((int)(i * LATHE_CLASSIFY_BYTES));
        __m512i place = _mm512_maskz_compress_epi8(c[i].sep, all);
        uint32_t *to = end + ends;

        ends += (size_t)__builtin_popcountll(c[i].sep);
        do {
            __m512i some = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(place));

            _mm512_storeu_si512(to, _mm512_add_epi32(at, some));
            place = _mm512_alignr_epi32(_mm512_setzero_si512(), place, 4);
            to += SOME;
        } while (to < end + ends);
    }
    return ends;
}

/* s[0], len[0], s[1], ... of the lanes: the first four, and the others. */
#define FIRST(s, len) _mm512_permutex2var_epi64(s, _mm512_setr_epi64(         \
    0, 8, 1, 9, 2, 10, 3, 11), len)
#define SECOND(s, len) _mm512_permutex2var_epi64(s, _mm512_setr_epi64(        \
    4, 12, 5, 13, 6, 14, 7, 15), len)

AVX512 void lathe_ends_cut_avx512(const uint32_t *end, size_t n,
                                  const char *text, struct lathe_field *field)
{
    const __m512i first = _mm512_set1_epi64((long long)(uintptr_t)text);

    for (size_t i = 0; i < n; i += LANES) {
        __mmask8 some = (__mmask8)(n - i < LANES ? (1U << (n - i)) - 1 : 0xff);
        __m256i stop = _mm256_maskz_loadu_epi32(some, end + i);
        __m256i begin = _mm256_maskz_loadu_epi32(some,
                                                 end + (ptrdiff_t)i - 1);
        __m512i s, len;

        begin = _mm256_sub_epi32(begin, _mm256_set1_epi32(-1));
        len = _mm512_cvtepu32_epi64(_mm256_sub_epi32(stop, begin));
        s = _mm512_add_epi64(_mm512_cvtepu32_epi64(begin), first);
        if (n - i >= LANES) {
            _mm512_storeu_si512(field + i, FIRST(s, len));
            _mm512_storeu_si512(field + i + LANES / 2, SECOND(s, len));
        } else {
            unsigned words = (1U << 2 * (n - i)) - 1;

            _mm512_mask_storeu_epi64(field + i, (__mmask8)words,
                                     FIRST(s, len));
            _mm512_mask_storeu_epi64(field + i + LANES / 2,
                                     (__mmask8)(words >> 8), SECOND(s, len));
        }
    }
}

#endif
