/* The classes of classify.h in AVX2. */
#include "ingest/classify.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline)) AVX2

INLINE uint64_t mask(__m256i a, __m256i b)
{
    return (uint32_t)_mm256_movemask_epi8(a) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

INLINE uint64_t equal(__m256i a, __m256i b, __m256i c)
{
    return mask(_mm256_cmpeq_epi8(a, c), _mm256_cmpeq_epi8(b, c));
}

AVX2 void lathe_classify_avx2(const char *s, size_t n, char delimiter,
                              char quote, struct lathe_classes *out, char *cut)
{
    const __m256i d = _mm256_set1_epi8(delimiter);
    const __m256i q = _mm256_set1_epi8(quote);
    const __m256i lf = _mm256_set1_epi8('\n');
    const __m256i cr = _mm256_set1_epi8('\r');
    const __m256i space = _mm256_set1_epi8(' ');
    const __m256i tab = _mm256_set1_epi8('\t');
    const __m256i zero = _mm256_setzero_si256();
    const __m256i behind_space = _mm256_set1_epi8(' ' + 1);

    for (size_t i = 0; i < n; i++, s += LATHE_CLASSIFY_BYTES) {
        __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)s);
        __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(s +
                                                                      32));

        __m256i lf_a = _mm256_cmpeq_epi8(a, lf);
        __m256i lf_b = _mm256_cmpeq_epi8(b, lf);
        __m256i sep_a = _mm256_or_si256(lf_a, _mm256_cmpeq_epi8(a, d));
        __m256i sep_b = _mm256_or_si256(lf_b, _mm256_cmpeq_epi8(b, d));
        /* Most blocks have none of the rest. Bytes that are not ASCII are
         * negative. */
        __m256i rest_a = _mm256_or_si256(_mm256_cmpgt_epi8(behind_space, a),
                                         _mm256_cmpeq_epi8(a, q));
        __m256i rest_b = _mm256_or_si256(_mm256_cmpgt_epi8(behind_space, b),
                                         _mm256_cmpeq_epi8(b, q));
        __m256i rest = _mm256_or_si256(_mm256_andnot_si256(lf_a, rest_a),
                                       _mm256_andnot_si256(lf_b, rest_b));
        __m256i *to = (__m256i *)(void *)(cut + i * LATHE_CLASSIFY_BYTES);

        _mm256_storeu_si256(to, _mm256_andnot_si256(sep_a, a));
        _mm256_storeu_si256(to + 1, _mm256_andnot_si256(sep_b, b));
        out[i] = (struct lathe_classes){.sep = mask(sep_a, sep_b),
                                        .lf = mask(lf_a, lf_b)};
        if (_mm256_testz_si256(rest, rest))
            continue;
        out[i].cr = equal(a, b, cr);
        out[i].quote = equal(a, b, q);
        out[i].blank = equal(a, b, space) | equal(a, b, tab);
        out[i].odd = equal(a, b, zero) | mask(a, b);
    }
}

#endif
