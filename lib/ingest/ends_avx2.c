/* The ends of ends.h, eight at a time, and the fields, four at a time. */
#include "ingest/ends.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define SOME 8
#define LANES 4

AVX2 size_t lathe_ends_find_avx2(const struct lathe_classes *c, size_t n,
                                 uint32_t *end)
{
    size_t ends = 0;

    for (size_t i = 0; i < n; i++) {
        uint32_t at = (uint32_t)(i * LATHE_CLASSIFY_BYTES);
        uint64_t sep = c[i].sep;
        uint32_t *to = end + ends;

        ends += (size_t)__builtin_popcountll(sep);
        do {
            for (int k = 0; k < SOME; k++) {
                *to++ = at + (uint32_t)_tzcnt_u64(sep);
                sep = _blsr_u64(sep);
            }
        } while (sep);
    }
    return ends;
}

AVX2 void lathe_ends_cut_avx2(const uint32_t *end, size_t n, const char *text,
                              struct lathe_field *field)
{
    const __m256i first = _mm256_set1_epi64x((long long)(uintptr_t)text);
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        __m128i stop = _mm_loadu_si128((const void *)(end + i));
        __m128i begin = _mm_sub_epi32(_mm_loadu_si128((const void *)
                                          (end + (ptrdiff_t)i - 1)),
                                      _mm_set1_epi32(-1));
        __m256i len = _mm256_cvtepu32_epi64(_mm_sub_epi32(stop, begin));
        __m256i s = _mm256_add_epi64(_mm256_cvtepu32_epi64(begin), first);
        __m256i even = _mm256_unpacklo_epi64(s, len);
        __m256i odd = _mm256_unpackhi_epi64(s, len);

        _mm256_storeu_si256((void *)(field + i),
                            _mm256_permute2x128_si256(even, odd, 0x20));
        _mm256_storeu_si256((void *)(field + i + 2),
                            _mm256_permute2x128_si256(even, odd, 0x31));
    }
    lathe_ends_cut_portable(end + i, n - i, text, field + i);
}

#endif
